"""Contact that is seen by itself, as its screens need it. Loaded by the store."""

from dataclasses import dataclass

from bot.protocol.client import Client
from bot.viewmodels.contacts import ClientChoice


@dataclass(frozen=True, slots=True)
class SeenContact:
    """Whether the person's account is connected, since when (Unix seconds UTC), whether the bot may write there, and
    how many clients have a linked chat.
    """

    enabled: bool = False
    since: int | None = None
    can_reply: bool = False
    linked: int = 0


@dataclass(frozen=True, slots=True)
class ChatOfClient:
    """A client, and whether a chat is linked to them since `linked_at` (Unix seconds UTC); and the connection."""

    client: Client
    linked_at: int | None
    contact: SeenContact


@dataclass(frozen=True, slots=True)
class UnlinkedChat:
    """A chat of the person's account that is nobody's yet, by Telegram's id, and the clients to choose from."""

    chat_id: int
    choice: ClientChoice
