"""A talk that went well, as its screen needs it."""

from dataclasses import dataclass

from bot.protocol.client import Client


@dataclass(frozen=True, slots=True)
class LoggedTalk:
    """A talk that was just logged: its follow-up, with whom, and when the next reminder comes (Unix seconds UTC)."""

    run: int
    client: Client
    next_at: int | None
