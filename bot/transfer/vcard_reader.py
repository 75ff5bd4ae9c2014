"""Clients out of vCards, versions 2.1, 3 and 4, several in a file: the lines of a table, a column for each property."""

import re
from collections.abc import Iterator
from typing import Final

import vobject
from vobject.base import Component, ContentLine, ParseError, VObjectError

from bot.transfer.headers import Role
from bot.transfer.table_rows import Line

_CARD = re.compile(
    r"^BEGIN\s*:\s*VCARD[ \t]*$.*?(?:^(?P<end>END\s*:\s*VCARD)[ \t]*$|(?=^BEGIN\s*:\s*VCARD)|\Z)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
"""One card; of a file that was cut the last one has no end."""
_BINARY = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE)[;:][^\n]*\n"
    r"(?:[ \t][^\n]*\n|[\w+/=]{60,}\n)*(?:[\w+/]*={1,2}\n)?",
    re.IGNORECASE | re.MULTILINE,
)
_BROKEN_LINES: Final = 10
"""Lines of a card that may be left out since they are no property."""
_COLUMNS: Final[tuple[tuple[str, Role], ...]] = (
    ("FN", "full"),
    ("N", "name"),
    ("NICKNAME", "nick"),
    ("ORG", "company"),
    ("TEL", "phone"),
    ("TELEGRAM", "contact"),
    ("EMAIL", "email"),
    ("TITLE", "besides"),
    ("ROLE", "besides"),
    ("URL", "besides"),
    ("ADR", "besides"),
    ("NOTE", "note"),
)
"""The properties that are read, as columns; all others are named, and not taken."""
_SERVICE: Final = frozenset({"VERSION", "PRODID", "REV", "UID", "X-ABLABEL", "X-ABSHOWAS", "X-ABADR", "BEGIN", "END"})
_FN, _N = 0, 1


def columns() -> tuple[list[str], list[Role | None]]:
    """The headers of the columns, and what each is."""
    return [name for name, _ in _COLUMNS], [role for _, role in _COLUMNS]


def lines(text: str, others: dict[str, None]) -> Iterator[Line]:
    """A line for each card, by the line on which it begins; a reason where the card can't be read.

    `others` is filled with the names of properties that no column is for.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    number, at = 1, 0
    for found in _CARD.finditer(text):
        number += text.count("\n", at, found.start())
        at = found.start()
        whole = found.group().rstrip("\n") + ("\n" if found["end"] else "\nEND:VCARD\n")
        card = _read(_BINARY.sub("", whole))
        if _BINARY.search(whole):
            others.setdefault("PHOTO")
        yield number, "card" if card is None else _cells(card, others)


def _read(card: str) -> Component | None:
    """The card by the library; a line that is no property is left out."""
    rows = card.split("\n")
    for _ in range(_BROKEN_LINES):
        try:
            found: Component = vobject.readOne("\n".join(rows), allowQP=True)
        except ParseError as error:
            place = getattr(error, "lineNumber", None)
            if not isinstance(place, int) or not 1 < place < len(rows):
                return None
            del rows[place - 1]
        except (VObjectError, ValueError, LookupError, AttributeError, IndexError, TypeError):
            return None  # what the library says of broken cards
        else:
            return found
    return None


def _cells(card: Component, others: dict[str, None]) -> list[str]:
    said: dict[str, list[str]] = {name: [] for name, _ in _COLUMNS}
    for line in card.getChildren():
        if not isinstance(line, ContentLine):
            continue
        name, words = line.name.upper(), _words(line)
        if name in {"IMPP", "X-SOCIALPROFILE", "X-TELEGRAM", "X-JABBER"} or (name == "URL" and "t.me/" in words):
            telegram = _telegram(line, words)
            name, words = ("TELEGRAM", telegram) if telegram else ("URL", words)
        if name in said:
            if words and words not in said[name]:
                said[name].append(words)
        elif name not in _SERVICE and words:
            others.setdefault(name)
    if said["FN"]:
        said["N"] = []
    mobile = [words for words in said["TEL"] if words.startswith("\0")]
    said["TEL"] = [words.lstrip("\0") for words in (*mobile, *(one for one in said["TEL"] if one not in mobile))]
    return ["\n".join(said[name]) for name, _ in _COLUMNS]


def _words(line: ContentLine) -> str:
    """What a property says as text; a mobile number is marked by a NUL, to stand before the others."""
    value = line.value
    name = line.name.upper()
    if name == "N":
        parts = [value.given, value.additional, value.family]
        return " ".join(part if isinstance(part, str) else " ".join(part) for part in parts if part).strip()
    if name == "ADR":
        parts = [value.code, value.region, value.city, value.street, value.extended]
        return ", ".join(part if isinstance(part, str) else " ".join(part) for part in parts if part).strip()
    if isinstance(value, list):
        return ", ".join(str(part) for part in value if part)
    words = str(value).replace("\r\n", "\n").strip()
    if name == "TEL":
        kinds = {kind.upper() for kind in (*line.singletonparams, *line.params.get("TYPE", ()))}
        mobile = any("CELL" in kind or "IPHONE" in kind for kind in kinds)
        return f"\0{words}" if mobile and words else words
    return words


def _telegram(line: ContentLine, words: str) -> str:
    """The username or number of a Telegram account, "" for one of another service."""
    service = " ".join(str(one) for values in line.params.values() for one in values).lower()
    if "t.me/" in words:
        return words
    if line.name.upper() == "X-TELEGRAM" or re.search(r"telegram|\btg:", f"{service} {words}", re.IGNORECASE):
        name = re.sub(r"^(?:x-apple|telegram|tg)\s*:\s*", "", words, flags=re.IGNORECASE).lstrip("@")
        return name if name.startswith(("+", "http")) or name[:1].isdigit() else f"@{name}"
    return ""
