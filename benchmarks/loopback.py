"""The same steps over loopback HTTP: the server in a process of its own, the bot polls, beside others."""

import asyncio
import multiprocessing
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.types import Message as TelegramMessage

from benchmarks.flow import AFTERWARDS, BEFORE, PEOPLE, STEPS, WORDS, Spent
from benchmarks.in_process_telegram import UNLIMITED
from benchmarks.ptb_polling import other
from bot.app import wired
from bot.process.lifecycle import App
from bot.settings import Settings
from tests.fake import TOKEN, FakeTelegram, Person

# The server's process.


def serve(orders: Connection) -> None:
    """Runs a fake Telegram and its people until the order to end comes; an order is what all of them do at once."""
    asyncio.run(_serve(orders))


async def _serve(orders: Connection) -> None:
    async with FakeTelegram() as telegram:
        people = [telegram.person(1000 + number) for number in range(PEOPLE)]
        orders.send(telegram.url)
        while (order := await asyncio.to_thread(orders.recv)) is not None:
            kind, what = order
            for one in people:
                await (one.say(what) if kind == "say" else _tap(one, what))
            await asyncio.gather(*(one.replied(quiet=0, within=30) for one in people))
            orders.send(None)


async def _tap(person: Person, part: str) -> None:
    for message in reversed(person.messages):
        for button in (button for row in message.rows for button in row):
            if part in button.get("callback_data", ""):
                await person.tap_data(button["callback_data"], message.id)
                return
    raise LookupError(part)


class Server:
    """The server's process, from outside."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._orders, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        self.url: str = self._orders.recv()

    async def order(self, kind: str, what: str) -> None:
        """All people do it; comes back when the bot is done with all of them."""
        self._orders.send((kind, what))
        await asyncio.to_thread(self._orders.recv)

    def end(self) -> None:
        """Ends the process."""
        self._orders.send(None)
        self._process.join()


# This process: the three bots.


def _session(server: Server) -> AiohttpSession:
    return AiohttpSession(api=TelegramAPIServer.from_base(server.url))


@asynccontextmanager
async def _ours(server: Server, folder: Path) -> AsyncIterator[App]:
    settings = Settings(_env_file=None, owner_ids=frozenset(), access="open")
    session = _session(server)
    async with wired(settings, session, TOKEN, f"sqlite:///{folder}/okok.db", pace=UNLIMITED) as app:
        polling = asyncio.ensure_future(app.intake.poll())
        yield app
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await app.intake.stop()


@asynccontextmanager
async def _echo(server: Server) -> AsyncIterator[None]:
    router = Router()
    buttons = [[InlineKeyboardButton(text=f"Button {n}", callback_data=f"r|{n}|behaviour|{n}")] for n in range(11)]
    keyboard = InlineKeyboardMarkup(inline_keyboard=buttons)
    text = "What did the client do? Only deeds, no judgement of their character. " * 3

    @router.message()
    async def greet(message: TelegramMessage) -> None:
        await message.answer(text, reply_markup=keyboard)

    @router.callback_query()
    async def echo(query: CallbackQuery) -> None:
        await query.answer()
        if isinstance(query.message, TelegramMessage):
            await query.message.edit_text(f"{text}{query.id}", reply_markup=keyboard)

    bot = Bot(TOKEN, session=_session(server))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    polling = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=30))
    yield
    with suppress(RuntimeError):
        await dispatcher.stop_polling()
    await polling


async def _everybody(app: App, server: Server, kind: str, what: str) -> None:
    await server.order(kind, what)
    while not app.intake.idle:  # noqa: ASYNC110 - asks as an onlooker would
        await asyncio.sleep(0.002)


async def _one_run(app: App, ours: Server, echo: Server, third: Server, rounds: int) -> Spent:
    spent = Spent(cpu={"ours": 0.0, "bare aiogram echo": 0.0, "python-telegram-bot": 0.0})
    for _ in range(rounds):
        await _everybody(app, ours, "say", "/debrief")
        for part in STEPS:
            begin = time.process_time()
            await _everybody(app, ours, "tap", part)
            middle = time.process_time()
            await echo.order("tap", "|behaviour|3")
            end = time.process_time()
            await third.order("tap", part)
            spent.cpu["ours"] += middle - begin
            spent.cpu["bare aiogram echo"] += end - middle
            spent.cpu["python-telegram-bot"] += time.process_time() - end
            spent.steps += PEOPLE
        for part in AFTERWARDS:
            await _everybody(app, ours, "tap", part)
    return spent


async def measure(runs: int, rounds: int) -> Sequence[Spent]:
    """So many runs of so many rounds of the four steps by ten people, the bots in turns."""
    ours, echo, third = Server(), Server(), Server()
    try:
        with tempfile.TemporaryDirectory() as place:
            async with _ours(ours, Path(place)) as app, _echo(echo), other(third.url, Path(place)):
                for word in WORDS:
                    await _everybody(app, ours, "say", word)
                for part in BEFORE:
                    await _everybody(app, ours, "tap", part)
                for server in (echo, third):
                    await server.order("say", "start")
                await _one_run(app, ours, echo, third, 1)
                return [await _one_run(app, ours, echo, third, rounds) for _ in range(runs)]
    finally:
        for server in (ours, echo, third):
            server.end()
