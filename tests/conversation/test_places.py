"""Places are named in their table alone: no set, mapping or comparison elsewhere says something about one by name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation.places import PLACES
from bot.protocol.engine.tables import TABLES

_ROOT = Path(__file__).parents[2]
_ALLOWED = {
    "bot/conversation/places.py": "the table",
    "bot/conversation/verbs.py": "verbs: most lead to a place of their name",
    "bot/screens/client.py": "fields of a card, one of which is called like the place of notes",
    "bot/store/queries/file_jobs.py": "kinds of jobs: a file is taken out or brought in",
    "bot/viewmodels/clients.py": "the letters in the arguments of a card's place, stored by every version",
}
"""Modules with collections that look like lists of places, and why."""
_NAMES = frozenset(PLACES) - set(TABLES)
"""Names of places that are no names of tables of steps: those are kinds of runs, wherever they are listed."""
_NAMED_BY = frozenset({"Place", "at", "opens"})
"""What is called with the name of a place: to lead there, or to ask whether the person stands there."""


def _text(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _asks_place(node: ast.expr) -> bool:
    """Whether the expression is a place or a part of one: `visit.place`, `chat.place.name`, `place[0]`."""
    if isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Attribute) and node.attr == "name":
        node = node.value
    return (isinstance(node, ast.Attribute) and node.attr == "place") or (
        isinstance(node, ast.Name) and node.id == "place"
    )


def lists(tree: ast.AST) -> Iterator[str]:
    """The collections of two or more texts, all of which are names of places."""
    for node in ast.walk(tree):
        parts = (
            node.keys
            if isinstance(node, ast.Dict)
            else node.elts
            if isinstance(node, ast.Set | ast.Tuple | ast.List)
            else []
        )
        found = [_text(part) for part in parts]
        if len(found) > 1 and all(one in _NAMES for one in found):
            yield f"line {getattr(node, 'lineno', 0)} lists {found}"


def comparisons(tree: ast.AST) -> Iterator[str]:
    """The comparisons and cases that tell places apart by a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(_asks_place(side) for side in (node.left, *node.comparators)):
            texts = [text for side in (node.left, *node.comparators) for one in ast.walk(side) if (text := _text(one))]
            if any(text in PLACES for text in texts) and not any(isinstance(one, ast.Call) for one in node.comparators):
                yield f"line {node.lineno} compares a place with {texts}"
        elif isinstance(node, ast.Match) and _asks_place(node.subject):
            yield f"line {node.lineno} matches a place"


def named(tree: ast.AST) -> Iterator[str]:
    """The names of places that are led to or asked for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in _NAMED_BY:
                yield from (
                    text for argument in node.args[: None if called == "at" else 1] if (text := _text(argument))
                )


def _modules() -> Iterator[tuple[str, ast.AST]]:
    for folder in ("bot", "handlers"):
        for path in sorted((_ROOT / folder).rglob("*.py")):
            yield path.relative_to(_ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def test_nothing_but_the_table_says_something_about_a_place_by_its_name() -> None:
    found = [
        f"{path}: {what}"
        for path, tree in _modules()
        if path not in _ALLOWED
        for what in (*lists(tree), *comparisons(tree))
    ]
    assert found == []


def test_every_place_that_is_led_to_or_asked_for_is_a_row() -> None:
    assert {name for _, tree in _modules() for name in named(tree)} - set(PLACES) == set()


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ('_ASKING = {"zone", "hours"}', True),
        ('_SCREENS = {"menu": 1, "help": 2}', True),
        ('stands = visit.place.name == "menu"', True),
        ('stands = place[0] in {"menu", "start"}', True),
        ("match visit.place:\n    case _: pass", True),
        ('_KINDS = {"menu", "no place at all"}', False),
        ('stands = visit.place == Place("menu")', False),
        ('stands = visit.at("menu")', False),
    ],
)
def test_what_is_refused(code: str, seen: bool) -> None:
    tree = ast.parse(code)
    assert bool([*lists(tree), *comparisons(tree)]) == seen
