"""What an update costs the database, counted: SQLite's instructions and statements, at few and at many debriefs.

The counts are exact, whatever else the machine does. Every kind of update is taken once with the database small and
once with it large (of many people, and closed ones of the same person too): the figures must be equal within 2 %.
"""

import argparse
import asyncio
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from benchmarks.inside import Inside, Json, Someone, feed, running
from bot.app import App
from bot.protocol.state import Answer, Run, encode

LARGEST_DIFFERENCE = 0.02
_OWN_SHARE = 10
"""One in so many of the debriefs belongs to the very person whose updates are counted."""
_NOW = 1_700_000_000


@dataclass(slots=True)
class Count:
    """What one update cost."""

    instructions: int = 0
    statements: int = 0


class Walk:
    """One person who does everything that there is to do, and the count of each deed."""

    def __init__(self, app: App, telegram: Inside) -> None:
        self.app = app
        self.me: Someone = telegram.person(1)
        self.counts: dict[str, Count] = {}
        self._now = Count()

    async def watch(self) -> None:
        """Begins to count on the connection that writes."""

        def install(conn: Connection) -> None:
            raw: Any = conn.connection.dbapi_connection
            raw.set_progress_handler(self._instruction, 1)
            raw.set_trace_callback(self._statement)

        await self.app.db.write(install)

    def _instruction(self) -> int:
        self._now.instructions += 1
        return 0

    def _statement(self, _: str) -> None:
        self._now.statements += 1

    async def does(self, name: str, update: Json) -> None:
        """Feeds one update, from the moment it is accepted until it is noted as shown, under that name."""
        self._now = Count()
        await feed(self.app, [update])
        self.counts[name] = self._now

    async def taps(self, name: str, part: str) -> None:
        """The same for a tap."""
        await self.does(name, self.me.tap(part))

    async def everything(self) -> dict[str, Count]:
        """Goes through every kind of update; gives the counts by name."""
        me = self.me
        await self.does("command /start", me.say("/start"))
        await self.does("command /debrief", me.say("/debrief"))
        await self.does("typed client name", me.say("Ромашка"))
        await self.taps("step by step", "|tension_before|detail")
        old = me.tap("|tension_before|7")
        await self.taps("scale", "|tension_before|8")
        for name, part in (
            ("several, one marked", "|i_am_ok|+calm"),
            ("several, on", "|i_am_ok|next"),
            ("one of a list", "|you_are_ok|heard"),
            ("behaviour", "|behaviour|insults"),
        ):
            await self.taps(name, part)
        said = me.say("Он кричал, что сайт не работает")
        await self.does("typed text", said)
        await self.does("edited text", me.edit(said, "Он сказал, что сайт не работает"))
        for name, part in (
            ("stop", "p|stop|"),
            ("menu", "p|menu"),
            ("resume", "p|resume|"),
            ("polite", "|polite|not_yet"),
            ("page of a card", "|phrase|page"),
            ("card, on", "|phrase|next"),
            ("back", "|fear|back"),
            ("card, on again", "|phrase|next"),
            ("fear", "|fear|boss"),
            ("evidence", "|evidence|signs"),
            ("approach", "|approach|next"),
            ("date", "|boss_date|next_week"),
            ("honest", "|honest|nothing"),
        ):
            await self.taps(name, part)
        await self.does("typed time", me.say("в следующий понедельник в 12:00"))
        await self.taps("summary", "|tension_after|4")
        await self.taps("told", "|told|")
        await self.does("old tap", old)
        await self.taps("done", "p|done|")
        await self.does("command /settings", me.say("/settings"))
        await self.taps("settings opened", "p|language")
        await self.taps("setting", "p|speak|ru")
        await self.does("out of the blue", me.say("Опять звонил и ругался"))
        await self.taps("kept as a note", "p|note|")
        await self.does("debrief again", me.say("/debrief"))
        await self.taps("known client", "|client|c")
        await self.does("command /cancel", me.say("/cancel"))
        await self.taps("delete asked", "p|delete|")
        await self.taps("deleted", "p|erase|")
        return self.counts


