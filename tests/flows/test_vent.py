"""Letting it out: nothing of it is kept, nothing of it stands in the chat, and what isn't so is told plainly."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.presenter import present
from bot.store.queries import vents
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene
from bot.viewmodels.vent import VentMessages, VentPlace, VentStage, VentView
from bot.viewmodels.voices import Voices
from tests.flows.log_canary import log_at_debug
from tests.flows.talk import House, Talk
from tests.flows.vent_loop import WORDS, Venting, pour, stand
from tests.store.samples import NOW


@pytest.fixture
async def venting(house: House, tmp_path: Path) -> AsyncIterator[Venting]:
    """The loop at work, and the log as the program has it at DEBUG, in a file beside the database."""
    made = Venting(house, tmp_path)
    with made.log, made.turn, log_at_debug(made.log):
        made.begin()
        yield made
        await made.end()


@pytest.mark.both_databases
async def test_nothing_of_it_is_kept_or_stands_in_the_chat(venting: Venting, somebody: Talk) -> None:
    await somebody.says("/start")
    await somebody.hits("menu-more")
    await somebody.hits("menu-vent")
    assert somebody.sees("vent-note")
    screen = somebody.screen
    said = await pour(somebody)
    assert somebody.screen == screen, "nobody is answered line by line"
    assert len(stand(somebody)) >= len(said)
    assert venting.found() == []
    await venting.later(vents.ANSWER_AFTER)
    assert somebody.screen == screen
    assert somebody.sees("vent-more")
    assert all(one.deleted for one in said)
    await somebody.hits("vent-o-enough")
    assert re.search("Удалено|больше нет|Deleted on|gone", somebody.screen.text)
    assert venting.found() == []
    assert [one.id for one in somebody.me.room.alive if not one.by_bot] == [1], "only /start is left"
    texts = {text for one in somebody.me.messages for text in (one.text, *(old["text"] for old in one.versions))}
    assert len(texts) >= 4
    await somebody.hits("vent-o-debrief")
    assert somebody.asks("client")


async def test_the_search_finds_what_would_be_stored(
    venting: Venting, anna: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof that the tests here can fail: the same, with the words stored as they came."""
    monkeypatch.setattr(vents, "discreet", lambda _conn, rows, _now: list(rows))
    await anna.says("/start")
    await anna.hits("menu-more")
    await anna.hits("menu-vent")
    await pour(anna)
    assert venting.found() == list(WORDS)


async def test_whoever_says_enough_at_once_is_answered_too(venting: Venting, anna: Talk) -> None:
    await anna.says("/vent")
    said = await pour(anna)
    await anna.hits("vent-o-enough", times=2)
    answers = [anna.say(f"vent-answer-{turn}") for turn in range(1, 5)]
    assert anna.screen.text.startswith(tuple(answers))
    assert all(one.deleted for one in said)
    assert venting.found() == []


@pytest.mark.parametrize("way", ["command", "words behind it", "label", "tap"])
async def test_what_comes_in_the_batch_that_begins_it_is_part_of_it(venting: Venting, anna: Talk, way: str) -> None:
    await anna.says("/start")
    menu = anna.screen
    await venting.end()
    await anna.me.say("Ромашка звонила")
    if way == "tap":
        await anna.me.tap_data("p|vent|", menu.id)
    else:
        first = {"command": "/vent", "words behind it": "/vent жерновище", "label": anna.say("menu-vent")}
        await anna.me.say(first[way])
    said = [await anna.me.say("жерновище"), await anna.me.voice()]
    await anna.me.edit(said[0], "Мухобойня")
    await venting.house.start()
    venting.begin()
    await venting.house.settled()
    assert anna.place.startswith("vent:")
    await venting.later(vents.ANSWER_AFTER)
    assert anna.sees("vent-more")
    assert all(one.deleted for one in said)
    assert "жерновище" not in anna.me.chat_text()
    assert venting.found() == []
    assert "Ромашка звонила" in str(venting.house.rows("SELECT state FROM run"))


