"""Whole debriefs, from the first tap to the saved outcome, in both languages."""

import json
from datetime import timedelta

import pytest

from bot.protocol.engine.engine import current
from bot.protocol.engine.run import Run, decode
from tests.flows.talk import House, Talk
from tests.program import NOON

TOMORROW = int((NOON + timedelta(days=1)).replace(hour=10).timestamp())
FULL = (
    ("tension_before", "8"),
    ("i_am_ok", "+calm"),
    ("i_am_ok", "next"),
    ("you_are_ok", "heard"),
    ("behaviour", "insults"),
    ("facts", "skip"),
    ("polite", "not_yet"),
    ("phrase", "next"),
    ("fear", "boss"),
    ("evidence", "guess"),
    ("approach", "next"),
    ("boss_date", "next_week"),
    ("honest", "nothing"),
    ("next_contact", "tomorrow"),
    ("tension_after", "4"),
)
"""The path step by step: each step and the option tapped at it."""


def state_of(house: House, run: int) -> Run:
    """The run as it is stored."""
    return decode(house.row("SELECT state FROM run WHERE id = ?", run)[0])


@pytest.mark.both_databases
async def test_a_short_debrief_is_saved_before_it_is_shown(house: House, somebody: Talk) -> None:
    await somebody.says("/start")
    assert somebody.say("start-first") in [message.text for message in somebody.me.messages]
    keys = ("menu-sos", "menu-debrief", "menu-reminders", "btn-menu")
    assert somebody.me.keys == [somebody.say(key) for key in keys]
    await somebody.hits("menu-debrief")
    run = somebody.run
    assert somebody.sees("opener-after-1")
    assert somebody.sees("step-client-hint_first")
    await somebody.says("ООО Ромашка")
    assert somebody.sees("step-client-ack-new", client="ООО Ромашка")
    await somebody.taps("5")
    assert somebody.sees("step-tension_before-ack-mid", n="5")
    await somebody.behaves()
    assert house.rows("SELECT * FROM outcome") == []
    await somebody.fears()
    assert len(house.rows("SELECT * FROM outcome")) == 1  # from client and fear on
    assert somebody.asks("next_contact")
    assert somebody.say("step-approach-say") in somebody.screen.text  # the approach's heart, without a step of its own
    await somebody.picks("tomorrow")
    assert somebody.screen.text.startswith(somebody.say("summary-title", client="ООО Ромашка"))
    draft = somebody.draft
    assert draft is not None
    await somebody.me.tap(somebody.say("summary-o-copy"), draft)
    assert somebody.me.clipboard == draft.text
    assert len(draft.text) <= 256
    await somebody.hits("summary-o-done")
    assert somebody.sees("summary-saved")
    assert somebody.sees("menu-title")
    assert house.row("SELECT status, person_id FROM run WHERE id = ?", run) == ("closed", 1)
    assert house.row("SELECT fear, sure, behaviours, tension_before, tense, next_contact_at, told FROM outcome") == (
        "deceived",
        "hypothesis",
        json.dumps(["raises_voice"]),
        5,
        1,
        TOMORROW,
        1,
    )
    assert house.row("SELECT due_at, status FROM promise") == (TOMORROW, "open")
    assert house.row("SELECT run_id, kind FROM touch") == (run, "debrief")
    assert house.row("SELECT label FROM client") == ("ООО Ромашка",)


async def test_with_a_known_client_nothing_is_typed(somebody: Talk) -> None:
    await somebody.finishes_short()
    await somebody.hits("summary-o-done")
    taps = len(somebody.house.tg.taps)
    await somebody.hits("menu-debrief")
    assert somebody.sees("opener-after-2")
    await somebody.taps("Ромашка")
    await somebody.taps("6")
    await somebody.behaves("blames")
    await somebody.fears("ignorant")
    await somebody.picks("two_hours")
    assert len(somebody.house.tg.taps) - taps <= 6  # with the one on the menu
    assert somebody.house.row("SELECT count(*) FROM client") == (1,)
    assert somebody.sees("summary-title", client="Ромашка")


@pytest.mark.both_databases
async def test_step_by_step(house: House, somebody: Talk) -> None:
    run = await somebody.begins(detailed=True)
    for step, option in FULL:
        due = current(state_of(house, run), somebody.voice.rules)
        assert due is not None
        assert due.id == step
        if step not in {"phrase", "approach"}:
            assert somebody.asks(step)
        await somebody.picks(option)
    assert somebody.sees("step-tension_after-ack-down", before="8", after="4")
    await somebody.hits("btn-more")
    assert somebody.say("summary-o-passed", count="1") in somebody.labels
    await somebody.hits("btn-back")
    await somebody.hits("summary-o-done")
    assert house.row(
        "SELECT fear, sure, behaviours, tension_before, tension_after, polite, tense, cadence FROM outcome"
    ) == ("boss", "hypothesis", json.dumps(["insults"]), 8, 4, "not_yet", 1, "daily")
    assert house.row("SELECT client_date FROM client") == ("2026-03-13",)


