"""No column of words is forgotten: each is merged, exported, imported, erased, sealed and moved, and never logged.

The columns are those of the tables themselves (`tests/store/filled.py`), so a new one is looked for by itself. One that
is left out on purpose has a row here, with the reason.
"""

import io
import logging
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from bot.protocol.merging import leftover, merged
from bot.store.admin.migrate_data import move
from bot.store.database.database import Database
from bot.store.database.errors import StoreError
from bot.store.queries import chats, client_import, clients, erasure, export, merging, people
from bot.store.sealing.cipher import Seal
from bot.store.sealing.rekey import Turn, turn
from bot.store.sealing.sealed_columns import digested, sealed
from bot.store.tables.core import calendar, client, metadata, person
from bot.transfer import archive, client_files, client_rows
from bot.transfer.table_rows import ReadFor
from tests.databases import KEY
from tests.postgres_server import Server
from tests.secrets import betrayed, bytes_in
from tests.store.filled import OF_NOBODY, fill, words_in
from tests.store.samples import NOW, anna

NOT_EXPORTED = {
    "errand.state": "the file itself while it is made, or a file of clients that the person has",
    "pasted.state": "a text that goes when its screen is left",
    "inbox.payload": "what Telegram brought, for a day; what it came to is in the other tables",
}
STAYS = {
    "inbox": "the update's id, so that none is handled twice; nothing says whose it was",
    "playbook": "the agency's own words, the same for all its people; nothing of a person is in it",
}
"""Tables of which a row stays where its person is erased."""
NO_SETTING = {
    "person.created_at": "when they came",
    "calendar.person_id": "whose row it is",
}
ANNA, BORIS = 112_345_678_901, 112_345_678_902
"""Telegram ids that stand in no file by chance."""
PLACES = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in sealed(table)}


async def test_every_column_of_words_gets_a_canary(db: Database) -> None:
    made = await db.write(lambda conn: fill(conn, "anna", ANNA))
    found = await db.read(words_in)
    assert {*made.words, *made.of_clients[0]} == PLACES
    for place, word in (*made.words.items(), *made.of_clients[0].items(), *made.of_clients[1].items()):
        assert any(word in stored for stored in found[place]), place
    empty = {table.name for table in metadata.sorted_tables if table.name not in {*made.rows, *made.rows_of_clients[0]}}
    assert empty == OF_NOBODY.keys()


async def test_merging_two_clients_loses_no_word(db: Database) -> None:
    made = await db.write(lambda conn: fill(conn, "anna", ANNA))

    def merge(conn: Connection) -> dict[str, list[str]]:
        kept, gone = made.client(conn, 0), made.client(conn, 1)
        also = ", ".join(leftover(kept, gone))
        merging.merge(conn, made.person(conn), merged(kept, gone, also), gone.id)
        return words_in(conn)

    left = await db.write(merge)
    assert len(left["client.label"]) == 1
    stored = "\n".join(word for words in left.values() for word in words)
    assert [word for word in made.canaries if word not in stored] == []


async def test_what_only_the_client_that_goes_had_is_on_the_card_that_stays(db: Database) -> None:
    """Each in its own column, not in the note."""
    made = await db.write(lambda conn: fill(conn, "anna", ANNA))

    def merge(conn: Connection) -> dict[str, str | None]:
        bare = clients.create(conn, made.person(conn), "bare", NOW)
        gone = made.client(conn, 1)
        merging.merge(conn, made.person(conn), merged(bare, gone, None), gone.id)
        return dict(conn.execute(select(*sealed(client)).where(client.c.id == bare.id)).one()._mapping)

    named = {f"client.{name}": words for name, words in (await db.write(merge)).items() if name != "label"}
    assert named == {place: made.of_clients[1][place] for place in named}


async def test_the_file_that_is_taken_out_holds_every_word_and_brings_a_client_in_whole(db: Database) -> None:
    made = await db.write(lambda conn: fill(conn, "anna", ANNA))

    def take_out(conn: Connection) -> zipfile.ZipFile:
        file = io.BytesIO()
        parts = export.parts(conn, made.person(conn))
        archive.write(file, archive.Contents(parts, ("README.txt", ""), "UTC", NOW, ","))
        for part in parts:
            if part.name in metadata.tables:
                table = metadata.tables[part.name]
                assert {column.name for column in table.c} - {one.name for one in digested(table)} <= {*part.columns}
        return zipfile.ZipFile(file)

    taken = await db.read(take_out)
    whole = taken.read("okok.json").decode()
    cells = "".join(taken.read(name).decode() for name in taken.namelist() if name.endswith(".csv"))
    for words in (made.words, *made.of_clients):
        for place, word in words.items():
            assert (word in whole) == (word in cells) == (place not in NOT_EXPORTED), place

    def bring_in(conn: Connection) -> list[dict[str, str | None]]:
        sheet = client_rows.decode(
            client_rows.encode(client_files.read(taken.read("client.csv"), "client.csv", ReadFor({})))
        )
        other = anna(conn, BORIS)
        client_import.create(conn, other, sheet.rows, made.rows["playbook"]["digest"], NOW)
        found = conn.execute(select(*sealed(client)).where(client.c.person_id == other.id).order_by(client.c.label))
        return [{f"client.{name}": words for name, words in row._mapping.items()} for row in found]

    brought = await db.write(bring_in)
    assert brought == [{place: words[place] for place in brought[0]} for words in made.of_clients]


