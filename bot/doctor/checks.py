"""The doctor's checks: process, database, backups, clock, inbox. They change nothing and show no words."""

import http.client
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import Connection

from bot.backups.folder import backups, erased
from bot.common.file_lock import BOT_LOCK, taken
from bot.playbook.load import PlaybookError, load_all
from bot.process.health import check as health
from bot.settings import Settings
from bot.store.admin.backup_copy import Unsound, verify
from bot.store.database.wal_reset import has_wal_reset_bug
from bot.store.queries import inbox, installation
from bot.store.queries.inbox import Aside

_OFF: Final = 60
"""Seconds by which a clock may be off: reminders come to the minute."""
_WAITS: Final = 600
"""Seconds after which an update that waits for a running bot is a sign of trouble."""
_RECENT: Final = 86_400
"""Seconds for which an update that was set aside is a sign of trouble; it is listed for a week."""
_BACKUP_AGE: Final = 3 * 3600


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, whether it is well, and what was seen."""

    well: bool
    line: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What the database tells: updates set aside and waiting, its clock, whether it is held."""

    asides: list[Aside]
    waiting: int
    since: int | None
    moment: int
    identity: str | None
    held: bool


def inside(conn: Connection, now: int) -> Inside:
    """Reads it, over one snapshot."""
    waiting, since = inbox.waiting(conn)
    return Inside(
        inbox.asides(conn),
        waiting,
        since,
        installation.moment(conn, now),
        installation.known(conn),
        installation.held(conn, now),
    )


def running(settings: Settings) -> bool:
    """Whether a bot runs on the data folder of this machine."""
    return taken(settings.data_dir / BOT_LOCK)


def of_process(settings: Settings, runs: bool) -> Finding:
    """Whether the bot runs and is well."""
    if not runs:
        return Finding(True, "No bot runs on this data folder.")
    well, line = health(settings.data_dir)
    return Finding(well, f"The bot runs. {line}")


def of_database(found: Inside, runs: bool, now: int) -> Iterator[Finding]:
    """What waits in the inbox, and for how long."""
    age = 0 if found.since is None else max(0, now - found.since)
    stuck = runs and age > _WAITS
    oldest = f", the oldest for {age} s" if found.waiting else ""
    yield Finding(not stuck, f"Updates that wait to be handled: {found.waiting}{oldest}.")
    if abs(found.moment - now) > _OFF:
        yield Finding(False, f"The database server's clock differs from this machine's by {found.moment - now} s.")
    for aside in found.asides:
        at = datetime.fromtimestamp(aside.done_at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        what = f"update {aside.update_id}, {aside.kind}, chat {aside.chat_id or '-'}"
        recent = now - aside.done_at < _RECENT
        yield Finding(not recent, f"Set aside: {what}, {aside.error} after {aside.tries} tries, {at}.")


def of_sqlite(path: Path) -> Finding:
    """Whether this version of SQLite can damage a database that two write to; that no other does."""
    version = sqlite3.sqlite_version
    if not has_wal_reset_bug():
        return Finding(True, f"SQLite {version}.")
    return Finding(True, f"SQLite {version} has the WAL-reset bug: let nothing but okok write to {path.name}.")


def of_backups(folder: Path, identity: str | None, runs: bool, now: int, *, server: bool) -> Iterator[Finding]:
    """The newest backup: how old, and whether it is sound; the list of what was erased."""
    found = backups(folder)
    if server:
        yield Finding(True, "Backups are pg_dump's, which nobody looks at here: docs/operations.md says how.")
    elif not found:
        yield Finding(not runs, f"There is no backup in {folder} yet.")
    else:
        at, path = list(found.items())[-1]
        age = now - at
        try:
            rows = sum(verify(path).values())
            fresh = not runs or age < _BACKUP_AGE
            yield Finding(fresh, f"The newest of {len(found)} backups is {age // 60} min old, sound, {rows:,} rows.")
        except Unsound as unsound:
            yield Finding(False, f"The newest backup can't be used: {unsound}")
    try:
        yield Finding(True, f"Erasures that a restore would repeat: {len(erased(folder, identity or ''))}.")
    except ValueError as unreadable:
        yield Finding(False, str(unreadable))


def of_playbook(folder: Path | None) -> Iterator[Finding]:
    """Whether an agency's own playbook is there and can be used; nothing where there is none."""
    if folder is None:
        return
    if not folder.is_dir():
        yield Finding(False, f"PLAYBOOK_DIR: there is no folder {folder}; in a container it has to be mounted.")
        return
    try:
        load_all(folder)
    except PlaybookError as wrong:
        yield from (Finding(False, f"The playbook: {line}") for line in str(wrong).splitlines())
    else:
        yield Finding(True, "The agency's own playbook can be used.")


def of_folder(folder: Path) -> Iterator[Finding]:
    """Whether others on this machine can look into the data folder."""
    with suppress(OSError):
        mode = folder.stat().st_mode & 0o777
        if mode & 0o077:
            yield Finding(True, f"Others on this machine can look into {folder}: chmod 700 keeps it to its owner.")


def of_token(settings: Settings, url: str, timeout: float = 5.0) -> Finding:
    """Whether Telegram knows the bot's token."""
    if settings.bot_token is None:
        return Finding(False, "BOT_TOKEN is not set: the bot would not start.")
    try:
        _, status = _asked(url, "GET", f"/bot{settings.bot_token.get_secret_value()}/getMe", timeout)
    except (OSError, http.client.HTTPException, ValueError):
        return Finding(True, "Whether Telegram knows the token can't be asked now.")
    if status in {401, 404}:
        return Finding(False, "Telegram refuses the token: correct BOT_TOKEN, or TELEGRAM_API_URL.")
    return Finding(True, "Telegram knows the token.")


def _asked(url: str, method: str, path: str, timeout: float) -> tuple[str | None, int]:
    """The moment that the server names, and the status of its answer."""
    where = urlsplit(url)
    kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    with closing(kind(where.hostname or "", where.port, timeout=timeout)) as asked:
        asked.request(method, where.path.rstrip("/") + path)
        answer = asked.getresponse()
        return answer.getheader("Date"), answer.status


def of_clock(url: str, timeout: float = 5.0) -> Finding:
    """Whether Telegram can be reached, and this machine's clock is right by the moment that it names."""
    host = urlsplit(url).hostname or ""
    try:
        named, _ = _asked(url, "HEAD", "/", timeout)
        off = round(time.time() - parsedate_to_datetime(named or "").timestamp())
    except (OSError, http.client.HTTPException):
        return Finding(False, f"Telegram can't be reached at {host}.")
    except (TypeError, ValueError):
        return Finding(True, f"Telegram is reached at {host}; it names no moment to compare the clock with.")
    return Finding(abs(off) <= _OFF, f"Telegram is reached at {host}; this machine's clock is off by {off} s.")
