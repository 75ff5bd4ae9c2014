"""The folder of the backups: what stands in it, by name and moment, and the list of what was erased beside them."""

import glob
import json
import logging
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

Erased = tuple[int, int | None, int]
"""Something that was erased: a person, one client of theirs or None for all, and the moment (Unix seconds UTC)."""

LOCK: Final = "backup.lock"
PART: Final = ".part"
"""How the name of a copy ends that is not finished: it may hold what a finished one must not."""
RESTORING: Final = ".restoring"
"""How the name of a database ends that is to take the place of the one beside it."""
_LIST: Final = "erased.json"
_ASIDE: Final = "aside-%Y%m%dT%H%M%SZ.db"
_FORM: Final = "okok-%Y%m%dT%H%M%SZ.db"
_NAME: Final = re.compile(r"(okok-\d{8}T\d{6}Z)(-asked)?\.db")
_ASKED: Final = "-asked"
"""In the name of a backup that somebody asked for: before an upgrade, say."""


def name_of(moment: int, *, asked: bool = False) -> str:
    """The file name of the backup made at that moment, by itself or because somebody `asked` for it."""
    name = datetime.fromtimestamp(moment, UTC).strftime(_FORM)
    return name.replace(".db", f"{_ASKED}.db") if asked else name


def was_asked(path: Path) -> bool:
    """Whether somebody asked for that backup."""
    return path.stem.endswith(_ASKED)


def moment_of(path: Path) -> int | None:
    """When the backup was made, by its name; None for any other file."""
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    try:
        return int(datetime.strptime(f"{found[1]}.db", _FORM).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def aside_of(moment: int) -> str:
    """The file name of a database that was in use until a backup was restored at that moment."""
    return datetime.fromtimestamp(moment, UTC).strftime(_ASIDE)


def asides(folder: Path) -> dict[Path, int]:
    """The databases that were kept aside, with all their files, and when."""
    found = {}
    for path in folder.glob("aside-*.db*"):
        with suppress(ValueError):
            name = path.name.partition(".db")[0] + ".db"
            found[path] = int(datetime.strptime(name, _ASIDE).replace(tzinfo=UTC).timestamp())
    return found


def backups(folder: Path) -> dict[int, Path]:
    """The finished backups by their moments, the oldest first; none where there is no such folder."""
    found = {moment_of(path): path for path in folder.glob("okok-*.db")}
    return dict(sorted((at, path) for at, path in found.items() if at is not None and path.is_file()))


def sweep(folder: Path, database: Path | None = None) -> None:
    """Takes away what was begun and killed, with its journals: it may hold what a finished file must not.

    Only for who holds the lock of the folder, and of the `database` beside which a restore may have been killed.
    """
    left = list(folder.glob(f"okok-*{PART}*"))
    if database is not None:
        left += database.parent.glob(f"{glob.escape(database.name)}{RESTORING}*")
    for path in left:
        path.unlink(missing_ok=True)


def place(part: Path, path: Path) -> None:
    """Moves a finished file into place, so that after a power cut it is there whole or not at all."""
    sync(part)
    part.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Has the system write the file, or what a folder lists, to the disk now."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def erased(folder: Path, identity: str) -> list[Erased]:
    """What was erased from the database of that identity, as far as it is listed beside the backups.

    Raises ValueError where the list can't be read.
    """
    return _all(folder).get(identity, [])


def list_erased(folder: Path, identity: str, entries: Iterable[Erased], since: int) -> None:
    """Adds `entries` to the list, and takes out what is older than `since`: no backup from before it is left.

    Raises OSError where the folder can't be written, ValueError where the present list can't be read.
    """
    known = _all(folder)
    mine = dict.fromkeys([*known.get(identity, []), *entries])
    kept = [one for one in mine if one[2] >= since]
    if kept == known.get(identity, []):
        return
    part = folder / f"{_LIST}{PART}"
    part.write_text(json.dumps({**known, identity: kept}), encoding="utf-8")
    part.chmod(0o600)
    place(part, folder / _LIST)


def _all(folder: Path) -> dict[str, list[Erased]]:
    try:
        found = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        return {
            identity: [
                (int(person), None if client is None else int(client), int(at)) for person, client, at in entries
            ]
            for identity, entries in found.items()
        }
    except FileNotFoundError:
        return {}
    except (AttributeError, TypeError, ValueError):
        raise ValueError(f"The list of what was erased, {folder / _LIST}, can't be read.") from None
