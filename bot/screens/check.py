"""The draft check: what to paste, and what a program can see in it, with a better way for each (R1)."""

from collections.abc import Sequence

from bot.draftcheck.check import check
from bot.draftcheck.flag import KINDS, Flag
from bot.draftcheck.pasted import Pasted
from bot.protocol.engine.typed_answers import length
from bot.screens.builder import Page, headed
from bot.screens.buttons import back_button, menu_button
from bot.screens.cards import LONGEST_COPY
from bot.screens.summary import message_screen
from bot.screens.wording import notice_text, noticed
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, Copy, PlaceTap, Screen, Span

MOST_SAID = 3
"""Kinds that are said with a better way; more at once would be a school paper."""
LONGEST_WHOLE = 3000
"""UTF-16 units up to which the text comes back whole in the screen; of a longer one the marked places do."""
_MOST_MARKED = 40
"""Stretches that are marked: Telegram takes a hundred entities to a message, and each stretch is two."""
_MOST_PLACES = 8
_AROUND = 60
"""Characters that stand around a marked place of a long text."""


def check_screen(scene: Scene[Pasted | None], voice: Voice) -> Screen:
    """What to paste, and how long it is kept."""
    pasted = scene.model
    back = pasted is not None and bool(pasted.pieces or pasted.back)
    page = noticed(scene, voice)
    page.line(voice.say("check-q"), "bold").line(voice.say("check-hint"))
    return page.screen((_away(voice, back=back),), "R1")


def checked_screen(scene: Scene[Pasted | None], voice: Voice) -> Screen:
    """The text with what is worth rereading marked, a better way for the weightiest kinds, and the four questions."""
    pasted = scene.model
    if pasted is None or not pasted.pieces:
        return check_screen(scene, voice)
    text = pasted.text
    flags = check(text)
    page = Page()
    spans: list[Span] = []
    if length(text) <= LONGEST_WHOLE:
        spans = _marked(page, text, _stretches(flags), voice)
    elif flags:
        spans = _places(page, text, _stretches(flags), voice)
    page.gap()
    _say(page, flags, voice)
    page.gap().line(voice.say("honest-tick-line"), "italic")
    screen = page.screen(_rows(pasted, voice), "R1")
    screen = Screen(screen.text, (*spans, *screen.spans), screen.rows, screen.point)
    return headed(screen, notice_text(scene.notice, voice))


def checked_draft(scene: Scene[Pasted | None], voice: Voice) -> Screen | None:
    """The text as a message of its own, to be copied by a tap; None where the copy button holds it."""
    pasted = scene.model
    if pasted is None or length(pasted.text) <= LONGEST_COPY:
        return None
    return message_screen(pasted.text, None, voice, "R1")


def _say(page: Page, flags: Sequence[Flag], voice: Voice) -> None:
    found = {flag.kind for flag in flags}
    kinds = [kind for kind in KINDS if kind in found]
    if not kinds:
        page.line(voice.say("check-none"))
    for kind in kinds[:MOST_SAID]:
        page.named(voice.say(f"flag-{kind}"), voice.say(f"flag-{kind}-better"))
    if len(kinds) > MOST_SAID:
        page.line(voice.say("check-more", n=len(kinds) - MOST_SAID))


def _rows(pasted: Pasted, voice: Voice) -> tuple[tuple[Button, ...], ...]:
    copy: tuple[Button, ...] = ()
    if length(pasted.text) <= LONGEST_COPY:
        copy = (Button(voice.say("summary-o-copy"), Copy(pasted.text)),)
    use: tuple[Button, ...] = ()
    if pasted.typed and pasted.back.startswith("debrief:"):
        use = (Button(voice.say("check-o-use"), PlaceTap("use"), "primary"),)
    again = (Button(voice.say("check-o-again"), PlaceTap("check")),)
    return (copy, use, again, _away(voice, back=bool(pasted.back)))


def _away(voice: Voice, *, back: bool) -> tuple[Button, ...]:
    menu = menu_button(voice)
    return (back_button(voice, "uncheck"), menu) if back else (menu,)


def _stretches(flags: Sequence[Flag]) -> list[tuple[int, int]]:
    """The marked stretches of any kind, those that touch as one."""
    found: list[tuple[int, int]] = []
    for flag in sorted(flags):
        if found and flag.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], flag.end))
        else:
            found.append((flag.start, flag.end))
    return found[:_MOST_MARKED]


def _marked(page: Page, text: str, stretches: Sequence[tuple[int, int]], voice: Voice) -> list[Span]:
    """The whole text under its heading, with the stretches in bold italics."""
    heading = voice.say("check-title")
    page.line(heading, "bold").line(text)
    return _spans(stretches, len(heading) + 1)


def _places(page: Page, text: str, stretches: Sequence[tuple[int, int]], voice: Voice) -> list[Span]:
    """Of a long text the marked places alone, each on a line with a few words around it."""
    at = len(voice.say("check-places"))
    page.line(voice.say("check-places"), "bold")
    spans: list[Span] = []
    for start, end in stretches[:_MOST_PLACES]:
        end = min(end, start + 2 * _AROUND)  # noqa: PLW2901 - a stretch may be a whole text in capitals
        begin, rest = max(0, start - _AROUND), min(len(text), end + _AROUND)
        line = " ".join(f"{'…' if begin else ''}{text[begin:rest]}{'…' if rest < len(text) else ''}".split("\n"))
        inside = start - begin + (1 if begin else 0)
        page.line(line)
        spans += _spans([(inside, inside + end - start)], at + 1)
        at += 1 + len(line)
    return spans


def _spans(stretches: Sequence[tuple[int, int]], by: int) -> list[Span]:
    return [
        span
        for start, end in stretches
        for span in (Span("bold", start + by, end + by), Span("italic", start + by, end + by))
    ]
