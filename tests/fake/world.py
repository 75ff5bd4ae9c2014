"""What the fake knows: chats and their messages, updates on their way, and taps."""

import asyncio
import re
import time
from dataclasses import dataclass, field

from tests.fake.entities import cut
from tests.fake.ledger import Ledger
from tests.fake.wire import Json

TAP_LIFE = 15.0  # seconds within which Telegram takes the answer to a tap
_ON_REQUEST = frozenset(("chat_member", "message_reaction", "message_reaction_count"))
_BOT_COMMAND = re.compile(r"/\w{1,64}")


@dataclass
class Msg:
    """A message as it stands now; `json` is what Telegram shows of it, `versions` what it was before."""

    id: int
    chat: int
    by_bot: bool
    json: Json
    sent: float
    other_markup: bool = False  # came with a reply keyboard or its removal: never editable
    deleted: bool = False
    versions: list[Json] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text, or its caption."""
        return str(self.json.get("text", self.json.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        """Its entities, offsets in UTF-16 units."""
        found: list[Json] = self.json.get("entities") or self.json.get("caption_entities") or []
        return list(found)

    def marked(self, kind: str) -> list[str]:
        """The stretches of the text that are `kind` ("bold", "code", …)."""
        return [cut(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]

    @property
    def rows(self) -> list[list[Json]]:
        """Its inline keyboard."""
        markup: Json = self.json.get("reply_markup", {})
        return list(markup.get("inline_keyboard", []))

    @property
    def labels(self) -> list[str]:
        """What its buttons say, in order."""
        return [str(button["text"]) for row in self.rows for button in row]


@dataclass
class Room:
    """A chat; `refusal` is the 403 that whoever writes there gets, `no_voices` says that its person takes no voices.

    `topics` are those that there are in it.
    """

    info: Json
    messages: dict[int, Msg] = field(default_factory=dict)
    keyboard: Json | None = None
    started: bool = False
    refusal: str | None = None
    no_voices: bool = False
    topics: set[int] = field(default_factory=set)
    action: str | None = None
    moved: int = 0  # how often the bot changed something here

    @property
    def id(self) -> int:
        """The chat's id."""
        return int(self.info["id"])

    @property
    def alive(self) -> list[Msg]:
        """Messages that were not deleted, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    @property
    def from_bot(self) -> list[Msg]:
        """The bot's messages that were not deleted, oldest first."""
        return [message for message in self.alive if message.by_bot]


@dataclass
class Tap:
    """A tap on an inline button, and how it was answered: `text` is the toast, "" for none; `late`: not in time."""

    id: str
    chat: int
    data: str
    at: float
    answered: bool = False
    late: bool = False
    text: str = ""
    alert: bool = False


@dataclass
class Pending:
    """An update in Telegram's queue; goes once it was delivered `want` times and confirmed."""

    id: int
    body: Json
    chat: int | None
    want: int = 1
    delivered: int = 0


@dataclass
class Hook:
    """Where updates are brought, where that is set; and what went wrong there."""

    url: str = ""
    secret: str = ""
    trouble: Json = field(default_factory=dict)


