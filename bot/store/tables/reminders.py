"""The tables of staying in touch: what is due when, what was sent, what came of it (protocol, section 8)."""

from typing import get_args

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
    false,
    text,
    true,
)

from bot.protocol.cadence.due_times import Kind
from bot.store.sealing.sealed_columns import Digested, Sealed
from bot.store.tables.columns import Id, index, metadata, of_client, of_run, own

calendar = Table(
    "calendar",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    *own(person=False),
    Column("country", Text),
    Column("holidays", Boolean, nullable=False, server_default=true()),
    Column("digest_at", Integer),
    Column("keyboard", Boolean, nullable=False, server_default=true()),
    Column("days_off", Text, nullable=False, server_default=text("''")),
    Column("days_off_year", Integer, nullable=False, server_default=text("0")),
    Column("answer_within", Integer, nullable=False, server_default=text("60")),
    CheckConstraint("digest_at BETWEEN 0 AND 1439", name="digest"),
    # Whose holidays are to be looked up is asked all the time, and mostly it is nobody's.
    Index(None, "days_off_year"),
)
"""One row a person: the holidays that they keep, when the day's reminders come, whether the keyboard is there."""

rhythm = Table(
    "rhythm",
    metadata,
    Column("client_id", Id, primary_key=True, autoincrement=False),
    *own(),
    Column("cadence_at", BigInteger),
    Column("look_again_at", BigInteger),
    Column("told_at", BigInteger),
    Column("told_base", BigInteger),
    Column("quiet", Integer),
    of_client(),
)
"""One row a client that was ever reminded of: what the next reminder is counted from."""

followup = Table(
    "followup",
    metadata,
    Column("run_id", Id, primary_key=True, autoincrement=False),
    *own(),
    Column("client_id", Id, nullable=False),
    Column("how", Text, nullable=False),
    Column("fear_right", Text),
    Column("fear", Text),
    Column("fear_words", Sealed("followup.fear_words")),
    Column("tension", Integer),
    Column("words", Sealed("followup.words")),
    Column("kept", Boolean, nullable=False, server_default=false()),
    Column("at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    of_run(),
    of_client(),
    CheckConstraint("how IN ('constructive', 'neutral', 'tense', 'abuse')", name="how"),
    CheckConstraint("fear_right IN ('confirmed', 'refuted', 'unclear')", name="fear_right"),
    CheckConstraint("tension BETWEEN 1 AND 10", name="tension"),
    Index(None, "person_id", "client_id", "run_id"),
    # Most leave the fear as it is, and the last one that changed it is asked for with each reminder.
    index("ix_followup_changed", "person_id", "client_id", "run_id", where="fear IS NOT NULL"),
)

agenda = Table(
    "agenda",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    *own(person=False),
    Column("due_at", BigInteger),
    Column("lease_until", BigInteger),
    Column("claims", Integer, nullable=False, server_default=text("0")),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("paused_until", BigInteger),
    Column("held_until", BigInteger, nullable=False, server_default=text("0")),
    Column("gone_at", BigInteger),
    Column("notices", Integer, nullable=False, server_default=text("0")),
    index("ix_agenda_due", "due_at", where="due_at IS NOT NULL AND gone_at IS NULL"),
)
"""One row a person: when something of theirs is due next, and until when somebody is at work on it.

`notices` counts the messages that brought reminders: the wordings take turns by it.
"""

notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    *own(),
    Column("message_id", BigInteger, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("view", Text, nullable=False),
    Column("mark", Digested("notice.mark"), nullable=False),
    Column("late", Boolean, nullable=False, server_default=false()),
    Column("repeat", Boolean, nullable=False, server_default=false()),
    Column("turn", Integer, nullable=False, server_default=text("0")),
    Column("revision", Integer, nullable=False, server_default=text("0")),
    Column("shown", Integer, nullable=False, server_default=text("0")),
    # A tapped button says in which message it stands.
    Index(None, "person_id", "message_id"),
    index("ix_notice_owed", "id", where="shown < revision"),
    sqlite_autoincrement=True,
)
"""One message that brought reminders, and what it shows now."""

reminder = Table(
    "reminder",
    metadata,
    Column("id", Id, primary_key=True),
    *own(),
    Column("client_id", Id, nullable=False),
    Column("promise_id", Id, ForeignKey("promise.id", ondelete="CASCADE")),
    Column("kind", Text, nullable=False),
    Column("base_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("done", Text),
    Column("done_until", BigInteger),
    Column("sent_at", BigInteger),
    Column("notice_id", Id, ForeignKey("notice.id", ondelete="SET NULL")),
    Column("created_at", BigInteger, nullable=False),
    of_client(),
    CheckConstraint(f"kind IN {get_args(Kind)}", name="kind"),
    CheckConstraint("status IN ('waiting', 'sent', 'dropped')", name="status"),
    CheckConstraint("done IN ('wrote', 'hour', 'tomorrow', 'moved', 'not_needed', 'stop', 'over')", name="done"),
    Index(None, "person_id", "client_id"),
    index("ix_reminder_due", "person_id", "due_at", "id", where="status = 'waiting'"),
    index("ix_reminder_waiting", "client_id", "kind", "base_at", where="status = 'waiting'", unique=True),
    index("ix_reminder_open", "person_id", "client_id", where="status = 'sent' AND done IS NULL"),
    index("ix_reminder_notice", "notice_id", where="notice_id IS NOT NULL"),
    index("ix_reminder_promise", "promise_id", where="promise_id IS NOT NULL"),
    sqlite_autoincrement=True,
)
"""One reminder: `base_at` is the moment that the rules gave, `due_at` where a snooze may have moved it."""
