"""What Telegram tells of a manager's own account, where they connected the bot to it."""

from aiogram import Router
from aiogram.types import BusinessConnection, BusinessMessagesDeleted, Message

from bot.common.clock import Clock
from bot.conversation import business
from bot.conversation.pipeline import answer_event
from bot.conversation.services import Services
from bot.store.database.database import Database
from bot.store.database.unit_of_work import Unit
from bot.store.queries import business as rows


async def on_connection(told: BusinessConnection, unit: Unit, services: Services, owner_chat: int) -> None:
    """A connection was made, changed or ended."""
    can_reply = bool(told.rights and told.rights.can_reply)
    connection = rows.BusinessConnection(told.id, told.is_enabled, can_reply, int(told.date.timestamp()), int(unit.now))
    await answer_event(owner_chat, unit.run, unit.now, services, lambda visit: business.connect(visit, connection))


async def on_message(message: Message, unit: Unit, services: Services, owner_chat: int) -> None:
    """A message in one of the account's chats, of either side."""
    connection, sender = message.business_connection_id, message.from_user
    if connection is None or sender is None:
        return
    seen = business.BusinessMessage(
        chat_id=message.chat.id,
        message_id=message.message_id,
        at=int(message.date.timestamp()),
        own=sender.id == owner_chat,  # a private chat has its person's id
        automatic=bool(message.is_from_offline),
        ours=message.sender_business_bot is not None,
    )
    await answer_event(owner_chat, unit.run, unit.now, services, lambda visit: business.see(visit, connection, seen))


async def on_deleted(told: BusinessMessagesDeleted, unit: Unit, services: Services, owner_chat: int) -> None:
    """Messages in one of the account's chats were deleted."""
    connection, chat_id, messages = told.business_connection_id, told.chat.id, tuple(told.message_ids)
    await answer_event(
        owner_chat, unit.run, unit.now, services, lambda visit: business.delete(visit, connection, chat_id, messages)
    )


async def told(
    db: Database, clock: Clock, services: Services, user_id: int, connection: rows.BusinessConnection
) -> None:
    """What Telegram says of a connection that it was asked about."""
    await answer_event(user_id, db.write, clock.now(), services, lambda visit: business.refreshed(visit, connection))


def router() -> Router:
    """The router of business updates."""
    made = Router(name="business")
    made.business_connection.register(on_connection)
    made.business_message.register(on_message)
    made.deleted_business_messages.register(on_deleted)
    return made
