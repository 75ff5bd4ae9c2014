"""What the pause shows while it lasts, and when it is over (P1)."""

from bot.screens.builder import Page
from bot.viewmodels.scene import Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen


def breath_frame(voice: Voice, turn: int, *, inward: bool, seconds: int, half: bool) -> Screen:
    """One phase: in or out, as many dots as seconds, and above it a line that changes half-way."""
    page = Page().line(voice.texts.turn("pause-middle" if half else "pause-start", turn)).gap()
    page.line(f"{voice.say('pause-in' if inward else 'pause-out')} {' '.join('●' * seconds)}", "bold")
    return page.screen(((Button(voice.say("step-pause-o-stop"), PlaceTap("enough")),),), "P1")


def breath_over(voice: Voice, turn: int) -> Screen:
    """The minute is over; a tap brings the question under it, another one lets it out first."""
    onward = Button(voice.say("pause-o-onward"), PlaceTap("onward"), "primary")
    vent = Button(voice.say("menu-vent"), PlaceTap("vent"))
    return Page().line(voice.texts.turn("pause-end", turn)).screen(((onward, vent),), "P1")
