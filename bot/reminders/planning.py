"""Keeps the reminders of a client in step with what is known of them: after an outcome, a contact, a change of hours.

It compares what waits with what the plan wants, and changes only what differs; so it may be called at any time.
"""

from sqlalchemy import Connection

from bot.protocol.person import Person
from bot.reminders.plan import IN_TOUCH, Case, Planned, planned, still_holds
from bot.screens.scene import Voice, hours_of
from bot.store import agendas, cases, reminders


def replan(conn: Connection, person: Person, client_id: int, voice: Voice, now: int) -> int | None:
    """Plans the client's reminders anew at `now`; gives when the next of them comes (Unix seconds UTC), or None.

    Raises Missing where the client is not the person's.
    """
    agendas.lock(conn, person.id)
    _renew(conn, person, cases.load(conn, person.id, client_id), voice, now)
    agendas.settle(conn, person.id, now)
    return min((row.due_at for row in reminders.waiting(conn, person.id, client_id)), default=None)


def replan_all(conn: Connection, person: Person, voice: Voice, now: int, clients: list[int] | None = None) -> None:
    """The same for all clients about whom something waits, or for `clients`: after a change of the person's hours."""
    agendas.lock(conn, person.id)
    for client_id in reminders.clients_waiting(conn, person.id) if clients is None else clients:
        _renew(conn, person, cases.load(conn, person.id, client_id), voice, now)
    agendas.settle(conn, person.id, now)


def fear_of(case: Case, voice: Voice) -> str:
    """The fear that the case goes by; "don't know yet" where there is none, or the playbook no longer has it."""
    fears = voice.playbook.fears
    unknown = next(name for name, fear in fears.items() if fear.unknown)
    return case.fear if case.fear is not None and case.fear in fears else unknown


def _renew(conn: Connection, person: Person, case: Case, voice: Voice, now: int) -> None:
    hours = hours_of(person)
    fear = fear_of(case, voice)
    unknown = case.talk is not None and fear in voice.rules.unknown
    wanted = planned(case, voice.playbook.fears[fear].cadence, unknown, now, hours)
    kept: set[tuple[str, int]] = set()
    in_touch = False
    for row in reminders.waiting(conn, person.id, case.client):
        if still_holds(Planned(row.kind, row.base_at), case, wanted, now, hours):
            kept.add((row.kind, row.base_at))
            in_touch = in_touch or row.kind in IN_TOUCH
        else:
            reminders.drop(conn, person.id, row.id, "over")
    for promise in case.promises:
        kept |= reminders.came(conn, person.id, promise.id)
    for one in wanted:
        if (one.kind, one.base) in kept or (in_touch and one.kind in IN_TOUCH):
            continue
        reminders.add(conn, person, case.client, one, now)
        kept.add((one.kind, one.base))
