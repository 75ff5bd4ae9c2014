"""The service that looks up public holidays: for whom, when, once for each country, and what failing does to it."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

import pytest
from sqlalchemy import Connection, event, text

from bot.common.clock import Clock
from bot.protocol.person import Person
from bot.store.database.database import Database
from bot.store.database.errors import Busy
from bot.store.queries import chats, people
from bot.timeparse.countries import codes
from bot.timeparse.schedule import is_working
from bot.viewmodels.place import Place
from bot.viewmodels.scene import schedule_of
from bot.workers.holidays import Days, Holidays, moved_workdays, public_holidays
from tests.databases import database_url, db, new_url, postgres, sqlite_db, sqlite_template
from tests.store.samples import anna

__all__ = ["database_url", "db", "new_url", "postgres", "sqlite_db", "sqlite_template"]

T = TypeVar("T")


def moment(year: int, month: int, day: int, hour: int = 9) -> int:
    """That hour of that day in UTC."""
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


NOW = moment(2026, 3, 4)


class HandClock(Clock):
    """A clock that a test moves by hand: who sleeps wakes when it says so."""

    def __init__(self, now: int = NOW) -> None:
        self.moment = now
        self.slept: list[float] = []
        self._turn = asyncio.Event()

    def now(self) -> int:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        turn = self._turn
        await turn.wait()

    def wake(self, now: int) -> None:
        """It is `now`, and every sleep is over."""
        self.moment = now
        self._turn.set()
        self._turn = asyncio.Event()


class Library:
    """Holidays that a test knows: 9 March and 31 December of each year in every country but those it fails for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, range]] = []
        self.failing: dict[str, type[Exception]] = {}

    def __call__(self, country: str, years: range) -> Days:
        self.asked.append((country, years))
        if country in self.failing:
            raise self.failing[country]
        return tuple(day for year in years for day in (date(year, 3, 9), date(year, 12, 31)))


class Changes:
    """Who was planned for anew, and with which days off."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, str, int]] = []
        self.failing: set[int] = set()

    def __call__(self, conn: Connection, person: Person, now: int) -> None:
        assert people.get(conn, person.id) == person  # in the same unit, after it was written
        if person.id in self.failing:
            raise KeyError("a name of somebody")
        self.seen.append((person.id, person.days_off, now))


@asynccontextmanager
async def serving(calendars: Holidays) -> AsyncIterator[None]:
    """The service at work."""
    task = asyncio.ensure_future(calendars.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(reached: Callable[[], bool]) -> None:
    """Waits until it is so."""
    async with asyncio.timeout(5):
        while not reached():  # noqa: ASYNC110 - what is waited for is another task's work
            await asyncio.sleep(0.002)


async def person_in(db: Database, telegram_id: int, zone: str = "Europe/Moscow") -> Person:
    """Somebody who lives in that zone."""

    def admit(conn: Connection) -> Person:
        person = replace(anna(conn, telegram_id), zone=zone)
        people.save(conn, person)
        return person

    return await db.write(admit)


async def known(db: Database, person: Person) -> tuple[str, int]:
    """The person's days off, and the year through which they are known."""
    found = await db.read(lambda conn: people.get(conn, person.id))
    return found.days_off, found.days_off_year


async def test_days_off_are_written_once_a_country_and_reminders_planned_by_them(db: Database) -> None:
    library, changes, clock = Library(), Changes(), HandClock()
    first, second = await person_in(db, 11), await person_in(db, 22, "Asia/Omsk")
    third, nowhere = await person_in(db, 33, "Asia/Almaty"), await person_in(db, 44, "Etc/GMT-5")
    calendars = Holidays(db, clock, on_changed=changes, find=library)
    assert await calendars.look()
    days = "2026-03-09 2026-12-31 2027-03-09 2027-12-31"
    for person in (first, second, third):
        assert await known(db, person) == (days, 2027)
    assert await known(db, nowhere) == ("", 2027)
    assert sorted(library.asked, key=str) == [("KZ", range(2026, 2028)), ("RU", range(2026, 2028))]
    assert {(person, off) for person, off, _ in changes.seen} == {
        *((person.id, days) for person in (first, second, third)),
        (nowhere.id, ""),
    }
    assert {now for _, _, now in changes.seen} == {NOW}
    assert await calendars.look()
    assert (len(changes.seen), len(library.asked)) == (4, 2)


