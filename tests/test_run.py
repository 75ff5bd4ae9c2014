"""`./run` on machines that lack something: which lock is installed, and what is said where nothing can be."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTHON = """#!/bin/sh
case "$*" in
*version_info\\[:2*) echo 3.11 ;;
"-c "*) exit 0 ;;
"-m venv"*) mkdir -p .venv/bin; echo "ensurepip is not available" ; exit 1 ;;
"-m virtualenv"*) [ -n "${WITH_VIRTUALENV:-}" ] || exit 1; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
esac
echo "$*" >>asked
"""
"""A Python as Debian has it, which notes what it was asked."""


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A checkout on a machine that has nothing but a Python."""
    shutil.copy(ROOT / "run", tmp_path / "run")
    (tmp_path / "requirements").mkdir()
    for name in ("base", "postgres"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python3"
    python.write_text(PYTHON)
    python.chmod(0o755)
    return tmp_path


def run(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """What comes of `./run` there."""
    kept = ("/usr/bin", "/bin")
    env = {"PATH": os.pathsep.join((str(folder / "bin"), *kept)), "PYTHON": str(folder / "bin" / "python3"), **more}
    return subprocess.run(  # noqa: S603 - our own script
        ["/bin/sh", str(folder / "run"), *command], capture_output=True, text=True, env=env, check=False, timeout=30
    )


def test_without_what_makes_an_environment_it_says_what_to_install(fresh: Path) -> None:
    ran = run(fresh, "doctor")
    assert ran.returncode == 1
    assert "apt install python3-venv" in ran.stderr
    assert "python3.11-venv" in ran.stderr
    assert "ensurepip" not in ran.stderr + ran.stdout
    assert not (fresh / ".venv").exists(), "half of one would be taken for a whole one"


def test_virtualenv_does_as_well(fresh: Path) -> None:
    assert run(fresh, "doctor", WITH_VIRTUALENV="1").returncode == 0
    assert (fresh / "asked").read_text().splitlines()[-1] == "-m bot doctor"


@pytest.mark.parametrize(
    ("line", "lock"),
    [
        ("DATABASE_URL=postgresql://okok@db/okok", "postgres"),
        ('DATABASE_URL="postgresql://okok@db/okok"', "postgres"),
        ("DATABASE_URL='postgres://okok@db/okok'", "postgres"),
        ("export DATABASE_URL=postgresql://okok@db/okok", "postgres"),
        ('  export   DATABASE_URL = "postgresql://okok@db/okok"  # the agency\'s', "postgres"),
        ("database_url=POSTGRESQL://okok@db/okok", "postgres"),
        ("\ufeffDATABASE_URL=postgresql://okok@db/okok\r", "postgres"),
        ("DATABASE_URL=sqlite:////x.db\nDATABASE_URL=postgresql://okok@db/okok", "postgres"),
        ("DATABASE_URL=postgresql://okok@db/okok\nDATABASE_URL=sqlite:////x.db", "base"),
        ("# DATABASE_URL=postgresql://okok@db/okok", "base"),
        ("OTHER_DATABASE_URL=postgresql://okok@db/okok", "base"),
        ("DATABASE_URL=", "base"),
        ("", "base"),
    ],
)
def test_the_lock_goes_by_the_database_however_it_is_written(fresh: Path, line: str, lock: str) -> None:
    """As the bot reads `.env` itself: else PostgreSQL's driver is missing, or a server's that nobody needs is there."""
    (fresh / ".env").write_text(f"BOT_TOKEN=1:abc\n{line}\n", "utf-8")
    assert run(fresh, "doctor", WITH_VIRTUALENV="1").returncode == 0
    (asked,) = [one for one in (fresh / "asked").read_text().splitlines() if "pip install" in one]
    assert asked.endswith(f"requirements/{lock}.txt")


def test_the_environment_goes_before_the_file(fresh: Path) -> None:
    (fresh / ".env").write_text("DATABASE_URL=sqlite:////x.db\n")
    run(fresh, "doctor", WITH_VIRTUALENV="1", DATABASE_URL="postgresql://okok@db/okok")
    assert "requirements/postgres.txt" in (fresh / "asked").read_text()
