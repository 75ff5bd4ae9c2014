"""A time in a person's own words, Russian or English: understood, asked back with two readings, or not read.

A silent wrong reading is the failure; asking again is cheap. So every word must be understood, and where the text
can mean two moments, both are given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.common.languages import Language
from bot.timeparse.grammar import readings
from bot.timeparse.pieces import ClockTime, Day, DayPart, Duration, Piece
from bot.timeparse.resolve import Moments, ReadingContext, resolve
from bot.timeparse.words import Token, tokens_of

MAX_LENGTH = 80
MAX_DAYS_AHEAD = 366
_MOST_MOMENTS = 4
_DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Understood:
    """The text means this moment, which is ahead."""

    moment: int


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The text means one of a few moments, soonest first; `hours`: all of them are of the day it names."""

    first: int
    second: int
    further: tuple[int, ...] = ()
    hours: bool = False

    @property
    def moments(self) -> tuple[int, ...]:
        """All of them."""
        return (self.first, self.second, *self.further)


@dataclass(frozen=True, slots=True)
class Past:
    """The text means this moment, which has gone; where it was of today, `offer` is the same clock tomorrow."""

    moment: int
    offer: int | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """The text names no moment; `looks_like_time` tells whether it speaks of time at all."""

    looks_like_time: bool


Reading = Understood | Ambiguous | Past | Unclear

# Kinds of words that a text without any time may hold as well.
_NO_SIGN = frozenset(
    {
        "at",
        "on",
        "in",
        "and",
        "or",
        "sep",
        "a",
        "of",
        "to",
        "past",
        "this",
        "next",
        "last",
        "suf",
        "bez",
        "yearword",
        "coming",
        "work",
        "within",
        "till",
        "later",
    }
)


_WORD = re.compile(r"[^\W\d_]+")
_OF_OTHERS = """
client works you they he she them him her his their could should can how again email text
клиент клиенту клиента ты вы он она они ему ей им его ее её их
"""
_OTHERS = frozenset(_OF_OTHERS.split())
"""Words of a story about somebody, which an answer to a question may hold, but no answer that nobody asked for."""


def read(  # noqa: PLR0913 - each is a fact about the person; the callers name them
    text: str,
    now: int,
    zone: str,
    *,
    work_from: int = 600,
    work_to: int = 1140,
    work_days: int = 0b0011111,
    order: Language = "ru",
    whole_days: bool = False,
    wholly: bool = False,
) -> Reading:
    """The moment (Unix seconds) that `text` means to a person in `zone` (IANA) at `now`; never raises for any text.

    A day without a clock leaves its hour to be chosen; where `whole_days` are asked for it is at `work_from`. The
    end of the day is `work_to` (minutes of the day), "working days" are those of `work_days` (bitmask, Monday is 1).
    Both languages are always read; `order` decides only whether 12/3 may be December and 9:30 may be evening.
    `wholly`: a text that may tell how long something takes, or names a call, is no answer. Protocol 4, *Times*.
    """
    if len(text) > MAX_LENGTH:
        return Unclear(looks_like_time=False)
    tokens = tokens_of(text)
    frame = ReadingContext(now, zone, work_from, work_to, work_days, order, whole_days)
    signs = any(kind not in _NO_SIGN for token in tokens for kind, _ in token.senses)
    asked = Unclear(looks_like_time=signs)
    ways = readings(tokens)
    if wholly and (_may_be_told_of(tokens, ways) or _speaks_of_others(text)):
        return Unclear(looks_like_time=False)
    if ways:
        return _told(_outcomes(ways, frame), frame, asked)
    return _several(tokens, frame) or asked


def _may_be_told_of(tokens: Sequence[Token], ways: Sequence[tuple[Piece, ...]]) -> bool:
    """Whether the text may be a story: it names a call or a meeting, or a length that nothing makes a time."""
    if any(token.value("event") is not None for token in tokens):
        return True
    led = any(token.value(kind) is not None for token in tokens for kind in ("in", "within", "from_now", "ago"))
    return not led and any(isinstance(piece, Duration) for way in ways for piece in way)