async def test_on_the_first_of_january_the_next_year_is_looked_up(sqlite_db: Database) -> None:
    library, changes, clock = Library(), Changes(), HandClock(moment(2026, 12, 31, 20))
    person = await person_in(sqlite_db, 11, "Asia/Vladivostok")  # where it is the new year by then
    async with serving(Holidays(sqlite_db, clock, on_changed=changes, find=library)):
        await until(lambda: len(clock.slept) == 1)
        # What is over by less than two months stays: working days are counted from back then.
        assert await known(sqlite_db, person) == ("2026-12-31 2027-03-09 2027-12-31", 2027)
        clock.wake(moment(2026, 12, 31, 23))
        await until(lambda: len(clock.slept) == 2)
        assert len(library.asked) == 1
        clock.wake(moment(2027, 1, 1, 2))
        await until(lambda: len(clock.slept) == 3)
        assert await known(sqlite_db, person) == ("2026-12-31 2027-03-09 2027-12-31 2028-03-09 2028-12-31", 2028)
    assert library.asked == [("RU", range(2026, 2028)), ("RU", range(2026, 2029))]
    assert len(changes.seen) == 2
    assert clock.slept == [6 * 3600] * 3


async def test_who_is_asked_for_is_looked_up_at_once(sqlite_db: Database) -> None:
    clock = HandClock()
    calendars = Holidays(sqlite_db, clock, find=Library())
    async with serving(calendars):
        await until(lambda: len(clock.slept) == 1)
        person = await person_in(sqlite_db, 11)
        calendars.ask()
        await until(lambda: len(clock.slept) == 2)
        assert (await known(sqlite_db, person))[1] == 2027


async def test_whoever_keeps_no_holidays_needs_none(db: Database) -> None:
    library = Library()
    person = await person_in(db, 11)
    await db.write(lambda conn: people.save_calendar(conn, replace(person, holidays=False)))
    calendars = Holidays(db, HandClock(), find=library)
    assert await calendars.look()
    assert (await known(db, person), library.asked) == (("", 0), [])
    await db.write(lambda conn: people.save_calendar(conn, replace(person, country="GE")))
    assert await calendars.look()
    assert library.asked == [("GE", range(2026, 2028))]


