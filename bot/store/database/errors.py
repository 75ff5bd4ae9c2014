"""What the store raises. No text here holds what a person wrote: drivers' own texts do (a failing row, a
parameter), so they are replaced by a code before they can reach a log."""

import sqlite3
from typing import Literal

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

Why = Literal["missing", "other", "plain", "turning"]
"""No key is set, another one, one for notes that are under none, or it is being changed."""


class CannotStart(Exception):
    """The database can't be used. The text is one plain line that names what to do; the data is untouched."""


class WrongKey(CannotStart):
    """The notes' key is not that of the database; `why` says in which way."""

    def __init__(self, why: Why, line: str) -> None:
        super().__init__(line)
        self.why = why


class CannotMove(Exception):
    """The rows can't be moved. The text is one plain line; the source was only read, and nothing was written."""


class StoreError(Exception):
    """The database refused the work itself; the text is the driver's class and its code."""


class Busy(StoreError):
    """The database can't take the work now (locked, full, read-only, unreachable); the same work may pass later."""


class Unreadable(StoreError):
    """Sealed words that the key does not open there: changed, moved from another row, or never sealed."""

    def __init__(self, place: str, row: str) -> None:
        """`place` is table and column, `row` the row's key."""
        super().__init__(f"{place} of row {row} can't be opened with the notes' key")


class TooMany(Exception):
    """A person would have more clients than one may; nothing was written."""


class Missing(LookupError):
    """A write named a row that does not exist or is not this person's; the two are not told apart."""


_SQLITE_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
}

_POSTGRES_PASSING = ("08", "25006", "25P03", "40", "53", "55P03", "57", "58")
"""Connection lost, read-only, deadlock, out of resources, lock not available, cut off, shut down, system error."""


def hidden(error: BaseException) -> StoreError:
    """The store's error for a driver's: `Busy` where trying again makes sense, without the driver's text."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(cause, sqlite3.Error):
        # Misuse of the module itself carries no code, only errors of the library do.
        code = getattr(cause, "sqlite_errorcode", None)
        name = getattr(cause, "sqlite_errorname", "no code")
        # The low byte is the primary code, the others tell the kind of it (SQLITE_BUSY_SNAPSHOT and so on).
        passing = code is not None and code & 0xFF in _SQLITE_PASSING
        return (Busy if passing else StoreError)(f"{type(cause).__name__} {name}")
    state = getattr(cause, "sqlstate", None)
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if lost or isinstance(cause, (OSError, PoolTimeout)) or (state or "").startswith(_POSTGRES_PASSING):
        return Busy(f"{type(cause).__name__} {state or 'no code'}")
    return StoreError(f"{type(cause).__name__} {state or 'no code'}")


_WORDS = (
    ("SQLITE_BUSY", "another program is at work on it"),
    ("SQLITE_LOCKED", "another program is at work on it"),
    ("SQLITE_FULL", "the disk is full"),
    ("SQLITE_READONLY", "it can't be written to"),
    ("SQLITE_IOERR", "the disk can't be read or written"),
    ("SQLITE_CANTOPEN", "it can't be opened"),
    ("SQLITE_NOMEM", "there is no memory left"),
    ("SQLITE_CORRUPT", "it is damaged"),
    ("SQLITE_NOTADB", "it is no database"),
    ("08", "the connection was lost"),
    ("25006", "it can't be written to"),
    ("40", "another program is at work on it"),
    ("53100", "its disk is full"),
    ("53300", "it has too many connections"),
    ("55P03", "another program is at work on it"),
    ("57014", "it took too long"),
    ("57P", "it is shutting down, or starting"),
    ("no code", "it can't be reached"),
)


def plainly(error: BaseException) -> str:
    """What a person is told of the store's error, or a driver's: words in the place of a class and a code."""
    refused = error if isinstance(error, StoreError) else hidden(error)
    if isinstance(refused, Unreadable):
        return str(refused)
    code = str(refused).partition(" ")[2]
    return next((words for begins, words in _WORDS if code.startswith(begins)), "it refuses that; the log says more")
