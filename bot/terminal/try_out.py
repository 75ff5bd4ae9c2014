"""The try-out: the program as it is wired for Telegram, over a Telegram of one person in this terminal."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final

from bot.process.lifecycle import App, run_until_stopped
from bot.settings import Settings
from bot.store.database.address import url_of
from bot.telegram.pace import Pace
from bot.terminal.session import TRY_TOKEN, TerminalSession

_UNPACED: Final = Pace(burst=1e6, chat_rate=1e6, rate=1e6, overall_burst=1e6)
"""The terminal has no limits to keep."""


async def try_out(
    wired: Callable[..., AbstractAsyncContextManager[App]], settings: Settings, folder: Path, language: str
) -> None:
    """Runs the program that `wired` wires, with its database and files in `folder`, until the input ends."""
    over = asyncio.Event()
    apps: list[App] = []

    def idle() -> bool:
        return bool(apps) and apps[0].intake.idle and apps[0].file_jobs.idle and apps[0].charts.idle

    session = TerminalSession(
        language=language, stdin=sys.stdin, stdout=sys.stdout, idle=idle, stop=over.set, folder=folder
    )
    session.pictures = folder / "pictures"
    database = url_of(folder / "try.db")
    # A Telegram of its own, and one person, who is nobody's owner.
    settings = settings.model_copy(update={"webhook_url": None, "owner_ids": frozenset(), "access": "open"})
    async with wired(settings, session, TRY_TOKEN, database, pace=_UNPACED) as app:
        apps.append(app)
        await run_until_stopped(app, over, session.run())
