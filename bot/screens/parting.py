"""The parting check: what the records hold, and the verdict with what led to it (protocol, section 7; B2–B4, X)."""

from collections.abc import Iterator, Mapping

from bot.protocol.cadence import due_times
from bot.protocol.engine.engine import SUMMARY
from bot.protocol.engine.table import Step
from bot.protocol.parting.verdict import ROUNDS, Ground, Missing, PartingAnswers, Verdict, said_of, verdict
from bot.screens import wording
from bot.screens.builder import Page, cut
from bot.screens.buttons import back_button, menu_button
from bot.screens.wording import day_of, noticed
from bot.viewmodels.parting import PartingRecord, Record
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import AnyScene, Scene, Voice, hours_of
from bot.viewmodels.screen import Button, PlaceTap, Rows, RunTap, Screen

_GROUNDS = 4
"""Facts that a verdict names, the decisive ones first: more of them would hide those."""
_TEXT_SAYS: Mapping[int, frozenset[Ground]] = {
    2: frozenset({"named", "crossed"}),
    3: frozenset({"unnamed", "half"}),
    6: frozenset({"unnamed", "half"}),
}
"""By the row of the protocol, what the verdict's text says itself."""
_HELD_SAYS: frozenset[Ground] = frozenset({"named"})
"""The same, where the boundary is held while abuse goes on."""
_DAY = 86_400


def grounds_card(scene: Scene[RunView], voice: Voice, step: Step, way: Rows) -> Screen:
    """What the records hold, before anything is asked: not a mood but facts."""
    page = Page().line(cut(scene.model.client.label, 60) if scene.model.client else None, "bold")
    page.line(voice.say("parting-intro")).gap().line(voice.say("parting-facts-title"), "bold")
    found = scene.model.parting.held or PartingRecord()
    lines = tuple(_facts(found, scene, voice))
    for line in lines or (voice.say("parting-facts-none"),):
        page.line(line)
    onward = Button(voice.say("btn-next"), RunTap(scene.model.id, step.id, "next"), "primary")
    return page.screen(((onward,), *way), "B4")


def _facts(found: PartingRecord, scene: AnyScene, voice: Voice) -> Iterator[str]:
    if found.outcomes:
        outcomes = ", ".join(voice.say(f"how-{how}") for how in found.outcomes)
        yield voice.say("parting-facts-rounds", n=str(found.evidence.rounds), outcomes=outcomes)
    if found.tension is not None:
        before, after = map(str, found.tension)
        days = wording.days_long(voice, max(1, round(found.over / _DAY)))
        yield voice.say("parting-facts-tension", before=before, after=after, days=days)
    fears = voice.playbook.fears
    tested = [
        voice.say("parting-fear_right" if one.right else "parting-fear_wrong", fear=cut(named, 50).rstrip("."))
        for one in found.tested
        if one.fear in fears and (named := voice.playbook.named(one.fear, one.words))
    ]
    if tested:
        yield voice.say("parting-facts-fears", fears=", ".join(tested))
    if found.noted:
        last = day_of(found.noted[0].at, scene, voice)
        yield voice.say("parting-facts-abuse", count=str(found.evidence.noted), day=last)


def judged(scene: Scene[RunView]) -> Verdict | None:
    """The verdict on the scene's check; None where there is no such check."""
    held = scene.model.parting.held
    return verdict(held.evidence, said_of(scene.model.run)) if held is not None else None


def verdict_screen(scene: Scene[RunView | None], voice: Voice) -> Screen:
    """The verdict, what led to it, what would change it; and what was decided, or can be."""
    view = scene.model
    check = scene.of(view) if view is not None else None
    found = judged(check) if check is not None else None
    if view is None or check is None or found is None or view.client is None:
        return gone_screen(scene, voice)
    record = view.parting.record
    page = noticed(scene, voice).line(cut(view.client.label, 60), "bold")
    page.line(voice.say(f"parting-title-{found.name}"), "bold").gap()
    page.line(_text(found, check, voice))
    page.gap()
    if record is not None and record.decision is not None:
        _decided(page, record, scene, voice)
    return page.screen(_rows(found, check, voice), "X" if found.row <= 3 else "B4")


def gone_screen(scene: AnyScene, voice: Voice) -> Screen:
    """The check was deleted, or its client."""
    return noticed(scene, voice).line(voice.say("told-gone")).screen(((menu_button(voice),),), "—")


