"""One drill, from an empty file to a bot that goes on after a restore."""

import asyncio
import os
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import Connection, text

from bot.backups.folder import backups
from bot.backups.make import MadeBackup, make_backup
from bot.backups.restore import Restored, restore_backup
from bot.settings import Settings
from bot.store.database.database import Database
from bot.store.queries import chats, erasure, people
from bot.viewmodels.voices import Voices
from bot.workers.backups import Backups
from tests.fake import FakeTelegram
from tests.flows.stores import SqliteStore
from tests.flows.talk import House
from tests.kill.people import Hand
from tests.program import NOON
from tests.reminders.reading import known
from tests.reminders.seeds import in_touch

BUSY, CALM, LEAVING = range(3001, 3004), range(3101, 3109), 3201
"""People who tap and write all the time; who only get reminders; and one who is erased."""
HOUR = 3600
CLIENTS = 2
Key = tuple[int, str, int]
"""What a reminder is about, whatever its id: client, kind, base."""
Restoring = Callable[[Path, Path, Path, Callable[[], float]], Restored | None]


@dataclass
class Course:
    """What a drill leaves for the checks. Moments are Unix seconds UTC of the fake's clock."""

    tg: FakeTelegram
    path: Path
    folder: Path
    state: str
    """What became of the database in use: "whole", "damaged", "gone"."""
    made: list[MadeBackup] = field(default_factory=list)
    chosen: Path = Path()
    since: int = 0
    restored_at: int = 0
    done: Restored | None = None
    erased: list[tuple[int, int | None, str]] = field(default_factory=list)
    """Person, client or None, and a word that must be nowhere any more."""
    sent: set[Key] = field(default_factory=set)
    revisions: dict[int, int] = field(default_factory=dict)
    after: Path = Path()
    """The restored database as it was before the bot started on it."""
    sent_before: int = 0
    """How many messages there were before the restore."""
    lags: list[float] = field(default_factory=list)
    """By how many seconds the loop was late while a backup was made, each time that it was looked at."""
    lags_without: list[float] = field(default_factory=list)
    """The same for as long a while without one."""
    unsettled: str = ""


def label(person: int, number: int) -> str:
    """A client of one of the calm people, named in no other text."""
    return f"Клиент-{person}-{number}-"


async def drill(
    folder: Path,
    seed: int,
    voices: Voices,
    *,
    hurried: bool = False,
    state: str | None = None,
    restoring: Restoring = restore_backup,
) -> Course:
    """Runs one; `hurried` has less of everything, for the suite. `restoring` may be a worse way to restore."""
    chance = random.Random(seed)
    path, backed_up = folder / "okok.db", folder / "backups"
    await (await Database.open(f"sqlite:///{path}")).close()
    async with FakeTelegram() as tg:
        tg.advance(NOON.timestamp() - tg.clock() - 4 * HOUR)
        course = Course(tg, path, backed_up, state or chance.choice(("whole", "whole", "damaged", "gone")))
        with mock.patch("bot.app.voices_of", return_value=voices):
            house = House(tg, SqliteStore(path), voices, Settings(_env_file=None))
            hands = [Hand(tg, number, ("ru", "en")[number % 2], seed * 100 + number) for number in BUSY]
            over = asyncio.Event()
            await house.start()
            await _begin(house)
            working = [asyncio.ensure_future(hand.go_on(over.is_set)) for hand in hands]
            try:
                await _live(house, course, chance, rounds=2 if hurried else 4)
                await house.stop()
                tg.advance(chance.uniform(0.2, 3) * HOUR)
                await _lose(course, chance, restoring)
                await house.start()
                _remind(house)
                await _pass(house, 8 * HOUR, steps=8 if hurried else 16)
            finally:
                over.set()
                await asyncio.gather(*working)
            await _end(house, course)
    return course


async def _begin(house: House) -> None:
    """Everybody comes in; the calm ones have clients, something about each of which is due in the next hours."""
    for number in (*CALM, LEAVING, *BUSY):
        await house.talk(number).me.say("/start")
    await house.settled()
    now = int(house.tg.clock())

    def seed(conn: Connection) -> None:
        conn.execute(text("UPDATE person SET work_from = 0, work_to = 1440, work_days = 127"))
        conn.execute(text("UPDATE calendar SET holidays = false"))
        for number, person in enumerate((*CALM, LEAVING)):
            # Each at the hour at which their day begins, one after the other: so the rules give the same moments.
            minute = 8 * 60 + 30 + number * 75
            conn.execute(
                text("UPDATE person SET work_from = :minute WHERE telegram_id = :id"), {"minute": minute, "id": person}
            )
            due = now - now % HOUR + (minute - 8 * 60) * 60
            in_touch(conn, known(conn, person), [(label(person, one), due) for one in range(CLIENTS)])

    await house.app.db.write(seed)
    _remind(house)


