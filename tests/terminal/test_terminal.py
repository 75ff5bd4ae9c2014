"""The try-out: a real Dispatcher and Bot on the terminal's session, over pipes and over a pseudo-terminal."""

import asyncio
import base64
import codecs
import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Literal, TextIO

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.files import fetch
from bot.terminal import keys, paint, session
from bot.terminal.chat import PERSON_ID
from bot.terminal.hello import hello, language_of
from bot.terminal.session import TRY_TOKEN, TerminalSession

ROOT = Path(__file__).parents[2]


def inline(*rows: tuple[str, ...]) -> InlineKeyboardMarkup:
    """Buttons by label; the label is the callback data too."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=label[:20]) for label in row] for row in rows]
    )


SCALE = inline(("1", "2", "3", "4", "5"), ("6", "7", "8", "9", "10"), ("Назад", "Пропустить"))
THINGS = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Взять", copy_text=CopyTextButton(text="Слышу вас. <b>&"))],
        [InlineKeyboardButton(text="Открыть", url="tg://resolve?domain=a&text=b")],
    ]
)
CARDS: dict[str, tuple[str, InlineKeyboardMarkup | None]] = {
    "/card": ("Карта", inline(("Да", "✅ Нет"), ("Назад",))),
    "/other": ("Другая", inline(("Первая", "Вторая"))),
    "/scale": ("Насколько?", SCALE),
    "/things": ("Вещи", THINGS),
    "/long": ("Слово " * 40 + "конец", inline(("Да",))),
    "/rtl": ("Клиент \u202eабв\u200f <b>& \x1b[31m", None),
}


class Demo:
    """A bot of aiogram's own parts: polls into a list, handles slowly, and knows when it is idle."""

    def __init__(self, stdin: TextIO | None, stdout: TextIO, language: str = "ru", folder: Path | None = None) -> None:
        self.seen: list[str] = []
        self.updates: list[Update] = []
        self.sent: list[Message] = []
        self.stopped = asyncio.Event()
        self.busy = False
        self.slow = 0.03
        self.session = TerminalSession(
            language=language,
            stdin=stdin,
            stdout=stdout,
            idle=lambda: not self.busy and not self.updates,
            stop=self.stopped.set,
            folder=folder,
        )
        self.bot = Bot(TRY_TOKEN, session=self.session)
        self.dispatcher = Dispatcher(disable_fsm=True)
        self.dispatcher.message.register(self.on_message)
        self.dispatcher.callback_query.register(self.on_tap)

    async def on_message(self, message: Message) -> None:
        """Shows what the command names, else says the text back."""
        text = message.text or ""
        self.seen.append(text)
        if message.document is not None:
            got = await fetch(self.bot, message.document.file_id, 100)
            await message.answer_document(BufferedInputFile(got * 2, "back.csv"), caption="Удвоено")
            return
        if text in CARDS:
            body, markup = CARDS[text]
            self.sent.append(await message.answer(body, reply_markup=markup))
        elif text == "/two":
            self.sent.append(await message.answer("Карта", reply_markup=inline(("Сменить", "Назад"))))
            self.sent.append(await message.answer("Черновик", reply_markup=inline(("Взять",))))
        elif text == "/photo":
            await message.answer_photo(BufferedInputFile(b"a picture", "okok.png"), caption="Сдержано 3 из 4.")
        elif text == "/keys":
            row = [KeyboardButton(text="SOS"), KeyboardButton(text="Разбор")]
            await message.answer("Меню", reply_markup=ReplyKeyboardMarkup(keyboard=[row]))
        elif text == "/nokeys":
            await message.answer("Без меню", reply_markup=ReplyKeyboardRemove())
        else:
            await message.answer(f"сказано {len(text)}: {text[:20]}")

    async def on_tap(self, tap: CallbackQuery) -> None:
        """Answers with a toast and edits the message; a tap on "Ещё" sends a new one."""
        self.seen.append(f"<{tap.data}>")
        await tap.answer(f"принято {tap.data}")
        assert isinstance(tap.message, Message)
        if tap.data == "Сменить":
            await tap.message.edit_text("Карта иная", reply_markup=inline(("А", "Б", "В")))
        else:
            await tap.message.edit_text(f"Было: {tap.data}", reply_markup=inline(("Ещё", "Назад")))

    async def poll(self) -> None:
        """Takes updates as intake does: first stored, then confirmed by the next call."""
        offset = None
        while True:
            for update in await self.bot.get_updates(offset=offset, timeout=30):
                self.updates.append(update)
                offset = update.update_id + 1

    async def work(self) -> None:
        """Handles stored updates in order."""
        while True:
            await asyncio.sleep(0.001)
            if self.updates:
                self.busy = True
                update = self.updates.pop(0)
                await asyncio.sleep(self.slow)
                await self.dispatcher.feed_update(self.bot, update)
                self.busy = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Demo"]:
        """Polls, works and reads for the length of a block; a failure of a part is the test's."""
        parts = [asyncio.create_task(part()) for part in (self.poll, self.work, self.session.run)]
        try:
            yield self
        finally:
            for part in parts:
                part.cancel()
            results = await asyncio.gather(*parts, return_exceptions=True)
            await self.bot.session.close()
        for result in results:
            if isinstance(result, Exception):
                raise result


