"""From typed text to tokens that carry their possible meanings.

A sense is a pair of a kind and a value. Days: `rel` (days from today), `weekday`, `month`, `ord`, `week` (weeks from
this one), `weekpart` (start, middle, end: its value is also in weeks from this one), `monthpart`, `weekend`, `next`,
`this`, `coming`, `last`. Clock: `part` and `partgen` (part of the day, before or after an hour), `ampm`, `noon`,
`midnight`, `half` (0 names the coming hour, 1 the one that began), `quarter`, `halfhour`, `hourone`, `oclock`, `same`
(as now). Spans: `unit` (minutes), `minutes` ("м", only after hours), `dunit` (days), `munit` (months), `inv`, `dinv`
(forms that may stand before the number), `one`, `done`, `mone` (forms that mean one), `wone`, `wdone` (forms that mean
one after `within`), `whole` (a span in minutes), `frac` (hundredths). `till` and `later` set a bound before a time.
`vague` is about time and yet names none; `event` may stand beside a time and say how long it took; `filler` says
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from bot.timeparse import english, russian

Sense = tuple[str, int]

# Longer words have room for a slip; among the short ones a letter makes another word.
_TYPO_FROM = 4
_TYPO_TO = 5

_NOT_TYPOS = frozenset(f"{russian.NOT_TYPOS} {english.NOT_TYPOS}".split())

_DASHES = re.compile(r"[‐-―−]")
_ISO_T = re.compile(r"(\d{4}-\d\d-\d\d)t(?=\d)")
_AM_PM = re.compile(r"(?<![a-z])([ap])\.\s?m\b\.?")
_AM_PM_SHORT = re.compile(r"(?<=\d)([ap])\b")
_DIGITS_AM_PM = re.compile(r"\b(\d{1,2})(\d\d)\s?([ap]m)\b")
_ISH = re.compile(r"\b(\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]m)?|noon|midday)\s?-?ish\b")
_CASE_ENDING = re.compile(r"(?<=\d)-?(?:ти|ми|мя|х)\b|(?<=\bк \d)-?м\b|(?<=\bк \d\d)-?м\b|(?<=\bдо \d)-?м\b")
_SHORTENED = re.compile(r"(?<![a-zа-я])(\d*[a-zа-я]{1,5})\.(?=[\s,]|$)")
_THE_COUNT = re.compile(r"\bthe (?=(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|couple)(?:\s|$))")
_LEXEME = re.compile(r"[0-9]+(?:[.:/,\-][0-9]+)*|[a-zа-я]+(?:['-][a-zа-я]+)*|\S")
_NUMERIC = (
    ("iso", re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")),
    ("dmy", re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")),
    ("dmy", re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")),
    ("slashes", re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")),
    ("hm", re.compile(r"(\d{1,2}):(\d{2})")),
    ("dot", re.compile(r"(\d{1,2})\.(\d{1,2})")),
    ("comma", re.compile(r"(\d{1,2}),(\d{1,2})")),
    ("slash", re.compile(r"(\d{1,2})/(\d{1,2})")),
    ("dash", re.compile(r"(\d{1,2})-(\d{2})")),
    ("year", re.compile(r"(20\d\d)")),
    ("hhmm", re.compile(r"([012]\d)(\d\d)")),
    ("n", re.compile(r"(\d{1,3})")),
)
_UNREADABLE = frozenset("+%$€₽#=<>/\\&№|^*-")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a separator: as typed (lower case), and all that it can mean."""

    text: str
    senses: tuple[Sense, ...] = ()
    numbers: tuple[str, ...] = ()

    def value(self, kind: str) -> int | None:
        """The value of the sense of that kind, `None` where the token has none."""
        return next((value for name, value in self.senses if name == kind), None)


@cache
def _vocabulary() -> dict[str, tuple[Sense, ...]]:
    """Every known word with its senses, words that only phrases know with none."""
    found: dict[str, list[Sense]] = {}
    for kind, value, words in (*russian.WORDS, *english.WORDS):
        for word in words.split():
            found.setdefault(word, []).append((kind, value))
    for phrase in _phrases():
        for word in phrase:
            found.setdefault(word, [])
    return {word: tuple(senses) for word, senses in found.items()}


@cache
def _phrases() -> dict[tuple[str, ...], Sense]:
    """Groups of words that mean one thing together."""
    entries = (*russian.PHRASES, *english.PHRASES)
    return {tuple(word for word in words.split() if word != "the"): (kind, value) for kind, value, words in entries}


_NEVER_MEANT = frozenset({"n", "ord", "frac", "halfhour", "whole", "event", "filler"})


@cache
def _long_words() -> tuple[str, ...]:
    """What a slip may have meant: a number never ("жесть" is not "шесть"), nor a word that says nothing."""
    words = _vocabulary().items()
    return tuple(
        word
        for word, senses in words
        if len(word) >= _TYPO_TO and senses and not any(kind in _NEVER_MEANT for kind, _ in senses)
    )


@cache
def _frequent() -> frozenset[str]:
    """The words that people use all the time: such a word is meant, and is no slip of another one."""
    lists = (files(__package__).joinpath(f"frequent_{language}.txt") for language in ("ru", "en"))
    lines = (line for each in lists for line in each.read_text("utf-8").splitlines())
    return frozenset(line for line in lines if not line.startswith("#"))


_LONGEST_PHRASE = 5


