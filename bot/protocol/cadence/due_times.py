"""When a reminder is due: the one place that says so (protocol, sections 6 and 8; R2). Pure.

Moments are integer Unix seconds in UTC, days those of the person's zone. A reminder has a base, the moment that the
rules give, and a due moment, which a snooze may move; the next one is counted from the base, so nothing drifts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.protocol.playbook import LADDER, CadenceRule, Rung
from bot.timeparse.schedule import (
    HOUR,
    MINUTE,
    Schedule,
    at_wall,
    is_working,
    local,
    next_working,
    working_days_ahead,
    works_on,
)

Kind = Literal["promise_soon", "promise_overdue", "stay", "ask", "look_again", "unanswered"]
PROMISED: tuple[Kind, ...] = ("promise_soon", "promise_overdue")
"""The kinds that come at their own time, outside working hours too (protocol, section 8)."""

_DAY_AWAY = 12 * HOUR
"""From so far ahead a promise counts as one for another day."""
GRACE = 15 * MINUTE
"""After a promised moment: the message may be on its way, a reminder at the very second would only interrupt it."""
ANSWERS = 3 * HOUR
"""A contact so long before the promised moment, on its day, is taken for the promised one."""
_QUARTER = 15 * MINUTE
_STILL_TIME = 5 * MINUTE
"""What a reminder that was put off leaves at least until the promised moment, to write the message."""
LATE = 10 * MINUTE
"""A reminder that comes more than this after it could have come says that it is late."""
OWN_TIME = 30 * MINUTE
"""How long after its moment a promise's reminder still comes outside working hours; after that it waits for them."""
LOOK_AGAIN = timedelta(days=14)
"""After "not now" of a parting check (protocol, section 7)."""
_FIRST_AFTER = 4 * HOUR
"""The first reminder comes on the same working day only where that long has passed since the talk."""
_WEEKS: dict[Rung, int] = {"weekly": 1, "two_weeks": 2}
_DAYS: dict[Rung, int] = {"daily": 1, "two_days": 2}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, for one client.

    `chosen` is the rung that the manager set, None where the fear's `rule` decides, which counts its first phase from
    `since` (Unix seconds UTC). `notches` relax either; `until` is the day by which the client's boss needs it.
    """

    rule: CadenceRule
    since: int
    chosen: Rung | None = None
    notches: int = 0
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's working time, and the minute of the day (on the wall) at which the day's reminders come.

    `answer_within` are the working minutes that an anxious client may wait for an answer; 0: nothing is said of it.
    """

    schedule: Schedule
    digest: int
    answer_within: int = 0

    def day_of(self, moment: int) -> date:
        """The person's day at that moment."""
        return local(moment, self.schedule.zone).date()

    def works(self, day: date) -> bool:
        """Whether the person works on that day."""
        return works_on(day, self.schedule.work_days, self.schedule.days_off, self.schedule.days_on)

    def ahead(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`."""
        worked = self.schedule
        return working_days_ahead(day, count, worked.work_days, worked.days_off, worked.days_on)

    @property
    def minute(self) -> int:
        """The minute of the day (on the wall) at which reminders come: the digest's, or the nearest that is worked."""
        return min(max(self.digest, self.schedule.work_from), self.schedule.work_to - 1)

    def on(self, day: date) -> int:
        """The day's moment for reminders: at their minute, in working time, or the next that is."""
        return next_working(at_wall(day, self.minute, self.schedule.zone), self.schedule)

    def worked_from(self, day: date) -> date:
        """`day` itself where it is worked, else the next one that is."""
        return day if self.works(day) else self.ahead(day, 1)

    def worked_before(self, day: date) -> date:
        """The last working day before `day`; within a month, else the day before it."""
        for back in range(1, 32):
            if self.works(day - timedelta(days=back)):
                return day - timedelta(days=back)
        return day - timedelta(days=1)


def relaxed(rung: Rung, notches: int) -> Rung:
    """The rung so many notches down the ladder; "off" is its end."""
    return LADDER[min(LADDER.index(rung) + max(0, notches), len(LADDER) - 1)]


def rung_on(rhythm: Rhythm, day: date, hours: Hours) -> Rung:
    """The rung that holds on that day: the manager's choice, else the phase of the fear's rule (protocol, 6)."""
    if rhythm.chosen is not None:
        return relaxed(rhythm.chosen, rhythm.notches) if rhythm.chosen != "off" else "off"
    rule = rhythm.rule
    begun = hours.day_of(rhythm.since)
    if rule.until_date and rhythm.until is not None:
        first = day < rhythm.until
    else:
        first = rule.working_days > 0 and day <= hours.ahead(begun, rule.working_days)
    return relaxed(rule.first if first else rule.then, rhythm.notches)


def step(rung: Rung, day: date, hours: Hours) -> date | None:
    """The working day one step of the rung after `day`; None for "off"."""
    if rung in _DAYS:
        return hours.ahead(day, _DAYS[rung])
    if rung in _WEEKS:
        return hours.worked_from(day + timedelta(weeks=_WEEKS[rung]))
    return None


def stay(rhythm: Rhythm, anchor: int, now: int, hours: Hours, *, last_sent: int | None = None) -> int | None:
    """When to be in touch next, `anchor` being the last contact or the base of the last reminder, whichever is later.

    The moment is after `now` and, where a reminder came (`last_sent`), on a later day; None where there is no rhythm.
    The day before the client's own date has one of its own (protocol, 6, the threatening boss).
    """
    after = max(hours.day_of(now), hours.day_of(last_sent) if last_sent is not None else date.min)
    day: date | None = hours.day_of(anchor)
    found: int | None = None
    while found is None and day is not None:
        day = step(rung_on(rhythm, day, hours), day, hours)
        found = None if day is None else _fits(day, after, now, last_sent, hours)
    eve = _eve(rhythm, anchor, now, last_sent, hours)
    moments = [moment for moment in (found, eve) if moment is not None]
    return min(moments, default=None)


def _fits(day: date, after: date, now: int, last_sent: int | None, hours: Hours) -> int | None:
    """The day's moment, unless it is gone, or that day has had a reminder already."""
    if day < after:
        return None
    moment = hours.on(day)
    told = last_sent is not None and hours.day_of(last_sent) == hours.day_of(moment)
    return moment if moment > now and not told else None


def _eve(rhythm: Rhythm, anchor: int, now: int, last_sent: int | None, hours: Hours) -> int | None:
    """The moment on the working day before the client's own date, where the rule asks for it."""
    if rhythm.until is None or not rhythm.rule.until_date or rhythm.chosen == "off":
        return None
    day = hours.worked_before(rhythm.until)
    if day <= hours.day_of(anchor):
        return None
    return _fits(day, hours.day_of(now), now, last_sent, hours)


def first(since: int, now: int, hours: Hours) -> int:
    """The first reminder after a talk at `since`: on the same or the next working day (protocol, section 8)."""
    earliest = max(since + _FIRST_AFTER, now + 1)
    day = hours.worked_from(hours.day_of(earliest))
    moment = hours.on(day)
    return moment if moment >= earliest else hours.on(hours.ahead(day, 1))


def soon(due: int, named: int, hours: Hours) -> int | None:
    """When a promise for `due`, named at `named`, is reminded of before it runs out.

    An hour before, for another day; 15 minutes, for hours; half-way, for less. In working time where the promise is;
    None where it was named for a moment too near to be reminded of.
    """
    distance = due - named
    lead = HOUR if distance >= _DAY_AWAY else min(15 * MINUTE, distance // 2)
    if lead < 5 * MINUTE:
        return None
    before = due - lead
    if is_working(due, hours.schedule) and not is_working(before, hours.schedule):
        before = due - min(lead, 15 * MINUTE)
    return before


def overdue(due: int, hours: Hours) -> int:
    """When a promise that was not kept is reminded of, once; for one in working time, in working time too."""
    after = due + GRACE
    return next_working(after, hours.schedule) if is_working(due, hours.schedule) else after


def unanswered(since: int, hours: Hours) -> int:
    """When a client who wrote at `since` has waited in working time for as long as may be (protocol, section 11)."""
    moment, left = next_working(since, hours.schedule), hours.answer_within * MINUTE
    while True:
        end = at_wall(hours.day_of(moment), hours.schedule.work_to, hours.schedule.zone)
        if moment + left < end:
            return moment + left
        left -= end - moment
        moment = next_working(end, hours.schedule)


def answers_from(due: int, named: int, hours: Hours) -> int:
    """From when on a contact answers a promise for `due`, named at `named`: its first reminder, or hours before.

    A contact before that leaves the client waiting for what was promised.
    """
    before = soon(due, named, hours)
    reminded = named if before is None else before
    hours_before = max(due - ANSWERS, named + ANSWERS) if hours.day_of(due) == hours.day_of(due - ANSWERS) else due
    return min(reminded, hours_before)


def look_again(at: int, hours: Hours) -> int:
    """When the parting check is asked again, "not now" having been said at `at`: two weeks on (protocol, 7)."""
    return hours.on(hours.worked_from(hours.day_of(at) + LOOK_AGAIN))


def in_an_hour(kind: Kind, now: int, hours: Hours, minutes: int = 60) -> int:
    """Where "in an hour", or in so many minutes, moves a reminder; but for promises, in working time."""
    moment = now + minutes * MINUTE
    return moment if kind in PROMISED else next_working(moment, hours.schedule)


def shortly(promised: int | None, now: int) -> int | None:
    """In how many minutes a reminder may come again, the promise being due at `promised`: before that, or an hour on.

    None where the promise is too near to be put off.
    """
    if promised is None or promised <= now:
        return 60
    return next((minutes for minutes in (60, 30, 15) if now + minutes * MINUTE <= promised - _STILL_TIME), None)


def tomorrow(now: int, hours: Hours) -> int:
    """Where "tomorrow" moves a reminder: to the next working day's moment."""
    return hours.on(hours.ahead(hours.day_of(now), 1))


def passes(promised: int | None, now: int, until: int) -> bool:
    """Whether a reminder put off from `now` to `until` would come when the promise, due at `promised`, has run out."""
    return promised is not None and now < promised <= until


def moves(kind: Kind, due: int, promised: int | None, now: int, hours: Hours) -> tuple[int, ...]:
    """Where a reminder that is to come at `due` can be moved with a tap: at most three moments, the soonest first.

    In an hour, tomorrow, a working day after its own; of a promise, each word stays on its side of the promised moment.
    """
    hour = -(-in_an_hour(kind, now, hours) // _QUARTER) * _QUARTER  # "13:15" is read more easily than "13:01"
    found = {hour, tomorrow(now, hours), hours.on(hours.ahead(hours.day_of(due), 1))}
    if promised is not None and kind in PROMISED:
        found = {one for one in found if (one < promised) == (kind == "promise_soon")}
    return tuple(sorted(one for one in found if abs(one - due) >= MINUTE))


def can_come(kind: Kind, due: int, now: int, hours: Hours) -> int:
    """`now` where a reminder due at `due` may come at once, else the moment to hold it until.

    Outside working hours only a promise's own time is kept; one that was missed waits like all the others.
    """
    if kind in PROMISED and now - due <= OWN_TIME:
        return now
    return next_working(now, hours.schedule)


def is_late(due: int, now: int, held_until: int, hours: Hours, kind: Kind) -> bool:
    """Whether a reminder that comes `now` is late: it could have come more than ten minutes ago.

    What was held on purpose until `held_until` (a pause, 0 for none), or outside working hours, was not missed.
    """
    could = max(due, held_until)
    return now - (could if kind in PROMISED else next_working(could, hours.schedule)) > LATE
