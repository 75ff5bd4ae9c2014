"""The draft check: a text pasted and its next versions, from a draft and back to it, and what is kept of it (R1)."""

import logging

import pytest

from bot.protocol.engine.run import decode
from bot.workers.stale_runs import close_stale
from tests.fake import FakeTelegram
from tests.flows.talk import House, Talk
from tests.flows.test_reminders import tense

HARSH = {
    "ru": "Марина, вы никогда не читаете отчёты! Запуск сорван по вашей вине. Скоро пришлём план.",
    "en": "Emma, you never read the reports! The delay is your fault. We'll send a plan soon.",
}
MARKED = {"ru": ["вы никогда", "по вашей вине", "Скоро"], "en": ["you never read", "your fault", "soon"]}
PLAIN = {
    "ru": "Марина, отчёт в папке. План пришлю завтра до 15:00.",
    "en": "Emma, the report is in the folder. The plan comes tomorrow by 3 pm.",
}


def copied(somebody: Talk) -> list[str]:
    """What the copy buttons of the present screen hold."""
    return [str(button["copy_text"]["text"]) for button in somebody.buttons if "copy_text" in button]


def kept(house: House) -> int:
    """How many texts are kept."""
    return int(house.row("SELECT count(*) FROM pasted")[0])


@pytest.mark.both_databases
async def test_a_text_comes_back_marked_and_the_next_version_ready_to_copy(house: House, somebody: Talk) -> None:
    language = somebody.voice.language
    await somebody.says("/check")
    assert somebody.sees("check-q")
    assert len(somebody.screen.text) <= 350
    await somebody.says(HARSH[language])
    assert somebody.place == "checked"
    assert HARSH[language] in somebody.screen.text
    assert [mark for mark in somebody.screen.marked("italic") if mark in HARSH[language]] == MARKED[language]
    for kind in ("blame", "absolutes", "no_date"):
        assert f"{somebody.say(f'flag-{kind}')}: {somebody.say(f'flag-{kind}-better')}" in somebody.screen.text
    assert not somebody.sees("check-none")
    assert somebody.sees("honest-tick-line")
    assert len(somebody.screen.text) - len(HARSH[language]) <= 700
    assert somebody.labels == [somebody.say(key) for key in ("summary-o-copy", "check-o-again", "btn-menu")]
    await somebody.says(PLAIN[language])
    assert somebody.sees("check-none")
    assert somebody.sees("honest-tick-line")
    assert copied(somebody) == [PLAIN[language]]
    assert kept(house) == 1
    await somebody.hits("btn-menu")
    assert kept(house) == 0


async def test_three_kinds_are_said_at_a_time_the_gravest_first_and_all_can_be_reached(somebody: Talk) -> None:
    await somebody.says("/check")
    await somebody.says(
        "ВЫ ВИНОВАТЫ!! Успокойтесь. Идиот. You never read. Trust me, we'll do it soon. Вообще-то это ерунда."
    )
    kinds = ("insult", "blame", "absolutes", "capitals", "calm_down", "defensive", "minimise", "no_date", "trust_us")
    said = [somebody.say(f"flag-{kind}") for kind in (*kinds, "exclamations")]
    seen: list[str] = []
    for page in range(4):
        here = [name for name in said if f"{name}: " in somebody.screen.text]
        assert len(here) <= 3
        seen += here
        assert ("→" in somebody.labels) is (page < 3)
        if page < 3:
            await somebody.taps("→")
            assert somebody.place == f"checked:{page + 1}"
    assert seen == said
    await somebody.taps("←")
    assert somebody.place == "checked:2"


async def test_a_long_text_lists_each_place_once_and_the_gravest_first(anna: Talk) -> None:
    filler = "Отчёт в папке, цифры на первой странице. " * 5
    blame = [f"{filler}Пункт {n}: сроки сорвали вы. " for n in range(12)]
    await anna.says("/check")
    await anna.me.say("".join(blame) + filler + "Вы никогда не читаете, идиот. " + filler)
    await anna.done()
    assert anna.sees("check-places")
    first = anna.screen.text.split("\n")
    assert "идиот" in first[1]
    assert sum("идиот" in line for line in first) == 1
    found: list[str] = []
    while True:
        found += [line for line in anna.screen.text.split("\n") if "Пункт" in line]
        if "→" not in anna.labels:
            break
        await anna.taps("→")
    assert len(found) == len(set(found)) == 12


