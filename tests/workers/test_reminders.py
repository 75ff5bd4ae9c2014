"""The loop that sends: when it wakes, how it waits, and what every failure brings (protocol, section 8)."""

import asyncio
import itertools
import logging
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from bot.reminders import compose
from bot.store.database.database import Database
from bot.store.queries import delivery_queue, reminders
from bot.telegram.lane_items import ShownView
from bot.telegram.pace import Pace
from bot.viewmodels.screen import Button, PlaceTap, Screen, View
from bot.viewmodels.voices import Voices
from tests.intake.scripted import Fault
from tests.reminders.desk import WEDNESDAY, Desk
from tests.reminders.seeds import EVER, in_touch, manager

MINUTE, HOUR = 60, 3600
ANNA, BORIS = 1, 2
SERVER = Fault(502, "Bad Gateway")
AWAY = Fault(0)


def wait(seconds: int) -> Fault:
    """A 429."""
    return Fault(429, f"Too Many Requests: retry after {seconds}", seconds)


def due(*moments: int, chat: int = ANNA) -> Callable[[Connection], None]:
    """Somebody who always works, with one client for each of these seconds from the beginning."""

    def seed(conn: Connection) -> None:
        person = manager(conn, chat, WEDNESDAY, works=EVER)
        in_touch(conn, person, [(f"К{n}", WEDNESDAY + moment) for n, moment in enumerate(moments, start=1)])

    return seed


def crowd(count: int, moment: int = -MINUTE) -> Callable[[Connection], None]:
    """So many people, with one client each."""

    def seed(conn: Connection) -> None:
        for chat in range(1, count + 1):
            due(moment, chat=chat)(conn)

    return seed


