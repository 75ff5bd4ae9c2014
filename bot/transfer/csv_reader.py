"""The lines and cells of a CSV file: comma, semicolon, tab or bar between the cells, quotes around what holds them."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Final

from bot.transfer.headers import NAMING, role_of
from bot.transfer.table_rows import Line

_DELIMITERS: Final = (",", ";", "\t", "|")
_RESTARTS: Final = 20
"""How often reading begins anew behind a quote that isn't closed."""
_LOOKED_AT: Final = 40
"""Lines by which the delimiter is told."""
_PIECE: Final = 64 * 1024
_TOLD = re.compile(r'\s*"?sep=([,;\t|])"?;*\s*', re.IGNORECASE)


def lines(text: str) -> Iterator[Line]:
    """The lines of the text with their cells, counted from 1; what can't be read says why."""
    source = list(io.StringIO(text.replace("\0", ""), newline=""))
    told = next((_TOLD.fullmatch(line) for line in source[:1]), None)  # how Excel is told which delimiter a file has
    delimiter = told.group(1) if told else _delimiter(source)
    for number, cells in _read(source, delimiter):
        if not (told and number == 1):
            yield number, cells


def _delimiter(source: list[str]) -> str:
    """The delimiter that gives the best headers, else the most lines of one width, in the file's beginning."""
    piece: list[str] = []
    size = 0
    for line in source:
        if line.strip():
            piece.append(line[:_PIECE])
            size += len(line)
        if len(piece) == _LOOKED_AT or size > _PIECE:
            break

    def worth(delimiter: str) -> tuple[int, float, int]:
        rows: list[list[str]] = []
        with suppress(csv.Error):  # a cell that is too long: told by those before it
            rows.extend(islice(csv.reader(piece, delimiter=delimiter), _LOOKED_AT))
        headers = max((_headers(row) for row in rows[:20]), default=0)
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return headers, widths.count(usual) / len(widths) if usual > 1 else 0.0, usual

    return max(_DELIMITERS, key=worth)


def _headers(row: list[str]) -> int:
    """How many headers are known, where one of them names the client, or two are."""
    roles = [role_of(cell) for cell in row if len(cell) <= 40]
    known = sum(role is not None for role in roles)
    return known if known > 1 or any(role in NAMING for role in roles) else 0


def _read(source: list[str], delimiter: str) -> Iterator[Line]:
    """The lines with their cells, each with its number; a reason in place of cells where they can't be read.

    A quote that is not closed would swallow all that follows, so reading begins anew on the next line.
    """
    begin, restarts = 0, 0
    while begin < len(source):
        reader = csv.reader(source[begin:], delimiter=delimiter, strict=True)
        at = begin
        try:
            for cells in reader:
                yield at + 1, cells
                at = begin + reader.line_num
        except csv.Error as error:
            yield at + 1, "cell" if "field larger" in str(error) else "quote"
            restarts += 1
            begin = at + 1 if restarts < _RESTARTS else len(source)
        else:
            return
