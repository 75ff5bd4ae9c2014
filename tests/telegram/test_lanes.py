"""The lanes: order, pace, the newest view, what follows from each error, and that no tap is forgotten."""

import itertools
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, SendMessage

from bot.telegram.lane_items import ANSWERS, ShownView
from bot.telegram.lanes import Lanes
from bot.telegram.render import mark
from bot.viewmodels.screen import Button, Copy, Link, PlaceTap, RunTap, Screen, Span, View
from tests.fake import TOKEN, FakeTelegram
from tests.intake.scripted import Fault, HeldClock, Scripted, settle

HERE, THERE = 7, 8
NOWHERE = ShownView()


def screen(text: str) -> Screen:
    return Screen(text, (Span("bold", 0, 1),), ((Button("Дальше", RunTap(1, "fear", "boss")),),))


def view(text: str, draft: str | None = None) -> View:
    return View(screen(text), screen(draft) if draft else None)


class Shown:
    """What the lanes said that Telegram took, per chat the last."""

    def __init__(self) -> None:
        self.log: list[tuple[object, ...]] = []

    async def __call__(self, *shown: object) -> None:
        self.log.append(shown)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def telegram(clock: HeldClock) -> Scripted:
    return Scripted(clock)


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
async def lanes(clock: HeldClock, telegram: Scripted, shown: Shown) -> AsyncIterator[Lanes]:
    made = Lanes(telegram.bot(), shown, clock=clock)
    yield made
    await made.close()


async def test_an_older_view_does_not_take_the_place_of_the_newer_one_that_stands(
    lanes: Lanes, telegram: Scripted, shown: Shown
) -> None:
    """Who loaded before the last step and comes to show behind it would turn the chat back."""
    lanes.show(HERE, 3, view("Сейчас"), fresh=False, stands=NOWHERE)
    assert await lanes.drain(1)
    lanes.show(HERE, 2, view("Раньше"), fresh=False, stands=NOWHERE)
    lanes.show(HERE, 2, view("Раньше"), fresh=True, stands=NOWHERE)
    assert await lanes.drain(1)
    assert [one.text for one in telegram.calls] == ["Сейчас"]
    assert shown.log[-1][:2] == (HERE, 3)
    lanes.forget(HERE)  # everything of theirs was erased: their revisions begin anew
    lanes.show(HERE, 1, view("Снова"), fresh=True, stands=NOWHERE)
    assert await lanes.drain(1)
    assert telegram.calls[-1].text == "Снова"


async def test_first_view_is_sent_and_reported(lanes: Lanes, telegram: Scripted, shown: Shown) -> None:
    lanes.show(HERE, 3, view("Кто это был?"), fresh=False, stands=NOWHERE)
    assert not lanes.idle
    assert await lanes.drain(1)
    (sent,) = telegram.calls
    assert (sent.name, sent.text) == ("sendMessage", "Кто это был?")
    assert shown.log == [(HERE, 3, 101, mark(screen("Кто это был?")), None, None)]


async def test_known_message_is_edited_in_place(lanes: Lanes, telegram: Scripted, shown: Shown) -> None:
    lanes.show(HERE, 4, view("Напряжение?"), fresh=False, stands=ShownView(55, "other"))
    await lanes.drain(1)
    (edit,) = telegram.calls
    assert (edit.name, edit.data["message_id"]) == ("editMessageText", 55)
    assert shown.log[0][:3] == (HERE, 4, 55)


async def test_unchanged_screen_is_not_edited_but_counts_as_shown(
    lanes: Lanes, telegram: Scripted, shown: Shown
) -> None:
    lanes.show(HERE, 5, view("То же"), fresh=False, stands=ShownView(55, mark(screen("То же"))))
    await lanes.drain(1)
    assert telegram.calls == []
    assert shown.log[0][:3] == (HERE, 5, 55)


