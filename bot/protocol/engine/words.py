"""Reads short typed words: a number on the scale, the name of an option, a username or a phone number."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

from bot.protocol import phones
from bot.protocol.matching import key

LONGEST_NAME = 40
"""Letters of a typed name; more of them are a story."""

_LONGEST_CONTACT = 400
_USERNAME = re.compile(
    r"(?:@|(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/)(?P<name>[A-Za-z][A-Za-z0-9_]{3,31})/?(?:\?.*)?"
    r"|tg://resolve/?\?domain=(?P<domain>[A-Za-z][A-Za-z0-9_]{3,31})(?:&.*)?"
)

_MAYBE_NAMED = re.compile("[@\uff20/]")

_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "один one",
            "два two",
            "три three",
            "четыре four",
            "пять five",
            "шесть six",
            "семь seven",
            "восемь eight",
            "девять nine",
            "десять ten",
        ),
        start=1,
    )
    for word in words.split()
}


def read_scale(text: str) -> int | None:
    """A number from 1 to 10 out of "7", "7/10", "7 из 10", "семь"; None for anything else."""
    plain = text.strip().casefold().rstrip(".").strip()
    found = re.fullmatch(r"(\d{1,2})(?:\s*(?:/|из|out of|of)\s*10)?", plain)
    number = int(found.group(1)) if found else _NUMBERS.get(plain)
    return number if number is not None and 1 <= number <= 10 else None


def number(text: str, most: int = 2**53) -> int | None:
    """The number that a button carries, from 0 to `most`; None for anything else, since buttons can be forged."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 16):
        return None
    return int(text) if int(text) <= most else None


def command_key(text: str) -> str:
    """The text as a label or a command's word is known by: in any case, with any spaces, marks around it or none.

    Empty for one that is longer than any of these.
    """
    if len(text) > LONGEST_NAME * 2:
        return ""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").replace("\ufe0f", "")
    return " ".join(folded.split()).strip(" /.,!?…«»\"'")


def option_named(text: str, labels: Mapping[str, tuple[str, ...]]) -> str | None:
    """The option whose label the text is, by letters alone; four letters that begin only one of them will do."""
    wanted = key(text)
    if not wanted:
        return None
    for option, names in labels.items():
        if any(key(name) == wanted for name in names):
            return option
    begun = {option for option, names in labels.items() if any(key(name).startswith(wanted) for name in names)}
    return begun.pop() if len(wanted) >= 4 and len(begun) == 1 else None


def read_contact(text: str) -> tuple[Literal["username", "phone"], str] | None:
    """A username ("@name", a t.me address) or a phone number as (field of the client, value); None for neither.

    A phone is the value that `phones.given` makes: one that was written for one country begins with "?", and is asked
    about (protocol, section 9).
    """
    name = _USERNAME.fullmatch(phones.plain(text[:_LONGEST_CONTACT])) if _MAYBE_NAMED.search(text) else None
    if name:
        return "username", name["name"] or name["domain"]
    phone = phones.read(text)
    return None if phone is None else ("phone", phones.given(phone))
