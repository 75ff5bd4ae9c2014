"""Canaries: what somebody wrote, whom about, and the token, looked for in all that every library logs at DEBUG."""

import logging
from io import StringIO
from typing import Any

import pytest
from aiogram.types import Message
from sqlalchemy import Connection, text

from bot.store.database.database import Database
from bot.store.database.errors import CannotStart, StoreError
from handlers import commands
from tests.fake import TOKEN
from tests.flows.log_canary import leaked, log_at_debug
from tests.flows.talk import House, Talk
from tests.flows.test_invitations import comes, invites, sqlite_only, with_owner
from tests.secrets import betrayed

NAME, FACTS, HONEST, VENTED = "Канарейкин & Söhne", "она кричала про кенаров", "щегол не готов", "ненавижу зябликов"


async def debriefs(talk: Talk) -> None:
    """Words of every kind."""
    await talk.begins(NAME)
    await talk.says(FACTS)
    await talk.taps("5")
    await talk.behaves()
    await talk.fears()
    await talk.picks("tomorrow")
    await talk.says(HONEST)
    said = await talk.says(FACTS)
    await talk.me.edit(said, FACTS + HONEST)
    await talk.done()
    await talk.me.voice(3)
    await talk.me.photo(FACTS)
    await talk.done()
    await talk.says("/check")
    await talk.says(HONEST)
    await talk.says("/vent")
    await talk.me.say(VENTED)
    await talk.house.settled(talk.me.id)


async def fails(message: Message, **_: Any) -> None:  # noqa: ANN401 - whatever the dispatcher gives
    """A handler that tells everything in its exception."""
    raise ValueError(f"{message.text} {TOKEN} {NAME}")


def failing(conn: Connection) -> None:
    """SQL whose failure tells words."""
    conn.execute(text("SELECT :words FROM nowhere"), {"words": NAME})


@sqlite_only
async def test_no_library_says_at_debug_what_anybody_wrote(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """The raw records hold it, so the test would see it; what is written does not."""
    house.troubled, house.forgiven = True, ".*"
    lines, errors = StringIO(), StringIO()
    with log_at_debug(lines, libraries=True), log_at_debug(errors, "human", libraries=True):
        owner = await with_owner(house)
        payload = await invites(owner)
        await comes(house, payload)
        await debriefs(owner)
        house.tg.fail(500)
        house.tg.flood("editMessageText", 1, 1)
        await owner.says("/menu")
        stranger = house.tg.person(6666, NAME)
        await stranger.say(f"/start {payload} {FACTS}")
        house.tg.push({"message": {"message_id": FACTS, "chat": {"id": 6666}, "text": NAME}}, 6666)
        await house.app.intake.accept([{"update_id": FACTS, "text": NAME}])
        with pytest.raises(StoreError) as refused:
            await house.app.db.write(failing)
        assert betrayed([NAME], str(refused.value).encode()) == []
        logging.getLogger("aiogram.event").error("Cause exception while process update: %s", FACTS)
        await house.settled(within=20)
        await house.stop()
    written = lines.getvalue() + errors.getvalue()
    assert len(lines.getvalue().splitlines()) > 100
    assert leaked(house.tg, written) == []
    assert leaked(house.tg, written + FACTS) == [FACTS]  # it would be found
    assert betrayed([NAME, FACTS, HONEST, VENTED, TOKEN, payload.removeprefix("i_")], written.encode()) == []
    raw = "\n".join(record.getMessage() for record in caplog.records)
    assert betrayed([NAME, FACTS], raw.encode()) == [NAME, FACTS]  # they are said, and left out


@sqlite_only
async def test_a_handler_that_fails_is_told_by_its_place(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the log, in what is kept of the update, and to the person."""
    house.troubled = True
    await house.stop()
    monkeypatch.setattr(commands, "on_command", fails)
    await house.start()
    anna, log = house.talk(), StringIO()
    await anna.says("/start")
    with log_at_debug(log, libraries=True):
        await anna.me.say(f"/help {FACTS}")
        await house.until("SELECT count(*) FROM inbox WHERE tries > 1", within=20)
        await house.stop()
    assert "ValueError at " in log.getvalue()
    assert betrayed([NAME, FACTS, TOKEN], log.getvalue().encode()) == []
    assert house.rows("SELECT error FROM inbox WHERE tries > 1") == [("ValueError",)]
    assert NAME not in anna.me.chat_text()


async def test_what_ends_the_start_holds_no_password() -> None:
    for url in ("postgresql://anna:zanary_of_words@127.0.0.1:1/none", "nonsense://anna:zanary_of_words@there"):
        with pytest.raises(CannotStart) as refusal:
            await Database.open(url)
        assert "zanary_of_words" not in str(refusal.value)