async def test_fresh_sends_greeting_screen_and_draft_then_strips_the_former(
    lanes: Lanes, telegram: Scripted, shown: Shown, clock: HeldClock
) -> None:
    whole = View(screen("Меню"), screen("Черновик"), greeting=Screen("Привет"), keys=(("SOS", "Разбор"),))
    lanes.show(HERE, 9, whole, fresh=True, stands=ShownView(55, "old", 56, "old"))
    await clock.advance(1)
    assert [(c.name, c.text or c.data["message_id"]) for c in telegram.calls] == [
        ("sendMessage", "Привет"),
        ("sendMessage", "Меню"),
        ("sendMessage", "Черновик"),
        ("editMessageReplyMarkup", 55),
    ]
    keyboard = telegram.calls[0].data["reply_markup"]
    assert [[b["text"] for b in row] for row in keyboard["keyboard"]] == [["SOS", "Разбор"]]
    assert keyboard["is_persistent"]
    assert keyboard["resize_keyboard"]
    assert shown.log == [(HERE, 9, 102, mark(screen("Меню")), 103, mark(screen("Черновик")))]


async def test_draft_in_place_is_edited_and_one_that_was_not_there_is_sent(
    lanes: Lanes, telegram: Scripted, shown: Shown
) -> None:
    lanes.show(HERE, 1, view("Итог", "Первый"), fresh=False, stands=ShownView(55, mark(screen("Итог"))))
    await lanes.drain(1)
    lanes.show(HERE, 2, view("Итог", "Второй"), fresh=False, stands=NOWHERE)
    await lanes.drain(1)
    lanes.show(HERE, 3, view("Меню"), fresh=False, stands=NOWHERE)
    await lanes.drain(1)
    assert [(c.name, c.text) for c in telegram.calls] == [
        ("sendMessage", "Первый"),
        ("editMessageText", "Второй"),
        ("editMessageText", "Меню"),
        ("deleteMessage", None),
    ]
    assert [line[4] for line in shown.log] == [101, 101, None]


async def test_a_row_read_too_early_does_not_bring_back_an_old_message(
    lanes: Lanes, telegram: Scripted, shown: Shown, clock: HeldClock
) -> None:
    lanes.show(HERE, 1, view("Первый"), fresh=True, stands=ShownView(55, "x"))
    await clock.advance(1)
    # This handler read its row before the lane's note about message 101 was written there.
    lanes.show(HERE, 2, view("Второй"), fresh=False, stands=ShownView(55, "x"))
    await clock.advance(1)
    assert [(c.name, c.data.get("message_id")) for c in telegram.calls] == [
        ("sendMessage", None),
        ("editMessageReplyMarkup", 55),
        ("editMessageText", 101),
    ]
    assert shown.log[-1][:3] == (HERE, 2, 101)


async def test_newest_view_wins_while_one_waits(lanes: Lanes, telegram: Scripted, shown: Shown) -> None:
    for revision in range(1, 50):
        lanes.show(HERE, revision, view(f"Вид {revision}"), fresh=revision == 10, stands=ShownView(55, "x"))
    lanes.show(HERE, 12, view("Вчерашний"), fresh=False, stands=NOWHERE)
    await lanes.drain(1)
    assert [c.text for c in telegram.named("sendMessage", "editMessageText")] == ["Вид 49"]
    assert telegram.calls[0].name == "sendMessage"  # one of them had to come anew, so the newest does
    assert [line[1] for line in shown.log] == [49]


async def test_view_that_comes_while_a_call_is_out_follows_in_the_same_message(
    lanes: Lanes, telegram: Scripted, shown: Shown, clock: HeldClock
) -> None:
    late = False

    def on_call(name: str, _data: dict[str, Any]) -> None:
        nonlocal late
        if name == "sendMessage" and not late:
            late = True
            lanes.show(HERE, 2, view("Второй"), fresh=False, stands=ShownView(55, "x"))

    telegram.on_call = on_call
    lanes.show(HERE, 1, view("Первый"), fresh=True, stands=ShownView(55, "x"))
    await clock.advance(1)
    assert [(c.name, c.data.get("message_id")) for c in telegram.calls] == [
        ("sendMessage", None),
        ("editMessageText", 101),
        ("editMessageReplyMarkup", 55),
    ]
    assert [line[1:3] for line in shown.log] == [(2, 101)]


