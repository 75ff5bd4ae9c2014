"""The kills on a reminder's way: what is due is sown, a bot started, at a chosen moment it gets SIGKILL; and again."""

import asyncio
import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import create_engine

from bot.protocol.cadence.due_times import Kind
from bot.protocol.person import Person
from bot.store.database.database import Database
from tests.fake import TOKEN, FakeTelegram, FakeTelegramThread, Json
from tests.kill.forkserver import ForkServer, Order
from tests.kill.kills import Course, Life, Trigger
from tests.kill.readers import Reader, brought
from tests.kill.seeds import Sown, admit, sow

MOMENTS = (
    "claimed",
    "before sendMessage",
    "after sendMessage",
    "noting",
    "noted",
    "deciding",
    "decided",
    "before editMessageText",
    "in a transaction",
    "by time",
)
"""Each life ends at the next of them; see `tests.kill.reminder_moments` for those that a bot brings about itself."""
_OF_TAPS = frozenset({"deciding", "decided"})
"""Those that wait for somebody to tap: not many do within one life."""
_LONGEST_LIFE = 6.0  # seconds; a moment that has not come by then, or with nothing left to do, becomes one by time
_MOST_COMINGS = 5  # a bot dies at a moment's first to so-and-so-manyth coming
_MOST_DUE = 6  # of one person: a page of a list, with buttons for all of them, holds eight
_SETTLED_WITHIN = 20.0
_QUIET = 0.15
_IDLE = 0.5
# What the bot still has to do, by its own rows.
_LEFT = {
    "reminders that are due": "SELECT count(*) FROM reminder WHERE status = 'waiting' AND due_at <= :now",
    "claims": "SELECT count(*) FROM agenda WHERE lease_until IS NOT NULL",
    "updates": "SELECT count(*) FROM inbox WHERE done_at IS NULL",
    "views": "SELECT count(*) FROM chat WHERE shown < revision",
    "messages that brought reminders": "SELECT count(*) FROM notice WHERE shown < revision",
}


@dataclass
class Story(Course):
    """What is left after the kills. `claimed` are the people who were claimed when each life ended, by their chats."""

    readers: list[Reader] = field(default_factory=list)
    sown: list[Sown] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    claimed: list[frozenset[int]] = field(default_factory=list)


def remind(  # noqa: PLR0917 - the arguments of the command line
    forkserver: ForkServer,
    folder: Path,
    kills: int,
    seed: int,
    people: int = 8,
    broken: str | None = None,
    moments: Sequence[str] = MOMENTS,
) -> Story:
    """Sends reminders through `kills` kills, lets everything settle, ends the bot by SIGTERM; gives what is left."""
    chance = random.Random(seed)
    path = folder / "okok.db"
    asyncio.run(_make(path))
    with FakeTelegramThread() as tg:
        languages = ("ru", "en")
        readers = tg.call(lambda: [Reader(tg.fake, 3001 + n, languages[n % 2], seed * 1000 + n) for n in range(people)])
        story = Story(path, folder / "log.txt", tg.fake, [], readers=readers)
        story.offset = time.time() - time.monotonic()
        ground = _Ground(story, chance)
        trigger = Trigger(tg.fake)
        stopped = threading.Event()
        working = [asyncio.run_coroutine_threadsafe(reader.go_on(stopped.is_set), tg._loop) for reader in readers]
        order = Order(str(folder), tg.url, TOKEN, str(story.log), broken=broken)
        try:
            for number in range(kills):
                ground.sow()
                _trouble(tg, chance)
                story.lives.append(_one_life(forkserver, trigger, order, story, moments[number % len(moments)], chance))
                story.claimed.append(_claimed(path))
                died = [one.exception() for one in working if one.done()]
                assert not died, died
        finally:
            stopped.set()
        for one in working:
            one.result(10)
        tg.call(tg.fake.clear_faults)
        _last_life(story, forkserver, order)
    return story


async def _make(path: Path) -> None:
    await (await Database.open(f"sqlite:///{path}")).close()


class _Ground:
    """Where reminders are sown, between two lives of the bot."""

    def __init__(self, story: Story, chance: random.Random) -> None:
        self._story = story
        self._chance = chance
        self._engine = create_engine(f"sqlite:///{story.path}")
        now = int(time.time())
        with self._engine.begin() as conn:
            for reader in story.readers:
                story.people[reader.person.id] = admit(conn, reader.person.id, reader.language, now)

    def sow(self) -> None:
        """Some more, due now or within a second: for most people one, and for some so many that they get a list."""
        now = int(time.time())
        waiting = "SELECT count(*) FROM reminder WHERE person_id = ? AND status = 'waiting' AND due_at < ?"
        with self._engine.begin() as conn:
            for person in self._story.people.values():
                left = conn.exec_driver_sql(waiting, (person.id, now + 60)).scalar_one()
                more = self._chance.choice((0, 0, 0, 1) if left else (0, 1, 1, 1, 3))
                for _ in range(min(more, _MOST_DUE - left)):
                    kind: Kind = "promise_overdue" if self._chance.random() < 0.3 else "stay"
                    label = f"К-{len(self._story.sown) + 1}"
                    due = now + self._chance.choice((-30, -1, 0, 1))
                    self._story.sown.append(sow(conn, person, label, due, now, kind=kind))


