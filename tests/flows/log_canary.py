"""The log as the program writes it, heard in a test: at DEBUG, ours or of every library as well."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from bot.process.logs import OURS, Format, handler
from tests.fake import TOKEN, FakeTelegram
from tests.secrets import betrayed

_LIBRARIES = ("aiogram", "aiohttp", "aiosqlite", "alembic", "asyncio", "sqlalchemy", "sqlalchemy.engine")
_SHORTEST = 5


@contextmanager
def log_at_debug(stream: TextIO, form: Format = "json", *, libraries: bool = False) -> Iterator[None]:
    """Writes what is logged at DEBUG to `stream`, with `libraries` what these say too."""
    names = (*OURS, *_LIBRARIES) if libraries else OURS
    loggers = [logging.getLogger(name) for name in names]
    levels = [one.level for one in loggers]
    heard, root = handler(stream, form), logging.getLogger()
    root.addHandler(heard)
    for one in loggers:
        one.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(heard)
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)


def said_in(tg: FakeTelegram) -> set[str]:
    """All that people wrote, what they are called, and the token; words too short to be told from others aside."""
    written = (message for room in tg.rooms.values() for message in room.messages.values() if not message.by_bot)
    texts = (version.get("text") for message in written for version in (message.json, *message.versions))
    words = {text for text in texts if isinstance(text, str) and len(text) >= _SHORTEST and text[0] != "/"}
    names = {str(room.info.get("first_name", "")) for room in tg.rooms.values()}
    return {TOKEN, TOKEN.partition(":")[2], *words, *(name for name in names if len(name) >= _SHORTEST)}


def leaked(tg: FakeTelegram, log: str) -> list[str]:
    """What of it stands in the log."""
    return betrayed(said_in(tg), log.encode("utf-8", "surrogatepass"))
