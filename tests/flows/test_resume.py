"""Honest resume: nothing recorded is nothing kept, what waits is named, a talk that was broken off counts."""

import shutil
from pathlib import Path

import pytest

from bot.store.queries import followups
from bot.workers.stale_runs import OPEN_FOR, close_stale
from tests.fake import FakeTelegram
from tests.flows.stores import SqliteStore, Store
from tests.flows.talk import House, Talk

OUTCOMES = "SELECT tense, fear, fears, tension_before FROM outcome"


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Store:
    """SQLite alone: nothing here could differ between the databases that other tests of these queries don't show."""
    shutil.copy(template, tmp_path / "okok.db")
    return SqliteStore(tmp_path / "okok.db")


def waits(talk: Talk) -> list[str]:
    """What the screen offers to go on with."""
    return [str(one["text"]) for one in talk.buttons if str(one.get("callback_data", "")).startswith("p|resume|")]


async def test_start_asks_nothing(somebody: Talk) -> None:
    await somebody.says("/start")
    assert somebody.screen.text == somebody.say("menu-title")
    assert somebody.labels[0] == somebody.say("menu-sos")
    assert len(somebody.labels) == 7


async def test_a_debrief_without_an_answer_leaves_nothing(house: House, anna: Talk) -> None:
    await anna.says("/start")
    await anna.hits("menu-debrief")
    await anna.hits("btn-stop", times=2)
    assert anna.sees("stopped-empty")
    assert house.row("SELECT count(*) FROM run") == (0,)
    await anna.says("/debrief")
    await anna.says("/cancel")
    assert anna.sees("stopped-empty")
    # What an SOS told is no answer of the debrief: nothing nags above SOS.
    await anna.says("/sos")
    await anna.behaves("blames")
    await anna.hits("sos-o-debrief")
    await anna.says("/menu")
    assert waits(anna) == []
    await anna.says("/debrief")
    assert house.row("SELECT count(*) FROM run") == (1,)


async def test_what_waits_is_named_the_newest_first_below_sos(tg: FakeTelegram, anna: Talk) -> None:
    await anna.begins("Марина")
    await anna.says("/menu")
    tg.advance(600)
    await anna.finishes_short("Олег")
    await anna.hits("summary-o-done")
    await anna.says("/touch")
    await anna.taps("Олег")
    await anna.hits("touch-o-how")
    await anna.hits("step-how-o-tense")  # half-done: it is told how it went, and not yet what of the fear
    await anna.says("/menu")
    assert anna.labels[0] == anna.say("menu-sos")
    assert waits(anna) == [anna.say("menu-how", client="Олег"), anna.say("menu-call", client="Марина", time="12:00")]
    await anna.resumes("Олег")
    assert anna.say("step-confirmed-o-confirmed") in anna.labels
    await anna.says("/menu")
    for words in ("первый рассказ", "второй рассказ"):
        await anna.says(words)
        await anna.says("/menu")
    assert waits(anna)[:2] == ["«второй рассказ»", "«первый рассказ»"]
    await anna.resumes("первый рассказ")
    assert anna.sees("start-out_of_blue")
    await anna.says("/menu")
    assert len(waits(anna)) == 3
    assert len(anna.labels) == 10  # eight, and a row of navigation


@pytest.mark.parametrize("end", ["stop", "twelve hours"])
async def test_a_tense_talk_that_was_broken_off_is_tense(house: House, tg: FakeTelegram, anna: Talk, end: str) -> None:
    await anna.begins("Марина")
    await anna.taps("8")
    assert house.rows(OUTCOMES) == []
    if end == "stop":
        await anna.hits("btn-stop")
    else:
        await anna.says("/menu")
        tg.advance(OPEN_FOR + 60)
        assert await house.app.db.write(lambda conn: close_stale(conn, house.voices, int(tg.clock()))) == 1
    assert house.rows(OUTCOMES) == [(1, "unknown", "[]", 8)]
    assert house.rows("SELECT kind FROM touch") == [("debrief",)]
    assert house.row("SELECT count(*) FROM reminder WHERE kind = 'stay' AND status = 'waiting'") == (1,)
    await anna.says("/clients")
    await anna.taps("1. Марина")
    assert anna.say("clients-state-tense") in anna.screen.text or anna.sees("clients-card-tense")


async def test_what_is_answered_later_replaces_what_breaking_off_left(house: House, anna: Talk) -> None:
    await anna.begins("Марина")
    await anna.taps("8")
    await anna.hits("btn-stop")
    await anna.hits("btn-resume")
    await anna.behaves("blames")
    await anna.fears("boss")
    assert house.rows(OUTCOMES) == [(1, "boss", '["boss"]', 8)]
    await anna.picks("back")
    assert house.rows(OUTCOMES) == [(1, "unknown", "[]", 8)]
    await anna.picks("back")
    await anna.picks("back")
    await anna.taps("3")
    assert house.rows(OUTCOMES) == [(0, "unknown", "[]", 3)]
    await anna.hits("btn-stop")
    await anna.hits("btn-delete")
    await anna.hits("btn-delete")
    assert house.rows(OUTCOMES) == []


async def test_a_boundary_without_its_consequence_is_to_be_said_again(house: House, anna: Talk) -> None:
    await anna.finishes_short("Ромашка")
    await anna.says("/parting")
    await anna.says("ромашка")
    await anna.hits("btn-next")
    await anna.hits("step-threat-o-no")
    await anna.hits("step-abuse-o-yes")
    await anna.hits("step-boundary-o-half")
    for _ in range(3):
        await anna.hits("btn-skip")
    assert house.row("SELECT verdict FROM parting") == ("boundary",)
    said = anna.say("parting-half_text-boundary", facts="\n", time="\n").partition(".")[0]
    assert said in anna.screen.text
    assert anna.say("parting-ground-unnamed") not in anna.screen.text


async def test_who_was_not_asked_for_a_fear_is_not_counted_for_one(house: House, tg: FakeTelegram, anna: Talk) -> None:
    """A talk that was broken off leaves the fear that was known, in what is counted too."""
    await anna.begins("Марина")
    await anna.taps("5")
    await anna.behaves("blames")
    await anna.fears("boss")
    await anna.hits("btn-skip")
    tg.advance(60)
    await anna.begins("Марина")
    await anna.taps("8")
    await anna.hits("btn-stop")
    person = house.row("SELECT id FROM person")[0]
    assert await house.app.db.read(lambda conn: followups.fear(conn, person, 1)) == ("boss", None)
    tg.advance(60)
    await anna.says("/touch")
    await anna.taps("Марина")
    await anna.hits("touch-o-how")
    await anna.hits("step-how-o-neutral")
    await anna.hits("step-confirmed-o-confirmed")
    await anna.says("/insights")
    assert anna.say(
        "insights-fear_tested", fear=anna.voice.playbook.fears["boss"].label, count=1, right=1, asked=1
    ) in (anna.screen.text)
