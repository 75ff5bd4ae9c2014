"""The tables. Moments are Unix seconds UTC; each row belongs to an agency and a person (docs/architecture.md, idea 9).

What a person owns refers to a client or a run together with the person's id, so that the database itself
refuses a row that would hang on somebody else's. What hangs on a row goes with it (ON DELETE CASCADE).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.store.sealing.sealed_columns import Sealed
from bot.store.tables.access import invitation, member
from bot.store.tables.business import business_connection, client_chat, seen_message
from bot.store.tables.columns import LADDER, Id, StoredText, index, metadata, of_client, of_run, own
from bot.store.tables.draft_checks import pasted
from bot.store.tables.installation import installation
from bot.store.tables.notes_key import notes_key
from bot.store.tables.parting import parting
from bot.store.tables.phrases import learned
from bot.store.tables.reminders import agenda, calendar, followup, notice, reminder, rhythm
from bot.store.tables.transfer import erased, errand
from bot.store.tables.vents import vent, vent_message

__all__ = [
    "agency",
    "agenda",
    "business_connection",
    "calendar",
    "chat",
    "client",
    "client_chat",
    "erased",
    "errand",
    "followup",
    "inbox",
    "installation",
    "invitation",
    "learned",
    "member",
    "metadata",
    "notes_key",
    "notice",
    "outcome",
    "parting",
    "pasted",
    "person",
    "playbook",
    "promise",
    "reminder",
    "rhythm",
    "run",
    "seen_message",
    "touch",
    "vent",
    "vent_message",
]

agency = Table(
    "agency",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", StoredText),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

person = Table(
    "person",
    metadata,
    Column("id", Id, primary_key=True),
    *own(person=False),
    Column("telegram_id", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("work_from", Integer, nullable=False),
    Column("work_to", Integer, nullable=False),
    Column("work_days", Integer, nullable=False),
    Column("detailed", Boolean, nullable=False, server_default=false()),
    Column("schedule_confirmed", Boolean, nullable=False, server_default=false()),
    Column("debriefs", Integer, nullable=False, server_default=text("0")),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("telegram_id"),
    CheckConstraint("work_from >= 0 AND work_from < work_to AND work_to <= 1440", name="hours"),
    CheckConstraint("work_days BETWEEN 1 AND 127", name="days"),
    sqlite_autoincrement=True,
)

chat = Table(
    "chat",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    *own(),
    Column("place", Text, nullable=False),
    Column("notice", Sealed("chat.notice", spared=True)),
    Column("revision", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("message_mark", Sealed("chat.message_mark", spared=True)),
    Column("draft_id", BigInteger),
    Column("draft_mark", Sealed("chat.draft_mark", spared=True)),
    Column("beside_id", BigInteger),
    Column("anew_at", Integer, nullable=False, server_default="0"),
    Column("keys_at", Integer, nullable=False, server_default="0"),
    # What is owed is looked for at every start and after every failed send, over all chats.
    index("ix_chat_owed", "id", where="shown < revision"),
)

client = Table(
    "client",
    metadata,
    Column("id", Id, primary_key=True),
    *own(),
    Column("label", Sealed("client.label"), nullable=False),
    Column("address", Sealed("client.address")),
    Column("username", Sealed("client.username")),
    Column("phone", Sealed("client.phone")),
    Column("cadence", Text),
    Column("client_date", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("note", Sealed("client.note")),
    Column("archived_at", BigInteger),
    UniqueConstraint("person_id", "id"),
    CheckConstraint(f"cadence IN ({LADDER})", name="cadence"),
    Index(None, "person_id", "last_at", "id"),
    # Lists leave the archive out, or are of nothing else: neither costs more because the other is large.
    index("ix_client_active", "person_id", "last_at", "id", where="archived_at IS NULL"),
    index("ix_client_archived", "person_id", "archived_at", "id", where="archived_at IS NOT NULL"),
    sqlite_autoincrement=True,
)

playbook = Table(
    "playbook",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
"""What runs began with: it belongs to nobody, since all people of an installation have the same."""

run = Table(
    "run",
    metadata,
    Column("id", Id, primary_key=True),
    *own(),
    Column("kind", Text, nullable=False),
    Column("client_id", Id),
    Column("about_id", Id),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Sealed("run.state", spared=True), nullable=False),
    Column("playbook", Text, ForeignKey("playbook.digest")),
    Column("started_at", BigInteger, nullable=False),
    Column("touched_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    of_client(),
    # A follow-up is about the debrief before it, and goes with it.
    of_run("about_id"),
    UniqueConstraint("person_id", "id"),
    CheckConstraint("kind IN ('debrief', 'followup', 'parting')", name="kind"),
    CheckConstraint("status IN ('open', 'closed', 'note')", name="status"),
    Index(None, "person_id", "client_id", "started_at", "id"),
    index("ix_run_person_id_about_id", "person_id", "about_id", where="about_id IS NOT NULL"),
    index("ix_run_open", "person_id", "touched_at", "id", where="status = 'open'"),
    index("ix_run_stale", "touched_at", where="status = 'open'"),
    # The id is the run of a button: it must not come back after a deletion, or an old button would name another run.
    sqlite_autoincrement=True,
)

outcome = Table(
    "outcome",
    metadata,
    Column("run_id", Id, primary_key=True, autoincrement=False),
    *own(),
    Column("client_id", Id, nullable=False),
    Column("fear", Text, nullable=False),
    Column("fears", Text, nullable=False),
    Column("fear_words", Sealed("outcome.fear_words")),
    Column("sure", Text, nullable=False),
    Column("behaviours", Text, nullable=False),
    Column("tension_before", Integer),
    Column("tension_after", Integer),
    Column("polite", Text),
    Column("tense", Boolean, nullable=False),
    Column("honest", Sealed("outcome.honest")),
    Column("next_contact_at", BigInteger),
    Column("told", Boolean),
    Column("cadence", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    of_run(),
    of_client(),
    CheckConstraint("tension_before BETWEEN 1 AND 10", name="tension_before"),
    CheckConstraint("tension_after BETWEEN 1 AND 10", name="tension_after"),
    CheckConstraint(f"cadence IN ({LADDER})", name="cadence"),
    Index(None, "person_id", "client_id", "run_id"),
)

touch = Table(
    "touch",
    metadata,
    Column("id", Id, primary_key=True),
    *own(),
    Column("client_id", Id, nullable=False),
    Column("run_id", Id),
    Column("kind", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    of_client(),
    of_run(),
    UniqueConstraint("run_id"),
    CheckConstraint("kind IN ('debrief', 'followup', 'logged')", name="kind"),
    Index(None, "person_id", "client_id", "at"),
    index("ix_touch_logged", "person_id", "client_id", "at", "id", where="kind = 'logged'"),
    sqlite_autoincrement=True,
)

promise = Table(
    "promise",
    metadata,
    Column("id", Id, primary_key=True),
    *own(),
    Column("client_id", Id, nullable=False),
    Column("run_id", Id, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    of_client(),
    of_run(),
    UniqueConstraint("run_id"),
    CheckConstraint("status IN ('open', 'kept', 'broken', 'dropped')", name="status"),
    Index(None, "person_id", "client_id"),
    index("ix_promise_open", "person_id", "client_id", "due_at", where="status = 'open'"),
    index("ix_promise_settled", "person_id", "client_id", "due_at", "id", where="status IN ('kept', 'broken')"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("seq", Id, primary_key=True),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger),
    Column("kind", Text, nullable=False),
    Column("payload", Sealed("inbox.payload", spared=True)),
    Column("received_at", BigInteger, nullable=False),
    Column("done_at", BigInteger),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("retry_at", BigInteger),
    Column("error", Text),
    Column("set_aside", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("update_id"),
    # Sweeping scans a day's rows once in a while; an index for it would cost every update.
    index("ix_inbox_pending", "seq", where="done_at IS NULL"),
    sqlite_autoincrement=True,
)
