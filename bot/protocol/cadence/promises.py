"""What became of the promises to a client, from the contacts that followed (protocol, section 8; R2). Pure.

Nothing is decided once and for all: a contact that is taken back, or a date that is moved, changes what follows.
"""

from dataclasses import dataclass
from typing import Literal

from bot.protocol.cadence import due_times
from bot.protocol.cadence.due_times import Hours
from bot.protocol.cadence.plan import Promised

Status = Literal["open", "kept", "broken", "dropped"]


@dataclass(frozen=True, slots=True)
class Window:
    """In which a contact answers a promise: `start` and `end` (None: open) belong to it. Unix seconds UTC."""

    start: int
    end: int | None

    def first(self, contact: int | None) -> int | None:
        """The first contact since `start`, where it is within the window; None where there was none."""
        return contact if contact is None or self.end is None or contact <= self.end else None


def window(promise: Promised, later: Promised | None, said: bool, hours: Hours) -> Window:
    """When a contact answers `promise`: from its first reminder on, until one that was named `later` takes its place.

    `said` tells that the manager answered it by its own button, however early.
    """
    start = (
        promise.named + 1 if said else max(promise.named + 1, due_times.answers_from(promise.due, promise.named, hours))
    )
    return Window(start, None if later is None else later.named)


def is_late(due: int, contact: int) -> bool:
    """Whether a contact at that moment is too late for a promise that was `due` (Unix seconds UTC)."""
    return contact > due + due_times.GRACE


def status(promise: Promised, later: Promised | None, contact: int | None) -> Status:
    """What the promise came to, `contact` being the first contact in its window, None where there was none.

    Without one, a promise that was not due when a later one was named is dropped, one that was due is broken.
    """
    if contact is not None:
        return "broken" if is_late(promise.due, contact) else "kept"
    if later is None:
        return "open"
    return "broken" if promise.due < later.named else "dropped"
