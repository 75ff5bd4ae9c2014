"""A draft as the rules read it: folded letter by letter, cut into sentences, with what is quoted left out."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import chain, islice

_FOLDED = tuple(zip("ё’‘`´ʼ\u00a0\u202f\u2009\t\r", "е'''''     ", strict=True))
_WORD = re.compile(r"\w")
_END = re.compile(r"[.!?…][\s»”\")\]]|\n")
_QUOTED = re.compile(
    r"«[^«»]{1,2000}+»|“[^“”]{1,2000}+”|„[^„“”]{1,2000}+[“”]|"
    r"(?<!\w)\"[^\"\n]{1,2000}+\"(?!\w)|(?<![\w'’])['‘][^'‘’\n]{1,300}+['’](?!\w)|(?m:^>[^\n]*+)"
)
_MARKS = "«“„\"'‘>"
_LETTER = re.compile(r"[^\W\d_]")
_INSIDE = 1
"""A text that is quoted as a whole, but for so many letters, is the draft itself."""


@dataclass(frozen=True, slots=True)
class CheckedText:
    """The text, letter for letter in lower case with е for ё; where its sentences begin; the stretches quoted in it."""

    text: str
    folded: str
    starts: tuple[int, ...]
    quoted: tuple[tuple[int, int], ...]

    @property
    def own(self) -> str:
        """The folded text with blanks where it quotes: what the client said is no blame of ours."""
        own = self.folded
        for start, end in self.quoted:
            own = f"{own[:start]}{' ' * (end - start)}{own[end:]}"
        return own

    def sentence(self, place: int) -> tuple[int, int]:
        """The sentence that the place is in."""
        number = bisect_right(self.starts, place)
        end = self.starts[number] if number < len(self.starts) else len(self.folded)
        return self.starts[number - 1], end

    def is_quoted(self, place: int) -> bool:
        """Whether somebody else's words stand there: what the client said is no blame of ours."""
        before = bisect_right(self.quoted, (place, len(self.text)))
        return before > 0 and place < self.quoted[before - 1][1]


def read(text: str) -> CheckedText:
    """The text as a draft; never raises."""
    folded = fold(text)
    starts = [0]
    for end in chain((0,), (match.end() for match in _END.finditer(folded))):
        word = _WORD.search(folded, end)
        if word is not None and word.start() > starts[-1]:
            starts.append(word.start())
    quotes = any(mark in text for mark in _MARKS)
    quoted = tuple(match.span() for match in _QUOTED.finditer(text)) if quotes else ()
    if quoted and not _speaks_itself(text, quoted):
        quoted = ()
    return CheckedText(text, folded, tuple(starts), quoted)


def fold(text: str) -> str:
    """The text in lower case, as long as it was: ё is е, an apostrophe is straight, a blank is a blank."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter that becomes two, "İ", stays as it is: places must not move
        lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    for letter, plain in _FOLDED:  # a table of letters would take ten times as long
        if letter in lower:
            lower = lower.replace(letter, plain)
    return lower


def _speaks_itself(text: str, quoted: tuple[tuple[int, int], ...]) -> bool:
    """Whether more letters than so many stand outside of what is quoted."""
    bounds = [0, *(place for span in quoted for place in span), len(text)]
    letters = (
        letter
        for start, end in zip(bounds[::2], bounds[1::2], strict=True)
        for letter in islice(_LETTER.finditer(text, start, max(start, end)), _INSIDE + 1)
    )
    return len(list(islice(letters, _INSIDE + 1))) > _INSIDE
