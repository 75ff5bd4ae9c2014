"""From a raw update to its effect: once, in order, through failures, crashes and a locked database."""

import asyncio
import itertools
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiogram import Router
from aiogram.types import CallbackQuery, Message, Update
from sqlalchemy import Connection

from bot.common.file_lock import AnotherInstance, hold
from bot.store.database.database import Database
from bot.store.database.errors import Busy
from bot.store.database.unit_of_work import Unit, UnitUsed
from bot.store.queries import inbox
from bot.telegram.lane_items import ShownView
from bot.viewmodels.screen import Screen, View
from tests.intake.conftest import Factory, World, effect, message, owe, tap
from tests.intake.scripted import FastClock

ANNA, BORIS = 11, 22


class Handlers:
    """A router that notes what it is given, and may be told to wait or to break."""

    def __init__(self) -> None:
        self.gates: dict[int, asyncio.Event] = {}
        self.breaks: Callable[[str], bool] = lambda _words: False
        self.breaks_after: Callable[[str], bool] = lambda _words: False
        self.begun: list[str] = []
        self.at_work = 0
        self.most_at_work = 0
        self.now: list[int] = []

    @property
    def router(self) -> Router:
        """A new router for each run of the program."""
        router = Router()
        router.message.register(self.on_message)
        router.callback_query.register(self.on_tap)
        return router

    async def on_message(self, message: Message, unit: Unit) -> None:
        words = message.text or ""
        self.begun.append(words)
        self.now.append(unit.now)
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        try:
            if gate := self.gates.get(message.chat.id):
                await gate.wait()
            if self.breaks(words):
                raise ValueError(f"broke over {words}")
            await unit.run(effect(message.chat.id, words))
            if self.breaks_after(words):
                raise ValueError(f"broke after {words}")
        finally:
            self.at_work -= 1

    async def on_tap(self, query: CallbackQuery, unit: Unit) -> None:
        if self.breaks(query.data or ""):
            raise ValueError("broke over a tap")
        await unit.run(effect(query.from_user.id, query.data or ""))


@pytest.fixture
def handlers() -> Handlers:
    return Handlers()


