"""Where somebody stands who lets it out, and what of it still stands in the chat. Pure."""

from dataclasses import dataclass, replace
from typing import Final

from bot.viewmodels.place import Place

LETTING_OUT: Final = frozenset({"vent", "heard", "heavy"})
"""The places at which what a person writes is part of it."""
_AFTER: Final = frozenset({"vented", "held"})


@dataclass(frozen=True, slots=True)
class VentMessages:
    """How many of a chat's messages are still to go (`going`), and how many Telegram doesn't let go (`kept`)."""

    going: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class VentView:
    """Where somebody stands who lets it out, and what of it still stands in the chat."""

    place: "VentPlace"
    messages: VentMessages


@dataclass(frozen=True, slots=True)
class VentPlace:
    """One of the places of letting it out: "vent" invites, "heard" answers, "heavy" names people who help; "vented"
    and "held" are the same once it has ended. `turn` chooses the wording, `run` is what was under way before."""

    name: str
    turn: int
    run: int | None = None

    @property
    def place(self) -> Place:
        """As a place: "vent:7", or "vent:7,12" with a run."""
        return Place(self.name, str(self.turn) if self.run is None else f"{self.turn},{self.run}")

    def at(self, name: str) -> "VentPlace":
        """Another of the places, with the same wording."""
        return replace(self, name=name)

    def next(self, name: str) -> "VentPlace":
        """Another of the places, with the next wording."""
        return replace(self, name=name, turn=self.turn + 1)


def vent_place(place: Place) -> VentPlace | None:
    """The place as one of letting it out, None for any other."""
    if place.name not in LETTING_OUT | _AFTER:
        return None
    turn, _, run = place.arguments.partition(",")
    return VentPlace(place.name, int(turn), int(run) if run else None)


def lets_out(place: Place) -> bool:
    """Whether a chat at that place lets it out."""
    return place.name in LETTING_OUT
