"""What helps: the counts, for whom and for how long, and the pictures (protocol, section 10)."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.conversation.services import World
from bot.conversation.visit import Move, Visit, answer_message, answer_tap
from bot.protocol.engine.words import number
from bot.store.database.unit import Unit
from bot.store.queries import clients
from bot.telegram.callback import PlaceData
from bot.viewmodels.insights import KINDS, Look, look_of
from bot.viewmodels.place import Place
from bot.workers.charts import ChartRequest
from handlers.debrief import stale


def _seen(visit: Visit, argument: str) -> Look | None:
    """At what the button looks; None where that client is not the person's."""
    look = look_of(argument)
    return look if not look.client or clients.get(visit.conn, visit.person.id, look.client) is not None else None


def _who(visit: Visit, argument: str) -> Move:
    """A page of the clients to choose from."""
    looked, _, page = argument.partition("/")
    look = _seen(visit, looked)
    return stale(visit) if look is None else Move(Place("insightswho", f"{look.argument}/{number(page, 999) or 0}"))


async def on_insights(message: Message, unit: Unit, world: World) -> None:
    """`/insights`: all clients, the usual period."""
    await answer_message(message, unit, world, lambda _: Move(Place("insights", f"{Look().argument}")))


async def on_insights_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button that leads to the counts, or changes for whom or for how long."""

    def decide(visit: Visit) -> Move:
        if callback_data.to == "insightswho":
            return _who(visit, callback_data.arg)
        look = _seen(visit, callback_data.arg)
        return stale(visit) if look is None else Move(Place("insights", f"{look.argument}"))

    await answer_tap(query, unit, world, decide)


async def on_picture_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A picture: it comes by itself as soon as it is drawn, with the screen under it."""
    wishes: list[ChartRequest] = []
    kind, _, argument = callback_data.arg.partition(".")

    def decide(visit: Visit) -> Move:
        look = _seen(visit, argument)
        if look is None or kind not in KINDS:
            return stale(visit)
        wishes.append(ChartRequest(kind, look, visit.person))
        return Move(Place("insights", look.argument), toast="insights-drawing")

    await answer_tap(query, unit, world, decide)
    if query.message is not None:
        for wish in wishes:
            world.pictures.ask(query.message.chat.id, wish)


def router() -> Router:
    """The router of what helps."""
    made = Router(name="insights")
    made.message.register(on_insights, Command("insights"))
    made.callback_query.register(on_insights_tap, PlaceData.filter(F.to.in_({"insights", "insightswho"})))
    made.callback_query.register(on_picture_tap, PlaceData.filter(F.to == "picture"))
    return made
