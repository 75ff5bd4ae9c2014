"""The follow-up: how the contact went, and what changes with it (protocol, section 4; P3, B4, X)."""

import pytest

from tests.flows.talk import House, Talk

DAY = 24 * 3600


async def tense(anna: Talk, client: str = "Ромашка", fear: str = "deceived") -> None:
    """A short debrief after a tense talk, without a time for the next contact."""
    await anna.begins(client)
    await anna.taps("8")
    await anna.behaves("insults")
    await anna.fears(fear)
    await anna.hits("btn-skip")
    await anna.hits("summary-o-done")


async def again(anna: Talk, client: str = "Ромашка") -> None:
    """A contact that was logged, and the question how it went."""
    await anna.says("/touch")
    await anna.taps(client)
    await anna.hits("touch-o-how")
    assert anna.sees("step-how-q")


async def ended(anna: Talk, how: str) -> None:
    """A follow-up with nothing but how it went, up to its card."""
    await again(anna)
    await anna.hits(f"step-how-o-{how}")
    for _ in range(3):
        if anna.say("btn-skip") in anna.labels:
            await anna.hits("btn-skip")


@pytest.fixture
async def client(somebody: Talk) -> Talk:
    """Somebody who had a tense talk with a client."""
    await tense(somebody)
    return somebody


@pytest.mark.both_databases
async def test_all_of_it_is_stored_and_moves_the_client(house: House, client: Talk) -> None:
    await again(client)
    await client.hits("step-how-o-neutral")
    await client.hits("step-confirmed-o-refuted")
    assert client.sees("followup-say-refuted")
    assert client.voice.playbook.fears["deceived"].label not in client.labels
    await client.fears("boss")
    await client.taps("6")
    assert client.sees("followup-fear_now", fear=client.voice.playbook.fears["boss"].short)
    found = house.row("SELECT how, fear_right, fear, tension, kept FROM followup")
    assert (*found[:4], bool(found[4])) == ("neutral", "refuted", "boss", 6, False)
    debrief, followup = house.rows("SELECT id, about_id, kind, status FROM run ORDER BY id")
    assert followup[1:3] == (debrief[0], "followup")
    assert house.rows("SELECT kind, run_id FROM touch ORDER BY id") == [
        ("debrief", debrief[0]),
        ("followup", followup[0]),
    ]
    await client.hits("summary-o-done")
    assert house.row("SELECT count(*) FROM run WHERE status = 'open'")[0] == 0


async def test_two_taps_are_enough(house: House, client: Talk) -> None:
    await again(client)
    await client.hits("step-how-o-constructive", times=2)
    await client.hits("btn-stop")
    assert house.row("SELECT how FROM followup")[0] == "constructive"


async def test_constructive_relaxes_by_a_notch_unless_the_manager_keeps_the_rhythm(house: House, client: Talk) -> None:
    await ended(client, "constructive")
    weekly, two_days = (client.say(f"cadence-label-{rung}") for rung in ("weekly", "two_days"))
    assert client.sees("followup-say-constructive", cadence=weekly)
    await client.hits("followup-o-keep_cadence", times=2)
    assert client.sees("followup-say-kept", cadence=two_days)
    assert bool(house.row("SELECT kept FROM followup")[0]) is True
    await client.hits("followup-o-relax_cadence")
    assert client.sees("followup-say-constructive", cadence=weekly)
    await client.hits("summary-o-done")
    await ended(client, "constructive")
    assert client.sees("followup-say-calm")
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 0


async def test_still_tense_shows_what_was_tried_and_offers_the_next_round(house: House, client: Talk) -> None:
    await ended(client, "tense")
    tried = client.say("followup-tried-fear", fear=client.voice.playbook.fears["deceived"].short)
    assert client.sees("followup-say-tense", tried=tried)
    await client.hits("followup-o-round")
    assert client.asks("tension_before")
    assert house.row("SELECT client_id FROM run ORDER BY id DESC LIMIT 1") == house.row("SELECT id FROM client")


async def test_a_third_round_says_what_the_protocol_asks_and_may_be_put_off(house: House, client: Talk) -> None:
    await house.remind()
    for number in range(1, 4):
        await ended(client, "tense")
        assert client.sees("followup-say-third_round") == (number == 3)
        if number < 3:
            await client.hits("summary-o-done")
            await tense(client)
    assert client.say("followup-o-parting") in client.labels
    await client.hits("followup-o-again", times=2)
    assert client.sees("followup-again")
    await client.hits("summary-o-done")
    await house.later(14 * DAY)
    look_again = client.say("reminder-look_again-1", client="Ромашка")
    (found,) = [one for one in client.notices if look_again in one.text]
    await client.presses("reminder-o-two_weeks", on=found, times=2)
    waiting = house.rows("SELECT kind FROM reminder WHERE status = 'waiting' AND kind = 'look_again'")
    assert len(waiting) == 1


