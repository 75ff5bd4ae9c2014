"""Help around the call: SOS where the client is known, questions and their answers, notes, a draft out of the blue."""

import shutil
from pathlib import Path

import pytest

from bot.protocol.engine.run import decode, joined
from tests.flows.stores import SqliteStore, Store
from tests.flows.talk import House, Talk
from tests.flows.test_sos import said, shouting


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Store:
    """SQLite alone: nothing here could differ between the databases that other tests of these queries don't show."""
    shutil.copy(template, tmp_path / "okok.db")
    return SqliteStore(tmp_path / "okok.db")


async def known(house: House, anna: Talk, client: str = "Ромашка", fear: str = "unknown") -> int:
    """A client with a finished debrief; gives its id."""
    await anna.begins(client)
    await anna.taps("5")
    await anna.behaves("blames")
    await anna.fears(fear)
    await anna.hits("btn-skip")
    await anna.hits("summary-o-done")
    return int(house.row("SELECT max(id) FROM client")[0])


def facts(house: House) -> str:
    """The words among the facts of the newest run."""
    return joined(decode(house.row("SELECT state FROM run ORDER BY id DESC LIMIT 1")[0]).facts)


async def test_from_a_cold_chat_a_phrase_is_two_taps_over_http_and_one_by_a_link(house: House, somebody: Talk) -> None:
    """Counted at the server: what people did and what the bot sent until the phrase stood there."""
    phrase = somebody.voice.playbook.behaviours["raises_voice"].gentle[0]
    await somebody.says("/start")
    updates = len(house.rows("SELECT 1 FROM inbox"))
    await somebody.me.press(somebody.say("menu-sos"))
    await somebody.done()
    await somebody.behaves("raises_voice")
    assert said(somebody) == phrase
    assert len(house.rows("SELECT 1 FROM inbox")) == updates + 2
    assert [call.method for call in house.tg.sends(somebody.me.id)] == ["sendMessage"] * 3  # the last one: what is it
    assert len(house.tg.made("editMessageText")) == 1  # and the phrase in its place
    await somebody.says("/start sos")
    await somebody.behaves("raises_voice")
    assert said(somebody) == phrase


async def test_what_the_client_does_changes_during_the_call(anna: Talk) -> None:
    await shouting(anna)
    screen = anna.screen.id
    await anna.hits("btn-back")
    assert anna.sees("sos-q")
    await anna.behaves("insults")
    assert said(anna) == anna.voice.playbook.behaviours["insults"].gentle[0]
    assert anna.screen.id == screen
    await anna.hits("sos-o-debrief")
    run = anna.run
    await anna.says("СОС")  # a slip: the call goes on, and its debrief stays that of this call
    await anna.behaves("blames")
    await anna.hits("sos-o-debrief")
    assert anna.run == run


async def test_sos_by_a_command_knows_the_client_on_the_screen_and_can_forget_them(house: House, anna: Talk) -> None:
    client = await known(house, anna)
    for place in ("prep", "client"):
        await anna.forges(f"p|{place}|{client}")
        await anna.says(anna.say("menu-sos"))
        assert anna.place == f"sos:{client}"
        assert "Ромашка" in anna.screen.text
    await anna.behaves("blames")
    await anna.says("/sos")
    assert anna.place == f"sos:{client}"
    await anna.hits("sos-o-other")
    assert "Ромашка" not in anna.screen.text
    await anna.says("/menu")
    await anna.says("/sos")
    assert anna.place == "sos"


async def test_a_debrief_by_a_command_is_of_the_call_that_the_sos_was_for(house: House, anna: Talk) -> None:
    """What helps is said above its first question, though an SOS came before; Back doesn't lose the behaviour."""
    await shouting(anna)
    await anna.says(anna.say("menu-debrief"))
    opener = anna.voice.texts.turn("opener-after", 0)
    assert anna.screen.text.startswith(f"{anna.say('sos-ask_worked')}\n\n{opener}")
    assert anna.asks("client")
    await anna.hits("btn-worked")
    assert anna.screen.text.startswith(f"{anna.say('sos-worked')}\n\n{opener}")
    assert anna.asks("client")
    assert anna.say("btn-back") not in anna.labels
    await anna.says("Ромашка")
    await anna.taps("5")
    assert anna.asks("fear")
    await anna.says("/sos")
    await anna.behaves("blames")
    await anna.says("/debrief")
    await anna.says("/debrief")  # nobody has to answer
    assert anna.asks("client")
    assert decode(house.row("SELECT state FROM run ORDER BY id DESC LIMIT 1")[0]).picks("behaviour") == ("blames",)
    assert house.row("SELECT sum(helped) FROM learned")[0] == 1


