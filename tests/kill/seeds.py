"""People with clients of whom something is due, put into the database by hand while no bot is at work on it."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from bot.protocol.cadence import due_times
from bot.protocol.cadence.due_times import Kind
from bot.protocol.cadence.plan import Planned
from bot.protocol.debrief.outcome import Outcome
from bot.protocol.engine.run import Answer, Run, encode
from bot.protocol.person import Person
from bot.store.queries import clients, delivery_queue, outcomes, people, promises, reminders, touches
from bot.store.sealing import sealed_columns
from bot.store.tables.core import calendar, promise, reminder, run

DAY = 86_400
FEAR = "deceived"
_NAMED = 2 * 3600
"""Seconds before its moment at which a promise was named."""


@dataclass(frozen=True, slots=True)
class Sown:
    """A reminder that waits: its id, and whose it is."""

    id: int
    person_id: int
    client_id: int


def admit(conn: Connection, telegram_id: int, language: str, now: int) -> Person:
    """Somebody who works at all hours, and whose day's reminders come twelve hours from `now`.

    So what is sown is sent at once, and what the bot plans by itself does not come while a test lasts.
    """
    person = people.admit(
        conn,
        telegram_id=telegram_id,
        language=language,
        zone="UTC",
        work_from=0,
        work_to=1440,
        work_days=127,
        now=now - 30 * DAY,
    )
    digest = (now // 60 + 720) % 1440
    mine = calendar.c.person_id == person.id
    # Known for ever: nobody looks for holidays meanwhile.
    conn.execute(update(calendar).where(mine).values(digest_at=digest, holidays=False, days_off_year=9999))
    return people.get(conn, person.id)


def sow(conn: Connection, person: Person, label: str, due: int, now: int, *, kind: Kind = "stay") -> Sown:
    """A client with a tense debrief of three days ago, and one reminder that is due at `due` (Unix seconds UTC).

    `kind` is "stay" or "promise_overdue".
    """
    talk = now - 3 * DAY
    client = clients.create(conn, person, label, talk)
    debrief = _debrief(conn, person, client.id, talk)
    chain = None
    if kind == "promise_overdue":
        named = due - due_times.GRACE - _NAMED
        promises.keep_in_step(conn, person, client.id, debrief, due - due_times.GRACE, named)
        chain = conn.execute(select(promise.c.id).where(promise.c.run_id == debrief)).scalar_one()
    reminders.add(conn, person, [(client.id, Planned(kind, due, chain))], now)
    delivery_queue.settle(conn, person.id, now)
    this = (reminder.c.client_id == client.id, reminder.c.kind == kind)
    return Sown(conn.execute(select(reminder.c.id).where(*this)).scalar_one(), person.id, client.id)


def _debrief(conn: Connection, person: Person, client_id: int, at: int) -> int:
    answers = (Answer("client", value=client_id), Answer("tension_before", value=8), Answer("fear", picks=(FEAR,)))
    values = {
        "agency_id": person.agency_id,
        "person_id": person.id,
        "kind": "debrief",
        "client_id": client_id,
        "status": "closed",
        "version": 1,
        "state": encode(Run(version=1, at=at, answers=answers)),
        "started_at": at,
        "touched_at": at,
        "closed_at": at,
    }
    made: int = conn.execute(insert(run).returning(run.c.id), sealed_columns.row(conn, run, values)).scalar_one()
    outcome = Outcome(
        client_id=client_id,
        fear=FEAR,
        fears=(FEAR,),
        fear_words=None,
        sure="hypothesis",
        behaviours=("insults",),
        tension_before=8,
        tension_after=None,
        polite=None,
        tense=True,
        honest=None,
        next_contact_at=None,
        told=None,
        cadence="two_days",
    )
    outcomes.save(conn, person, made, outcome, at)
    touches.of_run(conn, person, client_id, made, at, "debrief")
    return made