def look_at(scene: Scene[RunView]) -> int:
    """When it is looked at again: as decided, else two weeks from now (Unix seconds UTC)."""
    record = scene.model.parting.record
    if record is not None and record.look_at is not None:
        return record.look_at
    return due_times.look_again(scene.drawn_at, hours_of(scene.person))


def _text(found: Verdict, scene: Scene[RunView], voice: Voice) -> str:
    say = voice.say
    held = scene.model.parting.held or PartingRecord()
    said = said_of(scene.model.run)
    says = _HELD_SAYS if found.row == 8 and "abuse" in found.grounds else _TEXT_SAYS.get(found.row, frozenset())
    beside = [ground for ground in found.grounds if ground not in says] or found.grounds
    facts = ", ".join(_ground(one, held, said, voice) for one in beside[:_GROUNDS])
    record = scene.model.parting.record
    if record is not None and record.decision == "disagree" and found.missing == ():
        return say("parting-facts-based", facts=facts)  # nothing of what the verdict proposes comes of it
    changes = [say(f"parting-change-{one}") for one in found.changes]
    change = say("parting-or", first=changes[0], second=changes[1]) if len(changes) > 1 else "".join(changes)
    time = wording.moment(voice.texts, look_at(scene), scene.drawn_at, scene.person.zone)
    abuse = found.row <= 3
    match found.name:
        case "stop":
            return say("parting-text-stop", emergency=voice.emergency, change=change)
        case "early":
            missing = [_missing(one, held, voice) for one in found.missing]
            return say("parting-text-early", missing=", ".join(missing))
        case "boundary" if said.half:
            return say("parting-half_text-boundary", facts=facts, time=time)
        case "boundary":
            return say("parting-abuse_text-boundary" if abuse else "parting-text-boundary", facts=facts, time=time)
        case "part":
            return say("parting-abuse_text-part" if abuse else "parting-text-part", facts=facts, change=change)
        case "stay":
            return say("parting-text-stay", facts=facts, change=change)
        case "not_yet":
            if "abuse" in found.grounds:  # what is in our power then is the boundary
                return say("parting-abuse_text-not_yet", facts=facts, time=time)
            power = scene.model.run.words("power_what")
            named = cut(power, 80).rstrip(".") if power else say("parting-power_unknown")
            return say("parting-text-not_yet", power=named, facts=facts, time=time)


def _missing(name: Missing, held: PartingRecord, voice: Voice) -> str:
    if name != "rounds":
        return voice.say(f"parting-missing-{name}")
    if held.outcomes[:1] == ("constructive",):  # the count began anew with a good talk: that is no debt
        return voice.say("parting-missing-rounds_anew")
    return voice.say("parting-missing-rounds", n=str(max(0, ROUNDS - held.evidence.rounds)))


def _ground(name: Ground, held: PartingRecord, said: PartingAnswers, voice: Voice) -> str:
    evidence = held.evidence
    counts = {"rounds": evidence.rounds, "fears": evidence.tested, "noted": evidence.noted, "stress": said.stress}
    if name in counts:
        return voice.say(f"parting-ground-{name}", n=str(counts[name]))
    if {"spill": said.spill, "results": said.results}.get(name) == "some":
        return voice.say(f"parting-ground-{name}_some")
    return voice.say(f"parting-ground-{name}")


def _decided(page: Page, record: Record, scene: AnyScene, voice: Voice) -> None:
    page.line(
        voice.say(f"parting-decided-{record.decision}", day=day_of(record.decided_at or 0, scene, voice)), "italic"
    )
    page.line(voice.say("parting-reason", words=cut(record.reason, 80)) if record.reason else None)
    zone, now = scene.person.zone, scene.drawn_at
    if record.parted_at is not None:
        page.line(voice.say("parting-parted", day=day_of(record.parted_at, scene, voice)))
        return
    if record.talk_at is not None:
        page.line(voice.say("parting-talk", time=wording.moment(voice.texts, record.talk_at, now, zone)))
    if record.look_at is not None and record.verdict not in {"boundary", "not_yet"}:
        page.line(voice.say("parting-look", time=wording.moment(voice.texts, record.look_at, now, zone)))


