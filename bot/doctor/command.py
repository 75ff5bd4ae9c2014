"""`./run doctor`: the exit code and what to print."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from bot.common.version import VERSION
from bot.doctor import checks
from bot.doctor.checks import Finding, Inside
from bot.settings import Settings, WrongSettings, read_settings
from bot.store.database.address import file_of
from bot.store.database.database import Database
from bot.store.database.errors import CannotStart, StoreError, plainly
from bot.store.database.inspect import UnreadableFile, look
from bot.store.sealing import key_check
from bot.store.sealing.cipher import Seal

_TELEGRAM = "https://api.telegram.org"
Said = tuple[int, list[str]]


def examine() -> Said:
    """Looks at everything; the exit code is 1 where something is wrong, told by a line that begins with "!"."""
    try:
        settings = read_settings()
    except WrongSettings as wrong:
        return 1, [f"! {line}" for line in str(wrong).splitlines()]
    found = [Finding(True, f"okok {VERSION}."), Finding(True, "The settings can be used."), *_examine(settings)]
    lines = [f"{'+' if one.well else '!'} {one.line}" for one in found]
    return int(not all(one.well for one in found)), lines


def _examine(settings: Settings) -> list[Finding]:
    now = int(time.time())
    runs = checks.running(settings)
    found = [checks.of_process(settings, runs)]
    url = settings.database()
    file = file_of(url)
    try:
        inside = _inside(url, file, settings.key, now)
    except (UnreadableFile, CannotStart) as refusal:
        found.append(Finding(False, str(refusal)))
    except StoreError as error:
        found.append(Finding(False, f"The database can't be read: {plainly(error)}."))
    else:
        found += [Finding(True, "The database is sound and of this version."), *checks.of_database(inside, runs, now)]
        found += checks.of_backups(settings.backups, inside.identity, runs, now, server=file is None)
    if file is not None:
        found.append(checks.of_sqlite(file))
    found += [*checks.of_playbook(settings.playbook_dir), *checks.of_folder(settings.data_dir)]
    telegram = str(settings.telegram_api_url or _TELEGRAM)
    return [*found, checks.of_clock(telegram), checks.of_token(settings, telegram)]


def _inside(url: str, file: Path | None, key: bytes | None, now: int) -> Inside:
    """Read-only: a bot may be at work on it. Raises what `look` and `Database` do, WrongKey too."""
    seal = Seal(key) if key is not None else None

    def work(conn: Connection) -> Inside:
        key_check.check(conn, seal)
        return checks.inside(conn, now)

    return look(file, work) if file is not None else asyncio.run(_on_server(url, work))


async def _on_server(url: str, work: Callable[[Connection], Inside]) -> Inside:
    db = await Database.open(url, migrate=False, as_is=True)
    try:
        return await db.read(work)
    finally:
        await db.close()
