"""Letting it out: what happens is said plainly, two lines answer, nothing is kept (P1; protocol, section 3)."""

from bot.screens.buttons import menu_button
from bot.screens.options import waiting_row
from bot.screens.wording import noticed
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen
from bot.viewmodels.vent import VentView


def vent_screen(scene: Scene[VentView], voice: Voice) -> Screen:
    """Says before anything is said what will happen to it, and what Telegram may keep."""
    page = noticed(scene, voice)
    page.line(voice.texts.turn("vent-invite", scene.model.place.turn)).gap().line(voice.say("vent-note"))
    return page.screen(((_enough(voice),), (_heavy(voice),)), "P1")


def heard_screen(scene: Scene[VentView], voice: Voice) -> Screen:
    """Two lines in answer to what was said; whoever has more goes on."""
    page = noticed(scene, voice)
    page.line(voice.texts.turn("vent-answer", scene.model.place.turn)).gap()
    page.line(_kept(scene, voice) or voice.say("vent-more"))
    return page.screen(((_enough(voice),), (_heavy(voice),)), "P1")


def vented_screen(scene: Scene[VentView], voice: Voice) -> Screen:
    """It has ended: what became of the messages, and what may come next."""
    page = noticed(scene, voice)
    if scene.model.messages.going:
        page.line(voice.say("vent-deleting"))
    else:
        page.line(_kept(scene, voice) or voice.texts.turn("vent-deleted", scene.model.place.turn))
    rows = (
        _onward(scene, voice),
        (
            Button(voice.say("vent-o-breathe"), PlaceTap("breathe")),
            Button(voice.say("vent-o-more"), PlaceTap("vent")),
        ),
        (_heavy(voice), menu_button(voice)),
    )
    return page.screen(rows, "P1")


def heavy_screen(scene: Scene[VentView], voice: Voice) -> Screen:
    """For whom it gets too heavy: people, and the number. Nothing that was said led here, only the button."""
    page = noticed(scene, voice)
    page.line(voice.say("safety-self", emergency=voice.emergency))
    more = Button(voice.say("vent-o-more"), PlaceTap("vent"))
    if scene.model.place.lets_out:
        return page.screen(((more, _enough(voice)),), "X")
    return page.screen((_onward(scene, voice), (more, menu_button(voice))), "X")


def _kept(scene: Scene[VentView], voice: Voice) -> str | None:
    """What Telegram doesn't let go, and that only the person can delete it."""
    return voice.say("vent-not_deleted", n=scene.model.messages.kept) if scene.model.messages.kept else None


def _onward(scene: AnyScene, voice: Voice) -> tuple[Button, ...]:
    """One tap into a debrief: the one that waits, else a new one."""
    return waiting_row(scene, voice) or (Button(voice.say("vent-o-debrief"), PlaceTap("debrief"), "primary"),)


def _enough(voice: Voice) -> Button:
    return Button(voice.say("vent-o-enough"), PlaceTap("vent_over"), "primary")


def _heavy(voice: Voice) -> Button:
    return Button(voice.say("vent-o-heavy"), PlaceTap("vent_heavy"))