@contextmanager
def pipe() -> Iterator[tuple[TextIO, int]]:
    """A pipe: its reading end as a stream, its writing end as a descriptor that is closed by whoever writes."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as stream:
        yield stream, writing


def nowhere(mode: Literal["r", "w"]) -> TextIO:
    """A stream that is empty, or that nobody sees."""
    return Path(os.devnull).open(mode, encoding="utf-8")


async def talk(typed: str | bytes, tmp_path: Path, language: str = "ru") -> tuple[str, Demo]:
    """Pipes lines into the demo and gives what it printed, and the demo."""
    (tmp_path / "in").write_bytes(typed if isinstance(typed, bytes) else typed.encode())
    with (tmp_path / "in").open() as stdin, (tmp_path / "out").open("w", encoding="utf-8") as stdout:
        demo = Demo(stdin, stdout, language, folder=tmp_path)
        demo.session.pictures = tmp_path / "pictures"
        async with demo.running(), asyncio.timeout(15):
            await demo.stopped.wait()
    return (tmp_path / "out").read_text(encoding="utf-8"), demo


async def test_buttons_are_numbered_in_reading_order_and_pressed_by_number(tmp_path: Path) -> None:
    output, demo = await talk("/card\n3\n", tmp_path)
    assert "Карта\n[1 Да] [2 ✅ Нет]\n[3 Назад]\n" in output
    assert demo.seen == ["/card", "<Назад>"]
    assert output.endswith("› [Назад]\n\n· принято Назад\n\nБыло: Назад\n[1 Ещё] [2 Назад]\n\n")
    assert "\x1b" not in output


async def test_seven_is_seven_on_a_scale_whatever_stands_beside_it(tmp_path: Path) -> None:
    output, demo = await talk("/scale\n7\n/scale\n12\n", tmp_path)
    assert "[1] [2] [3] [4] [5]\n[6] [7] [8] [9] [10]\n[11 Назад] [12 Пропустить]\n" in output
    assert demo.seen == ["/scale", "<7>", "/scale", "<Пропустить>"]


async def test_a_number_without_a_button_an_equals_sign_and_empty_lines(tmp_path: Path) -> None:
    _, demo = await talk("5\n/card\n=1\n\n   \n0\n01\n4\n=\n=>да\n", tmp_path)
    assert demo.seen == ["5", "/card", "1", "0", "01", "4", "=", ">да"]


@pytest.mark.parametrize(
    ("line", "seen"),
    [(">да", "<Да>"), (">ДА ", "<Да>"), (">✅ Нет", "<✅ Нет>"), (">нет", "<✅ Нет>"), (">наз", "<Назад>")],
)
async def test_a_label_presses_its_button(line: str, seen: str, tmp_path: Path) -> None:
    _, demo = await talk(f"/card\n{line}\n", tmp_path)
    assert demo.seen == ["/card", seen]


@pytest.mark.parametrize("line", [">чужое", ">", ">н"])
async def test_an_unknown_or_ambiguous_label_says_so_in_one_line_and_does_nothing(line: str, tmp_path: Path) -> None:
    output, demo = await talk(f"/card\n{line}\n", tmp_path)
    assert demo.seen == ["/card"]
    expected = "так начинаются несколько кнопок: ✅ Нет | Назад" if line == ">н" else "нет такой кнопки"
    assert expected in output.splitlines()[-2]


async def test_old_buttons_are_pressed_by_label_the_newest_first(tmp_path: Path) -> None:
    output, demo = await talk("/card\n/other\n1\n>Да\n>первая\n", tmp_path)
    assert demo.seen == ["/card", "/other", "<Первая>", "<Да>"]
    assert "нет такой кнопки: первая" in output


async def test_numbering_goes_on_in_the_draft_and_moves_with_the_card(tmp_path: Path) -> None:
    output, demo = await talk("/two\n1\n4\n", tmp_path)
    assert "Карта\n[1 Сменить] [2 Назад]\n\nЧерновик\n[3 Взять]\n" in output
    assert "Карта иная\n[1 А] [2 Б] [3 В]\n\nЧерновик\n[4 Взять]\n" in output
    assert demo.seen == ["/two", "<Сменить>", "<Взять>"]


async def test_a_copy_button_and_a_link_stay_in_the_terminal(tmp_path: Path) -> None:
    output, demo = await talk("/things\n1\n>открыть\n", tmp_path)
    assert "[1 Взять ⧉]\n[2 Открыть ↗]" in output
    assert "· скопировано: Слышу вас. <b>&\n" in output
    assert "· tg://resolve?domain=a&text=b\n" in output
    assert demo.seen == ["/things"]


async def test_a_picture_is_put_on_the_disk_and_its_place_is_said(tmp_path: Path) -> None:
    output, _ = await talk("/photo\n/photo\n", tmp_path)
    folder = tmp_path / "pictures"
    assert all(f"{folder}/{number}.png\nСдержано 3 из 4.\n" in output for number in (1, 2))
    assert (folder / "1.png").read_bytes() == b"a picture"
    assert folder.stat().st_mode & 0o077 == 0


async def test_labels_of_the_reply_keyboard_are_shown_once_and_sent_as_text(tmp_path: Path) -> None:
    output, demo = await talk("/keys\nSOS\n/keys\n>раз\n/nokeys\n>SOS\n", tmp_path)
    assert output.count("⌨ SOS | Разбор") == 1
    assert demo.seen == ["/keys", "SOS", "/keys", "Разбор", "/nokeys"]


async def test_a_file_is_sent_by_its_path_and_comes_back_into_the_folder(tmp_path: Path) -> None:
    (tmp_path / "my clients.csv").write_text("имя\n", encoding="utf-8")
    output, demo = await talk(f"/file {tmp_path}/my clients.csv\n/file {tmp_path}/none.csv\n", tmp_path)
    assert demo.seen == [""]
    assert f"📎 {tmp_path / 'back.csv'}\nУдвоено" in output
    assert (tmp_path / "back.csv").read_text("utf-8") == "имя\nимя\n"
    assert "· такого файла нет, или его не прочитать" in output


async def test_a_line_waits_until_the_bot_is_silent(tmp_path: Path) -> None:
    output, demo = await talk("/card\n1\nраз\nдва\n", tmp_path)
    parts = ["› /card", "Карта", "› [Да]", "Было: Да", "› раз", "сказано 3: раз", "› два", "сказано 3: два"]
    places = [output.index(part) for part in parts]
    assert places == sorted(places)
    assert demo.seen[-1] == "два"


async def test_a_bot_that_never_falls_silent_does_not_hold_the_line_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "LONGEST_SILENCE_WAIT", 0.05)
    (tmp_path / "in").write_text("раз\n")
    with (tmp_path / "in").open() as stdin:
        output = (tmp_path / "out").open("w", encoding="utf-8")
        demo = Demo(stdin, output)
        with output:
            await asyncio.wait_for(demo.session.run(), 5)  # nobody polls
    assert demo.stopped.is_set()
    assert "бот занят дольше 20 секунд" in (tmp_path / "out").read_text(encoding="utf-8")


async def test_the_last_line_needs_no_break_and_broken_bytes_do_no_harm(tmp_path: Path) -> None:
    output, demo = await talk(b"\xff\xd0\r\n\x00nul\nlast", tmp_path)
    assert demo.seen == ["\ufffd\ufffd", "\x00nul", "last"]
    assert "\x00" not in output


async def test_no_line_of_many_is_lost_or_moved(tmp_path: Path) -> None:
    lines = [f"строка {number}" for number in range(100)]
    with pipe() as (stdin, writing), (tmp_path / "out").open("w", encoding="utf-8") as stdout:
        demo = Demo(stdin, stdout)
        demo.slow = 0
        loop = asyncio.get_running_loop()

        def write() -> None:
            with os.fdopen(writing, "w") as stream:
                stream.write("\n".join(lines))

        async with demo.running(), asyncio.timeout(60):
            await loop.run_in_executor(None, write)
            await demo.stopped.wait()
    assert demo.seen == lines


@pytest.mark.parametrize("nothing", [True, False])
async def test_no_input_at_all_is_an_end(nothing: bool) -> None:
    with nowhere("r") as stdin, nowhere("w") as stdout:
        demo = Demo(None if nothing else stdin, stdout)
        async with demo.running(), asyncio.timeout(5):
            await demo.stopped.wait()
    assert demo.seen == []


async def test_4096_emoji_come_whole_and_longer_texts_in_parts(tmp_path: Path) -> None:
    _, demo = await talk("🙂" * 4096 + "\n" + "ы" * 5000 + "\n", tmp_path)
    assert [len(text) for text in demo.seen] == [4096, 4096, 904]
    assert demo.seen[0] == "🙂" * 4096


async def test_control_characters_do_not_reach_the_terminal_and_bidi_marks_do(tmp_path: Path) -> None:
    output, _ = await talk("/rtl\nКлиент \u202eабв\u200f\n", tmp_path)
    assert "Клиент \u202eабв\u200f <b>& \ufffd[31m\n" in output
    assert "сказано 12: Клиент \u202eабв\u200f\n" in output


async def test_the_person_and_their_chat_are_what_telegram_would_send(tmp_path: Path) -> None:
    with pipe() as (stdin, writing), (tmp_path / "out").open("w") as stdout:
        os.write(writing, b"/start@okok deep\n")
        demo = Demo(stdin, stdout, "en")
        reading = asyncio.create_task(demo.session.run())
        update = (await demo.bot.get_updates(timeout=5))[0]
        again = await demo.bot.get_updates(timeout=5)
        assert await demo.bot.get_updates(offset=update.update_id + 1, timeout=0) == []
        os.close(writing)
        reading.cancel()
    message = update.message
    assert message is not None
    assert message.from_user is not None
    assert again == [update], "an update that was not confirmed comes again"
    assert message.chat.id == message.from_user.id == PERSON_ID > 2**52
    assert (message.chat.type, message.from_user.first_name, message.from_user.language_code) == (
        "private",
        "You",
        "en",
    )
    assert message.entities
    assert (message.entities[0].type, message.entities[0].length) == ("bot_command", 6)


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` without aiogram's types, for a poller that must survive what it can't parse."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    timeout: int = 0


async def test_updates_may_be_asked_for_as_they_are(tmp_path: Path) -> None:
    with pipe() as (stdin, writing), (tmp_path / "out").open("w") as stdout:
        os.write(writing, b"hello\n")
        demo = Demo(stdin, stdout)
        reading = asyncio.create_task(demo.session.run())
        updates = await demo.bot(RawUpdates(timeout=5))
        os.close(writing)
        reading.cancel()
    assert updates[0]["message"]["text"] == "hello"


@asynccontextmanager
async def quiet_bot() -> AsyncIterator[Bot]:
    """A bot on a terminal that nobody sees."""
    with nowhere("w") as stdout:
        yield Demo(None, stdout).bot


async def test_telegram_refuses_in_its_own_words() -> None:
    async with quiet_bot() as bot:
        sent = await bot.send_message(PERSON_ID, "раз", reply_markup=inline(("Да",)))
        refused: list[tuple[str, Callable[[], Any]]] = [
            (
                "message is not modified",
                lambda: bot.edit_message_text(
                    text="раз", chat_id=PERSON_ID, message_id=sent.message_id, reply_markup=inline(("Да",))
                ),
            ),
            (
                "message is not modified",
                lambda: bot.edit_message_reply_markup(
                    chat_id=PERSON_ID, message_id=sent.message_id, reply_markup=inline(("Да",))
                ),
            ),
            (
                "message to edit not found",
                lambda: bot.edit_message_text(text="раз", chat_id=PERSON_ID, message_id=1),
            ),
            ("message to delete not found", lambda: bot.delete_message(PERSON_ID, 1)),
            ("chat not found", lambda: bot.send_message(5, "раз")),
            ("message text is empty", lambda: bot.send_message(PERSON_ID, " ")),
            ("message is too long", lambda: bot.send_message(PERSON_ID, "🙂" * 2049)),
            ("query is too old", lambda: bot.answer_callback_query("1")),
            (
                "BUTTON_DATA_INVALID",
                lambda: bot.send_message(
                    PERSON_ID,
                    "раз",
                    reply_markup=InlineKeyboardMarkup(
                        inline_keyboard=[[InlineKeyboardButton(text="a", callback_data="ы" * 33)]]
                    ),
                ),
            ),
            ("unsupported parse_mode", lambda: bot.send_message(PERSON_ID, "раз", parse_mode="HTML")),
            ("the terminal has no sendDice", lambda: bot.send_dice(PERSON_ID)),
        ]
        for words, call in refused:
            with pytest.raises(TelegramBadRequest, match=words):
                await call()


async def test_edits_and_deletions_return_what_telegram_returns() -> None:
    async with quiet_bot() as bot:
        sent = await bot.send_message(PERSON_ID, "раз", reply_markup=inline(("Да",)))
        edited = await bot.edit_message_text(text="два", chat_id=PERSON_ID, message_id=sent.message_id)
        assert isinstance(edited, Message)
        assert (edited.message_id, edited.text, edited.reply_markup) == (sent.message_id, "два", None)
        assert await bot.delete_message(PERSON_ID, sent.message_id)
        assert await bot.delete_messages(PERSON_ID, [sent.message_id])
        with pytest.raises(TelegramBadRequest, match="message to edit not found"):
            await bot.edit_message_text(text="три", chat_id=PERSON_ID, message_id=sent.message_id)
        assert (await bot.get_me()).is_bot
        assert await bot.set_my_commands([])
        assert await bot.delete_webhook()
        assert await bot.send_chat_action(PERSON_ID, "typing")


async def test_an_empty_long_poll_takes_its_timeout() -> None:
    async with quiet_bot() as bot:
        before = asyncio.get_running_loop().time()
        assert await bot(GetUpdates(timeout=1)) == []
        assert asyncio.get_running_loop().time() - before > 0.9


async def test_ids_of_a_later_run_are_new() -> None:
    async with quiet_bot() as bot:
        first = await bot.send_message(PERSON_ID, "раз")
        await asyncio.sleep(0.01)
    async with quiet_bot() as bot:
        assert (await bot.send_message(PERSON_ID, "раз")).message_id > first.message_id


# -- a real terminal ----------------------------------------------------------------------------------------------


class Picture:
    """A small terminal: what is on the screen after all that was written; bytes it does not know fail the test."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.cells: list[list[str]] = [[]]
        self.row = self.column = 0
        self.clipboard = ""

    def feed(self, text: str) -> None:
        """Takes output: text, line ends, cursor up, clearing, colours, and the clipboard."""
        pattern = r"\x1b\[([0-9;]*)([A-Za-z])|\x1b\]52;c;([^\x07]*)\x07|([\s\S])"
        for number, command, copied, character in re.findall(pattern, text):
            if copied:
                self.clipboard = base64.b64decode(copied).decode()
            elif command:
                self._steer(command, int(number.split(";")[0] or 1))
            elif character == "\r":
                self.column = 0
            elif character == "\n":
                self._down()
            else:
                assert character != "\x1b", "an unknown sequence"
                self._put(character)

    def _steer(self, command: str, number: int) -> None:
        assert command in "AKJm", command
        if command == "A":
            top = max(0, len(self.cells) - self.height)
            assert self.row - number >= top, "the cursor went beyond the top of the screen"
            self.row -= number
        if command in "KJ":
            del self.cells[self.row][self.column :]
        if command == "J":
            del self.cells[self.row + 1 :]

    def _down(self) -> None:
        self.row += 1
        if self.row == len(self.cells):
            self.cells.append([])

    def _put(self, character: str) -> None:
        wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if self.column + wide > self.width:
            self.column = 0
            self._down()
        line = self.cells[self.row]
        line += [" "] * (self.column - len(line))
        line[self.column : self.column + wide] = [character, ""][:wide]
        self.column += wide

    @property
    def text(self) -> str:
        """All rows, those that have scrolled away included."""
        return "\n".join("".join(row) for row in self.cells)


