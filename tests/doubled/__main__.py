"""`python -m tests.doubled N [--seed S]`: N taps, each doubled or more. The exit code is 1 where anything is wrong."""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.doubled.double_taps import tap


def main() -> int:
    """Runs it in a folder of its own, and prints the figures."""
    parser = argparse.ArgumentParser(prog="./run doubled-test", description="taps that come twice and more at once")
    parser.add_argument("taps", nargs="?", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=None)
    chosen = parser.parse_args()
    seed = chosen.seed if chosen.seed is not None else random.randrange(10**6)
    print(f"seed {seed}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="okok-taps-") as folder:
        figures = asyncio.run(tap(Path(folder), chosen.taps, seed))
    print("\n".join(figures.lines()))
    print(f"seconds: {time.monotonic() - began:.0f}")
    return int(figures.wrong)


if __name__ == "__main__":
    sys.exit(main())
