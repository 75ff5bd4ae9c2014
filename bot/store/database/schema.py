"""Which version of the tables a database has, and how it gets to this program's."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.store.database.errors import CannotStart
from bot.store.tables.core import metadata

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[3] / "migrations"
"""At the top level of the repository, beside the package."""
HEAD = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
"""The newest revision, by the name of its file; a test holds it against what Alembic says."""

_NEWER = (
    "The database was written by a newer version of okok: install that version, or restore a backup from before it. "
    "The data was left as it is."
)
_VERSION = text("SELECT version_num FROM alembic_version")


def behind(conn: Connection, *, migrate: bool = True) -> bool:
    """True where the tables are missing or older than the program; changes nothing.

    Raises CannotStart for a database of a newer version or with tables of something else, and without `migrate` for
    one that is behind.
    """
    old = _behind(conn)
    if old and not migrate:
        raise CannotStart(
            "The database is empty or of an older version of okok: start the bot on it once, to bring it up to date."
        )
    return old


def _behind(conn: Connection) -> bool:
    tables = set(inspect(conn).get_table_names())
    if "alembic_version" not in tables:
        # A file is okok's alone; on a server another program may live in the same database.
        others = tables if conn.dialect.name == "sqlite" else tables & set(metadata.tables)
        if others:
            raise CannotStart("The database holds tables of something else: give okok one of its own in DATABASE_URL.")
        return True
    version = conn.execute(_VERSION).scalar_one_or_none()
    if version == HEAD:
        return False
    if version is not None and version not in _known():
        raise CannotStart(_NEWER)
    return True


def upgrade(conn: Connection) -> None:
    """Brings the tables to `HEAD` within the caller's transaction, so that a kill leaves the old ones."""
    # Alembic is slow to import, and a start without a migration does not need it.
    from alembic import command  # noqa: PLC0415

    command.upgrade(config(conn), "head")


def make(conn: Connection, version: str) -> None:
    """Makes the tables of that version in an empty database. Raises CannotStart where it is unknown here."""
    # The same reason as in `upgrade`.
    from alembic import command  # noqa: PLC0415

    if version != HEAD and version not in _known():
        raise CannotStart(_NEWER)
    command.upgrade(config(conn), version)


def config(conn: Connection | None = None) -> "Config":
    """Alembic's configuration: the folder of the migrations and the connection that they run on."""
    # The same reason as in `upgrade`.
    from alembic.config import Config  # noqa: PLC0415

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = conn
    return made


def _known() -> set[str]:
    # The same reason as in `upgrade`.
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
