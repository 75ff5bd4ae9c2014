"""Runs of an older table go on in the present one: nothing typed is lost, and the right question is asked."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.debrief.steps import DEBRIEF
from bot.protocol.engine.engine import current
from bot.protocol.engine.run import Answer, Piece, Run, decode, encode, joined
from bot.protocol.engine.table import Kind, Table
from bot.protocol.engine.tables import TABLES
from bot.protocol.engine.upgrade import upgrade
from tests.protocol.walk import RULES

IDS = [step.id for step in DEBRIEF.steps]
NEWER = {"debrief": Table("debrief", 3, DEBRIEF.steps, renamed={1: {"mood": "tension_before"}})}


def test_a_step_of_several_tables_is_the_same_question_in_each() -> None:
    """Typed words and screens go by a step's name: what one name asks must not depend on the table."""
    for name in {step.id for table in TABLES.values() for step in table.steps}:
        same = [table.by_id[name] for table in TABLES.values() if name in table.by_id]
        assert len({(step.kind, step.options, step.source, step.resets) for step in same}) == 1, name


def test_a_renamed_step_keeps_its_answer_and_its_place() -> None:
    old = Run(version=1, answers=(Answer("client", value=12), Answer("mood", value=7)), opened="mood")
    found = upgrade(old, NEWER)
    assert not found.moved
    assert found.run.value("tension_before") == 7
    assert found.run.opened == "tension_before"
    assert found.run.version == 3


def test_an_added_step_is_asked_where_it_stands() -> None:
    answered = tuple(Answer(name, skipped=True) for name in IDS if name != "behaviour")
    step = current(upgrade(Run(version=1, answers=answered), NEWER).run, RULES)
    assert step is not None
    assert step.id == "behaviour"


def test_an_option_that_is_gone_is_asked_again_unless_words_stand_by_it() -> None:
    words = (Piece(3, "чтобы их услышали"),)
    answers = (Answer("polite", picks=("perhaps",)), Answer("you_are_ok", picks=("loved",), words=words))
    run = upgrade(Run(version=1, answers=answers), NEWER).run
    assert run.answer("polite") is None
    assert run.answer("you_are_ok") == Answer("you_are_ok", words=words)


def test_the_present_version_is_left_as_it_is() -> None:
    run = Run(version=DEBRIEF.version, answers=(Answer("client", value=1),), page=2)
    assert upgrade(run).run is run


_NAMES = st.sampled_from([*IDS, "mood", "gone", "lost"])
_PIECES = st.builds(Piece, st.integers(1, 99), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
_PICKS = st.sampled_from(["yes", "no", "c12", "t5", "calm", "nonsense", "frame", "deceived", "next"])
_ANSWERS = st.builds(
    Answer,
    _NAMES,
    picks=st.lists(_PICKS, max_size=2, unique=True).map(tuple),
    words=st.lists(_PIECES, max_size=2).map(tuple),
    skipped=st.booleans(),
)


@given(
    st.lists(_ANSWERS, max_size=12, unique_by=lambda answer: answer.step),
    st.lists(_PIECES, max_size=2),
    st.one_of(st.none(), _NAMES),
    st.one_of(st.none(), _NAMES),
)
def test_nothing_typed_is_lost_whatever_the_table_was(
    answers: list[Answer], facts: list[Piece], opened: str | None, since: str | None
) -> None:
    cut = len(answers) // 2
    old = Run(
        version=1,
        answers=tuple(answers[:cut]),
        aside=tuple(answers[cut:]),
        facts=tuple(facts),
        opened=opened,
        detailed_from=since,
    )
    found = upgrade(decode(encode(old)), NEWER)
    run = found.run
    held = [joined(answer.words) for answer in (*run.answers, *run.aside)] + [piece.text for piece in run.facts]
    for words in (piece.text for answer in answers for piece in answer.words):
        assert any(words in text for text in held)
    assert found.moved == (len(run.facts) > len(facts))
    assert (run.detailed_from is None) == (since is None)
    due = current(replace(run, opened=None), RULES)
    assert due is None or run.answer(due.id) is None
    assert all(answer.step in DEBRIEF.by_id for answer in (*run.answers, *run.aside))
    assert upgrade(run, NEWER).run == run


def test_only_a_choice_among_fixed_options_is_judged() -> None:
    kept = Run(version=1, answers=(Answer("next_contact", picks=("t5",), value=5), Answer("fear", picks=("own",))))
    assert DEBRIEF.by_id["next_contact"].kind is Kind.TIME
    assert upgrade(kept, NEWER).run.answers == kept.answers
