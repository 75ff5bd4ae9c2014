"""The page of what goes wrong names a test in each row, and each of them exists."""

import re
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PAGE = (_ROOT / "docs" / "failures.md").read_text("utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def gone(page: str) -> list[str]:
    """The tests that are named on the page and are not there."""
    files = {file: (_ROOT / file).read_text("utf-8") if (_ROOT / file).exists() else "" for file, _ in named(page)}
    return [
        f"{file}::{test}" for file, test in named(page) if f"\ndef {test}(" not in files[file].replace("async ", "")
    ]


def named(page: str) -> list[tuple[str, str]]:
    """File and name of each test on the page."""
    return _NAMED.findall(page)


def test_every_test_that_is_named_is_there() -> None:
    assert len(named(_PAGE)) > 50
    assert gone(_PAGE) == []
    assert gone("`tests/kill/test_kill.py::test_nothing` `tests/test_none.py::test_x`") == [
        "tests/kill/test_kill.py::test_nothing",
        "tests/test_none.py::test_x",
    ]


def test_every_row_names_one() -> None:
    rows = [line for line in _PAGE.splitlines() if line.startswith("|") and not line.startswith(("| what", "|--"))]
    assert len(rows) >= 36
    assert [row for row in rows if not named(row)] == []
