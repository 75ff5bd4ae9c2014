"""The fake in a thread with a loop of its own: it lives on while a bot's process is killed."""

import asyncio
import inspect
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.fake.people import Person
from tests.fake.server import TOKEN, FakeTelegram

T = TypeVar("T")


class SyncPerson:
    """A `Person` without await: the same names, each deed and each look done in the fake's loop."""

    def __init__(self, thread: "FakeTelegramThread", person: Person) -> None:
        self._thread = thread
        self.person = person

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 — whatever Person has
        value = self._thread.call(lambda: getattr(self.person, name))
        if not callable(value):
            return value
        if inspect.iscoroutinefunction(value):
            return lambda *args, **kwargs: self._thread.run(value(*args, **kwargs))
        return lambda *args, **kwargs: self._thread.call(lambda: value(*args, **kwargs))


class FakeTelegramThread:
    """`with FakeTelegramThread() as tg:` serves until the block ends, whatever becomes of the bot.

    `tg.fake` is the `FakeTelegram`: reading its lists from outside is safe, what changes it goes through `run`
    (coroutines) or `call` (plain functions). Its hooks (`tg.fake.before_answer`) run in the fake's thread, so
    that they can kill the bot before it gets its answer. Fork a bot's process before this starts its thread.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self._token = token
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-telegram", daemon=True)
        self.fake: FakeTelegram

    async def _start(self) -> FakeTelegram:
        return await FakeTelegram(self._token).__aenter__()

    def __enter__(self) -> Self:
        self._thread.start()
        self.fake = self.run(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.run(self.fake.__aexit__(kind, error, trace))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def url(self) -> str:
        """The base address of the Bot API."""
        return self.fake.url

    def run(self, work: Coroutine[Any, Any, T], within: float = 60) -> T:
        """Runs a coroutine in the fake's loop and gives its result; raises `TimeoutError` after `within` seconds."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(within)

    def call(self, work: Callable[[], T]) -> T:
        """Runs a plain function in the fake's loop and gives its result."""

        async def step() -> T:
            return work()

        return self.run(step())

    def person(self, number: int = 1001, first_name: str = "Anna", language_code: str = "ru") -> SyncPerson:
        """Someone who writes and taps, without await."""
        return SyncPerson(self, self.call(lambda: self.fake.person(number, first_name, language_code)))

    def settled(self, quiet: float = 0.08, within: float = 10) -> None:
        """Waits until the bot is quiet everywhere; fails after `within` seconds."""
        self.run(self.fake.settled(None, quiet, within))
