"""All calls to one chat go through its lane: in order, paced, retried; the newest view wins, no tap is forgotten.

A lane keeps no list of screens to show. It knows what stands in the chat and what shall stand there, and makes
one call after the other until both are the same; so a newer view may come at any moment, also between the calls
of an older one or while Telegram has asked to wait.
"""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from typing import Final

from aiogram import Bot

from bot.common.clock import Clock
from bot.telegram import lane_items as do
from bot.telegram.calls import AGAIN, Calls, erase, in_time, mend, say, send_one_try, show_frame, strip
from bot.telegram.errors import Meaning, name
from bot.telegram.lane import Drop, Greet, Lane, Put, Target, next_step, rest, waits
from bot.telegram.lane_items import Delivered, Erase, Erased, Mend, OnBeside, OneTry, OnMended, OnShown, Post, ShownView
from bot.telegram.pace import Pace
from bot.telegram.render import fit, safe
from bot.viewmodels.screen import Screen, View

log = logging.getLogger(__name__)

_REMEMBERED: Final = 4096  # idle lanes kept, for what they know of their chat
_FORGOTTEN_AFTER: Final = 60.0  # seconds without work after which an idle lane may go: its row is up to date
_LONGEST_ANSWER: Final = 200  # Bot API, answerCallbackQuery: text


