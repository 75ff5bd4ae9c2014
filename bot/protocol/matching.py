"""Whether a typed client's name is one that is already known: offered, never merged silently (protocol, section 4)."""

import unicodedata
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

MOST_OFFERED = 3
_CLOSE = 80.0
_SHORT = 4
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Categories of what shows nothing by itself: controls, joiners, tags, marks that need a letter, spaces."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc\U0001d159\U00013441\U00013442")
"""Letters and signs by their category that are drawn as nothing: fillers of Hangul, the Braille cell without dots…"""


def seen(text: str) -> bool:
    """Whether anything of the text can be seen."""
    return any(letter not in _BLANK and unicodedata.category(letter) not in _UNSEEN for letter in text)


def key(name: str) -> str:
    """The name as it is compared: without case, ё for е, punctuation, spaces and marks that can't be seen."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return "".join(letter for letter in folded if letter.isalnum())


def tidy(name: str) -> str:
    """The name as it is kept: one line, single spaces, nothing invisible but what joins emoji and scripts.

    Empty where nothing of it could be seen.
    """
    if not seen(name):
        return ""
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in name
        if unicodedata.category(letter) not in {"Cc", "Cs", "Co", "Cn"} or letter.isspace()
    )
    return " ".join(visible.split())


def similar(name: str, known: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """The ids of up to three known clients that the name may mean, the likeliest first.

    Names that differ only by case, ё/е, spaces or punctuation, by a letter or two, or by a word more or less
    ("Ромашка" and "ООО Ромашка") are offered; very short ones only where they are equal.
    """
    wanted = key(name)
    scored = []
    for client, label in known:
        score = _score(wanted, key(label), name, label)
        if score >= _CLOSE:
            scored.append((-score, client))
    return tuple(client for _, client in sorted(scored)[:MOST_OFFERED])


def search(text: str, known: Iterable[tuple[int, Sequence[str]]], most: int) -> tuple[int, ...]:
    """The ids of up to `most` clients of whom a part of a name was typed, the likeliest first.

    `known` brings for each all that they go by. First those who are called just that, then whose name begins so, then
    who have it somewhere, at last those whose name was mistyped; among equals the order of `known` stays.
    """
    wanted = key(text)
    ranked = [(rank, client) for client, names in known if (rank := _rank(text, wanted, names)) is not None]
    return tuple(client for _, client in sorted(ranked, key=lambda one: one[0])[:most])


def _rank(text: str, wanted: str, names: Sequence[str]) -> int | None:
    if not wanted:  # nothing but emoji or marks: found as it stands
        plain = tidy(text)
        return 0 if plain and any(plain in tidy(name) for name in names) else None
    keys = [key(name) for name in names]
    if wanted in keys:
        return 0
    if any(one.startswith(wanted) for one in keys):
        return 1
    if any(wanted in one for one in keys):
        return 2
    close = any(_score(wanted, one, text, name) >= _CLOSE for one, name in zip(keys, names, strict=True))
    return 3 if close else None


def _score(wanted: str, other: str, name: str, label: str) -> float:
    if not wanted or not other:
        return 100.0 if tidy(name) == tidy(label) else 0.0
    if wanted == other:
        return 100.0
    if min(len(wanted), len(other)) < _SHORT:
        return 0.0
    if DamerauLevenshtein.distance(wanted, other) <= (1 if len(wanted) < 8 else 2):
        return 95.0
    words = fuzz.token_set_ratio(_words(name), _words(label))
    return 90.0 if words >= 95.0 else 0.0


def _words(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return "".join(letter if letter.isalnum() else " " for letter in folded)
