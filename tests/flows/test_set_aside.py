"""An update whose handler always raises, in the whole program: set aside, said plainly, and nobody is held up."""

from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import Update

from tests.flows.talk import House, Talk


async def test_what_no_handler_can_take_is_said_plainly(
    house: House, anna: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five tries, then a line above the present screen; the debrief goes on where it was, and so do others."""
    house.troubled = True
    monkeypatch.setattr("bot.intake.runner._BACKOFF", (0.01, 0.01, 0.01, 0.01))
    whole, tries = Dispatcher.feed_update, []

    async def feed_update(self: Dispatcher, bot: Bot, update: Update, **more: Any) -> Any:  # noqa: ANN401 - as it has it
        if update.message is not None and update.message.text == "яд":
            tries.append(update.update_id)
            raise ValueError("яд")
        return await whole(self, bot, update, **more)

    monkeypatch.setattr(Dispatcher, "feed_update", feed_update)
    await anna.begins()
    await anna.taps("5")
    boris = house.talk(1002, "Boris")
    await anna.me.say("яд")
    await boris.says("/start")
    await anna.done()
    assert len(tries) == 5
    assert anna.sees("error-set_aside")
    assert anna.asks("behaviour")
    assert house.row("SELECT set_aside, tries, payload FROM inbox WHERE set_aside") == (1, 5, None)
    await anna.behaves()
    assert anna.asks("fear")
    assert not anna.sees("error-set_aside")
