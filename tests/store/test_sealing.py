"""Words under a key: sealed in every column, bound to their row, and read as they were written on both databases."""

import base64
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import StatementError

from bot.protocol.client import Client
from bot.protocol.sos import Tally
from bot.store.database import schema
from bot.store.database.database import Database
from bot.store.database.errors import CannotStart, Unreadable
from bot.store.loaders import notes
from bot.store.queries import client_import, clients, file_jobs, inbox, people, phrase_scores, playbooks, runs
from bot.store.queries.inbox import Incoming
from bot.store.sealing import sealed_columns
from bot.store.sealing.cipher import Seal
from bot.store.sealing.key_format import LENGTH, new_key, read_key
from bot.store.tables.columns import StoredText
from bot.store.tables.core import client, metadata
from bot.transfer.client_rows import ClientRow
from tests.databases import KEY, NewUrl
from tests.store.samples import NOW, anna, full_debrief, two_people
from tests.store.test_start import content

OTHER = bytes(reversed(KEY))
NOT_SEALED = {
    "agency.name": "nobody writes one: an agency is made without a name",
    "playbook.content": "the agency's playbook, the same for all its people; nothing of a client is in it",
}


def test_every_column_of_words_is_sealed_or_says_why_not() -> None:
    """A new column of words can't be forgotten; what is sealed knows its own name, which it is bound to."""
    for table in metadata.sorted_tables:
        for column in table.c:
            place = f"{table.name}.{column.name}"
            if isinstance(column.type, sealed_columns.Sealed | sealed_columns.Digested):
                assert column.type.place == place
            else:
                assert isinstance(column.type, StoredText) == (place in NOT_SEALED), place


_SOME = base64.urlsafe_b64encode(bytes((7 * n * n + 11 * n + 129) % 251 for n in range(32))).decode()
"""A key that is the same in every process, since it names tests."""
_SEAL = Seal(KEY)
_PLACES = st.sampled_from(["client.label", "client.note", "run.state"])
_ROWS = st.integers(1, 2**40).map(str)
_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(words=_WORDS, place=_PLACES, row=_ROWS)
def test_any_words_come_back(words: str, place: str, row: str) -> None:
    """And look different each time, so that equal ones can't be told."""
    stored = _SEAL.close(place, row, words)
    assert _SEAL.open(place, row, stored) == words
    assert stored != _SEAL.close(place, row, words)
    assert stored.isascii()


@given(words=_WORDS, at=st.data())
def test_a_changed_letter_is_seen(words: str, at: st.DataObject) -> None:
    """Whichever bit of what is stored it is: of the form, the chance, the words or their seal."""
    form, stored = _SEAL.close("client.label", "7", words).split(":")
    held = bytearray(base64.b64decode(stored))
    held[at.draw(st.integers(0, len(held) - 1))] ^= at.draw(st.integers(1, 255))
    for changed in (f"{form}:{base64.b64encode(held).decode()}", f"2:{stored}", stored, f"{form}:{stored[:-4]}"):
        with pytest.raises(Unreadable):
            _SEAL.open("client.label", "7", changed)


@given(words=_WORDS, here=st.tuples(_PLACES, _ROWS), there=st.tuples(_PLACES, _ROWS))
def test_words_that_moved_are_seen(words: str, here: tuple[str, str], there: tuple[str, str]) -> None:
    """To another row, column or table, or under another key."""
    stored = _SEAL.close(*here, words)
    with pytest.raises(Unreadable):
        Seal(OTHER).open(*here, stored)
    assume(here != there)
    with pytest.raises(Unreadable):
        _SEAL.open(*there, stored)


@pytest.mark.parametrize(
    "weak",
    ["", "secret", "correct horse battery staple", "00" * 32, "ab" * 32, bytes(range(32)).hex(), "A" * 44, "ы" * 44,
     base64.b64encode(b"my very own passphrase, 32 long!").decode(), _SOME[:-4], _SOME + "AAAA"],
)  # fmt: skip
def test_what_is_no_key_is_refused(weak: str) -> None:
    """Without showing it."""
    with pytest.raises(ValueError, match="32 bytes of chance") as refused:
        read_key(weak)
    assert len(weak) < 3 or weak not in str(refused.value)


def test_keys_are_read_in_every_form() -> None:
    """As they are made, without what fills base64 up, in its other alphabet, in hex."""
    for _ in range(200):
        made = new_key()
        key = read_key(made)
        assert len(key) == LENGTH
        plain = base64.b64encode(key).decode()
        assert read_key(f" {plain}\n") == read_key(made.rstrip("=")) == read_key(key.hex().upper()) == key


@pytest.fixture
async def keyed(database_url: str) -> AsyncIterator[Database]:
    """A database whose notes are under a key, on each kind."""
    opened = await Database.open(database_url, key=KEY)
    yield opened
    await opened.close()


