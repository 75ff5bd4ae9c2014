"""From tokens to all the ways to read them: each way covers every token, or it is none.

Words left over are no noise: next to a time they make a story, and a story is never read as an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.timeparse.clocks import clocks
from bot.timeparse.pieces import (
    COMING,
    LAST,
    NEXT,
    PLAIN,
    STRICT_NEXT,
    THIS,
    WEEK_LATER,
    Bound,
    ClockTime,
    Day,
    DayPart,
    Duration,
    Piece,
)
from bot.timeparse.spans import ABOUT, day_spans, spans
from bot.timeparse.words import Token

Found = Iterator[tuple[Piece, int]]
Reader = Callable[[Sequence[Token], int], Found]

# A text of eighty characters has a few readings; what needs more steps than this is asked again.
_MAX_STEPS = 600
_MAX_READINGS = 16
_MAX_DAYS = 3


def value(tokens: Sequence[Token], at: int, kind: str) -> int | None:
    """The value of that kind at a place, `None` past the end too."""
    return tokens[at].value(kind) if at < len(tokens) else None


def after(tokens: Sequence[Token], at: int, *kinds: str) -> int:
    """The place after all following tokens of any of these kinds."""
    while at < len(tokens) and any(tokens[at].value(kind) is not None for kind in kinds):
        at += 1
    return at


def _modifier(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The modifier of a weekday or week there, and the place after it."""
    following = value(tokens, at, "next")
    if following is not None:
        return (STRICT_NEXT if following == 2 else NEXT), at + 1
    for kind, modifier in (("this", THIS), ("coming", COMING), ("last", LAST)):
        if value(tokens, at, kind) is not None:
            skip = at + 1
            if kind == "this" and value(tokens, skip, "coming") is not None:
                return COMING, skip + 1
            return modifier, skip
    return PLAIN, at


def _led(tokens: Sequence[Token], at: int) -> int:
    """The place after "в", "на", "on": "about Friday" leads to no day, it leaves it open."""
    while at < len(tokens) and tokens[at].text not in ABOUT and after(tokens, at, "at", "on") > at:
        at += 1
    return at


def _weekdays(tokens: Sequence[Token], at: int) -> Found:
    """ "в пятницу", "next Tuesday", "в эту среду"; "next week", "на следующей неделе"."""
    modifier, place = _modifier(tokens, after(tokens, _led(tokens, at), "of"))
    weekday = value(tokens, place, "weekday")
    if weekday is not None:
        yield Day("weekday", (weekday, modifier)), place + 1
        if modifier == PLAIN and value(tokens, place + 1, "done") is None and value(tokens, place + 1, "dunit") == 7:
            yield Day("weekday", (weekday, WEEK_LATER)), place + 2  # "Friday week"
    elif value(tokens, place, "dunit") == 7 and modifier in {THIS, NEXT, STRICT_NEXT}:
        yield Day("week", (0 if modifier == THIS else 1,)), place + 1
    place = _led(tokens, at)
    whole = value(tokens, place, "week")
    if whole is not None:
        yield Day("week", (whole,)), place + 1


def _vague_days(tokens: Sequence[Token], at: int) -> Found:
    """ "в начале следующей недели", "by the end of the month", "на выходных", "next business day"."""
    place = _led(tokens, at)
    part = value(tokens, place, "weekpart")
    if part is not None:
        yield Day("week_part", divmod(part, 10)), place + 1
    part = value(tokens, place, "monthpart")
    if part is not None:
        yield Day("month_part", (part,)), place + 1
    for kind, late in (("weekend", 0), ("after_weekend", 1)):
        if value(tokens, place, kind) is not None:
            yield Day("weekend", (late,)), place + 1
    work = after(tokens, place, "next", "coming")
    if work > place and value(tokens, work, "work") is not None and value(tokens, work + 1, "dunit") == 1:
        yield Day("work", (1,)), work + 2


