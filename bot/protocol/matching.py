"""Whether a typed client's name is one that is already known: offered, never merged silently (protocol, section 4).

It is asked within the one writer's transaction, for up to ten thousand clients: what names come to when they are
compared is kept, the comparing itself is the library's over all of them at once, and what is too long for a name is
compared with none (docs/decisions/0016-clients.md).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_OFFERED = 3
LONGEST = 100
"""Letters, as they are compared, of what may be a mistyped name; longer words are nobody's but who is called so."""
_SHORT = 4
_SLIP, _WORDS = 95.0, 90.0
"""How sure it is: a letter or two off, a word more or less."""
_NO_LETTER = re.compile(r"[\W_]+")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Categories of what shows nothing by itself: controls, joiners, tags, marks that need a letter, spaces."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc\U0001d159\U00013441\U00013442")
"""Letters and signs by their category that are drawn as nothing: fillers of Hangul, the Braille cell without dots…"""


@dataclass(frozen=True, slots=True)
class _Form:
    """What a known name comes to when it is compared."""

    key: str
    words: frozenset[str]
    tidy: str


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")


def seen(text: str) -> bool:
    """Whether anything of the text can be seen."""
    return any(letter not in _BLANK and unicodedata.category(letter) not in _UNSEEN for letter in text)


def key(name: str) -> str:
    """The name as it is compared: without case, ё for е, punctuation, spaces and marks that can't be seen."""
    return _NO_LETTER.sub("", _folded(name))


@lru_cache(maxsize=2**15)
def _form(name: str) -> _Form:
    """Kept, so that the next typed name finds it ready: known names only, or anybody's words would stay here."""
    folded = _folded(name)
    return _Form(_NO_LETTER.sub("", folded), frozenset(_NO_LETTER.split(folded)) - {""}, tidy(name))


def tidy(name: str) -> str:
    """The name as it is kept: one line, single spaces, nothing invisible but what joins emoji and scripts.

    Empty where nothing of it could be seen.
    """
    if not seen(name):
        return ""
    if name.isprintable():
        return " ".join(name.split())
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in name
        if unicodedata.category(letter) not in {"Cc", "Cs", "Co", "Cn"} or letter.isspace()
    )
    return " ".join(visible.split())


def same(name: str, known: Iterable[tuple[int, str]]) -> list[int]:
    """The ids of the known clients of that very name, but for case, ё/е, spaces and punctuation, in their order."""
    wanted, plain = key(name), tidy(name)
    return [client for client, label in known if _equal(wanted, plain, _form(label))]


def similar(name: str, known: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """The ids of up to three known clients that the name may mean, the likeliest first.

    Names that differ only by case, ё/е, spaces or punctuation, by a letter or two, or by a word more or less
    ("Ромашка" and "ООО Ромашка") are offered; very short ones only where they are equal.
    """
    ids, labels = [], []
    for client, label in known:
        ids.append(client)
        labels.append(label)
    forms = [_form(label) for label in labels]
    wanted, plain = key(name), tidy(name)
    scored = [(-100.0, ids[spot]) for spot, form in enumerate(forms) if _equal(wanted, plain, form)]
    equal = {client for _, client in scored}
    scored += [(-score, ids[spot]) for spot, score in _close(name, forms).items() if ids[spot] not in equal]
    return tuple(client for _, client in sorted(scored)[:MOST_OFFERED])


def search(text: str, known: Iterable[tuple[int, Sequence[str]]], most: int) -> tuple[int, ...]:
    """The ids of up to `most` clients of whom a part of a name was typed, the likeliest first.

    `known` brings for each all that they go by. First those who are called just that, then whose name begins so, then
    who have it somewhere, at last those whose name was mistyped; among equals the order of `known` stays.
    """
    wanted, plain = key(text), tidy(text)
    owners, forms = [], []
    for client, names in known:
        for name in names:
            owners.append(client)
            forms.append(_form(name))
    ranked: dict[int, int] = {}
    close = _close(text, forms)
    for spot, (client, form) in enumerate(zip(owners, forms, strict=True)):
        rank = _rank(wanted, plain, form)
        if rank is None and spot in close:
            rank = 3
        if rank is not None:
            ranked[client] = min(rank, ranked.get(client, rank))
    return tuple(sorted(ranked, key=lambda client: ranked[client])[:most])


def _rank(wanted: str, plain: str, form: _Form) -> int | None:
    if not wanted:  # nothing but emoji or marks: found as it stands
        return 0 if plain and plain in form.tidy else None
    at = form.key.find(wanted)
    if at > 0:
        return 2
    return None if at < 0 else 0 if form.key == wanted else 1


def _equal(wanted: str, plain: str, form: _Form) -> bool:
    return wanted == form.key if wanted and form.key else plain == form.tidy


def _close(name: str, forms: Sequence[_Form]) -> dict[int, float]:
    """Which of the names it is a slip of, by their spots, and how sure that is."""
    wanted = key(name)
    if not _SHORT <= len(wanted) <= LONGEST:
        return {}
    words = frozenset(_NO_LETTER.split(_folded(name))) - {""}
    alike = [spot for spot, form in enumerate(forms) if words <= form.words or form.words <= words]
    slips = process.extract(
        wanted,
        [form.key for form in forms],
        scorer=OSA.distance,
        score_cutoff=1 if len(wanted) < 8 else 2,
        limit=None,
    )
    found = dict.fromkeys(alike, _WORDS) | {spot: _SLIP for _, _, spot in slips}
    return {spot: score for spot, score in found.items() if len(forms[spot].key) >= _SHORT}