def _trouble(tg: FakeTelegramThread, chance: random.Random) -> None:
    """A slow network now and then, so that somebody taps on one copy while another is under way."""
    tg.call(tg.fake.clear_faults)
    if chance.random() < 0.4:
        seconds, count = chance.uniform(0.05, 0.3), chance.randint(1, 6)
        tg.call(lambda: tg.fake.delay(seconds, count=count, methods="sendMessage"))


def _one_life(  # noqa: PLR0917 - what a life is made of
    forkserver: ForkServer, trigger: Trigger, order: Order, story: Story, moment: str, chance: random.Random
) -> Life:
    """Starts a bot and sees it die by SIGKILL at that moment, or by time where it does not come."""
    life = Life(0, time.time())
    when, _, method = moment.partition(" ")
    seconds, die = _LONGEST_LIFE, None
    if moment == "by time":
        seconds = chance.uniform(0.1, 0.7)
    elif moment == "in a transaction":
        die = (chance.choice(("before", "in", "after")), chance.randint(1, 40))
    elif not method:
        die = (moment, chance.randint(1, 2 if moment in _OF_TAPS else _MOST_COMINGS))
    life.pid = forkserver.start(replace(order, die=die))
    if method and die is None and moment != "by time":
        fits = _brings if method == "sendMessage" else bool
        trigger.set(life.pid, when, method, chance.randint(1, _MOST_COMINGS), fits)
    code = _ended(forkserver, life, seconds, story)
    came = trigger.clear()
    if code is None:
        os.kill(life.pid, signal.SIGKILL)
        code = forkserver.ended(life.pid, 10)
        life.moment = came or "by time"
    else:
        life.moment = came or moment
    life.ended = time.time()
    assert code == -signal.SIGKILL, f"the bot ended by itself with {code}: {Path(order.log).read_text()[-2000:]}"
    return life


def _ended(forkserver: ForkServer, life: Life, seconds: float, story: Story) -> int | None:
    """The exit code once the bot has died; None after so long, or where it lives and has nothing left to do."""
    end = time.monotonic() + seconds
    began = life.began - story.offset
    while (left := end - time.monotonic()) > 0:
        if (code := forkserver.ended(life.pid, min(0.1, left))) is not None:
            return code
        quiet = story.fake.last_activity > began and time.monotonic() - story.fake.last_activity > _IDLE
        if quiet and not _left(story.path):
            return None
    return None


def _brings(params: Json) -> bool:
    return bool(brought(params))


def _claimed(path: Path) -> frozenset[int]:
    """The chats of the people whom the dead bot had claimed and not done with."""
    query = "SELECT telegram_id FROM agenda JOIN person ON person.id = person_id WHERE lease_until IS NOT NULL"
    with closing(sqlite3.connect(path)) as conn:
        return frozenset(chat for (chat,) in conn.execute(query))


def _last_life(story: Story, forkserver: ForkServer, order: Order) -> None:
    """A bot that nobody kills: what is due comes, what was tapped is done, SIGTERM ends it."""
    life = Life(forkserver.start(order), time.time())
    story.lives.append(life)
    story.unsettled = settle(story.fake, story.path)
    os.kill(life.pid, signal.SIGTERM)
    story.exit_code = forkserver.ended(life.pid, 8.5)
    if story.exit_code is None:
        os.kill(life.pid, signal.SIGKILL)
        forkserver.ended(life.pid, 10)
    life.ended = time.time()


def settle(fake: FakeTelegram, path: Path) -> str:
    """Waits until the bot has nothing left to do, as Telegram and the rows see it; gives what was missing at last."""
    end = time.monotonic() + _SETTLED_WITHIN
    why = "nothing was looked at"
    while why and time.monotonic() < end:
        time.sleep(0.05)
        why = _under_way(fake) or _left(path)
    return why


def _under_way(fake: FakeTelegram) -> str:
    """Taps that a killed bot took and never answered are left aside: their spinners end by themselves."""
    if fake.pending:
        return f"{len(fake.pending)} updates not taken"
    if calls := [call.method for call in fake.under_way()]:
        return f"calls under way: {calls}"
    return "something happened just now" if time.monotonic() - fake.last_activity < _QUIET else ""


def _left(path: Path) -> str:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        counts = {what: conn.execute(query, {"now": int(time.time())}).fetchone()[0] for what, query in _LEFT.items()}
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)
