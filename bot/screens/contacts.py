"""Who waits to hear from the manager, what comes when, and a contact logged with a tap (protocol, section 8; R2)."""

from datetime import timedelta

from bot.protocol.cadence import due_times
from bot.protocol.playbook import LADDER
from bot.screens import wording
from bot.screens.builder import closing, cut, pairs
from bot.screens.buttons import back_button, marked, menu_button, page_row, way_row
from bot.screens.retention import offer_ripe
from bot.screens.wording import noticed
from bot.timeparse.schedule import at_wall, local
from bot.viewmodels.contacts import (
    Card,
    ClientChoice,
    ComingReminders,
    LoggedContact,
    OwedWord,
    Owing,
    UpcomingReminder,
)
from bot.viewmodels.paging import REMINDERS_ON_PAGE
from bot.viewmodels.reminders import Reminded
from bot.viewmodels.scene import AnyScene, Scene, Voice, hours_of
from bot.viewmodels.screen import Button, PlaceTap, Rows, Screen

_LABEL = 34
_BESIDE_LINE = 15
_BESIDE_CLOCK = 13
"""Letters of a name on a button whose line above says all of it: two fit beside each other."""


def coming_screen(scene: Scene[ComingReminders], voice: Voice) -> Screen:
    """What comes, by day, with change and pause."""
    found = scene.model
    page = noticed(scene, voice)
    page.line(voice.say("coming-title"), "bold")
    page.line(_paused(found.paused, scene, voice))
    if not found.reminders:
        page.line(voice.say("coming-none"))
    last = ""
    for item in found.reminders:
        day = wording.day_name(voice.texts, item.due_at, scene.drawn_at, scene.person.zone)
        if day != last:
            page.gap().line(day, "bold")
        last = day
        page.line(f"{wording.wall_clock(item.due_at, scene.person.zone)} {_what(item, scene, voice)}")
    buttons = [
        Button(
            f"{wording.wall_clock(item.due_at, scene.person.zone)} {cut(item.client, _BESIDE_CLOCK)}",
            PlaceTap("upcoming", str(item.id)),
        )
        for item in found.reminders
    ]
    pause = Button(voice.say("coming-o-pause"), PlaceTap("pause"))
    if found.paused is not None:
        pause = Button(voice.say("pause-o-end"), PlaceTap("until", "now"))
    rows = (
        *pairs(buttons),
        *pairs([pause, Button(voice.say("menu-reminders"), PlaceTap("owed"))]),
        way_row(page_row("coming", found.page, more=found.more), menu_button(voice)),
    )
    return page.screen(rows, "R2")


def upcoming_screen(scene: Scene[UpcomingReminder], voice: Voice) -> Screen:
    """One reminder to come: move it, drop it, or change how often."""
    item = scene.model.reminder
    if item is None or item.status != "waiting":
        rows: Rows = ((back_button(voice, "coming"), menu_button(voice)),)
        return noticed(scene, voice).line(voice.say("reminder-elsewhere")).screen(rows, "R2")
    page = noticed(scene, voice)
    zone = scene.person.zone
    when = wording.moment(voice.texts, item.due_at, scene.drawn_at, zone)
    page.line(_what(item, scene, voice), "bold")
    paused = scene.model.paused or 0
    page.line(
        _paused(scene.model.paused, scene, voice) if item.due_at <= paused else voice.say("upcoming-when", time=when)
    )
    page.line(voice.say("upcoming-hint_promise" if item.promise_id is not None else "upcoming-hint"))
    own = str(item.id)
    moved = [
        Button(wording.short_moment(voice.texts, at, scene.drawn_at, zone), PlaceTap("moved", f"{own}.{at}"))
        for at in due_times.moves(item.kind, item.due_at, item.promised_at, scene.drawn_at, hours_of(scene.person))
        if at > paused
    ]
    rows = (
        *pairs(moved),
        (Button(voice.say("reminder-o-wrote"), PlaceTap("wrote", own)),),
        (Button(voice.say("reminder-o-draft"), PlaceTap("give", own)),),
        (
            Button(voice.say("reminder-o-not_needed"), PlaceTap("needless", own)),
            Button(voice.say("clients-o-cadence"), PlaceTap("rhythm", str(item.client_id))),
        ),
        (back_button(voice, "coming"), menu_button(voice)),
    )
    return page.screen(rows, "R2")


