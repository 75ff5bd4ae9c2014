"""What is logged: each line whole, in either form, and none with words, names or the token in it."""

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.process.logs import configure, handler
from bot.settings import Settings
from bot.store.sealing.key_format import NO_KEY
from tests.secrets import betrayed

TOKEN = "4242:canary_of_the_token"  # noqa: S105 - nobody's
WORDS, NAME = "канарейка наорала", "Zanary & Söhne"
SECRETS = (TOKEN, WORDS, NAME)


@pytest.fixture(params=["human", "json"])
def heard(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """What all loggers write, down to DEBUG."""
    stream = StringIO()
    made, root = handler(stream, request.param, [TOKEN]), logging.getLogger()
    names = ("", "asyncio", "bot", "sqlalchemy.engine.Engine")
    levels = {name: logging.getLogger(name).level for name in names}
    root.addHandler(made)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(made)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def told(stream: StringIO) -> list[str]:
    """The lines; of JSON each is one object."""
    lines = stream.getvalue().splitlines()
    for line in lines:
        if line.startswith("{"):
            assert {"event", "level", "logger", "timestamp"} <= json.loads(line).keys()
    return lines


def raised(error: Exception) -> Exception:
    """The error with its traceback."""
    with suppress(type(error)):
        raise error
    return error


def test_our_lines_stand_as_they_are_without_what_an_exception_says(heard: StringIO) -> None:
    ours = logging.getLogger("bot.some.room")
    ours.info("chat %d: %s", 7, "not let in")
    ours.error("it failed: %s", ValueError(WORDS))
    ours.error("at once: %(why)s", {"why": ValueError(WORDS)})
    ours.error("it failed", exc_info=raised(ValueError(NAME)), stack_info=True)
    ours.warning("the address is %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    lines = told(heard)
    assert len(lines) == 5
    assert "chat 7: not let in" in lines[0]
    assert "it failed: ValueError" in lines[1]
    assert "at once: ValueError" in lines[2]
    assert "ValueError at test_logs.py:" in lines[3]
    assert betrayed(SECRETS, heard.getvalue().encode()) == []


def test_of_a_library_its_place_is_told_and_none_of_its_words(heard: StringIO) -> None:
    theirs = logging.getLogger("sqlalchemy.engine.Engine")
    theirs.info("[raw sql] %r", {"label": NAME})
    theirs.error("the row is " + WORDS)
    theirs.exception("Update %s is not handled", WORDS, exc_info=raised(ConnectionError(f"bot{TOKEN}/getUpdates")))
    logging.getLogger("py.warnings").warning("%s", WORDS)

    async def forgotten() -> None:
        asyncio.get_running_loop().call_exception_handler({"message": WORDS, "exception": ValueError(NAME)})

    asyncio.run(forgotten())
    lines = told(heard)
    assert len(lines) >= 5
    assert all("test_logs.py:" in line for line in lines[:4])
    assert any("ConnectionError at test_logs.py:" in line for line in lines)
    assert any("asyncio" in line and "ValueError" in line for line in lines)
    assert betrayed(SECRETS, heard.getvalue().encode()) == []


@pytest.mark.parametrize("name", ["bot.some.room", "aiogram.event"])
def test_a_line_that_cannot_be_written_is_given_up(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Logging's own complaint would print its arguments."""
    stream = StringIO()
    handler(stream, "json").handle(logging.LogRecord(name, logging.ERROR, "x.py", 1, "%d %d", (WORDS,), None))
    assert betrayed(SECRETS, (stream.getvalue() + "".join(capsys.readouterr())).encode()) == []


def test_levels_are_ours_and_libraries_begin_at_warning() -> None:
    root, names = logging.getLogger(), ("bot", "handlers", "aiosqlite", "sqlalchemy", "aiogram")
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in names}
    hooks = sys.excepthook, sys.unraisablehook
    try:
        for name in names[2:]:
            logging.getLogger(name).setLevel(logging.NOTSET)
        configure("DEBUG", "json", [TOKEN])
        assert logging.getLogger("bot.app").isEnabledFor(logging.DEBUG)
        assert not logging.getLogger("aiogram.event").isEnabledFor(logging.INFO)
        assert not logging.getLogger("sqlalchemy.engine").isEnabledFor(logging.INFO)
        configure("ERROR", "human")
        assert not logging.getLogger("bot.conversation.visit").isEnabledFor(logging.WARNING)
        assert not logging.getLogger("aiogram.event").isEnabledFor(logging.WARNING)
        assert len(root.handlers) == 1
    finally:
        root.handlers[:], level = before[0], before[1]
        root.setLevel(level)
        for name, former in before[2].items():
            logging.getLogger(name).setLevel(former)
        sys.excepthook, sys.unraisablehook = hooks
        logging.captureWarnings(capture=False)


_CRASH = f"""
import threading
from bot.process.logs import configure
configure("INFO", "json", ["{TOKEN}"])
class Left:
    def __del__(self):
        raise ValueError("{WORDS}")
def end():
    raise ValueError("{WORDS} {NAME}")
Left()
thread = threading.Thread(target=end)
thread.start()
thread.join()
raise RuntimeError("https://api.telegram.org/file/bot{TOKEN}/voice.oga {NAME}")
"""


def test_what_nobody_caught_is_told_by_its_place() -> None:
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", _CRASH], capture_output=True, check=False, cwd=root)  # noqa: S603
    assert ended.returncode == 1
    lines = [json.loads(line) for line in ended.stderr.decode().splitlines()]
    assert [line["event"].partition(" at ")[0] for line in lines] == [
        "ended by ValueError",
        "ended by ValueError",
        "ended by RuntimeError",
    ]
    assert betrayed(SECRETS, ended.stdout + ended.stderr) == []


@pytest.mark.parametrize("command", ["backup", "restore no.db", "doctor", "rekey", "migrate-data a b"])
def test_what_nobody_caught_in_a_command_is_told_by_its_place_too(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "BOT_TOKEN": TOKEN,
        "DATA_DIR": str(tmp_path),
        "TELEGRAM_API_URL": "http://127.0.0.1:1",
    }.items():
        monkeypatch.setenv(name, value)
    assert main(command.split()) == 1
    capsys.readouterr()
    sys.excepthook(ValueError, ValueError(f"{WORDS} {NAME}"), None)
    logging.getLogger("bot").error("at %s", TOKEN)
    told = capsys.readouterr().err
    assert "ended by ValueError" in told
    assert betrayed(SECRETS, told.encode()) == []


def test_every_secret_of_the_settings_is_kept_out_of_the_log() -> None:
    made = Settings(_env_file=None, bot_token=TOKEN)
    assert made.secrets == (TOKEN,)
    assert Settings(_env_file=None, bot_token=None).secrets == ()


@pytest.mark.parametrize(
    ("address", "hidden"),
    [
        ("postgresql://okok:s3cr%2Ft-word@db:5432/okok", {"s3cr%2Ft-word", "s3cr/t-word"}),
        ("postgresql://okok@db/okok?password=s3crt-word&ssl=require", {"s3crt-word"}),
        ("postgresql://okok:okok@db/okok", set()),
        ("postgresql://okok@[db/okok", set()),
        ("sqlite:////data/okok.db", set()),
    ],
)
def test_the_password_of_the_database_is_one_by_itself(address: str, hidden: set[str]) -> None:
    """A driver tells it without the rest of the address; a word of a few letters would blot out half of each line."""
    assert set(Settings(_env_file=None, bot_token=None, database_url=address).secrets) == {address, *hidden}


def test_a_word_that_says_that_there_is_no_key_is_no_secret() -> None:
    """Else it would be hidden in every line of the log that has it."""
    assert Settings(_env_file=None, bot_token=None, notes_key_new=NO_KEY).secrets == ()
