"""The buttons of a debrief's step: its options, what can be added to the last answer, and the way on."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.protocol.debrief.steps import HIGH_TENSION, THREAT
from bot.protocol.engine.context import choices_of_time
from bot.protocol.engine.engine import passed_over
from bot.protocol.engine.run import KNOWN, Answer, Run
from bot.protocol.engine.table import Kind, Step, StepCard
from bot.protocol.engine.tables import table_of
from bot.screens.builder import cut, pairs
from bot.screens.buttons import way_row
from bot.screens.summary import told_button
from bot.screens.wording import short_day, short_moment, wall_clock
from bot.timeparse.schedule import local
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import AnyScene, Scene, Voice, Waiting
from bot.viewmodels.screen import Button, PlaceTap, Rows, RunTap

_PASSED_ON_PAGE = 8
"""Questions that were passed over, on one page."""
_ROOM = 3
"""Buttons in the row of navigation that a phone still shows in full."""


def fear_order(run: Run, voice: Voice) -> tuple[str, ...]:
    """The fears in the order of what the chosen behaviours make likely; the open ones stay last."""
    fears = voice.playbook.fears
    likely: list[str] = []
    for behaviour in run.picks("behaviour"):
        known = voice.playbook.behaviours.get(behaviour)
        likely += [name for name in (known.fears if known else ()) if name in fears and name not in likely]
    return (*likely, *(name for name in fears if name not in likely))


def breath_row(scene: Scene[RunView], voice: Voice) -> tuple[Button, ...]:
    """The pause, first of all buttons, after a high tension: one button, and no step in between (P1)."""
    run = scene.model.run
    last = run.answers[-1] if run.answers else None
    if run.opened or last is None or not table_of(run).by_id[last.step].pause or (last.value or 0) < HIGH_TENSION:
        return ()
    return (Button(voice.say("step-pause-o-start"), PlaceTap("breathe"), "primary"),)


def option_rows(scene: Scene[RunView], voice: Voice, step: Step) -> Rows:
    """The rows of what can be answered here."""
    drawn: Mapping[Kind, Callable[[Scene[RunView], Voice, Step], Rows]] = {
        Kind.CLIENT: _clients,
        Kind.SCALE: _scale,
        Kind.SEVERAL: _several,
        Kind.TIME: _times,
    }
    return drawn.get(step.kind, _ones)(scene, voice, step)


def _tap(scene: Scene[RunView], step: Step, option: str, label: str) -> Button:
    return Button(label, RunTap(scene.model.id, step.id, option))


def _clients(scene: Scene[RunView], voice: Voice, step: Step) -> Rows:
    run = scene.model.run
    buttons = [_tap(scene, step, f"c{client.id}", cut(client.label, 40)) for client in scene.model.clients]
    if scene.model.more and not run.page:
        buttons.append(_tap(scene, step, "page1", voice.say("step-client-o-more")))
    return pairs(buttons)


def _scale(scene: Scene[RunView], voice: Voice, step: Step) -> Rows:  # noqa: ARG001 - drawn like the other kinds
    before = scene.model.run.dropped(step.id)
    was = before.value if before else None
    buttons = [_tap(scene, step, str(n), f"✓ {n}" if n == was else str(n)) for n in range(1, 11)]
    return (tuple(buttons[:5]), tuple(buttons[5:]))


def _several(scene: Scene[RunView], voice: Voice, step: Step) -> Rows:
    marked = (scene.model.run.dropped(step.id) or scene.model.run.answer(step.id) or Answer(step.id)).picks
    buttons = []
    for pick in step.choices(voice.rules):
        label = voice.say(f"step-{step.id}-o-{pick}")
        on = pick in marked
        buttons.append(_tap(scene, step, f"{'-' if on else '+'}{pick}", f"✓ {label}" if on else label))
    onward = (_tap(scene, step, "next", voice.say("btn-next")),) if marked else ()
    return (*pairs(buttons), onward)


def _times(scene: Scene[RunView], voice: Voice, step: Step) -> Rows:
    run = scene.model.run
    zone = scene.person.zone
    say = short_day if step.source == "days" else short_moment
    choices = choices_of_time(step, run.at, scene.schedule)
    buttons = [
        _tap(scene, step, option, say(voice.texts, at, scene.drawn_at, zone))
        for option, at in choices.items()
        if at > scene.drawn_at
    ]
    buttons.extend(_tap(scene, step, option, option_label(step, option, scene, voice)) for option in step.timeless)
    return pairs(buttons)


def option_label(step: Step, pick: str, scene: Scene[RunView], voice: Voice) -> str:
    """What an option's button says, without marks."""
    playbook = voice.playbook
    match step.source:
        case "behaviours" if pick in playbook.behaviours:
            return playbook.behaviours[pick].label
        case "fears":
            return playbook.fears[pick].label
        case "matches" if pick not in step.labels:
            known = next((client.label for client in scene.model.matches if f"c{client.id}" == pick), "")
            one = voice.say("step-client-o-same")
            return one if len(scene.model.matches) == 1 else cut(known, 40)
        case "readings":
            return short_moment(voice.texts, int(pick[1:]), scene.drawn_at, scene.person.zone)
        case "steps":
            return voice.say(f"step-{pick}-name")
    return voice.say(step.labels.get(pick, f"step-{step.id}-o-{pick}"))


