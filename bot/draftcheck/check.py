"""What is worth rereading in a draft: both languages are always looked at, a manager may write either."""

import re
from collections.abc import Iterable, Iterator

from bot.draftcheck.checked_text import CheckedText, read
from bot.draftcheck.flag import Flag, FlagKind
from bot.draftcheck.frames import sentences, words_of
from bot.draftcheck.load import frames, insults, rules
from bot.draftcheck.marks import piled, shouted
from bot.draftcheck.rules import hits
from bot.timeparse.mention import names_time

_PROMISED = re.compile(
    r"\b(?:will|shall|going to|gonna|let you know|on it)\b|\w'll\b|"
    r"\b(?:буд(?:ет|ут|ем|у)|появ(?:ится|ятся)|заработает|решится|выйдет|придет|запустится|ждите)\b|"
    r"\b(?:при|от|на|со|вер|пере|с|у|под|ис|раз|по|вы|за|до|об|вн|обн|дора|ответ|реш)\w{0,20}"
    r"(?:шлем|шлю|вим|влю|вьем|жем|жу|щим|щу|немся|нусь|ним|ню|ним|аем|аю|яем|яю|делаем|делаю|берем|беру|беремся|шем|шу|"
    r"тим|чу|вечу|ветим|ведем|веду|дем|ду|жемся|жусь|дим|стим|мся|дам|дадим|рим|рю|лим|лю|сем|су)\b|"
    r"\b(?:мы|я|в работе|работаем|сделаем|сделаю|починим|починю|вернем|верну|вернемся|дадим|дам|ждем|решим|решу)\b"
)
_OURS = re.compile(
    r"\b(?:мы|я|нами|мной|у нас|у меня|нам|мне|наш\w*|моя|моей|мой|we|i|our|ours|us|my|by \w+)\b|\b(?:we|i)'"
)


_GRAVE = frozenset({"insult", "threats"})
_CELL = 4
"""Characters by which stretches are compared: fewer than the shortest word with its blank."""


def check(text: str) -> tuple[Flag, ...]:
    """What a program can see in the text, in the order in which it stands; never raises, whatever the text is.

    Words that are quoted are somebody else's, and are left alone. A promise is without a date only where its sentence
    names no time.
    """
    draft = read(text)
    worded = {*_worded(draft)}
    found = sorted({*worded, *_told_apart(worded, _framed(draft)), *_marked(draft)})
    return tuple(sorted(_merged(found)))


def _worded(draft: CheckedText) -> Iterator[Flag]:
    starts = frozenset(draft.starts)
    known: dict[tuple[int, str], bool] = {}
    for hit in hits(draft.folded, rules(), starts):
        if draft.is_quoted(hit.start):
            continue
        start, end = draft.sentence(hit.start)
        undated = "undated" if hit.rule.kind == "no_date" else ""
        asked = [name for name in (undated, hit.rule.condition) if name]
        for name in asked:
            if (start, name) not in known:
                known[start, name] = _holds(name, draft.folded[start:end])
        if all(known[start, name] for name in asked):
            yield Flag(hit.start, hit.end, hit.rule.kind)


def _framed(draft: CheckedText) -> Iterator[Flag]:
    own, known = draft.own, frames()
    words = words_of(own)
    for sentence in sentences(words, draft.starts):
        for start, end, kind in known.found(sentence):
            yield Flag(start, end, kind)
    for start, end in insults().found(draft.text, own, words):
        yield Flag(start, end, "insult")


def _told_apart(worded: set[Flag], framed: Iterable[Flag]) -> Iterator[Flag]:
    """The frames that say something new: the shortest of a kind, and none where a line says why already.

    What can't be taken back is said whatever else is found there.
    """
    taken: dict[int, set[FlagKind]] = {}
    for flag in worded:
        for place in range(flag.start // _CELL, (flag.end - 1) // _CELL + 1):
            taken.setdefault(place, set()).add(flag.kind)
    for flag in sorted(framed, key=lambda flag: (flag.end - flag.start, flag)):
        cells = range(flag.start // _CELL, (flag.end - 1) // _CELL + 1)
        grave = flag.kind in _GRAVE
        if any((flag.kind in taken[cell]) if grave else taken[cell] for cell in cells if cell in taken):
            continue
        yield flag
        for cell in cells:
            taken.setdefault(cell, set()).add(flag.kind)


def _holds(condition: str, sentence: str) -> bool:
    match condition:
        case "undated":
            return not names_time(sentence)
        case "promised":
            return _PROMISED.search(sentence) is not None
        case _:
            return _OURS.search(sentence) is None


def _marked(draft: CheckedText) -> Iterator[Flag]:
    for start, end in shouted(draft.text):
        if not draft.is_quoted(start):
            yield Flag(start, end, "capitals")
    for start, end in piled(draft.text):
        if not draft.is_quoted(start):
            yield Flag(start, end, "exclamations")


def _merged(flags: list[Flag]) -> Iterator[Flag]:
    """One flag for stretches of one kind that touch."""
    open_ones: dict[str, Flag] = {}
    for flag in flags:
        before = open_ones.get(flag.kind)
        if before is not None and flag.start <= before.end:
            open_ones[flag.kind] = Flag(before.start, max(before.end, flag.end), flag.kind)
            continue
        if before is not None:
            yield before
        open_ones[flag.kind] = flag
    yield from open_ones.values()
