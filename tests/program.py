"""Fixtures of the whole program, the fake Telegram, and the clock that both share."""

import asyncio
import inspect
import logging
import os
import shutil
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from functools import cache
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import pytest
from aiogram.dispatcher.event import handler

from bot.settings import Settings
from bot.viewmodels.voices import Voices
from tests.conftest import everywhere
from tests.fake import FakeTelegram
from tests.flows import unsealed_copy
from tests.flows.log_canary import leaked, log_at_debug
from tests.flows.stores import PostgresStore, SqliteStore, Store
from tests.flows.talk import House, Talk
from tests.postgres_server import Server
from tests.voices import READ

if os.environ.get("OKOK_TEST_NOTES_KEY"):
    # The same conversations with the notes under a key: OKOK_TEST_NOTES_KEY=1 ./run test tests/flows -k sqlite
    os.environ["NOTES_KEY"] = unsealed_copy.KEY

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
"""A Wednesday within working hours, so that the offered times are known."""


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """Tests start the program hundreds of times: what every start reads anew, and finds the same, is read once."""
    known: dict[object, inspect.Signature] = {}

    def signature(of: Callable[..., object], **how: Any) -> inspect.Signature:  # noqa: ANN401 - its own parameters
        """By the code, as aiogram only wants the names and kinds of parameters: its own lambdas are new each time."""
        code = getattr(getattr(of, "__func__", of), "__code__", None)
        if code is None:
            return inspect.signature(of, **how)
        key = code, inspect.ismethod(of)
        if key not in known:
            known[key] = inspect.signature(of, **how)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handler, "inspect", SimpleNamespace(**{**vars(inspect), "signature": signature}))
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="session")
def voices() -> Voices:
    """The words of every language, read once."""
    return READ


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: bytes) -> Path:
    """A migrated, empty database."""
    path = tmp_path_factory.mktemp("flows") / "okok.db"
    path.write_bytes(sqlite_template)
    return path


@pytest.fixture(scope="session")
def postgres_store(postgres: Server) -> Iterator[PostgresStore]:
    """The PostgreSQL that the tests have in turn."""
    made = PostgresStore(asyncio.run(postgres.create()))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Store:
    """An empty database, on each kind."""
    if request.param == "sqlite":
        shutil.copy(template, tmp_path / "okok.db")
        return SqliteStore(tmp_path / "okok.db")
    server: PostgresStore = request.getfixturevalue("postgres_store")
    server.empty()
    return server


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    """The fake Telegram, at noon of a working day; the bot's clock is Telegram's (`tg.advance` moves both)."""
    async with FakeTelegram() as fake:
        fake.advance(NOON.timestamp() - fake.clock())
        yield fake


@pytest.fixture
async def house(
    tg: FakeTelegram,
    store: Store,
    voices: Voices,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> AsyncIterator[House]:
    """The program at work; after the test nothing was refused, no tap hangs and the log holds no warning.

    Neither the log, at DEBUG, nor what is kept of errors holds the token, a name or anything that anybody wrote.
    """
    monkeypatch.setattr("bot.app.voices_of", lambda *_: voices)
    made, log = House(tg, store, voices, Settings(_env_file=None, owner_ids=frozenset())), StringIO()
    with log_at_debug(log):
        await made.start()
        yield made
        if tg.calls and not made.stopped:
            await made.settled()
        await made.stop()
    errors = made.rows("SELECT error FROM inbox WHERE error IS NOT NULL") if made.troubled else []
    assert leaked(tg, f"{log.getvalue()}{errors}") == []
    tg.assert_clean(made.forgiven)
    told = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert made.troubled or not told, told


@pytest.fixture
def anna(house: House) -> Talk:
    """Somebody whose Telegram is in Russian."""
    return house.talk()


@pytest.fixture
def somebody(house: House, store: Store, request: pytest.FixtureRequest) -> Talk:
    """Somebody whose Telegram is in one language or the other: where it is stored doesn't depend on what is said.

    What is held on both databases is held in both languages; of the others, half are held in each.
    """
    english = crc32(request.node.name.encode()) % 2 == 1
    if everywhere(request.node):
        english = not isinstance(store, SqliteStore)
    return house.talk(language="en" if english else "ru")
