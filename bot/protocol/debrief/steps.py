"""The debrief as a table of steps, in the order of the protocol (section 4). The table is the protocol.

A step that isn't on the short path comes only step by step; a step with a condition comes only where it holds, so
sub-questions (which of two times, the four lines of the honest frame) are rows like all the others. An `extra`
step never comes by itself: the summary opens it.
"""

from dataclasses import replace

from bot.protocol.engine.run import CLIENT, Answer, Run, with_answer, without_answer
from bot.protocol.engine.table import Ack, Kind, RecordField, Rules, Step, StepCard, Table
from bot.protocol.engine.words import LONGEST_NAME, read_contact
from bot.timeparse.schedule import Schedule, next_working

CALM = "calm"
THREAT = "threat_people"
HIGH_TENSION = 7
"""From here up nothing goes to the client yet (protocol, section 4)."""
LOW_TENSION = 3
NEXT_CONTACT = "next_contact"
"""The step that asks when the client hears from the manager next (R2); debrief and follow-up have it."""
CONTACT_WAS = "contact_was"
"""What holds the time that a typed one replaced at the end of a run, so that one tap takes it back."""
CONTACT_ASKED_ON = ("contact_which", "contact_hours", CONTACT_WAS)
"""What is asked about a typed time: it no longer fits once another time is named."""
OWN_FEAR = "step-fear-own_prompt"
"""The text key that asks for a fear in the manager's own words."""


def _client_unclear(run: Run, _: Rules) -> bool:
    answer = run.answer(CLIENT)
    return answer is not None and bool(answer.picks)


def _threat(run: Run, _: Rules) -> bool:
    return THREAT in run.picks("behaviour")


def _talked(run: Run, rules: Rules) -> bool:
    """Whether there was a talk that may have lost its polite format: not after "none of these", nor after silence."""
    picks = set(run.picks("behaviour"))
    return not picks or bool(picks - rules.silence - {CALM})


def _phrase_helps(run: Run, rules: Rules) -> bool:
    silent = bool(set(run.picks("behaviour")) & rules.silence) and not _talked(run, rules)
    return silent or bool({"not_yet", "broke_off"} & set(run.picks("polite")))


def _own_fear(run: Run, rules: Rules) -> bool:
    return not calm(run) and bool(rules.own & set(run.picks("fear")))


def calm(run: Run) -> bool:
    """Whether it was a calm talk: nothing of the kind happened, and the tension is low (protocol, section 3)."""
    tension = run.value("tension_before")
    return run.picks("behaviour") == (CALM,) and tension is not None and tension <= LOW_TENSION


def _asks_fear(run: Run, _: Rules) -> bool:
    return not calm(run)


def _named_fear(run: Run, rules: Rules) -> bool:
    return not calm(run) and bool(set(run.picks("fear")) - rules.unknown)


def _dated_fear(run: Run, rules: Rules) -> bool:
    return not calm(run) and bool(rules.dated & set(run.picks("fear")))


def _frame(run: Run, _: Rules) -> bool:
    return "frame" in run.picks("honest")


def two_times(run: Run, _: Rules) -> bool:
    """Whether the time that was typed has still to be chosen: of two meanings, of the hours of a day, of tomorrow."""
    return any(pick[:1] == "t" and pick[1:].isdigit() for pick in run.picks(NEXT_CONTACT))


def off_hours(run: Run, _: Rules) -> bool:
    """Whether the time that was typed lies outside working hours."""
    return "off_hours" in run.picks(NEXT_CONTACT)


def _into_hours(run: Run, schedule: Schedule) -> Run | None:
    """The named time moved into the next working hours (R2)."""
    contact = run.answer(NEXT_CONTACT)
    if contact is None or contact.value is None:
        return None
    moved = replace(contact, picks=(), value=next_working(contact.value, schedule))
    return replace(with_answer(run, moved), page=0)


def _take_back(run: Run, _: Schedule) -> Run | None:
    """The time that stood before another one was typed stands again."""
    was = run.value(CONTACT_WAS)
    if was is None:
        return None
    restored = with_answer(run, Answer(NEXT_CONTACT, value=was))
    return replace(restored, answers=tuple(one for one in restored.answers if one.step != CONTACT_WAS))


