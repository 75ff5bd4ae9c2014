"""What can be said of a raw update before it is parsed: its id, kind and chat. Nothing in it is trusted."""

import json
from typing import Final, TypeGuard

from aiogram.types import Update

from bot.store.inbox import Incoming

UNKNOWN: Final = "unknown"
# The kinds that this version of aiogram can tell apart; another would be a later Bot API's.
_KINDS: Final = frozenset(Update.model_fields) - {"update_id"}
_LARGEST: Final = 2**63 - 1


def read(raw: object, now: int) -> Incoming | None:
    """The row for a raw update that came at `now` (Unix seconds UTC); None where it has no usable id."""
    if not isinstance(raw, dict) or not _is_id(update_id := raw.get("update_id")):
        return None
    kind = next((name for name, body in raw.items() if name in _KINDS and isinstance(body, dict)), UNKNOWN)
    payload = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    return Incoming(update_id, chat_of(raw.get(kind)), kind, payload, now)


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


def _is_id(value: object) -> TypeGuard[int]:
    return type(value) is int and -_LARGEST <= value <= _LARGEST
