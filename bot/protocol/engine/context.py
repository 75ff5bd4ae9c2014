"""What the engine is told of the world: the moment, the person's schedule, the rules of the playbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.protocol.engine.table import Rules
from bot.timeparse.schedule import Schedule, at_wall, local, offers

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Setting:
    """The circumstances of a move: rules of the playbook, the person's schedule, the moment (Unix seconds UTC)."""

    rules: Rules
    schedule: Schedule
    now: int


def choices_of_time(step: str, at: int, schedule: Schedule) -> Mapping[str, int]:
    """What each button of a time step meant when the question was asked at `at` (Unix seconds UTC, so the results).

    For the next contact (R2) these are offers within working hours; for the date of the client's boss the end of
    the working day on tomorrow, on Friday, on Friday of next week.
    """
    if step == "next_contact":
        return {offer.id: offer.moment for offer in offers(at, schedule)}
    if step == "boss_date":
        today = local(at, schedule.zone).date()
        friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
        days = {"tomorrow": today + timedelta(days=1), "next_week": friday + timedelta(days=7)}
        if friday > today + timedelta(days=1):
            days["this_week"] = friday
        ends = {name: at_wall(day, schedule.work_to, schedule.zone) for name, day in days.items()}
        return dict(sorted(ends.items(), key=lambda end: end[1]))
    return {}
