"""Many reminders due in the same minute, with Telegram's limits kept, a fifth of all calls refused, and people at work.

`./run bulk-test [N]`, or `python -m tests.reminders.bulk`: all as `bot.app` wires it, over HTTP against the fake.
The suite has a short form, in which limits and pace are some times those of Telegram, so that minutes become seconds.
"""

import argparse
import asyncio
import gc
import logging
import math
import re
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy import Connection, text

from bot.app import voices_of, wired
from bot.process.lifecycle import App, poll
from bot.settings import Settings
from bot.store.database.database import Database
from bot.telegram.pace import Pace
from bot.viewmodels.voices import Voices
from tests import postgres_server
from tests.fake import TOKEN, FakeTelegram, Person
from tests.fake.limits import SENDING
from tests.flows.talk import Session
from tests.reminders.seeds import EVER, in_touch, manager

SHARE = 0.2
"""Of the calls that get 429."""
ANSWERED_WITHIN = 0.5
"""Seconds for 19 of 20 taps, while all this goes out."""
_TAPPING = range(900_001, 900_004)
"""The people at their debriefs, whom no flood meets."""
_EVERY = 2.0
"""Seconds between two taps of one of them, at Telegram's own pace."""
_NAMES = ("Ромашка", "Север", "Лотос", "Гарант", "Бриз", "Вектор", "Дельта", "Жемчуг", "Юность", "Эхо")
_UNPACED = Pace(burst=1e6, chat_rate=1e6, rate=1e6, overall_burst=1e6)


@dataclass(slots=True)
class Figures:
    """What was measured, and in `wrong` what should not have been."""

    count: int
    seconds: float = 0.0
    sends: int = 0
    floods: int = 0
    paced: int = 0
    busiest: int = 0
    answers: list[float] = field(default_factory=list)
    by_worker: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """Seconds within which 19 of 20 taps were answered."""
        return statistics.quantiles(self.answers, n=20)[-1] if len(self.answers) > 1 else math.inf

    def lines(self) -> list[str]:
        """To be read by people."""
        each_second = self.sends / self.seconds
        took = f"{self.sends} messages taken in {self.seconds:.1f} s ({each_second:.1f} a second)"
        limits = f"refused by chance: {self.floods}, for pace: {self.paced}; most calls in any second: {self.busiest}"
        told = [f"{self.count} reminders due: {took}", limits]
        if self.answers:
            median, longest = (1000 * one(self.answers) for one in (statistics.median, max))
            spread = f"median {median:.0f} ms, p95 {self.p95 * 1000:.0f} ms, longest {longest:.0f} ms"
            told.append(f"{len(self.answers)} taps and texts meanwhile, answered within: {spread}")
        if len(self.by_worker) > 1:
            told.append(f"messages by worker: {self.by_worker}")
        return [*told, *(f"WRONG: {one}" for one in self.wrong)]


def seed(conn: Connection, numbers: Sequence[int], now: int) -> None:
    """For each number a person who always works and has one client, whose reminder came due within this minute."""
    for number in numbers:
        in_touch(conn, manager(conn, number, now, works=EVER), [(f"К{number}", now - number % 60)])


class Debrief:
    """Somebody who goes through one debrief after another, and how long each answer took by the ledger."""

    def __init__(self, tg: FakeTelegram, person: Person, voices: Voices, every: float) -> None:
        self.tg, self.me, self.voice, self.every = tg, person, voices["ru"], every
        self.answers: list[float] = []

    async def run(self) -> None:
        """Until it is cancelled."""
        await self._does("/start")
        for turn in range(10**6):
            await self._does("/debrief")
            await self._does(_NAMES[turn % len(_NAMES)])
            await self._taps("5")
            await self._taps(self.voice.playbook.behaviours["raises_voice"].label)
            await self._taps(self.voice.playbook.fears["deceived"].label)
            await self._taps(self.voice.say("btn-skip"))

    async def _taps(self, label: str) -> None:
        await self._answered(self.me.tap(label))

    async def _does(self, words: str) -> None:
        await self._answered(self.me.say(words))

    async def _answered(self, deed: Coroutine[Any, Any, object]) -> None:
        known, moved, began = len(self.tg.calls), self.me.room.moved, time.monotonic()
        await deed
        async with asyncio.timeout(30):
            while self.me.room.moved == moved:
                await self.tg.happening(0.05)
        screens = self.tg.made("sendMessage|editMessageText", self.me.id, ok=True, where=lambda call: call.n > known)
        self.answers.append(screens[0].at - began)
        await asyncio.sleep(max(0.0, began + self.every - time.monotonic()))


