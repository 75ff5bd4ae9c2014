"""SOS never lets go: words, names and voices are read or kept, the word itself is a command anywhere (section 3)."""

import shutil
from pathlib import Path

import pytest

from bot.protocol.engine.run import decode, joined
from tests.flows.stores import SqliteStore, Store
from tests.flows.talk import House, Talk
from tests.flows.test_sos import said
from tests.protocol.test_behaviour_words import rows


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Store:
    """SQLite alone: nothing here could differ between the databases that other tests of these queries don't show."""
    shutil.copy(template, tmp_path / "okok.db")
    return SqliteStore(tmp_path / "okok.db")


def gentle(anna: Talk, behaviour: str) -> str:
    """The first phrase for it."""
    return anna.voice.playbook.behaviours[behaviour].gentle[0]


def facts(house: House) -> str:
    """The words among the facts of the newest run."""
    return joined(decode(house.row("SELECT state FROM run ORDER BY id DESC LIMIT 1")[0]).facts)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_nothing_that_is_typed_leaves_it(house: House, language: str) -> None:
    """Every fourth row of the table, the odd ones by hand: one after the other, in one chat, wherever it stands."""
    somebody = house.talk(language=language)
    await somebody.begins("Марина" if language == "ru" else "Maria")
    await somebody.says("/sos")
    odd = ["7", "?", "/nothing", "👍", "a" * 500, "строка\nещё одна\nи третья", "<b>&"]
    for text in [*(text for text, _ in rows(language)[::4]), *(one for one in odd if one != "/nothing")]:
        await somebody.says(text)
        place = somebody.place.partition(":")[0]
        assert place in {"sos", "phrase", "danger"}, text
        if place == "danger":
            await somebody.hits("btn-back")


async def test_a_typed_behaviour_is_its_phrase_and_what_else_is_said_is_kept(house: House, anna: Talk) -> None:
    await anna.says("СОС")
    assert anna.sees("sos-q")
    assert len(anna.labels) == 10  # nine behaviours and the way to the menu
    await anna.says("хамит")
    assert said(anna) == gentle(anna, "insults")
    assert house.row("SELECT count(*) FROM run") == (0,)  # a word that was read leaves nothing behind
    await anna.says("перебивает")
    assert said(anna) == gentle(anna, "interrupts")
    await anna.says("говорит, что бюджет им урезали вдвое")
    assert anna.sees("sos-kept")
    assert said(anna) == gentle(anna, "interrupts")
    await anna.me.voice(9)
    await anna.done()
    assert said(anna) == gentle(anna, "interrupts")
    await anna.says("теперь ещё и матерится на весь офис, при всех")
    assert said(anna) == gentle(anna, "insults")
    await anna.hits("btn-back")
    await anna.says("ничего из этого не подходит")
    assert anna.sees("sos-kept")
    assert anna.sees("sos-q")
    await anna.hits("btn-menu")
    await anna.resumes("бюджет")
    assert facts(house).splitlines() == [
        "говорит, что бюджет им урезали вдвое",
        "теперь ещё и матерится на весь офис, при всех",
        "ничего из этого не подходит",
    ]
    assert house.row("SELECT count(*) FROM run") == (1,)


async def test_words_that_telegram_split_are_one(house: House, anna: Talk) -> None:
    await anna.says("/sos")
    assert len(await anna.me.split("слово " * 1000)) == 2
    await anna.done()
    assert anna.sees("sos-q")
    assert facts(house).count("слово") == 1000
    assert house.row("SELECT count(*) FROM run") == (1,)


async def test_a_name_is_whom_it_is_for(house: House, anna: Talk) -> None:
    await anna.finishes_short("Марина")
    await anna.says("/menu")
    await anna.says("сос")
    await anna.says("с мариной")
    assert anna.screen.text.startswith("Марина\n")
    await anna.behaves("blames")
    await anna.hits("sos-o-debrief")
    assert anna.asks("tension_before")
    await anna.says("/menu")
    await anna.says("/sos")
    await anna.says("Марина орёт")  # both at once
    await anna.hits("sos-o-debrief")
    assert anna.asks("tension_before")
    picks = decode(house.row("SELECT state FROM run ORDER BY id DESC LIMIT 1")[0])
    assert (picks.value("client"), picks.picks("behaviour")) == (1, ("raises_voice",))


async def test_a_threat_to_people_stays_on_the_screen(house: House, anna: Talk) -> None:
    await anna.says("/sos")
    await anna.says("угрожает убить")
    assert anna.sees("safety-threat", emergency="112")
    assert anna.say("menu-vent") in anna.labels
    await anna.says("кричит, что найдёт меня")
    assert anna.sees("sos-kept")
    assert anna.sees("safety-threat", emergency="112")
    await anna.hits("safety-o-call")
    await anna.hits("sos-o-debrief")
    assert facts(house) == "кричит, что найдёт меня"


@pytest.mark.parametrize("word", ["SOS", "сос", "S.O.S.", "/SOS", "🆘", "/СОС"])
async def test_the_word_is_the_command_anywhere(house: House, anna: Talk, word: str) -> None:
    run = await anna.begins()
    await anna.says(word)
    assert anna.sees("sos-q")
    await anna.says("/vent")
    await anna.says(word)
    assert anna.sees("sos-q")
    assert house.rows("SELECT id FROM run") == [(run,)]


async def test_words_behind_the_command_are_read_and_so_are_labels(anna: Talk) -> None:
    await anna.says("/sos орёт")
    assert said(anna) == gentle(anna, "raises_voice")
    phrases = anna.voice.playbook.behaviours["raises_voice"]
    await anna.says("другая")
    assert said(anna) == phrases.gentle[1]
    await anna.says("Firmer")
    assert said(anna) == phrases.firmer[0]
    await anna.says("разобрать этот звонок")
    assert anna.asks("client")


async def test_what_was_met_most_stands_first(anna: Talk) -> None:
    """With this client, then with anybody; people being threatened last, in red."""
    for client, behaviour in (("Ромашка", "silent"), ("Лютик", "pressure"), ("Лютик", "pressure")):
        await anna.begins(client)
        await anna.taps("3")
        await anna.behaves(behaviour)
        await anna.fears()
        await anna.hits("btn-skip")
    labels = {name: behaviour.label for name, behaviour in anna.voice.playbook.behaviours.items()}
    threat = anna.say("step-behaviour-o-threat_people")
    await anna.says("/sos")
    assert anna.labels[:3] == [labels["pressure"], labels["silent"], labels["raises_voice"]]
    await anna.says("Ромашка")
    assert anna.labels[:2] == [labels["silent"], labels["pressure"]]
    assert anna.labels[8] == threat
    assert next(one for one in anna.buttons if one["text"] == threat)["style"] == "danger"


async def test_whether_it_helped_stands_in_nobodys_way(house: House, anna: Talk) -> None:
    for leave in ("/debrief", "/help", "Ромашка", "/sos"):
        await anna.says("/sos")
        await anna.behaves("blames")
        await anna.hits("btn-menu")
        assert anna.sees("sos-ask_worked")
        await anna.says(leave)
        assert not anna.sees("sos-ask_worked") or leave == "/debrief"
    await anna.says("/sos")
    await anna.behaves("blames")
    await anna.says("/debrief")
    assert anna.asks("client")
    await anna.hits("btn-didnt", times=3)
    assert anna.asks("client")
    assert anna.say("btn-didnt") not in anna.labels
    assert house.rows("SELECT helped, failed FROM learned") == [(0, 1)]
