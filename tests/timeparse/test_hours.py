"""Working hours and days as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timeparse.hours import read_clock, read_days, read_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("10–19", (600, 1140)),
        ("9-18", (540, 1080)),
        ("с 10 до 19", (600, 1140)),
        ("С 10:00 до 19:00.", (600, 1140)),
        ("10.00 - 19.00", (600, 1140)),
        ("с 9 утра до 6 вечера", (540, 1080)),
        ("9am-6pm", (540, 1080)),
        ("9 am to 6 pm", (540, 1080)),
        ("9 to 6", (540, 1080)),
        ("from 9 to 5", (540, 1020)),
        ("09:30-18:15", (570, 1095)),
        ("8-8", (480, 1200)),
        ("12-8", (720, 1200)),
        ("0-24", (0, 1440)),
        ("I work 9 to 6", (540, 1080)),
    ],
)
def test_hours_are_read(text: str, hours: tuple[int, int]) -> None:
    assert read_hours(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10",
        "утром",
        "22-6",
        "25-26",
        "10:75-19",
        "9pm-6",
        "10-19-20",
        "с 10",
        "10-19 мск",
        "завтра 10-19",
        "9" * 90,
    ],
)
def test_what_is_no_hours_is_none(text: str) -> None:
    assert read_hours(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("пн-пт", 0b0011111),
        ("Пн–Пт.", 0b0011111),
        ("пн, ср, пт", 0b0010101),
        ("Mon-Fri", 0b0011111),
        ("Monday to Friday", 0b0011111),
        ("с понедельника по пятницу", 0b0011111),
        ("mon through thu and sat", 0b0101111),
        ("будни", 0b0011111),
        ("weekdays", 0b0011111),
        ("каждый день", 0b1111111),
        ("every day", 0b1111111),
        ("каждый день, кроме воскресенья", 0b0111111),
        ("пн-сб кроме среды", 0b0111011),
        ("сб-вт", 0b1100011),
        ("вторник", 0b0000010),
        ("5/2", 0b0011111),
    ],
)
def test_days_are_read(text: str, days: int) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["", "пн-", "-пт", "иногда", "пн кроме пн", "пн и как получится", "пн" * 60])
def test_what_is_no_days_is_none(text: str) -> None:
    assert read_days(text) is None


@given(st.text(max_size=90))
def test_any_text_is_hours_within_a_day_or_nothing(text: str) -> None:
    hours = read_hours(text)
    assert hours is None or 0 <= hours[0] < hours[1] <= 1440
    days = read_days(text)
    assert days is None or 0 < days < 128


@given(st.integers(0, 1438), st.integers(1, 1439))
def test_hours_in_full_read_back(start: int, length: int) -> None:
    end = min(1439, start + length)
    text = f"{start // 60:02}:{start % 60:02}–{end // 60:02}:{end % 60:02}"
    assert read_hours(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("9:30", 570),
        ("11", 660),
        ("в 11", 660),
        ("11.30", 690),
        ("11-30", 690),
        ("в 2", 840),
        ("в час", 780),
        ("2pm", 840),
        ("at 2", 840),
        ("half past ten", 630),
        ("полдвенадцатого", 690),
        ("без четверти двенадцать", 705),
        ("полдень", 720),
        ("18:59", 1139),
        # Outside the working hours in either half of the day: as it stands there.
        ("8", 480),
        ("19:00", 1140),
        ("в 11 вечера", 1380),
        ("02:00", 120),
        ("полночь", 0),
    ],
)
def test_a_time_of_the_day_is_read_within_the_working_hours(text: str, minute: int) -> None:
    assert read_clock(text, 600, 1140) == minute


def test_an_hour_that_fits_twice_is_the_one_that_stands_there() -> None:
    assert read_clock("8", 0, 1440) == 480
    assert read_clock("8", 900, 1380) == 1200


@pytest.mark.parametrize(
    "text",
    ["", "утром", "завтра в 11", "через час", "25:00", "10-19", "в это же время", "в 11 или в 12", "1" * 90, "😀"],
)
def test_what_is_no_time_of_the_day_is_none(text: str) -> None:
    assert read_clock(text, 600, 1140) is None


@given(st.text(max_size=90), st.integers(0, 1439))
def test_any_text_is_a_minute_of_the_day_or_none(text: str, start: int) -> None:
    minute = read_clock(text, start, 1440)
    assert minute is None or 0 <= minute < 1440
