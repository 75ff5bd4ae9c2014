"""A short run of `./run doubled-test`: each tap has one effect, however often it comes at once."""

from pathlib import Path

import pytest

from bot.store.queries import touches
from tests.doubled.double_taps import tap

TAPS = 200


async def test_a_tap_that_comes_several_times_has_one_effect(tmp_path: Path) -> None:
    figures = await tap(tmp_path, TAPS, seed=7)
    assert not figures.wrong, "\n".join(figures.lines())
    assert figures.taps.total() == figures.effects.total() == TAPS
    assert figures.updates > 2 * TAPS
    assert min(figures.effects.values()) > 0


async def test_a_bot_that_counts_a_tap_twice_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The button's own "last contact" is what a second tap fails at; without it the count is wrong."""
    monkeypatch.setattr(touches, "last", _as_the_button_says)
    figures = await tap(tmp_path, 32, seed=7)
    assert figures.wrong
    assert figures.effects["a contact logged"] > figures.taps["a contact logged"]


def _as_the_button_says(*_: object) -> "_Any":
    return _Any()


class _Any(int):
    """A moment that is every moment."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True
