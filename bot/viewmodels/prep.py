"""What is known of a client before a call, and a question to read from during it (protocol, section 3)."""

from dataclasses import dataclass

from bot.protocol.debrief.outcome import Outcome
from bot.viewmodels.contacts import Card


@dataclass(frozen=True, slots=True)
class Prep:
    """What is known of a client before a call.

    `card` is what is known of staying in touch, `outcome` the last debrief's, `fear` what is assumed now (an id of the
    playbook, with own words). `confirmed` says that a follow-up confirmed it. `owed` is the honest line that was not
    said yet, `helped` the phrase that helped most, as the playbook has it.
    """

    card: Card
    outcome: Outcome | None
    fear: str | None
    fear_words: str | None
    confirmed: bool
    owed: str | None
    helped: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the client, the `at`th of the fear's; `prep` is None where the client is gone."""

    prep: Prep | None
    at: int
