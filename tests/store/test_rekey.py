"""The notes brought under another key: whole, safe to kill at any moment, and without a trace of the former words."""

import asyncio
import os
import random
import re
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, event, text

from bot.__main__ import main
from bot.backups.make import NoBackup, make_backup
from bot.backups.restore import NotRestored, replay
from bot.common.file_lock import hold
from bot.draftcheck.pasted import Pasted
from bot.protocol.engine.run import Piece
from bot.store.admin.migrate_data import move
from bot.store.admin.migrate_data_command import migrate_data
from bot.store.database import schema
from bot.store.database.database import Database
from bot.store.database.errors import CannotStart
from bot.store.queries import clients, draft_checks, inbox, installation, outcomes, phrase_scores, runs
from bot.store.queries.inbox import Incoming
from bot.store.sealing import key_check
from bot.store.sealing import rekey as rekeying
from bot.store.sealing.cipher import Seal
from bot.store.sealing.key_format import new_key, read_key
from bot.store.sealing.rekey import CannotTurn, Turn, turn
from bot.store.sealing.rekey_command import rekey
from tests.databases import KEY, NewUrl
from tests.postgres_server import Server
from tests.secrets import betrayed, bytes_in
from tests.store.samples import NOW, anna, outcome_of
from tests.store.test_erasure import much
from tests.store.test_migrations import forked
from tests.store.test_start import content

T = TypeVar("T")

