"""A verified copy or none, made beside a bot that writes, without what was said and not handled (failures, Storage)."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.backups.folder import PART, backups, erased, list_erased, moment_of, name_of
from bot.backups.make import NoBackup, make_backup
from bot.common.file_lock import hold
from bot.store.admin import backup_copy
from bot.store.admin.backup_copy import Unsound, verify
from bot.store.database.database import Database
from bot.store.queries import chats, clients, inbox, installation, vents
from bot.store.queries.inbox import Incoming
from bot.viewmodels.place import Place
from tests.secrets import bytes_in
from tests.store.samples import NOW, anna, full_debrief, two_people

WORDS = "это ты во всём виноват"


def rows_in(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return conn.execute(query).fetchall()


async def test_what_was_said_and_not_handled_is_in_no_backup(sqlite_db: Database, tmp_path: Path) -> None:
    """Nor are ids of what was let out; who lets it out stands at the menu there, where words are words again."""

    def fill(conn: Connection) -> None:
        person = anna(conn)
        chats.move(conn, chats.open(conn, person, 11), Place.read("heard:1"), None)
        chats.move(conn, chats.open(conn, anna(conn, 22), 22), Place.read("helped"), None)
        inbox.accept(conn, [Incoming(n, 11, "message", f'{{"text":"{WORDS} {"а" * 9000}"}}', NOW) for n in (1, 2, 3)])
        inbox.done(conn, 1, NOW)
        inbox.set_aside(conn, 2, "KeyError", NOW)
        vents.say(conn, 11, 501, NOW)
        installation.claim(conn, "me", NOW)

    await sqlite_db.write(fill)
    made = await asyncio.to_thread(make_backup, tmp_path / "okok.db", tmp_path / "backups", lambda: NOW)
    assert moment_of(made.path) == NOW
    assert WORDS.encode() in bytes_in(tmp_path / "okok.db", tmp_path / "okok.db-wal")
    assert WORDS.encode() not in bytes_in(tmp_path / "backups")
    assert rows_in(made.path, "SELECT update_id, payload FROM inbox ORDER BY seq") == [(1, None), (2, None)]
    assert rows_in(made.path, "SELECT (SELECT count(*) FROM vent), (SELECT count(*) FROM vent_message)") == [(0, 0)]
    assert rows_in(made.path, "SELECT place, revision FROM chat ORDER BY id") == [("menu", 2), ("helped", 1)]
    assert rows_in(made.path, "SELECT holder, backed_up_at FROM installation") == [(None, NOW)]
    assert made.rows == verify(made.path)
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in made.path.parent.iterdir()) == ["backup.lock", made.path.name]


async def test_it_is_one_moment_while_the_bot_writes(sqlite_db: Database, tmp_path: Path) -> None:
    """Each unit leaves two rows: a copy has both or neither, and nobody who writes is held up for long."""
    over = False

    async def write() -> int:
        number = 0
        while not over:
            number += 1
            await sqlite_db.write(partial(_pair, number=number))
        return number

    def _pair(conn: Connection, number: int) -> None:
        person = anna(conn, number)
        full_debrief(conn, person, clients.create(conn, person, f"К{number}", NOW))

    writing = asyncio.create_task(write())
    for number in range(5):
        made = await asyncio.to_thread(
            make_backup, tmp_path / "okok.db", tmp_path / "backups", partial(int, NOW + number)
        )
        (counts,) = rows_in(made.path, "SELECT count(*), (SELECT count(*) FROM outcome) FROM person")
        assert counts[0] == counts[1]
    over = True
    assert await writing > 5
    assert list(backups(tmp_path / "backups")) == [NOW + 4]  # the newest of its hour


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _scratch(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 4096 * 3)
        file.write(os.urandom(4096))


def _fewer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("DELETE FROM client")


@pytest.mark.parametrize("spoil", [_cut, _scratch, _fewer])
async def test_a_copy_that_is_not_sound_is_none(
    spoil: Callable[[Path], None], sqlite_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off, damaged on its way, or short of rows: it is not put into place, and the one before stays."""
    await sqlite_db.write(two_people)
    database, folder = tmp_path / "okok.db", tmp_path / "backups"
    before = await asyncio.to_thread(make_backup, database, folder, lambda: NOW)
    whole = backup_copy.copy

    def copy(source: Path, part: Path, now: int) -> backup_copy.Counts:
        counts = whole(source, part, now)
        spoil(part)
        return counts

    monkeypatch.setattr("bot.backups.make.copy", copy)
    with pytest.raises(NoBackup) as refused:
        await asyncio.to_thread(make_backup, database, folder, lambda: NOW + 7200)
    assert "\n" not in str(refused.value)
    assert backups(folder) == {NOW: before.path}
    assert not list(folder.glob(f"*{PART}*"))


async def test_what_a_kill_left_unfinished_goes_with_the_next(sqlite_db: Database, tmp_path: Path) -> None:
    await sqlite_db.write(two_people)
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / f"{name_of(NOW - 9)}{PART}").write_text("half")
    (folder / "okok-notes.db").write_text("somebody's own")
    old = folder / name_of(NOW - 31 * 86_400)
    old.write_text("an old one")
    made = await asyncio.to_thread(make_backup, tmp_path / "okok.db", folder, lambda: NOW)
    assert made.dropped == (old,)
    assert sorted(one.name for one in folder.iterdir()) == ["backup.lock", name_of(NOW), "okok-notes.db"]


def test_refusals_are_one_line_and_spare_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    with pytest.raises(NoBackup, match="no database"):
        make_backup(tmp_path / "okok.db", folder, lambda: NOW)
    (tmp_path / "okok.db").write_bytes(b"Dear diary" * 500)
    with pytest.raises(NoBackup, match="can't be copied: it is no database"):
        make_backup(tmp_path / "okok.db", folder, lambda: NOW)
    with hold(folder / "backup.lock"), pytest.raises(NoBackup, match="Another backup"):
        make_backup(tmp_path / "okok.db", folder, lambda: NOW)
    (tmp_path / "file").write_text("")
    with pytest.raises(NoBackup, match="can't be written"):
        make_backup(tmp_path / "okok.db", tmp_path / "file" / "backups", lambda: NOW)
    # What is too old goes even where nothing new can be made: what was erased is in it (protocol, section 9).
    old = folder / name_of(NOW - 31 * 86_400)
    old.write_text("an old one")
    with pytest.raises(NoBackup):
        make_backup(tmp_path / "okok.db", folder, lambda: NOW)
    assert not old.exists()


def test_the_list_of_what_was_erased_is_of_one_database_and_ends(tmp_path: Path) -> None:
    list_erased(tmp_path, "one", [(1, None, NOW), (2, 7, NOW + 5)], 0)
    list_erased(tmp_path, "two", [(1, 3, NOW)], 0)
    list_erased(tmp_path, "one", [(2, 7, NOW + 5), (4, None, NOW + 9)], NOW + 1)
    assert erased(tmp_path, "one") == [(2, 7, NOW + 5), (4, None, NOW + 9)]
    assert erased(tmp_path, "two") == [(1, 3, NOW)]
    assert erased(tmp_path, "three") == []
    (tmp_path / "erased.json").write_text('{"one": [[1')
    with pytest.raises(ValueError, match="can't be read"):
        erased(tmp_path, "one")


def test_another_file_is_no_backup(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "photos.db")) as conn, conn:
        conn.execute("CREATE TABLE photo (id INTEGER)")
    with pytest.raises(Unsound, match="no backup"):
        verify(tmp_path / "photos.db")
    with pytest.raises(Unsound, match="There is no file"):
        verify(tmp_path / "nowhere.db")
