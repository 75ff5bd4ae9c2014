"""People: the managers and their settings."""

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.protocol.person import Person
from bot.store.errors import Missing
from bot.store.models import agency, person
from bot.store.sql import columns

_COLUMNS = columns(person, Person)
_FIND = select(*_COLUMNS).where(person.c.telegram_id == bindparam("telegram_id"))
_NEW_AGENCY = insert(agency).returning(agency.c.id)
_NEW = insert(person).returning(*_COLUMNS)
_SAVE = (
    update(person)
    .where(person.c.id == bindparam("person"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "language",
                "zone",
                "work_from",
                "work_to",
                "work_days",
                "detailed",
                "schedule_confirmed",
            )
        }
    )
)


def find(conn: Connection, telegram_id: int) -> Person | None:
    """The person with this Telegram id, None where nobody was admitted under it."""
    row = conn.execute(_FIND, {"telegram_id": telegram_id}).one_or_none()
    return Person(*row) if row else None


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
) -> Person:
    """Takes a person in, with an agency of one (protocol, section 9; house, idea 8).

    `zone` is an IANA name, hours are minutes of the day, `work_days` a bitmask (Monday 1), `now` Unix seconds UTC.
    """
    agency_id = conn.execute(_NEW_AGENCY, {"name": None, "created_at": now}).scalar_one()
    row = conn.execute(
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
    ).one()
    return Person(*row)


def save(conn: Connection, person: Person) -> None:
    """Writes the settings. The count of debriefs is not among them: only `runs.start` raises it.

    Raises Missing where the person is gone.
    """
    changed = conn.execute(
        _SAVE,
        {
            "person": person.id,
            "new_language": person.language,
            "new_zone": person.zone,
            "new_work_from": person.work_from,
            "new_work_to": person.work_to,
            "new_work_days": person.work_days,
            "new_detailed": person.detailed,
            "new_schedule_confirmed": person.schedule_confirmed,
        },
    )
    if changed.rowcount == 0:
        raise Missing("person")