def _corrected(word: str) -> str | None:
    """The known word that `word` is, or is one letter away from; `None` where none is, or several meanings are."""
    known = _vocabulary()
    if word in known:
        return word
    if len(word) < _TYPO_FROM or word in _NOT_TYPOS or word in _frequent():
        return None
    near = [
        other
        for other in _long_words()
        if abs(len(other) - len(word)) <= 1 and OSA.distance(word, other, score_cutoff=1) <= 1
    ]
    meanings = {known[other] for other in near}
    # Forms of one word differ in what they allow, not in what they mean: the first senses tell.
    mains = {senses[:1] for senses in meanings}
    return near[0] if near and len(mains) == 1 else None


def _plain(text: str) -> str:
    """Lower case, one kind of blank, dash and apostrophe, no marks and pictures; ё is е."""
    text = text.lower().replace("ё", "е").replace("’", "'").replace("@", " at ")
    text = "".join(char for char in text if unicodedata.category(char) not in {"So", "Sk", "Cf", "Mn", "Me"})
    text = _AM_PM.sub(r" \1m ", _ISO_T.sub(r"\1 ", _DASHES.sub("-", text)))
    text = _AM_PM_SHORT.sub(r" \1m", _CASE_ENDING.sub("", text))
    text = _ISH.sub(r" around \1 ", _SHORTENED.sub(r"\1 ", text))
    text = _DIGITS_AM_PM.sub(r"\1:\2 \3", text.replace("mid-", "mid "))
    # "The 2 tomorrow", "the two": things that are counted, no clock.
    text = _THE_COUNT.sub("those ", text)
    return re.sub(r"(?<=\d)-(?=[a-zа-я])", "", text)


def _number(lexeme: str) -> Token:
    """The token of digits; a chain that is neither clock nor date nor number has no sense."""
    senses: list[Sense] = []
    for kind, pattern in _NUMERIC:
        match = pattern.fullmatch(lexeme)
        if match is None:
            continue
        numbers = match.groups()
        senses.append((kind, int(numbers[0])))
        if kind in {"dot", "comma"} and (len(numbers[1]) == 1 or numbers[1] in {"25", "50", "75"}):
            senses.append(("frac", int(numbers[0]) * 100 + int(numbers[1].ljust(2, "0"))))
        return Token(lexeme, tuple(senses), numbers)
    return Token(lexeme)


def _word(word: str) -> list[Token]:
    """The tokens of a word; one with hyphens is known as a whole, or is its parts with a dash between them."""
    whole = _corrected(word)
    if whole is not None or "-" not in word:
        return [Token(whole or word, _vocabulary().get(whole or word, ()))]
    parts = [token for part in word.split("-") for token in _word(part)]
    joins = all(token.value("n") or token.value("ord") or token.value("half") is not None for token in parts)
    tokens: list[Token] = []
    for token in parts:
        if tokens and not joins:
            tokens.append(Token("-"))
        tokens.append(token)
    return tokens


def _lexed(plain: str) -> Iterable[Token]:
    """Tokens in order; a dash between words with blanks round it is a comma, any other one is unreadable."""
    for match in _LEXEME.finditer(plain):
        lexeme = match.group()
        if lexeme[0].isdigit():
            yield _number(lexeme)
        elif lexeme[0].isalpha():
            yield from _word(lexeme)
        elif lexeme == "-":
            before, after = plain[: match.start()].rstrip()[-1:], plain[match.end() :].lstrip()[:1]
            spaced = plain[match.end() : match.end() + 1].isspace() or not plain[: match.start()][-1:].isspace()
            yield Token("," if spaced and not (before.isdigit() and after.isdigit()) else "-")
        elif lexeme in _UNREADABLE:
            yield Token(lexeme)
        else:
            yield Token(",")


def _grouped(tokens: list[Token]) -> list[Token]:
    """Phrases become one token, compound numbers too ("двадцать пять", "twenty-fifth")."""
    grouped: list[Token] = []
    phrases = _phrases()
    tokens = [token for token in tokens if token.text != "the"]
    at = 0
    while at < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1):
            words = tuple(token.text for token in tokens[at : at + length])
            if words in phrases:
                grouped.append(Token(" ".join(words), (phrases[words],)))
                at += length
                break
        else:
            grouped.append(tokens[at])
            at += 1
    joined: list[Token] = []
    for place, token in enumerate(grouped):
        tens = joined[-1].value("n") if joined and not joined[-1].numbers else None
        for kind in ("n", "ord"):
            units = token.value(kind)
            if tens in {20, 30, 40, 50} and units and units < 10 and not token.numbers and not _lacks(grouped, place):
                joined[-1] = Token(f"{joined[-1].text} {token.text}", ((kind, tens + units),))
                break
        else:
            joined.append(token)
    return joined


def _lacks(tokens: list[Token], place: int) -> bool:
    """Whether "три" at `place` is the hour of "без двадцати три": no other number follows that could be it."""
    led = place > 1 and tokens[place - 2].value("bez") is not None
    return led and all(token.value("n") is None for token in tokens[place + 1 : place + 3])


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text without its fillers. A token without a sense other than "," was not understood."""
    tokens = []
    for token in _grouped(list(_lexed(_plain(text)))):
        if token.text == ",":
            tokens.append(Token(",", (("sep", 0),)))
        elif token.value("filler") is None:
            tokens.append(token)
    return tokens