NEW = bytes(reversed(KEY))
PAIRS = pytest.mark.parametrize(
    ("new_url", "old", "new"),
    [
        pytest.param("sqlite", None, KEY, id="none to one"),
        pytest.param("sqlite", KEY, NEW, id="one to another"),
        pytest.param("sqlite", KEY, None, id="one to none"),
        pytest.param("postgres", KEY, NEW, id="on a server"),
    ],
    indirect=["new_url"],
)
CANARIES = ("Жерновище", "Куличанович", "Сорочинский", "voice-of-canary")
_CLIENTS = 25


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that there are many of them."""
    monkeypatch.setattr(rekeying, "_BATCH", 7)


def _fill(conn: Connection) -> None:
    person = anna(conn)
    for number in range(_CLIENTS):
        one = clients.create(conn, person, f"{CANARIES[0]} {number}", NOW)
        stored = runs.start(conn, person, 1, f'{{"voice":"{CANARIES[3]}-{number}"}}', NOW, client_id=one.id)
        outcomes.save(conn, person, stored.id, outcome_of(one), NOW)
        phrase_scores.count_with(
            conn, person, phrase_scores.SaidPhrase("shouts", f"{CANARIES[2]} {number % 3}", helped=True), one.id, None
        )
    draft_checks.keep(conn, person, Pasted((Piece(1, CANARIES[1]),)), NOW)
    inbox.accept(conn, [Incoming(1, 7, "message", CANARIES[1], NOW)])


def _told(conn: Connection) -> list[object]:
    """All that is there, as the program reads it."""
    found: list[object] = [
        clients.names(conn, 1),
        inbox.pending(conn),
        draft_checks.get(conn, 1),
        phrase_scores.best(conn, 1, 3),
    ]
    for number in range(1, _CLIENTS + 1):
        found += [runs.load(conn, 1, number), outcomes.get(conn, 1, number)]
        found.append(phrase_scores.known(conn, 1, "shouts", number, None))
    return found


async def _filled(url: str, key: bytes | None) -> list[object]:
    db = await Database.open(url, key=key)
    await db.write(_fill)
    told = await db.read(_told)
    await db.close()
    return told


async def _read(url: str, key: bytes | None) -> list[object]:
    db = await Database.open(url, key=key)
    try:
        return await db.read(_told)
    finally:
        await db.close()


async def _turn(url: str, old: bytes | None, new: bytes | None) -> int:
    db = await Database.open(url, as_is=True)
    try:
        return await turn(db, Turn(Seal(old) if old else None, Seal(new) if new else None))
    finally:
        await db.close()


@PAIRS
async def test_all_words_come_under_the_new_key_and_only_that(
    new_url: NewUrl, old: bytes | None, new: bytes | None
) -> None:
    """The former key opens nothing any more, and no byte of the former words is left in the file or its journal."""
    url = await new_url()
    told = await _filled(url, old)
    held = content(url)
    assert await _turn(url, old, new) == 4 * _CLIENTS + 3
    assert await _read(url, new) == told
    with pytest.raises(CannotStart):
        await _read(url, old)
    if url.startswith("sqlite"):
        files = [Path(url.removeprefix("sqlite:///") + end) for end in ("", "-wal")]
        now = bytes_in(*[file for file in files if file.exists()])
        assert betrayed(CANARIES, now) == ([] if new else list(CANARIES))
        assert betrayed(CANARIES, held) == ([] if old else list(CANARIES)), "the search finds what is there"
        former = re.findall(rb"1:[A-Za-z0-9+/]{38,}=*", held)
        assert len(former) == 0 if old is None else len(former) > 4 * _CLIENTS
        assert not set(former) & set(re.findall(rb"1:[A-Za-z0-9+/]{38,}=*", now))


async def test_no_copy_of_a_former_row_stays_behind_in_a_page(tmp_path: Path, sqlite_template: bytes) -> None:
    """Overwriting alone leaves copies of rows that moved on to another page, since what is sealed is longer."""
    files = (tmp_path / "okok.db", tmp_path / "okok.db-wal")
    files[0].write_bytes(sqlite_template)
    db = await Database.open(f"sqlite:///{files[0]}")
    await db.write(much)
    await db.close()
    assert betrayed(("canary", "sparrow"), bytes_in(files[0])) == ["canary", "sparrow"]
    db = await Database.open(f"sqlite:///{files[0]}", as_is=True)
    assert await turn(db, Turn(None, Seal(KEY))) > 600
    assert betrayed(("canary", "sparrow"), bytes_in(*files)) == [], "while it is still open, too"
    await db.close()


def _die_after(statements: int) -> None:
    left = statements

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)


@PAIRS
def test_killed_anywhere_it_goes_on_where_it_was(new_url: NewUrl, old: bytes | None, new: bytes | None) -> None:
    """Nothing is lost and nothing sealed twice; until it is over no bot starts, with either key."""
    url = asyncio.run(new_url())
    told = asyncio.run(_filled(url, old))
    chance = random.Random(11)
    kills = under_way = 0
    while True:

        async def work(statements: int = chance.randint(5, 50)) -> None:
            _die_after(statements)
            await _turn(url, old, new)

        if forked(work):
            break
        kills += 1
        under_way += asyncio.run(_turning(url))
    assert kills >= 3
    assert under_way >= 1
    assert asyncio.run(_read(url, new)) == told


async def _turning(url: str) -> bool:
    """Whether the change has begun; then every start is refused."""
    db = await Database.open(url, as_is=True)
    known = await db.read(key_check.row)
    await db.close()
    if known is None or not known.turning:
        return False
    with pytest.raises(CannotStart, match=r"is being changed: call \./run rekey again with both keys"):
        await Database.open(url, key=random.choice((None, KEY, NEW)))
    with pytest.raises(CannotTurn, match="Another change"):
        await _turn(url, NEW, KEY)
    return True


async def test_words_that_can_not_be_opened_stop_it_before_anything_is_changed(new_url: NewUrl) -> None:
    """A row that was tampered with is named, and nothing is half-way."""
    url = await new_url()
    await _filled(url, KEY)
    db = await Database.open(url, as_is=True)
    await db.write(lambda conn: conn.execute(text("UPDATE client SET label = '1:AAAA' WHERE id = 20")).rowcount)
    await db.close()
    with pytest.raises(CannotTurn, match=r"client\.label of row 20 can't be opened"):
        await _turn(url, KEY, NEW)
    db = await Database.open(url, key=KEY)
    assert await db.read(lambda conn: runs.load(conn, 1, 1)) is not None
    await db.close()


async def test_sealed_rows_move_to_the_other_kind_and_are_read_there(
    tmp_path: Path, sqlite_template: bytes, postgres: Server
) -> None:
    """Without the key, which the rows take along what tells it from others."""
    path = tmp_path / "okok.db"
    path.write_bytes(sqlite_template)
    here, there, back = f"sqlite:///{path}", postgres.url("moved_sealed"), f"sqlite:///{tmp_path}/back.db"
    await postgres.run("CREATE DATABASE moved_sealed")
    told = await _filled(here, KEY)
    for source, target in ((here, there), (there, back)):
        read, written = await Database.open(source, as_is=True), await Database.open(target, as_is=True)
        await move(read, written)
        await read.close()
        await written.close()
        with pytest.raises(CannotStart, match="set NOTES_KEY"):
            await _read(target, None)
        assert await _read(target, KEY) == told


Say = tuple[int, str]


class Shell:
    """`./run` on a folder of its own."""

    def __init__(self, folder: Path, environment: pytest.MonkeyPatch, out: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._environment = environment
        self._out = out
        environment.chdir(folder)

    @property
    def url(self) -> str:
        """Where the bot's database is."""
        return f"sqlite:///{self.folder}/data/okok.db"

    def rekey(self, key: str | None, new: str | None) -> Say:
        """The exit code of `./run rekey` with these settings, and what it says."""
        for name, value in (("NOTES_KEY", key), ("NOTES_KEY_NEW", new)):
            self._environment.setenv(name, value or "")
        self._out.readouterr()
        code = main(["rekey"])
        told = self._out.readouterr()
        assert not told.out or not told.err
        assert not [one for one in (key, new) if one and len(one) > 40 and one in told.out + told.err]
        return code, told.out + told.err


