"""The one way through: load, decide, save, commit, then show (house, idea 4). Every handler comes by here."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from aiogram.types import CallbackQuery, Message, User

from bot.conversation import scenes
from bot.conversation.access import USED, enter, is_theirs
from bot.conversation.places import settled
from bot.conversation.presenter import present
from bot.conversation.services import World
from bot.protocol.person import Person
from bot.screens.reminders import notice_screen
from bot.screens.wording import notice_text
from bot.store.database.unit import Connection, Unit
from bot.store.queries import chats, reminder_messages
from bot.store.queries.chats import Chat
from bot.telegram.lane_items import ShownView
from bot.telegram.render import mark
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Screen
from bot.viewmodels.voices import Voices
from bot.workers.vents import leave


@dataclass(slots=True)
class Visit:
    """One person at their chat, inside the unit of work. `voices` are the words of now, `now` is Unix seconds UTC.

    `tapped` is the message whose button was tapped, None for a message of the person. The rest is done once the unit
    is committed: `moved` asks for the person's holidays to be looked up; `redrawn` are messages that brought reminders,
    by id, with the view that they shall show (None: the one they have); `due` is when the person is reminded next;
    `venting` says that something is to be answered or deleted of what they let out; `errand` that something was asked
    for that takes a while; `left` that something was erased. `aside` is a message of its own that goes out once, before
    the view; `joined` says that an invitation let the person in with this very update; `removed` is the chat of who is
    let in no more.
    """

    conn: Connection
    person: Person
    chat: Chat
    voices: Voices
    now: int
    tapped: int | None = None
    moved: bool = False
    redrawn: dict[int, str | None] = field(default_factory=dict)
    due: int | None = None
    venting: bool = False
    errand: bool = False
    left: "Left | None" = None
    aside: Screen | None = None
    joined: bool = False
    removed: int | None = None

    @property
    def voice(self) -> Voice:
        """The present words of the person's language."""
        return self.voices[self.person.language]

    @property
    def here(self) -> Place:
        """The place to stay at: what comes with a message of its own for once is left behind it."""
        return settled(self.place)

    @property
    def place(self) -> Place:
        """Where the person stands."""
        return self.chat.place


@dataclass(frozen=True, slots=True)
class Left:
    """Something was erased: `messages` of the bot's that go from the chat, since they still show it.

    `says` is what the tapped message shows where nobody is left at the chat; `again` that nobody was there before.
    """

    messages: tuple[int, ...] = ()
    says: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """Where the chat goes from here: the place, a text key to say once above it, whether it is sent anew.

    `toast` is a text key for the tap's passing note; `beside` says that the tapped message is not the view's and
    needn't be, so the view stays where it is; `adopt` that the tapped message becomes the view's; `in_place` that the
    view stays where it is though the person wrote something under it.
    """

    place: Place
    notice: str | None = None
    fresh: bool = False
    toast: str | None = None
    beside: bool = False
    adopt: bool = False
    in_place: bool = False


STALE = "error-stale_button"
"""The note for a button that no longer holds."""

Decide = Callable[[Visit], Move]
Instead = Callable[[Connection, int], Left | None]
"""What a tap in the chat of that id does in place of all else, if it gives anything."""


@dataclass(frozen=True, slots=True)
class _Shown:
    scene: Scene[Any]
    voice: Voice
    chat: Chat
    fresh: bool
    away: bool
    move: Move
    visit: Visit
    redrawn: tuple[tuple[int, int, Screen], ...]


@dataclass(frozen=True, slots=True)
class _Tapped:
    """The tapped message, and whether it holds the present view; None where only the row can tell."""

    message: int
    here: bool | None


async def answer_message(
    message: Message, unit: Unit, world: World, decide: Decide, *, payload: str | None = None
) -> None:
    """Serves a message: what it changed is stored, then the present screen is sent under it.

    `payload` is that of a deep link, which may let somebody in.
    """
    user = message.from_user
    if user is None or not is_theirs(user, message):
        return
    chat_id = message.chat.id
    world.pauses.leave(chat_id)
    carried = world.door.looks_at(payload, user.id, unit.now)
    shown = await unit.run(lambda conn: _serve(conn, unit.now, world, user, chat_id, None, decide, carried))
    if shown is not None:
        await _show(world, shown)
        return
    if carried:
        world.door.missed(user.id, unit.now)
    line = world.door.refusal if carried is None else USED
    if world.door.speaks(chat_id, line, unit.now):
        world.lanes.say(chat_id, Screen(world.tells(user.language_code, line)))


