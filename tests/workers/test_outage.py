"""After an outage longer than Telegram keeps updates: from when to when, to people in the middle of something."""

import shutil
from pathlib import Path

import pytest

from bot.conversation.places import PLACES, asks
from bot.store.database.database import Database
from bot.store.queries import chats, inbox, installation
from bot.viewmodels.outage import Missed
from bot.viewmodels.place import Place
from bot.workers.outage import Outage
from tests.databases import database_url, db, new_url, postgres, sqlite_db, sqlite_template
from tests.fake import FakeTelegram
from tests.flows.stores import SqliteStore
from tests.flows.talk import House
from tests.intake.scripted import HeldClock
from tests.store.samples import anna as somebody

__all__ = ["database_url", "db", "new_url", "postgres", "sqlite_db", "sqlite_template"]

HOUR = 3600


@pytest.fixture
def store(template: Path, tmp_path: Path) -> SqliteStore:
    shutil.copy(template, tmp_path / "okok.db")
    return SqliteStore(tmp_path / "okok.db")


async def test_who_is_told_and_who_is_not(house: House, tg: FakeTelegram) -> None:
    """The one at a question goes on right there; the one at the menu is not bothered; nobody is told twice."""
    anna, boris, vera = house.talk(1001), house.talk(1002, "Boris", "en"), house.talk(1003, "Вера")
    run = await anna.begins()
    await boris.says("/start")
    await vera.says("/start")
    await vera.forges("p|zone|")
    await house.app.db.write(lambda conn: installation.claim(conn, "me", 0))
    await house.app.db.write(lambda conn: installation.hear(conn, int(tg.clock())))
    await house.stop()
    tg.advance(23 * HOUR)
    await house.start()
    await house.settled()
    assert not anna.sees("away-since", start="4 марта 12:00", end="5 марта 11:00")
    await house.stop()
    tg.advance(3 * HOUR)
    sent = len(tg.sends())
    for _ in range(2):
        await house.start()
        await house.settled()
        assert {call.chat for call in tg.sends()[sent:]} == {1001, 1003}
        assert len(tg.sends()) == sent + 2
        await house.stop()
    house.troubled = True  # it is noted in the log, too
    for talk in (anna, vera):
        assert talk.sees("away-since", start="4 марта 12:00", end="5 марта 14:00")
    await house.start()
    assert anna.asks("tension_before")
    assert vera.place == "zone"
    # It was not closed for the time that the bot was away, and goes on.
    status, touched = house.row("SELECT status, touched_at FROM run WHERE id = ?", run)
    assert status == "open"
    assert tg.clock() - touched < 60
    await anna.taps("5")
    assert not anna.sees("away-since", start="4 марта 12:00", end="5 марта 14:00")
    assert anna.asks("behaviour")


async def test_while_it_runs_and_telegram_is_away(sqlite_db: Database) -> None:
    """The silence counts from the last answer, over restarts that met none."""
    shown = 0

    async def show() -> int:
        nonlocal shown
        shown += 1
        return 0

    clock = HeldClock()
    await sqlite_db.write(lambda conn: installation.claim(conn, "me", 0))
    await sqlite_db.write(lambda conn: installation.hear(conn, 1000))
    clock.at = 1000 + 20 * HOUR
    away = Outage(sqlite_db, clock, show=show, idle=lambda: True, asks=asks)
    await away.at_start()
    assert await sqlite_db.read(installation.heard) == 1000
    await away.heard(1000 + 30 * HOUR)
    assert await sqlite_db.read(installation.heard) == 1000 + 30 * HOUR
    await away.heard(1000 + 31 * HOUR)
    assert await sqlite_db.read(installation.heard) == 1000 + 30 * HOUR  # what follows is noted with the lease


def test_places_that_ask_are_known() -> None:
    """Whoever adds a place that takes words has to say whether it is the middle of something, or a list to search."""
    lists = {"archive", "clients", "digest", "holidays", "parts", "pause", "preps", "upcoming"}
    takes = {name for name, row in PLACES.items() if row.typed is not None or row.holds is not None}
    assert takes - lists <= {name for name, row in PLACES.items() if row.asks}
    assert Missed.read(str(Missed("away-since", 1, 2))) == Missed("away-since", 1, 2)
    assert Missed.read("error-set_aside") is None


async def away(house: House, tg: FakeTelegram, seconds: int) -> None:
    """The program ends, and starts again after so many seconds."""
    await house.app.db.write(lambda conn: installation.claim(conn, "me", 0))
    await house.app.db.write(lambda conn: installation.hear(conn, int(tg.clock())))
    await house.stop()
    tg.advance(seconds)
    await house.start()
    await house.settled()


async def test_who_stood_at_a_question_sees_it_again_once_taps_are_lost(house: House, tg: FakeTelegram) -> None:
    """At a step and at a place that asks; not at the menu, at a summary, where it is let out, or long ago."""
    house.troubled = True  # it is noted in the log
    long_ago = house.talk(1009, "Давно")
    await long_ago.begins()
    tg.advance(13 * HOUR)
    anna, boris, vera, oleg, eva = (house.talk(1001 + one) for one in range(5))
    run = await anna.begins()
    await boris.says("/start")
    await vera.forges("p|zone|") if await vera.says("/start") else None
    await oleg.finishes_short()
    await eva.says("/vent")
    sent = len(tg.sends())
    await away(house, tg, 140)
    assert len(tg.sends()) == sent
    question = anna.screen
    await away(house, tg, 151)
    told = [call.chat for call in tg.sends()[sent:]]
    assert sorted(told, key=str) == [1001, 1003]
    for talk in (anna, vera):
        talk.look()
        assert talk.sees("away-taps", start="5 марта 01:02", end="5 марта 01:04"), talk.screen.text
    assert anna.asks("tension_before")
    assert anna.screen.id != question.id
    await house.stop()  # killed before Telegram was noted as heard of again, it is said no second time
    await house.start()
    await house.settled()
    assert len(tg.sends()) == sent + 2
    await anna.taps("5")
    assert anna.run == run
    assert anna.asks("behaviour")
    assert "away" not in str(house.rows("SELECT notice FROM chat WHERE id = 1001"))


async def test_while_it_runs_and_telegram_is_away_for_minutes(db: Database) -> None:
    asked: list[int] = []

    async def show() -> int:
        asked.append(1)
        return 0

    clock = HeldClock()
    await db.write(lambda conn: installation.claim(conn, "me", 0))
    away_for = Outage(db, clock, show=show, idle=lambda: True, asks=asks, at_question=lambda *_: True)
    await away_for.at_start()
    person = await db.write(lambda conn: somebody(conn, 1001))
    chat = await db.write(lambda conn: chats.open(conn, person, 1001))
    await db.write(lambda conn: chats.move(conn, chat, Place("zone"), None))
    await db.write(lambda conn: inbox.accept(conn, [inbox.Incoming(1, 1001, "message", "{}", 900)]))
    for at, times in ((1000, 0), (1030, 0), (1180, 0), (1331, 1), (1345, 1), (1500, 2)):
        await away_for.heard(at)
        assert len(asked) == times, at
