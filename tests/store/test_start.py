"""Refusals to start: one plain line that names what to do, with the data untouched (failures, Storage)."""

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import Connection, make_url, text

from bot.backups.make import make_backup
from bot.backups.restore import restore_backup
from bot.settings import Settings
from bot.store.database import sqlite
from bot.store.database.address import file_of
from bot.store.database.database import Database
from bot.store.database.errors import CannotStart
from tests.databases import NewUrl
from tests.postgres_server import Server

NOBODY = 65534


async def refusal(url: str) -> str:
    """The line with which it refuses."""
    with pytest.raises(CannotStart) as refused:
        await Database.open(url)
    line = str(refused.value)
    assert "\n" not in line
    assert line.endswith((".", "?"))
    return line


@pytest.mark.parametrize("url", ["", "okok.db", "mysql://root:secret@host/x", "sqlite://", "sqlite:///:memory:", "::"])
async def test_an_address_of_no_known_kind(url: str) -> None:
    """What is accepted is named, what was given is not shown."""
    line = await refusal(url)
    assert "sqlite:////" in line
    assert "postgresql://" in line
    assert "secret" not in line


async def test_a_missing_folder(tmp_path: Path) -> None:
    """It is not made: a mistyped path would begin an empty life beside the old one."""
    line = await refusal(f"sqlite:///{tmp_path}/no/okok.db")
    assert "does not exist" in line
    assert not (tmp_path / "no").exists()


async def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    """Named as what it is."""
    assert "is a folder" in await refusal(f"sqlite:///{tmp_path}")


@pytest.fixture
def foreign_folder() -> Iterator[Path]:
    """A folder that can be entered but not written to, and a process that minds it."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))  # pytest's own can't be entered by others
    folder.chmod(0o555)
    yield folder
    folder.rmdir()


async def test_a_folder_that_can_not_be_written_to(foreign_folder: Path) -> None:
    """Said before SQLite would say something else."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        line = await refusal(f"sqlite:///{foreign_folder}/okok.db")
    finally:
        if root:
            os.seteuid(0)
    assert "can't be written to" in line


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """It stays as it was, byte for byte."""
    path = tmp_path / "okok.db"
    path.write_bytes(b"Dear diary, " * 1000)
    line = await refusal(f"sqlite:///{path}")
    assert "damaged or not a database" in line
    assert path.read_bytes() == b"Dear diary, " * 1000


async def test_a_damaged_database(tmp_path: Path, sqlite_template: bytes) -> None:
    """Found by the check at the start, whichever page it is."""
    path = tmp_path / "okok.db"
    content = bytearray(sqlite_template)
    content[4096 * 3 : 4096 * 3 + 200] = os.urandom(200)
    path.write_bytes(content)
    line = await refusal(f"sqlite:///{path}")
    assert "restore a backup" in line
    assert path.read_bytes() == bytes(content)


