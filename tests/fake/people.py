"""People who write and tap, and groups. What they do becomes updates; what they see is read from the chat."""

from tests.fake.entities import units
from tests.fake.idle import Idle
from tests.fake.ledger import Call
from tests.fake.wire import Json
from tests.fake.world import Msg, Room, Tap

LONGEST = 4096  # UTF-16 units; Telegram's clients split what is longer


class Group:
    """A group, supergroup or channel."""

    def __init__(self, tg: Idle, number: int, title: str, kind: str) -> None:
        self.tg = tg
        self.room = tg.room({"id": number, "type": kind, "title": title})
        self.room.started = True

    @property
    def id(self) -> int:
        """The chat's id, below zero."""
        return self.room.id

    @property
    def texts(self) -> list[str]:
        """What the bot's messages here say, oldest first."""
        return [message.text for message in self.room.from_bot]


class Actor:
    """What somebody does: each deed is an update for the bot, given back as the message or the tap that it is."""

    def __init__(self, tg: Idle, number: int, first_name: str, language_code: str | None) -> None:
        self.tg = tg
        self.id = number
        self.user: Json = {"id": number, "is_bot": False, "first_name": first_name}
        if language_code:
            self.user["language_code"] = language_code
        self.room: Room = tg.room({"id": number, "type": "private", "first_name": first_name})
        self.clipboard = ""
        self.opened: list[str] = []
        self.topic: int | None = None
        self._before = 0

    async def post(self, content: Json, group: Group | None = None) -> Msg:
        """Any content (`{"text": …}`, `{"voice": …}`) as a message to the bot, or in a group."""
        room = group.room if group else self.room
        assert not room.refusal, f"nothing written here reaches the bot: {room.refusal}"
        self._before = self.room.moved
        if not group:
            room.started = True
        if self.topic is not None:
            room.topics.add(self.topic)
            content = {**content, "message_thread_id": self.topic, "is_topic_message": True}
        message = self.tg.post(room, self.user, content)
        self.tg.emit("message", dict(message.json), room.id)
        return message

    async def say(self, text: str, *, group: Group | None = None, reply_to: Msg | None = None) -> Msg:
        """Writes a text, as one update however long it is (see `split`)."""
        return await self.post({"text": text, **({"reply_to_message": reply_to.json} if reply_to else {})}, group)

    async def split(self, text: str) -> list[Msg]:
        """Writes a long text as Telegram's clients do: in parts of at most 4096 UTF-16 units."""
        parts, begin, taken = [], 0, 0
        for place, char in enumerate(text):
            size = units(char)
            if taken + size > LONGEST:
                parts.append(text[begin:place])
                begin, taken = place, 0
            taken += size
        return [await self.say(part) for part in [*parts, text[begin:]]]

    async def press(self, label: str) -> Msg:
        """Presses a button of the reply keyboard in force; fails where there is none that says so."""
        keys = self.room.keyboard["keyboard"] if self.room.keyboard else []
        labels = [button["text"] for row in keys for button in row]
        assert label in labels, f"no key {label!r} among {labels}"
        return await self.say(label)

    async def edit(self, message: Msg, text: str) -> None:
        """Changes the text of an own message, or what stands under it; without a text that is taken away."""
        self._before = self.room.moved
        message.versions.append(message.json)
        field = "text" if "text" in message.json else "caption"
        kept = {key: value for key, value in message.json.items() if key != field}
        message.json = {**kept, **({field: text} if text else {}), "edit_date": int(self.tg.clock())}
        self.tg.emit("edited_message", dict(message.json), message.chat)

    async def forward(self, text: str, of: str = "Client") -> Msg:
        """Forwards what a hidden user wrote."""
        origin = {"type": "hidden_user", "sender_user_name": of, "date": int(self.tg.clock()) - 60}
        return await self.post({"text": text, "forward_origin": origin})

    async def voice(self, duration: int = 3, caption: str = "", of: str = "", album: str | None = None) -> Msg:
        """Sends a voice note of so many seconds, or forwards one of a hidden user, with words under it or without."""
        before = sum("voice" in one.json for one in self.room.messages.values())
        file = _file(f"voice{before + 1}" if before else "voice")
        content: Json = {"voice": {**file, "duration": duration, "mime_type": "audio/ogg"}}
        if of:
            origin = {"type": "hidden_user", "sender_user_name": of, "date": int(self.tg.clock()) - 60}
            content["forward_origin"] = origin
        return await self.post({**content, **_under(caption, album)})

    async def photo(self, caption: str = "", album: str | None = None) -> Msg:
        """Sends a picture, as part of an album where one is named."""
        content: Json = {"photo": [{**_file("photo"), "width": 640, "height": 480}]}
        return await self.post({**content, **_under(caption, album)})

    async def document(
        self,
        name: str = "notes.txt",
        data: bytes = b"notes",
        *,
        size: int | None = None,
        caption: str = "",
        album: str | None = None,
    ) -> Msg:
        """Sends a file; `size` is what Telegram says of it, if that is to differ."""
        content: Json = {"document": {**self.tg.file("document", data, size), "file_name": name}}
        return await self.post({**content, **_under(caption, album)})

    async def sticker(self, emoji: str = "👍") -> Msg:
        """Sends a sticker."""
        flags = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return await self.post({"sticker": {**_file("sticker"), **flags, "emoji": emoji}})

    async def contact(self, phone: str = "+70000000000", first_name: str = "Client") -> Msg:
        """Sends a contact."""
        return await self.post({"contact": {"phone_number": phone, "first_name": first_name}})

    async def pick(self, label: str, username: str | None = None, number: int = 7007) -> Msg:
        """Presses the key that says `label` and picks somebody in the list of people that it opens.

        What the key asks for is shared, and nothing else. Fails where no such key opens a list.
        """
        keys = [key for row in (self.room.keyboard or {}).get("keyboard", ()) for key in row]
        found = next((key for key in keys if key["text"] == label and "request_users" in key), None)
        assert found, f"no key {label!r} opens a list of people among {keys}"
        asked = found["request_users"]
        picked: Json = {"user_id": number}
        if asked.get("request_name"):
            picked["first_name"] = "Client"
        if asked.get("request_username") and username:
            picked["username"] = username
        return await self.post({"users_shared": {"request_id": asked["request_id"], "users": [picked]}})

    async def location(self, latitude: float = 55.75, longitude: float = 37.62) -> Msg:
        """Sends a place."""
        return await self.post({"location": {"latitude": latitude, "longitude": longitude}})

    async def poll(self, question: str = "When?", options: tuple[str, ...] = ("now", "later")) -> Msg:
        """Sends a poll."""
        answers = [
            {"text": text, "voter_count": 0, "persistent_id": str(number)} for number, text in enumerate(options)
        ]
        flags = "is_closed allows_multiple_answers allows_revoting members_only"
        body = {"id": "1", "question": question, "options": answers, "total_voter_count": 0, "type": "regular"}
        return await self.post({"poll": {**body, "is_anonymous": True, **dict.fromkeys(flags.split(), False)}})

    async def tap(self, label: str, message: Msg | None = None, *, times: int = 1) -> Tap | None:
        """Taps the button that says `label` (or has it in its text, where none says just that).

        Without `message` the newest message with such a button. A copy button fills `clipboard`, a link goes to
        `opened`, both without an update: None then. Fails where there is no such button.
        """
        messages = [message] if message else self.room.from_bot[::-1]
        found = _button(messages, label)
        assert found, f"no button {label!r} among {[labels for m in messages if (labels := m.labels)]}"
        where, button = found
        if "callback_data" in button:
            taps = [await self.tap_data(button["callback_data"], where.id) for _ in range(times)]
            return taps[-1]
        if "copy_text" in button:
            self.clipboard = button["copy_text"]["text"]
        else:
            self.opened.append(button["url"])
        return None

    async def tap_data(self, data: str, message_id: int | None = None, *, inaccessible: bool = False) -> Tap:
        """A tap with any data: forged, or of an old button. Without an id it is on the bot's newest message.

        A message that isn't in the chat, or is declared `inaccessible`, comes without content, dated 0.
        """
        number = message_id or (self.room.from_bot[-1].id if self.room.from_bot else 1)
        self._before = self.room.moved
        tap = Tap(str(4_000_000_000 + len(self.tg.taps)), self.room.id, data, self.tg.clock())
        self.tg.tapped(tap)
        known = self.room.messages.get(number)
        content = known.json if known and not inaccessible else _inaccessible(self.room, number)
        query = {"id": tap.id, "from": self.user, "chat_instance": str(self.id), "data": data, "message": content}
        self.tg.emit("callback_query", query, self.room.id)
        return tap

    async def block(self) -> None:
        """Blocks the bot: it hears of that, and gets 403 from now on."""
        self.room.refusal = "bot was blocked by the user"
        self._membership(self.room, "member", "kicked")

    async def unblock(self) -> None:
        """Takes the bot back."""
        self.room.refusal = None
        self._membership(self.room, "kicked", "member")

    async def delete_account(self) -> None:
        """The account is gone: 403, and no update tells of it."""
        self.room.refusal = "user is deactivated"

    async def adds_bot(self, group: Group) -> None:
        """Takes the bot into a group."""
        group.room.refusal = None
        self._membership(group.room, "left", "member")

    async def removes_bot(self, group: Group) -> None:
        """Throws the bot out of a group: 403 from now on."""
        group.room.refusal = f"bot was kicked from the {group.room.info['type']} chat"
        self._membership(group.room, "member", "kicked")

    def _membership(self, room: Room, old: str, new: str) -> None:
        sides = {
            f"{age}_chat_member": {
                "user": self.tg.bot,
                "status": status,
                **({"until_date": 0} if status == "kicked" else {}),
            }
            for age, status in (("old", old), ("new", new))
        }
        head = {"chat": room.info, "from": self.user, "date": int(self.tg.clock())}
        self.tg.emit("my_chat_member", {**head, **sides}, room.id)