async def test_what_the_check_sees_in_a_draft_stands_under_it_in_one_line(somebody: Talk) -> None:
    language = somebody.voice.language
    await somebody.finishes_short()
    assert somebody.draft is not None
    assert "\n" not in somebody.draft.text
    await somebody.hits("summary-o-edit")
    await somebody.says(HARSH[language])
    assert somebody.draft is not None
    what = somebody.say("flag-blame").lower()
    line = somebody.say("check-seen_more", words=MARKED[language][1], what=what, n="2")
    assert somebody.draft.text == f"{HARSH[language]}\n\n{line}"
    assert somebody.draft.marked("italic") == [line]
    await somebody.me.tap(somebody.say("summary-o-copy"), somebody.draft)
    assert somebody.me.clipboard == HARSH[language]
    await somebody.hits("btn-more")
    await somebody.hits("summary-o-check")
    assert somebody.sees("flag-blame")
    assert line not in somebody.screen.text


async def test_a_restart_keeps_the_text_and_the_next_version_goes_on(house: House, anna: Talk) -> None:
    await anna.says("/check")
    await anna.says(HARSH["ru"])
    await house.stop()
    await house.start()
    await anna.hits("check-o-again")
    assert anna.sees("check-q")
    await anna.hits("btn-back")
    assert HARSH["ru"] in anna.screen.text
    await anna.says(PLAIN["ru"])
    assert anna.sees("check-none")


async def test_leaving_deletes_the_text(house: House, anna: Talk) -> None:
    for way in ("/menu", "/start", "/debrief", "/sos", "/settings", "/cancel", "/check"):
        await anna.says("/check")
        await anna.says(HARSH["ru"])
        assert kept(house) == 1
        await anna.says(way)
        assert kept(house) == 0, way
    stored = [str(row) for table in ("chat", "run", "inbox") for row in house.rows(f"SELECT * FROM {table}")]  # noqa: S608
    assert not any("по вашей вине" in row for row in stored)


async def test_one_that_nobody_left_is_deleted_after_12_hours(house: House, tg: FakeTelegram, anna: Talk) -> None:
    await anna.says("/check")
    await anna.says(HARSH["ru"])
    tg.advance(12 * 3600 - 60)
    await house.app.db.write(lambda conn: close_stale(conn, house.voices, int(tg.clock())))
    assert kept(house) == 1
    tg.advance(120)
    await house.app.db.write(lambda conn: close_stale(conn, house.voices, int(tg.clock())))
    assert kept(house) == 0
    await anna.hits("check-o-again")
    assert anna.sees("check-q")
    await anna.says(PLAIN["ru"])
    assert anna.sees("check-none")


async def test_beyond_256_characters_a_tap_on_the_text_copies_it(anna: Talk) -> None:
    long = "Отчёт в папке, цифры на первой странице. " * 8
    await anna.says("/check")
    await anna.says(long)
    assert copied(anna) == []
    assert anna.draft is not None
    assert anna.draft.text == long.strip()
    assert anna.draft.marked("pre") == [long.strip()]


async def test_of_a_long_text_the_marked_places_are_shown(anna: Talk) -> None:
    long = "Отчёт в папке. " * 120 + "Запуск сорван по вашей вине. " + "Отчёт в папке. " * 120
    await anna.says("/check")
    await anna.me.say(long[:4090])
    await anna.done()
    assert anna.sees("check-places")
    assert anna.screen.marked("italic")[0] == "по вашей вине"
    assert anna.screen.marked("bold")[1] == "по вашей вине"
    assert len(anna.screen.text) <= 700
    assert anna.draft is not None
    assert anna.draft.text == long[:4090].strip()


async def test_a_text_that_telegram_split_is_one_and_one_that_is_too_long_is_refused(house: House, anna: Talk) -> None:
    await anna.says("/check")
    assert len(await anna.me.split("слово за слово, " * 400 + "это по вашей вине")) == 2
    await anna.done()
    assert anna.sees("error-continued")
    assert anna.screen.marked("italic")[0] == "по вашей вине"
    assert anna.draft is not None
    assert anna.draft.text == anna.say("summary-draft_too_long")
    for _ in range(6):
        await anna.me.say("слово за слово, " * 255)
    await anna.done()
    assert anna.sees("check-too_long")
    assert anna.place == "check"
    assert "слово" not in str(house.rows("SELECT state FROM pasted"))
    house.tg.advance(3)
    await anna.says(PLAIN["ru"])
    assert copied(anna) == [PLAIN["ru"]]


async def test_an_edited_message_is_checked_anew(anna: Talk) -> None:
    await anna.says("/check")
    said = await anna.says(HARSH["ru"])
    other = await anna.says("Вы виноваты.")
    await anna.me.edit(said, "Это всё из-за вас.")
    await anna.done()
    assert anna.sees("error-edit_nothing")
    await anna.me.edit(other, PLAIN["ru"])
    await anna.done()
    assert anna.sees("check-none")
    assert copied(anna) == [PLAIN["ru"]]


