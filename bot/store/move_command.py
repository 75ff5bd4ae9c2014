"""`./run migrate-data FROM TO`: all rows to the other kind of database, verified, while no bot runs on either."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.lock import AnotherInstance, hold
from bot.store.database import Database
from bot.store.errors import CannotStart, StoreError
from bot.store.moving import CannotMove, Moved, move

_LOCK = "okok.lock"


def migrate_data(source: str, target: str) -> tuple[int, list[str]]:
    """The exit code and what to print: a table of what stands on both sides now, or one line that says why not."""
    try:
        with ExitStack() as locks:
            _look_at(source, target)
            for url in (source, target):
                _hold(url, locks)
            moved = asyncio.run(_move(source, target))
    except (CannotMove, CannotStart, AnotherInstance, StoreError) as refusal:
        return 1, [str(refusal)]
    return 0, _told(moved)


def _look_at(source: str, target: str) -> None:
    # Of one kind a copy is a backup, which each database has better means for.
    if {_kind(source), _kind(target)} != {"postgresql", "sqlite"}:
        raise CannotMove("Rows are moved from SQLite to PostgreSQL or back: give one address of each.")


def _kind(url: str) -> str:
    try:
        name = make_url(url).get_backend_name()
    except ArgumentError:
        raise CannotMove("An address must be sqlite:////folder/okok.db or postgresql://user@host/name.") from None
    return "postgresql" if name == "postgres" else name


def _hold(url: str, locks: ExitStack) -> None:
    """The lock of the data folder in which a SQLite file stands: no bot may write there meanwhile."""
    path = make_url(url).database
    if _kind(url) == "sqlite" and path not in {None, "", ":memory:"} and Path(path).parent.is_dir():
        try:
            locks.enter_context(hold(Path(path).parent / _LOCK))
        except OSError as error:
            raise CannotMove(f"The folder of {path} can't be written: {error.strerror}.") from None


async def _move(source: str, target: str) -> list[Moved]:
    read = await Database.open(source, migrate=False)
    try:
        written = await Database.open(target)
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
