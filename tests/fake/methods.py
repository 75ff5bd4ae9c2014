"""What each method of the Bot API does, and what it refuses, in Telegram's own words."""

import re
from collections.abc import Callable

from tests.fake.entities import take, units
from tests.fake.files import Files, KeptFiles
from tests.fake.keyboards import markup
from tests.fake.wire import PARAMETERS, ApiError, Json, bad, names, size_of, strings
from tests.fake.world import TAP_LIFE, Hook, Msg, Room

_ACTIONS = names(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note"
)
_LARGEST_PHOTO = 10 * 2**20
_EDIT_WINDOW = 48 * 3600  # seconds; later a bot may not delete a message
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


class Methods(KeptFiles):
    """The Bot API without HTTP: `execute` takes typed parameters, gives the result or raises `ApiError`."""

    def execute(self, method: str, params: Json, files: Files) -> object:
        """Carries out one call; unknown parameters and NULs, which Telegram passes over, become violations."""
        for name in params.keys() - PARAMETERS[method] - files.keys():
            self.violation(f"{method}: unknown parameter {name!r}")
        if any("\0" in text for text in strings(params)):
            self.violation(f"{method}: NUL in a text, Telegram shows a space")
        return self._table()[method](params, files)

    def _table(self) -> dict[str, Callable[[Json, Files], object]]:
        return {
            "getMe": self._get_me,
            "getFile": lambda params, _: self.get_file(params),
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "setMyCommands": self._set_commands,
            "setMyDescription": self._set_description,
            "setMyShortDescription": self._set_short_description,
            "setChatMenuButton": self._set_menu_button,
            "sendMessage": self._send_message,
            "sendDocument": self._send_document,
            "sendPhoto": self._send_photo,
            "sendVoice": self._send_voice,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete_message,
            "deleteMessages": self._delete_messages,
            "answerCallbackQuery": self._answer,
            "sendChatAction": self._chat_action,
            "getBusinessConnection": self._business_connection,
        }

    # -- the bot itself

    def _get_me(self, _: Json, __: Files) -> Json:
        flags = "can_join_groups can_read_all_group_messages supports_inline_queries can_connect_to_business"
        return {**self.bot, **dict.fromkeys([*flags.split(), "has_main_web_app"], False)}

    def _business_connection(self, params: Json, _: Files) -> Json:
        found = self.connections.get(params["business_connection_id"])
        if found is None:
            raise bad("BUSINESS_CONNECTION_INVALID")
        return found

    def _set_webhook(self, params: Json, _: Files) -> bool:
        secret = params.get("secret_token", "")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters")
        allowed = params.get("allowed_updates")
        self.allowed = frozenset(allowed) if allowed else None
        self.hook = Hook(params.get("url", ""), secret)
        self.ring()
        return True

    def _delete_webhook(self, params: Json, _: Files) -> bool:
        self.hook = Hook()
        if params.get("drop_pending_updates"):
            self.pending.clear()
        return True

    def _webhook_info(self, _: Json, __: Files) -> Json:
        found = {"url": self.hook.url, "has_custom_certificate": False, "pending_update_count": len(self.pending)}
        return {**found, **self.hook.trouble}

    def _set(self, key: str, params: Json, value: object) -> bool:
        language = params.get("language_code", "")
        if language and not re.fullmatch("[a-z]{2}", language):
            raise bad("invalid language code specified")
        scope = params.get("scope", {})
        if scope.get("type") == "chat":
            key = f"{key}@{self._target({'chat_id': scope['chat_id']}).id}"
        self.settings[f"{key}:{language}" if language else key] = value
        return True

    def _set_commands(self, params: Json, _: Files) -> bool:
        commands = params.get("commands")
        if not isinstance(commands, list):
            raise bad("can't parse commands JSON object")
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(str(command.get("description", "")).strip()) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        return self._set("commands", params, commands)

    def _set_description(self, params: Json, _: Files) -> bool:
        if len(params.get("description", "")) > 512:
            raise bad("description is too long")
        return self._set("description", params, params.get("description", ""))

    def _set_short_description(self, params: Json, _: Files) -> bool:
        if len(params.get("short_description", "")) > 120:
            raise bad("short description is too long")
        return self._set("short_description", params, params.get("short_description", ""))

    def _set_menu_button(self, params: Json, _: Files) -> bool:
        button = params.get("menu_button", {"type": "default"})
        if not isinstance(button, dict) or button.get("type") not in {"default", "commands", "web_app"}:
            raise bad("can't parse menu button: unsupported type specified")
        return self._set("menu_button", {}, button)

    # -- sending

    def _target(self, params: Json) -> Room:
        chat = params.get("chat_id")
        if chat is None:
            raise bad("chat_id is empty")
        room = self.rooms.get(chat) if isinstance(chat, int) else None
        if room is None:
            raise bad("chat not found")
        if room.refusal:
            raise ApiError(403, f"Forbidden: {room.refusal}")
        if not room.started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return room

    def _text(self, params: Json) -> Json:
        text = params.get("text")
        if not text:
            raise bad("message text is empty")
        body, marks = take(str(text), params.get("entities"), params.get("parse_mode"), 4096)
        return {"text": body, "entities": marks} if marks else {"text": body}

    def _say(self, params: Json, room: Room, content: Json) -> Json:
        keyboard = markup(params.get("reply_markup"), self.violation, inline_only=False)
        if (topic := params.get("message_thread_id")) is not None:
            if topic not in room.topics:
                raise bad("message thread not found")
            content = {**content, "message_thread_id": topic, "is_topic_message": True}
        inline = keyboard is not None and "inline_keyboard" in keyboard
        if reply := params.get("reply_parameters"):
            to = room.messages.get(reply.get("message_id"))
            if to and not to.deleted:
                content = {**content, "reply_to_message": _bare(to.json)}
            elif not reply.get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
        message = self.post(room, self.bot, {**content, "reply_markup": keyboard} if inline else content)
        if keyboard is not None and not inline:
            message.other_markup = True
            if "keyboard" in keyboard or keyboard.get("remove_keyboard"):
                room.keyboard = keyboard if "keyboard" in keyboard else None
        room.action = None
        room.moved += 1
        return dict(message.json)

    def _send_message(self, params: Json, _: Files) -> Json:
        room = self._target(params)
        return self._say(params, room, self._text(params))

    def _caption(self, params: Json) -> Json:
        if not params.get("caption"):
            return {}
        body, marks = take(params["caption"], params.get("caption_entities"), params.get("parse_mode"), 1024)
        return {"caption": body, "caption_entities": marks} if marks else {"caption": body}

    def _send_document(self, params: Json, files: Files) -> Json:
        room = self._target(params)
        upload, file = self.upload("document", params, files)
        return self._say(params, room, {"document": {**file, "file_name": upload.name}, **self._caption(params)})

    def _send_photo(self, params: Json, files: Files) -> Json:
        room = self._target(params)
        upload, file = self.upload("photo", params, files)
        if len(upload.data) > _LARGEST_PHOTO:
            raise bad("file is too big for a photo")
        width, height = size_of(upload.data)
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        self.photos[file["file_id"]] = upload.data
        return self._say(params, room, {"photo": [{**file, "width": width, "height": height}], **self._caption(params)})

    def _send_voice(self, params: Json, _: Files) -> Json:
        """Only a voice note that Telegram has, by its id: the bot records none."""
        room = self._target(params)
        if room.no_voices:
            raise bad("VOICE_MESSAGES_FORBIDDEN")
        voice = params.get("voice")
        known = (message.json.get("voice", {}) for chat in self.rooms.values() for message in chat.messages.values())
        found = next((one for one in known if one.get("file_id") == voice), None)
        if found is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return self._say(params, room, {"voice": found, **self._caption(params)})

    def _chat_action(self, params: Json, _: Files) -> bool:
        room = self._target(params)
        if params.get("action") not in _ACTIONS:
            raise bad("wrong parameter action in request")
        room.action = params["action"]
        return True

    # -- editing and deleting

    def _editable(self, params: Json) -> tuple[Room, Msg]:
        room = self._target(params)
        number = params.get("message_id")
        if not number:
            raise bad("message identifier is not specified")
        message = room.messages.get(number)
        if message is None or message.deleted:
            raise bad("message to edit not found")
        if not message.by_bot or message.other_markup:
            raise bad("message can't be edited")
        return room, message

    def _edit(self, params: Json, room: Room, message: Msg, content: Json) -> Json:
        keyboard = markup(params.get("reply_markup"), self.violation, inline_only=True)
        drop = {"edit_date", "reply_markup", *(("entities",) if "text" in content else ())}
        fresh = {**{k: v for k, v in message.json.items() if k not in drop}, **content}
        if keyboard:
            fresh["reply_markup"] = keyboard
        if fresh == {k: v for k, v in message.json.items() if k != "edit_date"}:
            raise bad(_SAME)
        message.versions.append(message.json)
        message.json = {**fresh, "edit_date": int(self.clock())}
        room.moved += 1
        return dict(message.json)

    def _edit_text(self, params: Json, _: Files) -> Json:
        room, message = self._editable(params)
        if "text" not in message.json:
            raise bad("there is no text in the message to edit")
        return self._edit(params, room, message, self._text(params))

    def _edit_markup(self, params: Json, _: Files) -> Json:
        room, message = self._editable(params)
        return self._edit(params, room, message, {})

    def _delete(self, room: Room, message: Msg) -> None:
        if self.clock() - message.sent > _EDIT_WINDOW:
            raise bad("message can't be deleted for everyone")
        if not message.by_bot and room.info["type"] != "private":
            raise bad("message can't be deleted")
        message.deleted = True
        room.moved += 1

    def _delete_message(self, params: Json, _: Files) -> bool:
        room = self._target(params)
        if not params.get("message_id"):
            raise bad("message identifier is not specified")
        message = room.messages.get(params["message_id"])
        if message is None or message.deleted:
            raise bad("message to delete not found")
        self._delete(room, message)
        return True

    def _delete_messages(self, params: Json, _: Files) -> bool:
        room, numbers = self._target(params), params.get("message_ids")
        if not isinstance(numbers, list) or not numbers:
            raise bad("message identifiers are not specified")
        if len(numbers) > 100:
            raise bad("too many message identifiers specified")
        for number in numbers:  # those that can't be found are passed over
            message = room.messages.get(number)
            if message and not message.deleted:
                self._delete(room, message)
        return True

    def _answer(self, params: Json, _: Files) -> bool:
        tap = self.taps.get(str(params.get("callback_query_id")))
        if units(params.get("text", "")) > 200:
            raise bad("MESSAGE_TOO_LONG")
        if tap and tap.answered:
            self.violation(f"answerCallbackQuery: tap {tap.data!r} was answered twice")
        if tap and self.clock() - tap.at > TAP_LIFE:
            tap.late = True
        if tap is None or tap.answered or tap.late:
            raise bad(_TOO_OLD)
        tap.answered, tap.text, tap.alert = True, params.get("text", ""), bool(params.get("show_alert"))
        return True


def _bare(message: Json) -> Json:
    return {key: value for key, value in message.items() if key not in {"reply_to_message", "reply_markup"}}
