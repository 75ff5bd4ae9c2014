"""Clients out of the lines and cells of a table, whatever kind of file it stood in: headers found, columns understood.

A cell that isn't what its column holds goes to the note, and is said; it never refuses a client.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final

from bot.protocol import phones
from bot.protocol.client import NOTE_LONGEST
from bot.protocol.engine.words import read_contact
from bot.protocol.matching import key, tidy
from bot.protocol.playbook import LADDER, Rung
from bot.transfer.client_rows import ClientRow, Column, Fate, Fault, Odd, Sheet, What, Why
from bot.transfer.csv_cells import plain
from bot.transfer.file_kinds import UnreadableSheet
from bot.transfer.headers import NAMING, OURS, Role, role_of, said

MOST: Final = 5000
"""Lines with something in them."""
_LONGEST_NAME: Final = 120
_LONGEST_NOTE: Final = 20_000
_HEADERS_WITHIN: Final = 20
"""Lines with something in them, above which the headers stand."""
_TITLES_ABOVE: Final = 3
"""Lines above a single header that is known."""
_LOOKED_AT: Final = 200
"""Lines by which a column is known that has no header, or none that anybody knows."""
_MOSTLY: Final = 0.6
_STEP: Final = 250
"""Lines between two words of how far it is."""

Cells = list[str]
Line = tuple[int, Cells | Why]
"""A line's number, counted from 1, and its cells, or why it has none."""

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_POWER = re.compile(r"\d[.,]\d+[eе]\+?\d+", re.IGNORECASE)
"""What Excel makes of a long number: its last digits are gone."""
_TITLES: Final = frozenset(
    ["г н", "г жа", "господин", "госпожа", "mr", "mrs", "ms", "miss", "dr", "herr", "frau", "тов", "товарищ"]
)
_PENDING = re.compile(r"(?:\+\d{7,15})?\?[^?]+")
"""A number that is still asked about, as our own export has it."""
_NOTHING: Final = frozenset({"", "-", "--", "—", "–", "n/a", "#n/a", "null", "none", "nan"})
"""What programs and people put where there is nothing."""
_LONGEST_HEADER: Final = 40
_FORM: Final = 8
"""Columns from which on a table is a form's answers, whose headers are whole questions."""
_RUSSIAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_PLAIN: Final = tuple(
    sorted(
        {one.name for one in fields(ClientRow)}
        - {"line", "label", "username", "phone", "cadence", "client_date", "note", "notes"}
    )
)
"""Fields that are read as they are, one line each. A new field of a `ClientRow` is among them by itself."""
_FATES: Final[Mapping[Role | str, Fate]] = {
    "greeting": "address",
    "number": "phone",
    "email": "note",
    "besides": "note",
    "skipped": "skipped",
}


@dataclass(frozen=True, slots=True)
class ReadFor:
    """What a file is read by: the labels of the rungs in every language, the person's country and language.

    `progress` is told how many lines were read.
    """

    cadences: Mapping[str, Rung]
    country: str | None = None
    language: str = "ru"
    progress: Callable[[int], None] = field(default=lambda _lines: None)


@dataclass(slots=True)
class _Said:
    """What one line says of its client, by field, and what goes to the note."""

    line: int
    by: dict[str, list[str]] = field(default_factory=dict)
    noted: list[str] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)

    def first(self, name: str) -> str:
        return next(iter(self.by.get(name, ())), "")

    def misplaced(self, what: What, words: str) -> None:
        self.noted.append(words)
        self.odd.append(Odd(self.line, what, words[:60]))


