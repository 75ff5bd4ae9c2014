"""`./run backup`, `./run restore FILE`, `./run restore --replay`: the exit code and what to print."""

from datetime import datetime
from pathlib import Path

from bot.backups.make import NoBackup, make_backup
from bot.backups.restore import NotRestored, replay, restore_backup
from bot.common.file_lock import BOT_LOCK, AnotherInstance, hold_folders
from bot.settings import Settings, WrongSettings, read_settings
from bot.store.admin.restore import Settled
from bot.store.database.address import FORMS, file_of, kind_of
from bot.store.database.inspect import UnreadableFile, look
from bot.store.queries import installation

_ON_SERVER = (
    "The database is PostgreSQL: use pg_dump and pg_restore, then ./run restore --replay (docs/operations.md says how)."
)
_ON_FILE = (
    "./run restore --replay is for after pg_restore, or a backup that was copied into place. The database here is a"
    " SQLite file, and no backup: to restore one, ./run restore FILE. Nothing was changed."
)
_UNKNOWN = (
    "There was no readable database in use to ask: which reminders came since can't be known, and what was erased since"
    " is known by the list beside the backups only. Invitations that waited are withdrawn; whoever was removed since is"
    " let in again: look at /people."
)
Said = tuple[int, list[str]]


def backup() -> Said:
    """Makes one backup now, kept for as long as any is; a bot may be at work meanwhile."""
    try:
        settings = read_settings()
        database = file_of(settings.database())
        if database is None:
            return 1, [_elsewhere(settings)]
        made = make_backup(database, settings.backups, asked=True)
    except (WrongSettings, NoBackup) as refusal:
        return 1, [str(refusal)]
    rows = sum(made.rows.values())
    lines = [f"{made.path}: {rows:,} rows in {len(made.rows)} tables, {made.size:,} bytes, verified."]
    if made.dropped:
        lines.append(f"{len(made.dropped)} older backups were dropped by the rule.")
    return 0, lines


def restore_from(file: Path | None) -> Said:
    """Restores the file; without one it makes the database that is in place fit to be used after a restore."""
    try:
        settings = read_settings()
        database = file_of(settings.database())
        if file is not None and database is None:
            return 1, [_elsewhere(settings)]
        if file is None and database is not None and not _copied(database):
            return 1, [_ON_FILE]
        folders = [settings.data_dir, *([database.parent] if database is not None else [])]
        if file is not None:  # the machine may be a new one
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with hold_folders(folders, BOT_LOCK):
            if file is None or database is None:
                return 0, _told(replay(settings.database(), settings.backups, key=settings.key))
            done = restore_backup(file, database, settings.backups, key=settings.key)
    except AnotherInstance:
        return 1, ["A bot runs on this database: stop it first."]
    except (WrongSettings, NotRestored) as refusal:
        return 1, [str(refusal)]
    except OSError as error:
        return 1, [f"{error.filename} can't be written: {error.strerror}."]
    kept = [] if done.aside is None else [f"The database that was in use is kept for 30 days: {done.aside}"]
    return 0, [f"{database} is as it was in {file}.", *_told(done.settled), *kept]


def _elsewhere(settings: Settings) -> str:
    return _ON_SERVER if kind_of(settings.database()) == "postgresql" else f"DATABASE_URL must be {FORMS}."


def _copied(database: Path) -> bool:
    """Whether the file in use is a backup that was copied into place; one that can't be read may be."""
    try:
        return look(database, installation.backed_up) is not None
    except UnreadableFile:
        return database.is_file()


def _told(done: Settled) -> list[str]:
    shown = datetime.fromtimestamp(done.since).astimezone().isoformat(" ", "minutes")
    passed = f"Reminders that count as sent already: {done.passed}"
    passed += "." if done.known else " (all that were due by now)."
    return [
        f"It shows {shown}; what was recorded later is not in it.",
        *(() if done.known else (_UNKNOWN,)),
        passed,
        f"People and clients that were erased again: {done.erased}.",
        f"Chats that are told when the bot starts: {done.chats}.",
    ]
