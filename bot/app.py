"""The one place that wires: settings to database, texts, lanes, routers, intake and the loops beside them."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer

from bot.common.clock import Clock
from bot.common.file_lock import BOT_LOCK, TRY_LOCK
from bot.conversation import scenes, vent
from bot.conversation.access import Door
from bot.conversation.places import asks
from bot.conversation.presenter import Presenter, ShownRecorder
from bot.conversation.services import Defaults, Services
from bot.intake.runner import Intake
from bot.intake.webhook import hook_of
from bot.playbook.load import load_all
from bot.process.lifecycle import App, run_until_stopped
from bot.process.logs import configure
from bot.process.startup import data_folder, one_line_on_refusal
from bot.process.supervisor import supervised
from bot.settings import Settings
from bot.store.database.database import Database
from bot.store.database.errors import CannotStart
from bot.store.database.retry import retry_write
from bot.store.queries import access
from bot.telegram.lanes import Lanes
from bot.telegram.pace import Pace
from bot.telegram.profile import introduce, introduce_to_host, username
from bot.terminal.try_out import try_out
from bot.texts.lookup import load_texts
from bot.viewmodels.voices import Voices
from bot.workers.breathing import Breathing
from bot.workers.charts import Charts
from bot.workers.connections import Connections
from bot.workers.file_jobs import FileJobs
from bot.workers.holidays import Holidays, moved_workdays
from bot.workers.lease import claim_lease, holder_of
from bot.workers.outage import Outage
from bot.workers.playbook_reload import PlaybookReload, store_playbook
from bot.workers.reminders import RATE, ReminderDelivery
from bot.workers.stale_runs import StaleRuns
from bot.workers.vents import Vents
from handlers import business, messages, routers

log = logging.getLogger(__name__)


def voices_of(emergency: str, playbook: Path | None = None) -> Voices:
    """The words of every language, loaded and validated, with an agency's own `playbook` over ours.

    Raises TextsError or PlaybookError, naming what is wrong.
    """
    return Voices(load_texts(), load_all(playbook), emergency)


@asynccontextmanager
async def wired(  # noqa: PLR0913 - what the program stands on, and what a test or a measure puts in its place
    settings: Settings,
    session: BaseSession | None,
    token: str,
    database: str,
    *,
    pace: Pace | None = None,
    clock: Clock | None = None,
    lease: Callable[[Database], Awaitable[None]] | None = None,
) -> AsyncIterator[App]:
    """The program, wired and with its database open; everything is closed on leaving. Raises CannotStart.

    `pace` is Telegram's, unless one is given for a server without limits; `clock` is the machine's, unless one is
    given that is moved by hand. `lease` is awaited before anything is written: it raises AnotherInstance.
    """
    clock = clock or Clock()
    voices = voices_of(settings.emergency_number, settings.playbook_dir)
    db = await Database.open(database, key=settings.key)
    bot = Bot(token, session=session)

    recorder = ShownRecorder(db, clock)
    lanes = Lanes(bot, recorder.shown, on_beside=recorder.beside, on_mended=recorder.mended, clock=clock, pace=pace)
    presenter = Presenter(db, lanes, voices, clock)

    delivery = ReminderDelivery(db, lanes, voices, clock, rate=pace.rate if pace is not None else RATE)
    breathing = Breathing(lanes, clock)
    vents = Vents(db, lanes, clock, show=presenter.present)
    file_jobs = FileJobs(db, bot, lanes, voices, clock, show=presenter.present)
    charts = Charts(db, lanes, voices, clock, presenter.again)
    holidays = Holidays(db, clock, on_changed=delivery.replan, on_seen=presenter.renew, moved=moved_workdays)

    services = Services(
        voices=voices,
        lanes=lanes,
        breathing=breathing,
        holidays=holidays,
        door=Door(settings.owner_ids, settings.mode),
        defaults=Defaults(settings.default_language, settings.default_timezone),
        wake=delivery.wake,
        vents=vents,
        file_jobs=file_jobs,
        charts=charts,
        counted=partial(scenes.counted, db),
        name=partial(username, bot),
        host_came=partial(introduce_to_host, bot, voices),
    )
    # Off: aiogram's own states could not be stored in the transaction of an update (docs/decisions).
    dispatcher = Dispatcher(disable_fsm=True, services=services)
    dispatcher.include_routers(*routers(services))
    connections = Connections(db, bot, clock, on_told=partial(business.told, db, clock, services))
    intake = Intake(
        db,
        bot,
        dispatcher,
        lanes,
        present=presenter.present,
        present_unhurried=partial(presenter.present, unhurried=True),
        on_set_aside=presenter.set_aside,
        on_unkept=partial(messages.on_unkept, services=services),
        on_unknown=connections.ask,
        vent_labels=vent.labels(voices),
        clock=clock,
        hook=hook_of(settings),
        wait_word=lambda code: services.tells(code, "error-one_moment"),
    )
    try:
        if lease is not None:
            await lease(db)
        owners = settings.owner_ids
        await retry_write(db, clock, log, lambda conn: access.settle(conn, settings.mode, owners, clock.now()))
        await store_playbook(db, voices.book, clock)
        yield App(
            db=db,
            bot=bot,
            lanes=lanes,
            breathing=breathing,
            intake=intake,
            stale_runs=StaleRuns(db, voices, clock),
            connections=connections,
            playbook_reload=PlaybookReload(db, voices, settings.playbook_dir, clock),
            holidays=holidays,
            delivery=delivery,
            vents=vents,
            file_jobs=file_jobs,
            charts=charts,
            voices=voices,
            outage=Outage(
                db,
                clock,
                show=intake.show_owed_unhurried,
                idle=lambda: intake.idle,
                asks=asks,
                at_question=partial(scenes.at_question, voices=voices),
            ),
        )
    finally:
        await charts.close()
        await lanes.close()
        await bot.session.close()
        await db.close()


def run_bot(settings: Settings) -> int:
    """Runs the bot in Telegram until SIGTERM or Ctrl-C; gives the exit code. A refusal to start is one plain line."""
    configure(settings.log_level, settings.log_format, settings.secrets)
    with one_line_on_refusal() as outcome, data_folder(settings, BOT_LOCK, settings.database()):
        asyncio.run(_telegram(settings))
        outcome.code = 0
    return outcome.code


def run_try_out(settings: Settings, language: str) -> int:
    """Runs the try-out in this terminal until its input ends; gives the exit code."""
    configure("ERROR" if settings.log_level != "DEBUG" else "DEBUG", settings.log_format)
    with one_line_on_refusal() as outcome, data_folder(settings, TRY_LOCK) as folder:
        asyncio.run(try_out(wired, settings, folder, language))
        outcome.code = 0
    return outcome.code


async def _telegram(settings: Settings) -> None:
    token = settings.bot_token
    if token is None:
        raise CannotStart("BOT_TOKEN is not set.")
    server = settings.telegram_api_url
    session = AiohttpSession(api=TelegramAPIServer.from_base(str(server).rstrip("/"))) if server else AiohttpSession()

    async def lease(db: Database) -> None:
        await claim_lease(db, holder_of(settings), Clock())

    async with wired(settings, session, token.get_secret_value(), settings.database(), lease=lease) as app:
        # What is there by now stays; a full collection that went through it would hold everybody up for 0.2 s.
        gc.freeze()
        async with supervised(app, settings) as supervisor:
            hosts = settings.owner_ids if settings.mode == "invited" else frozenset()
            introduced = introduce(app.bot, app.voices, hosts)
            await run_until_stopped(app, asyncio.Event(), introduced, *supervisor.loops(), lease=supervisor.lease())
