"""Moments at which a bot that somebody lets it out to ends itself by SIGKILL, and a worse bot that stores the words."""

import logging
import os
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from bot.conversation import vent
from bot.intake.jobs import Job
from bot.intake.runner import Intake
from bot.store.queries import inbox
from bot.store.queries import vents as vent_rows
from bot.store.queries.inbox import Incoming
from bot.workers import vents
from bot.workers.vents import Vents
from tests.kill.reminder_moments import _Fatal


def _accepted(number: int) -> None:
    whole = Intake._put
    fatal = _Fatal(number).of(whole)

    def put(self: Intake, job: Job) -> None:
        hushed = inbox.ids_of(job.row.payload)
        (whole if hushed is None or hushed.begins else fatal)(self, job)

    Intake._put = put  # type: ignore[method-assign]  # in a process of its own that ends by it


def _saying(number: int) -> None:
    vent.say = _Fatal(number, after=True).of(vent.say)


def _answering(number: int) -> None:
    vents.advance = _Fatal(number, after=True).of(vents.advance)


def _answered(number: int) -> None:
    Vents._erase = _Fatal(number).of(Vents._erase)  # type: ignore[method-assign]  # same


def _settling(number: int) -> None:
    vents.settle = _Fatal(number, after=True).of(vents.settle)


VENT_MOMENTS: dict[str, Callable[[int], None]] = {
    "accepted": _accepted,
    "saying": _saying,
    "answering": _answering,
    "answered": _answered,
    "settling": _settling,
}
"""By name, as `tests.kill.reminder_moments.MOMENTS`. "accepted" is right after the commit that takes in what was said;
"saying" in the transaction that notes it; "answering" in the one that answers, all of it done but the commit;
"answered" after that commit, before anything is deleted; "settling" after Telegram deleted it, in the transaction
that notes that.
"""


def hurried() -> None:
    """Who lets it out is answered after a second, and the log is the fullest."""
    vent_rows.ANSWER_AFTER = 1  # type: ignore[misc]  # a process of its own
    os.environ["LOG_LEVEL"] = "DEBUG"
    whole = vent_rows.discreet

    def discreet(conn: Connection, rows: Sequence[Incoming], now: int) -> list[Incoming]:
        logging.getLogger("bot.tried").debug("taken in")  # that the level is in force can be seen by it
        return whole(conn, rows, now)

    vent_rows.discreet = discreet


def _talkative() -> None:
    """What is said is stored as it came, like anything else."""
    hurried()

    def discreet(conn: Connection, rows: Sequence[Incoming], now: int) -> list[Incoming]:  # noqa: ARG001 - its signature
        return list(rows)

    vent_rows.discreet = discreet


SPOIL_VENT: dict[str, Callable[[], None]] = {"hurried": hurried, "talkative": _talkative}
"""By name, as `tests.kill.spoiled.SPOIL`; the first is no worse, only faster."""
