"""Checks on wording that more than one test makes: gender in Russian, typography in both languages."""

import re

# Who has a gender that the bot doesn't know. "Тот, кто решает", a past vendor, the bot and things are left alone.
_PEOPLE = r"(?:я|ты|он|она|клиент|менеджер|человек|собеседник)"
_FILLERS = r"(?:(?:не|совсем|уже|ещё|всегда|тоже|так|очень|просто|бы|вам|тебе|вас|тебя|это|всё|сейчас|пока|сразу)\s+)*"
# Where a clause begins, so that its subject may be left out: "Понял вас", "спасибо, что сказала".
_OPENING = r"(?:(?:^|[.?!:;,\n«“(—–])\s*|\b(?:что|если|когда|раз|как|пока|чем|где|чего)\s+)"

# What a manager or a client does on a call or after it, masculine past; the endings are added.
_DONE = (
    "понял сказал написал записал выбрал сделал хотел решил услышал увидел заметил получил знал думал обещал забыл "
    "ответил отправил прочитал закончил начал взял дал держал справил согласил постарал извинил попросил спросил "
    "прислал слышал видел проверил подготовил пообещал позвонил предложил упустил потерял успел успокоил говорил"
)
_PAST = (
    rf"(?:(?:{'|'.join(_DONE.split())})(?:а|ся|ась)?|(?:с?мог|приш[её]л|проч[её]л|наш[её]л|уч[её]л|ошибся)|"
    r"(?:с?могла|пришла|прочла|нашла|учла|ошиблась))"
)
# States that only a person is in.
_STATE = (
    r"(?:рада?|уверена?|соглас(?:ен|на)|благодар(?:ен|на)|виновата?|дов(?:олен|ольна)|намерена?|споко(?:ен)|обязана?|"
    r"должен|должна|вынужден|вынуждена|расстроена?|огорч(?:[её]н|ена)|удивл(?:[её]н|ена)|обиж(?:ен|ена))"
)
# States that things are in too, so they count only where a person is the subject or the clause begins with them.
_SHORT = (
    r"(?:готова?|занята?|свобод(?:ен|на)|спокойна|права?|способ(?:ен|на)|знакома?|один|одна|сам|сама|устала?|жива?)"
)
_AT_ONCE = r"(?:готова?|занята?|свобод(?:ен|на)|устала?)\b(?=\s*(?:[.?!,:;]|$|\w+ть\b|(?:к|на|вам|тебе)\b))"
# Nouns that end as a past tense does.
_NOUN = r"(?:дела|канал|начала|файл|стол|отдел|материал|журнал|сигнал|балл|сила|школа|протокол|персонал|зал)\b"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_STATE}\b",
        rf"\b{_PEOPLE}\s+{_FILLERS}{_SHORT}\b",
        rf"{_OPENING}{_FILLERS}{_AT_ONCE}",
        r"\b(?:сам|сама)\s+[а-яё]+(?:и|й|ите|йте|ешь|ёшь|ишь)\b",
        rf"\b{_PEOPLE}\b(?:\s+(?!{_NOUN})[\w-]+){{0,3}}?\s+(?!{_NOUN})[а-яё]+(?:л|ла|лся|лась)\b",
        rf"\b{_PEOPLE}\s+(?:[\w-]+\s+){{0,2}}?{_PAST}\b",
        rf"{_OPENING}{_FILLERS}{_PAST}\b(?!\s+(?:тот|бот)\b)",
        r"\b[а-яё]*[аеиоуыяёю]л(?:а|ся|ась)?\s+бы\b",
        r"\b(?:с?мог|с?могла)\s+бы\b",
        r"\w\((?:а|ла|на|ась|я)\)",
        r"\w(?:л|ен|ов|ад)/(?:а|ла|на)\b",
        r"\b(?:клиентк|менеджерш|собеседниц)\w+",
    )
)
# Set phrases in which nobody is meant.
_NOBODY = re.compile(r"кто виноват|записала бы камера", re.IGNORECASE)


def gendered(text: str) -> list[str]:
    """The stretches of a Russian text that give the manager or the client a gender (protocol, section 2)."""
    text = _NOBODY.sub("", text)
    return [found.group().strip() for pattern in _PATTERNS for found in pattern.finditer(text)]


_STRAIGHT = re.compile(r"[\"'`´]")
_FOREIGN = {"ru": re.compile(r"[“”‘’]"), "en": re.compile(r"[«»„]")}
_PAIRS = {"ru": ("«", "»"), "en": ("“", "”")}
_FAULTS = (
    (re.compile(r"  "), "two spaces"),
    (re.compile(r"\s[,.;:?](?:\s|$)"), "a space before a mark"),
    (re.compile(r"[ \t]\n|\n[ \t]"), "a space at a line break"),
    (re.compile(r"(?<=\s)[-–](?=\s)"), "a hyphen in place of a dash"),
    (re.compile(r"!"), "an exclamation mark"),
    (re.compile(r"…|\.\.|__"), "a gap"),
    (re.compile(r"[,;:.?][^\W\d_]"), "no space after a mark"),
)
_NOT_PROSE = re.compile(r"https?://\S+|@\w+|/\w+|Europe/\w+")


def untidy(text: str, language: str) -> list[str]:
    """What is wrong with the typography of a text in this language: quotes, spaces, dashes, marks."""
    text = _NOT_PROSE.sub("x", text)
    wrong = [what for pattern, what in _FAULTS if pattern.search(text)]
    if _STRAIGHT.search(text):
        wrong.append("a straight quote")
    if _FOREIGN[language].search(text):
        wrong.append("a quote of another language")
    opened, closed = _PAIRS[language]
    if text.count(opened) != text.count(closed):
        wrong.append("a quote that isn't closed")
    return wrong
