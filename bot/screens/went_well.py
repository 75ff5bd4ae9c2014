"""It went well: with whom, and what was logged; two taps (protocol, section 3; P3, R2)."""

from bot.screens import wording
from bot.screens.builder import closing, cut, pairs
from bot.screens.buttons import menu_button, page_row
from bot.screens.contacts import all_row
from bot.screens.wording import noticed
from bot.viewmodels.contacts import ClientChoice, Owing
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen
from bot.viewmodels.went_well import LoggedTalk


def well_screen(scene: Scene[ClientChoice], voice: Voice) -> Screen:
    """With whom it went well: one tap, or the name, logs it; who was spoken with last stands first."""
    found = scene.model
    page = noticed(scene, voice).line(voice.say("well-q"), "bold")
    page.line(voice.say("well-hint" if found.clients else "step-client-hint_first"))
    buttons = [
        Button(cut(one.client, 34), PlaceTap("wentwell", f"{one.client_id}.{one.contact or 0}"))
        for one in found.clients
    ]
    rows = (
        *pairs(buttons),
        all_row(found, voice, "well"),
        (*page_row("well", found.page, more=found.more), menu_button(voice)),
    )
    return page.screen(rows, "P3")


def went_well_screen(scene: Scene[LoggedTalk | None], voice: Voice) -> Screen:
    """It was logged: when the next word is due, and a way back for a slip."""
    found = scene.model
    page = noticed(scene, voice)
    if found is None:
        return page.line(voice.say("touch-undone")).screen(((menu_button(voice),),), "R2")
    name = closing(found.client.label)
    if found.next_at is None:
        page.line(voice.say("well-ack_none", client=name))
    else:
        when = wording.moment(voice.texts, found.next_at, scene.drawn_at, scene.person.zone)
        page.line(voice.say("well-ack", client=name, time=when))
    rows = (
        (
            Button(voice.say("touch-undo"), PlaceTap("unwell", str(found.run))),
            Button(voice.say("clients-o-cadence"), PlaceTap("rhythm", str(found.client.id))),
        ),
        (menu_button(voice),),
    )
    return page.screen(rows, "R2")


def well_choice(voice: Voice) -> Button:
    """The way there from a debrief's first question, for who has nothing to debrief."""
    return Button(voice.say("menu-well"), PlaceTap("well"))


def well_button(one: Owing, voice: Voice, run: str) -> Button:
    """Logs it at once with a client whom the unasked words of that run name."""
    label = voice.say("well-o-log", client=cut(one.client, 18))
    return Button(label, PlaceTap("wentwell", f"{one.client_id}.{one.contact or 0}.{run}"))