class Person(Actor):
    """Somebody who also looks at the chat. `clipboard` and `opened` are what copy and link buttons gave."""

    def starts(self) -> "Person":
        """Makes the chat one that the bot may write to, as after a `/start` of long ago; gives the person."""
        self.room.started = True
        return self

    async def settled(self, quiet: float = 0.08, within: float = 10) -> None:
        """Waits until the bot is quiet in this chat (see `Idle.restless`)."""
        await self.tg.settled(self.id, quiet, within)

    async def replied(self, quiet: float = 0.08, within: float = 10) -> None:
        """As `settled`, and the bot has shown or changed something here since this person's last deed."""
        await self.tg.settled(self.id, quiet, within, moved=self._before)

    @property
    def messages(self) -> list[Msg]:
        """The bot's messages that stand in the chat, oldest first."""
        return self.room.from_bot

    @property
    def screen(self) -> str:
        """The text of the bot's newest message, "" where there is none."""
        return self.messages[-1].text if self.messages else ""

    @property
    def buttons(self) -> list[str]:
        """The labels of the bot's newest message that has inline buttons."""
        return next((message.labels for message in reversed(self.messages) if message.labels), [])

    @property
    def keys(self) -> list[str]:
        """The labels of the reply keyboard in force."""
        return [b["text"] for row in self.room.keyboard["keyboard"] for b in row] if self.room.keyboard else []

    @property
    def sends(self) -> list[Call]:
        """The messages that Telegram took for this chat from the bot, deleted ones too."""
        return self.tg.sends(self.id)

    def chat_text(self) -> str:
        """The chat as it stands, to read: who, text, buttons in brackets."""
        lines: list[str] = []
        for message in self.room.alive:
            who = "bot" if message.by_bot else self.user["first_name"]
            kind = next((k for k in ("voice", "photo", "document", "sticker", "poll") if k in message.json), "")
            lines.append(f"{who} #{message.id}: {f'({kind}) ' if kind else ''}{message.text}")
            lines += ["    " + " ".join(f"[{button['text']}]" for button in row) for row in message.rows]
        if self.keys:
            lines.append("keys: " + " | ".join(self.keys))
        return "\n".join(lines)


def _button(messages: list[Msg], label: str) -> tuple[Msg, Json] | None:
    """The newest button that says `label`, else the newest that has it in its text."""
    buttons = [(message, button) for message in messages for row in message.rows for button in row]
    exact = [found for found in buttons if found[1]["text"] == label]
    return next(iter(exact or [found for found in buttons if label in found[1]["text"]]), None)


def _under(caption: str, album: str | None) -> Json:
    return {**({"caption": caption} if caption else {}), **({"media_group_id": album} if album else {})}


def _file(kind: str) -> Json:
    return {"file_id": f"id-{kind}", "file_unique_id": kind, "file_size": 2048}


def _inaccessible(room: Room, number: int) -> Json:
    return {"chat": room.info, "message_id": number, "date": 0}
