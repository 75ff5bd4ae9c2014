"""A fake Bot API over HTTP: refuses what Telegram refuses, remembers everything, breaks when told to."""

import asyncio
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fake.faults import Broken, Cut
from tests.fake.idle import Idle
from tests.fake.ledger import Call
from tests.fake.limits import TooFast
from tests.fake.people import Group, Person
from tests.fake.wire import METHODS, PARAMETERS, ApiError, Json, Upload, bad, read, typed

TOKEN = "123456789:" + "A" * 35
_CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_LONGEST_POLL = 50


class FakeTelegram(Idle):
    """`async with FakeTelegram() as tg:` serves on a random port of this machine, on the running loop.

    `tg.url` is for `TelegramAPIServer.from_base`. People write and tap through `tg.person(…)`.
    """

    def __init__(self, token: str = TOKEN, username: str = "okok_test_bot") -> None:
        super().__init__(token, username)
        self.url = ""
        self._poller: object = None
        self._closing = False
        self._transports: set[asyncio.BaseTransport] = set()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        self.touch()
        if self._runner:
            await self._runner.cleanup()

    # -- people

    def person(self, number: int = 1001, first_name: str = "Anna", language_code: str = "ru") -> Person:
        """Someone with a private chat with the bot; who hasn't written yet can't be written to."""
        return Person(self, number, first_name, language_code)

    def crowd(self, numbers: Iterable[int], language_code: str = "ru") -> list[Person]:
        """People by their numbers, all of whom the bot may write to, as after a `/start` of long ago: no updates."""
        return [self.person(number, f"P{number}", language_code).starts() for number in numbers]

    def group(self, number: int = -1001, title: str = "Team", kind: str = "supergroup") -> Group:
        """A group that the bot is in (`kind`: group, supergroup, channel); it sees all that is written there."""
        return Group(self, number, title, kind)

    @property
    def connected(self) -> bool:
        """Whether anybody is connected, or sent something that was not read yet and is gone."""
        return self._runner is not None and self._runner.server is not None and bool(self._runner.server.connections)

    def cut_connections(self) -> None:
        """Cuts every connection, long polls too."""
        for transport in self._transports:
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()

    # -- requests

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        transport = request.transport
        if transport is not None:
            self._transports.add(transport)
        try:
            return await self._serve(request)
        except Cut:
            if transport is not None:
                transport.abort()
            return web.Response(status=500)
        finally:
            if transport is not None:
                self._transports.discard(transport)

    async def _file(self, request: web.Request) -> web.Response:
        data = self.served(request.match_info["path"]) if request.match_info["token"] == self.token else None
        if data is None:
            return _refuse(ApiError(404, "Not Found"))
        return web.Response(body=data)

    async def _serve(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            return _refuse(ApiError(401, "Unauthorized"))
        asked = request.match_info["method"]
        method = METHODS.get(asked.lower(), asked)
        call = self.opens(method, time.monotonic(), int(self.clock()))
        cut_after = False
        try:
            raw, files = await read(request)
            call.params = {**raw, **{name: upload.name for name, upload in files.items()}}
            call.params = typed(raw)
            self.concerns(call, self._chat_of(call.params))
            cut_after = await self._suffer(call)
            answer = {"ok": True, "result": await self._do(call, files)}
            call.code, call.result = 200, answer["result"]
        except ApiError as refusal:
            call.code, call.description = refusal.code, refusal.description
            # A poll whose bot has hung up is refused to nobody.
            call.injected = call.injected or (refusal.code == 409 and _gone(request))
            answer = refusal.reply()
        except Broken as fault:
            call.code, call.injected = fault.code, True
            return _broken(fault.code)
        finally:
            self.closes(call)
            if call.method != "getUpdates":
                self.touch()
        if (self.before_answer and self.before_answer(call.method, call.params) is True) or cut_after:
            raise Cut
        return web.json_response(answer, status=call.code)

    async def _suffer(self, call: Call) -> bool:
        try:
            return await self.suffer(call.method, call.params)
        except ApiError as refusal:
            call.injected = not isinstance(refusal, TooFast)
            raise

    def _chat_of(self, params: Json) -> int | None:
        """The chat a call is about; for the answer to a tap, the chat of the tap."""
        chat = params.get("chat_id")
        tap = self.taps.get(str(params.get("callback_query_id")))
        return chat if isinstance(chat, int) else tap.chat if tap else None

    async def _do(self, call: Call, files: dict[str, Upload]) -> object:
        if call.method not in PARAMETERS:
            self.violation(f"{call.method}: unknown method")
            raise ApiError(404, "Not Found: method not found")
        if call.method == "getUpdates":
            return await self._get_updates(call.params)
        return self.execute(call.method, call.params, files)

    async def _get_updates(self, params: Json) -> list[Json]:
        if self.hook.url:
            raise ApiError(409, _HOOKED)
        if "allowed_updates" in params:
            if not isinstance(params["allowed_updates"], list):
                raise bad("can't parse allowed updates JSON object")
            self.allowed = frozenset(params["allowed_updates"]) or None
        self.confirm(params.get("offset", 0))
        limit = min(max(params.get("limit", 100), 1), 100)
        end = time.monotonic() + min(max(params.get("timeout", 0), 0), _LONGEST_POLL)
        me = self._poller = object()
        self.ring()  # an older poll wakes up and leaves
        try:
            while not (batch := self.pending[:limit]) and time.monotonic() < end and not self._closing:
                await self.happening(end - time.monotonic())
                if self._poller is not me:
                    raise ApiError(409, _CONFLICT)
        finally:
            if self._poller is me:
                self._poller = None
        for update in batch:
            update.delivered += 1
        return [update.body for update in batch]


def _gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _refuse(refusal: ApiError) -> web.Response:
    return web.json_response(refusal.reply(), status=refusal.code)


def _broken(code: int) -> web.Response:
    if code == 500:
        return _refuse(ApiError(500, "Internal Server Error"))
    page = f"<html><head><title>{code} Bad Gateway</title></head><body><center>nginx</center></body></html>"
    return web.Response(status=code, content_type="text/html", text=page)
