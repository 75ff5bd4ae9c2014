"""The drawing process from outside: begun with the first picture, ended when nobody has asked for a while.

Drawing in a thread would hold the interpreter's lock and with it the loop (docs/decisions/0017-insights.md has the
figures). The process gets what it draws by a pipe, and nothing of the bot's environment that it could betray.
"""

import asyncio
import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.insights.pictures import Picture, encode

_KEPT: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
_ROOT: Final = Path(__file__).parents[2]
_LONGEST_LINE: Final = 2**20


class DrawingError(Exception):
    """The picture was not drawn; the text names the reason, and nothing of what was to be drawn."""


class Studio:
    """Draws one picture at a time, in a process of its own."""

    def __init__(self, *, idle: float = 120.0, patience: float = 20.0, most: int = 32) -> None:
        """The process ends after `idle` seconds without a picture; one that takes longer than `patience` seconds is
        given up; `most` may wait for their turn.
        """
        self._idle = idle
        self._patience = patience
        self._most = most
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._leaving: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """The id of the drawing process, None where none runs."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def draw(self, picture: Picture) -> bytes:
        """The picture as PNG. Raises DrawingError."""
        if self._waiting >= self._most:
            raise DrawingError("too many pictures wait")
        self._waiting += 1
        try:
            async with self._turn:
                self._stay()
                return await self._drawn(encode(picture).encode())
        finally:
            self._waiting -= 1
            self._leave_later()

    async def close(self) -> None:
        """Ends the process."""
        self._stay()
        await self._end()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    async def _drawn(self, line: bytes) -> bytes:
        fresh = self.pid is None
        try:
            async with asyncio.timeout(self._patience):
                return await self._ask(line)
        except DrawingError:
            raise  # a whole answer: the process goes on
        except (OSError, asyncio.IncompleteReadError, ValueError, TimeoutError) as error:
            await self._end()
            if fresh or isinstance(error, TimeoutError):
                raise DrawingError(type(error).__name__) from None
        except BaseException:
            await self._end()  # half an answer may be on its way: nobody could tell it from the next one
            raise
        return await self._drawn(line)  # the process was gone already: another one is begun, once

    async def _ask(self, line: bytes) -> bytes:
        process = self._process if self.pid is not None else await self._begin()
        if process is None or process.stdin is None or process.stdout is None:
            raise DrawingError("no process")
        process.stdin.write(line + b"\n")
        await process.stdin.drain()
        answer = json.loads(await process.stdout.readline())
        if "error" in answer:
            raise DrawingError(str(answer["error"]))
        return await process.stdout.readexactly(int(answer["bytes"]))

    async def _begin(self) -> asyncio.subprocess.Process:
        if self._folder is None:
            # Where matplotlib keeps its list of fonts: the home of a container's user can't be written to.
            self._folder = tempfile.TemporaryDirectory(prefix="okok-")
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.insights.renderer_process"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LONGEST_LINE,
            cwd=_ROOT,
            env={**kept, "MPLCONFIGDIR": self._folder.name},
            start_new_session=True,  # Ctrl-C is for the bot, which ends it
        )
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    def _stay(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None

    def _leave_later(self) -> None:
        self._stay()
        if not self._waiting and self._process is not None:
            self._leaving = asyncio.get_running_loop().call_later(self._idle, self._leave)

    def _leave(self) -> None:
        """Nobody asks any more: at the end of its input the process ends by itself."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