def read(lines: Iterable[Line], reading: ReadFor, given: tuple[list[str], list[Role | None]] | None = None) -> Sheet:
    """The clients of the lines; `given` are headers and roles that are known beforehand.

    Raises UnreadableSheet where there are none, or too many.
    """
    kept: list[Line] = []
    for number, cells in lines:
        if isinstance(cells, str) or any(not _blank(cell) for cell in cells):
            kept.append((number, cells))
        if len(kept) > MOST + _HEADERS_WITHIN:
            raise UnreadableSheet("many")
    at, (headers, roles) = (-1, given) if given is not None else _columns(kept)
    body = kept[at + 1 :]
    if len(body) > MOST:
        raise UnreadableSheet("many")
    if not body:
        raise UnreadableSheet("empty")
    ours = bool(headers and {one.strip().lower() for one in headers} & OURS)
    roles = _told(roles, headers, body, ours=ours)
    rungs = {key(label): rung for label, rung in reading.cadences.items()} | {key(rung): rung for rung in LADDER}
    rows: list[ClientRow] = []
    faults = [Fault(number, cells) for number, cells in kept[: max(at, 0)] if isinstance(cells, str)]
    odd: list[Odd] = []
    for done, (number, cells) in enumerate(body, start=1):
        if isinstance(cells, str):
            faults.append(Fault(number, cells))
            continue
        made = _row(_gathered(number, cells, roles, headers), reading, rungs, ours=ours)
        if isinstance(made, Fault):
            faults.append(made)
        else:
            row, misplaced = made
            rows.append(row)
            odd += misplaced
        if done % _STEP == 0:
            reading.progress(done)
    above = [_looks(cells) for _, cells in kept[: max(at, 0)] if not isinstance(cells, str)]
    sample = next((_looks(cells) for _, cells in body if not isinstance(cells, str)), "")
    return Sheet(
        rows=tuple(rows),
        faults=tuple(faults),
        odd=tuple(odd),
        columns=_fates(headers or [str(place + 1) for place in range(len(roles)) if len(roles) > 1], roles, body),
        above=tuple(above),
        sample=sample,
    )


def _blank(cell: str) -> bool:
    """Whether nothing in the cell can be seen."""
    if cell.isascii():
        return not cell.strip()
    return all(unicodedata.category(letter)[0] in "CZ" for letter in cell)


def _looks(cells: Cells) -> str:
    """A line as it is shown: what is in it, one behind the other."""
    return " · ".join(tidy(cell)[:40] for cell in cells if not _blank(cell))[:120]


def _columns(lines: Sequence[Line]) -> tuple[int, tuple[list[str], list[Role | None]]]:
    """At which of the lines the headers stand, -1 for nowhere; the headers, and what each column is by them."""
    best: tuple[int, int] = (0, -1)
    for place, (_, cells) in enumerate(lines[:_HEADERS_WITHIN]):
        if isinstance(cells, str) or any(_kind(cell) for cell in cells):
            continue
        known = _known_headers(cells)
        if place and (place == len(lines) - 1 or (known == 1 and place > _TITLES_ABOVE)):
            continue  # a client who is called like a header
        if known > best[0] or (known and known == best[0] and place == best[1] + 1):
            best = (known, place)
    if best[1] >= 0:
        cells = lines[best[1]][1]
        headers = [tidy(cell) for cell in cells]
        return best[1], (headers, [role_of(cell) for cell in headers])
    guessed = _unknown_headers(lines)
    return (0, (guessed, [None] * len(guessed))) if guessed else (-1, ([], []))


def _known_headers(cells: Cells) -> int:
    """How many headers of the line are known, 0 where it is none of headers.

    It names the client, and a good part of it is known; or all of it is known, and it is of two things. Words of a note
    ("call the mobile", "address, site") are no headers.
    """
    short = [cell for cell in cells if not _blank(cell)]
    if any(len(cell) > _LONGEST_HEADER for cell in short) and len(short) < _FORM:
        return 0
    roles = [role_of(cell) for cell in short if len(cell) <= _LONGEST_HEADER]
    known = sum(role is not None for role in roles)
    if any(role in NAMING for role in roles):
        return known if known * 3 >= len(short) or known > 3 else 0
    return known if known == len(short) > 1 else 0


