"""Reads id, kind and chat of a raw update before it is parsed. Nothing in it is trusted."""

import json
import re
from collections.abc import Collection
from typing import Any, Final, TypeGuard

from aiogram.types import Update

from bot.intake import business
from bot.protocol.engine.words import command_key
from bot.store.queries.inbox import Incoming

UNKNOWN: Final = "unknown"
# The kinds that this version of aiogram can tell apart; another would be a later Bot API's.
_KINDS: Final = frozenset(Update.model_fields) - {"update_id"}
_LARGEST: Final = 2**63 - 1
_OTHERS: Final = frozenset({"reply_to_message", "quote", "external_reply", "pinned_message"})
"""What a message holds of others: their words, which were let out perhaps, are not stored with it."""
VENT: Final = "vent"
"""The command, and the data of the button, with which a person begins to let it out."""
_VENT_TAP: Final = re.compile(rf"p\|{VENT}\|.*")


def read(raw: object, now: int, vent_labels: Collection[str] = ()) -> Incoming | None:
    """The row for a raw update that came at `now` (Unix seconds UTC); None where it has no usable id.

    `vent_labels` are texts that mean the same as the command for letting it out, as `command_key` has them.
    """
    if not isinstance(raw, dict) or not _is_id(update_id := raw.get("update_id")):
        return None
    kind = next((name for name, body in raw.items() if name in _KINDS and isinstance(body, dict)), UNKNOWN)
    body = raw.get(kind)
    event: dict[str, Any] = body if isinstance(body, dict) else {}
    if "business" in kind:
        return _of_business(update_id, kind, event, now)
    lean = {**raw, kind: {key: event[key] for key in event if key not in _OTHERS}} if event else raw
    payload = json.dumps(lean, ensure_ascii=False, separators=(",", ":"))
    chat = chat_of(event)
    message = _id_in(event) if kind != "callback_query" else None
    begins = chat is not None and chat > 0 and _begins(event, kind, vent_labels)
    return Incoming(update_id, chat, kind, payload, now, message, begins)


def _of_business(update_id: int, kind: str, event: dict[str, Any], now: int) -> Incoming | None:
    """Without a chat: the client's has the client's id, as a chat of theirs with the bot would have it."""
    found = business.lean(kind, event) if kind in business.KINDS else None
    if found is None:
        return None
    body, whose = found
    payload = json.dumps({"update_id": update_id, kind: body}, separators=(",", ":"))
    return Incoming(update_id, None, kind, payload, now, business=whose)


def _begins(event: dict[str, Any], kind: str, labels: Collection[str]) -> bool:
    """Whether it asks to let it out: the same that the handlers take for it, and no more."""
    if kind == "callback_query":
        data = event.get("data")
        return isinstance(data, str) and _VENT_TAP.fullmatch(data) is not None
    text = event.get("text") or event.get("caption")
    if kind != "message" or not isinstance(text, str):
        return False
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return command_key(text) in labels or first.partition("@")[0].lower() == f"/{VENT}"


def _id_in(message: object) -> int | None:
    found = message.get("message_id") if isinstance(message, dict) else None
    return found if _is_id(found) else None


def chat_of(event: object) -> int | None:
    """The chat that an event belongs to, its own or its message's."""
    if not isinstance(event, dict):
        return None
    chat = event.get("chat")
    if chat is None and isinstance(message := event.get("message"), dict):
        chat = message.get("chat")
    found = chat.get("id") if isinstance(chat, dict) else None
    return found if _is_id(found) else None


def tap_of(raw: object) -> str | None:
    """The id under which a tap is answered; None where the update is none."""
    tap = raw.get("callback_query") if isinstance(raw, dict) else None
    found = tap.get("id") if isinstance(tap, dict) else None
    return found if isinstance(found, str) else None


def language_of(raw: object) -> str | None:
    """Telegram's language code of whoever tapped."""
    tap = raw.get("callback_query") if isinstance(raw, dict) else None
    user = tap.get("from") if isinstance(tap, dict) else None
    found = user.get("language_code") if isinstance(user, dict) else None
    return found if isinstance(found, str) else None


def _is_id(value: object) -> TypeGuard[int]:
    return type(value) is int and -_LARGEST <= value <= _LARGEST
