"""Long polling: confirmed only when stored, through errors and conflicts; who came later leaves."""

import asyncio
import itertools
import logging
import sqlite3
from typing import Any

import pytest
from aiogram import Bot, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.common.clock import Clock
from bot.common.file_lock import AnotherInstance
from bot.intake.polling import KINDS, Polling, TokenRefused
from tests.fake import TOKEN, FakeTelegram
from tests.intake.conftest import Factory, World, message
from tests.intake.scripted import FastClock, Fault, HeldClock, Scripted, settle
from tests.intake.test_intake import ANNA, Handlers

CONFLICT = Fault(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


class Stored:
    """Where batches go; may be held up, as by a locked database."""

    def __init__(self) -> None:
        self.batches: list[list[Any]] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, batch: list[Any]) -> None:
        await self.gate.wait()
        if batch:
            self.batches.append(batch)


async def ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_offset_moves_only_when_stored_and_is_left_out_after_an_empty_answer() -> None:
    clock, stored = HeldClock(), Stored()
    telegram = Scripted(clock)
    telegram.updates.extend([[{"update_id": 9}, {"update_id": 10}], [], [{"update_id": 3}]])
    stored.gate.clear()
    task = asyncio.create_task(Polling(telegram.bot(), stored, clock).run())
    await settle()
    assert telegram.offsets == [None]
    stored.gate.set()
    await settle()
    # After everything was confirmed no offset is named, so that ids that start anew and lower are seen.
    assert telegram.offsets == [None, 11, None, 4]
    assert stored.batches == [[{"update_id": 9}, {"update_id": 10}], [{"update_id": 3}]]
    await ended(task)


async def test_what_is_asked_for() -> None:
    clock = HeldClock()
    telegram = Scripted(clock)
    asked: list[dict[str, Any]] = []
    telegram.on_call = lambda _name, data: asked.append(data)
    task = asyncio.create_task(Polling(telegram.bot(), Stored(), clock).run())
    await settle()
    assert asked == [{"timeout": 30, "allowed_updates": KINDS}]
    await ended(task)


async def test_errors_back_off_and_nothing_is_lost(caplog: pytest.LogCaptureFixture) -> None:
    clock, stored = HeldClock(), Stored()
    telegram = Scripted(clock)
    faults = [Fault(502, "Bad Gateway"), Fault(0), Fault(500, "x"), Fault(429, "Too Many Requests", 17)]
    telegram.updates.extend([*faults, [{"update_id": 1}]])
    polling = Polling(telegram.bot(), stored, clock)
    task = asyncio.create_task(polling.run())
    with caplog.at_level(logging.DEBUG, "bot"):
        await settle()
        before = polling.last_ok
        await clock.advance(60)
    assert stored.batches == [[{"update_id": 1}]]
    assert (before, bool(polling.last_ok)) == (None, True)
    assert [r.levelname for r in caplog.records] == ["WARNING", "INFO"]
    assert TOKEN not in caplog.text
    await ended(task)


async def test_a_batch_that_cannot_be_confirmed_does_not_spin() -> None:
    clock, stored = HeldClock(), Stored()
    telegram = Scripted(clock)
    telegram.updates.extend([["rubbish"]] * 50)
    task = asyncio.create_task(Polling(telegram.bot(), stored, clock).run())
    await clock.advance(5)
    assert 5 <= len(telegram.offsets) <= 7
    await ended(task)


@pytest.mark.parametrize("fault", [Fault(401, "Unauthorized"), Fault(404, "Not Found")])
async def test_refused_token_ends_it_with_one_line(fault: Fault) -> None:
    clock = HeldClock()
    telegram = Scripted(clock)
    telegram.updates.append(fault)
    with pytest.raises(TokenRefused, match="BOT_TOKEN") as caught:
        await Polling(telegram.bot(), Stored(), clock).run()
    assert "\n" not in str(caught.value)


async def test_newcomer_leaves_at_its_first_conflict() -> None:
    clock = HeldClock()
    telegram = Scripted(clock)
    telegram.updates.append(CONFLICT)
    with pytest.raises(AnotherInstance, match="already polls"):
        await Polling(telegram.bot(), Stored(), clock).run()


