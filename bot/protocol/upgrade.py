"""Stored runs of an older table go on in the right place: steps renamed or gone are a rule here, not a guess.

What a removed step held in words goes to the facts, so that nothing typed is lost; its picks are dropped and the
step that took its place is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.protocol.state import Answer, Run
from bot.protocol.steps import BY_ID, DEBRIEF, TABLE_VERSION

RENAMED: Mapping[int, Mapping[str, str]] = {}
"""For each version of the table before the present one: which of its steps has another name in the next."""


class NewerState(ValueError):
    """The run was stored by a newer version of the program; this one must not touch it."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The run in the present table, and whether words of a step that is gone were moved to the facts."""

    run: Run
    moved: bool = False


def upgrade(run: Run) -> Upgraded:
    """The run as the present table reads it. Raises NewerState if it comes from a later version."""
    if run.version > TABLE_VERSION:
        raise NewerState(f"state of version {run.version}, this program knows {TABLE_VERSION}")
    for version in range(run.version, TABLE_VERSION):
        run = _renamed(run, RENAMED.get(version, {}))
    known = tuple(answer for answer in run.answers if answer.step in BY_ID)
    aside = tuple(answer for answer in run.aside if answer.step in BY_ID)
    gone = [answer for answer in (*run.answers, *run.aside) if answer.step not in BY_ID]
    words = tuple(piece for answer in gone for piece in answer.words)
    upgraded = replace(
        run,
        version=TABLE_VERSION,
        answers=known,
        aside=aside,
        facts=(*run.facts, *words),
        detailed_from=None if run.detailed_from is None else _known(run.detailed_from) or DEBRIEF[0].id,
        opened=_known(run.opened),
    )
    return Upgraded(upgraded, moved=bool(words))


def _known(step: str | None) -> str | None:
    return step if step in BY_ID else None


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
    )
