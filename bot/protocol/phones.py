"""Telephone numbers as people write them, paste them and send them, understood by Google's metadata (`phonenumbers`).

A number is kept in E.164. One that was written for the whole world ("+…", "00…", a link of a messenger) is *sure*. Any
other fits one country or several, so it is *pending* until the person says which: kept as its words behind a "?", and
no link leads to it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

_LONGEST: Final = 120
"""Characters of a writing that is looked at: a link of a messenger may be longer."""
_FEWEST, _MOST = 7, 20
"""Digits: E.164 has up to 15, behind a prefix such as 8~10."""
_MOST_OFFERED: Final = 3
_LIKELY: Final = {"ru": ("RU", "KZ", "BY", "UA", "UZ"), "en": ("US", "GB", "AU", "IN")}
"""Whose numbers a person of that language may mean, where their own country has no such number."""
_ANONYMOUS = re.compile(r"\+888\d{4,11}")
"""Numbers that Telegram itself gives out (fragment.com): no country has them, and chats open by them."""

_BEHIND: Final = ";ext="

_LINK = re.compile(
    r"""(?:
        (?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/\+(?=[\d\s()-]+(?:[?#]|$))
      | (?:https?://)?(?:www\.)?wa\.me/\+?
      | (?:https?://)?(?:api|web|chat|www)?\.?whatsapp\.com/send/?\?(?:[^#]*&)?phone=\+?
      | whatsapp://send/?\?(?:[^#]*&)?phone=\+?
      | tg://resolve/?\?(?:[^#]*&)?phone=\+?
      | viber://(?:chat|add|contact)/?\?(?:[^#]*&)?number=\+?
    )(?P<digits>[\d\s().-]+)(?:[/&?\#].*)?""",
    re.VERBOSE | re.IGNORECASE,
)
"""Links of messengers, which name a number for the whole world, with a plus or without."""
_SCHEME = re.compile(r"(?:tel|callto|sms|phone):(?://)?", re.IGNORECASE)
_SAID = re.compile(
    r"(?:тел(?:ефон)?|моб(?:ильный)?|сот(?:овый)?|раб(?:очий)?|дом(?:ашний)?|phone|tel(?:ephone)?|mob(?:ile)?|cell"
    r"|work|home|whats ?app|ватсапп?|вотсапп?|вацап|viber|вайбер|telegram|телеграмм?|тг|tg|номер|№)[\s.:№-]*",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"[\s,;(]*(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|extn?|extension|x|х|#|;ext=|,(?=\s*\d{1,6}$))\s*[.:=№#]*\s*"
    r"(?P<digits>\d{1,7})\)?$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\+?[\d\s()\[\]./~-]+")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d\d)?\d\d|\d{4}[./-]\d\d[./-]\d\d")
_ABROAD = re.compile(r"(?:\+|0[\s()-]*0(?=[\s()-]*[1-9]))")


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as it was written. `number` is E.164 where it is sure, "" where the country must be asked.

    `words` is the writing with plain digits and signs, without what stood around it; `extension` are the digits of one.
    """

    number: str
    words: str
    extension: str = ""


def plain(text: str) -> str:
    """The text with ASCII digits, one kind of dash and blank, and without marks that can't be seen."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept: list[str] = []
    for letter in unicodedata.normalize("NFKC", text):
        kind = unicodedata.category(letter)
        if kind == "Nd":
            kept.append(str(unicodedata.decimal(letter)))
        elif kind == "Pd" or letter == "\u2212":
            kept.append("-")
        elif letter.isspace():
            kept.append(" ")
        elif kind not in {"Cf", "Cc", "Mn"}:
            kept.append(letter)
    return " ".join("".join(kept).split())


@lru_cache(maxsize=2048)
def read(text: str) -> Phone | None:
    """The number that the text is, as a whole; None where it is anything else."""
    words = plain(text[: _LONGEST * 3])
    link = _LINK.fullmatch(unquote(words).strip())
    if link:
        digits = link["digits"].strip()
        return _written(f"+{digits}") or _written(digits)
    if len(words) > _LONGEST:
        return None
    scheme = _SCHEME.match(words)
    if scheme:
        words = unquote(words[scheme.end() :])
    said = _SAID.match(words)
    if said and said.end() < len(words):
        words = words[said.end() :]
    return _written(words.strip(" ,;:"))


_KEEPS_ZERO = re.compile(r"(?:\+|00)\s*(?:39|378|379)\D")


def _written(words: str) -> Phone | None:
    extension = _EXTENSION.search(words)
    bare = words[: extension.start()] if extension else words
    behind = extension["digits"] if extension else ""
    bare = bare.strip(" ,;:.-")
    digits = re.sub(r"\D", "", bare)
    if not _NUMBER.fullmatch(bare) or _DATE.fullmatch(bare) or not _FEWEST <= len(digits) <= _MOST:
        return None
    number = ""
    if _ABROAD.match(bare):  # new ranges are in use before the metadata has them: the length of a mobile will do
        # "+44 (0)20…": that zero is for at home; Italy and its neighbours dial it from abroad too.
        at_home = "0" if _KEEPS_ZERO.match(bare) else ""
        dialled = re.sub(r"\D", "", re.sub(r"\(\s*0\s*\)", at_home, bare))
        abroad = f"+{dialled if bare.startswith('+') else dialled.removeprefix('00')}"
        number = abroad if _ANONYMOUS.fullmatch(abroad) else _parsed(abroad, None, likely=True) or ""
    return Phone(number, bare, behind)


def _parsed(text: str, country: str | None, *, likely: bool = False) -> str | None:
    """The valid number in E.164, with `likely` one that has at least the length of a mobile's; None for any other."""
    try:
        found = phonenumbers.parse(text, country)
    except NumberParseException:
        return None
    there = phonenumbers.is_valid_number(found) or (
        likely and phonenumbers.is_possible_number_for_type(found, PhoneNumberType.MOBILE)
    )
    return str(phonenumbers.format_number(found, PhoneNumberFormat.E164)) if there else None


def candidates(words: str, country: str | None, language: str) -> tuple[str, ...]:
    """What a number without its country may be, in E.164, the likeliest first: at most three.

    First the person's own country (ISO 3166), then a country whose code it may begin with; where neither has such a
    number, the countries of the person's language too.
    """
    found = _there(words, country)
    if not found:
        bare = words.lstrip("+ ")
        likely = _parsed(bare, country, likely=True) if country is not None else None
        others = (_parsed(bare, other) for other in _LIKELY.get(language, ()))
        found = dict.fromkeys(one for one in (likely, *others) if one is not None)
    return tuple(found)[:_MOST_OFFERED]


def _there(words: str, country: str | None) -> dict[str, None]:
    """The valid numbers that the writing is: in the country, and where it begins with the code of one."""
    bare = words.lstrip("+ ")
    own = _parsed(bare, country) if country is not None else None
    found = dict.fromkeys((own,) if own is not None else ())
    first = re.match(r"\d+", bare)
    if first is not None and _coded(first.group()):  # "8 (4912)…" is set off from its 8: no +84
        abroad = _parsed(f"+{re.sub(r'[^0-9]', '', words)}", None)
        if abroad is not None:
            found.setdefault(abroad)
    return found


def _coded(digits: str) -> bool:
    """Whether the digits begin with the code of a country."""
    return any(int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE for length in (1, 2, 3))


def assumed(words: str, country: str | None) -> str | None:
    """The one number that the writing is, in the person's country or by the code that it begins with; None: no one."""
    found = tuple(_there(words, country))
    return found[0] if len(found) == 1 else None


def contact_number(text: str) -> str | None:
    """The number of a contact that was sent, in E.164 as it came: it is for the whole world already, plus or not.

    None where no country has such a code: then it was written for one country, in somebody's address book.
    """
    digits = re.sub(r"\D", "", plain(text))
    if not _FEWEST <= len(digits) <= 15:
        return None
    try:
        found = phonenumbers.parse(f"+{digits}")
    except NumberParseException:
        return None
    known = phonenumbers.is_possible_number(found) or _ANONYMOUS.fullmatch(f"+{digits}")
    return f"+{digits}" if known else None


def shown(number: str) -> str:
    """The number in E.164 as it is read: "+7 916 123-45-67"."""
    try:
        return str(phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.INTERNATIONAL))
    except NumberParseException:
        return number


@lru_cache(maxsize=512)
def country_of(number: str) -> str | None:
    """The country (ISO 3166) of a number in E.164; None for one of no country."""
    try:
        code: str | None = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except NumberParseException:
        return None
    return code if code is not None and code.isalpha() else None


# How a client's phone is stored: "+79161234567", "?916 123-45-67" before its country is known, or both, the sure first.


def confirmed(stored: str | None) -> str | None:
    """The number in E.164 of a client's stored phone, None where none is sure yet."""
    return (stored or "").partition("?")[0] or None


def pending(stored: str | None) -> str | None:
    """The writing whose country is still to be asked, None where there is none."""
    return (stored or "").partition("?")[2] or None


def given(phone: Phone) -> str:
    """The phone as it is handed on to a client's record: what is stored, and an extension behind it."""
    return (phone.number or f"?{phone.words}") + (f"{_BEHIND}{phone.extension}" if phone.extension else "")


def taken(stored: str | None, value: str) -> tuple[str, str]:
    """What is stored from now on for a value that `given` made, and the extension that it brought, "" for none.

    A number that is sure stays until another one is.
    """
    said, _, extension = value.partition(_BEHIND)
    return f"{confirmed(stored) or ''}{said}" if said.startswith("?") else said, extension


def joined(kept: str | None, gone: str | None) -> tuple[str | None, tuple[str, ...]]:
    """What is stored where two records become one, and what of `gone` has no place in it, as it is read."""
    number = confirmed(kept) or confirmed(gone)
    words = pending(kept) or pending(gone)
    left = [one for one in (confirmed(gone), pending(gone)) if one is not None and one not in {number, words}]
    return (f"{number or ''}?{words}" if words else number), tuple(left)


def links(stored: str | None) -> str | None:
    """The number that a link may lead to: a sure one that there is; None where there is none."""
    number = confirmed(stored)
    if number is None:
        return None
    return number if _ANONYMOUS.fullmatch(number) or _parsed(number, None, likely=True) == number else None
