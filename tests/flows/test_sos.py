"""SOS: two taps to one phrase; firmer, boundary, another; what helped comes first next time (protocol, 3, 5 and 10)."""

from itertools import pairwise

import pytest

from bot.protocol.phrase import fill
from bot.protocol.sos import phrases
from tests.flows.talk import House, Talk


def said(anna: Talk) -> str:
    """The phrase on the screen."""
    (phrase,) = anna.screen.marked("bold")
    return phrase


async def shouting(anna: Talk, behaviour: str = "raises_voice") -> None:
    await anna.says("/sos")
    await anna.behaves(behaviour)


async def test_two_taps_from_a_cold_chat_to_one_phrase_alone_on_the_screen(house: House, somebody: Talk) -> None:
    await somebody.says("/start")
    await somebody.hits("menu-sos")
    screen = somebody.screen.id
    await somebody.behaves("raises_voice")
    phrase = somebody.voice.playbook.behaviours["raises_voice"].gentle[0]
    assert somebody.screen.text == phrase
    assert said(somebody) == phrase
    assert somebody.screen.id == screen
    assert house.row("SELECT count(*) FROM run")[0] == 0


async def test_the_whole_exchange_edits_one_message_and_says_nothing_twice_in_a_row(somebody: Talk) -> None:
    await shouting(somebody)
    screen, heard = somebody.screen.id, [said(somebody)]
    for key in ("btn-another", "btn-another", "btn-firmer", "btn-another", "btn-boundary", "btn-another", "btn-softer"):
        await somebody.hits(key, times=2)
        heard.append(said(somebody))
        copies = [b["copy_text"]["text"] for b in somebody.buttons if "copy_text" in b]
        assert copies == [heard[-1]]
        assert somebody.screen.id == screen
    assert all(one != two for one, two in pairwise(heard))
    assert len(set(heard[:3])) == 3


async def test_after_the_third_gentle_one_it_says_that_there_are_no_more(anna: Talk) -> None:
    await shouting(anna)
    for _ in range(3):
        assert not anna.sees("sos-exhausted-gentle")
        await anna.hits("btn-another")
    assert anna.sees("sos-exhausted-gentle")
    await anna.hits("btn-firmer")
    assert not anna.sees("sos-exhausted-gentle")


async def test_a_boundary_names_the_next_quarter_of_an_hour(anna: Talk) -> None:
    await shouting(anna)
    await anna.hits("btn-boundary")
    for _ in range(3):
        assert "{" not in said(anna)
        await anna.hits("btn-another")
    templates = phrases(anna.voice.playbook.behaviours["raises_voice"])
    timed = next(template for template in templates if "{time}" in template)
    assert "12:15" in (fill(timed, time="сегодня в 12:15", hours="") or "")


async def test_threats_to_people_lead_at_once_to_what_to_do_with_no_phrase(somebody: Talk) -> None:
    await somebody.says("/sos")
    await somebody.hits("step-behaviour-o-threat_people")
    assert somebody.sees("safety-threat", emergency="112")
    assert somebody.screen.marked("bold") == []
    await somebody.hits("btn-back")
    assert somebody.sees("sos-q")
    await somebody.hits("step-behaviour-o-threat_people")
    await somebody.hits("safety-o-call")
    assert somebody.sees("safety-call", emergency="112")
    await somebody.hits("sos-o-debrief", times=2)
    await somebody.says("Ромашка")
    await somebody.taps("9")
    assert somebody.sees("safety-threat", emergency="112")  # it is written down as a fact, and nothing else is asked


@pytest.mark.both_databases
async def test_a_whole_story(house: House, somebody: Talk) -> None:
    """A shouting client, SOS, firmer, "it worked", the debrief from it, and the card before the next call shows it."""
    await shouting(somebody)
    await somebody.hits("btn-firmer")
    worked = said(somebody)
    await somebody.hits("sos-o-debrief")
    assert somebody.sees("sos-ask_worked")
    assert somebody.asks("client")
    await somebody.hits("btn-worked", times=3)
    assert somebody.sees("sos-worked")
    await somebody.says("Марина К.")
    await somebody.taps("8")
    assert somebody.asks("fear")  # the behaviour is filled in
    await somebody.fears("deceived")
    await somebody.picks("tomorrow")
    assert house.row("SELECT behaviours FROM outcome")[0] == '["raises_voice"]'
    await somebody.hits("summary-o-done")

    await somebody.hits("menu-prep")
    await somebody.taps("Марина К.")
    assert somebody.sees("prep-title", client="Марина К.")
    assert somebody.sees("prep-worked", phrase=worked)
    assert somebody.say("prep-promised", time="").strip() in somebody.screen.text
    assert len(somebody.screen.text) <= 700
    counts = house.rows("SELECT scope, helped, failed FROM learned ORDER BY scope")
    client = house.row("SELECT id FROM client")[0]
    assert counts == [("all", 1, 0), (f"client:{client}", 1, 0), ("fear:deceived", 1, 0)]

    # With the client known, what worked comes first, and says why when it is asked.
    await somebody.hits("menu-sos")
    await somebody.behaves("raises_voice")
    await somebody.hits("btn-firmer")
    assert said(somebody) == worked
    tap = await somebody.hits("sos-o-why")
    assert tap.text == somebody.say("sos-why-client", n=1)


