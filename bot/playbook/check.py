"""What a playbook has to keep to beyond its shape, so that each of its texts can be said as it stands."""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping

from bot.protocol.phrase import required, slots
from bot.protocol.playbook import Behaviour, DraftTemplate, Fear, News, Playbook

LABEL = 26
"""Characters that a button of half a row shows."""
PHRASE = 160
"""Characters that can be said in one breath."""
SIGN = 80
"""Characters of what stands in a list of several on one screen."""
LONGEST = 300
"""Characters of any other text: none of them may make a screen longer than a message."""
MOST = {"behaviours": 12, "fears": 10}
"""Entries that one screen can show."""
FIRMNESS = ("gentle", "firmer", "boundary")
NEWS: tuple[News, ...] = ("good", "bad", "none")

_ID = re.compile(r"[a-z][a-z0-9_]{0,19}")
_TAKEN = re.compile(r"open|back|skip|detail|keep|next|new|calm|threat_people|page[0-9]*")
"""What buttons of the program itself say in place of an entry's name."""

_SAID = frozenset({"time", "hours"})
_WRITTEN = frozenset({"client", "honest", "next_step", "time"})
_SPOKEN = ("gentle", "firmer", "boundary", "reopen", "says", "asks", "question")
_WORDS = frozenset({"words", "threat_words"})
"""Lists of what a person may type, which nobody is shown."""
_TYPED = re.compile(r"[^\W_]+\*?(\|[^\W_]+\*?)*( [^\W_]+\*?(\|[^\W_]+\*?)*)*")
_END = re.compile(r"[.?][»”]?$")
_BANNED = {
    "!": "an exclamation mark",
    "…": "dots in place of words",
    "..": "dots in place of words",
    "__": "a blank to fill in",
    "  ": "two spaces in a row",
    "\n": "a line break",
}


def faults(playbook: Playbook) -> Iterator[str]:
    """What is wrong in one playbook: the key, a colon, what is wrong and what is allowed."""
    for table in MOST:
        yield from _entries(table, getattr(playbook, table))
    for path, text in texts(playbook):
        yield from (f"{'.'.join(path)}: {fault}" for fault in _text(path, text))
    for path, value in _walk((), playbook):
        if _typed(path) and not (isinstance(value, str) and _TYPED.fullmatch(value)):
            yield f"{'.'.join(path)}: allowed: words with one space between, a | between words of which any will do"
    for name, fear in playbook.fears.items():
        yield from _fear(f"fears.{name}", fear)
    yield from _draft("bare", playbook.bare, honest=False)
    yield from _draft("plain", playbook.plain, honest=True)
    open_fears = list(_open_fears(playbook))
    yield from open_fears
    for name, behaviour in playbook.behaviours.items():
        yield from _behaviour(f"behaviours.{name}", behaviour, None if open_fears else playbook)
    if all(fear.own_words or fear.unknown for fear in playbook.fears.values()):
        yield "fears: none has a name, allowed: at least one besides “something else” and “don't know yet”"
    if not playbook.behaviours:
        yield "behaviours: is empty, allowed: at least one"
    if not playbook.examples:
        yield "examples: is empty, allowed: at least one"
    if not playbook.reopen:
        yield "reopen: is empty, allowed: at least one phrase"


def _entries(table: str, entries: Mapping[str, Behaviour] | Mapping[str, Fear]) -> Iterator[str]:
    """Names that a button can carry, no more entries than a screen shows, and each under a label of its own."""
    for name in entries:
        if not _ID.fullmatch(name):
            yield f"{table}.{name}: allowed as a name: up to 20 of a-z, 0-9 and _, a letter first"
        elif _TAKEN.fullmatch(name):
            yield f"{table}.{name}: the name is taken by the program, allowed: any other"
    if len(entries) > MOST[table]:
        yield f"{table}: has {len(entries)} entries, allowed: {MOST[table]}"
    labels: dict[str, str] = {}
    for name, entry in entries.items():
        first = labels.setdefault(entry.label.casefold(), name)
        if first != name:
            yield f"{table}.{name}.label: is that of {first} too, allowed: one of its own"


def differences(playbook: Playbook, other: Playbook) -> Iterator[str]:
    """Where the two differ in more than their words: ids and their order, cadences, flags."""
    ours, theirs = dict(_machine(playbook)), dict(_machine(other))
    for path in {**theirs, **ours}:
        if path != ("language",) and ours.get(path) != theirs.get(path):
            yield f"{'.'.join(path)}: is {_value(ours.get(path))}, allowed: {_value(theirs.get(path))}"


def texts(playbook: Playbook) -> Iterator[tuple[tuple[str, ...], str]]:
    """All texts of the playbook that a person sees, each with its path of keys; lists count from 1."""
    for path, value in _walk((), playbook):
        unseen = path[-1] in {"language", "first", "then"} or "fears" in path[2:] or _typed(path)
        if isinstance(value, str) and not unseen:
            yield path, value


def _typed(path: tuple[str, ...]) -> bool:
    return bool(_WORDS & set(path))


