"""What was deleted leaves no trace in the file, the list of it is replayed on an older copy, errands are one's own."""

import random
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, event, text

from bot.store.database.database import Database
from bot.store.queries import chats, clients, erasure, export, file_jobs, people, retention, runs
from tests.secrets import bytes_in
from tests.store.samples import NOW, anna, full_debrief, two_people


def much(conn: Connection) -> None:
    """Rows of two people, written and rewritten so that pages are split and filled anew."""
    chance = random.Random(3)
    first, client, second, other = two_people(conn)
    for number in range(600):
        mine = chance.random() < 0.5
        person, of = (first, client) if mine else (second, other)
        word = "canary" if mine else "sparrow"
        stored = runs.start(conn, person, 1, f"{word} " * chance.randint(1, 60), NOW + number)
        state = f"{word} " * chance.choice((2, 40, 900))
        runs.save(conn, person.id, stored.id, client_id=of.id, version=1, state=state, now=NOW + number)
    chats.open(conn, first, 11)


def _erase(conn: Connection) -> None:
    found = chats.desk(conn, 11, 11)
    assert found is not None
    erasure.erase_person(conn, *found, NOW)


async def test_no_copy_of_a_row_stays_behind_in_a_page(tmp_path: Path) -> None:
    """Deleting alone leaves copies, secure_delete or not: of rows that had moved on to another page."""
    files = (tmp_path / "okok.db", tmp_path / "okok.db-wal")
    db = await Database.open(f"sqlite:///{files[0]}")
    await db.write(much)
    await db.purge()
    await db.write(_erase)
    assert b"canary" in bytes_in(*files)
    assert await db.purge()
    assert b"canary" not in bytes_in(*files)
    assert b"sparrow" in bytes_in(*files)
    await db.close()


async def test_while_somebody_reads_it_is_tried_again(tmp_path: Path) -> None:
    """A reader keeps its snapshot and holds up nobody; when it ends, the journal can be emptied."""
    path = tmp_path / "okok.db"
    db = await Database.open(f"sqlite:///{path}")
    await db.write(much)
    await db.purge()
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM run").fetchone()[0] > 0
        await db.write(_erase)
        assert not await db.purge()
        assert b"canary" in bytes_in(path)
        await db.write(anna)
        assert reader.execute("SELECT count(*) FROM person").fetchone() == (2,)
    assert await db.purge()
    assert b"canary" not in bytes_in(path, tmp_path / "okok.db-wal")
    await db.close()


async def test_what_was_erased_is_erased_again_on_an_older_copy(db: Database) -> None:
    """But not who was given the same id since, or what is not on the list."""
    first, client, second, other = await db.write(two_people)
    await db.write(lambda conn: full_debrief(conn, first, client))
    await db.write(lambda conn: full_debrief(conn, second, other))
    await db.write(lambda conn: chats.open(conn, second, 22))
    found = [(first.id, None, NOW + 9), (second.id, other.id, NOW - 1), (99, None, NOW), (second.id, client.id, NOW)]
    assert await db.write(partial(erasure.replay, listed=found)) == 1
    assert await db.write(lambda conn: people.find(conn, 11)) is None
    assert await db.write(lambda conn: clients.get(conn, second.id, other.id)) == other
    assert await db.write(partial(erasure.replay, listed=[(second.id, other.id, NOW + 1)])) == 1
    assert await db.write(lambda conn: clients.count(conn, second.id)) == 0
    assert (await db.write(lambda conn: people.get(conn, second.id))).telegram_id == 22
    assert await db.write(lambda conn: conn.execute(text("SELECT count(*) FROM agency")).scalar_one()) == 1