async def test_words_under_a_picture_are_checked_and_a_sticker_is_not(anna: Talk) -> None:
    await anna.says("/check")
    await anna.me.photo(caption=HARSH["ru"])
    await anna.done()
    assert anna.sees("flag-blame")
    await anna.me.sticker()
    await anna.done()
    assert anna.sees("error-unsupported")
    assert HARSH["ru"] in anna.screen.text


async def test_any_text_is_shown_as_it_is(anna: Talk) -> None:
    await anna.says("/check")
    for text in ("😀", "<b>&", "{time}[x]", "\u202eкшамоР\u202c", "\0вы никогда\ud83d", "…", "!!!", "«"):
        await anna.says(text)
        assert anna.place == "checked", text


async def test_the_draft_of_a_debrief_is_checked_at_once_and_a_version_becomes_it(house: House, somebody: Talk) -> None:
    language = somebody.voice.language
    run = await somebody.finishes_short()
    assert somebody.draft is not None
    draft = somebody.draft.text
    await somebody.hits("btn-more")
    await somebody.hits("summary-o-check", times=2)
    assert somebody.place == "checked"
    assert draft in somebody.screen.text
    assert somebody.sees("check-none")
    assert somebody.say("check-o-use") not in somebody.labels  # it is the draft already
    await somebody.hits("btn-back")
    assert somebody.place == f"debrief:{run}"
    assert kept(house) == 0
    await somebody.hits("btn-more")
    await somebody.hits("summary-o-check")
    await somebody.says(PLAIN[language])
    await somebody.hits("check-o-use", times=2)
    assert somebody.sees("check-used")
    assert somebody.sees("summary-title", client="Ромашка")
    assert somebody.draft is not None
    assert somebody.draft.text == PLAIN[language]
    assert decode(house.row("SELECT state FROM run")[0]).words("draft") == PLAIN[language]
    assert kept(house) == 0


async def test_a_debrief_that_closed_meanwhile(house: House, tg: FakeTelegram, anna: Talk) -> None:
    await anna.finishes_short()
    await anna.hits("btn-more")
    await anna.hits("summary-o-check")
    await anna.says(PLAIN["ru"])
    house.store.change("UPDATE run SET status = 'closed', closed_at = ?", int(tg.clock()))
    await anna.hits("check-o-use")
    assert anna.sees("error-closed_run")
    assert kept(house) == 0


async def test_the_draft_of_a_reminder_is_checked_too(house: House, anna: Talk) -> None:
    await house.remind()
    await tense(anna, "Ромашка")
    await house.later(22 * 3600 + 60)
    await anna.presses("reminder-o-draft")
    assert anna.draft is not None
    draft, place = anna.draft.text, anna.place
    await anna.hits("summary-o-check")
    assert draft in anna.screen.text
    await anna.says(HARSH["ru"])
    assert anna.say("check-o-use") not in anna.labels  # a reminder's draft isn't kept
    await anna.hits("check-o-again")
    await anna.hits("btn-back")
    await anna.hits("btn-back")
    assert anna.place == place
    assert anna.draft.text == draft


async def test_where_people_are_threatened_there_is_no_draft_to_check(anna: Talk) -> None:
    await anna.begins()
    await anna.taps("5")
    await anna.hits("step-behaviour-o-threat_people")
    await anna.picks("next")
    assert anna.say("summary-o-check") not in anna.labels
    await anna.forges("p|checkdraft|")
    assert anna.place.startswith("debrief:")


async def test_old_buttons_change_nothing(house: House, anna: Talk) -> None:
    await anna.says("/menu")
    for tap in ("use", "uncheck", "checkdraft"):
        await anna.forges(f"p|{tap}|")
        assert anna.place == "menu"
    await anna.says("/check")
    await anna.says(PLAIN["ru"])
    for tap in ("use", "checkdraft"):
        await anna.forges(f"p|{tap}|")
        assert anna.place == "checked"
        assert kept(house) == 1


async def test_nobody_elses_text_is_shown(house: House, anna: Talk) -> None:
    boris = house.talk(1002, "Boris")
    await anna.says("/check")
    await anna.says(HARSH["ru"])
    await boris.says("/check")
    await boris.forges("p|uncheck|")
    assert boris.place == "menu"
    assert kept(house) == 1
    await boris.says("/check")
    await boris.says(PLAIN["ru"])
    assert kept(house) == 2
    await boris.says("/menu")
    assert kept(house) == 1


async def test_the_log_holds_nothing_of_it(anna: Talk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await anna.says("/check")
    await anna.says("Василиса, запуск сорван по вашей вине.")
    await anna.says("Василиса, отчёт в папке.")
    own = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "handlers"))]
    assert not any("Василиса" in line or "вашей вине" in line for line in own)
