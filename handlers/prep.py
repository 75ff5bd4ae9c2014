"""Before the call: whom it is with, and the card of that client (protocol, section 3; P3)."""

from collections.abc import Callable, Mapping

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.conversation.reminding import lead
from bot.conversation.services import World
from bot.conversation.visit import Move, Visit, answer_tap
from bot.protocol.engine.words import number
from bot.store.database.unit import Unit
from bot.telegram.callback import PlaceData
from bot.viewmodels.place import Place
from handlers.contacts import named


def _prep(visit: Visit, argument: str) -> Move:
    """The card of a client (0: of one who isn't known yet), or whom the call is with."""
    client = number(argument)
    return lead(visit, Place("prep", "" if client is None else str(client)))


def _preps(_: Visit, argument: str) -> Move:
    return Move(Place("preps", f"{number(argument, 999) or 0}"))


def _named(visit: Visit, text: str) -> Move | None:
    """The name of whom the call is with; at a client's card, and where it is nobody's, it is words like any others."""
    if visit.place[0] == "prep" and number(visit.place[1]):
        return None
    return named(visit, text, lambda client_id: Move(Place("prep", f"{client_id}")))


NAMED: Mapping[str, Callable[[Visit, str], Move | None]] = {"prep": _named, "preps": _named}
"""The places at which typed text may be a client's name."""

_DEEDS: Mapping[str, Callable[[Visit, str], Move]] = {"prep": _prep, "preps": _preps}


async def on_prep_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of these screens, or one that leads to them."""
    await answer_tap(query, unit, world, lambda visit: _DEEDS[callback_data.to](visit, callback_data.arg))


def router() -> Router:
    """The router of what is done before a call."""
    made = Router(name="prep")
    made.callback_query.register(on_prep_tap, PlaceData.filter(F.to.in_(_DEEDS.keys())))
    return made
