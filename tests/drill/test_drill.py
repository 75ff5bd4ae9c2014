"""Restore drills under load, the short form of `./run drill 50` (failures, Storage)."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.viewmodels.voices import Voices
from tests.drill.course import drill
from tests.drill.verdict import Figures, check


@pytest.mark.parametrize("state", ["whole", "gone"])
async def test_a_drill(state: str, voices: Voices, tmp_path: Path) -> None:
    figures = Figures()
    check(await drill(tmp_path, 7, voices, hurried=True, state=state), voices, figures)
    assert not figures.wrong, "\n".join(figures.lines())
    assert figures.backups == 2
    assert figures.kept > 50
    assert figures.repeated > 1
    assert figures.passed + figures.told > 2


def _by_hand(file: Path, database: Path, folder: Path, now: Callable[[], float]) -> None:
    """What people do without `./run restore`."""
    del folder, now
    for left in database.parent.glob(f"{database.name}-*"):
        left.unlink()
    shutil.copyfile(file, database)


async def test_a_file_that_is_only_copied_into_place_does_not_pass(voices: Voices, tmp_path: Path) -> None:
    figures = Figures()
    check(await drill(tmp_path, 7, voices, hurried=True, state="whole", restoring=_by_hand), voices, figures)
    told = "\n".join(figures.wrong)
    for part in ("sent again", "erased is there again", "not told"):
        assert part in told, told