async def test_newcomer_without_network_at_first_still_leaves() -> None:
    clock = HeldClock()
    telegram = Scripted(clock)
    telegram.updates.extend([Fault(0)] * 5 + [CONFLICT])
    task = asyncio.create_task(Polling(telegram.bot(), Stored(), clock).run())
    await clock.advance(120)
    assert isinstance(task.exception(), AnotherInstance)


async def test_who_was_first_goes_on_through_conflicts() -> None:
    clock, stored = HeldClock(), Stored()
    telegram = Scripted(clock)
    task = asyncio.create_task(Polling(telegram.bot(), stored, clock).run())
    await clock.advance(59)
    telegram.updates.extend([CONFLICT] * 9)
    before = len(telegram.offsets)
    await clock.advance(30)
    at_once = len(telegram.offsets) - before
    telegram.updates.append([{"update_id": 1}])
    await clock.advance(60)
    assert at_once >= 8
    assert stored.batches == [[{"update_id": 1}]]
    assert not task.done()
    await ended(task)


async def test_webhook_is_removed() -> None:
    clock, stored = HeldClock(), Stored()
    telegram = Scripted(clock)
    words = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    telegram.updates.extend([Fault(409, words), [{"update_id": 1}]])
    task = asyncio.create_task(Polling(telegram.bot(), stored, clock).run())
    await clock.advance(2)
    assert [c.name for c in telegram.calls] == ["deleteWebhook"]
    assert stored.batches == [[{"update_id": 1}]]
    await ended(task)


async def test_from_polling_to_effect_and_stop(world: Factory) -> None:
    handlers = Handlers()
    here: World = await world(handlers.router, Clock())
    broken = {"update_id": 2, "message": {"chat": {"id": ANNA}}}
    here.telegram.updates.extend([[message(1, ANNA, "раз"), broken, message(3, ANNA, "два")]])
    polling = asyncio.create_task(here.intake.poll())
    await here.until(lambda: here.effects == [(ANNA, "раз"), (ANNA, "два")])
    assert here.intake.last_ok is not None
    loop = asyncio.get_running_loop()
    start = loop.time()
    await here.intake.stop(5)  # though Telegram holds the call for 30 s
    await polling
    assert loop.time() - start < 4


async def test_cancelled_poll_keeps_the_batch_in_hand(world: Factory) -> None:
    handlers = Handlers()
    here: World = await world(handlers.router, Clock())
    lock = sqlite3.connect(here.path, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    here.telegram.updates.append([message(1, ANNA, "раз")])
    polling = asyncio.create_task(here.intake.poll())
    await here.until(lambda: not here.telegram.updates)
    await asyncio.sleep(0.05)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    lock.execute("ROLLBACK")
    lock.close()
    await here.until(lambda: here.effects == [(ANNA, "раз")])
    assert here.telegram.offsets == [None]


async def test_poll_hands_on_why_it_ended(world: Factory) -> None:
    here: World = await world(Router())
    here.telegram.updates.append(Fault(401, "Unauthorized"))
    with pytest.raises(TokenRefused):
        await here.intake.poll()
    here.telegram.updates.append(CONFLICT)
    with pytest.raises(AnotherInstance):
        await here.intake.poll()


async def test_two_instances_over_http_the_later_leaves_within_five_seconds() -> None:
    async with FakeTelegram() as telegram:
        bots = [Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))) for _ in range(2)]
        stored = Stored()
        first = asyncio.create_task(Polling(bots[0], stored, FastClock(60)).run())
        await asyncio.sleep(0.2)  # twelve seconds by the first one's clock
        loop = asyncio.get_running_loop()
        start = loop.time()
        with pytest.raises(AnotherInstance):
            await Polling(bots[1], Stored(), Clock()).run()
        assert loop.time() - start < 5
        assert not first.done()
        await telegram.person().say("Слышно?")
        async with asyncio.timeout(5):
            while not stored.batches:  # noqa: ASYNC110 — asks as an onlooker would
                await asyncio.sleep(0.01)
        words = [update["message"]["text"] for update in itertools.chain(*stored.batches)]
        assert words == ["Слышно?"]
        await ended(first)
        for bot in bots:
            await bot.session.close()
