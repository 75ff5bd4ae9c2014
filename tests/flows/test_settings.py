"""Language, zone, hours, days, short or step by step: tapped and typed, in the middle of a debrief too."""

import pytest

from tests.flows.stores import Row
from tests.flows.talk import House, Talk


def person(house: House) -> Row:
    """The stored settings."""
    return house.row("SELECT language, zone, work_from, work_to, work_days, detailed FROM person")


@pytest.mark.both_databases
async def test_the_language_is_switched_in_the_middle_of_a_debrief(house: House, anna: Talk) -> None:
    await anna.begins()
    await anna.taps("5")
    await anna.says("/settings")
    await anna.hits("settings-language")
    await anna.hits("settings-language-en", times=2)
    anna.voice = house.voices["en"]
    assert anna.sees("settings-saved") or anna.sees("settings-title")
    assert person(house)[0] == "en"
    await anna.resumes("Ромашка")
    assert anna.asks("behaviour")
    await anna.behaves("blames")
    # A label of the other language is still an answer: what was typed on an old keyboard is not lost.
    await anna.says(house.voices["ru"].playbook.fears["boss"].label)
    assert anna.asks("boss_date")
    await anna.says("/start")
    assert anna.me.keys == [anna.say(key) for key in ("menu-sos", "menu-debrief", "menu-reminders", "btn-menu")]


async def test_another_language_brings_the_buttons_below_in_it(house: House, anna: Talk) -> None:
    labels = {code: [voice.say(f"menu-{key}") for key in ("sos", "debrief")] for code, voice in house.voices.items()}
    await anna.says("/start")
    assert anna.me.keys[:2] == labels["ru"]
    await anna.says("/settings")
    await anna.hits("settings-language")
    await anna.hits("settings-language-en", times=3)
    anna.voice = house.voices["en"]
    assert anna.me.keys[:2] == labels["en"]
    assert [one.text for one in anna.me.messages].count(anna.say("settings-spoken")) == 1
    assert anna.sees("settings-title")
    await anna.hits("settings-o-keyboard_off")
    await anna.hits("settings-language")
    await anna.hits("settings-language-ru")
    assert anna.me.keys == []  # who doesn't want them is not given them anew


@pytest.mark.parametrize(
    ("said", "zone"),
    [("Екатеринбург", "Asia/Yekaterinburg"), ("Asia/Tokyo", "Asia/Tokyo"), ("+5", None), ("17:00", None)],
)
async def test_the_zone_by_city_name_offset_and_clock(house: House, anna: Talk, said: str, zone: str | None) -> None:
    await anna.says("/settings")
    await anna.hits("settings-time_zone")
    await anna.says(said)
    if anna.sees("settings-zone_which"):
        offered = [button["callback_data"] for button in anna.buttons if button["callback_data"].startswith("p|live")]
        assert 2 <= len(offered) <= 4
        await anna.taps(anna.labels[0], times=3)
    assert anna.sees("settings-saved") or anna.sees("settings-title")
    assert person(house)[1] == zone or (zone is None and person(house)[1] != "Europe/Moscow")
    assert house.row("SELECT schedule_confirmed FROM person") == (1,)


@pytest.mark.parametrize("said", ["Нетакогогорода", "'; DROP TABLE person; --", "😀" * 2000, "+99", "\0"])
async def test_a_zone_that_is_not_understood(house: House, said: str) -> None:
    somebody = house.talk(language="en" if said.startswith("+") else "ru")
    await somebody.says("/settings")
    await somebody.hits("settings-time_zone")
    await somebody.says(said)
    assert somebody.sees("settings-zone_unknown")
    assert person(house)[1] == "Europe/Moscow"
    await somebody.hits("btn-back")
    assert somebody.sees("settings-title")


@pytest.mark.both_databases
async def test_hours_by_tap_and_by_words(house: House, somebody: Talk) -> None:
    await somebody.says("/settings")
    await somebody.hits("settings-work_time")
    await somebody.taps("9:00–18:00", times=3)
    assert person(house)[2:4] == (540, 1080)
    await somebody.hits("settings-work_time")
    for unclear in ("когда как", "25-30", "10", "😀"):
        await somebody.says(unclear)
        assert somebody.sees("settings-unclear", example=somebody.say("settings-hours_example"))
    assert person(house)[2:4] == (540, 1080)
    await somebody.says("8:30 - 17:15")
    assert person(house)[2:4] == (510, 1035)
    assert "8:30–17:15" in somebody.screen.text


async def test_days_by_doubled_taps_and_by_words(house: House, somebody: Talk) -> None:
    await somebody.says("/settings")
    await somebody.hits("settings-work_time")
    await somebody.hits("settings-days")
    await somebody.picks("+6", times=2)
    assert person(house)[4] == 0b0111111
    for day in range(1, 7):
        await somebody.picks(f"-{day}", times=3)
    assert person(house)[4] == 0b0100000  # one day stays
    await somebody.says("никогда")
    assert somebody.sees("settings-unclear", example=somebody.say("settings-days_example"))
    await somebody.says("пн-чт" if somebody.voice.language == "ru" else "mon-thu")
    assert person(house)[4] == 0b0001111
    assert somebody.sees("settings-title")


async def test_step_by_step_as_a_setting(house: House, somebody: Talk) -> None:
    await somebody.says("/settings")
    await somebody.hits("settings-detailed-on", times=2)
    assert person(house)[5] == 1
    await somebody.begins()
    await somebody.taps("5")
    assert somebody.asks("i_am_ok")
    assert somebody.say("btn-step_by_step") not in somebody.labels


async def test_the_hours_are_told_once_with_the_first_reminder_and_never_in_the_summary(
    house: House, somebody: Talk
) -> None:
    await house.remind()
    await somebody.finishes_short()
    offer = somebody.say("settings-offer", clock="9:45", hours="10:00–19:00")
    hours = offer.partition(",")[0]
    assert hours not in somebody.screen.text
    assert somebody.say("settings-o-change") not in somebody.labels
    await somebody.hits("summary-o-done")
    await house.later(22 * 3600)
    assert offer in somebody.notice.text
    await somebody.presses("settings-o-change")
    assert somebody.sees("settings-title")
    await house.later(24 * 3600)
    assert len(somebody.notices) > 1
    assert hours not in somebody.notice.text


async def test_another_zone_moves_what_is_said_and_not_the_moment(house: House, anna: Talk) -> None:
    await anna.finishes_short()
    due = house.row("SELECT due_at FROM promise")
    await anna.says("/settings")
    await anna.hits("settings-time_zone")
    await anna.says("Asia/Yekaterinburg")
    await anna.resumes("Ромашка")
    assert anna.sees("summary-next", time=anna.say("moment-tomorrow", clock="12:00"))
    assert house.row("SELECT due_at FROM promise") == due
    assert anna.draft is not None
    assert "12:00" in anna.draft.text
