"""The locks of an installation on this machine: of its data folder, and of its database where that is elsewhere."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bot.common.file_lock import hold
from bot.settings import Settings
from bot.store.database.database import file_of


@contextmanager
def held(settings: Settings, database: str | None, lock: str = "okok.lock") -> Iterator[None]:
    """Holds the locks of the data folder and of the folder of a SQLite database that is elsewhere.

    Raises AnotherInstance where a bot has one of them, OSError where they can't be written.
    """
    file = file_of(database) if database is not None else None
    folders = {settings.data_dir.resolve()} | ({file.resolve().parent} if file is not None else set())
    with ExitStack() as locks:
        for folder in sorted(folders):
            if folder.is_dir():
                locks.enter_context(hold(folder / lock))
        yield
