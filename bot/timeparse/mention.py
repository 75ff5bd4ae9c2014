"""Whether a text names a time somewhere in it: a day ahead, a clock, a span; quick, and without working it out.

`reading` reads a text that is nothing but a time; this looks for one within a message to somebody.
"""

import re
from functools import cache

from bot.timeparse import english, russian

_DAYS = frozenset({"weekday", "tonight", "noon", "midnight", "halfhour"})
_NEAR = frozenset({"part", "partgen"})
_UNITS = frozenset({"unit", "dunit", "munit", "work", "whole"})
_SHORTEST = 3
"""Letters: "ср", "вт" and "пн" are days only behind a preposition, "sat" and "sun" are words of their own."""
_NOT_DAYS = frozenset({"sat", "sun", "mon", "wed", "fri", "mar", "may", "dec", "сб", "вс"})


@cache
def _pattern() -> re.Pattern[str]:
    days, parts, units, months = set(), set(), set(), set()
    for kind, value, words in (*russian.WORDS, *english.WORDS):
        each = [word for word in words.split() if len(word) >= _SHORTEST and word not in _NOT_DAYS]
        if kind in _DAYS or (kind == "rel" and value >= 0):
            days.update(each)
        elif kind in _NEAR:
            parts.update(each)
        elif kind in _UNITS:
            units.update(each)
        elif kind == "month":
            months.update(words.split())
    numbers = {
        word
        for kind, _, words in (*russian.WORDS, *english.WORDS)
        if kind in {"n", "a", "frac"}
        for word in words.split()
    }
    day, part, unit, month, number = (
        "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        for words in (days, parts, units, months, numbers)
    )
    return re.compile(
        rf"""\b(?:
            {day}
            | (?:в|к|до|по|на)\ (?:пн|вт|ср|чт|пт|сб|вс)
            | \d{{1,2}}[:.]\d{{2}}(?!\d|\ ?%)
            | \d{{1,2}}\ ?(?:am|pm|ч|час\w*|h)
            | (?:at|by|until|till|before)\ \d{{1,2}}(?!\ ?%)
            | (?:в|к|до|с|после)\ \d{{1,2}}(?!\ ?%)
            | (?:the\ )?\d{{1,2}}(?:st|nd|rd|th)
            | \d{{1,2}}(?:-?(?:го|му|е)|\ числа)
            | \d{{1,2}}\ (?:of\ )?(?:{month})
            | (?:{month})\ \d{{1,2}}
            | (?:через|за|в\ течение|in|within)\ (?:(?:ближайших\ |the\ next\ )?(?:\d{{1,3}}|{number})\ )?
              (?:рабочих\ |working\ )?(?:{unit}|полчаса|час)
            | (?:завтра|сегодня|today|tomorrow|this|next)\ (?:{part})
            | (?:утром|вечером|днем|eod|cob)
            | (?:до|к|в|на)\ (?:конц[аеу]|начал[аеу]|середин[еу])\ (?:рабочего\ )?(?:дня|недели|месяца)
            | (?:by|before|at|until)\ (?:the\ )?(?:end|close)\ of\ (?:the\ )?(?:day|week|month|business|today)
            | (?:на|до)\ (?:этой|следующей|будущей)\ недел[еи]
            | (?:this|next)\ (?:week|month)
        )\b""",
        re.VERBOSE,
    )


def names_time(folded: str) -> bool:
    """Whether the text, in lower case with е for ё, names a time that is not only past."""
    return _pattern().search(folded) is not None
