"""A Telegram inside the process that follows a script, and clocks that a test moves."""

import asyncio
import heapq
import itertools
import time
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod

from bot.common.clock import Clock

TOKEN = "42:scripted"  # noqa: S105 — nobody's


class HeldClock(Clock):
    """Time stands still until the test moves it with `advance`; everything then happens in order."""

    def __init__(self) -> None:
        self.at = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = itertools.count()

    def now(self) -> int:
        return int(self.at)

    def time(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.at + max(0.0, seconds), next(self._count), future))
        await future

    async def advance(self, seconds: float) -> None:
        """Lets `seconds` pass, waking whoever sleeps at the very moment that each of them waits for."""
        end = self.at + seconds
        await self.still()
        while self._sleepers and self._sleepers[0][0] <= end + 1e-9:
            moment, _, future = heapq.heappop(self._sleepers)
            if not future.done():
                self.at = max(self.at, moment)
                future.set_result(None)
                await self.still()
        self.at = end
        await self.still()

    async def still(self) -> None:
        """Waits until nothing goes on without time; a clock of whoever has threads waits for these too."""
        await settle()


class FastClock(Clock):
    """Time runs `factor` times as fast as outside, for tests with a real database in them."""

    def __init__(self, factor: float = 100.0) -> None:
        self.factor = factor
        self._start = time.monotonic()

    def time(self) -> float:
        return 1000.0 + (time.monotonic() - self._start) * self.factor

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / self.factor)


async def settle() -> None:
    """Lets all that can go on without time or threads go on."""
    for _ in range(30):
        await asyncio.sleep(0)


@dataclass(frozen=True)
class Taken:
    """A call as it came, and when (the clock's seconds); `refused` the code where it was refused."""

    name: str
    data: dict[str, Any]
    at: float
    refused: int | None = None

    @property
    def text(self) -> str | None:
        return self.data.get("text")


@dataclass
class Fault:
    """The answer to one call instead of success."""

    code: int
    description: str = ""
    retry_after: int | None = None


class Scripted(BaseSession):
    """Takes every call, gives messages numbers from 101, and answers with a fault where the script says so."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.calls: list[Taken] = []
        self.faults: defaultdict[tuple[str, int | None], deque[Fault]] = defaultdict(deque)
        self.gates: dict[str, asyncio.Event] = {}
        self.updates: deque[list[Any] | Fault] = deque()
        self.on_call: Callable[[str, dict[str, Any]], None] = lambda _name, _data: None
        self.offsets: list[int | None] = []
        self._ids = itertools.count(101)

    def bot(self) -> Bot:
        return Bot(TOKEN, session=self)

    def fail(self, name: str, *faults: Fault, chat: int | None = None) -> None:
        """The next calls of `name` (to `chat`, or to any) are answered with `faults`, one each."""
        self.faults[name, chat].extend(faults)

    def named(self, *names: str) -> list[Taken]:
        """Calls of these methods that were taken."""
        return [c for c in self.calls if c.name in names and c.refused is None]

    def to(self, chat: int) -> list[Taken]:
        """Calls to `chat` that were taken."""
        return [c for c in self.calls if c.data.get("chat_id") == chat and c.refused is None]

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 — as the base class has it
    ) -> Any:  # noqa: ANN401 — same
        name = method.__api_method__
        data = method.model_dump(warnings=False, exclude_none=True)
        self.on_call(name, data)
        await asyncio.sleep(0)
        if gate := self.gates.get(name):
            await gate.wait()
        if name == "getUpdates":
            return await self._updates(bot, method, data)
        for key in ((name, data.get("chat_id")), (name, None)):
            if self.faults[key]:
                fault = self.faults[key].popleft()
                self.calls.append(Taken(name, data, self.clock.time(), fault.code))
                self._refuse(bot, method, fault)
        self.calls.append(Taken(name, data, self.clock.time()))
        result: Any = True
        if name.startswith("send") or name == "editMessageText":
            chat = {"id": data["chat_id"], "type": "private"}
            message_id = data.get("message_id") or next(self._ids)
            result = {"message_id": message_id, "date": 1, "chat": chat, "text": data.get("text")}
        return self._take(bot, method, 200, {"ok": True, "result": result})

    async def _updates(self, bot: Bot, method: TelegramMethod[Any], data: dict[str, Any]) -> list[Any]:
        self.offsets.append(data.get("offset"))
        if not self.updates:
            await self.clock.sleep(data.get("timeout", 0))
        batch = self.updates.popleft() if self.updates else []
        if isinstance(batch, Fault):
            self._refuse(bot, method, batch)
            return []
        taken: list[Any] = self._take(bot, method, 200, {"ok": True, "result": batch})
        return taken

    def _refuse(self, bot: Bot, method: TelegramMethod[Any], fault: Fault) -> None:
        if fault.code == 0:
            raise TelegramNetworkError(method=method, message="ClientConnectorError: Cannot connect to host")
        body: dict[str, Any] = {"ok": False, "error_code": fault.code, "description": fault.description}
        if fault.retry_after is not None:
            body["parameters"] = {"retry_after": fault.retry_after}
        self._take(bot, method, fault.code, body)

    def _take(self, bot: Bot, method: TelegramMethod[Any], status: int, body: dict[str, Any]) -> Any:  # noqa: ANN401 — same
        return self.check_response(bot, method, status, self.json_dumps(body)).result

    async def close(self) -> None:
        """Nothing is open."""

    def stream_content(self, *_args: object, **_kwargs: object) -> AsyncGenerator[bytes, None]:
        """No files here."""
        raise NotImplementedError
