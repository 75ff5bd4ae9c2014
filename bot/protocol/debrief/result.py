"""What a run came to: the outcome, and the parts of the draft that follow from the answers alone."""

from collections.abc import Mapping

from bot.protocol.debrief.next_step import joined
from bot.protocol.debrief.outcome import Outcome
from bot.protocol.debrief.steps import HIGH_TENSION, NEXT_CONTACT, THREAT, calm
from bot.protocol.engine.run import CLIENT, KNOWN, Run
from bot.protocol.engine.table import Rules
from bot.protocol.phrase import sentence
from bot.protocol.playbook import LADDER, Playbook, Rung

_SURE: Mapping[str, str] = {"said": "confirmed", "signs": "likely"}


def rules_of(playbook: Playbook) -> Rules:
    """What the table has to know of the playbook; the same whichever language is given."""
    fears = playbook.fears
    return Rules(
        behaviours=tuple(playbook.behaviours),
        fears=tuple(fears),
        own=frozenset(name for name, fear in fears.items() if fear.own_words),
        unknown=frozenset(name for name, fear in fears.items() if fear.unknown),
        dated=frozenset(name for name, fear in fears.items() if fear.asks_date),
        tense=frozenset(name for name, behaviour in playbook.behaviours.items() if behaviour.tense),
        silence=frozenset(name for name, behaviour in playbook.behaviours.items() if behaviour.silence),
    )


def sure_of(run: Run) -> str:
    """How sure the fear is (P2b): confirmed, likely, or a hypothesis, which it is until something else is said."""
    picks = run.picks("evidence")
    return _SURE.get(picks[0], "hypothesis") if picks else "hypothesis"


def tense(run: Run, rules: Rules) -> bool:
    """Whether the debrief is tense (protocol, section 6): tension from 7, shouting, insults or threats, not polite."""
    tension = run.value("tension_before")
    behaviours = set(run.picks("behaviour"))
    return (
        (tension is not None and tension >= HIGH_TENSION)
        or bool(behaviours & (rules.tense | {THREAT}))
        or bool({"not_yet", "broke_off"} & set(run.picks("polite")))
    )


def begun(run: Run) -> bool:
    """Whether the run holds anything of the person's: words, an answer, or a call with a client and what they did.

    What was merely known beforehand, whom a card is about or what an SOS was for, is nothing that waits (section 4).
    """
    if run.facts or any(answer.source != KNOWN for answer in run.answers):
        return True
    return run.value(CLIENT) is not None and bool(run.picks("behaviour"))


def unanswered(run: Run) -> bool:
    """Whether it holds words that came unasked and no answer: to the person it is a message, and no debrief."""
    return run.table == "debrief" and bool(run.facts) and not run.answers


def leading_behaviour(run: Run, rules: Rules) -> str | None:
    """The behaviour that the words go by: the gravest of those chosen, of equals the one added last."""
    known = [pick for pick in run.picks("behaviour") if pick in rules.behaviours]
    grave = [pick for pick in known if pick in rules.tense]
    chosen = grave or known
    return chosen[-1] if chosen else None


def told(run: Run) -> bool:
    """Whether the client knows the named time, which makes it a promise: yes unless the manager says "not yet"."""
    return run.picks("told") != ("no",)


def cadence_of(run: Run, playbook: Playbook, chosen: Rung | None) -> Rung:
    """The rung to begin with: the manager's own choice for the client, else the rule of the first fear."""
    if chosen in LADDER:
        return chosen
    fears = run.picks("fear")
    return playbook.fears[fears[0]].cadence.first if fears and fears[0] in playbook.fears else "two_days"


def honest_of(run: Run, ready: Mapping[str, str]) -> str | None:
    """The honest line (R1): as it was written, or the frame's first two lines, or the ready words for a pick.

    `ready` gives the words for "nothing" and "later" in the manager's language. None: nothing was said yet.
    """
    whole = run.words("honest")
    if whole:
        return whole
    picks = run.picks("honest")
    if "frame" in picks:
        lines = [run.words(step) for step in ("honest_is", "honest_means")]
        return " ".join(said for line in lines if (said := sentence(line))) or None
    return ready.get(picks[0]) if picks else None


def own_line(run: Run) -> bool:
    """Whether the honest line is in the manager's own words: only then is there news to call good or unwelcome."""
    return bool(run.words("honest")) or ("frame" in run.picks("honest") and honest_of(run, {}) is not None)


def next_step_of(run: Run) -> str | None:
    """What the agency does and by when: the frame's other two lines, joined, in the manager's own letters."""
    if "frame" not in run.picks("honest"):
        return None
    return joined(run.words("honest_do"), run.words("honest_by"))


def outcome_of(
    run: Run, playbook: Playbook, rules: Rules, ready: Mapping[str, str], chosen: Rung | None
) -> Outcome | None:
    """The outcome as far as it is answered; None until client and fear are (protocol, section 4).

    Where people were threatened nobody asks for the fear (X), and the outcome stands without it; so it does after a
    calm talk, and for a debrief that was broken off once its tension or behaviour was told.

    Moments are Unix seconds UTC. `chosen` is the cadence that the manager set for the client.
    """
    client = run.value(CLIENT)
    fears = tuple(fear for fear in run.picks("fear") if fear in playbook.fears) if not calm(run) else ()
    unknown = tuple(name for name in playbook.fears if name in rules.unknown)
    if not fears and THREAT in run.picks("behaviour"):
        fears = unknown
    told_enough = run.value("tension_before") is not None or bool(run.picks("behaviour"))
    if client is None or not (fears or calm(run) or (run.stopped and told_enough)):
        return None
    contact = run.value(NEXT_CONTACT)
    polite = run.picks("polite")
    return Outcome(
        client_id=client,
        fear=(fears or unknown)[0],
        fears=fears,
        fear_words=run.words("fear_own"),
        sure=sure_of(run),
        behaviours=run.picks("behaviour"),
        tension_before=run.value("tension_before"),
        tension_after=run.value("tension_after"),
        polite=polite[0] if polite else None,
        tense=tense(run, rules),
        honest=honest_of(run, ready),
        next_contact_at=contact,
        told=told(run) if contact is not None else None,
        cadence=cadence_of(run, playbook, chosen),
    )
