"""Rows to begin with."""

from sqlalchemy import Connection

from bot.protocol.client import Client
from bot.protocol.debrief.outcome import Outcome
from bot.protocol.person import Person
from bot.store.queries import clients, outcomes, people, promises, runs, touches

NOW = 1_800_000_000
"""A moment in January 2027, Unix seconds UTC."""


def anna(conn: Connection, telegram_id: int = 11) -> Person:
    """Somebody who was admitted just now."""
    return people.admit(
        conn,
        telegram_id=telegram_id,
        language="ru",
        zone="Europe/Moscow",
        work_from=9 * 60,
        work_to=19 * 60,
        work_days=31,
        now=NOW,
    )


def outcome_of(client: Client) -> Outcome:
    """A full outcome, with words that need care in every layer."""
    return Outcome(
        client_id=client.id,
        fear="boss",
        fears=("boss", "other"),
        fear_words="боится, что «сверху» спросят 🔥'; DROP TABLE outcome; --",
        sure="likely",
        behaviours=("shouts", "presses"),
        tension_before=8,
        tension_after=None,
        polite="not_yet",
        tense=True,
        honest="отчёт будет в пятницу, %_ не раньше",
        next_contact_at=NOW + 3600,
        told=True,
        cadence="two_days",
    )


def full_debrief(conn: Connection, person: Person, client: Client) -> int:
    """A debrief of the client with all that hangs on one; gives its id."""
    stored = runs.start(conn, person, 1, "{}", NOW)
    runs.save(conn, person.id, stored.id, client_id=client.id, version=1, state='{"a":1}', now=NOW + 1)
    outcomes.save(conn, person, stored.id, outcome_of(client), NOW + 1)
    touches.of_run(conn, person, client.id, stored.id, NOW, "debrief")
    promises.keep_in_step(conn, person, client.id, stored.id, NOW + 3600, NOW + 1)
    return stored.id


def two_people(conn: Connection) -> tuple[Person, Client, Person, Client]:
    """Two people with a client each."""
    first, second = anna(conn, 11), anna(conn, 22)
    return first, clients.create(conn, first, "ООО «Ромашка»", NOW), second, clients.create(conn, second, "К. В.", NOW)