def decided_line(record: Record | None, scene: AnyScene, voice: Voice) -> str | None:
    """What was decided, on the client's card; None where nothing was."""
    if record is None or record.decision is None:
        return None
    if record.parted_at is not None:
        return voice.say("parting-parted", day=day_of(record.parted_at, scene, voice))
    named = voice.say(f"parting-title-{record.verdict}")
    said = voice.say(f"history-parting_{record.decision}")
    return voice.say("clients-card-parting", day=day_of(record.decided_at or 0, scene, voice), verdict=named, what=said)


def _rows(found: Verdict, scene: Scene[RunView], voice: Voice) -> Rows:
    record, held = scene.model.parting.record, scene.model.parting.held or PartingRecord()
    open_yet = record is None or record.decision is None
    rows = list(_choices(found, scene, voice) if open_yet else _onward(found, scene, voice))
    run = str(scene.model.id)
    more = []
    if held.noted:
        more.append(Button(voice.say("parting-o-note"), PlaceTap("partnote", run)))
    if found.name not in {"stop", "early"}:  # neither asks yet what staying costs
        more.append(Button(voice.say("parting-o-cost"), PlaceTap("partcost", run)))
    rows.append(tuple(more))
    if open_yet and scene.place.name == scene.model.run.table:
        rows.append((Button(voice.say("btn-back"), RunTap(scene.model.id, SUMMARY, "back")), menu_button(voice)))
        return tuple(rows)
    client = str(scene.model.client.id) if scene.model.client else ""
    rows.append((Button(voice.say("parting-o-again"), PlaceTap("partanew", client)),))
    rows.append((back_button(voice, "client", client), menu_button(voice)))
    return tuple(rows)


def _choices(found: Verdict, scene: Scene[RunView], voice: Voice) -> Iterator[tuple[Button, ...]]:
    """What can be decided: agree, not now, or seeing it otherwise."""
    run = str(scene.model.id)

    def decide(what: str, key: str) -> Button:
        return Button(voice.say(key), PlaceTap("decide", f"{run}.{what}"), "primary" if what == "agree" else None)

    if found.name == "stop":
        yield (decide("agree", "safety-o-told"),)
        return
    if found.name == "early":
        yield from missing_rows(found, scene, voice)
    else:
        yield (decide("agree", "parting-o-agree"),)
    later = () if found.name in {"stay", "not_yet"} else (decide("not_now", "parting-o-not_now"),)
    yield (*later, decide("disagree", "parting-o-disagree"))
    if found.name == "boundary":
        yield (Button(voice.say("parting-o-script"), PlaceTap("partscript", run)),)


def _onward(found: Verdict, scene: Scene[RunView], voice: Voice) -> Iterator[tuple[Button, ...]]:
    """What comes of it, once it is decided."""
    run, record = str(scene.model.id), scene.model.parting.record
    if record is None or record.decision != "agree":
        return
    if record.parted_at is not None:
        yield (
            Button(voice.say("parting-o-message"), PlaceTap("partmail", run)),
            Button(voice.say("parting-o-checklist"), PlaceTap("partlist", run)),
        )
    elif found.name == "part":
        yield (Button(voice.say("parting-o-confirmed"), PlaceTap("partsure", run), "primary"),)
    elif found.name == "boundary":
        yield (Button(voice.say("parting-o-script"), PlaceTap("partscript", run), "primary"),)
    elif found.name == "early":
        yield from missing_rows(found, scene, voice)


def missing_rows(found: Verdict, scene: Scene[RunView], voice: Voice) -> Rows:
    """A way to each thing that the protocol still asks for."""
    client = str(scene.model.client.id) if scene.model.client else ""
    ways = {
        "rounds": Button(voice.say("followup-o-round"), PlaceTap("round", client), "primary"),
        "honest": Button(voice.say("followup-o-round"), PlaceTap("round", client), "primary"),
        "fear": Button(voice.say("menu-prep"), PlaceTap("prep", client)),
        "contact": Button(voice.say("clients-o-cadence"), PlaceTap("rhythm", client)),
    }
    wrote = Button(voice.say("reminder-o-wrote"), PlaceTap("touched", f"{client}.{scene.model.parting.last or 0}"))
    buttons = list(dict.fromkeys(ways[one] for one in found.missing))
    return (tuple(buttons), (wrote,)) if "rounds" in found.missing else (tuple(buttons),)
