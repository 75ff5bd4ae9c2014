"""When reminders come: twenty zones, ten years, both changes of the clock, holidays, 29 February (R2)."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.cadence.client_state import Event, standing
from bot.protocol.cadence.due_times import (
    GRACE,
    PROMISED,
    Hours,
    Kind,
    Rhythm,
    can_come,
    first,
    in_an_hour,
    is_late,
    look_again,
    moves,
    overdue,
    relaxed,
    rung_on,
    shortly,
    soon,
    stay,
    tomorrow,
)
from bot.protocol.cadence.plan import Case, planned
from bot.protocol.playbook import LADDER, CadenceRule, Rung
from bot.timeparse.schedule import EVERY_DAY, HOUR, MINUTE, WEEKDAYS, Schedule, at_wall, is_working, local

ZONES = (
    "Europe/Moscow",
    "Europe/Kaliningrad",
    "Asia/Yekaterinburg",
    "Asia/Kamchatka",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Lisbon",
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Santiago",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
)
YEARS = range(2024, 2034)
DAILY = CadenceRule(first="daily", then="daily", working_days=0, text="")
DECEIVED = CadenceRule(first="two_days", then="weekly", working_days=10, text="")
BOSS = CadenceRule(first="daily", then="weekly", working_days=10, until_date=True, text="")


def moment(text: str, zone: str = "Europe/Moscow") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def said(at: int | None, zone: str = "Europe/Moscow") -> str:
    assert at is not None
    return f"{local(at, zone):%a %d.%m %H:%M}"


def holidays(year: int, chance: random.Random) -> set[date]:
    """The days that are off in most places, and a few more."""
    fixed = [(1, 1), (1, 2), (1, 7), (3, 8), (5, 1), (5, 9), (12, 25), (12, 31)]
    more = [date(year, 1, 1) + timedelta(days=chance.randrange(365)) for _ in range(6)]
    return {*(date(year, month, day) for month, day in fixed), *more} - {date(2024, 2, 29)}


def office(zone: str = "Europe/Moscow", digest: int = 600, **changed: object) -> Hours:
    schedule = Schedule(zone, 600, 1140, WEEKDAYS)
    return Hours(replace(schedule, **changed), digest)  # type: ignore[arg-type]


@pytest.mark.parametrize("zone", ZONES)
def test_ten_years_of_working_mornings(zone: str) -> None:
    """Nine o'clock stays nine o'clock on every working day of ten years, each once, holidays left out."""
    chance = random.Random(zone)
    off = frozenset(day for year in YEARS for day in holidays(year, chance))
    hours = Hours(Schedule(zone, 540, 1080, WEEKDAYS, off), 540)
    rhythm = Rhythm(DAILY, at_wall(date(YEARS[0], 1, 1), 600, zone))
    anchor = now = rhythm.since
    seen: list[date] = []
    while (found := stay(rhythm, anchor, now, hours, last_sent=now)) is not None:
        wall = local(found, zone)
        if wall.year > YEARS[-1]:
            break
        assert found > now
        assert (wall.hour, wall.minute) == (9, 0), wall
        assert is_working(found, hours.schedule)
        seen.append(wall.date())
        anchor, now = found, found + chance.randrange(4) * HOUR
    days = [date(YEARS[0], 1, 1) + timedelta(days=n) for n in range((date(YEARS[-1] + 1, 1, 1) - seen[0]).days + 99)]
    assert seen == [d for d in days if seen[0] <= d <= seen[-1] and d.weekday() < 5 and d not in off]
    assert date(2024, 2, 29) in seen
    assert any(day.day == 31 for day in seen)


@st.composite
def persons(draw: st.DrawFn) -> Hours:
    start = draw(st.integers(0, 22 * 60))
    end = draw(st.integers(start + 1, 24 * 60))
    year = draw(st.sampled_from(YEARS))
    days = st.integers(0, 364).map(lambda n: date(year, 1, 1) + timedelta(days=n))
    off = draw(st.frozensets(days, max_size=30))
    schedule = Schedule(draw(st.sampled_from(ZONES)), start, end, draw(st.integers(1, EVERY_DAY)), off)
    return Hours(schedule, draw(st.integers(0, 24 * 60 - 1)))


def moments() -> st.SearchStrategy[int]:
    """Any moment of the ten years; the nights in which clocks change come often enough among so many."""
    return st.integers(moment("2024-01-01"), moment("2033-12-31"))


rungs = st.sampled_from(LADDER)
rules = st.builds(
    CadenceRule,
    first=rungs,
    then=rungs,
    working_days=st.integers(0, 20),
    until_date=st.booleans(),
    text=st.just(""),
)


@given(persons(), rules, moments(), st.integers(0, 400 * 86400), st.data())
def test_staying_in_touch_is_always_ahead_and_in_working_time(
    hours: Hours, rule: CadenceRule, since: int, later: int, data: st.DataObject
) -> None:
    chosen, notches = data.draw(st.none() | rungs), data.draw(st.integers(0, 4))
    until = data.draw(st.none() | st.integers(-30, 400).map(lambda n: hours.day_of(since) + timedelta(days=n)))
    now = since + later
    anchor = data.draw(st.integers(since, now))
    sent = data.draw(st.none() | st.integers(since, now))
    found = stay(Rhythm(rule, since, chosen, notches, until), anchor, now, hours, last_sent=sent)
    if found is None:
        assert "off" in {chosen, rule.first, rule.then} or notches
        return
    assert found > now
    assert is_working(found, replace(hours.schedule, days_off=frozenset()))
    assert sent is None or hours.day_of(found) != hours.day_of(sent)
    if hours.day_of(found) in hours.schedule.days_off:  # only for whom weeks on end are off
        assert not any(hours.works(hours.day_of(found) - timedelta(days=n)) for n in range(7))


@given(persons(), moments(), st.integers(0, 30 * 86400))
def test_the_first_comes_on_the_same_or_the_next_working_day(hours: Hours, since: int, later: int) -> None:
    now = since + later
    found = first(since, now, hours)
    assert found > now
    assert is_working(found, replace(hours.schedule, days_off=frozenset()))
    earliest = hours.worked_from(hours.day_of(max(since + 4 * HOUR, now + 1)))
    assert hours.day_of(found) <= hours.ahead(earliest, 1) + timedelta(days=1)


@given(persons(), moments(), st.integers(1, 400 * 86400))
def test_a_promise_is_reminded_of_before_it_runs_out_and_never_before_it_was_named(
    hours: Hours, named: int, distance: int
) -> None:
    due = named + distance
    before = soon(due, named, hours)
    if before is None:
        assert distance < 10 * MINUTE
    else:
        assert named < before < due
        assert due - before in {60 * MINUTE, 15 * MINUTE} or distance < 30 * MINUTE
    after = overdue(due, hours)
    assert due < after
    assert after == due + GRACE or is_working(due, hours.schedule)
    assert not is_working(due, hours.schedule) or is_working(after, replace(hours.schedule, days_off=frozenset()))


def test_the_lead_fits_the_distance() -> None:
    hours = office()
    named = moment("2026-11-26T12:00")

    def lead(due: str) -> int | None:
        before = soon(moment(due), named, hours)
        return None if before is None else (moment(due) - before) // MINUTE

    assert lead("2026-11-26T12:08") is None
    assert lead("2026-11-26T12:20") == 10
    assert lead("2026-11-26T14:00") == 15
    assert lead("2026-11-27T12:00") == 60
    assert lead("2026-11-27T10:00") == 15  # an hour before would be outside working hours
    assert lead("2026-11-27T23:00") == 60  # chosen at night: at its own time


@given(persons(), moments(), st.sampled_from(("stay", "ask", "look_again", *PROMISED)))
def test_a_snooze_goes_ahead_and_not_into_the_night(hours: Hours, now: int, kind: Kind) -> None:
    plain = replace(hours.schedule, days_off=frozenset())
    assert in_an_hour(kind, now, hours) >= now + HOUR
    assert kind in PROMISED or is_working(in_an_hour(kind, now, hours), plain)
    assert tomorrow(now, hours) > now
    assert is_working(tomorrow(now, hours), plain)
    assert hours.day_of(tomorrow(now, hours)) > hours.day_of(now)


@given(moments(), st.integers(-HOUR, 3 * HOUR))
def test_before_a_promise_a_snooze_leaves_time_to_write(now: int, left: int) -> None:
    minutes = shortly(now + left, now)
    assert minutes is None or left <= 0 or left - minutes * MINUTE >= 5 * MINUTE
    assert (minutes is None) == (0 < left < 20 * MINUTE)
    assert shortly(None, now) == 60


@given(persons(), moments(), st.sampled_from(("stay", "ask", *PROMISED)), st.integers(1, 90 * HOUR))
def test_what_is_to_come_is_moved_ahead_and_stays_on_its_side_of_the_promise(
    hours: Hours, now: int, kind: Kind, ahead: int
) -> None:
    promised = now + 24 * HOUR if kind in PROMISED else None
    offered = moves(kind, now + ahead, promised, now, hours)
    assert list(offered) == sorted(set(offered))
    assert all(one > now and abs(one - now - ahead) >= MINUTE for one in offered)
    assert promised is None or all((one < promised) == (kind == "promise_soon") for one in offered)


@pytest.mark.parametrize("zone", ["Europe/Moscow", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("rung", ["daily", "two_days", "weekly", "two_weeks"])
def test_a_year_of_snoozes_does_not_drift(zone: str, rung: Rung) -> None:
    """The days of a year's reminders are the same, whether each is snoozed or none; the snoozed come later."""
    chance = random.Random(7)
    hours = office(zone)
    rhythm = Rhythm(DAILY, moment("2026-01-05T12:00", zone), rung)

    def year(*, snoozing: bool) -> list[int]:
        bases, anchor, now = [], rhythm.since, rhythm.since
        while now < rhythm.since + 365 * 86400:
            base = stay(rhythm, anchor, now, hours, last_sent=now)
            assert base is not None
            bases.append(base)
            now = base + 60
            if snoozing:  # within the day, now and then several times
                for _ in range(chance.randrange(3)):
                    now = min(in_an_hour("stay", now, hours), hours.on(hours.day_of(base)) + 8 * HOUR)
            anchor = base
        return [base for base in bases if base < rhythm.since + 360 * 86400]

    plain, snoozed = year(snoozing=False), year(snoozing=True)
    assert snoozed == plain
    gaps = {(hours.day_of(b) - hours.day_of(a)).days for a, b in pairwise(plain)}
    assert gaps <= {"daily": {1, 3}, "two_days": {2, 4}, "weekly": {7}, "two_weeks": {14}}[rung]