def fill(path: Path, debriefs: int, own: int, first: int = 2) -> None:
    """Puts in so many closed debriefs with all that hangs on them.

    `own` of them belong to the person with id 1 and their first client, the others to people with ids from `first` on.
    """
    run = Run(
        version=1,
        at=_NOW,
        answers=(
            Answer("client", value=1),
            Answer("tension_before", value=8),
            Answer("behaviour", picks=("insults",)),
            Answer("fear", picks=("deceived",)),
            Answer("next_contact", picks=("tomorrow",), value=_NOW + 86_400),
        ),
    )
    state = encode(run)
    people = max(1, (debriefs - own) // 50)
    with sqlite3.connect(path, isolation_level=None) as raw:
        raw.execute("BEGIN")
        for number in range(people):
            _person(raw, first + number)
        for number in range(1, debriefs + 1):
            _debrief(raw, number, 1 if number <= own else first + number % people, state)
        raw.execute("COMMIT")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def _person(raw: sqlite3.Connection, person: int) -> None:
    raw.execute("INSERT INTO agency (id, created_at) VALUES (?, ?)", (person, _NOW))
    raw.execute(
        "INSERT INTO person (id, agency_id, telegram_id, language, zone, work_from, work_to, work_days, created_at)"
        " VALUES (?, ?, ?, 'ru', 'Europe/Moscow', 600, 1140, 31, ?)",
        (person, person, person, _NOW),
    )
    raw.execute(
        "INSERT INTO chat (id, agency_id, person_id, place, revision, shown) VALUES (?, ?, ?, 'menu', 9, 9)",
        (person, person, person),
    )
    raw.execute(
        "INSERT INTO client (id, agency_id, person_id, label, created_at, last_at) VALUES (?, ?, ?, 'Роза', ?, ?)",
        (person, person, person, _NOW, _NOW),
    )


def _debrief(raw: sqlite3.Connection, number: int, person: int, state: str) -> None:
    client = person
    moment = _NOW + number
    raw.execute(
        "INSERT INTO run (id, agency_id, person_id, kind, client_id, status, version, state, started_at, touched_at,"
        " closed_at) VALUES (?, ?, ?, 'debrief', ?, 'closed', 1, ?, ?, ?, ?)",
        (number + 1000, person, person, client, state, moment, moment, moment),
    )
    raw.execute(
        "INSERT INTO outcome (run_id, agency_id, person_id, client_id, fear, fears, sure, behaviours,"
        " tension_before, tense, cadence, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, 'deceived', '[\"deceived\"]', 'hypothesis', '[\"insults\"]', 8, 1, 'two_days', ?, ?)",
        (number + 1000, person, person, client, moment, moment),
    )
    raw.execute(
        "INSERT INTO touch (agency_id, person_id, client_id, run_id, kind, at) VALUES (?, ?, ?, ?, 'debrief', ?)",
        (person, person, client, number + 1000, moment),
    )
    raw.execute(
        "INSERT INTO promise (agency_id, person_id, client_id, run_id, due_at, status, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, 'kept', ?, ?)",
        (person, person, client, number + 1000, moment, moment, moment),
    )


async def counted(debriefs: int) -> dict[str, Count]:
    """The counts of every kind of update with so many debriefs in the database."""
    with tempfile.TemporaryDirectory() as place:
        telegram = Inside()
        async with running(Path(place), telegram) as app:
            walk = Walk(app, telegram)
            # The person and a client of theirs are there in both databases, as are the tables' first rows.
            await feed(app, [walk.me.say("/start")])
            await feed(app, [walk.me.say("/debrief")])
            await feed(app, [walk.me.say("Фиалка")])
            await feed(app, [walk.me.tap("p|stop|")])
            await feed(app, [walk.me.tap("p|delete|")])
            await feed(app, [walk.me.tap("p|menu")])
            await asyncio.to_thread(fill, Path(place) / "okok.db", debriefs, debriefs // _OWN_SHARE)
            await walk.watch()
            return await walk.everything()


def differences(few: dict[str, Count], many: dict[str, Count]) -> dict[str, float]:
    """For each kind of update, how far the counts lie apart, as a share of the smaller one."""

    def apart(one: int, two: int) -> float:
        return abs(one - two) / max(1, min(one, two))

    return {
        name: max(
            apart(few[name].instructions, many[name].instructions), apart(few[name].statements, many[name].statements)
        )
        for name in few
    }


def main() -> int:
    """Counts, prints, and gives 1 where something isn't flat."""
    parser = argparse.ArgumentParser(prog="./run bench flat", description=__doc__.partition("\n")[0])
    parser.add_argument("--few", type=int, default=10)
    parser.add_argument("--many", type=int, default=100_000)
    chosen = parser.parse_args()
    few, many = asyncio.run(counted(chosen.few)), asyncio.run(counted(chosen.many))
    apart = differences(few, many)
    print(f"SQLite's instructions (and statements) of one update, at {chosen.few} and at {chosen.many} debriefs:")
    for name, share in apart.items():
        one, two = few[name], many[name]
        mark = "" if share <= LARGEST_DIFFERENCE else "   NOT FLAT"
        print(
            f"  {name:22} {one.instructions:6} ({one.statements:2})  {two.instructions:6} ({two.statements:2})"
            f"  {share:6.1%}{mark}"
        )
    worst = max(apart.values())
    print(f"Largest difference: {worst:.1%} (bar: {LARGEST_DIFFERENCE:.0%})")
    return 0 if worst <= LARGEST_DIFFERENCE else 1


if __name__ == "__main__":
    raise SystemExit(main())
