"""Reminders as a manager meets them: the message, its buttons, lists of several (protocol, section 8; R2)."""

import pytest

from tests.fake import Msg
from tests.flows.talk import House, Talk

HOUR, DAY = 3600, 24 * 3600


async def tense(anna: Talk, client: str, *, contact: str | None = None, fear: str = "deceived") -> None:
    """A short debrief after a tense talk, closed; with a typed time for the next contact, or none."""
    await anna.begins(client)
    await anna.taps("8")
    await anna.behaves("raises_voice")
    await anna.fears(fear)
    if fear == "boss":
        await anna.hits("step-boss_date-o-unknown")
    if contact is None:
        await anna.hits("btn-skip")
    else:
        await anna.says(contact)
    await anna.hits("summary-o-done")


@pytest.fixture
async def reminding(house: House) -> House:
    """The program with its reminders being sent."""
    await house.remind()
    return house


async def test_the_first_comes_the_next_working_morning_with_all_that_helps(reminding: House, somebody: Talk) -> None:
    await tense(somebody, "Ромашка")
    await reminding.later(21 * HOUR)
    assert somebody.notices == []
    await reminding.later(HOUR + 60)
    (one,) = somebody.notices
    assert "Ромашка" in one.text
    assert somebody.say("reminder-fear", fear=somebody.voice.playbook.fears["deceived"].short) in one.text
    assert somebody.say("reminder-stay-open-1") in one.text
    assert one.marked("bold") == [somebody.say("reminder-stay-open-1")]
    copied = [button["copy_text"]["text"] for row in one.rows for button in row if "copy_text" in button]
    assert copied == [somebody.say("reminder-stay-open-1")]
    somebody.look()