def test_a_snooze_till_tomorrow_takes_the_place_of_tomorrows() -> None:
    """Daily, put off until tomorrow morning: one that day, and the next on the day after."""
    hours = office()
    rhythm = Rhythm(DAILY, moment("2026-11-23T12:00"), "daily")
    base = moment("2026-11-24T10:00")
    put_off = tomorrow(base + 60, hours)
    assert said(put_off) == "Wed 25.11 10:00"
    assert said(stay(rhythm, base, put_off, hours, last_sent=put_off)) == "Thu 26.11 10:00"


def test_the_rules_of_the_fears() -> None:
    """Every 2 working days for two weeks, then weekly; each working day until their date and the day before it."""
    hours = office()
    tuesday = moment("2026-11-24T15:00")
    seen, anchor = [], tuesday
    for _ in range(7):
        found = stay(Rhythm(DECEIVED, tuesday), anchor, anchor, hours)
        assert found is not None
        seen.append(said(found))
        anchor = found
    assert seen == [
        "Thu 26.11 10:00",
        "Mon 30.11 10:00",
        "Wed 02.12 10:00",
        "Fri 04.12 10:00",
        "Tue 08.12 10:00",
        "Thu 10.12 10:00",
        "Thu 17.12 10:00",
    ]
    boss = Rhythm(BOSS, tuesday, until=date(2026, 12, 1))
    assert said(stay(boss, tuesday, tuesday, hours)) == "Wed 25.11 10:00"
    rarely = replace(boss, chosen="two_weeks")
    assert said(stay(rarely, tuesday, tuesday, hours)) == "Mon 30.11 10:00"  # the day before it all the same
    friday = moment("2026-11-27T10:00")
    assert said(stay(boss, moment("2026-11-30T10:00"), moment("2026-11-30T10:00"), hours)) == "Tue 01.12 10:00"
    after = moment("2026-12-01T10:00")
    assert said(stay(boss, after, after, hours)) == "Tue 08.12 10:00"
    assert stay(replace(boss, chosen="off"), friday, friday, hours) is None
    unknown = Rhythm(BOSS, tuesday)
    assert rung_on(unknown, date(2026, 12, 8), hours) == "daily"
    assert rung_on(unknown, date(2026, 12, 9), hours) == "weekly"


