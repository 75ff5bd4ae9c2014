"""Obscene words and insults, also where letters are starred out, swapped for look-alikes, or set apart (R1).

A word is read as it stands: the files of the languages hold expressions for whole words, so that "употреблять",
"Scunthorpe" and "document" are never split. A word that looks changed is read once more as what it stands for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.draftcheck.frames import Word

_KNOWN_WORDS = 8192
_SIGN = re.compile(r"[*#@$_…\d]|\.{2,4}|-{2,}|(?<=\w)[!|](?=\w)")
"""What stands in an odd word: бл*ть, $hit, х..й, 6лять."""
_ODD = re.compile(r"(?:[\w*#@$…]|[!|](?=\w)|\.{2,4}(?=\w)|-{2,}(?=\w))++")
_BEFORE = frozenset("*#@$_…")
_MOST_ODD = 200
"""Odd words that are looked at: nobody masks more."""
_GAP = 3
_LONGEST_APART = 20
_APART = re.compile(r"[\W_]+")
_HIDDEN = re.compile(r"[*#]+|\.{2,4}|…|_+|-{2,}")
_LONG = re.compile(r"(\w)\1{2,}")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]+")
_CYRILLIC = str.maketrans(dict(zip("aceopxykmthbuirn0346@1", "асеорхукмтнвиигпозчбаи", strict=True)))
_CYRILLIC_SOFT = str.maketrans("b", "ь")
_LATIN = str.maketrans(dict(zip("асеорхукмтнвіѕ0134578@$!|", "aceopxykmthbisoieastbasii", strict=True)))
_LOOKALIKES = frozenset("aceopxykmthbu")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: whole words as expressions, those that only names hold, and full words that may be starred.

    `named` are words that are also names: with a capital in mid-sentence they are somebody's; `innocent` are joined
    words of which only a part is one.
    """

    obscene: str
    named: frozenset[str]
    innocent: frozenset[str]
    masked: tuple[str, ...]


