"""The cards of the parting check: none is too long, whatever is known, in either language (protocol, section 7)."""

from dataclasses import replace

import pytest

from bot.protocol.client import Client
from bot.protocol.engine.engine import begin, current
from bot.protocol.engine.run import Answer, Piece, Run, with_answer
from bot.protocol.parting.steps import PARTING, prefill_parting
from bot.protocol.parting.verdict import Evidence
from bot.screens.parting import grounds_card, judged, verdict_screen
from bot.screens.parting_farewell import cost_screen, farewell, list_screen, mail_screen, note_text, script_screen
from bot.viewmodels.parting import FearTested, Noted, Parted, PartingRecord, Record
from bot.viewmodels.place import Place
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene, Voice
from tests.protocol.walk import NOW, PERSON
from tests.voices import VOICES

both = pytest.mark.parametrize("voice", VOICES.values(), ids=VOICES)
LONG = "очень длинные слова, которых хватило бы на целую страницу, " * 12
CLIENT = Client(
    id=7,
    person_id=1,
    label=LONG,
    address="Мария Константиновна",
    username="masha",
    phone=None,
    cadence=None,
    client_date=None,
    created_at=NOW,
    last_at=NOW,
)
HELD = PartingRecord(
    evidence=Evidence(rounds=128, noted=64, tested=32),
    outcomes=("constructive",) * 3,
    tension=(10, 9),
    over=700 * 86_400,
    tested=(FearTested("other", LONG, right=True),) * 3,
    noted=(Noted(NOW - 400 * 86_400, LONG),) * 5,
    debriefs=128,
    reminders=512,
    seconds=3600 * 400,
)
YES = {"boundary": "yes", "power": "yes", "honesty": "yes", "in_touch": "yes", "spill": "some", "results": "some"}
ROWS: dict[int, tuple[Evidence, dict[str, str]]] = {
    1: (HELD.evidence, {"threat": "yes"}),
    2: (HELD.evidence, {**YES, "abuse": "yes", "after": "yes"}),
    3: (HELD.evidence, {**YES, "abuse": "yes", "boundary": "no"}),
    4: (replace(HELD.evidence, turning=True), YES),
    5: (replace(HELD.evidence, rounds=0, tested=0), {**YES, "honesty": "no", "in_touch": "no"}),
    6: (HELD.evidence, {**YES, "boundary": "no"}),
    7: (HELD.evidence, {**YES, "power": "no"}),
    8: (HELD.evidence, YES),
}


def scene_of(row: int, *, decided: bool) -> Scene[RunView]:
    """A check that came to that row of the protocol, with the longest of everything."""
    evidence, picks = ROWS[row]
    run: Run = prefill_parting(begin(0, NOW, table=PARTING), 7, honest=False, contact=False, turning=evidence.turning)
    for step, pick in picks.items():
        run = with_answer(run, Answer(step, picks=(pick,)))
    run = with_answer(run, Answer("stress", value=10))
    run = with_answer(run, Answer("power_what", words=(Piece(1, LONG),)))
    record = Record(
        run_id=3,
        client_id=7,
        verdict="part",
        decision=("agree" if row in {3, 6} else "disagree") if decided else None,
        reason=None if row in {3, 6} else LONG,
        talk_at=NOW + 86_400 if row in {3, 6} and decided else None,
        look_at=NOW + 40 * 86_400 if row in {3, 6} or not decided else None,
        last_day="2027-09-30",
        topic=LONG[:200],
        marks=1023,
        parted_at=None,
        decided_at=NOW - 400 * 86_400,
    )
    return Scene(
        person=PERSON,
        place=Place.read("parting:3"),
        notice="parting-disagree_ack" if decided and row not in {3, 6} else "parting-note_sent",
        drawn_at=NOW,
        model=RunView(
            id=3,
            run=run,
            client=CLIENT,
            parting=Parted(record=record, held=replace(HELD, evidence=evidence), last=NOW, told=True),
        ),
    )


