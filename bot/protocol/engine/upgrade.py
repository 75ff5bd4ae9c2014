"""Stored runs of an older table go on in the right place: steps renamed or gone are a rule here, not a guess.

What a removed step held in words goes to the facts, so that nothing typed is lost; its picks are dropped and the
step that took its place is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.protocol.engine.run import Answer, Run, decode
from bot.protocol.engine.table import Kind, Table
from bot.protocol.engine.tables import TABLES


class NewerState(ValueError):
    """The run was stored by a newer version of the program; this one must not touch it."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The run in the present table, and whether words of a step that is gone were moved to the facts."""

    run: Run
    moved: bool = False


def read(text: str) -> Upgraded:
    """The run that the store holds as `text`, as the present table reads it. Raises NewerState as `upgrade` does."""
    try:
        run = decode(text)
    except ValueError as error:
        raise NewerState("a state that this program can't read") from error
    return upgrade(run)


def upgrade(run: Run, tables: Mapping[str, Table] = TABLES) -> Upgraded:
    """The run as the present table reads it. Raises NewerState if it comes from a later version."""
    table = tables.get(run.table)
    if table is None or run.version > table.version:
        raise NewerState(f"state of {run.table} {run.version}, which this program does not know")
    if run.version == table.version:
        return Upgraded(run)
    for version in range(run.version, table.version):
        run = _renamed(run, table.renamed.get(version, {}))
    words = tuple(piece for answer in (*run.answers, *run.aside) if _gone(answer, table) for piece in answer.words)
    first = table.steps[0].id
    upgraded = replace(
        run,
        version=table.version,
        answers=_kept(run.answers, table),
        aside=_kept(run.aside, table),
        facts=(*run.facts, *words),
        detailed_from=run.detailed_from if run.detailed_from in table.by_id else run.detailed_from and first,
        opened=run.opened if run.opened in table.by_id else None,
        tail=run.tail if run.tail and run.tail.step in {"", *table.by_id} else None,
        page=0,
    )
    return Upgraded(upgraded, moved=bool(words))


_FIXED = (Kind.ONE, Kind.ONE_AND_ON, Kind.SEVERAL)


def _picks(answer: Answer, table: Table) -> tuple[str, ...]:
    """Its picks that the step still offers; what is no fixed option (a client, a time) is none of ours to judge."""
    step = table.by_id[answer.step]
    if step.kind not in _FIXED or step.source or not step.options:
        return answer.picks
    return tuple(pick for pick in answer.picks if pick in step.options)


def _gone(answer: Answer, table: Table) -> bool:
    return answer.step not in table.by_id


def _kept(answers: tuple[Answer, ...], table: Table) -> tuple[Answer, ...]:
    """The answers that still are some: one whose every option is gone is asked again, unless it has words."""
    present = ((answer, _picks(answer, table)) for answer in answers if not _gone(answer, table))
    return tuple(replace(answer, picks=picks) for answer, picks in present if picks or not answer.picks or answer.words)


def _renamed(run: Run, names: Mapping[str, str]) -> Run:
    if not names:
        return run

    def name(step: str | None) -> str | None:
        return None if step is None else names.get(step, step)

    def rename(answer: Answer) -> Answer:
        return replace(answer, step=names.get(answer.step, answer.step))

    return replace(
        run,
        answers=tuple(rename(answer) for answer in run.answers),
        aside=tuple(rename(answer) for answer in run.aside),
        detailed_from=name(run.detailed_from),
        opened=name(run.opened),
        tail=run.tail and replace(run.tail, step=names.get(run.tail.step, run.tail.step)),
    )
