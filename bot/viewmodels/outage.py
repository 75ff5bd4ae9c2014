"""The line that says from when to when something was missing, as it is stored with a chat. Pure."""

from dataclasses import dataclass
from typing import Final, Self

KEYS: Final = frozenset({"away-since", "away-taps", "away-restored"})
"""The texts that name two moments."""


@dataclass(frozen=True, slots=True)
class Missed:
    """The text of that key, about the time from `start` to `end` (Unix seconds UTC)."""

    key: str
    start: int
    end: int

    def __str__(self) -> str:
        """As a notice is stored: "away-since:1772614800,1772701200"."""
        return f"{self.key}:{self.start},{self.end}"

    @classmethod
    def read(cls, notice: str | None) -> Self | None:
        """The stored notice, if it is one of these."""
        key, _, values = (notice or "").partition(":")
        if key not in KEYS:
            return None
        start, end = values.split(",")
        return cls(key, int(start), int(end))