def changed(scene: Scene[RunView], **what: object) -> Scene[RunView]:
    """The scene with something else in its view model."""
    return scene.of(replace(scene.model, **what))  # type: ignore[arg-type]  # its own fields


@both
@pytest.mark.parametrize("decided", [False, True])
@pytest.mark.parametrize("row", ROWS)
def test_every_verdict_is_a_card(voice: Voice, row: int, decided: bool) -> None:
    scene = scene_of(row, decided=decided)
    found = judged(scene)
    assert found is not None
    assert found.row == row
    screen = verdict_screen(scene, voice)
    assert voice.say(f"parting-title-{found.name}") in screen.text
    assert len(screen.text) <= 700, screen.text
    assert screen.rows


@both
def test_a_boundary_that_is_held_is_a_card_of_its_own(voice: Voice) -> None:
    """Abuse goes on, it is too soon to tell: nothing is too early, and nothing but the boundary is in our power."""
    scene = scene_of(8, decided=False)
    run = scene.model.run
    for step, pick in (("abuse", "yes"), ("after", "soon")):
        run = with_answer(run, Answer(step, picks=(pick,)))
    scene = changed(scene, run=run)
    text = verdict_screen(scene, voice).text
    assert voice.say("parting-title-not_yet") in text
    assert voice.say("parting-abuse_text-not_yet", facts="#", time="#").partition(".")[0] in text
    assert voice.say("parting-ground-abuse") in text
    assert voice.say("parting-ground-named") not in text
    assert len(text) <= 700, text


@both
def test_the_other_cards_are_no_longer(voice: Voice) -> None:
    scene = scene_of(2, decided=True)
    parted = changed(scene, parting=replace(scene.model.parting, record=replace(_record(scene), parted_at=NOW)))
    fresh = changed(
        scene, run=prefill_parting(begin(0, NOW, table=PARTING), 7, honest=False, contact=False, turning=False)
    )
    step = current(fresh.model.run, voice.rules)
    assert step is not None
    scene, parted = replace(scene, notice=None), replace(parted, notice=None)
    cards = (
        grounds_card(fresh, voice, step, ()),
        script_screen(scene, voice),
        mail_screen(parted, voice),
        list_screen(parted, voice),
        cost_screen(scene, voice),
    )
    for card in cards:
        assert len(card.text) <= 700, card.text
    message = farewell(parted, voice)
    assert message is not None
    assert not any(gap in message.text for gap in ("…", "___", "{"))


@both
def test_a_sentence_without_its_words_is_left_out(voice: Voice) -> None:
    """Where abuse was noted without words there is nothing to quote, and where no topic was named nothing to finish."""
    scene = scene_of(3, decided=True)
    mute = changed(scene, parting=replace(scene.model.parting, held=replace(HELD, noted=(Noted(NOW, None),))))
    assert voice.say("parting-script-2", day="x", words="y")[:8] not in script_screen(mute, voice).text
    assert "6. " in script_screen(mute, voice).text
    assert "7. " not in script_screen(mute, voice).text
    record = replace(_record(scene), parted_at=NOW, topic=None)
    plain = changed(scene, client=replace(CLIENT, address=None), parting=replace(scene.model.parting, record=record))
    message = farewell(plain, voice)
    assert message is not None
    assert message.text.startswith(voice.say("parting-farewell-1_unnamed", day="#").partition("#")[0])
    assert voice.say("parting-farewell-2", topic="") not in message.text


@both
def test_the_note_is_in_order_of_time_in_the_words_used(voice: Voice) -> None:
    noted = (Noted(NOW, None), Noted(NOW - 86_400, "«второе»"), Noted(NOW - 2 * 86_400, "«первое»\nслово в слово"))
    text = note_text("Ромашка", noted, scene_of(2, decided=False), voice)
    assert (
        text.index("«первое»\nслово в слово") < text.index("«второе»") < text.index(voice.say("parting-note-no_words"))
    )


def _record(scene: Scene[RunView]) -> Record:
    assert scene.model.parting.record is not None
    return scene.model.parting.record
