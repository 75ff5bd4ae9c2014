"""Staying in touch as its screens need it: who waits, what comes when, a contact logged (R2; protocol, section 8)."""

from dataclasses import dataclass

from bot.protocol.cadence.client_state import State
from bot.protocol.client import Client
from bot.protocol.playbook import Rung
from bot.viewmodels.reminders import Reminded


@dataclass(frozen=True, slots=True)
class Owing:
    """A client who waits to hear from the manager: the last contact, and the open promise's time (Unix seconds UTC)."""

    client_id: int
    client: str
    contact: int | None
    promised_at: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of staying in touch with one client; moments are Unix seconds UTC.

    `rung` is how often as things stand, `chosen` whether the manager set it. `waiting` are the reminders to come.
    """

    client: Client
    contact: int | None
    state: State
    rung: Rung
    chosen: bool
    promised_at: int | None
    waiting: tuple[Reminded, ...]


@dataclass(frozen=True, slots=True)
class ClientChoice:
    """A page of clients to choose from, the most recent first. `page` counts from 0, `more` says whether one follows.

    `few` says that only those stand there that a typed name may mean.
    """

    clients: tuple[Owing, ...] = ()
    page: int = 0
    more: bool = False
    few: bool = False


@dataclass(frozen=True, slots=True)
class OwedWord:
    """A page of those to whom a word is owed; `ripe` is a client who was archived for a year: id and label."""

    clients: tuple[Owing, ...]
    page: int
    more: bool
    ripe: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class ComingReminders:
    """A page of what comes, by day; `paused` is until when everything is paused (Unix seconds UTC)."""

    reminders: tuple[Reminded, ...]
    page: int
    more: bool
    paused: int | None


@dataclass(frozen=True, slots=True)
class UpcomingReminder:
    """One reminder to come; None where it is gone."""

    reminder: Reminded | None
    paused: int | None


@dataclass(frozen=True, slots=True)
class LoggedContact:
    """A contact that was just logged: its id, with whom, and when the next reminder comes (Unix seconds UTC).

    `due` is the promised time that it is too late for, as long as it isn't said whether the word went out in time.
    """

    id: int
    client: Client
    next_at: int | None
    due: int | None = None