def _unknown_headers(lines: Sequence[Line]) -> list[str]:
    """The first line, where a column below it is of numbers, mails or usernames, and it is of words in each."""
    if len(lines) < 3 or isinstance(lines[0][1], str):
        return []
    first = lines[0][1]
    if len(first) < 2 or any(_blank(cell) or _kind(cell) or any(map(str.isdigit, cell)) for cell in first):
        return []
    telling = [_column_kind(lines[1:], place) for place in range(len(first))]
    return [tidy(cell) for cell in first] if any(telling) else []


def _kind(cell: str) -> Role | None:
    """What a cell is by itself: a phone, a mail, a username; None for words."""
    words = plain(cell).strip()
    if _EMAIL.fullmatch(words):
        return "email"
    found = read_contact(words) if len(words) < 100 else None
    return None if found is None else "phone" if found[0] == "phone" else "username"


def _reaches(lines: Sequence[Line], place: int) -> bool:
    """Whether half of that column's cells are phones, mails or usernames, of whatever kind each."""
    cells = [line[place] for _, line in lines[:_LOOKED_AT] if not isinstance(line, str) and len(line) > place]
    filled = [cell for cell in cells if not _blank(cell)]
    return 2 * sum(_kind(cell) is not None for cell in filled) >= len(filled)


def _column_kind(lines: Sequence[Line], place: int) -> Role | None:
    """What most cells of that column are; None for words."""
    cells = [line[place] for _, line in lines[:_LOOKED_AT] if not isinstance(line, str) and len(line) > place]
    filled = [cell for cell in cells if not _blank(cell)]
    kinds = [_kind(cell) for cell in filled]
    for role in ("phone", "email", "username"):
        if filled and kinds.count(role) >= _MOSTLY * len(filled):
            return role
    return None


def _told(roles: list[Role | None], headers: Sequence[str], body: Sequence[Line], *, ours: bool) -> list[Role | None]:
    """The roles once the lines below were looked at, and the columns beside each other."""
    if not headers:
        return _headless(body)
    parted = {"first", "last", "middle"} & set(roles)
    several = roles.count("name") > 1
    found: list[Role | None] = []
    for place, role in enumerate(roles):
        if role is None and headers[place]:
            found.append(_column_kind(body, place))
        elif role == "number":
            found.append("phone" if _column_kind(body, place) == "phone" else "skipped")
        elif role == "address" and not ours:
            found.append("besides")
        elif role == "name":  # "имя" is the first name beside "фамилия", and a whole one by itself
            whole = not parted or "first" in parted or (several and said(headers[place]) != "имя")
            found.append("full" if whole else "first")
        else:
            found.append(role)
    named = _named(found, headers, body)
    if named is not None:
        found[named] = "full"
    return found


def _named(roles: Sequence[Role | None], headers: Sequence[str], body: Sequence[Line]) -> int | None:
    """The column that holds names though its header doesn't say so; None where another one does, or none may be.

    "Контакт" beside a company, or alone, is a person where it is no number.
    """
    contact = next((place for place, role in enumerate(roles) if role == "contact"), None)
    if {"full", "first", "last", "nick"} & set(roles):
        return None
    if contact is not None and not _reaches(body, contact):
        return contact
    if "company" in roles:
        return None
    return next((place for place, role in enumerate(roles) if role is None and headers[place]), contact)


def _headless(body: Sequence[Line]) -> list[Role | None]:
    """What the columns are in a file without headers: a name first, contacts, and words."""
    width = max((len(cells) for _, cells in body if not isinstance(cells, str)), default=0)
    kinds = [_column_kind(body, place) for place in range(width)]
    naming = next((place for place in range(width) if kinds[place] is None and _wordy(body, place)), 0)
    found: list[Role | None] = []
    for place in range(width):
        if place == naming:
            found.append("full")
        elif place < naming and kinds[place] is None:
            found.append("skipped")  # the numbers of the lines
        else:
            found.append(kinds[place] or ("contact" if place == naming + 1 else "cadence" if place == 3 else "note"))
    return found