def _draft_anew(run: Run, _: Schedule) -> Run:
    """The draft is put together again; the one written by hand is laid aside."""
    return without_answer(run, "draft")


def _no_facts(run: Run, _: Rules) -> bool:
    return not run.facts


def _never(_run: Run, _rules: Rules) -> bool:
    return False


def _read_address(text: str) -> tuple[RecordField, str] | str:
    return "settings-address_long" if len(text) > LONGEST_NAME else ("address", text)


def _read_contact(text: str) -> tuple[RecordField, str] | str:
    return read_contact(text) or "summary-contact_unclear"


def _frame_line(step_id: str, question: str, ack: Ack = Ack.NOTHING) -> Step:
    """One line of the honest frame (R1): it comes on both paths once the frame is chosen, and only with the frame."""
    return Step(
        step_id,
        "p3",
        Kind.TEXT,
        "R1",
        short=True,
        typed=True,
        when=_frame,
        offered=_never,
        question=question,
        ack=ack,
    )


CONTACT_WHICH = Step(
    "contact_which",
    "r",
    Kind.ONE,
    "R2",
    short=True,
    source="readings",
    when=two_times,
    about=NEXT_CONTACT,
    question="step-next_contact-ambiguous",
    ack=Ack.TIME,
)
"""Which of two times is meant; the same row in each table that asks for the next contact."""
CONTACT_HOURS = Step(
    "contact_hours",
    "r",
    Kind.ONE,
    "R2",
    short=True,
    options=("keep_it", "move"),
    when=off_hours,
    about=NEXT_CONTACT,
    on_tap={"move": _into_hours},
    question="step-next_contact-off_hours",
    labels={"keep_it": "step-next_contact-o-keep", "move": "step-next_contact-o-move"},
    ack=Ack.TIME,
)
"""Whether a time outside working hours stays; the same row in each table that asks for the next contact."""
TOLD = Step("told", "r", Kind.ONE, "R2", options=("yes", "no"), extra=True, direct=True, ack=Ack.EARLIER)
"""Whether the client knows the named time; the same row in each table that asks for the next contact."""
WAS = Step(
    CONTACT_WAS,
    "r",
    Kind.ONE,
    "R2",
    options=("back",),
    extra=True,
    direct=True,
    on_tap={"back": _take_back},
    ack=Ack.EARLIER,
)
"""The time that a typed one replaced; the same row in each table that asks for the next contact."""
_RUNGS = ("daily", "two_days", "weekly", "two_weeks", "off")

