"""The message that brings reminders: who, why now, one sentence to start with (protocol, section 8; R2).

It shows what was done with each of them. What it says is said as of the moment it was sent.
"""

from dataclasses import dataclass

from bot.protocol.cadence import due_times
from bot.protocol.cadence.due_times import PROMISED
from bot.protocol.debrief.steps import THREAT
from bot.protocol.person import Person
from bot.screens import wording
from bot.screens.builder import Page, cut, pairs
from bot.screens.buttons import menu_button
from bot.screens.wording import noticed
from bot.viewmodels.paging import DIGEST_ON_PAGE
from bot.viewmodels.reminders import SNOOZED, Reminded, ReminderDraft, ReminderMessage
from bot.viewmodels.scene import Scene, Voice, hours_of
from bot.viewmodels.screen import Button, Copy, PlaceTap, Rows, Screen


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads a reminder and when: `moment` is Unix seconds UTC, `turn` whose turn it is among the wordings."""

    person: Person
    voice: Voice
    moment: int
    turn: int


_HOUR = 60
"""Reminders on one page of a list: more would not be read on a phone."""
_LABEL = 15
"""Letters of a name on a button whose line above says all of it: two fit beside each other."""


def reminder_message_screen(noticed: ReminderMessage, person: Person, voice: Voice) -> Screen:
    """The message as it stands: one reminder, the list of several, or one of them opened."""
    if not noticed.items:
        return Screen(voice.say("reminder-came_again"), point="R2")
    name, _, argument = noticed.view.partition(":")
    opened = next((item for item in noticed.items if name == "item" and str(item.id) == argument), None)
    if opened is not None:
        reading = Reading(person, voice, noticed.sent_at, noticed.turn_of(opened))
        back = (Button(voice.say("reminder-o-list"), PlaceTap("list")),) if len(noticed.items) > 1 else ()
        return _single(noticed, opened, reading, back)
    reading = Reading(person, voice, noticed.sent_at, noticed.turn)
    if len(noticed.items) == 1:
        return _single(noticed, noticed.items[0], reading)
    return _list(noticed, int(argument) if name == "list" and argument.isdecimal() else 0, reading)


def reminder_screen(scene: Scene[ReminderDraft | None], voice: Voice) -> Screen:
    """One reminder as the chat's own view, opened for its draft, which stands under it."""
    found = scene.model
    if found is None:
        return Screen(voice.say("reminder-elsewhere"), rows=((menu_button(voice),),), point="R2")
    item = found.reminder
    reading = Reading(scene.person, voice, scene.drawn_at, found.turn)
    page = noticed(scene, voice)
    if not item.live:
        page.line(did(item, reading))
        return page.screen(((menu_button(voice),),), "R2")
    if item.done is not None:
        page.line(did(item, reading)).line(_rhythm_stays(item, voice))
        return page.screen((_wrote(item, voice), (menu_button(voice),)), "R2")
    _say(page, item, reading)
    if item.kind_at(scene.drawn_at) == "promise_overdue":
        page.gap().line(voice.say("followup-say-not_yet_late"))
    elif found.debrief is not None:
        page.gap().line(voice.say("reminder-draft_below"))
    rows = (
        _wrote(item, voice),
        _check(found, voice),
        _later_row(item, reading),
        (_drop(item, voice), menu_button(voice)),
    )
    return page.screen(rows, "R2")


def opener(item: Reminded, reading: Reading) -> str:
    """The sentence to start with; after abuse a plain one."""
    if item.kind == "stay" and item.how == "abuse":
        return reading.voice.say("reminder-stay-open-4")
    return reading.voice.texts.turn(f"reminder-{item.kind_at(reading.moment)}-open", reading.turn)


def _why(item: Reminded, reading: Reading) -> str:
    """Who it is about and why now; of one that is only to come, what it will be about."""
    voice, moment, turn = reading.voice, reading.moment, reading.turn
    kind = item.kind_at(moment)
    if kind == "stay" and item.status == "waiting" and item.due_at > moment:
        return voice.say("coming-stay", client=cut(item.client, 60))
    asks = next(fear.asks for fear in voice.playbook.fears.values() if fear.unknown)
    due = item.promised_at or item.base_at
    return voice.texts.turn(
        f"reminder-{kind}",
        turn,
        client=cut(item.client, 60),
        time=wording.moment(voice.texts, due, moment, reading.person.zone),
        left=wording.span(voice, due - moment),
        late=wording.span(voice, moment - due),
        days=_silence(item, reading),
        question=asks[turn % len(asks)],
    )