@pytest.mark.parametrize("error", [NotImplementedError, KeyError])
async def test_a_country_that_fails_has_no_days_off_and_is_not_asked_again(
    sqlite_db: Database, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    library = Library()
    library.failing["KZ"] = error
    person, other = await person_in(sqlite_db, 11, "Asia/Almaty"), await person_in(sqlite_db, 22)
    calendars = Holidays(sqlite_db, HandClock(), find=library)
    assert await calendars.look()
    assert await calendars.look()
    assert await known(sqlite_db, person) == ("", 2027)
    assert (await known(sqlite_db, other))[0] != ""
    assert len(library.asked) == 2
    assert f"the holidays of KZ are not known: {error.__name__}" in caplog.text


class Shaky:
    """A database that can't take the next `busy` units of work."""

    def __init__(self, backend: Database, busy: int) -> None:
        self._backend = backend
        self.busy = busy

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Refuses, or lets the real one do it."""
        if self.busy:
            self.busy -= 1
            raise Busy("OperationalError SQLITE_BUSY")
        return await self._backend.write(fn)

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Lets the real one do it."""
        return await self._backend.read(fn)

    async def read_apart(self, fn: Callable[[Connection], T]) -> T:
        """Lets the real one do it."""
        return await self._backend.read_apart(fn)

    async def purge(self) -> bool:
        """Lets the real one do it."""
        return await self._backend.purge()

    async def close(self) -> None:
        """Nothing of its own is open."""


@pytest.mark.parametrize("trouble", ["store", "library"])
async def test_what_failed_as_a_whole_is_told_without_words_and_tried_again(
    sqlite_db: Database, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    library, clock = Library(), HandClock()
    person = await person_in(sqlite_db, 11)
    if trouble == "library":
        library.failing["RU"] = ImportError
    shaky = Shaky(sqlite_db, busy=1 if trouble == "store" else 0)
    async with serving(Holidays(Database(shaky), clock, find=library)):
        await until(lambda: len(clock.slept) == 1)
        assert (await known(sqlite_db, person))[1] == 0
        library.failing.clear()
        clock.wake(NOW + 300)
        await until(lambda: len(clock.slept) == 2)
        assert (await known(sqlite_db, person))[1] == 2027
    assert clock.slept == [300, 6 * 3600]
    (told,) = caplog.messages
    assert told.startswith("holidays could not be looked up now: ")


async def test_trouble_with_one_person_keeps_nobody_waiting(
    sqlite_db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    changes, clock = Changes(), HandClock()
    first, second = await person_in(sqlite_db, 11), await person_in(sqlite_db, 22)
    changes.failing.add(first.id)
    calendars = Holidays(sqlite_db, clock, on_changed=changes, find=Library())
    assert not await calendars.look()
    assert [await known(sqlite_db, person) for person in (first, second)] == [
        ("", 0),
        ("2026-03-09 2026-12-31 2027-03-09 2027-12-31", 2027),
    ]
    assert caplog.messages == ["the days off of one person were not kept: KeyError"]
    changes.failing.clear()
    assert await calendars.look()
    assert (await known(sqlite_db, first))[1] == 2027


@pytest.mark.parametrize("gone", [False, True])
async def test_whoever_moved_or_went_meanwhile_gets_nothing_of_the_former_country(db: Database, gone: bool) -> None:
    person = await person_in(db, 11)
    asked, let = threading.Event(), threading.Event()
    library = Library()

    def slow(country: str, years: range) -> Days:
        asked.set()
        assert let.wait(5)
        return (date(2026, 11, 4),) if country == "RU" else library(country, years)

    def change(conn: Connection) -> None:
        if gone:
            conn.execute(text("DELETE FROM person"))
        else:
            people.save(conn, replace(person, zone="Asia/Almaty"))

    looking = asyncio.ensure_future(Holidays(db, HandClock(), find=slow).look())
    await asyncio.to_thread(asked.wait, 5)
    await db.write(change)
    let.set()
    assert await looking
    if not gone:
        assert await known(db, person) == ("2026-03-09 2026-12-31 2027-03-09 2027-12-31", 2027)


async def test_who_looks_at_that_screen_is_shown_it_anew(db: Database) -> None:
    seen: list[int] = []

    async def shown(chat_id: int) -> None:
        seen.append(chat_id)

    for number, place in ((11, "menu"), (22, "holidays"), (33, "holidays:AT,AU")):
        person = await person_in(db, number)

        def stand(conn: Connection, person: Person = person, place: str = place) -> None:
            chat = chats.open(conn, person, person.telegram_id)
            chats.mark_shown(
                conn, chat.id, chats.move(conn, chat, Place.read(place), "settings-saved").revision, 5, "a", None, None
            )

        await db.write(stand)
    assert await Holidays(db, HandClock(), on_seen=shown, find=Library()).look()
    assert seen == [22]
    assert await db.write(chats.owed) == [(22, 22)]
    desk = await db.write(lambda conn: chats.desk(conn, 22, 22))
    assert desk is not None
    assert (desk[1].place, desk[1].notice, desk[1].anew) == (Place("holidays"), "settings-saved", False)


async def test_the_query_takes_its_index(sqlite_db: Database) -> None:
    """It is asked all the time, and mostly there is nobody."""

    def plan(conn: Connection) -> str:
        steps: list[str] = []

        def explain(*args: object) -> None:
            cursor = conn.connection.cursor()
            cursor.execute(f"EXPLAIN QUERY PLAN {args[2]}", args[3])  # type: ignore[arg-type]  # the driver's own
            steps.extend(row[3] for row in cursor.fetchall())

        event.listen(conn, "before_cursor_execute", explain)
        people.without_holidays(conn, 2027, 100)
        event.remove(conn, "before_cursor_execute", explain)
        return " ".join(steps)

    found = await sqlite_db.write(plan)
    assert "SEARCH calendar USING INDEX ix_calendar_days_off_year" in found
    assert "TEMP B-TREE" not in found


def test_the_library_knows_the_moved_days_and_leaves_out_half_days() -> None:
    russia = public_holidays("RU", range(2026, 2028))
    assert {date(2026, 1, day) for day in range(1, 10)} <= set(russia)  # 9 January for the Saturday 3
    assert {date(2026, 3, 9), date(2026, 5, 11), date(2026, 12, 31)} <= set(russia)
    assert date(2026, 4, 30) not in russia
    assert list(russia) == sorted(set(russia))
    denmark = public_holidays("DK", range(2026, 2027))
    assert date(2026, 12, 25) in denmark
    assert date(2026, 12, 24) not in denmark
    assert public_holidays("BV", range(2026, 2028)) == ()
    with pytest.raises(NotImplementedError):
        public_holidays("XX", range(2026, 2028))


def test_every_known_country_is_computed_without_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        longest = max(len(public_holidays(code, range(2026, 2028))) for code in sorted(codes()))
    assert longest < 80
    assert caplog.messages == []


async def test_a_saturday_that_the_calendar_moved_is_a_working_day(sqlite_db: Database) -> None:
    """By the library itself, through the row and back; a former program takes it for a day off, as Saturdays are."""
    person = await sqlite_db.write(anna)
    clock = HandClock(moment(2027, 1, 11))
    worker = Holidays(sqlite_db, clock, moved=moved_workdays)
    assert await worker.look()
    found = await sqlite_db.read(lambda conn: people.get(conn, person.id))
    schedule = schedule_of(found)
    assert date(2027, 2, 20) in schedule.days_on
    assert date(2027, 2, 20) not in schedule.days_off
    assert date(2027, 2, 22) in schedule.days_off
    assert is_working(moment(2027, 2, 20, 12), schedule)
    assert not is_working(moment(2027, 2, 13, 12), schedule)
    assert not schedule_of(replace(found, holidays=False)).days_on
    assert date(2027, 2, 20) in {date.fromisoformat(one) for one in found.days_off.split()}
    assert moved_workdays("US", range(2026, 2029)) == ()
