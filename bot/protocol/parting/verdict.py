"""The verdict of the parting check: the first row that holds, with what led to it and what would change it. Pure.

The rows and their order are those of the protocol, section 7 (B2, B3, B4, X). People decide, not the bot.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from bot.protocol.engine.run import Run
from bot.protocol.followup import How
from bot.protocol.parting.steps import CONTACT, HONEST

Name = Literal["stay", "early", "not_yet", "boundary", "part", "stop"]
NAMES: tuple[Name, ...] = ("stay", "early", "not_yet", "boundary", "part", "stop")
"""The verdicts, the mildest first."""
ROUNDS = 3
"""Rounds of the protocol before parting is thought of at all, abuse aside."""
TURNING_CONTACTS = 2
"""Constructive contacts in a row that say that it is turning (row 4)."""

Missing = Literal["rounds", "fear", "honest", "contact"]
Ground = Literal[
    "threat",
    "abuse",
    "crossed",
    "unnamed",
    "half",
    "named",
    "turning",
    "rounds",
    "fears",
    "noted",
    "stress",
    "spill",
    "results",
    "powerless",
]
Change = Literal["people_safe", "boundary_held", "new_person", "in_our_power", "tense_again", "abuse_again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the records hold of a client.

    `rounds` are those without improvement, as `rounds()` counts them, `turning` that the last two contacts were
    constructive, `abused` that the last one was abuse, `noted` how often abuse was noted, `tested` how many fears were
    tested.
    """

    rounds: int = 0
    turning: bool = False
    abused: bool = False
    noted: int = 0
    tested: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartingAnswers:
    """What only the manager can know; None is not answered.

    `safety` is a threat to people; `boundary` that it was named with its consequence, `half` that it was named without
    one, `after` whether it was crossed since: None too where it is too soon to tell and that was said, told by `soon`.
    """

    safety: bool = False
    abuse: Literal["no", "past", "yes"] | None = None
    boundary: bool | None = None
    half: bool = False
    after: bool | None = None
    soon: bool = False
    stress: int | None = None
    spill: Literal["no", "some", "yes"] | None = None
    results: Literal["no", "some", "yes"] | None = None
    power: Literal["yes", "no", "unsure"] | None = None
    honest: bool | None = None
    contact: bool | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict, the number of its row in the protocol, what led to it, what is missing, what would change it.

    Where something is missing, doing it is what would change the verdict, so `changes` is empty there and only there.
    """

    name: Name
    row: int
    grounds: tuple[Ground, ...]
    missing: tuple[Missing, ...] = ()
    changes: tuple[Change, ...] = ()


_ABUSE: Mapping[str, Literal["no", "past", "yes"]] = {"no": "no", "past": "past", "yes": "yes"}
_HOW_FAR: Mapping[str, Literal["no", "some", "yes"]] = {"no": "no", "some": "some", "yes": "yes"}
_POWER: Mapping[str, Literal["yes", "no", "unsure"]] = {"yes": "yes", "no": "no", "unsure": "unsure"}


def said_of(run: Run) -> PartingAnswers:
    """What the run's answers say; what the records had answered already counts as yes."""
    known = run.picks("known")

    def one(step: str) -> str:
        return next(iter(run.picks(step)), "")

    def yes(step: str) -> bool | None:
        return one(step) == "yes" if one(step) else None

    after = one("after") if one("boundary") == "yes" else ""
    return PartingAnswers(
        safety=one("threat") == "yes",
        abuse=_ABUSE.get(one("abuse")),
        boundary=yes("boundary"),
        half=one("boundary") == "half",
        after=yes("after") if after in {"no", "yes"} else None,
        soon=after == "soon",
        stress=run.value("stress"),
        spill=_HOW_FAR.get(one("spill")),
        results=_HOW_FAR.get(one("results")),
        power=_POWER.get(one("power")),
        honest=True if HONEST in known else yes("honesty"),
        contact=True if CONTACT in known else yes("in_touch"),
    )


def rounds(hows: Sequence[How]) -> int:
    """The rounds of the protocol without improvement: the tense and abusive contacts since the last constructive one.

    `hows` says how each contact went, the newest first. They are counted as where the check is offered (`standing`):
    a good contact begins the count anew, so that it can never bring parting nearer (protocol, sections 7 and 8; B4).
    """
    return sum(how in {"tense", "abuse"} for how in takewhile(lambda how: how != "constructive", hows))


def evidence(hows: Sequence[How], tested: int) -> Evidence:
    """What `hows` contacts went, the newest first, and the number of fears that were `tested` come to."""
    return Evidence(
        rounds=rounds(hows),
        turning=tuple(hows[:TURNING_CONTACTS]) == ("constructive",) * TURNING_CONTACTS,
        abused=tuple(hows[:1]) == ("abuse",),
        noted=sum(how == "abuse" for how in hows),
        tested=tested,
    )


def verdict(held: Evidence, said: PartingAnswers) -> Verdict:
    """The first row of the protocol that holds; there is always one.

    Where it wasn't said whether abuse goes on, the last contact of the records tells. Abuse that goes on although the
    boundary was named has crossed it, unless the manager said that it has not since, or that it is too soon to tell:
    then the boundary is held. Abuse waits neither for rounds nor for two good talks, so rows 4 and 5 don't hold (X).
    A boundary named without its consequence is said again with one, wherever one that wasn't named would be named.
    """
    abuse = said.abuse == "yes" or said.after is True or (said.abuse is None and held.abused)
    crossed = said.boundary is True and abuse and not (said.after is False or said.soon)
    named = said.boundary is True
    spoken: Ground = "half" if said.half else "unnamed"
    missing = tuple(_missing(held, said))
    going_on: tuple[Ground, ...] = ("abuse",) if abuse else ()
    if said.safety:
        return Verdict("stop", 1, ("threat",), changes=("people_safe",))
    if crossed:
        return Verdict("part", 2, _grounds(held, said, "named", "crossed"), changes=("boundary_held", "new_person"))
    if abuse and not named:
        return Verdict("boundary", 3, _grounds(held, said, "abuse", spoken), changes=("boundary_held", "new_person"))
    if held.turning and not abuse:
        return Verdict("stay", 4, _grounds(held, said, "turning"), changes=("tense_again", "abuse_again"))
    if missing and not abuse:
        return Verdict("early", 5, _grounds(held, said), missing)
    if not named:
        return Verdict("boundary", 6, _grounds(held, said, spoken), changes=("boundary_held", "new_person"))
    if said.power == "no":
        grounds = _grounds(held, said, *going_on, "named", "powerless")
        return Verdict("part", 7, grounds, changes=("in_our_power", "new_person"))
    return Verdict("not_yet", 8, _grounds(held, said, *going_on, "named"), changes=("in_our_power", "abuse_again"))


def _missing(held: Evidence, said: PartingAnswers) -> Iterator[Missing]:
    if held.rounds < ROUNDS:
        yield "rounds"
    if not held.tested:
        yield "fear"
    if said.honest is False:
        yield "honest"
    if said.contact is False:
        yield "contact"


def _grounds(held: Evidence, said: PartingAnswers, *first: Ground) -> tuple[Ground, ...]:
    """What led there, the decisive facts first, and then what staying costs (B3)."""
    more: tuple[tuple[Ground, bool], ...] = (
        ("rounds", held.rounds > 0),
        ("fears", held.tested > 0),
        ("noted", held.noted > 0),
        ("stress", said.stress is not None),
        ("spill", said.spill in {"some", "yes"}),
        ("results", said.results in {"some", "yes"}),
    )
    return (*first, *(name for name, holds in more if holds))
