"""`python -m tests.fuzz N [--seed S]`: N mutated updates. The exit code is 1 where anything is wrong."""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.runner import both


def main() -> int:
    """Runs it in a folder of its own, and prints the figures."""
    parser = argparse.ArgumentParser(prog="./run fuzz", description="updates that Telegram would hardly send")
    parser.add_argument("updates", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=None)
    chosen = parser.parse_args()
    chance = chosen.seed if chosen.seed is not None else random.randrange(10**6)
    print(f"seed {chance}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="okok-fuzz-") as folder:
        figures = both(Path(folder), chosen.updates, chance)
    print("\n".join(figures.lines()))
    print(f"seconds: {time.monotonic() - began:.0f}")
    return int(figures.wrong)


if __name__ == "__main__":
    sys.exit(main())