async def test_a_file_cut_off(tmp_path: Path, sqlite_template: bytes) -> None:
    """A copy that broke off in the middle."""
    path = tmp_path / "okok.db"
    path.write_bytes(sqlite_template[: len(sqlite_template) // 2])
    assert "restore a backup" in await refusal(f"sqlite:///{path}")


def content(url: str) -> bytes:
    """What stands in the file; a server's are its own business."""
    return Path(url.removeprefix("sqlite:///")).read_bytes() if url.startswith("sqlite") else b""


async def test_a_newer_version(new_url: NewUrl) -> None:
    """Nothing is taken back or tried; the version stays as written."""
    url = await new_url()
    db = await Database.open(url)
    await db.write(lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = '9999'")).rowcount)
    await db.close()
    before = content(url)
    assert "newer version" in await refusal(url)
    assert "newer version" in await refusal(url)
    assert content(url) == before


async def test_a_database_of_something_else(tmp_path: Path) -> None:
    """Somebody's other file, given by mistake."""
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photo (id INTEGER)")
        other.commit()
    before = path.read_bytes()
    assert "something else" in await refusal(f"sqlite:///{path}")
    assert path.read_bytes() == before


async def test_a_database_that_another_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting for ever at the start, and no traceback."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    path = tmp_path / "okok.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "another okok" in await refusal(f"sqlite:///{path}")


async def test_postgres_that_does_not_answer() -> None:
    """The address holds a password, so it is not shown."""
    line = await refusal("postgresql://okok:secret@127.0.0.1:1/okok")
    assert "does not answer" in line
    assert "secret" not in line


async def test_postgres_without_that_database_or_user(postgres: Server) -> None:
    """Each is told apart, since each asks for something else to be done."""
    assert "no database of that name" in await refusal(postgres.url("nowhere"))
    assert "refuses the login" in await refusal(postgres.url("okok_template").replace("postgres:@", "stranger:@"))
    await postgres.run("CREATE ROLE guest LOGIN", "CREATE DATABASE locked")
    assert "no tables" in await refusal(postgres.url("locked").replace("postgres:@", "guest:@"))


async def test_what_was_written_is_there_after_the_next_start(database_url: str) -> None:
    """Opening again neither migrates nor empties; a reader of an older start is no hindrance."""
    first = await Database.open(database_url)
    await first.write(lambda conn: conn.execute(text("INSERT INTO agency (name, created_at) VALUES ('a', 1)")).rowcount)
    await first.close()
    second = await Database.open(database_url)
    assert await second.read(lambda conn: conn.execute(text("SELECT name FROM agency")).scalar_one()) == "a"
    await second.close()


@pytest.mark.parametrize("encoding", ["WIN1251", "LATIN1", "KOI8R", "SQL_ASCII", "EUC_JP"])
async def test_a_server_database_that_cannot_hold_every_letter(postgres: Server, encoding: str) -> None:
    """One message with an emoji would stop the intake for everybody."""
    name = f"letters_{encoding.lower()}"
    await postgres.run(
        f"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
    )
    line = await refusal(postgres.url(name))
    assert encoding in line
    assert "UTF8" in line


SPECIAL = ("@", "/", "?", "#", "%", " ", "[")


@pytest.mark.parametrize("letter", SPECIAL)
async def test_a_password_that_must_be_written_otherwise(letter: str) -> None:
    """Taken as it stands it would be another host, or another name: which letters, and how, is said."""
    line = await refusal(f"postgresql://okok:geh{letter}eim@127.0.0.1:1/okok")
    assert "%40" in line
    assert "heim" not in line
    assert "eim" not in line


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("postgresql://okok@127.0.0.1:abc/okok", "port"),
        ("postgresql://okok@127.0.0.1:99999/okok", "DATABASE_URL"),
        ("postgresql://okok@127.0.0.1:1/okok?sslmode=perhaps", "“?”"),
        ("postgresql://okok@127.0.0.1:1/okok?sslmode=verify-full&sslrootcert=/no/such.pem", "DATABASE_URL"),
        ("postgresql://okok@127.0.0.1:1/okok?connect_timeout=3&channel_binding=prefer", "does not answer"),
        ("postgresql:///okok?host=/no/such/folder", "does not answer"),
        ("postgresql://okok:a%40b%2F@127.0.0.1:1/okok", "does not answer"),
        ("postgresql://okok:a:b@127.0.0.1:1/okok", "does not answer"),
        ("postgres://okok@[::1]:1/okok", "does not answer"),
    ],
)
async def test_an_address_that_can_not_be_used_is_told_by_its_part(url: str, word: str) -> None:
    assert word in await refusal(url)


def _settings(conn: Connection) -> tuple[str, str]:
    asked = text("SELECT current_setting('application_name'), current_setting('lock_timeout')")
    name, wait = conn.execute(asked).one()
    return name, wait


async def test_the_address_that_the_servers_own_tools_take(postgres: Server) -> None:
    """A socket's folder, in either place, and what only those tools know."""
    await postgres.create(tables=False)
    parts = make_url(await postgres.create())
    folder, name, user = parts.query["host"], parts.database, parts.username
    assert isinstance(folder, str)
    more = "&connect_timeout=5&keepalives=1&gssencmode=disable&application_name=mine&options=-cwork_mem%3D5MB"
    for url in (
        f"postgresql://{user}@/{name}?host={folder}&sslmode=prefer{more}",
        f"postgres://{user}@{quote(folder, safe='')}/{name}?sslmode=disable",
        f"postgresql+asyncpg://{user}@/{name}?host={quote(folder, safe='')}",
    ):
        db = await Database.open(url)
        assert await db.read(_settings) == ("okok", "5s")
        await db.close()


@pytest.mark.parametrize("name", ["what?%41 #b", "a&b=c d ключ[x]*"])
def test_a_folder_of_any_name(name: str, tmp_path: Path) -> None:
    """The file is made in it, and nowhere else."""
    folder = tmp_path / name
    folder.mkdir()
    settings = Settings(_env_file=None, bot_token=None, data_dir=folder)

    async def made_there() -> None:
        await (await Database.open(settings.database())).close()

    asyncio.run(made_there())
    assert (folder / "okok.db").is_file()
    assert file_of(settings.database()) == folder / "okok.db"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    made = make_backup(folder / "okok.db", settings.backups)
    restore_backup(made.path, folder / "okok.db", settings.backups)
