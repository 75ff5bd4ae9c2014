"""What the screens of one's own are drawn from: a file of clients that was read, a client to be erased."""

from dataclasses import dataclass

from bot.transfer.client_rows import Sheet, Sorted

NO_NUMBERS = "n"
"""What a button of the preview carries that leaves numbers without their country to the notes."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file of clients that was read: its name, how many wait behind it, how its clients sort now, all that it holds.

    `refused` are files before it that could not be taken, each with why.
    `token` tells it from the next file: the moment at which it came (Unix seconds UTC).
    """

    token: int
    name: str
    waiting: int
    clients: Sorted
    sheet: Sheet
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Doomed:
    """A client that may be erased, and how much is known of it."""

    id: int
    label: str
    debriefs: int
    notes: int