async def test_nothing_of_who_is_erased_is_left_and_all_of_others_is(
    sqlite_db: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in a row, not in the file, its journal or the log at DEBUG."""
    caplog.set_level(logging.DEBUG)
    hers = await sqlite_db.write(lambda conn: fill(conn, "boris", BORIS))
    before = await sqlite_db.read(everything)
    mine = await sqlite_db.write(lambda conn: fill(conn, "anna", ANNA))
    gone, stays = mine.of_clients

    def one_client(conn: Connection) -> str:
        erasure.erase_client(conn, mine.person(conn), mine.client(conn, 0).id, NOW)
        return repr(everything(conn))

    left = await sqlite_db.write(one_client)
    assert betrayed(gone.values(), left.encode()) == []
    assert betrayed(stays.values(), left.encode()) == [*stays.values()]

    def all_of_it(conn: Connection) -> None:
        found = chats.desk(conn, ANNA, ANNA)
        assert found is not None
        erasure.erase_person(conn, *found, NOW)

    await sqlite_db.write(all_of_it)
    left_of_all = await sqlite_db.read(everything)
    assert betrayed([*mine.canaries, str(ANNA)], repr(left_of_all).encode()) == []
    unmoved = {name: rows for name, rows in before.items() if name not in {*OF_NOBODY, *STAYS}}
    assert {name: left_of_all[name] for name in unmoved} == unmoved
    files = [tmp_path / "okok.db", tmp_path / "okok.db-wal"]
    assert betrayed(mine.canaries, bytes_in(*files)) != []
    assert await sqlite_db.purge()
    assert betrayed(mine.canaries, bytes_in(*files)) == []
    assert betrayed(hers.canaries, bytes_in(*files)) == hers.canaries
    assert betrayed([*mine.canaries, *hers.canaries], caplog.text.encode()) == []


async def test_an_error_that_a_row_brings_about_shows_no_word_of_it(db: Database) -> None:
    """Whatever column it is: the same rows cannot be there twice."""
    made = await db.write(lambda conn: fill(conn, "anna", ANNA))
    with pytest.raises(StoreError) as refusal:
        await db.write(lambda conn: fill(conn, "anna", ANNA))
    assert betrayed([*made.canaries, str(ANNA)], f"{refusal.value!r}{refusal.value.__cause__!r}".encode()) == []


async def test_every_word_comes_under_a_key_and_moves_under_it(
    tmp_path: Path, sqlite_template: bytes, postgres: Server
) -> None:
    path = tmp_path / "okok.db"
    path.write_bytes(sqlite_template)
    here, there = f"sqlite:///{path}", postgres.url("every_word")
    db = await Database.open(here)
    made = await db.write(lambda conn: fill(conn, "anna", ANNA))
    plain = await db.read(words_in)
    await db.close()
    db = await Database.open(here, as_is=True)
    await turn(db, Turn(None, Seal(KEY)))
    sealed_rows = await db.read(everything)
    await db.close()
    assert betrayed(made.canaries, repr(sealed_rows).encode() + bytes_in(path)) == []
    await postgres.run("CREATE DATABASE every_word")
    source, target = await Database.open(here, as_is=True), await Database.open(there, as_is=True)
    await move(source, target)
    await source.close()
    await target.close()
    for url in (here, there):
        db = await Database.open(url, key=KEY)
        assert await db.read(words_in) == plain, url
        await db.close()


async def test_every_setting_of_a_person_is_written_and_read(db: Database) -> None:
    """A new column of a person is among the settings, or says why it is none."""
    names = {f"{column.table.name}.{column.name}" for column in people.PERSON}
    assert {f"{table.name}.{column.name}" for table in (person, calendar) for column in table.c} <= {
        *names,
        *NO_SETTING,
        "calendar.agency_id",
    }
    first = await db.write(anna)
    others: dict[str, Any] = {
        column.name: _other(getattr(first, column.name), column.type.python_type)
        for column in people.PERSON
        if f"{column.table.name}.{column.name}" not in WRITTEN_BY_ITSELF
    }
    changed = replace(first, **others)

    def save(conn: Connection) -> None:
        people.save(conn, changed)
        people.save_calendar(conn, changed)
        people.save_days_off(conn, changed)

    await db.write(save)
    assert await db.read(lambda conn: people.get(conn, first.id)) == changed


WRITTEN_BY_ITSELF = {
    "person.id": "it names the row",
    "person.agency_id": "nobody changes agency",
    "person.telegram_id": "nobody changes Telegram id",
    "person.debriefs": "a count, which only a debrief that begins raises",
    "member.hosts": "said at the start, by OWNER_IDS",
}


def _other(value: object, kind: type) -> object:
    """Another value of the kind."""
    if kind is bool:
        return not value
    return (value or 0) + 1 if kind is int else f"{value or ''}x"  # type: ignore[operator]  # a number then


def everything(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, as they are stored."""
    return {
        table.name: [tuple(row) for row in conn.execute(text(f"SELECT * FROM {table.name} ORDER BY 1, 2"))]  # noqa: S608
        for table in metadata.sorted_tables
    }
