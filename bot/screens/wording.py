"""How moments, hours and days are said in a language."""

from collections.abc import Mapping

from babel.dates import get_timezone_location

from bot.protocol.person import Person
from bot.screens.builder import Page
from bot.texts.lookup import Texts
from bot.timeparse.say import day_text, form, weekday_short
from bot.timeparse.schedule import local, next_quarter
from bot.viewmodels.scene import AnyScene, Voice

_WEEKDAY_HELPS = 60 * 24 * 3600
"""Seconds ahead within which the weekday is said beside the date: who moves a date to Monday wants to see it."""


def moment(texts: Texts, at: int, now: int, zone: str) -> str:
    """The moment with its preposition, for a sentence: "завтра в 10:00", "on Friday, 28 November, at 10:00"."""
    said = form(at, now, zone)
    day = day_text(said.day, texts.language)
    weekday = texts(f"weekday-{said.weekday + 1}") if said.kind == "weekday" else ""
    match said.kind:
        case "yesterday" | "today" | "tomorrow":
            return texts(f"moment-{said.kind}", clock=said.clock)
        case "weekday":
            return texts("moment-weekday", weekday=weekday, day=day, clock=said.clock)
        case "date" if 0 < at - now < _WEEKDAY_HELPS:
            return texts("moment-weekday", weekday=texts(f"weekday-{said.weekday + 1}"), day=day, clock=said.clock)
        case "date":
            return texts("moment-date", day=day, clock=said.clock)


def short_moment(texts: Texts, at: int, now: int, zone: str) -> str:
    """The moment as a button shows it: "сегодня 18:30", "fri 10:00"."""
    said = form(at, now, zone)
    match said.kind:
        case "yesterday" | "today" | "tomorrow":
            return texts(f"moment-short-{said.kind}", clock=said.clock)
        case "weekday":
            name = weekday_short(said.weekday, texts.language)
            return texts("moment-short-weekday", weekday=name, clock=said.clock)
        case "date":
            return texts("moment-short-date", day=day_text(said.day, texts.language), clock=said.clock)


def day_name(texts: Texts, at: int, now: int, zone: str) -> str:
    """The day as a heading: "Сегодня", "Завтра", "пт, 28 ноября"."""
    kind = form(at, now, zone).kind
    return texts(f"day-{kind}") if kind in {"today", "tomorrow"} else short_day(texts, at, now, zone)


def wall_clock(at: int, zone: str) -> str:
    """What the clock on the wall of `zone` shows at that moment: "09:05"."""
    return f"{local(at, zone):%H:%M}"


def span(voice: Voice, seconds: int) -> str:
    """How long it is, roughly and in the accusative: "40 минут", "2 hours", "3 дня"."""
    minutes, hours = round(seconds / 60), round(seconds / 3600)
    if minutes < 60:
        return voice.say("span-minutes", n=max(1, minutes))
    if hours < 24:
        return voice.say("span-hours", n=hours)
    return days_long(voice, round(seconds / 86_400))


def days_long(voice: Voice, days: int) -> str:
    """So many days, from two weeks on in weeks, from two months on in months: "3 дня", "5 недель"."""
    if days < 14:
        return voice.say("span-days", n=days)
    return voice.say("span-weeks", n=round(days / 7)) if days < 60 else voice.say("span-months", n=round(days / 30))


def silence(voice: Voice, since: int, now: int, zone: str) -> str:
    """How long there was no word: within a day in hours, then in days by the calendar of `zone`."""
    passed = max(0, now - since)
    if passed < 86_400:
        return span(voice, passed)
    return days_long(voice, (local(now, zone).date() - local(since, zone).date()).days)


def short_day(texts: Texts, at: int, now: int, zone: str) -> str:
    """The day alone, as a button shows it: "пт, 28 ноября"."""
    said = form(at, now, zone)
    return f"{weekday_short(said.weekday, texts.language)}, {day_text(said.day, texts.language)}"


def past_day(voice: Voice, at: int, now: int, zone: str) -> str:
    """The day of that moment in `zone`, with its year where that is another one: "5 марта"."""
    then, today = local(at, zone).date(), local(now, zone).date()
    said = day_text(then, voice.language)
    return said if then.year == today.year else f"{said} {then.year}"


def notice_text(notice: str | None, voice: Voice) -> str | None:
    """A notice is a text key, with one number after a colon where the text has a place for it; None says nothing."""
    if notice is None:
        return None
    key, _, value = notice.partition(":")
    if key not in voice.texts:
        return None  # a line for once, left by another version: the screen matters more
    return voice.say(key, n=int(value)) if value else voice.say(key)


def clock(minute: int) -> str:
    """A minute of the day as a clock shows it: 600 is "10:00"."""
    return f"{minute // 60}:{minute % 60:02}"


def phrase_slots(scene: AnyScene, voice: Voice) -> Mapping[str, str]:
    """What the slots of a phrase for the client hold: the next quarter of an hour in working time, and the hours."""
    person, now = scene.person, scene.drawn_at
    return {
        "time": moment(voice.texts, next_quarter(now, scene.schedule), now, person.zone),
        "hours": voice.say("span-hours_of_day", start=clock(person.work_from), end=clock(person.work_to)),
    }


def now_clock(now: int, zone: str) -> str:
    """What the clock on the wall of `zone` shows at `now` (Unix seconds UTC): "9:05"."""
    wall = local(now, zone)
    return clock(wall.hour * 60 + wall.minute)


def hours(person: Person) -> str:
    """The working hours as a span: "10:00–19:00"."""
    return f"{clock(person.work_from)}–{clock(person.work_to)}"


def zone(name: str, language: str) -> str:
    """A zone as a person reads it: its city in their language, or for a bare offset "UTC+5"."""
    if name.startswith("Etc/GMT") and len(name) > len("Etc/GMT"):
        sign, digits = name[len("Etc/GMT")], name[len("Etc/GMT") + 1 :]
        return f"UTC{'+' if sign == '-' else '-'}{digits}"  # POSIX counts them the other way round
    return str(get_timezone_location(name, locale=language, return_city=True))


def days(voice: Voice, person: Person) -> str:
    """The working days by their short names: "пн–пт", "Mon, Wed"."""
    worked = [day for day in range(7) if person.work_days >> day & 1]
    names = [weekday_short(day, voice.language) for day in worked]
    if len(worked) > 2 and worked == list(range(worked[0], worked[-1] + 1)):
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)


def noticed(scene: AnyScene, voice: Voice) -> Page:
    """A page that begins with what is said for once."""
    return Page().line(notice_text(scene.notice, voice)).gap()


def day_of(at: int, scene: AnyScene, voice: Voice) -> str:
    """The day of that moment (Unix seconds UTC) in the person's zone, with its year where that is another one."""
    return past_day(voice, at, scene.drawn_at, scene.person.zone)
