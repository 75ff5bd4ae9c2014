"""Looks up the public holidays of people's countries, this year's and next year's (protocol, section 8)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.common.clock import Clock
from bot.protocol.person import Person, country_of
from bot.store.database.database import Database
from bot.store.database.errors import Missing, StoreError
from bot.store.database.unit_of_work import Connection
from bot.store.queries import chats, people
from bot.timeparse.schedule import local
from bot.viewmodels.place import Place
from bot.viewmodels.scene import written
from bot.workers.loop import Loop

log = logging.getLogger(__name__)

Days = tuple[date, ...]
OnChanged = Callable[[Connection, Person, int], None]
OnSeen = Callable[[int], Awaitable[None]]

PLACE = "holidays"
"""The place whose screen names the next day off."""
_EVERY = 6 * 3600
_AGAIN = 300
"""Seconds after which it looks again where the store or one person's planning failed."""
_AT_ONCE = 100
_WEEKEND = (5, 6)
_KEPT_FOR = timedelta(days=62)
"""Days off that are over still count: a cadence is counted in working days from a contact of weeks ago."""


def public_holidays(country: str, years: range) -> Days:
    """The days off of a country (ISO 3166) in `years`, in order: public holidays for all of it, moved days included.

    Raises NotImplementedError for a country that the library doesn't know. Slow at first: up to half a second.
    """
    # Here, so that it is on a thread: the library is rarely needed, and importing it takes 0.2 s and 11 MB.
    import holidays  # noqa: PLC0415

    return tuple(sorted(holidays.country_holidays(country, years=years, categories=(holidays.PUBLIC,))))


def moved_workdays(country: str, years: range) -> Days:
    """The weekend days of `years` that are worked in a country (ISO 3166) in exchange for others, in order.

    Raises NotImplementedError for a country that the library doesn't know.
    """
    import holidays  # noqa: PLC0415 - as in `public_holidays`

    found = holidays.country_holidays(country, years=years, categories=(holidays.PUBLIC,)).weekend_workdays
    return tuple(sorted(day for day in found if day.year in years and day.weekday() in _WEEKEND))


class Holidays:
    """The worker that keeps everybody's days off known through the next year."""

    def __init__(  # noqa: PLR0913 - whom it asks and tells, each by name
        self,
        db: Database,
        clock: Clock,
        *,
        on_changed: OnChanged | None = None,
        on_seen: OnSeen | None = None,
        find: Callable[[str, range], Days] = public_holidays,
        moved: Callable[[str, range], Days] | None = None,
    ) -> None:
        """`on_changed(conn, person, now)` is called in the unit of work that wrote a person's days off.

        `on_seen(chat_id)` is awaited after the commit where the person looks at the screen that names them; `find`
        gives the days off of a country in some years, and `moved` the weekend days that are worked in exchange, called
        on a thread.
        """
        self._db = db
        self._clock = clock
        self._on_changed = on_changed
        self._on_seen = on_seen
        self._find = find
        self._moved = moved
        self._loop = Loop(clock, log, self._look, "holidays could not be looked up")
        self._loop.wake()  # so that it isn't idle until it has looked once
        self._known: dict[tuple[str, range], tuple[Days, Days]] = {}

    def ask(self) -> None:
        """Has it look soon: somebody came, moved, or named a country."""
        self._loop.wake()

    @property
    def idle(self) -> bool:
        """Whether it runs, and has nothing to look up just now."""
        return self._loop.idle

    async def run(self) -> None:
        """Looks at once, when it is asked, and every six hours, until it is cancelled."""
        await self._loop.run()

    async def _look(self) -> float:
        try:
            return _EVERY if await self.look() else _AGAIN
        except (StoreError, ImportError) as error:
            told = str(error) if isinstance(error, StoreError) else type(error).__name__
            log.warning("holidays could not be looked up now: %s", told)
            return _AGAIN

    async def look(self) -> bool:
        """Looks up what isn't known through next year; False where that failed for somebody.

        Raises StoreError, and ImportError where the library itself is missing: then it is nobody's trouble alone.
        """
        now = self._clock.now()
        this = datetime.fromtimestamp(now, UTC).year
        failed: set[int] = set()
        while True:
            found = await self._db.write(lambda conn: people.without_holidays(conn, this + 1, _AT_ONCE + len(failed)))
            waiting = [person for person in found if person.id not in failed]
            if not waiting:
                return not failed
            for person in waiting:
                try:
                    await self._renew(person, now, this)
                except (StoreError, ImportError):
                    raise
                except Exception as error:  # noqa: BLE001 - one person's trouble must not keep the others waiting
                    log.error("the days off of one person were not kept: %s", type(error).__name__)  # noqa: TRY400 - same
                    failed.add(person.id)

    async def _renew(self, person: Person, now: int, this: int) -> None:
        country = country_of(person)
        first = local(now, person.zone).date() - _KEPT_FOR
        off, on = ((), ()) if country is None else await self._days(country, range(first.year, this + 2))
        days = written((day for day in off if day >= first), (day for day in on if day >= first))
        seen = await self._db.write(lambda conn: self._write(conn, person, country, days, this + 1, now))
        if seen is not None and self._on_seen is not None:
            await self._on_seen(seen)

    async def _days(self, country: str, years: range) -> tuple[Days, Days]:
        """The days off, and the weekend days that are worked."""
        if (country, years) not in self._known:
            try:
                found = await asyncio.to_thread(self._find, country, years)
                moved = await asyncio.to_thread(self._moved, country, years) if self._moved is not None else ()
            except ImportError:
                raise
            except Exception as error:  # noqa: BLE001 - nothing is known of it, and asking again would not help
                log.warning("the holidays of %s are not known: %s", country, type(error).__name__)
                found, moved = (), ()
            self._known[country, years] = found, moved
        return self._known[country, years]

    def _write(  # noqa: PLR0913, PLR0917 - what was looked up for whom
        self, conn: Connection, person: Person, country: str | None, days: str, year: int, now: int
    ) -> int | None:
        """Writes the days off; gives the chat where its screen names them, to be shown anew."""
        # The chat's lock first, as every update takes it, then the person anew: they may have moved meanwhile.
        desk = chats.desk(conn, person.telegram_id, person.telegram_id)
        try:
            present = people.get(conn, person.id)
        except Missing:
            return None
        if country_of(present) != country:
            return None  # it is not known yet for the other country, so the next look finds them
        present = replace(present, days_off=days, days_off_year=year)
        people.save_days_off(conn, present)
        if self._on_changed is not None:
            self._on_changed(conn, present, now)
        if desk is None or desk[1].place != Place(PLACE):
            return None
        return chats.move(conn, desk[1], desk[1].place, desk[1].notice).id
