"""The pause (P1): twelve edits in a minute, left at once, no chat blocked, nothing left behind."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot.common.clock import Clock
from bot.telegram.lane_items import ShownView
from bot.telegram.lanes import Lanes
from bot.telegram.pace import Pace
from bot.viewmodels.screen import Screen, View
from bot.workers.breathing import Breathing, phases
from tests.fake import TOKEN, FakeTelegram, Person
from tests.fake.test_fake import Quick
from tests.voices import VOICES

FAST = 80
"""How many times faster than the wall the pause's clock runs here."""


class FastClock(Clock):
    """A clock that runs `FAST` times faster than the wall."""

    def __init__(self) -> None:
        self.began = asyncio.get_running_loop().time()

    def now(self) -> int:
        return int(self.time())

    def time(self) -> float:
        return (asyncio.get_running_loop().time() - self.began) * FAST

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / FAST)


class Stage:
    """One person, the lanes, the pauses, and what was recorded of messages beside the view."""

    def __init__(self, tg: FakeTelegram, anna: Person, lanes: Lanes, pauses: Breathing, clock: FastClock) -> None:
        self.tg = tg
        self.anna = anna
        self.lanes = lanes
        self.pauses = pauses
        self.clock = clock
        self.beside: list[int | None] = []

    async def until(self, reached: Callable[[], bool], within: float = 5.0) -> None:
        """Waits until `reached`, at most `within` seconds on the wall."""
        async with asyncio.timeout(within):
            while not reached():  # noqa: ASYNC110 - what is waited for is the fake's and the lanes' state
                await asyncio.sleep(0.002)

    def frames(self) -> list[str]:
        """The last line of each text that the pause's message took, in order."""
        calls = self.tg.made("sendMessage|editMessageText", self.anna.id, ok=True)
        return [str(call.params["text"]).splitlines()[-1] for call in calls]


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    """A chat with a fast clock for the pause."""
    async with FakeTelegram() as tg:
        anna = tg.person(1001)
        anna.starts()
        bot = Bot(TOKEN, session=Quick(api=TelegramAPIServer.from_base(tg.url)))
        clock = FastClock()
        stage: Stage

        async def shown(*_: object) -> None:
            """Nothing of the view is recorded here."""

        async def beside(_: int, message: int | None) -> None:
            stage.beside.append(message)

        lanes = Lanes(
            bot, shown, on_beside=beside, clock=clock, pace=Pace(burst=4, chat_rate=1, rate=25, overall_burst=5)
        )
        pauses = Breathing(lanes, clock)
        stage = Stage(tg, anna, lanes, pauses, clock)
        try:
            yield stage
        finally:
            await pauses.close()
            await lanes.drain(2)
            await lanes.close()
            await bot.session.close()


def test_a_minute_is_six_breaths_in_for_four_and_out_for_six() -> None:
    found = list(phases())
    assert [phase.at for phase in found] == [0, 4, 10, 14, 20, 24, 30, 34, 40, 44, 50, 54]
    assert [phase.inward for phase in found] == [True, False] * 6


async def test_the_pause_is_one_message_edited_twelve_times() -> None:
    async with staged() as stage:
        stage.pauses.begin(1001, VOICES["ru"], 0)
        await stage.until(lambda: len(stage.frames()) == 13)
        calls = stage.tg.made("sendMessage|editMessageText", 1001, ok=True)
        assert [call.method for call in calls] == ["sendMessage"] + ["editMessageText"] * 12
        lines = stage.frames()
        assert [line.split()[0] for line in lines[:12]] == ["Вдох", "Выдох"] * 6
        assert lines[12] == VOICES["ru"].say("pause-end-1")
        assert stage.anna.messages[-1].labels == [VOICES["ru"].say(key) for key in ("pause-o-onward", "menu-vent")]
        await stage.until(lambda: stage.lanes.idle)
        assert stage.beside[-1] is None
        stage.tg.assert_clean()


async def test_a_doubled_tap_begins_one_pause() -> None:
    async with staged() as stage:
        stage.pauses.begin(1001, VOICES["ru"], 0)
        stage.pauses.begin(1001, VOICES["ru"], 0)
        await stage.until(lambda: len(stage.frames()) >= 3)
        assert len(stage.tg.made("sendMessage", 1001)) == 1


