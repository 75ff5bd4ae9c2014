"""Clients of a file as they were read, and sorted by what is known already. Nothing is written before a yes."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any, Literal

from bot.protocol.matching import key, tidy
from bot.protocol.playbook import Rung

Why = Literal["name", "long", "cadence", "date", "quote", "width", "note"]
"""Why a line can't be read: no name, a name too long, a cadence or date that isn't one, a quote that is not closed,
more cells than columns, a note too long."""


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client of the file; `line` is where it stands, counted from 1. `client_date` is an ISO date.

    `note` stands on the client's card, `notes` are what was noted besides, kept whole among the client's notes.
    """

    line: int
    label: str
    address: str | None = None
    username: str | None = None
    phone: str | None = None
    cadence: Rung | None = None
    client_date: str | None = None
    note: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that can't be read, and why."""

    line: int
    why: Why


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of a file."""

    rows: tuple[ClientRow, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Sorted:
    """The file's clients: those that are `new`, and those that are `there`, known already or earlier in the file."""

    new: tuple[ClientRow, ...]
    there: tuple[ClientRow, ...]


def sort(rows: Iterable[ClientRow], known: Iterable[str]) -> Sorted:
    """Sorts the rows by the labels that are known; names that differ by case, ё/е, blanks or marks are the same."""
    seen = {_same(label) for label in known}
    new: list[ClientRow] = []
    there: list[ClientRow] = []
    for row in rows:
        name = _same(row.label)
        (there if name in seen else new).append(row)
        seen.add(name)
    return Sorted(tuple(new), tuple(there))


def _same(label: str) -> str:
    return key(label) or tidy(label)


def encode(sheet: Sheet) -> str:
    """The sheet as JSON, for the store."""
    data = [[astuple(row) for row in sheet.rows], [astuple(fault) for fault in sheet.faults]]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Sheet:
    """The sheet that `encode` wrote."""
    data: Any = json.loads(text)
    rows, faults = data
    return Sheet(tuple(ClientRow(*row) for row in rows), tuple(Fault(*fault) for fault in faults))
