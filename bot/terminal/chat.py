"""Telegram for one person: takes the bot's calls, refuses what Telegram refuses, and hands out the person's updates."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable

from bot.terminal.display import Display
from bot.terminal.files import Files
from bot.terminal.hello import TerminalWords
from bot.terminal.keys import Board, Json, Key, ShownMessage
from bot.terminal.markup import RefusedError, inline
from bot.terminal.paint import units

PERSON_ID = 2**52 + 1  # Telegram's ids have at most 52 significant bits (Bot API, User.id): nobody else gets this one
LONGEST = 4096

ACCEPTED = frozenset({
    "deleteMyCommands",
    "deleteWebhook",
    "setChatMenuButton",
    "setMyCommands",
    "setMyDescription",
    "setMyName",
    "setMyShortDescription",
})  # fmt: skip


class TerminalChat:
    """One private chat: what stands in it, and the updates that the bot has not confirmed.

    Ids begin at the clock's milliseconds, because the bot's database outlives this Telegram: a new update must not
    look like one that the inbox has had, and a message of an earlier run must not be found.
    """

    def __init__(  # noqa: PLR0913 - the parts that it joins
        self, *, bot_id: int, language: str, words: TerminalWords, board: Board, display: Display, files: Files
    ) -> None:
        self.polled = False
        self._words = words
        self._board = board
        self._display = display
        self._files = files
        self._bot = {"id": bot_id, "is_bot": True, "first_name": "okok", "username": "okok_try_bot"}
        self._person = {
            "id": PERSON_ID,
            "is_bot": False,
            "first_name": words.person,
            "language_code": language,
        }
        self._place = {"id": PERSON_ID, "type": "private", "first_name": words.person}
        self._update_id = self._message_id = time.time_ns() // 1_000_000
        self._updates: deque[Json] = deque()
        self._news = asyncio.Event()
        self._taps: set[str] = set()
        self._methods: dict[str, Callable[[Json], object]] = {
            "getMe": self._get_me,
            "getFile": self._get_file,
            "sendDocument": self._send_document,
            "getWebhookInfo": self._get_webhook_info,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "editMessageText": self._edit_message_text,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
            "deleteMessage": self._delete_message,
            "deleteMessages": self._delete_messages,
            "answerCallbackQuery": self._answer_callback_query,
            "sendChatAction": self._send_chat_action,
        }

    @property
    def settled(self) -> bool:
        """Tells whether the bot polls, and has confirmed every update by a later `getUpdates`."""
        return self.polled and not self._updates

    def say(self, text: str) -> None:
        """The person sends `text`; Telegram splits what is longer than 4,096 characters."""
        for start in range(0, len(text), LONGEST):
            part = text[start : start + LONGEST]
            command = re.match(r"/[A-Za-z0-9_]{1,32}(?=\s|@|$)", part)
            entities = (
                [{"type": "bot_command", "offset": 0, "length": len(command[0])}] if command and not start else []
            )
            message = self._new_message(part, entities, by_bot=False)
            self._board.messages[message.id] = message
            self._push("message", self._json(message))

    def send_file(self, file_id: str, name: str, size: int) -> None:
        """The person sends a file."""
        message = self._new_message("", [], by_bot=False)
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": size}
        self._push("message", {**self._json(message), "document": document})

    def press(self, message: ShownMessage, key: Key) -> None:
        """The person taps a button that calls back."""
        query = str(self._update_id + 1)
        self._taps.add(query)
        self._push(
            "callback_query",
            {
                "id": query,
                "from": self._person,
                "message": self._json(message),
                "chat_instance": str(PERSON_ID),
                "data": key.value,
            },
        )

    async def call(self, method: str, params: Json) -> object:
        """Answers a method of the Bot API with its result as JSON has it.

        Raises `RefusedError` where Telegram refuses, and for what this small Telegram does not have.
        """
        if method == "getUpdates":
            return await self._get_updates(params)
        if method in ACCEPTED:
            return True
        if method not in self._methods:
            raise RefusedError(f"the terminal has no {method}")
        return self._methods[method](params)

    def _push(self, kind: str, content: Json) -> None:
        self._update_id += 1
        self._updates.append({"update_id": self._update_id, kind: content})
        self._news.set()

    async def _get_updates(self, params: Json) -> list[Json]:
        """A long poll: `offset` confirms all updates below it, `timeout` are the seconds to wait for the first."""
        self.polled = True
        offset = int(params.get("offset") or 0)
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        if not self._updates:
            self._news.clear()
            try:
                async with asyncio.timeout(float(params.get("timeout") or 0)):  # wait_for may swallow a cancel (3.11)
                    await self._news.wait()
            except TimeoutError:
                return []
        return list(self._updates)[: int(params.get("limit") or 100)]

    def _get_me(self, params: Json) -> Json:
        del params
        return self._bot | {"can_join_groups": False, "can_read_all_group_messages": False}

    def _get_webhook_info(self, params: Json) -> Json:
        del params
        return {"url": "", "has_custom_certificate": False, "pending_update_count": len(self._updates)}

    def _send_message(self, params: Json) -> Json:
        self._here(params)
        text, entities = self._text(params)
        markup = params.get("reply_markup") or {}
        message = self._new_message(text, entities, by_bot=True)
        message.markup = inline(markup)
        self._board.put(message)
        self._display.show(message)
        self._reply_keyboard(markup)
        return self._json(message)

    def _send_document(self, params: Json) -> Json:
        self._here(params)
        name, data = params["file"]
        message = self._new_message(f"📎 {self._files.keep(name, data)}\n{params.get('caption', '')}", [], by_bot=True)
        self._board.put(message)
        self._display.show(message)
        return self._json(message)

    def _send_photo(self, params: Json) -> Json:
        """A terminal shows no pictures: its place on the disk stands above its caption."""
        self._here(params)
        message = self._new_message(
            "\n".join(str(params.get(part) or "") for part in ("photo", "caption")), [], by_bot=True
        )
        self._board.put(message)
        self._display.show(message)
        return self._json(message)

    def _get_file(self, params: Json) -> Json:
        file_id = str(params.get("file_id"))
        if self._files.get(file_id) is None:
            raise RefusedError("wrong file_id or the file is temporarily unavailable")
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id}

    def _edit_message_text(self, params: Json) -> Json:
        message = self._editable(params)
        text, entities = self._text(params)
        markup = inline(params.get("reply_markup") or {})
        if (text, entities, markup) == (message.text, message.entities, message.markup):
            raise RefusedError(_NOT_MODIFIED)
        message.text, message.entities, message.markup = text, entities, markup
        self._board.put(message)
        self._display.show(message)
        return self._json(message) | {"edit_date": int(time.time())}

    def _edit_message_reply_markup(self, params: Json) -> Json:
        message = self._editable(params)
        markup = inline(params.get("reply_markup") or {})
        if markup == message.markup:
            raise RefusedError(_NOT_MODIFIED)
        message.markup = markup
        self._board.put(message)
        if markup:
            self._display.show(message)
        else:
            self._display.strip(message)
        return self._json(message) | {"edit_date": int(time.time())}

    def _delete_message(self, params: Json) -> bool:
        self._here(params)
        message = self._board.messages.get(int(params["message_id"]))
        if message is None:
            raise RefusedError("message to delete not found")
        self._board.drop(message)
        self._display.vanish(message, self._words.deleted)
        return True

    def _delete_messages(self, params: Json) -> bool:
        self._here(params)
        for message_id in params["message_ids"]:
            if int(message_id) in self._board.messages:  # Telegram passes over what it does not find
                self._delete_message(params | {"message_id": message_id})
        return True

    def _answer_callback_query(self, params: Json) -> bool:
        query, text = str(params["callback_query_id"]), str(params.get("text") or "")
        if len(text) > 200:
            raise RefusedError("MESSAGE_TOO_LONG")
        if query not in self._taps:
            raise RefusedError("query is too old and response timeout expired or query ID is invalid")
        self._taps.remove(query)
        if text:
            self._display.note(text)
        return True

    def _send_chat_action(self, params: Json) -> bool:
        self._here(params)
        return True

    def _here(self, params: Json) -> None:
        if str(params.get("chat_id")) != str(PERSON_ID):
            raise RefusedError("chat not found")

    def _editable(self, params: Json) -> ShownMessage:
        self._here(params)
        message = self._board.messages.get(int(params.get("message_id") or 0))
        if message is None:
            raise RefusedError("message to edit not found")
        if not message.by_bot:
            raise RefusedError("message can't be edited")
        return message

    def _text(self, params: Json) -> tuple[str, list[Json]]:
        text = str(params.get("text") or "")
        if params.get("parse_mode"):
            raise RefusedError("unsupported parse_mode")
        if not text.strip():
            raise RefusedError("message text is empty")
        if units(text) > LONGEST:
            raise RefusedError("message is too long")
        return text, list(params.get("entities") or [])

    def _reply_keyboard(self, markup: Json) -> None:
        """Keeps the reply keyboard; its labels are shown when they change."""
        if markup.get("remove_keyboard"):
            self._board.labels = ()
        labels = tuple(
            button if isinstance(button, str) else button["text"]
            for row in markup.get("keyboard", [])
            for button in row
        )
        if labels and labels != self._board.labels:
            self._board.labels = labels
            self._display.keyboard(labels)

    def _new_message(self, text: str, entities: list[Json], *, by_bot: bool) -> ShownMessage:
        self._message_id += 1
        return ShownMessage(self._message_id, int(time.time()), by_bot, text, entities)

    def _json(self, message: ShownMessage) -> Json:
        result: Json = {
            "message_id": message.id,
            "date": message.date,
            "chat": self._place,
            "from": self._bot if message.by_bot else self._person,
        }
        if message.text:
            result["text"] = message.text
        if message.entities:
            result["entities"] = message.entities
        if message.markup:
            result["reply_markup"] = message.markup
        return result


_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
