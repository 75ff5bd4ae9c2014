"""How a moment is said."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timeparse.reading import Ambiguous, Understood, read
from bot.timeparse.say import Form, day_text, form, weekday_short
from bot.timeparse.schedule import at_wall, local

ZONE = "Europe/Moscow"


def wall(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).timestamp())


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-24T18:30", Form("today", date(2026, 11, 24), "18:30", 1)),
        ("2026-11-25T00:00", Form("tomorrow", date(2026, 11, 25), "00:00", 2)),
        ("2026-11-26T09:05", Form("weekday", date(2026, 11, 26), "09:05", 3)),
        ("2026-11-30T10:00", Form("weekday", date(2026, 11, 30), "10:00", 0)),
        ("2026-12-01T10:00", Form("date", date(2026, 12, 1), "10:00", 1)),
        ("2026-11-23T10:00", Form("yesterday", date(2026, 11, 23), "10:00", 0)),
        ("2026-11-22T10:00", Form("date", date(2026, 11, 22), "10:00", 6)),
    ],
)
def test_the_form_follows_the_days_between(moment: str, expected: Form) -> None:
    assert form(wall(moment), wall("2026-11-24T23:50"), ZONE) == expected


def test_days_and_weekdays_in_both_languages() -> None:
    assert day_text(date(2026, 12, 5), "ru") == "5 декабря"
    assert day_text(date(2026, 12, 5), "en") == "5 December"
    assert [weekday_short(day, "ru") for day in (0, 6)] == ["пн", "вс"]
    assert [weekday_short(day, "en") for day in (0, 6)] == ["Mon", "Sun"]


_RU = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@given(
    st.integers(1_700_000_000, 2_000_000_000),
    st.integers(0, 180),
    st.integers(13 * 60, 23 * 60 + 59),
    st.sampled_from([ZONE, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_what_is_said_reads_back(now: int, ahead: int, minute: int, zone: str) -> None:
    day = date.fromordinal(local(now, zone).date().toordinal() + ahead)
    moment = at_wall(day, minute, zone)
    if moment <= now:
        return
    said = form(moment, now, zone)
    words = {
        "today": ("сегодня", "today"),
        "tomorrow": ("завтра", "tomorrow"),
        "weekday": (f"в {_RU[said.weekday]}", f"on {_EN[said.weekday]}"),
        "date": (day_text(said.day, "ru"), f"on {day_text(said.day, 'en')}"),
    }[said.kind]
    readings = (
        read(f"{words[0]} в {said.clock}", now, zone),
        read(f"{words[1]} at {said.clock}", now, zone, order="en"),
    )
    for reading in readings:
        if isinstance(reading, Ambiguous):  # before dawn "tomorrow" is asked with both days
            assert said.kind == "tomorrow"
            assert moment in {reading.first, reading.second}
        else:
            assert reading == Understood(moment)
