"""The load: many people, each at their own debriefs, the same number of deeds every second; quiet before and after."""

import asyncio
import json
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.store.database.database import Database
from tests.fake import TOKEN, FakeTelegram
from tests.kill import seeds
from tests.kill.people import Hand

_FIRST, _READERS = 5001, range(9001, 9101)
"""People at work begin with the one number; the others do nothing but get reminders, as nothing of theirs is open."""
_ROOT = Path(__file__).parents[2]
_REMINDED_EVERY = 3.0
"""Seconds between two reminders that come due."""
_WORDS, _OLD = 0.04, 0.03
"""Shares of deeds that are words, and of taps on buttons of long ago."""
_QUIET = 40.0
"""Seconds without anything to do after which no connection is kept open for more of it."""
_FORGET_EVERY = 200
_KEPT = 60
Sample = dict[str, Any]


@dataclass
class Course:
    """What is left: the samples of all the time, and those of the quiet before the load and after it."""

    fake: FakeTelegram
    folder: Path
    samples: list[Sample] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0
    before: Sample = field(default_factory=dict)
    after: Sample = field(default_factory=dict)
    deeds: int = 0
    behind: float = 0.0
    due: int = 0
    exit_code: int | None = None
    unsettled: str = ""


async def hold(  # noqa: PLR0917 - the arguments of the command line
    folder: Path, seconds: int, rate: float, people: int, warm_up: int, seed: int
) -> Course:
    """Warms up, waits, holds the load for so many seconds, waits again, ends the program; gives what is left."""
    chance = random.Random(seed)
    due = int((warm_up + seconds) / _REMINDED_EVERY)
    await _sow(folder, int(time.time()), due)
    async with FakeTelegram() as tg:
        course = Course(tg, folder, due=due)
        numbers = range(_FIRST, _FIRST + people)
        hands = [Hand(tg, number, ("ru", "en")[number % 2], seed * 1000 + number) for number in numbers]
        tg.crowd(_READERS)
        process = await _start(folder, tg.url)
        try:
            while not tg.made("getUpdates"):
                await tg.happening(0.1)
            await _load(course, hands, warm_up, rate, chance)
            course.before = await _quiet(course)
            course.began = time.monotonic()
            await _load(course, hands, seconds, rate, chance)
            course.ended = time.monotonic()
            course.after = await _quiet(course)
            process.send_signal(signal.SIGTERM)
            course.exit_code = await asyncio.wait_for(process.wait(), 10)
        finally:
            if process.returncode is None:
                process.kill()
    course.samples = _samples(folder)
    return course


async def _sow(folder: Path, now: int, count: int) -> None:
    """Over all that time, every few seconds a client of one of the readers is due."""
    db = await Database.open(f"sqlite:///{folder}/okok.db")

    def sow(conn: Connection) -> None:
        people = [seeds.admit(conn, number, "ru", now) for number in _READERS]
        for n in range(count):
            seeds.sow(conn, people[n % len(people)], f"К{n}", now + int(n * _REMINDED_EVERY), now)

    await db.write(sow)
    await db.close()


async def _start(folder: Path, url: str) -> asyncio.subprocess.Process:
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    environment |= {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url, "DATA_DIR": str(folder), "ACCESS": "open"}
    with (folder / "log.txt").open("ab") as log:
        command = (sys.executable, "-m", "tests.soak.child", str(folder / "samples"))
        return await asyncio.create_subprocess_exec(*command, cwd=_ROOT, env=environment, stdout=log, stderr=log)


async def _load(course: Course, hands: Sequence[Hand], seconds: float, rate: float, chance: random.Random) -> None:
    began = time.monotonic()
    for number in range(int(seconds * rate)):
        late = time.monotonic() - began - number / rate
        course.behind = max(course.behind, late)
        if late < 0:
            await asyncio.sleep(-late)
        await _deed(chance.choice(hands), chance.random())
        course.deeds += 1
        if number % _FORGET_EVERY == 0:
            _forget(course.fake)


async def _deed(hand: Hand, chance: float) -> None:
    if chance < _WORDS:
        await hand.write()
    elif chance < _WORDS + _OLD:
        await hand.again()
    else:
        await hand.choose(twice=False)


async def _quiet(course: Course) -> Sample:
    """Waits until the program has nothing left to do, and then until it had nothing to do for a while."""
    end = time.monotonic() + 120
    while (why := course.fake.restless(quiet=1.0)) and time.monotonic() < end:
        await course.fake.happening(0.2)
    course.unsettled = course.unsettled or why
    await asyncio.sleep(_QUIET)
    return _samples(course.folder)[-1]


def _samples(folder: Path) -> list[Sample]:
    return [json.loads(line) for line in (folder / "samples").read_text().splitlines()]


def _forget(fake: FakeTelegram) -> None:
    """The fake remembers every call and message for ever: here only what the people still look at."""
    for call in fake.calls[-4 * _FORGET_EVERY * 4 : -_FORGET_EVERY]:
        call.params, call.result = {}, None
    fake._of_chat.clear()
    for room in fake.rooms.values():
        for number in sorted(room.messages)[:-_KEPT]:
            del room.messages[number]
