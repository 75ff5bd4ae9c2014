"""Long polling. An update is confirmed to Telegram only by the call after the one that stored it."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Final

from aiogram import Bot
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, Response, TelegramMethod

from bot.common.backoff import backoff
from bot.common.clock import Clock
from bot.common.file_lock import AnotherInstance
from bot.common.heartbeat import Heartbeat
from bot.intake import business

log = logging.getLogger(__name__)

KINDS: Final = ["message", "edited_message", "callback_query", "my_chat_member", *business.KINDS]
_WAIT: Final = 30  # seconds that Telegram holds a call for which there is nothing
_WEBHOOK: Final = 60  # seconds that any other call may take
_MARGIN: Final = 10  # seconds over that after which a connection is taken for dead

# Telegram ends the OLDER of two calls with 409. The one that was there meets its first 409 when the other one
# starts, the newcomer meets its own as soon as the first calls again: within a second, or within four where
# Telegram holds the second 409 back for three (telegram-bot-api, Client::fail_query_conflict).
_NEWCOMER: Final = 5.0


class TokenRefused(Exception):
    """Telegram does not know the token; the text is one line that says so."""


class GetUpdates(TelegramMethod[list[Any]]):
    """`getUpdates` as raw JSON, so that one update that can't be parsed does not hold up the others."""

    __returning__: ClassVar[Any] = list[Any]
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


ANSWER = Response[list[Any]]
"""Held here: aiogram's session makes the model of an answer anew, in some 2 ms, once the garbage collector took it."""


class Polling:
    """Asks Telegram for updates until stopped, and hands each batch to `accept`, which returns once it is stored."""

    def __init__(
        self,
        bot: Bot,
        accept: Callable[[list[Any]], Awaitable[None]],
        clock: Clock,
        wait: int = _WAIT,
        heartbeat: Heartbeat | None = None,
    ) -> None:
        """`wait`: seconds that Telegram may hold a call for which there is nothing; `heartbeat` beats at each step."""
        self._bot = bot
        self._accept = accept
        self._clock = clock
        self._wait = wait
        self._heartbeat = heartbeat or Heartbeat(clock)
        self._offset: int | None = None
        self._began: float | None = None
        self._failures = 0
        self._conflicts = 0
        self._asking = False  # a call is out or waited for, with nothing in hand: it may be cancelled
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self.last_ok: int | None = None
        """When Telegram last answered, in Unix seconds UTC."""

    async def run(self) -> None:
        """Polls until `stop`. Raises TokenRefused, AnotherInstance (409, and the other one was first)."""
        self._task = asyncio.current_task()
        while not self._stopping:
            self._asking = True
            try:
                batch = await self._ask()
            finally:
                self._asking = False
            if batch is not None:
                await self._accept(batch)
                self._offset = _next_offset(batch)
                if batch and self._offset is None:
                    await self._rest(1)  # nothing in it can be confirmed: it comes again at once

    def stop(self) -> None:
        """Ends `run` (which is then cancelled), at once or as soon as the batch in hand is stored."""
        self._stopping = True
        if self._asking and self._task is not None:
            self._task.cancel()

    async def _ask(self) -> list[Any] | None:
        """One call; None after an error, once the wait that it calls for is over."""
        if self._began is None:
            self._began = self._clock.time()
        call = GetUpdates(offset=self._offset, timeout=self._wait, allowed_updates=KINDS)
        try:
            self._heartbeat.beat(self._wait + _MARGIN)
            batch = await self._bot(call, self._wait + _MARGIN)
        except Exception as error:  # noqa: BLE001 — whatever it is, polling goes on
            await self._rest(await self._after(error))
            return None
        self._heartbeat.beat()
        if self._failures:
            log.info("Telegram answers again after %d failed calls", self._failures)
        self._failures = self._conflicts = 0
        self.last_ok = self._clock.now()
        return batch

    async def _rest(self, seconds: float) -> None:
        self._heartbeat.beat(seconds)
        await self._clock.sleep(seconds)

    async def _after(self, error: Exception) -> float:
        """What to do about `error`; gives the seconds to wait before the next call."""
        if isinstance(error, (TelegramUnauthorizedError, TelegramNotFound)):
            raise TokenRefused("Telegram refuses the token; check BOT_TOKEN and TELEGRAM_API_URL.") from None
        if isinstance(error, TelegramConflictError):
            return await self._conflict(error)
        self._failures += 1
        if self.last_ok is None:
            self._began = None  # the age of this instance counts from the first call that reached Telegram
        if self._failures == 1:
            log.warning("no updates from Telegram: %s", type(error).__name__)
        if isinstance(error, TelegramRetryAfter):
            return error.retry_after
        return backoff(self._failures)

    async def _conflict(self, error: TelegramConflictError) -> float:
        if "webhook" in error.message.lower():
            log.warning("a webhook is set for this bot: it is removed, since updates are polled for")
            self._heartbeat.beat(_WEBHOOK)
            try:
                await self._bot(DeleteWebhook())
            except Exception as failed:  # noqa: BLE001 — the next call meets the same conflict and tries again
                log.warning("the webhook could not be removed: %s", type(failed).__name__)
            return 1.0
        age = self._clock.time() - (self._began or 0.0)
        if age < _NEWCOMER and not self._conflicts:
            raise AnotherInstance("Another instance already polls Telegram for this bot; this one leaves.") from None
        self._conflicts += 1
        if self._conflicts == 1:
            log.warning("another instance polls Telegram for this bot; this one was first and goes on")
        # At once in the beginning, so that the newcomer soon meets its 409; slower if it doesn't give way.
        low, high = (0.3, 0.8) if self._conflicts <= 5 else (1.0, 3.0)
        return random.uniform(low, high)  # noqa: S311 — so that two don't call in step


def _next_offset(batch: list[Any]) -> int | None:
    """What confirms all of `batch`; None, after an empty one, asks for the oldest unconfirmed, whatever its id.

    So ids that start anew and lower after an idle week are not taken for confirmed ones.
    """
    ids = [u["update_id"] for u in batch if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
    return max(ids) + 1 if ids else None
