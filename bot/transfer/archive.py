"""Writes what a person takes out: one zip with a CSV for each table and all of it as one JSON. Streamed, row by row."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo

from bot.transfer.csv_cells import cell, is_moment, moment

FORMAT: Final = 1
"""Of the JSON; raised where a reader has to know."""
_BOM: Final = b"\xef\xbb\xbf"
"""Excel takes a CSV for UTF-8 only where it begins with this."""
_PIECE: Final = 256 * 1024
"""Bytes that are handed to the zip at once."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ArchiveTable:
    """One table: its columns, and a way to go through its rows, as often as is asked."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Values]]
    nested: frozenset[str] = frozenset()
    """Columns whose texts are JSON, and stand in ours as what they are."""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into the file. `readme` is its text by file name, `at` the moment in Unix seconds UTC."""

    parts: tuple[ArchiveTable, ...]
    readme: tuple[str, str]
    zone: str
    at: int
    delimiter: str


def write(file: BinaryIO, contents: Contents, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Writes the zip. Raises InterruptedError between two rows once `stopped` says so."""
    stamp = datetime.fromtimestamp(contents.at, UTC).astimezone(ZoneInfo(contents.zone)).timetuple()[:6]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:

        def entry(name: str, pieces: Iterable[bytes]) -> None:
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            with made.open(info, "w", force_zip64=True) as out:
                for piece in pieces:
                    if stopped():
                        raise InterruptedError("the program is about to end")
                    out.write(piece)

        name, text = contents.readme
        entry(name, [_BOM + text.replace("\n", "\r\n").encode()])
        for part in contents.parts:
            entry(f"{part.name}.csv", _csv(part, contents))
        entry("okok.json", _json(contents))


def _csv(part: ArchiveTable, contents: Contents) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=contents.delimiter)
    writer.writerow(part.columns)
    yield _BOM
    for row in _told(part, contents.zone):
        writer.writerow([cell(row[name]) for name in part.columns])
        if buffer.tell() >= _PIECE:
            yield _taken(buffer)
    yield _taken(buffer)


def _json(contents: Contents) -> Iterator[bytes]:
    buffer = io.StringIO()
    head = {"format": FORMAT, "exported_at": moment(contents.at, contents.zone), "zone": contents.zone}
    buffer.write(json.dumps(head)[:-1] + ', "tables": {')
    for place, part in enumerate(contents.parts):
        buffer.write(("," if place else "") + f"\n{json.dumps(part.name)}: [")
        for number, row in enumerate(_told(part, contents.zone)):
            for name in part.nested:
                row[name] = _read(row[name])
            buffer.write(("," if number else "") + "\n" + json.dumps(row, ensure_ascii=False))
            if buffer.tell() >= _PIECE:
                yield _taken(buffer)
        buffer.write("]")
    buffer.write("\n}}\n")
    yield _taken(buffer)


def _told(part: ArchiveTable, zone: str) -> Iterator[dict[str, Any]]:
    """The rows with their moments as they are read."""
    moments = [name for name in part.columns if is_moment(name)]
    for row in part.rows():
        said = {name: row[name] for name in part.columns}
        for name in moments:
            at = said[name]
            if at is not None:
                said[name] = moment(at, zone)
        yield said


def _read(text: str | None) -> object:
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return piece
