"""A journal kept by triggers, in the bot's own transactions: what was stored, completed and shown, and in what order.

What stands in it was committed together with what it tells of, so it can't err on a kill.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

_TABLES = """
CREATE TABLE kill_journal (
    n INTEGER PRIMARY KEY, what TEXT, update_id INTEGER, chat INTEGER, moment INTEGER, revision INTEGER, day REAL
);
CREATE TRIGGER kill_done AFTER UPDATE OF done_at ON inbox WHEN new.done_at IS NOT NULL BEGIN
    INSERT INTO kill_journal (what, update_id, chat, moment, day)
    VALUES ('done', new.update_id, new.chat_id, new.done_at, julianday('now'));
END;
CREATE TRIGGER kill_shown AFTER UPDATE OF shown ON chat BEGIN
    INSERT INTO kill_journal (what, chat, revision, day) VALUES ('shown', new.id, new.shown, julianday('now'));
END;
"""
_UNIX_EPOCH = 2440587.5  # in Julian days
_DAY = 86400.0


@dataclass(frozen=True)
class Entry:
    """A line of the journal: `what` is "done" or "shown", `at` Unix seconds to the millisecond.

    `moment` is the bot's own clock of a completed update (Unix seconds), `revision` what was shown.
    """

    what: str
    update_id: int
    chat: int
    moment: int
    revision: int
    at: float


def begin(path: Path) -> None:
    """Adds the journal to a database that has its tables."""
    with sqlite3.connect(path) as conn:
        conn.executescript(_TABLES)
    conn.close()


def read(path: Path) -> list[Entry]:
    """The whole journal, in the order of the commits."""
    conn = sqlite3.connect(path)
    columns = "what, update_id, chat, moment, revision, day"
    rows = conn.execute(f"SELECT {columns} FROM kill_journal ORDER BY n").fetchall()  # noqa: S608 - a constant
    conn.close()
    return [Entry(what, one, chat, at, seen, (day - _UNIX_EPOCH) * _DAY) for what, one, chat, at, seen, day in rows]
