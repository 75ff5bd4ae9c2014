"""Many at once: at Telegram's pace with a fifth refused, and several workers over the same rows (R2)."""

from pathlib import Path

from bot.viewmodels.voices import Voices
from tests.postgres_server import Server
from tests.reminders import bulk

_MANY = 120
"""What the long forms do with 10,000."""


async def test_many_at_once_all_come_once_at_the_pace_and_taps_are_answered_meanwhile(
    tmp_path: Path, sqlite_template: bytes, voices: Voices
) -> None:
    """The short form of `./run bulk-test`: pace and limits are four times Telegram's, so it takes seconds.

    429 names whole seconds, so waiting after one takes as long as with Telegram: that is most of the time here. How
    soon a tap is answered depends on what else the machine does, so the long form judges that; that answers go before
    reminders is shown by a clock that stands still (tests/workers/test_reminders.py).
    """
    (tmp_path / "okok.db").write_bytes(sqlite_template)
    figures = await bulk.hold(f"sqlite:///{tmp_path}/okok.db", _MANY, voices, speed=4, longest=1)
    print("\n".join(figures.lines()))
    assert not figures.wrong, "\n".join(figures.lines())
    assert figures.sends == _MANY
    assert figures.floods > 15
    assert len(figures.answers) > 4


async def test_two_workers_deliver_each_of_many_once(postgres: Server, voices: Voices) -> None:
    """On one PostgreSQL, without a pace, so that they get in each other's way as often as can be.

    `./run bulk-test --workers 2` is the long form.
    """
    await postgres.run("CREATE DATABASE bulk TEMPLATE okok_template")
    figures = await bulk.hold(postgres.url("bulk"), _MANY, voices, workers=2)
    print("\n".join(figures.lines()))
    assert not figures.wrong, "\n".join(figures.lines())
    assert figures.sends == _MANY
    assert min(figures.by_worker) > 12
