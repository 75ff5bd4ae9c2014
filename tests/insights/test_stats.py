"""The counts, from rows alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.insights.periods import DAYS, Period, Unit
from bot.insights.records import Follow, Naming, PromiseRecord, Quiet, Rows, Talk
from bot.insights.stats import HOWS, PROMISED, SINGLE, Insights, Point, Theory, count, fears, silence, split, tension
from bot.timeparse.schedule import at_wall
from tests.insights.rows import DAY, NOW

PERIOD = Period(90, NOW, "Europe/Moscow")


def talk(run: int, at: int, fear: str = "boss", before: int | None = None, after: int | None = None) -> Talk:
    """A debrief of client 1."""
    return Talk(run, at, 1, fear, before, after)


def follow(run: int, at: int, right: str | None = None, fear: str | None = None, tension: int | None = None) -> Follow:
    """A follow-up of client 1."""
    return Follow(run, at, 1, "constructive", right, fear, tension)


def test_nothing_counts_as_nothing() -> None:
    found = count(Rows(), PERIOD, None)
    assert found == Insights(
        period=PERIOD,
        client=None,
        outcomes=split(HOWS, (), PERIOD),
        promises=split(PROMISED, (), PERIOD),
    )
    assert found.bare
    assert not count(Rows(contacts=[NOW - DAY]), PERIOD, "А").bare


def test_tension_before_and_after_are_the_means_of_those_debriefs_that_have_both() -> None:
    found = tension(
        [talk(1, NOW - 3 * DAY, before=9, after=4), talk(2, NOW - DAY, before=6), talk(3, NOW, before=6, after=3)],
        [follow(4, NOW - 2 * DAY, tension=5), follow(5, NOW - 2 * DAY)],
        PERIOD,
    )
    assert (found.before.value, found.after.value, found.before.n) == (7.5, 3.5, 2)
    assert (found.alone.value, found.later.value) == (7, 5)
    assert found.points == (
        Point(NOW - 3 * DAY, 9, 4),
        Point(NOW - 2 * DAY, later=5),
        Point(NOW - DAY, 6),
        Point(NOW, 6, 3),
    )
    assert found.unit is None


def test_many_moments_become_means_and_a_part_without_any_is_a_gap() -> None:
    first = [talk(run, NOW - 80 * DAY, before=6 + run % 2, after=2) for run in range(SINGLE)]
    found = tension([*first, talk(SINGLE, NOW, before=9)], [], PERIOD)
    assert found.unit == "week"
    assert len(found.points) == len(PERIOD.parts("week").starts)
    filled = [point for point in found.points if not point.bare]
    assert [(one.before, one.after) for one in filled] == [(6.5, 2), (9, None)]
    assert found.points[-1] == filled[-1]


def test_a_follow_up_tests_the_fear_that_was_assumed_then() -> None:
    """The one named last before it: in the period or before, by a debrief or by a follow-up that changed it."""
    found = fears(
        [talk(10, NOW, "boss"), talk(20, NOW, "deceived")],
        [
            follow(5, NOW, "confirmed"),
            follow(11, NOW, "confirmed"),
            follow(12, NOW, "refuted", "ignorant"),
            follow(13, NOW, "confirmed"),
            follow(21, NOW, "unclear"),
            follow(22, NOW),
            Follow(23, NOW, 2, "tense", "confirmed", None, None),
        ],
        [Naming(1, 3, "deceived"), Naming(1, 2, "boss")],
    )
    assert found == (
        Theory("boss", named=1, right=1, wrong=1),
        Theory("deceived", named=1, right=1, unclear=1),
        Theory("ignorant", named=0, right=1),
    )
    assert [one.asked for one in found] == [2, 2, 1]


def test_silence_of_one_client_is_from_contact_to_contact_and_until_now() -> None:
    found = silence([PERIOD.since - 5 * DAY, PERIOD.since + DAY, PERIOD.since + DAY + 60, NOW - 3 * DAY], (), PERIOD)
    assert [days for _, days in found.gaps] == [6, 85]
    assert (found.now, found.longest) == (3, 85)
    assert silence([], (), PERIOD).longest is None


def test_silence_of_all_leaves_out_whom_there_was_a_contact_with_today() -> None:
    found = silence((), [Quiet("А", NOW - 9 * DAY), Quiet("Б", NOW - DAY), Quiet("В", NOW - 60)], PERIOD)
    assert found.clients == (("А", 9), ("Б", 1))
    assert found.longest == 9


def test_promises_that_were_dropped_or_are_open_count_for_nothing() -> None:
    rows = [
        PromiseRecord(NOW - one * DAY, status)
        for one, status in enumerate(("kept", "open", "broken", "dropped", "kept"))
    ]
    found = split(PROMISED, rows, PERIOD)
    assert (found.total, found.all, found.of("broken")) == ((2, 1), 3, 1)


@given(
    days=st.sampled_from(DAYS),
    zone=st.sampled_from(("Europe/Moscow", "America/New_York", "Pacific/Apia", "Africa/Casablanca")),
    now=st.integers(1_500_000_000, 1_900_000_000),
    unit=st.sampled_from(("day", "week", "month")),
    shares=st.lists(st.floats(0, 1), max_size=30),
)
def test_the_parts_of_a_period_hold_each_moment_of_it_once(
    days: int, zone: str, now: int, unit: Unit, shares: list[float]
) -> None:
    """Across summer time, too: a part begins and ends at midnights of the wall."""
    period = Period(days, now, zone)
    parts = period.parts(unit)
    assert parts.starts[0] == period.since <= now
    assert list(parts.starts) == sorted(set(parts.starts))
    assert all(at_wall(day, 0, zone) == start for day, start in zip(parts.days, parts.starts, strict=True))
    moments = [period.since + int(share * (now - period.since)) for share in shares]
    for at in moments:
        place = parts.of(at)
        assert parts.days[place] <= period.day_of(at)
        assert place == len(parts.days) - 1 or period.day_of(at) < parts.days[place + 1]
    found = split(HOWS, ((at, HOWS[place % 4]) for place, at in enumerate(moments)), period)
    assert found.all == len(moments) == sum(map(sum, found.parts))


@pytest.mark.parametrize(
    ("unit", "days"),
    [
        ("week", [date(2026, 2, 3), date(2026, 2, 9), date(2026, 2, 16), date(2026, 2, 23), date(2026, 3, 2)]),
        ("month", [date(2026, 2, 3), date(2026, 3, 1)]),
    ],
)
def test_parts_begin_on_mondays_and_firsts(unit: Unit, days: list[date]) -> None:
    assert list(Period(30, NOW, "Europe/Moscow").parts(unit).days) == days
