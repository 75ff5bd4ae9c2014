"""The screens around the debrief: the first words, the menu, help, what waits, what was stopped, what came unasked."""

from bot.protocol.times.say import weekday_short
from bot.screens import saying
from bot.screens.debrief import told_facts
from bot.screens.options import waiting_row
from bot.screens.page import Page, closing, cut, pairs
from bot.screens.saying import notice_text
from bot.screens.scene import Scene, Voice
from bot.screens.screen import Button, PlaceTap, Rows, Screen
from bot.texts import Texts


def keys(texts: Texts) -> tuple[tuple[str, ...], ...]:
    """The labels of the reply keyboard; in either language they are commands, whatever is being asked."""
    return ((texts("menu-debrief"), texts("btn-menu")),)


def greeting(scene: Scene, voice: Voice) -> Screen:
    """What /start says first: two lines that help (P1), before anything is asked."""
    new = scene.person.debriefs == 0
    return Screen(voice.say("start-first" if new else "start-again"), point="P1")


def menu_screen(scene: Scene, voice: Voice) -> Screen:
    """The menu, with the debrief that waits one tap away."""
    page = _noticed(scene, voice)
    page.line(voice.say("menu-title"), "bold")
    if scene.waiting is not None:
        page.line(_waits(scene, voice))
    rows = (
        waiting_row(scene, voice),
        (Button(voice.say("menu-debrief"), PlaceTap("debrief"), "primary"),),
        (Button(voice.say("menu-settings"), PlaceTap("settings")), Button(voice.say("menu-help"), PlaceTap("help"))),
    )
    return page.screen(rows, "P1")


def _noticed(scene: Scene, voice: Voice) -> Page:
    """A page that begins with what is said for once."""
    return Page().line(notice_text(scene.notice, voice)).gap()


def _waits(scene: Scene, voice: Voice) -> str:
    waiting = scene.waiting
    if waiting is None or waiting.client is None:
        return voice.say("start-resume_unnamed")
    return voice.say("start-resume", client=closing(waiting.client))


def away(scene: Scene, voice: Voice) -> Rows:
    """The rows under a screen beside the debrief: go on with what waits, or to the menu."""
    return (waiting_row(scene, voice), (Button(voice.say("btn-menu"), PlaceTap("menu")),))


def help_screen(scene: Scene, voice: Voice) -> Screen:
    """What there is and how it is used."""
    rows = ((Button(voice.say("menu-privacy"), PlaceTap("privacy")),), *away(scene, voice))
    return _noticed(scene, voice).line(voice.say("help-text")).screen(rows, "—")


def privacy_screen(scene: Scene, voice: Voice) -> Screen:
    """Who sees what is written here, and how it goes."""
    return _noticed(scene, voice).line(voice.say("privacy-text")).screen(away(scene, voice), "—")


def stopped_screen(scene: Scene, voice: Voice) -> Screen:
    """After Stop: all is kept; go on, delete, or leave it there."""
    run = str(scene.run_id)
    rows = (
        (Button(voice.say("btn-resume"), PlaceTap("resume", run), "primary"),),
        (
            Button(voice.say("btn-menu"), PlaceTap("menu")),
            Button(voice.say("btn-delete"), PlaceTap("delete", run)),
        ),
    )
    return _noticed(scene, voice).line(voice.say("stopped-title")).screen(rows, "—")


def delete_screen(scene: Scene, voice: Voice) -> Screen:
    """Asks once more before a debrief is deleted for good."""
    run = str(scene.run_id)
    rows = (
        (
            Button(voice.say("delete-o-keep"), PlaceTap("stop", run)),
            Button(voice.say("btn-delete"), PlaceTap("erase", run), "danger"),
        ),
    )
    return _noticed(scene, voice).line(voice.say("delete-q")).screen(rows, "—")


def found_screen(scene: Scene, voice: Voice) -> Screen:
    """Words that came unasked, kept already: the facts of a new debrief, of the one that waits, or a note."""
    page = _noticed(scene, voice).line(voice.say("start-out_of_blue"))
    if scene.run is not None:
        page.gap().line(told_facts(scene.run, voice))
    run = str(scene.run_id)
    buttons = [Button(voice.say("start-o-debrief"), PlaceTap("resume", run), "primary")]
    if scene.waiting is not None:
        client = cut(scene.waiting.client or voice.say("start-unnamed"), 24)
        buttons.append(Button(voice.say("start-o-add", client=client), PlaceTap("add", run)))
    buttons.append(Button(voice.say("start-o-note"), PlaceTap("note", run)))
    return page.screen((*pairs(buttons), (Button(voice.say("btn-delete"), PlaceTap("delete", run)),)), "P2a")


