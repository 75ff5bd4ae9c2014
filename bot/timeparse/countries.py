"""Countries: that of a zone, the one that a person types, and their names.

Names come from CLDR in both languages, and from a small table of what people say instead; all of it is read at the
first question and kept.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.core import get_global
from rapidfuzz.distance import OSA

from bot.common.languages import LANGUAGES

MAX_LENGTH = 60
MOST = 4
_TYPO_FROM = 5
_TWO_TYPOS_FROM = 9

_GROUPS = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))
"""Codes of CLDR's that are no country of their own: unions, parts of others, stand-ins."""
_LEAD = re.compile(r"^(?:(?:я|мы|живу|живем|страна|в|во|из|на|i|we|m|am|re|are|live|country|in|from|the) )+")
_FLAG_A = ord("🇦")


def _key(name: str) -> str:
    """Lower case without accents and marks, one blank between words: "Кот-д’Ивуар" and "Côte d’Ivoire" too."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("&", " and "))
    kept = "".join(char for char in plain if unicodedata.category(char) != "Mn")
    return re.sub(r"[\W_]+", " ", kept).strip()


@cache
def codes() -> frozenset[str]:
    """The countries that holidays are known of: ISO 3166 codes of two letters, and Kosovo's."""
    territories = (str(code) for code in Locale.parse("en").territories)
    return frozenset(code for code in territories if re.fullmatch("[A-Z]{2}", code)) - _GROUPS


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Countries by all their names; "САР" and what stands in brackets may be left out."""
    found: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in codes():
                for said in (name, re.sub(r"\(.*\)", "", name)):
                    found.setdefault(_key(said), {}).setdefault(code)
    table: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("countries.toml").read_text("utf-8"))
    for code, names in table.items():
        for name in names:
            found.setdefault(_key(name), {}).setdefault(code)
    return {name: tuple(these) for name, these in found.items()}


def _coded(text: str) -> str | None:
    """The country of a code of two or three letters, or of a flag, which is two letters of its own alphabet."""
    letters = "".join(chr(ord(char) - _FLAG_A + ord("A")) if 0 <= ord(char) - _FLAG_A < 26 else char for char in text)
    if letters == "no" or not letters.isascii():
        return None  # "no" is an answer rather than Norway, and "ß" in capitals is no South Sudan
    code = letters.upper()
    if code in codes():
        return code
    meant: list[str] = get_global("territory_aliases").get(code, []) if code.isalpha() else []
    return meant[0] if len(meant) == 1 and meant[0] in codes() else None


def _near(name: str) -> tuple[str, ...]:
    """Countries whose names are one letter away, or two where they are long; the nearest only."""
    most = 0 if len(name) < _TYPO_FROM else 1 if len(name) < _TWO_TYPOS_FROM else 2
    by_distance: dict[int, dict[str, None]] = {}
    for other, these in _names().items():
        slips = most if len(other) >= _TWO_TYPOS_FROM else min(most, 1)
        if len(other) < _TYPO_FROM - 1 or abs(len(other) - len(name)) > slips:
            continue
        distance = OSA.distance(name, other, score_cutoff=slips)
        if distance <= slips:
            by_distance.setdefault(distance, {}).update(dict.fromkeys(these))
    return tuple(by_distance[min(by_distance)])[:MOST] if by_distance else ()


def find_country(text: str) -> tuple[str, ...]:
    """Codes of the countries that `text` may mean, the likeliest first, at most four; an empty tuple when none.

    Reads a name in Russian or English, its everyday one too ("США", "в Белоруссии", "UK"), with a slip or two where it
    is long, a code of two or three letters, and a flag.
    """
    if len(text) > MAX_LENGTH:
        return ()
    plain = text.strip(' \n\t.,!?"«»“”()')
    code = _coded(plain)
    if code is not None:
        return (code,)
    name = _LEAD.sub("", _key(plain))
    return _names().get(name) or _near(name)


@cache
def of_zone(zone: str) -> str | None:
    """The country (ISO 3166) that a zone (IANA) lies in; None for an offset, and for a zone newer than CLDR."""
    if "/" not in zone:
        return None  # "CET" and "EST" are offsets too, though CLDR has a country for each
    territories = get_global("zone_territories")
    code: str | None = territories.get(zone) or territories.get(get_global("zone_aliases").get(zone, zone))
    return code if code in codes() else None


def country_name(code: str, language: str) -> str:
    """The country's name in that language: "Россия", "Germany"."""
    return str(Locale.parse(language).territories[code])
