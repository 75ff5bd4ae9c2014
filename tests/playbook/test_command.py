"""`./run playbook check` and `init`, from the command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.playbook.load import load_all
from tests.own_playbook import fourth_fear, write

ROOT = Path(__file__).parents[2]


def test_init_writes_ours_and_check_finds_it_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "own"
    assert main(["playbook", "init", str(folder)]) == 0
    assert sorted(file.name for file in folder.iterdir()) == ["en.toml", "ru.toml"]
    capsys.readouterr()
    assert main(["playbook", "check", str(folder)]) == 0
    assert capsys.readouterr().out == "ru.toml, en.toml: in order; 8 behaviours, 5 fears\n"
    assert load_all(folder).playbooks == load_all().playbooks


def test_init_writes_over_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "own", "en", "# ours")
    assert main(["playbook", "init", str(tmp_path / "own")]) == 1
    assert capsys.readouterr().err == f"{tmp_path}/own/en.toml: is there already, and was left as it is\n"
    assert [file.name for file in (tmp_path / "own").iterdir()] == ["en.toml"]
    (tmp_path / "file").touch()
    assert main(["playbook", "init", str(tmp_path / "file")]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_check_tells_remarks_and_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "own", "ru", fourth_fear("ru"))
    assert main(["playbook", "check", str(folder)]) == 0
    assert capsys.readouterr().out.split("\n")[:2] == [
        "remark: en.toml: fears.budget: isn't there, so its words are those of ru.toml",
        "ru.toml: in order; 8 behaviours, 6 fears",
    ]
    write(folder, "en", "language = 'en'\n[fears.boss]\nlabel = 'A label that no button can show'\nasks = []\n")
    assert main(["playbook", "check", str(folder)]) == 1
    assert capsys.readouterr().err.split("\n")[:2] == [
        "en.toml:3: fears.boss.label: has 31 characters, allowed: 26",
        "en.toml:4: fears.boss.asks: is empty, allowed: at least one text",
    ]


def test_it_needs_neither_aiogram_nor_a_database(tmp_path: Path) -> None:
    code = "import sys; from bot.__main__ import main; code = main(); print(*sys.modules); sys.exit(code)"
    folder = write(tmp_path / "own", "ru", fourth_fear("ru"))
    ran = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-c", code, "playbook", "check", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(ran.stdout.split())
    assert "bot.playbook.load" in loaded
    assert not loaded & {"aiogram", "sqlalchemy", "aiosqlite", "asyncio"}


def test_a_start_with_a_faulty_playbook_is_refused_in_plain_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "own", "ru", "[fears.boss]\nlabel = 1\n")
    monkeypatch.setenv("PLAYBOOK_DIR", str(folder))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BOT_TOKEN", "1:abc")
    assert main(["start"]) == 1
    assert capsys.readouterr().err == "PLAYBOOK_DIR: ru.toml:2: fears.boss.label: is 1, allowed: text in quotes\n"
