"""What Telegram shows of the bot before anybody writes: its commands and what it is for, in every language."""

import logging
from collections.abc import Mapping

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, MenuButtonCommands

from bot.screens.scene import Voice

log = logging.getLogger(__name__)

COMMANDS = (
    "start",
    "sos",
    "debrief",
    "prep",
    "vent",
    "check",
    "touch",
    "clients",
    "parting",
    "reminders",
    "insights",
    "settings",
    "export",
    "import",
    "forget",
    "help",
    "cancel",
)


async def introduce(bot: Bot, voices: Mapping[str, Voice]) -> None:
    """Sets commands, the menu button that lists them, and descriptions; the first language serves all others too.

    Best effort: what Telegram doesn't take now is set at the next start.
    """
    scope = BotCommandScopeAllPrivateChats()
    try:
        for place, (code, voice) in enumerate(voices.items()):
            commands = [BotCommand(command=name, description=voice.say(f"command-{name}")) for name in COMMANDS]
            for language in (None, code) if place == 0 else (code,):
                await bot.set_my_commands(commands, scope=scope, language_code=language)
                await bot.set_my_short_description(voice.say("about-short"), language_code=language)
                await bot.set_my_description(voice.say("about-long"), language_code=language)
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramAPIError as error:
        log.warning("commands, menu button or descriptions could not be set: %s", type(error).__name__)
