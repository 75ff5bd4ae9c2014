"""SOS: the client is shouting now. Two taps to one phrase, alone on the screen (protocol, sections 3 and 5; P2a)."""

from bot.protocol.debrief.steps import THREAT
from bot.protocol.phrase import fill
from bot.protocol.sos import NAMES, NOTHING, Sos, another, firmer, most_met, phrases
from bot.screens.builder import cut, pairs
from bot.screens.buttons import back_button, menu_button
from bot.screens.wording import noticed, phrase_slots
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, Copy, PlaceTap, Screen
from bot.viewmodels.sos import SosView

_STEPS = ("gentle", "firmer", "boundary")


def sos_screen(scene: Scene[SosView], voice: Voice) -> Screen:
    """What is going on: the behaviours, what was met most first, people being threatened last; and nothing else."""
    page = noticed(scene, voice)
    if scene.model.client is not None:
        page.line(cut(scene.model.client.label, 60))
    page.line(voice.say("sos-q"), "bold")
    who = scene.model.with_client
    behaviours = voice.playbook.behaviours
    names = most_met(behaviours, scene.model.met_here, scene.model.met)
    buttons = [Button(behaviours[name].label, PlaceTap("shout", f"{name}.{who}")) for name in names]
    threat = Button(voice.say("step-behaviour-o-threat_people"), PlaceTap("shout", f"{THREAT}.{who}"), "danger")
    other = (Button(voice.say("sos-o-other"), PlaceTap("sos")),) if who else ()
    return page.screen((*pairs([*buttons, threat]), (*other, menu_button(voice))), "P2a")


def phrase_screen(scene: Scene[SosView], voice: Voice) -> Screen:
    """One phrase and nothing else to read; below it firmer, boundary, another, copy, and the ways out.

    Back leads to what the client does, which changes during a call.
    """
    sos = scene.model.sos
    phrase = said(scene, voice)
    if sos is None or phrase is None:
        return sos_screen(scene, voice)
    templates = phrases(voice.playbook.behaviours[sos.behaviour])
    learned = scene.model.learned
    page = noticed(scene, voice)
    page.line(phrase, "bold")
    if sos.exhausted:
        page.gap().line(voice.say(f"sos-exhausted-{_STEPS[sos.firmness]}"))
    others = tuple(
        _goes(voice.say(f"btn-{name}"), firmer(sos, at, templates, learned))
        for at, name in enumerate(NAMES)
        if at != sos.firmness
    )
    next_one = _goes(voice.say("btn-another"), another(sos, templates, learned))
    rows = (
        others,
        (next_one, Button(voice.say("btn-copy"), Copy(phrase))),
        (Button(voice.say("sos-o-debrief"), PlaceTap("over", "debrief"), "primary"),),
        _why(sos, templates, scene, voice),
        (_back(voice), Button(voice.say("btn-menu"), PlaceTap("over", "menu"))),
    )
    return page.screen(rows, "P2a")


def danger_screen(scene: AnyScene, voice: Voice) -> Screen:
    """People are threatened: what to do first, with no phrase for the client (X)."""
    call = scene.place.arguments.endswith("call")
    page = noticed(scene, voice)
    page.line(voice.say("safety-call" if call else "safety-threat", emergency=voice.emergency))
    first = () if call else (Button(voice.say("safety-o-call"), PlaceTap("danger", "call")),)
    debrief = Button(voice.say("sos-o-debrief"), PlaceTap("over", "debrief"))
    vent = Button(voice.say("menu-vent"), PlaceTap("vent"))
    return page.screen((first, (debrief,), (vent,), (_back(voice), menu_button(voice))), "X")


def said(scene: Scene[SosView], voice: Voice) -> str | None:
    """The phrase on the screen, filled; None where the playbook no longer has it."""
    sos = scene.model.sos
    behaviour = voice.playbook.behaviours.get(sos.behaviour) if sos is not None else None
    if sos is None or behaviour is None:
        return None
    templates = phrases(behaviour)
    return fill(templates[sos.index], **phrase_slots(scene, voice)) if sos.index < len(templates) else None


def _goes(label: str, sos: Sos) -> Button:
    return Button(label, PlaceTap("phrase", f"{sos.index}.{sos.seen}"))


def _why(sos: Sos, templates: tuple[str, ...], scene: Scene[SosView], voice: Voice) -> tuple[Button, ...]:
    """Why this one comes first, on demand, where it does because of what was learned."""
    known = scene.model.learned.get(templates[sos.index], NOTHING)
    for scope in ("client", "fear", "everybody"):
        if getattr(known, scope).score > 0:
            count = getattr(known, scope).helped
            return (Button(voice.say("sos-o-why"), PlaceTap("why", f"{scope}.{count}")),)
    return ()


def _back(voice: Voice) -> Button:
    return back_button(voice, "unsos")
