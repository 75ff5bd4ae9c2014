"""Somebody who lets it out, with the loop that answers and deletes, and with all that the program leaves behind."""

import asyncio
import fcntl
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from tests.fake import Msg
from tests.flows.stores import PostgresStore
from tests.flows.talk import House, Talk
from tests.secrets import betrayed, bytes_in

WORDS = ("жерновище", "Мухобойня", "zxqvortex", "id-voice", "id-photo", "id-sticker")
"""Nobody else in the program says these; the last are the ids of files."""


class Venting:
    """The program with its loop for what is let out. The log, down to DEBUG, goes to a file."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house = house
        self.folder = folder
        self.log = (folder / "log.txt").open("w", encoding="utf-8")
        self._began: tuple[str, int] | None = None
        self.turn: AbstractContextManager[object] = nullcontext()
        if isinstance(house.store, PostgresStore):
            # The journal is the whole server's: no test beside this one may say the words meanwhile.
            self.turn = turn = (_data(house.store).parent / "words.lock").open("a")
            fcntl.flock(turn, fcntl.LOCK_EX)
            self._began = _position(house.store)
        self._loop: asyncio.Future[None] | None = None
        house.tg.busy_checks.append(lambda: "" if self._loop is None or house.app.vents.idle else "it answers")

    def begin(self) -> None:
        """The loop runs from now on, as it does in `bot.app`."""
        self.house.app.vents.wake()
        self._loop = asyncio.ensure_future(self.house.app.vents.run())

    async def end(self) -> None:
        """The loop ends, and the program with it."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
            self._loop = None
            await self.house.app.vents.stop(5)
        await self.house.stop()

    async def again(self) -> None:
        """The program is ended, and started again."""
        await self.end()
        await self.house.start()
        self.begin()
        await self.house.settled()

    async def later(self, seconds: float) -> None:
        """The clock goes on, and what falls due is done."""
        self.house.tg.advance(seconds)
        self.house.app.vents.wake()
        await self.house.settled()

    def found(self) -> list[str]:
        """Which of the words stand in the database, its journal or the log."""
        self.log.flush()
        return betrayed(WORDS, bytes_in(self.folder) + self._journal())

    def _journal(self) -> bytes:
        """What PostgreSQL wrote since this began: whatever came to a table is in its journal."""
        store, began = self.house.store, self._began
        if not isinstance(store, PostgresStore) or began is None:
            return b""
        store.change("SET synchronous_commit = on")  # then the journal is on the disk before this comes back
        store.rows("SELECT pg_logical_emit_message(true, 'test', '')")
        last, _ = _position(store)
        first, offset = began
        folder = _data(store) / "pg_wal"
        segments = sorted(one for one in folder.iterdir() if first <= one.name <= last and len(one.name) == len(last))
        return b"".join(one.read_bytes() for one in segments)[offset:]


def _data(store: PostgresStore) -> Path:
    return Path(store.rows("SHOW data_directory")[0][0])


def _position(store: PostgresStore) -> tuple[str, int]:
    """Where the journal's end is: the file, and the place in it."""
    ((name, offset),) = store.rows(
        "SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_insert_lsn())"
    )
    return str(name), int(offset)


async def pour(talk: Talk) -> list[Msg]:
    """All that somebody may send: text, several, a long one that Telegram splits, a voice note, pictures, an edit."""
    me = talk.me
    said = [await me.say("Этот жерновище опять орал"), await me.say("zxqvortex!!! 😡")]
    said += await me.split("Мухобойня " * 900)
    said += [await me.voice(40), await me.photo("жерновище на фото"), await me.sticker()]
    await me.edit(said[1], "Мухобойня zxqvortex, да")
    await talk.house.settled(me.id)
    return said


def stand(talk: Talk) -> list[int]:
    """The messages that stand in the chat."""
    return [one.id for one in talk.me.room.alive]
