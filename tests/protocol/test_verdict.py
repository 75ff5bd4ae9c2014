"""The verdict of the parting check: every row of the protocol and its edges, total, and never the wrong way round."""

from dataclasses import replace
from itertools import product
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.cadence.client_state import Event, standing
from bot.protocol.engine.context import Context
from bot.protocol.engine.engine import begin, current
from bot.protocol.engine.run import Run
from bot.protocol.engine.taps import tap
from bot.protocol.followup import How
from bot.protocol.parting.steps import PARTING, prefill_parting
from bot.protocol.parting.verdict import (
    NAMES,
    ROUNDS,
    Evidence,
    Ground,
    Name,
    PartingAnswers,
    Verdict,
    evidence,
    rounds,
    said_of,
    verdict,
)
from bot.protocol.person import Person
from bot.viewmodels.scene import schedule_of
from tests.protocol.walk import NOW, PERSON
from tests.voices import VOICES

VOICE = VOICES["ru"]
DONE = Evidence(rounds=3, tested=1)
"""The protocol was gone through."""
CLEAN = PartingAnswers(abuse="no", boundary=True, after=False, power="yes", honest=True, contact=True)


@pytest.mark.parametrize(
    ("held", "said", "name", "row"),
    [
        # 1: a threat to someone's safety, whatever else
        (DONE, replace(CLEAN, safety=True), "stop", 1),
        (Evidence(turning=True), replace(CLEAN, safety=True, abuse="yes", after=True), "stop", 1),
        # 2: abuse after the boundary was named
        (DONE, replace(CLEAN, after=True), "part", 2),
        (DONE, replace(CLEAN, abuse="past", after=True), "part", 2),
        (DONE, replace(CLEAN, abuse="yes", after=None), "part", 2),
        (Evidence(), replace(CLEAN, abuse="yes", after=True, honest=False), "part", 2),
        (Evidence(turning=True), replace(CLEAN, after=True), "part", 2),
        (Evidence(abused=True), replace(CLEAN, abuse=None, after=None), "part", 2),
        # 3: abuse, boundary not named, in any round
        (Evidence(), replace(CLEAN, abuse="yes", boundary=False, after=None), "boundary", 3),
        (DONE, replace(CLEAN, abuse="yes", boundary=None, after=None), "boundary", 3),
        (Evidence(turning=True), replace(CLEAN, abuse="yes", boundary=False, after=None), "boundary", 3),
        (Evidence(abused=True), replace(CLEAN, abuse=None, boundary=None, after=None), "boundary", 3),
        # 4: the last two were constructive
        (Evidence(rounds=2, turning=True), replace(CLEAN, abuse="no"), "stay", 4),
        (replace(DONE, turning=True), replace(CLEAN, power="no"), "stay", 4),
        # 5: fewer than three rounds, no fear tested, honesty or contact answered with no
        (Evidence(rounds=2, tested=1), CLEAN, "early", 5),
        (Evidence(rounds=3), CLEAN, "early", 5),
        (DONE, replace(CLEAN, honest=False), "early", 5),
        (DONE, replace(CLEAN, contact=False), "early", 5),
        (DONE, replace(CLEAN, contact=False, boundary=False, power="no"), "early", 5),
        (Evidence(abused=True), replace(CLEAN, abuse="no"), "early", 5),
        # 6: boundary not named
        (DONE, replace(CLEAN, boundary=False), "boundary", 6),
        (DONE, replace(CLEAN, boundary=None, honest=None, contact=None), "boundary", 6),
        (DONE, replace(CLEAN, boundary=False, power="no"), "boundary", 6),
        # 7: nothing left in our power
        (DONE, replace(CLEAN, power="no"), "part", 7),
        (DONE, replace(CLEAN, power="no", abuse="yes", after=False), "part", 7),
        # 8: otherwise
        (DONE, CLEAN, "not_yet", 8),
        (DONE, replace(CLEAN, power="unsure"), "not_yet", 8),
        (DONE, replace(CLEAN, power=None), "not_yet", 8),
        # abuse goes on, the boundary is named and not crossed, or it is too soon to tell: held, whatever is missing
        (DONE, replace(CLEAN, abuse="yes", soon=True, after=None), "not_yet", 8),
        (Evidence(), replace(CLEAN, abuse="yes", soon=True, after=None), "not_yet", 8),
        (Evidence(turning=True), replace(CLEAN, abuse="yes", soon=True, after=None), "not_yet", 8),
        (Evidence(), replace(CLEAN, abuse="yes", after=False, honest=False), "not_yet", 8),
        (Evidence(), replace(CLEAN, abuse="yes", after=False, power="no"), "part", 7),
        (Evidence(abused=True), replace(CLEAN, abuse=None, soon=True, after=None), "not_yet", 8),
    ],
)
def test_every_row_and_its_edges(held: Evidence, said: PartingAnswers, name: Name, row: int) -> None:
    found = verdict(held, said)
    assert (found.name, found.row) == (name, row)


