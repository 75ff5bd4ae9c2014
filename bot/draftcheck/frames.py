"""Frames: words that make a kind when they stand in one sentence, in any order and with words between (R1).

A frame is a line of items, the rarest first; it holds where all of them stand within eight words of one another:

    why_didnt|why_dont      one of these, words joined by "_" standing side by side
    forgot*  *ing           a beginning of a word, an ending of one
    <you>                   a list of words that frames have in common
    -if                     not where this stands in the sentence
    ^again  again$          only as the first or the last word of the sentence
    +4                      within four words instead of eight

Words are in lower case with е for ё, without apostrophes. What a line of `rules.py` says of the order of words, a frame
leaves open: people who are angry put them as they come. A word is looked up once, so the cost goes with the length of
the text and hardly with the number of frames.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.draftcheck.flag import FlagKind

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*+")
"""A word of a folded text: a dash or an apostrophe inside belongs to it."""

_WIDTH = 8
_LONGEST_STEM = 16
_KNOWN_WORDS = 8192
_LIST = re.compile(r"<(\w+)>")

FrameRows = tuple[tuple[FlagKind, str], ...]
Word = tuple[str, int, int]
"""A word of a sentence without its apostrophes, and where it stands."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """One line: its kind, the numbers of its further items and of those that must not be there, and how wide it is."""

    kind: FlagKind
    others: frozenset[int]
    without: frozenset[int]
    width: int


@dataclass(frozen=True, slots=True)
class _Side:
    """Words side by side that stand for an item: those after the second, and whether they begin or end the sentence."""

    item: int
    words: int
    rest: tuple[str, ...]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """A word: how lines may write it, the items that it is, those of them that begin a frame, and what follows it."""

    forms: frozenset[str]
    items: frozenset[int]
    heads: frozenset[int]
    seconds: frozenset[str]


_NOBODY = _Known(frozenset({""}), frozenset(), frozenset(), frozenset())
"""What follows the last word."""
Place = tuple[int, int]
"""The first and the last word of what was found."""


class Frames:
    """All frames, each found by its first item: only where that stands are the others looked for."""

    def __init__(self, *tables: FrameRows) -> None:
        """Raises ValueError for a line that can't be read."""
        self._numbers: dict[str, int] = {}
        self._single: dict[str, list[int]] = {}
        self._sides: dict[str, dict[str, list[_Side]]] = {}
        self._frames: dict[int, list[_Frame]] = {}
        self._endings: set[int] = set()
        for kind, lines in (row for table in tables for row in table):
            for line in filter(None, (each.strip() for each in lines.splitlines())):
                self._add(kind, line)
        self._known = lru_cache(_KNOWN_WORDS)(self._known_of)

    def found(self, sentence: Sequence[Word]) -> Iterator[tuple[int, int, FlagKind]]:
        """What holds in the sentence: where it starts and ends in the text, and its kind."""
        known = [self._known(word) for word, _, _ in sentence]
        places: dict[int, list[Place]] = {}
        follow = iter(known)
        next(follow)
        for place, one in enumerate(known):
            second = next(follow, _NOBODY)
            common = one.seconds & second.forms
            if common:
                self._add_sides(sentence, place, common, places)
        keys = {item for one in known for item in one.heads} | (places.keys() & self._frames.keys())
        if not keys:
            return
        seen = _Seen([one.items for one in known], places)
        for key in keys:
            for frame in self._frames[key]:
                span = seen.span(key, frame)
                if span is not None:
                    yield sentence[span[0]][1], sentence[span[1]][2], frame.kind

    def _add_sides(
        self, sentence: Sequence[Word], place: int, forms: Iterable[str], places: dict[int, list[Place]]
    ) -> None:
        """Adds the words side by side that begin at the place, the second one written in one of these forms."""
        seconds = self._sides[sentence[place][0]]
        for form in forms:
            for side in seconds[form]:
                end = place + side.words - 1
                if (
                    end < len(sentence)
                    and not (side.first and place)
                    and not (side.last and end + 1 < len(sentence))
                    and all(_fits(part, sentence[place + by][0]) for by, part in enumerate(side.rest, 2))
                ):
                    places.setdefault(side.item, []).append((place, end))

    def _add(self, kind: FlagKind, line: str) -> None:
        width, items, without = _WIDTH, [], []
        for part in line.split():
            if part[0] == "+":
                width = int(part[1:])
            elif part[0] == "-":
                without.append(self._item(part[1:]))
            else:
                items.append(self._item(part))
        if not items:
            msg = f"a frame without words: {line!r}"
            raise ValueError(msg)
        self._frames.setdefault(items[0], []).append(_Frame(kind, frozenset(items[1:]), frozenset(without), width))

    def _item(self, text: str) -> int:
        known = self._numbers.get(text)
        if known is not None:
            return known
        number = self._numbers[text] = len(self._numbers)
        for choice in text.split("|"):
            words = choice.strip("^$").split("_")
            for place, word in enumerate(words):
                _check(word, text, alone=choice == word, last=place == len(words) - 1)
            if choice == words[0]:
                self._single.setdefault(choice, []).append(number)
                if choice.startswith("*"):
                    self._endings.add(len(choice) - 1)
            else:
                side = _Side(number, len(words), tuple(words[2:]), choice.startswith("^"), choice.endswith("$"))
                second = words[1] if len(words) > 1 else ""
                self._sides.setdefault(words[0], {}).setdefault(second, []).append(side)
        return number

    def _forms_of(self, word: str) -> frozenset[str]:
        """How a line may write the word: as it is, by its beginning or by its ending, or not at all."""
        begun = (f"{word[:size]}*" for size in range(2, min(len(word), _LONGEST_STEM) + 1))
        return frozenset(("", word, *begun, *(f"*{word[-size:]}" for size in self._endings if size < len(word))))

    def _known_of(self, word: str) -> _Known:
        """What is known of a word."""
        forms = self._forms_of(word)
        items = frozenset(item for form in forms for item in self._single.get(form, ()))
        return _Known(forms, items, items & self._frames.keys(), frozenset(self._sides.get(word, ())))


