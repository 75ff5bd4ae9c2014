"""What a follow-up came to: how often to write from now on, another round, or what the protocol asks (P3, B4, X)."""

from collections.abc import Iterator

from bot.protocol.debrief.steps import NEXT_CONTACT
from bot.protocol.engine.engine import SUMMARY
from bot.protocol.engine.run import Run
from bot.protocol.followup import FollowUp, followup_of
from bot.screens import wording
from bot.screens.builder import cut
from bot.screens.summary import told_button, was_line, was_row
from bot.screens.wording import noticed
from bot.viewmodels.reminders import Round
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Rows, RunTap, Screen

_ROUNDS_NAMED = 3


def followup_screen(scene: Scene[RunView], voice: Voice) -> Screen:
    """The card at the end of a follow-up: what it means, and when the client hears from the manager next."""
    run, client = scene.model.run, scene.model.client
    made = followup_of(run, voice.rules)
    if client is None or made is None:
        raise ValueError("a follow-up's card needs its client and how the contact went")
    page = noticed(scene, voice)
    page.line(cut(client.label, 60), "bold")
    for line in _told(made, scene, voice):
        page.line(line)
    page.line(_fear(made, voice))
    page.gap().line(_next(scene, run, voice))
    return page.screen(_rows(scene, run, made, voice), _point(made))


def _point(made: FollowUp) -> str:
    return {"abuse": "X", "tense": "B4"}.get(made.how, "P3")


def _told(made: FollowUp, scene: Scene[RunView], voice: Voice) -> Iterator[str]:
    found = scene.model
    where = found.standing
    rung = voice.say(f"cadence-label-{found.rung}")
    if made.how == "constructive":
        calm = where is not None and where.state == "calm" and where.calmed_at is not None
        if calm and found.rung == "off":
            yield voice.say("followup-say-calm")
        else:
            yield voice.say("followup-say-kept" if made.kept else "followup-say-constructive", cadence=rung)
    elif made.how == "neutral":
        yield voice.say("followup-say-neutral", cadence=rung)
    elif made.how == "abuse":
        yield voice.say("followup-say-abuse")
    elif where is not None and where.part:
        yield voice.say("followup-say-third_round")
    else:
        tried = tried_text(found.rounds[:_ROUNDS_NAMED], voice)
        yield voice.say("followup-say-tense", tried=tried) if tried else voice.say("followup-say-tense_first")


def tried_text(rounds: tuple[Round, ...], voice: Voice) -> str:
    """What the last rounds went by, in a few words: the fears, and whether the honest line was said."""
    names = []
    for one in reversed(rounds):
        fear = voice.playbook.fears.get(one.fear)
        if fear is not None and not fear.unknown:
            name = cut(voice.playbook.named(one.fear, one.fear_words), 50).rstrip(".")
            names.append(voice.say("followup-tried-fear", fear=name))
    if any(one.honest for one in rounds):
        names.append(voice.say("followup-tried-honest"))
    return ", ".join(dict.fromkeys(names))


def _fear(made: FollowUp, voice: Voice) -> str | None:
    fear = voice.playbook.fears.get(made.fear or "")
    if fear is not None and not fear.unknown:
        named = voice.playbook.named(made.fear or "", made.fear_words)
        return voice.say("followup-fear_now", fear=cut(named, 80).rstrip("."))
    return None


def _next(scene: Scene[RunView], run: Run, voice: Voice) -> str:
    changed = was_line(scene, voice)
    if changed is not None:
        return changed
    named = run.value(NEXT_CONTACT)
    at = named if named is not None else scene.model.next_at
    if at is None:
        return voice.say("followup-next_none")
    when = wording.moment(voice.texts, at, scene.drawn_at, scene.person.zone)
    return voice.say("summary-next" if named is not None else "followup-next", time=when)


def _rows(scene: Scene[RunView], run: Run, made: FollowUp, voice: Voice) -> Rows:
    say = voice.say
    client = str(made.client_id)
    part = scene.model.standing is not None and scene.model.standing.part
    first: list[Button] = []
    if made.how == "constructive" and (made.kept or scene.model.rung != "off"):
        pick = "relax" if made.kept else "keep"
        first.append(Button(say(f"followup-o-{pick}_cadence"), RunTap(scene.model.id, "rhythm", pick)))
    elif made.how == "constructive":
        first.append(Button(say("clients-o-cadence"), PlaceTap("rhythm", client)))
    elif made.how in {"tense", "abuse"} and not (part and made.how == "abuse"):
        first.append(Button(say("followup-o-round"), PlaceTap("round", client), "primary"))
    check = (Button(say("followup-o-parting"), PlaceTap("part", client), "primary"),) if part else ()
    again = (Button(say("followup-o-again"), PlaceTap("again", client)),) if part else ()
    contact = run.value(NEXT_CONTACT)
    label = "summary-o-next" if contact is None else "step-next_contact-o-change"
    time = Button(say(label), RunTap(scene.model.id, NEXT_CONTACT, "open"))
    named = (told_button(scene, voice), time) if contact is not None else (time,)
    end = (
        Button(say("btn-back"), RunTap(scene.model.id, SUMMARY, "back")),
        Button(say("summary-o-done"), PlaceTap("done", str(scene.model.id)), "success"),
    )
    return (check, tuple(first), again, was_row(scene, voice), named, end)
