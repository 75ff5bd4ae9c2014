"""An import as its file job keeps it: the file at Telegram, what was read of it, and the files that wait behind it."""

import json
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from bot.transfer import client_rows
from bot.transfer.client_rows import Sheet

MOST_WAITING: Final = 10
"""Files behind the one that is read or shown."""


class SentFile(NamedTuple):
    """A file that somebody sent: Telegram's id and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ImportJob:
    """One import: `encoding` is one that the person chose, "" for none; `sheet` is None before the file is read.

    `refused` are the files before this one that could not be taken, by name, each with why: they are said until then.
    """

    file: SentFile
    waiting: tuple[SentFile, ...] = ()
    encoding: str = ""
    sheet: Sheet | None = None
    refused: tuple[tuple[str, str], ...] = ()

    def after(self) -> "ImportJob | None":
        """The import of the file that waits next, None where none does."""
        return ImportJob(self.waiting[0], self.waiting[1:]) if self.waiting else None

    def without(self, why: str) -> "ImportJob":
        """The same import once its file was refused."""
        return replace(self, refused=(*self.refused, (self.file.name, why)))

    def with_one_more(self, file: SentFile) -> "ImportJob | None":
        """The same import with one more file behind it, None where too many wait."""
        return replace(self, waiting=(*self.waiting, file)) if len(self.waiting) < MOST_WAITING else None

    def reads_same(self, other: "ImportJob") -> bool:
        """Whether both read the same file in the same way."""
        return (self.file, self.encoding, self.sheet is None) == (other.file, other.encoding, other.sheet is None)


def encode(job: ImportJob) -> str:
    """The import as JSON, for the store."""
    sheet = client_rows.encode(job.sheet) if job.sheet is not None else None
    return json.dumps(
        [job.file, job.waiting, job.encoding, sheet, job.refused], ensure_ascii=False, separators=(",", ":")
    )


def decode(text: str) -> ImportJob | None:
    """The import that `encode` wrote; None for what another version left, or what can't be read any more."""
    try:
        data: Any = json.loads(text)
        file, waiting, encoding, sheet, refused = data
        return ImportJob(
            SentFile(*file),
            tuple(SentFile(*one) for one in waiting),
            encoding,
            client_rows.decode(sheet) if sheet is not None else None,
            tuple((name, why) for name, why in refused),
        )
    except (ValueError, TypeError, KeyError):
        return None
