"""Keeps the reminders of clients in step with what is known of them: after an outcome, a contact, a change of hours.

It compares what waits with what the plan wants, and changes only what differs; so it may be called at any time. However
many clients there are, it asks the database the same number of questions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.protocol.cadence.due_times import Hours
from bot.protocol.cadence.plan import IN_TOUCH, Case, Planned, Promised, chain, planned, still_holds
from bot.protocol.cadence.promises import Window, status, window
from bot.protocol.person import Person
from bot.store.database.unit_of_work import Connection
from bot.store.queries import delivery_queue, promises, reminder_cases, reminders, touches
from bot.store.queries.reminders import Reminder
from bot.viewmodels.scene import Voice, hours_of

_STILL_OVERDUE = 24 * 3600
"""Seconds after its time in which a promise that turns out to be open after all is still reminded of."""


@dataclass(frozen=True, slots=True)
class _File:
    """All that is looked at for one client: the case, what waits, and all reminders of the promise that holds."""

    case: Case
    waiting: Sequence[Reminder]
    came: Sequence[Reminder] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """In which `span` a contact with the client answers a promise, and which one was named `later`."""

    client: int
    later: Promised | None
    span: Window


@dataclass(slots=True)
class _Changes:
    """What is to be different: reminders, by id, that are over; and those to be added, each about a client."""

    over: list[int] = field(default_factory=list)
    added: list[tuple[int, Planned]] = field(default_factory=list)


def replan_all(
    conn: Connection, person: Person, voice: Voice, now: int, clients: Sequence[int] | None = None
) -> int | None:
    """Plans the reminders about `clients` anew at `now`, by default about all of whom something waits.

    Gives when the person is reminded next (Unix seconds UTC), or None. Raises Missing where a client is not the
    person's.
    """
    delivery_queue.lock(conn, person.id)
    these = reminders.clients_waiting(conn, person.id) if clients is None else clients
    changes = _Changes()
    for file in _files(conn, person, these):
        _renew(file, hours_of(person), voice, now, changes)
    reminders.over(conn, person.id, changes.over)
    reminders.add(conn, person, changes.added, now)
    return delivery_queue.settle(conn, person.id, now)


def _files(conn: Connection, person: Person, clients: Sequence[int]) -> list[_File]:
    """The files of those clients; first it is noted what became of their last promises (R2)."""
    if not clients:
        return []
    named = promises.latest(conn, person.id, clients)
    words = reminders.of_promises(conn, person.id, [one.id for made in named.values() for one, _ in made])
    asked = {
        one.id: _Asked(client_id, later, window(one, later, _answered(words[one.id]), hours_of(person)))
        for client_id, made in named.items()
        for (one, _), later in zip(made, (None, *(one for one, _ in made)), strict=False)
    }
    since = {promise_id: (one.client, one.span.start) for promise_id, one in asked.items()}
    contacts = touches.firsts(conn, person.id, since)
    now = {
        client_id: [
            (one, status(one, asked[one.id].later, asked[one.id].span.first(contacts[one.id]))) for one, _ in made
        ]
        for client_id, made in named.items()
    }
    noted = {one.id: before for made in named.values() for one, before in made}
    became = {one.id: said for made in now.values() for one, said in made if said != noted[one.id]}
    promises.settle(conn, person.id, became)
    waiting = reminders.waiting_about(conn, person.id, clients)
    return [
        _File(case, waiting[case.client], words[case.promise.id] if case.promise is not None else ())
        for case in reminder_cases.several(conn, person.id, clients, now)
    ]


def _answered(words: Sequence[Reminder]) -> bool:
    """Whether the manager said of a reminder of a promise that the client heard from them."""
    return any(row.done == "wrote" for row in words)


def _renew(file: _File, hours: Hours, voice: Voice, now: int, changes: _Changes) -> None:
    case = file.case
    fear = reminder_cases.fear_of(case, voice)
    unknown = case.talk is not None and case.fear is not None and fear in voice.rules.unknown
    wanted = planned(case, voice.playbook.fears[fear].cadence, unknown, now, hours)
    # One reminder to be in touch a client: of those that were put off the newest, else the one that is planned.
    put_off = max((row.base_at for row in file.waiting if row.kind in IN_TOUCH and row.base_at <= now), default=None)
    # A promise that is reminded of at its time or later, having been put off, needs no second word about it.
    postponed = any(_replaces_overdue(row, case) for row in file.waiting) or _told_late(file)
    kept: set[tuple[str, int]] = set()
    for row in file.waiting:
        holds = still_holds(Planned(row.kind, row.base_at, row.promise_id), case, wanted, now, hours)
        if row.kind in IN_TOUCH and put_off is not None and row.base_at != put_off:
            holds = False
        if holds and not (postponed and row.kind == "promise_overdue"):
            kept.add((row.kind, row.base_at))
        else:
            changes.over.append(row.id)
    if case.promise is not None:
        kept |= {(row.kind, row.base_at) for row in file.came if _came(row)}
        wanted = (*wanted, *_missed(case, case.promise, now, hours))
    in_touch = any(kind in IN_TOUCH for kind, _ in kept)
    for one in wanted:
        if (one.kind, one.base) in kept or (in_touch and one.kind in IN_TOUCH):
            continue
        if not (postponed and one.kind == "promise_overdue"):
            changes.added.append((case.client, one))
            kept.add((one.kind, one.base))


def _came(row: Reminder) -> bool:
    """Whether it came, or wasn't wanted; one that had become pointless may come after all."""
    return row.status == "sent" or (row.status == "dropped" and row.done != "over")


def _replaces_overdue(row: Reminder, case: Case) -> bool:
    promise = case.promise
    return (
        row.kind == "promise_soon"
        and promise is not None
        and row.promise_id == promise.id
        and row.due_at >= promise.due
    )


def _told_late(file: _File) -> bool:
    """Whether the word before the promise's time came so late that it was one about its being over."""
    due = file.case.promise.due if file.case.promise is not None else 0
    return any(row.kind == "promise_soon" and row.sent_at is not None and row.sent_at >= due for row in file.came)


def _missed(case: Case, promise: Promised, now: int, hours: Hours) -> Iterator[Planned]:
    """The word about a promise that ran out a while ago: a contact that had answered it was taken back."""
    for one in chain(promise, hours):
        if one.kind == "promise_overdue" and now - _STILL_OVERDUE < one.base <= now and not case.silent:
            yield one