async def test_words_that_somebody_moved_in_the_database_are_not_shown(keyed: Database) -> None:
    """Between two rows, between two columns of one, and words that were never sealed; what wasn't touched is read."""
    first, mine, second, other = await keyed.write(two_people)
    await keyed.write(lambda conn: clients.save(conn, _full(mine)))

    async def read() -> None:
        await keyed.read(lambda conn: (clients.get(conn, first.id, mine.id), clients.get(conn, second.id, other.id)))

    await read()
    for change in (
        "UPDATE client SET label = (SELECT label FROM client AS other WHERE other.id <> client.id)",
        "UPDATE client SET note = address WHERE note IS NOT NULL",
        "UPDATE client SET phone = '+7900'",
        "UPDATE client SET username = substr(username, 1, length(username) - 4) || 'AAAA'",
    ):
        with pytest.raises(ZeroDivisionError):
            await keyed.write(partial(_moved, change=change, owner=first.id, client_id=mine.id))
        await read()


def _full(known: Client) -> Client:
    return replace(known, address="Мария", username="masha", phone="+7", note="пьёт чай")


def _moved(conn: Connection, change: str, owner: int, client_id: int) -> None:
    """Makes the change, sees it refused, and rolls everything back."""
    conn.execute(text(change))
    with pytest.raises(Unreadable, match=rf"^client\.\w+ of row {client_id} can't be opened with the notes' key$"):
        clients.get(conn, owner, client_id)
    raise ZeroDivisionError


@pytest.mark.parametrize("key", [None, KEY], ids=["without a key", "with one"])
async def test_bare_words_are_refused(database_url: str, key: bytes | None) -> None:
    """Whoever forgets the row is told with the first test that writes it, also where there is no key."""
    db = await Database.open(database_url, key=key)
    person = await db.write(anna)
    values = {"agency_id": 1, "person_id": person.id, "label": "Ромашка", "created_at": 1, "last_at": 1}
    with pytest.raises(StatementError, match=r"client\.label: words go there by bot\.store\.sealing only"):
        await db.write(lambda conn: conn.execute(insert(client), values).rowcount)
    await db.close()


async def test_ids_under_a_key_are_as_the_tables_give_them(keyed: Database) -> None:
    """None comes back after a deletion, and an update that came twice is taken in once."""
    person = await keyed.write(anna)
    first = await keyed.write(lambda conn: runs.start(conn, person, 1, "{}", NOW))
    await keyed.write(lambda conn: runs.delete(conn, person.id, first.id))
    second = await keyed.write(lambda conn: runs.start(conn, person, 1, '{"a":"ы"}', NOW))
    assert second.id > first.id
    assert await keyed.write(lambda conn: runs.load(conn, person.id, second.id)) == second

    updates = [Incoming(number, 7, "message", f"слово {number}", NOW) for number in (5, 6, 5)]
    taken = await keyed.write(partial(inbox.accept, rows=updates))
    assert [(row.update_id, row.payload) for row in taken] == [(5, "слово 5"), (6, "слово 6")]
    more = [Incoming(6, 7, "message", "слово", NOW), Incoming(8, 7, "message", None, NOW)]
    assert [row.update_id for row in await keyed.write(partial(inbox.accept, rows=more))] == [8]
    waiting = await keyed.write(inbox.pending)
    assert [(row.update_id, row.payload) for row in waiting] == [(5, "слово 5"), (6, "слово 6"), (8, None)]
    assert [row.seq for row in waiting] == sorted({row.seq for row in waiting})


async def test_clients_of_a_file_come_in_their_order_with_their_notes(keyed: Database) -> None:
    """Many new rows in one statement, each bound to its own."""
    person = await keyed.write(anna)
    brought = [
        ClientRow(number, f"Клиент {number}", notes=f"заметка {number}", phone=f"+7{number}") for number in range(40)
    ]
    await keyed.write(lambda conn: playbooks.keep(conn, "digest", "{}", NOW))
    ids = await keyed.write(lambda conn: client_import.create(conn, person, brought, "digest", NOW))

    def read(conn: Connection) -> list[tuple[str, str | None, str]]:
        made = [clients.get(conn, person.id, one) for one in ids]
        written = [notes.notes_about(conn, person.id, one) for one in ids]
        return [
            (one.label, one.phone, note[0].text) for one, note in zip(made, written, strict=True) if one is not None
        ]

    expected = [(one.label, one.phone, one.notes) for one in brought]
    assert await keyed.read(read) == await keyed.read_apart(read) == await keyed.write(read) == expected


