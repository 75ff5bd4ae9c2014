"""One phrase while the client is shouting: which comes first, which next, and what is remembered (protocol, 3 and 10).

Pure. A moment of help is a short text in the chat's row, so that it survives a restart and costs no row of its own.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.protocol.engine.words import number
from bot.protocol.playbook import Behaviour

STEPS = 3
"""Steps of firmness (gentle, firmer, boundary), with so many phrases each (protocol, section 5)."""
_ALIKE = str.maketrans("со", "co")
"""Letters that look the same in both alphabets: who is in a hurry mixes them."""
_SIGN = "🆘"
NAMES = ("softer", "firmer", "boundary")
"""The steps of firmness, as buttons name the way to them."""
ASKED = "asked"
"""What stands for "helped" or "failed" in a debrief as long as the question is open."""


@dataclass(frozen=True, slots=True)
class Sos:
    """Where the person is: what the client does, which phrase is on the screen, with whom.

    `behaviour` is an id of the playbook, `index` the phrase among its nine, from gentle to boundary. `client` is the
    client's id, 0 where nobody said. `seen` counts the phrases of this firmness that were shown. `run` is the debrief
    of this call, 0 as long as nothing was noted for it.
    """

    behaviour: str
    index: int
    client: int = 0
    seen: int = 1
    run: int = 0

    @property
    def call(self) -> "Call":
        """With whom the call is, and where it is noted."""
        return Call(self.client, self.run)

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
        return f"{self.behaviour}.{self.index}.{self.client}.{self.seen}{f'.{self.run}' if self.run else ''}"


@dataclass(frozen=True, slots=True)
class Call:
    """The call that is on: the client's id and that of the debrief in which words of it are kept, 0 for neither."""

    client: int = 0
    run: int = 0

    def encode(self) -> str:
        """As it stands in the chat's row: "", "12", "12.7"."""
        return f"{self.client}.{self.run}" if self.run else f"{self.client}" if self.client else ""

    @classmethod
    def read(cls, text: str) -> Self:
        """What `encode` wrote, at the beginning of the text; anything else is a call that nothing is known of."""
        client, run = (number(part) or 0 for part in (*text.split("."), "", "")[:2])
        return cls(client, run)


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
    if not 4 <= len(parts) <= 5:
        return None
    index, client, seen = number(parts[1], 3 * STEPS - 1), number(parts[2]), number(parts[3], 99)
    run = number(parts[4]) if parts[4:] else 0
    if index is None or client is None or not seen or run is None:
        return None
    return Sos(parts[0], index, client, seen, run)


def phrases(behaviour: Behaviour) -> tuple[str, ...]:
    """The behaviour's nine phrases as the playbook has them, from gentle to boundary."""
    return (*behaviour.gentle, *behaviour.firmer, *behaviour.boundary)


def order(templates: Sequence[str], firmness: int, learned: Mapping[str, Learned]) -> tuple[int, ...]:
    """The places of that firmness among `templates`, the one that helped most first; of equals by the playbook."""
    places = range(firmness * STEPS, min((firmness + 1) * STEPS, len(templates)))
    return tuple(sorted(places, key=lambda place: [-one for one in learned.get(templates[place], NOTHING).rank]))


def first(behaviour: str, call: Call, templates: Sequence[str], learned: Mapping[str, Learned]) -> Sos:
    """The phrase to begin with: a gentle one."""
    return Sos(behaviour, order(templates, 0, learned)[0], call.client, run=call.run)


def most_met(behaviours: Iterable[str], *met: Sequence[str]) -> tuple[str, ...]:
    """The behaviours as they are offered: those first that were met most often, in `met[0]`, of equals in `met[1]`…

    Each of `met` names a behaviour as often as it was met: with this client, then with anybody (protocol, section 3).
    """
    return tuple(sorted(behaviours, key=lambda name: [-one.count(name) for one in met]))


def calls_for_help(text: str) -> bool:
    """Whether the text is the word itself, in whichever letters and case: "SOS", "сос", "S.O.S.", "/СОС", "🆘"."""
    if _SIGN in text and not any(letter.isalnum() for letter in text):
        return True
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE))
    joined = "".join(words)
    return len(joined) % 3 == 0 and bool(joined) and not re.sub(r"sos|coc", "", joined) and not re.search(r"\d", text)


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
