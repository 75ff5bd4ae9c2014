"""What a table of steps is made of. The engine runs any of them: debrief, follow-up, parting check.

Whatever is special about a step is said by its row: engine, loaders and screens never ask for a step by its id. A new
step is one row, its texts in both languages, and the pure function that its row names, if it needs one
(docs/architecture.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from bot.protocol.engine.run import Run
from bot.timeparse.schedule import Schedule

Stage = Literal["p1", "p2a", "p2b", "p3", "r"]
STAGES: tuple[Stage, ...] = ("p1", "p2a", "p2b", "p3", "r")


class Kind(StrEnum):
    """How a step is asked and answered."""

    CLIENT = "client"
    SCALE = "scale"
    SEVERAL = "several"
    ONE = "one"
    ONE_AND_ON = "one_and_on"
    TEXT = "text"
    CARD = "card"
    TIME = "time"


Source = Literal["", "behaviours", "fears", "matches", "readings", "steps", "offers", "days"]
"""Where a step's options come from, beside or instead of the fixed ones: the playbook's `behaviours` or `fears`; the
clients that a typed name may mean (`matches`) or the times that a typed time may mean (`readings`); the `steps` that
were passed over; `offers` of a time within working hours, or the `days` up to the end of next week."""
RecordField = Literal["address", "username", "phone", "cadence", "client_date"]
"""A field of the client's record that a run can set; a `client_date` is a moment in Unix seconds UTC, as text."""


class StepCard(StrEnum):
    """What is drawn in the place of a step's question."""

    SAFETY = "safety"
    PHRASE = "phrase"
    APPROACH = "approach"
    GROUNDS = "grounds"
    FACTS = "facts"
    EXAMPLES = "examples"


class Ack(StrEnum):
    """What the next screen says about an answer, above its question (`bot.screens.acknowledgements`)."""

    NOTHING = "nothing"
    EARLIER = "earlier"
    """No answer to speak of: what was said about the answer before it stays."""
    TURNS = "turns"
    """Three wordings take turns: `step-<id>-ack-1` and so on."""
    CLIENT = "client"
    TENSION = "tension"
    BEHIND = "behind"
    POLITE = "polite"
    FEAR = "fear"
    EVIDENCE = "evidence"
    HONEST = "honest"
    TESTED = "tested"
    TIME = "time"
    DATE = "date"
    RELIEF = "relief"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the table has to know of the playbook: ids only, the same in every language.

    `own` are the fears told in the manager's words, `unknown` those that stand for "don't know yet", `dated` those
    that ask by what date the client needs the result; `tense` are the behaviours that make a debrief tense, `silence`
    those in which there was no talk.
    """

    behaviours: tuple[str, ...]
    fears: tuple[str, ...]
    own: frozenset[str]
    unknown: frozenset[str]
    dated: frozenset[str]
    tense: frozenset[str]
    silence: frozenset[str] = frozenset()


Condition = Callable[[Run, Rules], bool]
OnTap = Callable[[Run, Schedule], Run | None]
"""What an option does that is no answer to its step: the run after it, None where the button is stale."""
Reads = Callable[[str], tuple[RecordField, str] | str]
"""Reads typed words for the client's record: the field and its value, or the text key of what is wrong with them."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One row of the table.

    When it comes: `short` steps (● in the protocol) come on both paths. An `extra` step comes only when it is opened;
    one that is `given` is known from the start and never asked. `when` is a condition on the answers so far. `direct`
    is an extra that a tap sets from any screen that shows it, without being opened first. `offered` says whether the
    summary offers a step that was passed over; by default it does unless the path ended early (`Table.last`).
    `detailed` is False where "step by step" isn't offered.

    What it takes: `options` are fixed ids, others come from the `source`. `alone` are options that stand beside no
    other, `timeless` those of a time step that name no time. `on_tap` says what an option does that is no answer.
    `typed` says that typed text is an answer of its own where it names no option; with `facts` it is added to the
    facts of the run. `record` names the fields of the client's record that the answer is saved in, `reads` is how
    typed words are read for them: such a step has no answer of its own.

    What hangs on it: `about` names the step whose answer this one asks more about. `resets` names steps whose answers
    no longer fit once this one changes. The answer of a step that `lapses` is laid aside once its condition is gone.

    How it is shown: `card` is drawn instead of the question, `pages` on its further pages. `question` is the key of its
    text where that isn't `step-<id>-q`; then it has no hint. `labels` are the keys of options' texts that aren't
    `step-<id>-o-<option>`. `ack` is what is said about its answer; `skip_said` says that passing it over is spoken of
    too (`step-<id>-skip`). After a high number at a step with `pause`, the pause is offered.
    """

    id: str
    stage: Stage
    kind: Kind
    point: str
    short: bool = False
    options: tuple[str, ...] = ()
    source: Source = ""
    typed: bool = False
    skippable: bool = True
    extra: bool = False
    given: bool = False
    direct: bool = False
    detailed: bool = True
    when: Condition | None = None
    offered: Condition | None = None
    about: str = ""
    resets: tuple[str, ...] = ()
    lapses: bool = False
    alone: tuple[str, ...] = ()
    timeless: tuple[str, ...] = ()
    on_tap: Mapping[str, OnTap] = field(default_factory=dict)
    facts: bool = False
    record: tuple[RecordField, ...] = ()
    reads: Reads | None = None
    card: StepCard | None = None
    pages: StepCard | None = None
    question: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    ack: Ack = Ack.NOTHING
    skip_said: bool = False
    pause: bool = False

    def choices(self, rules: Rules) -> tuple[str, ...]:
        """The ids of the options, in the order of the playbook or of the table."""
        if self.source == "behaviours":
            return (*rules.behaviours, *self.options)
        if self.source == "fears":
            return rules.fears
        return self.options

    def stands_alone(self, option: str, rules: Rules) -> bool:
        """Whether the option stands beside no other: "none of these", or a fear that isn't known yet."""
        return option in self.alone or (self.source == "fears" and option in rules.unknown)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table of steps, in the order in which they are asked.

    `name` is stored with each run. `version` is raised with every change that a stored run could notice; `renamed`
    says for each earlier version which of its steps has another name in the next (`bot.protocol.engine.upgrade`).
    `last` names the step behind which nothing more is asked on this run, None where the whole path is. `timed` names
    the step that a time typed at the end of the run answers, "" where there is none.
    """

    name: str
    version: int
    steps: tuple[Step, ...]
    renamed: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    last: Callable[[Run], str | None] = lambda _run: None
    timed: str = ""
    by_id: Mapping[str, Step] = field(init=False)
    order: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {step.id: step for step in self.steps})
        object.__setattr__(self, "order", {step.id: place for place, step in enumerate(self.steps)})
