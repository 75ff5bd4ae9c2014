"""Looks into a SQLite file that a bot may be at work on: read-only, synchronous, and without a second writer."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, StaticPool, create_engine
from sqlalchemy.exc import DBAPIError

from bot.store.database import schema
from bot.store.database.errors import CannotStart, plainly

T = TypeVar("T")


class UnreadableFile(Exception):
    """The file can't be read; the text is one plain line that says why."""


def look(path: Path, fn: Callable[[Connection], T]) -> T:
    """What `fn` gives over one snapshot of the file. Raises Unreadable: missing, damaged, of another version."""
    if not path.exists():
        raise UnreadableFile(f"There is no database {path} yet: the bot makes it when it starts.")
    if not path.is_file():
        raise UnreadableFile(f"{path} is no database file.")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as raw:
            engine = create_engine(
                "sqlite+pysqlite://", creator=lambda: raw, poolclass=StaticPool, hide_parameters=True
            )
            if raw.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise UnreadableFile(f"The database {path} is damaged.")
            with engine.connect() as conn, conn.begin():
                raw.execute("BEGIN")
                schema.behind(conn, migrate=False)
                return fn(conn)
    except CannotStart as other:
        raise UnreadableFile(str(other)) from None
    except (sqlite3.Error, DBAPIError) as error:
        raise UnreadableFile(f"The database {path} can't be read: {plainly(error)}.") from None
