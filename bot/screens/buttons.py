"""Buttons that many screens share: to the menu, back, to the page before and after."""

from collections.abc import Sequence

from bot.viewmodels.scene import Voice
from bot.viewmodels.screen import Button, PlaceTap


def menu_button(voice: Voice) -> Button:
    """To the menu."""
    return Button(voice.say("btn-menu"), PlaceTap("menu"))


def back_button(voice: Voice, to: str, argument: str = "") -> Button:
    """Back to where that verb leads."""
    return Button(voice.say("btn-back"), PlaceTap(to, argument))


def page_row(to: str, page: int, *, more: bool, before: str = "") -> tuple[Button, ...]:
    """The arrows to the page before and the next one of a list; `before` stands before the page in the argument."""
    turns = (("←", page - 1, page > 0), ("→", page + 1, more))
    return tuple(Button(arrow, PlaceTap(to, f"{before}{at}")) for arrow, at, there in turns if there)


def way_row(turns: Sequence[Button], *others: Button) -> tuple[Button, ...]:
    """The one row of navigation of a list: the ways out of it between its arrows."""
    before = tuple(button for button in turns if button.label == "←")
    return (*before, *others, *(button for button in turns if button.label != "←"))


def marked(label: str, *, on: bool) -> str:
    """The label with a check mark where that is chosen."""
    return f"✓ {label}" if on else label


def helped_row(of: str, voice: Voice) -> tuple[Button, ...]:
    """Whether the phrase helped; `of` is the phrase, or the debrief of its call."""
    return (
        Button(voice.say("btn-worked"), PlaceTap("helped", f"yes.{of}"), "success"),
        Button(voice.say("btn-didnt"), PlaceTap("helped", f"no.{of}")),
    )
