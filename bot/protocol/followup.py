"""The follow-up as a table of steps: how the contact went, and what that says of the fear (protocol, section 4).

A run begins with what is known: the client, and the fear that was assumed until now. Those two are given, not asked.
"""

from dataclasses import dataclass
from typing import Literal

from bot.protocol.debrief.steps import CONTACT_ASKED_ON, CONTACT_HOURS, CONTACT_WHICH, NEXT_CONTACT, OWN_FEAR, TOLD, WAS
from bot.protocol.engine.run import CLIENT, Answer, Piece, Run, joined, with_answer
from bot.protocol.engine.table import Ack, Kind, Rules, Step, Table

DUE = "overdue_since"
"""The promised time that was over when the contact was marked."""
WENT_OUT = "went_out"
"""Whether the word itself went out in time."""
How = Literal["constructive", "neutral", "tense", "abuse"]
HOWS: tuple[How, ...] = ("constructive", "neutral", "tense", "abuse")
"""How a contact went, the best first."""


def _abuse(run: Run, _: Rules) -> bool:
    return "abuse" in run.picks("how")


def _assumed(run: Run, rules: Rules) -> bool:
    """Whether there was a theory to test; after abuse nobody asks about fears (X)."""
    return bool(set(run.picks("assumed")) - rules.unknown) and "abuse" not in run.picks("how")


def _refuted(run: Run, rules: Rules) -> bool:
    return _assumed(run, rules) and "refuted" in run.picks("confirmed")


def _open(run: Run, rules: Rules) -> bool:
    """Whether the fear is still to be named: the theory was wrong, or there was none yet."""
    unknown = not (set(run.picks("assumed")) - rules.unknown) and "abuse" not in run.picks("how")
    return unknown or _refuted(run, rules)


def _overdue(run: Run, _: Rules) -> bool:
    """Whether the contact is marked after the time that the client was promised (protocol, section 8)."""
    return run.value(DUE) is not None


def _own(run: Run, rules: Rules) -> bool:
    return _open(run, rules) and bool(rules.own & set(run.picks("closer")))


_STEPS: tuple[Step, ...] = (
    Step(CLIENT, "r", Kind.CLIENT, "R2", given=True),
    Step("assumed", "r", Kind.ONE, "P2b", source="fears", given=True),
    Step(DUE, "r", Kind.TIME, "R2", given=True),
    Step(
        WENT_OUT,
        "r",
        Kind.ONE,
        "R2",
        short=True,
        options=("in_time", "late"),
        when=_overdue,
        about=DUE,
        question="sent-late-q",
        labels={"in_time": "sent-late-o-in_time", "late": "sent-late-o-late"},
    ),
    Step("how", "r", Kind.ONE, "P3", short=True, options=HOWS, skippable=False, resets=("rhythm",)),
    Step("said", "r", Kind.TEXT, "X", short=True, typed=True, when=_abuse),
    Step(
        "confirmed",
        "r",
        Kind.ONE,
        "P2b",
        short=True,
        options=("confirmed", "refuted", "unclear"),
        when=_assumed,
        about="assumed",
        ack=Ack.TESTED,
    ),
    Step("closer", "r", Kind.ONE, "P2b", short=True, source="fears", when=_open, about="assumed"),
    Step("closer_own", "r", Kind.TEXT, "P2b", short=True, typed=True, when=_own, question=OWN_FEAR),
    Step("tension_now", "r", Kind.SCALE, "P3", short=True),
    Step(
        NEXT_CONTACT,
        "r",
        Kind.TIME,
        "R2",
        source="offers",
        extra=True,
        resets=CONTACT_ASKED_ON,
        ack=Ack.TIME,
        skip_said=True,
    ),
    CONTACT_WHICH,
    CONTACT_HOURS,
    TOLD,
    WAS,
    Step("rhythm", "r", Kind.ONE, "R2", options=("keep", "relax"), extra=True, direct=True),
)

FOLLOWUP = Table("followup", 2, _STEPS, timed=NEXT_CONTACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What a follow-up came to; it exists from the moment it is said how the contact went, None is not answered.

    `fear_right` says what became of the assumed fear, `fear` names the one that is assumed from now on where that
    changed, `fear_words` the manager's own words for it. `words` are what was said, or what was noted of the contact.
    `kept` leaves the rhythm as it was after a constructive talk.
    """

    client_id: int
    how: How
    fear_right: str | None
    fear: str | None
    fear_words: str | None
    tension: int | None
    words: str | None
    kept: bool


def prefill_followup(run: Run, client: int, fear: str, own: str | None, due: int | None = None) -> Run:
    """The new run with what is given: the client by id, and the fear assumed until now.

    `fear` is an id of the playbook, `own` the manager's words for it. `due` is the time that was promised and is over
    (Unix seconds UTC): then it is asked whether the word went out in time.
    """
    words = (Piece(0, own),) if own else ()
    assumed = Answer("assumed", picks=(fear,), words=words)
    given = with_answer(with_answer(run, Answer(CLIENT, value=client)), assumed)
    return given if due is None else with_answer(given, Answer(DUE, value=due))


def sent_at(run: Run) -> int | None:
    """When the word went out, where it is said that it did in time: by the promised moment; else None."""
    return run.value(DUE) if run.picks(WENT_OUT) == ("in_time",) else None


_SKIPPED = frozenset({"confirmed", "closer", "closer_own", "tension_now"})
"""What is asked besides how it went: nothing more is after two taps."""


def went_well(run: Run, rules: Rules) -> Run:
    """The follow-up of a talk that went well, which two taps logged: what else it asks by itself is passed over."""
    run = with_answer(run, Answer("how", picks=("constructive",)))
    for step in _STEPS:
        if step.id in _SKIPPED and (step.when is None or step.when(run, rules)):
            run = with_answer(run, Answer(step.id, skipped=True))
    return run


def told_how(run: Run) -> bool:
    """Whether it was said how the contact went: then there is a follow-up."""
    return run.answer("how") is not None


def followup_of(run: Run, rules: Rules) -> FollowUp | None:
    """The follow-up as far as it is answered; None until it is said how the contact went."""
    client = run.value(CLIENT)
    how = next((one for one in HOWS if one in run.picks("how")), None)
    if client is None or how is None:
        return None
    right = run.picks("confirmed") if _assumed(run, rules) else ()
    closer = run.picks("closer") if _open(run, rules) else ()
    own = run.words("closer_own") if _own(run, rules) else None
    if not closer and _refuted(run, rules):
        closer = tuple(sorted(rules.unknown))[:1]  # it isn't that one; which it is, nobody knows
    said = run.words("said") if how == "abuse" else None
    return FollowUp(
        client_id=client,
        how=how,
        fear_right=right[0] if right else None,
        fear=closer[0] if closer else None,
        fear_words=own,
        tension=run.value("tension_now"),
        words="\n".join(part for part in (said, joined(run.facts)) if part) or None,
        kept=run.picks("rhythm") == ("keep",),
    )
