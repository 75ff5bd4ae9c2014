"""`python -m tests.kill N [--reminders | --term] [--seed S]`: N kills, then the figures.

The exit code is 1 where anything is wrong.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.kill import reminder_verdict, verdict
from tests.kill.forkserver import ForkServer
from tests.kill.kills import SLOW, hold
from tests.kill.reminder_kills import remind
from tests.kill.spoiled import SPOIL
from tests.kill.spoiled_reminders import SPOIL_REMINDERS

_KILLS, _KILLS_OF_REMINDERS, _TERMS = 1000, 50, 50


def main() -> int:
    """Runs it in a folder of its own, which stays where something was wrong."""
    parser = argparse.ArgumentParser(prog="./run kill-test", description="kill -9 at random moments of debriefs")
    parser.add_argument("kills", nargs="?", type=int, default=None, help="1000, else 50")
    parser.add_argument("--reminders", action="store_true", help="on a reminder's way: claim, send, mark, its buttons")
    parser.add_argument("--term", action="store_true", help="SIGTERM while handlers are at work that take 2 seconds")
    parser.add_argument("--seed", type=int, default=None, help="chance for people and moments (timing stays chance)")
    parser.add_argument("--people", type=int, default=8, help="people at it at once")
    parser.add_argument("--broken", choices=sorted(SPOIL | SPOIL_REMINDERS), help="a worse bot: the test must find out")
    chosen = parser.parse_args()
    kills = chosen.kills or (_KILLS_OF_REMINDERS if chosen.reminders else _TERMS if chosen.term else _KILLS)
    seed = chosen.seed if chosen.seed is not None else random.randrange(10**6)
    print(f"seed {seed}", flush=True)
    began = time.monotonic()
    temporary = tempfile.TemporaryDirectory(prefix="okok-kill-")
    folder = Path(temporary.name)
    figures: verdict.Figures | reminder_verdict.Figures
    with ForkServer() as forkserver:
        if chosen.reminders:
            figures = reminder_verdict.judge(remind(forkserver, folder, kills, seed, chosen.people, chosen.broken))
        else:
            slow = SLOW if chosen.term else 0.0
            course = hold(forkserver, folder, kills, seed, chosen.people, chosen.broken, slow=slow)
            figures = verdict.judge(course, folder)
    print("\n".join(figures.lines()))
    print(f"seconds: {time.monotonic() - began:.0f}")
    if figures.wrong:
        temporary._finalizer.detach()  # type: ignore[attr-defined]  # before 3.12 there is no other way to keep it
        print(f"kept for a look: {folder}")
    else:
        temporary.cleanup()
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
