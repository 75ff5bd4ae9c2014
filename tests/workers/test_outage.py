"""After an outage longer than Telegram keeps updates: from when to when, to people in the middle of something."""

import shutil
from pathlib import Path

import pytest

from bot.conversation.places import PLACES, asks
from bot.store.database.database import Database
from bot.store.queries import installation
from bot.viewmodels.outage import Missed
from bot.workers.outage import Outage
from tests.fake import FakeTelegram
from tests.flows.stores import SqliteStore
from tests.flows.talk import House
from tests.intake.scripted import HeldClock

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
