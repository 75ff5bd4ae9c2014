"""One client: where it stands, what happened last, what can be done; and what the card says, to be changed (R2)."""

from datetime import date

from bot.protocol import phones
from bot.protocol.client import Client
from bot.protocol.person import country_of
from bot.protocol.phrase import fill
from bot.screens import wording
from bot.screens.builder import Page, cut, pairs
from bot.screens.buttons import back_button, menu_button
from bot.screens.menu import keys
from bot.screens.parting import decided_line
from bot.screens.timeline import happened
from bot.screens.wording import day_of, noticed, phrase_slots
from bot.timeparse.countries import country_name
from bot.timeparse.schedule import at_wall, local
from bot.viewmodels.clients import ORIGINS, ClientCard
from bot.viewmodels.contacts import Card
from bot.viewmodels.prep import Prep
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, Pick, PlaceTap, Rows, Screen

FIELDS = ("label", "address", "contact", "note")
"""What of a card is typed."""
_NEXT = " / "
"""Between the lines of a note where it stands on one."""
_LONGEST_PHRASE = 160
_NOON = 720
"""A moment of a day by which its name is said, in minutes."""


def client_screen(scene: Scene[ClientCard | None], voice: Voice) -> Screen:
    """What one needs before writing: the state, the fear, what helps, what is promised; five buttons (section 2)."""
    found = scene.model
    page = noticed(scene, voice)
    if found is None:
        return page.line(voice.say("clients-gone")).screen(_out("", voice), "R2")
    card, zone, now = found.card, scene.person.zone, scene.drawn_at
    page.line(cut(card.client.label, 60), "bold")
    if card.client.archived_at is not None:
        page.line(voice.say("clients-card-archived", day=day_of(card.client.archived_at, scene, voice)))
    else:
        page.line(voice.say(f"clients-card-{card.state}"))
    page.line(decided_line(found.decided, scene, voice))
    _helps(page, found.prep, scene, voice)
    if card.promised_at is not None:
        kind = "promised" if card.promised_at > now else "overdue"
        page.line(voice.say(f"clients-card-{kind}", time=wording.moment(voice.texts, card.promised_at, now, zone)))
    if card.contact is None:
        page.line(voice.say("clients-card-last_none"))
    else:
        page.line(voice.say("clients-card-last", days=wording.silence(voice, card.contact, now, zone)))
    if card.waiting:
        when = wording.moment(voice.texts, card.waiting[0].due_at, now, zone)
        page.line(voice.say("clients-card-reminder", time=when))
    return page.screen((*_deeds(card, voice), *_out(found.origin, voice)), "R2")


def _helps(page: Page, prep: Prep, scene: AnyScene, voice: Voice) -> None:
    """What the client is afraid of, the date of their boss, and what helps: a phrase that did, or what to say (P3)."""
    fear = voice.playbook.fears.get(prep.fear or "")
    if fear is not None and not fear.unknown:
        sure = "confirmed" if prep.confirmed else prep.outcome.sure if prep.outcome is not None else "hypothesis"
        named = cut(voice.playbook.named(prep.fear or "", prep.fear_words), 80).rstrip(".")
        page.line(voice.say("summary-fear", fear=named, sure=voice.say(f"sure-{sure}")))
    elif prep.outcome is not None:
        page.line(voice.say("summary-fear_unknown"))
    page.line(_boss_day(prep, scene, voice))
    phrase = fill(prep.helped, **phrase_slots(scene, voice)) if prep.helped else None
    if phrase:
        page.line(voice.say("prep-worked", phrase=cut(phrase, _LONGEST_PHRASE)))
    elif fear is not None and not fear.unknown:  # nothing was tried yet: what helps with such a fear
        page.named(voice.say("step-approach-say"), fill(fear.says[scene.person.debriefs % len(fear.says)]))


def _boss_day(prep: Prep, scene: AnyScene, voice: Voice) -> str | None:
    """The day by which the client's boss needs the result, as long as it is to come."""
    known = prep.card.client.client_date
    if known is None or date.fromisoformat(known) < local(scene.drawn_at, scene.person.zone).date():
        return None
    noon = at_wall(date.fromisoformat(known), _NOON, scene.person.zone)
    day = wording.short_day(voice.texts, noon, scene.drawn_at, scene.person.zone)
    return voice.say("summary-boss_date", day=day)


