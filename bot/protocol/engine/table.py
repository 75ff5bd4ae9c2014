"""What a table of steps is made of. The engine runs any of them: debrief, follow-up, parting check (house, idea 1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from bot.protocol.engine.run import Run

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


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table.

    `short` steps (● in the protocol) come on both paths. `typed` says that typed text is an answer of its own
    where it names no option. An `extra` step comes only when it is opened; one that is `given` is known from the start
    and never asked. `options` are fixed ids; behaviours and fears come from the playbook. `resets` names
    steps whose answers no longer fit once this one changes.
    """

    id: str
    stage: Stage
    kind: Kind
    point: str
    short: bool = False
    options: tuple[str, ...] = ()
    source: Literal["", "behaviours", "fears"] = ""
    typed: bool = False
    skippable: bool = True
    extra: bool = False
    given: bool = False
    when: Condition | None = None
    resets: tuple[str, ...] = ()

    def choices(self, rules: Rules) -> tuple[str, ...]:
        """The ids of the options, in the order of the playbook or of the table."""
        if self.source == "behaviours":
            return (*rules.behaviours, *self.options)
        if self.source == "fears":
            return rules.fears
        return self.options


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table of steps, in the order in which they are asked.

    `name` is stored with each run. `version` is raised with every change that a stored run could notice; `renamed`
    says for each earlier version which of its steps has another name in the next (`bot.protocol.engine.upgrade`).
    `direct` are extras that a tap sets from any screen that shows them, without being opened first. `last` names the
    step behind which nothing more is asked on this run, None where the whole path is.
    """

    name: str
    version: int
    steps: tuple[Step, ...]
    direct: frozenset[str] = frozenset()
    renamed: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    last: Callable[[Run], str | None] = lambda _run: None
    by_id: Mapping[str, Step] = field(init=False)
    order: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {step.id: step for step in self.steps})
        object.__setattr__(self, "order", {step.id: place for place, step in enumerate(self.steps)})
