"""SIGKILL between claim, send and mark: none is lost, and a repeat says so (docs/architecture.md, idea 8).

The long form is `./run kill-test --reminders 50`.
"""

from pathlib import Path

import pytest

from tests.kill.forkserver import ForkServer
from tests.kill.reminder_kills import MOMENTS, remind
from tests.kill.reminder_verdict import judge


def test_a_kill_at_each_moment_of_a_reminder(forkserver: ForkServer, tmp_path: Path) -> None:
    figures = judge(remind(forkserver, tmp_path, kills=len(MOMENTS), seed=4))
    print("\n".join(figures.lines()))
    assert not figures.wrong, "\n".join(figures.lines())
    assert figures.kills == len(MOMENTS) == 10
    assert len(figures.moments.keys() - {"by time"}) >= 5  # on a slow machine some moments don't come in time
    assert figures.marked > 0
    assert figures.taps > 5


@pytest.mark.parametrize(
    ("broken", "moment", "told"),
    [
        ("marks_first", "before sendMessage", r"reminders were lost"),
        ("leaseless", "noted", r"came again without a send under way"),
        ("silent", "after sendMessage", r"came again without a word"),
        ("torn", "deciding", r"choices were lost"),
    ],
)
def test_a_worse_program_does_not_pass(
    forkserver: ForkServer, tmp_path: Path, broken: str, moment: str, told: str
) -> None:
    """See `tests.kill.spoiled_reminders`: the judge finds what each of them does, by its name.

    Whom a kill catches is chance: somebody may have answered the very copy that would have come again.
    """
    for seed in range(4, 8):
        (folder := tmp_path / str(seed)).mkdir()
        figures = judge(remind(forkserver, folder, kills=2, seed=seed, broken=broken, moments=(moment,)))
        if any(told in line for line in figures.wrong):
            return
    pytest.fail("\n".join(figures.lines()))
