"""The settings: language, zone, hours, days, public holidays, and when the day's reminders come."""

from datetime import date

from bot.common.languages import LANGUAGES
from bot.protocol.person import Person, country_of
from bot.screens import wording
from bot.screens.builder import Page, pairs
from bot.screens.buttons import back_button, marked
from bot.screens.menu import away
from bot.screens.wording import noticed
from bot.timeparse import countries
from bot.timeparse.say import day_text, weekday_short
from bot.timeparse.schedule import local, works_on
from bot.viewmodels.scene import AnyScene, Voice, days_off, hours_of
from bot.viewmodels.screen import Button, PlaceTap, Screen


def language_screen(scene: AnyScene, voice: Voice) -> Screen:
    """Which language; each names itself."""
    buttons = [
        Button(
            marked(voice.say(f"settings-language-{code}"), on=code == scene.person.language), PlaceTap("speak", code)
        )
        for code in LANGUAGES
    ]
    page = noticed(scene, voice).line(voice.say("settings-language"), "bold")
    return page.screen((tuple(buttons), _to_settings(voice)), "—")


def settings_screen(scene: AnyScene, voice: Voice) -> Screen:
    """The settings as they are, each one tap away from change."""
    person, say = scene.person, voice.say
    page = noticed(scene, voice)
    page.line(say("settings-title"), "bold").gap()
    zone = f"{wording.zone(person.zone, voice.language)}, {wording.now_clock(scene.drawn_at, person.zone)}"
    page.line(
        say(
            "settings-current",
            language=say(f"settings-language-{person.language}"),
            zone=zone,
            hours=wording.hours(person),
            days=wording.days(voice, person),
            holidays=_kept(person, voice),
            digest=wording.clock(hours_of(person).minute),
            detail=say("settings-detail-full" if person.detailed else "settings-detail-short"),
        )
    )
    detail = Button(
        say("settings-detailed-off" if person.detailed else "settings-detailed-on"),
        PlaceTap("detail", "0" if person.detailed else "1"),
    )
    bottom = Button(
        say("settings-o-keyboard_off" if person.keyboard else "settings-o-keyboard_on"),
        PlaceTap("bottom", "0" if person.keyboard else "1"),
    )
    rows = (
        (Button(say("settings-language"), PlaceTap("language")), Button(say("settings-time_zone"), PlaceTap("zone"))),
        (Button(say("settings-work_time"), PlaceTap("hours")),),
        (Button(say("settings-o-business"), PlaceTap("business")),),
        (detail,),
        (bottom,),
        (Button(say("own-o-open"), PlaceTap("own")),),
    )
    return page.screen((*rows, *away(scene, voice)), "R2")


def spoken_line(scene: AnyScene, voice: Voice) -> Screen:  # noqa: ARG001 - drawn like the other lines
    """What is said with the buttons under the input field in another language."""
    return Screen(voice.say("settings-spoken"))


def keyboard_line(scene: AnyScene, voice: Voice) -> Screen:
    """What the message says that brings the buttons under the input field, or takes them away."""
    return Screen(voice.say("keyboard-on" if scene.person.keyboard else "keyboard-off"))


def zone_screen(scene: AnyScene, voice: Voice) -> Screen:
    """A city, a zone or an offset is typed; what it may mean is offered."""
    page = noticed(scene, voice)
    clock = wording.now_clock(scene.drawn_at, scene.person.zone)
    offered = [zone for zone in scene.place.arguments.split(",") if zone]
    if offered:
        page.line(voice.say("settings-zone_which"), "bold")
        found = [
            Button(
                f"{wording.zone(zone, voice.language)}, {wording.now_clock(scene.drawn_at, zone)}",
                PlaceTap("live", zone),
            )
            for zone in offered
        ]
        return page.screen((*pairs(found), _to_settings(voice)), "R2")
    page.line(
        voice.say("settings-time_zone_now", clock=clock, zone=wording.zone(scene.person.zone, voice.language)), "bold"
    )
    page.line(voice.say("settings-time_zone_prompt"))
    return page.screen((_to_settings(voice),), "R2")


_USUAL_HOURS = ((540, 1080), (600, 1140), (660, 1200))


def hours_screen(scene: AnyScene, voice: Voice) -> Screen:
    """The working hours: three usual ones to tap, any others typed."""
    person = scene.person
    page = Page()
    if scene.notice:
        page.line(voice.say(scene.notice, example=voice.say("settings-hours_example"))).gap()
    page.line(voice.say("settings-hours"), "bold").line(voice.say("settings-hours_prompt"))
    buttons = []
    for start, end in _USUAL_HOURS:
        label = f"{wording.clock(start)}–{wording.clock(end)}"
        mine = (start, end) == (person.work_from, person.work_to)
        buttons.append(Button(marked(label, on=mine), PlaceTap("work", f"{start}-{end}")))
    days = Button(voice.say("settings-days"), PlaceTap("days"))
    digest = Button(voice.say("settings-digest"), PlaceTap("digest"))
    holidays = Button(voice.say("settings-holidays"), PlaceTap("holidays"))
    return page.screen((tuple(buttons), *pairs([days, holidays, digest]), _to_settings(voice)), "R2")


