"""The kills: a bot is started over one file, debriefs are held, at a random moment it gets SIGKILL; and again.

Every second life is troubled: a tenth of its transactions fail, a tenth of what it sends meets a 429.
"""

import asyncio
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import wait
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from bot.store.database.database import Database
from tests.fake import TOKEN, FakeTelegram, FakeTelegramThread, Json
from tests.kill import journal
from tests.kill.failing_database import FAULTS
from tests.kill.forkserver import ForkServer, Order
from tests.kill.people import PATIENCE, Hand

_CALLS = ("getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery", "editMessageReplyMarkup")
_LONGEST_LIFE = 0.8  # seconds
_BEGUN_WITHIN = 15.0  # seconds that a bot may take to its first poll, on a machine that has other things to do
_SETTLED_WITHIN = 45.0
_QUIET = 1.3  # seconds: a chat gets one call a second
SLOW = 2.0
"""Seconds that a handler takes that SIGTERM finds at work."""
FLOODS = 0.1
"""The share of a troubled life's calls that get 429."""


@dataclass
class Life:
    """One process of the bot: from when to when (Unix seconds), and what ended it.

    Of one that was asked to end by SIGTERM, `code` is how it did, and `took` the seconds.
    """

    pid: int
    began: float
    ended: float = 0.0
    moment: str = ""
    troubled: bool = False
    code: int | None = None
    took: float | None = None


@dataclass
class Course:
    """What is left after the kills: everything that the checks look at."""

    path: Path
    log: Path
    fake: FakeTelegram
    hands: list[Hand]
    lives: list[Life] = field(default_factory=list)
    exit_code: int | None = None
    unsettled: str = ""
    offset: float = 0.0  # Unix seconds minus the monotonic ones of the ledger

    @property
    def moments(self) -> Counter[str]:
        """How many kills came at which kind of moment."""
        return Counter(life.moment for life in self.lives if life.moment)

    @property
    def faults(self) -> int:
        """How many transactions were made to fail."""
        counted = self.path.with_name(FAULTS)
        return counted.stat().st_size if counted.exists() else 0

    @property
    def floods(self) -> int:
        """How many calls were made to meet a 429."""
        return sum(call.code == 429 and call.injected for call in self.fake.calls)


class Trigger:
    """Kills the bot at its `number`-th call of a method, before it takes effect or before its answer is out.

    The hooks run in the fake's thread; the order is given and taken back from the main one.
    """

    def __init__(self, fake: FakeTelegram) -> None:
        self.fake = fake
        self._lock = threading.Lock()
        self._order: tuple[str, str, int] | None = None
        self._fits: Callable[[Json], bool] = lambda _: True
        self.pid = 0
        self.fired = ""
        self.polls = 0
        fake.before_effect = lambda method, params: self._meet("before", method, params)
        fake.before_answer = lambda method, params: self._meet("after", method, params)

    def set(self, pid: int, when: str, method: str, number: int, fits: Callable[[Json], bool] = lambda _: True) -> None:
        """For the bot of that process: which moment; only calls whose parameters fit are counted."""
        with self._lock:
            self.pid, self.fired, self._order, self._fits = pid, "", (when, method, number), fits

    def clear(self) -> str:
        """No kill from here on; gives which moment came, "" for none."""
        with self._lock:
            fired, self.fired, self._order = self.fired, "", None
            return fired

    def _meet(self, when: str, method: str, params: Json) -> bool:
        with self._lock:
            self.polls += method == "getUpdates" and when == "before"
            if self._order is None or self._order[:2] != (when, method) or not self._fits(params):
                return False
            number = self._order[2] - 1
            self._order = (when, method, number) if number else None
            if number:
                return False
            os.kill(self.pid, signal.SIGKILL)
            self.fired = f"{when} {method}"
            return True  # whatever the dead one would have got, it does not get


def hold(  # noqa: PLR0917 - the arguments of the command line
    forkserver: ForkServer,
    folder: Path,
    kills: int,
    seed: int,
    people: int = 8,
    broken: str | None = None,
    *,
    slow: float = 0.0,
    longest: float = _LONGEST_LIFE,
) -> Course:
    """Holds debriefs through `kills` kills, lets everything settle, ends the bot by SIGTERM; gives what is left.

    With `slow` it is SIGTERM each time, while handlers that take so many seconds are at work. A life takes `longest`
    seconds at most, counted from its first poll mostly; a moment that has not come by then becomes one by time.
    """
    chance = random.Random(seed)
    path = folder / "okok.db"
    asyncio.run(_make(path))
    journal.begin(path)
    with FakeTelegramThread() as tg:
        languages = ("ru", "en")
        numbers = range(people)
        patience = 3 * slow or PATIENCE  # or they would do more than can ever be handled
        hands = tg.call(lambda: [Hand(tg.fake, 2001 + n, languages[n % 2], seed * 1000 + n, patience) for n in numbers])
        course = Course(path, folder / "log.txt", tg.fake, hands)
        course.offset = time.time() - time.monotonic()
        trigger = Trigger(tg.fake)
        stopped = threading.Event()
        working = [asyncio.run_coroutine_threadsafe(hand.go_on(stopped.is_set), tg._loop) for hand in hands]
        order = Order(str(folder), tg.url, TOKEN, str(course.log), broken=broken)
        try:
            while len(course.lives) < kills:
                troubled = len(course.lives) % 2 == 1
                tg.call(partial(_trouble, tg.fake, chance.randrange(10**6) if troubled else None))
                ailing = chance.randrange(10**6) if troubled else None
                if slow:
                    life = _one_term(forkserver, trigger, replace(order, ailing=ailing, slow=slow), chance)
                else:
                    life = _one_life(forkserver, trigger, replace(order, ailing=ailing), chance, longest)
                life.troubled = troubled
                course.lives.append(life)
                died = [one.exception() for one in working if one.done()]
                assert not died, died
        finally:
            stopped.set()
            wait(working, 10)
        tg.call(tg.fake.clear_faults)
        _last_life(course, forkserver, order, tg)
    return course