def test_too_early_names_all_that_is_missing() -> None:
    found = verdict(Evidence(rounds=1), replace(CLEAN, honest=False, contact=False))
    assert found.missing == ("rounds", "fear", "honest", "contact")
    assert verdict(DONE, CLEAN).missing == ()


def everything() -> list[tuple[Evidence, PartingAnswers]]:
    """Every combination of what a verdict can depend on."""
    held = [
        Evidence(rounds=rounds, turning=turning, abused=abused, noted=abused, tested=tested)
        for rounds, turning, abused, tested in product((0, 2, 3), (False, True), (False, True), (0, 1))
    ]
    three: tuple[bool | None, ...] = (None, False, True)
    abuses: tuple[Literal["no", "past", "yes"] | None, ...] = (None, "no", "past", "yes")
    powers: tuple[Literal["yes", "no", "unsure"] | None, ...] = (None, "yes", "no", "unsure")
    said = [
        PartingAnswers(
            safety=safety, abuse=abuse, boundary=boundary, after=after, soon=soon, power=power, honest=h, contact=c
        )
        for safety, abuse, boundary, (after, soon), power, h, c in product(
            (False, True),
            abuses,
            three,
            ((None, False), (None, True), (False, False), (True, False)),
            powers,
            three,
            three,
        )
        if boundary or (after is None and not soon)
    ]
    return list(product(held, said))


def test_there_is_always_one_verdict_and_it_says_why() -> None:
    rows: dict[int, set[Name]] = {}
    for held, said in everything():
        found = verdict(held, said)
        rows.setdefault(found.row, set()).add(found.name)
        assert bool(found.missing) == (found.name == "early")
        assert found.grounds or found.name == "early"
        assert bool(found.changes) != bool(found.missing), "what is missing is what would change it"
        assert set(found.grounds) <= set(get_args(Ground))
    assert rows == {
        1: {"stop"},
        2: {"part"},
        3: {"boundary"},
        4: {"stay"},
        5: {"early"},
        6: {"boundary"},
        7: {"part"},
        8: {"not_yet"},
    }


def goes_on(held: Evidence, said: PartingAnswers) -> bool:
    """Whether abuse goes on: as it was said, or where nothing was, as the last contact tells."""
    return said.abuse == "yes" or said.after is True or (said.abuse is None and held.abused)


def test_abuse_never_has_to_wait() -> None:
    """Neither for rounds nor for honesty nor for good talks: the boundary is named, held, or the ways part (X)."""
    seen = 0
    for held, said in everything():
        if not goes_on(held, said):
            continue
        seen += 1
        found = verdict(held, said)
        assert found.name not in {"early", "stay"}
        if said.safety:
            assert found.name == "stop"
        elif not said.boundary:
            assert found.name == "boundary"
        elif said.after is not False and not said.soon:
            assert found.name == "part"
        else:
            assert found.row == (7 if said.power == "no" else 8)
            assert found.grounds[:2] == ("abuse", "named")
    assert seen > 10_000


def harsh(found: Verdict) -> int:
    return NAMES.index(found.name)


HOW_LISTS = st.lists(st.sampled_from(get_args(How)), max_size=8)
"""How the contacts went, the newest first."""
_THREE = st.sampled_from([None, False, True])
SAID = st.builds(
    PartingAnswers,
    safety=st.booleans(),
    abuse=st.sampled_from([None, "no", "past", "yes"]),
    boundary=_THREE,
    after=_THREE,
    soon=st.booleans(),
    stress=st.one_of(st.none(), st.integers(1, 10)),
    power=st.sampled_from([None, "yes", "no", "unsure"]),
    honest=_THREE,
    contact=_THREE,
)
_MILDER: dict[How, tuple[How, ...]] = {
    "abuse": ("tense", "neutral", "constructive"),
    "tense": ("neutral", "constructive"),
    "neutral": ("constructive",),
    "constructive": (),
}


