"""The commands, the menu, help, and buttons that lead nowhere any more.

Labels of the reply keyboard are commands, in either language.
"""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.conversation.runs import held, save
from bot.conversation.services import World
from bot.conversation.visit import Move, Visit, answer_message, answer_tap
from bot.protocol.engine.engine import Result, stop
from bot.protocol.engine.tables import TABLES
from bot.protocol.engine.words import number
from bot.store.database.unit import Unit
from bot.store.queries import clients, delivery_queue
from bot.telegram.callback import PlaceData
from bot.viewmodels.place import Place
from bot.viewmodels.vent import lets_out, vent_place
from handlers import sos
from handlers.contacts import about
from handlers.debrief import begin_debrief, stale
from handlers.vent import answer_words, end


def lead_in(visit: Visit, payload: str) -> Move:
    """Where a deep link leads, `t.me/BOT?start=sos` say; without one it is the greeting (protocol, section 3)."""
    name, _, argument = payload.partition("_")
    client = number(argument)
    if client is not None and clients.get(visit.conn, visit.person.id, client) is None:
        client = None
    match name:
        case "sos":
            return Move(Place("sos") if client is None else Place("sos", f"{client}"))
        case "prep":
            return Move(Place("prep") if client is None else Place("prep", f"{client}"))
        case "debrief":
            return begin_debrief(visit) if client is None else about(visit, client)
        case _:
            return Move(Place("start"))


async def on_start(message: Message, unit: Unit, world: World) -> None:
    """`/start` asks nothing: two lines that help, and the menu. Reminders that a block had stopped go on."""

    payload = (message.text or "").partition(" ")[2].strip()
    host_came = False

    def decide(visit: Visit) -> Move:
        nonlocal host_came
        host_came = visit.moved and visit.person.hosts
        if delivery_queue.back(visit.conn, visit.person.id, visit.now):
            visit.due = delivery_queue.settle(visit.conn, visit.person.id, visit.now)
        if visit.joined:
            visit.errand = True  # what somebody who is back had asked for goes on
            return Move(Place("start"), "start-invited")
        return lead_in(visit, payload)

    await answer_message(message, unit, world, decide, payload=payload)
    if host_came:
        await world.host_came(message.chat.id)


async def on_menu(message: Message, unit: Unit, world: World) -> None:
    """`/menu`, and the reply keyboard's label for it: the debrief waits, one tap away."""
    await answer_message(message, unit, world, lambda _: Move(Place("menu")))


async def on_debrief(message: Message, unit: Unit, world: World) -> None:
    """`/debrief`, and the reply keyboard's label for it."""
    await answer_message(message, unit, world, sos.debrief_here)


async def on_sos(message: Message, unit: Unit, world: World) -> None:
    """`/sos`, and the reply keyboard's label for it: the client is shouting now."""
    await answer_message(message, unit, world, sos.begin_here)


async def on_prep(message: Message, unit: Unit, world: World) -> None:
    """`/prep`: whom the call is with."""
    await answer_message(message, unit, world, lambda _: Move(Place("prep")))


async def on_reminders(message: Message, unit: Unit, world: World) -> None:
    """`/reminders`: what is coming, by day."""
    await answer_message(message, unit, world, lambda _: Move(Place("coming")))


async def on_owed(message: Message, unit: Unit, world: World) -> None:
    """The label for those who wait to hear from the manager."""
    await answer_message(message, unit, world, lambda _: Move(Place("owed")))


async def on_touch(message: Message, unit: Unit, world: World) -> None:
    """`/touch`: a contact, logged with one more tap."""
    await answer_message(message, unit, world, lambda _: Move(Place("touch")))


async def on_settings(message: Message, unit: Unit, world: World) -> None:
    """`/settings`."""
    await answer_message(message, unit, world, lambda _: Move(Place("settings")))


async def on_help(message: Message, unit: Unit, world: World) -> None:
    """`/help`."""
    await answer_message(message, unit, world, lambda _: Move(Place("help")))


async def on_cancel(message: Message, unit: Unit, world: World) -> None:
    """`/cancel`: stops what runs and keeps it; says so where there is nothing to stop."""

    def decide(visit: Visit) -> Move:
        name, argument = visit.place
        vent = vent_place(visit.chat.place)
        if vent is not None and lets_out(visit.chat.place):
            return end(visit, vent)
        if name in {*TABLES, "found"}:
            found = held(visit, int(argument))
            if found is not None:
                save(visit, found, Result(stop(found.run)))
                return Move(Place("stopped", str(found.id)))
        return Move(Place("menu"), "error-nothing_to_cancel")

    await answer_message(message, unit, world, decide)


async def on_unknown_command(message: Message, unit: Unit, world: World) -> None:
    """A command that there isn't: said plainly, with the menu; to somebody who lets it out it is a word like others."""
    await answer_words(message, unit, world, lambda _: Move(Place("menu"), "error-unknown_command"))


async def on_place_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button that leads to the menu, to what else there is, or to help."""
    await answer_tap(query, unit, world, lambda _: Move(Place(callback_data.to)))


async def on_old_tap(query: CallbackQuery, unit: Unit, world: World) -> None:
    """A button that this version does not know: answered with the present screen."""
    await answer_tap(query, unit, world, stale)


def router(world: World) -> Router:
    """The router of commands and of what keeps house; labels are taken in every language."""
    made = Router(name="house")
    for name, handler in (
        ("start", on_start),
        ("menu", on_menu),
        ("debrief", on_debrief),
        ("sos", on_sos),
        ("prep", on_prep),
        ("reminders", on_reminders),
        ("touch", on_touch),
        ("settings", on_settings),
        ("help", on_help),
        ("cancel", on_cancel),
    ):
        made.message.register(handler, Command(name))
    for key, handler in (
        ("menu-debrief", on_debrief),
        ("menu-sos", on_sos),
        ("menu-reminders", on_owed),
        ("btn-menu", on_menu),
    ):
        labels = {voice.say(key) for voice in world.voices.values()}
        made.message.register(handler, F.text.in_(labels))
    made.message.register(on_unknown_command, F.text.startswith("/"))
    made.callback_query.register(on_place_tap, PlaceData.filter(F.to.in_({"menu", "more", "help", "privacy"})))
    return made


def last_router() -> Router:
    """The router of taps that nobody else took."""
    made = Router(name="old")
    made.callback_query.register(on_old_tap)
    return made
