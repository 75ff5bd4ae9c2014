"""What the terminal itself says, and its first line; imports nothing heavy, so that it speaks at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class TerminalWords:
    """The terminal's own words in one language; what the bot says comes from the bot."""

    person: str
    hello: str
    bye: str
    copied: str
    deleted: str
    unknown: str
    several: str
    busy: str
    unread: str


RUSSIAN = TerminalWords(
    person="Ты",
    hello=(
        "okok в терминале, секунду. Начать: /start. Кнопка: её номер или >надпись. Число текстом: =7. "
        "Файл: /file путь. Выйти: Ctrl-D.\n"
    ),
    bye="До связи.",
    copied="скопировано",
    deleted="сообщение удалено",
    unknown="нет такой кнопки",
    several="так начинаются несколько кнопок",
    busy="бот занят дольше 20 секунд, иду дальше",
    unread="такого файла нет, или его не прочитать",
)
ENGLISH = TerminalWords(
    person="You",
    hello=(
        "okok in the terminal, one second. To begin: /start. A button: its number, or >label. "
        "A number as text: =7. A file: /file path. To leave: Ctrl-D.\n"
    ),
    bye="Bye.",
    copied="copied",
    deleted="a message was deleted",
    unknown="no such button",
    several="several buttons begin like that",
    busy="the bot has been busy for 20 seconds, going on",
    unread="there is no such file, or it can't be read",
)


def words(language: str) -> TerminalWords:
    """Gives the terminal's words: Russian for "ru" and "ru-…", English for all else."""
    return RUSSIAN if language.lower().startswith("ru") else ENGLISH


def language_of(environ: Mapping[str, str]) -> str:
    """Gives "ru" or "en" by the locale of the environment: LC_ALL, then LC_MESSAGES, then LANG, as POSIX has it."""
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "ru" if locale.lower().startswith("ru") else "en"


def hello(language: str, stream: TextIO) -> None:
    """Writes the first line to `stream` and flushes it; letters that the stream can't hold become "?"."""
    encoding = stream.encoding or "utf-8"
    stream.write(words(language).hello.encode(encoding, "replace").decode(encoding))
    stream.flush()
