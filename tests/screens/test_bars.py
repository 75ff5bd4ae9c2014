"""Every screen of the debrief, the follow-up and the parting check is under its bar (protocol, sections 2 and 4)."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import get_args

import pytest

from bot.conversation.presenter import present
from bot.protocol.cadence.due_times import PROMISED
from bot.protocol.cadence.due_times import Kind as Kind_
from bot.protocol.debrief.steps import HIGH_TENSION
from bot.protocol.engine.engine import begin, current
from bot.protocol.engine.run import KNOWN, Answer, Run, with_answer
from bot.protocol.engine.table import Kind
from bot.protocol.followup import FOLLOWUP, prefill_followup
from bot.protocol.parting.steps import PARTING, prefill_parting
from bot.screens.parting import verdict_screen
from bot.screens.parting_farewell import cost_screen, list_screen, mail_screen, talk_screen
from bot.screens.reminders import reminder_message_screen
from bot.viewmodels.paging import DIGEST_ON_PAGE
from bot.viewmodels.parting import Parted
from bot.viewmodels.place import Place
from bot.viewmodels.reminders import Reminded, ReminderMessage
from bot.viewmodels.scene import Voice
from bot.viewmodels.screen import PlaceTap, RunTap, Screen
from tests.protocol.test_paths import walked
from tests.protocol.walk import NOW, PERSON, RULES, RUN, Walker, fresh, where
from tests.screens.bars import Measured, measured, table, worst
from tests.screens.test_parting import HELD, ROWS, scene_of
from tests.voices import VOICES


class OtherWalker(Walker):
    """Walks the follow-up and the parting check, of which more is known."""

    def scene(self, run: Run, notice: str | None = None):  # type: ignore[no-untyped-def]  # noqa: ANN201 - as its parent's
        scene = super().scene(run, notice)
        model = replace(scene.model, parting=Parted(held=HELD, last=NOW, told=True))
        return replace(scene, place=Place(run.table, str(RUN)), model=model)


@cache
def others() -> tuple[Run, ...]:
    """The states of a follow-up and of a parting check that buttons reach; of a scale one number is tapped."""
    walker = OtherWalker()
    found: dict[object, Run] = {}
    queue = deque(
        [
            prefill_followup(begin(0, NOW, table=FOLLOWUP), 12, "boss", None),
            prefill_parting(begin(0, NOW, table=PARTING), 12, honest=False, contact=False, turning=False),
        ]
    )
    while queue:
        run = queue.popleft()
        key = (run.table, where(run), run.picks("how"), run.picks("abuse"), run.opened)
        if key in found:
            continue
        found[key] = run
        for at in walker.taps(run):
            if at.option not in {"back", "open"} and not (at.option.isdecimal() and at.option != "5"):
                queue.append(walker.tapped(run, at)[0])
    return tuple(found.values())


def kind_of(run: Run) -> str:
    """Which bars its screen has."""
    step = current(run, RULES)
    if step is None:
        return "summary" if run.table == "debrief" else "card"
    return "card" if step.kind is Kind.CARD or (step.pages is not None and run.page) else "question"


_EACH = 12
"""So many states of a step are drawn, evenly over all: which of them differ on the screen nobody says beforehand."""


def some(runs: tuple[Run, ...]) -> Iterator[Run]:
    """Of each step at most `_EACH` states and all kinds of last answers."""
    by_step: dict[str, list[Run]] = {}
    for run in runs:
        by_step.setdefault(where(run), []).append(run)
    for found in by_step.values():
        yield from found[:: 1 + len(found) // _EACH]


def every_step(language: str) -> Iterator[tuple[str, Measured]]:
    """The screens of all runs, measured, each with its kind."""
    walker = Walker(language)
    voice = VOICES[language]
    known = with_answer(fresh(), Answer("client", value=12, source=KNOWN))  # a debrief about a client, from the card
    for run in (known, *some(walked()), *some(walked(detailed=True))):
        scene, opens = walker.scene(run), [button.action for button in walker.buttons(run)]
        if where(run) == "summary":  # with all that may stand there
            scene = replace(scene, notice="step-detailed", model=replace(scene.model, next_at=NOW + 86_400))
            if "extras" in {at.action.to for at in walker.buttons(run) if isinstance(at.action, PlaceTap)}:
                extras = present(replace(scene, place=Place("extras", str(RUN))), voice).screen
                yield "card", measured("extras", extras, voice)
                opens += [button.action for row in extras.rows for button in row]
        yield kind_of(run), measured(f"debrief:{where(run)}", present(scene, voice).screen, voice)
        for at in opens:
            if isinstance(at, RunTap) and at.option == "open":
                opened = walker.press(run, at.step, at.option)
                yield kind_of(opened), measured(f"debrief:{where(opened)}+", walker.view(opened).screen, voice)
    other = OtherWalker(language)
    for run in others():
        name = where(run)
        yield kind_of(run), measured(f"{run.table}:{name}", other.view(run).screen, VOICES[language])


@pytest.mark.parametrize("language", VOICES)
def test_every_step_is_under_its_bar(language: str) -> None:
    found = list(every_step(language))
    print(table(worst(one for _, one in found)))
    beyond = {said for kind, one in found for said in one.beyond(kind)}
    assert not beyond, "\n".join(sorted(beyond))


@pytest.mark.parametrize("language", VOICES)
def test_step_by_step_stands_on_the_first_screen_and_in_more_alone(language: str) -> None:
    walker, voice = Walker(language), VOICES[language]
    label, first = voice.say("btn-step_by_step"), set()
    for run in some(walked()):
        if any(button.label == label for button in walker.buttons(run)):
            first.add(where(run))
    assert first == {"client"}
    done = next(run for run in walked() if where(run) == "summary" and "threat_people" not in run.picks("behaviour"))
    extras = present(replace(walker.scene(done), place=Place("extras", str(RUN))), voice).screen
    assert label in [button.label for row in extras.rows for button in row]


@pytest.mark.parametrize("language", VOICES)
def test_high_tension_adds_one_line_and_one_button(language: str) -> None:
    """A line above the next question and the minute of breath; letting it out is offered at its end (P1)."""
    walker, voice = Walker(language), VOICES[language]
    for turn in range(3):
        for tension in range(1, 11):
            run = walker.press(walker.press(fresh(turn=turn), "client", "c12"), "tension_before", str(tension))
            labels = [button.label for button in walker.buttons(run)]
            assert (voice.say("step-pause-o-start") in labels) == (tension >= HIGH_TENSION)
            assert voice.say("menu-vent") not in labels
            above = walker.view(run).screen.text.partition("\n\n")[0]
            assert tension < HIGH_TENSION or (above.count("\n") == 0 and len(above) <= 100), above


def reminded(number: int, kind: Kind_, done: str | None = None) -> Reminded:
    """A reminder of that kind about a client of whom all is known."""
    promise = number if kind in PROMISED else None
    return Reminded(
        id=number,
        client_id=number,
        client=f"ООО «Северо-Западное объединение {number}», Казань",
        kind=kind,
        base_at=NOW,
        due_at=NOW,
        status="sent",
        done=done,
        done_until=None,
        promise_id=promise,
        promised_at=NOW + 7200 if kind == "promise_soon" else NOW - 7200 if promise else None,
        contact=NOW - 5 * 86_400,
        how="tense",
        fear="boss",
        fear_words=None,
        notice_id=1,
    )


def reminder_screens(language: str) -> Iterator[tuple[str, Screen]]:
    """The first message of all, which tells the hours, and any other; of one, and of a list on each of its pages."""
    person = replace(PERSON, language=language, schedule_confirmed=False)
    kinds = get_args(Kind_)
    for turn in (0, 1):
        for kind in kinds:
            for done in (None, "tomorrow", "not_needed", "stop", "wrote"):
                one = ReminderMessage(
                    1, 1, NOW, "list:0", late=True, again=True, turn=turn, items=(reminded(1, kind, done),)
                )
                yield f"reminder:{kind}", reminder_message_screen(one, person, VOICES[language])
        items = tuple(reminded(number, kinds[number % len(kinds)]) for number in range(1, 3 * DIGEST_ON_PAGE))
        several = ReminderMessage(1, 1, NOW, "list:0", late=True, again=False, turn=turn, items=items)
        for view in ("list:0", "list:1", "list:2", "item:2"):
            yield f"reminder:{view}", reminder_message_screen(replace(several, view=view), person, VOICES[language])


def parting_screens(voice: Voice) -> Iterator[tuple[str, Screen]]:
    """Every verdict, before and after it is decided, and what comes of it."""
    for row in ROWS:
        for decided in (False, True):
            scene = scene_of(row, decided=decided)
            yield f"verdict:{row}", verdict_screen(replace(scene, place=Place("verdict", "3")), voice)
            yield f"verdict:{row}", verdict_screen(scene, voice)
            for name, draw in (
                ("cost", cost_screen),
                ("list", list_screen),
                ("mail", mail_screen),
                ("talk", talk_screen),
            ):
                yield f"part{name}", draw(scene, voice)


@pytest.mark.parametrize("language", VOICES)
def test_reminders_and_verdicts_are_under_their_bars(language: str) -> None:
    voice = VOICES[language]
    found = [measured(name, one, voice) for name, one in (*reminder_screens(language), *parting_screens(voice))]
    print(table(worst(found)))
    beyond = {said for one in found for said in one.beyond("card")}
    assert not beyond, "\n".join(sorted(beyond))
