"""A warm process without a loop, a thread or a connection: on request it forks a bot, so that a start costs no import.

Run as `python -m tests.kill.forkserver`; it takes one JSON request a line and gives one JSON reply a line.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import AnyHttpUrl, SecretStr
from sqlalchemy import Connection

from bot import app
from bot.app import run_bot, voices_of
from bot.settings import Settings
from bot.store.database.sqlite import Sqlite
from bot.viewmodels.voices import Voices
from tests.kill.failing_database import AILING, FAULTS, FailingDatabase
from tests.kill.reminder_moments import MOMENTS
from tests.kill.slow_handlers import slow_down
from tests.kill.spoiled import SPOIL
from tests.kill.spoiled_reminders import SPOIL_REMINDERS
from tests.kill.vent_moments import SPOIL_VENT, VENT_MOMENTS

T = TypeVar("T")


@dataclass(frozen=True)
class Order:
    """One bot to start. `die` is ("before" | "in" | "after", k): it kills itself at its k-th transaction; or a
    moment of `tests.kill.reminder_moments` by name, and at which of its comings.

    `broken` makes it a worse program, to prove that the test can fail: `tests.kill.spoiled`, `spoiled_reminders`.
    `ailing` is the seed by which a tenth of its transactions fail (`tests.kill.failing_database`); `slow` are the
    seconds that each of its handlers takes (`tests.kill.slow_handlers`).
    """

    data: str
    url: str
    token: str
    log: str
    die: tuple[str, int] | None = None
    broken: str | None = None
    ailing: int | None = None
    slow: float = 0.0


class ForkServer:
    """The forkserver from outside: `with ForkServer() as forkserver: pid = forkserver.start(order)`."""

    def __enter__(self) -> Self:
        kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "PYTHONWARNINGS")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kill.forkserver"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env={name: os.environ[name] for name in kept if name in os.environ},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(10)

    def start(self, order: Order) -> int:
        """Forks a bot; gives the id of its process."""
        pid = self._ask(asdict(order))
        if pid is None:
            raise RuntimeError("the forkserver started nothing")
        return pid

    def ended(self, pid: int, within: float) -> int | None:
        """The exit code of that bot, negative for a signal; None if it still lives after `within` seconds."""
        return self._ask({"pid": pid, "within": within})

    def _ask(self, request: dict[str, Any]) -> int | None:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the forkserver has no pipes")
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        reply: int | None = json.loads(self._process.stdout.readline())
        return reply


def _warm_up() -> None:
    """Reads all words once: half a second that each bot would spend on what none of the tests here is about."""
    voices = voices_of(emergency := Settings(_env_file=None).emergency_number)

    def read(number: str, playbook: Path | None = None) -> Voices:
        return voices if (number, playbook) == (emergency, None) else voices_of(number, playbook)

    app.voices_of = read  # type: ignore[assignment]  # a process of its own, in which nothing but bots is made
    gc.collect()
    gc.freeze()  # or each fork's first collection copies all that it shares with this process


def _serve() -> None:
    """Answers requests until the other side closes; then whatever it started ends with it."""
    _warm_up()
    living: set[int] = set()
    for line in sys.stdin:
        request = json.loads(line)
        if "pid" in request:
            reply = _wait(request["pid"], request["within"])
            if reply is not None:
                living.discard(request["pid"])
        else:
            sys.stdout.flush()
            reply = os.fork()
            if reply == 0:
                _live(Order(**request))
            living.add(reply)
        print(json.dumps(reply), flush=True)
    for pid in living:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _wait(pid: int, within: float) -> int | None:
    end = time.monotonic() + within
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= end:
            return None
        time.sleep(0.005)


def _live(order: Order) -> None:
    """What the forked process does: be the bot, as `python -m bot start` would, and end."""
    code = 1
    try:
        log = os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for where, ours in ((0, nothing), (1, log), (2, log)):
            os.dup2(ours, where)
        if order.broken is not None:
            (SPOIL | SPOIL_REMINDERS | SPOIL_VENT)[order.broken]()
        if order.ailing is not None:
            FailingDatabase(AILING, order.ailing, Path(order.data) / FAULTS).infect()
        if order.slow:
            slow_down(order.slow)
        if order.die is not None:
            when, number = order.die
            if when in (named := MOMENTS | VENT_MOMENTS):
                named[when](number)
            else:
                _die_at(when, number)
        token, url = SecretStr(order.token), AnyHttpUrl(order.url)
        code = run_bot(Settings(_env_file=None, bot_token=token, telegram_api_url=url, data_dir=Path(order.data)))
        sys.stderr.flush()
    finally:
        os._exit(code)


def _die_at(when: str, number: int) -> None:
    """SIGKILL from within, where no outside timing would hit: before, in or after the transaction of that number."""
    whole = Sqlite._write
    done = 0

    def write(self: Sqlite, fn: Callable[[Connection], T]) -> T:
        nonlocal done
        done += 1
        if done != number:
            return whole(self, fn)
        if when == "before":
            _die()

        def dying(conn: Connection) -> T:
            result = fn(conn)
            if when == "in":
                _die()
            return result

        result = whole(self, dying)
        _die()
        return result

    Sqlite._write = write  # type: ignore[method-assign]  # in a process of its own that ends by it


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    _serve()
