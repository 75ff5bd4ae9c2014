"""The intake over a real file, a real dispatcher and a scripted Telegram."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiogram import Dispatcher, Router
from sqlalchemy import Connection, text

from bot.common.clock import Clock
from bot.intake.runner import Intake
from bot.store.database.database import Database
from bot.store.queries import chats, people
from bot.telegram.lanes import Lanes
from bot.telegram.pace import Pace
from bot.viewmodels.place import Place
from tests.intake.scripted import FastClock, Scripted

QUICK = Pace(burst=1000, chat_rate=1000, rate=1000, overall_burst=1000)
Factory = Callable[..., Awaitable["World"]]


def message(update_id: int, chat: int, words: str = "слово") -> dict[str, Any]:
    """An update with a message from a person in their private chat."""
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1,
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "Анна"},
            "text": words,
        },
    }


def tap(update_id: int, chat: int, data: str = "r|1|fear|boss") -> dict[str, Any]:
    """An update with a tap on message 55."""
    user = {"id": chat, "is_bot": False, "first_name": "Анна"}
    there = {"message_id": 55, "date": 0, "chat": {"id": chat, "type": "private"}}
    body = {"id": f"tap{update_id}", "from": user, "chat_instance": "1", "message": there, "data": data}
    return {"update_id": update_id, "callback_query": body}


class World:
    """One run of the program over the file: `crash` ends it as SIGKILL would, as far as one process can."""

    def __init__(self, path: Path, db: Database, router: Router, clock: Clock, at_once: int) -> None:
        self.path = path
        self.db = db
        self.clock = clock
        self.telegram = Scripted(clock)
        self.bot = self.telegram.bot()
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.include_router(router)
        self.ended = False
        self.told: list[int] = []
        self.presented: list[tuple[int, int]] = []
        self.show: Callable[[int, int], Awaitable[None]] | None = None
        self.lanes = Lanes(self.bot, self._shown, clock=clock, pace=QUICK)
        self.intake = Intake(
            db,
            self.bot,
            dispatcher,
            self.lanes,
            present=self._present,
            on_set_aside=self._tell,
            clock=clock,
            at_once=at_once,
            wait_word=lambda code: f"wait:{code}",
        )

    async def _shown(self, *shown: Any) -> None:  # noqa: ANN401 — handed on as it comes
        await self.db.write(lambda conn: chats.mark_shown(conn, *shown))

    async def _present(self, chat_id: int, telegram_id: int) -> None:
        self.presented.append((chat_id, telegram_id))
        if self.show is not None:
            await self.show(chat_id, telegram_id)

    async def _tell(self, chat_id: int) -> None:
        self.told.append(chat_id)

    async def settled(self, seconds: float = 10.0) -> None:
        """Waits until all that was accepted is done."""
        async with asyncio.timeout(seconds):
            while not self.intake.idle:  # noqa: ASYNC110 — asks as an onlooker would
                await asyncio.sleep(0.005)

    async def until(self, true: Callable[[], bool], seconds: float = 10.0) -> None:
        """Waits until something becomes true."""
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 — same, often a question to the file
                await asyncio.sleep(0.002)

    async def crash(self) -> None:
        """Everything under way is dropped where it is; what is committed stays."""
        for queue in self.intake._queues._queues.values():
            if queue.task is not None:
                queue.task.cancel()
        await self.lanes.close()
        if not self.ended:
            self.ended = True
            await self.db.close()

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """What another connection sees in the file."""
        with sqlite3.connect(self.path) as conn:
            rows = conn.execute(query).fetchall()
        conn.close()
        return rows

    @property
    def effects(self) -> list[tuple[int, str]]:
        """What the handlers did, in order."""
        return [(chat, words) for chat, words in self.sql("SELECT chat, words FROM effect ORDER BY rowid")]

    @property
    def waiting(self) -> list[int]:
        """Ids of updates that are neither done nor set aside."""
        return [row[0] for row in self.sql("SELECT update_id FROM inbox WHERE done_at IS NULL ORDER BY seq")]


def effect(chat: int, words: str) -> Callable[[Connection], None]:
    """A unit of work that leaves a row."""
    return lambda conn: (
        conn.execute(text("INSERT INTO effect VALUES (:chat, :words)"), {"chat": chat, "words": words}),
        None,
    )[1]


def owe(chat: int, revision: int = 1) -> Callable[[Connection], None]:
    """A unit of work after which the chat is owed a view."""

    def work(conn: Connection) -> None:
        person = people.find(conn, chat) or people.admit(
            conn,
            telegram_id=chat,
            language="ru",
            zone="Europe/Moscow",
            work_from=600,
            work_to=1140,
            work_days=31,
            now=1,
        )
        here = chats.open(conn, person, chat)
        for _ in range(revision):
            here = chats.move(conn, here, Place.read("menu"), None)

    return work


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database with the tests' table of effects."""
    path = tmp_path_factory.mktemp("template") / "okok.db"

    async def make() -> None:
        db = await Database.open(f"sqlite:///{path}")
        await db.write(lambda conn: conn.execute(text("CREATE TABLE effect (chat INTEGER, words TEXT)")) and None)
        await db.close()

    asyncio.run(make())
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """The test's own database file."""
    shutil.copy(template, tmp_path / "okok.db")
    return tmp_path / "okok.db"


@pytest.fixture
async def world(path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Factory]:
    """Makes runs of the program over one file; all are ended after the test."""
    monkeypatch.setattr("bot.store.database.sqlite.BUSY_SECONDS", 0.02)
    made: list[World] = []

    async def make(router: Router, clock: Clock | None = None, at_once: int = 64) -> World:
        db = await Database.open(f"sqlite:///{path}")
        made.append(World(path, db, router, clock or FastClock(), at_once))
        return made[-1]

    yield make
    for one in made:
        await one.intake.stop(0)
        await one.crash()
