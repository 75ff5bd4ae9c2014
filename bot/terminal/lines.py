"""Reading lines without blocking the loop, from a terminal, a pipe, a file or nothing at all."""

import asyncio
import os
import select
import threading
from typing import TextIO

AHEAD = 64  # lines read ahead of the bot, so that an endless pipe does not fill the memory
LONGEST = 1 << 20  # bytes without a line break that are taken as a line nevertheless


class Lines:
    """Lines of a stream, read by a thread that dies with the process.

    The descriptor is read, not the stream: a thread that waits inside a buffered stream makes Python abort when
    it exits. Bytes that are no UTF-8 become U+FFFD; a last line without a break counts.
    """

    def __init__(self, stream: TextIO | None) -> None:
        # A copy of our own: the number of a descriptor that somebody closes is soon given to another file.
        self._descriptor = None if stream is None else os.dup(stream.fileno())
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._room = threading.Semaphore(AHEAD)
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, name="terminal lines", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Tells whether a line was typed ahead, so that `next` gives it at once."""
        return not self._queue.empty()

    async def next(self) -> str | None:
        """Gives the next line without its break, or None at the end of the input."""
        line = await self._queue.get()
        self._room.release()
        return line

    def _read(self) -> None:
        pending = b""
        while chunk := self._chunk():
            *whole, pending = (pending + chunk).split(b"\n")
            if len(pending) > LONGEST:
                whole, pending = [*whole, pending], b""
            for line in whole:
                if not self._post(line.decode("utf-8", "replace").removesuffix("\r")):
                    return
        if self._descriptor is not None:
            os.close(self._descriptor)
        if pending and not self._post(pending.decode("utf-8", "replace")):
            return
        self._post(None)

    def _chunk(self) -> bytes:
        if self._descriptor is None:
            return b""
        try:
            select.select([self._descriptor], [], [])  # whoever shares the file may have made it non-blocking
            return os.read(self._descriptor, 1 << 16)
        except OSError:  # the terminal was closed
            return b""

    def _post(self, line: str | None) -> bool:
        self._room.acquire()
        try:
            self._loop.call_soon_threadsafe(self._queue.put_nowait, line)
        except RuntimeError:  # the loop is closed: nobody reads any more
            return False
        return True
