"""Notes about a client or about none: words and voices, read and heard again (protocol, section 3)."""

from bot.screens import wording
from bot.screens.builder import Page, cut
from bot.screens.buttons import back_button, menu_button, page_row, way_row
from bot.screens.contacts import picked_client_rows, picked_turns
from bot.screens.wording import noticed
from bot.viewmodels.notes import Note, NoteOf, NotePage
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen

_STRETCH = 1900
"""Characters of a note on one screen: as emoji they are twice as many of Telegram's units."""


def note_of_screen(scene: Scene[NoteOf], voice: Voice) -> Screen:
    """Whom the words that came unasked are about: one tap, a name, or nobody."""
    page = noticed(scene, voice)
    choice = scene.model.choice
    known = bool(choice.clients or choice.page)
    page.line(voice.say("note-q"), "bold").line(voice.say("note-hint" if known else "note-hint_first"))
    own = str(scene.model.run)
    rows = (
        *picked_client_rows(choice, "noteof", f"{own}."),
        (Button(voice.say("note-o-nobody"), PlaceTap("note", own)),),
        way_row(picked_turns(choice, "noteof"), back_button(voice, "found", own), menu_button(voice)),
    )
    return page.screen(rows, "P2a")


def notes_screen(scene: Scene[NotePage], voice: Voice) -> Screen:
    """One note at a time, the newest first, with its voices to hear: words kept as such, and the facts of talks."""
    page = noticed(scene, voice)
    found, own = scene.model, "0"
    if found.client is not None:
        own = str(found.client.id)
        page.line(voice.say("notes-title", client=cut(found.client.label, 60)), "bold")
    elif scene.place.arguments.startswith("0"):
        page.line(voice.say("notes-title_nobody"), "bold")
    else:
        return page.line(voice.say("clients-gone")).screen(((menu_button(voice),),), "R2")
    if not found.notes:
        page.line(voice.say("notes-none"))
    rows = [row for note in found.notes for row in _note(page, note, own, scene, voice)]
    back = Button(voice.say("btn-back"), PlaceTap("help") if own == "0" else PlaceTap("client", own))
    return page.screen(
        (*rows, way_row(page_row("notes", found.page, more=found.more, before=f"{own}."), back, menu_button(voice))),
        "R2",
    )


def _note(page: Page, note: Note, own: str, scene: Scene[NotePage], voice: Voice) -> list[tuple[Button, ...]]:
    """Adds the note to the page; gives its buttons."""
    found = scene.model
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