async def test_another_behaviour_in_the_debrief_does_not_change_for_which_the_phrase_helped(
    house: House, anna: Talk
) -> None:
    await shouting(anna)
    await anna.hits("sos-o-debrief")
    await anna.hits("btn-worked")
    await anna.says("Ромашка")
    await anna.taps("5")
    await anna.hits("btn-back")
    await anna.behaves("blames")
    await anna.fears()
    assert set(house.rows("SELECT behaviour FROM learned")) == {("raises_voice",)}


async def test_a_known_client_is_named_with_what_helps_and_can_be_changed(house: House, anna: Talk) -> None:
    client = await known(house, anna)
    await anna.says(f"/start sos_{client}")
    await anna.behaves("blames")
    await anna.hits("sos-o-debrief")
    assert anna.asks("tension_before")
    opener = anna.voice.texts.turn("opener-after", 1)
    assert anna.screen.text.startswith(f"{anna.say('sos-ask_worked')}\n\nРомашка\n{opener}")
    await anna.hits("btn-back")
    assert anna.asks("client")
    assert anna.say("btn-back") not in anna.labels


async def test_questions_to_read_from_and_their_answers_in_the_debrief_of_that_call(house: House, anna: Talk) -> None:
    await known(house, anna)
    await anna.says("/prep")
    await anna.taps("Ромашка")
    await anna.hits("prep-o-ask")
    asks = anna.voice.playbook.fears["unknown"].asks
    assert said(anna) == asks[0]
    await anna.taps("→")
    await anna.taps("←")
    await anna.taps("→", times=2)
    assert said(anna) == asks[1]
    first = await anna.says("Боятся, что закроют проект")
    assert anna.sees("ask-kept")
    assert said(anna) == asks[2]
    await anna.me.voice(7)
    await anna.done()
    assert said(anna) == asks[3]
    await anna.me.edit(first, "Боятся, что закроют отдел")
    await anna.done()
    assert anna.sees("error-edited")
    assert said(anna) == asks[3]
    by_voice = f"{asks[2]} — {anna.say('ask-by_voice')}"
    assert facts(house) == f"{asks[1]} — Боятся, что закроют отдел\n{by_voice}"
    assert len(await anna.me.split("слово " * 1000)) == 2
    await anna.done()
    assert facts(house).count("слово") == 1000
    await anna.hits("sos-o-debrief", times=2)
    assert anna.asks("tension_before")
    assert house.rows("SELECT kind, status FROM run ORDER BY id") == [("debrief", "closed"), ("debrief", "open")]


async def test_a_voice_that_is_too_long_and_a_client_that_is_gone(house: House, anna: Talk) -> None:
    client = await known(house, anna)
    await anna.forges(f"p|ask|{client}.0")
    await anna.me.voice(3600)
    await anna.done()
    assert anna.sees("error-voice_too_long", n=20)
    assert house.row("SELECT count(*) FROM run") == (1,)
    await anna.forges("p|ask|9999.0")
    assert anna.sees("clients-gone")
    await anna.says("ответ")
    assert anna.sees("clients-gone")
    await anna.forges("p|asked|9999")
    assert anna.place == "menu"


async def test_whom_the_call_is_with_by_name(house: House, anna: Talk) -> None:
    await anna.says("/prep")
    assert anna.sees("prep-open-3")  # nobody is known yet: what helps with anybody
    await anna.says("/menu")
    client = await known(house, anna)
    await anna.says("/prep")
    await anna.says("ромашка")
    assert anna.place == f"prep:{client}"
    await anna.says("/prep")
    await anna.hits("prep-o-new")
    assert anna.sees("prep-title_new")
    await anna.says("Длинный рассказ о том, что было на звонке, никак не имя клиента")
    assert anna.sees("start-out_of_blue")