def language_screen(scene: Scene, voice: Voice) -> Screen:
    """Which language; each names itself."""
    buttons = [
        Button(_mark(voice.say(f"settings-language-{code}"), code == scene.person.language), PlaceTap("speak", code))
        for code in ("ru", "en")
    ]
    page = _noticed(scene, voice).line(voice.say("settings-language"), "bold")
    return page.screen((tuple(buttons), _to_settings(voice)), "—")


def settings_screen(scene: Scene, voice: Voice) -> Screen:
    """The settings as they are, each one tap away from change."""
    person, say = scene.person, voice.say
    page = _noticed(scene, voice)
    page.line(say("settings-title"), "bold").gap()
    zone = f"{saying.zone(person.zone, voice.language)}, {saying.now_clock(scene.drawn_at, person.zone)}"
    page.line(
        say(
            "settings-current",
            language=say(f"settings-language-{person.language}"),
            zone=zone,
            hours=saying.hours(person),
            days=saying.days(voice, person),
            detail=say("settings-detail-full" if person.detailed else "settings-detail-short"),
        )
    )
    detail = Button(
        say("settings-detailed-off" if person.detailed else "settings-detailed-on"),
        PlaceTap("detail", "0" if person.detailed else "1"),
    )
    rows = (
        (Button(say("settings-language"), PlaceTap("language")), Button(say("settings-time_zone"), PlaceTap("zone"))),
        (Button(say("settings-hours"), PlaceTap("hours")), Button(say("settings-days"), PlaceTap("days"))),
        (detail,),
    )
    return page.screen((*rows, *away(scene, voice)), "R2")


def zone_screen(scene: Scene, voice: Voice) -> Screen:
    """A city, a zone or an offset is typed; what it may mean is offered."""
    page = _noticed(scene, voice)
    clock = saying.now_clock(scene.drawn_at, scene.person.zone)
    if scene.zones:
        page.line(voice.say("settings-zone_which"), "bold")
        found = [
            Button(
                f"{saying.zone(zone, voice.language)}, {saying.now_clock(scene.drawn_at, zone)}", PlaceTap("live", zone)
            )
            for zone in scene.zones
        ]
        return page.screen((*pairs(found), _to_settings(voice)), "R2")
    page.line(
        voice.say("settings-time_zone_now", clock=clock, zone=saying.zone(scene.person.zone, voice.language)), "bold"
    )
    page.line(voice.say("settings-time_zone_prompt"))
    return page.screen((_to_settings(voice),), "R2")


_USUAL_HOURS = ((540, 1080), (600, 1140), (660, 1200))


def hours_screen(scene: Scene, voice: Voice) -> Screen:
    """The working hours: three usual ones to tap, any others typed."""
    person = scene.person
    page = Page()
    if scene.notice:
        page.line(voice.say(scene.notice, example=voice.say("settings-hours_example"))).gap()
    page.line(voice.say("settings-hours"), "bold").line(voice.say("settings-hours_prompt"))
    buttons = []
    for start, end in _USUAL_HOURS:
        label = f"{saying.clock(start)}–{saying.clock(end)}"
        mine = (start, end) == (person.work_from, person.work_to)
        buttons.append(Button(_mark(label, mine), PlaceTap("work", f"{start}-{end}")))
    return page.screen((tuple(buttons), _to_settings(voice)), "R2")


def days_screen(scene: Scene, voice: Voice) -> Screen:
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
        buttons.append(Button(_mark(label, on), PlaceTap("day", f"{'-' if on else '+'}{day + 1}")))
    return page.screen((tuple(buttons[:4]), tuple(buttons[4:]), _to_settings(voice)), "R2")


def _mark(label: str, on: bool) -> str:
    return f"✓ {label}" if on else label


def _to_settings(voice: Voice) -> tuple[Button, ...]:
    return (Button(voice.say("btn-back"), PlaceTap("settings")),)
