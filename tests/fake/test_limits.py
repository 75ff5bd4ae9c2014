"""Telegram's pace as the fake keeps it, chance floods, and that a crowd costs what a crowd costs and no more."""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter

from bot.telegram.pace import Bucket, Pace
from tests.fake import TOKEN, FakeTelegram, Tap
from tests.fake.faults import Faults
from tests.fake.idle import Idle
from tests.fake.limits import SENDING, Penalties, Penalty
from tests.fake.wire import ApiError

HERE, THERE = 7, 8


class Hand:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


class Caller:
    """Calls the fake without HTTP, at the moments of a clock that a test moves."""

    def __init__(self) -> None:
        self.clock = Hand()
        self.tg = Faults(TOKEN)
        self.tg.timer = self.clock

    async def call(self, chat: int = HERE, method: str = "sendMessage") -> int:
        """Seconds to wait, zero where the call passed."""
        try:
            await self.tg.suffer(method, {"chat_id": chat})
        except ApiError as refusal:
            wait = refusal.parameters["retry_after"]
            if (refusal.code, refusal.description) != (429, f"Too Many Requests: retry after {wait}"):
                raise
            return wait
        return 0

    async def passed(self, chats: list[int], method: str = "sendMessage") -> int:
        """How many of these calls passed, all in the same moment."""
        return [await self.call(chat, method) for chat in chats].count(0)


@pytest.fixture
def caller() -> Caller:
    return Caller()


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


