"""The line that says from when to when something was missing, as it is stored with a chat. Pure."""

from dataclasses import dataclass
from typing import Final, Self

KEYS: Final = frozenset({"away-since", "away-restored"})
"""The texts that name two moments."""


@dataclass(frozen=True, slots=True)
class Span:
    """The text of that key, about the time from `start` to `end` (Unix seconds UTC), said in the zone of its reader."""

    key: str
    start: int
    end: int
    zone: str

    def __str__(self) -> str:
        """As a notice is stored: "away-since:1772614800,1772701200,Europe/Moscow"."""
        return f"{self.key}:{self.start},{self.end},{self.zone}"

    @classmethod
    def read(cls, notice: str) -> Self | None:
        """The stored notice as a span; None for any other."""
        key, _, values = notice.partition(":")
        if key not in KEYS:
            return None
        start, end, zone = values.split(",")
        return cls(key, int(start), int(end), zone)