def option_ids(scene: Scene[RunView], voice: Voice, step: Step) -> tuple[str, ...]:
    """The ids of the options that the step shows in this scene, in the order of the screen."""
    run = scene.model.run
    match step.source:
        case "matches":
            return (*(f"c{client.id}" for client in scene.model.matches), "new")
        case "readings":
            return run.picks(step.about)
        case "steps":
            start = run.page * _PASSED_ON_PAGE
            return _passed(run, voice)[start : start + _PASSED_ON_PAGE]
        case "fears":
            tested = set(run.picks(step.about)) - voice.rules.unknown
            return tuple(name for name in fear_order(run, voice) if name not in tested)
    return step.choices(voice.rules)


def _passed(run: Run, voice: Voice) -> tuple[str, ...]:
    """The steps that the summary offers: what was passed over, and what the client's record may still hold."""
    missing = (one.id for one in passed_over(run, voice.rules))
    return (*(one.id for one in table_of(run).steps if one.reads is not None), *missing)


def _ones(scene: Scene[RunView], voice: Voice, step: Step) -> Rows:
    run = scene.model.run
    before = run.answer(step.id) if run.opened else run.dropped(step.id)
    picked = before.picks if before else ()
    adding = bool(run.opened) and step.kind is Kind.ONE_AND_ON and bool(picked)
    buttons = []
    for pick in option_ids(scene, voice, step):
        label = option_label(step, pick, scene, voice)
        on = pick in picked
        option = f"{'-' if on else '+'}{pick}" if adding else pick
        button = Button(f"✓ {label}" if on else label, RunTap(scene.model.id, step.id, option))
        buttons.append(replace(button, style="danger") if pick == THREAT else button)
    return pairs(buttons)


def extra_rows(scene: Scene[RunView], voice: Voice, step: Step) -> Rows:
    """Buttons that belong to what was said before: keep what was typed, one more, in full, another time."""
    run = scene.model.run
    rows: list[tuple[Button, ...]] = []
    dropped = run.dropped(step.id)
    if dropped is not None and (dropped.words or dropped.value is not None) and step.kind in {Kind.TEXT, Kind.TIME}:
        rows.append((_tap(scene, step, "keep", voice.say("btn-keep")),))
    if step.pages is StepCard.FACTS and run.facts:
        rows.append(
            (
                _tap(scene, step, "page1", voice.say("btn-in_full")),
                _tap(scene, step, "next", voice.say("btn-next")),
            )
        )
    if step.pages is StepCard.EXAMPLES:
        rows.append((_tap(scene, step, "page1", voice.say("honest-frame-show_examples")),))
    return (*rows, *pairs(_afterthoughts(scene, voice, run)))