def _wordy(body: Sequence[Line], place: int) -> bool:
    cells = [cells[place] for _, cells in body[:_LOOKED_AT] if not isinstance(cells, str) and len(cells) > place]
    return any(any(map(str.isalpha, cell)) for cell in cells) or all(not cell.strip().isdecimal() for cell in cells)


def _fates(headers: Sequence[str], roles: Sequence[Role | None], body: Sequence[Line]) -> tuple[Column, ...]:
    """What becomes of each column that has a header and something in it."""
    filled: set[int] = set()
    for _, cells in body:
        if not isinstance(cells, str):
            filled.update(place for place, cell in enumerate(cells) if not _blank(cell))
    named = "company" if {"full", "first", "last"} & {roles[place] for place in filled if place < len(roles)} else ""
    found = []
    for place, header in enumerate(headers):
        role = roles[place]
        if place not in filled:
            continue
        fate: Fate = "unknown"
        if role == named:
            fate = "note"
        elif role in NAMING:
            fate = "name"
        elif role is not None:
            fate = _FATES.get(role, role)  # type: ignore[arg-type]  # the others are named as their fields are
        found.append(Column(header or str(place + 1), fate))
    return tuple(found)


def _gathered(number: int, cells: Cells, roles: Sequence[Role | None], headers: Sequence[str]) -> _Said:
    """The cells of one line by what their columns hold; what stands beyond the columns goes to the note."""
    line = _Said(number)
    for place, cell in enumerate(cells):
        words = plain(cell)
        if _blank(words):
            continue
        if place >= len(roles):
            line.misplaced("width", words.strip())
            continue
        role = roles[place]
        if role in {"note", "notes"}:
            line.by.setdefault(role, []).append(words)
        elif words.strip().lower() in _NOTHING:
            continue
        elif role == "phone" and headers:
            line.by.setdefault("phone", []).append(words.strip())
            line.by.setdefault("phone of", []).append(headers[place])
        elif role is not None and role != "skipped":
            line.by.setdefault(role, []).append(words.strip())
    return line


def _row(
    line: _Said, reading: ReadFor, rungs: Mapping[str, Rung], *, ours: bool
) -> tuple[ClientRow, list[Odd]] | Fault:
    label = _label(line)
    if _blank(label):
        return Fault(line.line, "name")
    if len(label) > _LONGEST_NAME:
        return Fault(line.line, "long")
    beside = [*line.by.get("note", ()), *line.by.get("besides", ()), *line.by.get("email", ())]
    line.noted[:0] = [*line.by.get("company", ()), *beside]
    username, phone = _reached(line, reading)
    cadence = _cadence(line, rungs)
    day = _date(line, ours=ours)
    single = {name: _one_line(line, name) for name in _PLAIN}
    note, notes = "\n".join(line.noted), "\n".join(line.by.get("notes", ()))
    if len(note) + len(notes) > _LONGEST_NOTE:
        return Fault(line.line, "note")
    if len(note) > NOTE_LONGEST:  # more than a card holds is kept whole, among the notes
        note, notes = "", "\n\n".join(filter(None, (note, notes)))
    row = ClientRow(
        line=line.line,
        label=label,
        username=username,
        phone=phone,
        cadence=cadence,
        client_date=day,
        note=note or None,
        notes=notes or None,
        **single,
    )
    return row, line.odd


def _label(line: _Said) -> str:
    """The client's name: the whole one, or its parts joined; else the company's, which then isn't in the note too."""
    whole = [tidy(one) for one in line.by.get("full", ()) if not _blank(one)]
    parts = [tidy(line.first(one)) for one in ("first", "middle", "last")]
    joined = " ".join(part for part in parts if part)
    if whole:
        line.noted += [one for one in dict.fromkeys(whole[1:]) if one != whole[0]]
        return whole[0]
    if joined:
        return joined
    for role in ("company", "nick"):
        named = [one for one in line.by.get(role, ()) if not _blank(one)]
        if named:
            line.by[role] = named[1:]
            return tidy(named[0])
    return ""


