"""The single instance, by a lease in the database, and when Telegram was heard of last (failures, The process).

Moments are Unix seconds UTC. On PostgreSQL the lease goes by the server's clock, so that two machines whose clocks
differ don't both think that the other's is over; SQLite's file has one machine, and takes the moment that it is given.
"""

import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.tables.core import erased, installation

LEASE: Final = 60
"""Seconds for which a claim holds; it is renewed well before."""
_SKEW: Final = 60
"""A lease that ends later than one can now by more than this is from before the clock was put back."""

_GET = select(installation.c.identity)
_NEW = {
    one.dialect.name: one.insert(installation).on_conflict_do_nothing(index_elements=["id"])
    for one in (sqlite, postgresql)
}
_SERVER = text("SELECT floor(extract(epoch FROM clock_timestamp()))::bigint")
_MINE = installation.c.holder == bindparam("me")
_CLAIM = (
    update(installation)
    .where(
        or_(
            installation.c.holder.is_(None),
            _MINE,
            installation.c.lease_until <= bindparam("at"),
            installation.c.lease_until > bindparam("possible"),
        )
    )
    .values(holder=bindparam("me"), lease_until=bindparam("until"))
)
_RENEW = update(installation).where(_MINE).values(lease_until=bindparam("until"))
_HEARD = update(installation).values(heard_at=bindparam("heard"))
_RELEASE = update(installation).where(_MINE).values(holder=None, lease_until=None)
_LAST_HEARD = select(installation.c.heard_at)
_HELD = select(installation.c.lease_until).where(installation.c.holder.is_not(None))
_ERASED = select(func.max(erased.c.id))


@dataclass(frozen=True, slots=True)
class LeaseState:
    """What a renewed lease brings along: the number of the last erasure, 0 before the first."""

    erased: int


def identity(conn: Connection) -> str:
    """Which database this is; said by chance the first time that it is asked for."""
    found = known(conn)
    if found is None:
        conn.execute(_NEW[conn.dialect.name], {"id": 1, "identity": secrets.token_hex(8)})
        found = conn.execute(_GET).scalar_one()
    return found


def known(conn: Connection) -> str | None:
    """Which database this is, None where it never said so; changes nothing."""
    found: str | None = conn.execute(_GET).scalar_one_or_none()
    return found


def holder(conn: Connection) -> str | None:
    """Who has the lease, or had it when they were killed; None where it was given back."""
    found: str | None = conn.execute(select(installation.c.holder)).scalar_one_or_none()
    return found


def claim(conn: Connection, holder: str, now: int) -> bool:
    """Takes the lease for `holder`; False where another one's holds."""
    identity(conn)
    at = moment(conn, now)
    values = {"me": holder, "at": at, "until": at + LEASE, "possible": at + LEASE + _SKEW}
    return conn.execute(_CLAIM, values).rowcount == 1


def renew(conn: Connection, holder: str, now: int, heard: int | None) -> LeaseState | None:
    """Lengthens the holder's lease and notes when Telegram was `heard` of; None where somebody else has the lease."""
    if conn.execute(_RENEW, {"me": holder, "until": moment(conn, now) + LEASE}).rowcount == 0:
        return None
    if heard is not None:
        conn.execute(_HEARD, {"heard": heard})
    return LeaseState(conn.execute(_ERASED).scalar_one() or 0)


def release(conn: Connection, holder: str) -> None:
    """Ends the holder's lease: whoever starts next need not wait for it."""
    conn.execute(_RELEASE, {"me": holder})


def held(conn: Connection, now: int) -> bool:
    """Whether somebody's lease holds."""
    until: int | None = conn.execute(_HELD).scalar_one_or_none()
    at = moment(conn, now)
    return until is not None and at < until <= at + LEASE + _SKEW


def heard(conn: Connection) -> int | None:
    """When Telegram answered last, to whichever run of the program; None before the first time."""
    found: int | None = conn.execute(_LAST_HEARD).scalar_one_or_none()
    return found


def hear(conn: Connection, at: int) -> None:
    """Notes that the time before `at` is dealt with."""
    conn.execute(_HEARD, {"heard": at})


def backed_up(conn: Connection) -> int | None:
    """The moment that this copy of the database shows; None where it is no backup."""
    found: int | None = conn.execute(select(installation.c.backed_up_at)).scalar_one_or_none()
    return found


def taken_up(conn: Connection, now: int) -> None:
    """This copy is in use from `now` on: no backup any more, nobody's lease, nothing to tell of the time before."""
    conn.execute(update(installation).values(holder=None, lease_until=None, heard_at=now, backed_up_at=None))


def moment(conn: Connection, now: int) -> int:
    """The present moment by which leases go: the server's, on SQLite `now`."""
    at: int = now if conn.dialect.name == "sqlite" else conn.execute(_SERVER).scalar_one()
    return at