async def test_words_behind_the_tap_that_ends_it_are_handled_as_any_other(venting: Venting, anna: Talk) -> None:
    await anna.says("/vent")
    await anna.me.say("жерновище")
    await venting.house.settled()
    screen = anna.screen
    await venting.end()
    await anna.me.tap_data("p|vent_over|", screen.id)
    after = await anna.me.say("Ромашка просит отчёт")
    await venting.house.start()
    venting.begin()
    await venting.house.settled()
    assert anna.sees("start-out_of_blue")
    assert not after.deleted
    assert [one.text for one in anna.me.room.alive if not one.by_bot] == ["Ромашка просит отчёт"]
    assert "Ромашка просит отчёт" in str(venting.house.rows("SELECT state FROM run"))
    assert "жерновище" not in str(venting.house.rows("SELECT state FROM run"))
    assert venting.found() == []


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.both_databases
async def test_ten_minutes_of_silence_end_it_after_a_restart_too(
    venting: Venting, somebody: Talk, restarted: bool
) -> None:
    await somebody.says("/vent")
    said = await pour(somebody)
    await venting.later(vents.ANSWER_AFTER)
    await venting.later(vents.SILENCE - 60)  # the clock goes on by itself too, on a busy machine for seconds
    assert somebody.sees("vent-more")
    if restarted:
        venting.house.tg.advance(3600)
        await venting.again()
    else:
        await venting.later(61)
    somebody.look()
    assert somebody.sees("vent-silence")
    assert all(one.deleted for one in said)
    assert [one.text for one in somebody.me.room.alive] == [somebody.screen.text]
    assert venting.house.rows("SELECT * FROM vent") == []
    assert venting.found() == []
    await somebody.hits("vent-o-debrief")
    assert somebody.asks("client")


async def test_silence_without_a_word_leads_back(venting: Venting, anna: Talk) -> None:
    await anna.says("/vent")
    await venting.later(vents.SILENCE)
    assert anna.sees("vent-silence")
    assert anna.sees("menu-title")
    await anna.hits("menu-more")
    await anna.hits("menu-vent")
    await anna.hits("vent-o-enough", times=2)
    assert anna.sees("vent-nothing")


@pytest.mark.parametrize("command", ["/menu", "/help", "/debrief", "/cancel", "Разобрать звонок", "/vent"])
async def test_a_command_ends_it_and_all_of_it_goes(venting: Venting, anna: Talk, command: str) -> None:
    await anna.says("/vent")
    before = anna.screen
    said = await pour(anna)
    await anna.me.say(command)
    await venting.house.settled()
    anna.look()
    assert before.deleted
    assert all(one.deleted for one in said) == (command != "/vent")
    await venting.later(vents.ANSWER_AFTER)
    assert all(one.deleted for one in said)
    assert venting.found() == []


async def test_an_unknown_command_is_a_word_like_others(venting: Venting, anna: Talk) -> None:
    await anna.says("/vent")
    said = await anna.me.say("/zxqvortex")
    await venting.house.settled()
    await venting.later(vents.ANSWER_AFTER)
    assert anna.sees("vent-more")
    assert said.deleted
    assert venting.found() == []


async def test_the_debrief_under_way_is_one_tap_away(venting: Venting, somebody: Talk) -> None:
    """Also where another one was touched later."""
    first = await somebody.begins("Первый")
    await somebody.taps("8")
    await somebody.begins("Второй")
    await somebody.taps("9")
    await somebody.says("/menu")
    await somebody.forges(f"p|resume|{first}")
    assert somebody.asks("behaviour")
    await somebody.forges("p|vent|")
    await somebody.me.say("жерновище")
    await venting.house.settled()
    await venting.later(vents.ANSWER_AFTER)
    await somebody.hits("vent-o-enough")
    await somebody.resumes("Первый")
    assert somebody.run == first
    assert somebody.asks("behaviour")
    await somebody.forges("p|vent|")
    await somebody.hits("vent-o-enough")
    assert somebody.asks("behaviour"), "without a word it leads straight back"


async def test_two_days_later_telegram_does_not_delete_and_the_person_is_told(venting: Venting, somebody: Talk) -> None:
    venting.house.forgiven = "can't be deleted"
    await somebody.says("/vent")
    old = [somebody.screen, *await pour(somebody)]
    await venting.end()
    venting.house.tg.advance(49 * 3600)
    new = await somebody.me.say("zxqvortex")
    await venting.house.start()
    venting.begin()
    await venting.house.settled()
    await venting.later(vents.ANSWER_AFTER)
    assert new.deleted
    assert not any(one.deleted for one in old)
    somebody.look()
    assert [one.id for one in somebody.me.room.alive] == [*(one.id for one in old), somebody.screen.id]
    assert somebody.sees("vent-not_deleted", n=len(old))
    await somebody.hits("vent-o-enough")
    assert somebody.sees("vent-not_deleted", n=len(old))
    await somebody.hits("vent-o-more")
    await somebody.hits("vent-o-enough")
    assert not somebody.sees("vent-not_deleted", n=len(old))
    assert venting.found() == []


