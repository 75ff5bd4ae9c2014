"""Notes about a client: words and voices kept without a debrief, read and heard again (protocol, section 3)."""

from bot.screens import saying
from bot.screens.contacts import picked_client_rows
from bot.screens.house import noticed
from bot.screens.page import cut
from bot.screens.scene import Scene, Voice
from bot.screens.screen import Button, PlaceTap, Screen

_LONGEST = 1500


def note_of_screen(scene: Scene, voice: Voice) -> Screen:
    """Whom the words that came unasked are about."""
    page = noticed(scene, voice)
    page.line(voice.say("note-q" if scene.contacts.owing or scene.contacts.page else "error-no_clients"), "bold")
    back = Button(voice.say("btn-back"), PlaceTap("found", str(scene.run_id)))
    return page.screen((*picked_client_rows(scene, "noteof", f"{scene.run_id}."), (back,)), "P2a")


def notes_screen(scene: Scene, voice: Voice) -> Screen:
    """One note about a client at a time, the newest first, with its voices to hear."""
    page = noticed(scene, voice)
    client, found = scene.client, scene.incall
    if client is None:
        return page.line(voice.say("clients-gone")).screen(((_menu(voice),),), "R2")
    page.line(voice.say("notes-title", client=cut(client.label, 60)), "bold")
    rows: list[tuple[Button, ...]] = []
    if not found.notes:
        page.line(voice.say("notes-none"))
    for note in found.notes:
        page.line(saying.short_day(voice.texts, note.at, scene.drawn_at, scene.person.zone), "italic")
        page.gap().line(note.text[:_LONGEST] if note.text else None)
        if note.voices:
            page.line(voice.say("notes-voices", count=str(len(note.voices))))
            rows.append((Button(voice.say("notes-o-play"), PlaceTap("play", str(note.run))),))
    turn = []
    if found.page:
        turn.append(Button("←", PlaceTap("notes", f"{client.id}.{found.page - 1}")))
    if found.more:
        turn.append(Button("→", PlaceTap("notes", f"{client.id}.{found.page + 1}")))
    back = Button(voice.say("btn-back"), PlaceTap("client", str(client.id)))
    return page.screen((*rows, tuple(turn), (back, _menu(voice))), "R2")


def _menu(voice: Voice) -> Button:
    return Button(voice.say("btn-menu"), PlaceTap("menu"))
