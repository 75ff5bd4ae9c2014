"""What the screens of help in the moment are drawn from: SOS, before the call, questions. Loaded by the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.protocol.debrief.outcome import Outcome
from bot.protocol.sos import Learned, Sos
from bot.viewmodels.reminders import Card


@dataclass(frozen=True, slots=True)
class Prep:
    """What is known of a client before a call.

    `card` is what is known of staying in touch, `outcome` the last debrief's, `fear` what is assumed now (an id of the
    playbook, with own words). `confirmed` says that a follow-up confirmed it. `owed` is the honest line that was not
    said yet, `helped` the phrase that helped most, as the playbook has it.
    """

    card: Card
    outcome: Outcome | None
    fear: str | None
    fear_words: str | None
    confirmed: bool
    owed: str | None
    helped: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """Words about a client from `at` on (Unix seconds UTC): a note, or the facts of a run of that `kind`.

    `voices` are Telegram's file ids.
    """

    run: int
    text: str
    voices: tuple[str, ...]
    at: int
    kind: str = "debrief"


@dataclass(frozen=True, slots=True, kw_only=True)
class InCall:
    """What these screens need: the phrase and what is known of its like, the card before a call, a question's place.

    `with_client` names a client that was known before the call, 0 for none. `notes` is the one that is shown,
    the `page`th, of which the `part`th stretch.
    """

    sos: Sos | None = None
    learned: Mapping[str, Learned] = field(default_factory=dict)
    with_client: int = 0
    prep: Prep | None = None
    question: int = 0
    notes: tuple[Note, ...] = ()
    page: int = 0
    part: int = 0
    more: bool = False