class _Seen:
    """One sentence: which items stand in it, and where."""

    def __init__(self, items: Sequence[frozenset[int]], sides: Mapping[int, Sequence[Place]]) -> None:
        self._items = items
        self._sides = sides
        self._present = frozenset(sides).union(*items)

    def span(self, key: int, frame: _Frame) -> Place | None:
        """The first and the last word of the frame; None where it doesn't hold."""
        if not frame.others <= self._present or not frame.without.isdisjoint(self._present):
            return None
        others = [self._places(item) for item in frame.others]
        spans = (_around(place, others, frame.width) for place in self._places(key))
        return next((span for span in spans if span is not None), None)

    def _places(self, item: int) -> list[Place]:
        single = [(place, place) for place, items in enumerate(self._items) if item in items]
        return [*single, *self._sides.get(item, ())]


def expanded(lines: str, lists: Mapping[str, str]) -> str:
    """The lines with the lists of words in place of their names. Raises KeyError for a list that isn't there."""
    return _LIST.sub(lambda name: "|".join(_LIST.sub(lambda inner: lists[inner[1]], lists[name[1]]).split()), lines)


def words_of(text: str) -> list[Word]:
    """The words of the folded text."""
    words = [(match.group(), match.start(), match.end()) for match in WORD.finditer(text)]
    return [(word.replace("'", ""), start, end) for word, start, end in words] if "'" in text else words


def sentences(words: Iterable[Word], starts: Iterable[int]) -> Iterator[list[Word]]:
    """The words, sentence by sentence; `starts` are the places where sentences begin."""
    bounds = iter([*starts][1:])
    until = next(bounds, -1)
    sentence: list[Word] = []
    for word in words:
        while word[1] >= until >= 0:
            if sentence:
                yield sentence
            sentence, until = [], next(bounds, -1)
        sentence.append(word)
    if sentence:
        yield sentence


def _fits(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def _check(word: str, text: str, *, alone: bool, last: bool) -> None:
    plain = word.strip("*")
    open_end, open_start = word.endswith("*"), word.startswith("*")
    if not all(part.isalpha() for part in plain.split("-")) or plain != plain.lower() or (open_end and open_start):
        msg = f"a frame that can't be read: {text!r}"
        raise ValueError(msg)
    if (open_start and not alone) or (open_end and not last):
        msg = f"a frame whose words side by side are open before their end: {text!r}"
        raise ValueError(msg)


def _around(place: Place, others: Sequence[list[Place]], width: int) -> Place | None:
    """The words from the first item to the last one, of each the place that is nearest; None where it is too wide."""
    first, last = place
    for places in others:
        near = min(places, key=lambda other: abs(other[0] - place[0]))
        first, last = min(first, near[0]), max(last, near[1])
    return (first, last) if last - first <= width else None
