"""What is typed as the time of the next contact, and what is typed there and is none (protocol 4, *Times*)."""

import csv
import random
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.common.languages import Language
from bot.timeparse.reading import Ambiguous, Past, Reading, Unclear, Understood, read
from bot.timeparse.words import _vocabulary
from tests.timeparse.test_phrases import _moment, _offered, _phrases

TUESDAY = _moment("2026-11-24T12:20", "Europe/Moscow")


def _typed() -> list[tuple[str, str, str, str, Language]]:
    """Phrase, when and where it is typed, what it means, language."""
    rows = list(csv.reader((Path(__file__).parent / "times.tsv").read_text("utf-8").splitlines(), delimiter="\t"))[1:]
    return [(text, now, zone, meant, "en" if language == "en" else "ru") for text, now, zone, meant, language in rows]


def _fits(moment: int, meant: str, zone: str) -> bool:
    kind, _, rest = meant.partition(" ")
    wall = datetime.fromtimestamp(moment, ZoneInfo(zone))
    if kind == "range":
        first, last = (_moment(one, zone) for one in rest.split(".."))
        return first <= moment <= last
    if kind in {"day", "days"}:
        return wall.date().isoformat() in rest.split("|")
    return f"{wall:%Y-%m-%dT%H:%M}" in rest.split("|")


def test_what_people_type_is_read_or_offered_and_never_wrong_in_silence() -> None:
    wrong, asked = [], []
    for text, now, zone, meant, language in _typed():
        reading = read(text, _moment(now, zone), zone, order=language)
        said = f"{text!r} at {now}: {meant}, got {reading}"
        open_ = meant.startswith(("ask", "none", "set"))
        if isinstance(reading, Understood) and (open_ or not _fits(reading.moment, meant, zone)):
            wrong.append(said)
        elif not meant.startswith(("ask", "none")) and not any(_fits(one, meant, zone) for one in _offered(reading)):
            asked.append(said)
    assert wrong == []
    assert len(asked) <= 0.1 * len(_typed()), "\n".join(asked)


