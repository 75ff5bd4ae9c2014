"""Nobody reaches another's rows by naming their ids (docs/architecture.md, idea 9; docs/failures.md, The person)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import pytest
from sqlalchemy import Connection, text

from bot.protocol.cadence.plan import Planned
from bot.protocol.client import Client
from bot.protocol.person import Person
from bot.store.database.database import Database
from bot.store.database.errors import Missing, StoreError
from bot.store.loaders import insights, notes
from bot.store.queries import (
    chats,
    clients,
    erasure,
    file_jobs,
    outcomes,
    partings,
    promises,
    reminder_cases,
    reminders,
    retention,
    runs,
    touches,
)
from bot.store.tables.core import metadata
from bot.viewmodels.insights import Look
from bot.viewmodels.parting import Record
from bot.viewmodels.place import Place
from tests.store.samples import NOW, full_debrief, outcome_of, two_people


@dataclass(frozen=True)
class Scene:
    """A person who tries, with a client of their own, and what is another's: a client, a debrief, what hangs on it."""

    thief: Person
    mine: Client
    theirs: Client
    debrief: int
    promise: int
    reminder: int


Try = Callable[[Scene, Connection], object]

READS: list[Try] = [
    lambda at, conn: clients.get(conn, at.thief.id, at.theirs.id),
    lambda at, conn: runs.load(conn, at.thief.id, at.debrief),
    lambda at, conn: outcomes.get(conn, at.thief.id, at.debrief),
    lambda at, conn: promises.get(conn, at.thief.id, at.debrief),
    lambda at, conn: touches.last(conn, at.thief.id, at.theirs.id),
    lambda at, conn: runs.open_ones(conn, at.thief.id, 9),
    lambda at, conn: notes.notes_about(conn, at.thief.id, at.theirs.id),
    lambda at, conn: notes.notes_about(conn, at.thief.id, 0),
    lambda at, conn: insights.load(conn, at.thief, Look(at.theirs.id, 90), NOW),
    lambda at, conn: chats.desk(conn, 11, at.thief.telegram_id),
    lambda at, conn: clients.delete_if_empty(conn, at.thief.id, at.theirs.id, 0),
    lambda at, conn: runs.delete(conn, at.thief.id, at.debrief),
    lambda at, conn: outcomes.drop(conn, at.thief.id, at.debrief),
    lambda at, conn: promises.keep_in_step(conn, at.thief, at.mine.id, at.debrief, None, NOW),
    lambda at, conn: list(promises.latest(conn, at.thief.id, [at.theirs.id])),
    lambda at, conn: touches.firsts(conn, at.thief.id, {1: (at.theirs.id, 0)})[1],
    lambda at, conn: list(reminders.waiting_about(conn, at.thief.id, [at.theirs.id])),
    lambda at, conn: list(reminders.of_promises(conn, at.thief.id, [at.promise])),
    lambda at, conn: reminders.over(conn, at.thief.id, [at.reminder]),
    lambda at, conn: reminders.snooze(conn, at.thief.id, [at.reminder], NOW + 9, "hour"),
    lambda at, conn: partings.get(conn, at.thief.id, at.debrief),
    lambda at, conn: partings.decided(conn, at.thief.id, at.theirs.id),
    lambda at, conn: partings.drop(conn, at.thief.id, at.debrief),
    lambda at, conn: list(partings.noted(conn, at.thief.id, at.theirs.id)),
    lambda at, conn: partings.newest(conn, at.thief.id, at.theirs.id) or None,
    lambda at, conn: partings.held(conn, at.thief.id, at.theirs.id, None).debriefs or None,
    lambda at, conn: list(reminders.reopen(conn, at.thief.id, at.theirs.id, NOW + 9)),
    lambda at, conn: erasure.erase_client(conn, at.thief, at.theirs.id, NOW),
    lambda at, conn: retention.keep_archived(conn, at.thief.id, at.theirs.id, NOW, NOW),
    lambda at, conn: file_jobs.drop(conn, at.thief.id, "import"),
]

