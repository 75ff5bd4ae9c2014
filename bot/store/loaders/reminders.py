"""Reminders with all that is said of them, in one statement however many there are (protocol, section 8)."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, FromClause, ScalarSelect, and_, bindparam, exists, func, select, true

from bot.store.queries.sql import WAITING
from bot.store.tables.core import business_connection, client, client_chat, followup, outcome, promise, reminder, touch
from bot.viewmodels.reminders import Reminded

_named, _last, _changed = outcome.alias("named"), followup.alias("last"), followup.alias("changed")


def _newest(table: FromClause, *more: Any) -> ScalarSelect[Any]:  # noqa: ANN401 - conditions on its columns
    """The newest run of the reminder's client in that table."""
    mine = (table.c.person_id == reminder.c.person_id, table.c.client_id == reminder.c.client_id)
    found = select(table.c.run_id).where(*mine, *more).order_by(table.c.run_id.desc()).limit(1)
    return found.scalar_subquery()


_CONTACT = (
    select(func.max(touch.c.at))
    .where(touch.c.person_id == reminder.c.person_id, touch.c.client_id == reminder.c.client_id)
    .scalar_subquery()
)
_SEEN = exists().where(
    client_chat.c.person_id == reminder.c.person_id,
    client_chat.c.client_id == reminder.c.client_id,
    business_connection.c.person_id == reminder.c.person_id,
    business_connection.c.enabled.is_(true()),
)
# Where a follow-up found the fear to be another one, that holds until the next debrief.
_later = and_(_changed.c.run_id.is_not(None), _changed.c.run_id > func.coalesce(_named.c.run_id, 0))
_SHOWN = (
    select(
        reminder.c.id,
        reminder.c.client_id,
        client.c.label,
        reminder.c.kind,
        reminder.c.base_at,
        reminder.c.due_at,
        reminder.c.status,
        reminder.c.done,
        reminder.c.done_until,
        reminder.c.promise_id,
        promise.c.due_at.label("promised_at"),
        _CONTACT.label("contact"),
        _last.c.how,
        _named.c.fear,
        _named.c.fear_words,
        reminder.c.notice_id,
        _SEEN.label("seen"),
        _changed.c.fear.label("changed_fear"),
        _changed.c.fear_words.label("changed_words"),
        _later.label("later"),
    )
    .join_from(reminder, client, and_(client.c.person_id == reminder.c.person_id, client.c.id == reminder.c.client_id))
    .join(promise, promise.c.id == reminder.c.promise_id, isouter=True)
    .join(_named, _named.c.run_id == _newest(outcome), isouter=True)
    .join(_last, _last.c.run_id == _newest(followup), isouter=True)
    .join(_changed, _changed.c.run_id == _newest(followup, followup.c.fear.is_not(None)), isouter=True)
    .where(reminder.c.person_id == bindparam("owner"))
)
_ONE = _SHOWN.where(reminder.c.id == bindparam("reminder"))
_SEVERAL = _SHOWN.where(reminder.c.id.in_(bindparam("these", expanding=True)))
_OF_MESSAGE = _SHOWN.where(reminder.c.notice_id == bindparam("notice"))
_BY_DUE = (reminder.c.base_at, reminder.c.id)
_AHEAD = (
    _SHOWN.where(reminder.c.status == WAITING)
    .order_by(reminder.c.due_at, reminder.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)


def _of(row: Any) -> Reminded:  # noqa: ANN401 - a row of the statement above
    *values, fear, words, later = row
    found = Reminded(*values)
    return replace(found, fear=fear, fear_words=words) if later else found


def get(conn: Connection, person_id: int, reminder_id: int) -> Reminded | None:
    """The reminder, None where there is none or it is somebody else's."""
    row = conn.execute(_ONE, {"owner": person_id, "reminder": reminder_id}).one_or_none()
    return _of(row) if row else None


def several(conn: Connection, person_id: int, ids: list[int]) -> tuple[Reminded, ...]:
    """Those of the person's, the oldest first."""
    rows = conn.execute(_SEVERAL.order_by(*_BY_DUE), {"owner": person_id, "these": ids})
    return tuple(_of(row) for row in rows)


def of_message(conn: Connection, person_id: int, reminder_message_id: int) -> tuple[Reminded, ...]:
    """The reminders that the message brought, the oldest first; those that came again with a later one left out."""
    rows = conn.execute(_OF_MESSAGE.order_by(*_BY_DUE), {"owner": person_id, "notice": reminder_message_id})
    return tuple(_of(row) for row in rows)


def ahead(conn: Connection, person_id: int, limit: int, offset: int) -> tuple[Reminded, ...]:
    """What waits for the person, the soonest first."""
    rows = conn.execute(_AHEAD, {"owner": person_id, "most": limit, "skip": offset})
    return tuple(_of(row) for row in rows)
