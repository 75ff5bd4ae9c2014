"""Countries from zones, from what people type, and their names."""

from zoneinfo import available_timezones

import holidays
import pytest
from babel import Locale
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.timeparse.countries import MOST, codes, country_name, find_country, of_zone

NAMES = sorted(
    (name, code)
    for language in ("ru", "en")
    for code, name in Locale.parse(language).territories.items()
    if code in codes()
)


def test_the_known_countries_are_those_of_the_library() -> None:
    assert codes() == set(holidays.list_supported_countries(include_aliases=False))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Россия", "RU"),
        ("в России", "RU"),
        ("РФ", "RU"),
        ("ru", "RU"),
        ("RUS", "RU"),
        ("🇷🇺", "RU"),
        ("Казахстан.", "KZ"),
        ("из Казахстана", "KZ"),
        ("узбикистон", "UZ"),
        ("Белоруссия", "BY"),
        ("беларуси", "BY"),
        ("Кыргызстан", "KG"),
        ("на Кипре", "CY"),
        ("США", "US"),
        ("the States", "US"),
        ("Англия", "GB"),
        ("UK", "GB"),
        ("Эмираты", "AE"),
        ("Кот-д'Ивуар", "CI"),
        ("cote d'ivoire", "CI"),
        ("Turkiye", "TR"),
        ("Turkey", "TR"),
        ("I'm in Spain", "ES"),
        ("  «Грузия»  ", "GE"),
        ("Georgia", "GE"),
        ("Czech Republic", "CZ"),
        ("Germny", "DE"),
        ("Бирма", "MM"),
        ("Hong Kong", "HK"),
        ("NO", "NO"),
        ("Норвегия", "NO"),
    ],
)
def test_a_country_is_found(text: str, found: str) -> None:
    assert find_country(text) == (found,)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Конго", {"CD", "CG"}), ("slovania", {"SI", "SK"}), ("Iseland", {"IE", "IS"}), ("Виргинские о-ва", {"VG", "VI"})],
)
def test_a_name_that_may_be_several_gives_them(text: str, found: set[str]) -> None:
    assert set(find_country(text)) == found


@pytest.mark.parametrize(
    "text",
    ["", " ", "no", "нет", "Казань", "SU", "643", "ß", "что-то", "10-19", "😀", "\0", "🇪🇺", "Евросоюз", "К" * 100],
)
def test_what_is_no_country_gives_none(text: str) -> None:
    assert find_country(text) == ()


@given(st.text(max_size=70))
@settings(max_examples=60)
def test_any_text_gives_known_countries_or_none(text: str) -> None:
    found = find_country(text)
    assert len(found) <= MOST
    assert set(found) <= codes()


@given(st.sampled_from(NAMES))
@settings(max_examples=60)
def test_every_name_finds_its_country(named: tuple[str, str]) -> None:
    name, code = named
    assert code in find_country(name)
    assert code in find_country(f"  {name.upper()}. ")


@given(st.sampled_from([named for named in NAMES if len(named[0]) > 5 and "о-в" not in named[0]]), st.integers(0, 60))
@settings(max_examples=60)
def test_a_name_with_a_letter_left_out_is_found(named: tuple[str, str], at: int) -> None:
    name, code = named
    assume(at < len(name))
    assume(name[at].isalpha())
    assert code in find_country(name[:at] + name[at + 1 :])


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ("Europe/Moscow", "RU"),
        ("Asia/Yekaterinburg", "RU"),
        ("Asia/Almaty", "KZ"),
        ("Europe/Kyiv", "UA"),
        ("Europe/Kiev", "UA"),
        ("Asia/Calcutta", "IN"),
        ("US/Pacific", "US"),
        ("Etc/UTC", None),
        ("Etc/GMT-5", None),
        ("CET", None),
        ("EST", None),
        ("Antarctica/Troll", None),
        ("Nowhere/Else", None),
    ],
)
def test_the_country_of_a_zone(zone: str, code: str | None) -> None:
    assert of_zone(zone) == code


def test_every_zone_lies_in_a_known_country_or_in_none() -> None:
    of_zones = {zone: of_zone(zone) for zone in available_timezones()}
    assert {code for code in of_zones.values() if code is not None} <= codes()
    nowhere = [zone for zone, code in of_zones.items() if code is None and not zone.startswith("Etc/") and "/" in zone]
    assert len(nowhere) < 5, nowhere


@pytest.mark.parametrize(("code", "ru", "en"), [("RU", "Россия", "Russia"), ("AE", "ОАЭ", "United Arab Emirates")])
def test_a_country_has_its_name(code: str, ru: str, en: str) -> None:
    assert (country_name(code, "ru"), country_name(code, "en")) == (ru, en)


def test_every_known_country_has_a_name_that_fits_a_line() -> None:
    for code in codes():
        assert all(0 < len(country_name(code, language)) <= 48 for language in ("ru", "en"))
