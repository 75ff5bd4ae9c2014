"""The jobs in a chat's queue: an update to be handled, or the present view that the chat is owed."""

import json
from dataclasses import dataclass
from typing import Any

from bot.store.database.errors import Unreadable
from bot.store.queries import inbox


@dataclass(slots=True)
class Job:
    """An update that waits; `raw` is None after a restart, until its payload is read.

    `waits_since` (the clock's seconds) is since when the database takes nothing for it.
    """

    row: inbox.StoredUpdate
    raw: Any
    tries: int
    busy: int = 0
    waits_since: float | None = None
    not_before: float = 0.0

    @property
    def ids(self) -> inbox.Ids | None:
        """Only these are left of an update whose words were not stored, and whose bot was killed; None of any other."""
        return inbox.ids_of(self.row.payload) if self.raw is None else None

    def read(self) -> Any:  # noqa: ANN401 - as Telegram's JSON has it
        """The update as it came. Raises Unreadable where the payload can't be opened, ValueError where not read."""
        if self.raw is None:
            if self.row.payload is None:
                raise Unreadable("inbox.payload", str(self.row.seq))
            self.raw = json.loads(self.row.payload)
        return self.raw


@dataclass(slots=True)
class Owed:
    """A chat whose present view Telegram did not take; `ask` where its queue may have shown it meanwhile.

    `unhurried`: it is one of many, which nobody waits for.
    """

    chat_id: int
    telegram_id: int
    ask: bool
    unhurried: bool = False
    busy: int = 0
