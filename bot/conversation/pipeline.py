"""The one way through for every update of a private chat (docs/architecture.md, idea 5).

    load    the person and their chat, let in at the door where they are new
    decide  by the use case: it writes what follows, and gives a `Move` and effects
    save    where the chat stands now, with a higher revision: that is what is owed
    commit  all of it together with the update's completion, in one unit of work
    show    the effects that come before the view; the view; the effects that come after it

Everything up to the commit runs as one synchronous function on the database's thread, once more where it is retried:
nothing in it touches Telegram. What is shown after it is lost by a kill and sent anew from the row.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from aiogram.types import CallbackQuery, Message, User

from bot.conversation import scenes
from bot.conversation.access import USED, enter, is_theirs
from bot.conversation.effects import AdoptMessage, EraseMessages, LookUpHolidays, VisitEffect, WakeVents, to_carry_out
from bot.conversation.old_taps import STALE, on_old_message
from bot.conversation.places import row_of, settled
from bot.conversation.presenter import present
from bot.conversation.services import Services
from bot.conversation.visit import Decide, DecideEvent, Farewell, Instead, Move, Visit
from bot.protocol.person import Person
from bot.screens.wording import notice_text
from bot.store.database.errors import TooMany
from bot.store.database.unit_of_work import Connection, Unit
from bot.store.queries import chats, erasure
from bot.store.queries.chats import Chat
from bot.store.queries.inbox import Owes
from bot.telegram.lane_items import ShownView
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Screen, View
from bot.viewmodels.voices import Voices
from bot.workers.vents import leave

_FAREWELL_WITHIN: Final = 10.0
"""Seconds until what Telegram did not take is left to the next start."""

Work = Callable[[Connection], "_Shown | list[VisitEffect]"]
Run = Callable[[Work], Awaitable["_Shown | list[VisitEffect]"]]


@dataclass(frozen=True, slots=True)
class _Shown:
    scene: Scene[Any]
    voice: Voice
    chat: Chat
    fresh: bool
    old: bool
    move: Move
    effects: list[VisitEffect]


@dataclass(frozen=True, slots=True)
class _Update:
    """What came: of whom, where, when (Unix seconds UTC), and by which message, the person's or the tapped one.

    `lane` is what the chat's lane knows to stand there. `carried` is the digest of an invitation.
    """

    user: User
    chat_id: int
    now: int
    message: int
    tapped: bool = False
    lane: ShownView = field(default_factory=ShownView)
    carried: str | None = None


async def answer_message(
    message: Message, unit: Unit, services: Services, decide: Decide, *, payload: str | None = None
) -> None:
    """Serves a message: what it changed is stored, then the present screen is sent under it.

    `payload` is that of a deep link, which may let somebody in.
    """
    user = message.from_user
    if user is None or not is_theirs(user, message):
        return
    chat_id = message.chat.id
    services.lanes.enter(chat_id, topic_of(message))
    services.breathing.leave(chat_id)
    carried = services.door.looks_at(payload, user.id, unit.now)
    update = _Update(user, chat_id, unit.now, message.message_id, carried=carried)
    shown = await unit.run(lambda conn: _serve(conn, services, update, decide))
    if shown is not None:
        await _show(services, shown)
        return
    if carried:
        services.door.missed(user.id, unit.now)
    line = services.door.refusal if carried is None else USED
    if services.door.speaks(chat_id, line, unit.now):
        services.lanes.say(chat_id, Screen(services.tells(user.language_code, line)))


async def answer_tap(  # noqa: PLR0913 - the two special cases have names
    tap: CallbackQuery,
    unit: Unit,
    services: Services,
    decide: Decide,
    *,
    breathing: bool = False,
    instead: Instead | None = None,
) -> None:
    """Serves a tap: the spinner ends at once, the present screen stands in the tapped message's place.

    A tap on an old message is answered with the present screen sent anew; the message may be inaccessible, so the ids
    that lane and row know decide (`old_taps`), not the message.
    A pause is left, unless the tap asked for it (`breathing`). Where `instead` gives something, nothing else is done:
    the person is gone, and their chat with them.
    """
    message = tap.message
    if message is None or not is_theirs(tap.from_user, message):
        return
    chat_id, tapped = message.chat.id, message.message_id
    if isinstance(message, Message):
        services.lanes.enter(chat_id, topic_of(message))
    if not breathing:
        services.breathing.leave(chat_id)
    lane = services.lanes.standing(chat_id, ShownView())
    update = _Update(tap.from_user, chat_id, unit.now, tapped, tapped=True, lane=lane)

    def work(conn: Connection) -> _Shown | Farewell | None:
        gone = instead(conn, chat_id) if instead is not None else None
        return gone or _serve(conn, services, update, decide)

    shown = await unit.run(work)
    if isinstance(shown, Farewell):
        await _part(services, tap, update, shown)
        return
    if shown is None:
        _refuse(services, tap, update)
        return
    # A doubled tap on the present screen is no mistake to be told of.
    toast = shown.move.toast
    said = toast if toast and (shown.old or toast != STALE) else None
    services.lanes.answer(chat_id, tap.id, notice_text(said, shown.voice))
    if shown.old and isinstance(message, Message):
        services.lanes.strip(chat_id, tapped)
    await _show(services, shown)


async def answer_event(owner_chat: int, run: Run, now: int, services: Services, decide: DecideEvent) -> None:
    """Serves what Telegram tells of the person whose private chat that is, without a word of theirs.

    `run` runs a unit of work at `now` (Unix seconds UTC). Nothing is done for who isn't inside or has no chat here; no
    view is shown unless `decide` gives a move.
    """

    def work(conn: Connection) -> _Shown | list[VisitEffect]:
        visit = _known(conn, services, owner_chat, now)
        if visit is None:
            return []
        before, move = visit.chat, decide(visit)
        if move is None:
            return to_carry_out(visit.effects, conn, visit.person, visit.voice)
        after = scenes.move(conn, before, move.place, move.notice, anew=True)
        scene, voice = scenes.load(conn, visit.person, after, services.voices, now)
        effects = to_carry_out(visit.effects, conn, visit.person, visit.voice)
        return _Shown(scene, voice, after, fresh=True, old=False, move=move, effects=effects)

    done = await run(work)
    if isinstance(done, _Shown):
        await _show(services, done)
        return
    for effect in done:
        await effect.carry_out(services, owner_chat)


def topic_of(message: Message) -> int | None:
    """The topic of the chat that the message stands in, None for the chat itself: a reply may name a thread, too."""
    return message.message_thread_id if message.is_topic_message else None


def _refuse(services: Services, tap: CallbackQuery, update: _Update) -> None:
    """Who may not come in hears the one line, in the tap's passing note."""
    services.door.speaks(update.chat_id, "", update.now)
    services.lanes.answer(update.chat_id, tap.id, services.tells(tap.from_user.language_code, services.door.refusal))


