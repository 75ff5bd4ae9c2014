"""The context of a move: the time of it, the person's schedule, the rules of the playbook; what a time button means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.protocol.engine.table import Rules, Step
from bot.timeparse.schedule import Schedule, at_wall, local, offers

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Context:
    """What the engine is told of the world: rules of the playbook, the person's schedule, `now` in Unix seconds UTC."""

    rules: Rules
    schedule: Schedule
    now: int


def choices_of_time(step: Step, at: int, schedule: Schedule) -> Mapping[str, int]:
    """What each button of a time step meant when the question was asked at `at` (Unix seconds UTC, so the results).

    A step with `offers` (the next contact, R2) offers times within working hours; one with `days` (the date of the
    client's boss) the end of the working day on tomorrow, on Friday, on Friday of next week. Others offer none.
    """
    if step.source == "offers":
        return {offer.id: offer.moment for offer in offers(at, schedule)}
    if step.source == "days":
        today = local(at, schedule.zone).date()
        friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
        days = {"tomorrow": today + timedelta(days=1), "next_week": friday + timedelta(days=7)}
        if friday > today + timedelta(days=1):
            days["this_week"] = friday
        ends = {name: at_wall(day, schedule.work_to, schedule.zone) for name, day in days.items()}
        return dict(sorted(ends.items(), key=lambda end: end[1]))
    return {}
