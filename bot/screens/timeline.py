"""What happened with a client: a line for each event, and one debrief, follow-up or note in full (protocol, 10).

A kind of event is added to `_SAID`, with its source in `bot.store.loaders.timeline`.
"""

from collections.abc import Callable, Mapping

from bot.protocol.debrief.steps import THREAT
from bot.screens import wording
from bot.screens.builder import Page, cut
from bot.screens.buttons import back_button, menu_button, page_row, way_row
from bot.screens.wording import day_of, noticed
from bot.viewmodels.clients import ClientHistory, Happened, Told, ToldPage
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen

_WORDS = 60
_LONGEST = 1500


def history_screen(scene: Scene[ClientHistory | None], voice: Voice) -> Screen:
    """A page of what happened, the newest first; what was written or spoken opens by its number."""
    known = scene.model
    page = noticed(scene, voice)
    if known is None:
        return page.line(voice.say("clients-gone")).screen(((menu_button(voice),),), "R2")
    page.line(voice.say("history-title", client=cut(known.client.label, 60)), "bold").gap()
    if not known.events:
        page.line(voice.say("history-none"))
    own, numbers = known.client.id, []
    for number, event in enumerate(known.events, start=1):
        page.line(f"{number}. {happened(event, scene, voice)}")
        if event.run is not None:
            to = PlaceTap("verdict", str(event.run)) if event.verdict else PlaceTap("told", f"{event.run}.{known.page}")
            numbers.append(Button(str(number), to))
    rows = (
        tuple(numbers),
        (Button(voice.say("clients-o-notes"), PlaceTap("notes", f"{own}.0")),),
        way_row(
            page_row("history", known.page, more=known.more, before=f"{own}."),
            back_button(voice, "client", str(own)),
            menu_button(voice),
        ),
    )
    return page.screen(rows, "R2")


def told_screen(scene: Scene[ToldPage | None], voice: Voice) -> Screen:
    """One debrief, follow-up, check or note with all that was said in it, and its voices to hear."""
    found = scene.model
    page = noticed(scene, voice)
    if found is None:
        return page.line(voice.say("told-gone")).screen(((menu_button(voice),),), "R2")
    told = found.told
    event = told.happened
    page.line(voice.say(f"told-{event.what}", day=day_of(event.at, scene, voice)), "bold")
    page.line(cut(told.client.label, 60)).gap()
    _of_debrief(page, told, scene, voice)
    _of_followup(page, told, voice)
    page.gap().line(event.words[:_LONGEST] or None)
    page.line(voice.say("facts-voices", n=event.voices) if event.voices else None)
    run = str(event.run)
    rows: list[tuple[Button, ...]] = []
    if event.voices:
        rows.append((Button(voice.say("notes-o-play"), PlaceTap("play", run)),))
    if told.open:
        page.gap().line(voice.say("told-open_parting" if event.what == "parting" else "told-open"))
        rows.append((Button(voice.say("btn-resume"), PlaceTap("resume", run), "primary"),))
    back = back_button(voice, "history", f"{told.client.id}.{found.page}")
    return page.screen((*rows, (back, menu_button(voice))), "R2")


def happened(event: Happened, scene: AnyScene, voice: Voice) -> str:
    """One event as a line: the day, what it was, the beginning of what was said."""
    said = _SAID[event.what](event, voice)
    if event.words:
        said = voice.say("history-said", what=said, words=cut(event.words, _WORDS))
    if event.voices:
        said = f"{said} · {voice.say('facts-voices', n=event.voices)}"
    return voice.say("history-line", day=day_of(event.at, scene, voice), what=said)


def _debrief(event: Happened, voice: Voice) -> str:
    fears = voice.playbook.fears
    known = event.fear is not None and event.fear in fears and not fears[event.fear].unknown
    said = voice.say("history-debrief")
    if known:
        named = voice.playbook.named(event.fear or "", event.fear_words)
        said = voice.say("history-debrief_of", fear=cut(named, _WORDS).rstrip("."))
    tension = _tension("history-tension", event, voice)
    return f"{said}, {tension}" if tension else said


def _followup(event: Happened, voice: Voice) -> str:
    if event.how is None:
        return voice.say("history-followup_open")
    return voice.say("history-followup", how=voice.say(f"step-how-o-{event.how}").lower())


def _parting(event: Happened, voice: Voice) -> str:
    """What the check came to, and what was decided."""
    if event.verdict is None:
        return voice.say("history-parting_open")
    said = voice.say("history-parting", verdict=voice.say(f"parting-title-{event.verdict}"))
    if event.parted:
        return f"{said}, {voice.say('history-parting_parted')}"
    return f"{said}, {voice.say(f'history-parting_{event.decision}')}" if event.decision else said


def _plain(event: Happened, voice: Voice) -> str:
    return voice.say(f"history-{event.what}")


_SAID: Mapping[str, Callable[[Happened, Voice], str]] = {
    "debrief": _debrief,
    "followup": _followup,
    "parting": _parting,
    "note": _plain,
    "logged": _plain,
    "kept": _plain,
    "broken": _plain,
}


def _tension(key: str, event: Happened, voice: Voice) -> str | None:
    if event.before is None:
        return None
    if event.after is None:
        return voice.say(f"{key}_before", before=event.before)
    return voice.say(key, before=event.before, after=event.after)


def _of_debrief(page: Page, told: Told, scene: AnyScene, voice: Voice) -> None:
    outcome = told.outcome
    if outcome is not None:
        fear = voice.playbook.fears.get(outcome.fear)
        if fear is None or fear.unknown:
            page.line(voice.say("summary-fear_unknown"))
        else:
            named = cut(voice.playbook.named(outcome.fear, outcome.fear_words), 80).rstrip(".")
            page.line(voice.say("summary-fear", fear=named, sure=voice.say(f"sure-{outcome.sure}")))
        behaviours = voice.playbook.behaviours
        seen = [behaviours[one].label for one in outcome.behaviours if one != THREAT and one in behaviours]
        page.line(voice.say("told-behaviour", what=", ".join(seen)) if seen else None)
    if told.happened.what == "debrief":
        page.line(_tension("told-tension", told.happened, voice))
    if outcome is not None:
        page.line(voice.say("summary-honest", honest=cut(outcome.honest)) if outcome.honest else None)
        if outcome.next_contact_at is not None:
            when = wording.moment(voice.texts, outcome.next_contact_at, scene.drawn_at, scene.person.zone)
            page.line(voice.say("clients-card-promised", time=when))


def _of_followup(page: Page, told: Told, voice: Voice) -> None:
    made = told.followup
    if made is None:
        return
    page.line(voice.say("told-how", how=voice.say(f"step-how-o-{made.how}")))
    page.line(voice.say(f"told-right-{made.fear_right}") if made.fear_right else None)
    page.line(voice.say("told-tension_before", before=made.tension) if made.tension is not None else None)
