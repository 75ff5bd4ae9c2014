"""How the program starts or refuses to: one plain line, and one running program for each data folder and database."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.common.file_lock import AnotherInstance, hold_folders
from bot.intake.polling import TokenRefused
from bot.playbook.load import PlaybookError
from bot.settings import Settings
from bot.store.database.address import file_of
from bot.store.database.errors import CannotStart, StoreError, plainly
from bot.texts.reading import TextsError


@dataclass(slots=True)
class ExitStatus:
    """The exit code."""

    code: int = 1


@contextmanager
def one_line_on_refusal() -> Iterator[ExitStatus]:
    """Prints why the program refuses to start, or had to end, as one line for whoever started it."""
    outcome = ExitStatus()
    try:
        yield outcome
    except PlaybookError as wrong:
        print(f"PLAYBOOK_DIR: {wrong}", file=sys.stderr)  # noqa: T201 - the same
    except StoreError as error:
        print(f"The database can't be used: {plainly(error)}.", file=sys.stderr)  # noqa: T201 - the same
    except (CannotStart, AnotherInstance, TokenRefused, TextsError) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - one line for whoever started it


@contextmanager
def data_folder(settings: Settings, lock: str, database: str | None = None) -> Iterator[Path]:
    """The data folder, locked while the program runs; so is the folder of a SQLite `database` that is elsewhere.

    Two data folders may name one file in `DATABASE_URL`. Raises CannotStart, AnotherInstance.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / lock).open("a").close()
    except OSError as error:
        raise CannotStart(f"The data folder {folder} can't be made or written: {error.strerror}.") from None
    file = file_of(database) if database is not None else None
    with ExitStack() as locks:
        try:
            locks.enter_context(hold_folders([folder, *([file.parent] if file is not None else [])], lock))
        except OSError as error:
            raise CannotStart(f"{error.filename} can't be written: {error.strerror}.") from None
        yield folder
