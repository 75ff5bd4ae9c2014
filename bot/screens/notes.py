"""Notes about a client or about none: words and voices, read and heard again (protocol, section 3)."""

from bot.screens import wording
from bot.screens.builder import Page, cut
from bot.screens.contacts import picked_client_rows
from bot.screens.menu import noticed
from bot.viewmodels.in_call import Note
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen

_STRETCH = 1900
"""Characters of a note on one screen: as emoji they are twice as many of Telegram's units."""


def note_of_screen(scene: Scene, voice: Voice) -> Screen:
    """Whom the words that came unasked are about: one tap, a name, or nobody."""
    page = noticed(scene, voice)
    known = bool(scene.contacts.owing or scene.contacts.page)
    page.line(voice.say("note-q"), "bold").line(voice.say("note-hint" if known else "note-hint_first"))
    own = str(scene.run_id)
    rows = (
        *picked_client_rows(scene, "noteof", f"{own}."),
        (Button(voice.say("note-o-nobody"), PlaceTap("note", own)),),
        (Button(voice.say("btn-back"), PlaceTap("found", own)), _menu(voice)),
    )
    return page.screen(rows, "P2a")


def notes_screen(scene: Scene, voice: Voice) -> Screen:
    """One note at a time, the newest first, with its voices to hear: words kept as such, and the facts of talks."""
    page = noticed(scene, voice)
    found, own = scene.incall, "0"
    if scene.client is not None:
        own = str(scene.client.id)
        page.line(voice.say("notes-title", client=cut(scene.client.label, 60)), "bold")
    elif scene.place.arguments.startswith("0"):
        page.line(voice.say("notes-title_nobody"), "bold")
    else:
        return page.line(voice.say("clients-gone")).screen(((_menu(voice),),), "R2")
    if not found.notes:
        page.line(voice.say("notes-none"))
    rows = [row for note in found.notes for row in _note(page, note, own, scene, voice)]
    turn = []
    if found.page:
        turn.append(Button("←", PlaceTap("notes", f"{own}.{found.page - 1}")))
    if found.more:
        turn.append(Button("→", PlaceTap("notes", f"{own}.{found.page + 1}")))
    back = Button(voice.say("btn-back"), PlaceTap("help") if own == "0" else PlaceTap("client", own))
    return page.screen((*rows, tuple(turn), (back, _menu(voice))), "R2")


def _note(page: Page, note: Note, own: str, scene: Scene, voice: Voice) -> list[tuple[Button, ...]]:
    """Adds the note to the page; gives its buttons."""
    found = scene.incall
    day = wording.short_day(voice.texts, note.at, scene.drawn_at, scene.person.zone)
    page.line(f"{day} · {voice.say(f'notes-kind-{note.kind}')}", "italic")
    start = found.part * _STRETCH
    page.gap().line(note.text[start : start + _STRETCH].strip() or None)
    rows: list[tuple[Button, ...]] = []
    if start + _STRETCH < len(note.text):
        onward = PlaceTap("notes", f"{own}.{found.page}.{found.part + 1}")
        rows.append((Button(voice.say("btn-next"), onward),))
    if note.voices:
        page.gap().line(voice.say("facts-voices", n=len(note.voices)))
        rows.append((Button(voice.say("notes-o-play"), PlaceTap("play", str(note.run))),))
    return rows


def _menu(voice: Voice) -> Button:
    return Button(voice.say("btn-menu"), PlaceTap("menu"))
