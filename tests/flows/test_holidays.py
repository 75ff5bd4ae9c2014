"""Public holidays and the time of the day's reminders: tapped and typed, looked up anew, refused kindly."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.replan import replan_all
from bot.store.database.unit_of_work import Connection
from bot.store.queries import people
from tests.flows.stores import Row
from tests.flows.talk import House, Talk

MOSCOW = ZoneInfo("Europe/Moscow")


@asynccontextmanager
async def looking_up(house: House) -> AsyncIterator[None]:
    """The service that looks holidays up at work, as `bot.app` runs it; who waits for the bot waits for it too."""
    calendars = house.app.holidays
    task = asyncio.ensure_future(calendars.run())

    def busy() -> str:
        return "" if calendars.idle else "holidays are being looked up"

    house.tg.busy_checks.append(busy)
    try:
        await house.settled()
        yield
    finally:
        house.tg.busy_checks.remove(busy)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def calendar(house: House) -> Row:
    """The stored settings: country, whether holidays are kept, the minute of the day's reminders."""
    country, holidays, digest = house.row("SELECT country, holidays, digest_at FROM calendar")
    return country, bool(holidays), digest


def days_off(house: House) -> list[str]:
    """The stored days off."""
    return str(house.row("SELECT days_off FROM calendar")[0]).split()


@pytest.mark.both_databases
async def test_a_newcomer_is_looked_up_at_once_and_sees_the_next_holiday(house: House, somebody: Talk) -> None:
    async with looking_up(house):
        await somebody.says("/start")
        assert {"2026-03-08", "2026-03-09", "2026-05-01", "2027-01-08"} <= set(days_off(house))
        await somebody.says("/settings")
        russia = {"ru": "Россия", "en": "Russia"}[somebody.voice.language]
        assert f"{somebody.say('settings-holidays')}: {russia}" in somebody.screen.text
        await somebody.hits("settings-work_time")
        await somebody.hits("settings-holidays")
        assert somebody.sees("settings-holidays_zone", country=russia)
        # The eighth is a Sunday: it is its day in lieu that is a working day.
        day = {"ru": "пн, 9 марта", "en": "Mon, 9 March"}[somebody.voice.language]
        assert somebody.sees("settings-holidays_next", day=day)
        await somebody.hits("settings-o-holidays_off", times=3)
        assert calendar(house) == (None, False, None)
        assert somebody.sees("settings-holidays_off")
        await somebody.hits("btn-back")
        await somebody.hits("btn-back")
        assert somebody.say("settings-holidays_ordinary") in somebody.screen.text
        await somebody.hits("settings-work_time")
        await somebody.hits("settings-holidays")
        await somebody.hits("settings-o-holidays_on", times=2)
        assert calendar(house) == (None, True, None)
        assert somebody.sees("settings-holidays_next", day=day)


@pytest.mark.parametrize(
    ("said", "country", "name", "day"),
    [("в Грузии", "GE", "Грузия", "чт, 9 апреля"), ("Kazakhstan", "KZ", "Казахстан", "пн, 9 марта")],
)
async def test_a_typed_country_is_shown_with_its_next_holiday_when_that_is_known(  # noqa: PLR0917 - what is said
    house: House, anna: Talk, said: str, country: str, name: str, day: str
) -> None:
    await anna.says("/settings")
    await anna.hits("settings-work_time")
    await anna.hits("settings-holidays")
    await anna.says(said)
    assert calendar(house) == (country, True, None)
    assert anna.sees("settings-holidays_chosen", country=name)
    assert anna.sees("settings-holidays_soon")
    message = anna.screen.id
    async with looking_up(house):
        await anna.done()
    assert anna.screen.id == message
    assert anna.sees("settings-holidays_next", day=day)
    await anna.hits("settings-o-holidays_zone", times=2)
    assert calendar(house) == (None, True, None)
    assert anna.sees("settings-holidays_zone", country="Россия")
    assert anna.sees("settings-holidays_soon")


async def test_a_name_that_may_be_several_is_asked_back(house: House, somebody: Talk) -> None:
    await somebody.says("/settings")
    await somebody.hits("settings-work_time")
    await somebody.hits("settings-holidays")
    await somebody.says("Iseland" if somebody.voice.language == "en" else "Конго")
    assert somebody.sees("settings-country_which")
    assert len(somebody.labels) == 3
    label = somebody.labels[1]
    await somebody.taps(label, times=3)
    assert somebody.sees("settings-holidays_chosen", country=label)
    chosen = calendar(house)
    assert chosen[0] in {"IS", "CG"}
    for unknown in ("Атлантида", "no", "😀", "10-19", "Ж" * 300):
        await somebody.says(unknown)
        assert somebody.sees("settings-country_unknown")
    assert calendar(house) == chosen