async def test_in_an_hour_it_comes_again_and_the_rhythm_stays(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await reminding.later(22 * HOUR + 60)
    first = anna.notice
    await anna.presses("reminder-o-hour", times=2)
    assert anna.say("reminder-rhythm_stays") in anna.notice.text
    assert "сегодня в 11:0" in anna.notice.text
    assert len(anna.notices) == 1
    ((base, due),) = reminding.rows("SELECT base_at, due_at FROM reminder WHERE status = 'waiting'")
    assert 0 <= due - base - HOUR < 120
    await reminding.later(HOUR)
    # The next is counted from where this one would have been: two working days on, at ten.
    ((after, due),) = reminding.rows("SELECT base_at, due_at FROM reminder WHERE status = 'waiting'")
    assert after == due
    assert (after - base) % DAY == 0
    assert len(anna.notices) == 2
    assert anna.notice.id != first.id
    assert first.labels == []  # it came again: the first message says so, and has nothing to tap
    await anna.presses("reminder-o-wrote")
    assert anna.sees("step-how-q")
    assert [kind for (kind,) in reminding.rows("SELECT kind FROM touch ORDER BY id")] == ["debrief", "followup"]


async def test_tomorrow_takes_the_place_of_tomorrows(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка", fear="boss")
    await reminding.later(22 * HOUR + 60)
    await anna.presses("reminder-o-tomorrow")
    for _ in range(2):
        await reminding.later(DAY)
    sent = [at // DAY for (at,) in reminding.rows("SELECT sent_at FROM notice ORDER BY id")]
    assert len(sent) == len(set(sent))


async def test_not_needed_stop_and_back_again(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await reminding.later(22 * HOUR + 60)
    await anna.presses("reminder-o-not_needed")
    assert anna.say("reminder-did-not_needed", client="Ромашка") in anna.notice.text
    assert reminding.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 1
    await anna.presses("reminder-o-stop", times=2)
    assert reminding.row("SELECT quiet FROM rhythm")[0]
    assert reminding.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 0
    await anna.presses("reminder-o-return")
    assert reminding.row("SELECT quiet FROM rhythm")[0] is None
    assert reminding.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 1


@pytest.mark.both_databases
async def test_three_taps_on_been_in_touch_are_one_contact_and_one_follow_up(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await reminding.later(22 * HOUR + 60)
    await anna.presses("reminder-o-wrote", times=3)
    assert anna.sees("step-how-q")
    assert reminding.row("SELECT count(*) FROM run WHERE kind = 'followup'")[0] == 1
    assert reminding.row("SELECT count(*) FROM touch")[0] == 2
    assert anna.notices == []  # it became the screen


@pytest.mark.both_databases
async def test_a_promise_is_one_chain_of_two(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка", contact="завтра в 15")
    kinds = [kind for (kind,) in reminding.rows("SELECT kind FROM reminder WHERE status = 'waiting' ORDER BY due_at")]
    assert kinds == ["promise_soon", "promise_overdue"]
    await reminding.later(30 * HOUR)
    assert [one.text.splitlines()[0] for one in anna.notices] == [
        "Ромашка: обещано написать сегодня в 15:00, это через 1 час.",
        "Срок прошёл: Ромашка, сегодня в 15:00. Одно честное предложение лучше ещё часа тишины.",
    ]
    await anna.presses("reminder-o-wrote")
    assert reminding.row("SELECT status FROM promise")[0] == "broken"
    assert anna.say("reminder-did-wrote", client="Ромашка") in anna.notice.text  # the first one says so too


async def test_in_touch_before_the_time_keeps_the_promise_and_nothing_more_comes(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка", contact="завтра в 15")
    await reminding.later(26 * HOUR + 60)
    await anna.presses("reminder-o-wrote")
    assert reminding.row("SELECT status FROM promise")[0] == "kept"
    await reminding.later(8 * HOUR)
    assert reminding.row("SELECT count(*) FROM notice")[0] == 1


async def test_not_needed_ends_the_whole_chain(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка", contact="завтра в 15")
    await reminding.later(26 * HOUR + 60)
    await anna.presses("reminder-o-not_needed")
    await reminding.later(8 * HOUR)
    assert reminding.row("SELECT count(*) FROM notice")[0] == 1
    assert reminding.row("SELECT status FROM promise")[0] == "open"


async def test_a_time_at_night_that_the_manager_chose_is_kept(reminding: House, anna: Talk) -> None:
    await anna.begins("Ромашка")
    await anna.taps("8")
    await anna.behaves()
    await anna.fears()
    await anna.says("сегодня в 22:30")
    await anna.hits("step-next_contact-o-keep")
    await anna.hits("summary-o-done")
    await reminding.later(11 * HOUR)
    sent = [(at + 3 * HOUR) % DAY // 60 for (at,) in reminding.rows("SELECT sent_at FROM notice ORDER BY id")]
    assert sent == [22 * 60 + 15, 22 * 60 + 45]


NAMES = ("Ромашка", "Север", "Лотос", "Гарант", "Бриз", "Вектор", "Дельта", "Жемчуг", "Юность", "Эхо")


async def several(anna: Talk, count: int) -> None:
    for name in NAMES[:count]:
        await tense(anna, name)


def lines(first: int, last: int) -> list[str]:
    return [f"{n}. {NAMES[n - 1]}: 22 часа без вестей" for n in range(first, last + 1)]


async def test_several_at_once_are_one_message(reminding: House, anna: Talk) -> None:
    await several(anna, 3)
    await reminding.later(22 * HOUR + 60)
    (digest,) = anna.notices
    assert digest.text.splitlines()[2:5] == lines(1, 3)
    await anna.me.tap("2. Север", digest)
    await anna.done()
    assert anna.notice.text.startswith("Север: ")
    await anna.presses("reminder-o-list")
    assert anna.notice.text.splitlines()[2:5] == lines(1, 3)
    await anna.me.tap("1. Ромашка", digest)
    await anna.done()
    await anna.presses("reminder-o-wrote")
    # The list stays where it is, and shows what was done; the follow-up comes under it.
    assert anna.screen.id > digest.id
    assert anna.sees("step-how-q")
    assert "1. ✓ Ромашка: связались" in anna.notice.text
    await anna.me.tap(anna.say("reminder-o-all_tomorrow"), anna.notice, times=2)
    await anna.done()
    assert "3. Лотос: напомню завтра в 10:00" in anna.notice.text
    waiting = reminding.rows("SELECT client_id FROM reminder WHERE status = 'waiting' AND done = 'tomorrow'")
    assert len(waiting) == 2


async def test_all_of_a_list_can_wait_but_for_a_promise_that_would_run_out(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await tense(anna, "Север", contact="завтра в 11")
    await reminding.later(22 * HOUR + 60)
    await anna.presses("reminder-o-all_tomorrow", times=2)
    told = anna.notice.text.splitlines()[2:4]
    assert told == ["1. Ромашка: напомню завтра в 10:00", "2. Север: обещано сегодня в 11:00"]
    assert anna.say("reminder-o-all_tomorrow") not in anna.notice.labels
    assert reminding.rows("SELECT done FROM reminder WHERE status = 'waiting' AND promise_id IS NULL") == [
        ("tomorrow",)
    ]


@pytest.mark.both_databases
async def test_a_long_list_is_paged(reminding: House, anna: Talk) -> None:
    await several(anna, 10)
    await reminding.later(22 * HOUR + 60)
    assert anna.notice.labels[-3:] == [anna.say("reminder-o-all_tomorrow"), anna.say("settings-o-change"), "→"]
    await anna.me.tap("→", anna.notice)
    await anna.done()
    assert anna.notice.text.splitlines()[2:7] == lines(6, 10)
    await anna.me.tap("←", anna.notice)
    await anna.done()
    assert "1. Ромашка: " in anna.notice.text


async def test_a_debrief_under_way_is_not_disturbed(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await reminding.later(22 * HOUR)
    await anna.begins("Север")
    asked = anna.screen
    await reminding.later(60)
    assert anna.screen.id == asked.id
    await anna.presses("reminder-o-hour")
    assert anna.asks("tension_before")
    assert anna.screen.id == asked.id
    await anna.taps("5")
    assert anna.screen.id == asked.id
    await reminding.later(HOUR)
    await anna.presses("reminder-o-wrote")
    assert anna.sees("step-how-q")
    await anna.says("/menu")
    await anna.taps(anna.say("menu-how", client="Ромашка"))
    await anna.hits("step-how-o-neutral")
    await anna.hits("btn-stop")
    await anna.hits("btn-menu")
    await anna.resumes("Север")
    assert anna.asks("behaviour")


@pytest.mark.parametrize("count", [1, 2])
async def test_the_draft_stands_under_its_reminder(reminding: House, anna: Talk, count: int) -> None:
    await several(anna, count)
    await reminding.later(22 * HOUR + 60)
    brought = anna.notice
    if count > 1:
        await anna.me.tap("1. Ромашка", brought)
        await anna.done()
    await anna.presses("reminder-o-draft")
    assert (anna.screen.id == brought.id) == (count == 1)
    assert anna.draft is not None
    opener = anna.say("reminder-stay-open-1")
    assert anna.draft.text.startswith(opener)
    assert "{" not in anna.draft.text
    await anna.hits("reminder-o-tomorrow")
    assert anna.screen.text.startswith(anna.say("upcoming-moved"))
    await anna.hits("btn-menu")
    assert anna.draft is None


async def test_the_question_is_in_the_draft_where_the_fear_is_not_known(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка", fear="unknown")
    await reminding.later(22 * HOUR + 60)
    question = anna.voice.playbook.fears["unknown"].asks[0]
    assert question in anna.notice.text
    await anna.presses("reminder-o-draft")
    assert anna.draft is not None
    assert anna.draft.text == f"{anna.say('reminder-ask-open-1')} {question}"


async def test_nobody_is_reminded_of_somebody_who_threatened_people(reminding: House, anna: Talk) -> None:
    await anna.begins("Ромашка")
    await anna.taps("8")
    await anna.hits("step-behaviour-o-threat_people")
    await anna.hits("safety-o-told")
    await anna.hits("summary-o-done")
    await reminding.later(5 * DAY)
    assert anna.notices == []


async def test_somebody_elses_reminders_are_refused_and_look_like_old_ones(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await reminding.later(22 * HOUR + 60)
    other = reminding.talk(1002, "Boris")
    await other.says("/start")
    before = reminding.rows("SELECT * FROM reminder ORDER BY id")
    for deed in ("wrote", "give", "hour", "tomorrow", "needless", "quiet", "return", "weeks", "item", "upcoming"):
        await other.forges(f"p|{deed}|{before[0][0]}")
    for deed in ("client", "rhythm", "round", "again"):
        await other.forges(f"p|{deed}|1")
    await other.forges(f"p|moved|{before[0][0]}.{int(reminding.tg.clock()) + HOUR}")
    await other.forges("p|touched|1.0")
    await other.forges("p|often|1.off")
    assert reminding.rows("SELECT * FROM reminder ORDER BY id") == before
    assert reminding.row("SELECT count(*) FROM touch")[0] == 1
    assert reminding.row("SELECT cadence FROM client")[0] is None
    assert "Ромашка" not in other.me.chat_text()


async def test_an_old_reminder_says_that_there_is_nothing_left_to_do(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await tense(anna, "Север")
    await reminding.later(22 * HOUR + 60)
    digest: Msg = anna.notice
    number = reminding.rows("SELECT id FROM reminder WHERE status = 'sent' ORDER BY id")[0][0]
    await anna.forges(f"p|wrote|{number}", digest.id)
    for deed in ("wrote", "hour", "tomorrow", "needless", "give"):
        tap = await anna.forges(f"p|{deed}|{number}", digest.id)
        assert tap.text == anna.say("reminder-closed")
    assert reminding.row("SELECT count(*) FROM touch")[0] == 3


@pytest.mark.both_databases
async def test_a_contact_logged_elsewhere_shows_on_the_message(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await reminding.later(22 * HOUR + 60)
    brought = anna.notice.text
    await anna.says("/touch")
    await anna.taps("Ромашка")
    assert anna.say("reminder-did-wrote", client="Ромашка") in anna.notice.text
    # Taken back: this one is open again, put off or not, and what an earlier contact had answered isn't.
    await anna.hits("touch-undo")
    assert anna.notice.text == brought
    await anna.presses("reminder-o-tomorrow")
    await anna.taps("Ромашка")
    assert anna.say("reminder-did-over", client="Ромашка") in anna.notice.text
    await anna.hits("touch-undo")
    assert anna.notice.text == brought
    assert anna.say("reminder-o-wrote") in anna.notice.labels
    await anna.taps("Ромашка")
    await reminding.later(6 * DAY)
    await anna.says("/touch")
    await anna.taps("Ромашка")
    await anna.hits("touch-undo")
    states = reminding.rows("SELECT status, done FROM reminder WHERE status = 'sent' ORDER BY id")
    assert states == [("sent", "wrote"), ("sent", None), ("sent", None)]


async def test_before_a_promise_it_is_put_off_by_less_than_is_left(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка", contact="завтра в 11")
    await reminding.later(22 * HOUR + 60)
    offered = []
    for minutes in (30, 15):
        label = anna.say("reminder-o-minutes", count=minutes)
        offered.append([one for one in anna.notice.labels if one.startswith("Через")])
        await anna.me.tap(label, anna.notice)
        await anna.done()
        await reminding.later(minutes * 60 + 60)
        assert anna.say("reminder-came_again") in anna.notices[-2].text
    assert offered == [["Через 30 минут"], ["Через 15 минут"]]
    assert not [one for one in anna.notice.labels if one.startswith("Через")]  # a quarter of an hour is left
    assert "13 минут" in anna.notice.text
    assert anna.say("reminder-o-tomorrow") not in anna.notice.labels
    assert len(anna.notices) == 3
    await reminding.later(HOUR)  # overdue once, after that in an hour is what it says
    assert len(anna.notices) == 4
    assert {anna.say("reminder-o-hour"), anna.say("reminder-o-tomorrow")} < set(anna.notice.labels)


async def test_who_blocked_the_bot_is_left_alone_until_start(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await anna.me.block()
    reminding.forgiven = "blocked"
    await reminding.later(3 * DAY)
    assert reminding.row("SELECT count(*) FROM notice")[0] == 0
    assert reminding.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 1
    await anna.me.unblock()
    await anna.says("/start")
    await reminding.look()
    await reminding.later(3 * DAY)
    assert reminding.row("SELECT count(*) FROM notice")[0] == 1
    assert anna.say("reminder-late-1") not in anna.notice.text  # it was not the bot's fault
    reminding.troubled = True


@pytest.mark.both_databases
async def test_a_restart_keeps_what_is_planned_and_what_was_shown(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await reminding.stop()
    reminding.tg.advance(22 * HOUR + 60)
    await reminding.start()
    await reminding.remind()
    assert len(anna.notices) == 1
    await reminding.stop()
    await reminding.start()
    await reminding.remind()
    assert reminding.row("SELECT count(*) FROM notice")[0] == 1
    await anna.presses("reminder-o-wrote")
    assert anna.sees("step-how-q")
