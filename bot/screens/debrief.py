"""The screens of a run: one for each kind of step, drawn from the run alone (protocol, section 4)."""

from collections.abc import Callable, Mapping

from bot.protocol.engine.engine import current
from bot.protocol.engine.run import Run, joined
from bot.protocol.engine.table import STAGES, Kind, Step, StepCard
from bot.protocol.engine.tables import table_of
from bot.screens import wording
from bot.screens.acknowledgements import above, asks_helped
from bot.screens.builder import Page, cut, headed
from bot.screens.buttons import helped_row
from bot.screens.cards import approach_card, example_card, heart, phrase_card, safety_card
from bot.screens.followup import followup_screen
from bot.screens.options import breath_row, extra_rows, fear_order, navigation, option_rows
from bot.screens.parting import grounds_card, verdict_screen
from bot.screens.summary import summary_screen
from bot.screens.went_well import well_choice
from bot.screens.wording import notice_text
from bot.timeparse.schedule import local
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, Rows, RunTap, Screen

_FULL_PAGE = 1500


def debrief_screen(scene: Scene[RunView], voice: Voice) -> Screen:
    """The present screen of the scene's run: its question, its card, or the summary."""
    run = scene.model.run
    step = current(run, voice.rules)
    if step is None:
        return _ENDS[run.table](scene, voice)
    card = step.pages if step.pages is not None and run.page else step.card
    if card is not None:
        drawn = _CARDS[card](scene, voice, step, navigation(scene, voice, step))
        return headed(drawn, notice_text(scene.notice, voice))
    page = Page().line(notice_text(scene.notice, voice))
    if scene.notice is None or scene.notice in _BEFORE_OPENER:
        page.gap()
        above(page, scene, voice)
    page.gap().line(dots(voice, step) if run.table == "debrief" else _whom(scene)).gap()
    if step.kind is Kind.TIME and not run.opened:
        heart(page, run, voice)
    _question(page, scene, voice, step)
    rows = (
        helped_row(str(scene.model.id), voice) if asks_helped(run) else (),
        breath_row(scene, voice),
        *option_rows(scene, voice, step),
        (well_choice(voice),) if step.kind is Kind.CLIENT and not (run.answers or run.facts or run.page) else (),
        *extra_rows(scene, voice, step),
        *navigation(scene, voice, step),
    )
    return page.screen(rows, step.point)


_ENDS: Mapping[str, Callable[[Scene[RunView], Voice], Screen]] = {
    "debrief": summary_screen,
    "followup": followup_screen,
    "parting": verdict_screen,
}
"""By table, what stands at the end of a run."""
_BEFORE_OPENER = frozenset({"sos-worked", "sos-didnt"})
"""What an SOS says for once on the first screen of its debrief, above what helps (P1)."""


def _whom(scene: Scene[RunView]) -> str | None:
    """A follow-up is about one client, whose name stands above each of its questions."""
    return cut(scene.model.client.label, 60) if scene.model.client is not None else None


def dots(voice: Voice, step: Step) -> str:
    """How far it is, in five dots: "● ● ● ○ ○ Страх"."""
    at = STAGES.index(step.stage)
    return f"{' '.join('●' if place <= at else '○' for place in range(len(STAGES)))} {voice.say(f'stage-{step.stage}')}"


def _question(page: Page, scene: Scene[RunView], voice: Voice, step: Step) -> None:
    texts = voice.texts
    run = scene.model.run
    if step.source == "matches":
        first = scene.model.matches[0].label if scene.model.matches else run.words("client") or ""
        several = len(scene.model.matches) > 1
        asked = texts("step-client-match_several") if several else texts("step-client-match", client=cut(first, 60))
        page.line(asked, "bold")
        return
    values = {"client": scene.model.client.label if scene.model.client else "", **_tested(run, voice, step)}
    about = run.value(step.about) if step.about else None
    if about is not None:
        values["time"] = wording.moment(texts, about, scene.drawn_at, scene.person.zone)
    question = f"step-next_contact-{_choice(run, step, scene)}" if step.source == "readings" else step.question
    page.line(texts(question or f"step-{step.id}-q", **values), "bold")
    if not step.question:
        _hint(page, scene, voice, step)
    _was(page, run, voice, step)


