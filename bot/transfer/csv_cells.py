"""How a value stands in a cell of a CSV file, and how it is read back: harmless in a spreadsheet, nothing lost."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

# What spreadsheets take for a formula, also behind blanks and in full width (OWASP, CSV injection); a tab or a line
# break at the beginning moves what follows to a cell of its own. Apostrophes before it count, so that each one of ours
# can be told from one that was there.
_FORMULA = re.compile(r"'*(?:[\s\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")

_MOMENT = re.compile(r"at|\w+_at|\w+_until|told_base")
_NO_MOMENTS = frozenset({"anew_at", "digest_at"})
"""Named as moments are, and none: a revision, a minute of the day."""


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(cell: str) -> str:
    """The text that `guarded` made the cell of; a cell of any other program stays as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def is_moment(column: str) -> bool:
    """Whether a column of the database holds moments, Unix seconds UTC."""
    return column not in _NO_MOMENTS and _MOMENT.fullmatch(column) is not None


@lru_cache(maxsize=4096)
def moment(at: int, zone: str) -> str:
    """The moment (Unix seconds UTC) in ISO 8601 with the offset of the zone; "" for 0, which stands for none."""
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).isoformat() if at else ""


def cell(value: object) -> str:
    """A value of the database as a cell: numbers as they are, yes and no as true and false, texts guarded."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return guarded(value)
        case _:
            return str(value)
