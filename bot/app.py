"""The one place that wires: settings to database, texts, lanes, routers, intake and the loops beside them."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer

from bot.common.clock import Clock
from bot.conversation.access import Door
from bot.conversation.presenter import Shower, ShownRecorder
from bot.conversation.services import Defaults, World
from bot.intake.runner import Intake
from bot.intake.webhook import Hook
from bot.playbook.load import load_all
from bot.process.lifecycle import App, run_until_stopped
from bot.process.logs import configure
from bot.process.startup import data_folder, one_line_on_refusal
from bot.process.supervisor import supervised
from bot.protocol.person import Person
from bot.reminders.planning import replan_all
from bot.settings import Settings
from bot.store.database.database import Database
from bot.store.database.errors import CannotStart
from bot.store.database.retry import retry_write
from bot.store.database.unit import Connection, Unit
from bot.store.loaders import insights
from bot.store.queries import access, inbox
from bot.telegram.lanes import Lanes
from bot.telegram.pace import Pace
from bot.telegram.profile import introduce, introduce_to_host
from bot.terminal.session import TerminalSession
from bot.texts.lookup import load_texts
from bot.viewmodels.voices import Voices
from bot.workers.breathing import Breathing
from bot.workers.charts import Charts
from bot.workers.file_jobs import FileJobs
from bot.workers.holidays import Holidays
from bot.workers.lease import claim_lease, holder_of
from bot.workers.outage import Outage
from bot.workers.playbook_reload import PlaybookReload, store_playbook
from bot.workers.reminders import RATE, ReminderDelivery
from bot.workers.stale_runs import StaleRuns
from bot.workers.vents import Vents
from handlers import routers, vent

log = logging.getLogger(__name__)

_UNPACED = Pace(burst=1e6, chat_rate=1e6, rate=1e6, overall_burst=1e6)
"""The terminal has no limits to keep."""
_TRY_TOKEN = "1:try"  # noqa: S105 - no secret: the try-out asks nobody


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

    taken = ShownRecorder(db, clock)
    lanes = Lanes(bot, taken.shown, on_beside=taken.beside, on_mended=taken.mended, clock=clock, pace=pace)
    delivery = ReminderDelivery(db, lanes, voices, clock, rate=pace.rate if pace is not None else RATE)
    pauses = Breathing(lanes, clock)
    shower = Shower(db, lanes, voices, clock)
    vents = Vents(db, lanes, clock, show=shower.present)
    errands = FileJobs(db, bot, lanes, voices, clock, show=shower.present)
    pictures = Charts(db, lanes, voices, clock, shower.again)

    def planned(conn: Connection, person: Person, now: int) -> None:
        due = replan_all(conn, person, voices[person.language], now)
        if due is not None:
            delivery.wake(due)

    calendars = Holidays(db, clock, on_changed=planned, on_seen=shower.renew)

    async def name() -> str:
        return (await bot.me()).username or ""

    world = World(
        voices=voices,
        lanes=lanes,
        pauses=pauses,
        calendars=calendars,
        door=Door(settings.owner_ids, settings.mode),
        defaults=Defaults(settings.default_language, settings.default_timezone),
        wake=delivery.wake,
        vents=vents,
        errands=errands,
        pictures=pictures,
        filled=partial(insights.filled, db),
        name=name,
        host_came=partial(introduce_to_host, bot, voices),
    )
    # Off: aiogram's own states could not be stored in the transaction of an update (docs/decisions).
    dispatcher = Dispatcher(disable_fsm=True, world=world)
    dispatcher.include_routers(*routers(world))

    async def unkept(row: inbox.StoredUpdate, ids: inbox.Ids, unit: Unit) -> None:
        await vent.unkept(row, ids, unit, world)

    intake = Intake(
        db,
        bot,
        dispatcher,
        lanes,
        present=shower.present,
        on_set_aside=shower.set_aside,
        on_unkept=unkept,
        vent_labels=vent.labels(world),
        clock=clock,
        hook=_hook(settings),
    )
    try:
        if lease is not None:
            await lease(db)
        owners = settings.owner_ids
        await retry_write(db, clock, log, lambda conn: access.settle(conn, settings.mode, owners, clock.now()))
        await store_playbook(db, voices.book, clock)
        renewal = PlaybookReload(db, voices, settings.playbook_dir, clock)
        closing = StaleRuns(db, clock)
        away = Outage(db, clock, show=intake.show_owed, idle=lambda: intake.idle)
        yield App(
            db,
            bot,
            lanes,
            pauses,
            intake,
            closing,
            renewal,
            calendars,
            delivery,
            vents,
            errands,
            pictures,
            voices,
            away,
        )
    finally:
        await pictures.close()
        await lanes.close()
        await bot.session.close()
        await db.close()


def _hook(settings: Settings) -> Hook | None:
    """Where Telegram brings updates; None where it is asked for them."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    host, _, port = settings.webhook_listen.rpartition(":")
    return Hook(str(settings.webhook_url), settings.webhook_secret.get_secret_value(), host, int(port))


def run_bot(settings: Settings) -> int:
    """Runs the bot in Telegram until SIGTERM or Ctrl-C; gives the exit code. A refusal to start is one plain line."""
    configure(settings.log_level, settings.log_format, settings.secrets)
    with one_line_on_refusal() as outcome, data_folder(settings, "okok.lock", settings.database()):
        asyncio.run(_telegram(settings))
        outcome.code = 0
    return outcome.code


def run_try_out(settings: Settings, language: str) -> int:
    """Runs the try-out in this terminal until its input ends; gives the exit code."""
    configure("ERROR" if settings.log_level != "DEBUG" else "DEBUG", settings.log_format)
    with one_line_on_refusal() as outcome, data_folder(settings, "try.lock") as folder:
        asyncio.run(_terminal(settings, folder, language))
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
        async with supervised(app, settings) as guard:
            introduced = introduce(app.bot, app.voices, _hosts(settings))
            await run_until_stopped(app, asyncio.Event(), introduced, *guard.loops(), keeping=guard.keep())


def _hosts(settings: Settings) -> frozenset[int]:
    return settings.owner_ids if settings.mode == "invited" else frozenset()


async def _terminal(settings: Settings, folder: Path, language: str) -> None:
    over = asyncio.Event()
    apps: list[App] = []

    def idle() -> bool:
        return bool(apps) and apps[0].intake.idle and apps[0].errands.idle and apps[0].pictures.idle

    session = TerminalSession(
        language=language, stdin=sys.stdin, stdout=sys.stdout, idle=idle, stop=over.set, folder=folder
    )
    session.pictures = folder / "pictures"
    database = f"sqlite:///{(folder / 'try.db').absolute()}"
    # The try-out has a Telegram of its own, and one person, who is nobody's owner.
    settings = settings.model_copy(update={"webhook_url": None, "owner_ids": frozenset(), "access": "open"})
    async with wired(settings, session, _TRY_TOKEN, database, pace=_UNPACED) as app:
        apps.append(app)
        await run_until_stopped(app, over, session.run())
