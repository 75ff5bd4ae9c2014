"""Which backups are kept, for any moments (failures, Storage; protocol, section 9)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.backups.retention import DAYS, HOURS, LONGEST, is_due, kept

NOW = 1_800_000_000
HOUR, DAY = 3600, 86_400

some = st.lists(st.integers(NOW - 40 * DAY, NOW + 3 * DAY), max_size=120)


@given(some)
@settings(max_examples=80)
def test_it_keeps_of_what_is_there_no_more_than_it_says_and_the_newest(moments: list[int]) -> None:
    found = kept(moments, NOW)
    assert found <= set(moments)
    assert len(found) <= HOURS + DAYS
    assert all(at > NOW - LONGEST for at in found)
    young = [at for at in moments if NOW - LONGEST < at <= NOW + DAY]
    assert not young or max(young) in found
    assert kept(found, NOW) == found
    assert kept(moments[::-1] * 2, NOW) == found


@given(some, st.integers(1, 50))
@settings(max_examples=80)
def test_time_and_new_ones_only_take_away(moments: list[int], hours: int) -> None:
    """What was dropped would not have been kept later on: so nothing is missed that a later look would want."""
    past = [at for at in moments if at <= NOW]
    later = NOW + hours * HOUR
    dropped = set(past) - kept(past, NOW)
    assert not dropped & kept([*past, later], later)


def test_forty_days_of_an_hourly_bot() -> None:
    """A full day of hours, two weeks of days, at every moment of steady life; a month's pause leaves nothing."""
    there: set[int] = set()
    for hour in range(40 * 24):
        now = NOW + hour * HOUR
        assert is_due(there, now)
        there = kept({*there, now}, now)
        assert not is_due(there, now + HOUR - 1)
        if hour > 15 * 24:
            assert {at // HOUR for at in there} >= {now // HOUR - back for back in range(24)}
            assert {at // DAY for at in there} == {now // DAY - back for back in range(14)}
            assert len(there) in {36, 37}
    assert kept(there, max(there) + LONGEST) == set()


def test_a_clock_that_was_ahead_keeps_nothing_for_ever_and_holds_up_nothing() -> None:
    ahead = NOW + 5 * 365 * DAY
    assert kept({ahead, NOW - 60}, NOW) == {NOW - 60}
    assert is_due({NOW + 3 * HOUR}, NOW)
    assert not is_due({NOW}, NOW)