def test_holidays_move_what_falls_on_them() -> None:
    off = frozenset({date(2027, 1, 1), *(date(2027, 1, day) for day in range(4, 9))})
    hours = office(days_off=off)
    anchor = moment("2026-12-31T12:00")
    assert said(stay(Rhythm(DAILY, anchor), anchor, anchor, hours)) == "Mon 11.01 10:00"
    assert said(first(anchor, anchor, hours)) == "Mon 11.01 10:00"
    assert said(look_again(moment("2026-12-24T12:00"), hours)) == "Mon 11.01 10:00"


def test_the_first_leaves_the_manager_a_rest_after_the_talk() -> None:
    hours = office(digest=17 * 60)
    assert said(first(moment("2026-11-26T12:00"), moment("2026-11-26T12:10"), hours)) == "Thu 26.11 17:00"
    assert said(first(moment("2026-11-26T15:00"), moment("2026-11-26T15:10"), hours)) == "Fri 27.11 17:00"
    assert said(first(moment("2026-11-28T03:00"), moment("2026-11-28T03:10"), hours)) == "Mon 30.11 17:00"


def test_what_is_missed_waits_for_working_hours_but_a_promises_own_time() -> None:
    hours = office()
    night = moment("2026-11-26T23:00")
    assert can_come("promise_soon", night, night + 60, hours) == night + 60
    assert said(can_come("promise_overdue", night, night + HOUR, hours)) == "Fri 27.11 10:00"
    assert said(can_come("stay", night, night, hours)) == "Fri 27.11 10:00"
    noon = moment("2026-11-26T12:00")
    assert can_come("stay", noon, noon, hours) == noon


