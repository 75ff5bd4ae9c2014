"""It went well in two taps, calm talks, courtesies, words that came unasked (protocol, section 3)."""

import shutil
from pathlib import Path

import pytest

from tests.fake import FakeTelegram
from tests.flows.stores import SqliteStore, Store
from tests.flows.talk import House, Talk


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Store:
    """SQLite alone: nothing here could differ between the databases that other tests of these queries don't show."""
    shutil.copy(template, tmp_path / "okok.db")
    return SqliteStore(tmp_path / "okok.db")


HOWS = "SELECT how, words FROM followup ORDER BY run_id"


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_taps_from_a_cold_chat(house: House, language: str) -> None:
    """Counted at the server: a phrase two, "it went well" two."""
    somebody = house.talk(language=language)
    await somebody.finishes_short("Марина")
    await somebody.hits("summary-o-done")
    for way in (("menu-sos", "raises_voice"), ("menu-well", "Марина")):
        await somebody.says("/start")
        before = house.row("SELECT count(*) FROM inbox")[0]
        await somebody.hits(way[0])
        if way[0] == "menu-sos":
            await somebody.behaves(way[1])
            assert somebody.screen.marked("bold") == [somebody.voice.playbook.behaviours[way[1]].gentle[0]]
        else:
            await somebody.taps(way[1])
            assert somebody.place.startswith("wentwell:")
        assert house.row("SELECT count(*) FROM inbox")[0] == before + 2


async def test_it_is_logged_as_a_follow_up_logs_it_and_can_be_taken_back(
    house: House, tg: FakeTelegram, anna: Talk
) -> None:
    await anna.finishes_short("Марина", tension=8)
    await anna.hits("summary-o-done")
    assert house.row("SELECT status FROM promise") == ("open",)
    waiting = house.rows("SELECT kind, base_at FROM reminder WHERE status = 'waiting'")
    tg.advance(22 * 3600 - 2400)  # forty minutes before the promised time
    await anna.hits("menu-well")
    await anna.taps("Марина", times=3)
    assert house.rows(HOWS) == [("constructive", None)]
    assert house.row("SELECT status FROM promise") == ("kept",)
    assert house.rows("SELECT status FROM run WHERE kind = 'followup'") == [("closed",)]
    assert anna.say("touch-undo") in anna.labels
    await anna.hits("touch-undo", times=2)
    assert house.rows(HOWS) == []
    assert house.row("SELECT status FROM promise") == ("open",)
    assert house.rows("SELECT kind, base_at FROM reminder WHERE status = 'waiting'") == waiting


async def test_the_name_may_be_typed_or_new_and_thanks_are_no_name(house: House, anna: Talk) -> None:
    await anna.says("/debrief")
    await anna.hits("menu-well")  # on the first question too; the debrief that nobody began leaves nothing
    await anna.says("спасибо")
    assert anna.sees("courtesy-thanks")
    await anna.says("Олег")
    assert anna.sees("well-ack_none", client="Олег")
    await anna.hits("btn-menu")
    assert not any("p|resume" in str(one) for one in anna.buttons)
    await anna.hits("menu-well")
    await anna.says("олег")
    assert house.rows("SELECT label FROM client") == [("Олег",)]
    assert len(house.rows(HOWS)) == 2


async def test_unasked_words_with_a_known_name_offer_it_first(house: House, anna: Talk) -> None:
    await anna.finishes_short("Мария")
    await anna.hits("summary-o-done")
    await anna.says("Созвонились с Марией, всё утвердили")
    assert anna.labels[0] == anna.say("well-o-log", client="Мария")
    await anna.taps(anna.labels[0], times=2)
    assert house.rows(HOWS) == [("constructive", "Созвонились с Марией, всё утвердили")]
    assert house.row("SELECT count(*) FROM run WHERE status = 'open'") == (0,)
    await anna.says("Созвонились с кем-то ещё")
    assert anna.labels[0] == anna.say("start-o-debrief")


async def test_courtesies_are_answered_and_not_kept(house: House, anna: Talk) -> None:
    await anna.says("привет")
    assert anna.sees("courtesy-hello")
    for text, key in (("спасибо", "thanks"), ("ок", "ok"), ("👍", "ok"), ("пока", "bye"), ("thanks", "thanks")):
        await anna.says(text)
        assert anna.sees(f"courtesy-{key}"), text
    assert house.row("SELECT count(*) FROM run") == (0,)
    await anna.begins()
    await anna.says("спасибо")  # beside a question too: no fact, and the question stays
    assert anna.sees("courtesy-thanks")
    assert anna.asks("tension_before")
    assert "спасибо" not in house.row("SELECT state FROM run")[0]


async def test_two_texts_are_two_things_unless_telegram_split_one(house: House, anna: Talk) -> None:
    await anna.says("Первое, что вспомнилось")
    await anna.says("Второе, совсем о другом")
    assert house.row("SELECT count(*) FROM run") == (2,)
    assert "Первое" not in anna.screen.text
    assert len(await anna.me.split("слово " * 1000)) == 2
    await anna.done()
    assert house.row("SELECT count(*) FROM run") == (3,)
    await anna.hits("btn-delete")
    assert anna.sees("delete-unasked-q")
    await anna.hits("btn-delete")
    assert anna.sees("delete-unasked-done")


async def test_a_calm_talk_asks_for_no_fear_and_leaves_what_was_known(house: House, anna: Talk) -> None:
    await anna.begins("Марина")
    await anna.taps("8")
    await anna.behaves()
    await anna.fears("boss")
    await anna.says("/menu")
    await anna.begins("Марина")
    await anna.taps("3")
    await anna.hits("step-behaviour-o-calm")
    assert anna.asks("next_contact")
    assert house.rows("SELECT tense, fears FROM outcome ORDER BY run_id") == [(1, '["boss"]'), (0, "[]")]
    await anna.says("/prep")
    await anna.taps("Марина")
    assert anna.voice.playbook.fears["boss"].short in anna.screen.text
    await anna.begins("Марина")
    await anna.taps("4")
    await anna.hits("step-behaviour-o-calm")
    assert anna.asks("fear")