async def _part(services: Services, tap: CallbackQuery, update: _Update, farewell: Farewell) -> None:
    """Nobody is at the chat any more: what waits for it is dropped, and the tapped message says how it is.

    A second tap, which comes upon nobody, is told so in passing.
    """
    chat_id = update.chat_id
    if not farewell.says:
        _refuse(services, tap, update)
    elif farewell.again:
        services.lanes.answer(chat_id, tap.id, farewell.says)
    else:
        services.lanes.forget(chat_id)
        services.lanes.answer(chat_id, tap.id)
    await EraseMessages(farewell.messages).carry_out(services, chat_id)
    if farewell.owed is not None:
        shown = await services.lanes.put_right(chat_id, update.message, Screen(farewell.says), _FAREWELL_WITHIN)
        if shown:
            await services.file_jobs.parted(farewell.owed, chat_id)


async def part_after_all(services: Services, unit: Unit, chat_id: int, owes: Owes) -> None:
    """A kill came between an erasure and what shows it: the message that had asked shows it now."""
    await unit.run(lambda conn: erasure.forget_late(conn, chat_id, unit.now))
    services.lanes.mend(chat_id, owes.message_id, Screen(services.tells(owes.language, owes.line)), 0)
    await EraseMessages(owes.gone).carry_out(services, chat_id)


