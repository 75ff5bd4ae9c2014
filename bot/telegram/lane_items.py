"""What a lane can be asked to do, and the calls that send or edit a message for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from aiogram.methods import EditMessageText, Response, SendMessage
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.telegram.errors import Meaning
from bot.telegram.render import render, render_plain, reply_keyboard
from bot.viewmodels.screen import Keys, Screen

# aiogram's session makes the model of an answer anew, in some 2 ms, each time the garbage collector took the last one:
# held here, they stay.
ANSWERS = (Response[bool], Response[Message], Response[Message | bool])
# A typed address must not be opened by Telegram's servers for a preview.
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class ShownView:
    """What stands in a chat: the present message and the draft under it, with the mark of what they show."""

    message_id: int | None = None
    message_mark: str | None = None
    draft_id: int | None = None
    draft_mark: str | None = None


@dataclass(slots=True, eq=False)
class SendOnce:
    """Said once, as a message of its own; `plain` after Telegram refused it with its spans."""

    screen: Screen
    plain: bool = False


@dataclass(slots=True, eq=False)
class Play:
    """Voice notes that Telegram has, sent again by their ids, once; what is said where it doesn't send them."""

    file_ids: list[str]
    forbidden: Screen
    lost: Screen
    missed: bool = False  # whether one of them was refused


@dataclass(slots=True, eq=False)
class Picture:
    """A PNG with a line under it, sent once."""

    png: bytes
    caption: str


@dataclass(slots=True, eq=False)
class SideFrame:
    """What the message beside the view shows next; with no screen it goes, after the `last` it is let stand."""

    screen: Screen | None
    last: bool = False


@dataclass(slots=True, eq=False)
class Strip:
    """The keyboard of an old message goes, or the message as a `whole`, if it can be done at the first try."""

    message_id: int
    whole: bool = False


def alike(one: object, other: object) -> bool:
    """Whether both would send, or take away, the same."""
    match one, other:
        case SendOnce(), SendOnce():
            return one.screen == other.screen
        case Play(), Play():
            return one.file_ids == other.file_ids
        case Picture(), Picture():
            return one.png == other.png
        case Strip(), Strip():
            return one.message_id == other.message_id
    return False


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of the one try: the id of the message where Telegram took it, and what the answer meant.

    `unsure` says that no answer came, so that Telegram may have taken it all the same.
    `wait` are the seconds that Telegram asked for.
    """

    message_id: int | None
    meaning: Meaning
    unsure: bool = False
    wait: float = 0.0


@dataclass(slots=True, eq=False)
class Post:
    """A file of `size` bytes with the text under it, sent once; tried until Telegram answers, `came` says what."""

    file: BinaryIO
    name: str
    size: int
    caption: str
    came: asyncio.Future[Delivered]

    def over(self, what: Meaning) -> None:
        """Nothing more is done; who waits is told why."""
        if not self.came.done():
            self.came.set_result(Delivered(None, what))


@dataclass(slots=True, eq=False)
class OneTry:
    """A message of its own that is tried once, and `came` says what came of it; who sent it decides what next.

    One whose turn comes after `until` (the clock's seconds) is not tried any more.
    """

    screen: Screen
    came: asyncio.Future[Delivered]
    until: float

    def over(self, what: Meaning) -> None:
        """Nothing more is done; who waits is told why."""
        if not self.came.done():
            self.came.set_result(Delivered(None, what))


@dataclass(slots=True, eq=False)
class Mend:
    """`message_id`, sent in one try, shall show `screen`, and does so at `revision`; tried until Telegram answers."""

    message_id: int
    screen: Screen
    revision: int
    plain: bool = False
    came: asyncio.Future[None] | None = None  # done once nothing more is tried

    def over(self, _: Meaning) -> None:
        """Nothing more is done; who waits is told."""
        if self.came is not None and not self.came.done():
            self.came.set_result(None)


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of messages: those that are `gone`, and those that are `kept`, since Telegram doesn't let them go.

    Of others nothing is known: the chat can't be reached any more.
    """

    gone: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()


@dataclass(slots=True, eq=False)
class Erase:
    """Messages that shall go; tried until Telegram answers. Of those left, the first `singly` go one by one."""

    messages: list[int]
    came: asyncio.Future[Erased]
    gone: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    singly: int = 0

    def over(self, _: Meaning) -> None:
        """Nothing more is done; who waits is told how far it came, whatever the reason."""
        if not self.came.done():
            self.came.set_result(Erased(tuple(self.gone), tuple(self.kept)))


Call = SendMessage | EditMessageText
OnShown = Callable[[int, int, int, str, int | None, str | None], Awaitable[None]]
"""(chat_id, revision, message_id, message_mark, draft_id, draft_mark) of a whole view that Telegram took."""
OnBeside = Callable[[int, int | None], Awaitable[None]]
"""(chat_id, message_id) of the message beside the view, None where none stands there any more."""
OnMended = Callable[[int, int, int, int], Awaitable[None]]
"""(chat_id, message_id, stands_in, revision) of a message that shows what it should."""
Once = SendOnce | Play | Picture | Post
"""What is sent for once, until Telegram takes it or refuses."""


def sending(
    chat_id: int, screen: Screen, plain: bool, keys: Keys | None = None, *, silent: bool = False
) -> SendMessage:
    """The call that sends `screen`; with `keys` the reply keyboard takes the place of inline buttons.

    A `silent` one makes no sound where it comes.
    """
    parts = render_plain(screen) if plain else render(screen)
    bottom = reply_keyboard(keys)
    keyboard: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None = bottom or parts.markup
    return SendMessage(
        chat_id=chat_id,
        text=parts.text,
        entities=parts.entities,
        reply_markup=keyboard,
        link_preview_options=_NO_PREVIEW,
        disable_notification=silent or None,
    )


def editing(chat_id: int, message_id: int, screen: Screen, *, plain: bool = False) -> EditMessageText:
    """The call that puts `screen` into the place of the message `message_id`, `plain` where spans were refused."""
    parts = render_plain(screen) if plain else render(screen)
    return EditMessageText(
        chat_id=chat_id,
        message_id=message_id,
        text=parts.text,
        entities=parts.entities,
        reply_markup=parts.markup,
        link_preview_options=_NO_PREVIEW,
    )
