"""The manager who uses the bot, as the screens and the rules need them. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """One manager and their settings.

    `zone` is an IANA name. `work_from` and `work_to` are minutes of the day on the wall clock of that zone, the
    first below the second. `work_days` is a bitmask: Monday 1, Tuesday 2, … Sunday 64. `detailed` starts every
    debrief step by step. `schedule_confirmed` tells that zone and hours were offered for change (protocol,
    section 3). `debriefs` counts the debriefs ever started: the wordings take turns by it.
    """

    id: int
    agency_id: int
    telegram_id: int
    language: str
    zone: str
    work_from: int
    work_to: int
    work_days: int
    detailed: bool
    schedule_confirmed: bool
    debriefs: int
