"""Moments of a reminder's way at which a bot ends itself by SIGKILL, where no outside timing would hit."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.conversation import reminders, verbs
from bot.reminders.compose import record
from bot.telegram.lanes import Lanes
from bot.workers import reminders as delivery
from bot.workers.reminders import ReminderDelivery


class _Fatal:
    """Calls what it was made from, and at the `number`-th call kills the process; `after`: once that has run."""

    def __init__(self, number: int, *, after: bool = False) -> None:
        self._left = number
        self._after = after

    def of(self, whole: Callable[..., Any]) -> Callable[..., Any]:
        """`whole`, made fatal; several share one count."""

        def fatal(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever it takes and gives
            self._left -= 1
            if self._left:
                return whole(*args, **kwargs)
            if self._after:
                whole(*args, **kwargs)
            return os.kill(os.getpid(), signal.SIGKILL)

        return fatal


def _claimed(number: int) -> None:
    ReminderDelivery._send = _Fatal(number).of(ReminderDelivery._send)  # type: ignore[method-assign]  # in a process that ends by it


def _noting(number: int) -> None:
    delivery.record = _Fatal(number, after=True).of(record)  # type: ignore[attr-defined]  # as delivery knows it


def _noted(number: int) -> None:
    ReminderDelivery._ended = _Fatal(number).of(ReminderDelivery._ended)  # type: ignore[method-assign]  # same


def _deciding(number: int) -> None:
    fatal = _Fatal(number, after=True)
    verbs.VERBS = {
        name: replace(verb, use_case=fatal.of(verb.use_case)) if _of_a_reminder(verb) else verb
        for name, verb in verbs.VERBS.items()
    }


def _of_a_reminder(verb: verbs.Verb) -> bool:
    return verb.use_case.__module__ == reminders.__name__


def _decided(number: int) -> None:
    Lanes.answer = _Fatal(number).of(Lanes.answer)  # type: ignore[method-assign]  # same


MOMENTS: dict[str, Callable[[int], None]] = {
    "claimed": _claimed,
    "noting": _noting,
    "noted": _noted,
    "deciding": _deciding,
    "decided": _decided,
}
"""By name: each makes the process that calls it end at the moment's so-and-so-manyth coming.

"claimed" is after the claim's commit and before the send; "noting" after Telegram's answer, in the transaction that
marks, all of it done but the commit; "noted" after that commit; "deciding" in the transaction of a tap on a
reminder's button, its use case done; "decided" after that commit, before anything of it is shown.
"""