async def test_fresh_view_that_comes_while_a_fresh_one_is_out_is_sent_under_it(
    lanes: Lanes, telegram: Scripted, clock: HeldClock
) -> None:
    telegram.on_call = lambda _name, data: (
        lanes.show(HERE, 2, view("Второй"), fresh=True, stands=NOWHERE) if data.get("text") == "Первый" else None
    )
    lanes.show(HERE, 1, view("Первый"), fresh=True, stands=NOWHERE)
    await clock.advance(1)
    assert [(c.name, c.text or c.data["message_id"]) for c in telegram.calls] == [
        ("sendMessage", "Первый"),
        ("sendMessage", "Второй"),
        ("editMessageReplyMarkup", 101),
    ]


async def test_greeting_that_waits_survives_a_newer_view(lanes: Lanes, telegram: Scripted) -> None:
    first = View(screen("Меню"), greeting=Screen("Привет"), keys=(("SOS",),))
    lanes.show(HERE, 1, first, fresh=True, stands=NOWHERE)
    lanes.show(HERE, 2, view("Кто это был?"), fresh=False, stands=NOWHERE)
    await lanes.drain(1)
    assert [c.text for c in telegram.calls] == ["Привет", "Кто это был?"]
    assert telegram.calls[0].data["reply_markup"]["keyboard"]


async def test_answers_go_first_and_in_order(lanes: Lanes, telegram: Scripted) -> None:
    lanes.show(HERE, 1, view("Экран"), fresh=False, stands=NOWHERE)
    for n in range(5):
        lanes.answer(HERE, f"q{n}", "ok" if n else None)
    await lanes.drain(1)
    assert [c.data.get("callback_query_id") for c in telegram.calls] == ["q0", "q1", "q2", "q3", "q4", None]


async def test_long_note_to_a_tap_is_cut(lanes: Lanes, telegram: Scripted) -> None:
    lanes.answer(HERE, "tap", "я\x00" * 200)
    await lanes.drain(1)
    assert telegram.calls[0].text == "я\ufffd" * 99 + "я…"


async def test_tap_is_answered_though_its_screen_fails(
    lanes: Lanes, telegram: Scripted, clock: HeldClock, shown: Shown
) -> None:
    telegram.fail("editMessageText", *[Fault(502, "Bad Gateway")] * 4)
    lanes.show(HERE, 1, view("Экран"), fresh=False, stands=ShownView(55, "x"))
    await settle()
    lanes.answer(HERE, "tap")
    await settle()
    assert [c.name for c in telegram.named("answerCallbackQuery")] == ["answerCallbackQuery"]
    assert shown.log == []
    await clock.advance(60)
    assert [line[:3] for line in shown.log] == [(HERE, 1, 55)]


async def test_new_tap_is_tried_at_once_whatever_the_last_one_met(
    lanes: Lanes, telegram: Scripted, clock: HeldClock
) -> None:
    telegram.fail("answerCallbackQuery", *[Fault(0)] * 6)
    lanes.answer(HERE, "first")
    await clock.advance(13)
    assert telegram.named("answerCallbackQuery") == []
    await clock.advance(8)
    telegram.faults.clear()
    lanes.answer(HERE, "second")
    await settle()
    assert [c.data["callback_query_id"] for c in telegram.named("answerCallbackQuery")] == ["first", "second"]


async def test_view_that_had_to_come_anew_does_so_after_a_failure(
    lanes: Lanes, telegram: Scripted, clock: HeldClock
) -> None:
    telegram.fail("sendMessage", Fault(502, "Bad Gateway"))
    whole = View(screen("Меню"), greeting=Screen("Привет"), keys=(("SOS",),))
    lanes.show(HERE, 1, whole, fresh=True, stands=ShownView(55, "x"))
    await clock.advance(5)
    assert [c.text for c in telegram.named("sendMessage")] == ["Привет", "Меню"]
    telegram.fail("sendMessage", Fault(502, "Bad Gateway"))
    lanes.show(HERE, 2, view("Кто это был?"), fresh=True, stands=NOWHERE)
    await clock.advance(5)
    assert [c.text for c in telegram.named("sendMessage")] == ["Привет", "Меню", "Кто это был?"]
    assert telegram.named("editMessageText") == []


