"""The rules of both languages, out of the files beside this one."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from bot.common.languages import LANGUAGES
from bot.draftcheck.flag import KINDS
from bot.draftcheck.rules import CONDITIONS, Index, Rows, index

_COMMON = re.compile(r"<(\w+)>")


def rows(language: str) -> Rows:
    """The rules of one language, with the lists of words in place of their names."""
    read: dict[str, Any] = tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text("utf-8"))
    words: dict[str, str] = read["words"]
    return tuple(
        (
            next(kind for kind in KINDS if kind == rule["kind"]),
            next(condition for condition in CONDITIONS if condition == rule.get("when", "")),
            _COMMON.sub(lambda name: words[name[1]], rule["lines"]),
        )
        for rule in read["rules"]
    )


@cache
def rules() -> Index:
    """The rules of all languages: whoever writes in one quotes from the other."""
    return index(*(rows(language) for language in LANGUAGES))