async def test_words_and_voices_are_read_and_heard_again_from_the_clients_card(house: House, anna: Talk) -> None:
    """A note about a client, facts of a debrief, and a note about nobody; Telegram keeps the voices."""
    await anna.finishes_short("Ромашка")
    await anna.me.voice(5)  # at the summary: facts of that debrief
    await anna.done()
    await anna.hits("summary-o-done")
    await anna.me.voice(7)
    await anna.done()
    assert anna.screen.text.startswith(anna.say("start-out_of_blue"))  # said once, not twice
    await anna.hits("start-o-note")
    await anna.says("Просила больше не звонить по утрам, лучше сразу писать")  # no name: words of the note
    await anna.hits("start-o-note")
    await anna.taps("Ромашка")
    assert anna.sees("start-noted")
    assert "Просила больше не звонить по утрам" in anna.screen.text
    await anna.hits("btn-back")
    assert anna.place.startswith("client:")
    await anna.hits("btn-more")
    await anna.hits("clients-o-history")
    await anna.hits("clients-o-notes")
    assert anna.say("notes-kind-note") in anna.screen.text
    for kind in ("note", "debrief"):
        assert anna.say(f"notes-kind-{kind}") in anna.screen.text
        before = len(house.tg.sends(anna.me.id))
        await anna.hits("notes-o-play")
        assert [one.method for one in house.tg.sends(anna.me.id)[before:]] == ["sendVoice"]
        if kind == "note":
            await anna.taps("→")


async def test_a_note_about_somebody_new_and_one_about_nobody(house: House, anna: Talk) -> None:
    await anna.says("Просила больше не звонить по утрам")
    await anna.hits("start-o-note")
    await anna.says("Это не имя, а ещё одна длинная мысль о том же самом звонке")
    assert anna.sees("error-facts_added")
    await anna.hits("start-o-note")
    await anna.says("Север")
    assert anna.sees("notes-title", client="Север")
    assert "ещё одна длинная мысль" in anna.screen.text
    await anna.says("Вторая")
    await anna.hits("start-o-note")
    await anna.says("север.")
    assert house.rows("SELECT label FROM client") == [("Север",)]
    await anna.says("Ни о ком")
    await anna.hits("start-o-note")
    await anna.hits("note-o-nobody", times=2)
    assert "Ни о ком" in anna.screen.text
    await anna.says("/help")
    await anna.hits("notes-o-nobody")
    assert "Ни о ком" in anna.screen.text
    assert house.rows("SELECT DISTINCT status FROM run") == [("note",)]


async def test_words_out_of_the_blue_that_were_a_draft(house: House, anna: Talk) -> None:
    await anna.says("Запуск сорван по вашей вине.")
    await anna.hits("summary-o-check", times=2)
    assert anna.sees("flag-blame")
    await anna.hits("btn-back")
    assert anna.sees("start-out_of_blue")
    assert house.rows("SELECT status FROM run") == [("open",)]
    await anna.hits("summary-o-check")
    await anna.says("Ок")
    assert anna.sees("check-none")
    await anna.hits("btn-menu")
    assert anna.sees("menu-title")
    assert not any("p|resume" in str(one) for one in anna.buttons)  # nothing waits, and nothing typed is lost
    assert house.row("SELECT count(*) FROM pasted") == (0,)
    assert house.rows("SELECT status FROM run") == [("note",)]
    await anna.me.voice(4)
    await anna.done()
    assert anna.say("summary-o-check") not in anna.labels


async def test_a_reminder_to_ask_leads_to_the_questions_in_its_own_message(house: House, anna: Talk) -> None:
    await house.remind()
    await known(house, anna)
    await house.later(22 * 3600 + 60)
    await anna.presses("prep-o-ask", times=2)
    assert anna.place.startswith("ask:")
    assert said(anna) == anna.voice.playbook.fears["unknown"].asks[0]
    assert anna.notices == []  # the message that reminded holds the question now
    await anna.hits("menu-prep")
    assert anna.sees("prep-title", client="Ромашка")
    await anna.hits("prep-o-card")
    await anna.hits("menu-sos")
    assert anna.place.startswith("sos:")
    assert "Ромашка" in anna.screen.text
