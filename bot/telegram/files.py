"""Files on their way to Telegram and from it: streamed out, fetched whole up to a size. No token in any text."""

import asyncio
import io
from collections.abc import AsyncGenerator
from typing import BinaryIO, Final

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import InputFile
from aiohttp import ClientError, ClientResponseError

from bot.telegram.errors import Meaning, meaning

LARGEST_SENT: Final = 50 * 1024 * 1024
"""Bytes of a file that a bot may send (Bot API, "Sending files")."""
_CHUNK: Final = 256 * 1024
_PATIENCE: Final = 30


class Streamed(InputFile):
    """An open file, read from its beginning with every try, on a thread."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        super().__init__(name, _CHUNK)
        self._file = file

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        """The file, piece by piece."""
        del bot
        at = 0
        while chunk := await asyncio.to_thread(self._piece, at):
            at += len(chunk)
            yield chunk

    def _piece(self, at: int) -> bytes:
        self._file.seek(at)
        return self._file.read(self.chunk_size)


class Unfetched(Exception):
    """A file of Telegram's could not be had; `meaning` says whether it may be later. The text is its name alone."""

    def __init__(self, meaning: Meaning) -> None:
        super().__init__(meaning.name)
        self.meaning = meaning


class TooLarge(Exception):
    """The file is larger than was asked for."""


class _Bounded(io.BytesIO):
    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # bytes are all that comes
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        return super().write(data)


async def fetch(bot: Bot, file_id: str, most: int) -> bytes:
    """The file that Telegram has under that id. Raises TooLarge over `most` bytes, and Unfetched."""
    into = _Bounded(most)
    try:
        file = await bot.get_file(file_id, _PATIENCE)
        await bot.download_file(file.file_path or "", into, timeout=_PATIENCE, seek=False)
        return into.getvalue()
    except TooLarge:
        raise
    except Exception as error:  # noqa: BLE001 - `_judged` knows what each means
        what = _judged(error)
    # Outside of the handler: the address in the other's text holds the bot's token, so it must not hang on this one.
    raise Unfetched(what)


def _judged(error: Exception) -> Meaning:
    if isinstance(error, ClientResponseError):  # of the download itself, which is no method of the Bot API
        return Meaning.PASSING if error.status >= 500 or error.status == 429 else Meaning.REFUSED
    if isinstance(error, ClientError):
        return Meaning.PASSING
    if isinstance(error, TelegramAPIError) and "file is too big" in error.message.lower():
        return Meaning.REFUSED
    return meaning(error)
