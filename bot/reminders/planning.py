"""Keeps the reminders of a client in step with what is known of them: after an outcome, a contact, a change of hours.

It compares what waits with what the plan wants, and changes only what differs; so it may be called at any time.
"""

from sqlalchemy import Connection

from bot.protocol.person import Person
from bot.reminders.plan import IN_TOUCH, Case, Planned, planned, still_holds
from bot.reminders.promises import statuses
from bot.screens.scene import Voice, hours_of
from bot.store import agendas, cases, promises, reminders, touches

_PROMISES = 6
_CONTACTS = 64
"""How far back promises and contacts are looked at; what lies behind them changes nothing any more."""


def replan(conn: Connection, person: Person, client_id: int, voice: Voice, now: int) -> int | None:
    """Plans the client's reminders anew at `now`; gives when the person is reminded next (Unix seconds UTC), or None.

    Raises Missing where the client is not the person's.
    """
    return replan_all(conn, person, voice, now, [client_id])


def replan_all(
    conn: Connection, person: Person, voice: Voice, now: int, clients: list[int] | None = None
) -> int | None:
    """The same for all clients about whom something waits, or for `clients`: after a change of the person's hours."""
    agendas.lock(conn, person.id)
    for client_id in reminders.clients_waiting(conn, person.id) if clients is None else clients:
        _settle(conn, person, client_id)
        _renew(conn, person, cases.load(conn, person.id, client_id), voice, now)
    return agendas.settle(conn, person.id, now)


def _settle(conn: Connection, person: Person, client_id: int) -> None:
    """Notes what became of the last promises, from the contacts there were (R2)."""
    known = promises.latest(conn, person.id, client_id, _PROMISES)
    if not known:
        return
    contacts = touches.since(conn, person.id, client_id, min(one.named for one, _ in known), _CONTACTS)
    became = statuses([one for one, _ in known], contacts, hours_of(person))
    for promise, status in known:
        if became[promise.id] != status:
            promises.settle(conn, person.id, promise.id, became[promise.id])


def _renew(conn: Connection, person: Person, case: Case, voice: Voice, now: int) -> None:
    hours = hours_of(person)
    fear = cases.fear_of(case, voice)
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
    if case.promise is not None:
        kept |= reminders.came(conn, person.id, case.promise.id)
    for one in wanted:
        if (one.kind, one.base) in kept or (in_touch and one.kind in IN_TOUCH):
            continue
        reminders.add(conn, person, case.client, one, now)
        kept.add((one.kind, one.base))
