"""What the playbook of an agency holds: behaviours, phrases, fears, questions, cadences, drafts.

Pure types. `bot.playbook` reads them from TOML and validates; an agency replaces parts by a file.
Every text is in one language; one `Playbook` is one language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Rung = Literal["daily", "two_days", "weekly", "two_weeks", "off"]
News = Literal["good", "bad", "none"]

LADDER: tuple[Rung, ...] = ("daily", "two_days", "weekly", "two_weeks", "off")
"""The ladder of cadences, most frequent first; one notch is one step on it (protocol, section 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What a client may do (protocol, section 5), and the phrases that lead back to a polite format (P2a).

    Phrases may hold `{time}` and `{hours}` and nothing else; three to each step of firmness.
    `tense` marks those that make a debrief tense, `silence` those in which there was no talk that could be brought
    back to a polite format; `fears` orders the fears by what is likely behind it.
    """

    label: str
    behind: str
    gentle: tuple[str, ...]
    firmer: tuple[str, ...]
    boundary: tuple[str, ...]
    tense: bool
    silence: bool = False
    fears: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TestQuestion:
    """One question that would test a fear (P2b), and what its answer looks like when it is right or wrong."""

    question: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceRule:
    """How often a client with this fear hears from the manager (R2).

    `first` holds for `working_days`, or until the client's own date where `until_date` is set
    (`working_days` when that date is unknown; the day before it always), then `then`.
    """

    first: Rung
    then: Rung
    working_days: int
    until_date: bool = False
    recap: bool = False
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTemplate:
    """The sentences of a message to the client for one kind of news, in order (R1, R2).

    Slots: client, honest, next_step, time; see `bot.protocol.phrase` for how they are filled. The last sentence
    names the time; `no_time` takes its place when none was named.
    """

    sentences: tuple[str, ...]
    no_time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fear:
    """What the client may really be afraid of (protocol, section 6; P2b, P3).

    `own_words` marks the one that the manager puts into words (see `Playbook.named`), `unknown` the one that stands
    for "don't know yet"; `asks_date` asks by what date the client needs the result. Each item of `avoids` is what to
    avoid, then " — " and the reason.
    """

    label: str
    short: str
    tell: str
    inside: str
    signs: tuple[str, ...]
    asks: tuple[str, ...]
    says: tuple[str, ...]
    dos: tuple[str, ...]
    avoids: tuple[str, ...]
    test: TestQuestion
    cadence: CadenceRule
    drafts: Mapping[News, DraftTemplate]
    own_words: bool = False
    unknown: bool = False
    asks_date: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HonestExample:
    """One worked example of the honest line's four parts, and the message that they make (R1)."""

    title: str
    is_so: str
    means: str
    we_do: str
    by_when: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """All of it in one language. Mappings keep the order of the file: the order on the screen.

    `bare` is the draft without an honest line, `plain` the one with it while no tone of news was picked (R1).
    `threat_words` tell a threat to people, as a behaviour's `words` tell it.
    """

    language: str
    behaviours: Mapping[str, Behaviour]
    fears: Mapping[str, Fear]
    bare: DraftTemplate
    plain: DraftTemplate
    reopen: tuple[str, ...]
    examples: tuple[HonestExample, ...]
    threat_words: tuple[str, ...] = ()

    def named(self, fear: str, own: str | None) -> str:
        """How a sentence names this fear: the manager's own words where the fear is theirs to word, else `short`.

        Raises KeyError for an unknown fear.
        """
        found = self.fears[fear]
        return own.strip() if found.own_words and own and own.strip() else found.short
