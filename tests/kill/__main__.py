"""`python -m tests.kill N [--seed S]`: N kills, then the figures. The exit code is 1 where anything is wrong."""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.kill.killing import hold
from tests.kill.nursery import Nursery
from tests.kill.spoiled import SPOIL
from tests.kill.verdict import judge


def main() -> int:
    """Runs it in a folder of its own, which stays where something was wrong."""
    parser = argparse.ArgumentParser(prog="./run kill-test", description="kill -9 at random moments of debriefs")
    parser.add_argument("kills", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None, help="chance for people and moments (timing stays chance)")
    parser.add_argument("--people", type=int, default=8, help="debriefs held at once")
    parser.add_argument("--broken", choices=sorted(SPOIL), help="a worse bot: the test must find out")
    chosen = parser.parse_args()
    seed = chosen.seed if chosen.seed is not None else random.randrange(10**6)
    print(f"seed {seed}", flush=True)
    began = time.monotonic()
    folder = tempfile.TemporaryDirectory(prefix="okok-kill-")
    with Nursery() as nursery:
        course = hold(nursery, Path(folder.name), chosen.kills, seed, chosen.people, chosen.broken)
    figures = judge(course, Path(folder.name))
    print("\n".join(figures.lines()))
    print(f"seconds: {time.monotonic() - began:.0f}")
    if figures.wrong:
        folder._finalizer.detach()  # type: ignore[attr-defined]  # before 3.12 there is no other way to keep it
        print(f"kept for a look: {folder.name}")
    else:
        folder.cleanup()
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
