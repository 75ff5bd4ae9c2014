"""What stands above a question: a word on the answer just given, so that nobody talks into the void."""

from bot.protocol.debrief.result import leading_behaviour
from bot.protocol.debrief.steps import HIGH_TENSION, LOW_TENSION
from bot.protocol.engine.run import KNOWN, Answer, Run
from bot.protocol.engine.table import Ack
from bot.protocol.engine.tables import table_of
from bot.protocol.sos import ASKED
from bot.screens import wording
from bot.screens.builder import Page, closing, cut
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene, Voice


def above(page: Page, scene: Scene[RunView], voice: Voice) -> None:
    """Adds the opener (P1) on the first screen, later a line on the last answer; nothing while a step is opened."""
    run = scene.model.run
    if run.opened:
        return
    by_id = table_of(run).by_id
    path = [answer for answer in run.answers if by_id[answer.step].ack is not Ack.EARLIER]
    if opening(run):
        if asks_helped(run):
            page.line(voice.say("sos-ask_worked")).gap()
        if scene.model.client is not None:
            page.line(cut(scene.model.client.label, 60))
        page.line(voice.texts.turn("opener-after", run.turn))
        return
    path = [answer for answer in path if answer.source != KNOWN]
    if not path:
        return
    last = path[-1]
    if by_id[last.step].ack is Ack.EVIDENCE and not last.skipped:
        _evidence(page, run, voice)
    else:
        page.line(acknowledged(last, scene, run, voice))


def opening(run: Run) -> bool:
    """Whether it is a debrief's first screen: nothing was answered yet, though something may be known beforehand."""
    by_id = table_of(run).by_id
    path = [answer for answer in run.answers if by_id[answer.step].ack is not Ack.EARLIER]
    return run.table == "debrief" and not run.opened and all(answer.source == KNOWN for answer in path)


def asks_helped(run: Run) -> bool:
    """Whether a phrase was said in this call of which it isn't known yet if it helped."""
    return opening(run) and run.picks("sos")[:1] == (ASKED,)


def acknowledged(answer: Answer, scene: Scene[RunView], run: Run, voice: Voice) -> str | None:
    """One or two lines on the answer, None where there is nothing worth saying."""
    texts = voice.texts
    step = table_of(run).by_id[answer.step]
    if answer.skipped:
        return texts(f"step-{step.id}-skip") if step.skip_said else None
    match step.ack:
        case Ack.TURNS:
            return texts.turn(f"step-{step.id}-ack", run.turn)
        case Ack.CLIENT:
            return _client(answer, scene, voice)
        case Ack.TENSION:
            return _tension(answer.value or 0, run.turn, voice)
        case Ack.BEHIND:
            leading = leading_behaviour(run, voice.rules)
            return voice.playbook.behaviours[leading].behind if leading else None
        case Ack.POLITE if answer.picks == ("yes",):
            return texts("step-polite-ack-yes")
        case Ack.FEAR:
            return _fear(run, voice)
        case Ack.HONEST:
            return _honest(answer, voice)
        case Ack.TESTED:
            return voice.say(f"followup-say-{answer.picks[0]}")
        case Ack.TIME | Ack.DAY as named:
            return (_contact if named is Ack.TIME else boss_day)(scene, run, voice)
        case Ack.RELIEF:
            return _after(run, voice)
        case _:
            return None


def _client(answer: Answer, scene: Scene[RunView], voice: Voice) -> str | None:
    if scene.model.client is None:
        return None
    kind = "new" if answer.words else "known"
    return voice.say(f"step-client-ack-{kind}", client=closing(scene.model.client.label))


def _tension(n: int, turn: int, voice: Voice) -> str:
    if n >= HIGH_TENSION:
        return voice.texts.turn("opener-high", turn, n=str(n))
    if n <= LOW_TENSION:
        return voice.texts.turn("opener-low", turn, n=str(n))
    return voice.say("step-tension_before-ack-mid", n=str(n))


def _fear(run: Run, voice: Voice) -> str | None:
    picks = set(run.picks("fear"))
    if picks & voice.rules.unknown:
        return voice.say("step-fear-ack-unknown")
    if picks & voice.rules.own:
        return voice.say("step-fear-ack-other") if run.words("fear_own") else None
    if len(picks) > 1:
        return voice.say("step-fear-ack-two")
    return voice.say("step-fear-ack-one")


def _evidence(page: Page, run: Run, voice: Voice) -> None:
    """How sure it is, and as long as it isn't, the one question that would test it (P2b)."""
    pick = run.picks("evidence")[0]
    page.line(voice.say(f"step-evidence-ack-{pick}"))
    fear = voice.playbook.fears.get(run.picks("fear")[0])
    if pick != "said" and fear is not None:
        page.line(fear.test.question, "bold")


def _honest(answer: Answer, voice: Voice) -> str | None:
    if answer.words:
        return voice.say("step-honest-ack-filled")
    pick = answer.picks[0] if answer.picks else ""
    return voice.say(f"step-honest-ack-{pick}") if pick in {"nothing", "later"} else None


def _contact(scene: Scene[RunView], run: Run, voice: Voice) -> str | None:
    moment = run.value("next_contact")
    if moment is None:
        return None
    said = wording.moment(voice.texts, moment, scene.drawn_at, scene.person.zone)
    typed = run.words("next_contact") is not None
    return voice.say("step-next_contact-ack-understood" if typed else "step-next_contact-ack-set", time=said)


def boss_day(scene: Scene[RunView], run: Run, voice: Voice) -> str | None:
    """By what day the client's boss needs the result, as it was understood; None where no day is known."""
    moment = run.value("boss_date")
    if moment is None:
        return None
    day = wording.short_day(voice.texts, moment, scene.drawn_at, scene.person.zone)
    return voice.say("summary-boss_date", day=day)


def _after(run: Run, voice: Voice) -> str | None:
    before, after = run.value("tension_before"), run.value("tension_after")
    if before is None or after is None:
        return None
    kind = "down" if after < before else "same" if after == before else "up"
    if after >= HIGH_TENSION:
        kind = "high"
    return voice.say(f"step-tension_after-ack-{kind}", before=str(before), after=str(after))
