"""Exponential backoff with jitter: how long to wait before what failed is tried again."""

import random
from typing import Final

_FIRST: Final = 0.5
_LONGEST: Final = 30.0


def backoff(failures: int, first: float = _FIRST, longest: float = _LONGEST) -> float:
    """Seconds to wait after the `failures`-th failure in a row (from 1): doubled each time, at most `longest`.

    Up to half of it is added by chance (jitter), so that a crowd of chats does not come back together.
    """
    full = first * 2.0 ** min(failures - 1, 16)
    return min(longest, full * random.uniform(1.0, 1.5))  # noqa: S311 — spreads retries, keeps no secret
