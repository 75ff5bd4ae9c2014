"""People: the managers and their settings."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, true, update

from bot.protocol.person import Person
from bot.store.database.errors import Missing
from bot.store.queries.sql import parameters, to_parameters
from bot.store.tables.core import agency, agenda, calendar, member, person

PERSON = [
    next(table.c[field.name] for table in (person, calendar, member) if field.name in table.c)
    for field in fields(Person)
]
"""The columns of a `Person`, in the order of its fields; selected from the person with their calendar and member."""

_WHO = (
    select(*PERSON)
    .join_from(person, calendar, calendar.c.person_id == person.c.id)
    .join(member, member.c.person_id == person.c.id)
)
_FIND = _WHO.where(person.c.telegram_id == bindparam("telegram_id"))
_GET = _WHO.where(person.c.id == bindparam("person"))
_NEW_AGENCY = insert(agency).returning(agency.c.id)
_NEW = insert(person).returning(person.c.id)
_NEW_CALENDAR = insert(calendar)
_NEW_AGENDA = insert(agenda)
_NEW_MEMBER = insert(member)
_WRITTEN_ELSEWHERE = {"id", "agency_id", "telegram_id", "debriefs", "days_off", "days_off_year"}


def _settings(table: Table) -> list[str]:
    """The settings of a `Person` that stand in the table; a new one is written by itself."""
    return [column.name for column in PERSON if column.table is table and column.name not in _WRITTEN_ELSEWHERE]


_SAVE = update(person).where(person.c.id == bindparam("person")).values(to_parameters(_settings(person)))


def find(conn: Connection, telegram_id: int) -> Person | None:
    """The person with this Telegram id, None where nobody was admitted under it."""
    row = conn.execute(_FIND, {"telegram_id": telegram_id}).one_or_none()
    return Person(*row) if row else None


def get(conn: Connection, person_id: int) -> Person:
    """The person with this id; raises Missing where there is none."""
    row = conn.execute(_GET, {"person": person_id}).one_or_none()
    if row is None:
        raise Missing("person")
    return Person(*row)


def admit(  # noqa: PLR0913 (the columns of one row, by name)
    conn: Connection,
    *,
    telegram_id: int,
    language: str,
    zone: str,
    work_from: int,
    work_to: int,
    work_days: int,
    now: int,
    agency_id: int | None = None,
    hosts: bool = False,
) -> Person:
    """Takes a person in, with an agency of one, a calendar and an agenda (docs/architecture.md, idea 9).

    `zone` is an IANA name, hours are minutes of the day, `work_days` a bitmask (Monday 1), `now` Unix seconds UTC.
    With `agency_id` they come into that agency; `hosts` says that they invite others.
    """
    if agency_id is None:
        agency_id = conn.execute(_NEW_AGENCY, {"name": None, "created_at": now}).scalar_one()
    made: int = conn.execute(
        _NEW,
        {
            "agency_id": agency_id,
            "telegram_id": telegram_id,
            "language": language,
            "zone": zone,
            "work_from": work_from,
            "work_to": work_to,
            "work_days": work_days,
            "detailed": False,
            "schedule_confirmed": False,
            "debriefs": 0,
            "created_at": now,
        },
    ).scalar_one()
    conn.execute(_NEW_CALENDAR, {"person_id": made, "agency_id": agency_id})
    conn.execute(_NEW_AGENDA, {"person_id": made, "agency_id": agency_id})
    conn.execute(_NEW_MEMBER, {"person_id": made, "agency_id": agency_id, "inside": True, "hosts": hosts})
    return get(conn, made)


def save(conn: Connection, changed: Person) -> None:
    """Writes the settings. The count of debriefs is not among them: only `runs.start` raises it.

    Raises Missing where the person is gone.
    """
    if conn.execute(_SAVE, _written(changed, person)).rowcount == 0:
        raise Missing("person")


_OF = calendar.c.person_id == bindparam("person")
_CALENDAR = update(calendar).where(_OF).values(to_parameters(_settings(calendar)))
_DAYS_OFF = update(calendar).where(_OF).values(days_off=bindparam("days"), days_off_year=bindparam("year"))
_UNKNOWN = (
    _WHO.where(calendar.c.days_off_year < bindparam("year"), calendar.c.holidays.is_(true()))
    .order_by(calendar.c.days_off_year, calendar.c.person_id)
    .limit(bindparam("most"))
)


def save_calendar(conn: Connection, person: Person) -> None:
    """Writes the holidays kept, when the day's reminders come, and the keyboard; the days off stay as they are."""
    conn.execute(_CALENDAR, _written(person, calendar))


def save_days_off(conn: Connection, person: Person) -> None:
    """Writes the person's days off and the year through which they are known; year 0: they are to be looked up."""
    conn.execute(_DAYS_OFF, {"person": person.id, "days": person.days_off, "year": person.days_off_year})


def _written(changed: Person, table: Table) -> dict[str, Any]:
    return {"person": changed.id, **parameters({name: getattr(changed, name) for name in _settings(table)})}


def without_holidays(conn: Connection, year: int, limit: int) -> list[Person]:
    """Up to `limit` people who keep holidays that are not known through `year` yet, those of nothing known first."""
    return [Person(*row) for row in conn.execute(_UNKNOWN, {"year": year, "most": limit})]
