"""Where somebody stands who lets it out, and what of it still stands in the chat. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from bot.viewmodels.place import Place


class VentStage(StrEnum):
    """The places of letting it out, by name: how far it is.

    An enumeration of its own beside the table of places, since the store asks it while updates are taken in.
    """

    INVITED = "vent"
    ANSWERED = "heard"
    HEAVY = "heavy"
    """It is too much: people who help are named."""
    ENDED = "vented"
    ENDED_HEAVY = "held"

    @property
    def lets_out(self) -> bool:
        """Whether what the person writes is part of it."""
        return self not in {VentStage.ENDED, VentStage.ENDED_HEAVY}


@dataclass(frozen=True, slots=True)
class VentMessages:
    """How many of a chat's messages are still to go (`going`), and how many Telegram doesn't let go (`kept`)."""

    going: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class VentPlace:
    """A place of letting it out. `turn` chooses the wording, `run` is what was under way before."""

    stage: VentStage
    turn: int
    run: int | None = None

    @property
    def place(self) -> Place:
        """As a place: "vent:7", or "vent:7,12" with a run."""
        return Place(self.stage.value, str(self.turn) if self.run is None else f"{self.turn},{self.run}")

    @property
    def lets_out(self) -> bool:
        """Whether what the person writes is part of it."""
        return self.stage.lets_out

    def to(self, stage: VentStage) -> Self:
        """Another stage, with the same wording."""
        return replace(self, stage=stage)

    def next(self, stage: VentStage) -> Self:
        """Another stage, with the next wording."""
        return replace(self, stage=stage, turn=self.turn + 1)


@dataclass(frozen=True, slots=True)
class VentView:
    """Where somebody stands who lets it out, and what of it still stands in the chat."""

    place: VentPlace
    messages: VentMessages


_STAGES = {stage.value: stage for stage in VentStage}


def vent_place(place: Place) -> VentPlace | None:
    """The place as one of letting it out, None for any other."""
    stage = _STAGES.get(place.name)
    if stage is None:
        return None
    turn, _, run = place.arguments.partition(",")
    return VentPlace(stage, int(turn), int(run) if run else None)


def lets_out(place: Place) -> bool:
    """Whether a chat at that place lets it out."""
    stage = _STAGES.get(place.name)
    return stage is not None and stage.lets_out
