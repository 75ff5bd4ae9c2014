"""A Screen as Telegram takes it: safe text, entities counted in UTF-16 units, keyboards. Nothing is parsed."""

import hashlib
import re
from typing import Final, NamedTuple

from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestUsers,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.telegram.callback import pack
from bot.viewmodels.screen import Button, Copy, Keys, Link, Pick, PlaceTap, Rows, RunTap, Screen, Span

MAX_UNITS: Final = 4096  # Bot API, sendMessage: text, 1–4096 characters, counted in UTF-16 units
_SIGNED: Final = 0x7FFFFFFF  # Bot API, KeyboardButtonRequestUsers: request_id is a signed number of 32 bits
_UNFIT = re.compile("[\x00\ud800-\udfff]")  # JSON to Telegram holds neither NUL nor half a surrogate pair


class Rendered(NamedTuple):
    """The parts of a call: `text`, its `entities` (None where there are none) and the inline `markup`."""

    text: str
    entities: list[MessageEntity] | None
    markup: InlineKeyboardMarkup | None


def safe(text: str) -> str:
    """`text` with every NUL and lone surrogate replaced by U+FFFD, one for one, so that spans stay in place."""
    return _UNFIT.sub("\ufffd", text)


def units(text: str) -> int:
    """The length of `text` in UTF-16 units, by which Telegram counts. `text` holds no lone surrogates."""
    return len(text.encode("utf-16-le")) // 2


def fit(text: str, limit: int = MAX_UNITS) -> str:
    """`text`, or where it is over `limit` units its beginning and "…", cut between characters."""
    if len(text) * 2 <= limit or units(text) <= limit:
        return text
    # A cut inside of a surrogate pair leaves half of it at the end, which "ignore" drops.
    return text.encode("utf-16-le")[: (limit - 1) * 2].decode("utf-16-le", "ignore") + "…"


def entities(text: str, spans: tuple[Span, ...]) -> list[MessageEntity] | None:
    """`spans` (in characters) as entities (in UTF-16 units), clipped to `text`; empty ones drop."""
    found = []
    plain = units(text) == len(text)  # without astral characters both counts are the same
    for span in spans:
        start, end = max(0, span.start), min(span.end, len(text))
        if start >= end:
            continue
        offset = start if plain else units(text[:start])
        length = end - start if plain else units(text[start:end])
        found.append(MessageEntity(type=span.kind, offset=offset, length=length))
    return found or None


def _button(button: Button) -> InlineKeyboardButton:
    label = safe(button.label)
    match button.action:
        case RunTap() | PlaceTap():
            return InlineKeyboardButton(text=label, callback_data=pack(button.action), style=button.style)
        case Copy(text=text):
            copy = CopyTextButton(text=safe(text))
            return InlineKeyboardButton(text=label, copy_text=copy, style=button.style)
        case Link(url=url):
            return InlineKeyboardButton(text=label, url=url, style=button.style)


def markup(rows: Rows) -> InlineKeyboardMarkup | None:
    """`rows` as an inline keyboard, None without buttons. Raises ValueError where callback data is too long."""
    keyboard = [[_button(button) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=keyboard) if keyboard else None


def reply_keyboard(keys: Keys | None) -> ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """`keys` as the keyboard that stays under the input field; what takes it away where there are none in it."""
    if keys is None:
        return None
    if not keys:
        return ReplyKeyboardRemove(remove_keyboard=True)
    keyboard = [[_key(key) for key in row] for row in keys]
    return ReplyKeyboardMarkup(keyboard=keyboard, resize_keyboard=True, is_persistent=True)


def request_of(number: int) -> int:
    """The number of a key that opens Telegram's list of people, as it comes back with the person that was picked."""
    return number & _SIGNED


def _key(key: str | Pick) -> KeyboardButton:
    if isinstance(key, str):
        return KeyboardButton(text=safe(key))
    people = KeyboardButtonRequestUsers(
        request_id=request_of(key.request), user_is_bot=False, max_quantity=1, request_name=True, request_username=True
    )
    return KeyboardButton(text=safe(key.label), request_users=people)


def render(screen: Screen) -> Rendered:
    """`screen` as the parts of a call. Raises ValueError where a button's callback data does not fit."""
    text = fit(safe(screen.text))
    return Rendered(text, entities(text, screen.spans) if screen.spans else None, markup(screen.rows))


def render_plain(screen: Screen) -> Rendered:
    """`screen` without what Telegram may refuse: no spans, no links and copies, no colours; taps stay."""
    taps = tuple(
        tuple(Button(b.label, b.action) for b in row if isinstance(b.action, RunTap | PlaceTap)) for row in screen.rows
    )
    return Rendered(fit(safe(screen.text)), None, markup(taps))


def mark(screen: Screen) -> str:
    """A short fingerprint (16 characters) of what `screen` shows, the same in every run of the program."""
    shown = repr((screen.text, screen.spans, screen.rows)).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(shown, digest_size=8).hexdigest()
