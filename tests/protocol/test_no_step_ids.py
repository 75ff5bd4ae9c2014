"""No step id decides outside the tables: what is special about a step is said by its row (docs/architecture.md)."""

import ast
import importlib
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

from bot.protocol.engine import tables

ROOT = Path(__file__).parents[2]
IDS = frozenset(step.id for table in tables.TABLES.values() for step in table.steps)
TABLE_MODULES = frozenset({"bot.protocol.debrief.steps", "bot.protocol.parting.steps", "bot.protocol.followup"})
COMMON = frozenset(
    {
        "abuse",
        "address",
        "after",
        "boundary",
        "cadence",
        "client",
        "confirmed",
        "contact",
        "facts",
        "fear",
        "how",
        "honest",
        "phrase",
        "results",
        "rhythm",
        "said",
        "sos",
        "spill",
        "stress",
        "threat",
        "told",
    }
)
"""Ids that are words of other vocabularies too: places, columns, options, what a stored run holds. They count only
where something that means a step is set against them."""
ALLOWED: Mapping[str, str] = {
    "bot.store.queries.phrase_scores": "a column of the table of phrases is called like the step that fills it",
}
"""Modules in which a word is no step's id, each with the reason."""
OF_A_STEP = re.compile(r"step\b|\bstep_id\b|\bopened\b|\bdetailed_from\b|\bby_id\b|\bcurrent\(|\bdue\.id\b|\['s'\]")
"""What an expression that means a step or its id is written with."""


def _words(node: ast.expr | None) -> Iterator[str]:
    """The strings written in a literal, whatever collection they stand in."""
    match node:
        case ast.Constant(value=str(word)):
            yield word
        case ast.Set() | ast.Tuple() | ast.List():
            for element in node.elts:
                yield from _words(element)
        case ast.Dict():
            for each in node.keys:
                yield from _words(each)
        case ast.Call(func=ast.Name(id="frozenset" | "set" | "tuple" | "dict")):
            for argument in node.args:
                yield from _words(argument)
            yield from (keyword.arg for keyword in node.keywords if keyword.arg)


def _held(node: ast.expr, module: str) -> Iterator[str]:
    """The strings in a constant that the expression names, unless it is made from the rows (`engine/tables.py`)."""
    if not isinstance(node, ast.Name) or hasattr(tables, node.id):
        return
    value = getattr(importlib.import_module(module), node.id, None)
    if isinstance(value, str):
        yield value
    elif isinstance(value, Collection):
        yield from (one for one in value if isinstance(one, str))


def _is_of_a_step(node: ast.expr) -> bool:
    """Whether the expression means a step or its id."""
    return not isinstance(node, ast.Constant) and bool(OF_A_STEP.search(ast.unparse(node)))


def _sides(node: ast.AST) -> tuple[ast.expr, ...]:
    """The expressions that a decision sets against each other; empty where the node is none."""
    match node:
        case ast.Compare():
            return (node.left, *node.comparators)
        case ast.Match():
            return (node.subject, *(one.value for one in ast.walk(node) if isinstance(one, ast.MatchValue)))
        case ast.Subscript():
            return (node.value, node.slice)
        case ast.Call(func=ast.Attribute(attr="get" | "startswith" | "endswith", value=value)) if node.args:
            return (value, node.args[0])
        case ast.Dict() | ast.Set():
            return (node,)
        case _:
            return ()


def decisions(source: str, module: str = __name__) -> Iterator[tuple[int, str]]:
    """Line and step id of each decision by a literal id: a comparison, a membership, a look-up, a key, a case.

    Constants that stand in one are taken from the `module`.
    """
    for node in ast.walk(ast.parse(source)):
        sides = _sides(node)
        words = {word for side in sides for word in _words(side)}
        of_a_step = len(sides) > 1 and any(_is_of_a_step(side) for side in sides)
        if of_a_step:
            words |= {word for side in sides for word in _held(side, module)}
            if isinstance(node, ast.Call):
                words |= {one for one in IDS for word in words if one.startswith(word) or one.endswith(word)}
        line = getattr(node, "lineno", 0)
        yield from ((line, word) for word in sorted(words & IDS) if of_a_step or word not in COMMON)


def _modules() -> Iterator[tuple[str, str]]:
    """Name and source of each module that is no table."""
    for path in sorted((*ROOT.glob("bot/**/*.py"), *ROOT.glob("handlers/**/*.py"))):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if name not in TABLE_MODULES and name not in ALLOWED:
            yield name, path.read_text("utf-8")


def test_no_step_id_decides_outside_the_tables() -> None:
    found = [f"{name}:{line}: {word}" for name, source in _modules() for line, word in decisions(source, name)]
    assert not found, "say it by the step's row instead: " + ", ".join(found)


SOME = frozenset({"client", "safety"})


@pytest.mark.parametrize(
    "source",
    [
        'if step.id == "client": pass',
        'if answer.step not in {"told", "news"}: pass',
        "if step.id in SOME: pass",
        'if run.opened != "contact": pass',
        'if last.step.startswith("tension"): pass',
        'match step.id:\n    case "passed" | "facts": pass',
        'DRAWN = {"safety": 1, "approach": 2}',
        'QUIET = frozenset({"client_match"})',
        'step = table.by_id["boss_date"]',
        'step = table_of(run).by_id.get("next_contact")',
        'other = "next_contact" == name',
    ],
)
def test_a_decision_by_a_step_id_is_seen(source: str) -> None:
    assert list(decisions(source))


@pytest.mark.parametrize(
    "source",
    [
        'if run.picks("fear") and run.value("next_contact") is None: pass',
        'if step.kind is Kind.TIME or step.source == "fears": pass',
        'if field == "address": pass',
        'values = {"client": label}',
        'match how:\n    case "abuse": pass',
    ],
)
def test_what_was_answered_may_be_read(source: str) -> None:
    assert not list(decisions(source))


def test_every_exception_is_one() -> None:
    """An allowed module, and a word that is common, would else hide what comes later."""
    assert COMMON <= IDS
    for name in ALLOWED:
        path = ROOT.joinpath(*name.split(".")).with_suffix(".py")
        assert list(decisions(path.read_text("utf-8"), name)), name