class World(Ledger):
    """The state behind the fake's methods."""

    def __init__(self, token: str, username: str = "okok_test_bot") -> None:
        super().__init__()
        self.token = token
        self.bot: Json = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "okok",
            "username": username,
        }
        self.rooms: dict[int, Room] = {}
        self.connections: dict[str, Json] = {}  # business connections, by id
        self.taps: dict[str, Tap] = {}
        self._open_taps: dict[str, Tap] = {}  # those that were never tried to be answered, and some that were
        self.settings: Json = {}
        self.photos: dict[str, bytes] = {}  # the pictures that were sent, by their file id
        self.pending: list[Pending] = []
        self.next_update_id = 100_000_001
        self.next_message_id = 1
        self.skew = 0.0
        self.allowed: frozenset[str] | None = None
        self.hook = Hook()
        self.duplicates = 0
        self.last_activity = time.monotonic()
        self._bell = asyncio.Event()

    # -- the clock and the bell

    def clock(self) -> float:
        """Unix seconds by the fake's clock."""
        return time.time() + self.skew

    def advance(self, seconds: float) -> None:
        """Moves the fake's clock: dates of messages, the life of taps."""
        self.skew += seconds

    def touch(self) -> None:
        """Something happened: the bot isn't quiet, and whoever waits looks again."""
        self.last_activity = time.monotonic()
        self.ring()

    def ring(self) -> None:
        """Whoever waits looks again."""
        self._bell.set()
        self._bell = asyncio.Event()

    async def happening(self, within: float) -> None:
        """Waits for the bell, at most `within` seconds."""
        try:
            async with asyncio.timeout(max(within, 0.001)):  # before 3.12 wait_for swallows a cancel beside the bell
                await self._bell.wait()
        except TimeoutError:
            return

    # -- chats and messages

    def room(self, info: Json) -> Room:
        """The chat of that description, made at the first call."""
        return self.rooms.setdefault(int(info["id"]), Room(info))

    def post(self, room: Room, sender: Json, content: Json) -> Msg:
        """Puts a message into a chat."""
        number, self.next_message_id = self.next_message_id, self.next_message_id + 1
        head: Json = {"message_id": number, "from": sender, "chat": room.info, "date": int(self.clock())}
        message = Msg(number, room.id, sender["id"] == self.bot["id"], {**head, **content}, self.clock())
        room.messages[number] = message
        if not message.by_bot and (command := _BOT_COMMAND.match(message.text)):
            message.json["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        return message

    # -- updates

    def emit(self, kind: str, payload: Json, chat: int | None) -> int | None:
        """Queues an update of `kind`, unless the bot asked not to get such; gives its id."""
        wanted = kind in self.allowed if self.allowed else kind not in _ON_REQUEST
        return self.push({kind: payload}, chat) if wanted else None

    def push(self, update: Json, chat: int | None = None) -> int:
        """Queues an update just as it is (a missing `update_id` is filled in); gives its id.

        Set `next_update_id` to make ids start anew.
        """
        if "update_id" not in update:
            update = {"update_id": self.next_update_id, **update}
            self.next_update_id += 1
        number = int(update["update_id"])
        self.pending.append(Pending(number, update, chat, want=2 if self.duplicates else 1))
        self.duplicates = max(0, self.duplicates - 1)
        self.touch()
        return number

    def confirm(self, offset: int) -> None:
        """Forgets what the bot confirmed; an update that was never delivered stays, as ids may start anew."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            before = len(self.pending)
            self.pending = [u for u in self.pending if u.id >= offset or u.delivered < u.want]
            if len(self.pending) < before:
                self.touch()

    # -- taps, and the verdict

    def tapped(self, tap: Tap) -> None:
        """Somebody tapped."""
        self.taps[tap.id] = self._open_taps[tap.id] = tap

    def unanswered_taps(self, chat: int | None = None) -> list[Tap]:
        """Taps that the bot never tried to answer (a try that came too late stands among the refused calls)."""
        for tap in list(self._open_taps.values()):  # copied in one go: a thread outside may ask
            if tap.answered or tap.late:
                self._open_taps.pop(tap.id, None)
        return [tap for tap in list(self._open_taps.values()) if chat is None or tap.chat == chat]

    def assert_clean(self, forgive: str = r"(?!)") -> None:
        """Fails on refusals (unless their description matches `forgive`), violations and hanging taps."""
        refused = [
            f"{call.method} -> {call.code} {call.description}"
            for call in self.refused()
            if not re.search(forgive, call.description)
        ]
        hanging = [f"tap {tap.data!r} in chat {tap.chat} was never answered" for tap in self.unanswered_taps()]
        told = [words for words in self.violations if not re.search(forgive, words)]
        assert not [*refused, *told, *hanging], "\n".join([*refused, *told, *hanging])