async def test_back_and_step_by_step_in_a_debrief_that_an_sos_began(house: House, anna: Talk) -> None:
    """What the call told is given: Back goes behind the questions, never onto it, and what helped stays counted."""
    await shouting(anna)
    await anna.hits("sos-o-debrief")
    await anna.hits("btn-worked")
    await anna.says("Ромашка")
    await anna.taps("8")
    assert anna.asks("fear")
    await anna.hits("btn-back")
    assert anna.asks("behaviour")
    await anna.hits("btn-back")
    assert anna.asks("tension_before")
    await anna.hits("btn-back")
    assert anna.asks("client")
    await anna.says("Ромашка")
    assert anna.asks("tension_before")
    assert house.rows("SELECT count(*) FROM inbox WHERE tries > 0 OR set_aside") == [(0,)]


async def test_what_helped_with_a_fear_comes_first_with_another_client_of_that_fear(house: House, anna: Talk) -> None:
    for client in ("Ромашка", "Север"):
        await anna.begins(client)
        await anna.taps("5")
        await anna.behaves("blames")
        await anna.fears("boss")
        await anna.hits("step-boss_date-o-unknown")
        await anna.hits("btn-skip")
        await anna.hits("summary-o-done")
    first, second = (number for (number,) in house.rows("SELECT id FROM client ORDER BY id"))
    await anna.forges(f"p|sos|{first}")
    await anna.behaves("blames")
    await anna.hits("btn-another")
    worked = said(anna)
    await anna.hits("btn-menu")
    await anna.hits("btn-worked")
    assert anna.sees("menu-title")
    await anna.forges(f"p|sos|{second}")
    await anna.behaves("blames")
    assert said(anna) == worked
    assert (await anna.hits("sos-o-why")).text == anna.say("sos-why-fear", n=1)


async def test_what_helped_comes_first_in_a_debrief_too(anna: Talk) -> None:
    await shouting(anna)
    await anna.hits("btn-another")
    worked = said(anna)
    await anna.hits("btn-menu")
    await anna.hits("btn-worked")
    await anna.begins("Ромашка", detailed=True)
    await anna.taps("5")
    await anna.hits("btn-skip")
    await anna.hits("btn-skip")
    await anna.behaves("raises_voice")
    await anna.hits("btn-skip")
    await anna.hits("step-polite-o-not_yet")
    assert said(anna) == worked
    await anna.hits("btn-another")
    assert said(anna) == anna.voice.playbook.behaviours["raises_voice"].gentle[0]


async def test_what_did_not_help_goes_to_the_end(house: House, anna: Talk) -> None:
    await shouting(anna)
    failed = said(anna)
    await anna.hits("btn-menu")
    await anna.hits("btn-didnt")
    assert anna.sees("sos-didnt")
    await shouting(anna)
    assert said(anna) != failed
    await anna.hits("btn-another")
    await anna.hits("btn-another")
    assert said(anna) == failed
    assert house.row("SELECT sum(helped), sum(failed) FROM learned") == (0, 1)


async def test_an_answer_of_an_earlier_call_counts_nothing(house: House, anna: Talk) -> None:
    await shouting(anna)
    await anna.hits("btn-menu")
    await anna.says("/sos")
    await anna.behaves("insults")
    await anna.hits("btn-menu")
    place = anna.place
    for data in ("p|helped|yes.raises_voice.0", "p|helped|yes", "p|helped|no.insults.8"):
        await anna.forges(data)
        assert anna.place == place
    assert house.row("SELECT count(*) FROM learned")[0] == 0
    await anna.hits("btn-worked")
    assert house.rows("SELECT behaviour, helped FROM learned") == [("insults", 1)]


async def test_nobody_has_to_answer(house: House, anna: Talk) -> None:
    await shouting(anna)
    await anna.hits("sos-o-debrief")
    await anna.says("Ромашка")  # a name is an answer to the first question, and the other one is gone
    assert anna.asks("tension_before")
    assert anna.say("btn-worked") not in anna.labels
    await shouting(anna)
    await anna.says("/menu")
    assert anna.sees("sos-ask_worked")
    assert anna.labels[0] == anna.say("menu-sos")
    await anna.hits("menu-clients")
    await anna.hits("btn-menu")
    assert anna.sees("menu-title")
    assert house.row("SELECT count(*) FROM learned")[0] == 0


async def test_the_keyboard_below_is_a_command_and_can_be_switched_off(somebody: Talk) -> None:
    await somebody.says("/start")
    assert somebody.me.keys[0] == somebody.say("menu-sos")
    await somebody.says(somebody.say("menu-sos"))
    assert somebody.sees("sos-q")
    await somebody.says("/settings")
    await somebody.hits("settings-o-keyboard_off")
    assert somebody.me.keys == []
    await somebody.says("/start")
    assert somebody.me.keys == []
    await somebody.says("/settings")
    await somebody.hits("settings-o-keyboard_on", times=2)
    assert somebody.me.keys[0] == somebody.say("menu-sos")


@pytest.mark.parametrize("payload", ["sos", "prep", "debrief"])
async def test_a_deep_link_leads_there_in_one_tap(house: House, anna: Talk, payload: str) -> None:
    await anna.says(f"/start {payload}")
    assert anna.place.partition(":")[0] == payload
    await anna.finishes_short("Ромашка")
    client = house.row("SELECT id FROM client")[0]
    await anna.says(f"/start {payload}_{client}")
    assert "Ромашка" in anna.screen.text
    await anna.says(f"/start {payload}_{client + 1}")
    assert anna.place.partition(":")[0] == payload
    assert "Ромашка" not in anna.screen.text