def about_screen(scene: Scene[ClientCard | None], voice: Voice) -> Screen:
    """ "More" of a card: how often, what the manager added, what happened last, and what is wanted less often."""
    found = scene.model
    page = noticed(scene, voice)
    if found is None:
        return page.line(voice.say("clients-gone")).screen(_out("", voice), "R2")
    card, own = found.card, str(found.card.client.id)
    archived = card.client.archived_at is not None
    page.line(cut(card.client.label, 60), "bold")
    if not archived:
        page.line(voice.say("summary-cadence", cadence=voice.say(f"cadence-label-{card.rung}")))
    _knows(page, card.client, voice)
    if found.events:
        page.gap().line(voice.say("history-last"), "italic")
    for event in found.events:
        page.line(happened(event, scene, voice))
    buttons = []
    if card.waiting or archived:  # else it stands on the card itself
        buttons.append(Button(voice.say("menu-debrief"), PlaceTap("round", own)))
    if card.waiting:
        buttons.append(Button(voice.say("clients-o-move"), PlaceTap("upcoming", str(card.waiting[0].id))))
    if not archived:
        buttons.append(Button(voice.say("clients-o-cadence"), PlaceTap("rhythm", own)))
    buttons.append(Button(voice.say("clients-o-history"), PlaceTap("history", f"{own}.0")))
    buttons.append(Button(voice.say("menu-insights"), PlaceTap("insights", own)))
    buttons.append(Button(voice.say("clients-o-parting"), PlaceTap("part", own)))
    buttons.append(Button(voice.say("clients-o-chat"), PlaceTap("chat", own)))
    buttons.append(Button(voice.say("clients-o-edit"), PlaceTap("edit", own)))
    return page.screen((*pairs(buttons), (back_button(voice, "client", own), menu_button(voice))), "R2")


def _knows(page: Page, client: Client, voice: Voice) -> None:
    """What the manager added to the card."""
    page.line(voice.say("clients-card-address", name=cut(client.address, 40)) if client.address else None)
    reached = reached_by(client, voice)
    page.line(voice.say("clients-card-contact", what=reached) if reached else None)
    page.line(voice.say("clients-card-note", words=cut(_NEXT.join(client.note.splitlines()))) if client.note else None)


def reached_by(client: Client, voice: Voice) -> str:
    """The client's username and phone as they are read, nothing where there are none.

    A number stands with its country, so that a wrong one is seen; a writing that is still asked about says so.
    """
    sure, asked = phones.confirmed(client.phone), phones.pending(client.phone)
    parts = (
        f"@{client.username}" if client.username else "",
        number_of(sure, voice) if sure else "",
        voice.say("number-pending", words=cut(asked, 40)) if asked else "",
    )
    return " · ".join(part for part in parts if part)


def number_of(number: str, voice: Voice) -> str:
    """A number in E.164 as it is read, with its country: "+7 916 123-45-67, Россия"."""
    country = phones.country_of(number)
    shown = phones.shown(number)
    return shown if country is None else f"{shown}, {country_name(country, voice.language)}"


def _deeds(card: Card, voice: Voice) -> Rows:
    """Been in touch; the draft, or else a debrief; before the call, SOS; and the way to all else."""
    own, archived = str(card.client.id), card.client.archived_at is not None
    wrote = Button(voice.say("reminder-o-wrote"), PlaceTap("touched", f"{own}.{card.contact or 0}"), "primary")
    first = Button(voice.say("menu-debrief"), PlaceTap("round", own))
    if archived:
        first = Button(voice.say("clients-o-return"), PlaceTap("unshelve", own))
    elif card.waiting:
        first = Button(voice.say("reminder-o-draft"), PlaceTap("give", str(card.waiting[0].id)))
    prep = Button(voice.say("menu-prep"), PlaceTap("prep", own))
    sos = Button(voice.say("menu-sos"), PlaceTap("sos", own))
    return (*pairs([wrote, first]), *pairs([prep, sos]), (Button(voice.say("btn-more"), PlaceTap("about", own)),))


def _out(origin: str, voice: Voice) -> Rows:
    """Back to where the card was opened from, and to the menu."""
    place = ORIGINS.get(origin[:1], "clients")
    page = origin[1:].partition(".")[0]
    return ((Button(voice.say("btn-back"), PlaceTap(place, page)), menu_button(voice)),)


