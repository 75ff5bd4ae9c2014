"""On which line of a TOML file a key stands. The parser of the standard library gives none, but it can be asked.

A key is there from the first line on up to which the text, read by `tomllib`, holds it; so a few readings of the
beginning of the file find it, and nothing here has to know how TOML is written.
"""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any


def line_of(text: str, path: Sequence[str]) -> int:
    """The line, from 1, on which the value at `path` begins; the text must hold it (see `holds`).

    It is the first line up to which the path is held; it is held from there on, so halving finds it.
    """
    lines = tuple(text.split("\n"))
    low, high = 0, len(lines)  # not held up to `low`, held up to `high`
    while high - low > 1:
        middle = (low + high) // 2
        if holds(_read(lines, middle), path):
            high = middle
        else:
            low = middle
    return high


_ENDS = ("", "\n]", '\n"""', "\n'''", '\n"""]', "\n''']")


@lru_cache(maxsize=256)  # the faults of one file are looked for in the same halves
def _read(lines: tuple[str, ...], count: int) -> dict[str, Any]:
    """What the first `count` lines hold; a list or a text that goes on is closed."""
    while count:
        beginning = "\n".join(lines[:count])
        for end in _ENDS:
            try:
                return tomllib.loads(beginning + end)
            except (ValueError, RecursionError):
                continue
        count -= 1
    return {}


def holds(data: object, path: Sequence[str]) -> bool:
    """Whether there is a value at `path`; items of lists are named by their number from 1."""
    for key in path:
        if isinstance(data, list) and key.isdecimal() and 1 <= int(key) <= len(data):
            data = data[int(key) - 1]
        elif isinstance(data, dict) and key in data:
            data = data[key]
        else:
            return False
    return True