def _speaks_of_others(text: str) -> bool:
    """Whether it may tell what somebody else does, can or should: "client works until 6", "им нужно к 18"."""
    return not _OTHERS.isdisjoint(_WORD.findall(text.lower()))


def _outcomes(ways: Sequence[tuple[Piece, ...]], frame: ReadingContext) -> list[Moments]:
    """What the ways that make sense come to; where a day may be read in two orders, the dialect may decide."""
    if frame.order == "ru" and len(ways) > 1:
        ways = _day_first(ways)
    return [outcome for way in ways if (outcome := resolve(way, frame)) is not None]


def _day_first(ways: Sequence[tuple[Piece, ...]]) -> Sequence[tuple[Piece, ...]]:
    """Of 12/3 and 3/12 the one whose day is first, as no Russian speaker writes the other."""
    kept: list[tuple[Piece, ...]] = []
    for way in ways:
        swapped = tuple(
            Day("date", (piece.numbers[1], piece.numbers[0], piece.numbers[2]))
            if isinstance(piece, Day) and piece.kind == "date"
            else piece
            for piece in way
        )
        if swapped == way or swapped not in kept:
            kept.append(way)
    return kept


def _told(outcomes: Sequence[Moments], frame: ReadingContext, asked: Unclear) -> Reading:
    """One moment ahead is understood, two are asked; a reading that has gone beside one ahead is asked too."""
    outcomes = list(dict.fromkeys(outcomes))
    one = len(outcomes) == 1
    ahead = sorted(
        {m for outcome in outcomes for m in (outcome.ahead[:1] if outcome.hours and not one else outcome.ahead)}
    )
    gone = [moment for outcome in outcomes for moment in outcome.gone]
    if not ahead:
        return Past(max(gone), outcomes[0].offer if one else None) if gone else asked
    stale = any(not outcome.ahead for outcome in outcomes)
    if stale or len(ahead) > _MOST_MOMENTS or ahead[-1] > frame.now + MAX_DAYS_AHEAD * _DAY_SECONDS:
        return asked
    if len(ahead) == 1:
        return Understood(ahead[0])
    return Ambiguous(ahead[0], ahead[1], tuple(ahead[2:]), hours=one and outcomes[0].hours)


def _several(tokens: Sequence[Token], frame: ReadingContext) -> Reading | None:
    """Two times in one text ("завтра в 10 или в 11") are two readings; each side lends the other what it lacks."""
    for kind in ("or", "and", "sep"):
        places = [at for at, token in enumerate(tokens) if token.value(kind) is not None]
        inner = [at for at in places if 0 < at < len(tokens) - 1]
        if len(inner) != 1:
            continue
        first, second = readings(tokens[: inner[0]]), readings(tokens[inner[0] + 1 :])
        if len(first) == 1 and len(second) == 1:
            return _either(first[0], second[0], frame)
    return None


def _either(first: tuple[Piece, ...], second: tuple[Piece, ...], frame: ReadingContext) -> Reading | None:
    """Two readings, when each side comes to exactly one moment ahead and they differ."""
    moments = []
    frame = replace(frame, whole_days=True)
    for way, other in ((first, second), (second, first)):
        lent: list[Piece] = []
        if not any(isinstance(own, Day) for own in way):
            lent += [piece for piece in other if isinstance(piece, Day)]
        if not any(isinstance(own, ClockTime | DayPart) for own in way):
            lent += [piece for piece in other if isinstance(piece, ClockTime | DayPart)]
        outcome = resolve((*way, *lent), frame)
        if outcome is None or len(outcome.ahead) != 1:
            return None
        moments.append(outcome.ahead[0])
    low, high = sorted(moments)
    if low == high or high > frame.now + MAX_DAYS_AHEAD * _DAY_SECONDS:
        return None
    return Ambiguous(low, high)
