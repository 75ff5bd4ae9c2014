"""What a debrief came to: it exists from the moment client and fear are answered (protocol, section 4). Pure."""

from dataclasses import dataclass

from bot.protocol.playbook import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of one debrief; every later answer updates it, None is what was not answered.

    `fear` is the first of `fears` (ids of the playbook), `fear_words` the manager's own words for it. Where nobody was
    asked, in a calm talk or one that was broken off, `fears` is empty and `fear` the one for "don't know yet". `sure`,
    `behaviours` and `polite` are ids of options as the table of steps names them. Tensions are 1–10. `tense` is
    the rule of the protocol's section 6. `next_contact_at` is Unix seconds UTC; it is a promise when `told`.
    """

    client_id: int
    fear: str
    fears: tuple[str, ...]
    fear_words: str | None
    sure: str
    behaviours: tuple[str, ...]
    tension_before: int | None
    tension_after: int | None
    polite: str | None
    tense: bool
    honest: str | None
    next_contact_at: int | None
    told: bool | None
    cadence: Rung
