"""The bars of the protocol for a screen, and a screen measured against them (protocol, sections 2 and 4).

A table of all screens is printed by `./run test -n 0 -rP tests/screens/test_bars.py tests/flows/test_screen_bars.py`.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.protocol.debrief.steps import CALM, THREAT
from bot.viewmodels.scene import Voice
from bot.viewmodels.screen import Button, PlaceTap, RunTap, Screen, Span

QUESTION, CARD = 350, 700
"""Characters of a question with its hint, and of a card to read."""
SUMMARY_LINES, SUMMARY_BUTTONS = 6, 5
CARD_BUTTONS = 5
"""Of a client's card on its first screen."""
CHOICES = 8
"""Buttons beside the row of navigation; the behaviours and the scale from 1 to 10 stand outside of it."""
NAVIGATION = 1
"""Rows of navigation."""
ASKED = 1
"""Questions to the manager."""
HEIGHT = 640
"""Pixels of a phone's chat, 360 wide: a screen is seen whole with its buttons."""
_WIDTH, _LINE, _ROW, _FRAME = 40, 20, 42, 30
"""Of such a phone: characters in a line, and pixels of a line, of a row of buttons, and around a message."""
LONGER: Mapping[str, int] = {"told": 4096}
"""One record in full is as long as what was said."""
_AT_LEISURE = frozenset({"help", "privacy", "told"})
"""Places that nobody reads in a hurry, so that they may be scrolled."""
_NAVIGATES = ("btn-back", "btn-menu", "btn-skip", "btn-stop", "reminder-o-list", "menu-clients")
_TURNS = frozenset({"←", "→"})


@dataclass(frozen=True, slots=True)
class Measured:
    """One screen in figures: `name` is its place or step, with a mark for the part of the place."""

    name: str
    language: str
    lines: int
    characters: int
    asked: int
    question: int
    buttons: int
    choices: int
    navigation: int
    rows: int
    height: int

    def beyond(self, kind: str) -> Iterator[str]:
        """The bars that the screen is beyond, in words; `kind` is "question", "card", "summary" or "client"."""
        place = self.name.partition(":")[0]
        most = LONGER.get(place, CARD)
        bars = [
            ("characters", self.characters, most),
            ("choices", self.choices, CHOICES),
            ("rows of navigation", self.navigation, NAVIGATION),
            ("questions", self.asked, ASKED),
            ("pixels", self.height, self.height if place in _AT_LEISURE else HEIGHT),
        ]
        if kind == "question":
            bars.append(("characters of the question", self.question, QUESTION))
        if kind == "summary":
            bars += [("lines", self.lines, SUMMARY_LINES), ("buttons", self.buttons, SUMMARY_BUTTONS)]
        if kind == "client":
            bars.append(("buttons", self.choices, CARD_BUTTONS))
        for what, found, bar in bars:
            if found > bar:
                yield f"{self.name} ({self.language}): {found} {what}, at most {bar}"


def measured(name: str, screen: Screen, voice: Voice) -> Measured:
    """The screen in figures."""
    rows = [list(row) for row in screen.rows]
    way = [row for row in rows if any(_leads(button, voice) for button in row)]
    # In the row of navigation where that has room, else one more choice.
    beside = {voice.say("btn-step_by_step"), voice.say("menu-more")}
    choices = [
        button
        for row in rows
        for button in row
        if not (_leads(button, voice) or _apart(button, voice) or (row in way and button.label in beside))
    ]
    question = screen.text.rpartition("○ ")[2] if "○" in screen.text else screen.text.rpartition("● ")[2]
    return Measured(
        name=name,
        language=voice.language,
        lines=sum(1 for line in screen.text.splitlines() if line.strip()),
        characters=len(screen.text),
        asked=sum(screen.text[span.start : span.end].rstrip().endswith("?") for span in _headings(screen)),
        question=len(question),
        buttons=sum(len(row) for row in rows),
        choices=len(choices),
        navigation=len(way),
        rows=len(rows),
        height=_FRAME + _LINE * _lines(screen.text) + _ROW * len(rows),
    )


def _lines(text: str) -> int:
    """How many lines the text takes on such a phone, the empty ones too."""
    return sum(max(1, len(textwrap.wrap(line, _WIDTH))) for line in text.split("\n"))


def _headings(screen: Screen) -> Iterator[Span]:
    """The lines that stand out as a whole: a question to the manager is one of them."""
    for span in screen.spans:
        before, after = screen.text[: span.start], screen.text[span.end :]
        if span.kind == "bold" and (not before or before.endswith("\n")) and (not after or after.startswith("\n")):
            yield span


def _leads(button: Button, voice: Voice) -> bool:
    """Whether the button is a step of the way rather than an answer."""
    return button.label in _TURNS or button.label in {voice.say(key) for key in _NAVIGATES}


def _apart(button: Button, voice: Voice) -> bool:
    """Whether the button stands outside of the count: one of the behaviours, or a number of the scale."""
    action = button.action
    if isinstance(action, PlaceTap):
        return action.to in {"shout", "danger"}
    if not isinstance(action, RunTap):
        return False
    option = action.option.lstrip("+-")
    number = button.label.removeprefix("✓ ")
    return option in {*voice.rules.behaviours, CALM, THREAT} or (option.isdecimal() and number == option)


def worst(found: Iterable[Measured]) -> dict[tuple[str, str], Measured]:
    """By name and language the largest figure of each kind."""
    most: dict[tuple[str, str], Measured] = {}
    for one in found:
        key = one.name, one.language
        if key not in most:
            most[key] = one
            continue
        figures = {
            name: max(getattr(most[key], name), getattr(one, name))
            for name in Measured.__dataclass_fields__
            if name not in {"name", "language"}
        }
        most[key] = Measured(one.name, one.language, **figures)
    return most


def table(found: dict[tuple[str, str], Measured]) -> str:
    """The figures as a table to print."""
    head = f"{'screen':24} {'':2} lines chars question asked buttons choices navigation rows pixels"
    rows = [
        f"{one.name:24} {one.language} {one.lines:5} {one.characters:5} {one.question:8} {one.asked:5} "
        f"{one.buttons:7} {one.choices:7} {one.navigation:10} {one.rows:4} {one.height:6}"
        for one in sorted(found.values(), key=lambda one: (one.name, one.language))
    ]
    return "\n".join((head, *rows))