class Insults:
    """Finds the words in a text."""

    def __init__(self, words: Words) -> None:
        self._obscene = re.compile(words.obscene)
        self._named = words.named
        self._innocent = words.innocent
        self._masked = " ".join(words.masked)
        self._beginnings = frozenset(word[:size] for word in words.masked for size in range(len(word)))
        self._grave = lru_cache(_KNOWN_WORDS)(self._grave_by)
        self._odd = lru_cache(_KNOWN_WORDS)(self._odd_by)

    def found(self, text: str, folded: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Where they stand: start and end. `folded` is the text in lower case, letter for letter, `words` its words."""
        for word, start, end in words:
            if self._grave(word) and not self._is_name(text, word, start, end):
                yield start, end
        for start, end in islice(_odd(folded), _MOST_ODD):
            if self._odd(folded[start:end]):
                yield start, end
        for start, end in _letters_apart(words):
            if self._apart(_APART.sub("", folded[start:end])):
                yield start, end
        for match in _INVISIBLE.finditer(folded):
            start, end = _token(folded, match.start())
            if self._grave(_INVISIBLE.sub("", folded[start:end])):
                yield start, end

    def _is_name(self, text: str, word: str, start: int, end: int) -> bool:
        if word not in self._named or not text[start].isupper() or text[start:end].isupper():
            return False
        before, after = text[:start].rstrip(), text[end:].lstrip()
        return not (not before or before[-1] in ".!?…\n") or after[:1].isupper()

    def _grave_by(self, word: str) -> bool:
        if word in self._innocent:
            return False
        parts = {word, word.replace("-", ""), *word.split("-")} if "-" in word else (word,)
        return any(self._whole(each) for part in parts for each in _readings(part))

    def _odd_by(self, token: str) -> bool:
        if _HIDDEN.search(token):
            return self._starred(token)
        return any(self._whole(each) for each in _readings(token))

    def _apart(self, letters: str) -> bool:
        """Whether letters that stood apart make a word, but for a short word or two beside it ("и c u n t")."""
        if len(letters) > _LONGEST_APART:
            return False
        parts = (letters[first : len(letters) - last] for first in range(3) for last in range(3))
        return any(self._whole(each) for part in parts if len(part) >= _SHORTEST for each in _readings(part))

    def _starred(self, token: str) -> bool:
        """Whether a known word fits where the stars stand, each for one letter, a row of them for one more or less."""
        hidden = list(_HIDDEN.finditer(token))
        letters = _HIDDEN.sub("", token)
        stars = sum(match.end() - match.start() for match in hidden)
        leading = hidden[0].start() == 0
        trailing = hidden[-1].end() == len(token)
        if not letters or (leading and (trailing or len(letters) < _SHORTEST)):
            return False
        if len(letters) == 1 and not set(token) & set("*#"):
            return False
        if (len(letters) == 1 or trailing) and stars < 2 and len(letters) < _SHORTEST:
            return False
        return any(self._fits(each) for each in {token, *_readings(token)})

    def _fits(self, token: str) -> bool:
        pattern, at = "", 0
        first = _HIDDEN.search(token)
        if first is None or token[: first.start()] not in self._beginnings:
            return False
        for match in _HIDDEN.finditer(token):
            run = match.end() - match.start()
            dots = match.group()[0] in ".…"
            low, high = (1, 4) if dots else (max(1, run - 1), run + 2) if run > 1 else (1, 2)
            pattern += f"{re.escape(token[at : match.start()])}[^ ]{{{low},{high}}}"
            at = match.end()
        return re.search(rf"(?<!\S){pattern}{re.escape(token[at:])}(?!\S)", self._masked) is not None

    def _whole(self, word: str) -> bool:
        return self._obscene.fullmatch(word) is not None


def _odd(folded: str) -> Iterator[tuple[int, int]]:
    """The words that hold a sign or a digit beside a letter."""
    done = 0
    for sign in _SIGN.finditer(folded):
        start = sign.start()
        if start < done:
            continue
        while start > done and (folded[start - 1].isalnum() or folded[start - 1] in _BEFORE):
            start -= 1
        found = _ODD.match(folded, start)
        done = found.end() if found else sign.end()
        if found and any(letter.isalpha() for letter in found.group()):
            yield start, done


def _readings(word: str) -> Iterator[str]:
    """The word as it stands, and as what it stands for where its letters are of two alphabets, digits, or drawn out."""
    forms = [word]
    if word.isascii():
        if not word.isalpha():
            forms.append(word.translate(_LATIN))
        if len(word) > 2 and set(word) <= _LOOKALIKES:
            forms.append(word.translate(_CYRILLIC))
    elif not word.isalpha() or any(letter.isascii() for letter in word):
        forms += [
            word.translate(_CYRILLIC),
            word.translate(_CYRILLIC_SOFT).translate(_CYRILLIC),
            word.translate(_LATIN),
        ]
    for form in forms:
        yield form
        if _LONG.search(form):
            yield _LONG.sub(r"\1", form)
            yield _LONG.sub(r"\1\1", form)


def _letters_apart(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where three letters and more stand each by itself: "б л я т ь", "f.u.c.k"."""
    start, before, run = 0, -9, 0
    for _, begin, end in (*(word for word in words if word[2] - word[1] == 1), ("", 1 << 60, 0)):
        if begin - before > _GAP:
            if run >= _SHORTEST:
                yield start, before
            start, run = begin, 0
        before, run = end, run + 1


def _token(folded: str, place: int) -> tuple[int, int]:
    """The run of letters and invisible marks around the place."""
    start, end = place, place
    while start > 0 and (folded[start - 1].isalnum() or _INVISIBLE.match(folded[start - 1])):
        start -= 1
    while end < len(folded) and (folded[end].isalnum() or _INVISIBLE.match(folded[end])):
        end += 1
    return start, end


def alternatives(lines: Sequence[str]) -> str:
    """Lines of expressions as one."""
    return "|".join(f"(?:{line})" for each in lines for line in each.split())
