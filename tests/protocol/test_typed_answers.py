"""Where typed text lands (protocol, section 4): an answer where the step can read it, else facts; nothing is lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.debrief.steps import DEBRIEF
from bot.protocol.engine.edits import edit
from bot.protocol.engine.engine import ClientChange, NewClient, RenameClient
from bot.protocol.engine.run import Answer, Piece, Run, decode, encode, joined
from bot.protocol.engine.table import Kind
from bot.protocol.engine.tables import TABLES
from bot.protocol.engine.taps import tap
from bot.protocol.engine.typed_answers import LONGEST_VOICE, TypedText, take, take_voice
from bot.protocol.engine.upgrade import NewerState, upgrade
from bot.protocol.engine.words import read_contact, read_scale
from bot.protocol.matching import key, similar, tidy
from tests.protocol.walk import NOW, Walker, fresh, where

WALKER = Walker()


def at_step(step: str, *, detailed: bool = False) -> Run:
    """A run whose present step is the one named."""
    answers = {
        "client": "c12",
        "tension_before": "5",
        "behaviour": "blames",
        "polite": "not_yet",
        "fear": "boss",
        "honest": "frame",
    }
    run = fresh(detailed=detailed)
    while where(run) != step:
        here = where(run)
        option = answers.get(here) or next(
            one.option for one in WALKER.taps(run) if one.step == here and one.option in {"skip", "next"}
        )
        run = WALKER.press(run, here, option)
    return run


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), (" 10 ", 10), ("7/10", 7), ("7 из 10", 7), ("3 out of 10", 3), ("семь", 7), ("Ten.", 10)],
)
def test_a_number_answers_a_scale(text: str, number: int) -> None:
    run = WALKER.said(at_step("tension_before"), text)
    assert run.value("tension_before") == number
    assert not run.facts


@pytest.mark.parametrize("text", ["0", "11", "-3", "7.5", "7 раз", "орал на меня", "١٢", ""])
def test_what_is_no_number_on_the_scale_is_facts(text: str) -> None:
    run = WALKER.said(at_step("tension_before"), text)
    assert where(run) == "tension_before"
    assert [piece.text for piece in run.facts] == [text]


def test_a_fear_is_answered_by_its_name_in_either_language() -> None:
    for text in ("Спросит начальство", "спросит начальство.", "answers to a boss", "СПРОСИТ"):
        assert WALKER.said(at_step("fear"), text).picks("fear") == ("boss",), text
    run = WALKER.said(at_step("fear"), "они боятся проверки")
    assert where(run) == "fear"
    assert joined(run.facts) == "они боятся проверки"


def test_a_typed_label_does_what_its_button_does() -> None:
    offered = WALKER.said(fresh(), "Ромашки")
    assert WALKER.said(offered, "да") == replace(
        WALKER.press(offered, "client_match", "c12"), answers=WALKER.said(offered, "да").answers
    )
    assert WALKER.said(offered, "да").value("client") == 12
    assert WALKER.said(offered, "нет, новый клиент").value("client") == 99
    kept = WALKER.said(offered, "не помню, кто это")
    assert where(kept) == "client_match"
    assert joined(kept.facts) == "не помню, кто это"


def test_a_label_typed_at_one_more_adds_and_the_safety_card_is_not_passed_by() -> None:
    run = WALKER.press(at_step("fear"), "behaviour", "open")
    run = WALKER.said(run, "Оскорбляет")
    assert run.picks("behaviour") == ("blames", "insults")
    assert where(WALKER.said(WALKER.press(run, "behaviour", "open"), "Угрожает людям")) == "safety"


def test_a_cadence_typed_at_its_question_goes_to_the_client() -> None:
    run = WALKER.press(at_step("summary"), "cadence", "open")
    result = take(run, TypedText(9, "раз в неделю", NOW), WALKER.reader(run))
    assert result.effects == (ClientChange("cadence", "weekly"),)


def test_a_typed_name_makes_a_client_and_a_known_one_is_taken() -> None:
    result = take(fresh(), TypedText(1, "  Новая   фирма ", NOW), WALKER.reader(fresh()))
    assert result.effects == (NewClient("Новая фирма"),)
    assert WALKER.said(fresh(), "Ромашка").value("client") == 12


@pytest.mark.parametrize("text", ["ромашка", "РОМАШКА", "Рамашка", "ООО Ромашка", "«Ромашка»", "Ромaшка"])
def test_a_name_like_a_known_one_is_offered_never_merged(text: str) -> None:
    run = WALKER.said(fresh(), text)
    assert where(run) == "client_match"
    assert run.value("client") is None
    assert WALKER.press(run, "client_match", "c12").value("client") == 12
    assert WALKER.press(run, "client_match", "new").value("client") == 99


def test_a_name_too_long_or_of_two_lines_is_facts() -> None:
    for text in ("Марина орала двадцать минут про сорванный запуск и отчёт", "Ромашка\nорали"):
        run = WALKER.said(fresh(), text)
        assert where(run) == "client"
        assert joined(run.facts) == text


def test_what_telegram_cut_in_two_is_one_text_whatever_the_second_half_reads_like() -> None:
    run = WALKER.said(at_step("tension_before"), "я" * 4096, message=10, sent=NOW)
    run = WALKER.said(run, "8", message=11, sent=NOW + 2)
    assert where(run) == "tension_before"
    assert joined(run.facts) == "я" * 4096 + "8"
    later = WALKER.said(run, "8", message=12, sent=NOW + 60)
    assert later.value("tension_before") == 8


def test_a_cut_answer_goes_on_in_its_own_place() -> None:
    run = WALKER.said(at_step("honest", detailed=True), "п" * 4096, message=10, sent=NOW)
    assert where(run) == "next_contact"
    run = WALKER.said(run, "равда", message=11, sent=NOW + 1)
    assert run.words("honest") == "п" * 4096 + "равда"
    assert where(run) == "next_contact"


def test_astral_letters_count_twice_as_telegram_counts() -> None:
    run = WALKER.said(at_step("tension_before"), "😤" * 2048, message=10, sent=NOW)
    run = WALKER.said(run, "😤", message=11, sent=NOW + 1)
    assert joined(run.facts) == "😤" * 2049


def test_an_edit_replaces_the_text_that_the_message_gave() -> None:
    run = WALKER.said(at_step("facts", detailed=True), "кричали", message=10)
    result = edit(run, TypedText(10, "кричали и бросили трубку", NOW), WALKER.reader(run))
    assert result is not None
    assert joined(result.run.facts) == "кричали и бросили трубку"
    assert where(result.run) == where(run)
    assert edit(run, TypedText(77, "чужое", NOW), WALKER.reader(run)) is None


def test_an_edit_changes_a_typed_number_and_never_the_path() -> None:
    run = WALKER.said(at_step("tension_before"), "5", message=10)
    changed = edit(run, TypedText(10, "8", NOW), WALKER.reader(run))
    assert changed is not None
    assert changed.run.value("tension_before") == 8
    kept = edit(run, TypedText(10, "много", NOW), WALKER.reader(run))
    assert kept is not None
    assert (kept.run, kept.notice) == (run, "error-edit_kept")


@pytest.mark.parametrize(
    ("table", "step"),
    [(table.name, step.id) for table in TABLES.values() for step in table.steps if step.kind is Kind.SCALE],
)
def test_an_edited_number_is_read_anew_at_every_step_with_a_scale(table: str, step: str) -> None:
    run = Run(TABLES[table].version, table=table, answers=(Answer(step, value=5, source=10),))
    changed = edit(run, TypedText(10, "8", NOW), WALKER.reader(fresh()))
    assert changed is not None
    assert changed.run.value(step) == 8


def test_an_edit_of_a_name_renames_the_new_client() -> None:
    run = WALKER.said(fresh(), "Васильок", message=10)
    result = edit(run, TypedText(10, "Василёк", NOW), WALKER.reader(run))
    assert result is not None
    assert result.effects == (RenameClient("Василёк"),)
    long = edit(run, TypedText(10, "В" * 41, NOW), WALKER.reader(run))
    assert long is not None
    assert long.notice == "error-edit_kept"


def test_an_edited_time_is_read_anew_and_an_unreadable_one_stays() -> None:
    run = WALKER.said(at_step("next_contact"), "завтра в 11", message=10)
    was = run.value("next_contact")
    assert was is not None
    later = edit(run, TypedText(10, "завтра в 12", NOW), WALKER.reader(run))
    assert later is not None
    assert later.run.value("next_contact") == was + 3600
    kept = edit(run, TypedText(10, "когда-нибудь", NOW), WALKER.reader(run))
    assert kept is not None
    assert kept.run.value("next_contact") == was


def test_times_are_read_said_back_and_asked_again() -> None:
    run = at_step("next_contact")
    assert where(WALKER.said(run, "завтра в 10")) == "summary"
    two = WALKER.said(run, "завтра в 8")
    assert where(two) in {"contact_which", "contact_hours"}
    night = WALKER.said(run, "завтра в 23:00")
    assert where(night) == "contact_hours"
    moved = WALKER.press(night, "contact_hours", "move")
    assert moved.value("next_contact") != night.value("next_contact")
    assert where(moved) == "summary"
    assert where(WALKER.press(night, "contact_hours", "keep_it")) == "summary"
    past = take(run, TypedText(1, "вчера в 10", NOW), WALKER.reader(run))
    assert (past.run.value("next_contact"), past.notice) == (None, "step-next_contact-past")


def test_a_button_of_a_time_that_has_gone_is_asked_again() -> None:
    run = at_step("next_contact")
    late = replace(WALKER, now=NOW + 3 * 3600)
    result = tap(run, "next_contact", "two_hours", late.context())
    assert result.notice == "step-next_contact-past"
    assert where(result.run) == "next_contact"
    again = tap(result.run, "next_contact", "two_hours", late.context())
    assert (again.run.value("next_contact") or 0) > late.now


def test_a_voice_note_is_facts_and_a_long_one_is_refused_whole() -> None:
    run = at_step("facts", detailed=True)
    step = DEBRIEF.by_id["facts"]
    taken = take_voice(run, TypedText(9, "file-id", NOW), 45, step)
    assert taken.run.facts[-1] == Piece(9, "file-id", kind="voice", seconds=45)
    assert where(taken.run) == "polite"
    refused = take_voice(run, TypedText(9, "file-id", NOW), LONGEST_VOICE + 1, step)
    assert (refused.run, refused.notice) == (run, "error-voice_too_long:20")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@marina_k", ("username", "marina_k")),
        ("https://t.me/marina_k", ("username", "marina_k")),
        ("t.me/marina_k/", ("username", "marina_k")),
        ("+7 900 123-45-67", ("phone", "+79001234567")),
        ("8 (900) 123 45 67", ("phone", "?8 (900) 123 45 67")),
        ("Марина", None),
        ("@ab", None),
        ("123", None),
    ],
)
def test_a_username_or_a_phone_is_read(text: str, found: tuple[str, str] | None) -> None:
    assert read_contact(text) == found


@given(
    st.text(max_size=300), st.sampled_from(["client", "tension_before", "behaviour", "fear", "next_contact", "summary"])
)
def test_nothing_typed_is_ever_lost(text: str, step: str) -> None:
    run = at_step(step) if step != "client" else fresh()
    result = take(run, TypedText(5, text, NOW), WALKER.reader(run))
    held = [piece.text for piece in result.run.facts]
    held += [piece.text for answer in result.run.answers for piece in answer.words]
    answered = where(result.run) != step or result.run.answers != run.answers
    gone_by = result.notice == "step-next_contact-past"
    assert text in held or tidy(text) in held or answered or gone_by
    assert decode(encode(result.run)) == result.run


@given(st.text(max_size=60))
def test_a_name_matches_itself_and_tidy_is_stable(name: str) -> None:
    assert tidy(tidy(name)) == tidy(name)
    if key(name):
        assert similar(name, [(1, name.upper()), (2, f"{name} ")])[:1] or len(key(name)) != len(key(name.upper()))


@given(st.text(max_size=20))
def test_a_scale_reads_only_one_to_ten(text: str) -> None:
    number = read_scale(text)
    assert number is None or 1 <= number <= 10


def test_what_an_older_table_held_is_kept() -> None:
    old = Run(
        version=0,
        answers=(Answer("client", value=12), Answer("mood", words=(Piece(3, "трясёт"),)), Answer("gone", picks=("x",))),
        opened="gone",
        detailed_from="gone",
    )
    upgraded = upgrade(old)
    assert upgraded.moved
    assert joined(upgraded.run.facts) == "трясёт"
    assert [answer.step for answer in upgraded.run.answers] == ["client"]
    assert upgraded.run.opened is None
    assert where(upgraded.run) == "tension_before"
    with pytest.raises(NewerState):
        upgrade(replace(old, version=99))


def test_an_edit_to_a_time_that_has_gone_leaves_the_promise_as_it_was() -> None:
    run = WALKER.said(at_step("next_contact"), "завтра в 15", message=10)
    for text in ("вчера в 10", "завтра в 8 или в 9", "как-нибудь"):
        result = edit(run, TypedText(10, text, NOW), WALKER.reader(run))
        assert result is not None
        assert (result.run, result.notice) == (run, "error-edit_kept"), text


def test_a_tone_does_not_take_away_a_draft_written_by_hand() -> None:
    run = at_step("summary")
    run = WALKER.said(WALKER.press(run, "draft", "open"), "Мой текст")
    assert WALKER.press(run, "news", "none").words("draft") == "Мой текст"
    assert WALKER.press(run, "news", "anew").words("draft") is None


def test_a_story_that_names_a_day_is_kept_while_the_time_is_asked_again() -> None:
    run = at_step("boss_date")
    for text in ("Макет обещали сегодня, его не будет", "давайте на неделе, ближе к пятнице"):
        result = take(run, TypedText(7, text, NOW), WALKER.reader(run))
        assert where(result.run) == "boss_date"
        assert text in joined(result.run.facts)