def _serve(conn: Connection, services: Services, update: _Update, decide: Decide) -> _Shown | None:
    """The whole of load, decide, save; None for someone who may not come in."""
    visit = _load(conn, services, update)
    if visit is None:
        return None
    try:
        move = decide(visit)
    except TooMany:  # the first thing that would have been written
        move = Move(visit.here, "clients-full")
    before, now = visit.chat, update.now
    old = update.tapped and not (move.beside or move.adopt) and on_old_message(update.message, update.lane, before)
    fresh = (move.fresh or not update.tapped or old) and not move.in_place
    if old and move.notice == before.notice:
        move = replace(move, notice=None)  # it was said once, above the screen that is sent anew now
    if leave(conn, before, move.place, now, anew=fresh or move.adopt):
        visit.effects.append(WakeVents())
    if move.adopt and update.tapped:
        # The lane hears of it before a message of the same chat is mended.
        visit.effects.insert(0, AdoptMessage(update.message, before.message_id))
        before = chats.adopt(conn, before, update.message)
    after = scenes.move(conn, before, move.place, move.notice, anew=fresh)
    fresh = fresh or after.keys_at == after.revision
    scene, voice = scenes.load(conn, visit.person, after, services.voices, now)
    effects = to_carry_out(visit.effects, conn, visit.person, visit.voice)
    return _Shown(scene, voice, after, fresh, old, move, effects)


def _known(conn: Connection, services: Services, chat_id: int, now: int) -> Visit | None:
    """Somebody who is inside, at their chat."""
    found = chats.desk(conn, chat_id, chat_id)  # a private chat has its person's id
    if found is None:
        return None
    person, chat = found
    row, view = row_of(chat.place), partial(_standing, conn, person, chat, services.voices, now)
    return Visit(conn, person, chat, services.voices, now, services.door, settled(chat.place), view, holds=row.holds)


def _load(conn: Connection, services: Services, update: _Update) -> Visit | None:
    """The person at their chat; who has none here is let in at the door, or is not (None)."""
    user, now, voices = update.user, update.now, services.voices
    found = chats.desk(conn, update.chat_id, user.id)
    new, joined = found is None, False
    if found is None:
        begin = services.defaults.begin(user.language_code, voices)
        entry = enter(conn, services.door, user, update.carried, now, **begin)
        if entry is None:
            return None
        joined = entry.joined
        found = entry.person, chats.open(conn, entry.person, update.chat_id)
    person, chat = found
    row = row_of(chat.place)
    return Visit(
        conn,
        person,
        chat,
        voices,
        now,
        services.door,
        here=settled(chat.place),
        view=partial(_standing, conn, person, chat, voices, now),
        holds=row.holds,
        about_client=row.about_client,
        tapped=update.message if update.tapped else None,
        written=None if update.tapped else update.message,
        new=new,
        joined=joined,
        effects=[LookUpHolidays()] if new else [],
    )


def _standing(conn: Connection, person: Person, chat: Chat, voices: Voices, now: int) -> View:
    """What stands in the chat, drawn from the rows as they are."""
    return present(*scenes.load(conn, person, chat, voices, now))


async def _show(services: Services, shown: _Shown) -> None:
    chat = shown.chat
    view = present(await services.counted(shown.scene), shown.voice)
    standing = ShownView(chat.message_id, chat.message_mark, chat.draft_id, chat.draft_mark)
    for effect in shown.effects:
        if effect.before_view:
            await effect.carry_out(services, chat.id)
    services.lanes.show(chat.id, chat.revision, view, fresh=shown.fresh, stands=standing)
    for effect in shown.effects:
        if not effect.before_view:
            await effect.carry_out(services, chat.id)
