"""A session of aiogram that answers the Bot API inside the process: the real `Bot` runs on it unchanged."""

import asyncio
import json
import os
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any, TextIO, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import SendPhoto, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile

from bot.terminal.chat import TerminalChat
from bot.terminal.display import Display, LiveDisplay
from bot.terminal.files import COMMAND, Files
from bot.terminal.hello import words
from bot.terminal.keys import Board, Press, SendText, UnclearLabel
from bot.terminal.lines import Lines
from bot.terminal.markup import RefusedError

TRY_TOKEN = "1:try"  # noqa: S105 - no secret: the token of a bot that exists in this process only
LONGEST_SILENCE_WAIT = 20.0  # seconds
LONGEST_PERSON_WAIT = 2.0  # seconds
LOOK_EVERY = 0.01  # seconds


class TerminalSession(BaseSession):
    """A Telegram of one person: typed lines become updates, the bot's messages are painted.

    `idle` tells whether nothing is left to do: no stored update unfinished, no handler running, no lane busy.
    `stop` is called once when reading has ended; the program is then to leave, with exit code 0.
    `stdin` is None where the process has none. Pictures are put into the folder `pictures`, numbered anew in each run.
    """

    def __init__(  # noqa: PLR0913 - the parts that it joins
        self,
        *,
        language: str,
        stdin: TextIO | None,
        stdout: TextIO,
        idle: Callable[[], bool],
        stop: Callable[[], None],
        folder: Path | None = None,
    ) -> None:
        """`folder` takes the files that the bot sends."""
        super().__init__()
        self._files = Files(folder or Path.cwd())
        self.pictures: Path | None = None
        self._drawn = 0
        self._words = words(language)
        self._stdin = stdin
        self._idle = idle
        self._stop = stop
        self._typing = stdin is not None and stdin.isatty()
        self._board = Board()
        live = stdout.isatty() and os.environ.get("TERM") != "dumb"
        self._display = (
            LiveDisplay(self._board, stdout, echo=not self._typing, environ=os.environ)
            if live
            else Display(self._board, stdout, echo=not self._typing)
        )
        self._chat = TerminalChat(
            bot_id=int(TRY_TOKEN.partition(":")[0]),
            language=language,
            words=self._words,
            board=self._board,
            display=self._display,
            files=self._files,
        )
        self._said_bye = False

    async def run(self) -> None:
        """Reads lines until the input ends, then calls `stop`, as it does when it is cancelled or fails.

        Each line, and the end of a pipe, waits until the bot is silent: a pasted line may mean a button that is still
        to come. A person waits two seconds at most, because what runs for long may be what they want to stop.
        """
        try:
            await self._read_to_the_end()
        finally:
            self._bye()
            self._stop()

    async def _read_to_the_end(self) -> None:
        lines = Lines(self._stdin)
        while not self._display.gone:
            if self._typing and not lines.ready:
                self._display.prompt()
            line = await lines.next()
            if self._typing and line is None:
                return
            if line is not None:
                self._display.entered(line)
            await self._silence()
            if line is None:
                return
            if self._typing and lines.ready:
                self._display.crowded()
            self._take(line.strip())

    async def close(self) -> None:
        """Says the last line, if a person is there and it has not been said."""
        self._bye()

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        """Answers a call as Telegram would, by way of JSON; raises what aiogram raises on Telegram's refusals."""
        del timeout  # a long poll has its own, and nothing else takes time here
        dumped = method.model_dump(warnings=False).items()
        files: dict[str, InputFile] = {}
        prepared = {key: self.prepare_value(value, bot, files, _dumps_json=False) for key, value in dumped}
        params = {key: value for key, value in prepared.items() if value is not None}
        for file in files.values():
            data = b"".join([chunk async for chunk in file.read(bot)])
            if isinstance(method, SendPhoto):
                params["photo"] = self._put(data)
            else:
                params["file"] = (file.filename or "file", data)
        status, answer = 200, {}
        try:
            answer = {"ok": True, "result": await self._chat.call(method.__api_method__, params)}
        except RefusedError as error:
            status = error.code
            answer = {"ok": False, "error_code": status, "description": str(error)}
        response = self.check_response(bot, method, status, json.dumps(answer))
        return cast("TelegramType", response.result)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 - aiogram's signature
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """Gives the file that the person sent, whose id ends the address; nothing for any other."""
        del headers, timeout, chunk_size, raise_for_status
        yield self._files.get(url.rpartition("/")[2]) or b""

    def _put(self, png: bytes) -> str:
        """Puts a picture on the disk, for its owner's eyes only, and gives where."""
        if self.pictures is None:
            return ""
        self._drawn += 1
        self.pictures.mkdir(mode=0o700, exist_ok=True)
        place = self.pictures / f"{self._drawn}.png"
        place.write_bytes(png)
        return str(place.absolute())

    def _take(self, line: str) -> None:
        """Does what a typed line means; an empty one means nothing."""
        if not line:
            return
        if line.startswith(COMMAND):
            self._send_file(line)
            return
        meaning = self._board.read(line)
        if isinstance(meaning, UnclearLabel):
            self._display.typed(line, stays=False)
            self._display.note(self._unclear(meaning))
        elif isinstance(meaning, SendText):
            self._display.typed(meaning.text, stays=True)
            self._board.turn()
            self._chat.say(meaning.text)
        else:
            self._display.typed(f"[{meaning.key.label}]", stays=False)
            self._press(meaning)

    def _send_file(self, line: str) -> None:
        taken = self._files.take(line)
        self._display.typed(line, stays=taken is not None)
        if taken is None:
            self._display.note(self._words.unread)
        else:
            self._board.turn()
            self._chat.send_file(*taken)

    def _press(self, press: Press) -> None:
        if press.key.kind == "copy":
            self._display.copy(press.key.value)
            self._display.note(f"{self._words.copied}: {press.key.value}")
        elif press.key.kind == "url":
            self._display.note(press.key.value)
        elif press.key.kind == "tap":
            self._board.turn()
            self._chat.press(press.message, press.key)
        else:
            self._display.note(self._unclear(UnclearLabel(press.key.label)))

    def _unclear(self, meaning: UnclearLabel) -> str:
        if meaning.several:
            return f"{self._words.several}: {' | '.join(meaning.several)}"
        return f"{self._words.unknown}: {meaning.label}"

    async def _silence(self) -> None:
        """Waits until every update is confirmed and the bot has nothing left to do, 20 s (a person 2 s) at most."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + (LONGEST_PERSON_WAIT if self._typing else LONGEST_SILENCE_WAIT)
        calm = 0
        while calm < 2:  # at two looks: what one task hands to another may lie between them for a moment
            if loop.time() > deadline:
                if not self._typing:
                    self._display.note(self._words.busy)
                return
            calm = calm + 1 if self._chat.settled and self._idle() else 0
            await asyncio.sleep(LOOK_EVERY)

    def _bye(self) -> None:
        if self._typing and not self._said_bye:
            self._said_bye = True
            self._display.bye(self._words.bye)
