"""On what terms a database is opened: whether it may be brought up to date, and under which key its notes are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from bot.store import keys, schema

if TYPE_CHECKING:
    from bot.store.seal import Seal


@dataclass(frozen=True, slots=True)
class Opening:
    """`seal` is the notes' key at work, None without one; `as_is` asks for none, and leaves sealed words sealed."""

    migrate: bool = True
    seal: "Seal | None" = None
    as_is: bool = False

    @classmethod
    def under(cls, key: bytes | None, *, migrate: bool, as_is: bool) -> "Opening":
        """The terms with that key (32 bytes)."""
        if key is None or as_is:
            return cls(migrate, as_is=as_is)
        # Here, since the library takes its time, and most have no key.
        from bot.store.seal import Seal  # noqa: PLC0415

        return cls(migrate, Seal(key))

    def behind(self, conn: Connection) -> bool:
        """Whether the tables are to be brought up to date. Only reads; raises CannotStart, for a wrong key too."""
        old = schema.behind(conn, migrate=self.migrate)
        if not self.as_is:
            keys.check(conn, self.seal)
        return old

    def note(self, conn: Connection) -> None:
        """Notes the key, where the tables are new. Raises CannotStart as `behind` does."""
        if self.seal is not None:
            keys.note(conn, self.seal)
