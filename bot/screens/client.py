"""One client: where it stands, what happened last, what can be done; and what the card says, to be changed (R2)."""

from bot.protocol import phones
from bot.protocol.client import Client
from bot.protocol.person import country_of
from bot.screens import wording
from bot.screens.builder import Page, cut, pairs
from bot.screens.buttons import back_button, menu_button
from bot.screens.menu import keys
from bot.screens.parting import decided_line
from bot.screens.timeline import happened
from bot.screens.wording import day_of, noticed
from bot.timeparse.countries import country_name
from bot.viewmodels.clients import ORIGINS, ClientCard
from bot.viewmodels.contacts import Card
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, Pick, PlaceTap, Rows, Screen

FIELDS = ("label", "address", "contact", "note")
"""What of a card is typed."""
_NEXT = " / "
"""Between the lines of a note where it stands on one."""


def client_screen(scene: Scene[ClientCard | None], voice: Voice) -> Screen:
    """The card: where it stands, the last contact and the next, what is known, the last events, what can be done."""
    found = scene.model
    page = noticed(scene, voice)
    if found is None:
        return page.line(voice.say("clients-gone")).screen(_out("", voice), "R2")
    card = found.card
    page.line(cut(card.client.label, 60), "bold")
    _stands(page, found, scene, voice)
    _knows(page, card.client, voice)
    if found.events:
        page.gap().line(voice.say("history-last"), "italic")
    for event in found.events:
        page.line(happened(event, scene, voice))
    return page.screen((*_deeds(card, voice), *_out(found.origin, voice)), "R2")


def _stands(page: Page, found: ClientCard, scene: AnyScene, voice: Voice) -> None:
    """Where things are with the client: the state, the last contact, the promise, the rhythm, the next reminder."""
    card, zone, now = found.card, scene.person.zone, scene.drawn_at
    if card.client.archived_at is not None:
        page.line(voice.say("clients-card-archived", day=day_of(card.client.archived_at, scene, voice)))
    else:
        page.line(voice.say(f"clients-card-{card.state}"))
    page.line(decided_line(found.decided, scene, voice))
    if card.contact is None:
        page.line(voice.say("clients-card-last_none"))
    else:
        page.line(voice.say("clients-card-last", days=wording.silence(voice, card.contact, now, zone)))
    if card.promised_at is not None:
        kind = "promised" if card.promised_at > now else "overdue"
        page.line(voice.say(f"clients-card-{kind}", time=wording.moment(voice.texts, card.promised_at, now, zone)))
    if card.client.archived_at is None:
        page.line(voice.say("summary-cadence", cadence=voice.say(f"cadence-label-{card.rung}")))
    if card.waiting:
        when = wording.moment(voice.texts, card.waiting[0].due_at, now, zone)
        page.line(voice.say("clients-card-reminder", time=when))


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
    own, archived = str(card.client.id), card.client.archived_at is not None
    prep = Button(voice.say("menu-prep"), PlaceTap("prep", own))
    wrote = Button(voice.say("reminder-o-wrote"), PlaceTap("touched", f"{own}.{card.contact or 0}"), "primary")
    middle = [Button(voice.say("menu-debrief"), PlaceTap("round", own))]
    if card.waiting:
        middle.append(Button(voice.say("clients-o-move"), PlaceTap("upcoming", str(card.waiting[0].id))))
        middle.insert(0, Button(voice.say("reminder-o-draft"), PlaceTap("give", str(card.waiting[0].id))))
    if not archived:
        middle.append(Button(voice.say("clients-o-cadence"), PlaceTap("rhythm", own)))
    middle.append(Button(voice.say("clients-o-history"), PlaceTap("history", f"{own}.0")))
    middle.append(Button(voice.say("menu-insights"), PlaceTap("insights", own)))
    middle.append(Button(voice.say("menu-sos"), PlaceTap("sos", own)))
    middle.append(Button(voice.say("clients-o-parting"), PlaceTap("part", own)))
    middle.append(Button(voice.say("clients-o-edit"), PlaceTap("edit", own)))
    back = (Button(voice.say("clients-o-return"), PlaceTap("unshelve", own)),) if archived else ()
    return (back, (prep, wrote), *pairs(middle))


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
    buttons.append(Button(voice.say("edit-o-chat"), PlaceTap("chat", own)))
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