@pytest.fixture
async def desk(sqlite_db: Database, voices: Voices, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """On SQLite; nothing runs yet."""
    monkeypatch.setattr("bot.common.backoff.random.uniform", lambda low, _: low)
    made = Desk(sqlite_db, voices)
    yield made
    await made.kill()


# -- when it wakes


async def test_it_wakes_when_the_next_is_due_and_asks_for_nothing_meanwhile(desk: Desk) -> None:
    await desk.write(due(10 * MINUTE))
    await desk.start()
    before = desk.db.writes
    await desk.clock.advance(10 * MINUTE - 1)
    assert desk.telegram.sent() == []
    assert desk.db.writes - before <= 2 * 20  # a look twice a minute, of a claim and a question each
    await desk.clock.advance(1)
    assert [at for at, _ in desk.telegram.sent()] == [10 * MINUTE]


async def test_with_nothing_planned_it_looks_twice_a_minute_and_that_is_all(desk: Desk) -> None:
    await desk.start()
    before = desk.db.writes
    await desk.clock.advance(HOUR)
    assert desk.db.writes - before == 2 * 120
    assert desk.telegram.calls == []
    assert desk.delivery.idle


async def test_it_wakes_for_an_earlier_one_and_not_for_a_later_one(desk: Desk) -> None:
    await desk.write(due(20))
    await desk.start()
    await desk.clock.advance(1)
    await desk.write(due(5, chat=BORIS))
    desk.delivery.wake(WEDNESDAY + 5)
    await desk.clock.still()
    before = desk.db.writes
    desk.delivery.wake(WEDNESDAY + 9)
    desk.delivery.wake(WEDNESDAY + 2000)
    await desk.clock.still()
    assert desk.db.writes == before
    await desk.clock.advance(20)
    assert desk.telegram.sent(BORIS)[0][0] == 5
    assert desk.telegram.sent(ANNA)[0][0] == pytest.approx(20, abs=0.05)


async def test_what_another_program_plans_is_found_within_half_a_minute(desk: Desk) -> None:
    await desk.start()
    await desk.clock.advance(1)
    await desk.write(due(2))
    await desk.clock.advance(30)
    assert [at for at, _ in desk.telegram.sent()] == [30]


async def test_no_wake_is_lost_while_it_asks_the_database(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Something is planned after the database was asked what comes next, and before the answer is there."""
    told = delivery_queue.next_at

    def slow(conn: Connection, now: int, but: tuple[int, ...] = ()) -> int | None:
        found = told(conn, now, but)
        if desk.clock.passed == 30 and found is None:
            due(33)(conn)
            loop.call_soon_threadsafe(desk.delivery.wake, WEDNESDAY + 33)
        return found

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(delivery_queue, "next_at", slow)
    await desk.start()
    await desk.clock.advance(40)
    assert [at for at, _ in desk.telegram.sent()] == [33]
    assert not caplog.records


# -- pace


def busiest(moments: list[float], seconds: float = 1.0) -> int:
    """The most calls in any second."""
    return max(sum(start <= at < start + seconds for at in moments) for start in moments)


async def test_many_go_out_evenly_twenty_five_a_second(desk: Desk) -> None:
    await desk.write(crowd(100))
    await desk.start()
    await desk.clock.advance(6)
    moments = [at for at, _ in desk.telegram.sent()]
    assert len(moments) == 100
    assert busiest(moments) <= 26  # the first and the last may lie a hair less than a second apart
    assert moments[-1] == pytest.approx(99 / 25, abs=0.05)


async def test_answers_come_first_and_all_together_keep_the_pace(desk: Desk) -> None:
    """Five people tap in the same moment, each second: reminders make room for each of their screens."""
    await desk.write(crowd(100))
    await desk.start()
    for turn in range(1, 5):
        for chat in range(1001, 1006):
            screen = Screen(f"Шаг {turn}", rows=((Button("Дальше", PlaceTap("menu")),),))
            desk.lanes.show(chat, turn, View(screen), fresh=False, stands=ShownView(55, "x"))
        await desk.clock.advance(1)
    shown = [(round(one.at - 1000, 3), one.text) for one in desk.telegram.named("editMessageText")]
    assert shown == [(turn - 1, f"Шаг {turn}") for turn in range(1, 5) for _ in range(5)]  # at once
    assert len(desk.telegram.sent()) == pytest.approx(4 * (25 - 5), abs=2)
    moments = [round(one.at, 3) for one in desk.telegram.calls]
    assert busiest(moments) <= 30
    await desk.clock.advance(2)
    assert len(desk.telegram.sent()) == 100


async def test_a_limit_of_all_is_waited_out_by_all_and_then_the_pace_is_even(desk: Desk) -> None:
    await desk.write(crowd(60))
    desk.telegram.fail("sendMessage", *[wait(20)] * 6)
    await desk.start()
    await desk.clock.advance(1)
    refused = desk.telegram.tried()
    assert len(refused) == 6
    before = desk.db.writes
    await desk.clock.advance(18.9)
    assert desk.telegram.tried() == refused
    assert desk.db.writes - before < 10
    await desk.clock.advance(10)
    moments = [at for at, _ in desk.telegram.sent()]
    assert len(moments) == 60
    assert moments[0] >= max(refused) + 20
    assert busiest(moments) <= 26


async def test_at_most_thirty_two_hang_at_once_and_the_rest_goes_on_after_them(desk: Desk) -> None:
    await desk.write(crowd(50))
    gate = desk.telegram.gates["sendMessage"] = asyncio.Event()
    started: list[object] = []
    desk.telegram.on_call = lambda _, data: started.append(data["chat_id"])
    await desk.start()
    await desk.clock.advance(15)
    assert len(started) == 32
    gate.set()
    await desk.clock.advance(5)
    assert sorted(one.data["chat_id"] for one in desk.telegram.named("sendMessage")) == list(range(1, 51))


# -- what Telegram answers


async def test_429_is_honoured_to_the_second_counts_as_no_failure_and_holds_nobody_else_up(desk: Desk) -> None:
    await desk.write(crowd(3))
    desk.telegram.fail("sendMessage", wait(600), wait(7), chat=ANNA)
    await desk.start()
    await desk.clock.advance(1)
    assert [len(desk.telegram.sent(chat)) for chat in (1, 2, 3)] == [0, 1, 1]
    assert await desk.row("SELECT failures, claims, lease_until FROM agenda WHERE person_id = 1") == (0, 0, None)
    before = desk.db.writes
    await desk.clock.advance(10 * MINUTE)
    assert desk.db.writes - before < 60
    await desk.clock.advance(10)
    (tried, again, sent), texts = desk.telegram.tried(ANNA), desk.telegram.sent(ANNA)
    assert 0 <= again - tried - 600 <= 1.05
    assert 0 <= sent - again - 7 <= 1.05
    assert desk.voices["ru"].say("reminder-again") not in texts[0][1]


async def test_5xx_and_no_network_are_tried_again_with_longer_and_longer_waits(desk: Desk) -> None:
    await desk.write(crowd(2))
    desk.telegram.fail("sendMessage", *[SERVER, AWAY] * 6, chat=ANNA)
    await desk.start()
    await desk.clock.advance(2 * HOUR)
    tries = desk.telegram.tried(ANNA)
    waits = [later - before for before, later in itertools.pairwise(tries)]
    assert len(tries) == 13
    assert [round(one) for one in waits] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    ((_, words),) = desk.telegram.sent(ANNA)
    assert desk.voices["ru"].say("reminder-again") not in words  # Telegram never had it
    assert len(desk.telegram.sent(BORIS)) == 1
    assert await desk.row("SELECT failures FROM agenda WHERE person_id = 1") == (0,)
    assert await desk.rows("SELECT status, count(*) FROM reminder GROUP BY status ORDER BY 1") == [
        ("sent", 2),
        ("waiting", 2),
    ]


async def test_an_answer_that_was_lost_makes_the_next_one_say_that_it_may_be_a_repeat(desk: Desk) -> None:
    await desk.write(due(-MINUTE))
    desk.telegram.losing = [ANNA]
    desk.telegram.fail("sendMessage")
    await desk.start()
    await desk.clock.advance(10)
    (_, first), (_, second) = desk.telegram.sent()
    again = desk.voices["ru"].say("reminder-again")
    assert (again in first, again in second) == (False, True)
    assert await desk.row("SELECT count(*), max(repeat) FROM notice") == (1, 1)
    await desk.clock.advance(HOUR)
    assert len(desk.telegram.sent()) == 2


async def test_a_lost_answer_is_remembered_through_what_surely_failed(desk: Desk) -> None:
    await desk.write(due(-MINUTE))
    desk.telegram.losing = [ANNA]
    await desk.start()
    desk.telegram.fail("sendMessage", SERVER, wait(5), AWAY)
    await desk.clock.advance(5 * MINUTE)
    assert len(desk.telegram.sent()) == 2
    assert desk.voices["ru"].say("reminder-again") in desk.telegram.sent()[1][1]


async def test_a_chat_that_cannot_have_its_turn_gives_it_back_in_time(desk: Desk) -> None:
    """Something else in that chat was told to wait, just when a reminder stood behind it."""
    await desk.write(due(1))
    gate = desk.telegram.gates["editMessageText"] = asyncio.Event()
    desk.telegram.fail("editMessageText", wait(300))
    await desk.start()
    screen = Screen("Экран", rows=((Button("Дальше", PlaceTap("menu")),),))
    desk.lanes.show(ANNA, 1, View(screen), fresh=False, stands=ShownView(55))
    await desk.clock.advance(2)
    gate.set()
    await desk.clock.advance(10)
    assert desk.delivery.idle  # it does not wait there for five minutes
    assert desk.telegram.sent() == []
    await desk.clock.advance(5 * MINUTE)
    assert len(desk.telegram.sent(ANNA)) == 1
    assert 302 <= desk.telegram.sent(ANNA)[0][0] <= 304


# -- the program and its database


async def test_a_database_that_is_busy_for_longer_than_a_lease_repeats_nothing(
    sqlite_db: Database, voices: Voices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is out, and what came of it can't be written down for two minutes; then it is found due again."""
    monkeypatch.setattr("bot.common.backoff.random.uniform", lambda low, _: low)
    await sqlite_db.write(lambda conn: conn.execute(text("PRAGMA busy_timeout = 10")) and None)
    desk = Desk(sqlite_db, voices)
    await desk.write(crowd(2))
    gate = desk.telegram.gates["sendMessage"] = asyncio.Event()
    await desk.start()
    await desk.clock.advance(1)
    with closing(sqlite3.connect(tmp_path / "okok.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        gate.set()
        await desk.clock.advance(2 * MINUTE)
        assert len(desk.telegram.sent()) == 2
        assert await desk.rows("SELECT status FROM reminder") == [("waiting",), ("waiting",)]
        other.execute("ROLLBACK")
    await desk.clock.advance(2 * MINUTE)
    assert len(desk.telegram.sent()) == 2
    assert await desk.row("SELECT count(*) FROM reminder WHERE status = 'sent'") == (2,)
    await desk.kill()


async def test_one_whose_reminders_cannot_be_put_together_holds_nobody_up(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Their language is gone from this installation: it waits until that is mended, later and later."""
    await desk.write(due(-HOUR, chat=99))
    await desk.write(lambda conn: conn.execute(text("UPDATE person SET language = 'xx'")) and None)
    await desk.write(crowd(5))
    await desk.start()
    await desk.clock.advance(5)
    assert [len(desk.telegram.sent(chat)) for chat in range(1, 6)] == [1] * 5
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert told == ["person 1: reminders could not be put together: KeyError"]
    await desk.clock.advance(3 * HOUR)
    assert 5 <= len(caplog.records) <= 9
    await desk.write(lambda conn: conn.execute(text("UPDATE person SET language = 'en'")) and None)
    await desk.clock.advance(HOUR)
    assert len(desk.telegram.sent(99)) == 1


async def test_a_message_to_put_right_that_cannot_be_drawn_holds_nobody_up(desk: Desk) -> None:
    await desk.write(crowd(2))
    await desk.start()
    await desk.clock.advance(1)
    await desk.kill()
    await desk.write(lambda conn: conn.execute(text("UPDATE notice SET revision = 1")) and None)
    await desk.write(lambda conn: conn.execute(text("UPDATE person SET language = 'xx' WHERE id = 1")) and None)
    await desk.write(due(0, chat=3))
    after = Desk(desk.db, desk.voices, clock=desk.clock)
    await after.start()
    await after.clock.advance(5)
    assert [one.data["chat_id"] for one in after.telegram.named("editMessageText")] == [2]
    assert len(after.telegram.sent(3)) == 1
    await after.kill()


async def test_one_that_came_is_noted_though_the_next_cannot_be_planned(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a fear that is gone")

    await desk.write(due(-MINUTE))
    monkeypatch.setattr(compose, "replan_all", broken)
    await desk.start()
    await desk.clock.advance(3 * HOUR)
    assert len(desk.telegram.sent()) == 1
    assert await desk.rows("SELECT status FROM reminder") == [("sent",)]
    assert "fear" not in caplog.text


async def test_whatever_the_database_refuses_it_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = delivery_queue.next_at

    def broken(conn: Connection, now: int, but: tuple[int, ...] = ()) -> int | None:
        if desk.clock.passed < 90:
            conn.execute(text("SELECT nothing FROM nowhere"))
        return asked(conn, now, but)

    monkeypatch.setattr(delivery_queue, "next_at", broken)
    await desk.write(due(5 * MINUTE))
    await desk.start()
    await desk.clock.advance(89)
    assert desk.db.writes < 30
    await desk.clock.advance(5 * MINUTE)
    assert [at for at, _ in desk.telegram.sent()] == [5 * MINUTE]


# -- kills, and two at work


async def test_killed_between_claim_and_mark_it_is_sent_again_at_the_next_start_and_says_so(desk: Desk) -> None:
    """On SQLite nobody else can be at work: the lease ends with the program."""
    await desk.write(due(-MINUTE))
    desk.telegram.gates["sendMessage"] = asyncio.Event()
    await desk.start()
    await desk.kill()
    after = Desk(desk.db, desk.voices, clock=desk.clock)
    await after.start()
    ((at, words),) = after.telegram.sent()
    assert at == 0
    assert desk.voices["ru"].say("reminder-again") in words
    await after.kill()


async def test_killed_beside_another_worker_it_is_sent_again_after_the_lease(
    postgres_db: Database, voices: Voices
) -> None:
    first = Desk(postgres_db, voices)
    await first.write(due(-MINUTE))
    first.telegram.gates["sendMessage"] = asyncio.Event()
    await first.start()
    second = Desk(postgres_db, voices, clock=first.clock)
    await second.start()
    await first.kill()
    await first.clock.advance(delivery_queue.LEASE - 1)
    assert second.telegram.calls == []
    await first.clock.advance(2)
    ((_, words),) = second.telegram.sent()
    assert voices["ru"].say("reminder-again") in words
    await first.clock.advance(5 * MINUTE)
    assert len(second.telegram.sent()) == 1
    await second.kill()


@pytest.mark.parametrize("ahead", [1, 30, -1, -30])
async def test_a_worker_whose_clock_differs_takes_nobody_that_another_is_at_work_on(
    postgres_db: Database, voices: Voices, ahead: int
) -> None:
    """Be it that the second turns between one's question and the other's."""
    first = Desk(postgres_db, voices)
    await first.write(due(-MINUTE))
    first.telegram.gates["sendMessage"] = asyncio.Event()
    first.clock.skew = ahead
    await first.start()
    first.clock.skew = 0
    second = Desk(postgres_db, voices, clock=first.clock)
    await second.start()
    await first.clock.advance(20)
    assert second.telegram.calls == []
    await first.kill()
    await second.kill()


@pytest.mark.parametrize("jump", [3 * HOUR, -3 * HOUR])
async def test_the_clock_jumps_three_hours_with_a_message_under_way(desk: Desk, jump: int) -> None:
    """No repeat of what is under way or was sent; what came due by the jump comes once, together."""
    await desk.write(due(-MINUTE))
    await desk.write(due(-MINUTE, HOUR, 2 * HOUR, chat=BORIS))
    await desk.write(due(HOUR, 2 * HOUR, chat=3))
    gate = desk.telegram.gates["sendMessage"] = asyncio.Event()
    await desk.start()
    await desk.clock.advance(1)
    desk.clock.skew = jump
    await desk.clock.advance(MINUTE)  # it looks by itself
    gate.set()
    await desk.clock.advance(MINUTE)
    again = desk.voices["ru"].say("reminder-again")
    assert not any(again in words for _, words in desk.telegram.sent())
    forward = jump > 0
    assert [len(desk.telegram.sent(chat)) for chat in (ANNA, BORIS, 3)] == [1, 2 if forward else 1, int(forward)]
    desk.clock.skew = 0
    await desk.clock.advance(3 * HOUR)
    assert [len(desk.telegram.sent(chat)) for chat in (ANNA, BORIS, 3)] == [1, 2 if forward else 3, 1 + (not forward)]


# -- what changes while it is on its way


async def test_one_dropped_while_it_is_on_its_way_is_taken_off_the_message(desk: Desk) -> None:
    await desk.write(due(-2 * MINUTE, -MINUTE))
    gate = desk.telegram.gates["sendMessage"] = asyncio.Event()
    await desk.start()
    await desk.write(lambda conn: reminders.drop(conn, 1, 2, "not_needed"))
    gate.set()
    await desk.clock.advance(3)
    (edit,) = desk.telegram.named("editMessageText")
    lines = (edit.text or "").partition("\n\n")[2].splitlines()
    assert lines[0].startswith("1. К1: ")
    assert lines[1] == "2. " + desk.voices["ru"].say("reminder-did-not_needed", client="К2")
    assert await desk.row("SELECT revision, shown FROM notice") == (1, 1)
    assert await desk.rows("SELECT status, done FROM reminder WHERE id <= 2 ORDER BY id") == [
        ("sent", None),
        ("dropped", "not_needed"),
    ]


async def test_what_was_to_be_put_right_is_put_right_after_a_restart(desk: Desk) -> None:
    await desk.write(due(-2 * MINUTE, -MINUTE))
    gate = desk.telegram.gates["sendMessage"] = asyncio.Event()
    desk.telegram.fail("editMessageText", *[SERVER] * 50)
    await desk.start()
    await desk.write(lambda conn: reminders.drop(conn, 1, 2, "not_needed"))
    gate.set()
    await desk.clock.advance(3)
    assert desk.telegram.named("editMessageText") == []
    await desk.kill()
    after = Desk(desk.db, desk.voices, clock=desk.clock)
    await after.start()
    await after.clock.advance(3)
    assert len(after.telegram.named("editMessageText")) == 1
    assert after.telegram.sent() == []
    assert await after.row("SELECT shown = revision FROM notice") == (1,)
    await after.kill()
    third = Desk(desk.db, desk.voices, clock=desk.clock)
    await third.start()
    await third.clock.advance(3)
    assert third.telegram.calls == []
    await third.kill()


# -- all of it at once


def fresh(folder: str, template: bytes) -> Path:
    """A new database in that folder."""
    path = Path(folder) / "okok.db"
    path.write_bytes(template)
    return path


Trouble = st.sampled_from(["502", "away", "lost", "429", "kill"])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(troubles=st.lists(st.tuples(st.integers(1, 4), Trouble), max_size=8))
async def test_whatever_happens_each_comes_and_a_repeat_is_explained(
    troubles: list[tuple[int, str]], voices: Voices, sqlite_template: bytes
) -> None:
    """Only a send whose answer was lost, or that a kill cut off, is repeated, and says so."""
    folder = tempfile.TemporaryDirectory()
    db = await Database.open(f"sqlite:///{fresh(folder.name, sqlite_template)}")
    desk = Desk(db, voices)
    await desk.write(crowd(4))
    lost = tuple(chat for chat, trouble in troubles if trouble == "lost")
    kills = sum(trouble == "kill" for _, trouble in troubles)
    taken: list[tuple[int, str]] = []
    desk.telegram.losing = [*lost]
    for chat, trouble in troubles:
        if trouble in {"502", "away", "429"}:
            desk.telegram.fail("sendMessage", {"502": SERVER, "away": AWAY, "429": wait(3)}[trouble], chat=chat)
    for _ in range(kills):
        await desk.start()
        await desk.clock.advance(0.06)
        await desk.kill()
        taken += [(one.data["chat_id"], one.text or "") for one in desk.telegram.named("sendMessage")]
        before, desk = desk, Desk(db, voices, clock=desk.clock)
        desk.telegram.losing, desk.telegram.faults = before.telegram.losing, before.telegram.faults
    await desk.start()
    await desk.clock.advance(12 * MINUTE)  # eight in a row make some five minutes
    await desk.kill()
    taken += [(one.data["chat_id"], one.text or "") for one in desk.telegram.named("sendMessage")]
    again = voices["ru"].say("reminder-again")
    for chat in range(1, 5):
        came = [words for number, words in taken if number == chat]
        assert 1 <= len(came) <= 1 + lost.count(chat) + kills
        assert all(again in words for words in came[1:])
    rows = await desk.rows("SELECT person_id FROM reminder WHERE status = 'sent' ORDER BY person_id")
    assert rows == [(1,), (2,), (3,), (4,)]
    await db.close()
    folder.cleanup()


def test_the_pace_is_telegrams() -> None:
    """What the loop and the lanes are given by default is what the issue asks for."""
    assert (Pace().rate, Pace().chat_rate) == (25, 1)