class Quick(AiohttpSession):
    """aiogram's session without the quarter of a second it waits at the end for TLS, which isn't used here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@pytest.fixture
async def bot(tg: FakeTelegram) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, session=Quick(api=TelegramAPIServer.from_base(tg.url))).context() as made:
        yield made


# -- the overall limit


async def test_nothing_is_limited_unless_a_test_asks(caller: Caller) -> None:
    assert await caller.passed([HERE] * 500) == 500
    caller.tg.enforce(None, None)
    assert await caller.passed([HERE] * 500) == 500
    assert caller.tg.paced == []


async def test_more_than_thirty_in_any_one_second_are_refused_everywhere(caller: Caller) -> None:
    caller.tg.enforce()
    assert await caller.passed(list(range(1, 21))) == 20
    caller.clock.at += 0.9
    assert await caller.passed(list(range(21, 31))) == 10
    caller.clock.at += 0.09
    assert await caller.call(31) == 3
    assert await caller.call(HERE) == 3
    assert [(one.chat, one.limit, one.wait, one.early) for one in caller.tg.paced] == [
        (31, "overall", 3, False),
        (HERE, "overall", 3, True),
    ]
    assert caller.tg.paced[0].at == caller.clock.at
    assert caller.tg.violations == []  # both within the grace: the second was under way


async def test_window_slides(caller: Caller) -> None:
    caller.tg.enforce()
    moments = [0.0] * 20 + [0.5] * 10 + [1.0] * 20 + [1.5] * 10 + [1.99]
    start, waits = caller.clock.at, []
    for chat, moment in enumerate(moments, 1):
        caller.clock.at = start + moment
        waits.append(await caller.call(chat))
    assert waits == [0] * 60 + [3]


async def test_who_calls_on_is_refused_again_and_told(caller: Caller) -> None:
    caller.tg.enforce(overall=2, retry_after=10)
    assert await caller.passed([1, 2]) == 2
    assert await caller.call(3) == 10
    caller.clock.at += 0.6
    assert await caller.call(4) == 10
    caller.clock.at += 9.3
    assert await caller.call(1) == 1
    assert caller.tg.violations == [
        "sendMessage: called 9.4 s before retry_after was over",
        "sendMessage: called 0.1 s before retry_after was over",
    ]
    caller.clock.at += 0.1
    assert await caller.call(1) == 0
    assert [one.early for one in caller.tg.paced] == [False, True, True]
    assert len(caller.tg.penalties) == 0


async def test_grace_is_the_tests_own_where_its_clock_is(caller: Caller) -> None:
    caller.tg.enforce(overall=1, retry_after=60)
    caller.tg.grace = 20
    assert await caller.passed([1, 2]) == 1
    caller.clock.at += 19
    assert await caller.call(2) == 41
    assert caller.tg.violations == []
    caller.clock.at += 2
    assert await caller.call(2) == 39
    assert len(caller.tg.violations) == 1


# -- the limit of one chat


async def test_a_short_burst_and_then_one_a_second(caller: Caller) -> None:
    caller.tg.enforce()
    assert await caller.passed([HERE] * 5) == 5
    for _ in range(20):
        caller.clock.at += 1
        assert await caller.call() == 0
    assert await caller.call() == 3
    assert await caller.call(THERE) == 0
    (refused,) = caller.tg.paced
    assert (refused.method, refused.chat, refused.limit) == ("sendMessage", HERE, "chat")
    caller.clock.at += 3
    assert await caller.passed([HERE] * 3) == 3  # what was refused wasn't counted
    assert await caller.call() == 3
    assert caller.tg.violations == []


async def test_a_chat_at_rest_has_its_burst_again_and_not_more(caller: Caller) -> None:
    caller.tg.enforce(chat=0.5, burst=3)
    assert await caller.passed([HERE] * 3) == 3
    caller.clock.at += 3600
    assert await caller.passed([HERE] * 4) == 3
    caller.clock.at += 3.1
    assert await caller.passed([HERE] * 2) == 1  # one in two seconds


async def test_a_chat_that_goes_on_is_a_violation_and_others_are_not(caller: Caller) -> None:
    caller.tg.enforce(burst=1)
    assert await caller.passed([HERE] * 2) == 1
    caller.clock.at += 1
    assert await caller.call(THERE) == 0
    assert await caller.call(HERE) == 2
    assert caller.tg.violations == ["sendMessage: called 2.0 s before retry_after was over"]
    assert [(one.chat, one.early) for one in caller.tg.paced] == [(HERE, False), (HERE, True)]


@pytest.mark.parametrize(
    ("method", "counts"),
    [
        ("sendMessage", True),
        ("sendDocument", True),
        ("editMessageText", True),
        ("editMessageReplyMarkup", True),
        ("deleteMessage", False),
        ("deleteMessages", False),
        ("answerCallbackQuery", False),
        ("sendChatAction", False),
        ("getUpdates", False),
        ("setMyCommands", False),
    ],
)
async def test_what_counts(caller: Caller, method: str, counts: bool) -> None:
    caller.tg.enforce()
    assert await caller.passed([HERE] * 100, method) == (5 if counts else 100)
    assert await caller.call() == (3 if counts else 0)
    assert await caller.call(method="answerCallbackQuery") == 0


async def test_a_test_may_count_otherwise(caller: Caller) -> None:
    caller.tg.enforce(methods=SENDING + "|deleteMessages?")
    assert await caller.passed([HERE] * 100, "deleteMessage") == 5


async def test_what_failed_is_not_counted_and_clearing_faults_keeps_the_limits(caller: Caller) -> None:
    caller.tg.enforce(burst=1)
    caller.tg.flood(retry_after=1)
    assert await caller.passed([HERE] * 3) == 0
    assert caller.tg.paced == []  # that was the test's own
    caller.tg.clear_faults()
    assert await caller.passed([HERE] * 3) == 1
    caller.tg.clear_faults()
    assert await caller.call() == 3  # let off, but still too fast


# -- the bot's own pace


async def test_the_bots_own_pace_passes(caller: Caller) -> None:
    """What `Pace` lets out in one chat, and in bulk to all, passes though some of it is late on its way."""
    pace, dice = Pace(), random.Random(5)
    caller.tg.enforce()
    start = caller.clock.at
    bucket = Bucket(pace.burst, pace.chat_rate, start)
    out = [bucket.take(start) + dice.uniform(0, 0.9) for _ in range(300)]
    for moment in sorted(out):
        caller.clock.at = moment
        assert await caller.call() == 0
    start = caller.clock.at + 10
    for moment, chat in sorted((start + n / pace.rate + dice.uniform(0, 0.15), n + 1) for n in range(1000)):
        caller.clock.at = moment
        assert await caller.call(chat) == 0
    assert caller.tg.paced == []


async def test_a_bot_faster_than_its_pace_does_not_pass(caller: Caller) -> None:
    caller.tg.enforce()
    start, passed = caller.clock.at, 0
    for n in range(1000):
        caller.clock.at = start + n / 31
        passed += await caller.call(n + 1) == 0
    assert passed < 500
    assert {one.limit for one in caller.tg.paced} == {"overall"}


# -- over HTTP


async def test_refusals_for_pace_are_the_bots_own_fault(tg: FakeTelegram, bot: Bot) -> None:
    anna, boris = tg.crowd([HERE, THERE])
    tg.timer = clock = Hand()
    tg.enforce(burst=2)
    for text in "ab":
        await bot.send_message(anna.id, text)
    with pytest.raises(TelegramRetryAfter, match="Too Many Requests: retry after 3") as refused:
        await bot.send_message(anna.id, "c")
    assert refused.value.retry_after == 3
    await bot.send_message(boris.id, "c")
    clock.at += 3
    await bot.send_message(anna.id, "d")
    assert [(one.chat, one.limit) for one in tg.paced] == [(anna.id, "chat")]
    assert [(call.chat, call.code, call.injected) for call in tg.refused()] == [(anna.id, 429, False)]
    assert [message.text for message in anna.messages] == ["a", "b", "d"]
    with pytest.raises(AssertionError, match="sendMessage -> 429 Too Many Requests: retry after 3"):
        tg.assert_clean()


async def test_chance_floods_are_not_the_bots_fault(tg: FakeTelegram, bot: Bot) -> None:
    anna, boris = tg.crowd([HERE, THERE])
    tg.timer = clock = Hand()
    tg.enforce()
    tg.flood_some(share=1, retry_after=(2, 2), but={boris.id})
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(anna.id, "a")
    assert refused.value.retry_after == 2
    await bot.send_message(boris.id, "a")
    tg.assert_clean()
    clock.at += 1
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(anna.id, "a")
    assert tg.paced == []
    assert tg.violations == ["sendMessage: called 1.0 s before retry_after was over"]


# -- chance floods


async def test_chance_floods_a_share_of_chats_each_for_itself(caller: Caller) -> None:
    caller.tg.flood_some(but=range(1, 101))
    waits = {chat: await caller.call(chat) for chat in range(1, 2101)}
    assert not any(waits[chat] for chat in range(1, 101))
    flooded = {chat: wait for chat, wait in waits.items() if wait}
    assert 320 < len(flooded) < 480
    assert set(Counter(flooded.values())) == {1, 2, 3}
    # Each is kept to its own time, and nobody else waits.
    caller.clock.at += 0.7
    left = [await caller.call(chat) for chat in flooded]
    assert left == list(flooded.values())
    assert len(caller.tg.violations) == len(flooded)
    caller.tg.clear_faults()
    assert await caller.passed(list(flooded)) == len(flooded)


async def test_chance_follows_the_seed_and_not_the_order_of_chats() -> None:
    async def met(seed: int, chats: list[int]) -> dict[int, list[int]]:
        caller = Caller()
        caller.tg.flood_some(0.5, seed=seed)
        found: dict[int, list[int]] = {chat: [] for chat in sorted(chats)}
        for _ in range(3):
            for chat in chats:
                found[chat].append(await caller.call(chat))
            caller.clock.at += 10
        return found

    chats = list(range(1, 101))
    assert await met(1, chats) == await met(1, chats[::-1])
    assert await met(1, chats) != await met(2, chats)


async def test_chance_fits_methods_and_spares_calls_without_a_chat(caller: Caller) -> None:
    caller.tg.flood_some(share=1, methods="editMessageText|setMyCommands")
    assert await caller.call(method="sendMessage") == 0
    assert await caller.call(method="editMessageText") > 0
    assert await caller.call(method="sendMessage") == 0
    await caller.tg.suffer("setMyCommands", {})
    await caller.tg.suffer("editMessageText", {"inline_message_id": "1"})


# -- a crowd


async def test_crowd_can_be_written_to_and_posts_nothing(tg: FakeTelegram, bot: Bot) -> None:
    people = tg.crowd(range(1, 10_001), "en")
    assert len(people) == len(tg.rooms) == 10_000
    assert tg.pending == []
    assert people[-1].user["language_code"] == "en"
    await bot.send_message(10_000, "a")
    assert people[-1].screen == "a"
    tg.assert_clean()


def quick(work: Callable[[], object]) -> None:
    """Far more than it takes (some 0.05 s), far less than it took when all was looked through each time."""
    began = time.process_time()
    work()
    assert time.process_time() - began < 1


def full(people: int = 3000) -> Idle:
    """A ledger of two calls and one tap for each of so many people, and one call of the first under way."""
    tg = Idle(TOKEN)
    for chat in range(1, people + 1):
        for method in ("sendMessage", "editMessageText"):
            call = tg.opens(method, 0, 0)
            tg.concerns(call, chat)
            call.code = 200
            tg.closes(call)
        tg.tapped(Tap(str(chat), chat, "x", tg.clock(), answered=True))
    tg.concerns(tg.opens("sendMessage", 0, 0), 1)
    return tg


def test_ledger_is_not_looked_through_for_one_chat() -> None:
    tg = full()
    quick(lambda: [tg.sends(chat) for chat in range(1, 3001)])
    assert [call.n for call in tg.sends(3000)] == [5999]
    assert [call.n for call in tg.made(chat=1)] == [1, 2, 6001]
    assert len(tg.made("edit.*")) == 3000


def test_looking_whether_the_bot_is_quiet_does_not_look_at_all_that_was() -> None:
    tg = full()
    quick(lambda: [tg.restless(chat, quiet=0) for chat in range(3000)])
    assert tg.restless(1, quiet=0) == tg.restless(quiet=0) == "calls under way: ['sendMessage']"
    assert tg.restless(2, quiet=0) == ""
    tg.tapped(Tap("late", 2, "y", tg.clock()))
    assert tg.restless(2, quiet=0) == "taps not answered: ['y']"
    assert [tap.data for tap in tg.unanswered_taps()] == ["y"]
    assert tg.restless(3, quiet=0) == ""
    for chat in range(2, 3002):
        tg.push({}, chat)
    assert tg.restless(2, quiet=0) == "updates not confirmed: [100000001]"
    quick(lambda: [tg.restless(quiet=0) for _ in range(3000)])


def test_penalties_are_looked_up_by_chat_and_forgotten() -> None:
    penalties = Penalties()
    for chat, until in itertools.product(range(3000), (5, 9)):
        penalties.add(Penalty(".*", chat, 0, until))
    quick(lambda: [penalties.met("sendMessage", chat, 6) for chat in range(3000)])
    assert len(penalties) == 3000
    assert penalties.met("sendMessage", 3001, 6) is None
    assert [penalties.met("sendMessage", chat, 9) for chat in range(3000)] == [None] * 3000
    assert len(penalties) == 0


async def test_ten_thousand_calls_within_the_limits_stay_cheap(caller: Caller) -> None:
    caller.tg.enforce()
    caller.tg.flood_some(0.1)
    began = time.process_time()
    for chat in range(1, 10_001):
        caller.clock.at += 1 / 25
        await caller.call(chat)
    assert time.process_time() - began < 3
    assert caller.tg.paced == []
    assert len(caller.tg.penalties) > 800


async def test_hanging_calls_are_under_way_until_they_are_cut(tg: FakeTelegram, bot: Bot) -> None:
    (anna,) = tg.crowd([HERE])
    tg.delay(3600, count=1)
    hanging = asyncio.create_task(bot.send_message(anna.id, "a"))
    while not tg.restless(anna.id).startswith("calls under way"):
        await tg.happening(0.01)
    assert tg.restless(THERE, quiet=0) == ""
    hanging.cancel()
    await tg.settled(anna.id)
    assert [(call.code, call.injected) for call in tg.made(chat=anna.id)] == [(-1, True)]
