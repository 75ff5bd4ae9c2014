"""No network for ten minutes, and connections that are dead without anybody having said so."""

import asyncio
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod

from bot.intake.polling import Polling
from bot.process.health import LATE, HealthRecord, check, write_health
from bot.telegram.calls import Calls
from bot.telegram.lane_items import ShownView
from bot.telegram.lanes import Lanes
from bot.viewmodels.screen import Screen, View
from tests.fake import TOKEN, FakeTelegram
from tests.intake.scripted import FastClock, HeldClock, Scripted, settle
from tests.intake.test_polling import Stored, ended

ANNA = 7
NOWHERE = ShownView()


class Unplugged(Scripted):
    """Out of reach between two moments of the clock; `tried` are those of the calls that found nobody."""

    def __init__(self, clock: HeldClock) -> None:
        super().__init__(clock)
        self.away = (0.0, 0.0)
        self.tried: list[tuple[str, float]] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ANN401, ASYNC109 - as the base class has it
        if self.away[0] <= self.clock.time() < self.away[1]:
            self.tried.append((method.__api_method__, self.clock.time()))
            raise TelegramNetworkError(method=method, message="ClientConnectorError: Cannot connect to host")
        return await super().make_request(bot, method, timeout)


async def test_ten_minutes_without_network_lose_nothing(tmp_path: Path) -> None:
    """Tried again at least every 45 seconds, and in no storm; health says so. What waits comes once, the newest."""
    clock, stored = HeldClock(), Stored()
    telegram = Unplugged(clock)
    shown: list[int] = []

    async def note(*what: Any) -> None:  # noqa: ANN401 - as the lanes call it
        shown.append(what[1])

    polling = Polling(telegram.bot(), stored, clock)
    lanes = Lanes(telegram.bot(), note, clock=clock)
    telegram.updates.append([{"update_id": 1}])
    task = asyncio.create_task(polling.run())
    await settle()
    assert stored.batches == [[{"update_id": 1}]]
    telegram.away = (clock.time(), clock.time() + 600)
    gone = clock.now()
    lanes.show(ANNA, 1, View(Screen("первый"), None), fresh=False, stands=NOWHERE)
    lanes.answer(ANNA, "tap")
    await clock.advance(130)
    write_health(tmp_path, HealthRecord(clock.now(), polling.last_ok))
    assert check(tmp_path, clock.now)[0] is False
    assert clock.now() - gone > LATE
    lanes.show(ANNA, 2, View(Screen("второй"), None), fresh=False, stands=NOWHERE)
    telegram.updates.append([{"update_id": 2}])
    await clock.advance(470)
    await clock.advance(46)
    assert stored.batches == [[{"update_id": 1}], [{"update_id": 2}]]
    assert [call.text for call in telegram.named("sendMessage")] == ["второй"]
    assert shown == [2]
    for method in ("getUpdates", "sendMessage"):
        moments = [at for name, at in telegram.tried if name == method]
        assert 12 <= len(moments) <= 40, method
        assert all(later - first <= 45 for first, later in pairwise(moments)), method
    write_health(tmp_path, HealthRecord(clock.now(), polling.last_ok))
    assert check(tmp_path, clock.now)[0]
    await ended(task)
    await lanes.close()


async def test_a_poll_over_a_dead_connection_is_taken_for_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half-open: the other side never answers and never hangs up. The wait is shortened from its 40 seconds."""
    monkeypatch.setattr("bot.intake.polling._MARGIN", 0.2)
    stored = Stored()
    async with FakeTelegram() as tg:
        tg.delay(3600, count=1, methods="getUpdates")
        bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(tg.url)))
        polling = Polling(bot, stored, FastClock(), wait=0)
        task = asyncio.create_task(polling.run())
        await tg.person(ANNA).say("слово")
        async with asyncio.timeout(5):
            while not stored.batches:  # noqa: ASYNC110 - asks as an onlooker would
                await asyncio.sleep(0.01)
        assert len(stored.batches[0]) == 1
        await ended(task)
        await bot.session.close()


async def test_a_screen_over_a_dead_connection_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for what is sent: after 20 seconds, shortened here, it is tried over a new connection."""
    monkeypatch.setattr(Calls.send, "__defaults__", (0.2,))
    shown: list[int] = []

    async def note(*what: Any) -> None:  # noqa: ANN401 - as the lanes call it
        shown.append(what[1])

    async with FakeTelegram() as tg:
        person = tg.person(ANNA).starts()
        tg.delay(3600, count=1, methods="sendMessage")
        bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(tg.url)))
        lanes = Lanes(bot, note, clock=FastClock())
        lanes.show(ANNA, 1, View(Screen("слово"), None), fresh=False, stands=NOWHERE)
        assert await lanes.drain(5)
        assert [message.text for message in person.messages] == ["слово"]
        assert shown == [1]
        await bot.session.close()