WRITES: list[Try] = [
    lambda at, conn: reminder_cases.several(conn, at.thief.id, [at.mine.id, at.theirs.id]),
    lambda at, conn: reminders.add(conn, at.thief, [(at.theirs.id, Planned("stay", NOW + 9))], NOW),
    lambda at, conn: partings.reach(conn, at.thief, at.debrief, at.mine.id, "part", NOW),
    lambda at, conn: partings.reach(
        conn, at.thief, runs.start(conn, at.thief, 1, "{}", NOW).id, at.theirs.id, "part", NOW
    ),
    lambda at, conn: partings.save(conn, at.thief.id, decided(at.debrief, at.theirs.id), NOW),
    lambda at, conn: clients.rename(conn, at.thief.id, at.theirs.id, "моё"),
    lambda at, conn: clients.seen(conn, at.thief.id, at.theirs.id, NOW + 9),
    lambda at, conn: clients.save(conn, replace(at.theirs, person_id=at.thief.id, label="моё")),
    lambda at, conn: runs.save(conn, at.thief.id, at.debrief, client_id=at.mine.id, version=1, state="{}", now=NOW + 9),
    lambda at, conn: runs.save(
        conn,
        at.thief.id,
        runs.start(conn, at.thief, 1, "{}", NOW).id,
        client_id=at.theirs.id,
        version=1,
        state="",
        now=NOW,
    ),
    lambda at, conn: runs.close(conn, at.thief.id, at.debrief, "closed", NOW + 9),
    lambda at, conn: runs.reopen(conn, at.thief.id, at.debrief, NOW + 9),
    lambda at, conn: outcomes.save(conn, at.thief, at.debrief, outcome_of(at.mine), NOW),
    lambda at, conn: outcomes.save(
        conn, at.thief, runs.start(conn, at.thief, 1, "{}", NOW).id, outcome_of(at.theirs), NOW
    ),
    lambda at, conn: touches.of_run(conn, at.thief, at.mine.id, at.debrief, NOW + 9, "debrief"),
    lambda at, conn: promises.keep_in_step(conn, at.thief, at.mine.id, at.debrief, NOW + 9, NOW),
    lambda at, conn: outcomes.save(conn, at.thief, at.debrief, replace(outcome_of(at.theirs), honest="моё"), NOW),
    lambda at, conn: touches.of_run(conn, at.thief, at.theirs.id, at.debrief, NOW + 9, "debrief"),
    lambda at, conn: promises.keep_in_step(conn, at.thief, at.theirs.id, at.debrief, NOW + 9, NOW),
    lambda at, conn: chats.open(conn, at.thief, 11),
    lambda at, conn: chats.move(conn, replace(chats.open(conn, at.thief, 22), id=11), Place.read("menu"), None),
]


def decided(run: int, client: int) -> Record:
    """A parting check on which something was decided."""
    return Record(run, client, "part", "agree", "моё", None, None, None, None, 3, NOW, NOW)


def everything(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    return {
        table.name: [tuple(row) for row in conn.execute(table.select().order_by(*table.primary_key))]
        for table in metadata.sorted_tables
    }


async def _scene(db: Database) -> Scene:
    victim, theirs, thief, mine = await db.write(two_people)
    debrief = await db.write(lambda conn: full_debrief(conn, victim, theirs))
    await db.write(lambda conn: chats.open(conn, victim, 11))
    await db.write(lambda conn: file_jobs.put(conn, victim, "import", "{}", NOW))
    promise = await db.write(lambda conn: promises.get(conn, victim.id, debrief))
    assert promise is not None
    await db.write(lambda conn: partings.reach(conn, victim, debrief, theirs.id, "part", NOW))
    await db.write(lambda conn: partings.save(conn, victim.id, decided(debrief, theirs.id), NOW))
    planned = Planned("promise_soon", NOW + 9, promise.id)
    await db.write(lambda conn: reminders.add(conn, victim, [(theirs.id, planned)], NOW))
    ((_, (row,)),) = (await db.write(lambda conn: reminders.waiting_about(conn, victim.id, [theirs.id]))).items()
    await db.write(lambda conn: conn.execute(text("UPDATE client SET archived_at = 1")).rowcount)
    return Scene(thief, mine, theirs, debrief, promise.id, row.id)


async def test_reads_and_deletions_find_nothing_of_anothers(db: Database) -> None:
    """In the same way as if it did not exist; and nothing changes."""
    scene = await _scene(db)
    before = await db.write(everything)
    for attempt in READS:
        found = await db.write(partial(attempt, scene))
        assert found in (None, False, [])
    assert await db.write(everything) == before


async def test_writes_to_anothers_are_refused(db: Database) -> None:
    """By the statement, or by the foreign keys that hold the person's id; and nothing changes."""
    scene = await _scene(db)
    before = await db.write(everything)
    for number, attempt in enumerate(WRITES):
        with pytest.raises((Missing, StoreError)) as refusal:
            await db.write(partial(attempt, scene))
        assert "моё" not in str(refusal.value)
        assert await db.write(everything) == before, number


async def test_lists_hold_only_ones_own(db: Database) -> None:
    """Each person sees their own clients and debriefs, whoever else is there."""
    first, client, second, other = await db.write(two_people)
    debrief = await db.write(lambda conn: full_debrief(conn, first, client))
    assert await db.write(lambda conn: clients.recent(conn, first.id, 9, 0)) == [client]
    assert await db.write(lambda conn: clients.names(conn, second.id)) == [(other.id, other.label)]
    assert await db.write(lambda conn: clients.count(conn, second.id)) == 1
    assert [run.id for run in await db.write(lambda conn: runs.open_ones(conn, first.id, 9))] == [debrief]


async def test_an_error_shows_nothing_of_what_was_written(db: Database) -> None:
    """A driver's text holds parameters or the failing row; the store's does not, however it is printed."""
    person, *_ = await db.write(two_people)
    words = "она орала на меня"

    def fail(conn: Connection) -> None:
        values = {"agency": person.agency_id, "person": person.id, "label": words}
        conn.execute(
            text(
                "INSERT INTO client (agency_id, person_id, label, cadence, created_at, last_at) "
                "VALUES (:agency, :person, :label, 'never', 1, 1)"
            ),
            values,
        )

    with pytest.raises(StoreError) as failure:
        await db.write(fail)
    assert words not in repr(failure.value)
    assert failure.value.__suppress_context__
