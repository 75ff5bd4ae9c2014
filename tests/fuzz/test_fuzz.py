"""A short run of `./run fuzz`: no stall, no unhandled exception, every valid neighbour handled."""

from pathlib import Path

import pytest
from aiogram.types import CallbackQuery

from handlers import buttons
from tests.fuzz.runner import Fuzz, both

UPDATES = 800


def test_no_update_stalls_or_breaks_anything(tmp_path: Path) -> None:
    figures = both(tmp_path, UPDATES, 7)
    assert not figures.wrong, "\n".join(figures.lines())
    assert figures.mutated >= UPDATES
    assert figures.valid == figures.handled >= UPDATES / 10
    # Neither all of them can be read nor none.
    assert 0.2 < figures.set_aside.total() / figures.mutated < 0.8


def test_a_bot_that_breaks_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buttons, "answer_tap", _breaks)
    monkeypatch.setattr("bot.intake.runner.TRIES", 1)
    figures = Fuzz(tmp_path).run(80, 7)
    assert figures.wrong
    assert any("failed: ValueError at " in one for one in figures.complaints)


async def _breaks(query: CallbackQuery, *_: object, **__: object) -> None:
    raise ValueError(query.data)
