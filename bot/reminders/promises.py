"""What became of the promises to a client, from the contacts that followed (protocol, section 8; R2). Pure.

Nothing is decided once and for all: a contact that is taken back, or a date that is moved, changes what follows.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from bot.reminders import cadence
from bot.reminders.cadence import Hours
from bot.reminders.plan import Promised

Status = Literal["open", "kept", "broken", "dropped"]


def statuses(promises: Sequence[Promised], contacts: Sequence[int], hours: Hours) -> Mapping[int, Status]:
    """What each promise came to, by its id; `contacts` are moments in Unix seconds UTC.

    The first contact from its first reminder on answers a promise, in time or too late. One that was named after it
    takes its place: what was not due by then is dropped, what was due and unanswered is broken.
    """
    named = sorted(promises, key=lambda one: (one.named, one.id))
    found: dict[int, Status] = {}
    for promise, later in zip(named, [*named[1:], None], strict=True):
        until = None if later is None else later.named
        answers = (
            answer
            for at in sorted(contacts)
            if at > promise.named and (until is None or at <= until)
            if (answer := cadence.answered(promise.due, promise.named, at, hours)) is not None
        )
        status: Status = next(answers, "open")
        if status == "open" and until is not None:
            status = "broken" if promise.due < until else "dropped"
        found[promise.id] = status
    return found