def owed_screen(scene: Scene[OwedWord], voice: Voice) -> Screen:
    """Whom the manager owes a word, the longest silence first."""
    found = scene.model
    page = noticed(scene, voice)
    if not found.clients:
        page.line(voice.say("error-nothing_due"), "bold")
    else:
        page.line(voice.say("clients-owed"), "bold").gap()
    first = found.page * REMINDERS_ON_PAGE + 1
    for number, one in enumerate(found.clients, start=first):
        page.line(f"{number}. {_owes(one, scene, voice)}")
    buttons = [
        Button(f"{number}. {cut(one.client, _BESIDE_LINE)}", PlaceTap("client", str(one.client_id)))
        for number, one in enumerate(found.clients, start=first)
    ]
    # The offer takes the place of the others until it is answered: one thought a screen.
    other = offer_ripe(page, found.ripe, voice) or (
        (Button(voice.say("coming-o-open"), PlaceTap("coming")), Button(voice.say("touch-o-other"), PlaceTap("touch"))),
    )
    way = way_row(page_row("owed", found.page, more=found.more), menu_button(voice))
    rows = (*pairs(buttons), *other, way)
    return page.screen(rows, "R2")


def touch_screen(scene: Scene[ClientChoice], voice: Voice) -> Screen:
    """With whom there was a contact: one tap, or the name, logs it; who was spoken with last stands first."""
    found = scene.model
    page = noticed(scene, voice)
    page.line(voice.say("touch-q") if found.clients or found.page else voice.say("error-no_clients"), "bold")
    if found.more or found.page:
        page.line(voice.say("touch-hint"))
    buttons = [
        Button(cut(one.client, _LABEL), PlaceTap("touched", f"{one.client_id}.{one.contact or 0}"))
        for one in found.clients
    ]
    return page.screen(
        (
            *pairs(buttons),
            all_row(found, voice, "touch"),
            way_row(page_row("touch", found.page, more=found.more), menu_button(voice)),
        ),
        "R2",
    )


def picked_client_rows(found: ClientChoice, to: str, before: str = "") -> Rows:
    """A page of clients to choose from: each leads `to` its place, with what stands `before` the id."""
    buttons = [Button(cut(one.client, _LABEL), PlaceTap(to, f"{before}{one.client_id}")) for one in found.clients]
    return pairs(buttons)


def picked_turns(found: ClientChoice, to: str) -> tuple[Button, ...]:
    """The arrows of a page of clients to choose from, for its row of navigation."""
    return page_row(f"{to}s", found.page, more=found.more)


def all_row(found: ClientChoice, voice: Voice, to: str) -> tuple[Button, ...]:
    """The way to all clients, where only those stand that a typed name may mean."""
    return (Button(voice.say("step-client-o-more"), PlaceTap(to)),) if found.few else ()


def touched_screen(scene: Scene[LoggedContact | None], voice: Voice) -> Screen:
    """A contact was logged: when the next is, take it back, or say how it went."""
    found = scene.model
    page = noticed(scene, voice)
    if found is None:
        return page.line(voice.say("touch-undone")).screen(((menu_button(voice),),), "R2")
    if found.due is not None:
        return _asks_late(found, found.due, scene, voice)
    name = closing(found.client.label)
    if found.next_at is None:
        page.line(voice.say("touch-ack_none", client=name))
    else:
        when = wording.moment(voice.texts, found.next_at, scene.drawn_at, scene.person.zone)
        page.line(voice.say("touch-ack", client=name, time=when))
    touch = str(found.id)
    rows = (
        (
            Button(voice.say("touch-o-how"), PlaceTap("how", touch), "primary"),
            Button(voice.say("clients-o-cadence"), PlaceTap("rhythm", str(found.client.id))),
        ),
        (Button(voice.say("touch-undo"), PlaceTap("undo", touch)), menu_button(voice)),
    )
    return page.screen(rows, "R2")