class Counted(Session):
    """A session that counts the messages that it was to send."""

    sends = 0

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ANN401, ASYNC109 - as the base class has it
        self.sends += isinstance(method, SendMessage)
        return await super().make_request(bot, method, timeout)


@asynccontextmanager
async def program(tg: FakeTelegram, url: str, pace: Pace, *, polls: bool) -> AsyncIterator[tuple[App, Counted]]:
    """The program as `bot.app` wires it, sending what is due; one of several doesn't poll, as Telegram allows one."""
    session = Counted(api=TelegramAPIServer.from_base(tg.url))
    settings = Settings(_env_file=None, owner_ids=frozenset())
    async with wired(settings, session, TOKEN, url, pace=pace) as app:
        loops = [asyncio.ensure_future(app.delivery.run())]
        if polls:
            loops.append(asyncio.ensure_future(poll(app)))
        try:
            yield app, session
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            await asyncio.gather(app.delivery.stop(8), app.intake.stop(8))


async def hold(
    url: str, count: int, voices: Voices, *, speed: float = 1.0, workers: int = 1, longest: int = 3
) -> Figures:
    """Sends `count` reminders of as many people, and judges.

    With one worker Telegram's limits hold (`speed` times as high as they are, and the program's own pace with them),
    a fifth of the calls is refused for one to `longest` seconds, and three people are at their debriefs. Several share
    the rows as fast as they can.
    """
    figures = Figures(count)
    async with FakeTelegram() as tg, AsyncExitStack() as running:
        people = tg.crowd(range(1, count + 1))
        await _sow(url, count)
        pace = _UNPACED
        if workers == 1:
            pace = Pace(burst=4, chat_rate=speed, rate=25 * speed, overall_burst=50 * speed)
            tg.enforce(round(30 * speed), speed)
            tg.flood_some(SHARE, (1, longest), but=_TAPPING)
        gc.collect()
        gc.freeze()  # as the program does when it starts; the fake's own memory of every call is not what is measured
        programs = [program(tg, url, pace, polls=number == 0) for number in range(workers)]
        started = [await running.enter_async_context(one) for one in programs]
        apps = [app for app, _ in started]
        began = time.monotonic()
        tapping = [Debrief(tg, tg.person(number), voices, _EVERY / speed) for number in _TAPPING if workers == 1]
        at_work = [asyncio.ensure_future(one.run()) for one in tapping]
        await _all_came(people, apps, within=120 + 3 * count / (25 * speed))
        figures.seconds = time.monotonic() - began
        for task in at_work:
            task.cancel()
        for ended in await asyncio.gather(*at_work, return_exceptions=True):
            if not isinstance(ended, asyncio.CancelledError):
                figures.wrong.append(f"a debrief ended: {ended!r}")
        await asyncio.sleep(1)  # a repeat would come now
        figures.answers = [seconds for one in tapping for seconds in one.answers]
        _judge_ledger(figures, tg, people)
        figures.by_worker = [session.sends for _, session in started]
        await _judge_rows(figures, apps[0])
    gc.unfreeze()
    return figures


async def _sow(url: str, count: int) -> None:
    db = await Database.open(url)
    now = int(time.time())
    for start in range(1, count + 1, 1000):
        numbers = range(start, min(start + 1000, count + 1))
        await db.write(partial(seed, numbers=numbers, now=now))
    await db.close()


async def _all_came(people: Sequence[Person], apps: Sequence[App], within: float) -> None:
    """Waits until there is a message in each chat, and the programs have nothing left to do."""
    waiting = {person.id: person for person in people}
    end = time.monotonic() + within
    while waiting or not all(app.delivery.idle for app in apps):
        waiting = {number: person for number, person in waiting.items() if not person.room.moved}
        if time.monotonic() > end:
            return
        await asyncio.sleep(0.05 if len(waiting) < 100 else 0.5)