class Terminal:
    """A pseudo-terminal with a person at it, whose typing the kernel echoes."""

    def __init__(self, width: int = 60, height: int = 24) -> None:
        self.master, slave = pty.openpty()
        self.stream = os.fdopen(slave, "r+b", buffering=0)
        self.stdout = os.fdopen(os.dup(slave), "w", encoding="utf-8")
        self.stdin = os.fdopen(os.dup(slave), "r", encoding="utf-8")
        self.resize(width, height)
        self.picture = Picture(width, height)
        self.raw = b""
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.rest = ""
        os.set_blocking(self.master, False)

    def resize(self, width: int, height: int) -> None:
        """Tells the pseudo-terminal its size."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def look(self) -> str:
        """Gives the screen as it is now."""
        try:
            while True:
                chunk = os.read(self.master, 65536)
                self.raw += chunk
                self.rest += self.decoder.decode(chunk)
        except (BlockingIOError, OSError):
            pass
        whole = re.sub(r"(\x1b(\[[0-9;]*|\][^\x07]*)?|\r)\Z", "", self.rest)  # a sequence may be cut by the read
        self.rest = self.rest[len(whole) :]
        self.picture.feed(whole.replace("\r\n", "\n\r"))
        return self.picture.text

    async def see(self, text: str) -> str:
        """Waits until `text` is on the screen and an empty prompt under it; gives the screen."""
        for _ in range(300):
            await asyncio.sleep(0.01)
            screen = self.look()
            if text in screen and screen.endswith("› "):
                return screen
        raise AssertionError(f"{text!r} is not on the screen:\n{self.look()}")

    def type(self, text: str) -> None:
        """Types keys; "\x04" is Ctrl-D."""
        os.write(self.master, text.encode())

    def close(self) -> None:
        """Takes the terminal away."""
        for stream in (self.stdin, self.stdout, self.stream):
            stream.close()
        os.close(self.master)


@asynccontextmanager
async def at_terminal(width: int = 60, height: int = 24) -> AsyncIterator[tuple[Terminal, Demo]]:
    terminal = Terminal(width, height)
    demo = Demo(terminal.stdin, terminal.stdout)
    try:
        async with demo.running(), asyncio.timeout(20):
            await terminal.see("› ")
            yield terminal, demo
    finally:
        terminal.close()


async def test_a_tap_changes_the_message_in_place() -> None:
    async with at_terminal() as (terminal, _):
        terminal.type("/card\n")
        assert await terminal.see("Карта") == "› /card\nКарта\n[1 Да] [2 ✅ Нет]\n[3 Назад]\n\n› "
        terminal.type("1\n")
        screen = await terminal.see("Было: Да")
        assert screen == "› /card\nБыло: Да\n[1 Ещё] [2 Назад]\n\n· принято Да\n\n› "
        terminal.type("\n")
        await asyncio.sleep(0.1)
        assert terminal.look() == screen + "\n› "
        terminal.type(">наз\n")
        screen = await terminal.see("Было: Назад")
        assert screen == "› /card\nБыло: Назад\n[1 Ещё] [2 Назад]\n\n· принято Назад\n\n› "
        assert b"\x1b[2m" in terminal.raw


async def test_the_draft_under_an_edited_card_stays_under_it() -> None:
    async with at_terminal() as (terminal, _):
        terminal.type("/two\n")
        await terminal.see("Черновик")
        terminal.type("1\n")
        screen = await terminal.see("[4 Взять]")
        assert screen.startswith("› /two\nКарта иная\n[1 А] [2 Б] [3 В]\n\nЧерновик\n[4 Взять]\n\n")
        assert screen.count("Черновик") == 1


async def test_lines_that_are_pasted_together_leave_everything_readable() -> None:
    async with at_terminal() as (terminal, demo):
        terminal.type("/card\n1\nслова\n>Назад\n")
        screen = await terminal.see("Было: Назад")
        assert demo.seen == ["/card", "<Да>", "слова", "<Назад>"]
        assert all(part in screen for part in ("Карта\n", "Было: Да\n", "сказано 5: слова\n"))
        places = [screen.index(part) for part in ("› [Да]", "Было: Да", "› слова", "сказано", "› [Назад]")]
        assert places == sorted(places)
        terminal.type("1\n")
        screen = await terminal.see("Было: Ещё")
        assert "Было: Назад" not in screen
        assert screen.endswith("Было: Ещё\n[1 Ещё] [2 Назад]\n\n· принято Ещё\n\n› ")


async def test_lines_from_a_pipe_are_said_on_a_terminal_and_edits_stay_in_place() -> None:
    terminal = Terminal()
    with pipe() as (stdin, writing):
        demo = Demo(stdin, terminal.stdout)
        async with demo.running(), asyncio.timeout(10):
            os.write(writing, "/card\n>да\n".encode())
            os.close(writing)
            await demo.stopped.wait()
    assert terminal.look() == "› /card\n\nБыло: Да\n[1 Ещё] [2 Назад]\n\n· принято Да\n\n"
    terminal.close()


async def test_a_message_above_the_persons_words_is_painted_anew() -> None:
    async with at_terminal() as (terminal, _):
        terminal.type("/card\n")
        await terminal.see("Карта")
        terminal.type("слова\n")
        await terminal.see("сказано 5")
        terminal.type("1\n")
        screen = await terminal.see("Было: Да")
        assert screen.startswith("› /card\nКарта\n")
        assert screen.index("сказано 5") < screen.index("Было: Да")


async def test_long_lines_and_half_typed_ones_are_redrawn_without_leftovers() -> None:
    async with at_terminal(width=30) as (terminal, _):
        terminal.type("/long\n")
        before = await terminal.see("конец")
        assert max(map(len, before.splitlines())) < 30
        assert before.count("Слово") == 40
        terminal.type(">" + " " * 70 + "да\n")  # its echo takes three rows
        screen = await terminal.see("Было: Да")
        assert screen == "› /long\nБыло: Да\n[1 Ещё] [2 Назад]\n\n· принято Да\n\n› "


async def test_what_scrolled_away_is_painted_anew() -> None:
    async with at_terminal(width=30, height=6) as (terminal, _):
        terminal.type("/long\n")
        await terminal.see("конец")
        terminal.type("1\n")
        screen = await terminal.see("Было: Да")
        assert screen.count("Слово") == 40


async def test_after_a_resize_nothing_is_overpainted() -> None:
    async with at_terminal() as (terminal, _):
        terminal.type("/card\n")
        await terminal.see("Карта")
        terminal.resize(50, 20)
        terminal.type("1\n")
        screen = await terminal.see("Было: Да")
        assert "Карта\n[1 Да]" in screen


async def test_a_deleted_message_leaves_the_screen_and_so_do_removed_buttons() -> None:
    async with at_terminal() as (terminal, demo):
        terminal.type("/two\n")
        await terminal.see("Черновик")
        card, draft = demo.sent
        await demo.bot.edit_message_reply_markup(chat_id=PERSON_ID, message_id=draft.message_id)
        screen = await terminal.see("Черновик\n\n")
        assert screen == "› /two\nКарта\n[1 Сменить] [2 Назад]\n\nЧерновик\n\n› "
        await demo.bot.delete_message(PERSON_ID, card.message_id)
        assert await terminal.see("Черновик") == "› /two\nЧерновик\n\n› "


async def test_a_copy_button_fills_the_clipboard() -> None:
    async with at_terminal() as (terminal, _):
        terminal.type("/things\n")
        await terminal.see("Вещи")
        terminal.type("1\n")
        await terminal.see("скопировано")
        assert terminal.picture.clipboard == "Слышу вас. <b>&"


async def test_ctrl_d_ends_with_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_terminal() as (terminal, demo):
        terminal.type("/card\n")
        await terminal.see("Карта")
        terminal.type("\x04")
        await demo.stopped.wait()
    assert re.search(r"\x1b\[[0-9;]*m", terminal.raw.decode()) is None, "NO_COLOR"


async def test_the_last_line_is_said_once_whichever_way_it_ends() -> None:
    terminal = Terminal()
    demo = Demo(terminal.stdin, terminal.stdout)
    async with demo.running():
        await terminal.see("› ")
        await demo.bot.session.close()  # what an app does on Ctrl-C
    assert terminal.look() == "До связи.\n"
    terminal.close()


async def test_a_reader_that_has_gone_ends_it_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with nowhere("r") as stdin, os.fdopen(writing, "w") as stdout:
        demo = Demo(stdin, stdout)
        await demo.bot.send_message(PERSON_ID, "раз")
        async with asyncio.timeout(5):
            await demo.session.run()
        assert demo.stopped.is_set()


def test_the_process_can_leave_while_a_line_is_awaited() -> None:
    program = (
        "import asyncio, sys\n"
        "from bot.terminal.lines import Lines\n"
        "async def main():\n"
        "    print(await Lines(sys.stdin).next())\n"
        "asyncio.run(main())\n"
        "assert 'aiogram' not in sys.modules and 'pydantic' not in sys.modules\n"
    )
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and a program written above
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"one\n")
        process.stdin.flush()  # and it stays open
        assert process.wait(10) == 0
        assert (process.stdout.read(), process.stderr.read()) == (b"one\n", b"")


# -- the pure parts -----------------------------------------------------------------------------------------------


def test_the_first_line_and_the_language_of_the_environment() -> None:
    stream = io.StringIO()
    hello("ru", stream)
    assert stream.getvalue().count("\n") == 1
    assert "/start" in stream.getvalue()
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    hello("ru", narrow)
    narrow.seek(0)
    assert "/start" in narrow.read()
    assert language_of({"LANG": "ru_RU.UTF-8"}) == "ru"
    assert language_of({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}) == "en"
    assert language_of({}) == "en"


WORDS = st.text(st.sampled_from("аб 🙂\u202e\u0301界\n\t"), max_size=40)


@given(WORDS, WORDS, WORDS)
def test_an_entity_marks_exactly_its_words(before: str, marked: str, after: str) -> None:
    entity = MessageEntity(type="bold", offset=paint.units(before), length=paint.units(marked))
    result = paint.cells(before + marked + after, [entity.model_dump()])
    assert [bool(code) for _, code in result] == [
        len(before) <= index < len(before + marked) for index in range(len(result))
    ]
    assert paint.units(before) == len(before.encode("utf-16-le")) // 2


@given(st.text(max_size=20), st.integers(-5, 60), st.integers(-5, 60))
def test_entities_that_fit_nowhere_do_no_harm(text: str, offset: int, length: int) -> None:
    result = paint.cells(
        text, [{"type": "code", "offset": offset, "length": length}, {"type": "odd", "offset": 0, "length": 9}]
    )
    assert len(result) == len(text)


@given(WORDS, st.integers(2, 12))
def test_wrapped_lines_fit_and_lose_only_spaces(text: str, width: int) -> None:
    lines = paint.wrap([(character, "") for character in text], width)
    assert all(sum(paint.columns(c) for c, _ in line) <= width for line in lines)
    kept = "".join(c for line in lines for c, _ in line)
    assert kept.replace(" ", "") == re.sub(r"[ \n\t]", "", text)


@given(st.text(st.characters(), max_size=60))
def test_nothing_that_is_said_steers_the_terminal(text: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", paint.safe(text))
    assert len(paint.safe(text)) == len(text)


LABELS = st.lists(st.sampled_from([*map(str, range(1, 11)), "Назад", "Да", "11"]), max_size=14)


@given(LABELS, LABELS)
def test_every_number_names_one_button_and_every_button_has_one(upper: list[str], lower: list[str]) -> None:
    board = keys.Board()
    for number, labels in enumerate((upper, lower)):
        buttons = [{"text": label, "callback_data": f"{number}.{i}"} for i, label in enumerate(labels)]
        markup = {"inline_keyboard": [buttons]} if buttons else None
        board.put(keys.ShownMessage(number, 0, by_bot=True, text="т", markup=markup))
    numbers = [number for row in board.numbers().values() for number in row]
    assert len(numbers) == len(set(numbers)) == len(upper) + len(lower)
    if not any(keys.is_scale(message.keys) for message in board.messages.values()):
        assert numbers == list(range(1, len(numbers) + 1))
    for message in board.messages.values():
        for key, number in zip(message.keys, board.numbers().get(message.id, []), strict=True):
            assert board.read(str(number)) == keys.Press(message, key)


def test_a_scale_keeps_its_numbers_beside_a_draft() -> None:
    board = keys.Board()
    scale = [{"text": label, "callback_data": label} for label in ("Назад", *keys.SCALE)]
    board.put(
        keys.ShownMessage(1, 0, True, "Карта", markup={"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]})
    )
    board.put(keys.ShownMessage(2, 0, True, "Шкала", markup={"inline_keyboard": [scale]}))
    assert board.numbers() == {1: [11], 2: [12, *range(1, 11)]}
