"""Letting it out: begin, enough, too heavy; and what is said meanwhile, which nobody reads and nothing keeps."""

from datetime import UTC, datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Chat, Message, User

from bot.conversation.services import World
from bot.conversation.visit import Decide, Move, Visit, answer_message, answer_tap
from bot.protocol.engine.tables import TABLES
from bot.store.database.unit import Unit
from bot.store.queries import vents
from bot.store.queries.inbox import Ids, StoredUpdate
from bot.telegram.callback import PlaceData
from bot.viewmodels.vent import VentPlace, lets_out, vent_place
from bot.workers.vents import after
from handlers.debrief import stale

_DAY = 86_400


def begin(visit: Visit) -> Move:
    """Into letting it out, or on with it. What was under way waits, one tap away from its end."""
    vents.begin(visit.conn, visit.chat.id, visit.now)
    visit.venting = True
    here = vent_place(visit.chat.place)
    if here is not None:
        return Move((here.at("vent") if lets_out(visit.place) else here.next("vent")).place)
    name, run = visit.place
    # By the day too: who debriefs seldom would read the same words each time.
    turn = visit.person.debriefs + visit.now // _DAY
    return Move(VentPlace("vent", turn, int(run) if name in TABLES else None).place)


def say(visit: Visit, message_id: int | None) -> Move:
    """Something was said: all that is known of it is its id. It is answered once there was quiet."""
    vents.say(visit.conn, visit.chat.id, message_id, visit.now)
    visit.venting = True
    return Move(visit.chat.place, visit.chat.notice, in_place=True)


async def answer_words(message: Message, unit: Unit, world: World, decide: Decide) -> None:
    """Serves what is no command: by `decide`, unless the person lets it out."""

    def first(visit: Visit) -> Move:
        if lets_out(visit.chat.place):
            return say(visit, message.message_id)
        if message.edit_date is not None and vents.knows(visit.conn, visit.chat.id, message.message_id):
            return Move(visit.here, visit.chat.notice, in_place=True)  # it was on its way when the message was deleted
        return decide(visit)

    await answer_message(message, unit, world, first)


async def on_vent(message: Message, unit: Unit, world: World, command: CommandObject | None = None) -> None:
    """`/vent`, and its label: the command goes from the chat too. Words behind it are said already."""

    def decide(visit: Visit) -> Move:
        move = begin(visit)
        if command is not None and command.args:
            vents.say(visit.conn, visit.chat.id, message.message_id, visit.now)
        else:
            vents.note(visit.conn, visit.chat.id, message.message_id, "going", visit.now)
        return move

    await answer_message(message, unit, world, decide)


async def on_vent_tap(query: CallbackQuery, unit: Unit, world: World) -> None:
    """The menu's button, the one beside the pause, and "not done yet"."""
    await answer_tap(query, unit, world, begin)


async def on_enough(query: CallbackQuery, unit: Unit, world: World) -> None:
    """Enough: all of it goes, and a debrief is one tap away."""

    def decide(visit: Visit) -> Move:
        here = vent_place(visit.chat.place)
        if here is None or not lets_out(visit.chat.place):
            return stale(visit)
        return end(visit, here)

    await answer_tap(query, unit, world, decide)


def end(visit: Visit, here: VentPlace) -> Move:
    """The end of it, as the person wished; what was said since the last answer is answered now."""
    open_words = vents.said(visit.conn, visit.chat.id)
    to, said = after(visit.conn, visit.chat, here)
    if not said:
        return Move(to, "vent-nothing")
    turn = here.turn % visit.voice.texts.variants("vent-answer") + 1
    return Move(to, f"vent-answer-{turn}" if open_words else None)


async def on_heavy(query: CallbackQuery, unit: Unit, world: World) -> None:
    """It is getting too heavy: people who help, and the number. It is a button; nothing that was said is looked at."""

    def decide(visit: Visit) -> Move:
        here = vent_place(visit.chat.place)
        if here is None:
            return stale(visit)
        return Move(here.at("heavy" if lets_out(visit.place) else "held").place)

    await answer_tap(query, unit, world, decide)


async def unkept(row: StoredUpdate, ids: Ids, unit: Unit, world: World) -> None:
    """What a kill left of a message whose words were not stored: it is one of those let out, where that goes on; else
    the person is told that it was not kept.
    """
    if row.kind != "message" or row.chat_id is None or ids.message_id is None:
        return  # an edit has nothing to change here
    chat_id, message_id = row.chat_id, ids.message_id

    def decide(visit: Visit) -> Move:
        if ids.begins:
            vents.note(visit.conn, chat_id, message_id, "going", visit.now)
            return begin(visit)
        if lets_out(visit.chat.place):
            return say(visit, message_id)
        return Move(visit.here, "vent-not_kept")

    user = User(id=chat_id, is_bot=False, first_name="")  # a private chat has its person's id
    nothing = Message(
        message_id=message_id,
        date=datetime.fromtimestamp(0, UTC),
        chat=Chat(id=chat_id, type="private"),
        from_user=user,
    )
    await answer_message(nothing, unit, world, decide)


def labels(world: World) -> frozenset[str]:
    """Texts that mean the same as the command, in every language."""
    return frozenset(voice.say("menu-vent") for voice in world.voices.values())


def router(world: World) -> Router:
    """The router of letting it out; before that of the other commands."""
    made = Router(name="vent")
    made.message.register(on_vent, Command("vent"))
    made.message.register(on_vent, F.text.in_(labels(world)))
    made.callback_query.register(on_vent_tap, PlaceData.filter(F.to == "vent"))
    made.callback_query.register(on_enough, PlaceData.filter(F.to == "vent_over"))
    made.callback_query.register(on_heavy, PlaceData.filter(F.to == "vent_heavy"))
    return made