async def test_failing_answers_do_not_hold_up_the_screen(lanes: Lanes, telegram: Scripted, clock: HeldClock) -> None:
    telegram.fail("answerCallbackQuery", *[Fault(0)] * 5)
    lanes.answer(HERE, "tap")
    lanes.show(HERE, 1, view("Экран"), fresh=False, stands=NOWHERE)
    await settle()
    assert [c.text for c in telegram.named("sendMessage")] == ["Экран"]
    await clock.advance(60)
    assert len(telegram.named("answerCallbackQuery")) == 1


async def test_too_late_answer_is_let_go(lanes: Lanes, telegram: Scripted, caplog: pytest.LogCaptureFixture) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    telegram.fail("answerCallbackQuery", Fault(400, late))
    with caplog.at_level(logging.WARNING):
        lanes.answer(HERE, "tap")
        await lanes.drain(1)
    assert lanes.idle
    assert caplog.records == []


async def test_429_is_honoured_to_the_second_and_only_there(
    lanes: Lanes, telegram: Scripted, clock: HeldClock, shown: Shown
) -> None:
    telegram.fail("sendMessage", Fault(429, "Too Many Requests: retry after 37", 37), chat=HERE)
    lanes.show(HERE, 1, view("Старый"), fresh=True, stands=NOWHERE)
    await settle()
    start = clock.at
    lanes.show(HERE, 2, view("Новый"), fresh=False, stands=NOWHERE)
    lanes.answer(HERE, "tap")
    lanes.show(THERE, 1, view("Там"), fresh=False, stands=NOWHERE)
    await clock.advance(36.9)
    assert telegram.to(HERE) == []
    assert telegram.named("answerCallbackQuery") == []
    assert [c.text for c in telegram.to(THERE)] == ["Там"]
    await clock.advance(0.1)
    assert [(c.text, c.at - start) for c in telegram.to(HERE)] == [("Новый", 37.0)]
    assert len(telegram.named("answerCallbackQuery")) == 1
    assert (HERE, 2, 102) in [line[:3] for line in shown.log]


async def test_429_in_many_chats_quietens_all(lanes: Lanes, telegram: Scripted, clock: HeldClock) -> None:
    telegram.fail("sendMessage", *[Fault(429, "Too Many Requests: retry after 5", 5)] * 6)
    for chat in range(1, 7):
        lanes.show(chat, 1, view("Экран"), fresh=False, stands=NOWHERE)
    await settle()
    lanes.show(7, 1, view("Экран"), fresh=False, stands=NOWHERE)
    await clock.advance(4.9)
    assert telegram.to(7) == []
    await clock.advance(0.4)
    assert len(telegram.to(7)) == 1


async def test_429_in_some_chats_while_others_are_served_quietens_those_only(
    lanes: Lanes, telegram: Scripted, clock: HeldClock
) -> None:
    for chat in range(1, 9):
        if chat % 2:
            telegram.fail("sendMessage", Fault(429, "Too Many Requests: retry after 5", 5))
        lanes.show(chat, 1, view("Экран"), fresh=False, stands=NOWHERE)
        await settle()
    lanes.show(9, 1, view("Экран"), fresh=False, stands=NOWHERE)
    await clock.advance(0.5)
    assert len(telegram.to(9)) == 1


async def test_after_all_were_told_to_wait_they_do_not_come_back_all_at_once(
    lanes: Lanes, telegram: Scripted, clock: HeldClock
) -> None:
    telegram.fail("sendMessage", *[Fault(429, "Too Many Requests: retry after 5", 5)] * 6)
    for chat in range(1, 201):
        lanes.show(chat, 1, view("Экран"), fresh=False, stands=NOWHERE)
    await settle()
    began = clock.time()
    await clock.advance(20)
    sent = sorted(call.at - began for call in telegram.named("sendMessage"))
    seconds = [sum(start <= at < start + 1 for at in sent) for start in range(5, 10)]
    assert max(seconds) <= 27, seconds


