"""The lines and cells of a workbook of Excel's, bounded: a small file can unpack to anything."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final
from warnings import catch_warnings, simplefilter
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.transfer.file_kinds import UnreadableSheet
from bot.transfer.table_rows import MOST, Line

_LARGEST_UNPACKED: Final = 32 * 1024 * 1024
"""Bytes of all parts together."""
_MOST_PARTS: Final = 1000
_MOST_COLUMNS: Final = 200
_MOST_ROWS: Final = 1_048_576
"""Of a sheet; nearly all of them may be empty."""
_NO_DATA: Final = ("xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/", "xl/printerSettings/", "xl/embeddings/")


def sheets(data: bytes) -> list[tuple[str, list[Line]]]:
    """The workbook's sheets with something in them, by name, each with its lines, counted from 1; hidden ones last.

    Raises UnreadableSheet for one that is broken, and for one that is larger than anybody's list of clients.
    """
    safe = _unpacked(data)
    try:
        with catch_warnings():
            simplefilter("ignore")  # of styles and the like that it doesn't know: nobody reads them
            return _sheets(safe)
    except UnreadableSheet:
        raise
    except (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError,
            IndexError, OverflowError, OSError, EOFError) as error:  # fmt: skip
        raise UnreadableSheet("broken") from error


def _unpacked(data: bytes) -> io.BytesIO:
    """The same file with only the parts that hold cells, each unpacked here first, up to a bound."""
    left = _LARGEST_UNPACKED
    safe = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(safe, "w", zipfile.ZIP_STORED) as kept:
            if len(packed.infolist()) > _MOST_PARTS:
                raise UnreadableSheet("large")
            for part in packed.infolist():
                if part.flag_bits & 1:
                    raise UnreadableSheet("locked")
                if part.filename.startswith(_NO_DATA) or part.is_dir():
                    continue
                with packed.open(part) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise UnreadableSheet("large")
                if b"<!DOCTYPE" in content[:1024] or b"<!ENTITY" in content[:4096]:
                    raise UnreadableSheet("broken")
                kept.writestr(part.filename, content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise UnreadableSheet("broken") from error
    safe.seek(0)
    return safe


def _sheets(file: io.BytesIO) -> list[tuple[str, list[Line]]]:
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    found = []
    left = 4 * MOST  # rows that stand in the file, styled and empty ones too
    for sheet in sorted(book.worksheets, key=lambda one: one.sheet_state != "visible"):
        rows: list[Line] = []
        before: Sequence[Any] = ()
        cells = sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)
        for number, values in enumerate(cells, start=1):
            if values is before:  # for each row that isn't in the file there comes the same empty one
                continue
            before = values
            left -= 1
            if any(value is not None for value in values):
                rows.append((number, _cells(values)))
            if left < 0:
                raise UnreadableSheet("many")
        if rows:
            found.append((sheet.title, rows))
    book.close()
    return found


def _cells(values: Sequence[Any]) -> list[str]:
    """The cells as texts, without the empty ones at the end."""
    cells = [_text(value) for value in values]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: object) -> str:
    """A value as a person would type it: whole numbers without a point, days in ISO 8601."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e16:
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case _:
            return str(value)
