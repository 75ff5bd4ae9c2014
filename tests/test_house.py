"""The rooms of the program, one way of importing, and what a new setting or language must bring along."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel import Locale

from bot.common.languages import LANGUAGES
from bot.draftcheck import load as draftcheck
from bot.playbook.command import init
from bot.playbook.load import load_all
from bot.settings import Settings
from bot.texts.lookup import load_texts
from bot.timeparse.words import tokens_of

ROOT = Path(__file__).parents[1]
LOOSE = {"__init__.py", "__main__.py", "app.py", "settings.py"}
"""Modules that stand in `bot` itself; all others have a room."""
WIRING = {"handlers/__init__.py": "the routers in the order in which they are asked; none may import another"}
"""Files of a package itself that hold more than a docstring, each with the reason."""
READMES = ("README.md", "README.ru.md")


def sources() -> Mapping[str, str]:
    """The program's modules by their paths."""
    files = [file for room in ("bot", "handlers") for file in sorted((ROOT / room).rglob("*.py"))]
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}


def faults(found: Mapping[str, str]) -> Iterator[str]:
    """What the modules do that no module does."""
    classes: dict[str, str] = {}
    for path, source in found.items():
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                yield f"{path}:{node.lineno}: a relative import"
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                first = classes.setdefault(node.name, path)
                if first != path:
                    yield f"{path}:{node.lineno}: {node.name} is a class of {first} too"
        if path.endswith("__init__.py") and path not in WIRING and any(not _docstring(node) for node in tree.body):
            yield f"{path}: holds more than a docstring"
        room, _, name = path.rpartition("/")
        if room == "bot" and name not in LOOSE:
            yield f"{path}: stands loose in bot"


def _docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def test_every_module_keeps_to_the_house() -> None:
    assert list(faults(sources())) == []


@pytest.mark.parametrize(
    ("added", "told"),
    [
        (
            {"bot/a/x.py": "class Twin: ...", "bot/b/y.py": "class Twin: ..."},
            "bot/b/y.py:1: Twin is a class of bot/a/x.py too",
        ),
        ({"bot/a/x.py": "from .y import z"}, "bot/a/x.py:1: a relative import"),
        (
            {"bot/a/__init__.py": '"""A room."""\nfrom bot.a.x import X'},
            "bot/a/__init__.py: holds more than a docstring",
        ),
        ({"bot/helpers.py": ""}, "bot/helpers.py: stands loose in bot"),
    ],
)
def test_what_does_not_is_found(added: Mapping[str, str], told: str) -> None:
    assert list(faults(added)) == [told]


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_has_its_line_and_every_line_its_setting(readme: str) -> None:
    lines = (ROOT / readme).read_text("utf-8").split("\n")
    named = [line.split("`")[1] for line in lines if line.startswith("| `") and line.split("`")[1].isupper()]
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_texts_phrases_rules_and_days(language: str, tmp_path: Path) -> None:
    assert language in load_texts()
    assert load_all().playbooks[language].language == language
    assert init(tmp_path / "own")[0] == 0
    assert draftcheck.rows(language)
    locale = Locale.parse(language)
    named = [*locale.days["format"]["wide"].values(), *locale.months["format"]["wide"].values()]
    kinds = ["weekday"] * 7 + ["month"] * 12
    read = [{kind for token in tokens_of(name.lower()) for kind, _ in token.senses} for name in named]
    assert [name for name, kind, senses in zip(named, kinds, read, strict=True) if kind not in senses] == []
