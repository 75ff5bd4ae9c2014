"""The doctor: what is wrong, in one line each, and what was set aside without a word of anybody's."""

import asyncio
import base64
import hashlib
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.__main__ import main
from bot.backups.make import make_backup
from bot.common.file_lock import hold
from bot.common.version import VERSION
from bot.process.health import HealthRecord, write_health
from bot.store.database.database import Database
from bot.store.queries import inbox, installation
from bot.store.queries.inbox import Incoming
from tests.databases import KEY, NewUrl
from tests.fake import TOKEN, FakeTelegramThread
from tests.store.samples import anna

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
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    tmp_path.chmod(0o700)
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


OTHER = hashlib.sha256(b"another key").digest()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "keys", [(None, None), (None, KEY), (KEY, None), (KEY, KEY), (KEY, OTHER)], ids=lambda keys: str(len(set(keys)))
)
def test_a_key_that_is_not_that_of_the_notes_is_said(
    new_url: NewUrl,
    keys: tuple[bytes | None, bytes | None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Wrong, missing, or given where the notes are under none: the bot would not start, on either database."""

    under, given = keys

    async def filled() -> str:
        url = await new_url()
        db = await Database.open(url, key=under)
        await db.write(anna)
        await db.close()
        return url

    monkeypatch.setenv("DATABASE_URL", asyncio.run(filled()))
    if given is not None:
        monkeypatch.setenv("NOTES_KEY", base64.urlsafe_b64encode(given).decode())
    code, lines = examined(capsys)
    wrong = [line for line in lines if line.startswith("! ") and "key" in line.lower()]
    assert (code, len(wrong)) == ((0, 0) if under == given else (1, 1)), lines


def test_a_token_that_telegram_does_not_know_is_said(
    folder: Path, sqlite_template: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "okok.db").write_bytes(sqlite_template)
    assert "+ Telegram knows the token." in examined(capsys)[1]
    monkeypatch.setenv("BOT_TOKEN", "123456:AAAA-another")
    code, lines = examined(capsys)
    assert code == 1
    assert [line for line in lines if line.startswith("!")] == [
        "! Telegram refuses the token: correct BOT_TOKEN, or TELEGRAM_API_URL."
    ]
    assert "AAAA" not in "".join(lines)
    monkeypatch.delenv("BOT_TOKEN")
    assert any(line.startswith("! BOT_TOKEN is not set") for line in examined(capsys)[1])


def test_a_playbook_that_is_not_there_is_said(
    folder: Path, sqlite_template: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "okok.db").write_bytes(sqlite_template)
    (folder / "book").mkdir()
    (folder / "book" / "ru.toml").write_text("odd = 1\n")
    (folder / "file").write_text("")
    for name in ("none", "file", "book"):
        monkeypatch.setenv("PLAYBOOK_DIR", str(folder / name))
        code, lines = examined(capsys)
        assert code == 1
        assert all("playbook" in line.lower() for line in lines if line.startswith("!"))


@pytest.mark.usefixtures("folder")
def test_the_version_is_said_and_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == VERSION
    assert f"+ okok {VERSION}." in examined(capsys)[1]
