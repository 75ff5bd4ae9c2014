"""Rules that hold for every text: nothing raises, nothing past is understood, nothing takes long."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.common.languages import Language
from bot.timeparse.reading import MAX_DAYS_AHEAD, MAX_LENGTH, Ambiguous, Past, Reading, Unclear, Understood, read
from bot.timeparse.words import _phrases, _vocabulary
from tests.timeparse.test_schedule import moments, zones

NOW = 1_795_520_400  # 2026-11-24 11:40 UTC
WORDS = [*_vocabulary(), *(" ".join(phrase) for phrase in _phrases())]
NUMBERS = [
    "10",
    "5",
    "15",
    "7:30",
    "18:00",
    "02:30",
    "12.05",
    "25.12",
    "31",
    "3-го",
    "12/3",
    "2027-03-28",
    "24:00",
    "1,5",
]
MARKS = [",", "-", "–", "или", "or", "и", "в", "at", "через", "in"]
pieces = st.one_of(st.sampled_from(WORDS), st.sampled_from(NUMBERS), st.sampled_from(MARKS))
timelike = st.lists(pieces, min_size=1, max_size=7).map(" ".join)
dialects = st.sampled_from(["ru", "en"])


def holds(reading: Reading, now: int) -> None:
    """What a reading promises."""
    horizon = now + MAX_DAYS_AHEAD * 86400
    match reading:
        case Understood(moment):
            assert now < moment <= horizon
        case Ambiguous(first, second):
            assert now < first < second
            assert list(reading.moments) == sorted(set(reading.moments))
            assert reading.moments[-1] <= horizon
        case Past(moment, offer):
            assert moment <= now
            assert offer is None or now < offer <= now + 2 * 86400
        case Unclear(looks_like_time):
            assert looks_like_time in {True, False}


@given(timelike, moments, zones, dialects)
@settings(max_examples=600)
def test_what_looks_like_time_keeps_its_promise(text: str, now: int, zone: str, order: Language) -> None:
    holds(read(text, now, zone, order=order), now)


@given(st.text(max_size=120), dialects)
@settings(max_examples=300)
def test_no_text_raises(text: str, order: Language) -> None:
    holds(read(text, NOW, "Europe/Moscow", order=order), NOW)


@given(timelike, st.sampled_from(["Иван сказал", "не", "client said", "not", "qwertyqwerty"]), st.booleans())
def test_a_time_within_a_story_is_never_understood(text: str, story: str, first: bool) -> None:
    whole = f"{story} {text}" if first else f"{text} {story}"
    assert isinstance(read(whole, NOW, "Europe/Moscow"), Unclear)


def test_long_text_is_a_story_that_names_no_time() -> None:
    assert read("завтра в 10 " + "и" * MAX_LENGTH, NOW, "Europe/Moscow") == Unclear(looks_like_time=False)


def test_hours_of_work_stand_for_days_and_their_end() -> None:
    def at(text: str, **hours: int) -> int:
        reading = read(text, NOW, "UTC", **hours)  # type: ignore[arg-type] # only hours are passed on
        assert isinstance(reading, Understood | Ambiguous)
        first = reading.moment if isinstance(reading, Understood) else reading.first
        return (first // 60) % 1440

    assert at("завтра") == 600
    assert at("завтра", work_from=480) == 480
    assert at("завтра утром", work_from=480) == 480
    assert at("завтра утром", work_from=840) == 540
    assert at("завтра к концу дня", work_to=1080) == 1080
    assert at("через 1 рабочий день", work_days=0b1000000) == 600


SLOW = [
    "а" * 80,
    "1" * 80,
    "1.1" * 26,
    "10.12 " * 13,
    "в " * 40,
    "на на на в 10 " * 5,
    "10 или " * 11,
    "ten to " * 11,
    "пять " * 16,
    "через час " * 8,
    "2 дня " * 13,
    "в 2 дня в 2 дня в 2 дня",
    "завтра " * 11,
    "five of five of five of five of five",
    "пятнцу " * 11,
    "прст слв вск нпнтн чтт здсс слвч дрг " * 2,
    "-" * 80,
    ", " * 40,
    "3 декабря " * 8,
    "утром вечером " * 5,
]


RUN_AWAY = 0.5
"""Seconds of the processor that no text takes, on any machine: most take a thousandth of it."""


@pytest.mark.parametrize("text", SLOW)
def test_no_text_takes_long(text: str) -> None:
    read("завтра", NOW, "UTC")  # words are read once
    best = min(_took(text[:MAX_LENGTH]) for _ in range(5))
    assert best < RUN_AWAY, f"{best * 1000:.1f} ms"


def _took(text: str) -> float:
    start = time.process_time()
    read(text, NOW, "Europe/Moscow")
    return time.process_time() - start


def test_random_texts_never_run_away() -> None:
    chance = random.Random(5)
    texts = [" ".join(chance.choices(WORDS + NUMBERS + MARKS, k=10))[:MAX_LENGTH] for _ in range(150)]
    worst = max(min(_took(text) for _ in range(3)) for text in texts)
    typical = min(_took("давай в пятницу часов в 11 или в понедельник утром") for _ in range(20))
    print(f"\nworst of 150 random texts {worst * 1000:.1f} ms, a typical one {typical * 1000:.2f} ms")
    assert worst < RUN_AWAY