def _silence(item: Reminded, reading: Reading) -> str:
    since = item.base_at if item.contact is None else item.contact
    return wording.silence(reading.voice, since, reading.moment, reading.person.zone)


def _single(noticed: ReminderMessage, item: Reminded, reading: Reading, back: tuple[Button, ...] = ()) -> Screen:
    voice = reading.voice
    page = Page()
    if item.done is None:
        _warn(page, noticed, voice)
        _say(page, item, reading)
        return page.screen((*_rows(item, reading), _hours_row(page.gap(), noticed, reading), back), "R2")
    page.line(did(item, reading))
    rows: list[tuple[Button, ...]] = []
    if item.done in SNOOZED:
        page.line(_rhythm_stays(item, voice))
        rows = [_wrote(item, voice), (_drop(item, voice),)]
    elif item.done == "not_needed":
        page.line(voice.say("reminder-rhythm_stays" if item.promise_id is None else "reminder-promise_dropped"))
        rows = [(Button(voice.say("reminder-o-stop"), PlaceTap("quiet", str(item.id))),)]
    elif item.done == "stop":
        rows = [(Button(voice.say("reminder-o-return"), PlaceTap("return", str(item.id))),)]
    return page.screen((*rows, back), "R2")


def _rhythm_stays(item: Reminded, voice: Voice) -> str | None:
    """Said of those that have a rhythm: a promise has none."""
    return voice.say("reminder-rhythm_stays") if item.promise_id is None else None


