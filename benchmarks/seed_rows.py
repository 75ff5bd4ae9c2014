"""Databases with much in them, written straight into the file: debriefs with all that hangs on them, reminders."""

import itertools
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from bot.protocol.engine.run import Answer, Run, encode
from bot.settings import Settings
from bot.store.sealing.cipher import Seal
from bot.store.sealing.sealed_columns import BETWEEN, sealed
from bot.store.tables.core import metadata

NOW = 1_700_000_000
"""When the debriefs of `fill` were held, Unix seconds UTC."""
FAR = 4_000_000_000
"""Nothing that is filled in is due before that moment."""
DAY = 86_400
_FIRST_RUN = 1000
_STATE = encode(
    Run(
        version=1,
        at=NOW,
        answers=(
            Answer("client", value=1),
            Answer("tension_before", value=8),
            Answer("behaviour", picks=("insults",)),
            Answer("fear", picks=("deceived",)),
            Answer("next_contact", picks=("tomorrow",), value=NOW + DAY),
        ),
    )
)
_Rows = Iterable[tuple[Any, ...]]


def _closed(table: Table, columns: list[str], rows: _Rows) -> _Rows:
    """The rows with their words under NOTES_KEY, where that is set."""
    key = Settings(_env_file=None).key
    words = [(columns.index(one.name), f"{table.name}.{one.name}") for one in sealed(table) if one.name in columns]
    if key is None or not words:
        return rows
    seal, keys = Seal(key), [columns.index(column.name) for column in table.primary_key]

    def closed(row: tuple[Any, ...]) -> tuple[Any, ...]:
        made, own = list(row), BETWEEN.join(str(row[at]) for at in keys)
        for at, place in words:
            made[at] = row[at] and seal.close(place, own, row[at])
        return tuple(made)

    return map(closed, rows)


class Filler:
    """Writes rows of a person who is an agency of their own, in one transaction: `with filling(path) as filler:`."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def insert(self, table: str, columns: str, rows: _Rows) -> None:
        """Many rows into the columns, named as in SQL."""
        marks = ", ".join("?" * (columns.count(",") + 1))
        rows = _closed(metadata.tables[table], columns.split(", "), rows)
        self._raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - our own names

    def people(self, ids: Iterable[int], zone: str, hours: tuple[int, int, int], due: int | None) -> None:
        """People at their menus; `hours` are from, to and the days. Their next reminder is due at `due` and later."""
        ids = tuple(ids)
        self.insert("agency", "id, created_at", ((one, NOW) for one in ids))
        self.insert(
            "person",
            "id, agency_id, telegram_id, language, zone, work_from, work_to, work_days, created_at",
            ((one, one, one, "ru", zone, *hours, NOW) for one in ids),
        )
        chats = ((one, one, one, "menu", 9, 9) for one in ids)
        self.insert("chat", "id, agency_id, person_id, place, revision, shown", chats)
        # Known for ever: nobody looks for holidays meanwhile.
        calendars = ((one, one, 0, 9999) for one in ids)
        self.insert("calendar", "person_id, agency_id, holidays, days_off_year", calendars)
        self.insert("member", "person_id, agency_id", ((one, one) for one in ids))
        agendas = ((one, one, None if due is None else due + number) for number, one in enumerate(ids))
        self.insert("agenda", "person_id, agency_id, due_at", agendas)

    def clients(self, of: Iterable[tuple[int, int]], at: int) -> None:
        """Clients: pairs of their id and their person's."""
        rows = ((client, one, one, "Роза", at, at) for client, one in of)
        self.insert("client", "id, agency_id, person_id, label, created_at, last_at", rows)

    def waiting(self, of: Iterable[tuple[int, int, int]]) -> None:
        """Reminders that wait: client, person, and when each is due."""
        rows = ((one, one, client, "stay", due, due, "waiting", NOW) for client, one, due in of)
        self.insert("reminder", "agency_id, person_id, client_id, kind, base_at, due_at, status, created_at", rows)

    def debriefs(self, of: Iterable[tuple[int, int, int, int]]) -> None:
        """Closed debriefs with outcome and contact: run, client, person, moment."""
        of = tuple(of)
        self.insert(
            "run",
            "id, agency_id, person_id, kind, client_id, status, version, state, started_at, touched_at, closed_at",
            ((run, one, one, "debrief", client, "closed", 1, _STATE, at, at, at) for run, client, one, at in of),
        )
        self.insert(
            "outcome",
            "run_id, agency_id, person_id, client_id, fear, fears, sure, behaviours, tension_before, tense, cadence,"
            " created_at, updated_at",
            (
                (
                    run,
                    one,
                    one,
                    client,
                    "deceived",
                    '["deceived"]',
                    "hypothesis",
                    '["insults"]',
                    8,
                    1,
                    "two_days",
                    at,
                    at,
                )
                for run, client, one, at in of
            ),
        )
        touches = ((one, one, client, run, "debrief", at) for run, client, one, at in of)
        self.insert("touch", "agency_id, person_id, client_id, run_id, kind, at", touches)

    def followed(self, of: Iterable[tuple[int, int, int, int]]) -> None:
        """What followed on each debrief of the same run: a kept promise, its reminder, and a follow-up."""
        of = tuple(of)
        self.insert(
            "promise",
            "agency_id, person_id, client_id, run_id, due_at, status, created_at, updated_at",
            ((one, one, client, run, at, "kept", at, at) for run, client, one, at in of),
        )
        messages = itertools.count(1)
        notices = ((run, one, one, next(messages), at, "left", "") for run, _, one, at in of)
        self.insert("notice", "id, agency_id, person_id, message_id, sent_at, view, mark", notices)
        self.insert(
            "reminder",
            "agency_id, person_id, client_id, kind, base_at, due_at, status, done, sent_at, notice_id, created_at",
            ((one, one, client, "stay", at, at, "sent", "wrote", at, run, at) for run, client, one, at in of),
        )
        self.insert(
            "run",
            "id, agency_id, person_id, kind, client_id, about_id, status, version, state, started_at, touched_at",
            ((run + 1, one, one, "followup", client, run, "closed", 1, _STATE, at, at) for run, client, one, at in of),
        )
        self.insert(
            "followup",
            "run_id, agency_id, person_id, client_id, how, fear_right, tension, at, updated_at",
            ((run + 1, one, one, client, "neutral", "confirmed", 5, at, at) for run, client, one, at in of),
        )
        touches = ((one, one, client, run + 1, "followup", at) for run, client, one, at in of)
        self.insert("touch", "agency_id, person_id, client_id, run_id, kind, at", touches)