async def test_each_tap_three_times(house: House, somebody: Talk) -> None:
    run = await somebody.begins(detailed=True)
    for _, option in FULL:
        await somebody.picks(option, times=3)
    answered = state_of(house, run)
    assert [answer.step for answer in answered.answers if not answer.skipped and answer.step != "client"] == [
        step for step, option in FULL if option not in {"skip", "+calm"}
    ]
    assert answered.value("tension_before") == 8
    assert answered.value("tension_after") == 4
    assert answered.picks("i_am_ok") == ("calm",)
    await somebody.hits("summary-o-done", times=3)
    assert somebody.sees("menu-title")
    await somebody.hits("menu-debrief", times=3)
    assert house.rows("SELECT status FROM run ORDER BY id") == [("closed",), ("open",)]
    for table in ("client", "outcome", "promise", "touch"):
        assert house.row(f"SELECT count(*) FROM {table}") == (1,), table  # noqa: S608 - one of four words


async def test_a_doubled_mark_stays_and_a_second_tap_takes_it_off(somebody: Talk) -> None:
    await somebody.begins(detailed=True)
    await somebody.taps("5")
    label = somebody.say("step-i_am_ok-o-heard")
    await somebody.taps(label, times=2)
    assert f"✓ {label}" in somebody.labels
    await somebody.taps(label)
    assert label in somebody.labels
    assert somebody.say("btn-next") not in somebody.labels


async def test_one_more_behaviour_and_one_more_fear(house: House, somebody: Talk) -> None:
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves("blames")
    await somebody.hits("step-behaviour-o-more")
    await somebody.behaves("interrupts", times=2)
    assert somebody.asks("fear")
    await somebody.fears("deceived")
    await somebody.hits("step-fear-o-more", times=2)
    await somebody.fears("ignorant")
    assert somebody.sees("step-fear-ack-two") or somebody.asks("next_contact")
    assert house.row("SELECT behaviours, fears FROM outcome") == (
        json.dumps(["blames", "interrupts"], separators=(",", ":")),
        json.dumps(["deceived", "ignorant"], separators=(",", ":")),
    )


async def test_a_threat_to_people_leads_to_the_safety_text_and_to_no_phrase(house: House, somebody: Talk) -> None:
    await somebody.begins()
    await somebody.taps("9")
    await somebody.hits("step-behaviour-o-threat_people")
    assert somebody.sees("safety-threat", emergency="112")
    await somebody.hits("safety-o-call")
    assert somebody.sees("safety-call", emergency="112")
    await somebody.hits("safety-o-told", times=3)
    assert somebody.sees("summary-title", client="Ромашка")  # people come first: nothing more is asked
    assert "112" in somebody.screen.text
    assert somebody.draft is None
    assert not any("copy_text" in button for button in somebody.buttons)
    assert house.row("SELECT tense, next_contact_at, told FROM outcome") == (1, None, None)
    assert house.rows("SELECT * FROM promise") == []


async def test_a_promise_is_one_only_if_the_client_knows(house: House, somebody: Talk) -> None:
    await somebody.finishes_short()
    assert house.row("SELECT count(*) FROM promise") == (1,)
    draft = somebody.draft
    await somebody.hits("summary-told_yes", times=2)
    assert house.row("SELECT told FROM outcome") == (0,)
    assert house.row("SELECT count(*) FROM promise") == (0,)
    assert draft is not None
    assert somebody.draft is not None
    assert somebody.draft.id == draft.id  # edited in its place
    assert "10:00" in somebody.draft.text  # the draft is what tells it
    await somebody.hits("summary-told_no")
    assert house.row("SELECT due_at FROM promise") == (TOMORROW,)


async def test_stop_keeps_everything_and_deleting_is_asked_twice(house: House, somebody: Talk) -> None:
    run = await somebody.begins()
    await somebody.taps("5")
    await somebody.hits("btn-stop", times=2)
    assert somebody.sees("stopped-title")
    await somebody.hits("btn-resume", times=2)
    assert somebody.asks("behaviour")
    await somebody.hits("btn-stop")
    await somebody.hits("btn-delete")
    assert somebody.sees("delete-q")
    await somebody.hits("delete-o-keep")
    assert somebody.sees("stopped-title")
    assert state_of(house, run).value("tension_before") == 5
    await somebody.hits("btn-delete")
    await somebody.hits("btn-delete", times=3)
    assert somebody.sees("delete-done")
    assert house.row("SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM client)") == (0, 0)


