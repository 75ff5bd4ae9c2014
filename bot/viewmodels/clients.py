"""Clients as their screens need them: the list, what happened with one, two that may be one. Loaded by the store."""

from dataclasses import dataclass

from bot.protocol.cadence.client_state import State
from bot.protocol.client import Client
from bot.protocol.debrief.outcome import Outcome
from bot.protocol.followup import FollowUp
from bot.viewmodels.parting import Record


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
class Known:
    """What the screens of clients are drawn from; each needs a part of it.

    `listed` is one page of a list, `likely` are those that may be the same as the client. `page` counts from 0, `more`
    says whether another follows, `searched` that the list is what was found, `archive` whether there is an archive.
    `events` is one page of what happened, the newest first. `other` is the one that may be the same, `both_promised`
    the open promise that holds where both have one (Unix seconds UTC). `origin` is where the card was opened from,
    `decided` the last parting check on which something was decided.
    """

    listed: tuple[Listed, ...] = ()
    likely: tuple[Listed, ...] = ()
    page: int = 0
    more: bool = False
    searched: bool = False
    archive: bool = False
    client: Client | None = None
    events: tuple[Happened, ...] = ()
    told: Told | None = None
    other: Client | None = None
    both_promised: int | None = None
    origin: str = ""
    decided: Record | None = None
