"""All taps on buttons: the registry names the use case."""

from functools import partial

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.conversation import debrief, people, transfer, verbs
from bot.conversation.old_taps import stale
from bot.conversation.pipeline import answer_tap
from bot.conversation.services import Services
from bot.store.database.unit_of_work import Unit
from bot.telegram.callback import PlaceData, RunData


async def on_step(query: CallbackQuery, callback_data: RunData, unit: Unit, services: Services) -> None:
    """A button of a step of a run."""
    data = callback_data
    await answer_tap(query, unit, services, lambda visit: debrief.answer(visit, data.run, data.step, data.option))


async def on_button(query: CallbackQuery, callback_data: PlaceData, unit: Unit, services: Services) -> None:
    """Any other button: one of the registry's verbs."""
    verb, argument = verbs.VERBS[callback_data.to], callback_data.arg
    await answer_tap(query, unit, services, lambda visit: verb.use_case(visit, argument), breathing=verb.breathing)


async def on_new_link(query: CallbackQuery, callback_data: PlaceData, unit: Unit, services: Services) -> None:
    """An invitation: the bot's name, which its link needs, is asked for at Telegram before the unit of work."""
    name = await services.name() if services.door.hosts(query.from_user.id) else ""
    await answer_tap(query, unit, services, lambda visit: people.make_link(visit, callback_data.arg, name))


async def on_forget_all(query: CallbackQuery, unit: Unit, services: Services) -> None:
    """Everything of the person is erased; then nobody is left to visit."""
    tapped = query.message.message_id if query.message is not None else 0
    erase = partial(transfer.erase_everything, services, query.from_user, unit.now, tapped)
    await answer_tap(query, unit, services, stale, instead=erase)


async def on_old_tap(query: CallbackQuery, unit: Unit, services: Services) -> None:
    """A button that this version does not know: answered with the present screen."""
    await answer_tap(query, unit, services, stale)


def router() -> Router:
    """The router of taps."""
    made = Router(name="buttons")
    made.callback_query.register(on_step, RunData.filter())
    made.callback_query.register(on_button, PlaceData.filter(F.to.in_(frozenset(verbs.VERBS))))
    made.callback_query.register(on_new_link, PlaceData.filter(F.to == "newlink"))
    made.callback_query.register(on_forget_all, PlaceData.filter(F.to == "forgetallnow"))
    made.callback_query.register(on_old_tap)
    return made
