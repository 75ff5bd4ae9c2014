"""The debrief as a table of steps, in the order of the protocol (section 4). The table is the protocol.

A step that isn't on the short path comes only step by step; a step with a condition comes only where it holds, so
sub-questions (which of two times, the four lines of the honest frame) are rows like all the others. An `extra`
step never comes by itself: the summary opens it.
"""

from bot.protocol.engine.run import Run
from bot.protocol.engine.table import Kind, Rules, Step, Table

CALM = "calm"
THREAT = "threat_people"
HIGH_TENSION = 7
"""From here up nothing goes to the client yet (protocol, section 4)."""
LOW_TENSION = 3


def _client_unclear(run: Run, _: Rules) -> bool:
    answer = run.answer("client")
    return answer is not None and answer.value is None and bool(answer.picks)


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
    return bool(rules.own & set(run.picks("fear")))


def _named_fear(run: Run, rules: Rules) -> bool:
    return bool(set(run.picks("fear")) - rules.unknown)


def _dated_fear(run: Run, rules: Rules) -> bool:
    return bool(rules.dated & set(run.picks("fear")))


def _frame(run: Run, _: Rules) -> bool:
    return "frame" in run.picks("honest")


def two_times(run: Run, _: Rules) -> bool:
    """Whether the time that was typed can be meant in two ways."""
    answer = run.answer("next_contact")
    return answer is not None and answer.value is None and len(answer.picks) > 1


def off_hours(run: Run, _: Rules) -> bool:
    """Whether the time that was typed lies outside working hours."""
    return "off_hours" in run.picks("next_contact")


FRAME = ("honest_is", "honest_means", "honest_do", "honest_by")
"""The four lines of the honest frame (R1): what is so, what it means, what we do, by when."""

_STEPS: tuple[Step, ...] = (
    Step("client", "p1", Kind.CLIENT, "P1", short=True, typed=True, skippable=False),
    Step("client_match", "p1", Kind.ONE, "P1", short=True, skippable=False, when=_client_unclear),
    Step("tension_before", "p1", Kind.SCALE, "P1", short=True),
    Step(
        "i_am_ok",
        "p1",
        Kind.SEVERAL,
        "P1",
        options=("calm", "heard", "scope", "truth", "prepared", "not_in_kind"),
        typed=True,
    ),
    Step(
        "you_are_ok",
        "p1",
        Kind.ONE,
        "P1",
        options=("heard", "face", "result", "safe", "not_fooled"),
        typed=True,
    ),
    Step("behaviour", "p2a", Kind.ONE_AND_ON, "P2a", short=True, source="behaviours", options=(CALM, THREAT)),
    Step("sos", "p2a", Kind.CARD, "P2a", given=True),
    Step("safety", "p2a", Kind.CARD, "X", short=True, options=("told", "next"), skippable=False, when=_threat),
    Step("facts", "p2a", Kind.TEXT, "P2a", typed=True),
    Step("polite", "p2a", Kind.ONE, "P2a", options=("yes", "not_yet", "broke_off"), when=_talked),
    Step("phrase", "p2a", Kind.CARD, "P2a", options=("next",), when=_phrase_helps),
    Step(
        "fear",
        "p2b",
        Kind.ONE_AND_ON,
        "P2b",
        short=True,
        source="fears",
        skippable=False,
        resets=("evidence",),
    ),
    Step("fear_own", "p2b", Kind.TEXT, "P2b", short=True, typed=True, when=_own_fear),
    Step("evidence", "p2b", Kind.ONE, "P2b", options=("said", "signs", "guess"), when=_named_fear),
    Step("approach", "p3", Kind.CARD, "P3", options=("next",)),
    Step(
        "boss_date",
        "p3",
        Kind.TIME,
        "P3",
        short=True,
        options=("tomorrow", "this_week", "next_week", "unknown"),
        when=_dated_fear,
    ),
    Step("honest", "p3", Kind.TEXT, "R1", options=("frame", "nothing", "later"), typed=True),
    Step("honest_is", "p3", Kind.TEXT, "R1", typed=True, when=_frame),
    Step("honest_means", "p3", Kind.TEXT, "R1", typed=True, when=_frame),
    Step("honest_do", "p3", Kind.TEXT, "R1", typed=True, when=_frame),
    Step("honest_by", "p3", Kind.TEXT, "R1", typed=True, when=_frame),
    Step("next_contact", "r", Kind.TIME, "R2", short=True, resets=("contact_which", "contact_hours")),
    Step("contact_which", "r", Kind.ONE, "R2", short=True, when=two_times),
    Step("contact_hours", "r", Kind.ONE, "R2", short=True, options=("keep_it", "move"), when=off_hours),
    Step("tension_after", "r", Kind.SCALE, "P3"),
    Step("told", "r", Kind.ONE, "R2", options=("yes", "no"), extra=True),
    Step("news", "r", Kind.ONE, "R1", options=("good", "bad", "none", "anew"), extra=True),
    Step(
        "cadence",
        "r",
        Kind.ONE,
        "R2",
        options=("daily", "two_days", "weekly", "two_weeks", "off"),
        extra=True,
    ),
    Step("draft", "r", Kind.TEXT, "R1", typed=True, extra=True),
    Step("address", "r", Kind.TEXT, "P1", typed=True, extra=True),
    Step("contact", "r", Kind.TEXT, "R2", typed=True, extra=True),
    Step("passed", "r", Kind.CARD, "P3", extra=True),
)


def _after_threat(run: Run) -> str | None:
    """People come first: once they are threatened nothing more is asked (X)."""
    return "safety" if THREAT in run.picks("behaviour") else None


DEBRIEF = Table("debrief", 2, _STEPS, direct=frozenset({"told", "news"}), last=_after_threat)
