"""What is planned for one client, from where things stand with them: the reminders that should wait (R2). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.protocol.cadence import due_times
from bot.protocol.cadence.client_state import ClientState, Event, standing
from bot.protocol.cadence.due_times import PROMISED, Hours, Kind, Rhythm
from bot.protocol.playbook import CadenceRule, Rung

IN_TOUCH: tuple[Kind, ...] = ("stay", "ask")
"""The kinds of which a client has one at a time: to be in touch, with a question where the fear is not known."""


@dataclass(frozen=True, slots=True)
class Promised:
    """An open promise: named at `named` for `due` (both Unix seconds UTC)."""

    id: int
    due: int
    named: int


@dataclass(frozen=True, slots=True)
class Case:
    """All that the plan for one client depends on. Moments are Unix seconds UTC.

    `events` come oldest first. `contact` is the last contact, `talk` the last debrief's moment. `fear` is what the
    client is taken to be afraid of (an id of the playbook), None before any debrief; `threat` says that people were
    threatened. `chosen` is the rung that the manager set, at `chosen_at`. `told` is when the last reminder to stay in
    touch came, `told_base` its base. `not_now` is when the parting check was put off.
    `unanswered` is since when a message of the client's in a linked chat has had no answer.
    `quiet` says that the manager wants no reminders to be in touch, whatever the rhythm; `archived` that the client is
    in the archive, about whom nothing comes at all.
    """

    client: int
    events: Sequence[Event] = ()
    contact: int | None = None
    talk: int | None = None
    fear: str | None = None
    threat: bool = False
    chosen: Rung | None = None
    chosen_at: int | None = None
    until: date | None = None
    promises: Sequence[Promised] = ()
    told: int | None = None
    told_base: int | None = None
    not_now: int | None = None
    unanswered: int | None = None
    quiet: bool = False
    archived: bool = False

    @property
    def silent(self) -> bool:
        """Whether no word to the client is asked for: people were threatened (X), or the client is in the archive."""
        return self.threat or self.archived

    @property
    def promise(self) -> Promised | None:
        """The promise that holds: the one named last. An earlier one was replaced by it."""
        return max(self.promises, key=lambda one: (one.named, one.id), default=None)


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder that should wait: its kind and its base, the moment that the rules give (Unix seconds UTC)."""

    kind: Kind
    base: int
    promise: int | None = None


def planned(case: Case, rule: CadenceRule, unknown: bool, now: int, hours: Hours) -> tuple[Planned, ...]:
    """The reminders that should wait for this client at `now`, each in the future.

    `rule` is that of the client's fear, `unknown` says that nobody knows it yet: then the question is asked.
    """
    found = [one for one in _chain(case, hours) if one.base > now]
    again = None if case.archived else _again(case, hours)
    if again is not None and again > now:
        found.append(Planned("look_again", again))
    alarm = _alarm(case, hours)
    if alarm is not None and alarm > now and not any(_same_day(alarm, one.base, hours) for one in found):
        found.append(Planned("unanswered", alarm))
    touch = _in_touch(case, rule, unknown, now, hours)
    if touch is not None and not any(_same_day(one, touch.base, hours) for one in (again, alarm)):
        found.append(touch)
    return tuple(found)


def _same_day(one: int | None, other: int, hours: Hours) -> bool:
    return one is not None and hours.day_of(one) == hours.day_of(other)


def _alarm(case: Case, hours: Hours) -> int | None:
    """When it is said that an anxious client waits for an answer: once a silence, and on no day that had a reminder."""
    calm = not standing(case.events).reminded
    if case.unanswered is None or not hours.answer_within or case.silent or case.quiet or calm:
        return None
    base = due_times.unanswered(case.unanswered, hours)
    return None if _same_day(case.told, base, hours) else base


def chain(promise: Promised, hours: Hours) -> tuple[Planned, ...]:
    """The reminders of one promise, whenever it is: before it runs out, and once when overdue."""
    before = due_times.soon(promise.due, promise.named, hours)
    after = Planned("promise_overdue", due_times.overdue(promise.due, hours), promise.id)
    return (after,) if before is None else (Planned("promise_soon", before, promise.id), after)


def _chain(case: Case, hours: Hours) -> tuple[Planned, ...]:
    """The chain of the promise that holds; none where people were threatened: nobody is sent to them (X)."""
    return () if case.promise is None or case.silent else chain(case.promise, hours)


