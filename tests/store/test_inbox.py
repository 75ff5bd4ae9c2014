"""The inbox and the unit of work: each update once, with its completion (docs/architecture.md, idea 4)."""

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from bot.protocol.person import Person
from bot.store.database.database import Database
from bot.store.database.errors import StoreError
from bot.store.database.unit_of_work import AlreadyDone, Unit, UnitUsed
from bot.store.queries import inbox, people
from bot.store.queries.inbox import Incoming
from tests.store.samples import NOW, anna


def updates(*ids: int) -> list[Incoming]:
    """Updates of these ids, each with a payload that names it."""
    return [Incoming(number, 7, "message", f'{{"id":{number}}}', NOW) for number in ids]


def raw(conn: Connection) -> list[tuple[object, ...]]:
    """What stands in the table."""
    found = conn.execute(text("SELECT update_id, payload, done_at, tries, error, set_aside FROM inbox ORDER BY seq"))
    return [tuple(row) for row in found]


async def test_known_updates_are_ignored_by_the_set_of_ids(db: Database) -> None:
    """Ids out of order, twice in one batch, starting anew: each is stored once, in the order of arrival."""
    first = await db.write(lambda conn: inbox.accept(conn, updates(105, 101, 105)))
    assert [row.update_id for row in first] == [105, 101]
    second = await db.write(lambda conn: inbox.accept(conn, updates(101, 3, 105, 104)))
    assert [row.update_id for row in second] == [3, 104]
    assert await db.write(lambda conn: inbox.accept(conn, [])) == []
    assert await db.write(lambda conn: inbox.accept(conn, updates(3))) == []
    assert await db.write(inbox.pending) == first + second
    assert [row.seq for row in first + second] == sorted(row.seq for row in first + second)


async def test_a_done_row_is_emptied_and_stays_known(db: Database) -> None:
    """The words go, the id stays for 24 hours."""
    (row,) = await db.write(lambda conn: inbox.accept(conn, updates(1)))
    await db.write(lambda conn: inbox.failed(conn, row.seq, "KeyError", NOW + 2))
    (waiting,) = await db.write(inbox.pending)
    assert (waiting.tries, waiting.retry_at, waiting.payload) == (1, NOW + 2, '{"id":1}')
    assert await db.write(lambda conn: inbox.done(conn, row.seq, NOW + 5))
    assert not await db.write(lambda conn: inbox.done(conn, row.seq, NOW + 6))
    assert await db.write(raw) == [(1, None, NOW + 5, 1, None, False)]
    assert await db.write(inbox.pending) == []
    assert await db.write(lambda conn: inbox.accept(conn, updates(1))) == []
    assert await db.write(lambda conn: inbox.sweep(conn, NOW + 5)) == 0
    assert await db.write(lambda conn: inbox.sweep(conn, NOW + 6)) == 1
    assert len(await db.write(lambda conn: inbox.accept(conn, updates(1)))) == 1


async def test_a_row_set_aside_is_over_and_emptied(db: Database) -> None:
    """It keeps the class of the error for the owner, for a week, and no words."""
    row, other = await db.write(lambda conn: inbox.accept(conn, updates(1, 2)))
    await db.write(lambda conn: inbox.set_aside(conn, row.seq, "KeyError", NOW))
    assert await db.write(inbox.pending) == [other]
    assert not await db.write(lambda conn: inbox.done(conn, row.seq, NOW))
    await db.write(lambda conn: inbox.failed(conn, row.seq, "Late", NOW))
    assert (await db.write(raw))[0] == (1, None, NOW, 1, "KeyError", True)
    assert await db.read(inbox.asides) == [inbox.Aside(row.seq, 1, 7, "message", "KeyError", 1, NOW, NOW)]
    assert await db.read(inbox.waiting) == (1, NOW)
    await db.write(lambda conn: inbox.done(conn, other.seq, NOW))
    assert await db.write(lambda conn: inbox.sweep(conn, NOW + inbox.ASIDE)) == 1
    assert await db.write(lambda conn: inbox.sweep(conn, NOW + inbox.ASIDE + 1)) == 1
    assert await db.read(inbox.waiting) == (0, None)


async def test_a_large_batch_is_stored_whole_and_in_order(db: Database) -> None:
    """A hundred is what Telegram gives at once; more come after a pause."""
    ids = [number * 7919 % 1501 for number in range(1, 1501)]
    stored = await db.write(lambda conn: inbox.accept(conn, updates(*ids)))
    assert [row.update_id for row in stored] == ids
    assert await db.write(inbox.pending) == stored


@given(batches=st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=5))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_comes_is_stored_once_in_order_of_arrival(sqlite_db: Database, batches: list[list[int]]) -> None:
    """For any batches: what is stored is each id at its first coming."""
    await sqlite_db.write(lambda conn: conn.execute(text("DELETE FROM inbox")).rowcount)
    for batch in batches:
        await sqlite_db.write(partial(inbox.accept, rows=updates(*batch)))
    arrived = [number for batch in batches for number in batch]
    assert [row.update_id for row in await sqlite_db.write(inbox.pending)] == list(dict.fromkeys(arrived))


async def test_a_unit_runs_once_with_its_completion(db: Database) -> None:
    """Effect and completion stand together; a second run in the same handler is a mistake."""
    (row,) = await db.write(lambda conn: inbox.accept(conn, updates(1)))
    unit = Unit(db, row.seq, NOW + 5)
    assert (unit.used, unit.now) == (False, NOW + 5)
    person = await unit.run(anna)
    assert unit.used
    assert await db.write(lambda conn: people.find(conn, 11)) == person
    assert await db.write(raw) == [(1, None, NOW + 5, 0, None, False)]
    with pytest.raises(UnitUsed):
        await unit.run(anna)


async def test_a_unit_whose_row_is_done_does_not_run(db: Database) -> None:
    """The effect stands already, so the function is not even called."""
    (row,) = await db.write(lambda conn: inbox.accept(conn, updates(1)))
    await Unit(db, row.seq, NOW).run(lambda _: None)
    calls: list[int] = []
    with pytest.raises(AlreadyDone):
        await Unit(db, row.seq, NOW).run(lambda _: calls.append(1))
    assert calls == []


@pytest.mark.parametrize("error", [ValueError, StoreError])
async def test_a_unit_that_fails_leaves_nothing_and_may_be_tried_anew(db: Database, error: type[Exception]) -> None:
    """Everything is rolled back, the completion too; only a new unit may try again."""
    (row,) = await db.write(lambda conn: inbox.accept(conn, updates(1)))

    def fail(conn: Connection) -> None:
        anna(conn)
        if error is ValueError:
            raise ValueError("on purpose")
        anna(conn)  # the same Telegram id again

    unit = Unit(db, row.seq, NOW)
    with pytest.raises(error):
        await unit.run(fail)
    assert await db.write(inbox.pending) == [row]
    assert await db.write(lambda conn: people.find(conn, 11)) is None
    with pytest.raises(UnitUsed):
        await unit.run(anna)
    assert isinstance(await Unit(db, row.seq, NOW).run(anna), Person)