_STEPS: tuple[Step, ...] = (
    Step(CLIENT, "p1", Kind.CLIENT, "P1", short=True, typed=True, skippable=False, ack=Ack.CLIENT),
    Step(
        "client_match",
        "p1",
        Kind.ONE,
        "P1",
        short=True,
        source="matches",
        skippable=False,
        detailed=False,
        when=_client_unclear,
        about=CLIENT,
        labels={"new": "step-client-o-not_same"},
    ),
    Step("tension_before", "p1", Kind.SCALE, "P1", short=True, ack=Ack.TENSION, pause=True),
    Step(
        "i_am_ok",
        "p1",
        Kind.SEVERAL,
        "P1",
        options=("calm", "heard", "scope", "truth", "prepared", "not_in_kind"),
        typed=True,
        ack=Ack.TURNS,
    ),
    Step(
        "you_are_ok",
        "p1",
        Kind.ONE,
        "P1",
        options=("heard", "face", "result", "safe", "not_fooled"),
        typed=True,
        ack=Ack.TURNS,
    ),
    Step(
        "behaviour",
        "p2a",
        Kind.ONE_AND_ON,
        "P2a",
        short=True,
        source="behaviours",
        options=(CALM, THREAT),
        alone=(CALM,),
        ack=Ack.BEHIND,
    ),
    Step("sos", "p2a", Kind.CARD, "P2a", given=True),
    Step(
        "safety",
        "p2a",
        Kind.CARD,
        "X",
        short=True,
        options=("told", "next"),
        skippable=False,
        detailed=False,
        when=_threat,
        lapses=True,
        card=StepCard.SAFETY,
    ),
    Step(
        "facts",
        "p2a",
        Kind.TEXT,
        "P2a",
        typed=True,
        facts=True,
        offered=_no_facts,
        pages=StepCard.FACTS,
        ack=Ack.TURNS,
    ),
    Step("polite", "p2a", Kind.ONE, "P2a", options=("yes", "not_yet", "broke_off"), when=_talked, ack=Ack.POLITE),
    Step("phrase", "p2a", Kind.CARD, "P2a", options=("next",), when=_phrase_helps, card=StepCard.PHRASE),
    Step(
        "fear",
        "p2b",
        Kind.ONE_AND_ON,
        "P2b",
        short=True,
        source="fears",
        skippable=False,
        when=_asks_fear,
        resets=("evidence",),
        ack=Ack.FEAR,
    ),
    Step(
        "fear_own",
        "p2b",
        Kind.TEXT,
        "P2b",
        short=True,
        typed=True,
        when=_own_fear,
        question=OWN_FEAR,
        ack=Ack.FEAR,
    ),
    Step("evidence", "p2b", Kind.ONE, "P2b", options=("said", "signs", "guess"), when=_named_fear, ack=Ack.EVIDENCE),
    Step("approach", "p3", Kind.CARD, "P3", options=("next",), when=_asks_fear, card=StepCard.APPROACH),
    Step(
        "boss_date",
        "p3",
        Kind.TIME,
        "P3",
        short=True,
        source="days",
        options=("tomorrow", "this_week", "next_week", "unknown"),
        timeless=("unknown",),
        when=_dated_fear,
        record=("client_date",),
        ack=Ack.DAY,
    ),
    Step(
        "honest",
        "p3",
        Kind.TEXT,
        "R1",
        options=("frame", "nothing", "later"),
        typed=True,
        pages=StepCard.EXAMPLES,
        ack=Ack.HONEST,
        skip_said=True,
    ),
    _frame_line("honest_is", "honest-frame-is-q"),
    _frame_line("honest_means", "honest-frame-means-q"),
    _frame_line("honest_do", "honest-frame-do-q"),
    _frame_line("honest_by", "honest-frame-by-q", Ack.HONEST),
    Step(
        NEXT_CONTACT,
        "r",
        Kind.TIME,
        "R2",
        short=True,
        source="offers",
        resets=CONTACT_ASKED_ON,
        ack=Ack.TIME,
        skip_said=True,
    ),
    CONTACT_WHICH,
    CONTACT_HOURS,
    Step("tension_after", "r", Kind.SCALE, "P3", ack=Ack.RELIEF),
    TOLD,
    WAS,
    Step(
        "news",
        "r",
        Kind.ONE,
        "R1",
        options=("good", "bad", "none", "anew"),
        extra=True,
        direct=True,
        on_tap={"anew": _draft_anew},
        ack=Ack.EARLIER,
    ),
    Step(
        "cadence",
        "r",
        Kind.ONE,
        "R2",
        options=_RUNGS,
        extra=True,
        record=("cadence",),
        question="cadence-q",
        labels={rung: f"cadence-label-{rung}" for rung in _RUNGS},
    ),
    Step("draft", "r", Kind.TEXT, "R1", typed=True, extra=True, question="summary-edit_prompt"),
    Step(
        "address",
        "r",
        Kind.TEXT,
        "P1",
        typed=True,
        extra=True,
        record=("address",),
        reads=_read_address,
        question="summary-address_prompt",
    ),
    Step(
        "contact",
        "r",
        Kind.TEXT,
        "R2",
        typed=True,
        extra=True,
        record=("username", "phone"),
        reads=_read_contact,
        question="summary-contact_prompt",
    ),
    Step("passed", "r", Kind.CARD, "P3", source="steps", extra=True, question="summary-passed"),
)


def _after_threat(run: Run) -> str | None:
    """People come first: once they are threatened nothing more is asked (X)."""
    return "safety" if THREAT in run.picks("behaviour") else None


DEBRIEF = Table("debrief", 3, _STEPS, last=_after_threat, timed=NEXT_CONTACT)
