"""Agendas: when something of a person's is due next, and who is at work on it (protocol, section 8).

A claim is one statement with a lease, the same on SQLite and for several workers on PostgreSQL; a claim whose worker
died is taken again when its lease is over. All moments are Unix seconds UTC.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, case, func, or_, select, text, update

from bot.store.queries.sql import WAITING
from bot.store.tables.core import agenda, reminder

LEASE = 60
"""Seconds for which a claim holds; a send is given up well before."""
_SKEW = 60
"""Seconds by which the clocks of two workers may differ."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A person whose reminders are to be sent now. `again` says that an earlier claim ended without a word.

    Nothing that was held until `held_until` counts as late; `turn` is how many messages brought reminders before.
    `due_at` is 0 for somebody for whom nothing was planned yet. The claim holds until `lease_until`: whoever took it
    over after that must not have theirs ended by this one.
    """

    person_id: int
    again: bool
    held_until: int
    turn: int
    due_at: int
    lease_until: int


_DUE = text("due_at IS NOT NULL AND gone_at IS NULL")
"""As it stands at the index, so that both databases take it."""
# A lease that ends far later than one can now is from before the machine's clock was put back. Not any later: another
# worker's clock is ahead by a little, and be it that the second turned between here and there.
_FREE = or_(
    agenda.c.lease_until.is_(None),
    agenda.c.lease_until <= bindparam("now"),
    agenda.c.lease_until > bindparam("possible"),
)
_NEXT = (
    select(agenda.c.person_id)
    .where(
        _DUE,
        agenda.c.due_at <= bindparam("now"),
        _FREE,
        agenda.c.person_id.not_in(bindparam("but", expanding=True)),
    )
    .order_by(agenda.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    # As a subquery PostgreSQL may run it once for each row that it is compared with, past those locked before: its plan
    # where it takes the table for a tiny one. A WITH that locks rows runs once.
    .cte("next")
)
_CLAIM = (
    update(agenda)
    .where(agenda.c.person_id.in_(select(_NEXT.c.person_id)))
    .values(lease_until=bindparam("longest"), claims=agenda.c.claims + 1)
    .returning(agenda.c.person_id, agenda.c.claims, agenda.c.held_until, agenda.c.notices, agenda.c.due_at)
)
# Where nobody is at work it may be given back too: the claim itself was taken back by a failure.
_HELD = (
    agenda.c.person_id == bindparam("owner"),
    or_(agenda.c.lease_until == bindparam("lease"), agenda.c.lease_until.is_(None)),
)
_LEASES = update(agenda).where(agenda.c.lease_until.is_not(None)).values(lease_until=None)
_AHEAD = (
    select(agenda.c.person_id, agenda.c.due_at, agenda.c.lease_until)
    .where(_DUE)
    .order_by(agenda.c.due_at)
    .limit(bindparam("most"))
)
_THIS = agenda.c.person_id == bindparam("owner")
_LOCK = select(agenda.c.paused_until).where(_THIS).with_for_update()
_PAUSED = select(agenda.c.paused_until).where(_THIS)
_EARLIEST = select(func.min(reminder.c.due_at)).where(
    reminder.c.person_id == bindparam("owner"), reminder.c.status == WAITING
)
_DUE_AT = update(agenda).where(_THIS).values(due_at=bindparam("due"))
# What an earlier claim may have sent was dealt with: nothing that comes later is a repeat.
_LATER = _DUE_AT.values(claims=case((agenda.c.lease_until.is_(None), 0), else_=agenda.c.claims))
_RELEASE = (
    update(agenda)
    .where(*_HELD)
    .values(due_at=bindparam("due"), lease_until=None, claims=bindparam("left"), failures=bindparam("failed"))
)
_FAILURES = select(agenda.c.failures).where(_THIS)
_DONE = update(agenda).where(*_HELD).values(lease_until=None, claims=0, failures=0)
_COUNT = update(agenda).where(_THIS).values(notices=agenda.c.notices + 1)
_GONE = update(agenda).where(_THIS).values(gone_at=bindparam("now"), lease_until=None, claims=0, failures=0)
_BACK = (
    update(agenda)
    .where(_THIS, agenda.c.gone_at.is_not(None))
    .values(gone_at=None, held_until=bindparam("now"))
    .returning(agenda.c.person_id)
)
_PAUSE = update(agenda).where(_THIS).values(paused_until=bindparam("until"), held_until=bindparam("held"))
_LEASED = 64
"""How many rows at the head of the queue are looked at for the next moment: those at work stand there."""


def claim(conn: Connection, now: int, most: int, but: Collection[int] = ()) -> list[Claim]:
    """Claims up to `most` people of whom something is due, for `LEASE` seconds from `now`; the longest due first.

    Never those of `but`, at whom the one who asks is at work, whatever clocks and leases say.
    """
    longest = now + LEASE
    values = {"now": now, "longest": longest, "possible": longest + _SKEW, "most": most, "but": list(but)}
    rows = conn.execute(_CLAIM, values)
    return [Claim(person, claims > 1, held, turn, due, longest) for person, claims, held, turn, due in rows]


def next_at(conn: Connection, now: int, but: Collection[int] = ()) -> int | None:
    """When there is something to claim next, of those of `but` aside: a moment at or before `now` means at once.

    None: nothing is planned.
    """
    moments = []
    for person, due, lease in conn.execute(_AHEAD, {"most": _LEASED}):
        at_work = lease is not None and now < lease <= now + LEASE + _SKEW
        if person not in but:
            moments.append(max(due, lease) if at_work else due)
    return min(moments, default=None)


def free(conn: Connection) -> None:
    """Ends every lease: at the start of the only program on this database, nobody is at work on anything."""
    conn.execute(_LEASES)


def lock(conn: Connection, person_id: int) -> int | None:
    """Keeps other workers from planning for this person until the transaction ends; gives until when all is paused."""
    until: int | None = conn.execute(_LOCK, {"owner": person_id}).scalar_one_or_none()
    return until


def settle(conn: Connection, person_id: int, now: int) -> int | None:
    """Sets the person's due moment to that of their earliest reminder, or the end of a pause; gives it."""
    paused = lock(conn, person_id)
    due: int | None = conn.execute(_EARLIEST, {"owner": person_id}).scalar_one_or_none()
    how = _LATER if due is None or due > now else _DUE_AT
    if due is not None and paused is not None and paused > now:
        due = max(due, paused)
    conn.execute(how, {"owner": person_id, "due": due})
    return due


