"""Clients as their screens need them: the list, what happened with one, two that may be one. Loaded by the store."""

from dataclasses import dataclass

from bot.protocol.cadence.client_state import State
from bot.protocol.client import Client
from bot.protocol.debrief.outcome import Outcome
from bot.protocol.followup import FollowUp
from bot.viewmodels.contacts import Card
from bot.viewmodels.parting import Record
from bot.viewmodels.prep import Prep

ORIGINS = {"o": "owed", "c": "clients", "a": "archive", "s": "search"}
"""By the letter in the arguments of a card's place, the list that it was opened from."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One client of a list. `contact` is the last one, `promised_at` an open promise's time, `archived_at` since when
    the client is in the archive; Unix seconds UTC.
    """

    client_id: int
    client: str
    contact: int | None
    promised_at: int | None
    archived_at: int | None
    state: State = "calm"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened with a client at `at` (Unix seconds UTC).

    `what` is "debrief", "followup", "parting", "note", or "logged" for a contact, "kept" or "broken" for a promise.
    `run` is the debrief, follow-up, check or note that tells of it, None where no run does. `fear` (an id of the
    playbook, with own words) and the tension `before` and `after` are a debrief's, `how` is a follow-up's; `verdict`,
    `decision` and whether the ways `parted` are a parting check's; `words` and the number of `voices` are what was
    written and spoken.
    """

    what: str
    at: int
    run: int | None = None
    fear: str | None = None
    fear_words: str | None = None
    before: int | None = None
    after: int | None = None
    how: str | None = None
    words: str = ""
    voices: int = 0
    verdict: str | None = None
    decision: str | None = None
    parted: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One debrief, follow-up or note in full; `open` says that questions of it still wait."""

    happened: Happened
    client: Client
    outcome: Outcome | None
    followup: FollowUp | None
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientList:
    """One page of a list of clients. `page` counts from 0, `more` says whether another follows.

    `archive` says whether there is an archive.
    """

    listed: tuple[Listed, ...] = ()
    page: int = 0
    more: bool = False
    archive: bool = False


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A client's card: what is known before one writes or calls, and the last `events`, the newest first.

    `origin` is where the card was opened from, `decided` the last parting check that was decided.
    """

    prep: Prep
    events: tuple[Happened, ...]
    origin: str
    decided: Record | None

    @property
    def card(self) -> Card:
        """What is known of staying in touch."""
        return self.prep.card


@dataclass(frozen=True, slots=True)
class ClientHistory:
    """One page of what happened with a client, the newest first."""

    client: Client
    events: tuple[Happened, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class ToldPage:
    """One event in full, and the page of the history that it was opened from."""

    told: Told
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinChoice:
    """Who may be the same client: those of a similar name (`likely`), then a page of all; or what was `searched`."""

    client: Client
    likely: tuple[Listed, ...] = ()
    listed: tuple[Listed, ...] = ()
    page: int = 0
    more: bool = False
    searched: bool = False


@dataclass(frozen=True, slots=True)
class TwoCards:
    """Two cards that may be one client: the one that stays and the one that goes.

    `promised` is the open promise that holds where both have one (Unix seconds UTC).
    """

    kept: Client
    gone: Client
    promised: int | None