def _one_line(line: _Said, name: str) -> str | None:
    """A field of one line; what is too long for it goes to the note."""
    words = tidy(line.first(name)) or (tidy(line.first("greeting")) if name == "address" else "")
    if name == "address" and said(words) in _TITLES:
        return None
    if len(words) > _LONGEST_NAME:
        line.misplaced("address", words)
        return None
    return words or None


def _cadence(line: _Said, rungs: Mapping[str, Rung]) -> Rung | None:
    words = line.first("cadence")
    found = rungs.get(key(words)) if words else None
    if words and found is None:
        line.misplaced("cadence", words)
    return found


def _date(line: _Said, *, ours: bool) -> str | None:
    """The day as ISO; in our own export also as a Russian Excel writes it. Any other words go to the note."""
    words = line.first("client_date")
    told = _RUSSIAN_DATE.fullmatch(words) if ours else None
    text = f"{told[3]}-{int(told[2]):02}-{int(told[1]):02}" if told else words.removesuffix(" 00:00:00")
    try:
        if text and date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    if words:
        line.misplaced("date", words)
    return None


def _reached(line: _Said, reading: ReadFor) -> tuple[str | None, str | None]:
    """Username and phone; what is neither goes to the note, so that nothing is lost.

    Of several numbers one that is sure is the client's, a mobile's before others.
    """
    username: str | None = None
    phone: str | None = None
    headers = line.by.get("phone of", ())
    numbers = list(zip(line.by.get("phone", ()), headers or [""] * len(line.by.get("phone", ())), strict=False))
    numbers.sort(key=lambda one: not re.search(r"mob|cell|whats|моб|сот|личн|перенос", one[1], re.IGNORECASE))
    cells = [
        *((cell, "username", "") for cell in line.by.get("username", ())),
        *((cell, "phone", header) for cell, header in numbers),
        *((cell, "contact", "") for cell in line.by.get("contact", ())),
    ]
    for cell, column, header in cells:
        if phone is None and _PENDING.fullmatch(cell):
            phone = cell
            continue
        for words in [cell] if _POWER.fullmatch(cell) else _several(cell):
            found = read_contact(words) or (read_contact(f"@{words}") if column == "username" else None)
            if found is not None and found[0] == "username" and username is None:
                username = found[1]
            elif found is not None and found[0] == "phone" and phone is None:
                phone = _phone(line, words, found[1], reading)
            elif found is not None:  # a second one of its kind
                line.noted.append(f"{header}: {words}" if header else words)
            elif _POWER.fullmatch(words) or (column == "phone" and not _EMAIL.fullmatch(words)):
                line.misplaced("phone", words)
            else:
                line.misplaced("contact", words)
    return username, phone


def _several(cell: str) -> list[str]:
    """The contacts that stand in one cell; a number with its extension is one."""
    whole = re.sub(r"(?<=\d)\.0$", "", cell.strip())  # as a spreadsheet shows a long number
    if read_contact(whole) is not None:
        return [whole]
    return [words for one in re.split(r"[\n;,|]+|\s*:::\s*|\s+/\s+|\s+(?=@|\+\d)", cell) if (words := one.strip())]


def _phone(line: _Said, words: str, value: str, reading: ReadFor) -> str | None:
    """The phone as a row has it; a number whose country isn't sure goes to the note as it was written."""
    stored, extension = phones.taken(None, value)
    if extension:
        line.misplaced("extension", words)
    asked = phones.pending(stored)
    if asked is None:
        return stored
    number = phones.assumed(asked, reading.country)
    if number is not None:
        return f"{number}~{asked}"
    if not extension:
        line.misplaced("phone", words)
    return None
