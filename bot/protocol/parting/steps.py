"""The parting check as a table of steps: never a mood, always evidence (protocol, section 7; B2, B3, B4, X).

A run begins with its client and with what the records answer already: that is given, and not asked again.
"""

from bot.protocol.engine.run import CLIENT, Answer, Run, with_answer
from bot.protocol.engine.table import Kind, Rules, Step, StepCard, Table

HONEST, CONTACT, TURNING = "honest", "contact", "turning"
"""What the records may answer: an honest line was said, promises were kept, the last two contacts were constructive."""


def _abuse(run: Run) -> bool:
    return "yes" in run.picks("abuse") or "yes" in run.picks("after")


def _named(run: Run, _: Rules) -> bool:
    return "yes" in run.picks("boundary")


def _open(run: Run, _: Rules) -> bool:
    """Whether the verdict may still hang on the protocol: abuse doesn't wait for it, and a turn needs no more of it."""
    return not _abuse(run) and TURNING not in run.picks("known")


def _power_named(run: Run, rules: Rules) -> bool:
    return _open(run, rules) and "yes" in run.picks("power")


def _honesty_unknown(run: Run, rules: Rules) -> bool:
    return _open(run, rules) and HONEST not in run.picks("known")


def _contact_unknown(run: Run, rules: Rules) -> bool:
    return _open(run, rules) and CONTACT not in run.picks("known")


_STEPS: tuple[Step, ...] = (
    Step(CLIENT, "r", Kind.CLIENT, "B4", given=True),
    Step("known", "r", Kind.SEVERAL, "B4", options=(HONEST, CONTACT, TURNING), given=True),
    Step("grounds", "r", Kind.CARD, "B4", short=True, options=("next",), card=StepCard.GROUNDS),
    Step("threat", "r", Kind.ONE, "X", short=True, options=("no", "yes"), skippable=False),
    Step("abuse", "r", Kind.ONE, "X", short=True, options=("no", "past", "yes"), skippable=False),
    Step("boundary", "r", Kind.ONE, "X", short=True, options=("no", "half", "yes"), resets=("after",)),
    Step("after", "r", Kind.ONE, "X", short=True, options=("no", "yes", "soon"), when=_named),
    Step("stress", "r", Kind.SCALE, "B3", short=True),
    Step("spill", "r", Kind.ONE, "B3", short=True, options=("no", "some", "yes")),
    Step("results", "r", Kind.ONE, "B3", short=True, options=("no", "some", "yes")),
    Step("power", "r", Kind.ONE, "B4", short=True, options=("yes", "no", "unsure"), when=_open, resets=("power_what",)),
    Step("power_what", "r", Kind.TEXT, "B4", short=True, typed=True, when=_power_named),
    Step("honesty", "r", Kind.ONE, "R1", short=True, options=("no", "part", "yes"), when=_honesty_unknown),
    Step("in_touch", "r", Kind.ONE, "R2", short=True, options=("no", "yes"), when=_contact_unknown),
)


def _after_threat(run: Run) -> str | None:
    """People come first: once their safety is at stake nothing more is asked (X)."""
    return "threat" if "yes" in run.picks("threat") else None


_NO_RULES = Rules((), (), frozenset(), frozenset(), frozenset(), frozenset())
"""No condition of this table looks at the playbook."""


def complete(run: Run) -> bool:
    """Whether every question of the run's path is answered, or passed over: then there is a verdict."""
    asked = (step for step in _STEPS if not step.given and (step.when is None or step.when(run, _NO_RULES)))
    return _after_threat(run) is not None or all(run.answer(step.id) is not None for step in asked)


PARTING = Table("parting", 1, _STEPS, last=_after_threat)


def prefill_parting(run: Run, client: int, *, honest: bool, contact: bool, turning: bool) -> Run:
    """The new run with what is given: the client by id, and which questions the records answer with yes."""
    found = ((HONEST, honest), (CONTACT, contact), (TURNING, turning))
    known = Answer("known", picks=tuple(name for name, true in found if true), skipped=not any(t for _, t in found))
    return with_answer(with_answer(run, Answer(CLIENT, value=client)), known)
