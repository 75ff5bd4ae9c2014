"""The parting check as its screens need it: what the records hold, and what became of it. Loaded by the store."""

from dataclasses import dataclass, field
from typing import Literal

from bot.protocol.followup import How
from bot.protocol.parting.verdict import Evidence, Name

Decision = Literal["agree", "not_now", "disagree"]
MARKS = 10
"""Lines of the checklist for a parting; `marks` holds one bit for each, the first one the lowest."""
ALL_MARKED = (1 << MARKS) - 1


@dataclass(frozen=True, slots=True)
class Record:
    """A check that came to a verdict, and what was decided on it. Moments are Unix seconds UTC.

    `decision` is None until something is decided, `reason` the manager's words for seeing it otherwise. `talk_at` is
    when the boundary is named, `look_at` when it is looked at again. `last_day` is an ISO date, `topic` what is
    finished until then; `marks` are the lines of the checklist that are done, a bit each. `parted_at` is when the
    ways parted, as whoever decides there had confirmed.
    """

    run_id: int
    client_id: int
    verdict: Name
    decision: Decision | None
    reason: str | None
    talk_at: int | None
    look_at: int | None
    last_day: str | None
    topic: str | None
    marks: int
    parted_at: int | None
    decided_at: int | None


@dataclass(frozen=True, slots=True)
class Noted:
    """Abuse that was noted: when (Unix seconds UTC), and the words used, None where they were not written down."""

    at: int
    words: str | None


@dataclass(frozen=True, slots=True)
class FearTested:
    """A fear that was tested: an id of the playbook with own words, and whether it was right."""

    fear: str
    words: str | None
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartingRecord:
    """What the records held of the client when the check was opened.

    `outcomes` are how the last contacts went, the newest first; `tension` the first and the last one that was noted,
    `over` the seconds between them. `tested` are the last fears that were tested, `noted` the last notes of abuse, both
    the newest first. `honest` says that an honest line was said, `contact` that promises were kept and none broken.
    `debriefs`, `reminders` and `seconds` are what was spent: the time is that of the debriefs.
    """

    evidence: Evidence = field(default_factory=Evidence)
    outcomes: tuple[How, ...] = ()
    tension: tuple[int, int] | None = None
    over: int = 0
    tested: tuple[FearTested, ...] = ()
    noted: tuple[Noted, ...] = ()
    honest: bool = False
    contact: bool = False
    debriefs: int = 0
    reminders: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """What the screens of the check are drawn from; each needs a part of it.

    `last` is the last contact with the client (Unix seconds UTC). `told` says that the client knows of the talk.
    """

    record: Record | None = None
    held: PartingRecord | None = None
    last: int | None = None
    told: bool = False
