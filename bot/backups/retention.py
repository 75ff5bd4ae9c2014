"""Which backups are kept: the newest of each of 24 hours and of 14 days, none for longer than 30 days. Pure.

One that somebody asked for, by `./run backup`, is kept for those 30 days: it is from before an upgrade, perhaps.

What was erased is gone from all backups within 30 days (protocol, section 9): so the last rule spares none.
"""

from collections.abc import Collection
from typing import Final

HOURS: Final = 24
DAYS: Final = 14
LONGEST: Final = 30 * 86_400
"""Seconds for which a backup is kept at most."""
_AHEAD: Final = 86_400
"""A backup from further in the future than this was made by a clock that was wrong, and would stay for too long."""


def is_young(at: int, now: int) -> bool:
    """Whether a backup of the moment `at` may still be kept at `now` (Unix seconds UTC), whoever made it."""
    return now - LONGEST < at <= now + _AHEAD


def kept(moments: Collection[int], now: int) -> set[int]:
    """Those of the moments (Unix seconds UTC) at which backups were made whose backups are kept at `now`.

    Hours and days are those of UTC in which there is a backup: a bot that runs now and then keeps as many.
    """
    held = sorted((at for at in moments if is_young(at, now)), reverse=True)
    found: set[int] = set()
    for seconds, most in ((3600, HOURS), (86_400, DAYS)):
        newest: dict[int, int] = {}
        for at in held:
            newest.setdefault(at // seconds, at)
        found.update(list(newest.values())[:most])
    return found


def is_due(moments: Collection[int], now: int) -> bool:
    """Whether the next backup is to be made: none is an hour old or less."""
    return not any(now - 3600 < at <= now for at in moments)