async def test_phrases_are_told_apart_and_errands_compared_under_a_key(keyed: Database) -> None:
    """Where the database itself compares, it has what stands for the words."""
    person = await keyed.write(anna)
    known = await keyed.write(lambda conn: clients.create(conn, person, "ООО", NOW))
    said = phrase_scores.SaidPhrase("shouts", "Давайте по порядку", helped=True)
    for _ in range(3):
        await keyed.write(lambda conn: phrase_scores.count_with(conn, person, said, known.id, None))
    await keyed.write(
        lambda conn: phrase_scores.count_all(conn, person, phrase_scores.SaidPhrase("shouts", "Другая", helped=False))
    )
    assert await keyed.write(lambda conn: phrase_scores.best(conn, person.id, known.id)) == said.phrase
    found = await keyed.write(lambda conn: phrase_scores.known(conn, person.id, "shouts", known.id, None))
    assert found[said.phrase].client == Tally(3, 0)
    assert found["Другая"].everybody == Tally(0, 1)

    await keyed.write(lambda conn: file_jobs.put(conn, person, "import", '{"file":"a"}', NOW))
    (former,) = await keyed.write(file_jobs.waiting)
    await keyed.write(lambda conn: file_jobs.put(conn, person, "import", '{"file":"b"}', NOW))
    assert not await keyed.write(lambda conn: file_jobs.settle(conn, former, "read"))
    (former,) = await keyed.write(file_jobs.waiting)
    assert await keyed.write(lambda conn: file_jobs.settle(conn, former, "прочитано"))
    ready = await keyed.write(lambda conn: file_jobs.get(conn, person.id, "import"))
    assert ready is not None
    assert (ready.state, ready.ready) == ("прочитано", True)


async def _refusal(url: str, key: bytes | None) -> str:
    before = content(url)
    with pytest.raises(CannotStart) as refused:
        await Database.open(url, key=key)
    assert content(url) == before, "the data is untouched"
    line = str(refused.value)
    assert re.fullmatch(r"[^\n]+\.", line)
    assert all(one not in line for one in (KEY.hex(), OTHER.hex(), base64.b64encode(KEY).decode()))
    return line


async def test_a_start_without_the_key_or_with_another_is_refused(new_url: NewUrl) -> None:
    """In one line; a database that holds nothing yet takes any."""
    url = await new_url()
    db = await Database.open(url, key=KEY)
    person = await db.write(anna)
    made = await db.write(lambda conn: clients.create(conn, person, "ООО", NOW))
    await db.write(lambda conn: full_debrief(conn, person, made))
    await db.close()
    assert "set NOTES_KEY" in await _refusal(url, None)
    assert "not the key" in await _refusal(url, OTHER)
    db = await Database.open(url, key=KEY)
    assert await db.read(lambda conn: clients.get(conn, person.id, made.id)) == made
    await db.close()


async def test_a_key_for_notes_that_were_written_without_is_refused(new_url: NewUrl) -> None:
    """They would lie there in the open while their owner thinks them sealed."""
    url = await new_url()
    db = await Database.open(url)
    await db.write(anna)
    await db.write(partial(inbox.accept, rows=[Incoming(1, 7, "message", "слово", NOW)]))
    await db.close()
    assert "./run rekey" in await _refusal(url, KEY)
    await (await Database.open(url)).close()


async def test_a_copy_needs_the_key_too(tmp_path: Path, sqlite_template: bytes) -> None:
    """A backup is the file as it is: what is restored from it opens with its key alone."""
    path, copy = tmp_path / "okok.db", tmp_path / "backup.db"
    path.write_bytes(sqlite_template)
    db = await Database.open(f"sqlite:///{path}", key=KEY)
    await db.write(anna)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    await db.close()
    assert "not the key" in await _refusal(f"sqlite:///{copy}", OTHER)
    db = await Database.open(f"sqlite:///{copy}", key=KEY)
    assert await db.read(lambda conn: people.find(conn, 11)) is not None
    await db.close()


async def test_phrases_that_were_counted_before_are_counted_on(database_url: str) -> None:
    """The migration has old counts known by their phrase, and gives no id twice."""
    db = await Database.open(database_url)
    person = await db.write(anna)
    said = phrase_scores.SaidPhrase("shouts", "Давайте по порядку", helped=True)

    def older(conn: Connection) -> None:
        phrase_scores.count_all(conn, person, said)
        phrase_scores.count_all(conn, person, phrase_scores.SaidPhrase("shouts", "Другая", helped=True))
        command.downgrade(schema.config(conn), "0011")
        command.downgrade(schema.config(conn), "-1")
        conn.execute(text("DELETE FROM learned WHERE phrase = 'Другая'"))
        command.upgrade(schema.config(conn), "head")
        phrase_scores.count_all(conn, person, said)
        phrase_scores.count_all(conn, person, phrase_scores.SaidPhrase("shouts", "Третья", helped=True))

    await db.write(older)
    found = await db.read(lambda conn: conn.execute(text("SELECT id, phrase, helped FROM learned ORDER BY id")).all())
    await db.close()
    (first, _, twice), (third, _, once) = found
    assert (twice, once) == (2, 1)
    assert third > first + 1, "the id of what is gone does not come back"
