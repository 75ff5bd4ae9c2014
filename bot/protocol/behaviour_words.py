"""Reads what the client does out of a few words typed during the call: "орёт", "грозит юристами" (protocol, section 3).

Pure. What tells a behaviour stands in the playbook (`Behaviour.words`): words that come in this order, each with its
alternatives, a star for any ending. Whoever types here is being shouted at, so a letter may be wrong or tripled.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from bot.protocol.matching import key

MOST_WORDS = 25
"""Words of a text that is still read; a longer one is a story, and whatever is in it is one of many things."""
_BETWEEN = 3
"""How many words further the next word of a pattern may stand."""
_SHORT_TEXT, _LONG_WORD = 6, 6
"""A slip is looked for in so short a text, and against a word of at least so many letters."""
_TOKEN = re.compile(r"[^\W_]+")
_TRIPLED = re.compile(r"(.)\1{2,}")
_APOSTROPHES = re.compile(r"['’ʼ`]")
_NOT = """
не без перестал перестала перестали прекратил прекратила прекратили
not no isnt arent wasnt doesnt didnt dont never without stopped stops longer
"""
_DENIES = frozenset(_NOT.split())
"""Before a word they say that it is not so: "не кричит", "stopped shouting"."""
_OURSELVES = frozenset(("я", "мы", "i", "im", "we", "ive"))
"""At the beginning they say that it is the manager who does it; further on somebody says it of them."""

Alternatives = tuple[tuple[str, bool], ...]
"""Words of which any will do, each with whether its ending may be any."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that tell a behaviour, in this order; each is a choice of words, a star at the end for any ending."""

    behaviour: str
    words: tuple[Alternatives, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What tells the behaviours of one language: their labels by key, and patterns by how their first word begins.

    `above` is the behaviour that counts wherever it is found, whatever else is said; `grave` count before the others.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, Sequence[Pattern]] = field(default_factory=dict)
    above: str = ""
    grave: frozenset[str] = frozenset()


def lexicon(
    labels: Mapping[str, str],
    words: Mapping[str, Sequence[str]],
    above: str = "",
    grave: frozenset[str] = frozenset(),
) -> Lexicon:
    """The lexicon of those behaviours, by id: their labels, and the words of each as the playbook has them."""
    found: defaultdict[str, list[Pattern]] = defaultdict(list)
    for behaviour, entries in words.items():
        for entry in entries:
            pattern = Pattern(behaviour, tuple(_alternatives(part) for part in entry.split()))
            for begins in {stem[:2] for stem, _ in pattern.words[0]}:
                found[begins].append(pattern)
    return Lexicon({key(label): name for name, label in labels.items()}, found, above, grave)


def _alternatives(part: str) -> Alternatives:
    return tuple((one.removesuffix("*"), one.endswith("*")) for one in _folded(part).split("|"))


def behaviour_in(text: str, *lexicons: Lexicon) -> str | None:
    """The behaviour that the text tells, by id; None where it tells none, or is a longer story.

    The gravest counts, then what is told by more words; of equals what is said first.
    """
    for one in lexicons:
        named = one.labels.get(key(text))
        if named is not None:
            return named
    spoken = tokens(text)
    if not 0 < len(spoken) <= MOST_WORDS:
        return None
    for slip in (False, True) if len(spoken) <= _SHORT_TEXT else (False,):
        found = [hit for one in lexicons for hit in _hits(spoken, one, slip=slip)]
        graver = next((one.above for one in lexicons if any(hit[0] == one.above for hit in found)), None)
        if found:
            return graver or _heaviest(found, frozenset().union(*(one.grave for one in lexicons)))
    return None


def tokens(text: str) -> list[str]:
    """The words of a text as they are compared: no case, ё as е, no apostrophes, a letter said thrice or more once."""
    return [_TRIPLED.sub(r"\1", word) for word in _TOKEN.findall(_folded(_APOSTROPHES.sub("", text)))]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")


def _hits(spoken: Sequence[str], lexicon: Lexicon, *, slip: bool) -> list[tuple[str, int, int]]:
    """Behaviour, how many words tell it, and where, for each pattern that fits."""
    found = []
    for at, word in enumerate(spoken):
        denied = at and (spoken[at - 1] in _DENIES or (at == 1 and spoken[0] in _OURSELVES))
        if denied and not _taken_in(spoken[at - 1], lexicon, spoken, at - 1):
            continue
        found += [
            (pattern.behaviour, len(pattern.words), at)
            for pattern in lexicon.patterns.get(word[:2], ())
            if _fits(pattern.words, spoken, at, slip=slip)
        ]
    return found


def _taken_in(word: str, lexicon: Lexicon, spoken: Sequence[str], at: int) -> bool:
    """Whether the word before belongs to a pattern itself: "мы виноваты", "не отвечает"."""
    return any(_fits(pattern.words, spoken, at, slip=False) for pattern in lexicon.patterns.get(word[:2], ()))


def _fits(words: Sequence[Alternatives], spoken: Sequence[str], at: int, *, slip: bool) -> bool:
    if not _says(spoken[at], words[0], slip=slip):
        return False
    for wanted in words[1:]:
        for further in range(at + 1, min(at + 1 + _BETWEEN, len(spoken))):
            if _says(spoken[further], wanted, slip=slip):
                at = further
                break
        else:
            return False
    return True


def _says(word: str, wanted: Alternatives, *, slip: bool) -> bool:
    for stem, any_ending in wanted:
        begins = word[: len(stem)] if any_ending else word
        if begins == stem:
            return True
        slipped = slip and min(len(stem), len(word)) >= _LONG_WORD
        if slipped and DamerauLevenshtein.distance(begins, stem, score_cutoff=1) <= 1:
            return True
    return False


def _heaviest(found: Sequence[tuple[str, int, int]], grave: frozenset[str]) -> str:
    weights: defaultdict[str, int] = defaultdict(int)
    first: dict[str, int] = {}
    for behaviour, weight, at in found:
        weights[behaviour] += weight
        first[behaviour] = min(at, first.get(behaviour, at))
    return min(weights, key=lambda one: (one not in grave, -weights[one], first[one]))
