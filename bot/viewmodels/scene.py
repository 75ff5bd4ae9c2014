"""What a screen is drawn from: the stored state, loaded, and the words of a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from bot.draftcheck.pasted import Pasted
from bot.insights.stats import Insights
from bot.protocol.cadence.rules import Hours
from bot.protocol.client import Client
from bot.protocol.debrief.result import rules_of
from bot.protocol.engine.run import Run
from bot.protocol.engine.table import Rules
from bot.protocol.person import Person
from bot.protocol.playbook import Playbook
from bot.texts.lookup import Texts
from bot.timeparse.schedule import Schedule
from bot.viewmodels.access import Crew
from bot.viewmodels.clients import Known
from bot.viewmodels.in_call import InCall
from bot.viewmodels.parting import Parted
from bot.viewmodels.reminders import Contacts
from bot.viewmodels.transfer import Owned
from bot.viewmodels.vent import VentMessages


@dataclass(frozen=True, slots=True)
class Voice:
    """The words of one language: interface, playbook, and the emergency number that the safety texts name."""

    texts: Texts
    playbook: Playbook
    emergency: str
    rules: Rules = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", rules_of(self.playbook))

    @property
    def language(self) -> str:
        """The language's code: "ru" or "en"."""
        return self.playbook.language

    @property
    def ready(self) -> Mapping[str, str]:
        """The honest line for those who have nothing unwelcome to say, or don't know it yet (R1)."""
        return {pick: self.texts(f"honest-line-{pick}") for pick in ("nothing", "later")}

    def say(self, key: str, **values: Any) -> str:  # noqa: ANN401 - numbers for plural forms, else text
        """The text of that key. Raises for a key or a variable that is missing."""
        return self.texts(key, **values)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open debrief that waits: its id, and its client's label where one is known.

    Or a follow-up on a `contact`, or a parting `check`.
    """

    run: int
    client: str | None
    contact: bool = False
    check: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that the present view of a chat depends on. Moments are Unix seconds UTC.

    `place` is where the person is ("menu", "debrief:12", "zone"…), `notice` a text key said once above the screen,
    `drawn_at` the moment of the last change of state. `clients` is one page of them, the most recent first,
    `more` whether another page follows; `matches` are those that a typed name may mean. `keys` says that a keyboard
    comes with the view: the picker of contacts takes, or took, the place of the usual one.
    """

    person: Person
    place: str
    notice: str | None
    drawn_at: int
    run_id: int = 0
    run: Run | None = None
    client: Client | None = None
    clients: tuple[Client, ...] = ()
    more: bool = False
    matches: tuple[Client, ...] = ()
    waiting: Waiting | None = None
    zones: tuple[str, ...] = ()
    contacts: Contacts = field(default_factory=Contacts)
    incall: InCall = field(default_factory=InCall)
    vent: VentMessages = field(default_factory=VentMessages)
    pasted: Pasted | None = None
    known: Known = field(default_factory=Known)
    keys: bool = False
    owned: Owned = field(default_factory=Owned)
    insights: Insights | None = None
    parting: Parted = field(default_factory=Parted)
    crew: Crew = field(default_factory=Crew)

    @property
    def schedule(self) -> Schedule:
        """The person's working time and zone."""
        return schedule_of(self.person)


def schedule_of(person: Person) -> Schedule:
    """The person's working time and zone, without the public holidays that they keep."""
    off = days_off(person.days_off) if person.holidays else frozenset()
    return Schedule(person.zone, person.work_from, person.work_to, person.work_days, off)


@lru_cache(maxsize=512)
def days_off(dates: str) -> frozenset[date]:
    """The days of a text of ISO dates; the people of one country have the same text."""
    return frozenset(date.fromisoformat(one) for one in dates.split())


def hours_of(person: Person) -> Hours:
    """The person's working time, and when in it the day's reminders come: by default when work starts."""
    return Hours(schedule_of(person), person.work_from if person.digest_at is None else person.digest_at)
