"""Times in a person's own words, read by their zone and their working hours.

A moment is in full five minutes, as a client hears of it (protocol, section 4, *Times*).
"""

from datetime import date

from bot.common.languages import language_of
from bot.conversation.visit import Visit
from bot.timeparse.reading import Ambiguous, Reading, Understood, read
from bot.timeparse.schedule import local, to_five_minutes


def reading_of(visit: Visit, text: str) -> Reading:
    """What the text says of a time, in the person's zone and working hours; a bare day stands for its first hour.

    The answer says the time back, and the same screen takes another one.
    """
    match _read(visit, text, whole_days=False):
        case Understood(moment):
            return Understood(to_five_minutes(moment))
        case Ambiguous(first, hours=True):
            return Understood(to_five_minutes(first))
        case other:
            return other


def day_of(visit: Visit, text: str) -> date | Reading:
    """The day that the text names, "до понедельника" too; else the reading that is none. Of its hours any will do."""
    zone = visit.person.zone
    match _read(visit, text, whole_days=True):
        case Understood(moment):
            return local(moment, zone).date()
        case Ambiguous() as reading if len({local(one, zone).date() for one in reading.moments}) == 1:
            return local(reading.first, zone).date()
        case other:
            return other


def _read(visit: Visit, text: str, *, whole_days: bool) -> Reading:
    person = visit.person
    return read(
        text,
        visit.now,
        person.zone,
        work_from=person.work_from,
        work_to=person.work_to,
        work_days=person.work_days,
        order=language_of(person.language),
        whole_days=whole_days,
        wholly=not whole_days,
    )
