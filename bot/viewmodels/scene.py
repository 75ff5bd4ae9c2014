"""What a screen is drawn from: the stored state, loaded, and the words of a language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

from bot.protocol.behaviour_words import Lexicon, lexicon
from bot.protocol.cadence.due_times import Hours
from bot.protocol.debrief.result import rules_of
from bot.protocol.debrief.steps import THREAT
from bot.protocol.engine.table import Rules
from bot.protocol.person import Person
from bot.protocol.playbook import Playbook
from bot.texts.lookup import Texts
from bot.timeparse.schedule import Schedule
from bot.viewmodels.place import Place

_WEEK: Final = "W"
"""What stands in a date that is written by its week (ISO 8601)."""
Model_co = TypeVar("Model_co", covariant=True)
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Voice:
    """The words of one language: interface, playbook, and the emergency number that the safety texts name.

    `rules` and `lexicon` are made of the playbook: what the steps know of it, and what tells a behaviour when typed.
    """

    texts: Texts
    playbook: Playbook
    emergency: str
    rules: Rules = field(init=False)
    lexicon: Lexicon = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", rules_of(self.playbook))
        behaviours = self.playbook.behaviours
        labels = {name: behaviour.label for name, behaviour in behaviours.items()}
        labels[THREAT] = self.texts(f"step-behaviour-o-{THREAT}")
        words = {name: behaviour.words for name, behaviour in behaviours.items()}
        words[THREAT] = self.playbook.threat_words
        object.__setattr__(self, "lexicon", lexicon(labels, words, THREAT, self.rules.tense))

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
    """A debrief that waits: its id, its client's label where one is known, when it began (Unix seconds UTC).

    Or a follow-up on a `contact`, a parting `check`, or `words` that came unasked.
    """

    run: int
    client: str | None
    began: int
    contact: bool = False
    check: bool = False
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene(Generic[Model_co]):
    """What the present view of a chat depends on. Moments are Unix seconds UTC.

    `place` is where the person is, `notice` a text key said once above the screen, `drawn_at` the moment of the last
    change of state. `model` is the view model that the place's loader gives and its screen draws. `waiting` is
    what waits, the newest first, at the places that offer it. `keys` says that a keyboard comes with the view: the
    picker of contacts takes, or took, the place of the usual one.
    """

    person: Person
    place: Place
    notice: str | None
    drawn_at: int
    model: Model_co
    waiting: tuple[Waiting, ...] = ()
    keys: bool = False

    @property
    def schedule(self) -> Schedule:
        """The person's working time and zone."""
        return schedule_of(self.person)

    def of(self, model: Other) -> "Scene[Other]":
        """The same scene with another view model."""
        return Scene(
            person=self.person,
            place=self.place,
            notice=self.notice,
            drawn_at=self.drawn_at,
            model=model,
            waiting=self.waiting,
            keys=self.keys,
        )


AnyScene = Scene[object]
"""The scene where its view model doesn't matter."""


def schedule_of(person: Person) -> Schedule:
    """The person's working time and zone, by the public holidays that they keep."""
    dates = person.days_off if person.holidays else ""
    return Schedule(person.zone, person.work_from, person.work_to, person.work_days, days_off(dates), days_on(dates))


@lru_cache(maxsize=512)
def days_off(dates: str) -> frozenset[date]:
    """The days off of a text of ISO dates; the people of one country have the same text."""
    return frozenset(date.fromisoformat(one) for one in dates.split() if _WEEK not in one)


@lru_cache(maxsize=512)
def days_on(dates: str) -> frozenset[date]:
    """The weekend days of that text which are worked in exchange for others: they are written by their week."""
    return frozenset(date.fromisoformat(one) for one in dates.split() if _WEEK in one)


def written(off: Iterable[date], on: Iterable[date]) -> str:
    """The text of days off and of weekend days that are worked (`2027-W07-6`), as a person's row holds it.

    A former version of the program takes the others for days off, as weekends are.
    """
    worked = (f"{year}-W{week:02}-{day}" for year, week, day in (one.isocalendar() for one in on))
    return " ".join((*(day.isoformat() for day in off), *worked))


def hours_of(person: Person) -> Hours:
    """The person's working time, and when in it the day's reminders come: by default when work starts."""
    digest = person.work_from if person.digest_at is None else person.digest_at
    return Hours(schedule_of(person), digest, person.answer_within)
