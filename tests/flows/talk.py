"""The whole program against the fake Telegram, and people who talk to it in the words of their language."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.app import wired
from bot.common.clock import Clock
from bot.process.lifecycle import App, poll
from bot.settings import Settings
from bot.telegram.pace import Pace
from bot.viewmodels.voices import Voices
from tests.fake import TOKEN, FakeTelegram, Msg, Person, Tap
from tests.flows.stores import Row, Store

QUICK = Pace(burst=1000, chat_rate=1000, rate=1000, overall_burst=1000)
"""Telegram's pace is a test of the lanes; here it would only be waiting."""


class Session(AiohttpSession):
    """A session that is closed at once: aiogram's waits for the end of TLS connections, which there are none of."""

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()


class SetClock(Clock):
    """The stored moments are the fake Telegram's; waiting goes by the machine's."""

    def __init__(self, tg: FakeTelegram) -> None:
        self._tg = tg

    def now(self) -> int:
        """The present moment in Unix seconds, UTC."""
        return int(self._tg.clock())


class House:
    """The program as `bot.app` wires it, over a real database and real HTTP; it can be stopped and started again."""

    def __init__(self, tg: FakeTelegram, store: Store, voices: Voices, settings: Settings) -> None:
        self.tg = tg
        self.clock = SetClock(tg)
        self.store = store
        self.voices = voices
        self.settings = settings
        self.forgiven = r"(?!)"  # refusals that the test brought about itself, by their words
        self.troubled = False  # whether the test injects faults, so that warnings belong into the log
        self._stack = AsyncExitStack()
        self._app: App | None = None
        self._polling: asyncio.Future[None] | None = None
        self._reminding: asyncio.Future[None] | None = None
        self._errands: asyncio.Future[None] | None = None
        tg.busy_checks.append(lambda: "" if self._reminding is None or self.app.delivery.idle else "it reminds")
        tg.busy_checks.append(lambda: "" if self._app is None or self._app.intake.idle else "the bot is at work")
        tg.busy_checks.append(lambda: "" if self._errands is None or self.app.file_jobs.idle else "it runs an errand")
        tg.busy_checks.append(lambda: "" if self._app is None or self._app.charts.idle else "it draws")

    @property
    def app(self) -> App:
        """The running program."""
        assert self._app is not None, "the program isn't running"
        return self._app

    @property
    def stopped(self) -> bool:
        """Whether the program isn't running."""
        return self._app is None

    async def run_errands(self) -> None:
        """From now on files are made and read, and what was erased is purged, as they are in `bot.app`."""
        self._errands = asyncio.ensure_future(self.app.file_jobs.run())
        await self.settled()

    async def start(self) -> None:
        """Starts the program, as `bot.app` does: what waits is replayed, what is owed is shown, then it polls."""
        session = Session(api=TelegramAPIServer.from_base(self.tg.url))
        self._app = await self._stack.enter_async_context(
            wired(self.settings, session, TOKEN, self.store.url, pace=QUICK, clock=self.clock)
        )
        asked = "getWebhookInfo" if self.settings.webhook_url else "getUpdates"
        polls = len(self.tg.made(asked))
        self._polling = asyncio.ensure_future(poll(self._app))
        async with asyncio.timeout(10):
            while len(self.tg.made(asked)) == polls:
                await self.tg.happening(0.01)

    async def remind(self) -> None:
        """From now on reminders are sent, as they are in `bot.app`."""
        self._reminding = asyncio.ensure_future(self.app.delivery.run())
        await self.look()

    async def look(self) -> None:
        """What is due by now is sent."""
        self.app.delivery.wake(0)
        await self.settled()

    async def later(self, seconds: float) -> None:
        """The clock goes on, and what falls due meanwhile is sent as if it went on by itself."""
        end = self.tg.clock() + seconds
        while (left := end - self.tg.clock()) > 0:
            due = self.rows("SELECT min(due_at) FROM agenda WHERE due_at IS NOT NULL AND gone_at IS NULL")[0][0]
            now = self.tg.clock()
            step = left if due is None or due <= now else min(left, due - now + 1)
            self.tg.advance(step)
            await self.look()

    async def stop(self, seconds: float = 8.0) -> None:
        """Ends the program as SIGTERM does; what is under way gets `seconds`."""
        self.store.rest()
        if self._app is None or self._polling is None:
            return
        if self._reminding is not None:
            self._reminding.cancel()
            await asyncio.gather(self._reminding, return_exceptions=True)
            await self._app.delivery.stop(seconds)
            self._reminding = None
        if self._errands is not None:
            self._errands.cancel()
            await asyncio.gather(self._errands, return_exceptions=True)
            await self._app.file_jobs.stop(seconds)
            self._errands = None
        self._polling.cancel()
        await asyncio.gather(self._polling, return_exceptions=True)
        await self._app.intake.stop(seconds)
        await self._stack.aclose()
        self._app = None

    async def settled(self, chat: int | None = None, within: float = 10) -> None:
        """Waits until all that was sent to the bot (in that chat) is handled and shown.

        No silence is waited for: the bot is in this process, and says itself whether it is at work.
        """
        async with asyncio.timeout(within):
            while self.tg.restless(chat, quiet=0):  # noqa: ASYNC110 - there is no one event for all that it asks
                await asyncio.sleep(0.001)

    def rows(self, query: str, *values: object) -> list[Row]:
        """What another connection reads in the database."""
        return self.store.rows(query, *values)

    async def until(self, query: str, within: float = 10) -> None:
        """Waits until the query's one value is true."""
        async with asyncio.timeout(within):
            while not self.row(query)[0]:  # noqa: ASYNC110 - asks the database as an onlooker would
                await asyncio.sleep(0.005)

    def change(self, query: str, *values: object) -> None:
        """Changes the database while the program isn't running."""
        assert self.stopped
        self.store.change(query, *values)

    def row(self, query: str, *values: object) -> Row:
        """The one row that the query gives."""
        (found,) = self.rows(query, *values)
        return found

    def talk(self, number: int = 1001, name: str = "Anna", language: str = "ru") -> "Talk":
        """Somebody whose Telegram speaks `language`."""
        return Talk(self, self.tg.person(number, name, language), language)


