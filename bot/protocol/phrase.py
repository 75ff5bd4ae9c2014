"""Templates with slots and optional pieces, and a person's own words made fit to stand in them.

A template holds slots, `{time}`, and pieces in `[ … ]` that drop whole where a slot in them has no value; the next
letter then becomes a capital. What comes out never has a gap in it, so that it can be said or copied as it
stands (protocol, section 5).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\[(?P<piece>[^\[\]]*)\]|\{(?P<slot>\w+)\}|(?P<text>[^\[\]{}]+)")
_ELLIPSIS = re.compile(r"\s*(?:…|\.{2,})[.…\s]*[—–-]?\s*")
_ENDED = re.compile(r"[.?!][»”\"’)]*$")
_NO_SLOTS = str.maketrans("[]{}", "()()")


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str


@dataclass(frozen=True, slots=True)
class _Piece:
    parts: tuple[str | _Slot, ...]


_Part = str | _Slot | _Piece


def fill(template: str, /, **values: str | None) -> str | None:
    """The template with its slots filled; None where a slot outside of `[ … ]` has no value.

    A value that is None, blank or not given is no value. Values stand as they are, brackets in them included.
    Raises ValueError for a template that can't be read (see `slots`).
    """
    filled: list[str] = []
    capital = False
    for part in _read(template):
        said = _said(part, values)
        if said is None:
            if not isinstance(part, _Piece):
                return None
            capital = True
            continue
        if capital:
            said, found = _capitalised(said)
            capital = not found
        filled.append(said)
    return "".join(filled)


def slots(template: str) -> frozenset[str]:
    """The names of all slots in the template.

    Raises ValueError where brackets are unbalanced or nested, or a `[ … ]` piece has no slot and so never drops.
    """
    names = set(required(template))
    for part in _read(template):
        if isinstance(part, _Piece):
            names.update(_names(part.parts))
    return frozenset(names)


def required(template: str) -> frozenset[str]:
    """The names of the slots outside of `[ … ]`: without a value for each of them there is no text at all."""
    return frozenset(_names(_read(template)))


def sentence(words: str | None) -> str | None:
    """A person's own words as a whole sentence: one line, a capital, a full stop where no end mark stands, no gaps.

    None where nothing is said. Brackets become round ones and dots that trail off a dash or an end, because in
    a message to the client both read as a place left empty.
    """
    line = _line(words)
    if line is None:
        return None
    line = f"{line[0].upper()}{line[1:]}".rstrip(" ,;:—–-")
    return line if _ENDED.search(line) else f"{line}."


def clause(words: str | None) -> str | None:
    """A person's own words as part of a sentence: like `sentence`, without the end mark. None: nothing is said."""
    line = _line(words)
    return line.rstrip(" .?!,;:—–-") if line else None


def _line(words: str | None) -> str | None:
    line = " ".join((words or "").translate(_NO_SLOTS).split())
    line = _ELLIPSIS.sub(lambda dots: _pause(line, dots), line).strip()
    return line if any(character.isalnum() for character in line) else None


def _pause(line: str, dots: re.Match[str]) -> str:
    before, after = line[: dots.start()], line[dots.end() :]
    if not before or not after:
        return ""
    if before[-1] in ".?!":
        return " "
    return ". " if after[0].isupper() else " — "


@lru_cache(maxsize=1024)
def _read(template: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    end = 0
    for token in _TOKEN.finditer(template):
        if token.start() != end:
            break
        end = token.end()
        if token["piece"] is not None:
            parts.append(_piece(token["piece"], template))
        else:
            parts.append(_Slot(token["slot"]) if token["slot"] else token["text"])
    if end != len(template):
        msg = f"brackets don't match: {template!r}"
        raise ValueError(msg)
    return tuple(parts)


def _piece(inside: str, template: str) -> _Piece:
    parts = tuple(part for part in _read(inside) if not isinstance(part, _Piece))
    if not any(isinstance(part, _Slot) for part in parts):
        msg = f"a piece in [ ] holds no slot, so it never drops: {template!r}"
        raise ValueError(msg)
    return _Piece(parts)


def _names(parts: tuple[_Part, ...]) -> list[str]:
    return [part.name for part in parts if isinstance(part, _Slot)]


def _said(part: _Part, values: dict[str, str | None]) -> str | None:
    if isinstance(part, str):
        return part
    if isinstance(part, _Slot):
        return (values.get(part.name) or "").strip() or None
    said = [_said(inner, values) for inner in part.parts]
    return None if None in said else "".join(inner for inner in said if inner is not None)


def _capitalised(text: str) -> tuple[str, bool]:
    for place, character in enumerate(text):
        if character.isalpha():
            return f"{text[:place]}{character.upper()}{text[place + 1 :]}", True
    return text, False
