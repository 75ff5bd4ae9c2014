"""What comes over the wire: refusals, the parameters of each method, and reading of a request's body."""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aiohttp import MultipartReader, web

Json = dict[str, Any]


def names(words: str) -> frozenset[str]:
    """The words of a string, as a set."""
    return frozenset(words.split())


class ApiError(Exception):
    """A refusal: Telegram's code, its words, and what it adds under `parameters` (`retry_after` in seconds)."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    def reply(self) -> Json:
        """The body of the answer as the Bot API writes it."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad(words: str) -> ApiError:
    """A refusal with code 400."""
    return ApiError(400, f"Bad Request: {words}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart request."""

    name: str
    data: bytes


_SENDING = (
    "chat_id business_connection_id message_thread_id direct_messages_topic_id parse_mode disable_notification "
    "protect_content allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters "
    "reply_markup reply_to_message_id allow_sending_without_reply "
)
_EDITING = "business_connection_id chat_id message_id inline_message_id reply_markup "

# The Bot API ignores a parameter it doesn't know, and with it a misspelt one: the fake tells.
PARAMETERS: dict[str, frozenset[str]] = {
    method: names(parameters)
    for method, parameters in {
        "getMe": "",
        "getFile": "file_id",
        "getUpdates": "offset limit timeout allowed_updates",
        "setWebhook": "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
        "deleteWebhook": "drop_pending_updates",
        "getWebhookInfo": "",
        "setMyCommands": "commands scope language_code",
        "setMyDescription": "description language_code",
        "setMyShortDescription": "short_description language_code",
        "setChatMenuButton": "chat_id menu_button",
        "sendMessage": _SENDING + "text entities link_preview_options disable_web_page_preview",
        "sendDocument": _SENDING + "document thumbnail caption caption_entities disable_content_type_detection",
        "sendPhoto": _SENDING + "photo caption caption_entities show_caption_above_media has_spoiler",
        "sendVoice": _SENDING + "voice caption caption_entities duration",
        "editMessageText": _EDITING + "text parse_mode entities link_preview_options disable_web_page_preview",
        "editMessageReplyMarkup": _EDITING,
        "deleteMessage": "chat_id message_id",
        "deleteMessages": "chat_id message_ids",
        "answerCallbackQuery": "callback_query_id text show_alert url cache_time",
        "getBusinessConnection": "business_connection_id",
        "sendChatAction": "business_connection_id chat_id message_thread_id action",
    }.items()
}
METHODS = {name.lower(): name for name in PARAMETERS}  # the Bot API doesn't mind the case

_NUMBERS = names(
    "offset limit timeout chat_id message_id message_thread_id cache_time reply_to_message_id max_connections"
)
_FLAGS = names(
    "drop_pending_updates disable_notification protect_content show_alert disable_web_page_preview has_spoiler "
    "show_caption_above_media disable_content_type_detection allow_sending_without_reply"
)
_OBJECTS = names(
    "reply_markup entities caption_entities link_preview_options reply_parameters commands scope allowed_updates "
    "menu_button message_ids"
)


def _object(name: str, value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:
        what = "reply keyboard markup" if name == "reply_markup" else name.replace("_", " ")
        raise bad(f"can't parse {what} JSON object") from None


def typed(params: Json) -> Json:
    """Parameters with their types: forms bring strings only, and objects as JSON within them.

    Raises `ApiError` (400) where a value can't be read, or holds half of a surrogate pair.
    """
    out: Json = {}
    for name, value in params.items():
        if value is None or value == "":
            continue
        if isinstance(value, str):
            if name in _NUMBERS and value.lstrip("-").isdecimal():
                value = int(value)  # noqa: PLW2901 — the loop's variable is the value on its way to its type
            elif name in _FLAGS:
                value = value.lower() in {"true", "yes", "1"}  # noqa: PLW2901 — same
            elif name in _OBJECTS:
                value = _object(name, value)  # noqa: PLW2901 — same
        if any("\ud800" <= c <= "\udfff" for text in strings(value) for c in text):
            raise bad("strings must be encoded in UTF-8")
        out[name] = value
    return out


def strings(value: object) -> Iterator[str]:
    """Every string in a parameter, nested ones too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, whole from its first bytes to its last. Raises `ApiError` (400) for anything else."""
    begins = png.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    if not begins or not png.endswith(b"IEND\xaeB`\x82") or min(size := struct.unpack(">II", png[16:24])) == 0:
        raise bad("IMAGE_PROCESS_FAILED")
    return size[0], size[1]


async def read(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """The raw parameters of a request (query, then JSON, form or multipart) and its files.

    Raises `ApiError` (400) for a body that isn't what it says it is.
    """
    params: Json = dict(request.query)
    files: dict[str, Upload] = {}
    if not request.can_read_body:
        return params, files
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            raise bad("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad("object expected")
        params.update(body)
    elif request.content_type == "multipart/form-data":
        await _read_parts(await request.multipart(), params, files)
    else:
        params.update(await request.post())
    return params, files


async def _read_parts(parts: MultipartReader, params: Json, files: dict[str, Upload]) -> None:
    while (part := await parts.next()) is not None:
        if isinstance(part, MultipartReader) or part.name is None:
            continue
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            params[part.name] = data.decode("utf-8", "replace")
        else:
            files[part.name] = Upload(part.filename, data)