@contextmanager
def filling(path: Path) -> Iterator[Filler]:
    """One transaction, after which nothing is left in the write-ahead log."""
    with sqlite3.connect(path, isolation_level=None) as raw:
        raw.execute("BEGIN")
        yield Filler(raw)
        raw.execute("COMMIT")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def fill(path: Path, debriefs: int, own: int, first: int = 2) -> None:
    """Puts in so many closed debriefs with all that followed on them.

    `own` of them belong to the person with id 1 and their first client, the others to people with ids from `first` on,
    of whom each has one more reminder that waits.
    """
    others = range(first, first + max(1, (debriefs - own) // 50))

    def one_of(number: int) -> int:
        return 1 if number <= own else others[number % len(others)]

    held = [(_FIRST_RUN + 2 * n, one_of(n), one_of(n), NOW + n) for n in range(1, debriefs + 1)]
    with filling(path) as filler:
        filler.people(others, "Europe/Moscow", (600, 1140, 31), FAR)
        filler.clients(((one, one) for one in others), NOW)
        filler.waiting((one, one, FAR + number) for number, one in enumerate(others))
        filler.debriefs(held)
        filler.followed(held)


def schedule(path: Path, reminders: int, now: int, each: int = 10, first: int = 1) -> range:
    """Puts in people with `each` clients, of each of whom a reminder waits; gives the people's ids.

    They work at all hours in UTC. With the first client of each of them there was a tense debrief three days ago.
    """
    people = range(first, first + reminders // each)
    with filling(path) as filler:
        filler.people(people, "UTC", (0, 1440, 127), FAR)
        filler.clients(((one * each + n, one) for one in people for n in range(each)), now - 3 * DAY)
        filler.waiting((one * each + n, one, FAR + one - first) for one in people for n in range(each))
        filler.debriefs((_FIRST_RUN + one, one * each, one, now - 3 * DAY) for one in people)
    return people


def due(path: Path, people: Iterable[int], at: int, each: int = 10, client: int = 0) -> None:
    """Of each of those people the reminder of that client of theirs, from 0 on, is due at `at`."""
    these = [(at, at, one, one * each + client) for one in people]
    with sqlite3.connect(path) as raw:
        raw.executemany("UPDATE reminder SET due_at = ?, base_at = ? WHERE person_id = ? AND client_id = ?", these)
        raw.executemany("UPDATE agenda SET due_at = ? WHERE person_id = ?", [(at, one) for _, _, one, _ in these])
    raw.close()
