"""`./run rekey`: the notes brought under another key, while no bot runs."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import make_url

from bot.lock import AnotherInstance
from bot.store import keys
from bot.store.database import Database
from bot.store.errors import CannotStart, StoreError
from bot.store.move_command import folders_of, hold_folder
from bot.store.moving import CannotMove
from bot.store.rekeying import CannotTurn, Known, Turn, turn
from bot.store.seal import Seal

_NOTHING_ASKED = (
    "Which key? Set NOTES_KEY_NEW to the new one (./run new-key makes one), or to none to have the notes without; "
    "NOTES_KEY stays the former one. Notes that are under no key yet come under NOTES_KEY."
)
_NOW_UNDER = "Have that key in NOTES_KEY, and nothing in NOTES_KEY_NEW. Without it nobody can read the notes again."
_NOW_WITHOUT = "Take NOTES_KEY and NOTES_KEY_NEW away."
_FORMER = "NOTES_KEY must be the key that the notes are under now; nothing was changed."
_HALF_WAY = (
    "A change of the key is under way, between other keys than these: set NOTES_KEY to the former one and "
    "NOTES_KEY_NEW to the new one, as when it began."
)


def rekey(
    urls: Sequence[str], data_dir: Path, key: bytes | None, new: bytes | None, *, to_none: bool
) -> tuple[int, list[str]]:
    """Brings the databases under the `new` key, or with `to_none` under none, or with neither under `key` itself.

    Files that aren't there are left out; `data_dir` is where a bot of this machine holds its lock. Gives the exit code
    and what to print: what was done, or one line that says why not.
    """
    if new is None and not to_none:
        new = key
        if new is None:
            return 1, [_NOTHING_ASKED]
    there = [url for url in urls if _there(url)]
    if not there:
        return 1, ["There is no database yet: start the bot with NOTES_KEY set."]
    try:
        with ExitStack() as locks:
            for folder in {data_dir.resolve(), *(one for url in there for one in folders_of(url))}:
                hold_folder(folder, locks)
            told = [asyncio.run(_one(url, key, new)) for url in there]
    except (CannotMove, CannotStart, CannotTurn, AnotherInstance, StoreError) as refusal:
        return 1, [str(refusal)]
    except KeyboardInterrupt:
        return 1, ["Stopped: call ./run rekey again with both keys as they are, to go on where it stopped."]
    return 0, [*told, _NOW_UNDER if new is not None else _NOW_WITHOUT]


def _there(url: str) -> bool:
    try:
        folders = folders_of(url)
    except CannotMove:
        return True  # opening it will say what is wrong with the address
    return not folders or Path(make_url(url).database or "").exists()


async def _one(url: str, key: bytes | None, new: bytes | None) -> str:
    db = await Database.open(url, as_is=True)
    try:
        known = await db.read(keys.row)
        chosen = _chosen(known, Seal(key) if key is not None else None, Seal(new) if new is not None else None)
        if chosen is None:
            return "The notes are under that key already." if new is not None else "The notes are under no key already."
        rows = await turn(db, chosen)
    finally:
        await db.close()
    under = "under the new key" if new is not None else "under no key"
    more = (
        "Backups from before are as they were: make a new one, and let go of those."
        if db.alone
        else "What stood there before is in the server's files until VACUUM (FULL), and in its archives."
    )
    return f"{rows:,} rows are {under} now. {more}"


def _chosen(known: Known | None, key: Seal | None, new: Seal | None) -> Turn | None:
    """From which key to which, by what the database says; None where nothing is to be done."""
    seals = {seal.check if seal is not None else None: seal for seal in (key, new, None)}
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
