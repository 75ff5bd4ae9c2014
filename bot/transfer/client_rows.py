"""Clients of a file as they were read, and sorted by what is known already. Nothing is written before a yes."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field, replace
from typing import Any, Literal, NamedTuple

from bot.protocol import phones
from bot.protocol.matching import key, tidy
from bot.protocol.playbook import Rung

Why = Literal["name", "long", "quote", "note", "cell", "card"]
"""Why a line can't be read: no name, a name too long, a quote that is not closed, a note too long, a cell too long, a
card that isn't one."""
What = Literal["cadence", "date", "phone", "contact", "width", "address", "extension"]
"""What of a line went to the note: a cadence or date that isn't one, a number whose country isn't sure, words that are
no contact, cells beyond the columns, how somebody is addressed at length, an extension."""
Fate = Literal[
    "name", "address", "contact", "username", "phone", "note", "notes", "cadence", "client_date", "skipped", "unknown"
]  # fmt: skip
"""What becomes of a column: a field of the client, nothing, or nothing since nobody knows what it is."""


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client of the file; `line` is where it stands, counted from 1. `client_date` is an ISO date.

    `phone` is stored as `bot.protocol.phones` says, or assumed: "+79161234567~8 (916) 123-45-67" is a number that was
    written for the person's own country. `note` stands on the client's card, `notes` are what was noted besides, kept
    whole among the client's notes.
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


class Odd(NamedTuple):
    """A cell that is not what its column holds; its words are in the note of the client of that line."""

    line: int
    what: What
    words: str


class Column(NamedTuple):
    """A column that has something in it, and what becomes of that; the header is a number where there is none."""

    header: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of a file.

    `columns` are those with something in them. `above` are the lines over the headers, `apart`
    the names of a workbook's other sheets. `encoding` is what the text was read in, "" where there is none, `others`
    what else it may be in, each with how the `sample` looks then.
    """

    rows: tuple[ClientRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    odd: tuple[Odd, ...] = ()
    columns: tuple[Column, ...] = ()
    above: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    encoding: str = ""
    sample: str = ""
    others: tuple[tuple[str, str], ...] = ()


class Known(NamedTuple):
    """A client that the person has, by what one is told from another."""

    label: str
    username: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """The file's clients: those that are `new`, those that are `there`, known already; and lines that `repeat` others.

    A repeated line says nothing of its own, or its note is in that of the first. `namesakes` are labels that several
    new clients have.
    """

    new: tuple[ClientRow, ...]
    there: tuple[ClientRow, ...]
    repeat: tuple[ClientRow, ...] = ()
    namesakes: tuple[str, ...] = field(default=())


def sort(rows: Iterable[ClientRow], known: Iterable[Known]) -> Sorted:
    """Sorts the rows by the clients that are known; names that differ by case, ё/е, blanks or marks are the same.

    A client of one's name with another phone or username is another client. Two lines of a file are two clients, unless
    name, phone and username say that they are one.
    """
    here: dict[str, list[Known]] = {}
    for one in known:
        here.setdefault(_same(one.label), []).append(one)
    new: dict[int, ClientRow] = {}
    named: dict[str, list[int]] = {}
    there: list[ClientRow] = []
    repeat: list[ClientRow] = []
    for place, row in enumerate(rows):
        name = _same(row.label)
        if any(_may_be(row, one) for one in here.get(name, ())):
            there.append(row)
            continue
        first = next((one for one in named.get(name, ()) if _repeats(row, new[one])), None)
        if first is None:
            new[place] = row
            named.setdefault(name, []).append(place)
        else:
            repeat.append(row)
            new[first] = _joined(new[first], row)
    namesakes = tuple(new[places[0]].label for places in named.values() if len(places) > 1)
    return Sorted(tuple(new.values()), tuple(there), tuple(repeat), namesakes)


def _same(label: str) -> str:
    return key(label) or tidy(label)


def _number(stored: str | None) -> str | None:
    return phones.confirmed((stored or "").partition("~")[0])


def _may_be(row: ClientRow, known: Known) -> bool:
    """Whether nothing says that the row is another client than the known one of its name."""
    mine = (_number(row.phone), row.username and row.username.lower())
    theirs = (_number(known.phone), known.username and known.username.lower())
    if any(one is not None and one == other for one, other in zip(mine, theirs, strict=True)):
        return True
    return not any(one and other and one != other for one, other in zip(mine, theirs, strict=True))


def _repeats(row: ClientRow, first: ClientRow) -> bool:
    """Whether the line says that it is the client of that earlier line, or says nothing but the name."""
    mine, theirs = (row.phone, row.username), (first.phone, first.username)
    if any(mine):
        return mine == theirs
    bare = replace(row, line=first.line, label=first.label)
    return bare in {ClientRow(first.line, first.label), first}


def _joined(first: ClientRow, row: ClientRow) -> ClientRow:
    """The first line with what only the later one says."""
    note = [first.note, row.note if row.note != first.note else None]
    notes = [first.notes, row.notes if row.notes != first.notes else None]
    for name in ("address", "cadence", "client_date"):
        said, had = getattr(row, name), getattr(first, name)
        if said is not None and had is not None and said != had:
            note.append(str(said))
    return replace(
        first,
        address=first.address or row.address,
        cadence=first.cadence or row.cadence,
        client_date=first.client_date or row.client_date,
        note="\n".join(filter(None, note)) or None,
        notes="\n\n".join(filter(None, notes)) or None,
    )


def assumed(rows: Sequence[ClientRow]) -> list[tuple[str, str]]:
    """The phones that were taken for the person's own country: how they were written, and what they are in E.164."""
    found = []
    for row in rows:
        number, mark, words = (row.phone or "").partition("~")
        if mark:
            found.append((words, number))
    return found


def settled(row: ClientRow, *, assume: bool) -> ClientRow:
    """The row as it is kept: an assumed phone was confirmed, or stands in the note as it was written."""
    number, mark, words = (row.phone or "").partition("~")
    if not mark:
        return row
    if assume:
        return replace(row, phone=number)
    return replace(row, phone=None, note="\n".join(filter(None, (row.note, words))))


def encode(sheet: Sheet) -> str:
    """The sheet as JSON, for the store."""
    rows = [list(astuple(row)) for row in sheet.rows]
    faults = [list(astuple(fault)) for fault in sheet.faults]
    rest = [sheet.odd, sheet.columns, sheet.above, sheet.apart, sheet.encoding, sheet.sample, sheet.others]
    return json.dumps([rows, faults, *rest], ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Sheet:
    """The sheet that `encode` wrote."""
    data: Any = json.loads(text)
    rows, faults, odd, columns, above, apart, encoding, sample, others = data
    return Sheet(
        rows=tuple(ClientRow(*row) for row in rows),
        faults=tuple(Fault(*fault) for fault in faults),
        odd=tuple(Odd(*one) for one in odd),
        columns=tuple(Column(*one) for one in columns),
        above=tuple(above),
        apart=tuple(apart),
        encoding=encoding,
        sample=sample,
        others=tuple((name, look) for name, look in others),
    )