def _choice(run: Run, step: Step, scene: Scene[RunView]) -> str:
    """What is asked about the typed time: of two meanings, the hour of its day, or tomorrow, as it has gone today."""
    moments = [int(pick[1:]) for pick in run.picks(step.about) if pick[1:].isdigit()]
    if len(moments) == 1:
        return "tomorrow"
    days = {local(moment, scene.person.zone).date() for moment in moments}
    return "hour" if len(days) == 1 and len(moments) > 2 else "ambiguous"


def _tested(run: Run, voice: Voice, step: Step) -> Mapping[str, str]:
    """The fear that the question is about, for its text; empty where it is about none."""
    if not step.about or table_of(run).by_id[step.about].source != "fears":
        return {}
    fear = voice.playbook.named(run.picks(step.about)[0], run.words(step.about))
    return {"fear": cut(fear, 80).rstrip(".")}


def _hint(page: Page, scene: Scene[RunView], voice: Voice, step: Step) -> None:
    run = scene.model.run
    first = step.kind is Kind.CLIENT and not scene.model.clients
    page.line(voice.say(f"step-{step.id}-{'hint_first' if first else 'hint'}"))
    if step.kind is Kind.ONE_AND_ON and step.source == "fears":
        _signs(page, run, voice)
    if step.facts and run.facts:
        page.gap().line(told_facts(run, voice))


def told_facts(run: Run, voice: Voice) -> str:
    """What the facts hold so far, cut: the words, and how many voice notes."""
    words = ""
    for piece in run.facts:
        if piece.kind == "text":
            words += piece.text if not words or piece.joined else f" / {piece.text}"
    voices = sum(piece.kind == "voice" for piece in run.facts)
    parts = [cut(words)] if words else []
    if voices:
        parts.append(voice.say("facts-voices", n=voices))
    return " · ".join(parts)


def _was(page: Page, run: Run, voice: Voice, step: Step) -> None:
    """What was typed here before Back dropped it, or before the summary opened it again."""
    before = run.dropped(step.id) or (run.answer(step.id) if run.opened else None)
    words = " ".join(piece.text for piece in before.words) if before else ""
    if words and step.kind is not Kind.CLIENT:
        page.gap().line(voice.say("step-was", words=cut(words)))


def _signs(page: Page, run: Run, voice: Voice) -> None:
    """One telling sign for each fear, so that it is recognised rather than guessed (P2b)."""
    page.gap()
    for name in fear_order(run, voice):
        fear = voice.playbook.fears[name]
        if not (fear.unknown or fear.own_words):
            page.named(fear.label, fear.tell)


def _facts_in_full(scene: Scene[RunView], voice: Voice, step: Step, way: Rows) -> Screen:
    run = scene.model.run
    whole = joined(run.facts)
    start = (run.page - 1) * _FULL_PAGE
    page = Page().line(dots(voice, step)).gap().line(whole[start : start + _FULL_PAGE])
    more = Button(voice.say("btn-next"), RunTap(scene.model.id, step.id, f"page{run.page + 1}"))
    return page.screen(((more,) if start + _FULL_PAGE < len(whole) else (), *way), step.point)


_CARDS: Mapping[StepCard, Callable[[Scene[RunView], Voice, Step, Rows], Screen]] = {
    StepCard.SAFETY: safety_card,
    StepCard.PHRASE: phrase_card,
    StepCard.APPROACH: approach_card,
    StepCard.GROUNDS: grounds_card,
    StepCard.FACTS: _facts_in_full,
    StepCard.EXAMPLES: example_card,
}
