"""The screens of public holidays and of the reminders' time: short enough, and true for any person."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.protocol.person import Person
from bot.screens.settings import digest_screen, holidays_screen, settings_screen
from bot.timeparse.countries import codes, country_name
from bot.timeparse.hours import read_clock
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene
from bot.viewmodels.screen import PlaceTap, Screen
from tests.protocol.walk import NOW, PERSON
from tests.voices import VOICES

languages = pytest.mark.parametrize("language", VOICES)


def scene(person: Person, place: str = "holidays", notice: str | None = None) -> Scene[None]:
    """Where that person stands."""
    return Scene(person=person, place=Place.read(place), notice=notice, drawn_at=NOW, model=None)


def taps(screen: Screen) -> list[PlaceTap]:
    """What the buttons carry, in order."""
    return [button.action for row in screen.rows for button in row if isinstance(button.action, PlaceTap)]


@languages
def test_the_screen_of_any_country_is_short(language: str) -> None:
    voice = VOICES[language]
    for code in sorted(codes()):
        person = replace(PERSON, language=language, country=code, days_off="2026-09-30", days_off_year=2027)
        screen = holidays_screen(scene(person, notice="settings-country_unknown"), voice)
        assert len(screen.text) <= 350, code
        assert country_name(code, language) in screen.text


@languages
def test_the_next_holiday_is_one_that_would_be_worked(language: str) -> None:
    voice = VOICES[language]

    def shown(days: str, work_days: int = 0b0011111, year: int = 2026) -> str:
        person = replace(PERSON, language=language, days_off=days, days_off_year=year, work_days=work_days)
        return holidays_screen(scene(person), voice).text

    # NOW is Thursday, 27 November 2025: that very day counts, the day before and the weekend don't.
    today = {"ru": "чт, 27 ноября", "en": "Thu, 27 November"}[language]
    assert voice.say("settings-holidays_next", day=today) in shown("2025-11-26 2025-11-27 2025-11-29 2026-01-01")
    saturday = {"ru": "сб, 29 ноября", "en": "Sat, 29 November"}[language]
    assert voice.say("settings-holidays_next", day=saturday) in shown("2025-11-29 2026-01-01", work_days=0b1111111)
    assert voice.say("settings-holidays_none") in shown("2025-11-26 2025-11-29")
    assert voice.say("settings-holidays_soon") in shown("", year=0)


@languages
def test_what_there_is_to_tap_follows_from_what_is_kept(language: str) -> None:
    voice = VOICES[language]

    def offered(person: Person, place: str = "holidays") -> list[tuple[str, str]]:
        return [(tap.to, tap.arg) for tap in taps(holidays_screen(scene(person, place), voice))]

    back = ("hours", "")
    assert offered(PERSON) == [("observe", "0"), back]
    assert offered(replace(PERSON, country="GE")) == [("observe", "0"), ("country", "zone"), back]
    assert offered(replace(PERSON, country="GE", holidays=False)) == [("observe", "1"), back]
    assert offered(replace(PERSON, zone="Etc/UTC")) == [back]
    assert offered(PERSON, "holidays:AT,AU") == [("country", "AT"), ("country", "AU"), ("holidays", "")]


@languages
def test_the_settings_name_whose_holidays_and_when(language: str) -> None:
    voice = VOICES[language]

    def text(person: Person) -> str:
        return settings_screen(scene(person, "settings"), voice).text

    assert country_name("RU", language) in text(PERSON)
    assert voice.say("settings-holidays_whose") in text(replace(PERSON, zone="Etc/UTC"))
    assert voice.say("settings-holidays_ordinary") in text(replace(PERSON, holidays=False))
    assert "11:30" in text(replace(PERSON, digest_at=690))
    assert "18:59" in text(replace(PERSON, digest_at=1200))


@languages
@given(st.integers(0, 1439), st.integers(1, 1440), st.none() | st.integers(0, 1439))
@settings(max_examples=40)
def test_the_offered_times_lie_in_any_working_hours(language: str, start: int, length: int, digest: int | None) -> None:
    end = min(start + length, 1440)
    person = replace(PERSON, language=language, work_from=start, work_to=end, digest_at=digest)
    screen = digest_screen(scene(person, "digest", "settings-digest_outside"), VOICES[language])
    assert len(screen.text) <= 350
    *offered, back = taps(screen)
    assert back == PlaceTap("hours")
    minutes = [start if tap.arg == "start" else int(tap.arg) for tap in offered]
    assert minutes == sorted(set(minutes))
    assert 1 <= len(minutes) <= 3
    assert all(start <= minute < end for minute in minutes)
    (example,) = re.findall(r"[«“](\d+:\d\d)\b", screen.text)
    read = read_clock(example, start, end)
    assert read is not None
    assert start <= read < end