def test_late_is_what_could_have_come_before() -> None:
    hours = office()
    due, morning = moment("2026-11-26T18:30"), moment("2026-11-27T10:00")
    assert not is_late(due, due + 9 * MINUTE, 0, hours, "stay")
    assert is_late(due, due + 11 * MINUTE, 0, hours, "stay")
    assert is_late(due, morning, 0, hours, "stay")
    assert not is_late(moment("2026-11-26T21:00"), morning, 0, hours, "stay")  # held until working hours
    assert not is_late(due, morning, morning, hours, "promise_soon")  # a pause is no delay


def test_a_client_calms_down_after_two_constructive_talks_in_a_row() -> None:
    tense = Event(1, tense=True)
    good, even = Event(2, how="constructive"), Event(3, how="neutral")
    assert standing([]).state == "calm"
    assert not standing([Event(1)]).reminded
    assert standing([tense]).state == "tense"
    assert standing([tense, good]).state == "anxious"
    assert standing([tense, good, even, good]).state == "anxious"
    calm = standing([tense, good, Event(5, how="constructive")])
    assert (calm.state, calm.notches, calm.calmed_at) == ("calm", 2, 5)
    again = standing([tense, good, good, Event(9, tense=True)])
    assert (again.state, again.notches, again.calmed_at, again.since) == ("tense", 0, None, 9)
    assert standing([tense, replace(good, kept=True)]).notches == 0


