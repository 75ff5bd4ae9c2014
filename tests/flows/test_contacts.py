"""Who waits, what comes, a contact logged, how often, a pause of everything (protocol, section 8; R2)."""

import pytest

from bot.viewmodels.paging import NAMES_ON_PAGE
from tests.flows.talk import House, Talk

HOUR, DAY = 3600, 24 * 3600


async def tense(anna: Talk, client: str = "Ромашка", contact: str | None = None) -> None:
    """A short debrief after a tense talk, closed."""
    await anna.begins(client)
    await anna.taps("8")
    await anna.behaves("insults")
    await anna.fears("deceived")
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


async def test_a_contact_is_two_taps_and_can_be_taken_back(house: House, somebody: Talk) -> None:
    await tense(somebody)
    planned = house.rows("SELECT kind, base_at FROM reminder WHERE status = 'waiting'")
    house.tg.advance(HOUR)
    await somebody.says("/menu")
    await somebody.hits("menu-more")
    await somebody.hits("touch-o-other")
    await somebody.taps("Ромашка", times=3)
    assert house.rows("SELECT kind FROM touch ORDER BY id") == [("debrief",), ("logged",)]
    assert house.rows("SELECT kind, base_at FROM reminder WHERE status = 'waiting'") != planned
    await somebody.hits("touch-undo", times=2)
    assert somebody.sees("touch-undone")
    assert house.row("SELECT count(*) FROM touch")[0] == 1
    assert house.rows("SELECT kind, base_at FROM reminder WHERE status = 'waiting'") == planned


async def test_contacts_within_one_second_count_once_each_however_often_tapped(house: House, anna: Talk) -> None:
    await tense(anna)
    for number in (1, 2, 3):
        await anna.says("/touch")
        await anna.taps("Ромашка", times=3)
        assert house.row("SELECT count(*) FROM touch WHERE kind = 'logged'") == (number,)


async def test_a_name_is_typed_where_clients_are_chosen(house: House, anna: Talk) -> None:
    for name in ("Ромашка", "Север", "Лотос и партнёры"):
        await anna.begins(name)
    await anna.says("/touch")
    await anna.says("РОМАШКА")
    assert anna.place == "touched:1"
    await anna.says("/touch")
    await anna.says("Ромошка")  # offered, never taken for it silently
    assert anna.sees("step-client-match_several")
    assert anna.labels[0] == "Ромашка"
    await anna.hits("step-client-o-more")
    assert {"Ромашка", "Север", "Лотос и партнёры"} < set(anna.labels)
    await anna.says("/prep")
    await anna.says("лотос и партнеры")
    assert anna.sees("prep-title", client="Лотос и партнёры")
    await anna.says("/prep")
    await anna.says("клиент опять кричал")  # nobody's name: words like any others, kept
    assert anna.sees("start-out_of_blue")
    assert house.row("SELECT count(*) FROM touch WHERE kind = 'logged'")[0] == 1


async def test_many_clients_are_a_page_away(anna: Talk) -> None:
    names = [letter * 5 for letter in "абвгдежзиклмн"]
    for name in names:
        await anna.says("/debrief")
        await anna.says(name)
    await anna.says("/touch")
    assert sum(one in names for one in anna.labels) == NAMES_ON_PAGE
    assert anna.sees("touch-hint")
    await anna.taps("→")
    assert sum(one in names for one in anna.labels) == len(names) - NAMES_ON_PAGE


async def test_without_clients_it_says_where_they_come_from(somebody: Talk) -> None:
    await somebody.says("/touch")
    assert somebody.sees("error-no_clients")
    await somebody.says("/reminders")
    assert somebody.sees("coming-none")
    await somebody.hits("menu-reminders")
    assert somebody.sees("error-nothing_due")


