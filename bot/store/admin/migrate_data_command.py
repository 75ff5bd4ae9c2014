"""`./run migrate-data FROM TO`: all rows to the other kind of database, verified, while no bot runs on either."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

from bot.common.file_lock import AnotherInstance, hold
from bot.store.admin.migrate_data import Moved, move
from bot.store.database.address import FORMS, file_of, kind_of
from bot.store.database.database import Database
from bot.store.database.errors import CannotMove, CannotStart, StoreError, plainly

_LOCKS = ("okok.lock", "try.lock")


def migrate_data(source: str, target: str, data_dir: Path) -> tuple[int, list[str]]:
    """The exit code and what to print: a table of what stands on both sides now, or one line that says why not.

    `data_dir` is where a bot of this machine holds its lock.
    """
    try:
        with ExitStack() as locks:
            _look_at(source, target)
            for folder in {data_dir.resolve(), *folders_of(source), *folders_of(target)}:
                hold_folder(folder, locks)
            moved = asyncio.run(_move(source, target))
    except (CannotMove, CannotStart) as refusal:
        return 1, [str(refusal)]
    except StoreError as error:
        return 1, [f"One of the two databases can't be used: {plainly(error)}. Nothing was written."]
    except KeyboardInterrupt:
        return 1, ["Stopped; nothing was written."]
    return 0, _told(moved)


def _look_at(source: str, target: str) -> None:
    # Of one kind a copy is a backup, which each database has better means for.
    if {_kind(source), _kind(target)} != {"postgresql", "sqlite"}:
        raise CannotMove("Rows are moved from SQLite to PostgreSQL or back: give one address of each.")


def _kind(url: str) -> str:
    kind = kind_of(url)
    if kind is None:
        raise CannotMove(f"An address must be {FORMS}.")
    return kind


def folders_of(url: str) -> list[Path]:
    """The folder in which a SQLite file really stands."""
    path = file_of(url)
    return [path.resolve().parent] if path is not None else []


def hold_folder(folder: Path, locks: ExitStack) -> None:
    """The locks of a data folder, the bot's and the try-out's: neither may write there meanwhile. Raises CannotMove."""
    if not any((folder / name).exists() for name in ("okok.db", "try.db", *_LOCKS)):
        return
    try:
        for name in _LOCKS:
            locks.enter_context(hold(folder / name))
    except AnotherInstance:
        raise CannotMove(f"A bot, or the try-out, runs on the folder {folder}: stop it first.") from None
    except OSError as error:
        raise CannotMove(f"The folder {folder} can't be written: {error.strerror}.") from None


async def _move(source: str, target: str) -> list[Moved]:
    read = await Database.open(source, migrate=False, as_is=True)
    try:
        written = await Database.open(target, as_is=True)
        try:
            return await move(read, written)
        finally:
            await written.close()
    finally:
        await read.close()


def _told(moved: list[Moved]) -> list[str]:
    width = max(len(one.table) for one in moved)
    lines = [f"{one.table:{width}}  {one.rows:>9,}  {one.checksum[:16]}" for one in moved]
    return [*lines, f"{len(moved)} tables, {sum(one.rows for one in moved):,} rows: the same on both sides."]
