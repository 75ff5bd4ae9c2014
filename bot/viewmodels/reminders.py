"""A reminder and the message that brought it, as the screens need them: loaded by the store, drawn here (R2)."""

from dataclasses import dataclass

from bot.protocol.cadence.due_times import PROMISED, Kind
from bot.protocol.client import Client
from bot.protocol.engine.run import Run

SNOOZED = frozenset({"hour", "tomorrow", "moved"})
"""What was done with a reminder that comes again."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """One reminder, with what it says of the client. Moments are Unix seconds UTC.

    `client` is the record's label. `base_at` is what the rules gave, `due_at` when it comes or came. `done` is what
    the person did with it, `done_until` to when a snooze moved it. `promised_at` is the promise's time, `contact` the
    last contact, `how` how that went; `fear` is an id of the playbook, `fear_words` the manager's own words for it.
    `seen` says that contacts with the client are seen by themselves.
    """

    id: int
    client_id: int
    client: str
    kind: Kind
    base_at: int
    due_at: int
    status: str
    done: str | None
    done_until: int | None
    promise_id: int | None
    promised_at: int | None
    contact: int | None
    how: str | None
    fear: str | None
    fear_words: str | None
    notice_id: int | None
    seen: bool = False

    @property
    def live(self) -> bool:
        """Whether there is still something to do about it: nothing was done, or it was put off."""
        return self.done is None or self.done in SNOOZED

    def kind_at(self, moment: int) -> Kind:
        """What kind it is for someone who reads it at `moment`: a promise that ran out meanwhile is overdue."""
        if self.kind in PROMISED and self.promised_at is not None:
            return "promise_soon" if moment < self.promised_at else "promise_overdue"
        return self.kind


@dataclass(frozen=True, slots=True)
class ReminderMessage:
    """The message that brought reminders, and what it shows now.

    `view` is "list:0" for a page of them, "item:7" for one that was opened, "left" where the message went over to the
    chat's own view. `turn` is whose turn it is among the wordings. `late` says that they could have come before,
    `again` that they may have come already. `sent_at` is Unix seconds UTC.
    """

    id: int
    message_id: int
    sent_at: int
    view: str
    late: bool
    again: bool
    turn: int
    items: tuple[Reminded, ...]

    def turn_of(self, item: Reminded) -> int:
        """Whose turn it is for one of them: those of one message don't all begin in the same words."""
        return self.turn + next((place for place, one in enumerate(self.items) if one.id == item.id), 0)


@dataclass(frozen=True, slots=True)
class Round:
    """One debrief of a client: its run, the fear that it went by (an id, and own words), the honest line, when."""

    run: int
    fear: str
    fear_words: str | None
    honest: str | None
    at: int


@dataclass(frozen=True, slots=True)
class ReminderDraft:
    """A reminder opened for its draft: whose `turn` it is among the wordings, the client's last debrief, the client."""

    reminder: Reminded
    turn: int
    debrief: Run | None
    client: Client | None