async def test_network_trouble_backs_off_and_ends_with_the_newest_view(
    lanes: Lanes, telegram: Scripted, clock: HeldClock, shown: Shown
) -> None:
    telegram.fail("sendMessage", *[Fault(500, "Internal Server Error")] * 5, *[Fault(0)] * 5)
    lanes.show(HERE, 1, view("Старый"), fresh=False, stands=NOWHERE)
    await settle()
    lanes.show(HERE, 2, view("Новый"), fresh=False, stands=NOWHERE)
    await clock.advance(300)
    tries = [c.at for c in telegram.calls]
    waits = [b - a for a, b in itertools.pairwise(tries)]
    assert len(waits) == 10
    assert 0.5 <= waits[0] <= 0.75
    assert all(a < b for a, b in itertools.pairwise(waits[:6]))
    assert max(waits) <= 30.0
    assert [c.text for c in telegram.named("sendMessage")] == ["Новый"]
    assert [line[1] for line in shown.log] == [2]


async def test_not_modified_counts_as_shown(lanes: Lanes, telegram: Scripted, shown: Shown) -> None:
    words = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    telegram.fail("editMessageText", Fault(400, words))
    lanes.show(HERE, 6, view("То же"), fresh=False, stands=ShownView(55, "x"))
    await lanes.drain(1)
    assert shown.log == [(HERE, 6, 55, mark(screen("То же")), None, None)]
    assert len(telegram.calls) == 1