async def test_another_zone_brings_its_country_s_holidays_but_not_over_a_chosen_one(house: House, anna: Talk) -> None:
    async with looking_up(house):
        await anna.says("/settings")
        russian = days_off(house)
        await anna.hits("settings-time_zone")
        await anna.says("Екатеринбург")
        assert days_off(house) == russian
        await anna.hits("settings-time_zone")
        await anna.says("Алматы")
        assert "2026-12-16" in days_off(house)  # Independence Day
        await anna.hits("settings-work_time")
        await anna.hits("settings-holidays")
        await anna.says("RU")
        assert days_off(house) == russian
        await anna.says("/settings")
        await anna.hits("settings-time_zone")
        await anna.says("Etc/GMT-5")
        assert days_off(house) == russian
        await anna.hits("settings-work_time")
        await anna.hits("settings-holidays")
        await anna.hits("settings-o-holidays_zone")
        assert anna.sees("settings-holidays_no_country")
        assert anna.sees("settings-holidays_name")
        assert days_off(house) == []
        assert anna.labels == [anna.say("btn-back")]


async def test_the_time_of_the_reminders_by_tap_and_by_words(house: House, somebody: Talk) -> None:
    await somebody.says("/settings")
    await somebody.hits("settings-work_time")
    await somebody.hits("settings-digest")
    assert somebody.sees("settings-digest_start", clock="10:00")
    await somebody.taps("11:00", times=3)
    assert calendar(house) == (None, True, 660)
    await somebody.hits("settings-work_time")
    await somebody.hits("settings-digest")
    assert "✓ 11:00" in somebody.labels
    for said, minute in (("9:30", 660), ("в 8 вечера", 660), ("19:00", 660), ("в 2", 840), ("half past ten", 630)):
        await somebody.says(said)
        assert somebody.sees("settings-digest_outside", hours="10:00–19:00") == (minute == 660)
        assert calendar(house)[2] == minute
        if minute != 660:
            assert somebody.sees("settings-title")
            await somebody.hits("settings-work_time")
            await somebody.hits("settings-digest")
    for unclear in ("когда как", "завтра", "25:00", "😀"):
        await somebody.says(unclear)
        assert somebody.sees("settings-unclear", example="11:30")
    await somebody.taps("10:00", times=2)
    assert calendar(house)[2] is None


async def test_other_hours_hold_the_reminders_within_them_and_say_so(house: House, anna: Talk) -> None:
    await anna.says("/settings")
    await anna.hits("settings-work_time")
    await anna.hits("settings-digest")
    await anna.says("11:00")
    await anna.hits("settings-work_time")
    await anna.says("12-20")
    assert calendar(house)[2] == 660
    assert f"{anna.say('settings-digest')}: в 12:00" in anna.screen.text
    await anna.hits("settings-work_time")
    await anna.hits("settings-digest")
    assert anna.sees("settings-digest_now", clock="12:00")
    assert "✓ 12:00" in anna.labels


async def test_old_and_forged_buttons_change_nothing(house: House, anna: Talk) -> None:
    await anna.says("/settings")
    await anna.hits("settings-work_time")
    await anna.hits("settings-digest")
    old = anna.screen.id
    await anna.says("/settings")
    await anna.hits("settings-work_time")
    await anna.says("12-20")
    await anna.me.tap_data("p|remind|660", old)
    await anna.done()
    assert anna.sees("settings-digest_outside", hours="12:00–20:00")
    for data in ("p|remind|99999", "p|remind|-1", "p|remind|", "p|country|XX", "p|country|ru", "p|country|"):
        await anna.me.tap_data(data, anna.screen.id)
        await anna.done()
    assert calendar(house) == (None, True, None)


async def test_a_reminder_waits_for_the_end_of_a_holiday_unless_holidays_are_ordinary_days(
    house: House, anna: Talk
) -> None:
    house.tg.advance(2 * 24 * 3600)  # Friday, 6 March, noon: Monday is a day off in lieu of Sunday the eighth
    await anna.begins()
    await anna.taps("8")
    await anna.behaves()
    await anna.fears()
    await anna.hits("btn-skip")

    def plan(conn: Connection) -> int:
        person = people.find(conn, anna.me.id)
        assert person is not None
        replan_all(conn, person, house.voices["ru"], int(house.tg.clock()), [1])
        return person.id

    await house.app.db.write(plan)

    def due() -> str:
        (at,) = house.row("SELECT due_at FROM reminder WHERE status = 'waiting'")
        return f"{datetime.fromtimestamp(at, MOSCOW):%d %H:%M}"

    assert due() == "09 10:00"
    async with looking_up(house):
        assert due() == "10 10:00"
    await anna.says("/settings")
    await anna.hits("settings-work_time")
    await anna.hits("settings-holidays")
    await anna.hits("settings-o-holidays_off")
    assert due() == "09 10:00"
    await anna.hits("settings-o-holidays_on")
    assert due() == "10 10:00"
    await anna.hits("btn-back")
    await anna.hits("btn-back")
    await anna.hits("settings-work_time")
    await anna.hits("settings-digest")
    await anna.says("11:30")
    assert due() == "10 11:30"
