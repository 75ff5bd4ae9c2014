"""What Telegram shows before anybody writes: commands, the menu button that lists them, descriptions."""

import logging

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot.telegram.profile import COMMANDS, FOR_HOSTS, introduce
from tests.fake import TOKEN, FakeTelegram
from tests.flows.talk import Session
from tests.voices import VOICES


async def test_commands_menu_button_and_descriptions_in_both_languages() -> None:
    async with FakeTelegram() as tg, Bot(TOKEN, session=Session(api=TelegramAPIServer.from_base(tg.url))) as bot:
        await introduce(bot, VOICES)
        tg.assert_clean()
        assert tg.settings["menu_button"] == {"type": "commands"}
        for language, code in (("ru", ""), ("ru", ":ru"), ("en", ":en")):
            voice = VOICES[language]
            assert tg.settings[f"description{code}"] == voice.say("about-long")
            assert tg.settings[f"short_description{code}"] == voice.say("about-short")
            told = [(one["command"], one["description"]) for one in tg.settings[f"commands{code}"]]
            assert told == [(name, voice.say(f"command-{name}")) for name in COMMANDS]
        assert {"start", "sos", "debrief", "prep", "vent", "check", "settings", "help", "cancel"} <= set(COMMANDS)
        assert all(call.params["scope"] == {"type": "all_private_chats"} for call in tg.made("setMyCommands"))


async def test_what_telegram_does_not_take_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async with FakeTelegram() as tg, Bot(TOKEN, session=Session(api=TelegramAPIServer.from_base(tg.url))) as bot:
        tg.fail(500, methods="setMyCommands")
        with caplog.at_level(logging.WARNING):
            await introduce(bot, VOICES)
        assert "could not be set" in caplog.text


async def test_who_invites_has_people_listed_too_in_their_chat_alone() -> None:
    async with FakeTelegram() as tg, Bot(TOKEN, session=Session(api=TelegramAPIServer.from_base(tg.url))) as bot:
        tg.person(7).starts()
        await introduce(bot, VOICES, [6, 7])  # 6 never wrote: Telegram refuses, and the next is served all the same
        tg.assert_clean("chat not found")
        for language, code in (("ru", ""), ("ru", ":ru"), ("en", ":en")):
            told = [(one["command"], one["description"]) for one in tg.settings[f"commands@7{code}"]]
            assert told == [(name, VOICES[language].say(f"command-{name}")) for name in FOR_HOSTS]
            assert "people" not in {one["command"] for one in tg.settings[f"commands{code}"]}