def _trouble(fake: FakeTelegram, seed: int | None) -> None:
    """Trouble with Telegram for the next life, by that seed, or none.

    Nobody has to wait any more for what was asked of the one before: a new process can't know of that, and would be
    told of it as of a fault of its own.
    """
    fake.clear_faults()
    if seed is not None:
        fake.flood_some(FLOODS, (1, 1), seed=seed)


async def _make(path: Path) -> None:
    await (await Database.open(f"sqlite:///{path}")).close()


def _one_life(forkserver: ForkServer, trigger: Trigger, order: Order, chance: random.Random, longest: float) -> Life:
    """Starts a bot and sees it die by SIGKILL."""
    kind = chance.choices(("time", "call", "transaction"), (1, 2, 2))[0]
    seconds = chance.uniform(0.0, longest) if kind == "time" else longest
    die = (chance.choice(("before", "in", "after")), chance.randint(1, 30)) if kind == "transaction" else None
    began = time.time()
    pid = forkserver.start(replace(order, die=die))
    life = Life(pid, began)
    if kind == "call":
        trigger.set(pid, chance.choice(("before", "after")), chance.choice(_CALLS), chance.randint(1, 5))
    code = None
    if kind != "time" or chance.random() < 0.5:  # else it may die before it ever polls
        code = _polling(forkserver, trigger, pid)
    code = forkserver.ended(pid, seconds) if code is None else code
    moment = trigger.clear()
    if code is None:
        os.kill(pid, signal.SIGKILL)
        code = forkserver.ended(pid, 10)
        life.moment = moment or "by time"
    else:
        life.moment = moment or (f"{die[0]} a transaction" if die else "?")
    _hung_up(trigger.fake)
    life.ended = time.time()
    assert code == -signal.SIGKILL, f"the bot ended by itself with {code}: {Path(order.log).read_text()[-2000:]}"
    return life


def _hung_up(fake: FakeTelegram) -> None:
    """Waits until the fake has read all that a dead bot sent: on a busy machine the next bot could overtake it."""
    end = time.monotonic() + _BEGUN_WITHIN
    while fake.connected and time.monotonic() < end:
        time.sleep(0.01)


def _one_term(forkserver: ForkServer, trigger: Trigger, order: Order, chance: random.Random) -> Life:
    """Starts a bot and asks it to end while its handlers are at work."""
    life = Life(forkserver.start(order), time.time(), moment="SIGTERM")
    assert _polling(forkserver, trigger, life.pid) is None, f"it ended by itself: {Path(order.log).read_text()[-2000:]}"
    time.sleep(chance.uniform(0.1, 1.5 * order.slow))
    asked = time.monotonic()
    os.kill(life.pid, signal.SIGTERM)
    life.code = forkserver.ended(life.pid, 20)
    life.took = time.monotonic() - asked
    if life.code is None:
        os.kill(life.pid, signal.SIGKILL)
        forkserver.ended(life.pid, 10)
    life.ended = time.time()
    return life


def _polling(forkserver: ForkServer, trigger: Trigger, pid: int) -> int | None:
    """Waits for the first poll of the bot; its exit code where it died before."""
    end = time.monotonic() + _BEGUN_WITHIN
    polls = trigger.polls
    code = None
    while code is None and trigger.polls == polls and time.monotonic() < end:
        code = forkserver.ended(pid, 0.02)
    return code


def _last_life(course: Course, forkserver: ForkServer, order: Order, tg: FakeTelegramThread) -> None:
    """A bot that nobody kills: what is owed is shown, every second person goes on to the menu, SIGTERM ends it."""
    life = Life(forkserver.start(order), time.time())
    course.lives.append(life)
    course.unsettled = settle(course.fake)
    for hand in course.hands[::2]:
        tg.run(hand.leave())
    course.unsettled = course.unsettled or settle(course.fake)
    os.kill(life.pid, signal.SIGTERM)
    course.exit_code = forkserver.ended(life.pid, 8.5)
    if course.exit_code is None:
        os.kill(life.pid, signal.SIGKILL)
        forkserver.ended(life.pid, 10)
    life.ended = time.time()


def settle(fake: FakeTelegram) -> str:
    """Waits until the bot has nothing left to do as far as Telegram sees; gives what was missing in the end.

    Taps that a killed bot took and never answered are left aside: their spinners end by themselves.
    """
    end = time.monotonic() + _SETTLED_WITHIN
    why = ""
    while time.monotonic() < end:
        time.sleep(0.1)
        under_way = [call.method for call in fake.calls[-200:] if call.method != "getUpdates" and call.code == 0]
        why = f"{len(fake.pending)} updates not taken, calls under way: {under_way}"
        quiet = time.monotonic() - fake.last_activity > _QUIET
        if quiet and not fake.pending and not under_way:
            return ""
    return why
