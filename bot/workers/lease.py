"""Holds the lease of the single instance, and with it notes when Telegram answered last (failures, The process)."""

import logging
import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from bot.common.clock import Clock
from bot.common.file_lock import AnotherInstance
from bot.common.heartbeat import Heartbeat
from bot.settings import Settings
from bot.store.database.address import file_of
from bot.store.database.database import Database
from bot.store.database.errors import CannotStart, StoreError
from bot.store.database.retry import retry_write
from bot.store.database.unit_of_work import Connection
from bot.store.queries import delivery_queue, installation
from bot.workers.outage import Outage

log = logging.getLogger(__name__)

_EVERY: Final = 15.0
"""Seconds after which the lease is renewed; it holds for a minute."""

_LONGEST: Final = 30.0
"""Seconds that one round may take: the database waits for a lock for 5 of them, people are told within 10."""


def holder_in(folder: Path, *, server: bool = False) -> str:
    """The lease's holder, this installation: a random id kept in its data folder; with a `server`, on this machine.

    The folder's lock says that nobody else is at work there: what was killed and started again need not wait for its
    own lease. A folder that was copied to another machine is another one for a server that both reach.
    """
    path = folder / "instance"
    made = ""
    with suppress(OSError):
        made = path.read_text(encoding="ascii").strip()
    if not made:
        made = secrets.token_hex(8)
        path.write_text(made + "\n", encoding="ascii")
    return f"{made}@{socket.gethostname()}" if server else made


def holder_of(settings: Settings) -> str:
    """The holder by the settings. Raises CannotStart where the data folder can't be written."""
    try:
        return holder_in(settings.data_dir, server=file_of(settings.database()) is None)
    except OSError as error:
        raise CannotStart(f"The data folder {settings.data_dir} can't be written: {error.strerror}.") from None


async def claim_lease(db: Database, me: str, clock: Clock) -> None:
    """Takes the lease, however long the database takes. Raises AnotherInstance where somebody else has it.

    Where this very installation had it before, it was killed: its claims on reminders are free at once.
    """
    if not await retry_write(db, clock, log, partial(_claim, me=me, now=clock.now())):
        raise AnotherInstance("Another instance is at work on this database; this one leaves.")


def _claim(conn: Connection, me: str, now: int) -> bool:
    killed = installation.holder(conn) == me
    if not installation.claim(conn, me, now):
        return False
    if killed:
        delivery_queue.free(conn)
    return True


class Lease:
    """The worker that renews the lease. Its end is the end of the program."""

    def __init__(  # noqa: PLR0913 - whom it asks and tells, each by name
        self,
        db: Database,
        me: str,
        clock: Clock,
        *,
        heard: Callable[[], int | None],
        outage: Outage,
        on_erased: Callable[[], Awaitable[bool]],
    ) -> None:
        """`heard` gives when Telegram answered last (Unix seconds UTC), `on_erased` is awaited after an erasure.

        It is awaited again at the next renewal as long as it gives False.
        """
        self._db = db
        self._me = me
        self._clock = clock
        self._heard = heard
        self._outage = outage
        self._on_erased = on_erased
        self._erased = 0
        self._failed = False
        self._heartbeat = Heartbeat(clock)

    @property
    def late(self) -> float:
        """For how many seconds the database has given no answer, not even that it can't now."""
        return self._heartbeat.late

    async def claim(self) -> None:
        """Takes the lease as `claim_lease` does."""
        await claim_lease(self._db, self._me, self._clock)

    async def run(self) -> None:
        """Renews the lease until it is cancelled. Raises AnotherInstance where somebody else has it by now."""
        try:
            while True:
                self._heartbeat.beat(_LONGEST)
                await self._once()
                self._heartbeat.beat(_EVERY)
                await self._clock.sleep(_EVERY)
        finally:
            self._heartbeat.stop()

    async def release(self) -> None:
        """Gives the lease back, if the database takes that now."""
        with suppress(StoreError):
            await self._db.write(partial(installation.release, holder=self._me))

    async def _once(self) -> None:
        heard = self._heard()
        try:
            if heard is not None:
                await self._outage.heard(heard)
            renewed = partial(installation.renew, holder=self._me, now=self._clock.now(), heard=heard)
            beat = await self._db.write(renewed)
        except StoreError as error:
            if not self._failed:
                log.warning("the lease can't be renewed now: %s", error)
            self._failed = True
            return
        self._failed = False
        if beat is None:
            raise AnotherInstance("Another instance took over this database; this one leaves.")
        if beat.erased != self._erased and await self._on_erased():
            self._erased = beat.erased
