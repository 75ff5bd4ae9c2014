"""The engine: which step is current, and what a tap makes of a run. Pure; the moment is a parameter.

Every function takes a run and gives a new one with what happened. Typed text is in `bot.protocol.engine.typed_answers`.
"""

from dataclasses import dataclass, replace

from bot.protocol.debrief.steps import DEBRIEF
from bot.protocol.engine.context import Context
from bot.protocol.engine.run import CLIENT, Answer, Piece, Run, with_answer, without_answer
from bot.protocol.engine.table import Kind, RecordField, Rules, Step, Table
from bot.protocol.engine.tables import table_of
from bot.timeparse.schedule import is_working, to_five_minutes

SUMMARY = "summary"
"""What stands for a step where every question of the path is answered."""
MOST_PICKS = 3
"""How many behaviours or fears one debrief holds: more would be a portrait, not a description (P2)."""


@dataclass(frozen=True, slots=True)
class NewClient:
    """The run names a client that has no record yet."""

    name: str


@dataclass(frozen=True, slots=True)
class RenameClient:
    """The message that named a new client was edited."""

    name: str


@dataclass(frozen=True, slots=True)
class ClientChange:
    """Something said in the run belongs to the client's record: that field of it becomes `value`."""

    field: RecordField
    value: str | None


Effect = NewClient | RenameClient | ClientChange


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a run: the new value, what the store has to do besides, and a text key to say above the screen.

    `stale` means that the tap came from a screen that is no longer there, and nothing changed.
    """

    run: Run
    effects: tuple[Effect, ...] = ()
    notice: str | None = None
    stale: bool = False


def begin(turn: int, now: int, *, detailed: bool = False, table: Table = DEBRIEF) -> Run:
    """A new run: short unless `detailed`. `turn` counts the person's debriefs from 0, `now` is Unix seconds UTC."""
    first = table.steps[0].id
    return Run(version=table.version, turn=turn, at=now, detailed_from=first if detailed else None, table=table.name)


def on_path(run: Run, step: Step, rules: Rules) -> bool:
    """Whether the step comes by itself on this run's path: its condition holds, and it is short or step by step."""
    if step.extra or step.given or (step.when is not None and not step.when(run, rules)):
        return False
    table = table_of(run)
    last = table.last(run)
    if last is not None and table.order[step.id] > table.order[last]:
        return False
    if step.short:
        return True
    return run.detailed_from is not None and table.order[step.id] >= table.order[run.detailed_from]


def current(run: Run, rules: Rules) -> Step | None:
    """The step whose question is due: the opened one, else the first of the path without an answer; None: summary."""
    table = table_of(run)
    if run.opened is not None:
        return table.by_id[run.opened]
    for step in table.steps:
        if run.answer(step.id) is None and on_path(run, step, rules):
            return step
    return None


def passed_over(run: Run, rules: Rules) -> tuple[Step, ...]:
    """The steps that the summary offers: they would fit this run, and were skipped or never came."""
    table = table_of(run)
    whole = table.last(run) is None

    def missing(step: Step) -> bool:
        answer = run.answer(step.id)
        return answer is None or answer.skipped

    return tuple(
        step
        for step in table.steps
        if not (step.extra or step.given)
        and step.kind is not Kind.CARD
        and (whole if step.offered is None else step.offered(run, rules))
        and (step.when is None or step.when(run, rules))
        and missing(step)
    )


def can_open(run: Run, step: Step, rules: Rules) -> bool:
    """Whether a button may open this step now: an extra or passed over one at the summary, an answered one always."""
    if step.given or step.direct or (step.when is not None and not step.when(run, rules)):
        return False
    if run.answer(step.id) is not None:
        return True
    return current(replace(run, opened=None), rules) is None


def back(run: Run, rules: Rules) -> Run:
    """One step back: an opened step or a further page is left, else the last answer before the present step is laid
    aside.

    What was added from the summary is not on the path, and stays; so does what was known before its step came.
    """
    if run.opened is not None or run.page:
        return replace(run, opened=None, page=0, tail=None)
    table = table_of(run)
    steps = [(answer, table.by_id[answer.step]) for answer in run.answers]
    due = current(run, rules)
    asked = [
        answer
        for answer, step in steps
        if not (step.extra or step.given) and (due is None or table.order[step.id] < table.order[due.id])
    ]
    path = [answer for answer in asked if on_path(run, table.by_id[answer.step], rules)] or asked
    if not path:
        return run
    last = max(path, key=lambda answer: table.order[answer.step])
    return replace(without_answer(run, last.step), tail=None)


def skip(run: Run, step: Step) -> Run:
    """The step passed over: an opened one is left as it was, another one counts as answered without an answer."""
    if run.opened is not None:
        return replace(run, opened=None, page=0, tail=None)
    answered = replace(with_answer(run, Answer(step.id, skipped=True)), page=0, tail=None)
    return replace(answered, aside=run.aside)


def stop(run: Run) -> Run:
    """The run as it waits: whatever was half open is closed, every answer is kept, and it counts for what it has."""
    return replace(run, opened=None, page=0, tail=None, stopped=True)


def detailed(run: Run, rules: Rules) -> Run:
    """Step by step from the present step on. At the summary nothing is left to add."""
    step = current(run, rules)
    if step is None or run.detailed_from is not None:
        return run
    return replace(run, detailed_from=step.id)


def detailed_again(run: Run) -> Run:
    """Step by step from the first step on, for who has come to the summary: what never came is asked in order."""
    return replace(run, detailed_from=table_of(run).steps[0].id)


def resolve_client(run: Run, client: int) -> Run:
    """The run with its client's record known by id; typed words stay, so that an edit of them can rename it."""
    answer = run.answer(CLIENT)
    words = answer.words if answer else ()
    return with_answer(run, Answer(CLIENT, value=client, words=words, source=answer.source if answer else 0))


def put(run: Run, answer: Answer) -> Run:
    """The answer in its place, what no longer fits laid aside, and the opened step left."""
    before = run.answer(answer.step) or run.dropped(answer.step)
    after = with_answer(run, answer)
    if before is not None and (before.picks, before.value) != (answer.picks, answer.value):
        for step in table_of(run).by_id[answer.step].resets:
            after = without_answer(after, step)
            after = replace(after, aside=tuple(old for old in after.aside if old.step != step))
    return replace(after, opened=None, page=0)


def facts_given(step: Step) -> Answer:
    """The answer to the step that asks for the facts: the words themselves stand in the run (`Run.facts`)."""
    return Answer(step.id, picks=("given",))


def recorded(step: Step, value: str | int | None) -> tuple[Effect, ...]:
    """What the step's answer saves in the client's record, by its row; a moment is in Unix seconds UTC."""
    return tuple(ClientChange(field, None if value is None else str(value)) for field in step.record)


def timed_answer(step: Step, moment: int, words: tuple[Piece, ...], source: int, context: Context) -> Answer:
    """The answer of a typed time, in full five minutes: one outside working hours is marked and asked about (R2)."""
    moment = to_five_minutes(moment)
    # The end of the working day still belongs to it: "by the end of the day" is a time like any other.
    inside = is_working(moment, context.schedule) or is_working(moment - 1, context.schedule)
    picks = () if inside else ("off_hours",)
    return Answer(step.id, picks=picks, value=moment, words=words, source=source)
