"""What the screens of one's own are drawn from: a file of clients that was read, a client to be erased."""

from dataclasses import dataclass

from bot.transfer.client_rows import Fault, Sorted


@dataclass(frozen=True, slots=True)
class Brought:
    """A file of clients that was read: how its clients sort now, and the lines that can't be read.

    `token` tells it from the next file: the moment at which it came (Unix seconds UTC).
    """

    token: int
    clients: Sorted
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Doomed:
    """A client that may be erased, and how much is known of it."""

    id: int
    label: str
    debriefs: int
    notes: int