def release(conn: Connection, claim: Claim, due: int, *, failed: bool = False, unsure: bool = False) -> None:
    """Gives a claim back, to be taken again at `due`; one that somebody else holds meanwhile is left to them.

    `failed` counts a try that Telegram did not take; `unsure` says that it may have: the next one says so.
    """
    count = failures(conn, claim.person_id) + 1 if failed else 0
    values = {"owner": claim.person_id, "lease": claim.lease_until, "due": due, "left": int(unsure), "failed": count}
    conn.execute(_RELEASE, values)


def failures(conn: Connection, person_id: int) -> int:
    """How many tries in a row Telegram did not take."""
    number: int = conn.execute(_FAILURES, {"owner": person_id}).scalar_one()
    return number


def done(conn: Connection, claim: Claim, now: int, *, sent: bool = True) -> None:
    """Ends a claim whose message Telegram took, or that had nothing to send; the next is due as the reminders say."""
    conn.execute(_DONE, {"owner": claim.person_id, "lease": claim.lease_until})
    if sent:
        conn.execute(_COUNT, {"owner": claim.person_id})
    settle(conn, claim.person_id, now)


def paused(conn: Connection, person_id: int) -> int | None:
    """Until when all of the person's reminders are paused, None where they aren't."""
    until: int | None = conn.execute(_PAUSED, {"owner": person_id}).scalar_one_or_none()
    return until


def gone(conn: Connection, person_id: int, now: int) -> None:
    """Nothing can be sent to this person any more: their reminders wait until they come back."""
    conn.execute(_GONE, {"owner": person_id, "now": now})


def back(conn: Connection, person_id: int, now: int) -> bool:
    """The person is there again: what waits is sent, and isn't called late. False where they were never gone."""
    return conn.execute(_BACK, {"owner": person_id, "now": now}).one_or_none() is not None


def pause(conn: Connection, person_id: int, until: int | None, now: int) -> int | None:
    """Sends nothing before `until`, or goes on at once where that is None; what fell due comes then, not as late.

    Gives when the person is reminded next.
    """
    conn.execute(_PAUSE, {"owner": person_id, "until": until, "held": until or now})
    return settle(conn, person_id, now)
