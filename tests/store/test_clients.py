"""Lists, search, history and merge of clients: by index, in a fixed number of statements, nobody else's touched."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Connection, event, insert, text

from bot.protocol.client import Client
from bot.protocol.person import Person
from bot.store.database.database import Database
from bot.store.database.errors import Missing
from bot.store.loaders import client_list, timeline
from bot.store.queries import clients, merging, phrase_scores, promises, runs, touches
from bot.store.queries.phrase_scores import SaidPhrase
from bot.store.tables.core import metadata, rhythm
from tests.store.samples import NOW, anna, full_debrief, two_people
from tests.store.test_isolation import everything

Seen = list[tuple[str, str]]


def busy(conn: Connection) -> tuple[Person, Client, Client]:
    """A person with two clients of whom there is something of every kind."""
    person = anna(conn)
    first, second = (clients.create(conn, person, label, NOW) for label in ("Ромашка", "Север"))
    for client in (first, second):
        full_debrief(conn, person, client)
        touches.log(conn, person, client.id, NOW + 60)
        phrase_scores.count_with(conn, person, SaidPhrase("shouts", "Слышу вас", helped=True), client.id, None)
    return person, first, second


def watched(conn: Connection, work: Callable[[], object]) -> tuple[list[str], Seen]:
    """The statements that the work runs, and what SQLite says of how it runs each of them."""
    statements: list[str] = []
    plans: Seen = []

    def explain(*args: object) -> None:
        statement = str(args[2])
        statements.append(statement)
        cursor = conn.connection.cursor()
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", args[3])  # type: ignore[arg-type]  # the driver's own
        plans.extend((statement, row[3]) for row in cursor.fetchall())

    event.listen(conn, "before_cursor_execute", explain)
    work()
    event.remove(conn, "before_cursor_execute", explain)
    return statements, plans


async def test_lists_search_and_history_use_their_indexes(sqlite_db: Database) -> None:
    """None of them scans or sorts a table: what lies behind a page costs it nothing."""

    def plans(conn: Connection) -> Seen:
        person, first, second = busy(conn)
        clients.archive(conn, person.id, second.id, NOW)

        def all_of_it() -> None:
            for archived in (False, True):
                client_list.page(conn, person.id, 0, archived=archived)
            client_list.these(conn, person.id, [first.id, second.id])
            client_list.any_archived(conn, person.id)
            client_list.find(conn, person.id, "ромаш")
            timeline.page(conn, person.id, first.id, 7, 14)
            timeline.tell(conn, person.id, runs.open_ones(conn, person.id, 1)[0].id)
            clients.delete(conn, person.id, second.id)

        return watched(conn, all_of_it)[1]

    seen = await sqlite_db.write(plans)
    used = " ".join(plan for _, plan in seen)
    for name in ("ix_client_active", "ix_client_archived", "ix_touch_logged", "ix_promise_settled"):
        assert name in used
    for statement, plan in seen:
        ours = any(word in plan for word in ("SCAN CONSTANT", "SCAN debriefs", "SCAN followups", "SCAN anon"))
        assert ours or not plan.startswith("SCAN"), (statement, plan)
        # The few open promises of one client are sorted, and a page of debriefs that was read by its index.
        few = plan == "USE TEMP B-TREE FOR ORDER BY" and "promise.updated_at DESC" in statement
        assert few or "TEMP B-TREE" not in plan, (statement, plan)


async def test_the_number_of_statements_does_not_grow(sqlite_db: Database) -> None:
    """With one client and with thirty, one event and two hundred."""

    def count(conn: Connection) -> list[int]:
        person, first, _ = busy(conn)

        def counted() -> int:
            def all_of_it() -> None:
                client_list.page(conn, person.id, 0)
                client_list.find(conn, person.id, "ромаш")
                timeline.page(conn, person.id, first.id, 7, 0)

            return len(watched(conn, all_of_it)[0])

        few = counted()
        for number in range(30):
            full_debrief(conn, person, clients.create(conn, person, f"Клиент {number}", NOW + number))
        for _ in range(200):
            full_debrief(conn, person, first)
        return [few, counted()]

    few, many = await sqlite_db.write(count)
    assert few == many == 5


async def test_a_history_is_one_order_of_time_over_all_kinds(db: Database) -> None:
    """Pages follow on one another without a gap or a repeat, on either database."""

    def pages(conn: Connection) -> list[list[tuple[str, int]]]:
        person = anna(conn)
        client = clients.create(conn, person, "Ромашка", NOW)
        for number in range(4):
            debrief = runs.start(conn, person, 1, "{}", NOW + 100 * number, client_id=client.id)
            promises.keep_in_step(conn, person, client.id, debrief.id, NOW + 100 * number + 70, NOW)
            promise = promises.get(conn, person.id, debrief.id)
            assert promise is not None
            promises.settle(conn, person.id, {promise.id: "kept" if number % 2 else "broken"})
            touches.log(conn, person, client.id, NOW + 100 * number + 30)
            if number == 3:
                runs.close(conn, person.id, debrief.id, "note", NOW)
        found = [timeline.page(conn, person.id, client.id, 5, 5 * page) for page in range(3)]
        return [[(one.what, one.at - NOW) for one in page] for page in found]

    got = await db.write(pages)
    assert [len(page) for page in got] == [5, 5, 2]
    assert [one for page in got for one in page] == [
        ("kept", 370),
        ("logged", 330),
        ("note", 300),
        ("broken", 270),
        ("logged", 230),
        ("debrief", 200),
        ("kept", 170),
        ("logged", 130),
        ("debrief", 100),
        ("broken", 70),
        ("logged", 30),
        ("debrief", 0),
    ]


async def test_where_each_stands_is_told_on_either_database(db: Database) -> None:
    """The list's one statement for all events gives what the card's gives for one."""
    person, first, second = await db.write(busy)
    await db.write(lambda conn: clients.archive(conn, person.id, second.id, NOW + 9))
    (listed,), more = await db.write(lambda conn: client_list.page(conn, person.id, 0))
    assert (listed.client_id, listed.state, listed.contact, more) == (first.id, "tense", NOW + 60, False)
    assert listed.promised_at == NOW + 3600
    (away,), _ = await db.write(lambda conn: client_list.page(conn, person.id, 0, archived=True))
    assert (away.client_id, away.archived_at) == (second.id, NOW + 9)
    assert not await db.write(lambda conn: clients.archive(conn, person.id, second.id, NOW + 10))
    assert await db.write(lambda conn: client_list.find(conn, person.id, "сев")) == (second.id,)


async def test_every_table_that_hangs_on_a_client_is_moved_or_put_together() -> None:
    """A table that comes later is moved by itself; what has one row a client needs a rule of its own."""
    hanging = {table.name for table in metadata.sorted_tables if "client_id" in table.c}
    hanging -= {"erased"}  # names what is gone, and hangs on nothing
    assert hanging == {table.name for table in merging.MOVED} | {"rhythm", "learned"}
    for table in merging.MOVED:
        assert "client_id" not in {column.name for column in table.primary_key}


@pytest.mark.parametrize("both", [True, False])
async def test_rhythms_of_two_records_are_put_together(db: Database, both: bool) -> None:
    """The later of what came and of what was put off counts; the choices of the record that stays hold."""

    def join(conn: Connection) -> tuple[object, ...]:
        person, kept, gone = busy(conn)
        row = {"agency_id": person.agency_id, "person_id": person.id}
        if both:
            conn.execute(insert(rhythm), row | {"client_id": kept.id, "told_at": 5, "told_base": 4, "quiet": 1})
        late = {"cadence_at": 3, "told_at": 9, "told_base": 8, "look_again_at": 7}
        conn.execute(insert(rhythm), row | {"client_id": gone.id, **late})
        merging.merge(conn, person, kept, gone.id)
        return tuple(conn.execute(text("SELECT * FROM rhythm")).mappings().one().values())[3:]

    assert await db.write(join) == (3, 7, 9, 8, 1 if both else None)


async def test_nobody_elses_client_is_merged_or_deleted(db: Database) -> None:
    """Refused as if it were not there, in either place of the two; and nothing changes."""
    mine, own, _, theirs = await db.write(two_people)
    before = await db.write(everything)
    for kept, gone in ((own, theirs), (replace(theirs, person_id=mine.id), own), (own, own)):
        with pytest.raises(Missing):
            await db.write(partial(merging.merge, person=mine, kept=kept, gone=gone.id))
    assert not await db.write(lambda conn: clients.delete(conn, mine.id, theirs.id))
    assert not await db.write(lambda conn: clients.archive(conn, mine.id, theirs.id, NOW))
    assert not await db.write(lambda conn: clients.bring_back(conn, mine.id, theirs.id))
    assert await db.write(lambda conn: client_list.find(conn, mine.id, theirs.label)) == ()
    assert await db.write(lambda conn: timeline.page(conn, mine.id, theirs.id, 9, 0)) == []
    assert await db.write(everything) == before
