"""A week of a manager's life, and a month of one anxious client, with a clock that is moved by hand (R2)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.store.queries import people
from bot.timeparse.schedule import is_working
from bot.viewmodels.scene import hours_of
from tests.flows.talk import House, Talk

MOSCOW = ZoneInfo("Europe/Moscow")
DAY = 24 * 3600


def at(text: str) -> float:
    """A moment in March 2026 by Moscow's clock: "05 18:20"."""
    return datetime.strptime(f"2026-03-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=MOSCOW).timestamp()


@pytest.fixture
async def calendars(house: House) -> AsyncIterator[None]:
    """Public holidays are looked up, as they are in `bot.app`."""
    looking = asyncio.ensure_future(house.app.holidays.run())
    yield
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)


async def until(house: House, moment: str) -> None:
    """The clock goes on to that moment, and whatever falls due on the way is sent."""
    await house.later(at(moment) - house.tg.clock())


def came(anna: Talk) -> list[str]:
    """When each message with reminders came: "Fri 06 10:00"."""
    sent = anna.house.rows("SELECT sent_at FROM notice ORDER BY id")
    return [f"{datetime.fromtimestamp(moment, MOSCOW):%a %d %H:%M}" for (moment,) in sent]


@pytest.mark.usefixtures("calendars")
@pytest.mark.both_databases
async def test_a_week_of_a_managers_life(house: House) -> None:  # noqa: PLR0915 - a story, read from top to bottom
    anna = house.talk()
    await house.remind()
    await anna.says("/start")
    await house.until("SELECT count(*) = 1 FROM calendar WHERE days_off_year > 0")

    # Thursday evening: the client shouted. The next contact is named for Friday, eleven o'clock.
    await until(house, "05 18:20")
    await anna.begins("Марина К.")
    await anna.taps("8")
    await anna.behaves("raises_voice")
    await anna.fears("deceived")
    await anna.says("завтра в 11")
    assert "Напомню завтра в 10:00." in anna.screen.text
    await anna.hits("summary-o-done")

    # Friday: reminded an hour before. The manager writes to the client, and says how it went, on that same message.
    await until(house, "06 10:05")
    assert came(anna) == ["Fri 06 10:00"]
    first = anna.notice
    assert first.text.startswith("Марина К.: обещано написать сегодня в 11:00, это через 1 час.")
    assert "Боится: снова обманут." in first.text
    await anna.presses("reminder-o-wrote")
    assert anna.screen.id == first.id
    assert anna.sees("step-how-q")
    await anna.hits("step-how-o-neutral")
    await anna.hits("step-confirmed-o-unclear")
    await anna.taps("6")
    assert anna.sees("followup-say-neutral", cadence="каждые 2 рабочих дня")
    # Two working days on: Saturday and Sunday are free, and Monday is the holiday of 8 March, moved.
    assert "Напомню в среду, 11 марта, в 10:00." in anna.screen.text
    await anna.hits("summary-o-done")
    assert house.row("SELECT status FROM promise")[0] == "kept"

    # The weekend, the holiday and Tuesday are quiet: no reminder of a promise that was kept.
    await until(house, "11 09:59")
    assert came(anna) == ["Fri 06 10:00"]

    # Wednesday: time to be in touch. The draft is one tap away, under the reminder.
    await until(house, "11 10:01")
    assert came(anna) == ["Fri 06 10:00", "Wed 11 10:00"]
    assert "последний раз на связи 5 дней назад" in anna.notice.text
    assert "Боится: снова обманут. В прошлый раз: без перемен." in anna.notice.text
    await anna.presses("reminder-o-draft")
    assert anna.draft is not None
    assert anna.draft.text.startswith("Пишу, чтобы вы знали, что происходит по проекту.")
    await anna.hits("reminder-o-wrote")
    await anna.hits("step-how-o-constructive")
    await anna.hits("step-confirmed-o-confirmed")
    await anna.hits("btn-skip")
    # It went well: one notch down the ladder, from every two working days to once a week.
    assert anna.sees("followup-say-constructive", cadence="раз в неделю")
    assert "Напомню в среду, 18 марта, в 10:00." in anna.screen.text
    await anna.hits("summary-o-done")

    # A week later, well again: the client is calm, and nothing more comes.
    await until(house, "18 10:01")
    await anna.presses("reminder-o-wrote")
    await anna.hits("step-how-o-constructive")
    await anna.hits("btn-skip")
    await anna.hits("btn-skip")
    assert anna.sees("followup-say-calm")
    assert anna.sees("followup-next_none")
    await anna.hits("summary-o-done")
    await house.later(30 * DAY)
    assert came(anna) == ["Fri 06 10:00", "Wed 11 10:00", "Wed 18 10:00"]
    anna.look()


@pytest.mark.usefixtures("calendars")
@pytest.mark.parametrize(("fear", "most"), [("deceived", 8), ("boss", 13), ("ignorant", 5)])
async def test_a_month_of_one_anxious_client_is_no_nagging(house: House, fear: str, most: int) -> None:
    """The talks go neither well nor badly for a month: how many notifications come, and when."""
    anna = house.talk()
    await house.remind()
    await anna.says("/start")
    await house.until("SELECT count(*) = 1 FROM calendar WHERE days_off_year > 0")
    await anna.begins("Марина К.")
    await anna.taps("8")
    await anna.behaves("insults")
    await anna.fears(fear)
    if fear == "boss":
        await anna.hits("step-boss_date-o-unknown")
    await anna.hits("btn-skip")
    await anna.hits("summary-o-done")
    began = house.tg.clock()
    while house.tg.clock() < began + 30 * DAY:
        before = len(anna.notices)
        await house.later(DAY / 2)
        if len(anna.notices) > before:
            await anna.presses("reminder-o-wrote")
            await anna.hits("step-how-o-neutral")
            await anna.hits("btn-stop")
            await anna.hits("btn-menu")
    person = await house.app.db.read(lambda conn: people.find(conn, anna.me.id))
    assert person is not None
    sent = [moment for (moment,) in house.rows("SELECT sent_at FROM notice ORDER BY id")]
    print(f"{fear}: {len(sent)} notifications in 30 days: {came(anna)}")
    assert 3 <= len(sent) <= most
    assert len({day[:6] for day in came(anna)}) == len(sent)  # one a day at most
    assert all(is_working(moment, hours_of(person).schedule) for moment in sent)


async def test_a_manager_who_does_not_react_is_not_pursued(house: House) -> None:
    """Nobody taps anything for a month: never two on a day, the daily ones end after two weeks."""
    anna = house.talk()
    await house.remind()
    await anna.begins("Марина К.")
    await anna.taps("8")
    await anna.behaves("insults")
    await anna.fears("boss")
    await anna.hits("step-boss_date-o-unknown")
    await anna.hits("btn-skip")
    await anna.hits("summary-o-done")
    await house.later(30 * DAY)
    days = came(anna)
    assert len({day[:6] for day in days}) == len(days)
    assert len(days) <= 13
    assert anna.notices[-1].labels, "the last still has its buttons"
