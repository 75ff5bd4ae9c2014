"""The rules of both languages, out of the files beside this one."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from bot.common.languages import LANGUAGES
from bot.draftcheck.flag import KINDS, FlagKind
from bot.draftcheck.frames import FrameRows, Frames, expanded
from bot.draftcheck.insults import Insults, Words, alternatives
from bot.draftcheck.rules import CONDITIONS, Index, Rows, compile_all, index

_COMMON = re.compile(r"<(\w+)>")


def rows(language: str) -> Rows:
    """The rules of one language, with the lists of words in place of their names."""
    read = _read(language)
    words: dict[str, str] = read["words"]
    return tuple(
        (
            _kind(rule["kind"]),
            next(condition for condition in CONDITIONS if condition == rule.get("when", "")),
            _COMMON.sub(lambda name: words[name[1]], rule["lines"]),
        )
        for rule in read["rules"]
    )


def frame_rows(language: str) -> FrameRows:
    """The frames of one language, with the lists of words in place of their names."""
    read = _read(language)
    return tuple((_kind(frame["kind"]), expanded(frame["lines"], read["lists"])) for frame in read["frames"])


@cache
def rules() -> Index:
    """The rules of all languages: whoever writes in one quotes from the other."""
    return index(*(rows(language) for language in LANGUAGES))


@cache
def frames() -> Frames:
    """The frames of all languages."""
    return Frames(*(frame_rows(language) for language in LANGUAGES))


@cache
def insults() -> Insults:
    """The obscene words and insults of all languages: most people swear in either."""
    read = [_read(language)["insults"] for language in LANGUAGES]
    return Insults(
        Words(
            obscene=alternatives([words["obscene"] for words in read]),
            named=frozenset(name for words in read for name in words["named"].split()),
            innocent=frozenset(word for words in read for word in words["innocent"].split()),
            masked=tuple(word for words in read for word in words["masked"].split()),
        )
    )


def warm() -> None:
    """Reads and compiles all of it: more than a second of work, which belongs on a thread, once (decision 12)."""
    frames()
    insults()
    compile_all(rules())


@cache
def _read(language: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text("utf-8"))


def _kind(name: str) -> FlagKind:
    return next(kind for kind in KINDS if kind == name)