@cache
def _frequent(language: str) -> tuple[str, ...]:
    text = files("bot.timeparse").joinpath(f"frequent_{language}.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


def test_ten_thousand_sentences_of_frequent_words_name_no_time() -> None:
    chance = random.Random(18)
    for language in ("ru", "en"):
        words = _frequent(language)
        for _ in range(5000):
            sentence = " ".join(chance.choices(words, k=chance.randint(3, 6)))
            assert isinstance(read(sentence, TUESDAY, "Europe/Moscow"), Unclear), sentence


@pytest.mark.parametrize(("language", "time"), [("ru", "завтра"), ("ru", "в пятницу в 10"), ("en", "tomorrow at 10")])
def test_a_frequent_word_beside_a_time_is_never_a_slip(language: str, time: str) -> None:
    known = _vocabulary()
    others = [word for word in _frequent(language) if word not in known and "-" not in word and "'" not in word]
    for word in random.Random(len(time)).sample(others, 1000):
        assert isinstance(read(f"{time} {word}", TUESDAY, "Europe/Moscow"), Unclear), word
        assert isinstance(read(f"{word} {time}", TUESDAY, "Europe/Moscow"), Unclear), word


@pytest.mark.parametrize("event", ["созвон", "встреча", "звонок", "call", "meeting", "zoom"])
@pytest.mark.parametrize(
    "count", ["2", "три", "пара", "третья", "второй", "два", "one", "two", "third", "the second", "2nd"]
)
def test_what_counts_an_event_is_no_clock_and_no_date(event: str, count: str) -> None:
    for text in (
        f"завтра {count} {event}",
        f"{count} {event} tomorrow",
        f"{count} {event}",
        f"в пятницу {count} {event}",
    ):
        assert isinstance(read(text, TUESDAY, "Europe/Moscow"), Unclear), text


@pytest.mark.parametrize("number", range(1, 13))
def test_an_hour_in_digits_has_its_bounds_and_endings(number: int) -> None:
    def said(text: str) -> Reading:
        return read(text, TUESDAY, "Europe/Moscow")

    for same in (f"завтра до {number}", f"завтра не позже {number}", f"tomorrow by {number}", f"tomorrow {number}ish"):
        assert said(same) == said(f"завтра в {number}"), same
    assert said(f"завтра {number}p") == said(f"tomorrow at {number} pm")
    assert said(f"завтра в {number} ч. дня") == said(f"завтра в {number} часов дня")


@pytest.mark.parametrize(
    "text", ["завтра", "завтра в 10", "завтра утром", "tomorrow", "tomorrow at 10am", "tomorrow morning"]
)
@pytest.mark.parametrize("wall", ["00:05", "00:40", "03:30", "04:59"])
def test_before_dawn_tomorrow_is_asked_with_both_days(text: str, wall: str) -> None:
    reading = read(text, _moment(f"2026-11-25T{wall}", "Europe/Moscow"), "Europe/Moscow")
    assert isinstance(reading, Ambiguous)
    days = [datetime.fromtimestamp(one, ZoneInfo("Europe/Moscow")).day for one in reading.moments]
    assert days == [25, 26]


def test_a_clock_of_today_that_has_passed_is_offered_for_tomorrow() -> None:
    for text in ("10am", "в 9 утра", "сегодня в 10:00", "08:30", "noon"):
        reading = read(text, TUESDAY, "Europe/Moscow")
        assert isinstance(reading, Past), text
        assert reading.offer is not None
        assert reading.offer - reading.moment == 86400
    night = read("в 0:30", _moment("2026-11-24T23:40", "Europe/Moscow"), "Europe/Moscow")
    assert night == Understood(_moment("2026-11-25T00:30", "Europe/Moscow"))


def test_a_month_ahead_of_the_31st_is_the_last_day_of_a_shorter_one() -> None:
    for typed, last in (("2027-01-31", "2027-02-28"), ("2028-01-31", "2028-02-29"), ("2026-10-31", "2026-11-30")):
        for text in ("через месяц", "in a month"):
            reading = read(text, _moment(f"{typed}T12:00", "UTC"), "UTC", whole_days=True)
            assert reading == Understood(_moment(f"{last}T10:00", "UTC"))


def test_a_minute_of_waiting_is_no_second() -> None:
    for second in (0, 1, 30, 59):
        reading = read("через 1 минуту", TUESDAY + second, "Europe/Moscow")
        assert isinstance(reading, Understood)
        assert reading.moment - TUESDAY - second >= 60


def test_where_a_day_is_asked_for_its_bound_is_that_day() -> None:
    monday = Understood(_moment("2026-11-30T10:00", "Europe/Moscow"))
    for text in (
        "до понедельника",
        "понедельник",
        "к понедельнику",
        "until Monday",
        "by Monday",
        "не позже понедельника",
    ):
        assert read(text, TUESDAY, "Europe/Moscow", whole_days=True) == monday, text


@pytest.mark.parametrize(
    "text",
    [
        *("2 часа", "30 минут", "созвон завтра в 12", "call at 5", "2 hours", "встреча в пятницу в 10"),
        *("client works until 6pm", "you should email them friday 3pm", "could do it by 6pm", "text at 11pm again"),
        *("им нужно завтра в 10", "клиенту до 18", "her email tomorrow at 10am"),
    ],
)
def test_what_may_be_a_story_is_no_answer_where_nothing_was_asked(text: str) -> None:
    assert read(text, TUESDAY, "Europe/Moscow", wholly=True) == Unclear(looks_like_time=False)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_third_of_what_the_tables_gained_is_no_answer(language: str) -> None:
    phrases = list(_phrases(language))
    assert len(phrases) >= 650
    assert sum(phrase.expected == "unclear" for phrase in phrases) >= 130