async def test_abuse_is_written_down_with_its_date_in_the_words_used(house: House, client: Talk) -> None:
    await again(client)
    await client.hits("step-how-o-abuse")
    assert client.sees("step-said-q")
    await client.says("«Вы все бездарности»")
    assert not client.sees("step-confirmed-q", fear="снова обман")
    await client.taps("9")
    assert client.sees("followup-say-abuse")
    assert client.say("followup-o-parting") in client.labels
    assert house.row("SELECT how, words FROM followup") == ("abuse", "«Вы все бездарности»")
    moment, now = house.row("SELECT at, updated_at FROM followup")
    assert 0 <= now - moment < 60
    await client.hits("summary-o-done")
    await client.says("/reminders")
    await client.hits("menu-reminders")
    assert not client.sees("clients-card-abuse")


async def test_back_takes_the_answer_away_with_all_that_followed(house: House, client: Talk) -> None:
    await again(client)
    await client.hits("step-how-o-constructive")
    assert house.row("SELECT count(*) FROM followup")[0] == 1
    await client.hits("btn-back")
    assert client.sees("step-how-q")
    assert house.row("SELECT count(*) FROM followup")[0] == 0
    assert house.row("SELECT count(*) FROM touch")[0] == 2  # there was a contact all the same


async def test_a_new_time_is_a_promise_of_its_own(house: House, client: Talk) -> None:
    await ended(client, "neutral")
    await client.hits("summary-o-next")
    await client.picks("tomorrow")
    assert client.say("summary-told_yes") in client.labels
    assert house.row("SELECT status FROM promise")[0] == "open"
    kinds = {kind for (kind,) in house.rows("SELECT kind FROM reminder WHERE status = 'waiting'")}
    assert kinds == {"promise_soon", "promise_overdue"}
    await client.hits("summary-told_yes")
    assert house.row("SELECT count(*) FROM promise")[0] == 0
    await client.hits("summary-told_no")
    await client.hits("summary-o-done")


async def test_a_newer_promise_takes_the_place_of_an_older_one(house: House, anna: Talk) -> None:
    await anna.begins("Ромашка")
    await anna.taps("8")
    await anna.behaves()
    await anna.fears()
    await anna.says("в пятницу в 15")
    await anna.hits("summary-o-done")
    await ended(anna, "neutral")
    await anna.hits("summary-o-next")
    await anna.picks("tomorrow")
    assert house.rows("SELECT status FROM promise ORDER BY id") == [("dropped",), ("open",)]
    await anna.hits("summary-o-done")
    # Without the newer one the older one holds again.
    newer = house.row("SELECT run_id FROM promise ORDER BY id DESC LIMIT 1")[0]
    await anna.forges(f"p|stop|{newer}")
    assert house.rows("SELECT status FROM promise ORDER BY id") == [("dropped",), ("open",)]


async def test_what_is_written_meanwhile_is_kept_with_it(house: House, client: Talk) -> None:
    await again(client)
    await client.says("Сказали спасибо за отчёт")
    assert client.sees("error-tap_expected")
    await client.hits("step-how-o-constructive")
    await client.hits("btn-skip")
    assert house.row("SELECT words FROM followup")[0] == "Сказали спасибо за отчёт"


async def test_it_waits_one_tap_away_and_goes_when_it_is_deleted(house: House, client: Talk) -> None:
    await again(client)
    await client.says("/menu")
    await client.taps(client.say("menu-how", client="Ромашка"))
    await client.hits("btn-stop")
    await client.hits("btn-delete")
    await client.hits("btn-delete")
    assert house.row("SELECT count(*) FROM run WHERE kind = 'followup'")[0] == 0
    assert house.row("SELECT count(*) FROM touch")[0] == 1


async def test_where_the_fear_was_not_known_it_is_asked_for(house: House, anna: Talk) -> None:
    await tense(anna, fear="unknown")
    await again(anna)
    await anna.hits("step-how-o-neutral")
    assert anna.sees("step-closer-q")
    await anna.fears("other")
    await anna.says("боится, что проект закроют")
    await anna.taps("5")
    assert house.row("SELECT fear, fear_words FROM followup") == ("other", "боится, что проект закроют")
    await anna.hits("summary-o-done")
    await again(anna)
    await anna.hits("step-how-o-neutral")
    assert anna.sees("step-confirmed-q", fear="боится, что проект закроют")