def still_holds(row: Planned, case: Case, plan: Sequence[Planned], now: int, hours: Hours) -> bool:
    """Whether a reminder that waits, or that a snooze moved, is still wanted beside or in the place of `plan`.

    One whose base is gone but that did not come yet is not lost, unless there was a contact meanwhile.
    """
    if row.kind in PROMISED:
        return row in _chain(case, hours)
    if row.kind == "look_again":
        return not case.archived and row.base == _again(case, hours)
    if row.kind == "unanswered":
        return row.base == _alarm(case, hours)
    touch = next((one for one in plan if one.kind in IN_TOUCH), None)
    if row.base > now or touch is None:
        return touch is not None and (row.kind, row.base) == (touch.kind, touch.base)
    return row.base > (case.contact or 0)


def _in_touch(case: Case, rule: CadenceRule, unknown: bool, now: int, hours: Hours) -> Planned | None:
    """The next reminder to be in touch, or to ask: at most one a client and day (protocol, section 8)."""
    where = standing(case.events)
    if case.silent or case.quiet or case.contact is None or case.chosen == "off":
        return None
    asked = case.talk is None or (case.told is not None and case.told >= case.talk)
    wished = wants(case, where)
    if not (where.reminded or wished or (unknown and not asked)):
        return None
    base = _next(case, rule, where, now, hours)
    promise = case.promise
    if base is not None and (last := _last_day(case, now, hours)) is not None and hours.day_of(base) <= last:
        # One came on that day already: late, before a talk began the count anew, or to look again.
        day = hours.ahead(last, 1)
        base = hours.on(day) if due_times.rung_on(rhythm_of(case, rule), day, hours) != "off" else None
    if base is None:
        return None
    if promise is not None and promise.due > now:
        # While a promise is open nothing else comes, but the question that should be asked before it.
        before = unknown and not asked and hours.day_of(base) < hours.day_of(promise.due)
        return Planned("ask", base) if before else None
    return Planned("ask" if unknown else "stay", base)


def _last_day(case: Case, now: int, hours: Hours) -> date | None:
    """The person's day on which the client was last reminded of, promises aside; None where they never were."""
    came = [at for at in (case.told, _again(case, hours)) if at is not None and at <= now]
    return hours.day_of(max(came)) if came else None


def _again(case: Case, hours: Hours) -> int | None:
    """When to look again whether to part, on a day of its own; None where the check was not put off."""
    if case.not_now is None:
        return None
    base = due_times.look_again(case.not_now, hours)
    day = hours.day_of(base)
    late = case.told is not None and case.told < base and hours.day_of(case.told) == day
    return hours.on(hours.ahead(day, 1)) if late else base


def wants(case: Case, where: ClientState) -> bool:
    """Whether the manager asked for reminders themselves, and not before the client calmed down."""
    if case.chosen is None or case.chosen == "off":
        return False
    return where.calmed_at is None or (case.chosen_at or 0) > where.calmed_at


def rhythm_of(case: Case, rule: CadenceRule) -> Rhythm:
    """How often, as things stand: the manager's choice or the fear's rule, relaxed by what went well."""
    where = standing(case.events)
    since = where.since if where.since is not None else case.contact
    notches = where.notches
    if case.chosen is not None:  # what went well before the manager chose had its say in the choice
        notches = standing([event for event in case.events if event.at > (case.chosen_at or 0)]).notches
    return Rhythm(rule, since or 0, case.chosen, notches, case.until)


def _next(case: Case, rule: CadenceRule, where: ClientState, now: int, hours: Hours) -> int | None:
    contact = case.contact or 0
    promise = case.promise
    passed = promise.due if promise is not None and promise.due <= now else 0
    rhythm = rhythm_of(case, rule)
    told = case.told is not None and case.told >= contact
    fresh = not told and not passed and case.talk is not None and contact <= case.talk
    if fresh and where.state in {"tense", "calm"} and not (wants(case, where) and where.state == "calm"):
        day = hours.day_of(max(contact, now))
        return due_times.first(contact, now, hours) if due_times.rung_on(rhythm, day, hours) != "off" else None
    # A promise that ran out was reminded of at its own time: from there on the rhythm is counted.
    anchor = max(contact, passed, (case.told_base or 0) if told or passed else 0)
    return due_times.stay(rhythm, anchor, now, hours, last_sent=case.told if told else None)
