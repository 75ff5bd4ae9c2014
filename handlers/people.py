"""People and invitations, for those who invite: whom a link let in, links that wait, a new one, and the way out."""

import secrets
from collections.abc import Callable, Mapping

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.conversation.access import CARRIED, digest
from bot.conversation.services import World
from bot.conversation.visit import Move, Visit, answer_message, answer_tap
from bot.protocol.engine.words import number
from bot.screens.people import link_card
from bot.store.database.unit import Unit
from bot.store.loaders.access import MOST_LINKS, get, newest, waiting
from bot.store.queries import people
from bot.store.queries.access import invite, remove, withdraw
from bot.telegram.callback import PlaceData
from bot.viewmodels.place import Place
from handlers.debrief import stale
from handlers.menu import on_unknown_command

_BYTES = 16
"""128 bits: nobody guesses them."""
_HOLDS = 7 * 86_400
"""Seconds for which a link leads in."""
_MADE = "people-made"


def _page(name: str) -> Callable[[Visit, str], Move]:
    """Opens a page of people or of links."""

    def opens(_: Visit, argument: str) -> Move:
        found = number(argument, 9999)
        return Move(Place(name, f"{found}") if found else Place(name))

    return opens


def _one(visit: Visit, argument: str) -> Move:
    who = number(argument)
    return stale(visit) if who is None or not _known(visit, who) else Move(Place("member", f"{who}"))


def _ask(visit: Visit, argument: str) -> Move:
    """Asks whether somebody is to be let in no more, and then once more."""
    who, dot, sure = argument.partition(".")
    found = number(who)
    if found is None or not _known(visit, found) or (dot and (sure != "sure" or visit.place != ("dismiss", who))):
        return stale(visit)
    return Move(Place("dismiss", f"{argument}"))


def _remove(visit: Visit, argument: str) -> Move:
    """Lets somebody in no more, once it was asked twice."""
    who = number(argument)
    if who is None or visit.place != ("dismiss", f"{who}.sure"):
        return stale(visit)
    if not remove(visit.conn, visit.person, who, visit.now):
        return Move(Place("people"))
    visit.removed = people.get(visit.conn, who).telegram_id
    return Move(Place("people"), "people-removed")


def _withdraw(visit: Visit, argument: str) -> Move:
    """A link leads nowhere from now on."""
    link = number(argument)
    if link is None or not withdraw(visit.conn, visit.person, link, visit.now):
        return stale(visit)
    return Move(Place("links"), "people-withdrawn")


def _known(visit: Visit, who: int) -> bool:
    return get(visit.conn, visit.person.agency_id, who) is not None


_DEEDS: Mapping[str, Callable[[Visit, str], Move]] = {
    "people": _page("people"),
    "links": _page("links"),
    "member": _one,
    "dismiss": _ask,
    "dismissed": _remove,
    "withdraw": _withdraw,
}


async def on_people(message: Message, unit: Unit, world: World) -> None:
    """`/people` opens the list; to who doesn't invite it is a command that there isn't."""
    if message.from_user is None or not world.door.hosts(message.from_user.id):
        await on_unknown_command(message, unit, world)
        return
    await answer_message(message, unit, world, lambda _: Move(Place("people")))


async def on_people_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of these screens, or one that leads to them; to who doesn't invite it is one that isn't there."""

    def decide(visit: Visit) -> Move:
        return _DEEDS[callback_data.to](visit, callback_data.arg) if visit.person.hosts else stale(visit)

    await answer_tap(query, unit, world, decide)


async def on_new_link(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """Makes a link and shows it once: of what it carries only a digest is kept.

    The button names the newest link of its moment, so a doubled tap makes one.
    """
    name = await world.name() if world.door.hosts(query.from_user.id) else ""
    carried = secrets.token_urlsafe(_BYTES)

    def decide(visit: Visit) -> Move:
        if not visit.person.hosts:
            return stale(visit)
        if number(callback_data.arg) != newest(visit.conn):
            if visit.chat.notice == _MADE:  # a doubled tap: the link stands there already
                return Move(visit.here, _MADE, beside=True)
            return stale(visit)
        if waiting(visit.conn, visit.person.agency_id, visit.now) >= MOST_LINKS:
            return Move(Place("people"), "people-too_many")
        until = visit.now + _HOLDS
        invite(visit.conn, visit.person, digest(carried), visit.now, until)
        link = f"https://t.me/{name}?start={CARRIED}{carried}"
        visit.aside = link_card(visit.voice, link, until, visit.person.zone)
        return Move(Place("people"), _MADE, fresh=True)

    await answer_tap(query, unit, world, decide)


def router() -> Router:
    """The router of people and invitations."""
    made = Router(name="people")
    made.message.register(on_people, Command("people"))
    made.callback_query.register(on_people_tap, PlaceData.filter(F.to.in_(_DEEDS.keys())))
    made.callback_query.register(on_new_link, PlaceData.filter(F.to == "newlink"))
    return made
