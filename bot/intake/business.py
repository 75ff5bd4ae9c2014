"""Business updates as they may be stored: who, where, when and which message, never what (protocol, section 11).

Whatever else a message holds (words, files, names, captions, quotes) is left out here, before it becomes a row or
waits in memory.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeGuard

from bot.store.queries.inbox import BusinessRef

CONNECTION: Final = "business_connection"
MESSAGE: Final = "business_message"
DELETED: Final = "deleted_business_messages"
KINDS: Final = (CONNECTION, MESSAGE, DELETED)
"""The kinds that are asked for. `edited_business_message` isn't: an edit changes nothing."""
_MARKS: Final = ("sender_business_bot", "is_from_offline")


def lean(kind: str, event: Mapping[str, Any]) -> tuple[dict[str, Any], BusinessRef] | None:
    """What is left of the update's body, and whose it is; None where it can't be read."""
    if kind == CONNECTION:
        return _connection(event)
    connection, chat = event.get("business_connection_id"), _number(event.get("chat"), "id")
    if not isinstance(connection, str) or chat is None:
        return None
    body: dict[str, Any] = {"business_connection_id": connection, "chat": {"id": chat, "type": "private"}}
    if kind == DELETED:
        ids = event.get("message_ids")
        if not isinstance(ids, list) or not all(_is_number(one) for one in ids):
            return None
        return body | {"message_ids": ids}, BusinessRef(connection, chat_id=chat)
    sender, message, date = _number(event.get("from"), "id"), event.get("message_id"), event.get("date")
    if sender is None or not _is_number(message) or not _is_number(date):
        return None
    body |= {"message_id": message, "date": date, "from": _user(sender)}
    if any(event.get(mark) for mark in _MARKS):
        # aiogram asks for a whole user where Telegram names the bot; that it was one is all that counts.
        body["is_from_offline"] = bool(event.get("is_from_offline"))
        if event.get("sender_business_bot"):
            body["sender_business_bot"] = _user(0, bot=True)
    return body, BusinessRef(connection, chat_id=chat)


def _connection(event: Mapping[str, Any]) -> tuple[dict[str, Any], BusinessRef] | None:
    connection, user = event.get("id"), _number(event.get("user"), "id")
    since, rights = event.get("date"), event.get("rights")
    if not isinstance(connection, str) or user is None or not _is_number(since):
        return None
    can_reply = bool(rights.get("can_reply")) if isinstance(rights, dict) else bool(event.get("can_reply"))
    body = {
        "id": connection,
        "user": _user(user),
        "user_chat_id": user,
        "date": since,
        "is_enabled": bool(event.get("is_enabled")),
        "rights": {"can_reply": can_reply},
    }
    return body, BusinessRef(connection, user_id=user)


def _user(number: int, *, bot: bool = False) -> dict[str, Any]:
    return {"id": number, "is_bot": bot, "first_name": ""}


def _number(holder: object, name: str) -> int | None:
    found = holder.get(name) if isinstance(holder, dict) else None
    return found if _is_number(found) else None


def _is_number(value: object) -> TypeGuard[int]:
    return type(value) is int and abs(value) < 2**63
