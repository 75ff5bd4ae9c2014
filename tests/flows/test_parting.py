"""The parting check: evidence first, one verdict, and a way on from each of them (protocol, section 7; B2–B4, X)."""

import re

import pytest

from tests.flows.talk import House, Talk
from tests.flows.test_followup import again, ended, tense

DAY = 24 * 3600
ONE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""What hangs on no database is tried on one."""


async def checks(anna: Talk, *, client: str = "Ромашка", times: int = 1, **said: str) -> None:
    """`/parting` about the client, up to its verdict: each question by what is `said`, the others passed over."""
    await anna.says("/parting")
    await anna.taps(client, times=times)
    await answers(anna, **said)


async def answers(anna: Talk, **said: str) -> None:
    """The questions from the first card on."""
    assert anna.sees("parting-facts-title"), anna.screen.text
    short(anna)
    await anna.hits("btn-next")
    for step in ("threat", "abuse", "boundary", "after", "stress", "spill", "results", "power", "honesty", "in_touch"):
        if not anna.asks(step):
            continue
        assert len(anna.screen.text) <= 350
        pick = said.get(step, "no" if step in {"threat", "abuse"} else "")
        if step == "stress" and pick:
            await anna.taps(pick)
        else:
            await anna.hits(f"step-{step}-o-{pick}" if pick else "btn-skip")
        if step == "power" and pick == "yes":
            await anna.says(said["power_what"])


def short(anna: Talk) -> None:
    """The card is one."""
    assert len(anna.screen.text) <= 700, anna.screen.text


async def rounds(anna: Talk, *hows: str, refuted: bool = False) -> None:
    """A tense debrief, and follow-ups that went so; the fear of the first is refuted where it is asked for."""
    await tense(anna)
    for how in hows:
        await again(anna)
        await anna.hits(f"step-how-o-{how}")
        if how == "abuse":
            await anna.says("«Вы все бездарности»")
        elif refuted and anna.say("step-confirmed-o-refuted") in anna.labels:
            await anna.hits("step-confirmed-o-refuted")
        while anna.say("btn-skip") in anna.labels:
            await anna.hits("btn-skip")


@ONE
async def test_too_early_says_what_is_missing_and_opens_it(house: House, anna: Talk) -> None:
    await tense(anna)
    await checks(anna, times=3, honesty="no", in_touch="no", stress="7")
    assert house.row("SELECT count(*) FROM run WHERE kind = 'parting'")[0] == 1, "a doubled tap makes one"
    assert anna.sees("parting-title-early")
    for missing in ("fear", "honest", "contact"):
        assert anna.sees(f"parting-missing-{missing}")
    assert anna.sees("parting-missing-rounds", n="3")
    short(anna)
    assert house.row("SELECT verdict, decision FROM parting") == ("early", None)
    await anna.hits("btn-back")
    assert anna.asks("in_touch")
    assert house.row("SELECT count(*) FROM parting")[0] == 0
    await anna.hits("step-in_touch-o-yes")
    assert not anna.sees("parting-missing-contact")
    assert anna.say("parting-o-cost") not in anna.labels  # nothing is weighed yet
    await anna.hits("followup-o-round")
    assert anna.asks("tension_before")


@ONE
async def test_not_now_asks_again_in_two_weeks(house: House, anna: Talk) -> None:
    await house.remind()
    await rounds(anna, "tense", "tense", "tense", refuted=True)
    assert anna.say("followup-o-parting") in anna.labels
    await anna.hits("followup-o-parting")
    assert anna.sees("parting-facts-rounds", n="3", outcomes=", ".join([anna.say("how-tense")] * 3))
    await answers(anna, boundary="yes", after="no", power="yes", power_what="другой человек на созвонах")
    assert anna.sees("parting-title-not_yet")
    assert "другой человек на созвонах" in anna.screen.text
    short(anna)
    await anna.hits("parting-o-agree", times=2)
    assert house.row("SELECT verdict, decision FROM parting") == ("not_yet", "agree")
    await anna.says("/parting")
    await anna.taps("Ромашка")
    assert anna.sees("parting-title-not_yet"), "what was decided stands until something new happens"
    await anna.hits("parting-o-again")
    await answers(anna, boundary="no")
    await anna.hits("parting-o-not_now", times=2)
    assert house.row("SELECT decision FROM parting ORDER BY run_id DESC LIMIT 1")[0] == "not_now"
    short(anna)
    await house.later(15 * DAY)
    found = [one for one in anna.notices if anna.say("followup-o-parting") in one.labels]
    await anna.presses("followup-o-parting", on=found[-1])
    assert anna.sees("parting-facts-title")


@ONE
async def test_seeing_it_otherwise_keeps_the_reason_and_is_not_asked_again(house: House, anna: Talk) -> None:
    await rounds(anna, "tense", "tense", "tense", refuted=True)
    await anna.hits("followup-o-again")
    await checks(anna, boundary="no", stress="7")
    await anna.hits("parting-o-cost")
    assert anna.sees("parting-cost-stress", n="7")
    await anna.hits("btn-back")
    assert anna.sees("parting-title-boundary")
    await anna.hits("parting-o-disagree", times=2)
    await anna.says("сменили собеседника неделю назад")
    assert "сменили собеседника неделю назад" in anna.screen.text
    short(anna)
    assert house.row("SELECT count(*) FROM reminder WHERE kind = 'look_again' AND status = 'waiting'")[0] == 0
    await ended(anna, "tense")
    await anna.hits("followup-o-parting")
    assert anna.sees("parting-facts-title"), "a new fact opens a new check"


@pytest.mark.parametrize("store", ["postgres"], indirect=True)
async def test_abuse_does_not_wait_the_boundary_is_scripted_and_its_talk_reminded_of(
    house: House, somebody: Talk
) -> None:
    anna = somebody
    await rounds(anna, "abuse")
    await anna.hits("followup-o-parting")
    await answers(anna, abuse="yes", boundary="no")
    assert anna.sees("parting-title-boundary")
    short(anna)
    await anna.hits("parting-o-agree", times=2)
    assert anna.sees("parting-talk-q")
    await anna.says("когда-нибудь потом")
    assert anna.sees("step-next_contact-unclear")
    await anna.says("в пятницу в 15" if anna.voice.language == "ru" else "on Friday at 3 pm")
    assert "Вы все бездарности" in anna.screen.text
    short(anna)
    kinds = {kind for (kind,) in house.rows("SELECT kind FROM reminder WHERE status = 'waiting'")}
    assert kinds >= {"promise_soon", "promise_overdue", "look_again"}
    await anna.hits("summary-told_yes")
    assert house.row("SELECT count(*) FROM promise WHERE status = 'open'")[0] == 0
    await anna.hits("summary-told_no")
    assert house.row("SELECT count(*) FROM promise WHERE status = 'open'")[0] == 1
    await anna.hits("btn-back")
    short(anna)


@ONE
async def test_abuse_that_goes_on_behind_a_new_boundary_is_not_too_early(house: House, anna: Talk) -> None:
    """The boundary was named a moment ago and nothing is known yet: it is held, and no round is waited for (X)."""
    await rounds(anna, "abuse")
    await checks(anna, abuse="yes", boundary="yes", after="soon", stress="8")
    assert anna.sees("parting-title-not_yet")
    assert anna.say("parting-abuse_text-not_yet", facts="#", time="#").partition(".")[0] in anna.screen.text
    short(anna)
    await anna.hits("parting-o-agree", times=2)
    assert house.row("SELECT verdict, decision FROM parting") == ("not_yet", "agree")
    assert house.row("SELECT count(*) FROM reminder WHERE kind = 'look_again' AND status = 'waiting'")[0] == 1


@ONE
async def test_the_note_of_abuse_is_a_document_with_nothing_else(house: House, anna: Talk) -> None:
    await rounds(anna, "abuse")
    await checks(anna, abuse="yes", boundary="no", power_what="")
    await anna.hits("parting-o-note", times=3)
    assert anna.sees("parting-note_sent")
    (message,) = [one for one in anna.me.messages if "document" in one.json]
    assert message.json["document"]["file_name"] == "note-2026-03-04.txt"
    text = house.tg.files[message.json["document"]["file_id"]].data.decode()
    assert "«Вы все бездарности»" in text
    assert re.search(r"4 марта 2026, 1\d:\d\d", text)
    assert anna.voice.playbook.fears["deceived"].short not in text
    await anna.forges("p|partnote|999")
    assert len([one for one in anna.me.messages if "document" in one.json]) == 1


@ONE
async def test_parting_is_confirmed_first_then_nothing_more_comes(house: House, anna: Talk) -> None:
    await rounds(anna, "abuse")
    await checks(anna, abuse="yes", boundary="yes", after="yes", stress="9", spill="some", results="some")
    assert anna.sees("parting-title-part")
    short(anna)
    await anna.hits("parting-o-agree", times=2)
    assert anna.sees("parting-sure-q")
    run = int(anna.place.partition(":")[2])
    await anna.forges(f"p|lastday|{run}.2026-03-20")
    assert house.row("SELECT last_day FROM parting")[0] is None, "nothing before it is confirmed"
    await anna.hits("parting-o-unsure")
    assert anna.sees("parting-unconfirmed")
    assert house.row("SELECT archived_at FROM client")[0] is None
    await anna.hits("parting-o-confirmed")
    await anna.hits("parting-o-sure", times=2)
    assert anna.sees("parting-last-q")
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 0
    assert house.row("SELECT archived_at FROM client")[0] is not None
    await anna.says("20 марта")
    assert anna.draft is not None
    assert "последний день — 20 марта" in anna.draft.text
    await anna.hits("parting-o-topic")
    await anna.says("отчёт за март.")
    assert anna.draft is not None
    assert "До этого дня доделаем: отчёт за март." in anna.draft.text
    await anna.hits("parting-o-checklist")
    short(anna)
    for number in range(1, 11):
        await anna.taps(str(number), times=2)
    assert anna.sees("parting-checklist-done")
    await anna.taps("✓ 3")
    assert not anna.sees("parting-checklist-done")
    assert house.row("SELECT marks FROM parting")[0] == 1023 - 4


@ONE
async def test_a_threat_stops_everything(house: House, anna: Talk) -> None:
    await tense(anna)
    await anna.says("/menu")
    await anna.hits("menu-more")
    await anna.hits("clients-o-parting")
    assert anna.sees("parting-which")
    await anna.taps("Ромашка")
    await answers(anna, threat="yes")
    assert anna.sees("parting-title-stop")
    assert "112" in anna.screen.text
    assert anna.say("parting-o-cost") not in anna.labels
    await anna.hits("safety-o-told", times=2)
    assert house.row("SELECT verdict, decision FROM parting") == ("stop", "agree")


@ONE
async def test_two_good_talks_stay_and_a_half_done_check_waits(house: House, anna: Talk) -> None:
    await rounds(anna, "constructive", "constructive")
    await anna.says("/parting")
    await anna.says("ромашка")
    await anna.hits("btn-next")
    await anna.hits("step-threat-o-no")
    await anna.hits("btn-stop")
    await anna.hits("btn-menu")
    assert anna.say("menu-parting_on", client="Ромашка") in anna.labels
    await anna.says("/clients")
    await anna.taps("1. Ромашка")
    await anna.hits("btn-more")
    await anna.hits("clients-o-history")
    assert anna.say("history-parting_open") in anna.screen.text
    await anna.taps("1")
    assert anna.sees("told-open_parting")
    await anna.hits("btn-resume")
    assert anna.asks("abuse")
    await anna.hits("step-abuse-o-no")
    for _ in range(4):
        await anna.hits("btn-skip")
    assert anna.sees("parting-title-stay")
    short(anna)
    await anna.hits("parting-o-agree")
    await anna.hits("btn-back")
    assert anna.say("parting-title-stay") in anna.screen.text
    await anna.hits("btn-more")
    await anna.hits("clients-o-history")
    assert anna.say("history-parting", verdict=anna.say("parting-title-stay")) in anna.screen.text
    await anna.taps("1")
    assert anna.sees("parting-title-stay")
    assert house.row("SELECT count(*) FROM run WHERE status = 'open' AND kind = 'parting'")[0] == 0


@ONE
async def test_somebody_elses_check_is_as_if_it_were_not_there(house: House, anna: Talk) -> None:
    await rounds(anna, "abuse")
    await checks(anna, abuse="yes", boundary="yes", after="yes")
    run, client = anna.run, house.row("SELECT id FROM client")[0]
    before = house.rows("SELECT * FROM parting")
    thief = house.talk(2002, "Thief")
    await thief.says("/start")
    for data in (f"decide|{run}.agree", f"verdict|{run}", f"partyes|{run}", f"part|{client}", f"partnote|{run}"):
        await thief.forges(f"p|{data}")
        assert thief.place in {"menu", "start"}
    assert house.rows("SELECT * FROM parting") == before
