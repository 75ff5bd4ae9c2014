"""The client of a manager, as the screens and the rules need them. Pure."""

from dataclasses import dataclass

from bot.protocol.playbook import Rung

NOTE_LONGEST = 300
"""Characters of the note on a card."""


@dataclass(frozen=True, slots=True)
class Client:
    """One client of one manager: a name or initials are enough, the rest only when the manager adds it.

    `label` names the record (often a company or initials), `address` is how the person is addressed in drafts.
    `cadence` is the rung that the manager chose, None where the rules choose. `client_date` is the day by which
    the client's boss needs it, as an ISO date. `created_at` and `last_at` (when the client was last chosen, for
    "the most recent first") are Unix seconds UTC. `note` is what the manager wants to see on the card; `archived_at` is
    since when the client is in the archive (Unix seconds UTC), None for one who isn't.
    """

    id: int
    person_id: int
    label: str
    address: str | None
    username: str | None
    phone: str | None
    cadence: Rung | None
    client_date: str | None
    created_at: int
    last_at: int
    note: str | None = None
    archived_at: int | None = None
