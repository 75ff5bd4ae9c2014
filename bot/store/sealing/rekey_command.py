"""`./run rekey`: the notes brought under another key, while no bot runs."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from bot.store.admin.migrate_data_command import folders_of, hold_folder
from bot.store.database.address import file_of
from bot.store.database.database import Database
from bot.store.database.errors import CannotMove, CannotStart, StoreError, plainly
from bot.store.database.open_options import refuse_beside_a_bot
from bot.store.sealing import key_check
from bot.store.sealing.cipher import Seal
from bot.store.sealing.rekey import CannotTurn, Known, Turn, turn

_REFUSALS: Final = (CannotMove, CannotStart, CannotTurn, StoreError)
_NOTHING_ASKED = (
    "Which key? Set NOTES_KEY_NEW to the new one (./run new-key makes one), or to none to have the notes without; "
    "NOTES_KEY stays the former one. Notes that are under no key yet come under NOTES_KEY."
)
_NOW_UNDER = "Have that key in NOTES_KEY, and nothing in NOTES_KEY_NEW. Without it nobody can read the notes again."
_NOW_WITHOUT = "Take NOTES_KEY and NOTES_KEY_NEW away."
_FORMER = "NOTES_KEY must be the key that the notes are under now."
_HALF_WAY = (
    "A change of the key is under way, between other keys than these: set NOTES_KEY to the former one and "
    "NOTES_KEY_NEW to the new one, as when it began."
)

_TRY_OUT = "It is of the try-out in the terminal alone: keep its key, or delete the file."


@dataclass(slots=True)
class _One:
    """A database: what it is called, and once it was opened what is to be done with it, None where nothing is."""

    name: str
    db: Database
    chosen: Turn | None


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys that the settings name."""

    former: Seal | None
    new: Seal | None


def rekey(
    urls: Sequence[str], data_dir: Path, key: bytes | None, new: bytes | None, *, to_none: bool
) -> tuple[int, list[str]]:
    """Brings the databases under the `new` key, or with `to_none` under none, or with neither under `key` itself.

    The first of them decides: where it can't be opened or its key is another one, nothing is changed in any. Files that
    aren't there are left out; `data_dir` is where a bot of this machine holds its lock. Gives the exit code and what to
    print: what was done, or why not, and then which database is under which key.
    """
    if new is None and not to_none:
        new = key
        if new is None:
            return 1, [_NOTHING_ASKED]
    there = [url for url in urls if _there(url)]
    if not there:
        return 1, ["There is no database yet: start the bot with NOTES_KEY set."]
    given = _Keys(Seal(key) if key is not None else None, Seal(new) if new is not None else None)
    try:
        with ExitStack() as locks:
            for folder in {data_dir.resolve(), *(one for url in there for one in folders_of(url))}:
                hold_folder(folder, locks)
            return asyncio.run(_all(there, given))
    except _REFUSALS as refusal:
        return 1, [f"{_said(refusal)} Nothing was changed."]
    except KeyboardInterrupt:
        return 1, ["Stopped: call ./run rekey again with both keys as they are, to go on where it stopped."]


def _said(refusal: Exception) -> str:
    return f"The database can't be used: {plainly(refusal)}." if isinstance(refusal, StoreError) else str(refusal)


def _there(url: str) -> bool:
    file = file_of(url)
    return file is None or file.exists()  # opening it will say what is wrong with an address


async def _all(urls: Sequence[str], given: _Keys) -> tuple[int, list[str]]:
    """Opens and chooses first, which changes no notes, then turns; what keeps the first from it is raised."""
    told: list[str] = []
    code = 0
    async with AsyncExitStack() as opened:
        found = [await _opened(urls[0], given, opened)]
        for url in urls[1:]:
            try:
                found.append(await _opened(url, given, opened))
            except _REFUSALS as refusal:
                code = 1
                told.append(f"{_name(url)} was left as it was: {_said(refusal)} {_TRY_OUT}")
        for one in found:
            try:
                told.append(await _turned(one, given))
            except _REFUSALS as refusal:
                left = [await _stands(other, given) for other in found]
                return 1, [f"{one.name}: {_said(refusal)}", *left, *told[: len(urls) - len(found)]]
    return code, [*told, _NOW_UNDER if given.new is not None else _NOW_WITHOUT]


def _name(url: str) -> str:
    file = file_of(url)
    return file.name if file is not None else "The database"


async def _opened(url: str, given: _Keys, opened: AsyncExitStack) -> _One:
    """The database, open and up to date; where it is refused it is as it was."""

    def look(conn: Connection) -> None:
        refuse_beside_a_bot(conn)
        _chosen(key_check.known(conn), given)

    db = await Database.open(url, as_is=True, first=look)
    opened.push_async_callback(db.close)
    return _One(_name(url), db, _chosen(await db.read(key_check.row), given))


async def _turned(one: _One, given: _Keys) -> str:
    if one.chosen is None:
        under = "under that key" if given.new is not None else "under no key"
        return f"{one.name}: the notes are {under} already."
    rows = await turn(one.db, one.chosen)
    under = "under the new key" if given.new is not None else "under no key"
    more = (
        "Backups from before are as they were: make a new one, and let go of those."
        if one.db.alone
        else "What stood there before is in the server's files until VACUUM (FULL), and in its archives."
    )
    return f"{one.name}: {rows:,} rows are {under} now. {more}"


async def _stands(one: _One, given: _Keys) -> str:
    """Under which key the database is now, and what to keep for it."""
    try:
        known = await one.db.read(key_check.row)
    except StoreError:
        return f"{one.name} can't be asked which key it is under: keep both."
    if known is not None and known.turning:
        return f"{one.name} is between the two keys: keep both as they are set, and call ./run rekey again."
    present = known.key_check if known is not None else None
    if present is None:
        return f"{one.name} is under no key."
    if given.new is not None and present == given.new.check:
        return f"{one.name} is under the new key: keep that."
    return f"{one.name} is under NOTES_KEY as before: keep that."


def _chosen(known: Known | None, given: _Keys) -> Turn | None:
    """From which key to which, by what the database says; None where nothing is to be done."""
    new = given.new
    seals = {seal.check if seal is not None else None: seal for seal in (given.former, new, None)}
    present = known.key_check if known is not None else None
    if known is not None and known.turning:
        if present not in seals or known.new_check not in seals:
            raise CannotTurn(_HALF_WAY)
        return Turn(seals[present], seals[known.new_check])
    if present == (new.check if new is not None else None):
        return None
    if present not in seals:
        raise CannotTurn(_FORMER)
    return Turn(seals[present], new)