@pytest.fixture
def shell(
    tmp_path: Path, sqlite_template: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A shell with the bot's database, whose notes are under no key."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/okok.db").write_bytes(sqlite_template)
    made = Shell(tmp_path, monkeypatch, capsys)
    asyncio.run(_filled(made.url, None))
    return made


def test_the_command_brings_a_key_changes_it_and_takes_it_away(
    shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the settings alone; what is done already is said."""
    main(["new-key"])
    first = capsys.readouterr().out.strip()
    second, other = new_key(), new_key()
    for key, new in ((first, None), (first, second), (second, "none"), (None, other)):
        code, told = shell.rekey(key, new)
        assert code == 0, told
        assert f"{4 * _CLIENTS + 3} rows are under" in told
        code, told = shell.rekey(key, new)
        assert (code, "already" in told) == (0, True)
        under = None if new == "none" else read_key(new or key or "")
        assert len(asyncio.run(_read(shell.url, under))) > _CLIENTS


def test_the_command_refuses_in_one_line(shell: Shell) -> None:
    """Whatever is missing, wrong or at work."""
    key = new_key()
    assert shell.rekey(None, None) == (1, shell.rekey(None, None)[1])
    assert "Set NOTES_KEY_NEW" in shell.rekey(None, None)[1]
    for wrong in ("secret", "00" * 32):
        code, told = shell.rekey(None, wrong)
        assert (code, told.count("\n"), wrong in told) == (1, 1, False)
        assert told.startswith("NOTES_KEY_NEW: ")
    with hold(shell.folder / "data/okok.lock"):
        code, told = shell.rekey(key, None)
    assert (code, "runs on the folder" in told) == (1, True)
    assert shell.rekey(key, None)[0] == 0
    code, told = shell.rekey(new_key(), new_key())
    assert (code, told.count("\n"), "the key that the notes are under now" in told) == (1, 1, True)
    assert shell.rekey(new_key(), None)[0] == 1
    (shell.folder / "data/okok.db").unlink()
    assert "no database yet" in shell.rekey(key, None)[1]


async def test_a_bot_on_the_server_is_not_worked_beside(postgres: Server) -> None:
    """It is seen by its connections, wherever it runs."""
    await postgres.run("CREATE DATABASE turned TEMPLATE okok_template")
    bot = await Database.open(postgres.url("turned"))
    await bot.write(anna)
    with pytest.raises(Exception, match="A bot is connected to the database"):
        await _turn(postgres.url("turned"), None, KEY)
    await bot.close()

    assert await _turn(postgres.url("turned"), None, KEY) == 1


async def test_whoever_holds_the_lease_is_not_worked_beside(postgres: Server, tmp_path: Path) -> None:
    """A running bot whose connections were just cut is seen by its lease, from any folder and whoever asks."""
    await postgres.run("CREATE DATABASE held_by TEMPLATE okok_template")
    url, file = postgres.url("held_by"), tmp_path / "empty.db"
    bot = await Database.open(url)
    await bot.write(anna)
    await bot.write(lambda conn: installation.claim(conn, "somebody@elsewhere", NOW))
    await bot.close()
    await (await Database.open(f"sqlite:///{file}")).close()
    code, told = await asyncio.to_thread(rekey, [url], tmp_path, KEY, None, to_none=False)
    assert code == 1
    assert "A bot holds the database" in told[0]
    for source, target in ((url, f"sqlite:///{file}"), (f"sqlite:///{file}", url)):
        code, told = await asyncio.to_thread(migrate_data, source, target, tmp_path)
        assert code == 1
        assert "A bot holds the" in told[0]
    with pytest.raises(NotRestored, match="A bot holds the database"):
        await asyncio.to_thread(replay, url, tmp_path)
    bot = await Database.open(url)
    assert await bot.read(key_check.row) is None
    await bot.write(lambda conn: installation.release(conn, "somebody@elsewhere"))
    await bot.close()
    assert (await asyncio.to_thread(rekey, [url], tmp_path, KEY, None, to_none=False))[0] == 0


async def test_a_bot_that_starts_at_the_same_moment_is_seen(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look for one and the mark that keeps others from starting; the mark is taken back."""
    await postgres.run("CREATE DATABASE raced TEMPLATE okok_template")
    url = postgres.url("raced")
    bots: list[Database] = []
    read = Database.read

    async def read_late(self: Database, fn: Callable[[Connection], T]) -> T:
        if not bots:
            bots.append(await Database.open(url))
            await bots[0].write(anna)
        return await read(self, fn)

    monkeypatch.setattr(Database, "read", read_late)
    with pytest.raises(CannotTurn, match="A bot was started"):
        await _turn(url, None, KEY)
    assert await bots[0].read(key_check.row) is None
    await bots[0].close()
    await (await Database.open(url)).close()
    assert await _turn(url, None, KEY) == 1


def _tried(shell: Shell, key: bytes | None) -> Path:
    """A try-out of the same folder, under that key."""
    path = shell.folder / "data/try.db"
    asyncio.run(_filled(f"sqlite:///{path}", key))
    return path


def test_a_try_out_that_is_damaged_or_under_another_key_decides_nothing(shell: Shell) -> None:
    """The bot's notes are changed all the same, and what is said of both is so."""
    first, second, third = new_key(), new_key(), new_key()
    assert shell.rekey(first, None)[0] == 0
    other = _tried(shell, KEY)
    code, told = shell.rekey(first, second)
    assert (code, "try.db was left as it was" in told, "nothing was changed" in told.lower()) == (1, True, False)
    assert f"okok.db: {4 * _CLIENTS + 3} rows are under the new key now" in told
    assert "Have that key in NOTES_KEY" in told
    assert len(asyncio.run(_read(shell.url, read_key(second)))) > _CLIENTS
    assert len(asyncio.run(_read(f"sqlite:///{other}", KEY))) > _CLIENTS
    for end in ("-wal", "-shm"):
        other.with_name(other.name + end).unlink(missing_ok=True)
    other.write_bytes(b"garbage" * 1000)
    code, told = shell.rekey(second, third)
    assert (code, "try.db is damaged" in told) == (1, True)
    assert f"okok.db: {4 * _CLIENTS + 3} rows are under the new key now" in told


def test_where_the_bots_own_notes_are_under_another_key_nothing_is_changed(shell: Shell) -> None:
    """Not the try-out either, whose key it is."""
    assert shell.rekey(new_key(), None)[0] == 0
    key, new = new_key(), new_key()
    other = _tried(shell, read_key(key))
    code, told = shell.rekey(key, new)
    assert (code, told.count("\n"), "Nothing was changed" in told) == (1, 1, True)
    assert len(asyncio.run(_read(f"sqlite:///{other}", read_key(key)))) > _CLIENTS


@pytest.mark.parametrize("spoiled", ["okok.db", "try.db"])
def test_what_stops_it_later_is_said_with_the_key_of_each(shell: Shell, spoiled: str) -> None:
    """By what the databases themselves say."""
    key, new = new_key(), new_key()
    _tried(shell, None)
    assert shell.rekey(key, None)[0] == 0
    with closing(sqlite3.connect(shell.folder / "data" / spoiled)) as conn, conn:
        conn.execute("UPDATE client SET label = '1:AAAA' WHERE id = 20")
    code, told = shell.rekey(key, new)
    assert code == 1
    assert f"{spoiled}: client.label of row 20 can't be opened" in told
    assert f"{spoiled} is under NOTES_KEY as before: keep that." in told
    there = "NOTES_KEY as before" if spoiled == "okok.db" else "the new key"
    other = "okok.db" if spoiled == "try.db" else "try.db"
    assert f"{other} is under {there}: keep that." in told
    under = read_key(key if spoiled == "okok.db" else new)
    assert len(asyncio.run(_read(f"sqlite:///{shell.folder}/data/{other}", under))) > _CLIENTS


def test_no_backup_is_made_meanwhile(shell: Shell) -> None:
    """It would be sound, and open with no key."""
    key = new_key()

    async def begin() -> None:
        db = await Database.open(shell.url, as_is=True)
        await db.write(lambda conn: rekeying._begin(conn, Turn(None, Seal(read_key(key)))))
        await db.close()

    asyncio.run(begin())
    folder = shell.folder / "data/backups"
    with pytest.raises(NoBackup, match=r"key is being changed.+call \./run rekey again"):
        make_backup(shell.folder / "data/okok.db", folder)
    assert [path.name for path in folder.iterdir()] == ["backup.lock"]
    assert shell.rekey(key, None)[0] == 0
    assert make_backup(shell.folder / "data/okok.db", folder).path.exists()


async def test_a_database_beside_a_bot_is_not_even_brought_up_to_date(postgres: Server, tmp_path: Path) -> None:
    """Neither by a change of the key nor after a restore: an older bot may be at work on it."""
    await postgres.run("CREATE DATABASE older TEMPLATE okok_template")
    url, version = postgres.url("older"), text("SELECT version_num FROM alembic_version")
    bot = await Database.open(url)
    await bot.write(lambda conn: command.downgrade(schema.config(conn), "-1"))
    before = await bot.read(lambda conn: conn.execute(version).scalar_one())
    assert before != schema.HEAD
    code, told = await asyncio.to_thread(rekey, [url], tmp_path, KEY, None, to_none=False)
    assert (code, told) == (1, ["A bot is connected to the database: stop it first. Nothing was changed."])
    with pytest.raises(NotRestored, match="A bot is connected to the database"):
        await asyncio.to_thread(replay, url, tmp_path)
    assert await bot.read(lambda conn: conn.execute(version).scalar_one()) == before
    await bot.close()
    code, _ = await asyncio.to_thread(rekey, [url], tmp_path, KEY, None, to_none=False)
    assert code == 0