def _asks_late(found: LoggedContact, due: int, scene: AnyScene, voice: Voice) -> Screen:
    """A contact marked after the promised time: whether the word itself went out in time (R1, R2)."""
    page = noticed(scene, voice).line(cut(found.client.label, 60))
    when = wording.moment(voice.texts, due, scene.drawn_at, scene.person.zone)
    page.line(voice.say("sent-late-q", time=when), "bold")
    said = tuple(
        Button(voice.say(f"sent-late-o-{one}"), PlaceTap("sent", f"{found.id}.{one}")) for one in ("in_time", "late")
    )
    undo = Button(voice.say("touch-undo"), PlaceTap("undo", str(found.id)))
    return page.screen((said, (undo, menu_button(voice))), "R2")


def rhythm_screen(scene: Scene[Card | None], voice: Voice) -> Screen:
    """How often to be in touch with one client: a rung of the ladder, or what the fear asks for."""
    card = scene.model
    page = noticed(scene, voice)
    if card is None:
        return page.line(voice.say("clients-gone")).screen(((menu_button(voice),),), "R2")
    page.line(voice.say("cadence-q", client=cut(card.client.label, 60)), "bold")
    page.line(voice.say("cadence-hint"))
    own = card.client.id
    chosen = card.client.cadence
    buttons = [
        Button(marked(voice.say(f"cadence-label-{rung}"), on=rung == chosen), PlaceTap("often", f"{own}.{rung}"))
        for rung in LADDER
    ]
    rule = Button(marked(voice.say("cadence-o-rule"), on=chosen is None), PlaceTap("often", f"{own}.rule"))
    back = back_button(voice, "client", str(own))
    return page.screen((*pairs(buttons), (rule,), (back, menu_button(voice))), "R2")


def pause_screen(scene: Scene[int | None], voice: Voice) -> Screen:
    """No reminders until a day: a holiday, an illness. What fell due meanwhile comes as one message after it."""
    page = noticed(scene, voice)
    page.line(voice.say("pause_all-title"), "bold")
    paused = _paused(scene.model, scene, voice)
    page.line(paused or voice.say("pause_all-hint"))
    hours, zone = hours_of(scene.person), scene.person.zone
    today = local(scene.drawn_at, zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    days = {today + timedelta(days=1), monday, monday + timedelta(days=7), monday + timedelta(days=14)}
    buttons = [
        Button(
            wording.short_day(voice.texts, at_wall(day, 720, zone), scene.drawn_at, zone), PlaceTap("until", f"{day}")
        )
        for day in sorted(hours.worked_from(day) for day in days)
    ]
    unique = list(dict.fromkeys(buttons))
    end = (Button(voice.say("pause-o-end"), PlaceTap("until", "now")),) if paused else ()
    back = back_button(voice, "coming")
    return page.screen((*pairs(unique), end, (back, menu_button(voice))), "R2")


def _paused(until: int | None, scene: AnyScene, voice: Voice) -> str | None:
    if until is None or until <= scene.drawn_at:
        return None
    when = wording.moment(voice.texts, until, scene.drawn_at, scene.person.zone)
    return voice.say("pause_all-until", time=when)


def _what(item: Reminded, scene: AnyScene, voice: Voice) -> str:
    """Whom and what a reminder to come is about, in one line."""
    kind = "promise" if item.promise_id is not None else item.kind
    name = cut(item.client, 60)
    if item.promised_at is None:
        return voice.say(f"coming-{kind}", client=name, time="")
    when = wording.moment(voice.texts, item.promised_at, scene.drawn_at, scene.person.zone)
    return voice.say(f"coming-{kind}", client=name, time=when)


def _owes(one: Owing, scene: AnyScene, voice: Voice) -> str:
    if one.promised_at is not None:
        kind = "promise_soon" if one.promised_at > scene.drawn_at else "promise_overdue"
        when = wording.moment(voice.texts, one.promised_at, scene.drawn_at, scene.person.zone)
        return voice.say(f"reminder-line-{kind}", client=cut(one.client, 60), time=when)
    if one.contact is None:
        return voice.say("owed-never", client=cut(one.client, 60))
    return voice.say("reminder-line-stay", client=cut(one.client, 60), days=_since(one.contact, scene, voice))


def _since(contact: int, scene: AnyScene, voice: Voice) -> str:
    return wording.silence(voice, contact, scene.drawn_at, scene.person.zone)
