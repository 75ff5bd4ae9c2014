"""Reads clients from the bytes of a CSV file: comma, semicolon or tab; UTF-8, UTF-16 or cp1251; headers or none.

Headers may be Russian, English or those of our own export. Nothing here raises but `UnreadableSheet`, which says why
the whole file can't be taken; a line that can't be read is a `Fault` of the sheet, and the others are read.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Final, Literal

from bot.protocol.client import NOTE_LONGEST
from bot.protocol.engine.words import read_contact
from bot.protocol.matching import key, tidy
from bot.protocol.playbook import LADDER, Rung
from bot.transfer.client_rows import ClientRow, Fault, Sheet, Why
from bot.transfer.csv_cells import plain

LARGEST: Final = 1024 * 1024
"""Bytes of a file."""
MOST: Final = 2000
"""Lines with something in them."""
_LONGEST_NAME: Final = 120
_LONGEST_NOTE: Final = 20_000
_RESTARTS: Final = 20
"""How often reading begins anew behind a quote that isn't closed."""

Reason = Literal["empty", "excel", "binary", "large", "many"]


class UnreadableSheet(Exception):
    """The file as a whole can't be taken; `why` says what is the matter with it."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why: Reason = why


_HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "label": ("name", "client", "company", "customer", "имя", "клиент", "название", "компания", "заказчик",
              "имя клиента", "client name"),
    "address": ("salutation", "обращение", "как обращаться"),
    "contact": ("contacts", "контакт", "контакты", "связь"),
    "username": ("telegram", "ник", "телеграм", "телеграмм"),
    "phone": ("telephone", "phone number", "mobile", "телефон", "номер", "номер телефона", "тел"),
    "note": ("comment", "заметка", "комментарий", "примечание"),
    "notes": ("comments", "заметки", "комментарии", "примечания"),
    "cadence": ("frequency", "how often", "rhythm", "частота", "ритм", "как часто", "регулярность"),
    "client_date": ("date", "срок", "дата"),
}  # fmt: skip
"""How else a column may be called than by its own name."""
_FIELDS: Final = tuple(field.name for field in fields(ClientRow) if field.name != "line")
_COLUMNS: Final = {
    key(word): column for column in (*_FIELDS, "contact") for word in (column, *_HEADERS.get(column, ()))
}
_PLAIN: Final = tuple(sorted({*_FIELDS} - {"label", "username", "phone", "cadence", "client_date", "note", "notes"}))
"""Columns that are read as they are, one line each. A new field of a `ClientRow` is among them by itself."""
_UNNAMED: Final = ("label", "contact", "note", "cadence")
"""What the columns are in a file without headers."""


def read(data: bytes, cadences: Mapping[str, Rung]) -> Sheet:
    """The clients of the file; `cadences` are the labels of the rungs in every language.

    Raises UnreadableSheet where the file as a whole can't be taken.
    """
    if len(data) > LARGEST:
        raise UnreadableSheet("large")
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), None)
    if first is None:
        raise UnreadableSheet("empty")
    told = re.fullmatch(r'"?sep=([,;\t])"?\s*', first)  # how Excel is told which delimiter a file has
    delimiter = told.group(1) if told else _delimiter(first)
    rungs = {key(label): rung for label, rung in cadences.items()} | {key(rung): rung for rung in LADDER}
    lines = _lines(text, delimiter)
    columns: tuple[str | None, ...] | None = None
    rows: list[ClientRow] = []
    faults: list[Fault] = []
    for number, cells in lines:
        if isinstance(cells, str):
            faults.append(Fault(number, "quote"))
        elif not any(cell.strip() for cell in cells) or (told and number == 1):
            continue
        elif columns is None and (named := _named(cells)):
            columns = named
        else:
            columns = columns or _UNNAMED
            made = _row(number, cells, columns, rungs)
            (rows if isinstance(made, ClientRow) else faults).append(made)  # type: ignore[arg-type]  # each to its own
        if len(rows) + len(faults) > MOST:
            raise UnreadableSheet("many")
    if not rows and not faults:
        raise UnreadableSheet("empty")
    return Sheet(tuple(rows), tuple(faults))


def _decoded(data: bytes) -> str:
    """The text, by its byte order mark, else UTF-8, else cp1251 as Excel in Russian writes it."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableSheet("excel")
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        if b"\0" in data or data.startswith(b"%PDF"):
            raise UnreadableSheet("binary")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("cp1251")
    except UnicodeDecodeError:
        raise UnreadableSheet("binary") from None


