"""Groups and channels: nothing about anyone, one line that points to the private chat, and only when asked."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message

from bot.conversation.services import Services
from bot.viewmodels.screen import Screen


async def on_group_message(message: Message, services: Services) -> None:
    """A command in a group is pointed to the private chat; anything else there is not for the bot."""
    if message.text is None or not message.text.startswith("/"):
        return
    user = message.from_user
    if user is not None and user.is_bot and message.sender_chat is None:
        return  # two bots would answer each other for ever
    code = user.language_code if user is not None else None
    voice = services.voices[services.defaults.speaks(code, services.voices)]
    services.lanes.say(message.chat.id, Screen(voice.say("error-group")))


async def on_group_tap(query: CallbackQuery, services: Services) -> None:
    """A tap in a group has nothing to lead to: answered with the same line."""
    voice = services.voices[services.defaults.speaks(query.from_user.language_code, services.voices)]
    chat = query.message.chat.id if query.message is not None else query.from_user.id
    services.lanes.answer(chat, query.id, voice.say("error-group"))


def router() -> Router:
    """The first router: what isn't a private chat goes no further."""
    made = Router(name="groups")
    made.message.register(on_group_message, F.chat.type != ChatType.PRIVATE)
    made.edited_message.register(_ignored, F.chat.type != ChatType.PRIVATE)
    made.callback_query.register(on_group_tap, ~F.message | (F.message.chat.type != ChatType.PRIVATE))
    return made


async def _ignored(_: Message) -> None:
    """An edit in a group changes nothing here."""
