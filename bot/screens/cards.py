"""The cards of a debrief: what to say to the client, what to do about a threat, how to go on (P2a, P3, X)."""

from collections.abc import Mapping

from bot.protocol.debrief.result import leading_behaviour
from bot.protocol.debrief.steps import THREAT
from bot.protocol.engine.run import Run
from bot.protocol.engine.table import Ack, Step
from bot.protocol.engine.tables import table_of
from bot.protocol.phrase import fill
from bot.protocol.playbook import Fear
from bot.protocol.sos import STEPS, order, phrases
from bot.screens.acknowledgements import above
from bot.screens.builder import Page, cut
from bot.screens.wording import phrase_slots
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, Copy, Rows, RunTap, Screen

LONGEST_COPY = 256
"""What a copy button holds, in UTF-16 units."""


def safety_card(scene: Scene[RunView], voice: Voice, step: Step, navigation: Rows) -> Screen:
    """People are threatened: what to do first, with no phrase for the client (X)."""
    run = scene.model.run
    page = Page()
    if run.page:
        page.line(voice.say("safety-call", emergency=voice.emergency))
        rows: Rows = ()
    else:
        page.line(voice.say("safety-threat", emergency=voice.emergency))
        rows = ((_tap(scene, step, "page1", voice.say("safety-o-call")),),)
    onward = (
        _tap(scene, step, "told", voice.say("safety-o-told")),
        _tap(scene, step, "next", voice.say("btn-next")),
    )
    return page.screen((*rows, onward, *navigation), step.point)


def phrase_card(scene: Scene[RunView], voice: Voice, step: Step, navigation: Rows) -> Screen:
    """One phrase that leads back to a polite format, gentle first; or how to reopen a talk that broke off (P2a)."""
    run = scene.model.run
    broken = "broke_off" in run.picks("polite")
    said = phrases_for(scene, voice)
    at = run.page % len(said)
    page = Page()
    again = broken or not run.picks("polite")  # after silence too it is about beginning anew
    page.line(voice.say("step-polite-ack-broke_off" if again else "step-polite-ack-not_yet"))
    page.gap().line(said[at], "bold")
    firmness, which = divmod(at, STEPS)
    other = firmness * STEPS + (which + 1) % STEPS
    rows: list[tuple[Button, ...]] = [
        (
            Button(voice.say("btn-copy"), Copy(said[at])),
            _tap(scene, step, f"page{other}", voice.say("btn-another")),
        )
    ]
    if not broken:
        names = ("softer", "firmer", "boundary")
        others = [place for place in range(STEPS) if place != firmness]
        rows.append(
            tuple(_tap(scene, step, f"page{place * STEPS}", voice.say(f"btn-{names[place]}")) for place in others)
        )
    rows.append((_tap(scene, step, "next", voice.say("btn-next")),))
    return page.screen((*rows, *navigation), step.point)


def phrases_for(scene: Scene[RunView], voice: Voice) -> tuple[str, ...]:
    """The phrases of the phrase card, filled: nine for a behaviour from gentle to boundary, three to reopen a talk.

    Of each firmness what helped most comes first (protocol, section 10).
    """
    run = scene.model.run
    slots = phrase_slots(scene, voice)
    if "broke_off" in run.picks("polite"):
        templates = voice.playbook.reopen
    else:
        behaviours = voice.playbook.behaviours
        nine = phrases(behaviours[leading_behaviour(run, voice.rules) or next(iter(behaviours))])
        learned = scene.model.learned
        templates = tuple(nine[at] for firmness in range(STEPS) for at in order(nine, firmness, learned))
    return tuple(filled for template in templates if (filled := fill(template, **slots)) is not None)


def approach_card(scene: Scene[RunView], voice: Voice, step: Step, navigation: Rows) -> Screen:
    """How to go into the next talk with this fear, one thing of each at a time; with none known, what to ask (P3)."""
    run = scene.model.run
    fear = fear_of(run, voice)
    page = Page()
    above(page, scene, voice)
    page.gap().line(voice.say("step-approach-q"), "bold")
    _own_words(page, run, voice)
    parts: Mapping[str, tuple[str, ...]]
    if fear.unknown:
        page.line(voice.say("step-approach-unknown"))
        parts = {"ask": fear.asks}
    else:
        page.line(voice.say("step-approach-hint"))
        parts = {"say": fear.says, "do": fear.dos, "avoid": fear.avoids}
    page.gap()
    for name, lines in parts.items():
        page.named(voice.say(f"step-approach-{name}"), fill(lines[run.page % len(lines)]))
    pages = max(len(lines) for lines in parts.values())
    more = _tap(scene, step, f"page{(run.page + 1) % pages}", voice.say("step-approach-o-more"))
    onward = _tap(scene, step, "next", voice.say("step-approach-o-next"))
    return page.screen(((more, onward), *navigation), step.point)


def example_card(scene: Scene[RunView], voice: Voice, step: Step, navigation: Rows) -> Screen:
    """One worked example of the honest line: its four parts in one message, as it would be sent (R1)."""
    examples = voice.playbook.examples
    at = (scene.model.run.page - 1) % len(examples)
    page = Page().line(examples[at].title, "bold").gap()
    parts = (examples[at].is_so, examples[at].means, examples[at].we_do, examples[at].by_when)
    for name, part in zip(("is", "means", "do", "by"), parts, strict=True):
        page.named(voice.say(f"honest-frame-{name}-label"), part)
    page.gap().named(voice.say("honest-example-together"), examples[at].message)
    other = _tap(scene, step, f"page{(at + 1) % len(examples) + 1}", voice.say("honest-example-more"))
    return page.screen(((other,), *navigation), step.point)


def heart(page: Page, run: Run, voice: Voice) -> None:
    """The approach's heart on the short path, above the question that follows the fear (P3)."""
    by_id = table_of(run).by_id
    acks = (by_id[answer.step].ack for answer in reversed(run.answers))
    if next((ack for ack in acks if ack is not Ack.EARLIER), None) is not Ack.FEAR or THREAT in run.picks("behaviour"):
        return
    fear = fear_of(run, voice)
    which = run.turn % len(fear.asks if fear.unknown else fear.says)
    if fear.unknown:
        page.named(voice.say("step-approach-ask"), fear.asks[which])
    else:
        page.named(voice.say("step-approach-say"), fill(fear.says[which]))
        page.named(voice.say("step-approach-avoid"), fear.avoids[run.turn % len(fear.avoids)])
    page.gap()


def fear_of(run: Run, voice: Voice) -> Fear:
    """The first fear of the run; the one that stands for "don't know yet" where none is named."""
    fears = voice.playbook.fears
    picked = next((pick for pick in run.picks("fear") if pick in fears), None)
    return fears[picked] if picked else next(fear for fear in fears.values() if fear.unknown)


def _own_words(page: Page, run: Run, voice: Voice) -> None:
    words = run.words("fear_own")
    if words:
        page.line(voice.say("fear-own_words", words=cut(words)))


def _tap(scene: Scene[RunView], step: Step, option: str, label: str) -> Button:
    return Button(label, RunTap(scene.model.id, step.id, option))