def _week_hence(tokens: Sequence[Token], at: int) -> Found:
    """ "a week today", "two weeks tomorrow", "a week on Friday": so many weeks after that day."""
    count = value(tokens, at, "a") or value(tokens, at, "n") or 1
    counted = value(tokens, at, "a") is not None or value(tokens, at, "n") is not None
    place = at + 1 if counted else at
    days = value(tokens, place, "dunit")
    if days not in {7, 14}:
        return
    place = after(tokens, place + 1, "on")
    day = value(tokens, place, "rel")
    weekday = value(tokens, place, "weekday")
    if day in {0, 1}:
        yield Day("days", (days * count + day,)), place + 1
    elif weekday is not None and days * count == 7:
        yield Day("weekday", (weekday, WEEK_LATER)), place + 1


def _relative(tokens: Sequence[Token], at: int) -> Found:
    """ "завтра", "на послезавтра", "for tomorrow"."""
    place = _led(tokens, at)
    days = value(tokens, place, "rel")
    if days is not None:
        yield Day("rel", (days,)), place + 1


def _year(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The year there or 0, and the place after it and after "года"."""
    place = after(tokens, at, "sep")
    year = value(tokens, place, "year")
    return (year, after(tokens, place + 1, "yearword")) if year is not None else (0, at)


def _named_dates(tokens: Sequence[Token], at: int) -> Found:
    """ "3 декабря", "Dec 3rd, 2026", "третьего декабря", "the 3rd of December"; "25-го", "25 числа", "the 25th"."""
    place = _led(tokens, at)
    month = value(tokens, place, "month")
    day_at = place if month is None else place + 1
    ordinal = value(tokens, day_at, "ord")
    day = ordinal if ordinal is not None else value(tokens, day_at, "n")
    if day is None:
        return
    suffixed = after(tokens, day_at + 1, "suf", "chisla")
    named = (ordinal is not None and tokens[at].text != "at") or suffixed > day_at + 1
    if month is None:
        month_at = after(tokens, suffixed, "of")
        month = value(tokens, month_at, "month")
        end = month_at + 1
    else:
        end = suffixed
    if month is not None:
        year, end = _year(tokens, end)
        yield Day("date", (day, month, year)), end
    elif named and not _picks(tokens, at, suffixed):
        yield Day("dom", (day,)), suffixed


def _picks(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether the whole text is "второе", "the first", "2nd": it may pick one of two readings that were shown."""
    day = tokens[at]
    genitive = end - at > 1 and tokens[at + 1].text in {"го", "ого", "числа", "th"}
    led = day.value("at") is not None or day.value("on") is not None
    return end - at == len(tokens) and not (led or genitive or day.text.endswith(("ого", "его")))


def _year_of(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _numeric_dates(tokens: Sequence[Token], at: int) -> Found:
    """ "25.12", "25.12.2026", "2026-12-25", "25/12", "12/25/2026": which of day and month is first may stay open."""
    place = _led(tokens, at)
    if place >= len(tokens) or not tokens[place].senses:
        return
    kind, numbers, end = tokens[place].senses[0][0], tokens[place].numbers, after(tokens, place + 1, "yearword")
    if tokens[place].text == "24/7":
        return
    if kind == "iso":
        yield Day("date", (int(numbers[2]), int(numbers[1]), int(numbers[0]))), end
    elif kind == "dmy":
        yield Day("date", (int(numbers[0]), int(numbers[1]), _year_of(numbers[2]))), end
    elif kind == "dot":
        yield Day("date", (int(numbers[0]), int(numbers[1]), 0)), end
    elif kind in {"slash", "slashes"}:
        first, second = int(numbers[0]), int(numbers[1])
        year = _year_of(numbers[2]) if kind == "slashes" else 0
        orders = {(first, second): None, (second, first): None}
        for day, month in orders:
            if day <= 31 and month <= 12:
                yield Day("date", (day, month, year)), end


def _parts(tokens: Sequence[Token], at: int) -> Found:
    """ "утром", "in the morning", "к вечеру", "tonight"."""
    place = after(tokens, at, "at", "on", "in")
    if value(tokens, at, "in") is not None and place > at + 1:
        return
    part = value(tokens, place, "part")
    half = value(tokens, place, "ampm")
    if part is not None:
        yield DayPart(part), place + 1
    elif half is not None and at > 0 and any(tokens[at - 1].value(kind) is not None for kind in ("weekday", "rel")):
        yield DayPart(4 if half else 0), place + 1  # "Thurs pm"


def _joint_parts(tokens: Sequence[Token], at: int) -> Iterator[tuple[tuple[Piece, ...], int]]:
    """ "tonight", "this morning", "сегодня вечером" in one word: a day and a part at once."""
    place = after(tokens, at, "at")
    if value(tokens, place, "tonight") is not None:
        yield (Day("rel", (0,)), DayPart(2)), place + 1
    elif value(tokens, place, "this") is not None:
        part = value(tokens, place + 1, "part")
        if part is not None:
            yield (Day("rel", (0,)), DayPart(part)), place + 2


_READERS: tuple[Reader, ...] = (
    clocks, spans, day_spans, _weekdays, _relative, _named_dates, _numeric_dates, _vague_days, _week_hence, _parts
)  # fmt: skip
_BOUNDED: tuple[Reader, ...] = (clocks, _weekdays, _relative, _named_dates, _numeric_dates, _vague_days, _parts)
"""What may stand behind "до" or "until"; behind "after" only a clock."""


def _bounds(tokens: Sequence[Token], at: int) -> Iterator[tuple[tuple[Piece, ...], int]]:
    """ "до 18", "не позже пятницы", "after 6"; "в течение дня"."""
    place = after(tokens, at, "at") if value(tokens, at, "till") is None else at
    till = value(tokens, place, "till")
    if till is not None:
        # "No later than Friday" is Friday; "until Friday" may end before it.
        bound: tuple[Piece, ...] = () if till else (Bound("till"),)
        for reader in _BOUNDED:
            for piece, end in reader(tokens, place + 1):
                yield (*bound, piece), end
        part = value(tokens, place + 1, "partgen")
        if part is not None:
            yield (*bound, DayPart(part)), place + 2
    if value(tokens, at, "later") is not None:
        for piece, end in clocks(tokens, at + 1):
            yield (Bound("after"), piece), end
    if value(tokens, at, "whole_day") is not None:
        yield (Bound("within"),), at + 1


def _steps(tokens: Sequence[Token], at: int) -> Iterator[tuple[tuple[Piece, ...], int]]:
    """All pieces that may begin at a place."""
    for reader in _READERS:
        for piece, end in reader(tokens, at):
            yield (piece,), end
    yield from _joint_parts(tokens, at)
    yield from _bounds(tokens, at)


def _fits(pieces: tuple[Piece, ...], added: tuple[Piece, ...]) -> bool:
    """At most one clock, part and span, a few days; a span stands alone."""
    together = (*pieces, *added)
    kinds = [type(piece) for piece in together]
    if Duration in kinds:
        return len(kinds) == 1
    single = all(kinds.count(kind) <= 1 for kind in (ClockTime, DayPart, Bound))
    return single and kinds.count(Day) <= _MAX_DAYS


def _counted(tokens: Sequence[Token]) -> bool:
    """Whether a call, a meeting or a time is counted, or told in length: "третий созвон", "two call"."""
    for at, token in enumerate(tokens):
        if token.value("event") is None or at == 0:
            continue
        before = tokens[at - 1]
        counts = any(before.value(kind) is not None for kind in ("n", "ord", "frac", "unit", "suf", "whole", "a"))
        led = at > 1 and tokens[at - 2].value("at") is not None and before.value("ord") is None
        if counts and not led:
            return True
    return False


def readings(tokens: Sequence[Token]) -> list[tuple[Piece, ...]]:
    """All ways to read the tokens, without doubles; an empty list when none covers every token, or too many do."""
    found: dict[tuple[Piece, ...], None] = {}
    if _counted(tokens):
        return []
    stack: list[tuple[int, tuple[Piece, ...]]] = [(0, ())]
    for _ in range(_MAX_STEPS):
        if not stack:
            return list(found) if len(found) <= _MAX_READINGS else []
        at, pieces = stack.pop()
        at = after(tokens, at, "sep", "event")
        if at == len(tokens):
            if pieces:
                found.setdefault(pieces)
            continue
        steps = [(end, pieces + added) for added, end in _steps(tokens, at) if _fits(pieces, added)]
        stack += reversed(steps)
    return []
