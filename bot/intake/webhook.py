"""Updates that Telegram brings itself: a small server that says "received" only once the update is stored.

Who knows the address but not the secret learns nothing: no answer hangs on what they send (failures, "Secrets"). Nor
do they cost anything: what they send is neither read nor unpacked, and however many connections they open and leave
half open, a few dozen are held, for seconds.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import TelegramNotFound, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import GetWebhookInfo, SetWebhook
from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.common.backoff import backoff
from bot.common.clock import Clock
from bot.common.heartbeat import Heartbeat
from bot.intake.polling import KINDS, TokenRefused
from bot.settings import Settings
from bot.store.database.errors import CannotStart

log = logging.getLogger(__name__)

LARGEST: Final = 2**20
"""Bytes of a request: a longer one is no update."""
MOST: Final = 64
"""Connections at once: Telegram needs one. When one more comes, the oldest that has shown no secret gives way."""
HEADERS: Final = 10.0
"""Seconds in which a request's headers are there, the wait for the next request on a connection included."""
_AT_ONCE: Final = 32
"""Connections that are taken in one go, before any of them is counted."""
_BODY: Final = 30.0  # seconds in which the rest of it is there
_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_LOOK: Final = 30.0  # seconds between two looks at whether Telegram still brings updates here
_LONGEST: Final = 120.0  # seconds that its two calls may take
_FINISH: Final = 4.0  # seconds for what is being stored when the bot ends
_REFUSED: Final = (TelegramUnauthorizedError, TelegramNotFound)


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram brings updates (`url`), what it shows to be let in, and where this machine listens."""

    url: str
    secret: str = field(repr=False)
    host: str
    port: int

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.url).path or "/"


def hook_of(settings: Settings) -> Hook | None:
    """Where Telegram brings updates; None where it is asked for them."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    host, _, port = settings.webhook_listen.rpartition(":")
    return Hook(str(settings.webhook_url), settings.webhook_secret.get_secret_value(), host, int(port))


