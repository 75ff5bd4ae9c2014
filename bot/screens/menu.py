"""The screens around the debrief: the first words, the menu, help, what waits, what was stopped, what came unasked."""

from bot.screens.builder import closing, cut, pairs
from bot.screens.buttons import menu_button
from bot.screens.debrief import told_facts
from bot.screens.options import waiting_row
from bot.screens.wording import noticed
from bot.texts.lookup import Texts
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Rows, Screen


def keys(scene: AnyScene, texts: Texts) -> tuple[tuple[str, ...], ...]:
    """The labels of the reply keyboard, none for who doesn't want it; they are commands, whatever is being asked."""
    if not scene.person.keyboard:
        return ()
    return ((texts("menu-sos"), texts("menu-debrief")), (texts("menu-reminders"), texts("btn-menu")))


def greeting(scene: AnyScene, voice: Voice) -> Screen:
    """What /start says first: two lines that help (P1), before anything is asked."""
    new = scene.person.debriefs == 0
    return Screen(voice.say("start-first" if new else "start-again"), point="P1")


def menu_screen(scene: AnyScene, voice: Voice) -> Screen:
    """The menu, with the debrief that waits one tap away."""
    page = noticed(scene, voice)
    page.line(voice.say("menu-title"), "bold")
    if scene.waiting is not None:
        page.line(_waits(scene, voice))
    rows = (
        waiting_row(scene, voice),
        (Button(voice.say("menu-sos"), PlaceTap("sos"), "danger"),),
        (
            Button(voice.say("menu-debrief"), PlaceTap("debrief"), "primary"),
            Button(voice.say("menu-prep"), PlaceTap("prep")),
        ),
        (Button(voice.say("menu-vent"), PlaceTap("vent")), Button(voice.say("menu-reminders"), PlaceTap("owed"))),
        (Button(voice.say("menu-clients"), PlaceTap("clients")), Button(voice.say("menu-more"), PlaceTap("more"))),
    )
    return page.screen(rows, "P1")


def more_screen(scene: AnyScene, voice: Voice) -> Screen:
    """What is wanted less often than what stands in the menu."""
    buttons = [
        Button(voice.say("touch-o-other"), PlaceTap("touch")),
        Button(voice.say("menu-insights"), PlaceTap("insights")),
        Button(voice.say("summary-o-check"), PlaceTap("check")),
        Button(voice.say("clients-o-parting"), PlaceTap("parts")),
        Button(voice.say("menu-settings"), PlaceTap("settings")),
        Button(voice.say("menu-help"), PlaceTap("help")),
    ]
    if scene.person.hosts:
        buttons.append(Button(voice.say("people-title"), PlaceTap("people")))
    page = noticed(scene, voice).line(voice.say("more-title"), "bold")
    return page.screen((*pairs(buttons), (menu_button(voice),)), "—")


def _waits(scene: AnyScene, voice: Voice) -> str:
    waiting = scene.waiting
    if waiting is None or waiting.client is None:
        return voice.say("start-resume_unnamed")
    key = "start-resume_contact" if waiting.contact else "start-resume_parting" if waiting.check else "start-resume"
    return voice.say(key, client=closing(waiting.client))


def away(scene: AnyScene, voice: Voice) -> Rows:
    """The rows under a screen beside the debrief: go on with what waits, or to the menu."""
    return (waiting_row(scene, voice), (menu_button(voice),))


def help_screen(scene: AnyScene, voice: Voice) -> Screen:
    """What there is and how it is used."""
    first = (
        Button(voice.say("menu-privacy"), PlaceTap("privacy")),
        Button(voice.say("notes-o-nobody"), PlaceTap("notes", "0.0")),
    )
    rows = (first, *away(scene, voice))
    return noticed(scene, voice).line(voice.say("help-text")).screen(rows, "—")


def privacy_screen(scene: AnyScene, voice: Voice) -> Screen:
    """Who sees what is written here, and how it goes."""
    return noticed(scene, voice).line(voice.say("privacy-text")).screen(away(scene, voice), "—")


def stopped_screen(scene: Scene[RunView], voice: Voice) -> Screen:
    """After Stop: all is kept; go on, delete, or leave it there."""
    run = str(scene.model.id)
    rows = (
        (Button(voice.say("btn-resume"), PlaceTap("resume", run), "primary"),),
        (
            menu_button(voice),
            Button(voice.say("btn-delete"), PlaceTap("delete", run)),
        ),
    )
    return noticed(scene, voice).line(voice.say("stopped-title")).screen(rows, "—")


def delete_screen(scene: Scene[RunView], voice: Voice) -> Screen:
    """Asks once more before a debrief is deleted for good."""
    run = str(scene.model.id)
    rows = (
        (
            Button(voice.say("delete-o-keep"), PlaceTap("stop", run)),
            Button(voice.say("btn-delete"), PlaceTap("erase", run), "danger"),
        ),
    )
    return noticed(scene, voice).line(voice.say("delete-q")).screen(rows, "—")


def found_screen(scene: Scene[RunView], voice: Voice) -> Screen:
    """Words that came unasked, kept already: the facts of a new debrief, of the one that waits, or a note."""
    page = noticed(scene, voice).line(voice.say("start-out_of_blue"))
    page.gap().line(told_facts(scene.model.run, voice))
    run = str(scene.model.id)
    rows: list[tuple[Button, ...]] = [(Button(voice.say("start-o-debrief"), PlaceTap("resume", run), "primary"),)]
    if scene.waiting is not None:
        client = cut(scene.waiting.client or voice.say("start-unnamed"), 24)
        rows.append((Button(voice.say("start-o-add", client=client), PlaceTap("add", run)),))
    kept = [Button(voice.say("start-o-note"), PlaceTap("noteof", run))]
    if any(piece.kind == "text" for piece in scene.model.run.facts):
        kept.append(Button(voice.say("summary-o-check"), PlaceTap("checkfound", run)))
    menu = menu_button(voice)
    return page.screen((*rows, *pairs(kept), (Button(voice.say("btn-delete"), PlaceTap("delete", run)), menu)), "P2a")
