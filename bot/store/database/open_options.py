"""On what terms a database is opened: whether it may be brought up to date, and under which key its notes are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, text

from bot.store.database import schema
from bot.store.database.errors import CannotMove
from bot.store.queries import installation
from bot.store.sealing import key_check

if TYPE_CHECKING:
    from bot.store.sealing.cipher import Seal

_OTHERS: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'okok'"
    " AND datname = current_database() AND pid <> pg_backend_pid()"
)

# A database of an old version has no such table, and nobody with a lease.
_LEASE: Final = text("SELECT to_regclass('installation') IS NOT NULL")


def leased(conn: Connection) -> bool:
    """Whether the lease of any bot holds on the server's database, wherever that bot runs."""
    return bool(conn.execute(_LEASE).scalar_one()) and installation.held(conn, 0)


def refuse_beside_a_bot(conn: Connection, side: str = "database") -> None:
    """On a server a running bot is seen by its connections, and by its lease where these were just cut.

    A SQLite file has its lock, which the caller holds. Raises CannotMove.
    """
    if conn.dialect.name == "sqlite":
        return
    if conn.execute(_OTHERS).scalar_one():
        raise CannotMove(f"A bot is connected to the {side}: stop it first.")
    if leased(conn):
        raise CannotMove(f"A bot holds the {side}: stop it first; if it was killed, its hold ends within a minute.")


@dataclass(frozen=True, slots=True)
class Opening:
    """`seal` is the notes' key at work, None without one; `as_is` asks for none, and leaves sealed words sealed.

    `first` is asked before anything is changed, and refuses by what it raises.
    """

    migrate: bool = True
    seal: "Seal | None" = None
    as_is: bool = False
    first: Callable[[Connection], None] | None = None

    @classmethod
    def under(
        cls, key: bytes | None, *, migrate: bool, as_is: bool, first: Callable[[Connection], None] | None = None
    ) -> "Opening":
        """The terms with that key (32 bytes)."""
        if key is None or as_is:
            return cls(migrate, as_is=as_is, first=first)
        # Here, since the library takes its time, and most have no key.
        from bot.store.sealing.cipher import Seal  # noqa: PLC0415

        return cls(migrate, Seal(key), first=first)

    def behind(self, conn: Connection) -> bool:
        """Whether the tables are to be brought up to date. Only reads; raises CannotStart, for a wrong key too."""
        if self.first is not None:
            self.first(conn)
        old = schema.behind(conn, migrate=self.migrate)
        if not self.as_is:
            key_check.check(conn, self.seal)
        return old

    def note(self, conn: Connection) -> None:
        """Notes the key, where the tables are new. Raises CannotStart as `behind` does."""
        if self.seal is not None:
            key_check.note(conn, self.seal)
