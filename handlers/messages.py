"""What a person writes, speaks, sends or edits, where it is no command."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.types import Chat, Message, User

from bot.conversation import business, client_edit, typed_input, vent
from bot.conversation.pipeline import answer_message, part_after_all
from bot.conversation.services import Services
from bot.conversation.visit import Decide, Move, Visit
from bot.protocol.engine.typed_answers import TypedText
from bot.store.database.unit_of_work import Unit
from bot.store.queries.inbox import Ids, StoredUpdate

_CAPTIONED = frozenset(
    {
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.DOCUMENT,
        ContentType.PHOTO,
        ContentType.VIDEO,
        ContentType.VOICE,
    }
)
"""What may have words under it (Bot API, editMessageCaption)."""
_SENT = _CAPTIONED | {
    ContentType.TEXT,
    ContentType.CHECKLIST,
    ContentType.CONTACT,
    ContentType.DICE,
    ContentType.GAME,
    ContentType.GIVEAWAY,
    ContentType.LIVE_PHOTO,
    ContentType.LOCATION,
    ContentType.PAID_MEDIA,
    ContentType.POLL,
    ContentType.RICH_MESSAGE,
    ContentType.STICKER,
    ContentType.STORY,
    ContentType.UNKNOWN,
    ContentType.USERS_SHARED,
    ContentType.VENUE,
    ContentType.VIDEO_NOTE,
    ContentType.WEB_APP_DATA,
}
"""What a person sends, or a kind that this version of aiogram doesn't know; all else Telegram tells of the chat."""


async def on_text(message: Message, unit: Unit, services: Services) -> None:
    """Text, a forwarded one too."""
    said = _typed(message, message.text)
    await _answer(message, unit, services, lambda visit: typed_input.take(visit, said))


async def on_caption(message: Message, unit: Unit, services: Services) -> None:
    """The words under a picture count, and the person is told that the picture doesn't; so for any other file."""
    said = _typed(message, message.caption)
    await _answer(message, unit, services, lambda visit: typed_input.take_caption(visit, said))


async def on_voice(message: Message, unit: Unit, services: Services) -> None:
    """A voice note, a forwarded one too. It stays with Telegram; its file id and the words under it are kept."""
    voice = message.voice
    if voice is None:
        return
    said = replace(_typed(message, voice.file_id), words=message.caption or "")
    await _answer(message, unit, services, lambda visit: typed_input.take_voice(visit, said, voice.duration))


async def on_contact(message: Message, unit: Unit, services: Services) -> None:
    """A shared contact."""
    said = _typed(message, message.contact.phone_number if message.contact else "")
    await _answer(message, unit, services, lambda visit: typed_input.take_contact(visit, said))


async def on_document(message: Message, unit: Unit, services: Services) -> None:
    """A file, with or without words under it."""
    document = message.document
    if document is None:
        return
    said = _typed(message, message.caption) if message.caption is not None else None
    file_id, name, size = document.file_id, document.file_name or "", document.file_size or 0
    await _answer(message, unit, services, lambda visit: typed_input.take_document(visit, said, file_id, name, size))


async def on_picked(message: Message, unit: Unit, services: Services) -> None:
    """Somebody was picked in Telegram's own list of people."""
    shared = message.users_shared
    if shared is None or not shared.users:
        return
    request, picked = shared.request_id, shared.users[0]

    def pick(visit: Visit) -> Move:
        linked = business.pick_chat(visit, request, picked.user_id)
        return linked or client_edit.pick_contact(visit, request, picked.username)

    await _answer(message, unit, services, pick)


async def on_other(message: Message, unit: Unit, services: Services) -> None:
    """Anything else."""
    await _answer(message, unit, services, typed_input.unsupported)


async def on_service(_: Message) -> None:
    """What Telegram tells of the chat (a message pinned, a timer set, a call, a gift…) is nobody's word: let be."""


async def on_edited(message: Message, unit: Unit, services: Services) -> None:
    """A message whose words were changed afterwards, or taken away from under what it brings.

    Where neither can be (a place on the map that moves), it is left alone.
    """
    text = message.text if message.text is not None else message.caption
    if text is None and message.content_type not in _CAPTIONED:
        return
    said = _typed(message, text)
    await _answer(message, unit, services, lambda visit: typed_input.edit(visit, said))


async def on_unkept(row: StoredUpdate, ids: Ids, unit: Unit, services: Services) -> None:
    """What a kill left of a message whose words were not stored; an edit has nothing to change.

    Or of an erasure: that it is shown.
    """
    if ids.farewell is not None and row.chat_id is not None:
        await part_after_all(services, unit, row.chat_id, ids.farewell)
        return
    if row.kind != "message" or row.chat_id is None or ids.message_id is None:
        return
    nothing = Message(
        message_id=ids.message_id,
        date=datetime.fromtimestamp(0, UTC),
        chat=Chat(id=row.chat_id, type="private"),
        from_user=User(id=row.chat_id, is_bot=False, first_name=""),  # a private chat has its person's id
    )
    await answer_message(nothing, unit, services, partial(vent.take_unkept, begins=ids.begins))


def _typed(message: Message, text: str | None) -> TypedText:
    return TypedText(message.message_id, text or "", int(message.date.timestamp()))


async def _answer(message: Message, unit: Unit, services: Services, decide: Decide) -> None:
    """By `decide`, unless the person lets it out: then nobody looks at what it is."""
    edited, album = message.edit_date is not None, message.media_group_id is not None

    def taken(visit: Visit) -> Move:
        if (let_out := vent.take(visit, edited=edited)) is not None:
            return let_out
        return typed_input.beside(visit, decide(visit)) if album else decide(visit)

    await answer_message(message, unit, services, taken)


def router() -> Router:
    """The router of messages that are no command."""
    made = Router(name="messages")
    made.message.register(on_service, ~F.content_type.in_(_SENT))
    made.message.register(on_text, F.text)
    made.message.register(on_voice, F.voice)
    made.message.register(on_document, F.document)
    made.message.register(on_caption, F.caption)
    made.message.register(on_contact, F.contact)
    made.message.register(on_picked, F.users_shared)
    made.message.register(on_other)
    made.edited_message.register(on_edited)
    return made