async def answer_tap(  # noqa: PLR0913 - the two special cases have names
    tap: CallbackQuery,
    unit: Unit,
    world: World,
    decide: Decide,
    *,
    breathing: bool = False,
    instead: Instead | None = None,
) -> None:
    """Serves a tap: the spinner ends at once, the present screen stands in the tapped message's place.

    A tap on a message that isn't the present one is answered with the present screen sent anew; the message may be
    inaccessible, so the ids that the chat's row knows decide, not the message.
    A pause is left, unless the tap asked for it (`breathing`). Where `instead` gives something, nothing else is done:
    the person is gone, and their chat with them.
    """
    message = tap.message
    if message is None or not is_theirs(tap.from_user, message):
        return
    chat_id, tapped = message.chat.id, message.message_id
    if not breathing:
        world.pauses.leave(chat_id)
    # The lane knows what it just sent before the row does; where it doesn't, the row decides.
    stands = world.lanes.standing(chat_id, ShownView())
    here = tapped in {stands.message_id, stands.draft_id} if stands.message_id is not None else None

    def work(conn: Connection) -> _Shown | Left | None:
        gone = instead(conn, chat_id) if instead is not None else None
        return gone or _serve(conn, unit.now, world, tap.from_user, chat_id, _Tapped(tapped, here), decide)

    shown = await unit.run(work)
    if isinstance(shown, Left):
        _part(world, chat_id, tap, tapped, shown)
        return
    if shown is None:
        world.door.speaks(chat_id, "", unit.now)
        world.lanes.answer(chat_id, tap.id, world.tells(tap.from_user.language_code, world.door.refusal))
        return
    # A doubled tap on the present screen is no mistake to be told of.
    toast = shown.move.toast
    said = toast if toast and (shown.away or toast != STALE) else None
    world.lanes.answer(chat_id, tap.id, notice_text(said, shown.voice))
    if shown.away and isinstance(message, Message):
        world.lanes.strip(chat_id, tapped)
    await _show(world, shown)


def _part(world: World, chat_id: int, tap: CallbackQuery, tapped: int, left: Left) -> None:
    """Nobody is at the chat any more: what waits for it is dropped, and the tapped message says how it is.

    A second tap, which comes upon nobody, is told so in passing.
    """
    if left.again:
        world.lanes.answer(chat_id, tap.id, left.says)
    else:
        world.lanes.forget(chat_id)
        world.lanes.answer(chat_id, tap.id)
        world.lanes.mend(chat_id, tapped, Screen(left.says), 0)
    _take_away(world, chat_id, left)


def _take_away(world: World, chat_id: int, left: Left) -> None:
    for message in left.messages:
        world.lanes.strip(chat_id, message, whole=True)
    world.errands.purge()


def _serve(  # noqa: PLR0913, PLR0917 - what an update brings
    conn: Connection,
    now: int,
    world: World,
    user: User,
    chat_id: int,
    tapped: _Tapped | None,
    decide: Decide,
    carried: str | None = None,
) -> _Shown | None:
    """The whole of load, decide, save; None for someone who may not come in. `tapped` is None for a message."""
    found = chats.desk(conn, chat_id, user.id)
    new, joined = found is None, False
    if found is None:
        entry = enter(conn, world.door, user, carried, now, **world.defaults.begin(user.language_code, world.voices))
        if entry is None:
            return None
        joined = entry.joined
        found = entry.person, chats.open(conn, entry.person, chat_id)
    person, before = found
    visit = Visit(conn, person, before, world.voices, now, tapped.message if tapped is not None else None, moved=new)
    visit.joined = joined
    move = decide(visit)
    away = tapped is not None and not (move.beside or move.adopt) and not _holds_view(tapped, before)
    fresh = (move.fresh or tapped is None or away) and not move.in_place
    if away and move.notice == before.notice:
        move = replace(move, notice=None)  # it was said once, above the screen that is sent anew now
    visit.venting = leave(conn, before, move.place, now, anew=fresh or move.adopt) or visit.venting
    if move.adopt and tapped is not None:
        before = chats.adopt(conn, before, tapped.message)
    after = scenes.move(conn, before, move.place, move.notice, anew=fresh)
    fresh = fresh or after.keys_at == after.revision
    scene, voice = scenes.load(conn, visit.person, after, world.voices, now)
    return _Shown(scene, voice, after, fresh, away, move, visit, _redrawn(visit))


def _redrawn(visit: Visit) -> tuple[tuple[int, int, Screen], ...]:
    """The messages that are to show their reminders anew: message, revision, screen."""
    found = []
    for notice_id, view in visit.redrawn.items():
        noticed = reminder_messages.get(visit.conn, visit.person.id, notice_id)
        if noticed is None:
            continue
        shows = view or noticed.view
        screen = notice_screen(replace(noticed, view=shows), visit.person, visit.voice)
        revision = reminder_messages.show(visit.conn, visit.person.id, notice_id, shows, mark(screen))
        if revision is not None:
            found.append((noticed.message_id, revision, screen))
    return tuple(found)


def _holds_view(tapped: _Tapped, chat: Chat) -> bool:
    return tapped.here if tapped.here is not None else tapped.message in {chat.message_id, chat.draft_id}


async def _show(world: World, shown: _Shown) -> None:
    chat = shown.chat
    view = present(await world.filled(shown.scene), shown.voice)
    standing = ShownView(chat.message_id, chat.message_mark, chat.draft_id, chat.draft_mark)
    visit = shown.visit
    if visit.removed is not None:
        world.lanes.forget(visit.removed)
    if visit.aside is not None:
        world.lanes.say(chat.id, visit.aside)
    if shown.move.adopt and visit.tapped is not None:
        world.lanes.adopt(chat.id, visit.tapped, visit.chat.message_id)
    for message, revision, screen in shown.redrawn:
        world.lanes.mend(chat.id, message, screen, revision)
    world.lanes.show(chat.id, chat.revision, view, fresh=shown.fresh, place=standing)
    if visit.moved:
        world.calendars.ask()
    if visit.due is not None:
        world.wake(visit.due)
    if visit.venting:
        world.vents.wake(chat.id)
    if visit.errand:
        world.errands.wake()
    if visit.left is not None:
        _take_away(world, chat.id, visit.left)
