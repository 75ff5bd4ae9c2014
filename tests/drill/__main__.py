"""`python -m tests.drill [N] [--seed S]`: N restore drills under load, then the figures.

The exit code is 1 where anything is wrong; the folder of such a drill stays.
"""

import argparse
import asyncio
import logging
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bot.app import voices_of
from tests.drill.course import drill
from tests.drill.verdict import Figures, check


def main() -> int:
    """Runs them one after the other, each in a folder of its own."""
    parser = argparse.ArgumentParser(prog="./run drill", description="restore drills under load")
    parser.add_argument("drills", nargs="?", type=int, default=50)
    parser.add_argument("--seed", type=int, default=None, help="chance for people and moments (timing stays chance)")
    chosen = parser.parse_args()
    seed = chosen.seed if chosen.seed is not None else random.randrange(10**6)
    print(f"seed {seed}", flush=True)
    logging.disable(logging.WARNING)
    began, figures, voices = time.monotonic(), Figures(), voices_of("112")
    for number in range(chosen.drills):
        folder = Path(tempfile.mkdtemp(prefix="okok-drill-"))
        known = len(figures.wrong)
        course = asyncio.run(drill(folder, seed + number, voices))
        check(course, voices, figures)
        if len(figures.wrong) == known:
            shutil.rmtree(folder)
        else:
            print("\n".join(figures.wrong[known:]), f"kept for a look: {folder}", sep="\n", flush=True)
    print("\n".join(figures.lines()))
    print(f"seconds: {time.monotonic() - began:.0f}")
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
