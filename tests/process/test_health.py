"""The heartbeat and what is read out of it; asking for it is cheap."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.common.file_lock import BOT_LOCK, hold
from bot.process.health import LATE, HealthRecord, check, write_health

NOW = 1_764_234_000


def test_a_fresh_heartbeat_is_well(tmp_path: Path) -> None:
    write_health(tmp_path, HealthRecord(NOW, NOW - 20))
    assert check(tmp_path, lambda: NOW + 10) == (True, "Well: Telegram answered 30 s ago.")


def test_silence_of_bot_or_telegram_is_said_within_90_seconds(tmp_path: Path) -> None:
    assert not check(tmp_path, lambda: NOW)[0]
    write_health(tmp_path, HealthRecord(NOW, None))
    assert check(tmp_path, lambda: NOW) == (False, "Telegram has not answered yet.")
    write_health(tmp_path, HealthRecord(NOW, NOW - LATE - 1))
    assert check(tmp_path, lambda: NOW) == (False, "Telegram last answered 91 s ago.")
    write_health(tmp_path, HealthRecord(NOW, NOW))
    write_health(tmp_path, HealthRecord(NOW, NOW, "polling has not moved for 40 s"))
    assert check(tmp_path, lambda: NOW) == (False, "The bot hangs: polling has not moved for 40 s.")
    write_health(tmp_path, HealthRecord(NOW, NOW, backup=NOW - 180))
    assert check(tmp_path, lambda: NOW) == (True, "Well: Telegram answered 0 s ago, the last backup is 3 min old.")
    assert "does not run" in check(tmp_path, lambda: NOW + LATE + 1)[1]


def test_half_a_heartbeat_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "health.json").write_text('{"last_ok": 1', encoding="utf-8")
    assert check(tmp_path) == (False, "The heartbeat can't be read.")


def test_health_imports_nothing_heavy() -> None:
    code = "import sys, bot.__main__ as m; m.main(['health']); print(*sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    loaded = set(ran.stdout.split())
    assert not loaded & {"aiogram", "pydantic", "sqlalchemy", "alembic", "asyncio"}


def test_the_data_folder_of_the_env_file_is_asked_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the settings stand in `.env`, a health check that looks elsewhere would raise a false alarm."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATA_DIR", raising=False)
    (tmp_path / ".env").write_text("BOT_TOKEN=1:abc\nexport DATA_DIR='else where'  # here\n")
    (tmp_path / "else where").mkdir()
    write_health(tmp_path / "else where", HealthRecord(int(time.time()), int(time.time())))
    assert main(["health"]) == 0
    assert capsys.readouterr().out.startswith("Well")
    monkeypatch.setenv("DATA_DIR", "data")
    assert main(["health"]) == 1


def test_a_start_is_no_alarm(tmp_path: Path) -> None:
    """Telegram may hold the first poll for half a minute; what an earlier run left says nothing of this one."""
    write_health(tmp_path, HealthRecord(NOW + 30, None, since=NOW))
    assert check(tmp_path, lambda: NOW + 30) == (True, "Telegram has not answered yet: the bot has just started.")
    write_health(tmp_path, HealthRecord(NOW + LATE + 1, None, since=NOW))
    assert not check(tmp_path, lambda: NOW + LATE + 1)[0]
    now = time.time()
    write_health(tmp_path, HealthRecord(int(now) - 5000, int(now) - 5000))
    os.utime(tmp_path / "health.json", (now - 5000, now - 5000))
    assert not check(tmp_path)[0]
    (tmp_path / BOT_LOCK).touch()
    os.utime(tmp_path / BOT_LOCK, (now - 9000, now - 9000))
    with hold(tmp_path / BOT_LOCK):
        assert check(tmp_path) == (True, "The bot has just started.")
        assert not check(tmp_path, lambda: now + LATE + 5)[0], "it hangs before it said anything"
    assert not check(tmp_path)[0], "it left"
