"""Spans among tokens: "через полтора часа", "минут через двадцать", "in 2 business days", "a week from now"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.timeparse.pieces import Day, Duration
from bot.timeparse.words import Token

_HUNDREDTHS = 100
ABOUT = frozenset(
    {"about", "around", "approximately", "roughly", "примерно", "около", "приблизительно", "ближе к", "в районе"}
)
_SHORTEST = 5  # minutes


def _value(tokens: Sequence[Token], at: int, kind: str) -> int | None:
    return tokens[at].value(kind) if at < len(tokens) else None


def _counts(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, int]]:
    """A count in hundredths, and the place after it: "2", "полтора", "1,5", "an", "два с половиной"."""
    for kind, times in (("frac", 1), ("n", _HUNDREDTHS), ("a", _HUNDREDTHS)):
        number = _value(tokens, at, kind)
        if number is None:
            continue
        yield number * times, at + 1
        if kind == "n" and _value(tokens, at + 1, "and_half") is not None:
            yield number * times + _HUNDREDTHS // 2, at + 2


def _simple(tokens: Sequence[Token], at: int, *, one: bool) -> Iterator[tuple[int, int, int]]:
    """Minutes, the place after them, and the unit: one count of one unit. `one`: a unit alone may stand for one."""
    whole = _value(tokens, at, "whole")
    if whole is not None:
        yield whole, at + 1, 1
    for count, place in _counts(tokens, at):
        unit = _value(tokens, place, "unit")
        if unit is not None and count * unit % _HUNDREDTHS == 0:
            yield count * unit // _HUNDREDTHS, place + 1, unit
            if count == _HUNDREDTHS and _value(tokens, place + 1, "and_half") is not None:
                yield unit + unit // 2, place + 2, 1
    alone = _value(tokens, at, "one")
    if alone is not None:
        if one:
            yield alone, at + 1, alone
        if _value(tokens, at + 1, "and_half") is not None:
            yield alone + alone // 2, at + 2, 1


def _amounts(tokens: Sequence[Token], at: int, *, one: bool) -> Iterator[tuple[int, int]]:
    """Minutes and the place after them: hours with minutes too ("2 часа 30 минут", "an hour and 20 minutes")."""
    for minutes, place, unit in _simple(tokens, at, one=one):
        yield minutes, place
        if unit == 60:
            number = _value(tokens, place, "n")
            if number is not None and number < 60 and _value(tokens, place + 1, "minutes") is not None:
                yield minutes + number, place + 2
            joined = place + 1 if _value(tokens, place, "and") is not None else place
            for more, end, small in _simple(tokens, joined, one=False):
                if small == 1 and more < 60:
                    yield minutes + more, end


def _within(tokens: Sequence[Token], at: int) -> int | None:
    """The place after "within", "в течение ближайших", "в ближайшие"; `None` where no such word leads."""
    if _value(tokens, at, "within") is not None:
        place = at + 1
    elif _value(tokens, at, "at") is not None and _value(tokens, at + 1, "coming") is not None:
        place = at + 2
    else:
        return None
    while _value(tokens, place, "coming") is not None or _value(tokens, place, "next") is not None:
        place += 1
    return place


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[Duration, int]]:
    """All spans of hours and minutes that begin at a place."""
    place = _within(tokens, at)
    if place is not None:
        for minutes, end in _amounts(tokens, place, one=True):
            yield Duration(minutes), end
        single = _value(tokens, place, "wone")
        if single is not None:
            yield Duration(single), place + 1
        return
    if _value(tokens, at, "in") is not None:
        about = at + 2 if _value(tokens, at + 1, "at") is not None and tokens[at + 1].text in ABOUT else at + 1
        for minutes, place in _amounts(tokens, about, one=True):
            yield Duration(minutes), place
        unit = _value(tokens, at + 1, "inv")
        for count, end in _counts(tokens, at + 2):
            if unit is not None and _value(tokens, end, "unit") is None:
                yield Duration(unit * count // _HUNDREDTHS), end
        return
    yield from _unled(tokens, at)
    unit = _value(tokens, at, "inv")
    if unit is not None and _value(tokens, at + 1, "in") is not None:
        for count, end in _counts(tokens, at + 2):
            if _value(tokens, end, "unit") is None and unit * count % _HUNDREDTHS == 0:
                yield Duration(unit * count // _HUNDREDTHS), end


def _unled(tokens: Sequence[Token], at: int) -> Iterator[tuple[Duration, int]]:
    """Spans without "in": "half an hour", "2 hours from now", "час назад"."""
    for minutes, place in _amounts(tokens, at, one=True):
        if _value(tokens, place, "ago") is not None:
            yield Duration(-minutes), place + 1
        elif _value(tokens, place, "from_now") is not None:
            yield Duration(minutes), place + 1
    for minutes, place in _amounts(tokens, at, one=False):
        # "Just a minute" asks for patience, "a call, 20 minutes" tells a length.
        if minutes >= _SHORTEST and at == 0 and place == len(tokens):
            yield Duration(minutes), place


def _days(tokens: Sequence[Token], at: int, *, led: bool) -> Iterator[tuple[Day, int]]:
    """A number of days, working days, weeks or months; `led` by "in" a unit alone may stand for one."""
    for count, place in _counts(tokens, at):
        number, rest = divmod(count, _HUNDREDTHS)
        if rest:
            continue
        work = _value(tokens, place, "work") is not None
        unit = _value(tokens, place + work, "dunit")
        if work and unit == 1:
            yield Day("work", (number,)), place + 2
        elif unit is not None and not work:
            yield _ahead(number, unit, tokens[at].value("a") is not None), place + 1
        elif _value(tokens, place, "munit") is not None:
            yield Day("months", (number,)), place + 1
    if led and _value(tokens, at, "work") is not None and _value(tokens, at + 1, "done") == 1:
        yield Day("work", (1,)), at + 2
    single = _value(tokens, at, "done")
    if led and single is not None:
        yield _ahead(1, single, single == 1), at + 1
    if led and _value(tokens, at, "mone") is not None:
        yield Day("months", (1,)), at + 1


def _ahead(number: int, unit: int, vague_day: bool) -> Day:
    """Days ahead; "через день" and "in a day" may mean tomorrow or the day after."""
    if number == 1 and unit == 1 and vague_day:
        return Day("either", (1, 2))
    return Day("days", (number * unit,))


def day_spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[Day, int]]:
    """All spans of whole days, weeks and months that begin at a place."""
    within = _within(tokens, at)
    if within is not None:
        yield from _days(tokens, within, led=True)
        single = _value(tokens, within, "wdone")
        if single is not None:
            yield Day("days", (single,)), within + 1
        return
    if _value(tokens, at, "in") is not None:
        yield from _days(tokens, at + 1, led=True)
        unit = _value(tokens, at + 1, "dinv")
        number = _value(tokens, at + 2, "n")
        if unit is not None and number is not None and _value(tokens, at + 3, "dunit") is None:
            yield Day("days", (unit * number,)), at + 3
        return
    for day, place in _days(tokens, at, led=True):
        if _value(tokens, place, "ago") is not None:
            yield Day("days", tuple(-number for number in day.numbers[:1])), place + 1
        elif _value(tokens, place, "from_now") is not None:
            yield day, place + 1
    for day, place in _days(tokens, at, led=False):
        if at == 0 and place == len(tokens) and day.numbers != (1,) and day.kind != "either":
            yield day, place
    unit = _value(tokens, at, "dinv")
    if unit is not None and _value(tokens, at + 1, "in") is not None:
        number = _value(tokens, at + 2, "n")
        if number is not None and _value(tokens, at + 3, "dunit") is None:
            yield Day("days", (unit * number,)), at + 3
