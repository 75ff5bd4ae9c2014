"""Which records are counted: of whom and over how many days; and the pictures that there are of them."""

from dataclasses import dataclass

from bot.insights.periods import DAYS, USUAL
from bot.protocol.engine.words import number

KINDS = ("tension", "fears", "outcomes", "promises", "phrases", "silence")
"""The pictures that there are."""


@dataclass(frozen=True, slots=True)
class Look:
    """At what is looked: a client by id, 0 for all, and over how many days."""

    client: int = 0
    days: int = USUAL

    @property
    def argument(self) -> str:
        """As it stands in a place and in a button."""
        return f"{self.client}.{self.days}"


def look_of(argument: str) -> Look:
    """What `Look.argument` wrote; what can't be read is all clients and the usual period."""
    client, days = (number(part) for part in argument.partition(".")[::2])
    return Look(client or 0, days if days in DAYS else USUAL)