@pytest.mark.both_databases
async def test_who_waits_has_the_longest_silence_first(house: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    house.tg.advance(DAY)
    await tense(anna, "Север")
    house.tg.advance(DAY)
    await tense(anna, "Лотос", "через 3 часа")
    await anna.says("/menu")
    await anna.hits("menu-reminders")
    lines = anna.screen.text.splitlines()[2:]
    assert lines == ["1. Ромашка: 2 дня без вестей", "2. Север: 1 день без вестей", "3. Лотос: обещано сегодня в 15:00"]
    await anna.taps("1. Ромашка")
    assert anna.sees("clients-card-tense")
    assert anna.sees("clients-card-last", days="2 дня")
    await anna.hits("reminder-o-wrote", times=2)
    assert anna.sees("touch-ack", client="Ромашка", time="во вторник, 10 марта, в 10:00")
    await anna.hits("btn-menu")
    await anna.hits("menu-reminders")
    assert "Ромашка" not in anna.screen.text


async def test_a_broken_promise_stays_until_there_is_a_contact(house: House, anna: Talk) -> None:
    await tense(anna, "Ромашка", "через 3 часа")
    house.tg.advance(DAY)
    await anna.says("/menu")
    await anna.hits("menu-reminders")
    assert "1. Ромашка: срок был вчера в 15:00" in anna.screen.text
    await anna.taps("1. Ромашка")
    assert anna.sees("clients-card-overdue", time="вчера в 15:00")
    await anna.hits("reminder-o-wrote")
    assert house.row("SELECT status FROM promise")[0] == "broken"
    await anna.hits("touch-undo")
    assert house.row("SELECT status FROM promise")[0] == "open"


@pytest.mark.both_databases
async def test_what_comes_is_listed_by_day_and_can_be_moved(reminding: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    await tense(anna, "Север", "сегодня в 17:00")
    await anna.says("/reminders")
    assert anna.screen.text.splitlines()[2:] == [
        "Сегодня",
        "16:45 Север: обещание, срок сегодня в 17:00",
        "17:15 Север: обещание, срок сегодня в 17:00",
        "",
        "Завтра",
        "10:00 Ромашка: быть на связи",
    ]
    await anna.taps("10:00 Ромашка")
    for story in ("им нужно завтра в 10", "2 часа", "созвон завтра в 12"):
        await anna.says(story)
        assert anna.sees("step-next_contact-unclear"), story
    await anna.says("в пятницу в 12:00")
    assert anna.sees("upcoming-moved")
    assert anna.sees("upcoming-when", time="в пятницу, 6 марта, в 12:00")
    await anna.says("что-то непонятное")
    assert anna.sees("step-next_contact-unclear")
    await anna.hits("btn-back")
    await reminding.later(DAY)
    assert all("Ромашка" not in one.text for one in anna.notices)
    await reminding.later(DAY)
    assert "Ромашка" in anna.notices[-1].text


async def test_a_promise_moves_when_the_client_knows_the_new_time(house: House, anna: Talk) -> None:
    await tense(anna, "Север", "завтра в 15")
    house.tg.advance(60)
    await anna.says("/reminders")
    await anna.picks(str(house.row("SELECT min(id) FROM reminder WHERE status = 'waiting'")[0]))
    assert anna.sees("upcoming-hint_promise")
    assert anna.labels[:2] == ["сегодня 13:15", "завтра 10:00"]  # before the promised time, not after it
    await anna.taps("завтра 10:00", times=2)
    assert anna.sees("upcoming-when", time="завтра в 10:00")
    assert "завтра 10:00" not in anna.labels
    await anna.says("в пятницу в 16:00")
    assert anna.screen.text.count("срок в пятницу, 6 марта, в 16:00") == 2
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 2
    assert house.row("SELECT status FROM promise")[0] == "open"


async def test_one_to_come_that_is_not_needed_is_counted_as_come(house: House, anna: Talk) -> None:
    await tense(anna)
    base = house.row("SELECT base_at FROM reminder WHERE status = 'waiting'")[0]
    await anna.says("/reminders")
    await anna.taps("10:00 Ромашка")
    await anna.hits("reminder-o-not_needed", times=2)
    assert anna.sees("upcoming-dropped")
    (after,) = house.rows("SELECT base_at FROM reminder WHERE status = 'waiting'")
    assert after[0] > base


async def test_how_often_is_the_managers_choice(house: House, somebody: Talk) -> None:
    await tense(somebody)
    await somebody.says("/menu")
    house.tg.advance(DAY)
    await somebody.hits("menu-reminders")
    await somebody.taps("1. Ромашка")
    await somebody.hits("btn-more")
    await somebody.hits("clients-o-cadence")
    await somebody.hits("cadence-label-two_weeks", times=2)
    await somebody.hits("btn-more")
    assert somebody.sees("summary-cadence", cadence=somebody.say("cadence-label-two_weeks"))
    assert house.row("SELECT cadence FROM client")[0] == "two_weeks"
    await somebody.hits("clients-o-cadence")
    await somebody.hits("cadence-label-off")
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 0
    await somebody.hits("btn-more")
    await somebody.hits("clients-o-cadence")
    await somebody.hits("cadence-o-rule")
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 1


async def test_a_calm_client_is_reminded_of_where_the_manager_asks_for_it(house: House, anna: Talk) -> None:
    await anna.begins("Ромашка")
    await anna.taps("3")
    await anna.hits("step-behaviour-o-calm")  # a calm talk: nobody asks what the client fears
    await anna.hits("btn-skip")
    assert house.row("SELECT count(*) FROM reminder")[0] == 0
    await anna.hits("btn-more")
    await anna.hits("summary-o-cadence")
    await anna.hits("cadence-label-weekly")
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 1


@pytest.mark.both_databases
async def test_a_pause_holds_everything_and_ends_with_one_message_that_is_not_late(
    reminding: House, somebody: Talk
) -> None:
    await tense(somebody, "Ромашка")
    await tense(somebody, "Север")
    await somebody.says("/reminders")
    await somebody.hits("coming-o-pause")
    await somebody.says("5 апреля" if somebody.voice.language == "ru" else "5 April")
    assert somebody.say("pause-o-end") in somebody.labels
    # What waits is listed for when it comes, and not for the time at which the pause holds it back.
    assert sum(one.startswith("10:00 ") for one in somebody.labels) == 2
    day = somebody.screen.text.splitlines()[3]
    assert day == ("пн, 6 апреля" if somebody.voice.language == "ru" else "Mon, 6 April")
    await somebody.taps("10:00 Ромашка")  # nothing before the end of the pause is offered
    moves = [one["text"] for one in somebody.buttons if one["callback_data"].startswith("p|moved")]
    assert moves == ["7 апреля 10:00" if somebody.voice.language == "ru" else "7 April 10:00"]
    await somebody.says("/touch")
    await somebody.taps("Север")
    assert ("6 апреля" if somebody.voice.language == "ru" else "6 April") in somebody.screen.text
    await somebody.hits("touch-undo")
    await reminding.later(20 * DAY)
    assert somebody.notices == []
    await reminding.later(14 * DAY)
    assert len(somebody.notices) == 1
    assert "Ромашка" in somebody.notice.text
    assert "Север" in somebody.notice.text
    assert not any(somebody.say(f"reminder-late-{n}") in somebody.notice.text for n in (1, 2, 3))


async def test_a_pause_can_be_ended(reminding: House, anna: Talk) -> None:
    await tense(anna)
    await anna.says("/reminders")
    await anna.hits("coming-o-pause")
    await anna.says("когда-нибудь")
    assert anna.sees("pause_all-unclear")
    await anna.taps(anna.labels[1], times=2)
    await reminding.later(3 * DAY)
    assert anna.notices == []
    await anna.says("/reminders")
    await anna.hits("pause-o-end")
    assert anna.sees("pause_all-ended")
    await reminding.later(3 * DAY)
    assert len(anna.notices) >= 1


async def test_other_working_hours_move_what_is_to_come(house: House, anna: Talk) -> None:
    await tense(anna)
    before = house.row("SELECT due_at FROM reminder WHERE status = 'waiting'")[0]
    await anna.says("/settings")
    await anna.hits("settings-work_time")
    await anna.taps("9:00–18:00")
    assert house.row("SELECT due_at FROM reminder WHERE status = 'waiting'")[0] == before - HOUR


async def test_deleting_a_debrief_takes_its_reminders(house: House, anna: Talk) -> None:
    await anna.begins("Ромашка")
    await anna.taps("8")
    await anna.behaves()
    await anna.fears()
    await anna.picks("tomorrow")
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] > 0
    await anna.forges(f"p|stop|{anna.run}")
    await anna.hits("btn-delete")
    await anna.hits("btn-delete")
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'")[0] == 0
    assert house.row("SELECT due_at FROM agenda")[0] is None


@pytest.mark.both_databases
@pytest.mark.parametrize(("said", "became"), [("in_time", "kept"), ("late", "broken")])
async def test_a_contact_marked_after_its_time_is_asked_about(
    house: House, somebody: Talk, said: str, became: str
) -> None:
    """One more tap says whether the word itself went out in time, and that is what the promise is kept by."""
    await tense(somebody, contact="today 15:00" if somebody.voice.language == "en" else "сегодня в 15:00")
    house.tg.advance(6 * HOUR)
    await somebody.says("/touch")
    await somebody.taps("Ромашка")
    assert somebody.sees("sent-late-q", time=somebody.say("moment-today", clock="15:00"))
    assert somebody.say("touch-o-how") not in somebody.labels
    await somebody.hits(f"sent-late-o-{said}", times=3)
    assert house.row("SELECT status FROM promise") == (became,)
    assert somebody.say("touch-o-how") in somebody.labels
    # Taken back, it was no contact at all: the promise is open again.
    await somebody.hits("touch-undo")
    assert house.row("SELECT status FROM promise") == ("open",)
    assert house.row("SELECT count(*) FROM touch") == (1,)


async def test_a_contact_marked_in_time_is_asked_nothing(house: House, anna: Talk) -> None:
    await tense(anna, contact="сегодня в 15:00")
    house.tg.advance(2.9 * HOUR)
    await anna.says("/touch")
    await anna.taps("Ромашка")
    assert anna.say("touch-o-how") in anna.labels
    assert house.row("SELECT status FROM promise") == ("kept",)


async def test_forged_answers_about_a_late_contact_change_nothing(house: House, anna: Talk) -> None:
    await tense(anna, contact="сегодня в 15:00")
    house.tg.advance(6 * HOUR)
    await anna.says("/touch")
    await anna.taps("Ромашка")
    touch = house.row("SELECT max(id) FROM touch")[0]
    for data in (f"p|sent|{touch}.never", "p|sent|999.in_time", f"p|sent|{touch}", "p|sent|"):
        await anna.forges(data)
        assert anna.sees("sent-late-q", time="сегодня в 15:00"), data
    await anna.says("/menu")
    await anna.forges(f"p|sent|{touch}.in_time")
    assert house.row("SELECT status FROM promise") == ("broken",)


@pytest.mark.both_databases
async def test_the_reminder_of_a_promise_that_ran_out_asks_it_too(reminding: House, somebody: Talk) -> None:
    await tense(somebody, contact="today 15:00" if somebody.voice.language == "en" else "сегодня в 15:00")
    await reminding.later(5 * HOUR)
    await somebody.presses("reminder-o-wrote")  # one tap, and the contact is logged
    assert reminding.row("SELECT count(*) FROM touch") == (2,)
    time = somebody.say("moment-today", clock="15:00")
    assert somebody.sees("sent-late-q", time=time)
    await somebody.hits("sent-late-o-in_time")
    assert somebody.sees("step-how-q")
    assert reminding.row("SELECT status FROM promise") == ("kept",)
    await somebody.hits("btn-back")
    assert reminding.row("SELECT status FROM promise") == ("broken",)
    await somebody.says(somebody.say("sent-late-o-in_time"))  # typed, it is the same answer
    assert reminding.row("SELECT status FROM promise") == ("kept",)
    await somebody.hits("step-how-o-constructive")
    assert reminding.row("SELECT how FROM followup") == ("constructive",)


async def test_what_the_boss_needs_by_is_said_back_and_stands_with_the_fear(house: House, somebody: Talk) -> None:
    """Typed or tapped: a date that was understood is on the next screen, in the summary, and on the card."""
    language = somebody.voice.language
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves("blames")
    await somebody.fears("boss")
    await somebody.says("on Friday" if language == "en" else "в пятницу")
    said = somebody.say("summary-boss_date", day={"ru": "пт, 6 марта", "en": "Fri, 6 March"}[language])
    assert somebody.asks("next_contact")
    assert said in somebody.screen.text
    await somebody.picks("tomorrow")
    assert said in somebody.screen.text
    await somebody.hits("summary-o-done")
    await somebody.says("/clients")
    await somebody.taps("1. Ромашка")
    assert said in somebody.screen.text
    house.tg.advance(7 * DAY)
    await somebody.says("/clients")
    await somebody.taps("1. Ромашка")
    assert said not in somebody.screen.text
