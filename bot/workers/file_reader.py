"""Reads files of clients beside the loop: short texts on a thread, all else in a process of its own.

Reading 5,000 lines takes a second of Python; on a thread it would hold the interpreter's lock, and everybody's taps
with it. The process gets the file by a pipe, bounds for its memory and time, and nothing of the bot's environment.
"""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from bot.protocol.playbook import Rung
from bot.transfer import client_files, client_rows
from bot.transfer.client_rows import Sheet
from bot.transfer.file_kinds import Reason, UnreadableSheet
from bot.transfer.table_rows import ReadFor

_KEPT: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
_ROOT: Final = Path(__file__).parents[2]
_LONGEST_LINE: Final = 64 * 1024 * 1024
"""Bytes of an answer: a sheet as JSON."""
_SHORT: Final = 48 * 1024
"""Bytes of a text that is read on a thread: some hundred lines, a few hundredths of a second."""
_APART: Final = (b"PK\x03\x04", b"BEGIN:VCARD")
"""What files begin with that the libraries read, which may take any time and memory: always in the process."""
_PATIENCE: Final = 30.0
"""Seconds after which reading is given up."""


class Stumbled(Exception):
    """Reading failed for a reason that nobody foresaw; the text names it and the spot, and no words of the file."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a file is to be read: its name, the encoding that was chosen, whose it is, the labels of the rungs."""

    name: str
    encoding: str
    country: str | None
    language: str
    cadences: dict[str, Rung]

    def read(self, data: bytes, progress: Callable[[int], None]) -> Sheet:
        """The sheet. Raises UnreadableSheet, and Stumbled for whatever else a reader raises."""
        reading = ReadFor(self.cadences, self.country, self.language, progress)
        try:
            return client_files.read(data, self.name, reading, self.encoding or None)
        except UnreadableSheet:
            raise
        except Exception as error:  # noqa: BLE001 - the libraries that read files name no end of what they raise
            spot = error.__traceback__
            while spot is not None and spot.tb_next is not None:
                spot = spot.tb_next
            where = f"{Path(spot.tb_frame.f_code.co_filename).name}:{spot.tb_lineno}" if spot is not None else "?"
            reason = f"{type(error).__name__} at {where}"
        raise Stumbled(reason)  # outside of the handler: the other's text holds words of the file


async def read(data: bytes, asked: Asked, progress: Callable[[int], None]) -> Sheet:
    """What the file holds; `progress` is told how many lines were read, from any thread.

    Raises UnreadableSheet where it can't be taken, Stumbled where reading failed.
    """
    if len(data) > _SHORT or data.lstrip(b"\xef\xbb\xbf\r\n \t").startswith(_APART):
        return await _read_apart(data, asked, progress)
    return await asyncio.to_thread(asked.read, data, progress)


async def _read_apart(data: bytes, asked: Asked, progress: Callable[[int], None]) -> Sheet:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.workers.file_reader_process"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=_LONGEST_LINE,
        cwd=_ROOT,
        env=kept,
        start_new_session=True,  # Ctrl-C is for the bot, which ends it
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            return await _answer(process, data, asked, progress)
    except (TimeoutError, OSError, ValueError, KeyError) as error:
        raise Stumbled(f"{type(error).__name__} of the process") from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _answer(
    process: asyncio.subprocess.Process, data: bytes, asked: Asked, progress: Callable[[int], None]
) -> Sheet:
    if process.stdin is None or process.stdout is None:
        raise Stumbled("no pipes")
    process.stdin.write(encode(asked) + data)
    await process.stdin.drain()
    process.stdin.close()
    while line := await process.stdout.readline():
        answer: dict[str, Any] = json.loads(line)
        if "lines" in answer:
            progress(int(answer["lines"]))
        elif "sheet" in answer:
            return await asyncio.to_thread(client_rows.decode, answer["sheet"])
        elif answer.get("why") in get_args(Reason):
            raise UnreadableSheet(answer["why"])
        else:
            raise Stumbled(str(answer.get("stumbled", "nothing said")))
    raise Stumbled("the process ended")  # of memory, most likely


def encode(asked: Asked) -> bytes:
    """What goes to the process before the file: one line of JSON."""
    parts = [asked.name, asked.encoding, asked.country, asked.language, asked.cadences]
    return json.dumps(parts).encode() + b"\n"


def decode(line: bytes) -> Asked:
    """What `encode` wrote."""
    name, encoding, country, language, cadences = json.loads(line)
    return Asked(name, encoding, country, language, cadences)
