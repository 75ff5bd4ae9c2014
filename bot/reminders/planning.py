"""Keeps the reminders of a client in step with what is known of them: after an outcome, a contact, a change of hours.

It compares what waits with what the plan wants, and changes only what differs; so it may be called at any time.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from bot.protocol.person import Person
from bot.reminders.cadence import Hours
from bot.reminders.plan import IN_TOUCH, Case, Planned, Promised, chain, planned, still_holds
from bot.reminders.promises import status, window
from bot.screens.scene import Voice, hours_of
from bot.store import agendas, cases, promises, reminders, touches
from bot.store.reminders import Reminder

_PROMISES = 4
"""So many of the last promises are looked at; what lies behind them changes nothing any more."""
_STILL_OVERDUE = 24 * 3600
"""Seconds after its time in which a promise that turns out to be open after all is still reminded of."""


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
    hours = hours_of(person)
    known = sorted(
        promises.latest(conn, person.id, client_id, _PROMISES), key=lambda one: (one[0].named, one[0].id), reverse=True
    )
    later: Promised | None = None
    for promise, before in known:
        span = window(promise, later, reminders.answered(conn, person.id, promise.id), hours)
        became = status(promise, later, touches.first(conn, person.id, client_id, span.start, span.end))
        if became != before:
            promises.settle(conn, person.id, promise.id, became)
        later = promise


def _renew(conn: Connection, person: Person, case: Case, voice: Voice, now: int) -> None:
    hours = hours_of(person)
    fear = cases.fear_of(case, voice)
    unknown = case.talk is not None and fear in voice.rules.unknown
    wanted = planned(case, voice.playbook.fears[fear].cadence, unknown, now, hours)
    waiting = reminders.waiting(conn, person.id, case.client)
    # One reminder to be in touch a client: of those that were put off the newest, else the one that is planned.
    put_off = max((row.base_at for row in waiting if row.kind in IN_TOUCH and row.base_at <= now), default=None)
    # A promise that is reminded of at its time or later, having been put off, needs no second word about it.
    postponed = any(_replaces_overdue(row, case) for row in waiting) or _told_late(conn, person, case)
    kept: set[tuple[str, int]] = set()
    for row in waiting:
        holds = still_holds(Planned(row.kind, row.base_at, row.promise_id), case, wanted, now, hours)
        if row.kind in IN_TOUCH and put_off is not None and row.base_at != put_off:
            holds = False
        if holds and not (postponed and row.kind == "promise_overdue"):
            kept.add((row.kind, row.base_at))
        else:
            reminders.drop(conn, person.id, row.id, "over")
    if case.promise is not None:
        kept |= reminders.came(conn, person.id, case.promise.id)
        wanted = (*wanted, *_missed(case, case.promise, now, hours))
    in_touch = any(kind in IN_TOUCH for kind, _ in kept)
    for one in wanted:
        if (one.kind, one.base) in kept or (in_touch and one.kind in IN_TOUCH):
            continue
        if not (postponed and one.kind == "promise_overdue"):
            reminders.add(conn, person, case.client, one, now)
            kept.add((one.kind, one.base))


def _replaces_overdue(row: Reminder, case: Case) -> bool:
    promise = case.promise
    return (
        row.kind == "promise_soon"
        and promise is not None
        and row.promise_id == promise.id
        and row.due_at >= promise.due
    )


def _told_late(conn: Connection, person: Person, case: Case) -> bool:
    """Whether the word before the promise's time came so late that it was one about its being over."""
    promise = case.promise
    return promise is not None and reminders.told_late(conn, person.id, promise.id, promise.due)


def _missed(case: Case, promise: Promised, now: int, hours: Hours) -> Iterator[Planned]:
    """The word about a promise that ran out a while ago: a contact that had answered it was taken back."""
    for one in chain(promise, hours):
        if one.kind == "promise_overdue" and now - _STILL_OVERDUE < one.base <= now and not case.silent:
            yield one
