"""Working time on the wall: known cases, and rules over many zones, moments and schedules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.timeparse.schedule import (
    DAY_MINUTES,
    HOUR,
    QUARTER,
    WEEKDAYS,
    Schedule,
    at_wall,
    is_working,
    local,
    next_quarter,
    next_working,
    offers,
    working_days_ahead,
)

OFFICE = Schedule("Europe/Moscow", 600, 1140, WEEKDAYS)
# Northern and southern summer time, at midnight and at night, by an hour and by half of one, and none at all.
ZONES = (
    "Europe/London Europe/Berlin Europe/Kyiv Europe/Moscow Asia/Yekaterinburg Asia/Kolkata Asia/Kathmandu Asia/Tokyo "
    "Asia/Beirut Africa/Cairo America/New_York America/Los_Angeles America/St_Johns America/Santiago America/Asuncion "
    "America/Havana Atlantic/Azores Australia/Sydney Australia/Lord_Howe Pacific/Auckland Pacific/Chatham UTC"
)
zones = st.sampled_from(ZONES.split())
moments = st.integers(1_700_000_000, 2_000_000_000)
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
hours = st.tuples(st.integers(0, 1440), st.integers(0, 1440)).filter(lambda pair: pair[0] < pair[1])
schedules = st.builds(
    lambda zone, pair, works: Schedule(zone, pair[0], pair[1], works),
    zones,
    hours.filter(lambda pair: pair[1] - pair[0] >= 75),
    st.integers(1, 127),
)


def wall(text: str, zone: str = "Europe/Moscow") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


@pytest.mark.parametrize(
    ("work_from", "work_to", "work_days"), [(600, 600, 31), (1140, 600, 31), (-1, 600, 31), (0, 1441, 31), (0, 60, 0)]
)
def test_a_schedule_without_working_time_is_refused(work_from: int, work_to: int, work_days: int) -> None:
    with pytest.raises(ValueError, match=r"working (hours|day)"):
        Schedule("UTC", work_from, work_to, work_days)


def test_the_spring_gap_moves_forward_and_the_autumn_hour_is_the_first() -> None:
    assert (
        local(at_wall(date(2027, 3, 28), 150, "Europe/Berlin"), "Europe/Berlin").isoformat()
        == "2027-03-28T03:30:00+02:00"
    )
    assert (
        local(at_wall(date(2027, 10, 31), 150, "Europe/Berlin"), "Europe/Berlin").isoformat()
        == "2027-10-31T02:30:00+02:00"
    )


@given(days, st.integers(0, DAY_MINUTES - 1), zones)
def test_a_wall_time_reads_back_unless_the_gap_swallowed_it(day: date, minute: int, zone: str) -> None:
    moment = at_wall(day, minute, zone)
    asked = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    shown = local(moment, zone).replace(tzinfo=None)
    if shown != asked:  # then no moment of that day shows it, and the answer is later by the gap
        assert asked < shown <= asked + timedelta(hours=1)
        around = range(moment - 3 * HOUR, moment + 3 * HOUR, 60)
        assert all(local(near, zone).replace(tzinfo=None) != asked for near in around)
    else:
        earlier = [gap for gap in (30, 60) if local(moment - gap * 60, zone).replace(tzinfo=None) == asked]
        assert not earlier, "the first of two"


@pytest.mark.parametrize("zone", ZONES.split())
def test_nine_stays_nine_through_the_year(zone: str) -> None:
    for ahead in range(0, 366, 5):
        day = date(2027, 1, 1) + timedelta(days=ahead)
        assert f"{local(at_wall(day, 540, zone), zone):%d %H:%M}" == f"{day:%d} 09:00"


@given(moments, schedules)
def test_next_working_is_working_and_nothing_working_is_passed_over(moment: int, schedule: Schedule) -> None:
    found = next_working(moment, schedule)
    assert found >= moment
    assert is_working(found, schedule)
    assert found == moment or not is_working(moment, schedule)
    # 02:30 in a gap is 03:30 by `at_wall`, so within the hour of a gap work may begin a little late.
    for before in range(moment, found - HOUR, 6 * HOUR):
        assert not is_working(before, schedule)


@given(moments, schedules)
def test_next_quarter_is_a_quarter_in_working_time_fifteen_minutes_ahead(moment: int, schedule: Schedule) -> None:
    found = next_quarter(moment, schedule)
    assert found >= moment + QUARTER
    assert local(found, schedule.zone).minute % 15 == 0
    assert is_working(found, schedule)


def test_next_quarter_where_hours_hold_none_is_the_start_of_work() -> None:
    odd = Schedule("UTC", 605, 610, WEEKDAYS)
    assert next_quarter(wall("2026-11-24T12:00", "UTC"), odd) == wall("2026-11-25T10:05", "UTC")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24T12:20", "2026-11-24T12:45"),
        ("2026-11-24T12:30", "2026-11-24T12:45"),
        ("2026-11-24T18:44", "2026-11-25T10:00"),
        ("2026-11-27T18:50", "2026-11-30T10:00"),
        ("2026-11-24T09:50", "2026-11-24T10:15"),
    ],
)
def test_next_quarter(now: str, expected: str) -> None:
    assert next_quarter(wall(now), OFFICE) == wall(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (
            "2026-11-24T12:20",
            {"two_hours": "2026-11-24T14:30", "tonight": "2026-11-24T18:00", "tomorrow": "2026-11-25T10:00"},
        ),
        (
            "2026-11-24T15:55",
            {"two_hours": "2026-11-24T18:00", "tomorrow": "2026-11-25T10:00", "after_next": "2026-11-26T10:00"},
        ),
        (
            "2026-11-27T20:00",
            {"tomorrow": "2026-11-30T10:00", "after_next": "2026-12-01T10:00", "third_next": "2026-12-02T10:00"},
        ),
        (  # at night the coming morning is the next one
            "2026-11-25T00:05",
            {"tomorrow": "2026-11-25T10:00", "tonight": "2026-11-25T18:00", "after_next": "2026-11-26T10:00"},
        ),
    ],
)
def test_offers(now: str, expected: dict[str, str]) -> None:
    assert {offer.id: offer.moment for offer in offers(wall(now), OFFICE)} == {
        name: wall(at) for name, at in expected.items()
    }


@given(moments, schedules)
@settings(max_examples=200)
def test_offers_are_three_in_working_time_ahead_and_distinct(moment: int, schedule: Schedule) -> None:
    given_offers = offers(moment, schedule)
    at = [offer.moment for offer in given_offers]
    assert at == sorted(set(at))
    assert len({offer.id for offer in given_offers}) == len(given_offers)
    # A day that begins in a gap of summer time may fall out, when hours are short and at night.
    assert 2 <= len(given_offers) <= 3
    assert all(offer.moment > moment and is_working(offer.moment, schedule) for offer in given_offers)
    assert any(offer.id == "tomorrow" for offer in given_offers) or schedule.work_from < 4 * 60
    assert given_offers == offers(moment, schedule)


def test_working_days_pass_over_the_weekend() -> None:
    friday = date(2026, 11, 27)
    assert working_days_ahead(friday, 1, WEEKDAYS) == date(2026, 11, 30)
    assert working_days_ahead(friday, 0, WEEKDAYS) == friday
    with pytest.raises(ValueError, match="at least one day"):
        working_days_ahead(friday, 1, 0)


def test_local_is_aware() -> None:
    assert local(0, "UTC") == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_weekend_day_that_is_worked_for_another() -> None:
    """20 February 2027, a Saturday, is worked in Russia for Monday the 22nd; not by who works four days a week."""
    off, on = frozenset({date(2027, 2, 22), date(2027, 2, 23)}), frozenset({date(2027, 2, 20)})
    schedule = Schedule("Europe/Moscow", 600, 1140, WEEKDAYS, off, on)
    saturday, friday = at_wall(date(2027, 2, 20), 600, schedule.zone), at_wall(date(2027, 2, 19), 1140, schedule.zone)
    assert is_working(saturday, schedule)
    assert next_working(friday, schedule) == saturday
    assert {offer.id: offer.moment for offer in offers(friday - 3600, schedule)}["tomorrow"] == saturday
    assert working_days_ahead(date(2027, 2, 19), 2, WEEKDAYS, off, on) == date(2027, 2, 24)
    assert next_working(friday, replace(schedule, work_days=0b0001111)) == at_wall(
        date(2027, 2, 24), 600, schedule.zone
    )
    assert next_working(friday, replace(schedule, days_on=frozenset())) == at_wall(
        date(2027, 2, 24), 600, schedule.zone
    )