def _list(noticed: ReminderMessage, at: int, reading: Reading) -> Screen:
    items, voice = noticed.items, reading.voice
    left = [item for item in items if item.live]
    page = Page()
    _warn(page, noticed, voice)
    heading = voice.texts.turn("reminder-digest", noticed.turn, count=len(items)) if left else voice.say("reminder-all")
    page.line(heading, "bold").gap()
    at = min(at, (len(items) - 1) // DIGEST_ON_PAGE)
    shown = list(enumerate(items, start=1))[at * DIGEST_ON_PAGE : (at + 1) * DIGEST_ON_PAGE]
    for number, item in shown:
        page.line(f"{number}. {line(item, reading)}")
    buttons = [
        Button(f"{number}. {cut(item.client, _LABEL)}", PlaceTap("item", str(item.id)))
        for number, item in shown
        if item.done not in {"wrote", "over"}
    ]
    turn = []
    if at:
        turn.append(Button("←", PlaceTap("list", str(at - 1))))
    if (at + 1) * DIGEST_ON_PAGE < len(items):
        turn.append(Button("→", PlaceTap("list", str(at + 1))))
    morrow = tomorrow_label(voice, reading)
    tomorrow = morrow == voice.say("reminder-o-tomorrow")
    label = voice.say("reminder-o-all_tomorrow") if tomorrow else voice.say("reminder-o-all", when=morrow)
    until = due_times.tomorrow(reading.moment, hours_of(reading.person))
    still = any(
        item.done in {None, "hour"} and not due_times.passes(item.promised_at, reading.moment, until) for item in items
    )
    every = (Button(label, PlaceTap("morrow")),) if still else ()
    return page.screen((*pairs(buttons), every, _hours_row(page, noticed, reading), tuple(turn)), "R2")


def _hours_row(page: Page, noticed: ReminderMessage, reading: Reading) -> tuple[Button, ...]:
    """Zone and hours as they were assumed, told once, with the first message of all (protocol, section 3)."""
    person, voice = reading.person, reading.voice
    if noticed.turn or person.schedule_confirmed:
        return ()
    clock = wording.now_clock(reading.moment, person.zone)
    page.line(voice.say("settings-offer", clock=clock, hours=wording.hours(person)), "italic")
    return (Button(voice.say("settings-o-change"), PlaceTap("settings")),)


def line(item: Reminded, reading: Reading) -> str:
    """The reminder in one line of a list."""
    if item.done is not None:
        return did(item, reading)
    due = item.promised_at or item.base_at
    return reading.voice.say(
        f"reminder-line-{item.kind_at(reading.moment)}",
        client=cut(item.client, 60),
        time=wording.moment(reading.voice.texts, due, reading.moment, reading.person.zone),
        days=_silence(item, reading),
    )


def did(item: Reminded, reading: Reading) -> str:
    """What was done with a reminder, in one line."""
    voice = reading.voice
    seen = item.done == "wrote" and item.done_until is not None
    name = "seen" if seen else "moved" if item.done in SNOOZED else item.done
    until = item.done_until or item.due_at
    time = wording.moment(voice.texts, until, reading.moment, reading.person.zone)
    return voice.say(f"reminder-did-{name}", client=cut(item.client, 60), time=time)


def _warn(page: Page, noticed: ReminderMessage, voice: Voice) -> None:
    """That it is late, or may be a repeat: said first, plainly (R1)."""
    if noticed.late:
        page.line(voice.texts.turn("reminder-late", noticed.turn))
    if noticed.again:
        page.line(voice.say("reminder-again"))
    page.gap()


def _say(page: Page, item: Reminded, reading: Reading) -> None:
    page.line(_why(item, reading))
    if item.seen and item.kind_at(reading.moment) in PROMISED:
        page.line(reading.voice.say("reminder-chat_quiet"))
    page.line(_known(item, reading.voice))
    if item.kind != "look_again":
        page.gap().line(reading.voice.say("reminder-start_with"))
        page.line(opener(item, reading), "bold")


def _known(item: Reminded, voice: Voice) -> str | None:
    """The fear and how the last contact went, as far as they are known."""
    fear = voice.playbook.fears.get(item.fear or "")
    parts = []
    if fear is not None and not fear.unknown:
        named = voice.playbook.named(item.fear or "", item.fear_words)
        parts.append(voice.say("reminder-fear", fear=cut(named, 80).rstrip(".")))
    if item.how is not None:
        parts.append(voice.say("reminder-last", outcome=voice.say(f"how-{item.how}")))
    return " ".join(parts) or None


def _rows(item: Reminded, reading: Reading) -> Rows:
    voice = reading.voice
    if item.kind == "look_again":
        check = Button(voice.say("followup-o-parting"), PlaceTap("part", str(item.client_id)), "primary")
        debrief = Button(voice.say("followup-o-round"), PlaceTap("round", str(item.client_id)))
        again = Button(voice.say("reminder-o-two_weeks"), PlaceTap("weeks", str(item.id)))
        return ((check,), (debrief,), (again, _drop(item, voice)))
    draft = Button(voice.say("reminder-o-draft"), PlaceTap("give", str(item.id)))
    first = Button(voice.say("reminder-o-copy"), Copy(opener(item, reading)))
    own = str(item.client_id)
    prep = Button(voice.say("menu-prep"), PlaceTap("prep", own))
    if item.kind == "ask":  # the questions to read from are what it is about
        prep = Button(voice.say("prep-o-ask"), PlaceTap("ask", f"{own}.0"))
    return (_wrote(item, voice), (first, draft), _later_row(item, reading), (prep, _drop(item, voice)))


def _wrote(item: Reminded, voice: Voice) -> tuple[Button, ...]:
    return (Button(voice.say("reminder-o-wrote"), PlaceTap("wrote", str(item.id)), "primary"),)


def _later_row(item: Reminded, reading: Reading) -> tuple[Button, ...]:
    """The buttons that put a reminder off, by an hour or to the next working day; never past a promise to come (R2)."""
    voice, promised, row = reading.voice, item.promised_at, []
    minutes = due_times.shortly(promised, reading.moment)
    if minutes is not None:
        label = voice.say("reminder-o-hour") if minutes == _HOUR else voice.say("reminder-o-minutes", count=minutes)
        row.append(Button(label, PlaceTap("hour", f"{item.id}.{minutes}")))
    morrow = due_times.tomorrow(reading.moment, hours_of(reading.person))
    if not due_times.passes(promised, reading.moment, morrow):
        row.append(Button(tomorrow_label(voice, reading), PlaceTap("tomorrow", str(item.id))))
    return tuple(row)


def tomorrow_label(voice: Voice, reading: Reading) -> str:
    """What the next working day is called: "Завтра", before a weekend "пн, 9 марта"."""
    moment = due_times.tomorrow(reading.moment, hours_of(reading.person))
    said = wording.day_name(voice.texts, moment, reading.moment, reading.person.zone)
    return voice.say("reminder-o-tomorrow") if said == voice.say("day-tomorrow") else said


def _check(found: ReminderDraft, voice: Voice) -> tuple[Button, ...]:
    """The way from the draft under it to the draft check; none where no draft stands there."""
    item, debrief = found.reminder, found.debrief
    if item.kind == "look_again" or (debrief is not None and THREAT in debrief.picks("behaviour")):
        return ()
    return (Button(voice.say("summary-o-check"), PlaceTap("checkdraft")),)


def _drop(item: Reminded, voice: Voice) -> Button:
    return Button(voice.say("reminder-o-not_needed"), PlaceTap("needless", str(item.id)))
