"""Times of the day among tokens: "в 10", "9am", "21.30", "в полдесятого", "half past nine", "без четверти шесть"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.timeparse.pieces import ClockTime, Style
from bot.timeparse.words import Token

# "Ten to six" is a clock; "nine to five", "five to six" and "10 to 6" are as likely from one hour to another.
_ROUND = frozenset({5, 10, 20, 25})
# Which hours of twelve go with "утра", "дня", "вечера", "ночи", and how many hours they add.
_PART_HOURS: tuple[dict[int, int], ...] = (
    {hour: hour for hour in range(3, 12)},
    {12: 12, **{hour: hour + 12 for hour in range(1, 6)}},
    {hour: hour + 12 for hour in range(4, 12)},
    {12: 0, 1: 1, 2: 2, 3: 3, 4: 4, 11: 23},
)


_HOURS = frozenset({"час", "часа", "часов", "ч", "часик", "часика", "часиков"})
_ABOUT_LENGTH = frozenset({"примерно", "приблизительно"})
_LEADS_DIGITS = ("at", "till", "rel", "weekday")
_NOT_BEFORE_WORDS = frozenset({"for", "to"})
_H = Token("h", (("unit", 60),))


def _value(tokens: Sequence[Token], at: int, kind: str) -> int | None:
    return tokens[at].value(kind) if at < len(tokens) else None


def _skip(tokens: Sequence[Token], at: int, kind: str) -> int:
    return at + 1 if _value(tokens, at, kind) is not None else at


def in_part(hour: int, part: int) -> int | None:
    """The hour of the day that "`hour` o'clock in that part" means, `None` where nobody says so.

    Parts: 0 morning, 1 day, 2 evening, 3 night, 4 afternoon (which goes as the day, up to seven).
    """
    if part == 4:
        return _in(hour, {**_PART_HOURS[1], 6: 18})
    return _in(hour, _PART_HOURS[part]) if part < len(_PART_HOURS) else None


def _in(hour: int, hours: dict[int, int]) -> int | None:
    return hour if hour > 12 and hour in hours.values() else hours.get(hour)


def _plain_clock(tokens: Sequence[Token], at: int) -> Iterator[tuple[ClockTime, int]]:
    """Digits with minutes, and hours by number with or without them."""
    token = tokens[at]
    kind = token.senses[0][0] if token.senses else ""
    if kind in {"hm", "dot", "dash"}:
        first, second = token.numbers[0], token.numbers[1]
        # "10-15" and "10-12" are as likely from one hour to another.
        range_like = kind == "dash" and not (int(second) > 24 or second[0] == "0")
        if len(second) == 2 and not range_like:
            style: Style = "fixed" if first[0] == "0" or int(first) > 12 else "written"
            yield ClockTime(int(first), int(second), style), at + 1
        return
    if kind == "hhmm" and at > 0 and any(tokens[at - 1].value(lead) is not None for lead in _LEADS_DIGITS):
        yield ClockTime(int(token.numbers[0]), int(token.numbers[1]), "fixed"), at + 1
    hour = _value(tokens, at, "n")
    if hour is None:
        return
    leading = token.numbers and token.text[0] == "0"
    if not token.numbers and at > 0 and tokens[at - 1].text in _NOT_BEFORE_WORDS:
        return  # "for one", "to two": people, not hours
    style = "fixed" if leading or hour > 12 or hour == 0 else "bare"
    yield ClockTime(hour, 0, style), at + 1
    place = _skip(tokens, at + 1, "oclock")
    minute = _value(tokens, place, "n")
    if minute is None or not (minute >= 10 or tokens[place].text == "00") or len(tokens[place].text) == 1:
        return
    end = place + 1
    if place > at + 1:
        if _value(tokens, end, "unit") != 1:
            return
        end += 1
    elif bool(token.numbers) != bool(tokens[place].numbers):
        return
    yield ClockTime(hour, minute, "fixed" if style == "fixed" else "half"), end


def _before_hour(tokens: Sequence[Token], at: int) -> Iterator[tuple[ClockTime, int]]:
    """Russian ways that name the coming hour: "полседьмого", "четверть седьмого", "без десяти семь"."""
    halved = _value(tokens, at, "halfhour")
    if halved is not None:
        yield ClockTime((halved - 1) % 12, 30, "half"), at + 1
    minutes, place = _amount(tokens, at)
    if _value(tokens, at, "half") is not None:
        minutes, place = 30, at + 1
        coming = _value(tokens, place, "n")
        if coming is not None and 1 <= coming <= 12:
            yield ClockTime((coming - 1) % 12, 30, "half"), place + 1  # "в пол 11"
            if _value(tokens, at, "half"):
                yield ClockTime(coming % 12, 30, "half"), place + 1  # "half 10" is after ten, where it is said at all
    if minutes is not None and _says_minutes(tokens, place):
        hour = _value(tokens, place, "ord")
        if hour is not None and 1 <= hour <= 12:
            yield ClockTime((hour - 1) % 12, minutes, "half"), place + 1
    if _value(tokens, at, "bez") is not None:
        minutes, place = _amount(tokens, at + 1)
        hour = _value(tokens, place, "n")
        if hour is None:
            hour = _value(tokens, place, "hourone")
        if minutes and hour is not None and 1 <= hour <= 12:
            yield ClockTime((hour - 1) % 12, 60 - minutes, "half"), place + 1


def _amount(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """A quarter, or a number of minutes below sixty, and the place after it."""
    if _value(tokens, at, "quarter") is not None:
        return 15, at + 1
    number = _value(tokens, at, "n")
    if number is None or not 0 < number < 60:
        return None, at
    return number, at + 2 if _value(tokens, at + 1, "unit") == 1 else at + 1


def _says_minutes(tokens: Sequence[Token], place: int) -> bool:
    """Whether what ends at `place` named minutes, a quarter or a half in so many words."""
    last = tokens[place - 1]
    return any(last.value(kind) is not None for kind in ("unit", "quarter", "half"))


def _past_hour(tokens: Sequence[Token], at: int) -> Iterator[tuple[ClockTime, int]]:
    """English ways: "half past nine", "quarter to six", "ten past six"; "10 to 6" in digits may be hours."""
    start = _skip(tokens, at, "a")
    minutes, place = _amount(tokens, start)
    if _value(tokens, start, "half") is not None:
        minutes, place = 30, start + 1
    hour = _value(tokens, place + 1, "n")
    if minutes is None or hour is None or not 1 <= hour <= 12:
        return
    if _value(tokens, place, "past") is not None and _says_past(tokens, place, minutes):
        yield ClockTime(hour % 12, minutes, "half"), place + 2
    elif _value(tokens, place, "to") is not None and minutes != 30:
        if not _says_minutes(tokens, place) and (tokens[start].numbers or minutes not in _ROUND or minutes == hour - 1):
            return
        yield ClockTime((hour - 1) % 12, 60 - minutes, "half"), place + 2


def _says_past(tokens: Sequence[Token], place: int, minutes: int) -> bool:
    """Half is only ever "past"; "after" serves the other minutes."""
    return tokens[place].text == "past" or minutes != 30


def _cores(tokens: Sequence[Token], at: int, *, prefixed: bool) -> Iterator[tuple[ClockTime, int]]:
    """All clocks that begin at a place, without am, pm or part of the day."""
    if at >= len(tokens):
        return
    yield from _plain_clock(tokens, at)
    yield from _before_hour(tokens, at)
    yield from _past_hour(tokens, at)
    if _value(tokens, at, "hourone") is not None:
        place = at + 1
        if (prefixed and tokens[at - 1].text != "на") or _value(tokens, place, "partgen") is not None:
            yield ClockTime(1, 0, "bare"), place


def clocks(tokens: Sequence[Token], at: int) -> Iterator[tuple[ClockTime, int]]:
    """All times of the day that begin at a place: the piece, and the place after it."""
    place = at
    if _value(tokens, at, "oclock") is not None and _value(tokens, at + 1, "at") is not None:
        place += 1  # "часов в пять"
    start = place
    while _value(tokens, place, "at") is not None:
        place += 1
    bounded = start > 0 and any(tokens[start - 1].value(kind) is not None for kind in ("till", "later"))
    prefixed = place > start or bounded
    if _value(tokens, place, "noon") is not None:
        yield ClockTime(12, 0, "fixed"), place + 1
    if _value(tokens, place, "midnight") is not None:
        yield ClockTime(0, 0, "midnight"), place + 1
    if _value(tokens, place, "same") is not None:
        yield ClockTime(0, 0, "same"), place + 1
    number = _value(tokens, place, "n") or 0
    if 6 <= number < 24 and tokens[place].numbers and tokens[place + 1 : place + 2] == [_H]:
        yield ClockTime(number, 0, "fixed" if number > 12 else "bare"), place + 2  # "15h" is three in the afternoon too
    for clock, end in _cores(tokens, place, prefixed=prefixed):
        yield from _dressed(tokens, place, clock, end, prefixed=prefixed)


def _dressed(
    tokens: Sequence[Token], start: int, clock: ClockTime, end: int, *, prefixed: bool
) -> Iterator[tuple[ClockTime, int]]:
    """A clock with what follows it: "часов", "am", "вечера"."""
    named = _skip(tokens, end, "oclock") if clock.minute == 0 else end
    pair = end == start + 2 and bool(tokens[start].numbers) and tokens[start].value("n") is not None
    pair = pair and not (clock.hour > 12 or tokens[end - 1].text == "00")
    alone = end == start + 1 and tokens[start].value("n") is not None and clock.minute == 0 and clock.style != "half"
    clear = prefixed or named > end or not (pair or alone)
    end = named
    half = _value(tokens, end, "ampm")
    part = _value(tokens, end, "partgen")
    if half is not None:
        if 1 <= clock.hour <= 12:
            hour = clock.hour % 12 + (12 if half else 0)
            yield _at(hour, clock.minute), end + 1
        elif clock.hour == 0 and clock.minute and clock.style == "half":
            yield _at(12 if half else 0, clock.minute), end + 1
    elif part is not None:
        if part == 1 and start > 0 and tokens[start - 1].text == "на" and tokens[end - 1].text not in _HOURS:
            return  # "на 2 дня" is as likely how long
        twelve = 12 if clock.hour == 0 and clock.style == "half" else clock.hour
        known = in_part(twelve, part)
        if known is not None:
            yield _at(known, clock.minute), end + 1
    elif clock.hour < 24 and clock.minute < 60 and not _long(tokens, start, end, clock):
        if not clear:
            counts = end < len(tokens) and tokens[end].text.startswith("day ")  # "2 day after tomorrow"
            if tokens[end - 1].numbers and not counts:
                yield replace(clock, style="number"), end
        elif clock.hour == 0 and clock.minute == 0:
            yield ClockTime(0, 0, "midnight"), end
        else:
            yield clock, end


def _long(tokens: Sequence[Token], start: int, end: int, clock: ClockTime) -> bool:
    """Whether "2 часа" tells how long: behind "на" or "примерно", or beside a day with nothing that leads to it."""
    if tokens[end - 1].text not in _HOURS:
        return False
    lead = tokens[start - 1].text if start > 0 else ""
    if lead == "на" or lead in _ABOUT_LENGTH:
        return True
    led = start > 0 and any(tokens[start - 1].value(kind) is not None for kind in ("at", "till", "later"))
    return not led and clock.hour < 7 and end - start < len(tokens)


def _at(hour: int, minute: int) -> ClockTime:
    """A clock of 24 hours; the first hours after midnight may be of the night before."""
    if hour == 0 and minute == 0:
        return ClockTime(0, 0, "midnight")
    return ClockTime(hour, minute, "fixed", night=hour < 5)