@pytest.mark.both_databases
async def test_deleting_a_finished_one_takes_all_that_followed_from_it(house: House, somebody: Talk) -> None:
    await somebody.finishes_short("Первый")
    await somebody.hits("summary-o-done")
    await somebody.finishes_short("Второй")
    await somebody.says("/cancel")
    await somebody.hits("btn-delete")
    await somebody.hits("btn-delete")
    for table in ("run", "client", "outcome", "promise", "touch"):
        assert house.row(f"SELECT count(*) FROM {table}") == (1,), table  # noqa: S608 - one of five words
    assert house.row("SELECT label FROM client") == ("Первый",)


@pytest.mark.parametrize("steps", [0, 1, 3, 8, 12, len(FULL)])
async def test_back_from_everywhere_loses_nothing(house: House, anna: Talk, steps: int) -> None:
    """One step back and the same answer again, then all the way to the menu; the pure test walks every place."""
    run = await anna.begins(detailed=True)
    for _, option in FULL[:steps]:
        await anna.picks(option)
    before = anna.screen.text
    if steps:
        await anna.picks("back")
        await anna.picks(FULL[steps - 1][1])
        assert anna.screen.text == before
    while not anna.asks("client"):
        await anna.picks("back")
    assert state_of(house, run).answers == ()
    await anna.hits("btn-menu")
    assert anna.sees("menu-title")


async def test_the_wording_of_an_unknown_fear_and_an_own_one(house: House, somebody: Talk) -> None:
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves("silent")
    await somebody.fears("other")
    assert somebody.sees("step-fear-own_prompt")
    await somebody.says("что проект закроют <b>")
    assert somebody.sees("step-fear-ack-other")
    assert house.row("SELECT fear, fear_words FROM outcome") == ("other", "что проект закроют <b>")
    await somebody.hits("btn-skip")
    assert "что проект закроют <b>" in somebody.screen.text
    assert not any("<b>" in marked for marked in somebody.screen.marked("bold"))


async def test_what_was_passed_over_is_offered_and_opened(house: House, somebody: Talk) -> None:
    await somebody.finishes_short()
    await somebody.hits("btn-more")
    await somebody.hits("summary-o-passed", count="7")
    await somebody.hits("step-honest-name")
    assert somebody.asks("honest")
    await somebody.says("отчёт опоздает на два дня")
    await somebody.hits("btn-more")
    assert somebody.sees("summary-honest", honest="отчёт опоздает на два дня")
    assert house.row("SELECT honest FROM outcome") == ("отчёт опоздает на два дня",)
    await somebody.hits("summary-o-passed", count="6")
    await somebody.hits("btn-back")
    assert somebody.sees("summary-title", client="Ромашка")


async def test_the_cadence_is_changed_with_one_tap(house: House, somebody: Talk) -> None:
    await somebody.finishes_short()
    await somebody.hits("btn-more")
    await somebody.hits("summary-o-cadence")
    assert somebody.sees("cadence-q", client="Ромашка")
    await somebody.hits("cadence-label-weekly", times=2)
    await somebody.hits("btn-more")
    assert somebody.sees("summary-cadence", cadence=somebody.say("cadence-label-weekly"))
    assert house.row("SELECT o.cadence, c.cadence FROM outcome o JOIN client c ON c.id = o.client_id") == (
        "weekly",
        "weekly",
    )


async def test_the_draft_is_a_copy_button_and_beyond_that_a_code_block(house: House, somebody: Talk) -> None:
    await somebody.finishes_short()
    await somebody.hits("btn-more")
    await somebody.hits("summary-o-honest")
    await somebody.says("мы не успеваем к пятнице. " * 12)
    await somebody.hits("btn-more")
    await somebody.hits("summary-news-bad")
    draft = somebody.draft
    assert draft is not None
    assert len(draft.text) > 256
    assert draft.marked("pre") == [draft.text]
    assert draft.labels == []
    assert "мы не успеваем к пятнице" in draft.text.casefold()
    await somebody.hits("btn-more")
    await somebody.hits("summary-o-passed", count="6")
    await somebody.hits("step-contact-name")
    assert somebody.sees("summary-contact_prompt")
    await somebody.says("не знаю")
    assert somebody.sees("summary-contact_unclear")
    await somebody.says("@marina_k")
    draft = somebody.draft
    assert draft is not None
    assert draft.labels == [somebody.say("summary-o-open")]
    await somebody.me.tap(somebody.say("summary-o-open"), draft)
    assert somebody.me.opened[-1].startswith("tg://resolve?domain=marina_k")
    assert house.row("SELECT username FROM client") == ("marina_k",)
    await somebody.hits("summary-o-edit")
    await somebody.says("Добрый день. Позвоню завтра.")
    draft = somebody.draft
    assert draft is not None
    assert draft.text == "Добрый день. Позвоню завтра."
    await somebody.me.tap(somebody.say("summary-o-copy"), draft)
    assert somebody.me.clipboard == "Добрый день. Позвоню завтра."


