"""A copy of a SQLite database by its backup API, and whether a copy is sound. Over `sqlite3`, beside the writer.

Everything here is synchronous and belongs on a thread. The live database is only read, over a read-only connection:
no second one that writes comes near it (see `bot.store.database.sqlite`).
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import StaticPool, create_engine

from bot.store.database import schema
from bot.store.database.errors import plainly
from bot.store.tables.core import metadata
from bot.viewmodels.vent import VentStage

Counts = dict[str, int]
"""How many rows each table has."""

_BUSY_SECONDS: Final = 30.0

# What was let out goes with its ids; a chat that lets it out stands at the menu in the copy, or what is said there
# next would be stored. What waits in the inbox goes whole: Telegram sends again what it was not told is received.
_EMPTIED: Final = (
    "DELETE FROM inbox WHERE done_at IS NULL",
    "UPDATE inbox SET payload = NULL WHERE payload IS NOT NULL",
    "DELETE FROM vent",
    "DELETE FROM vent_message",
    "UPDATE chat SET place = 'menu', notice = NULL, revision = revision + 1 WHERE "  # noqa: S608 - names of ours
    + " OR ".join(f"place LIKE '{name}:%'" for name in (stage.value for stage in VentStage if stage.lets_out)),
)
_TURNING: Final = (
    "The notes' key is being changed, and a copy of now could not be restored: call ./run rekey again to end that "
    "first."
)


# With the count of ids that were given, and without what SQLite keeps to itself.
_TABLES: Final = (
    "SELECT name FROM main.sqlite_master WHERE type = 'table' AND (name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " OR name = 'sqlite_sequence') ORDER BY name = 'sqlite_sequence'"
)
_COLUMNS: Final = "SELECT name FROM pragma_table_info(?, 'main')"


class Unsound(Exception):
    """The copy can't be made or trusted; the text is one plain line that says why."""


def copy(source: Path, part: Path, now: int) -> Counts:
    """Copies the database as it is at one moment into the new file `part`, without what was said and not handled.

    Gives how many rows of each table it must hold; `now` (Unix seconds UTC) is noted in it as its moment. Writers go
    on meanwhile. Raises Unsound.
    """
    try:
        part.touch(mode=0o600)
        with closing(_connect(source, "ro")) as live, closing(_connect(part, "rw")) as made:
            live.execute("BEGIN")
            if live.execute("SELECT 1 FROM notes_key WHERE turning").fetchone() is not None:
                raise Unsound(_TURNING)
            counts = _counts(live)
            counts["inbox"] = live.execute("SELECT count(*) FROM inbox WHERE done_at IS NOT NULL").fetchone()[0]
            # All pages in one step: whoever writes meanwhile would have a copy by steps begin again, and again.
            live.backup(made)
        with closing(_connect(part, "rw")) as made:
            _empty(made, now)
    except sqlite3.Error as error:
        raise Unsound(f"The database can't be copied: {plainly(error)}.") from None
    except OSError as error:
        raise Unsound(f"The copy can't be written: {error.strerror}.") from None
    return {**counts, "vent": 0, "vent_message": 0}


def clone(source: Path, target: Path) -> None:
    """Copies the database whole, as it is at one moment, into the new file `target`. Raises Unsound."""
    try:
        target.touch(mode=0o600)
        with closing(_connect(source, "ro")) as live, closing(_connect(target, "rw")) as made:
            live.backup(made)
        with closing(_connect(target, "rw")) as made:
            made.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise Unsound(f"{source} can't be copied: {plainly(error)}.") from None


def rebuild(source: Path, target: Path) -> None:
    """Brings the rows of the backup into the new file `target`, over tables that this program makes for its version.

    Nothing else that the file holds comes along: no trigger, no view, no table or index of somebody else's. Raises
    Unsound, and CannotStart where the backup is of a newer version.
    """
    try:
        target.touch(mode=0o600)
        with closing(_connect(source, "ro")) as old:
            (version,) = old.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
        with closing(_connect(target, "rw")) as raw:
            engine = create_engine("sqlite+pysqlite://", creator=lambda: raw, poolclass=StaticPool)
            with engine.connect() as conn:
                schema.make(conn, version)
                conn.commit()
        with closing(_connect(target, "rw")) as made:
            made.execute("PRAGMA trusted_schema = OFF")
            made.execute("ATTACH DATABASE ? AS old", (f"{source.absolute().as_uri()}?mode=ro",))
            made.execute("BEGIN IMMEDIATE")
            for (table,) in made.execute(_TABLES).fetchall():
                names = ", ".join(f'"{name}"' for (name,) in made.execute(_COLUMNS, (table,)).fetchall())
                made.execute(f'DELETE FROM main."{table}"')  # noqa: S608 - names of ours
                made.execute(f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM old."{table}"')  # noqa: S608 - same
            made.execute("COMMIT")
    except sqlite3.Error as error:
        raise Unsound(f"{source} is no backup of okok's, or a damaged one: {plainly(error)}.") from None


def verify(path: Path, expected: Counts | None = None) -> Counts:
    """Opens the copy, checks all of it, and counts its rows; gives the counts.

    Raises Unsound where it is no file, no database of okok's, damaged, cut off, or does not hold the `expected` rows.
    """
    if not path.is_file():  # a pipe, say, would be waited for
        raise Unsound(f"{path} is no file that could be read." if path.exists() else f"There is no file {path}.")
    try:
        with closing(_connect(path, "ro")) as conn:
            if conn.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise Unsound(f"{path} is damaged.")
            tables = {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "alembic_version" not in tables or "person" not in tables:
                raise Unsound(f"{path} is no backup of okok's.")
            if conn.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise Unsound(f"{path} has rows without what they refer to.")
            counts = _counts(conn, tables)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        damaged = code is not None and code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
        raise Unsound(
            f"{path} is {'damaged or no database' if damaged else f'not readable: {plainly(error)}'}."
        ) from None
    if expected is not None and counts != expected:
        differing = sorted(name for name in expected.keys() | counts.keys() if expected.get(name) != counts.get(name))
        raise Unsound(f"{path} does not hold the rows of {', '.join(differing)} that it should.")
    return counts


def _empty(conn: sqlite3.Connection, now: int) -> None:
    # The copy took over the journal mode, which would leave two more files beside it.
    conn.execute("PRAGMA journal_mode = DELETE")
    conn.execute("BEGIN")
    for statement in _EMPTIED:
        conn.execute(statement)
    conn.execute("UPDATE installation SET backed_up_at = ?, holder = NULL, lease_until = NULL", (now,))
    conn.execute("COMMIT")
    # Only a file that is written anew holds nothing of what was emptied (docs/decisions/0018).
    conn.execute("VACUUM")


def _counts(conn: sqlite3.Connection, tables: set[str] | None = None) -> Counts:
    names = sorted(metadata.tables if tables is None else tables & set(metadata.tables))
    return {name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - ours


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
