"""The bot's profile at Telegram: its commands and descriptions, in every language, and its name."""

import logging
from collections.abc import Iterable, Mapping

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, MenuButtonCommands

from bot.viewmodels.scene import Voice

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


FOR_HOSTS = ("start", "people", *COMMANDS[1:])
"""What is listed to those who invite others."""


async def introduce(bot: Bot, voices: Mapping[str, Voice], hosts: Iterable[int] = ()) -> None:
    """Sets commands, the menu button that lists them, and descriptions; the first language serves all others too.

    `hosts` are the chats of those who invite. Best effort: what Telegram doesn't take now is set at the next start.
    """
    try:
        for language, voice in _languages(voices):
            await _list(bot, voice, language, COMMANDS, BotCommandScopeAllPrivateChats())
            await bot.set_my_short_description(voice.say("about-short"), language_code=language)
            await bot.set_my_description(voice.say("about-long"), language_code=language)
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramAPIError as error:
        log.warning("commands, menu button or descriptions could not be set: %s", type(error).__name__)
    for chat_id in hosts:
        await introduce_to_host(bot, voices, chat_id)


async def introduce_to_host(bot: Bot, voices: Mapping[str, Voice], chat_id: int) -> None:
    """Lists the commands of who invites in their chat. Telegram refuses it until they have written to the bot once."""
    try:
        for language, voice in _languages(voices):
            await _list(bot, voice, language, FOR_HOSTS, BotCommandScopeChat(chat_id=chat_id))
    except TelegramAPIError as error:
        log.info("chat %d: commands could not be set: %s", chat_id, type(error).__name__)


async def username(bot: Bot) -> str:
    """The bot's name at Telegram, asked for once, as it stands in links to it; empty where it has none."""
    return (await bot.me()).username or ""


def _languages(voices: Mapping[str, Voice]) -> Iterable[tuple[str | None, Voice]]:
    """Each language by its code, the first of them also for all others."""
    yield None, next(iter(voices.values()))
    yield from voices.items()


async def _list(
    bot: Bot,
    voice: Voice,
    language: str | None,
    names: Iterable[str],
    scope: BotCommandScopeAllPrivateChats | BotCommandScopeChat,
) -> None:
    commands = [BotCommand(command=name, description=voice.say(f"command-{name}")) for name in names]
    await bot.set_my_commands(commands, scope=scope, language_code=language)