@pytest.mark.parametrize("words", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_message_that_is_gone_is_sent_anew(words: str, lanes: Lanes, telegram: Scripted, shown: Shown) -> None:
    telegram.fail("editMessageText", Fault(400, f"Bad Request: {words}"))
    lanes.show(HERE, 6, view("Экран"), fresh=False, stands=ShownView(55, "x"))
    await lanes.drain(1)
    assert [c.text for c in telegram.named("sendMessage")] == ["Экран"]
    assert shown.log[0][:3] == (HERE, 6, 101)


async def test_draft_that_is_gone_is_sent_anew(lanes: Lanes, telegram: Scripted, shown: Shown) -> None:
    telegram.fail("editMessageText", Fault(400, "Bad Request: message to edit not found"))
    place = ShownView(55, mark(screen("Итог")), 56, "old")
    lanes.show(HERE, 6, view("Итог", "Черновик"), fresh=False, stands=place)
    await lanes.drain(1)
    assert shown.log[0][1:5] == (6, 55, mark(screen("Итог")), 101)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(403, "Forbidden: bot was blocked by the user"),
        Fault(403, "Forbidden: user is deactivated"),
        Fault(400, "Bad Request: chat not found"),
        Fault(400, "Bad Request: PEER_ID_INVALID"),
    ],
)
async def test_chat_that_is_gone_ends_its_work_and_marks_nothing(
    fault: Fault, lanes: Lanes, telegram: Scripted, shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail("sendMessage", fault)
    with caplog.at_level(logging.INFO):
        lanes.show(HERE, 1, view("Тайное"), fresh=False, stands=NOWHERE)
        lanes.say(HERE, Screen("Тайное"))
        await lanes.drain(1)
    assert lanes.idle
    assert len(telegram.calls) == 1
    assert shown.log == []
    assert [r.getMessage() for r in caplog.records] == ["chat 7: nothing can be sent there any more"]
    lanes.show(HERE, 2, view("Снова"), fresh=True, stands=NOWHERE)  # unblocked, and /start
    await lanes.drain(1)
    assert shown.log[0][:2] == (HERE, 2)


async def test_refused_screen_is_sent_once_as_plain_text_with_its_taps(
    lanes: Lanes, telegram: Scripted, shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    rows = ((Button("Открыть", Link("tg://resolve?domain=тайна")), Button("Копия", Copy("тайна"))), screen("x").rows[0])
    telegram.fail("editMessageText", Fault(400, "Bad Request: inline keyboard button URL 'tg://тайна' is invalid"))
    with caplog.at_level(logging.DEBUG):
        lanes.show(HERE, 1, View(Screen("Тайна", (Span("bold", 0, 5),), rows)), fresh=False, stands=ShownView(55, "x"))
        await lanes.drain(1)
    (sent,) = telegram.named("sendMessage")
    assert "entities" not in sent.data
    buttons = [b["text"] for row in sent.data["reply_markup"]["inline_keyboard"] for b in row]
    assert buttons == ["Дальше"]
    assert shown.log[0][:3] == (HERE, 1, 101)
    assert "айна" not in caplog.text
    assert "TelegramBadRequest(button,url)" in caplog.text


async def test_screen_refused_twice_is_dropped_and_stays_owed(lanes: Lanes, telegram: Scripted, shown: Shown) -> None:
    telegram.fail("sendMessage", *[Fault(400, "Bad Request: text must be encoded in UTF-8")] * 2)
    lanes.show(HERE, 1, view("Экран"), fresh=False, stands=NOWHERE)
    await lanes.drain(1)
    assert lanes.idle
    assert shown.log == []
    lanes.show(HERE, 2, view("Следующий"), fresh=False, stands=NOWHERE)
    await lanes.drain(1)
    assert shown.log[0][1] == 2


async def test_screen_that_cannot_be_rendered_does_not_end_the_lane(
    lanes: Lanes, telegram: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    bad = View(Screen("Экран", rows=((Button("x", PlaceTap("a" * 80)),),)))
    lanes.show(HERE, 1, bad, fresh=False, stands=NOWHERE)
    lanes.say(HERE, Screen("Слово"))
    await lanes.drain(1)
    assert [c.text for c in telegram.calls] == ["Слово"]
    assert "a" * 80 not in caplog.text


async def test_pace_in_one_chat(lanes: Lanes, telegram: Scripted, clock: HeldClock) -> None:
    for n in range(10):
        lanes.say(HERE, Screen(f"Слово {n}"))
    start = clock.at
    await clock.advance(20)
    assert [c.at - start for c in telegram.calls] == [0, 0, 0, 0, 1, 2, 3, 4, 5, 6]
    assert [c.text for c in telegram.calls] == [f"Слово {n}" for n in range(10)]


async def test_pace_over_all_chats_and_first_come_first_served(
    lanes: Lanes, telegram: Scripted, clock: HeldClock
) -> None:
    for chat in range(300):
        lanes.show(chat, 1, view("Экран"), fresh=False, stands=NOWHERE)
    start = clock.at
    await clock.advance(10)
    moments = [c.at - start for c in telegram.calls]
    assert len(moments) == 300
    assert [c.data["chat_id"] for c in telegram.calls] == list(range(300))
    for moment in moments:
        assert sum(1 for m in moments if moment <= m < moment + 1) <= 226  # what was saved up, and a second's rate
    assert moments[199] == 0  # two hundred people at once are answered at once
    assert 3.8 <= moments[-1] <= 4.2


async def test_same_notice_is_not_queued_twice(lanes: Lanes, telegram: Scripted, clock: HeldClock) -> None:
    for _ in range(1000):
        lanes.say(-100, Screen("Я отвечаю в личных сообщениях."))
    await clock.advance(60)
    assert len(telegram.calls) == 1


async def test_error_while_recording_does_not_end_the_lane(clock: HeldClock, telegram: Scripted) -> None:
    async def broken(*_: object) -> None:
        raise OSError("disk")

    lanes = Lanes(telegram.bot(), broken, clock=clock)
    lanes.show(HERE, 1, view("Первый"), fresh=False, stands=NOWHERE)
    await lanes.drain(1)
    lanes.show(HERE, 2, view("Второй"), fresh=False, stands=NOWHERE)
    await lanes.drain(1)
    assert [c.name for c in telegram.calls] == ["sendMessage", "editMessageText"]


async def test_drain_gives_up_and_close_ends(lanes: Lanes, telegram: Scripted, shown: Shown) -> None:
    telegram.fail("sendMessage", Fault(429, "Too Many Requests: retry after 600", 600))
    lanes.show(HERE, 1, view("Экран"), fresh=False, stands=NOWHERE)
    await settle()
    assert not await lanes.drain(0.05)
    await lanes.close()
    assert lanes.idle
    assert shown.log == []


async def test_over_http_telegram_refuses_nothing(shown: Shown) -> None:
    async with FakeTelegram() as fake:
        anna = fake.person()
        await anna.say("/start")
        bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(fake.url)))
        lanes = Lanes(bot, shown)
        rows = (
            (Button("Дальше", RunTap(1, "fear", "boss"), "primary"), Button("Скопировать", Copy("Слышу вас."))),
            (Button("Открыть чат", Link("tg://resolve?domain=client&text=x")), Button("Меню", PlaceTap("menu"))),
        )
        words = "😀<b>&\x00\ud800 \u202e" + "ё" * 5000
        spans = (Span("bold", 0, 1), Span("code", 4, 9), Span("pre", 100, 6000))
        greeting = Screen("Привет", (Span("italic", 0, 6),))
        full = View(Screen(words, spans, rows), Screen("Черновик", (Span("pre", 0, 8),)), greeting, (("SOS",),))
        lanes.show(anna.id, 1, full, fresh=True, stands=NOWHERE)
        assert await lanes.drain(5)
        tap = await anna.tap("Дальше")
        assert tap is not None
        lanes.answer(anna.id, tap.id, "Записано")
        lanes.show(anna.id, 2, view("Дальше"), fresh=False, stands=NOWHERE)
        assert await lanes.drain(5)
        lanes.show(anna.id, 3, view("Ещё дальше"), fresh=True, stands=NOWHERE)
        assert await lanes.drain(5)
        refused = [c for c in fake.calls if c.code != 200]
        assert [(c.method, c.description) for c in refused] == []
        assert [line[1] for line in shown.log] == [1, 2, 3]
        await lanes.close()
        await bot.session.close()


async def test_what_the_lane_knows_is_newer_than_the_row(lanes: Lanes) -> None:
    assert lanes.standing(HERE, ShownView(55)) == ShownView(55)
    assert not lanes.busy(HERE)
    lanes.show(HERE, 1, view("Экран"), fresh=True, stands=ShownView(55))
    assert lanes.busy(HERE)
    await lanes.drain(1)
    assert lanes.standing(HERE, ShownView(55)) == ShownView(101, mark(screen("Экран")))
    assert not lanes.busy(HERE)


async def test_forget_drops_what_waits(lanes: Lanes, telegram: Scripted, clock: HeldClock, shown: Shown) -> None:
    telegram.fail("sendMessage", Fault(429, "Too Many Requests: retry after 5", 5))
    lanes.show(HERE, 57, view("Стёртое"), fresh=False, stands=ShownView(None))
    await settle()
    lanes.forget(HERE)
    lanes.show(HERE, 1, view("Чистый лист"), fresh=True, stands=NOWHERE)
    await clock.advance(10)
    assert [c.text for c in telegram.named("sendMessage")] == ["Чистый лист"]
    assert [line[1] for line in shown.log] == [1]


async def test_idle_lanes_are_forgotten_only_when_there_are_many(
    lanes: Lanes, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.lanes._REMEMBERED", 10)
    for chat in range(30):
        lanes.answer(chat, "tap")
    await settle()
    assert len(lanes._lanes) == 30  # all of them fresh: their rows may not be up to date
    await clock.advance(61)
    lanes.answer(99, "tap")
    await settle()
    assert len(lanes._lanes) == 10


@pytest.mark.parametrize("method", [AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, SendMessage])
def test_models_of_answers_are_kept(method: Any) -> None:  # noqa: ANN401 — a class of methods, whatever it returns
    kept = [answer.__pydantic_generic_metadata__["args"] for answer in ANSWERS]
    assert (method.__returning__,) in kept


@pytest.mark.parametrize("words", ["message to delete not found", "message can't be deleted for everyone"])
async def test_a_draft_that_is_gone_already_or_stays_is_let_go_quietly(
    words: str, lanes: Lanes, telegram: Scripted, shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail("deleteMessage", Fault(400, f"Bad Request: {words}"))
    lanes.show(HERE, 1, view("Вопрос"), fresh=False, stands=ShownView(55, "old", 56, "old"))
    await lanes.drain(1)
    assert [call.name for call in telegram.calls] == ["editMessageText", "deleteMessage"]
    assert shown.log[-1][4:] == (None, None)
    assert not caplog.records


async def test_in_a_crowd_everybody_gets_their_screen_before_any_old_keyboard_goes(
    lanes: Lanes, telegram: Scripted, clock: HeldClock
) -> None:
    """Two hundred people write at the same moment, a few more a moment later: old keyboards wait, and keep the pace."""
    for chat in range(200):
        lanes.show(chat, 1, view("Экран"), fresh=True, stands=ShownView(55, "old"))
    await clock.advance(1)
    for chat in range(200, 230):
        lanes.show(chat, 1, view("Экран"), fresh=True, stands=ShownView(55, "old"))
    await clock.advance(30)
    names = [one.name for one in telegram.calls]
    assert names == ["sendMessage"] * 230 + ["editMessageReplyMarkup"] * 230
    assert lanes.idle
    strips = [one.at for one in telegram.named("editMessageReplyMarkup")]
    assert max(sum(at <= other < at + 1 for other in strips) for at in strips) <= 26
    assert strips[-1] - 1000 < 21


async def test_an_old_keyboard_leaves_the_next_screen_of_its_chat_its_call(
    lanes: Lanes, telegram: Scripted, clock: HeldClock
) -> None:
    lanes.say(HERE, Screen("Раз"))
    lanes.say(HERE, Screen("Два"))
    lanes.show(HERE, 1, view("Экран"), fresh=True, stands=ShownView(55, "old"))
    await clock.advance(0.5)
    lanes.show(HERE, 2, view("Следующий"), fresh=False, stands=NOWHERE)
    await clock.advance(0)
    assert [(one.name, round(one.at - 1000, 1)) for one in telegram.calls[-1:]] == [("editMessageText", 0.5)]
    assert not telegram.named("editMessageReplyMarkup")
    await clock.advance(5)
    assert telegram.calls[-1].name == "editMessageReplyMarkup"


async def test_what_nobody_waits_for_comes_in_a_lull_and_a_tap_makes_it_hurry(
    lanes: Lanes, telegram: Scripted, clock: HeldClock
) -> None:
    for chat in range(50):
        lanes.show(chat, 1, view("Давно не виделись"), fresh=True, stands=NOWHERE, unhurried=True)
    await clock.advance(0)
    lanes.show(49, 1, view("Давно не виделись"), fresh=True, stands=NOWHERE)  # owed just the same
    lanes.show(48, 2, view("Ответ"), fresh=False, stands=NOWHERE)
    await clock.advance(0)
    assert [one.data["chat_id"] for one in telegram.calls][1:] == [48]
    assert [one.data.get("disable_notification") for one in telegram.calls] == [True, None]
    await clock.advance(1)
    assert len(telegram.calls) <= 28
    await clock.advance(2)
    assert len(telegram.calls) == 50
    assert 49 in [one.data["chat_id"] for one in telegram.calls[-3:]]
    assert lanes.idle


@pytest.mark.parametrize("words", ["Bad Request: VOICE_MESSAGES_FORBIDDEN", "Bad Request: wrong file identifier"])
async def test_voice_notes_that_do_not_come_are_told_of_once(lanes: Lanes, telegram: Scripted, words: str) -> None:
    """Where none may come it isn't tried again; where one is lost the others come."""
    forbidden, lost = Screen("Закрыто"), Screen("Потерялось")
    telegram.fail("sendVoice", Fault(0), Fault(400, words))
    for _ in range(2):  # tapped twice
        lanes.play(HERE, ("один", "два", "три"), forbidden=forbidden, lost=lost)
    assert isinstance(lanes._clock, HeldClock)
    await lanes._clock.advance(10)
    came = [one.data["voice"] for one in telegram.named("sendVoice")]
    private = "FORBIDDEN" in words
    assert came == ([] if private else ["два", "три"])
    assert [one.text for one in telegram.named("sendMessage")] == ["Закрыто" if private else "Потерялось"]
    assert lanes.idle