class Webhook:
    """Listens until stopped, and hands each update to `accept`, which returns once it is stored."""

    def __init__(
        self,
        bot: Bot,
        accept: Callable[[list[Any]], Awaitable[None]],
        clock: Clock,
        hook: Hook,
        heartbeat: Heartbeat | None = None,
    ) -> None:
        """`heartbeat` beats at each look."""
        self._bot = bot
        self._accept = accept
        self._clock = clock
        self._hook = hook
        self._heartbeat = heartbeat or Heartbeat(clock)
        self._secret = hook.secret.encode()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._failures = 0
        self._told: int | None = None
        self._is_set = False
        self._brought: int | None = None
        self._let_in: set[asyncio.BaseProtocol] = set()
        self.last_ok: int | None = None
        """When Telegram last said that it brings updates here and misses none, in Unix seconds UTC."""

    async def run(self) -> None:
        """Listens until `stop`. Raises CannotStart where the port is taken, TokenRefused."""
        self._task = asyncio.current_task()
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post(self._hook.path, self._receive)
        runner = web.AppRunner(
            app,
            access_log=None,
            shutdown_timeout=_FINISH,
            keepalive_timeout=HEADERS,
            lingering_time=0.0,  # what follows a refusal is not read
            auto_decompress=False,  # a megabyte may hold a thousand of them
        )
        logging.getLogger("aiohttp.server").addFilter(_no_fault_of_ours)
        await runner.setup()
        server: asyncio.Server | None = None
        try:
            server = await self._listen(runner)
            while not self._stopping:
                self._heartbeat.beat(_LONGEST)
                pause = await self._look()
                self._heartbeat.beat(pause)
                await self._clock.sleep(pause)
        finally:
            self._stopping = True
            if server is not None:
                server.close()
            await runner.cleanup()  # what is being stored is stored, and answered

    async def _listen(self, runner: web.AppRunner) -> asyncio.Server:
        """Takes connections, so many at once at most: the library's own sites know no bound."""
        serve = runner.server
        if serve is None:
            raise RuntimeError("the runner was not set up")

        def taken() -> asyncio.Protocol:
            there = serve.connections
            if len(there) >= MOST:
                strange = (one for one in there if one.transport is not None and one not in self._let_in)
                if (oldest := next(strange, None)) is not None:
                    oldest.force_close()
            return serve()

        try:
            return await asyncio.get_running_loop().create_server(
                taken, self._hook.host, self._hook.port, backlog=_AT_ONCE
            )
        except OSError as error:
            where = f"{self._hook.host}:{self._hook.port}"
            raise CannotStart(f"WEBHOOK_LISTEN: can't listen on {where}: {error.strerror}.") from None

    def stop(self) -> None:
        """Ends `run` (which is then cancelled), once what is being stored is stored."""
        again, self._stopping = self._stopping, True
        if self._task is not None and not again:  # a second time would cut off what the first one lets finish
            self._task.cancel()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(_HEADER, "").encode(errors="surrogateescape")
        if not compare_digest(given, self._secret):
            return _refused(401)
        if "Content-Encoding" in request.headers:
            return _refused(415)  # Telegram packs nothing
        if self._stopping:
            return _refused(503)  # it is brought again, to the next start
        self._let_in.add(request.protocol)
        try:
            return await self._stored(request)
        finally:
            self._let_in.discard(request.protocol)

    async def _stored(self, request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(_BODY):
                body = await request.read()  # answers 413 itself where there is too much
        except TimeoutError:
            return _refused(408)
        except (ConnectionError, web.RequestPayloadError):
            return _refused(400)  # whoever brought it hung up; Telegram brings it again
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict):
            return web.Response(status=400)
        await self._accept([update])
        self._brought = self._clock.now()
        return web.Response()

    async def _look(self) -> float:
        """Looks whether Telegram brings updates here, and tells it to where it does not; gives seconds to wait."""
        try:
            info = await self._bot(GetWebhookInfo())
            if not self._is_set or info.url != self._hook.url:
                if self._is_set:
                    log.warning("somebody took this bot's webhook away; it is set again")
                await self._set()
                self._is_set = True
        except _REFUSED:
            raise TokenRefused("Telegram refuses the token; check BOT_TOKEN and TELEGRAM_API_URL.") from None
        except Exception as error:  # noqa: BLE001 — whatever it is, listening goes on
            self._failures += 1
            if self._failures == 1:
                log.warning("the webhook could not be looked at: %s", type(error).__name__)
            return error.retry_after if isinstance(error, TelegramRetryAfter) else backoff(self._failures)
        self._failures = 0
        failed = int(info.last_error_date.timestamp()) if info.last_error_date is not None else None
        # A Telegram that answers and can't get through is no sign of life: what it holds it drops after a day.
        if not info.pending_update_count or failed is None or failed <= (self._brought or 0):
            self.last_ok = self._clock.now()
        if failed is not None and failed != self._told and info.pending_update_count:
            self._told = failed
            log.warning("Telegram could not bring %d updates: %s", info.pending_update_count, info.last_error_message)
        return _LOOK

    async def _set(self) -> None:
        # One at a time: of several brought at once a person's second message could come before the first.
        wanted = SetWebhook(
            url=self._hook.url, secret_token=self._hook.secret, allowed_updates=KINDS, max_connections=1
        )
        await self._bot(wanted)
        log.info("Telegram brings updates to the webhook")


def _refused(status: int) -> web.Response:
    """An answer after which nothing more is read of the connection."""
    answer = web.Response(status=status)
    answer.force_close()
    return answer


def _no_fault_of_ours(record: logging.LogRecord) -> bool:
    """Whether the library's line is of the program: what strangers garble or break off would only fill a log."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, (HttpProcessingError, web.RequestPayloadError, ConnectionError))
