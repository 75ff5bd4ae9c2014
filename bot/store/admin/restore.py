"""What a restored database needs before a bot may run on it: no reminder comes again, what was erased is erased again.

A backup is older than what Telegram has been sent since. Where the database that was in use can still be read, it says
which reminders came; where it can't, all that were due by now count as having come. Moments are Unix seconds UTC.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, insert, select, true, update

from bot.store.admin.migrate_data import count_on, counted, counts
from bot.store.queries import access, erasure, installation, outage, vents
from bot.store.tables.core import agenda, chat, erased, member, metadata, reminder, rhythm
from bot.viewmodels.outage import Missed
from bot.viewmodels.place import Place

Entry = tuple[int, int | None, int]
"""Something that was erased, as `erasing.replay` takes it."""

_Row = Row[*tuple[Any, ...]]
_JUMP: Final = 100_000
"""How far ids go on where nobody knows how many were given since the backup: an old button must name no new row."""
_BATCH: Final = 5000
_INSIDE = (
    select(chat.c.id, chat.c.place, chat.c.revision, chat.c.person_id)
    .join_from(chat, member, member.c.person_id == chat.c.person_id)
    .where(member.c.inside.is_(true()))
)


@dataclass(frozen=True, slots=True)
class Present:
    """What the database that was in use knows and the backup can't: what came of reminders, whose chats went on, which
    messages of letting it out are still to be deleted, what was erased, and how far ids were counted."""

    identity: str | None
    reminders: Mapping[int, _Row]
    told: Mapping[int, tuple[int | None, int | None]]
    revisions: Mapping[int, int]
    let_out: Sequence[tuple[int, int]]
    erased: Sequence[Entry]
    counted: Mapping[str, int]
    access: access.Access


@dataclass(slots=True)
class Settled:
    """What was done: how many reminders count as having come, how many erasures were repeated, how many chats are told.

    `since` is the moment that the backup shows; `known`: it was known which reminders came since.
    """

    since: int
    known: bool = False
    passed: int = 0
    erased: int = 0
    chats: int = 0
    people: set[int] = field(default_factory=set)


_REMINDERS = select(
    reminder.c.id, reminder.c.status, reminder.c.due_at, reminder.c.done, reminder.c.done_until, reminder.c.sent_at
)
_WAITING = select(
    reminder.c.id, reminder.c.agency_id, reminder.c.person_id, reminder.c.client_id, reminder.c.base_at,
    reminder.c.kind, reminder.c.due_at,
).where(reminder.c.status == "waiting")  # fmt: skip
_TOLD = select(rhythm.c.client_id, rhythm.c.told_at, rhythm.c.told_base).where(rhythm.c.told_at.is_not(None))
_ONE = reminder.c.id == bindparam("one")
_CAME = update(reminder).where(_ONE).values(status="sent", sent_at=bindparam("at"), done="over", done_until=None)
_OVER = update(reminder).where(_ONE).values(status="dropped", done="over", done_until=None)
_MOVED = (
    update(reminder).where(_ONE).values(due_at=bindparam("due"), done=bindparam("how"), done_until=bindparam("until"))
)
# At moment 0 everything is planned once, before anything is sent (`reminders.outbox.take`).
_PLAN = update(agenda).values(due_at=0).where(agenda.c.person_id.in_(bindparam("people", expanding=True)))
_FREE = update(agenda).values(lease_until=None, claims=0, failures=0)


def read_present(conn: Connection) -> Present:
    """Reads what the database that was in use knows."""
    return Present(
        identity=installation.known(conn),
        reminders={row.id: row for row in conn.execute(_REMINDERS)},
        told={row.client_id: (row.told_at, row.told_base) for row in conn.execute(_TOLD)},
        revisions={row.id: row.revision for row in conn.execute(select(chat.c.id, chat.c.revision))},
        let_out=vents.undeleted(conn),
        erased=erasure.listed(conn),
        counted={table.name: counted(conn, table) for table in metadata.sorted_tables if counts(table)},
        access=access.access(conn),
    )


def made_at(conn: Connection) -> int | None:
    """The moment that the database shows: that of a backup, else when Telegram was last heard of; None: unknown."""
    return installation.backed_up(conn) or installation.heard(conn)


def settle(conn: Connection, present: Present | None, listed: Iterable[Entry], since: int, now: int) -> Settled:
    """Makes a database that shows the moment `since` fit to be used from `now` on, in the caller's transaction.

    `present` is what the one in use before knew, None where it can't be read; `listed` what was erased by the list that
    is kept beside the backups. One of another identity is another database, and knows nothing of this one.
    """
    done = Settled(since)
    if present is not None and present.identity != installation.known(conn):
        present = None
    done.known = present is not None
    for table in metadata.sorted_tables:
        if counts(table):
            known = None if present is None else present.counted.get(table.name)
            mine = counted(conn, table)
            count_on(conn, table.name, mine + _JUMP if known is None else max(mine, known))
    access.carry(conn, present.access if present is not None else None, now)
    _settle_reminders(conn, present, now, done)
    done.chats = _tell(conn, present, since, now, done)
    for chat_id, message_id in present.let_out if present is not None else ():
        vents.note(conn, chat_id, message_id, "going", now)
    conn.execute(_FREE)
    for some in _batches(sorted(done.people)):
        conn.execute(_PLAN, {"people": some})
    installation.identity(conn)
    done.erased = erase_again(conn, [*listed, *(present.erased if present is not None else ())])
    installation.taken_up(conn, now)
    return done


def erase_again(conn: Connection, listed: Iterable[Entry]) -> int:
    """Erases what the list names and what is still, or again, there; gives how many people and clients that were.

    What the database's own list lacks is added to it, so that its traces are purged, and later backups know.
    """
    known = set(erasure.listed(conn))
    missing = [one for one in dict.fromkeys(listed) if one not in known]
    if not missing:
        return 0
    found = erasure.replay(conn, missing)
    conn.execute(insert(erased), [{"person_id": owner, "client_id": of, "at": at} for owner, of, at in missing])
    return found


def _settle_reminders(conn: Connection, present: Present | None, now: int, done: Settled) -> None:
    for row in conn.execute(_WAITING).all():
        if present is None:
            if row.due_at <= now:
                _came(conn, row, row.due_at, (now, row.base_at), done)
            continue
        known = present.reminders.get(row.id)
        if known is None:
            continue
        if known.status == "sent":
            _came(conn, row, known.sent_at or row.due_at, present.told.get(row.client_id, (None, None)), done)
        elif known.status == "dropped" and row.due_at <= now:
            conn.execute(_OVER, {"one": row.id})
            done.people.add(row.person_id)
        elif known.status == "waiting" and known.due_at != row.due_at:
            values = {"one": row.id, "due": known.due_at, "how": known.done, "until": known.done_until}
            conn.execute(_MOVED, values)
            done.people.add(row.person_id)


def _came(conn: Connection, row: _Row, at: int, told: tuple[int | None, int | None], done: Settled) -> None:
    """The reminder counts as having come, and its rhythm goes on from there."""
    conn.execute(_CAME, {"one": row.id, "at": at})
    done.passed += 1
    done.people.add(row.person_id)
    told_at, base = told
    if row.kind not in {"stay", "ask"} or told_at is None:
        return
    values = {"told_at": told_at, "told_base": max(base or 0, row.base_at)}
    if conn.execute(update(rhythm).where(rhythm.c.client_id == row.client_id).values(**values)).rowcount == 0:
        mine = {"client_id": row.client_id, "agency_id": row.agency_id, "person_id": row.person_id}
        conn.execute(insert(rhythm), mine | values)


def _tell(conn: Connection, present: Present | None, since: int, now: int, done: Settled) -> int:
    """Has each chat told that lost something: whose view went on since, or whose reminders are passed over."""
    rows = conn.execute(_INSIDE).all()
    told = 0
    for row in rows:
        went_on = present is None or present.revisions.get(row.id, row.revision) > row.revision
        if went_on or row.person_id in done.people:
            outage.say(conn, row.id, Place.read(row.place), Missed("away-restored", since, now))
            told += 1
    return told


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
