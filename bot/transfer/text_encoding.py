"""Which encoding the bytes of a text file are in, and which others they may be in, each to be looked at."""

import codecs
import re
import unicodedata
from itertools import pairwise
from typing import Final, NamedTuple

from charset_normalizer import from_bytes

_LOOKED_AT: Final = 64 * 1024
"""Bytes by which an encoding is told."""
_LINES: Final = 120
_OFFERED: Final = 4
_EIGHT_BIT: Final = (
    "cp1251",
    "cp866",
    "koi8_u",
    "mac_cyrillic",
    "iso8859_5",
    "cp1252",
    "cp1250",
    "cp1254",
    "mac_roman",
)
"""What programs in Russia and in the West save tables in, Excel's first."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf_8_sig"),
    (codecs.BOM_UTF32_LE, "utf_32"),
    (codecs.BOM_UTF16_LE, "utf_16"),
    (codecs.BOM_UTF16_BE, "utf_16"),
)
_BY_FREQUENCY: Final = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_WEIGHT: Final = {letter: 1 - place / (2 * len(_BY_FREQUENCY)) for place, letter in enumerate(_BY_FREQUENCY)}
_USUAL: Final = frozenset("«»„“”‘’—–…№\u00a0€§°·•")
_RARE: Final = frozenset("þÞðÐýÝ")
"""What Turkish letters look like in an encoding of the West's; only Icelandic has them."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
_PLAUSIBLE: Final = -0.4
"""Worth per letter from which on an encoding is offered."""
_WORD = re.compile(r"[^\W\d_]+")
NAMES: Final = {
    "cp1251": "Windows-1251",
    "cp866": "CP866 (DOS)",
    "koi8_u": "KOI8",
    "mac_cyrillic": "Mac Cyrillic",
    "iso8859_5": "ISO 8859-5",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1254": "Windows-1254",
    "mac_roman": "Mac Roman",
    "utf_8": "UTF-8",
    "utf_8_sig": "UTF-8",
    "utf_16": "UTF-16",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "utf_32": "UTF-32",
}
"""What people call the encodings."""


class Decoded(NamedTuple):
    """A text, the encoding that it was read in, and others that are plausible; none where there is no doubt."""

    text: str
    encoding: str
    others: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded | None:
    """The text of a file, in that encoding where somebody chose it; None where it is no text."""
    told = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _wide(data)
    if told is not None:
        try:
            return Decoded(data.decode(told), told)
        except UnicodeDecodeError:
            return None if "16" in told and len(data) < 4 else Decoded(data.decode(told, "replace"), told)
    if b"\0" in data or len(_CONTROLS.findall(data[:_LOOKED_AT])) > len(data[:_LOOKED_AT]) / 100:
        return None
    whole = _utf8(data)
    if whole is not None and encoding is None:
        return Decoded(whole, "utf_8")
    ranked = _ranked(data)
    if encoding is not None and (encoding in ranked or encoding in NAMES):
        others = tuple(one for one in ranked if one != encoding)
        return Decoded(data.decode(encoding, "replace"), encoding, others[:_OFFERED])
    if not ranked:
        return None
    return Decoded(data.decode(ranked[0], "replace"), ranked[0], ranked[1 : _OFFERED + 1])


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of plain letters is zero, of Cyrillic ones four."""
    piece = data[: _LOOKED_AT // 8 * 2]
    if len(piece) < 8:
        return None
    even, odd = piece[::2], piece[1::2]
    for high, low, name in ((odd, even, "utf_16_le"), (even, odd, "utf_16_be")):
        zeros = high.count(0)
        if zeros and low.count(0) == 0 and (zeros + high.count(4)) > 0.9 * len(high):
            return name
    return None


def _utf8(data: bytes) -> str | None:
    """The text of UTF-8, one that was cut in mid-letter too; None for any other."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > 0 and error.end == len(data) and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8") if _letters(data[: error.start]) else None
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if _letters(data) > 20 * broken else None


def _letters(data: bytes) -> int:
    """How many letters of more than one byte there are, read as UTF-8."""
    return sum(ord(letter) > 127 for letter in data.decode("utf-8", "ignore"))


def _ranked(data: bytes) -> tuple[str, ...]:
    """The encodings that the bytes may be in, the likeliest first: the library's word, and how the letters fall."""
    piece = data[:_LOOKED_AT]
    lines = [line for line in piece.splitlines() if any(byte > 127 for byte in line)]
    telling = b"\n".join(lines[:_LINES]) or piece
    named = [match.encoding for match in from_bytes(telling, cp_isolation=list(_EIGHT_BIT))]
    scores = {name: score for name in _EIGHT_BIT if (score := _score(telling, name)) is not None}
    if "cp1252" in scores:
        scores["cp1252"] += 0.04  # of the West's it is the usual one
    for place, name in enumerate(named):
        if name in scores:
            scores[name] += 0.06 / (place + 1)
    ranked = sorted(scores, key=lambda name: -scores[name])
    if not ranked or scores[ranked[0]] < 0.3:  # no alphabet of those: the library knows the world's
        best = from_bytes(telling).best()
        if best is not None and best.encoding not in ranked:
            return (best.encoding, *ranked)
    return tuple(name for name in ranked[:1]) + tuple(name for name in ranked[1:] if scores[name] > _PLAUSIBLE)


def _score(data: bytes, encoding: str) -> float | None:
    """How much like words the bytes are in that encoding, per letter beyond ASCII; None where they can't be."""
    text = data.decode(encoding, "replace")
    beyond = [letter for letter in text if ord(letter) > 127]
    if not beyond:
        return 0.0
    if text.count("\ufffd") > 0.02 * len(beyond):
        return None
    worth = sum(_worth(letter) for letter in beyond)
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        scripts = {
            "latin" if letter.isascii() or "LATIN" in unicodedata.name(letter, "") else "other" for letter in word
        }
        worth -= 0.7 * (len(scripts) - 1) * len(word)
        worth -= 0.7 * sum(one.islower() and other.isupper() for one, other in pairwise(word))
        if len(word) > 1 and word.isupper():
            worth -= 0.04 * len(word)  # whole words in capitals are rarer than words in small letters
    return worth / len(beyond)


def _worth(letter: str) -> float:
    if letter in _USUAL:
        return 0.3
    known = _WEIGHT.get(letter.lower())
    if known is not None:
        return known
    if not letter.isalpha():
        return -1.0
    if letter in _RARE:
        return 0.0
    return 0.4 if letter.lower() in "іїєґў" or "\u00c0" <= letter <= "\u017f" else -0.3