def _afterthoughts(scene: Scene[RunView], voice: Voice, run: Run) -> list[Button]:
    """What can still be added to or changed in the answer just given."""
    if run.opened or not run.answers:
        return []
    last = run.answers[-1]
    if last.source == KNOWN:
        return []
    table = table_of(run)
    step = table.by_id[last.step]
    if step.kind is Kind.ONE_AND_ON and not last.skipped and THREAT not in last.picks:
        return [_tap(scene, step, "open", voice.say(f"step-{step.id}-o-more"))]
    asked = table.by_id[step.about] if step.about else step
    if asked.source == "offers" and run.value(asked.id) is not None:
        return [told_button(scene, voice), _tap(scene, asked, "open", voice.say(f"step-{asked.id}-o-change"))]
    return []


def waiting_row(scene: AnyScene, voice: Voice) -> tuple[Button, ...]:
    """The button that goes on with what waits, the newest of it; empty where nothing does."""
    return tuple(waiting_button(one, scene, voice) for one in scene.waiting[:1])


def waiting_button(one: Waiting, scene: AnyScene, voice: Voice) -> Button:
    """Goes on with what waits, by its name: "Звонок: Марина, 15:40", "Как прошло: Олег" (protocol, section 4)."""
    tap = PlaceTap("resume", str(one.run))
    if one.contact or one.check:
        key = "menu-how" if one.contact else "menu-parting_on"
        return Button(voice.say(key, client=cut(one.client or "", 24)), tap, "primary")
    if one.words is not None:
        return Button(voice.say("menu-words", words=cut(one.words, 24)), tap, "primary")
    time = when(one, scene, voice)
    if one.client is None:
        return Button(voice.say("menu-call_unnamed", time=time), tap, "primary")
    return Button(voice.say("menu-call", client=cut(one.client, 18), time=time), tap, "primary")


def when(one: Waiting, scene: AnyScene, voice: Voice) -> str:
    """When what waits began: the clock alone for today."""
    now, zone = scene.drawn_at, scene.person.zone
    today = local(one.began, zone).date() == local(now, zone).date()
    return wall_clock(one.began, zone) if today else short_moment(voice.texts, one.began, now, zone)


def navigation(scene: Scene[RunView], voice: Voice, step: Step) -> Rows:
    """Back, Skip and Stop, on every screen, as one row; "step by step" on the first one (protocol, section 2)."""
    run = scene.model.run
    table = table_of(run)
    before = [table.by_id[answer.step] for answer in run.answers]
    asked = any(not one.given and table.order[one.id] < table.order[step.id] for one in before)
    first = not (run.opened or asked)
    back = PlaceTap("menu") if first else RunTap(scene.model.id, step.id, "back")
    row = [Button(voice.say("btn-menu" if first else "btn-back"), back)]
    if step.skippable and step.kind is not Kind.CARD and not run.opened:
        row.append(_tap(scene, step, "skip", voice.say("btn-skip")))
    row.append(Button(voice.say("btn-stop"), PlaceTap("stop", str(scene.model.id))))
    shorter = any(not (one.short or one.extra or one.given) for one in table.steps)
    opening = not (run.opened or run.page) and all(answer.source == KNOWN for answer in run.answers)
    detail: tuple[Button, ...] = ()
    if shorter and opening and run.detailed_from is None and step.detailed:
        detail = (_tap(scene, step, "detail", voice.say("btn-step_by_step")),)
    if len(row) < _ROOM:
        row[1:1] = detail
        detail = ()
    waits = waiting_row(scene, voice) if first and not run.page else ()
    return (waits, detail, way_row(_turns(scene, voice, step), *row))


def _turns(scene: Scene[RunView], voice: Voice, step: Step) -> tuple[Button, ...]:
    """The arrows of a step that lists more than a page holds: clients, or questions that were passed over."""
    at, more = scene.model.run.page, False
    if step.kind is Kind.CLIENT:
        more = scene.model.more and at > 0  # from the first page a button in words leads on
    elif step.source == "steps":
        more = at < (len(_passed(scene.model.run, voice)) - 1) // _PASSED_ON_PAGE
    else:
        return ()
    turns = (("←", at - 1, at > 0), ("→", at + 1, more))
    return tuple(_tap(scene, step, f"page{page}", arrow) for arrow, page, there in turns if there)
