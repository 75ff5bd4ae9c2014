"""The next step for the draft, and an apology that fits: both out of the manager's own words (R1).

The words keep their letters: a name, "I" and a weekday are written as they were. What stands here joins them.
"""

import re
from typing import Literal

from bot.protocol.phrase import clause
from bot.timeparse.mention import names_time

Fault = Literal["date", "mistake"]
"""What we did wrong, as far as it can be read: a date that wasn't kept, or a mistake."""

_FEW_WORDS = 7
"""A time has no more words than this; what is longer is a sentence of its own."""
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_UNKNOWN = re.compile(
    r"не знаю|не знаем|не известн|неизвестн|непонятн|не понятн|неясн|не ясн|не решил|не решен|не определ|"
    r"нет срок|срока нет|"
    r"срока пока нет|без срока|понятия|хз|сложно сказать|трудно сказать|не могу сказать|не скажу|как получится|"
    r"когда получится|как пойдет|посмотрим|уточн|нет даты|даты нет|пока нет|никакого|никак|"
    r"don't know|do not know|dont know|not sure|no idea|unknown|unclear|no date|no deadline|can't say|"
    r"cannot say|hard to say|"
    r"tbd|tbc|tba|n/a|idk|to be (?:decided|confirmed|announced)|we'll see|not decided|undecided|whenever|no clue"
)
_NOTHING = frozenset({"нет", "никакой", "no", "none", "nothing", "ничего", "пока", "потом", "later", "скоро", "soon"})
_SAYS = re.compile(
    r"(?i:\b(?:мы|я|он|она|они|покаж\w*|буд(?:ет|ут|ем|у)|пришл\w*|назов\w*|скаж\w*|дад\w*|дам|сдела\w*|"
    r"напиш\w*|отправ\w*|"
    r"отда\w*|запуст\w*|узна\w*|верн\w*|реш\w*|ответ\w*|выш\w*|заверш\w*|законч\w*|успе\w*|провер\w*|"
    r"we|i|you|they|will|is|are|show|send|write|tell|have|ready)\b|\b\w+'ll\b|—)"
)
_JOINS_RU = frozenset(
    [
        "до",
        "к",
        "ко",
        "в",
        "во",
        "на",
        "не",
        "через",
        "завтра",
        "сегодня",
        "послезавтра",
        "после",
        "утром",
        "днем",
        "вечером",
        "ночью",
        "сразу",
        "с",
        "со",
        "около",
        "ближе",
    ]
)
_JOINS_EN = frozenset(
    [
        "by",
        "on",
        "at",
        "in",
        "within",
        "before",
        "until",
        "till",
        "tomorrow",
        "today",
        "tonight",
        "next",
        "this",
        "after",
        "from",
        "no",
        "not",
        "as",
        "around",
        "early",
        "later",
    ]
)
_DAYS_RU = frozenset(
    [
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
        "конец",
        "начало",
        "середина",
    ]
)
_ENDINGS_RU = ("аем", "яем", "уем", "юем", "еем", "аю", "яю", "ую")
_PLAIN = frozenset(
    [
        "мы",
        "уже",
        "сейчас",
        "пока",
        "еще",
        "второй",
        "вторая",
        "новый",
        "новая",
        "we",
        "we're",
        "the",
        "a",
        "an",
        "our",
        "they",
        "it",
        "there",
        "second",
        "another",
    ]
)
_LATE = re.compile(
    r"не успе|опозд|опазд|задерж|затян|сорв|срыва|просроч|сдвига|сдвин|перенос|перенес|позже срока|не готов|"
    r"не будет готов|"
    r"не сдел|обещал|подвел|"
    r"\blate\b|delay|behind schedule|missed? the|miss(?:ed)? (?:our|a) |won't be ready|isn't ready|not ready|"
    r"won't make|didn't make|"
    r"promised|slip|moves? (?:by|to)|moved? (?:by|to)|postpone|let you down"
)
_WRONG = re.compile(
    r"ошиб|перепутал|напутал|забыл|пропустил|недосмотр|не учли|не учел|не учла|не проверил|недоглядел|не заметил|"
    r"со старой ценой|не т[уеао]|"
    r"mistake|our error|got (?:it|the|this) .{0,30}wrong|wrong|forgot|mixed up|overlooked|didn't check|"
    r"missed an|old price"
)
_OURS = re.compile(
    r"\b(?:мы|я|нас|нами|наш\w*|у нас|по нашей|с нашей|we|i|our|ours|us|my)\b|\b(?:we|i)'|"
    r"\b(?:не успе|ошиб|сорва|задержа|перепута|забы|опозда|подве|обеща|пропусти|не провер)\w*(?:ли|ем|лись|ю|ваем)\b"
)
_THEIRS = re.compile(
    r"\b(?:вы|вас|вами|ваш\w*|you|your|yours)\b (?:не |сами |опять )?\w+(?:ли|лись)\b|\byou (?:did|have|were)"
)
_SORRY = re.compile(r"прост(?:ит|я)|прощени|извин|виноват|подвели|sorry|apolog|forgive")


def joined(do: str | None, by: str | None) -> str | None:
    """What is done and by when as one text without an end mark; None where nothing is said of it.

    A time that isn't known stays away. One that is a sentence by itself stays one.
    """
    doing, until = _known(do), _known(by)
    if doing is None:
        return None
    if until is None:
        return doing
    russian = _CYRILLIC.search(until) or (_CYRILLIC.search(doing) and not re.search("[a-z]", until, re.IGNORECASE))
    words = _WORD.findall(until)
    if russian and ":" in doing and not _SAYS.search(until):
        return f"{doing}. Срок — {until[0].lower()}{until[1:]}"
    if len(words) > _FEW_WORDS or _SAYS.search(until):
        return f"{doing}. {until[0].upper()}{until[1:]}"
    first = words[0].lower().replace("ё", "е") if words else ""
    if russian:
        low = f"{until[0].lower()}{until[1:]}" if first in _JOINS_RU | _DAYS_RU else until
        return f"{doing}, {low}" if first in _JOINS_RU else f"{doing}, срок: {low}"
    return f"{doing}, {until[0].lower()}{until[1:]}" if first in _JOINS_EN else f"{doing}, by {until}"


def after_a_label(step: str | None) -> str | None:
    """The step where it stands after a colon: in lower case only where its first word is surely no name."""
    if not step:
        return None
    first = (_WORD.match(step) or [""])[0].lower().replace("ё", "е")
    plain = first in _PLAIN or first.endswith(_ENDINGS_RU) or first.endswith("ing")
    return f"{step[0].lower()}{step[1:]}" if plain else step


def fault(honest: str | None) -> Fault | None:
    """What we say we did wrong in the honest line; None where nothing tells, or it says sorry by itself."""
    said = (honest or "").lower().replace("ё", "е").replace("’", "'")
    if not said or _SORRY.search(said) or _THEIRS.search(said) or not _OURS.search(said):
        return None
    if _WRONG.search(said):
        return "mistake"
    return "date" if _LATE.search(said) else None


def _known(words: str | None) -> str | None:
    """The words as a clause; None where they only say that it isn't known."""
    said = clause(words)
    if said is None:
        return None
    low = said.lower().replace("ё", "е").replace("’", "'")
    unknown = low in _NOTHING or (_UNKNOWN.search(low) is not None and not names_time(low))
    return None if unknown else said