def edit_screen(scene: Scene[Client | None], voice: Voice) -> Screen:
    """What can be changed of a card; and what to do with the card as a whole."""
    client = scene.model
    page = noticed(scene, voice)
    if client is None:
        return page.line(voice.say("clients-gone")).screen(((menu_button(voice),),), "—")
    page.line(cut(client.label, 60), "bold")
    _knows(page, client, voice)
    own = str(client.id)
    buttons = [Button(voice.say(f"edit-o-{name}"), PlaceTap("field", f"{own}.{name}")) for name in FIELDS]
    buttons.append(Button(voice.say("clients-o-cadence"), PlaceTap("rhythm", own)))
    buttons.append(Button(voice.say("clients-o-merge"), PlaceTap("twin", f"{own}.0")))
    if client.archived_at is None:
        buttons.append(Button(voice.say("clients-o-archive"), PlaceTap("shelve", own)))
    else:
        buttons.append(Button(voice.say("clients-o-return"), PlaceTap("unshelve", own)))
    buttons.append(Button(voice.say("btn-delete"), PlaceTap("drop", own)))
    back = back_button(voice, "client", own)
    return page.screen((*pairs(buttons), (back, menu_button(voice))), "—")


def field_screen(scene: Scene[Client | None], voice: Voice) -> Screen:
    """One thing that the card says: it is typed anew, or taken away."""
    client, name = scene.model, scene.place.arguments.rpartition(".")[2]
    page = noticed(scene, voice)
    if client is None or name not in FIELDS:
        return page.line(voice.say("clients-gone")).screen(((menu_button(voice),),), "—")
    page.line(cut(client.label, 60)).gap()
    page.line(voice.say(f"field-{name}-q"), "bold").line(voice.say(f"field-{name}-hint"))
    now = {"label": "", "address": client.address, "contact": reached_by(client, voice), "note": client.note}[name]
    page.gap().line(voice.say("field-now", what=cut(now)) if now else None)
    own = f"{client.id}.{name}"
    rows = (
        (Button(voice.say("number-o-ask"), PlaceTap("number", str(client.id))),)
        if name == "contact" and phones.pending(client.phone)
        else (),
        (Button(voice.say("field-o-pick"), PlaceTap("pick", str(client.id))),) if name == "contact" else (),
        (Button(voice.say("field-o-clear"), PlaceTap("clear", own)),) if now else (),
        (back_button(voice, "edit", str(client.id)), menu_button(voice)),
    )
    return page.screen(rows, "—")


def number_screen(scene: Scene[Client | None], voice: Voice) -> Screen:
    """A number that was written for one country: shown as it is understood, and one of them is the client's (R1)."""
    client = scene.model
    page = noticed(scene, voice)
    words = phones.pending(client.phone) if client is not None else None
    if client is None or words is None:
        return page.line(voice.say("clients-gone")).screen(((menu_button(voice),),), "—")
    page.line(cut(client.label, 60)).gap()
    found = phones.candidates(words, country_of(scene.person), scene.person.language)
    said = cut(words, 40)
    own = str(client.id)
    rows: list[tuple[Button, ...]] = []
    if len(found) == 1:
        page.line(voice.say("number-q", number=number_of(found[0], voice)), "bold")
        page.line(voice.say("number-hint", words=said))
        yes = Button(voice.say("number-o-yes"), PlaceTap("numbered", f"{own}.{found[0][1:]}"), "primary")
        rows.append((yes, Button(voice.say("number-o-no"), PlaceTap("unnumber", own))))
    else:
        page.line(voice.say("number-which" if found else "number-unclear"), "bold")
        page.line(voice.say("number-hint", words=said))
        rows.extend((Button(number_of(one, voice), PlaceTap("numbered", f"{own}.{one[1:]}")),) for one in found)
        rows.append((Button(voice.say("number-o-none"), PlaceTap("unnumber", own)),))
    run = scene.place.arguments.partition(".")[2]
    back = back_button(voice, "resume", run) if run else back_button(voice, "field", f"{own}.contact")
    return page.screen((*rows, (back, menu_button(voice))), "—")


def pick_screen(scene: Scene[Client | None], voice: Voice) -> Screen:
    """What the button under the input field does: Telegram's own list of people, from which one is picked."""
    client = scene.model
    page = noticed(scene, voice)
    if client is None:
        return page.line(voice.say("clients-gone")).screen(((menu_button(voice),),), "—")
    page.line(cut(client.label, 60)).gap()
    page.line(voice.say("pick-q"), "bold").line(voice.say("pick-hint"))
    back = back_button(voice, "field", f"{client.id}.contact")
    return page.screen(((back, menu_button(voice)),), "—")


def pick_keys(scene: Scene[Client | None], voice: Voice) -> tuple[tuple[str | Pick, ...], ...]:
    """The picker above the usual keys: those are commands there too."""
    client = scene.model
    usual = keys(scene, voice.texts)
    return usual if client is None else ((Pick(voice.say("pick-key"), client.id),), *usual)
