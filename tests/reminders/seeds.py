"""Managers with clients of whom something is due, stored by the functions that the program itself uses."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.protocol.cadence.due_times import Kind
from bot.protocol.cadence.plan import Planned
from bot.protocol.person import Person
from bot.store.queries import clients, delivery_queue, people, promises, reminder_cases, reminders, runs, touches

MOSCOW = "Europe/Moscow"
DAY = 86_400
EVER = (0, 1440, 0b1111111)
"""Hours and days of somebody who always works."""
OFFICE = (600, 1140, 0b0011111)
"""From 10 to 19, from Monday to Friday: what a new person begins with."""


def manager(
    conn: Connection,
    telegram_id: int,
    now: int,
    *,
    language: str = "ru",
    zone: str = MOSCOW,
    works: tuple[int, int, int] = OFFICE,
) -> Person:
    """Somebody who came in a month before `now`; `works` are the minutes from and to, and the days' bitmask."""
    work_from, work_to, work_days = works
    return people.admit(
        conn,
        telegram_id=telegram_id,
        language=language,
        zone=zone,
        work_from=work_from,
        work_to=work_to,
        work_days=work_days,
        now=now - 30 * DAY,
    )


def in_touch(conn: Connection, person: Person, dues: Sequence[tuple[str, int]]) -> list[int]:
    """Clients, by label, each with a weekly reminder to be in touch that is due then; gives their ids.

    The last contact was a week before, so that what comes next is a week later.
    """
    made = []
    for label, due in dues:
        client = clients.create(conn, person, label, due - 8 * DAY)
        touches.log(conn, person, client.id, due - 7 * DAY)
        clients.save(conn, replace(client, cadence="weekly"))
        reminder_cases.chose(conn, person, client.id, due - 8 * DAY)
        reminders.add(conn, person, [(client.id, Planned("stay", due))], due - 7 * DAY)
        made.append(client.id)
    delivery_queue.settle(conn, person.id, min((due for _, due in dues), default=0) - 1)
    return made


def promised(conn: Connection, person: Person, label: str, due: int, kind: Kind = "promise_overdue") -> int:
    """A client who was promised something, the reminder of which is due then; gives the client's id."""
    at = due - 900 if kind == "promise_overdue" else due + 3600
    client = clients.create(conn, person, label, at - 2 * DAY)
    run = runs.start(conn, person, 1, "{}", at - 2 * DAY)
    runs.save(conn, person.id, run.id, client_id=client.id, version=1, state="{}", now=at - 2 * DAY)
    promises.keep_in_step(conn, person, client.id, run.id, at, at - 2 * DAY)
    promise = promises.get(conn, person.id, run.id)
    assert promise is not None
    reminders.add(conn, person, [(client.id, Planned(kind, due, promise.id))], at - 2 * DAY)
    delivery_queue.settle(conn, person.id, due - 1)
    return client.id
