"""Two years with one client, and a decision: rounds, a boundary, a good year, abuse, parting, and back (B2–B4, X)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.flows.talk import House, Talk

MOSCOW = ZoneInfo("Europe/Moscow")


async def until(house: House, moment: str) -> None:
    """The clock goes on to that moment, "2026-03-05 18:20" say, and whatever falls due on the way is sent."""
    there = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=MOSCOW).timestamp()
    await house.later(there - house.tg.clock())


async def tense_call(anna: Talk, tension: int) -> None:
    """A debrief of a tense call with Marina, saved."""
    await anna.begins("Марина К.")
    await anna.taps(str(tension))
    await anna.behaves("raises_voice")
    await anna.fears("deceived")
    await anna.hits("btn-skip")
    await anna.hits("summary-o-done")


async def went(anna: Talk, how: str, said: str | None = None) -> None:
    """A contact with Marina is logged, and said how it went; the screen is its card."""
    await anna.says("/touch")
    await anna.taps("Марина К.")
    await anna.hits("touch-o-how")
    await anna.hits(f"step-how-o-{how}")
    if said is not None:
        await anna.says(said)
    while anna.say("btn-skip") in anna.labels:
        await anna.hits("btn-skip")


async def answers(anna: Talk, *picks: str) -> None:
    """The questions of the check, from the card with the evidence on, each by its button; a number is a scale's."""
    await anna.hits("btn-next")
    for pick in picks:
        await (anna.taps(pick) if pick.isdigit() else anna.hits(pick))


def waiting(house: House) -> set[str]:
    """The kinds of reminders that are to come."""
    return {kind for (kind,) in house.rows("SELECT kind FROM reminder WHERE status = 'waiting'")}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
