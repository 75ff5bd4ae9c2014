"""What the processes of one test session have in common: a folder, and a lock that is held as long as it lasts."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, TextIO

import pytest

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - only where it is there, and in folders of our own
_ROOM = 2 << 30
"""Free bytes from which on temporary files are made in memory: a session takes some 300 MB."""
KEEPER_LOG = "postgres.log"
"""In the folder, as soon as there is a PostgreSQL (`tests/postgres_server.py`)."""


class Session:
    """Made by the process that was called; its workers are told of the folder.

    It stands outside of pytest's own temporary folder, of which another session beside this one takes away the rights.
    """

    def __init__(self) -> None:
        self.folder = _new_folder("okok-tests-")
        self._lock = lock(self.folder, fcntl.LOCK_SH)

    def close(self) -> None:
        """The session is over. Where there is a server, its keeper ends it and removes the folder."""
        if not (self.folder / KEEPER_LOG).exists():
            shutil.rmtree(self.folder)
        self._lock.close()


def _new_folder(prefix: str) -> Path:
    """A folder in memory where there is room, else on the disk: tests write and delete files by the thousand."""
    roomy = os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > _ROOM
    return Path(tempfile.mkdtemp(prefix=prefix, dir=_IN_MEMORY if roomy else None))


def lock(folder: Path, how: int) -> TextIO:
    """The session's lock: LOCK_SH for itself, LOCK_EX for who waits for its end, which a kill brings about too."""
    held = (folder / "session.lock").open("a")
    fcntl.flock(held, how)
    return held


_SESSION = pytest.StashKey[Session]()
_FILES = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """The process that was called begins the session, with a folder for all temporary files unless one is named."""
    if hasattr(config, "workerinput"):
        return
    config.stash[_SESSION] = Session()
    if config.option.basetemp is None:
        config.stash[_FILES] = _new_folder("okok-files-")
        config.option.basetemp = str(config.stash[_FILES])


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """What all tests passed with goes; what one failed with stays to be looked at."""
    if _FILES in session.config.stash and exitstatus == pytest.ExitCode.OK:
        shutil.rmtree(session.config.stash[_FILES], ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401 - pytest-xdist names no type for it
    """Tells a worker of the folder before it starts."""
    node.workerinput["folder"] = str(node.config.stash[_SESSION].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The session is over."""
    if _SESSION in config.stash:
        config.stash[_SESSION].close()


@pytest.fixture(scope="session")
def shared_folder(request: pytest.FixtureRequest) -> Path:
    """A folder that all processes of the session have in common."""
    config = request.config
    return Path(config.workerinput["folder"]) if hasattr(config, "workerinput") else config.stash[_SESSION].folder
