"""Notes about a client or about none: words and voices (protocol, section 3)."""

from dataclasses import dataclass

from bot.protocol.client import Client
from bot.viewmodels.contacts import ClientChoice


@dataclass(frozen=True, slots=True)
class Note:
    """Words about a client from `at` on (Unix seconds UTC): a note, or the facts of a run of that `kind`.

    `voices` are Telegram's file ids.
    """

    run: int
    text: str
    voices: tuple[str, ...]
    at: int
    kind: str = "debrief"


@dataclass(frozen=True, slots=True)
class NotePage:
    """One note at a time, the `page`th, of which the `part`th stretch; `client` is None for notes about nobody."""

    client: Client | None
    notes: tuple[Note, ...]
    page: int
    part: int
    more: bool


@dataclass(frozen=True, slots=True)
class NoteOf:
    """Words that came unasked, the facts of that run, and the clients that they may be about."""

    run: int
    choice: ClientChoice
