"""Times in a person's own words, read by their zone and their working hours."""

from bot.common.languages import language_of
from bot.conversation.visit import Visit
from bot.timeparse.reading import Reading, read


def reading_of(visit: Visit, text: str) -> Reading:
    """What the text says of a time, in the person's zone and working hours."""
    person = visit.person
    return read(
        text,
        visit.now,
        person.zone,
        work_from=person.work_from,
        work_to=person.work_to,
        work_days=person.work_days,
        order=language_of(person.language),
    )
