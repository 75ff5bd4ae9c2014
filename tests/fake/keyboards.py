"""Keyboards as Telegram takes them: what it refuses, and what it silently ignores (told as a violation)."""

import re
from collections.abc import Callable

from tests.fake.wire import Json, bad, names

_ACTIONS = names(
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay"
)
_LOOKS = frozenset(("text", "icon_custom_emoji_id", "style"))
_STYLES = ("primary", "success", "danger")
_INLINE = frozenset(("inline_keyboard",))
_REPLY = names("keyboard is_persistent resize_keyboard one_time_keyboard input_field_placeholder selective")
_REPLY_BUTTON = _LOOKS | names("request_users request_chat request_contact request_location request_poll web_app")
_OTHER = names("remove_keyboard force_reply selective input_field_placeholder")
_URL = re.compile(r"(https?://[^\s/.]+\.[^\s]+|tg://[a-z_]+(\?\S*)?|[\w-]+(\.[\w-]+)+(/\S*)?)", re.IGNORECASE)

Tell = Callable[[str], None]


def markup(raw: object, tell: Tell, *, inline_only: bool) -> Json | None:
    """The keyboard as stored with a message, or None; `tell` takes what Telegram would pass over.

    Raises `ApiError` (400). `inline_only`: an edit takes no other kind.
    """
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in raw:
        _strangers(raw, _INLINE, tell)
        return _inline(raw["inline_keyboard"], tell)
    if not raw:
        return None
    if inline_only:
        raise bad("inline keyboard expected")
    if "keyboard" in raw:
        _strangers(raw, _REPLY, tell)
        return {**raw, "keyboard": _reply(raw, tell)}
    if not raw.get("remove_keyboard") and not raw.get("force_reply"):
        raise bad("reply markup must be one of the known kinds")
    _strangers(raw, _OTHER, tell)
    return raw


def _strangers(given: Json, known: frozenset[str], tell: Tell) -> None:
    for name in given.keys() - known:
        tell(f"keyboard: unknown field {name!r}")


def _rows(rows: object, field: str, kind: str) -> list[list[object]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{field}" of the {kind} must be an Array of Arrays')
    return [row for row in rows if row]


def _inline(given: object, tell: Tell) -> Json | None:
    rows = _rows(given, "inline_keyboard", "InlineKeyboardMarkup")
    out = [[_button(button, tell) for button in row] for row in rows]
    if any(len(row) > 8 for row in out) or sum(map(len, out)) > 100:
        raise bad("reply markup is too long")
    return {"inline_keyboard": out} if out else None


def _button(button: object, tell: Tell) -> Json:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    _strangers(button, _ACTIONS | _LOOKS, tell)
    text = button.get("text")
    if not isinstance(text, str):
        raise bad("can't parse inline keyboard button: can't find field \"text\"")
    if not text.strip():
        raise bad("inline keyboard button text must be non-empty")
    if button.get("style", "primary") not in _STYLES:
        raise bad("BUTTON_STYLE_INVALID")
    does = [name for name in _ACTIONS if button.get(name) is not None]
    if not does:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(does) > 1:
        tell(f"keyboard: a button does {' and '.join(sorted(does))}, exactly one is allowed")
    _check_action(does[0], button[does[0]])
    return button


def _check_action(name: str, value: object) -> None:
    if name == "callback_data" and not (isinstance(value, str) and 1 <= len(value.encode()) <= 64):
        raise bad("BUTTON_DATA_INVALID")
    if name == "url" and not (isinstance(value, str) and _URL.fullmatch(value)):
        raise bad("BUTTON_URL_INVALID")
    if name == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not (isinstance(text, str) and 1 <= len(text) <= 256):
            raise bad("BUTTON_COPY_TEXT_INVALID")


def _reply(raw: Json, tell: Tell) -> list[list[Json]]:
    out: list[list[Json]] = []
    for row in _rows(raw["keyboard"], "keyboard", "ReplyKeyboardMarkup"):
        out.append([])
        for given in row:
            button: object = {"text": given} if isinstance(given, str) else given
            if not isinstance(button, dict):
                raise bad("can't parse keyboard button: KeyboardButton must be an Object")
            _strangers(button, _REPLY_BUTTON, tell)
            if not str(button.get("text", "")).strip():
                raise bad("keyboard button text must be non-empty")
            out[-1].append(button)
    if not out:
        raise bad("reply keyboard must be non-empty")
    if any(len(row) > 12 for row in out) or sum(map(len, out)) > 300:
        raise bad("reply markup is too long")
    if len(str(raw.get("input_field_placeholder", ""))) > 64:
        raise bad("INPUT_FIELD_PLACEHOLDER_TOO_LONG")
    return out
