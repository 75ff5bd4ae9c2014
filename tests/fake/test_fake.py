"""The fake itself, asked by a real aiogram `Bot` over HTTP: it must refuse what Telegram refuses, in its words."""

import asyncio
import json
import signal
import struct
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetUpdates
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.fake import TOKEN, FakeTelegram, FakeTelegramThread, Person
from tests.fake.entities import checked, clean, cut, take, units
from tests.fake.wire import ApiError


class Quick(AiohttpSession):
    """aiogram's session without the quarter of a second it waits at the end for TLS, which isn't used here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def bot_for(url: str) -> Bot:
    return Bot(TOKEN, session=Quick(api=TelegramAPIServer.from_base(url)))


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
async def bot(tg: FakeTelegram) -> AsyncIterator[Bot]:
    async with bot_for(tg.url).context() as made:
        yield made


@pytest.fixture
def anna(tg: FakeTelegram) -> Person:
    return tg.person().starts()


def inline(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=list(rows))


def key(text: str = "Go", data: str | None = "go", **more: object) -> InlineKeyboardButton:
    return InlineKeyboardButton.model_validate({"text": text, "callback_data": data, **more})


def bold(offset: int, length: int) -> list[MessageEntity]:
    return [MessageEntity(type="bold", offset=offset, length=length)]


class Confirming:
    """The least a bot must do for the fake to see it quiet: takes updates, confirms them, hands them over."""

    def __init__(self, bot: Bot, take_in: Callable[[Update], Awaitable[object]]) -> None:
        self.bot, self.take_in, self.got = bot, take_in, list[int]()

    async def run(self) -> None:
        offset = None
        while True:
            for update in await self.bot.get_updates(offset=offset, timeout=5):
                self.got.append(update.update_id)
                offset = update.update_id + 1
                await self.take_in(update)

    async def __aenter__(self) -> "Confirming":
        self.task = asyncio.create_task(self.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


# -- texts and entities


async def test_a_message_comes_back_as_telegram_gives_it(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    assert (await bot.get_me()).username == "okok_test_bot"
    sent = await bot.send_message(
        anna.id, "😀 bold  \n", entities=bold(3, 4), reply_markup=inline([key(style="primary")])
    )
    assert (sent.text, sent.chat.id, sent.from_user and sent.from_user.is_bot) == ("😀 bold", anna.id, True)
    assert [(e.type, e.offset, e.length) for e in sent.entities or ()] == [("bold", 3, 4)]
    assert anna.messages[-1].marked("bold") == ["bold"]
    assert anna.buttons == ["Go"]
    assert anna.chat_text() == "bot #1: 😀 bold\n    [Go]"
    assert [(c.method, c.chat, c.code) for c in tg.calls] == [("getMe", None, 200), ("sendMessage", anna.id, 200)]
    tg.assert_clean()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("a" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
    ],
)
async def test_text_refused(bot: Bot, anna: Person, text: str, words: str) -> None:
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_message(anna.id, text)


@pytest.mark.parametrize("text", ["a" * 4096, "😀" * 2048, "a" * 4096 + " \n", "<b>", "'; DROP", "%_", "\u202eabc"])
async def test_text_taken(tg: FakeTelegram, bot: Bot, anna: Person, text: str) -> None:
    await bot.send_message(anna.id, text)
    tg.assert_clean()


@pytest.mark.parametrize(
    ("offset", "length", "words"),
    [
        (0, 1, "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4"),
        (1, 1, "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (0, 6, "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 6"),
        (6, 1, "entity begins after the end of the text at UTF-16 offset 6"),
        (-1, 2, "receive an entity with incorrect offset -1"),
        (0, -1, "receive an entity with incorrect length -1"),
    ],
)
async def test_entity_refused(bot: Bot, anna: Person, offset: int, length: int, words: str) -> None:
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_message(anna.id, "😀abc", entities=bold(offset, length))


@given(text=st.text(max_size=12), start=st.integers(0, 12), end=st.integers(0, 12))
def test_entities_between_characters_are_taken_and_keep_their_words(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    entity = {"type": "bold", "offset": units(text[:start]), "length": units(text[start:end])}
    out, marks = clean(text, checked(text, [entity]))
    assert len(marks) <= 1
    for mark in marks:
        assert clean(cut(out, mark["offset"], mark["length"]), [])[0] in clean(text[start:end], [])[0]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("ы<div>", 'Unsupported start tag "div" at byte offset 2'),
        ("a < b", 'Unclosed start tag at byte offset 2|Unsupported start tag "" at byte offset 2'),
    ],
)
async def test_html_refused(bot: Bot, anna: Person, source: str, words: str) -> None:
    with pytest.raises(TelegramBadRequest, match=f"can't parse entities: ({words})"):
        await bot.send_message(anna.id, source, parse_mode="HTML")


def test_html_taken() -> None:
    text, marks = take("<b>a &lt; <i>б</i></b> <a href='tg://x'>c</a>", None, "HTML", 4096)
    assert text == "a < б c"
    assert [(m["type"], m["offset"], m["length"]) for m in marks] == [
        ("bold", 0, 5),
        ("italic", 4, 1),
        ("text_link", 6, 1),
    ]
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        take("a", None, "BBCode", 4096)


async def test_surrogates_are_refused_and_nul_is_told(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="strings must be encoded in UTF-8"):
        await post(tg, "sendMessage", json.dumps({"chat_id": anna.id, "text": "a\ud83d"}))
    await bot.send_message(anna.id, "a\0b")
    assert anna.screen == "a b"
    assert tg.violations == ["sendMessage: NUL in a text, Telegram shows a space"]


async def post(tg: FakeTelegram, method: str, body: str) -> dict[str, object]:
    """A call as no library would make it; raises what aiogram would for a 400."""
    async with (
        aiohttp.ClientSession(headers={"Content-Type": "application/json"}) as session,
        session.post(f"{tg.url}/bot{TOKEN}/{method}", data=body) as answer,
    ):
        found: dict[str, object] = await answer.json()
    if answer.status == 400:
        raise TelegramBadRequest(method=GetUpdates(), message=str(found["description"]))
    return found


# -- keyboards


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (inline([key(data="я" * 33)]), "BUTTON_DATA_INVALID"),
        (inline([key(data="")]), "BUTTON_DATA_INVALID"),
        (inline([key(" ")]), "inline keyboard button text must be non-empty"),
        (inline([key(data=None)]), "Text buttons are unallowed"),
        (inline([key(data=None, copy_text=CopyTextButton(text="a" * 257))]), "BUTTON_COPY_TEXT_INVALID"),
        (inline([key(data=None, url="javascript:alert(1)")]), "BUTTON_URL_INVALID"),
        (inline([key(data=None, url="http://localhost")]), "BUTTON_URL_INVALID"),
        (inline([key(style="loud")]), "BUTTON_STYLE_INVALID"),
        (inline([key()] * 9), "reply markup is too long"),
        (inline(*[[key()] * 8] * 13), "reply markup is too long"),
        (ReplyKeyboardMarkup(keyboard=[]), "reply keyboard must be non-empty"),
        (ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="")]]), "keyboard button text must be non-empty"),
    ],
)
async def test_keyboard_refused(
    bot: Bot, anna: Person, markup: InlineKeyboardMarkup | ReplyKeyboardMarkup, words: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_message(anna.id, "a", reply_markup=markup)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("[]", "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
        ('{"inline_keyboard": [{}]}', "must be an Array of Arrays"),
        ('{"inline_keyboard": [["a"]]}', "InlineKeyboardButton must be an Object"),
        ('{"buttons": []}', "reply markup must be"),
    ],
)
async def test_markup_of_a_wrong_shape(tg: FakeTelegram, anna: Person, raw: str, words: str) -> None:
    with pytest.raises(TelegramBadRequest, match=words):
        await post(tg, "sendMessage", json.dumps({"chat_id": anna.id, "text": "a", "reply_markup": raw}))


async def test_copy_and_link_buttons_stay_with_the_person(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    link = "tg://resolve?domain=client&text=%D0%94"
    rows = inline([key("Copy", None, copy_text=CopyTextButton(text="x" * 256))], [key("Open", None, url=link)])
    await bot.send_message(anna.id, "a", reply_markup=rows)
    assert await anna.tap("Copy") is None
    assert await anna.tap("Open") is None
    assert (anna.clipboard, anna.opened, tg.pending) == ("x" * 256, [link], [])
    with pytest.raises(AssertionError, match=r"no button 'Nope' among \[\['Copy', 'Open'\]\]"):
        await anna.tap("Nope")


async def test_reply_keyboard_stands_until_it_is_removed(bot: Bot, anna: Person) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="SOS")]], resize_keyboard=True, is_persistent=True)
    first = await bot.send_message(anna.id, "a", reply_markup=keyboard)
    await bot.send_message(anna.id, "b", reply_markup=inline([key()]))
    assert anna.keys == ["SOS"]
    assert (await anna.press("SOS")).text == "SOS"
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await first.edit_text("c")
    await bot.send_message(anna.id, "d", reply_markup=ReplyKeyboardRemove())
    assert anna.keys == []


# -- editing and deleting


async def test_edits(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "a", reply_markup=inline([key()]))
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message content and"):
        await sent.edit_text("a ", reply_markup=inline([key()]))
    edited = await sent.edit_text("b")
    assert isinstance(edited, Message)
    assert (edited.text, edited.edit_date is not None, edited.reply_markup) == ("b", True, None)
    await sent.edit_reply_markup(reply_markup=inline([key("Now")]))
    assert (anna.screen, anna.buttons, len(anna.messages[0].versions)) == ("b", ["Now"], 2)
    own = await anna.say("mine")
    for number, words in [(own.id, "message can't be edited"), (99, "message to edit not found")]:
        with pytest.raises(TelegramBadRequest, match=words):
            await bot.edit_message_text("x", chat_id=anna.id, message_id=number)
    wrong = {"chat_id": anna.id, "message_id": sent.message_id, "reply_markup": {"force_reply": True}}
    with pytest.raises(TelegramBadRequest, match="inline keyboard expected"):
        await post(tg, "editMessageReplyMarkup", json.dumps(wrong))
    assert len(tg.refused()) == 4
    with pytest.raises(AssertionError, match="can't be edited"):
        tg.assert_clean(forgive="not modified|not found|expected")


async def test_deleting(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    sent, own = await bot.send_message(anna.id, "a"), await anna.say("mine")
    assert await bot.delete_message(anna.id, own.id)
    assert await sent.delete()
    assert anna.chat_text() == ""
    for act in (sent.delete, lambda: sent.edit_text("b")):
        with pytest.raises(TelegramBadRequest, match=r"message to (delete|edit) not found"):
            await act()
    old = await bot.send_message(anna.id, "c")
    assert await bot.delete_messages(anna.id, [77, (await anna.say("d")).id])
    tg.advance(49 * 3600)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await old.delete()


async def test_replying_to_what_is_gone(bot: Bot, anna: Person) -> None:
    own = await anna.say("mine")
    sent = await bot.send_message(anna.id, "a", reply_parameters=ReplyParameters(message_id=own.id))
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "mine"
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(anna.id, "a", reply_parameters=ReplyParameters(message_id=99))


# -- chats and methods


async def test_who_cannot_be_written_to(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(5, "a")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(tg.person(6).id, "a")
    await anna.block()
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(anna.id, "a")
    await anna.unblock()
    await bot.send_message(anna.id, "a")
    await anna.delete_account()
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_chat_action(anna.id, "typing")
    changes = [u.my_chat_member for u in await bot.get_updates()]
    assert [c.new_chat_member.status for c in changes if c] == ["kicked", "member"]


async def test_unknown_method_and_parameter_are_told(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    with pytest.raises(TelegramNotFound, match="Not Found: method not found"):
        await bot.send_dice(anna.id)
    await post(tg, "SENDMESSAGE", json.dumps({"chat_id": str(anna.id), "text": "a", "markup": "{}"}))
    assert tg.violations == ["sendDice: unknown method", "sendMessage: unknown parameter 'markup'"]
    with pytest.raises(TelegramBadRequest, match="can't parse JSON object"):
        await post(tg, "getMe", "[")


async def test_the_bot_s_own_settings(tg: FakeTelegram, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand(command="sos", description="now")], language_code="en")
    await bot.set_my_description("long", language_code="ru")
    await bot.set_my_short_description("short")
    await bot.set_chat_menu_button()
    await bot.delete_webhook()
    assert tg.settings["description:ru"] == "long"
    assert tg.settings["commands:en"] == [{"command": "sos", "description": "now"}]
    for call, words in [
        (bot.set_my_commands([BotCommand(command="SOS", description="now")]), "BOT_COMMAND_INVALID"),
        (bot.set_my_description("a" * 513), "description is too long"),
        (bot.set_my_short_description("a" * 121), "short description is too long"),
    ]:
        with pytest.raises(TelegramBadRequest, match=words):
            await call


def picture(width: int, height: int) -> bytes:
    """The least that looks like a PNG of that size."""
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    return head + b"\x00\x00\x00\x00IEND\xaeB`\x82"


async def test_files(bot: Bot, anna: Person) -> None:
    sent = await bot.send_document(anna.id, BufferedInputFile(b"a,b", "export.csv"), caption="All of it")
    assert (sent.document and sent.document.file_name, sent.caption) == ("export.csv", "All of it")
    png = picture(1080, 800)
    photo = (await bot.send_photo(anna.id, BufferedInputFile(png, "a.png"), caption="x" * 1024)).photo
    assert photo is not None
    assert (photo[-1].width, photo[-1].height, photo[-1].file_size) == (1080, 800, len(png))
    for data, caption, words in (
        (b"no picture", "", "IMAGE_PROCESS_FAILED"),
        (png[:-1], "", "IMAGE_PROCESS_FAILED"),
        (picture(9000, 1001), "", "PHOTO_INVALID_DIMENSIONS"),
        (picture(2100, 100), "", "PHOTO_INVALID_DIMENSIONS"),
        (png[:-12] + bytes(10 * 2**20) + png[-12:], "", "file is too big for a photo"),
        (png, "x" * 1025, "caption is too long"),
    ):
        with pytest.raises(TelegramBadRequest, match=words):
            await bot.send_photo(anna.id, BufferedInputFile(data, "a.png"), caption=caption)
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(anna.id, BufferedInputFile(bytes(50 * 2**20 + 1), "a.zip"))


async def test_files_of_people_can_be_fetched(bot: Bot, tg: FakeTelegram, anna: Person) -> None:
    document = (await anna.document("a.csv", b"name")).json["document"]
    file = await bot.get_file(document["file_id"])
    assert (file.file_size, file.file_path) == (4, "documents/file_1")
    got = await bot.download_file(file.file_path or "")
    assert got is not None
    assert got.read() == b"name"
    large = (await anna.document("b.csv", b"name", size=21 * 2**20)).json["document"]
    for file_id, words in ((large["file_id"], "file is too big"), ("id-x", "wrong file_id")):
        with pytest.raises(TelegramBadRequest, match=words):
            await bot.get_file(file_id)
    tg.missing.add("documents/file_1")
    with pytest.raises(aiohttp.ClientResponseError) as refused:
        await bot.download_file("documents/file_1")
    assert (refused.value.status, TOKEN in str(refused.value.request_info.url)) == (404, True)


# -- updates


async def test_updates_stay_until_an_offset_confirms_them(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    for text in ("a", "b", "c"):
        await anna.say(text)
    first = await bot.get_updates(limit=2)
    assert [u.message and u.message.text for u in first] == ["a", "b"]
    assert [u.update_id for u in await bot.get_updates()] == [u.id for u in tg.pending]
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [u.message and u.message.text for u in rest] == ["c"]
    assert len(tg.pending) == 1


async def test_long_poll_waits_and_wakes(bot: Bot, anna: Person) -> None:
    began = time.monotonic()
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    assert not poll.done()
    await anna.say("a")
    assert len(await poll) == 1
    assert 0.1 <= time.monotonic() - began < 4


async def test_second_poll_ends_the_first(bot: Bot, anna: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(bot.get_updates(timeout=5))
    with pytest.raises(TelegramConflictError, match="Conflict: terminated by other getUpdates request; make sure"):
        await first
    await anna.say("a")
    assert len(await second) == 1


async def test_only_wanted_kinds(bot: Bot, anna: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await anna.say("a")
    await anna.tap_data("x")
    assert [u.event_type for u in await bot.get_updates()] == ["callback_query"]


async def test_duplicates_odd_ids_and_raw_updates(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    got: list[str] = []

    async def keep(update: Update) -> None:
        got.append(update.event_type if update.message is None else str(update.message.text))

    async with Confirming(bot, keep) as loop:
        tg.duplicate()
        await anna.say("twice")
        await anna.settled()
        tg.next_update_id = 7
        await anna.say("anew")
        await anna.settled()
        post_of = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel", "title": "c"}, "text": "p"}
        tg.push({"channel_post": post_of})
        await tg.settled()
    assert got == ["twice", "twice", "anew", "channel_post"]
    assert loop.got == [100_000_001, 100_000_001, 7, 8]


async def test_everything_a_person_sends_parses(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    group = tg.group()
    own = await anna.say("/start ref")
    deeds = [
        anna.voice(7200), anna.photo("p", album="1"), anna.sticker(), anna.contact(), anna.location(), anna.poll(),
        anna.document(), anna.forward("f"), anna.say("r", reply_to=own), anna.say("g", group=group),
    ]  # fmt: skip
    for deed in deeds:
        await deed
    await anna.edit(own, "/start other")
    await anna.adds_bot(group)
    updates = await bot.get_updates()
    assert " ".join(u.message.content_type for u in updates if u.message) == (
        "text voice photo sticker contact location poll document text text text"
    )
    assert updates[0].message
    assert updates[0].message.entities
    assert updates[0].message.entities[0].type == "bot_command"
    assert updates[10].message
    assert updates[10].message.chat.type == "supergroup"
    assert updates[-2].edited_message
    assert updates[-1].my_chat_member
    parts = await anna.split("😀" * 3000)
    assert [len(part.text) for part in parts] == [2048, 952]


# -- taps


async def test_taps(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    await bot.send_message(anna.id, "old", reply_markup=inline([key("Go", "1")]))
    await bot.send_message(anna.id, "new", reply_markup=inline([key("Go", "2"), key("Go on", "3")]))
    tap = await anna.tap("Go")
    longer = await anna.tap("on")
    assert tap
    assert longer
    assert (tap.data, longer.data) == ("2", "3")
    query = (await bot.get_updates())[0].callback_query
    assert isinstance(query, CallbackQuery)
    assert isinstance(query.message, Message)
    assert (query.message.text, query.message.reply_markup is not None) == ("new", True)
    await query.answer("Saved", show_alert=True)
    assert (tap.answered, tap.text, tap.alert) == (True, "Saved", True)
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired or query ID is in"):
        await query.answer()
    assert tg.violations == ["answerCallbackQuery: tap '2' was answered twice"]
    assert tg.unanswered_taps() == [longer]
    assert [call.chat for call in tg.made("answerCallbackQuery")] == [anna.id, anna.id]


async def test_late_and_forged_taps(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    await anna.tap_data("forged", 4711)
    query = (await bot.get_updates())[0].callback_query
    assert query
    assert isinstance(query.message, InaccessibleMessage)
    tg.advance(16)
    for number in (query.id, "12345"):
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await bot.answer_callback_query(number)
    assert tg.unanswered_taps() == []
    assert tg.violations == []


async def test_settled_waits_for_confirmation_answer_and_quiet(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    async def slow(update: Update) -> None:
        assert update.callback_query
        await asyncio.sleep(0.15)
        await update.callback_query.answer()
        await asyncio.sleep(0.05)
        await bot.send_message(anna.id, "after")

    await anna.tap_data("x")
    with pytest.raises(AssertionError, match="updates not confirmed"):
        await anna.settled(within=0.1)
    async with Confirming(bot, slow):
        await anna.replied()
        assert anna.screen == "after"
        anna._before = anna.room.moved
        with pytest.raises(AssertionError, match="the bot showed nothing"):
            await anna.replied(within=0.2)
        tg.busy_checks.append(lambda: "two updates at work")
        with pytest.raises(AssertionError, match=r"not settled within 0\.1 s: two updates at work"):
            await tg.settled(within=0.1)
    tg.assert_clean()


# -- faults


async def test_flood_is_kept_to_the_second(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    other = tg.person(2, "Boris").starts()
    tg.flood(retry_after=1, chat=anna.id)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(anna.id, "a")
    assert refused.value.retry_after == 1
    await bot.send_message(other.id, "b")
    await asyncio.sleep(0.6)
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(anna.id, "a")
    assert len(tg.violations) == 1
    assert "before retry_after was over" in tg.violations[0]
    await asyncio.sleep(0.45)
    await bot.send_message(anna.id, "a")
    assert tg.refused() == []
    assert [len(tg.sends(chat)) for chat in (anna.id, other.id, None)] == [1, 1, 2]


async def test_server_errors_drops_and_delays(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    cases: list[tuple[Callable[[], None], type[TelegramAPIError | ClientDecodeError], int]] = [
        (lambda: tg.fail(500), TelegramServerError, 0),
        (lambda: tg.fail(502), ClientDecodeError, 0),
        (lambda: tg.drop(when="before"), TelegramNetworkError, 0),
        (lambda: tg.drop(when="after"), TelegramNetworkError, 1),
    ]
    for order, error, taken in cases:
        before = len(anna.messages)
        order()
        with pytest.raises(error):
            await bot.send_message(anna.id, "a")
        assert len(anna.messages) == before + taken
        assert tg.faults == []
    tg.delay(0.1)
    began = time.monotonic()
    await bot.send_message(anna.id, "late")
    assert time.monotonic() - began >= 0.1
    tg.clear_faults()
    tg.assert_clean()


async def test_outage_cuts_the_long_poll(tg: FakeTelegram, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    tg.drop(None, methods=".*")
    tg.cut_connections()
    with pytest.raises(TelegramNetworkError):
        await poll
    with pytest.raises(TelegramNetworkError):
        await bot.get_updates()
    tg.clear_faults()
    assert await bot.get_updates() == []


async def test_hooks_see_calls_before_and_after_their_effect(tg: FakeTelegram, bot: Bot, anna: Person) -> None:
    seen: list[tuple[str, str, int]] = []

    def at(stage: str) -> Callable[[str, dict[str, object]], bool]:
        def hook(method: str, _: dict[str, object]) -> bool:
            seen.append((stage, method, len(anna.messages)))
            return stage == "answer"

        return hook

    tg.before_effect, tg.before_answer = at("effect"), at("answer")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(anna.id, "a")
    assert seen == [("effect", "sendMessage", 0), ("answer", "sendMessage", 1)]


def test_fake_in_a_thread_outlives_a_bot() -> None:
    async def once(url: str) -> None:
        async with bot_for(url).context() as bot:
            offset = None
            for _ in range(2):
                for update in await bot.get_updates(offset=offset):
                    offset = update.update_id + 1
                    assert update.message
                    await bot.send_message(update.message.chat.id, f"got {update.message.text}")

    with FakeTelegramThread() as tg:
        anna = tg.person()
        for text in ("a", "b"):
            anna.say(text)
            asyncio.run(once(tg.url))
            tg.settled()
            assert anna.screen == f"got {text}"
        assert len(anna.sends) == 2
        tg.fake.assert_clean()


# A bot that dies in the middle of a call, without the seconds that an import of aiogram takes
SENDER = """
import sys, urllib.request
urllib.request.urlopen(sys.argv[1] + "/sendMessage", b"chat_id=1001&text=" + sys.argv[2].encode())
"""


@pytest.mark.parametrize(("stage", "taken"), [("before_effect", 0), ("before_answer", 1)])
def test_hook_kills_a_process_in_the_middle_of_its_call(stage: str, taken: int) -> None:
    with FakeTelegramThread() as tg:
        anna = tg.person()
        anna.starts()
        command = [sys.executable, "-c", SENDER, f"{tg.url}/bot{TOKEN}", "hello"]
        with subprocess.Popen(command) as process:  # noqa: S603 — our own interpreter and words

            def kill(_: str, __: dict[str, object]) -> bool:
                process.kill()
                return True

            setattr(tg.fake, stage, kill)
            assert process.wait(10) == -signal.SIGKILL
        assert len(anna.sends) == taken
        setattr(tg.fake, stage, None)
        tg.settled()
        subprocess.run(command, check=True)  # noqa: S603 — same
        assert anna.screen == "hello"
        assert len(anna.sends) == taken + 1


async def test_who_waits_is_cancelled_also_in_the_moment_in_which_something_happens(tg: FakeTelegram) -> None:
    """Else a test's person who is cancelled goes on for ever, and the test waits for them."""

    async def goes_on() -> None:
        while True:
            await tg.happening(10)

    person = asyncio.ensure_future(goes_on())
    await asyncio.sleep(0.01)
    tg.ring()
    await asyncio.sleep(0)
    person.cancel()
    ended, _ = await asyncio.wait((person,), timeout=1)
    assert ended
