"""The loop beside the bot: a backup each hour, the list of erasures beside them, and a database put back by hand."""

import asyncio
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.backups.folder import backups, erased
from bot.backups.make import make_backup
from bot.backups.restore import replay
from bot.store.admin.backup_copy import verify
from bot.store.database.database import Database
from bot.store.database.errors import CannotStart
from bot.store.queries import clients, erasure, installation
from bot.workers.backups import Backups
from tests.intake.scripted import HeldClock
from tests.store.samples import NOW, full_debrief, two_people
from tests.store.test_migrations import forked

HOUR = 3600


class Hand(HeldClock):
    """Moves on only when the worker sleeps: a backup that is being made on a thread is finished first."""

    def now(self) -> int:
        return NOW + int(self.at - 1000)

    async def still(self) -> None:
        await _until(lambda: any(not future.done() for *_, future in self._sleepers))


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - a thread is at work, or a folder is looked at
            await asyncio.sleep(0.005)


async def test_one_each_hour_and_trouble_is_told_and_tried_again(
    sqlite_db: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder, clock = tmp_path / "backups", Hand()
    await sqlite_db.write(two_people)
    service = Backups(sqlite_db, tmp_path / "okok.db", folder, clock)
    await service.begin()
    running = asyncio.ensure_future(service.run())
    await clock.advance(59)
    assert backups(folder) == {}  # a start has enough to do
    await clock.advance(2)
    first = NOW + 60
    assert list(backups(folder)) == [first]
    await clock.advance(HOUR - 60)
    assert list(backups(folder)) == [first]
    await clock.advance(60)
    assert list(backups(folder)) == [first, first + HOUR]
    assert service.last == first + HOUR
    # A folder that isn't one any more: told, tried again ten minutes later, and well when it is back.
    folder.rename(tmp_path / "moved")
    folder.write_text("")
    await clock.advance(600)
    assert caplog.text.count("no backup was made") == 1
    folder.unlink()
    (tmp_path / "moved").rename(folder)
    await clock.advance(HOUR)
    assert len(backups(folder)) == 3
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_database_put_back_by_hand_loses_what_was_erased_before_anybody_sees_it(
    sqlite_db: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever copies an old file into place instead of `./run restore`: the list beside the backups knows."""
    folder, path = tmp_path / "backups", tmp_path / "okok.db"
    first, client, second, _ = await sqlite_db.write(two_people)
    await Backups(sqlite_db, path, folder, Hand()).begin()
    made = await asyncio.to_thread(make_backup, path, folder, lambda: NOW)
    await sqlite_db.close()
    old = path.read_bytes()
    database = await Database.open(f"sqlite:///{path}")
    service = Backups(database, path, folder, Hand())
    await service.begin()
    await database.write(lambda conn: erasure.erase_client(conn, first, client.id, NOW + 5))
    await service.mirror()
    identity = await database.read(installation.known)
    assert identity is not None
    assert erased(folder, identity) == [(first.id, client.id, NOW + 5)]
    await database.close()

    path.write_bytes(old)
    again = await Database.open(f"sqlite:///{path}")
    await Backups(again, path, folder, Hand()).begin()
    assert "were erased again" in caplog.text
    assert await again.read(_owners) == [second.id]
    # What a kill left of a backup or a restore goes at the start: it may hold what was said, or erased.
    left = [folder / "okok-20260101T000000Z.db.part-journal", tmp_path / "okok.db.restoring-wal"]
    for one in left:
        one.write_text("half")
    await Backups(again, path, folder, Hand()).begin()
    assert not [one for one in left if one.exists()]
    await again.close()

    # A backup is known as one, and not started on: nobody knows yet which of its reminders came since.
    path.write_bytes(made.path.read_bytes())
    copied = await Database.open(f"sqlite:///{path}")
    with pytest.raises(CannotStart, match="restore --replay"):
        await Backups(copied, path, folder, Hand()).begin()
    await copied.close()
    done = await asyncio.to_thread(replay, f"sqlite:///{path}", folder, lambda: NOW + HOUR)
    assert (done.since, done.erased) == (NOW, 1)
    fit = await Database.open(f"sqlite:///{path}")
    await Backups(fit, path, folder, Hand()).begin()
    assert await fit.read(_owners) == [second.id]
    await fit.close()


def _owners(conn: Connection) -> list[int]:
    return list(conn.execute(text("SELECT person_id FROM client")).scalars())


def test_killed_at_any_moment_there_is_a_whole_one_or_none(sqlite_template: bytes, tmp_path: Path) -> None:
    path, folder = tmp_path / "okok.db", tmp_path / "backups"
    path.write_bytes(sqlite_template)

    def fill(conn: Connection) -> None:
        person, client, *_ = two_people(conn)
        for number in range(150):
            full_debrief(conn, person, client)
            clients.create(conn, person, f"К{number} {'ш' * 2000}", NOW)

    async def prepare() -> None:
        db = await Database.open(f"sqlite:///{path}")
        await db.write(fill)
        await db.close()

    asyncio.run(prepare())
    began = time.monotonic()
    whole = make_backup(path, tmp_path / "another", lambda: NOW)
    takes = time.monotonic() - began
    chance, killed = random.Random(5), 0

    async def work(moment: int) -> None:
        make_backup(path, folder, lambda: moment)

    def midway() -> None:
        end = time.monotonic() + 5
        while time.monotonic() < end and not list(folder.glob("*.part")):
            time.sleep(0.0005)
        time.sleep(chance.random() * takes / 2)

    for number in range(8):
        killed += not forked(partial(work, NOW + number * HOUR), kill_after=midway)
        for made in backups(folder).values():
            assert verify(made) == whole.rows
    assert killed > 2
    make_backup(path, folder, lambda: NOW + 99 * HOUR)
    assert {one.name.partition("-")[0] for one in folder.iterdir()} == {"backup.lock", "okok"}
    assert not list(folder.glob("*.part*"))
