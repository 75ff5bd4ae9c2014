"""How the rules are written and found: lines of words, looked up by the beginning of their first word.

A line is words in lower case with е for ё and plain apostrophes, which the text may leave out:

    stem*       the word and any ending of it; `*` alone is any word, `*ing` any word that ends so
    a b         words one after the other, a comma or a dash between them or not
    (a|b c)     one of them
    [a|b] c     one of them, or none, before c
    a .. b      up to four words between, none of which begins another thought ("we", "that")
    a ... b     anything up to 80 characters within the clause
    a{ b| c}    not where one of these follows
    ~a          not after a "not" or an "if"
    ^a          only where a sentence begins

A text is walked word by word, and only the rules whose first word begins as this one does are tried there: the
cost goes with the length of the text, not with the number of rules. No pattern can look further than its few words,
so there is nothing to backtrack into.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from bot.draftcheck.flag import FlagKind

Condition = Literal["", "promised", "nobody"]
CONDITIONS: tuple[Condition, ...] = get_args(Condition)
"""When a line counts: always; where its sentence promises something; where it names nobody of ours (`check.py`)."""

Rows = tuple[tuple[FlagKind, Condition, str], ...]

_KEY = 3
"""Letters of a first word by which its rules are found; a stem must not be shorter."""
_GAP = r"[ ,—–-]{1,4}+"
_WORD = r"[\w'%-]{1,30}+"
_LETTERS = r"[^\W\d_]*+"
_STEM = r"[^\W\d_]{1,20}"
_BEGINNINGS = frozenset({" ", " .. ", " ... ", "(", "|", "["})
_ENDS = (" ", " .. ", " ... ", ")", "|", "]", "{", "}")
_TRIES, _SPARSE = 50, 40
"""Rules that begin alike are tried at so many words of a text, in a long one at a word in so many letters: one that
says "вы" more often than any message does costs no more than another."""
_PARTS = re.compile(r" \.\.\. | \.\. |[\[\](){}|]|\*|'| |[\w-]+")
_AFTER_NO = r"(?<!\bне )(?<!\bни )(?<!\bесли )(?<!\bnot )(?<!n't )(?<!\bnever )(?<!\bif )"
_WORDS = re.compile(r"[^\W\d_]+")
_BEGUN = re.compile(rf"([^\W\d_]{{1,{_KEY}}}+)[^\W\d_]*+")
"""As much of a word as its rules are found by."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Lines of a kind that can be matched where one of their first words stands, as one regular expression."""

    kind: FlagKind
    condition: Condition
    pattern: str
    first: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule was found."""

    rule: Rule
    start: int
    end: int


Index = Mapping[str, tuple[Rule, ...]]


def index(*tables: Rows) -> Index:
    """The rules of all tables by how their first words begin. Raises ValueError for a line that can't be read."""
    groups: dict[tuple[str, FlagKind, Condition, bool], list[str]] = {}
    for kind, condition, lines in (row for table in tables for row in table):
        for line in filter(None, (each.strip() for each in lines.splitlines())):
            first = line.startswith("^")
            plain = line.lstrip("^~")
            pattern = f"{_AFTER_NO if line.startswith('~') else ''}{compiled(plain)}"
            for key in sorted(set(_keys(plain))):
                groups.setdefault((key, kind, condition, first), []).append(pattern)
    found: dict[str, list[Rule]] = {}
    for (key, kind, condition, first), patterns in groups.items():
        # The longer of two that begin alike is tried first, so that the whole stretch is marked.
        joined = "|".join(sorted(patterns, key=len, reverse=True))
        rule = Rule(kind, condition, rf"(?:{joined})(?!\w)", first)
        found.setdefault(key, []).append(rule)
    return {key: tuple(rules) for key, rules in found.items()}


def hits(text: str, rules: Index, starts: frozenset[int]) -> Iterator[Hit]:
    """All places of the folded text where a rule holds; `starts` are the places where sentences begin."""
    most = max(_TRIES, len(text) // _SPARSE)
    tried: Counter[str] = Counter()
    for begun in _BEGUN.finditer(text):
        key = begun.group(1)
        found = rules.get(key)
        if found is None or tried[key] >= most:
            continue
        tried[key] += 1
        at = begun.start()
        for rule in found:
            if rule.first and at not in starts:
                continue
            match = _pattern(rule.pattern).match(text, at)
            if match is not None:
                yield Hit(rule, at, match.end())


def compile_all(rules: Index) -> None:
    """Compiles what would else be compiled when a text first needs it."""
    for rule in (rule for found in rules.values() for rule in found):
        _pattern(rule.pattern)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Compiled once, when it is first needed or before: all at once takes most of a second."""
    return re.compile(source)


_SIGNS = {
    " ... ": rf"{_GAP}[^.!?:;\n]{{0,80}}?\b",
    " .. ": rf"{_GAP}(?:(?!(?:мы|я|что|но|we|i|that|but)\b){_WORD}{_GAP}){{0,4}}?",
    " ": _GAP,
    "*": _LETTERS,
    "'": "'?",
    "(": "(?:",
    ")": ")",
    "|": "|",
    "{": "(?!(?:",
    "}": r")(?!\w))",
    "[": "(?:(?:",
}


def compiled(line: str) -> str:
    """The line as a regular expression."""
    parts = _PARTS.findall(line)
    if "".join(parts) != line or line.endswith("]"):
        msg = f"a rule that can't be read: {line!r}"
        raise ValueError(msg)
    made = ""
    for place, part in enumerate(parts):
        if part == "]":
            made += rf"){_GAP})?"
        elif part[0] == " " and parts[place - 1 : place] == ["]"]:
            made += _SIGNS[part].removeprefix(_GAP)  # the gap belongs to what may be left out
        elif part == "*" and parts[place + 1 : place + 2] not in ([], *([end] for end in _ENDS)):
            made += _STEM  # what comes before an ending that is named
        elif part == "*" and (place == 0 or parts[place - 1] in _BEGINNINGS):
            made += _WORD
        else:
            made += _SIGNS.get(part) or re.escape(part)
    return made


def _keys(line: str) -> Iterator[str]:
    """The beginnings of the words with which the line may begin."""
    if line[0] in "([":
        inner, rest = _group(line)
        for choice in inner:
            yield _key(choice, line)
        if line[0] == "[":
            yield from _keys(rest.lstrip())
    else:
        yield _key(line, line)


def _group(line: str) -> tuple[Iterable[str], str]:
    """The choices of the group that the line begins with, and what follows it."""
    depth, choices, start = 0, [], 1
    for place, sign in enumerate(line):
        depth += (sign in "([") - (sign in ")]")
        if depth == 0 or (depth == 1 and sign == "|"):
            choices.append(line[start:place])
            start = place + 1
        if depth == 0:
            return choices, line[place + 1 :]
    msg = f"a bracket that isn't closed: {line!r}"
    raise ValueError(msg)


def _key(words: str, line: str) -> str:
    first = _WORDS.match(words)
    if first is None or (words[first.end() : first.end() + 1] == "*" and len(first.group()) < _KEY):
        msg = f"a rule must begin with a word, a stem with {_KEY} letters: {line!r}"
        raise ValueError(msg)
    return first.group()[:_KEY]
