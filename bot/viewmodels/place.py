"""Where a chat stands: the name of a place and its arguments, written and read in this one spot."""

from typing import NamedTuple, Self


class Place(NamedTuple):
    """A place of the table (`bot.conversation.places`), and what it is about: `Place("client", "12.c0")`.

    Each place knows how to read its own `arguments`; "" where it has none.
    """

    name: str
    arguments: str = ""

    def __str__(self) -> str:
        """As it is stored with a chat: "menu", "client:12.c0"."""
        return f"{self.name}:{self.arguments}" if self.arguments else self.name

    @classmethod
    def read(cls, stored: str) -> Self:
        """The place that `str` wrote."""
        name, _, arguments = stored.partition(":")
        return cls(name, arguments)
