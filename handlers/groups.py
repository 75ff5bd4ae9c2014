"""Groups, channels and other bots: nothing about anyone; in a group one line that points to the private chat."""

from collections.abc import Collection

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message

from bot.conversation.pipeline import topic_of
from bot.conversation.services import Services
from bot.store.database.unit_of_work import Unit
from bot.viewmodels.screen import Screen

_LINE = "error-group"


async def on_group_tap(query: CallbackQuery, services: Services) -> None:
    """A tap in a group has nothing to lead to: answered with the same line."""
    chat = query.message.chat.id if query.message is not None else query.from_user.id
    services.lanes.answer(chat, query.id, services.tells(query.from_user.language_code, _LINE))


async def on_group_edit(_: Message) -> None:
    """An edit in a group changes nothing here."""


async def on_bot(_: Message) -> None:
    """What another bot writes is no person's word: it is let be, so that two bots don't answer each other for ever."""


def router(known: Collection[str]) -> Router:
    """The first router: what isn't a person's private chat goes no further. `known` are the names of all commands."""

    async def on_group_message(message: Message, unit: Unit, services: Services) -> None:
        """A command for this bot in a group is pointed to the private chat, once a minute; all else is not for it.

        For this bot is one with its name. One without a name counts where it is one of its own: Telegram brings such a
        one to the bot that spoke last, but to each bot that may read everything.
        """
        user = message.from_user
        if user is not None and user.is_bot and message.sender_chat is None:
            return  # two bots would answer each other for ever
        first = next(iter((message.text or "").split(maxsplit=1)), "")
        command, _, bot = first.partition("@")
        if not command.startswith("/"):
            return
        if bot.lower() != (await services.name()).lower() if bot else command[1:].lower() not in known:
            return
        if services.door.speaks(message.chat.id, _LINE, unit.now):
            services.lanes.enter(message.chat.id, topic_of(message))
            services.lanes.say(message.chat.id, Screen(services.tells(user.language_code if user else None, _LINE)))

    made = Router(name="groups")
    made.message.register(on_group_message, F.chat.type != ChatType.PRIVATE)
    made.edited_message.register(on_group_edit, F.chat.type != ChatType.PRIVATE)
    made.callback_query.register(on_group_tap, ~F.message | (F.message.chat.type != ChatType.PRIVATE))
    made.message.register(on_bot, F.from_user.is_bot)
    made.edited_message.register(on_bot, F.from_user.is_bot)
    return made