def _delimiter(line: str) -> str:
    """The delimiter that gives the most known headers, else the most cells, in the first line."""

    def worth(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return sum(key(cell) in _COLUMNS for cell in cells), len(cells)

    return max((",", ";", "\t"), key=worth)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """The lines with their cells, each with its number; a text in place of cells says that a quote is not closed.

    Such a quote would swallow all that follows, so reading begins anew on the next line.
    """
    source = list(io.StringIO(text, newline=""))
    begin, restarts = 0, 0
    while begin < len(source):
        reader = csv.reader(source[begin:], delimiter=delimiter, strict=True)
        at = begin
        try:
            for cells in reader:
                yield at + 1, cells
                at = begin + reader.line_num
        except csv.Error:
            yield at + 1, "quote"
            restarts += 1
            begin = at + 1 if restarts < _RESTARTS else len(source)
        else:
            return


def _named(cells: Sequence[str]) -> tuple[str | None, ...] | None:
    """What the columns are, where the line is one of headers: it names the client, or two things that we know."""
    found = tuple(_COLUMNS.get(key(cell)) for cell in cells)
    known = [column for column in found if column is not None]
    return found if "label" in known or len(known) > 1 else None


def _row(
    number: int, cells: Sequence[str], columns: Sequence[str | None], rungs: Mapping[str, Rung]
) -> ClientRow | Fault:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return Fault(number, "width")
    said: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        words = plain(cell)
        words = words if column in {"note", "notes"} else words.strip()
        if column is not None and words.strip():
            said[column] = f"{said[column]}\n{words}" if column in said else words
    label = tidy(said.get("label", ""))
    fault = _fault(said, label, rungs)
    if fault is not None:
        return Fault(number, fault)
    noted = [said["note"]] if "note" in said else []
    contacts = _contacts(said, noted)
    note, notes = "\n".join(noted), said.get("notes", "")
    if len(note) > NOTE_LONGEST:  # more than a card holds is kept whole, among the notes
        note, notes = "", "\n\n".join(filter(None, (note, notes)))
    cadence = rungs[key(said["cadence"])] if "cadence" in said else None
    return ClientRow(
        line=number,
        label=label,
        cadence=cadence,
        client_date=said.get("client_date"),
        note=note or None,
        notes=notes or None,
        **contacts,
        **{name: tidy(said.get(name, "")) or None for name in _PLAIN},
    )


def _fault(said: Mapping[str, str], label: str, rungs: Mapping[str, Rung]) -> Why | None:
    if all(unicodedata.category(letter)[0] in "CZ" for letter in label):  # nothing in it that can be seen
        return "name"
    if max(len(label), *(len(said.get(column, "")) for column in _PLAIN)) > _LONGEST_NAME:
        return "long"
    if "cadence" in said and key(said["cadence"]) not in rungs:
        return "cadence"
    if "client_date" in said and not _is_date(said["client_date"]):
        return "date"
    if sum(len(said.get(column, "")) for column in ("note", "notes", "contact", "username", "phone")) > _LONGEST_NOTE:
        return "note"
    return None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _contacts(said: Mapping[str, str], note: list[str]) -> dict[str, str]:
    """Username and phone; what is neither goes to the note, so that nothing is lost."""
    found: dict[str, str] = {}
    for column in ("username", "phone", "contact"):
        for words in re.split(r"[\n;,]+", said.get(column, "")):
            read_as = read_contact(words.strip())
            if read_as is None and column == "username":
                read_as = read_contact(f"@{words.strip()}")
            if read_as is not None and read_as[0] not in found:
                found[read_as[0]] = read_as[1]
            elif words.strip():
                note.append(words.strip())
    return found
