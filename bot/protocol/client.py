"""The client of a manager, as the screens and the rules need them. Pure."""

from dataclasses import dataclass, replace

from bot.protocol import phones
from bot.protocol.playbook import Rung

NOTE_LONGEST = 300
"""Characters of the note on a card."""


@dataclass(frozen=True, slots=True)
class Client:
    """One client of one manager: a name or initials are enough, the rest only when the manager adds it.

    `label` names the record (often a company or initials), `address` is how the person is addressed in drafts.
    `phone` is stored as `bot.protocol.phones` says: a sure number in E.164, a writing to be asked about.
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


def with_contact(client: Client, field: str, value: str) -> Client:
    """The client with that username or phone, as `read_contact` reads them; an extension goes to the note."""
    if field == "username":
        return replace(client, username=value)
    phone, extension = phones.taken(client.phone, value)
    changed = replace(client, phone=phone)
    if not extension:
        return changed
    words = phones.pending(phone) or phones.shown(phones.confirmed(phone) or "")
    return replace(changed, note="\n".join(filter(None, (client.note, f"{words} #{extension}"))))