async def test_effect_and_completion(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    await here.intake.accept([message(1, ANNA, "раз"), tap(2, ANNA)])
    await here.settled()
    assert here.effects == [(ANNA, "раз"), (ANNA, "r|1|fear|boss")]
    assert here.sql("SELECT update_id, kind, payload, done_at IS NOT NULL, tries FROM inbox") == [
        (1, "message", None, 1, 0),
        (2, "callback_query", None, 1, 0),
    ]


async def test_order_within_a_chat_and_chats_do_not_wait(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    gate = handlers.gates[ANNA] = asyncio.Event()
    await here.intake.accept([message(n, ANNA, f"А{n}") for n in range(1, 6)])
    await here.intake.accept([message(10, BORIS, "Б")])
    await here.until(lambda: here.effects == [(BORIS, "Б")])
    assert handlers.begun == ["А1", "Б"]
    gate.set()
    await here.settled()
    assert here.effects[1:] == [(ANNA, f"А{n}") for n in range(1, 6)]


async def test_only_so_many_handlers_at_once(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router, at_once=3)
    await here.intake.accept([message(n, n) for n in range(1, 21)])
    await here.settled()
    assert len(here.effects) == 20
    assert handlers.most_at_work == 3


async def test_duplicates_are_handled_once(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    await here.intake.accept([message(7, ANNA, "раз"), message(7, ANNA, "раз")])
    await here.intake.accept([message(7, ANNA, "раз")])
    await here.settled()
    await here.intake.accept([message(7, ANNA, "раз"), message(8, ANNA, "два")])
    await here.settled()
    assert here.effects == [(ANNA, "раз"), (ANNA, "два")]


async def test_lower_ids_after_an_idle_week_are_new(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    for number in (1_000_000, 999_999, 5, 6):
        await here.intake.accept([message(number, ANNA, str(number))])
    await here.settled()
    assert [words for _, words in here.effects] == ["1000000", "999999", "5", "6"]


async def test_old_ids_are_swept_after_a_day(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    await here.intake.accept([message(1, ANNA), message(2, ANNA)])
    await here.settled()
    await here.db.write(lambda conn: conn.exec_driver_sql("UPDATE inbox SET done_at = 5 WHERE update_id = 1") and None)
    await here.intake.accept([])
    assert here.sql("SELECT update_id FROM inbox") == [(1,), (2,)]  # an hour has not passed yet
    here.intake._swept = here.clock.now() - 3601
    await here.intake.accept([])
    assert here.sql("SELECT update_id FROM inbox") == [(2,)]


async def test_poison_is_tried_five_times_and_set_aside_and_its_chat_waits(
    world: Factory, handlers: Handlers, caplog: pytest.LogCaptureFixture
) -> None:
    here: World = await world(handlers.router)
    times: list[float] = []

    def breaks(words: str) -> bool:
        if words == "тайный яд":
            times.append(here.clock.time())
        return words == "тайный яд"

    handlers.breaks = breaks
    with caplog.at_level(logging.DEBUG):
        await here.intake.accept([message(1, ANNA, "тайный яд"), message(2, ANNA, "после"), message(3, BORIS, "Б")])
        await here.until(lambda: handlers.begun.count("тайный яд") == 3)
        assert here.effects == [(BORIS, "Б")]
        await here.settled()
    assert handlers.begun.count("тайный яд") == 5
    assert here.effects == [(BORIS, "Б"), (ANNA, "после")]
    assert here.told == [ANNA]
    assert here.sql("SELECT set_aside, tries, error, payload, done_at IS NULL FROM inbox WHERE update_id = 1") == [
        (1, 5, "ValueError", None, 0)
    ]
    waits = [b - a for a, b in itertools.pairwise(times)]
    assert all(waited >= least for waited, least in zip(waits, (0.5, 1, 2, 4), strict=True))
    assert "тайный" not in caplog.text
    assert "ValueError at " in caplog.text


async def test_failing_twice_then_passing_has_one_effect(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    handlers.breaks = lambda words: handlers.begun.count(words) < 3
    await here.intake.accept([message(1, ANNA, "раз")])
    await here.settled()
    assert here.effects == [(ANNA, "раз")]
    assert here.told == []


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"update_id": 1, "message": {"chat": {"id": ANNA}, "text": 5}}, [ANNA]),
        ({"update_id": 1, "message": ["?"]}, []),
        ({"update_id": 1, "callback_query": None}, []),
        ({"update_id": 1, "thought_transfer": {"chat": {"id": ANNA}}}, []),
        ({"update_id": 1}, []),
    ],
)
async def test_unparsable_or_unknown_is_set_aside_and_the_others_go_on(
    world: Factory, handlers: Handlers, raw: dict[str, Any], told: list[int]
) -> None:
    here: World = await world(handlers.router)
    await here.intake.accept([raw, message(2, ANNA, "после")])
    await here.settled()
    assert here.effects == [(ANNA, "после")]
    assert here.told == told
    assert here.sql("SELECT update_id, payload, tries FROM inbox WHERE set_aside") == [(1, None, 1)]
    assert here.waiting == []


async def test_rubbish_without_an_id_is_left_out(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    rubbish: list[Any] = [None, 5, "x", [], {}, {"update_id": "1"}, {"update_id": 2**70}, {"update_id": True}]
    await here.intake.accept([*rubbish, message(2, ANNA, "после")])
    await here.settled()
    assert here.effects == [(ANNA, "после")]
    assert len(here.sql("SELECT 1 FROM inbox")) == 1


async def test_tap_that_is_set_aside_is_answered_all_the_same(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    handlers.breaks = lambda _words: True
    await here.intake.accept([tap(3, ANNA)])
    await here.settled()
    assert [c.data["callback_query_id"] for c in here.telegram.named("answerCallbackQuery")] == ["tap3"]
    assert here.told == [ANNA]


async def test_handler_that_used_no_unit_is_completed(world: Factory) -> None:
    router = Router()
    seen: list[int] = []

    @router.message()
    async def look(message: Message) -> None:
        seen.append(message.chat.id)

    here: World = await world(router)
    poll = {"update_id": 2, "poll_answer": {"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["0"]}}
    await here.intake.accept([message(1, ANNA), poll, tap(3, ANNA)])  # the tap meets no handler at all
    await here.settled()
    assert seen == [ANNA]
    assert here.waiting == []
    assert here.sql("SELECT payload FROM inbox WHERE NOT set_aside") == [(None,)] * 3


async def test_second_unit_of_one_update_raises_and_nothing_doubles(world: Factory) -> None:
    router = Router()
    raised: list[str] = []

    @router.message()
    async def twice(message: Message, unit: Unit) -> None:
        await unit.run(effect(message.chat.id, "первая"))
        try:
            await unit.run(effect(message.chat.id, "вторая"))
        except UnitUsed as error:
            raised.append(str(error))
            raise

    here: World = await world(router)
    await here.intake.accept([message(1, ANNA)])
    await here.settled()
    assert len(raised) == 1
    assert here.effects == [(ANNA, "первая")]
    assert here.waiting == []


async def test_failure_after_the_effect_shows_the_present_view(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    handlers.breaks_after = lambda words: words == "раз"
    await here.db.write(owe(ANNA))
    await here.intake.accept([message(1, ANNA, "раз"), message(2, ANNA, "два")])
    await here.settled()
    assert here.effects == [(ANNA, "раз"), (ANNA, "два")]
    assert here.presented == [(ANNA, ANNA)]
    assert here.told == []


async def test_what_was_stored_and_not_handled_is_handled_after_a_crash(world: Factory, handlers: Handlers) -> None:
    first: World = await world(handlers.router)
    handlers.gates[ANNA] = asyncio.Event()
    await first.intake.accept([message(n, ANNA, str(n)) for n in (1, 2, 3)])
    await first.until(lambda: handlers.begun == ["1"])
    await first.crash()
    assert first.waiting == [1, 2, 3]

    del handlers.gates[ANNA]
    second: World = await world(handlers.router)
    assert await second.intake.replay() == 3
    # Telegram was not told about 2 and 3, so it sends them again with a new one.
    await second.intake.accept([message(n, ANNA, str(n)) for n in (2, 3, 4)])
    await second.settled()
    assert second.effects == [(ANNA, str(n)) for n in (1, 2, 3, 4)]
    assert second.waiting == []


async def test_tries_are_counted_across_restarts(world: Factory, handlers: Handlers) -> None:
    handlers.breaks = lambda _words: True
    first: World = await world(handlers.router)
    await first.intake.accept([message(1, ANNA, "яд")])
    await first.until(lambda: first.sql("SELECT tries FROM inbox") == [(3,)])
    await first.crash()
    before = len(handlers.begun)
    second: World = await world(handlers.router)
    await second.intake.replay()
    await second.settled()
    assert len(handlers.begun) - before == 2
    assert second.told == [ANNA]


async def test_update_that_another_process_completed_has_no_second_effect(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    gate = handlers.gates[ANNA] = asyncio.Event()
    await here.intake.accept([message(1, ANNA, "раз"), message(2, ANNA, "два")])
    await here.until(lambda: handlers.begun == ["раз"])
    await here.db.write(lambda conn: inbox.done(conn, 1, 5))
    gate.set()
    await here.settled()
    assert here.effects == [(ANNA, "два")]
    assert here.sql("SELECT tries, done_at FROM inbox WHERE seq = 1") == [(0, 5)]
    assert here.presented == []


async def test_locked_database_holds_everything_up_and_counts_no_try(
    world: Factory, handlers: Handlers, path: Path
) -> None:
    here: World = await world(handlers.router)
    gate = handlers.gates[ANNA] = asyncio.Event()
    await here.intake.accept([message(1, ANNA, "раз")])
    await here.until(lambda: handlers.begun == ["раз"])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    gate.set()
    storing = asyncio.create_task(here.intake.accept([message(2, ANNA, "два")]))
    await here.until(lambda: len(handlers.begun) > 6)  # more often than a failing handler would be tried
    assert not storing.done()
    other.execute("ROLLBACK")
    other.close()
    await storing
    await here.settled()
    assert here.effects == [(ANNA, "раз"), (ANNA, "два")]
    assert here.sql("SELECT tries, set_aside FROM inbox") == [(0, 0), (0, 0)]
    assert here.told == []


class LosesTheAnswer:
    """A database that stores what it was given and then can't say so, once."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.lost = 0

    async def write(self, fn: Callable[[Connection], Any]) -> Any:  # noqa: ANN401 — as the real one
        result = await self.db.write(fn)
        self.lost += 1
        if self.lost == 1:
            raise Busy("connection lost")
        return result

    read = read_apart = write

    async def purge(self) -> bool:
        return await self.db.purge()

    async def close(self) -> None:
        await self.db.close()


async def test_stored_though_the_answer_was_lost_is_handled_at_once(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    here.intake._db = Database(LosesTheAnswer(here.db))
    await here.intake.accept([message(1, ANNA, "раз"), message(2, ANNA, "два")])
    await here.settled()
    assert here.effects == [(ANNA, "раз"), (ANNA, "два")]


async def test_flood_slows_only_who_floods(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    for start in range(1, 1001, 100):
        await here.intake.accept([message(n, ANNA, str(n)) for n in range(start, start + 100)])
    await here.intake.accept([message(5000, BORIS, "Б")])
    await here.until(lambda: "Б" in handlers.begun)
    assert len(handlers.begun) < 950
    await here.settled(20)
    assert [words for chat, words in here.effects if chat == ANNA] == [str(n) for n in range(1, 1001)]


async def test_moment_of_the_unit_is_wall_time(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    before = here.clock.now()
    await here.intake.accept([message(1, ANNA)])
    await here.settled()
    assert before <= handlers.now[0] <= here.clock.now()


async def test_owed_view_is_shown_once_after_what_was_replayed(world: Factory, handlers: Handlers) -> None:
    first: World = await world(handlers.router)
    await first.db.write(owe(ANNA))
    await first.db.write(owe(BORIS))
    handlers.gates[ANNA] = asyncio.Event()
    await first.intake.accept([message(1, ANNA, "раз")])
    await first.until(lambda: handlers.begun == ["раз"])
    await first.crash()

    second: World = await world(handlers.router)
    await second.intake.replay()
    assert await second.intake.show_owed() == 2
    await second.until(lambda: second.presented == [(BORIS, BORIS)])
    handlers.gates[ANNA].set()
    await second.settled()
    assert second.presented == [(BORIS, BORIS), (ANNA, ANNA)]


async def test_owed_view_that_the_replay_showed_is_not_shown_again(world: Factory) -> None:
    router = Router()
    here: World = await world(router)

    @router.message()
    async def show(message: Message, unit: Unit) -> None:
        await unit.run(effect(message.chat.id, "показан"))
        here.lanes.show(ANNA, 1, View(Screen("Экран")), fresh=True, stands=ShownView())

    await here.db.write(owe(ANNA))
    await here.db.write(lambda conn: inbox.accept(conn, [_stored(message(1, ANNA))]))
    await here.intake.replay()
    await here.intake.show_owed()
    await here.settled()
    assert here.presented == []
    assert len(here.telegram.named("sendMessage")) == 1
    assert here.sql("SELECT shown, message_id FROM chat") == [(1, 101)]


def _stored(raw: dict[str, Any]) -> inbox.Incoming:
    payload = Update.model_validate(raw).model_dump_json(exclude_none=True, by_alias=True)
    return inbox.Incoming(raw["update_id"], ANNA, "message", payload, 1)


async def test_stop_lets_the_running_handler_finish_and_leaves_the_rest(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    gate = handlers.gates[ANNA] = asyncio.Event()
    await here.intake.accept([message(1, ANNA, "раз"), message(2, ANNA, "два")])
    await here.until(lambda: handlers.begun == ["раз"])
    here.lanes.say(BORIS, Screen("Слово"))
    stopping = asyncio.create_task(here.intake.stop(5))
    await asyncio.sleep(0.05)
    gate.set()
    await stopping
    assert here.effects == [(ANNA, "раз")]
    assert here.waiting == [2]
    assert [c.text for c in here.telegram.calls] == ["Слово"]


async def test_stop_does_not_wait_for_a_handler_longer_than_it_was_given(world: Factory, handlers: Handlers) -> None:
    here: World = await world(handlers.router)
    handlers.gates[ANNA] = asyncio.Event()
    await here.intake.accept([message(1, ANNA, "раз")])
    await here.until(lambda: handlers.begun == ["раз"])
    loop = asyncio.get_running_loop()
    start = loop.time()
    await here.intake.stop(0.1)
    assert loop.time() - start < 4
    assert here.effects == []
    assert here.waiting == [1]


async def test_stop_does_not_wait_for_a_backoff(world: Factory, handlers: Handlers) -> None:
    clock = FastClock()
    here: World = await world(handlers.router, clock)
    handlers.breaks = lambda _words: True
    await here.intake.accept([message(1, ANNA, "яд")])
    await here.until(lambda: len(handlers.begun) == 3)
    loop = asyncio.get_running_loop()
    start = loop.time()
    clock.factor = 0.001  # the backoff that is due now would take an hour
    await here.until(lambda: here.sql("SELECT tries FROM inbox") == [(3,)])
    await here.intake.stop(5)
    assert loop.time() - start < 4
    assert here.waiting == [1]


def test_lock_file_is_held_by_one(tmp_path: Path) -> None:
    with hold(tmp_path / "lock"):
        with pytest.raises(AnotherInstance, match="Another instance") as caught, hold(tmp_path / "lock"):
            pass
        assert "\n" not in str(caught.value)
    with hold(tmp_path / "lock"):
        pass