class Lanes:
    """The lanes of all chats. Nothing here waits for Telegram except the lanes' own tasks, `drain` and `close`."""

    def __init__(  # noqa: PLR0913 — who is told of what, each by name
        self,
        bot: Bot,
        on_shown: OnShown,
        *,
        on_beside: OnBeside | None = None,
        on_mended: OnMended | None = None,
        clock: Clock | None = None,
        pace: Pace | None = None,
    ) -> None:
        """`on_shown(chat_id, revision, message_id, message_mark, draft_id, draft_mark)` is awaited after Telegram
        took a whole view, before the lane goes on; `on_beside(chat_id, message_id)` when a message beside the
        view was sent, or none stands there any more; `on_mended(chat_id, message_id, stands_in, revision)` when a
        message of its own shows what it should, that one or a new one.
        """
        self._on_shown = on_shown
        self._on_beside = on_beside
        self._on_mended = on_mended
        self._clock = clock or Clock()
        self._pace = pace or Pace()
        self._calls = Calls(bot, self._clock, self._pace)
        self._lanes: dict[int, Lane] = {}  # the least recently used first
        self._answered: set[str] = set()  # taps that were answered ahead of their handling
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def show(  # noqa: PLR0913 - what is shown, and how, each by name
        self, chat_id: int, revision: int, view: View, *, fresh: bool, stands: ShownView, unhurried: bool = False
    ) -> None:
        """`view`, made from the chat's state at `revision`, shall stand in the chat.

        In place of the present message, or with `fresh` (and where none is known) as new messages: greeting,
        screen, draft, and the former message loses its keyboard. `stands` is what the chat's row says stands there.
        One of many that nobody waits for is `unhurried`: it comes in a lull, and makes no sound.
        """
        lane = self._lane(chat_id)
        lane.aim(revision, view, fresh, stands, unhurried=unhurried)
        self._start(lane)

    def enter(self, chat_id: int, topic: int | None) -> None:
        """From now on what is sent to the chat goes to that one of its topics, None to none of them.

        Known to this run of the program only: after a restart nothing goes to a topic until the person is in one.
        """
        if topic is not None or chat_id in self._lanes:
            self._lane(chat_id).topic = topic

    def answer(self, chat_id: int, callback_query_id: str, text: str | None = None) -> None:
        """Ends the spinner of a tap in `chat_id`, with `text` as a passing note (200 characters of it)."""
        if callback_query_id in self._answered:
            self._answered.discard(callback_query_id)
            return
        lane = self._lane(chat_id)
        lane.answers.append((callback_query_id, fit(safe(text), _LONGEST_ANSWER) if text else None))
        lane.answer_at = self._clock.time()  # a new tap is tried at once, whatever the last one met
        self._start(lane)

    def answer_ahead(self, chat_id: int, callback_query_id: str, text: str) -> None:
        """Ends the spinner of a tap that can't be handled yet; the later answer is let go of."""
        if callback_query_id not in self._answered:
            self.answer(chat_id, callback_query_id, text)
            self._answered.add(callback_query_id)

    def say(self, chat_id: int, screen: Screen) -> None:
        """Sends `screen` once, as a message of its own, which does not become the present message."""
        self._once(chat_id, do.SendOnce(screen))

    def play(self, chat_id: int, file_ids: Sequence[str], *, forbidden: Screen, lost: Screen) -> None:
        """Sends voice notes that Telegram has, by their ids.

        Where the person's privacy forbids them `forbidden` is said in their place; where Telegram doesn't give one of
        them (any more, or to this bot) `lost`, once.
        """
        self._once(chat_id, do.Play(list(file_ids), forbidden, lost))

    def picture(self, chat_id: int, png: bytes, caption: str) -> None:
        """Sends a picture with a line under it, as a message of its own."""
        self._once(chat_id, do.Picture(png, caption))

    async def deliver(self, chat_id: int, screen: Screen, within: float) -> Delivered:
        """Sends `screen` as a message of its own; gives what came of the one try.

        It waits its turn in the chat and in the pace; in a chat that was told to wait, or whose turn does not come
        `within` so many seconds, it isn't tried. Cancelled before its turn, it isn't sent.
        """
        lane, now = self._lane(chat_id), self._clock.time()
        if (wait := max(lane.quiet_until, self._calls.overall.quiet_until) - now) > 0:
            return Delivered(None, Meaning.WAIT, wait=wait)
        came: asyncio.Future[Delivered] = asyncio.get_running_loop().create_future()
        lane.work.append(one_try := OneTry(screen, came, now + within))
        self._start(lane)
        return await in_time(lane, one_try, self._calls, self._clock)

    def mend(self, chat_id: int, message_id: int, screen: Screen, revision: int) -> None:
        """The message `message_id`, sent in one try, shall show `screen`; `on_mended` is told when it does."""
        lane = self._lane(chat_id)
        lane.mend(Mend(message_id, screen, revision))
        self._start(lane)

    async def put_right(self, chat_id: int, message_id: int, screen: Screen, within: float) -> bool:
        """The same, awaited for so many seconds: whether nothing is left to be tried."""
        lane, came = self._lane(chat_id), asyncio.get_running_loop().create_future()
        lane.mend(Mend(message_id, screen, 0, came=came))
        self._start(lane)
        done, _ = await asyncio.wait((came,), timeout=within)
        return bool(done)

    def lull(self) -> float:
        """Seconds until a call that nobody waits for may go out, so that it is in nobody's way."""
        return self._calls.overall.lull(self._clock.time())

    def adopt(self, chat_id: int, message_id: int, former: int | None) -> None:
        """From now on the view stands in the message `message_id`; the one it stood in loses its keyboard.

        That is `former` by the chat's row, unless the lane knows better.
        """
        lane = self._lane(chat_id)
        former = lane.standing.message_id if lane.known else former
        lane.standing, lane.known = ShownView(message_id), True
        if former is not None and former != message_id:
            self.strip(chat_id, former)

    def strip(self, chat_id: int, message_id: int, *, whole: bool = False) -> None:
        """Takes the keyboard off an old message, or the `whole` of it away, if that works at the first try.

        The keyboard goes in a lull, once everybody has the screens that they wait for.
        """
        self._once(chat_id, do.Strip(message_id, whole))

    def frame(self, chat_id: int, screen: Screen, *, last: bool = False) -> None:
        """Shows `screen` in a message beside the view, edited from then on, let stand after the `last`.

        A frame that meets a limit is dropped, never tried again.
        """
        lane, now = self._lane(chat_id), self._clock.time()
        quiet_until = max(lane.quiet_until, self._calls.overall.quiet_until)
        if quiet_until <= now and lane.bucket.wait(now) <= 0:
            lane.frame(do.SideFrame(screen, last))
            self._start(lane)

    def clear_beside(self, chat_id: int, message_id: int | None = None) -> None:
        """Takes the message beside the view away (`message_id`: left by an earlier run), before what comes next."""
        lane = self._lane(chat_id)
        lane.beside = lane.beside or message_id
        lane.frame(do.SideFrame(None))
        self._start(lane)

    async def erase(self, chat_id: int, messages: Sequence[int]) -> Erased:
        """Deletes messages of either side, in the chat's order; gives what became of them, as soon as it is known."""
        self._once(chat_id, item := Erase(list(messages), asyncio.get_running_loop().create_future()))
        return await item.came

    def post(self, chat_id: int, item: Post) -> asyncio.Future[Delivered]:
        """Sends a file, tried until Telegram answers; gives what comes of it, for whoever waits for that."""
        self._once(chat_id, item)
        return item.came

    def forget(self, chat_id: int) -> None:
        """Drops what is to be said in `chat_id`, and what is known of it: its person is erased, or let in no more."""
        if lane := self._lanes.get(chat_id):
            lane.clear(answers=False)

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return not self._tasks

    def busy(self, chat_id: int) -> bool:
        """Whether something waits or is under way for this chat, but for what is for looks only."""
        lane = self._lanes.get(chat_id)
        return lane is not None and lane.task is not None and (bool(lane.answers or lane.work) or not lane.strips)

    def standing(self, chat_id: int, known: ShownView) -> ShownView:
        """What stands in the chat now, newer than `known`, which its row says, where the lane knows better."""
        lane = self._lanes.get(chat_id)
        return lane.standing if lane is not None and lane.known else known

    async def drain(self, seconds: float) -> bool:
        """Waits up to `seconds` until all lanes are empty; gives whether they are. Nothing is dropped."""
        deadline = (loop := asyncio.get_running_loop()).time() + seconds
        while self._tasks and loop.time() < deadline:
            await asyncio.wait(self._tasks, timeout=deadline - loop.time())
        return self.idle

    async def close(self) -> None:
        """Ends all lanes where they are; what they did not show stays owed."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _lane(self, chat_id: int) -> Lane:
        lane = self._lanes.pop(chat_id, None) or Lane(chat_id, self._pace, self._clock.time())
        self._lanes[chat_id] = lane
        return lane

    def _prune(self) -> None:
        """Forgets the longest idle lanes as long as there are too many."""
        while len(self._lanes) > _REMEMBERED:
            oldest = next(iter(self._lanes.values()))
            used_at = max(oldest.used_at, oldest.quiet_until)
            if oldest.task is not None or used_at > self._clock.time() - _FORGOTTEN_AFTER:
                return
            del self._lanes[oldest.chat_id]

    def _once(self, chat_id: int, item: do.Once | do.Strip | Erase) -> None:
        lane = self._lane(chat_id)
        lane.once(item)
        self._start(lane)

    def _start(self, lane: Lane) -> None:
        lane.wake.set()
        if lane.task is None and not self._closed:
            lane.task = asyncio.get_running_loop().create_task(self._run(lane))
            self._tasks.add(lane.task)

    async def _run(self, lane: Lane) -> None:
        try:
            while (wait := waits(lane, self._calls.overall, self._clock.time())) is not None:
                if wait > 0:
                    await rest(lane, self._clock, wait)
                elif lane.answers and lane.answer_at <= self._clock.time():
                    await self._calls.answer(lane)
                else:
                    await self._work(lane)
        finally:
            if lane.task is not None:
                self._tasks.discard(lane.task)
            lane.task = lane.slot = None
            lane.used_at = self._clock.time()
            self._prune()

    async def _work(self, lane: Lane) -> None:
        item = lane.next
        if item is None:
            return
        try:
            if isinstance(item, Target):
                await self._approach(lane, item)
            elif isinstance(item, do.Once):
                await say(lane, item, self._calls)
            elif isinstance(item, OneTry):
                await send_one_try(lane, item, self._calls, self._clock)
            elif isinstance(item, Mend):
                await self._mend(lane, item)
            elif isinstance(item, Erase):
                await erase(lane, item, self._calls)
            elif isinstance(item, do.SideFrame):
                stood = lane.beside
                await show_frame(lane, item, self._calls, self._clock)
                if lane.beside != stood and self._on_beside is not None:
                    await self._record(lane, self._on_beside(lane.chat_id, lane.beside))
            else:
                await strip(lane, item, self._calls, self._clock)
        except Exception as error:  # noqa: BLE001 — a screen that can't be rendered must not end the lane
            what = f"{type(item).__name__} dropped: {name(error)}"
            log.error("chat %d: %s", lane.chat_id, what)  # noqa: TRY400 — a traceback's text may hold words
            if item in lane.work or item in lane.strips:
                lane.finish(item)
            if isinstance(item, OneTry | Post | Erase):
                item.over(Meaning.OURS)

    async def _mend(self, lane: Lane, item: Mend) -> None:
        stands_in = await mend(lane, item, self._calls)
        if stands_in is not None and self._on_mended is not None:
            await self._record(lane, self._on_mended(lane.chat_id, item.message_id, stands_in, item.revision))

    async def _record(self, lane: Lane, recording: Awaitable[None]) -> None:
        try:
            await recording
        except Exception as error:  # noqa: BLE001 — not written down, it is shown or cleared at the next start
            log.warning("chat %d: what was shown could not be recorded: %s", lane.chat_id, name(error))

    async def _approach(self, lane: Lane, target: Target) -> None:
        """One call towards `target`, which may be renewed while the call is out."""
        step = next_step(lane, target)
        if step is None:
            await self._arrive(lane, target)
            return
        fresh, greeting, version = target.fresh, target.greeting, target.version
        if isinstance(step, Greet):
            target.greeting = None
        elif isinstance(step, Put) and not step.draft:
            target.fresh = False
        result, what = await self._calls.send(lane, step.call)
        if isinstance(step, Drop):
            if what not in AGAIN and target is lane.target:  # one too old to be deleted is let stand
                lane.standing = replace(lane.standing, draft_id=None, draft_mark=None)
                if next_step(lane, target) is None:
                    await self._arrive(lane, target)
            return
        if target is not lane.target:
            return  # the chat is gone, or was forgotten meanwhile
        if what in (Meaning.DONE, Meaning.UNCHANGED):
            if isinstance(step, Put):
                target.taken(lane, step, result)
            if next_step(lane, target) is None:
                await self._arrive(lane, target)
            return
        target.fresh = target.fresh or fresh
        target.greeting = target.greeting or greeting
        if what not in AGAIN and not target.mended(lane, step, what, version):
            lane.finish(target)

    async def _arrive(self, lane: Lane, target: Target) -> None:
        lane.finish(target)
        stands = lane.standing
        if stands.message_id is None or stands.message_mark is None:
            return
        lane.reached = target.revision
        shown = (target.revision, stands.message_id, stands.message_mark, stands.draft_id, stands.draft_mark)
        await self._record(lane, self._on_shown(lane.chat_id, *shown))
