"""The manager who uses the bot, as the screens and the rules need them. Pure."""

from dataclasses import dataclass

from bot.timeparse.countries import of_zone


@dataclass(frozen=True, slots=True)
class Person:
    """One manager and their settings.

    `zone` is an IANA name. `work_from` and `work_to` are minutes of the day on the wall clock of that zone, the
    first below the second. `work_days` is a bitmask: Monday 1, Tuesday 2, … Sunday 64. `detailed` starts every
    debrief step by step. `schedule_confirmed` tells that zone and hours were offered for change (protocol,
    section 3). `debriefs` counts the debriefs ever started: the wordings take turns by it. `country` (ISO 3166) is
    the one whose public `holidays` are kept, None for that of the zone; `digest_at` the minute of the day at which
    the day's reminders come, None for the start of work; `days_off` the holidays themselves, ISO dates with blanks
    between, and those weekend days that are worked for them, by their week (`2027-W07-6`), looked up beside the loop
    and known through `days_off_year`, 0 before the first time.
    `answer_within` are the working minutes that an anxious client may wait for an answer in a linked chat, 0 for ever.
    `keyboard` says that buttons stand under the input field too; `hosts` that the person invites and removes others.
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
    country: str | None = None
    holidays: bool = True
    digest_at: int | None = None
    days_off: str = ""
    days_off_year: int = 0
    answer_within: int = 60
    keyboard: bool = True
    hosts: bool = False


def country_of(person: Person) -> str | None:
    """The country (ISO 3166) whose holidays are the person's: the chosen one, else their zone's; None: none known."""
    return person.country or of_zone(person.zone)
