"""Where things stand with a client, from what happened with them (protocol, section 8; P3, B4, X). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.protocol.followup import How

State = Literal["calm", "anxious", "tense", "abuse"]

CALMING = 2
"""Constructive follow-ups in a row after which an anxious client is calm (protocol, section 8)."""
ROUNDS = 3
"""Follow-ups that were still tense, without a constructive one between, after which the parting check is offered."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened with a client at `at` (Unix seconds UTC).

    A debrief brings `tense`; a follow-up brings `how` it went, and `kept`, where the manager left the rhythm as it
    was after a constructive talk.
    """

    at: int
    tense: bool = False
    how: How | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class ClientState:
    """What the events come to.

    `since` is the moment of the last debrief or tense follow-up, from which the first phase of a cadence is counted;
    `notches` how many steps on the ladder the rhythm was relaxed; `rounds` how many follow-ups in a row were not yet
    better; `calmed_at` when the client became calm, None for one who is not, or never was anything else.
    """

    state: State = "calm"
    since: int | None = None
    notches: int = 0
    rounds: int = 0
    calmed_at: int | None = None

    @property
    def reminded(self) -> bool:
        """Whether the client is to hear from the manager by a rhythm, unless the manager says otherwise."""
        return self.state != "calm"

    @property
    def part(self) -> bool:
        """Whether the parting check is offered: abuse, or a third round without improvement (B4, X)."""
        return self.state == "abuse" or self.rounds >= ROUNDS


def standing(events: Sequence[Event]) -> ClientState:
    """Where it stands after `events`, the oldest first.

    A tense debrief makes a client anxious until two constructive follow-ups in a row; each of those relaxes the rhythm
    by a notch, unless the manager kept it.
    """
    now = ClientState()
    streak = 0
    for event in events:
        match event.how:
            case None:
                state: State = "tense" if event.tense else now.state
                streak = 0 if event.tense else streak
                now = ClientState(
                    state,
                    event.at,
                    0 if event.tense else now.notches,
                    now.rounds,
                    None if event.tense else now.calmed_at,
                )
            case "constructive":
                streak += 1
                calm = now.state == "calm" or streak >= CALMING
                calmed = event.at if calm and now.state != "calm" else now.calmed_at
                now = ClientState("calm" if calm else "anxious", now.since, now.notches + (not event.kept), 0, calmed)
            case "neutral":
                streak = 0
                left: State = "calm" if now.state == "calm" else "anxious"
                now = ClientState(left, now.since, now.notches, now.rounds, now.calmed_at)
            case "tense" | "abuse":
                streak = 0
                now = ClientState(event.how, event.at, 0, now.rounds + 1, None)
    return now
