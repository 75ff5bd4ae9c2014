"""The twin: the same updates in the same order at the same moments, through the same handlers, and never a kill."""

import asyncio
import sqlite3
from pathlib import Path

from aiogram.types import Update

from bot.app import wired
from bot.settings import Settings
from bot.store.database.database import Database
from bot.store.database.unit_of_work import Unit
from bot.store.queries import inbox
from tests.fake import TOKEN, Json
from tests.kill.journal import Entry

# What a kill may change without anything being lost: which messages show the present view.
_SHOWN = frozenset(("shown", "message_id", "message_mark", "draft_id", "draft_mark", "beside_id", "anew_at", "notice"))
_TABLES = ("agency", "person", "chat", "client", "run", "outcome", "touch", "promise")
Row = tuple[str, ...]


def rows(path: Path) -> set[Row]:
    """Every row of every table of a person's data, as text: table, then column and value of each."""
    conn = sqlite3.connect(path)
    conn.row_factory = sqlite3.Row
    found: set[Row] = set()
    for table in _TABLES:
        for row in conn.execute(f"SELECT * FROM {table}"):  # noqa: S608 - a name from the list above
            cells = (f"{name}={row[name]!r}" for name in row.keys() if name not in _SHOWN)  # noqa: SIM118 - its way
            found.add((table, *cells))
    conn.close()
    return found


def live(path: Path, entries: list[Entry], updates: dict[int, Json]) -> list[str]:
    """Makes the twin's database at `path`: the completed `updates`, by their ids, in the order of their commits.

    Gives what its handlers raised, none as a rule.
    """
    return asyncio.run(_live(path, entries, updates))


async def _live(path: Path, entries: list[Entry], updates: dict[int, Json]) -> list[str]:
    raised: list[str] = []
    seen: set[int] = set()
    async with wired(Settings(_env_file=None), None, TOKEN, f"sqlite:///{path}") as app:
        await app.lanes.close()  # closed lanes take views and send nothing
        for entry in entries:
            if entry.what == "done" and entry.update_id not in seen:
                seen.add(entry.update_id)
                unit = Unit(app.db, await _accepted(app.db, entry), entry.moment)
                update = Update.model_validate(updates[entry.update_id], context={"bot": app.bot})
                try:
                    await app.intake._dispatcher.feed_update(app.bot, update, unit=unit)
                except Exception as error:  # noqa: BLE001 - the others go on, as they do behind the intake
                    raised.append(f"{type(error).__name__}: {error}")
    return raised


async def _accepted(db: Database, entry: Entry) -> int:
    row = inbox.Incoming(entry.update_id, entry.chat, "any", None, entry.moment)
    return await db.write(lambda conn: inbox.accept(conn, [row])[0].seq)
