"""The drawing process: real, begun and ended, killed and begun anew."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.insights.pictures import Bars, Picture
from bot.insights.renderer import DrawingError, Studio


def bars(title: str = "Версии") -> Picture:
    """A small picture."""
    return Bars(title=title, subtitle="", legend=(), tones=("good",), rows=(("Ромашка", (3,), "3"),))


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    """A studio that is closed in the end."""
    made = Studio()
    yield made
    await made.close()
    assert made.pid is None


def environment_of(pid: int) -> bytes:
    """What a running process was given as its environment."""
    return Path(f"/proc/{pid}/environ").read_bytes()


async def test_it_draws_one_after_another_in_one_process(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing of the bot's environment; one that can't be drawn is told, and the next one is drawn."""
    monkeypatch.setenv("BOT_TOKEN", "123:secret")
    drawn = await asyncio.gather(*(studio.draw(bars(title)) for title in ("А", "Б", "А")))
    assert drawn[0] == drawn[2] != drawn[1]
    assert all(png.startswith(b"\x89PNG") for png in drawn)
    pid = studio.pid
    assert pid is not None
    assert b"secret" not in environment_of(pid)
    with pytest.raises(DrawingError, match="ValueError"):
        await studio.draw(Bars(title="", subtitle="", legend=(), tones=("good",), rows=()))
    assert studio.pid == pid

    # Killed while it rests, it is begun anew; nobody notices.
    os.kill(pid, signal.SIGKILL)
    assert await studio.draw(bars("А")) == drawn[0]
    assert studio.pid not in {None, pid}

    # When nobody asks any more, it goes by itself.
    studio._idle = 0.0
    await studio.draw(bars())
    async with asyncio.timeout(10):
        while studio.pid is not None:  # noqa: ASYNC110 - its end has no event here
            await asyncio.sleep(0.01)


async def test_who_waits_too_long_or_in_too_long_a_row_is_told() -> None:
    """And what was under way is ended, so that no late answer is taken for the next picture's."""
    studio = Studio(patience=0.01, most=1)
    first = asyncio.ensure_future(studio.draw(bars()))
    await asyncio.sleep(0)
    with pytest.raises(DrawingError, match="too many"):
        await studio.draw(bars())
    with pytest.raises(DrawingError, match="TimeoutError"):
        await first
    assert studio.pid is None
    await studio.close()