def _remind(house: House) -> None:
    house._reminding = asyncio.ensure_future(house.app.delivery.run())


async def _pass(house: House, seconds: float, steps: int) -> None:
    """Time goes by, and what falls due is sent, while people go on."""
    for _ in range(steps):
        house.tg.advance(seconds / steps)
        house.app.delivery.wake(0)
        await asyncio.sleep(0.12)


async def _live(house: House, course: Course, chance: random.Random, rounds: int) -> None:
    """Hours of work with a backup in each at some moment, and erasures before and after any of them."""
    service = Backups(house.app.db, course.path, course.folder, house.clock)
    await service.begin()
    for _ in range(rounds):
        await _erase(house, course, service, chance, of=chance.choice(CALM))
        backing = asyncio.ensure_future(_back_up(course, chance.uniform(0, 0.3)))
        await _pass(house, HOUR * chance.uniform(1.0, 1.2), steps=4)
        await backing
    # What counts comes after the last backup too.
    await _erase(house, course, service, chance, of=chance.choice(CALM))
    await _erase(house, course, service, chance, of=LEAVING)
    await _pass(house, HOUR * chance.uniform(0.5, 2), steps=3)


async def _back_up(course: Course, after: float) -> None:
    await asyncio.sleep(after)
    began = time.monotonic()
    async with _lag() as during:
        course.made.append(await asyncio.to_thread(make_backup, course.path, course.folder, course.tg.clock))
    took = time.monotonic() - began
    async with _lag() as without:
        await asyncio.sleep(took)
    course.lags += during
    course.lags_without += without


@asynccontextmanager
async def _lag() -> AsyncIterator[list[float]]:
    """By how much sleeps of 5 ms took longer meanwhile."""
    found: list[float] = []

    async def tick() -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.005)
            found.append(time.monotonic() - began - 0.005)

    ticking = asyncio.ensure_future(tick())
    try:
        yield found
    finally:
        ticking.cancel()


async def _erase(house: House, course: Course, service: Backups, chance: random.Random, *, of: int) -> None:
    """One client of a calm person, or the whole of the one who leaves."""
    now = int(house.tg.clock())

    def work(conn: Connection) -> tuple[int, int | None, str] | None:
        person = people.find(conn, of)
        if person is None:
            return None
        if of == LEAVING:
            here = chats.desk(conn, of, of)
            assert here is not None
            erasure.erase_person(conn, person, here[1], now)
            return person.id, None, f"-{of}-"
        found = conn.execute(text("SELECT id, label FROM client WHERE person_id = :id"), {"id": person.id})
        mine: list[tuple[int, str]] = [(row.id, row.label) for row in found]
        if not mine:
            return None
        client, named = chance.choice(mine)
        erasure.erase_client(conn, person, client, now)
        return person.id, client, named

    gone = await house.app.db.write(work)
    if gone is not None:
        course.erased.append(gone)
        await service.mirror()


def _rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return conn.execute(query).fetchall()


SENT = "SELECT client_id, kind, base_at FROM reminder WHERE sent_at IS NOT NULL"


async def _lose(course: Course, chance: random.Random, restoring: Restoring) -> None:
    """The database is lost, or given up; one of the backups takes its place."""
    course.sent = {(client, str(kind), base) for client, kind, base in _rows(course.path, SENT)}
    course.revisions = dict(_rows(course.path, "SELECT id, revision FROM chat"))
    course.sent_before = len(course.tg.sends())
    course.restored_at = int(course.tg.clock())
    course.since, course.chosen = chance.choice(list(backups(course.folder).items()))
    if course.state == "damaged":
        with course.path.open("r+b") as file:
            file.seek(4096 * 2)
            file.write(os.urandom(4096 * 5))
    if course.state == "gone":
        for left in course.path.parent.glob("okok.db*"):
            left.unlink()
    clock: Callable[[], float] = partial(float, course.restored_at)
    course.done = await asyncio.to_thread(restoring, course.chosen, course.path, course.folder, clock)
    course.after = course.path.with_name("restored.db")
    course.after.write_bytes(course.path.read_bytes())


async def _end(house: House, course: Course) -> None:
    for number in BUSY:
        await course.tg.person(number).say("/menu")
    end = time.monotonic() + 30
    while (why := course.tg.restless()) and time.monotonic() < end:  # noqa: ASYNC110 - as an onlooker
        await asyncio.sleep(0.05)
    course.unsettled = why
    await house.stop()
