"""Reads clients from the bytes of a file that somebody sent: a table as text or of Excel's, or vCards.

Nothing here raises but `UnreadableSheet`, which says why the whole file can't be taken; a line that can't be read is a
`Fault` of the sheet, and the others are read.
"""

from dataclasses import replace
from typing import Final

from bot.protocol.matching import tidy
from bot.transfer import csv_reader, table_rows
from bot.transfer.client_rows import Column, Sheet
from bot.transfer.file_kinds import UnreadableSheet, kind_of
from bot.transfer.headers import role_of
from bot.transfer.table_rows import Line, ReadFor
from bot.transfer.text_encoding import Decoded, decode

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of a file."""
TAKEN: Final = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".vcf", ".vcard")
"""Names of files that are taken for clients wherever they are sent."""


def read(data: bytes, name: str, reading: ReadFor, encoding: str | None = None) -> Sheet:
    """The clients of the file of that name; `encoding` is one that the person chose.

    Raises UnreadableSheet where the file as a whole can't be taken.
    """
    if len(data) > LARGEST:
        raise UnreadableSheet("large")
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise UnreadableSheet("empty")
    kind = kind_of(data, name)
    if kind == "xlsx":
        return _workbook(data, reading)
    text = decode(data, encoding)
    if text is None:
        raise UnreadableSheet("binary")
    sheet = _cards(text.text, reading) if kind == "vcard" else table_rows.read(csv_reader.lines(text.text), reading)
    return _looked_at(sheet, data, text)


def _workbook(data: bytes, reading: ReadFor) -> Sheet:
    """The sheet with the best headers, else the first; the others are named."""
    # openpyxl takes a tenth of a second to import, and few people send such a file.
    from bot.transfer import xlsx_reader  # noqa: PLC0415

    found = xlsx_reader.sheets(data)
    if not found:
        raise UnreadableSheet("empty")

    def worth(lines: list[Line]) -> int:
        return max((sum(role_of(cell) is not None for cell in cells) for _, cells in lines[:20]), default=0)

    name, lines = max(found, key=lambda one: worth(one[1]))
    sheet = table_rows.read(lines, reading)
    return replace(sheet, apart=tuple(other for other, _ in found if other != name))


def _cards(text: str, reading: ReadFor) -> Sheet:
    # vobject takes a tenth of a second to import, and few people send such a file.
    from bot.transfer import vcard_reader  # noqa: PLC0415

    others: dict[str, None] = {}
    headers, roles = vcard_reader.columns()
    sheet = table_rows.read(vcard_reader.lines(text, others), reading, (headers, roles))
    return replace(sheet, columns=(*sheet.columns, *(Column(one, "skipped") for one in others)))


def _looked_at(sheet: Sheet, data: bytes, text: Decoded) -> Sheet:
    """The sheet with what its text was read in, and how its first telling line looks in other encodings."""
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n") if text.others else []
    first = sheet.rows[0].line - 1 if sheet.rows else 0
    telling = [line for line in (*lines[first:], *lines[:first]) if any(byte > 127 for byte in line)]
    piece = telling[0][:120] if telling else b""
    looks = [(one, tidy(piece.decode(one, "replace"))[:60]) for one in text.others]
    return replace(sheet, encoding=text.encoding, others=tuple(looks))