async def test_an_answer_to_what_telegram_kept_or_its_edit_is_not_stored(venting: Venting, anna: Talk) -> None:
    """Both bring the words once more, after it has ended."""
    venting.house.forgiven = "can't be deleted"
    await anna.says("/vent")
    said = await anna.me.say("жерновище")
    await venting.house.settled()
    await venting.end()
    venting.house.tg.advance(49 * 3600)
    await venting.house.start()
    venting.begin()
    await venting.house.settled()
    assert anna.sees("vent-not_deleted", n=2)
    await anna.says("/menu")
    shown = anna.screen
    await anna.me.edit(said, "Мухобойня")
    await venting.house.settled()
    assert anna.screen == shown
    await anna.me.say("Ромашка звонила", reply_to=said)
    await venting.house.settled()
    assert anna.sees("start-out_of_blue")
    assert venting.found() == []


async def test_telegram_in_trouble_deletes_it_later(venting: Venting, anna: Talk) -> None:
    venting.house.troubled = True
    await anna.says("/vent")
    said = [await anna.me.say(f"жерновище {number}") for number in range(130)]
    await venting.house.settled()
    venting.house.tg.fail(502, 1, methods="deleteMessages")
    venting.house.tg.drop(1, "after", methods="deleteMessages")
    venting.house.tg.flood("deleteMessages", 1)
    await venting.later(vents.ANSWER_AFTER)
    assert all(one.deleted for one in said)
    asked = [call.params["message_ids"] for call in venting.house.tg.made("deleteMessages")]
    assert max(map(len, asked)) == 100
    assert venting.found() == []


async def test_too_heavy_is_a_button_and_names_people(venting: Venting, somebody: Talk) -> None:
    await somebody.says("/vent")
    await somebody.hits("vent-o-heavy")
    assert somebody.sees("safety-self", emergency="112")
    await somebody.me.say("жерновище")
    await venting.house.settled()
    await venting.later(vents.ANSWER_AFTER)
    assert somebody.sees("safety-self", emergency="112")  # the two lines don't take the place of whom to call
    assert len(stand(somebody)) == 1
    await venting.later(vents.SILENCE)
    assert somebody.sees("safety-self", emergency="112")
    await somebody.hits("vent-o-more")
    await somebody.me.say("жерновище")
    await venting.house.settled()
    await somebody.hits("vent-o-enough", times=2)
    await somebody.hits("vent-o-heavy")
    assert somebody.sees("safety-self", emergency="112")
    await somebody.hits("vent-o-more", times=2)
    assert somebody.sees("vent-note")
    assert venting.found() == []


async def test_answers_take_turns(venting: Venting, anna: Talk) -> None:
    await anna.says("/vent")
    seen = set()
    for _ in range(4):
        await anna.me.say("жерновище")
        await venting.house.settled()
        await venting.later(vents.ANSWER_AFTER)
        seen.add(anna.screen.text)
    assert len(seen) == 4


async def test_ids_are_forgotten_after_two_days(venting: Venting, anna: Talk) -> None:
    await anna.says("/vent")
    await pour(anna)
    await venting.later(vents.ANSWER_AFTER)
    await anna.hits("vent-o-enough")
    assert venting.house.row("SELECT count(*) FROM vent_message WHERE state = 'gone'")[0] > 5
    await venting.later(49 * 3600)
    assert venting.house.rows("SELECT * FROM vent_message") == []


@pytest.mark.parametrize("language", ["ru", "en"])
def test_screens_are_short(language: str, voices: Voices) -> None:
    voice = voices[language]
    scene: Any = Scene(person=None, place=Place("menu"), notice=None, drawn_at=NOW, model=None)  # type: ignore[arg-type]  # nothing of it shows
    for stage in VentStage:
        for turn in range(12):
            for left in (VentMessages(), VentMessages(2), VentMessages(0, 21)):
                answer = f"vent-answer-{turn % 4 + 1}" if stage is VentStage.ENDED else None
                for notice in (None, "vent-silence", answer):
                    at = VentPlace(stage, turn)
                    here = replace(scene, place=at.place, model=VentView(at, left), notice=notice)
                    screen = present(here, voice).screen
                    assert len(screen.text) <= 350
                    assert screen.point in {"P1", "X"}
                    assert all(len(button.label) <= 26 for row in screen.rows for button in row)