def days_screen(scene: AnyScene, voice: Voice) -> Screen:
    """The working days, each switched by a tap; at least one stays."""
    person = scene.person
    page = Page()
    if scene.notice:
        page.line(voice.say(scene.notice, example=voice.say("settings-days_example"))).gap()
    page.line(voice.say("settings-days_prompt"), "bold").line(voice.say("settings-days_hint"))
    buttons = []
    for day in range(7):
        on = bool(person.work_days >> day & 1)
        label = weekday_short(day, voice.language)
        buttons.append(Button(marked(label, on=on), PlaceTap("day", f"{'-' if on else '+'}{day + 1}")))
    return page.screen((tuple(buttons[:4]), tuple(buttons[4:]), (back_button(voice, "hours"),)), "R2")


def _kept(person: Person, voice: Voice) -> str:
    """Whose holidays are kept, in a word or two."""
    country = country_of(person)
    if not person.holidays:
        return voice.say("settings-holidays_ordinary")
    return voice.say("settings-holidays_whose") if country is None else countries.country_name(country, voice.language)


def holidays_screen(scene: AnyScene, voice: Voice) -> Screen:
    """Which country's public holidays are kept, and the next of them; another country is typed, or one of several."""
    person, say = scene.person, voice.say
    page = noticed(scene, voice)
    offered = [code for code in scene.place.arguments.split(",") if code]
    if offered:
        page.line(say("settings-country_which"), "bold")
        found = [Button(countries.country_name(code, voice.language), PlaceTap("country", code)) for code in offered]
        return page.screen((*pairs(found), (Button(say("btn-back"), PlaceTap("holidays")),)), "R2")
    page.line(say("settings-holidays"), "bold")
    if not person.holidays:
        page.line(say("settings-holidays_off"))
        rows = [(Button(say("settings-o-holidays_on"), PlaceTap("observe", "1")),)]
    else:
        _whose(page, scene, voice)
        known = country_of(person) is not None
        rows = [(Button(say("settings-o-holidays_off"), PlaceTap("observe", "0")),)] if known else []
        if person.country is not None:
            rows.append((Button(say("settings-o-holidays_zone"), PlaceTap("country", "zone")),))
    return page.screen((*rows, (back_button(voice, "hours"),)), "R2")


def _whose(page: Page, scene: AnyScene, voice: Voice) -> None:
    """The country, the next day off that it brings, and what that means for reminders."""
    person, say = scene.person, voice.say
    country = country_of(person)
    if country is None:
        page.line(say("settings-holidays_no_country"))
        page.line(None if scene.notice == "settings-country_unknown" else say("settings-holidays_name"))
        return
    key = "settings-holidays_zone" if person.country is None else "settings-holidays_chosen"
    page.line(say(key, country=countries.country_name(country, voice.language)))
    today = local(scene.drawn_at, person.zone).date()
    ahead = [day for day in days_off(person.days_off) if day >= today and works_on(day, person.work_days)]
    if ahead:
        page.line(say("settings-holidays_next", day=_day(min(ahead), voice))).gap()
        page.line(say("settings-holidays_quiet"))
    else:
        page.line(say("settings-holidays_none" if person.days_off_year else "settings-holidays_soon")).gap()
    page.line(say("settings-holidays_prompt"))


def _day(day: date, voice: Voice) -> str:
    return f"{weekday_short(day.weekday(), voice.language)}, {day_text(day, voice.language)}"


def digest_screen(scene: AnyScene, voice: Voice) -> Screen:
    """When the day's reminders come: three times within the working hours to tap, any other one typed."""
    person, say = scene.person, voice.say
    start, middle = person.work_from, (person.work_from + person.work_to) // 60 * 30
    example = wording.clock(start + 90 if start + 90 < person.work_to else start)
    page = Page()
    if scene.notice:
        page.line(say(scene.notice, example=example, hours=wording.hours(person))).gap()
    page.line(say("settings-digest"), "bold")
    at = hours_of(person).minute
    page.line(
        say("settings-digest_now" if person.digest_at is not None else "settings-digest_start", clock=wording.clock(at))
    )
    page.line(say("settings-digest_promises")).gap()
    page.line(say("settings-digest_prompt", example=example))
    offered = {start: "start"}
    for minute in (start + 60, middle):
        if start < minute < person.work_to:
            offered.setdefault(minute, str(minute))
    buttons = [
        Button(marked(wording.clock(one), on=one == at), PlaceTap("remind", arg))
        for one, arg in sorted(offered.items())
    ]
    return page.screen((tuple(buttons), (back_button(voice, "hours"),)), "R2")


def _to_settings(voice: Voice) -> tuple[Button, ...]:
    return (back_button(voice, "settings"),)
