"""The meaning of Telegram's errors for whoever called: the only place that reads their descriptions."""

import asyncio
from enum import Enum, auto
from typing import Final

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)


class Meaning(Enum):
    """What came of a call."""

    DONE = auto()  # Telegram took it
    WAIT = auto()  # 429: nothing more to this chat until `retry_after` is over
    PASSING = auto()  # the network or Telegram's own trouble: the same call again, later
    UNCHANGED = auto()  # the message already shows this: as good as done
    MESSAGE_GONE = auto()  # the message is gone, or can't be edited: a new one is sent
    KEPT = auto()  # the message can't be deleted: it is too old, or Telegram doesn't allow it
    TOO_LATE = auto()  # the tap is too old to be answered: nothing to do
    CHAT_GONE = auto()  # blocked, deactivated, not found: permanent, nothing more goes there
    NO_VOICES = auto()  # the person's privacy lets no voice notes in
    REFUSED = auto()  # Telegram does not take it as it is
    OURS = auto()  # no answer of Telegram's at all: a mistake of the program


# Lower-case parts of Telegram's descriptions (Bot API server, telegram-bot-api/Client.cpp; td/telegram/MessagesManager,
# DialogManager).
_UNCHANGED: Final = ("message is not modified",)
_MESSAGE_GONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message_id_invalid",
    "message identifier is not specified",
    "message not found",
)
_KEPT: Final = ("message can't be deleted",)
_NO_VOICES: Final = ("voice_messages_forbidden", "restricted receiving of voice")
_TOO_LATE: Final = ("query is too old", "query id is invalid", "query_id_invalid")
# Permanent, whatever the code. A refusal that isn't on this list may pass: it is tried again, later and later.
_CHAT_GONE: Final = (
    "bot was blocked by the user",
    "bot can't initiate conversation with a user",
    "can't send messages to bots",
    "bot was kicked from",
    "bot is not a member of",
    "group chat was deleted",
    "chat not found",
    "peer_id_invalid",
    "user not found",
    "user is deactivated",
    "group chat was deactivated",
    "group chat was upgraded",
    "chat_write_forbidden",
    "not enough rights to send",
    "need administrator rights",
    "have no rights to send",
    "chat_restricted",
)
_NO_TOPIC: Final = ("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
# What a refusal may be about: enough to look for the cause, nothing of what the message held.
_TOPICS: Final = ("entit", "button", "url", "too long", "empty", "copy", "reply_markup", "encoded")

# aiohttp's errors before the request was on its way, as aiogram names them.
_NEVER_SENT: Final = ("ClientConnectorError", "ClientConnectorDNSError")

_PASSING = (TelegramNetworkError, TelegramServerError, ClientDecodeError, OSError, asyncio.TimeoutError)
# A revoked token or a wrong API address: polling says so and ends the program, what is owed stays owed.
_ELSEWHERE = (TelegramUnauthorizedError, TelegramNotFound, TelegramConflictError)


def meaning(error: Exception) -> Meaning:
    """What `error`, raised by a call of aiogram's Bot, means."""
    match error:
        case TelegramRetryAfter():
            found = Meaning.WAIT
        case TelegramMigrateToChat():
            found = Meaning.CHAT_GONE
        case TelegramBadRequest() | TelegramForbiddenError():
            found = _refusal(error.message.lower())
        case TelegramEntityTooLarge():
            found = Meaning.REFUSED
        case _ if isinstance(error, _PASSING + _ELSEWHERE):
            found = Meaning.PASSING
        case _:
            found = Meaning.OURS
    return found


def _refusal(text: str) -> Meaning:
    table = (
        (_UNCHANGED, Meaning.UNCHANGED),
        (_MESSAGE_GONE, Meaning.MESSAGE_GONE),
        (_KEPT, Meaning.KEPT),
        (_TOO_LATE, Meaning.TOO_LATE),
        (_NO_VOICES, Meaning.NO_VOICES),
        (_CHAT_GONE, Meaning.CHAT_GONE),
    )
    return next((found for parts, found in table if any(p in text for p in parts)), Meaning.REFUSED)


def no_topic(error: Exception) -> bool:
    """Whether a message was refused since the topic that it was to go to is gone or closed."""
    return isinstance(error, TelegramBadRequest) and any(part in error.message.lower() for part in _NO_TOPIC)


def unsure(error: Exception) -> bool:
    """Whether Telegram may have taken a call that failed in passing: no answer came, or one that can't be read."""
    if isinstance(error, TelegramServerError | TelegramUnauthorizedError | TelegramNotFound | TelegramConflictError):
        return False
    return not (isinstance(error, TelegramNetworkError) and any(part in error.message for part in _NEVER_SENT))


def name(error: Exception) -> str:
    """The class of `error` and what a refusal is about, fit for a log: no content, no token."""
    text = error.message.lower() if isinstance(error, TelegramBadRequest | TelegramForbiddenError) else ""
    topics = ",".join(topic for topic in _TOPICS if topic in text)
    return f"{type(error).__name__}({topics})" if topics else type(error).__name__
