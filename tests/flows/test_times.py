"""Times that are typed: said back, asked with buttons, replaced at the summary and taken back with one tap (R2)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.flows.talk import House, Talk


async def _ended(somebody: Talk, russian: bool) -> None:
    """A debrief at its summary, with a promise for tomorrow at 15:30."""
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.fears()
    await somebody.says("завтра в 15:30" if russian else "tomorrow at 15:30")


async def test_a_time_typed_at_the_summary_is_said_back_and_taken_back(house: House, somebody: Talk) -> None:
    russian = somebody.voice.language == "ru"
    await _ended(somebody, russian)
    promised = house.row("SELECT due_at FROM promise")
    was = somebody.say("moment-tomorrow", clock="15:30")
    for story in (
        ("третий созвон", "завтра две встречи", "созвон завтра в 12") if russian else ("third call", "call at 5")
    ):
        await somebody.says(story)
        assert somebody.sees("summary-next", time=was), story
    await somebody.says("завтра в 16:58" if russian else "tomorrow at 16:58")
    assert somebody.sees("summary-next_was", time=somebody.say("moment-tomorrow", clock="17:00"), was=was)
    assert house.row("SELECT due_at FROM promise")[0] == promised[0] + 5400
    await somebody.hits("summary-o-next_back", time=somebody.say("moment-short-tomorrow", clock="15:30"), times=2)
    assert somebody.sees("summary-next", time=was)
    assert house.row("SELECT due_at FROM promise") == promised


async def test_a_bare_day_brings_hours_and_meanwhile_the_promise_stands(house: House, somebody: Talk) -> None:
    russian = somebody.voice.language == "ru"
    await _ended(somebody, russian)
    promised = house.row("SELECT due_at FROM promise")
    await somebody.says("послезавтра" if russian else "day after tomorrow")
    assert somebody.sees("step-next_contact-hour")
    assert house.row("SELECT due_at FROM promise") == promised
    await somebody.says("в 11:28" if russian else "at 11:28")
    wall = datetime.fromtimestamp(house.row("SELECT due_at FROM promise")[0], ZoneInfo("Europe/Moscow"))
    assert f"{wall:%H:%M}" == "11:30"
    assert house.row("SELECT due_at FROM promise")[0] > promised[0]


async def test_a_clock_that_has_passed_is_offered_for_tomorrow(somebody: Talk) -> None:
    russian = somebody.voice.language == "ru"
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.fears()
    await somebody.says("в 7 утра" if russian else "7am")
    assert somebody.sees("step-next_contact-tomorrow")
    await somebody.taps(somebody.say("moment-short-tomorrow", clock="7:00").replace(" 7:", " 07:"))
    await somebody.hits("step-next_contact-o-keep")
    assert somebody.sees("summary-next", time=somebody.say("moment-tomorrow", clock="07:00"))


async def test_the_date_of_the_boss_is_said_back(somebody: Talk) -> None:
    russian = somebody.voice.language == "ru"
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.fears("boss")
    assert somebody.asks("boss_date")
    await somebody.says("до пятницы" if russian else "until Friday")
    assert somebody.asks("next_contact")
    assert somebody.sees("summary-boss_date", day="пт, 6 марта" if russian else "Fri, 6 March")
