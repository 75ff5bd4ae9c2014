"""`python -m tests.soak [SECONDS]`: people at work at 20 updates a second, reminders coming due, then the figures.

The exit code is 1 where anything is wrong.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.soak.course import hold
from tests.soak.verdict import judge

_HOUR = 3600


def main() -> int:
    """Runs it once, in a folder of its own, which stays where something was wrong."""
    parser = argparse.ArgumentParser(prog="./run soak", description="an hour's load, and what is left over after it")
    parser.add_argument("seconds", nargs="?", type=int, default=_HOUR)
    parser.add_argument("--rate", type=float, default=20.0, help="updates a second")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--warm-up", type=int, default=300, help="seconds of the same load before it is measured")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="okok-soak-"))
    course = asyncio.run(hold(folder, chosen.seconds, chosen.rate, chosen.people, chosen.warm_up, chosen.seed))
    figures = judge(course)
    print("\n".join(figures.lines()))
    print(f"its log, database and samples: {folder}")
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