def test_abuse_or_a_third_round_offers_the_parting_check() -> None:
    tense, still = Event(1, tense=True), Event(2, how="tense")
    rounds = [tense, still, tense, still, tense]
    assert not standing(rounds).part
    assert standing([*rounds, still]).part
    assert standing([*rounds, Event(3, how="neutral"), still]).part
    assert not standing([*rounds, Event(3, how="constructive"), tense, still]).part
    assert standing([tense, Event(2, how="abuse")]).part


def test_the_ladder_goes_down_one_notch_at_a_time() -> None:
    assert [relaxed("daily", n) for n in range(6)] == [*LADDER, "off"]
    assert relaxed("two_weeks", 1) == "off"
    hours = office()
    day = date(2026, 11, 24)
    rhythm = Rhythm(DECEIVED, moment("2026-11-24T12:00"), notches=1)
    assert rung_on(rhythm, day, hours) == "weekly"
    assert rung_on(replace(rhythm, chosen="off", notches=0), day, hours) == "off"


def talked(told: str | None, talk: str, **more: object) -> Case:
    """A tense talk, and when a reminder about the client came last."""
    at = moment(talk)
    case = Case(client=1, events=(Event(at, tense=True),), contact=at, talk=at, fear="deceived")
    base = None if told is None else moment(told)
    return replace(case, told=base, told_base=base, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "talk", "came"),
    [
        (None, "2026-12-01T09:10", "Tue 01.12 18:00"),
        ("2026-11-30T18:00", "2026-12-01T09:10", "Tue 01.12 18:00"),
        ("2026-12-01T09:00", "2026-12-01T09:10", "Wed 02.12 18:00"),  # yesterday's, late
        ("2026-12-04T10:00", "2026-12-04T10:30", "Mon 07.12 18:00"),
    ],
)
def test_a_talk_brings_no_second_reminder_of_one_day(told: str | None, talk: str, came: str) -> None:
    """Yesterday's came late in the morning, then the client shouted: the next waits for another day."""
    hours, now = office(digest=1080), moment(talk) + 60
    assert [said(one.base) for one in planned(talked(told, talk), DECEIVED, False, now, hours)] == [came]


@given(st.integers(0, 20 * 24), st.integers(0, 72), st.integers(0, 72), st.sampled_from((600, 840, 1080)))
def test_never_two_about_one_client_on_one_day(start: int, talked_after: int, later: int, digest: int) -> None:
    """Whenever one came, whenever the talk was, and when the parting check was put off: promises aside."""
    told = moment("2026-12-01T10:00") + start * HOUR
    talk = told + talked_after * HOUR
    now, hours = talk + later * HOUR, office(digest=digest)
    case = Case(1, (Event(talk, tense=True),), talk, talk, "deceived", told=told, told_base=told - HOUR)
    for not_now in (None, told - 14 * 24 * HOUR, told - 13 * 24 * HOUR):
        plan = planned(replace(case, not_now=not_now), DECEIVED, False, now, hours)
        days = [hours.day_of(one.base) for one in plan]
        assert len({*days, hours.day_of(told)}) == len(days) + 1
        again = look_again(not_now, hours) if not_now is not None else told
        assert again == told or again > now or hours.day_of(again) not in days
