"""Zones from cities, names, offsets and clocks."""

import subprocess
import sys
import tomllib
from importlib.resources import files
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timeparse.schedule import local
from bot.timeparse.zones import find_zone

WINTER = 1_795_000_000  # 2026-11-18 11:06:40 UTC
SUMMER = 1_783_000_000  # 2026-07-02 13:46:40 UTC


@pytest.mark.parametrize(
    ("text", "language", "zones"),
    [
        ("Москва", "ru", ("Europe/Moscow",)),
        ("мск", "ru", ("Europe/Moscow",)),
        ("Казань", "ru", ("Europe/Moscow",)),
        ("я в Казани", "ru", ("Europe/Moscow",)),
        ("Екатеринбурге", "ru", ("Asia/Yekaterinburg",)),
        ("екб", "ru", ("Asia/Yekaterinburg",)),
        ("нижний новгород", "ru", ("Europe/Moscow",)),
        ("Ростов-на-Дону", "ru", ("Europe/Moscow",)),
        ("Орел", "ru", ("Europe/Moscow",)),
        ("Нью Йорк", "ru", ("America/New_York",)),
        ("Ньюйорк", "ru", ("America/New_York",)),
        ("new york", "en", ("America/New_York",)),
        ("Тбилисси", "ru", ("Asia/Tbilisi",)),
        ("Kyiv", "en", ("Europe/Kyiv",)),
        ("Киев", "ru", ("Europe/Kyiv",)),
        ("Лондон, Англия", "ru", ("Europe/London",)),
        ("сент-люсия", "ru", ("America/St_Lucia",)),
        ("Kathmandu", "en", ("Asia/Kathmandu",)),
        ("europe/berlin", "en", ("Europe/Berlin",)),
        ("America/New York", "en", ("America/New_York",)),
        ("Etc/GMT-5", "en", ("Etc/GMT-5",)),
        ("UTC", "en", ("Etc/UTC",)),
        ("EST", "en", ("America/New_York",)),
        ("+3", "ru", ("Europe/Moscow",)),
        ("+03:00", "ru", ("Europe/Moscow",)),
        ("UTC+5", "ru", ("Asia/Yekaterinburg",)),
        ("UTC −5", "en", ("America/New_York", "Etc/GMT+5")),
        ("+5:30", "en", ("Asia/Kolkata",)),
        ("GMT+13", "ru", ("Etc/GMT-13",)),
        ("МСК+2", "ru", ("Asia/Yekaterinburg",)),
        ("мск -1", "ru", ("Europe/Kaliningrad",)),
        ("+4 к москве", "ru", ("Asia/Krasnoyarsk",)),
        ("у меня сейчас 14:06", "ru", ("Europe/Moscow",)),
        ("16:10", "ru", ("Asia/Yekaterinburg",)),
        ("it's 6:06 am", "en", ("America/New_York", "Etc/GMT+5")),
        ("14:25", "ru", ()),
        ("25:00", "ru", ()),
        ("+25", "ru", ()),
        ("+3:75", "ru", ()),
        ("", "ru", ()),
        ("Factory", "en", ()),
        ("абракадабра", "ru", ()),
        ("x" * 200, "en", ()),
    ],
)
def test_a_zone_is_found(text: str, language: str, zones: tuple[str, ...]) -> None:
    assert find_zone(text, language, WINTER) == zones


def test_a_zone_with_summer_time_is_told_by_its_offset_of_today() -> None:
    assert find_zone("-4", "en", SUMMER)[0] == "America/New_York"
    assert find_zone("-5", "en", SUMMER)[0] == "America/Chicago"


def test_every_city_of_the_table_has_a_zone_and_finds_it_in_both_languages() -> None:
    table = tomllib.loads(files("bot.timeparse").joinpath("cities.toml").read_text("utf-8"))
    lines = [(zone, line) for zone, lines in table.items() for line in lines]
    assert len(lines) >= 200
    assert set(table) <= available_timezones()
    for zone, line in lines:
        for name in line.replace("/", ",").split(","):
            assert zone in find_zone(name.strip(), "ru", WINTER), name


@given(st.text(max_size=70))
def test_any_text_finds_known_zones_or_none(text: str) -> None:
    assert set(find_zone(text, "ru", WINTER)) <= available_timezones()


@given(st.integers(0, 1439), st.sampled_from(["ru", "en"]))
def test_a_clock_finds_zones_that_show_it(minute: int, language: str) -> None:
    for zone in find_zone(f"{minute // 60}:{minute % 60:02}", language, WINTER):
        wall = local(WINTER, zone)
        off = (wall.hour * 60 + wall.minute - minute) % 1440
        assert min(off, 1440 - off) <= 5


def test_importing_reads_no_tables() -> None:
    code = (
        "import bot.timeparse.zones as z, bot.timeparse.reading as r, bot.timeparse.words as w;"
        "print(*(f.cache_info().currsize for f in (z._cities, z._iana, z._exemplars, w._vocabulary)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).split() == ["0"] * 4  # noqa: S603 - our own line
