"""An agency's playbook laid over ours: what is said in one language only still holds in all of them.

Words are of their language; ids, order, cadences and flags are of all. So what one file changes of these goes into
the others, and what it adds stands there in its own words until somebody writes it in theirs (protocol, section 6).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Data = dict[str, Any]

ENTRIES = ("behaviours", "fears")
"""The tables whose entries an agency may add, and take away with `false`."""
FLAGS = frozenset({"own_words", "unknown", "asks_date", "tense", "silence"})
SHARED = FLAGS | {"fears", "first", "then", "working_days", "until_date", "recap"}
"""Keys whose values are the same in every language."""


def laid_over(ours: Mapping[str, Data], theirs: Mapping[str, Data]) -> tuple[dict[str, Data], list[str]]:
    """The playbooks of all languages as data, and remarks on what stands in another language's words.

    Keys are laid over ours one by one; texts, numbers and lists replace ours whole.
    """
    remarks: list[str] = []
    merged = {}
    # What a file only repeats of ours changes nothing, so that the other file's change holds.
    theirs = {language: _news(overlay, ours[language]) for language, overlay in theirs.items()}
    gone = {(table, name) for overlay in theirs.values() for table, name, entry in _entries(overlay) if entry is False}
    order = {table: _order(table, [*ours.values(), *theirs.values()]) for table in ENTRIES}
    for language, base in ours.items():
        data = base
        for other, overlay in theirs.items():
            if other != language:
                borrowed = _borrowed(overlay, base)
                data = over(data, borrowed)
                remarks += _remarks(language, other, borrowed, theirs.get(language, {}), base)
        merged[language] = _settled(over(data, theirs.get(language, {})), gone, order)
    return merged, remarks


def over(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Data:
    """`theirs` laid over `ours`, table by table; neither is changed."""
    laid = dict(ours)
    for key, value in theirs.items():
        under = laid.get(key)
        laid[key] = over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return laid


def _entries(overlay: Data) -> Iterator[tuple[str, str, Any]]:
    """Each entry of the tables that have some: the table, the name, what stands there."""
    for table in ENTRIES:
        entries = overlay.get(table)
        if isinstance(entries, dict):
            yield from ((table, name, entry) for name, entry in entries.items())


def _order(table: str, files: Iterable[Data]) -> list[str]:
    """The names of the table's entries: ours first, then new ones as the files name them, the same in all languages."""
    return list(dict.fromkeys(name for file in files for at, name, _ in _entries(file) if at == table))


def _news(overlay: Data, base: Data) -> Data:
    """The overlay without shared values that are just ours."""
    told = dict(overlay)
    for table, name, entry in _entries(overlay):
        if isinstance(entry, dict) and isinstance(under := base[table].get(name), dict):
            told[table] = {**told[table], name: _without_shared(entry, under)}
    return told


def _without_shared(entry: Data, under: Data) -> Data:
    kept: Data = {}
    for key, value in entry.items():
        beneath = under.get(key)
        if isinstance(value, dict) and isinstance(beneath, dict):
            kept[key] = _without_shared(value, beneath)
        elif key not in SHARED or value != beneath or type(value) is not type(beneath):
            kept[key] = value
    return kept


def _borrowed(overlay: Data, base: Data) -> Data:
    """What one language's file says for all: new entries whole, and of known ones what isn't words."""
    found: Data = {}
    for table, name, entry in _entries(overlay):
        if entry is False or name not in base[table]:
            found.setdefault(table, {})[name] = entry
        elif isinstance(entry, dict) and (shared := _shared(entry)):
            found.setdefault(table, {})[name] = shared
    return found


def _shared(entry: Data) -> Data:
    kept: Data = {key: value for key, value in entry.items() if key in SHARED}
    for key, value in entry.items():
        if isinstance(value, dict) and (inner := _shared(value)):
            kept[key] = inner
    return kept


def _remarks(language: str, other: str, borrowed: Data, mine: Data, base: Data) -> Iterator[str]:
    own = {(table, name) for table, name, _ in _entries(mine)}
    for table, name, entry in _entries(borrowed):
        if isinstance(entry, dict) and name not in base[table] and (table, name) not in own:
            yield f"{language}.toml: {table}.{name}: isn't there, so its words are those of {other}.toml"


def _settled(data: Data, gone: set[tuple[str, str]], order: Mapping[str, list[str]]) -> Data:
    """Entries taken away are gone; the open fears stand last; a fear that a behaviour doesn't rank comes last there."""
    settled = dict(data)
    for table in ENTRIES:
        if isinstance(data.get(table), dict):
            entries = data[table]
            settled[table] = {n: entries[n] for n in order[table] if n in entries and (table, n) not in gone}
    fears, behaviours = settled.get("fears"), settled.get("behaviours")
    if not (isinstance(fears, dict) and isinstance(behaviours, dict)):
        return settled
    settled["fears"] = dict(sorted(fears.items(), key=lambda entry: _openness(entry[1])))
    named = [name for name, fear in fears.items() if _openness(fear) == 0]
    lost = [name for table, name in gone if table == "fears"]
    settled["behaviours"] = {name: _ranked(entry, named, lost) for name, entry in behaviours.items()}
    return settled


def _openness(fear: object) -> int:
    """0 for a fear with a name, 1 for the one in the manager's words, 2 for "don't know yet"."""
    if not isinstance(fear, dict):
        return 0
    return 2 if fear.get("unknown") is True else 1 if fear.get("own_words") is True else 0


def _ranked(behaviour: object, named: list[str], gone: list[str]) -> object:
    if not isinstance(behaviour, dict) or not isinstance(behaviour.get("fears", []), list):
        return behaviour
    ranked = [name for name in behaviour.get("fears", []) if name not in gone]
    return {**behaviour, "fears": [*ranked, *(name for name in named if name not in ranked)]}
