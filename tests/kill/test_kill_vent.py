"""SIGKILL while somebody lets it out: not a word is left, and the messages of both sides go in the end."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.fake import TOKEN, FakeTelegramThread
from tests.kill.forkserver import ForkServer, Order
from tests.kill.kills import Trigger
from tests.secrets import betrayed, bytes_in

WORDS = ("жерновище", "Мухобойня", "zxqvortex", "id-voice")
AT_TELEGRAM = ("before editMessageText", "after editMessageText", "before deleteMessages", "after deleteMessages")
BY_ITSELF = ("accepted", "saying", "answering", "answered", "settling")


def _until(true: Callable[[], bool], within: float, what: str) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, f"not within {within} s: {what}"
        time.sleep(0.02)


def _unrecorded(path: Path, chat: int) -> bool:
    """Whether what was sent to the chat last was not noted as shown."""
    with closing(sqlite3.connect(path)) as conn:
        return bool(conn.execute("SELECT shown < revision FROM chat WHERE id = ?", (chat,)).fetchone()[0])


def test_killed_at_any_moment_nothing_of_it_is_left(forkserver: ForkServer, tmp_path: Path) -> None:
    with FakeTelegramThread() as tg:
        trigger = Trigger(tg.fake)
        for number, moment in enumerate((*BY_ITSELF, *AT_TELEGRAM)):
            chat = 1001 + number
            me = tg.person(chat)
            order = Order(str(tmp_path), tg.url, TOKEN, str(tmp_path / "log.txt"), broken="hurried")
            die = (moment, 1) if moment in BY_ITSELF else None
            first = forkserver.start(Order(**{**order.__dict__, "die": die}))
            me.say("/vent")
            _until(lambda: bool(me.messages) and not tg.fake.pending, 10, f"{moment}: the invitation")  # noqa: B023
            if die is None:
                when, method = moment.split()
                trigger.set(first, when, method, 1, lambda asked: asked.get("chat_id") == chat)  # noqa: B023
            said = [me.say("Этот жерновище орал"), me.voice(7)]
            me.edit(said[0], "Мухобойня zxqvortex")
            assert forkserver.ended(first, 10) == -signal.SIGKILL, moment
            trigger.clear()
            assert betrayed(WORDS, bytes_in(tmp_path)) == [], moment
            # A screen whose sending was under way at the kill may come twice; it holds none of the words.
            screens = 1 + _unrecorded(tmp_path / "okok.db", chat)
            second = forkserver.start(order)
            _until(lambda: all(one.deleted for one in said), 10, f"{moment}: deleted")  # noqa: B023
            _until(lambda: len(me.room.alive) <= screens and bool(me.buttons), 10, f"{moment}: the screen")  # noqa: B023
            assert betrayed(WORDS, bytes_in(tmp_path)) == [], moment
            me.tap_data("p|vent_over|", me.messages[-1].id)
            _until(lambda: "p|debrief|" in str(me.messages[-1].rows), 10, f"{moment}: the end")  # noqa: B023
            last = moment == AT_TELEGRAM[-1]  # the end in good order takes half a second
            os.kill(second, signal.SIGTERM if last else signal.SIGKILL)
            assert forkserver.ended(second, 8) == (0 if last else -signal.SIGKILL), moment
    log = (tmp_path / "log.txt").read_text()
    assert "[error" not in log
    assert "Traceback" not in log
    assert "[debug" in log
    assert betrayed(WORDS, bytes_in(tmp_path)) == []


def test_a_message_behind_the_end_that_a_kill_took_is_told_of(forkserver: ForkServer, tmp_path: Path) -> None:
    """It was taken in while nothing was stored: after the kill only its ids are left, and the person is told so."""
    with FakeTelegramThread() as tg:
        me = tg.person()
        order = Order(str(tmp_path), tg.url, TOKEN, str(tmp_path / "log.txt"), broken="hurried")
        me.say("/vent")
        first = forkserver.start(order)
        _until(lambda: bool(me.buttons), 10, "the invitation")
        os.kill(first, signal.SIGTERM)
        assert forkserver.ended(first, 8) == 0
        me.tap_data("p|vent_over|", me.messages[-1].id)
        after = me.say("zxqvortex")
        second = forkserver.start(Order(**{**order.__dict__, "die": ("accepted", 1)}))
        assert forkserver.ended(second, 10) == -signal.SIGKILL
        assert betrayed(WORDS, bytes_in(tmp_path)) == []
        third = forkserver.start(order)
        _until(lambda: "не сохранялось" in me.screen, 10, "what was not kept")
        assert not after.deleted
        os.kill(third, signal.SIGTERM)
        assert forkserver.ended(third, 8) == 0
        assert betrayed(WORDS, bytes_in(tmp_path)) == []


def test_the_search_finds_what_a_bot_that_stores_it_leaves(forkserver: ForkServer, tmp_path: Path) -> None:
    """The proof that the tests here can fail."""
    with FakeTelegramThread() as tg:
        me = tg.person()
        first = forkserver.start(
            Order(str(tmp_path), tg.url, TOKEN, str(tmp_path / "log.txt"), ("saying", 1), broken="talkative")
        )
        me.say("/vent")
        me.say("Этот жерновище орал")
        assert forkserver.ended(first, 10) == -signal.SIGKILL
        assert betrayed(WORDS, bytes_in(tmp_path)) == ["жерновище"]
