"""One phrase while the client is shouting: which comes first, which next, and what is remembered (protocol, 3 and 10).

Pure. A moment of help is a short text in the chat's row, so that it survives a restart and costs no row of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.protocol.engine.words import number
from bot.protocol.playbook import Behaviour

STEPS = 3
"""Steps of firmness (gentle, firmer, boundary), with so many phrases each (protocol, section 5)."""
Then = Literal["debrief", "menu"]


@dataclass(frozen=True, slots=True)
class Sos:
    """Where the person is: what the client does, which phrase is on the screen, with whom.

    `behaviour` is an id of the playbook, `index` the phrase among its nine, from gentle to boundary. `client` is the
    client's id, 0 where nobody said. `seen` counts the phrases of this firmness that were shown.
    """

    behaviour: str
    index: int
    client: int = 0
    seen: int = 1

    @property
    def firmness(self) -> int:
        """0 for gentle, 1 for firmer, 2 for boundary."""
        return self.index // STEPS

    @property
    def phrase(self) -> str:
        """Which phrase it is, as buttons name it."""
        return f"{self.behaviour}.{self.index}"

    @property
    def exhausted(self) -> bool:
        """Whether every phrase of this firmness was shown, and one more was asked for."""
        return self.seen > STEPS

    def encode(self) -> str:
        """As it stands in the chat's row."""
        return f"{self.behaviour}.{self.index}.{self.client}.{self.seen}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a phrase helped and how often it didn't."""

    helped: int = 0
    failed: int = 0

    @property
    def score(self) -> int:
        """What its place goes by."""
        return self.helped - self.failed


@dataclass(frozen=True, slots=True)
class Learned:
    """What is known of one phrase: with this client, with this client's fear, with everybody."""

    client: Tally = Tally()
    fear: Tally = Tally()
    everybody: Tally = Tally()

    @property
    def rank(self) -> tuple[int, int, int]:
        """What worked with this client counts most, then with this fear, then with all (protocol, section 10)."""
        return self.client.score, self.fear.score, self.everybody.score


NOTHING = Learned()


def decode(text: str) -> Sos | None:
    """What `encode` wrote; None for anything else."""
    parts = text.split(".")
    if len(parts) != 4:
        return None
    index, client, seen = number(parts[1], 3 * STEPS - 1), number(parts[2]), number(parts[3], 99)
    if index is None or client is None or not seen:
        return None
    return Sos(parts[0], index, client, seen)


def phrases(behaviour: Behaviour) -> tuple[str, ...]:
    """The behaviour's nine phrases as the playbook has them, from gentle to boundary."""
    return (*behaviour.gentle, *behaviour.firmer, *behaviour.boundary)


def order(templates: Sequence[str], firmness: int, learned: Mapping[str, Learned]) -> tuple[int, ...]:
    """The places of that firmness among `templates`, the one that helped most first; of equals by the playbook."""
    places = range(firmness * STEPS, min((firmness + 1) * STEPS, len(templates)))
    return tuple(sorted(places, key=lambda place: [-one for one in learned.get(templates[place], NOTHING).rank]))


def first(behaviour: str, client: int, templates: Sequence[str], learned: Mapping[str, Learned]) -> Sos:
    """The phrase to begin with: a gentle one."""
    return Sos(behaviour, order(templates, 0, learned)[0], client)


def another(sos: Sos, templates: Sequence[str], learned: Mapping[str, Learned]) -> Sos:
    """The next phrase of the same firmness, never the same twice in a row."""
    places = order(templates, sos.firmness, learned)
    if len(places) < 2:
        return replace(sos, seen=STEPS + 1)
    at = places.index(sos.index)
    return replace(sos, index=places[(at + 1) % len(places)], seen=min(sos.seen + 1, STEPS + 1))


def firmer(sos: Sos, firmness: int, templates: Sequence[str], learned: Mapping[str, Learned]) -> Sos:
    """The first phrase of another firmness."""
    return replace(sos, index=order(templates, firmness, learned)[0], seen=1)
