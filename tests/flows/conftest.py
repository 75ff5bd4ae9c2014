"""The program, the fake Telegram and the clock that both share."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import voices_of
from bot.clock import Clock
from bot.screens.voices import Voices
from bot.settings import Settings
from bot.store.database import Database
from tests.fake import FakeTelegram
from tests.flows.conduct import House, Talk, copy_of

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
"""A Wednesday within working hours, so that the offered times are known."""


@pytest.fixture(scope="session")
def voices() -> Voices:
    """The words of every language, read once."""
    return voices_of("112")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database."""
    path = tmp_path_factory.mktemp("flows") / "okok.db"

    async def make() -> None:
        await (await Database.open(f"sqlite:///{path}")).close()

    asyncio.run(make())
    return path


@pytest.fixture
async def tg(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeTelegram]:
    """The fake Telegram, at noon of a working day; the bot's clock is Telegram's (`tg.advance` moves both)."""
    async with FakeTelegram() as fake:
        fake.advance(NOON.timestamp() - fake.clock())
        monkeypatch.setattr(Clock, "now", lambda _: int(fake.clock()))
        yield fake


@pytest.fixture
async def house(  # noqa: PLR0917 - fixtures are arguments
    tg: FakeTelegram,
    template: Path,
    tmp_path: Path,
    voices: Voices,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> AsyncIterator[House]:
    """The program at work; after the test nothing was refused, no tap hangs, and the log holds no warning."""
    monkeypatch.setattr("bot.app.voices_of", lambda *_: voices)
    made = House(tg, copy_of(template, tmp_path), voices, Settings(_env_file=None, owner_ids=frozenset()))
    await made.start()
    yield made
    if tg.calls and not made.stopped:
        await made.settled()
    await made.stop()
    tg.assert_clean(made.forgiven)
    told = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert made.troubled or not told, told


@pytest.fixture
def anna(house: House) -> Talk:
    """Somebody whose Telegram is in Russian."""
    return house.talk()


@pytest.fixture(params=["ru", "en"])
def somebody(house: House, request: pytest.FixtureRequest) -> Talk:
    """Somebody in each language in turn."""
    return house.talk(language=request.param)
