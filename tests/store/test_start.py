"""Refusals to start: one plain line that names what to do, with the data untouched (failures, Storage)."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.database import sqlite
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
