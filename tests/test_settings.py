"""Settings that can't be used: each named in a line of ours, whatever a library would say of it."""

import json
import logging
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.process.logs import handler
from bot.settings import Settings, WrongSettings, read_settings
from tests.fake import TOKEN

FOREIGN = ("pydantic", "input", "pattern", "regex", "string should", "value error", "unable to parse", "valid integer",
           "url scheme", "^", "\\", "Traceback", "codec")  # fmt: skip
WEBHOOK = {"WEBHOOK_SECRET": "s" * 20}


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without an `.env`, and no settings from outside."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("BOT_TOKEN", "secret", "BotFather"),
        ("OWNER_IDS", "@anna", "no names"),
        ("OWNER_IDS", "1 2 anna,@b", "no names"),
        ("OWNER_IDS", "12.0", "no names"),
        ("OWNER_IDS", "-100123", "no names"),
        ("OWNER_IDS", "0", "no names"),
        ("OWNER_IDS", "９", "no names"),
        ("OWNER_IDS", "9" * 40, "no names"),
        ("WEBHOOK_LISTEN", "8080", "127.0.0.1:8080"),
        ("WEBHOOK_LISTEN", "localhost", "127.0.0.1:8080"),
        ("WEBHOOK_LISTEN", "127.0.0.1:http", "127.0.0.1:8080"),
        ("WEBHOOK_LISTEN", "[::]:8080", "127.0.0.1:8080"),
        ("WEBHOOK_LISTEN", "h:0", "127.0.0.1:8080"),
        ("WEBHOOK_URL", "http://bot.example.org/x", "https://"),
        ("WEBHOOK_URL", "bot.example.org", "https://"),
        ("WEBHOOK_URL", "ftp://bot.example.org", "https://"),
        ("WEBHOOK_URL", "https://bot.example.org:8080/x", "8443"),
        ("WEBHOOK_URL", "https://[x", "https://"),
        ("WEBHOOK_SECRET", "short", "16 to 256"),
        ("TELEGRAM_API_URL", "here", "http://"),
        ("ACCESS", "everybody", "owners, invited, open"),
        ("ACCESS", "owners", "OWNER_IDS"),
        ("DEFAULT_LANGUAGE", "de", "ru, en"),
        ("DEFAULT_TIMEZONE", "Mars/Base", "IANA"),
        ("NOTES_KEY", "abc", "new-key"),
        ("EMERGENCY_NUMBER", "help", "112"),
        ("LOG_LEVEL", "loud", "DEBUG"),
        ("LOG_FORMAT", "xml", "json"),
    ],
)
def test_a_wrong_one_is_named_in_our_words(name: str, value: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    for more, what in WEBHOOK.items():
        if name != more:
            monkeypatch.setenv(more, what)
    with pytest.raises(WrongSettings) as wrong:
        read_settings()
    line = str(wrong.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert word in line
    assert not [foreign for foreign in FOREIGN if foreign.lower() in line.lower()], line
    assert len(value) < 5 or value not in line.removeprefix(name) or value == "bot.example.org"


def test_a_server_of_ones_own_takes_any_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**WEBHOOK, "TELEGRAM_API_URL": "http://127.0.0.1:8081"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:8080/hook")
    assert read_settings().webhook_url is not None


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251", "utf-8-sig", "utf-8"])
def test_an_env_file_in_another_encoding(nowhere: Path, encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Said in a line by every command; an editor's mark before the first line is none of its name."""
    text = f"BOT_TOKEN={TOKEN}\n# ключ и токен\nDATA_DIR={nowhere}\n"
    (nowhere / ".env").write_bytes(text.encode(encoding))
    if encoding.startswith("utf-8"):
        token = read_settings().bot_token
        assert token is not None
        assert token.get_secret_value() == TOKEN
        return
    for command in ("start", "try", "doctor", "backup", "rekey", "health", "restore x.db"):
        assert main(command.split()) == 1
        out, err = capsys.readouterr()
        assert (out + err).count("\n") == 1 + (command == "try")
        assert "UTF-8" in out + err or command == "health"


def test_an_env_that_is_a_folder(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (nowhere / ".env").mkdir()
    assert main(["doctor"]) in {0, 1}
    assert "Traceback" not in capsys.readouterr().err


def test_a_server_without_a_token_does_not_try_itself_out(nowhere: Path) -> None:
    """With nobody at a terminal it is a deployment whose token is missing: the supervisor has to see that."""
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "bot", "start"]
    env = {"PATH": "/usr/bin:/bin", "DATA_DIR": str(nowhere / "data"), "PYTHONPATH": str(root)}
    ran = subprocess.run(  # noqa: S603 - this very program
        command, input="/start\n", capture_output=True, text=True, env=env, cwd=nowhere, check=False, timeout=60
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith("BOT_TOKEN is not set")
    assert ran.stderr.count("\n") == 1
    assert not (nowhere / "data").exists()


@pytest.mark.parametrize(
    "password", ['pa"ss"word', "back\\slash\\word", "ключ от всего", "p'ass'word", "tab\tand\nline"]
)
@pytest.mark.parametrize("form", ["json", "human"])
def test_a_secret_is_hidden_however_it_is_written(password: str, form: str) -> None:
    """A line in JSON escapes quotes and backslashes, and would show all the rest of it."""
    stream = StringIO()
    log = logging.getLogger(f"bot.secret.{form}")
    log.propagate = False
    log.handlers[:] = [handler(stream, form, [password])]  # type: ignore[arg-type]  # one of the two
    log.error("refused: %s and %r", password, password)
    log.error("as JSON: %s", json.dumps(password))
    shown = stream.getvalue()
    assert not [piece for piece in ("word", "slash", "ass", "ключ", "line", "043a") if piece in shown], shown


@pytest.mark.parametrize("letter", ["@", "/", "?", "#", ":"])
def test_a_password_that_breaks_its_address_is_a_secret_all_the_same(letter: str) -> None:
    made = Settings(_env_file=None, bot_token=None, database_url=f"postgresql://okok:geheim{letter}wort@db/okok")
    assert f"geheim{letter}wort" in made.secrets
