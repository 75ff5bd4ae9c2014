"""The pause's two buttons: begin, and enough."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.conversation.services import World
from bot.conversation.visit import Move, Visit, answer_tap
from bot.store.database.unit import Unit
from bot.telegram.callback import PlaceData


async def on_breathe(query: CallbackQuery, unit: Unit, world: World) -> None:
    """A minute of paced breathing begins under the question, which stays."""
    begun: list[Visit] = []

    def decide(visit: Visit) -> Move:
        begun.append(visit)
        return Move(visit.here, visit.chat.notice)

    await answer_tap(query, unit, world, decide, breathing=True)
    for visit in begun:
        world.pauses.begin(visit.chat.id, visit.voice, visit.person.debriefs)


async def on_enough(query: CallbackQuery, unit: Unit, world: World) -> None:
    """Enough: the pause's message goes, the question stays."""

    def decide(visit: Visit) -> Move:
        return Move(visit.here, visit.chat.notice, toast="pause-skipped-1", beside=True)

    await answer_tap(query, unit, world, decide)


async def on_onward(query: CallbackQuery, unit: Unit, world: World) -> None:
    """The minute is over: the question comes under it."""
    await answer_tap(query, unit, world, lambda visit: Move(visit.here, visit.chat.notice))


def router() -> Router:
    """The router of the pause."""
    made = Router(name="pause")
    made.callback_query.register(on_breathe, PlaceData.filter(F.to == "breathe"))
    made.callback_query.register(on_enough, PlaceData.filter(F.to == "enough"))
    made.callback_query.register(on_onward, PlaceData.filter(F.to == "onward"))
    return made