def _judge_ledger(figures: Figures, tg: FakeTelegram, people: Sequence[Person]) -> None:
    """Each message once and to its own; no limit broken twice; every tap answered."""
    tapping = set(_TAPPING)
    sends = [call for call in tg.sends() if call.chat not in tapping]
    figures.sends = len(sends)
    figures.floods = sum(call.code == 429 and call.injected for call in tg.calls)
    figures.paced = len(tg.paced)
    figures.busiest = _busiest([call.at for call in tg.made(SENDING, ok=True)])
    came = Counter(call.chat for call in sends)
    lost = [person.id for person in people if not came[person.id]]
    twice = [number for number, times in came.items() if times > 1]
    strange = [call.chat for call in sends if not re.search(rf"К{call.chat}\b", str(call.params["text"]))]
    # The first refusal is a lesson, with what was under way at that moment.
    again = [one for one in tg.paced if one.at - tg.paced[0].at > tg.grace]
    found: dict[str, Sequence[object]] = {
        "never came": lost,
        "came more than once": twice,
        "somebody else's": strange,
        "refused for pace after the first lesson": [(one.method, one.chat, one.limit) for one in again],
        "what a good bot doesn't do": tg.violations,
        "refused": [call.description for call in tg.refused() if call.code != 429],
        "taps that nobody answered": [tap.data for tap in tg.unanswered_taps()],
    }
    figures.wrong += [f"{what}: {len(which)}, such as {which[:5]}" for what, which in found.items() if which]


def _busiest(moments: list[float]) -> int:
    """The most calls within any one second."""
    most, first = 0, 0
    for number, moment in enumerate(moments):
        while moments[first] <= moment - 1:
            first += 1
        most = max(most, number - first + 1)
    return most


async def _judge_rows(figures: Figures, app: App) -> None:
    """Each reminder is marked as sent, with a message of its own, and the next one is planned."""
    mine = "FROM reminder JOIN client ON client.id = client_id WHERE label LIKE 'К%'"  # not those of the debriefs
    wanted = {
        f"SELECT count(*) {mine} AND status = 'sent'": figures.count,
        f"SELECT count(DISTINCT notice_id) {mine} AND status = 'sent'": figures.count,
        f"SELECT count(*) {mine} AND status = 'waiting'": figures.count,
        "SELECT count(*) FROM notice": figures.count,
        "SELECT count(*) FROM notice WHERE repeat": 0,
        "SELECT count(*) FROM agenda WHERE lease_until IS NOT NULL OR claims > 0 OR failures > 0": 0,
    }
    for query, should in wanted.items():
        found = await app.db.read(partial(_number, query))
        if found != should:
            figures.wrong.append(f"{query}: {found}, not {should}")


def _number(query: str, conn: Connection) -> int:
    return int(conn.execute(text(query)).scalar_one())


def main() -> int:
    """Runs it once and prints the figures; the exit code is 1 where anything is wrong."""
    parser = argparse.ArgumentParser(prog="./run bulk-test", description="many reminders due in the same minute")
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=1, help="several share one PostgreSQL, at no pace but their own")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--speed", type=float, default=1.0, help="limits and pace so many times as high as Telegram's")
    chosen = parser.parse_args()
    logging.basicConfig(level="ERROR")
    with tempfile.TemporaryDirectory(prefix="okok-bulk-") as folder, ExitStack() as server:
        url = f"sqlite:///{folder}/okok.db"
        if chosen.database == "postgres" or chosen.workers > 1:
            url = server.enter_context(postgres_server.running(Path(folder) / "pg"))
        work = hold(url, chosen.count, voices_of("112"), speed=chosen.speed, workers=chosen.workers)
        figures = asyncio.run(work)
    if figures.answers and figures.p95 > ANSWERED_WITHIN:
        figures.wrong.append(f"one tap in twenty waited {figures.p95 * 1000:.0f} ms or longer")
    print("\n".join(figures.lines()))
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB, the fake's included")
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
