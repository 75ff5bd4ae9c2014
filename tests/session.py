"""What the processes of one test session have in common: a folder, and a lock that is held as long as it lasts."""

import fcntl
import shutil
import tempfile
from pathlib import Path
from typing import Any, TextIO

import pytest

KEEPER_LOG = "postgres.log"
"""In the folder, as soon as there is a PostgreSQL (`tests/postgres_server.py`)."""


class Session:
    """Made by the process that was called; its workers are told of the folder.

    It stands outside of pytest's own temporary folder, of which another session beside this one takes away the rights.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="okok-tests-"))
        self._lock = lock(self.folder, fcntl.LOCK_SH)

    def close(self) -> None:
        """The session is over. Where there is a server, its keeper ends it and removes the folder."""
        if not (self.folder / KEEPER_LOG).exists():
            shutil.rmtree(self.folder)
        self._lock.close()


def lock(folder: Path, how: int) -> TextIO:
    """The session's lock: LOCK_SH for itself, LOCK_EX for who waits for its end, which a kill brings about too."""
    held = (folder / "session.lock").open("a")
    fcntl.flock(held, how)
    return held


_SESSION = pytest.StashKey[Session]()


def pytest_configure(config: pytest.Config) -> None:
    """The process that was called begins the session."""
    if not hasattr(config, "workerinput"):
        config.stash[_SESSION] = Session()


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