async def test_it_is_left_at_once_and_its_message_goes_before_the_next_screen() -> None:
    async with staged() as stage:
        stage.pauses.begin(1001, VOICES["ru"], 0)
        await stage.until(lambda: len(stage.frames()) >= 3)
        assert stage.pauses.leave(1001)
        stage.lanes.show(1001, 1, View(Screen("дальше")), fresh=True, stands=ShownView())
        await stage.until(lambda: stage.lanes.idle)
        done = [call.method for call in stage.tg.made(".*Message.*", 1001, ok=True)]
        assert done[-2:] == ["deleteMessage", "sendMessage"]
        assert [message.text for message in stage.anna.messages if not message.deleted] == ["дальше"]
        before = len(stage.tg.calls)
        await asyncio.sleep(15 / FAST)
        assert len(stage.tg.made("editMessageText", 1001)) == sum(
            call.method == "editMessageText" for call in stage.tg.calls[:before]
        )
        assert not stage.pauses.leave(1001)


async def test_an_edit_under_way_is_awaited_before_the_next_screen() -> None:
    async with staged() as stage:
        stage.pauses.begin(1001, VOICES["ru"], 0)
        await stage.until(lambda: len(stage.frames()) >= 2)
        stage.tg.delay(0.15, 1, "editMessageText")
        await stage.until(lambda: bool(stage.tg.made("editMessageText", 1001)) and not stage.lanes.idle)
        stage.pauses.leave(1001)
        stage.lanes.show(1001, 1, View(Screen("дальше")), fresh=True, stands=ShownView())
        await stage.until(lambda: stage.lanes.idle)
        assert stage.anna.screen == "дальше"
        last = [call.method for call in stage.tg.calls if call.chat == 1001][-1]
        assert last == "sendMessage"


async def test_a_frame_that_fails_is_dropped_and_never_retried() -> None:
    async with staged() as stage:
        stage.pauses.begin(1001, VOICES["ru"], 0)
        await stage.until(lambda: len(stage.frames()) >= 2)
        stage.tg.fail(500, 3, "editMessageText", 1001)
        await stage.until(lambda: VOICES["ru"].say("pause-end-1") in stage.frames())
        assert len(stage.tg.made("editMessageText", 1001)) <= 12
        assert sum(call.injected for call in stage.tg.made("editMessageText", 1001)) == 3


async def test_frames_within_a_limit_are_not_even_tried() -> None:
    async with staged() as stage:
        stage.pauses.begin(1001, VOICES["ru"], 0)
        await stage.until(lambda: len(stage.frames()) >= 2)
        stage.tg.flood("editMessageText", 100, 1, 1001)  # longer than the pause lasts
        await stage.until(lambda: stage.tg.made("editMessageText", 1001, ok=False) != [])
        tried = len(stage.tg.made("editMessageText", 1001))
        await stage.until(lambda: 1001 not in stage.pauses._tasks)
        assert len(stage.tg.made("editMessageText", 1001)) == tried
        assert not stage.tg.violations


async def test_other_chats_and_the_same_chat_are_not_blocked() -> None:
    async with staged() as stage:
        boris = stage.tg.person(1002, first_name="Boris")
        boris.starts()
        stage.pauses.begin(1001, VOICES["ru"], 0)
        await stage.until(lambda: len(stage.frames()) >= 2)
        stage.lanes.show(1002, 1, View(Screen("вопрос")), fresh=True, stands=ShownView())
        stage.lanes.show(1001, 1, View(Screen("вопрос")), fresh=True, stands=ShownView())
        await stage.until(lambda: boris.screen == "вопрос" and any(m.text == "вопрос" for m in stage.anna.messages))


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_what_a_killed_run_left_is_taken_away(language: str) -> None:
    async with staged() as stage:
        stage.pauses.begin(1001, VOICES[language], 1)
        await stage.until(lambda: stage.beside != [])
        left = stage.beside[-1]
        assert left is not None
        await stage.pauses._tasks.drain(0)  # as a kill would end it: nobody takes the message away
        stage.lanes.forget(1001)
        stage.lanes.clear_beside(1001, left)
        await stage.until(lambda: stage.lanes.idle)
        assert [message for message in stage.anna.messages if not message.deleted] == []
        assert stage.beside[-1] is None
