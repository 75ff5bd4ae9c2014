"""The rows that are counted, as `bot.store.loaders.insights` reads them. Moments are Unix seconds UTC. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Talk(NamedTuple):
    """A debrief: its run, when, about which client, the first fear, and the manager's tension before and after it.

    `fear` is None where it didn't ask for one: after a calm talk, or broken off before.
    """

    run: int
    at: int
    client: int
    fear: str | None
    before: int | None
    after: int | None


class Follow(NamedTuple):
    """A follow-up: its run, when, about which client, how the contact went, what it said of the assumed fear.

    `right` is "confirmed", "refuted", "unclear" or None; `fear` is the one assumed from then on, where that changed.
    """

    run: int
    at: int
    client: int
    how: str
    right: str | None
    fear: str | None
    tension: int | None


class Naming(NamedTuple):
    """The fear that a client was last taken to have before the period, and the run that named it."""

    client: int
    run: int
    fear: str


class PromiseRecord(NamedTuple):
    """A promise: when it was due, and what became of it."""

    due: int
    status: str


class Phrase(NamedTuple):
    """A phrase, as the playbook has it, and how often it helped and didn't."""

    text: str
    helped: int
    failed: int


class Quiet(NamedTuple):
    """A client who heard from the manager within the period, and when last."""

    client: str
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """All that is counted, for one client or for all: of the period, but for what says so.

    `contacts` are one client's, in order, with the last one before the period; `quiet` the clients with the longest
    silence first, where all are looked at. `phrases` are of all time, the best first: when each was said nobody noted.
    """

    talks: Sequence[Talk] = ()
    follows: Sequence[Follow] = ()
    namings: Sequence[Naming] = ()
    promises: Sequence[PromiseRecord] = ()
    phrases: Sequence[Phrase] = ()
    contacts: Sequence[int] = ()
    quiet: Sequence[Quiet] = ()