async def test_the_list_holds_ids_and_says_what_is_not_purged_yet(db: Database) -> None:
    first, client, second, other = await db.write(two_people)
    assert await db.write(erasure.unpurged) is None
    gone = await db.write(lambda conn: erasure.erase_client(conn, first, client.id, NOW))
    assert gone is not None
    assert await db.write(lambda conn: erasure.erase_client(conn, first, other.id, NOW)) is None
    chat = await db.write(lambda conn: chats.open(conn, second, 22))
    await db.write(lambda conn: erasure.erase_person(conn, second, chat, NOW + 5))
    assert await db.write(erasure.listed) == [(first.id, client.id, NOW), (second.id, None, NOW + 5)]
    last = await db.write(erasure.unpurged)
    await db.write(lambda conn: erasure.forget_late(conn, 22, NOW + 6))
    await db.write(partial(erasure.purged, last=last or 0))
    assert await db.write(erasure.unpurged) not in {None, last}, "what came meanwhile is to be purged, too"
    await db.write(lambda conn: erasure.forget_late(conn, 22, NOW + 600))
    assert len(await db.write(erasure.listed)) == 3
    assert await db.write(lambda conn: erasure.client_late(conn, first.id, client.id, NOW + 6))
    assert not await db.write(lambda conn: erasure.client_late(conn, first.id, client.id, NOW + 600))
    assert not await db.write(lambda conn: erasure.client_late(conn, first.id, other.id, NOW + 6))
    assert len(await db.write(erasure.listed)) == 4


async def test_errands_are_of_their_person_and_settled_once(db: Database) -> None:
    first, _, second, _ = await db.write(two_people)
    await db.write(lambda conn: file_jobs.put(conn, first, "import", "a", NOW))
    await db.write(lambda conn: file_jobs.put(conn, second, "export", "{}", NOW + 1))
    (one, two) = await db.write(file_jobs.waiting)
    assert (one.person_id, one.kind, two.person_id) == (first.id, "import", second.id)
    await db.write(lambda conn: file_jobs.put(conn, first, "import", "b", NOW + 2))
    assert not await db.write(lambda conn: file_jobs.settle(conn, one, "read")), "another file was sent meanwhile"
    present = await db.write(lambda conn: file_jobs.get(conn, first.id, "import"))
    assert present is not None
    assert await db.write(lambda conn: file_jobs.settle(conn, present, "read"))
    assert [one.kind for one in await db.write(file_jobs.waiting)] == ["export"]
    assert not await db.write(lambda conn: file_jobs.drop(conn, second.id, "import"))
    await db.write(lambda conn: file_jobs.forget_stale(conn, NOW + 9))
    assert await db.write(lambda conn: file_jobs.get(conn, first.id, "import")) is None
    assert await db.write(lambda conn: file_jobs.get(conn, second.id, "export")) is not None


async def test_the_file_of_one_holds_nothing_of_another(db: Database) -> None:
    """Every table, on either database, from a snapshot on a thread of its own."""
    first, client, second, other = await db.write(two_people)
    for person, of in ((first, client), (second, other)):
        await db.write(partial(full_debrief, person=person, client=of))
    await db.write(lambda conn: chats.open(conn, first, 11))

    def rows(conn: Connection) -> dict[str, list[dict[str, object]]]:
        return {part.name: [dict(row) for row in part.rows()] for part in export.parts(conn, first)}

    found = await db.read_apart(rows)
    assert {name for name, some in found.items() if some} >= {"person", "client", "run", "outcome", "promise", "chat"}
    owners = {row["person_id"] for some in found.values() for row in some if "person_id" in row}
    assert owners == {first.id}
    assert [row["id"] for row in found["person"]] == [first.id]


async def test_the_queries_use_their_indexes(sqlite_db: Database) -> None:
    """None of those that are asked often scans."""
    seen: list[tuple[str, str]] = []

    def plans(conn: Connection) -> None:
        first, client, _, _ = two_people(conn)

        def explain(*args: object) -> None:
            cursor, statement, values = conn.connection.cursor(), str(args[2]), args[3]
            if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]  # the driver's own
                seen.extend((statement, row[3]) for row in cursor.fetchall())

        event.listen(conn, "before_cursor_execute", explain)
        file_jobs.get(conn, first.id, "import")
        file_jobs.drop(conn, first.id, "import")
        export.anything(conn, first.id)
        retention.keep_archived(conn, first.id, client.id, NOW, NOW)
        conn.execute(retention._RIPE, {"owner": first.id, "before": NOW})
        erasure.unpurged(conn)
        erasure.erase_client(conn, first, client.id, NOW)
        event.remove(conn, "before_cursor_execute", explain)

    await sqlite_db.write(plans)
    assert len(seen) > 8
    for statement, plan in seen:
        whole_index = "ix_erased_unpurged" in plan or "CONSTANT ROW" in plan
        assert whole_index or not plan.startswith("SCAN"), (statement, plan)
