"""A second instance leaves with one line, the first goes on; a lost lease is the end (failures, The process)."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import select, text

from bot.__main__ import main
from bot.app import wired
from bot.common.clock import Clock
from bot.common.file_lock import LEAVES, AnotherInstance, hold, taken
from bot.process.lifecycle import App, run_until_stopped
from bot.process.supervisor import supervised
from bot.settings import Settings
from bot.store.database.database import Database
from bot.store.database.errors import CannotStart
from bot.store.database.schema import HEAD
from bot.store.queries import installation
from bot.store.tables.core import member
from bot.viewmodels.voices import Voices
from bot.workers.lease import claim_lease, holder_of
from tests.fake import TOKEN, FakeTelegram
from tests.flows.talk import QUICK, Session
from tests.postgres_server import Server
from tests.store.samples import anna


def test_on_the_same_machine_it_says_so_before_what_takes_seconds(tmp_path: Path) -> None:
    code = "import sys; from bot.__main__ import main; code = main(['start']); print(*sys.modules); sys.exit(code)"
    environment = {**os.environ, "BOT_TOKEN": TOKEN, "DATA_DIR": str(tmp_path)}
    with hold(tmp_path / "okok.lock"):
        began = time.monotonic()
        ran = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False, timeout=30
        )
        assert time.monotonic() - began < 5
        assert taken(tmp_path / "okok.lock")
    assert (ran.returncode, ran.stderr) == (1, f"{LEAVES}\n")
    assert "aiogram" not in ran.stdout.split()
    assert not taken(tmp_path / "okok.lock")
    assert not taken(tmp_path / "no" / "okok.lock")


async def test_on_another_machine_the_lease_says_so(
    postgres: Server, tg: FakeTelegram, voices: Voices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two data folders and one server: the second leaves before it polls. Who lost its lease ends, with one line."""
    monkeypatch.setattr("bot.app.voices_of", lambda *_: voices)
    await postgres.run("CREATE DATABASE leased TEMPLATE okok_template")
    url = postgres.url("leased")
    settings = [
        Settings(_env_file=None, data_dir=tmp_path / name, database_url=url, backup_dir=tmp_path / "backups")
        for name in ("one", "two")
    ]
    for each in settings:
        each.data_dir.mkdir()
    session = Session(api=TelegramAPIServer.from_base(tg.url))
    async with wired(settings[0], session, TOKEN, url, pace=QUICK) as app:
        async with supervised(app, settings[0]) as guard:
            polls = len(tg.made("getUpdates"))
            with pytest.raises(AnotherInstance, match="at work on this database; this one leaves"):
                async with supervised(app, settings[1]):
                    pass
            assert len(tg.made("getUpdates")) == polls
            await _changes_nothing(app, settings[1], session, url)
            over = asyncio.Event()
            living = asyncio.ensure_future(run_until_stopped(app, over, *guard.loops(), lease=guard.lease()))
            async with asyncio.timeout(10):
                while not (settings[0].data_dir / "health.json").exists():  # noqa: ASYNC110 - an onlooker
                    await asyncio.sleep(0.02)
            over.set()
            await living
        # Given back at the end: the other one need not wait for it.
        async with supervised(app, settings[1]):
            pass
        async with supervised(app, settings[0]) as guard:
            taken_over = "UPDATE installation SET holder = 'other'"
            await app.db.write(lambda conn: conn.exec_driver_sql(taken_over).rowcount)
            with pytest.raises(AnotherInstance, match="took over"):
                await run_until_stopped(app, asyncio.Event(), lease=guard.lease())
    db = await Database.open(url)
    assert await db.write(lambda conn: installation.claim(conn, "other", int(time.time())))
    await db.close()


async def _changes_nothing(app: App, other: Settings, session: Session, url: str) -> None:
    """Another instance, with settings that let nobody in, leaves everybody as they are and migrates nothing."""
    await app.db.write(lambda conn: anna(conn).id)
    before = await app.db.read(lambda conn: conn.execute(select(member)).all())
    strict = other.model_copy(update={"owner_ids": frozenset({99}), "access": "owners"})
    lease = partial(claim_lease, me=holder_of(strict), clock=Clock())
    with pytest.raises(AnotherInstance):
        async with wired(strict, session, TOKEN, url, pace=QUICK, lease=lease):
            pass
    assert await app.db.read(lambda conn: conn.execute(select(member)).all()) == before
    version = text("UPDATE alembic_version SET version_num = :to")
    await app.db.write(lambda conn: conn.execute(version, {"to": "0010"}).rowcount)
    with pytest.raises(CannotStart, match="another bot is at work on it"):
        await Database.open(url)
    await app.db.write(lambda conn: conn.execute(version, {"to": HEAD}).rowcount)


async def test_a_backup_folder_that_can_not_be_used_is_a_refusal(
    sqlite_template: bytes, tg: FakeTelegram, voices: Voices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Better than to find out when a backup is needed."""
    monkeypatch.setattr("bot.app.voices_of", lambda *_: voices)
    (tmp_path / "okok.db").write_bytes(sqlite_template)
    (tmp_path / "file").write_text("")
    (tmp_path / "list").mkdir()
    (tmp_path / "list" / "erased.json").write_text("[[[")
    for folder, why in (("file/in/it", "can't be made or written"), ("list", "can't be read")):
        settings = Settings(_env_file=None, data_dir=tmp_path, backup_dir=tmp_path / folder)
        session = Session(api=TelegramAPIServer.from_base(tg.url))
        async with wired(settings, session, TOKEN, settings.database(), pace=QUICK) as app:
            with pytest.raises(CannotStart, match=why) as refused:
                async with supervised(app, settings):
                    pass
            assert "\n" not in str(refused.value)


@pytest.mark.parametrize("wrong", ["damaged", "newer", "no folder"])
def test_what_can_not_be_started_on_is_left_as_it_is(
    wrong: str,
    sqlite_template: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The whole command: exit code 1, one line, every file as it was (tests/store/test_start.py has more of them)."""
    path = tmp_path / "okok.db"
    path.write_bytes(sqlite_template if wrong == "newer" else b"Dear diary, " * 1000)
    if wrong == "newer":
        with closing(sqlite3.connect(path)) as conn, conn:
            conn.execute("UPDATE alembic_version SET version_num = '9999'")
    monkeypatch.chdir(tmp_path)
    for name, value in (("BOT_TOKEN", TOKEN), ("DATA_DIR", str(tmp_path)), ("LOG_LEVEL", "ERROR")):
        monkeypatch.setenv(name, value)
    if wrong == "no folder":
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/no/okok.db")
    before = path.read_bytes()
    assert main(["start"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert {"damaged": "damaged", "newer": "newer version", "no folder": "does not exist"}[wrong] in said
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir() if one.name != "okok.lock") == ["okok.db"]
