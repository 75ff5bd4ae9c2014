"""Sealed words that can't be opened any more: their person is told so, and nobody else waits for them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.flows.talk import House, Talk
from tests.flows.test_notes_at_rest import keyed, store

__all__ = ["keyed", "store"]

_WRITTEN = "яд"


@pytest.fixture
def spoil(house: House, tmp_path: Path) -> Callable[..., None]:
    """Changes the stored file as somebody would who has no key."""
    house.troubled = True

    def change(query: str, *values: object) -> None:
        assert house.stopped
        with closing(sqlite3.connect(tmp_path / "okok.db")) as conn, conn:
            assert conn.execute(query, values).rowcount == 1, query

    return change


async def test_what_waits_is_set_aside_and_the_others_go_on(
    keyed: House, anna: Talk, spoil: Callable[..., None]
) -> None:
    """An update, a line above the screen and a file of clients at once: the bot starts and serves everybody."""
    boris = keyed.talk(1002, "Boris")
    for who in (anna, boris):
        await who.begins()
        await who.taps("5")
    await keyed.stop()
    spoil(
        "INSERT INTO inbox (update_id, chat_id, kind, payload, received_at, tries, set_aside) "
        "VALUES (900001, 1001, 'message', '1:AAAA', 1, 0, 0)"
    )
    spoil("UPDATE chat SET notice = '1:AAAA', revision = revision + 1 WHERE id = 1001")
    keyed.forgiven = "not modified"  # what stands there can not be known without its mark
    spoil("UPDATE chat SET message_mark = '1:AAAA' WHERE id = 1002")
    await keyed.start()
    await keyed.settled()
    found = keyed.row("SELECT set_aside, error, payload FROM inbox WHERE update_id = 900001")
    assert found == (1, "Unreadable", None)
    assert anna.sees("error-set_aside")
    assert anna.asks("behaviour")
    for who in (anna, boris):
        await who.behaves()
        assert who.asks("fear")


async def test_a_run_that_can_not_be_opened_is_said_and_left(
    keyed: House, anna: Talk, spoil: Callable[..., None]
) -> None:
    """The menu is there, another debrief can be begun, and closing goes on for everybody."""
    run = await anna.begins()
    await anna.taps("5")
    boris = keyed.talk(1002, "Boris")
    other = await boris.begins()
    await boris.taps("5")
    await keyed.stop()
    spoil("UPDATE run SET state = '1:AAAA' WHERE id = ?", run)
    spoil("UPDATE chat SET revision = revision + 1 WHERE id = 1001")
    await keyed.start()
    await keyed.settled()
    assert anna.sees("error-unreadable")
    await anna.forges(f"r|{run}|behaviour|insults")
    await anna.says("/menu")
    assert anna.sees("menu-title")
    assert await anna.begins("Север") != run
    assert anna.asks("tension_before")
    await boris.behaves()
    assert boris.run == other
    assert keyed.row("SELECT count(*) FROM run WHERE id = ?", run) == (1,)
    assert keyed.rows("SELECT update_id FROM inbox WHERE set_aside") == []


async def test_a_screen_that_can_not_be_drawn_gives_way_to_the_menu(
    keyed: House, anna: Talk, spoil: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client's name that can't be opened: what the person does there is set aside, and they get on."""
    monkeypatch.setattr("bot.intake.runner._BACKOFF", (0.01, 0.01, 0.01, 0.01))
    await anna.begins()
    await anna.taps("5")
    await keyed.stop()
    spoil("UPDATE client SET label = '1:AAAA'")
    await keyed.start()
    await anna.me.say(_WRITTEN)
    await anna.done()
    assert keyed.row("SELECT error, tries FROM inbox WHERE set_aside") == ("Unreadable", 5)
    assert anna.sees("error-unreadable")
    assert anna.sees("menu-title")
    await anna.says("/settings")
    assert anna.place == "settings"


async def test_errands_of_others_are_run(keyed: House, anna: Talk, spoil: Callable[..., None]) -> None:
    """Whose file can't be known any more is asked to send it again; whoever takes all out needs no words for it."""
    boris = keyed.talk(1002, "Boris")
    for who in (anna, boris):
        await who.says("/start")
    await keyed.stop()
    for number, kind, place in ((1, "import", "importing"), (2, "export", "exporting")):
        spoil(
            "INSERT INTO errand (person_id, agency_id, kind, state, ready, touched_at) "
            "VALUES (?, 1, ?, '1:AAAA', 0, 1)",
            number,
            kind,
        )
        spoil("UPDATE chat SET place = ?, revision = revision + 1 WHERE id = ?", place, 1000 + number)
    await keyed.start()
    await keyed.run_errands()
    await keyed.settled()
    assert anna.sees("import-bad-download")
    assert boris.place == "exported"
    assert keyed.rows("SELECT person_id FROM errand") == []
