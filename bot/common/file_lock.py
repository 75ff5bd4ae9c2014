"""A lock file (flock): one running program for each data folder, and the error where there is another."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

BOT_LOCK: Final = "okok.lock"
"""The lock file of a running bot, in its data folder and beside its database."""
TRY_LOCK: Final = "try.lock"
"""The same of the try-out."""
LEAVES: Final = "Another instance already runs on this data folder; this one leaves."


class AnotherInstance(Exception):
    """Another instance serves this bot; the text is one line that says so. Whoever meets it leaves."""


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Holds the lock file `path` while the block runs; the system lets go of it even after SIGKILL.

    Raises AnotherInstance where another process holds it, OSError where the folder can't be written.
    """
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherInstance(LEAVES) from None
        os.utime(file.fileno())  # since when it is held
        yield  # closing the file lets go; the file itself stays, or two could hold "the same" one


@contextmanager
def hold_folders(folders: Iterable[Path], name: str) -> Iterator[None]:
    """Holds the lock file of that name in each of the folders that exists, in one order for all who do so.

    Raises as `hold` does.
    """
    with ExitStack() as locks:
        for folder in sorted({folder.resolve() for folder in folders}):
            if folder.is_dir():
                locks.enter_context(hold(folder / name))
        yield


def taken(path: Path) -> bool:
    """Whether another process holds the lock file; nothing is made or changed, and what can't be read is not taken."""
    try:
        with path.open("r") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