def _walk(path: tuple[str, ...], value: object) -> Iterator[tuple[tuple[str, ...], object]]:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _walk((*path, field.name), getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk((*path, str(key)), inner)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value, 1):
            yield from _walk((*path, str(number)), inner)
    else:
        yield path, value


def _machine(playbook: Playbook) -> Iterator[tuple[tuple[str, ...], object]]:
    yield ("behaviours",), tuple(playbook.behaviours)
    yield ("fears",), tuple(playbook.fears)
    shown = {path for path, _ in texts(playbook)}
    yield from ((path, value) for path, value in _walk((), playbook) if path not in shown and not _typed(path))


def _text(path: tuple[str, ...], text: str) -> Iterator[str]:
    if not text or text != text.strip():
        yield "is blank or has space at an end, allowed: a text"
        return
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in text):
        yield "holds a character that can't be seen, allowed: none"
    yield from (f"holds {what}, allowed: none" for part, what in _BANNED.items() if part in text)
    spoken, written = any(key in _SPOKEN for key in path), any(key in {"drafts", "bare", "plain"} for key in path)
    allowed = _SAID if spoken else _WRITTEN if written else frozenset[str]()
    try:
        unknown = slots(text) - allowed
    except ValueError as error:
        yield str(error)
        return
    if unknown:
        yield f"holds {_listed(sorted(unknown))}, allowed: {_listed(sorted(allowed))}"
    most = {"label": LABEL, "tell": SIGN, "short": SIGN}.get(path[-1], PHRASE if spoken or written else LONGEST)
    if len(text) > most:
        yield f"has {len(text)} characters, allowed: {most}"
    if (spoken or written) and not _END.search(text) and text != "{honest}":
        yield "doesn't end a sentence, allowed: a full stop or a question mark at the end"


def _open_fears(playbook: Playbook) -> Iterator[str]:
    """One fear is for the manager's own words and one for "don't know yet": the debrief can't do without."""
    for flag in ("own_words", "unknown"):
        marked = [name for name, fear in playbook.fears.items() if getattr(fear, flag)]
        if len(marked) != 1:
            yield f"fears: {flag} is set in {_listed(marked)}, allowed: exactly one"


def _behaviour(path: str, behaviour: Behaviour, playbook: Playbook | None) -> Iterator[str]:
    """Its phrases, and with a `playbook`, whose open fears are right, the fears that it ranks."""
    for firmness in FIRMNESS:
        count = len(getattr(behaviour, firmness))
        if count != 3:
            yield f"{path}.{firmness}: {count} phrases, allowed: 3"
    if playbook is None:
        return
    named = sorted(name for name, fear in playbook.fears.items() if not (fear.own_words or fear.unknown))
    if sorted(behaviour.fears) != named:
        yield f"{path}.fears: {_listed(behaviour.fears)}, allowed: {_listed(named)}, each once"


def _fear(path: str, fear: Fear) -> Iterator[str]:
    for lists in ("signs", "asks", "says", "dos", "avoids"):
        if not getattr(fear, lists):
            yield f"{path}.{lists}: is empty, allowed: at least one text"
    for number, text in enumerate(fear.avoids, 1):
        if " — " not in text:
            yield f"{path}.avoids.{number}: has no reason, allowed: what to avoid, then “ — ” and why"
    if not 0 <= fear.cadence.working_days <= 366:
        yield f"{path}.cadence.working_days: {fear.cadence.working_days}, allowed: 0 to 366"
    if fear.cadence.until_date != fear.asks_date:
        yield f"{path}.cadence.until_date: allowed: true together with asks_date, else false"
    for news in NEWS:
        draft = fear.drafts.get(news)
        if draft is None:
            yield f"{path}.drafts.{news}: is missing"
        else:
            yield from _draft(f"{path}.drafts.{news}", draft, honest=True)


def _draft(path: str, draft: DraftTemplate, *, honest: bool) -> Iterator[str]:
    """Two sentences stay whatever is missing, and the one with the time is the last."""
    if not 2 <= len(draft.sentences) <= 5:
        yield f"{path}.sentences: {len(draft.sentences)}, allowed: 2 to 5"
        return
    try:
        needed = [required(text) for text in (*draft.sentences, draft.no_time)]
    except ValueError:
        return  # told with the text itself
    *body, last, no_time = needed
    if body[0]:
        yield f"{path}.sentences.1: needs {_listed(sorted(body[0]))}, allowed: placeholders only inside [ ]"
    if last != {"time"}:
        yield f"{path}.sentences.{len(draft.sentences)}: needs {_listed(sorted(last))}, allowed: exactly time"
    if no_time:
        yield f"{path}.no_time: needs {_listed(sorted(no_time))}, allowed: none"
    if any("time" in names for names in body):
        yield f"{path}.sentences: time stands before the last sentence, allowed: in the last one only"
    if honest != any("honest" in names for names in body):
        yield f"{path}.sentences: allowed: {'one' if honest else 'none'} with honest"


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names) or "none"


def _value(value: object) -> str:
    if value is None:
        return "absent"
    return _listed([str(item) for item in value]) if isinstance(value, tuple) else str(value).lower()
