"""The screens around the debrief: the first words, the menu, help, what waits, what was stopped, what came unasked."""

from bot.protocol.debrief.result import unanswered
from bot.protocol.sos import decode
from bot.screens.builder import cut, pairs
from bot.screens.buttons import helped_row, menu_button
from bot.screens.debrief import told_facts
from bot.screens.options import waiting_button, waiting_row, when
from bot.screens.went_well import well_button
from bot.screens.wording import noticed
from bot.texts.lookup import Texts
from bot.viewmodels.paging import MOST_WAITING
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import AnyScene, Scene, Voice, Waiting
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
    """The menu: SOS first, then what waits by its name, then where everything begins (protocol, section 3)."""
    page = noticed(scene, voice).line(voice.say("menu-title"), "bold")
    return page.screen(_menu_rows(scene, voice), "P1")


def helped_screen(scene: AnyScene, voice: Voice) -> Screen:
    """The menu after a call: whether the phrase helped, with two buttons that stand in nobody's way (section 10)."""
    page = noticed(scene, voice).line(voice.say("sos-ask_worked"), "bold")
    found = decode(scene.place.arguments.partition(":")[0])
    asked = helped_row(found.phrase, voice) if found is not None else ()
    return page.screen(_menu_rows(scene, voice, asked), "P2a")


def _menu_rows(scene: AnyScene, voice: Voice, asked: tuple[Button, ...] = ()) -> Rows:
    room = MOST_WAITING - len(asked)
    return (
        (Button(voice.say("menu-sos"), PlaceTap("sos"), "danger"),),
        asked,
        *((waiting_button(one, scene, voice),) for one in scene.waiting[:room]),
        (
            Button(voice.say("menu-debrief"), PlaceTap("debrief"), "primary"),
            Button(voice.say("menu-well"), PlaceTap("well")),
        ),
        (Button(voice.say("menu-prep"), PlaceTap("prep")), Button(voice.say("menu-reminders"), PlaceTap("owed"))),
        (Button(voice.say("menu-clients"), PlaceTap("clients")), Button(voice.say("menu-more"), PlaceTap("more"))),
    )


def more_screen(scene: AnyScene, voice: Voice) -> Screen:
    """What is wanted less often than what stands in the menu."""
    buttons = [
        Button(voice.say("touch-o-other"), PlaceTap("touch")),
        Button(voice.say("menu-insights"), PlaceTap("insights")),
        Button(voice.say("summary-o-check"), PlaceTap("check")),
        Button(voice.say("clients-o-parting"), PlaceTap("parts")),
        Button(voice.say("menu-vent"), PlaceTap("vent")),
        Button(voice.say("menu-settings"), PlaceTap("settings")),
        Button(voice.say("menu-help"), PlaceTap("help")),
    ]
    if scene.person.hosts:
        buttons.append(Button(voice.say("people-title"), PlaceTap("people")))
    page = noticed(scene, voice).line(voice.say("more-title"), "bold")
    return page.screen((*pairs(buttons), (menu_button(voice),)), "—")


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
    asked = voice.say("delete-unasked-q" if unanswered(scene.model.run) else "delete-q")
    return noticed(scene, voice).line(asked).screen(rows, "—")


def found_screen(scene: Scene[RunView], voice: Voice) -> Screen:
    """Words that came unasked, kept already: a contact that went well where they name a client, the facts of a new
    debrief or of the one that waits, or a note.
    """
    page = noticed(scene, voice).line(voice.say("start-out_of_blue"))
    page.gap().line(told_facts(scene.model.run, voice))
    run = str(scene.model.id)
    rows: list[tuple[Button, ...]] = [(well_button(one, voice, run),) for one in scene.model.named]
    rows.append((Button(voice.say("start-o-debrief"), PlaceTap("resume", run), "primary"),))
    for one in scene.waiting[:1]:
        label = voice.say("start-o-add", client=_short_name(one, scene, voice))
        rows.append((Button(label, PlaceTap("add", run)),))
    kept = [Button(voice.say("start-o-note"), PlaceTap("noteof", run))]
    if any(piece.kind == "text" for piece in scene.model.run.facts):
        kept.append(Button(voice.say("summary-o-check"), PlaceTap("checkfound", run)))
    menu = menu_button(voice)
    return page.screen((*rows, *pairs(kept), (Button(voice.say("btn-delete"), PlaceTap("delete", run)), menu)), "P2a")


def _short_name(one: Waiting, scene: AnyScene, voice: Voice) -> str:
    """What waits, in few words: "Марина, 15:40"."""
    if one.words is not None:
        return voice.say("menu-words", words=cut(one.words, 16))
    time = when(one, scene, voice)
    return voice.say("start-unnamed", time=time) if one.client is None else f"{cut(one.client, 18)}, {time}"