async def test_a_phone_from_a_shared_contact(house: House, somebody: Talk) -> None:
    await somebody.finishes_short()
    await somebody.hits("btn-more")
    await somebody.hits("summary-o-passed", count="7")
    await somebody.hits("step-contact-name")
    await somebody.me.contact("+79001234567")
    await somebody.done()
    draft = somebody.draft
    assert draft is not None
    await somebody.me.tap(somebody.say("summary-o-open"), draft)
    assert somebody.me.opened[-1].startswith("tg://resolve?phone=79001234567&text=")
    assert house.row("SELECT phone FROM client") == ("+79001234567",)


async def test_how_the_client_is_addressed_is_kept_apart_from_the_record(house: House, somebody: Talk) -> None:
    await somebody.finishes_short()
    await somebody.hits("btn-more")
    await somebody.hits("summary-o-passed", count="7")
    await somebody.hits("step-address-name")
    await somebody.says("я" * 41)
    assert somebody.sees("settings-address_long")
    await somebody.says("Марина Юрьевна")
    assert somebody.sees("summary-title", client="Ромашка")
    draft = somebody.draft
    assert draft is not None
    assert draft.text.startswith("Марина Юрьевна, ")
    assert house.row("SELECT label, address FROM client") == ("Ромашка", "Марина Юрьевна")


async def test_a_phrase_card_copies_what_it_shows(somebody: Talk) -> None:
    await somebody.begins(detailed=True)
    for _, option in FULL[:7]:
        await somebody.picks(option)
    shown = set()
    for key in ("btn-another", "btn-another", "btn-firmer", "btn-boundary", "btn-another", "btn-softer"):
        (phrase,) = somebody.screen.marked("bold")
        await somebody.me.tap(somebody.say("btn-copy"), somebody.screen)
        assert somebody.me.clipboard == phrase
        assert "…" not in phrase
        shown.add(phrase)
        await somebody.hits(key)
    assert len(shown) == 6


@pytest.mark.both_databases
async def test_many_clients_are_paged_the_most_recent_first(house: House, anna: Talk) -> None:
    names = [f"{chr(0x410 + number) * 5} {number}" for number in range(14)]
    for name in names:
        await anna.says("/debrief")
        await anna.says(name)
    await anna.says("/debrief")
    seen = anna.labels[:5]
    await anna.hits("step-client-o-more", times=3)
    seen += anna.labels[:5]
    await anna.taps("→", times=2)
    seen += anna.labels[:4]
    assert seen == names[::-1]
    assert "→" not in anna.labels
    await anna.taps("←")
    await anna.picks(f"c{names.index(anna.labels[0]) + 1}")
    assert anna.sees("step-client-ack-known", client=seen[5])
    assert house.row("SELECT count(*) FROM client") == (14,)


async def test_another_client_after_going_all_the_way_back(house: House, somebody: Talk) -> None:
    """Outcome, contact and promise go over to the right one."""
    await somebody.finishes_short("Первый")
    while not somebody.asks("client"):
        await somebody.picks("back")
    for table in ("outcome", "promise"):
        assert house.rows(f"SELECT * FROM {table}") == [], table  # noqa: S608 - one of two words
    await somebody.says("Другой")
    await somebody.taps("5")
    await somebody.behaves("silent")
    await somebody.fears("unknown")
    await somebody.picks("tomorrow")
    (right,) = house.row("SELECT id FROM client WHERE label = 'Другой'")
    for table in ("outcome", "promise", "touch"):
        assert house.rows(f"SELECT client_id FROM {table}") == [(right,)], table  # noqa: S608 - one of three words
    assert house.row("SELECT fear, behaviours FROM outcome") == ("unknown", json.dumps(["silent"]))


async def test_a_threat_tapped_by_mistake_leaves_no_trace(house: House, anna: Talk) -> None:
    await anna.begins()
    await anna.taps("5")
    await anna.hits("step-behaviour-o-threat_people")
    assert house.row("SELECT tense FROM outcome") == (1,)
    await anna.picks("back")
    await anna.behaves("blames")
    assert anna.asks("fear")
    assert house.rows("SELECT * FROM outcome") == []
    await anna.hits("btn-stop")
    assert house.rows("SELECT tense, behaviours, fears FROM outcome") == [(0, '["blames"]', "[]")]
