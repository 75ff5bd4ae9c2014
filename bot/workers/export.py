"""Makes the file of all that is a person's, on a thread, from one snapshot (protocol, section 9)."""

from collections.abc import Callable
from typing import BinaryIO, Final

from bot.protocol.person import Person
from bot.store.database.unit_of_work import Connection
from bot.store.queries import export
from bot.transfer import archive
from bot.transfer.archive import Contents
from bot.transfer.csv_cells import moment
from bot.viewmodels.scene import Voice

_DELIMITERS: Final = {"ru": ";"}
"""What a spreadsheet in that language expects between two cells; a comma everywhere else."""


def write_export(  # noqa: PLR0913 - what goes into the file, each by name
    conn: Connection, file: BinaryIO, *, person: Person, voice: Voice, now: int, stopped: Callable[[], bool]
) -> int:
    """Writes the file; gives its size in bytes. Raises InterruptedError once `stopped` says so."""
    delimiter = _DELIMITERS.get(person.language, ",")
    text = _readme(voice, delimiter, moment(now, person.zone), person.zone)
    contents = Contents(export.parts(conn, person), ("README.txt", text), person.zone, now, delimiter)
    archive.write(file, contents, stopped=stopped)
    return file.seek(0, 2)


def export_name(now: int, zone: str) -> str:
    """What the file is called: okok-2026-03-04.zip."""
    return f"okok-{moment(now, zone)[:10]}.zip"


def _readme(voice: Voice, delimiter: str, time: str, zone: str) -> str:
    say = voice.say
    lines = (
        say("export-readme-what", time=time),
        say("export-readme-tables", delimiter=delimiter, file="okok.json"),
        say("export-readme-times", zone=zone),
        say("export-readme-formulas"),
        say("export-readme-voices", file="voices.csv"),
        say("export-readme-back", file="client.csv"),
    )
    return "\n\n".join(lines) + "\n"