def better(hows: list[How]) -> list[list[How]]:
    """The same contacts with one sign of improvement more: a good one since, or one of them milder."""
    found: list[list[How]] = [["constructive", *hows]]
    for place, how in enumerate(hows):
        found += [[*hows[:place], milder, *hows[place + 1 :]] for milder in _MILDER[how]]
    return found


@given(HOW_LISTS, st.integers(0, 3), SAID)
def test_more_evidence_of_improvement_never_makes_it_harsher(
    hows: list[How], tested: int, said: PartingAnswers
) -> None:
    """Each sign that things get better, alone: the verdict stays, or is milder."""
    held = evidence(hows, tested)
    now = harsh(verdict(held, said))
    for one in better(hows):
        assert harsh(verdict(evidence(one, tested), said)) <= now, one
    assert harsh(verdict(held, replace(said, safety=False))) <= now
    assert harsh(verdict(held, replace(said, power="yes"))) <= now
    if said.boundary and said.after is not False and not said.soon:
        assert harsh(verdict(held, replace(said, after=False))) <= now
        assert harsh(verdict(held, replace(said, after=None, soon=True))) <= now
    if not said.after:
        for abuse in ("no", "past"):
            assert harsh(verdict(replace(held, abused=False), replace(said, abuse=abuse))) <= now


@given(HOW_LISTS, HOW_LISTS, st.integers(0, 3), SAID, _THREE, _THREE)
def test_abuse_hangs_on_nothing_that_takes_time(  # noqa: PLR0917 - one argument for each fact that may differ
    hows: list[How], others: list[How], tested: int, said: PartingAnswers, honest: bool | None, contact: bool | None
) -> None:
    """While abuse goes on, neither rounds nor fears nor honesty nor contact move the verdict."""
    said = replace(said, abuse="yes")
    other = verdict(evidence(others, tested), replace(said, honest=honest, contact=contact))
    found = verdict(evidence(hows, 0), said)
    assert (found.name, found.row) == (other.name, other.row)


@given(HOW_LISTS)
def test_rounds_are_those_by_which_the_check_is_offered(hows: list[How]) -> None:
    events = [Event(at, how=how) for at, how in enumerate(reversed(hows), start=1)]
    assert rounds(hows) == standing([Event(0, tense=True), *events]).rounds


def answered(picks: dict[str, str], *, honest: bool = False, contact: bool = False, turning: bool = False) -> Run:
    """The check gone through by taps: `picks` by step, the first option elsewhere."""
    person: Person = PERSON
    run = prefill_parting(begin(0, NOW, table=PARTING), 12, honest=honest, contact=contact, turning=turning)
    context = Context(VOICE.rules, schedule_of(person), NOW)
    asked = []
    while (step := current(run, context.rules)) is not None:
        asked.append(step.id)
        option = picks.get(step.id) or (step.options or ("skip",))[0]
        after = tap(run, step.id, "5" if step.id == "stress" else option, context)
        assert not after.stale, step.id
        run = after.run
    picks["asked"] = " ".join(asked)
    return run


def test_only_what_the_records_cannot_tell_is_asked() -> None:
    picks = {"boundary": "yes", "power": "no", "honesty": "yes", "in_touch": "yes"}
    run = answered(picks)
    assert picks["asked"].split() == [
        "grounds",
        "threat",
        "abuse",
        "boundary",
        "after",
        "stress",
        "spill",
        "results",
        "power",
        "honesty",
        "in_touch",
    ]
    said = said_of(run)
    assert said == PartingAnswers(
        abuse="no",
        boundary=True,
        after=False,
        stress=5,
        spill="no",
        results="no",
        power="no",
        honest=True,
        contact=True,
    )
    known: dict[str, str] = {}
    run = answered(known, honest=True, contact=True)
    assert {"honesty", "in_touch"}.isdisjoint(known["asked"].split())
    assert said_of(run).honest is True
    turning: dict[str, str] = {}
    answered(turning, turning=True)
    assert {"power", "honesty", "in_touch"}.isdisjoint(turning["asked"].split())


def test_a_threat_ends_the_questions_and_abuse_spares_the_ones_that_change_nothing() -> None:
    threat = {"threat": "yes"}
    assert said_of(answered(threat)).safety
    assert threat["asked"].split() == ["grounds", "threat"]
    abuse = {"abuse": "yes", "boundary": "yes", "after": "yes"}
    run = answered(abuse)
    assert {"power", "honesty", "in_touch"}.isdisjoint(abuse["asked"].split())
    assert verdict(Evidence(rounds=1), said_of(run)).name == "part"
    assert ROUNDS == 3
