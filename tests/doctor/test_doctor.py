"""The doctor: what is wrong, in one line each, and what was set aside without a word of anybody's."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.__main__ import main
from bot.backups.make import make_backup
from bot.common.file_lock import hold
from bot.process.health import HealthRecord, write_health
from bot.store.database.database import Database
from bot.store.queries import inbox, installation
from bot.store.queries.inbox import Incoming
from tests.fake import FakeTelegramThread

WORDS = "тайна клиента"


@pytest.fixture
def telegram() -> Iterator[FakeTelegramThread]:
    with FakeTelegramThread() as tg:
        yield tg


@pytest.fixture
def folder(tmp_path: Path, telegram: FakeTelegramThread, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder, and settings that name it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
    return tmp_path


def examined(capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = main(["doctor"])
    return code, capsys.readouterr().out.splitlines()


async def _fill(url: str, at: int) -> None:
    def work(conn: Connection) -> None:
        installation.claim(conn, "me", at)
        words = [Incoming(n, 77, "message", f'{{"text":"{WORDS}"}}', at) for n in (901, 902)]
        row, _ = inbox.accept(conn, words)
        inbox.set_aside(conn, row.seq, "KeyError", at)

    db = await Database.open(url)
    await db.write(work)
    await db.close()


def test_what_is_well_and_what_is_not(folder: Path, sqlite_template: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "okok.db"
    code, lines = examined(capsys)
    assert (code, next(line for line in lines if "no database" in line)[0]) == (1, "!")
    path.write_bytes(sqlite_template)
    code, lines = examined(capsys)
    assert (code, [line for line in lines if not line.startswith("+")]) == (0, [])
    said = "\n".join(lines)
    for part in ("No bot runs", "sound and of this version", "There is no backup", "clock is off by"):
        assert part in said, said
    # Somebody's update was set aside just now, one waits; a backup is there, and then it is damaged.
    now = int(time.time())
    asyncio.run(_fill(f"sqlite:///{path}", now))
    made = make_backup(path, folder / "backups", lambda: now - 60)
    code, lines = examined(capsys)
    assert (code, [line for line in lines if line.startswith("!")]) == (1, [one for one in lines if "Set aside" in one])
    said = "\n".join(lines)
    assert "update 901, message, chat 77, KeyError after 1 tries" in said
    assert "wait to be handled: 1, the oldest for" in said
    assert "The newest of 1 backups is 1 min old, sound" in said
    assert WORDS not in said
    made.path.write_bytes(made.path.read_bytes()[:5000])
    assert any(line.startswith("! The newest backup can't be used") for line in examined(capsys)[1])


def test_of_a_bot_that_runs_and_a_telegram_that_does_not(
    folder: Path, sqlite_template: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for ten minutes beside a running bot is a sign of trouble; so are backups that are hours old."""
    path, now = folder / "okok.db", int(time.time())
    path.write_bytes(sqlite_template)
    asyncio.run(_fill(f"sqlite:///{path}", now - 3 * 86_400))
    make_backup(path, folder / "backups", lambda: now - 4 * 3600)
    write_health(folder, HealthRecord(now, now - 5))
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    with hold(folder / "okok.lock"):
        code, lines = examined(capsys)
    wrong = "\n".join(line for line in lines if line.startswith("!"))
    assert code == 1
    assert "Updates that wait to be handled: 1" in wrong
    assert "240 min old" in wrong
    assert "can't be reached at 127.0.0.1" in wrong
    assert wrong.count("\n") == 2
    assert any(line.startswith("+ Set aside") for line in lines)  # of three days ago: listed, and no alarm any more
    assert any(line.startswith("+ The bot runs. Well") for line in lines)


def test_wrong_settings_are_named_and_not_shown(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEFAULT_TIMEZONE", "Mars/Base")
    code, lines = examined(capsys)
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("! DEFAULT_TIMEZONE")
    assert "Mars" not in lines[0]
    assert not (folder / "okok.db").exists()
