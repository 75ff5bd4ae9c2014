"""The life of the wired program: what starts together, what runs beside polling, how SIGTERM ends it all."""

import asyncio
import logging
import signal
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot

from bot.common.clock import Clock
from bot.common.version import VERSION
from bot.draftcheck.load import warm
from bot.intake.runner import Intake
from bot.store.database.database import Database
from bot.store.database.retry import retry_write
from bot.store.queries import chats
from bot.telegram.lanes import Lanes
from bot.viewmodels.voices import Voices
from bot.workers.breathing import Breathing
from bot.workers.charts import Charts
from bot.workers.connections import Connections
from bot.workers.file_jobs import FileJobs
from bot.workers.holidays import Holidays
from bot.workers.outage import Outage
from bot.workers.playbook_reload import PlaybookReload
from bot.workers.reminders import ReminderDelivery
from bot.workers.stale_runs import StaleRuns
from bot.workers.vents import Vents

_DRAIN_SECONDS = 8.0
_REPLAY_SECONDS = 5.0


@dataclass(slots=True)
class App:
    """The wired program: what is started and stopped together."""

    db: Database
    bot: Bot
    lanes: Lanes
    breathing: Breathing
    intake: Intake
    stale_runs: StaleRuns
    connections: Connections
    playbook_reload: PlaybookReload
    holidays: Holidays
    delivery: ReminderDelivery
    vents: Vents
    file_jobs: FileJobs
    charts: Charts
    voices: Voices
    outage: Outage
    replayed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when what an earlier run had taken in and not handled is in its queues again."""


async def run_until_stopped(
    app: App,
    over: asyncio.Event,
    *loops: Coroutine[Any, Any, None],
    lease: Coroutine[Any, Any, None] | None = None,
) -> None:
    """Polls, with the loops beside it, until a signal comes or `over` is set; then finishes what is under way.

    Where the loop of the `lease` ends, by an exception, it is the end too.
    """
    services = (app.stale_runs, app.connections, app.playbook_reload, app.holidays, app.vents, app.file_jobs)
    beside = [
        asyncio.ensure_future(loop)
        for loop in (*loops, *(service.run() for service in services), _remind(app), _warm(app))
    ]
    polling = asyncio.ensure_future(poll(app))
    holding = [asyncio.ensure_future(lease)] if lease is not None else []
    ended = asyncio.ensure_future(over.wait())
    listen(app, over)
    try:
        await asyncio.wait((polling, ended, *holding), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (*beside, ended):
            task.cancel()
        refused = [task for task in (polling, *holding) if task.done()]
        for task in (polling, *holding):
            task.cancel()
        await asyncio.gather(*beside, ended, polling, *holding, return_exceptions=True)
        await app.breathing.close()
        await asyncio.gather(
            *(one.stop(_DRAIN_SECONDS) for one in (app.delivery, app.vents, app.file_jobs, app.intake))
        )
    for task in refused:
        task.result()  # why Telegram or another instance ended it: one line for whoever started the bot


def listen(app: App, over: asyncio.Event) -> None:
    """SIGTERM and Ctrl-C end the program, SIGHUP has the playbook read again."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    loop.add_signal_handler(signal.SIGHUP, app.playbook_reload.ask)


async def poll(app: App) -> None:
    """Takes updates, after what an earlier run left is seen to: messages beside the view, replay, views that are owed.

    Raises what `Intake.poll` does.
    """
    log = logging.getLogger(__name__)
    for chat_id, message_id in await retry_write(app.db, Clock(), log, chats.left_beside):
        app.lanes.clear_beside(chat_id, message_id)
    await app.outage.at_start()
    await app.intake.replay()
    await app.intake.show_owed()
    app.replayed.set()
    log.info("okok %s begins to take updates from Telegram", VERSION)
    await app.intake.poll()


async def _warm(app: App) -> None:
    """Has the draft check ready before somebody needs it: done when it is first needed, it would hold up the loop."""
    await app.replayed.wait()
    await asyncio.to_thread(warm)


async def _remind(app: App) -> None:
    """Sends reminders, once what people had done before the start is handled: "been in touch" is no longer one."""
    await app.replayed.wait()
    with suppress(TimeoutError):  # one that can't be handled now holds up nobody's reminders
        async with asyncio.timeout(_REPLAY_SECONDS):
            while not app.intake.idle:  # noqa: ASYNC110 - there is no one event for all that it asks
                await asyncio.sleep(0.05)
    await app.delivery.run()
