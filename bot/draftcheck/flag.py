"""What a program can see in a draft by itself: the kinds, the most important first (protocol, section 4)."""

from dataclasses import dataclass
from typing import Literal, get_args

FlagKind = Literal[
    "insult",
    "threats",
    "blame",
    "sarcasm",
    "brush_off",
    "absolutes",
    "capitals",
    "calm_down",
    "repeating",
    "defensive",
    "yes_but",
    "minimise",
    "no_date",
    "empty_apology",
    "passive",
    "trust_us",
    "exclamations",
]
KINDS: tuple[FlagKind, ...] = get_args(FlagKind)
"""In the order in which they weigh: what can't be taken back first, what only sounds wrong last."""


@dataclass(frozen=True, slots=True, order=True)
class Flag:
    """A stretch of the text worth rereading, from `start` to `end` (exclusive) in characters, and why."""

    start: int
    end: int
    kind: FlagKind