class Talk:
    """One person at their private chat, who reads the screens and taps what they say.

    Every deed waits until the bot is done with it, and looks whether the chat is as it should be (see `look`).
    """

    def __init__(self, house: House, me: Person, language: str) -> None:
        self.house = house
        self.me = me
        self.voice = house.voices[language]

    # What there is to see.

    @property
    def screen(self) -> Msg:
        """The message that holds the present screen."""
        number = self.house.row("SELECT message_id FROM chat WHERE id = ?", self.me.id)[0]
        return self.me.room.messages[number]

    @property
    def draft(self) -> Msg | None:
        """The draft under the present screen."""
        number = self.house.row("SELECT draft_id FROM chat WHERE id = ?", self.me.id)[0]
        return None if number is None else self.me.room.messages[number]

    @property
    def notices(self) -> list[Msg]:
        """The messages that brought reminders and did not become the chat's own screen, the oldest first."""
        found = self.house.rows(
            "SELECT notice.message_id FROM notice JOIN person ON person.id = notice.person_id "
            "WHERE person.telegram_id = ? AND view != 'left' ORDER BY notice.id",
            self.me.id,
        )
        return [self.me.room.messages[number] for (number,) in found]

    @property
    def notice(self) -> Msg:
        """The newest of them."""
        return self.notices[-1]

    @property
    def labels(self) -> list[str]:
        """The buttons of the present screen."""
        return self.screen.labels

    @property
    def place(self) -> str:
        """Where the chat stands, as it is stored."""
        return str(self.house.row("SELECT place FROM chat WHERE id = ?", self.me.id)[0])

    @property
    def run(self) -> int:
        """The debrief that the chat stands at."""
        return int(self.place.partition(":")[2])

    def say(self, key: str, **values: Any) -> str:  # noqa: ANN401 - numbers for plural forms, else text
        """A text of the person's language."""
        return self.voice.say(key, **values)

    def sees(self, key: str, **values: Any) -> bool:  # noqa: ANN401 - same
        """Whether the present screen holds that text."""
        return self.say(key, **values) in self.screen.text

    def asks(self, step: str) -> bool:
        """Whether the present screen asks that question."""
        return self.sees(f"step-{step}-q")

    def look(self) -> None:
        """The chat shows what is stored, once: no older message with buttons, the screen at the end, no gaps.

        Messages that brought reminders stand beside the screen, with buttons of their own.
        """
        chat = self.house.row("SELECT revision, shown, message_id, draft_id FROM chat WHERE id = ?", self.me.id)
        revision, shown, message, draft = chat
        assert shown == revision, f"the present screen was not shown: {shown} of {revision}"
        messages = self.me.messages
        # The copy button of an earlier draft stays: it copies just what stands above it.
        live = {one.id for one in messages if any("callback_data" in b for row in one.rows for b in row)}
        brought = {one.id for one in self.notices}
        assert live - brought <= {message}, f"old buttons are left:\n{self.me.chat_text()}"
        last = self.me.room.alive[-1]
        assert last.by_bot, f"the screen isn't at the end:\n{self.me.chat_text()}"
        own = [one.id for one in messages if one.id not in brought]
        assert draft is None or own[-1] == draft, f"the draft isn't at the end:\n{self.me.chat_text()}"
        for one in (self.screen, self.draft):
            if one is not None:
                assert not any(gap in one.text for gap in ("{$", "\u2068", "\ue000")), one.text
        assert self.labels or self.draft, "a dead end: no button"

    # What there is to do.

    async def done(self) -> None:
        """Waits until the bot is done with what this person did, and looks at the chat."""
        await self.house.settled(self.me.id)
        self.look()

    async def says(self, text: str) -> Msg:
        """Writes a text."""
        said = await self.me.say(text)
        await self.done()
        return said

    async def taps(self, label: str, *, times: int = 1) -> Tap:
        """Taps the button that says just that on the present screen, `times` in a row without waiting."""
        found = [one for one in (label, f"✓ {label}") if one in self.labels]
        assert found, f"no button {label!r} under {self.screen.text!r}: {self.labels}"
        tap = await self.me.tap(found[0], self.screen, times=times)
        assert tap is not None
        await self.done()
        return tap

    async def hits(self, key: str, *, times: int = 1, **values: Any) -> Tap:  # noqa: ANN401 - same as `say`
        """Taps the button with that text of the person's language."""
        return await self.taps(self.say(key, **values), times=times)

    async def presses(self, key: str, *, times: int = 1, on: Msg | None = None) -> Tap:
        """Taps the button with that text on a message that brought reminders, the newest unless it is named."""
        message = on or self.notice
        label = self.say(key)
        assert label in message.labels, f"no button {label!r} under {message.text!r}: {message.labels}"
        tap = await self.me.tap(label, message, times=times)
        assert tap is not None
        await self.done()
        return tap

    async def picks(self, option: str, *, times: int = 1) -> Tap:
        """Taps the button whose data ends with that option: for labels that are made of a time or a name."""
        return await self.taps(self.label_of(option), times=times)

    def label_of(self, option: str) -> str:
        """What the button of that option says on the present screen."""
        found = [str(b["text"]) for b in self.buttons if str(b.get("callback_data", "")).endswith(f"|{option}")]
        assert found, f"no option {option!r} under {self.screen.text!r}: {self.buttons}"
        return found[0]

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The buttons of the present screen as Telegram has them."""
        return [button for row in self.screen.rows for button in row]

    async def forges(self, data: str, message: int | None = None, *, inaccessible: bool = False) -> Tap:
        """Taps with any data, on the present screen unless another message is named."""
        tap = await self.me.tap_data(data, message or self.screen.id, inaccessible=inaccessible)
        await self.done()
        return tap

    async def resumes(self, name: str = "", *, times: int = 1) -> Tap:
        """Taps the button that goes on with what waits, by a name in it: its label holds a time too."""
        found = [str(one["text"]) for one in self.buttons if str(one.get("callback_data", "")).startswith("p|resume|")]
        found = [label for label in found if name in label]
        assert found, f"nothing of {name!r} waits under {self.screen.text!r}: {self.labels}"
        return await self.taps(found[0], times=times)

    # Parts of a debrief that tests have in common.

    async def begins(self, client: str = "Ромашка", *, detailed: bool = False) -> int:
        """`/start`, the debrief from the menu, and its client by name; gives the run. `detailed`: step by step."""
        await self.says("/start")
        await self.hits("menu-debrief")
        if detailed:
            await self.hits("btn-step_by_step")
        await self.says(client)
        return self.run

    async def behaves(self, behaviour: str = "raises_voice", *, times: int = 1) -> None:
        """Picks a behaviour by its label."""
        await self.taps(self.voice.playbook.behaviours[behaviour].label, times=times)

    async def fears(self, fear: str = "deceived", *, times: int = 1) -> None:
        """Picks a fear by its label."""
        await self.taps(self.voice.playbook.fears[fear].label, times=times)

    async def finishes_short(self, client: str = "Ромашка", *, tension: int = 5, times: int = 1) -> int:
        """A whole short debrief up to its summary, each button tapped `times`; gives the run."""
        run = await self.begins(client)
        await self.taps(str(tension), times=times)
        await self.behaves(times=times)
        await self.fears(times=times)
        await self.picks("tomorrow", times=times)
        return run
