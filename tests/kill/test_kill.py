"""SIGKILL: nothing is lost or doubled, every talk goes on, the present screen is shown (architecture.md, ideas 3–5).

The long forms are `./run kill-test 1000` and `./run kill-test --term 50`; worse programs that must not pass are in
`tests/kill/spoiled.py`.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.fake import TOKEN, FakeTelegramThread
from tests.kill.forkserver import ForkServer, Order
from tests.kill.kills import Trigger, hold, settle
from tests.kill.verdict import judge

_ROOT = Path(__file__).parents[2]


def test_six_kills_in_the_middle_of_debriefs(forkserver: ForkServer, tmp_path: Path) -> None:
    """In every second life a tenth of the transactions fail and a tenth of what is sent meets a 429."""
    figures = judge(hold(forkserver, tmp_path, kills=6, seed=22, longest=0.5), tmp_path)
    print("\n".join(figures.lines()))
    assert not figures.wrong, "\n".join(figures.lines())
    assert figures.kills == 6
    assert figures.troubled == 3
    assert figures.faults > 0
    assert figures.floods > 0
    assert figures.updates > 12
    assert figures.debriefs >= 3


def test_sigterm_lets_slow_handlers_finish_and_loses_nothing(forkserver: ForkServer, tmp_path: Path) -> None:
    """The exit code is 0 within eight seconds, and the next start handles what was left.

    A handler takes a second here, two in the long form.
    """
    figures = judge(hold(forkserver, tmp_path, kills=1, seed=3, slow=1.0), tmp_path)
    print("\n".join(figures.lines()))
    assert not figures.wrong, "\n".join(figures.lines())
    assert len(figures.exits) == 1
    assert max(figures.exits) > 0.3  # somebody was at work
    assert figures.updates > 4


def test_an_edit_that_a_kill_kept_from_the_record_does_not_stay(forkserver: ForkServer, tmp_path: Path) -> None:
    """Two taps lead away and back: the row's mark is that of the last screen, but the one between was shown."""
    with FakeTelegramThread() as tg:
        trigger = Trigger(tg.fake)
        anna = tg.person()
        order = Order(str(tmp_path), tg.url, TOKEN, str(tmp_path / "log.txt"))
        first = forkserver.start(order)
        anna.say("/menu")
        anna.replied()
        assert not settle(tg.fake)
        menu = anna.screen
        tg.fake.delay(1, count=1, methods="editMessageText")  # so long that the way back is stored meanwhile
        trigger.set(first, "after", "editMessageText", 1)
        anna.tap_data("p|help|")
        _until(lambda: bool(tg.fake.made("editMessageText")), 5)
        anna.tap_data("p|menu|")
        assert forkserver.ended(first, 5) == -signal.SIGKILL
        trigger.clear()
        assert anna.screen != menu
        second = forkserver.start(order)
        assert not settle(tg.fake)
        assert anna.screen == menu
        os.kill(second, signal.SIGTERM)
        assert forkserver.ended(second, 8) == 0


def _cold(folder: Path, url: str) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    environment |= {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url, "DATA_DIR": str(folder)}
    with (folder / "log.txt").open("ab") as log:
        command = [sys.executable, "-m", "bot", "start"]
        return subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=_ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )


def _until(true: Callable[[], bool], within: float) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, f"not within {within} s"
        time.sleep(0.02)


def test_a_cold_start_after_a_kill_goes_on_and_sigterm_ends_it(forkserver: ForkServer, tmp_path: Path) -> None:
    """From no database at all; the second life is a real process as `./run` starts it, with all its imports."""
    with FakeTelegramThread() as tg:
        anna = tg.person()
        anna.say("/debrief")
        first = forkserver.start(Order(str(tmp_path), tg.url, TOKEN, str(tmp_path / "log.txt")))
        _until(lambda: bool(anna.buttons), 10)
        anna.say("Ромашка")
        _until(lambda: not tg.fake.pending, 10)
        os.kill(first, signal.SIGKILL)
        assert forkserver.ended(first, 5) == -signal.SIGKILL
        anna.say("7")
        bot = _cold(tmp_path, tg.url)
        try:
            _until(lambda: not tg.fake.pending, 60)
            assert not settle(tg.fake)
            asked = [button["callback_data"] for row in anna.messages[-1].rows for button in row]
            assert any("|behaviour|" in data for data in asked), asked
            bot.terminate()
            assert bot.wait(8) == 0
        finally:
            bot.kill()
    log = (tmp_path / "log.txt").read_text()
    assert "[error" not in log
    assert "Traceback" not in log
