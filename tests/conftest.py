"""What all tests share: which of them are held on both databases, and the option that holds all of them on both."""

import gc
import logging
import os
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.kill.forkserver import ForkServer

pytest_plugins = ("tests.session",)
_FIXTURES = ("tests.databases", "tests.program")
# What is imported stays: looking through it again and again was a quarter of the CPU of all tests. The bot does the
# same at its start; `pytest_collection_finish` sets apart what is there by then.
gc.set_threshold(50_000, 20, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`./run test --everywhere`: every conversation on SQLite and on PostgreSQL, and so in both languages."""
    parser.addoption("--everywhere", action="store_true", help="hold every conversation on both databases")


def pytest_configure(config: pytest.Config) -> None:
    """Makes the marker known, and the fixtures where tests are run.

    The process that only hands tests out to workers imports nothing of the program: that takes seconds.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of some fifty processes compiles the whole program anew
    if not config.getoption("numprocesses", None):
        from bot.telegram.deferred_models import import_aiogram  # noqa: PLC0415 - pydantic takes its time

        import_aiogram()
        hypothesis = import_module("hypothesis")
        # Half of its usual examples; all of them with --everywhere. A test that names its own number keeps it. None is
        # judged by its time: beside another session an example takes a hundred times as long now and then.
        hypothesis.settings.register_profile("suite", max_examples=50, deadline=None)
        hypothesis.settings.register_profile("everywhere", deadline=None)
        hypothesis.settings.load_profile("everywhere" if config.getoption("--everywhere") else "suite")
        for name in _FIXTURES:
            config.pluginmanager.import_plugin(name)
    config.addinivalue_line("markers", "both_databases: held on PostgreSQL too, as one of its kind (--everywhere: all)")


def pytest_collection_finish() -> None:
    """What all tests share isn't looked through again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)  # before the fixture's own parameters are read
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A conversation is held on SQLite, and where it is marked on both; what the store does has tests on both."""
    chosen = any("store" in marker.args[0] for marker in metafunc.definition.iter_markers("parametrize"))
    if "store" in metafunc.fixturenames and not chosen and not everywhere(metafunc.definition):
        metafunc.definition.add_marker(pytest.mark.parametrize("store", ["sqlite"], indirect=True))


def everywhere(item: pytest.Item) -> bool:
    """Whether this test is held on both databases."""
    return item.config.getoption("--everywhere") or item.get_closest_marker("both_databases") is not None


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """A command that a test runs in this process sets up logging; the next test has it as it was."""
    loggers = [logging.getLogger(name) for name in ("", "bot", "handlers", "aiosqlite")]
    levels, handlers = [one.level for one in loggers], list(loggers[0].handlers)
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)
    loggers[0].handlers[:] = handlers
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(capture=False)


@pytest.fixture(scope="session")
def forkserver() -> Iterator["ForkServer"]:
    """The warm process that bots are forked from, one for all tests that kill."""
    from tests.kill.forkserver import ForkServer  # noqa: PLC0415 - it imports the whole program, which few tests need

    with ForkServer() as warm:
        yield warm