async def test_two_years_and_a_decision(house: House) -> None:  # noqa: PLR0915 - a story, read from top to bottom
    anna = house.talk()
    await house.remind()

    # March 2026: three calls, each with a debrief before it, and none was better. The card offers the check.
    for day in ("05", "10", "16"):
        await until(house, f"2026-03-{day} 12:00")
        await tense_call(anna, 8)
        await went(anna, "tense")
    assert anna.sees("followup-say-third_round")
    await anna.hits("followup-o-parting")

    # First the evidence. Then only what it can't know: the truth was told, the team is tired, nobody drew a line.
    assert "Разговоров без улучшения: 3. Как прошло: напряжённо, напряжённо, напряжённо" in anna.screen.text
    no_threat, no_abuse = "step-threat-o-no", "step-abuse-o-no"
    mild = ("6", "step-spill-o-some", "step-results-o-no")
    last = ("step-honesty-o-yes", "step-in_touch-o-yes")
    await answers(anna, no_threat, no_abuse, "step-boundary-o-no", *mild, "step-power-o-unsure", *last)
    assert anna.sees("parting-title-early")
    assert "Осталось: проверить опасение вопросом." in anna.screen.text

    # The theory is tested, and wrong. Now the boundary is what is missing.
    await went(anna, "neutral")
    await anna.hits("btn-back")
    await anna.hits("btn-back")
    await anna.hits("step-confirmed-o-refuted")
    await anna.fears("boss")
    await anna.hits("btn-skip")
    await anna.hits("summary-o-done")
    await anna.says("/parting")
    await anna.taps("Марина К.")
    assert "Проверенные опасения: снова обманут (не подтвердилось)" in anna.screen.text
    await answers(anna, no_threat, no_abuse, "step-boundary-o-half", *mild, "step-power-o-unsure", *last)
    assert anna.sees("parting-title-boundary")
    assert "разговоров без улучшения: 3, проверено опасений: 1, команде тяжело на 6 из 10" in anna.screen.text
    await anna.hits("parting-o-agree")
    await anna.says("19 марта в 12")
    assert anna.sees("parting-script-5")
    assert "На звонке" not in anna.screen.text, "nobody insulted anybody yet: there is nothing to quote"
    assert waiting(house) >= {"promise_soon", "promise_overdue", "look_again"}

    # The talk is reminded of an hour before, and held. Two weeks later: what has changed?
    await until(house, "2026-03-19 11:05")
    assert "Марина К." in anna.notice.text
    await until(house, "2026-03-19 11:50")
    await went(anna, "neutral")
    await anna.hits("summary-o-done")
    assert house.row("SELECT status FROM promise")[0] == "kept"
    await until(house, "2026-04-02 10:05")
    (asked,) = [one for one in anna.notices if anna.say("followup-o-parting") in one.labels]
    await anna.presses("followup-o-parting", on=asked)
    held = ("step-boundary-o-yes", "step-after-o-no")
    await answers(anna, no_threat, no_abuse, *held, *mild, "step-power-o-yes")
    await anna.says("созвоны ведёт Олег")
    await anna.hits("step-honesty-o-yes")
    assert anna.sees("parting-title-not_yet")
    assert "Одно ещё в наших силах: созвоны ведёт Олег." in anna.screen.text
    await anna.hits("parting-o-agree")

    # Oleg leads the calls. One good talk is a beginning: it counts anew. After the second one it is turning.
    await went(anna, "constructive")
    await anna.hits("summary-o-done")
    await anna.says("/parting")
    await anna.taps("Марина К.")
    await answers(anna, no_threat, no_abuse, *held, *mild, "step-power-o-no", "step-honesty-o-yes")
    assert anna.sees("parting-title-early")
    assert "Осталось: увидеть, удержится ли перемена." in anna.screen.text
    await until(house, "2026-04-10 12:00")
    await went(anna, "constructive")
    assert anna.sees("followup-say-calm")
    await anna.hits("summary-o-done")
    await until(house, "2026-04-20 12:00")
    await anna.says("/parting")
    await anna.taps("Марина К.")
    await answers(anna, no_threat, no_abuse, *held, *mild)
    assert anna.sees("parting-title-stay")
    await anna.hits("parting-o-agree")

    # A good year: nothing comes.
    came = len(anna.notices)
    await until(house, "2027-09-14 15:00")
    assert len(anna.notices) == came
    assert waiting(house) == set()

    # September 2027: the line is crossed. The words are noted with their date; there are no three rounds to wait for.
    await went(anna, "abuse", "«Вы все бездарности, и ваш Олег тоже»")
    assert anna.sees("followup-say-abuse")
    await anna.hits("followup-o-parting")
    assert "Записанные оскорбления: 1, последнее 14 сентября" in anna.screen.text
    hard = ("9", "step-spill-o-yes", "step-results-o-some")
    await answers(anna, no_threat, "step-abuse-o-yes", "step-boundary-o-yes", "step-after-o-yes", *hard)
    assert anna.sees("parting-title-part")
    assert "Граница названа, её переходят снова." in anna.screen.text
    await anna.hits("parting-o-cost")
    assert "Задеты другие проекты" in anna.screen.text
    assert "Разборов: 3" in anna.screen.text
    await anna.hits("btn-back")

    # The agency has to confirm it first; a day later it has. The ways part.
    await anna.hits("parting-o-agree")
    await anna.hits("parting-o-unsure")
    await until(house, "2027-09-15 12:00")
    await anna.says("/parting")
    await anna.taps("Марина К.")
    await anna.hits("parting-o-confirmed")
    await anna.hits("parting-o-sure")
    await anna.says("15 октября")
    assert anna.draft is not None
    assert anna.draft.text.startswith("Мы решили завершить совместную работу, последний день — 15 октября.")
    await anna.hits("parting-o-checklist")
    for number in range(1, 11):
        await anna.taps(str(number))
    assert anna.sees("parting-checklist-done")
    await anna.hits("btn-back")
    await anna.hits("parting-o-note")
    (note,) = [one for one in anna.me.messages if "document" in one.json]
    assert "14 сентября 2027, 15:" in house.tg.files[note.json["document"]["file_id"]].data.decode()

    # Nothing comes any more, she is on no list; and nothing is lost.
    assert waiting(house) == set()
    came = len(anna.notices)
    await until(house, "2028-02-01 12:00")
    assert len(anna.notices) == came
    await anna.says("/clients")
    assert "Марина К." not in anna.screen.text
    await anna.hits("clients-o-archive_open")
    await anna.taps("1. Марина К.")
    assert "Работа завершена 15 сентября 2027." in anna.screen.text
    await anna.hits("btn-more")
    await anna.hits("clients-o-history")
    assert "стоит ли продолжать: Расставаться, работа завершена" in anna.screen.text
    assert "как прошло: " in anna.screen.text
    await anna.taps("1")
    assert anna.sees("parting-title-part")
    await anna.hits("btn-back")

    # March 2028: she comes back. What was decided is on the card, whatever comes next.
    await until(house, "2028-03-01 12:00")
    await anna.hits("clients-o-return")
    assert "Работа завершена 15 сентября 2027." in anna.screen.text
    await tense_call(anna, 4)
    await anna.says("/clients")
    await anna.taps("1. Марина К.")
    assert "Работа завершена 15 сентября 2027." in anna.screen.text
    await anna.hits("btn-more")
    await anna.hits("clients-o-parting")
    await anna.hits("parting-o-again")
    assert anna.sees("parting-facts-title")
    assert house.row("SELECT count(*) FROM parting WHERE decision IS NOT NULL")[0] == 4
    anna.look()
