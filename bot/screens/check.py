"""The draft check: what to paste, and what a program can see in it, with a better way for each (R1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.draftcheck.check import check
from bot.draftcheck.flag import KINDS, Flag, FlagKind
from bot.draftcheck.pasted import Pasted
from bot.protocol.engine.typed_answers import length
from bot.protocol.engine.words import number
from bot.screens.builder import Page, headed
from bot.screens.buttons import back_button, menu_button, page_row
from bot.screens.cards import LONGEST_COPY
from bot.screens.summary import message_screen
from bot.screens.wording import notice_text, noticed
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, Copy, PlaceTap, Screen, Span

MOST_SAID = 3
"""Kinds that a page says with a better way; more at once would be a school paper."""
LONGEST_WHOLE = 3000
"""UTF-16 units up to which the text comes back whole in the screen; of a longer one the marked places do."""
_MOST_MARKED = 40
"""Stretches that are marked: Telegram takes a hundred entities to a message, and each stretch is two."""
_MOST_PLACES = 8
_AROUND = 60
"""Characters that stand around a marked place of a long text."""
_MOST_LINE = 2 * _AROUND


@dataclass(frozen=True, slots=True)
class _Finding:
    """A stretch of the text and all that was found in it, the gravest first."""

    start: int
    end: int
    kinds: tuple[FlagKind, ...]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What one page tells: places, and the kinds that are said with a better way."""

    findings: tuple[_Finding, ...]
    kinds: tuple[FlagKind, ...]


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
    whole = length(text) <= LONGEST_WHOLE
    findings = _findings(check(text), apart=0 if whole else _AROUND)
    leaves = _by_kind(findings) if whole else _by_place(findings)
    at = min(number(scene.place.arguments) or 0, len(leaves) - 1)
    page = Page()
    spans: list[Span] = []
    if whole:
        spans = _marked(page, text, findings, voice)
    elif findings:
        spans = _places(page, text, leaves[at].findings, voice)
    page.gap()
    _say(page, leaves[at].kinds, voice)
    rest = len(findings) - sum(len(leaf.findings) for leaf in leaves[: at + 1])
    if rest > 0:
        page.line(voice.say("check-more", n=rest))
    page.gap().line(voice.say("honest-tick-line"), "italic")
    turns = page_row("checked", at, more=at + 1 < len(leaves))
    screen = page.screen((turns, *_rows(pasted, voice)), "R1")
    screen = Screen(screen.text, (*spans, *screen.spans), screen.rows, screen.point)
    return headed(screen, notice_text(scene.notice, voice))


def checked_draft(scene: Scene[Pasted | None], voice: Voice) -> Screen | None:
    """The text as a message of its own, to be copied by a tap; None where the copy button holds it."""
    pasted = scene.model
    if pasted is None or length(pasted.text) <= LONGEST_COPY:
        return None
    return message_screen(pasted.text, None, voice, "R1", looked_at=False)


def _say(page: Page, kinds: Sequence[FlagKind], voice: Voice) -> None:
    if not kinds:
        page.line(voice.say("check-none"))
    for kind in kinds:
        page.named(voice.say(f"flag-{kind}"), voice.say(f"flag-{kind}-better"))


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


def _findings(flags: Sequence[Flag], apart: int) -> list[_Finding]:
    """What was found, each stretch once with all its kinds, the gravest first.

    Stretches that touch are one; so are those of a long text that would stand on one line, `apart` characters around.
    """
    groups: list[list[Flag]] = []
    for flag in sorted(flags):
        end = max((other.end for other in groups[-1]), default=0) if groups else 0
        near = groups and flag.start <= end + apart and max(flag.end, end) - groups[-1][0].start <= _MOST_LINE
        if near or (groups and flag.start <= end):
            groups[-1].append(flag)
        else:
            groups.append([flag])
    found = [
        _Finding(
            group[0].start,
            max(flag.end for flag in group),
            tuple(kind for kind in KINDS if any(flag.kind == kind for flag in group)),
        )
        for group in groups
    ]
    return sorted(found, key=lambda finding: (KINDS.index(finding.kinds[0]), finding.start))


def _by_kind(findings: Sequence[_Finding]) -> list[_Leaf]:
    """The pages of a text that is shown whole: its kinds, three at a time, each with the places that it is first in."""
    kinds = [kind for kind in KINDS if any(kind in finding.kinds for finding in findings)]
    leaves = []
    for start in range(0, len(kinds), MOST_SAID):
        said = tuple(kinds[start : start + MOST_SAID])
        leaves.append(_Leaf(tuple(finding for finding in findings if finding.kinds[0] in said), said))
    return leaves or [_Leaf((), ())]


def _by_place(findings: Sequence[_Finding]) -> list[_Leaf]:
    """The pages of a long text: as many places as fit, until a fourth kind would have to be said."""
    leaves: list[_Leaf] = []
    here: list[_Finding] = []
    kinds: list[FlagKind] = []
    for finding in findings:
        new = [kind for kind in finding.kinds if kind not in kinds]
        if here and (len(here) == _MOST_PLACES or len(kinds) + len(new) > MOST_SAID):
            leaves.append(_Leaf(tuple(here), tuple(kinds)))
            here, kinds, new = [], [], list(finding.kinds)
        here.append(finding)
        kinds += new
    leaves.append(_Leaf(tuple(here), tuple(kinds)))
    return leaves


def _marked(page: Page, text: str, findings: Sequence[_Finding], voice: Voice) -> list[Span]:
    """The whole text under its heading, with the stretches in bold italics; of very many the gravest."""
    heading = voice.say("check-title")
    page.line(heading, "bold").line(text)
    stretches = sorted((finding.start, finding.end) for finding in findings[:_MOST_MARKED])
    return _spans(stretches, len(heading) + 1)


def _places(page: Page, text: str, findings: Sequence[_Finding], voice: Voice) -> list[Span]:
    """Of a long text the marked places alone, each on a line with a few words around it."""
    at = len(voice.say("check-places"))
    page.line(voice.say("check-places"), "bold")
    spans: list[Span] = []
    for finding in findings:
        start, end = finding.start, min(finding.end, finding.start + _MOST_LINE)  # it may be a whole text in capitals
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
