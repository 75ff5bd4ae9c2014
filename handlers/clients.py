"""Clients: the list and its search, a card and its history, the archive, two cards made one, one deleted (R2)."""

from collections.abc import Callable, Mapping, Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.conversation.reminding import lead, plan
from bot.conversation.services import World
from bot.conversation.visit import Move, Visit, answer_message, answer_tap
from bot.protocol.client import Client
from bot.protocol.engine.words import number
from bot.protocol.merging import leftover, merged
from bot.store.database.unit import Unit
from bot.store.loaders import client_list
from bot.store.loaders.clients import ids_of, parted
from bot.store.queries import clients, delivery_queue, reminders
from bot.store.queries import merging as store
from bot.telegram.callback import PlaceData
from bot.viewmodels.place import Place
from handlers.debrief import stale

_LONGEST_TYPED = 40
"""Characters of what is still a name: longer words on a list are facts, as at the debrief's first question."""
_ORIGINS = {"owed": "o", "clients": "c", "archive": "a", "search": "s"}


def theirs(visit: Visit, text: str) -> Client | None:
    """The client that a button names, None where it is not this person's."""
    return clients.get(visit.conn, visit.person.id, number(text) or 0)


def _page(name: str) -> Callable[[Visit, str], Move]:
    """Opens a page of a list."""

    def opens(_: Visit, argument: str) -> Move:
        at = number(argument, 9999)
        return Move(Place(name, f"{at}") if at else Place(name))

    return opens


def _search(visit: Visit, argument: str) -> Move:
    """Another page of what was found; from a card that was opened there, back to it."""
    place, here = visit.place
    ids = here.partition(".")[2] if place == "search" else here.partition(".s")[2].partition(".")[2]
    return Move(Place("search", f"{number(argument, 9999) or 0}.{ids}")) if ids_of(ids) else Move(Place("clients"))


def _card(visit: Visit, argument: str) -> Move:
    """A client's card, which remembers the list that it was opened from."""
    client_id = number(argument)
    if client_id is None:
        return stale(visit)
    name, here = visit.place
    origin = f".{_ORIGINS[name]}{here}" if name in _ORIGINS else ""
    return lead(visit, Place("client", f"{client_id}{origin}"))


def _opens(name: str) -> Callable[[Visit, str], Move]:
    """Opens a screen about the client of the button, whatever follows its id there."""

    def opens(visit: Visit, argument: str) -> Move:
        client_id, at, _ = parted(argument)
        return Move(Place(name, f"{client_id}.{at}")) if client_id else stale(visit)

    return opens


def _asks(name: str, about: str) -> Callable[[Visit, str], Move]:
    """The second question, from the first one of the very same."""

    def opens(visit: Visit, argument: str) -> Move:
        return Move(Place(name, f"{argument}")) if visit.place == Place(about, f"{argument}") else stale(visit)

    return opens


def _shelve(visit: Visit, argument: str) -> Move:
    """Into the archive: out of the lists, and nothing is left to come; what had come says so."""
    client = theirs(visit, argument)
    if client is None:
        return stale(visit)
    shelve(visit, client.id)
    return Move(Place("client", str(client.id)))


def shelve(visit: Visit, client_id: int) -> None:
    """A client of the person's goes into the archive; one that is there already stays as it is."""
    if clients.archive(visit.conn, visit.person.id, client_id, visit.now):
        _redraw(visit, client_id)
        reminders.all_done(visit.conn, visit.person.id, client_id, "over")
        plan(visit, client_id)


def _unshelve(visit: Visit, argument: str) -> Move:
    client = theirs(visit, argument)
    if client is None:
        return stale(visit)
    if clients.bring_back(visit.conn, visit.person.id, client.id):
        plan(visit, client.id)
    return Move(Place("client", str(client.id)), "clients-returned")


def _redraw(visit: Visit, client_id: int) -> None:
    """The messages that brought reminders about the client show what became of them."""
    for notice in reminders.brought(visit.conn, visit.person.id, client_id):
        visit.redrawn.setdefault(notice, None)


def _two(visit: Visit, argument: str) -> tuple[Client, Client] | None:
    """The two clients that a button names, both this person's."""
    kept, gone = (theirs(visit, part) for part in argument.partition(".")[::2])
    return None if kept is None or gone is None or kept.id == gone.id else (kept, gone)


def _merge(visit: Visit, argument: str) -> Move:
    two = _two(visit, argument)
    return stale(visit) if two is None else Move(Place("merge", f"{two[0].id}.{two[1].id}"))


def _join(visit: Visit, argument: str) -> Move:
    """Both questions were answered: everything of the second goes to the first."""
    two = _two(visit, argument)
    if two is None or visit.place != Place("merging", f"{argument}"):
        return stale(visit)
    kept, gone = two
    for client in two:
        _redraw(visit, client.id)
    rest = leftover(kept, gone)
    also = visit.voice.say("merge-also", what=", ".join(rest)) if rest else None
    store.merge(visit.conn, visit.person, merged(kept, gone, also), gone.id)
    plan(visit, kept.id)
    return Move(Place("client", str(kept.id)), "merge-done")


def _drop(visit: Visit, argument: str) -> Move:
    client = theirs(visit, argument)
    return stale(visit) if client is None else Move(Place("drop", str(client.id)))


def _gone(visit: Visit, argument: str) -> Move:
    """Both questions were answered: the card goes with everything of it."""
    client = theirs(visit, argument)
    if client is None or visit.place != Place("dropped", str(client.id)):
        return stale(visit)
    _redraw(visit, client.id)
    clients.delete(visit.conn, visit.person.id, client.id)
    visit.due = delivery_queue.settle(visit.conn, visit.person.id, visit.now)
    return Move(Place("clients"), "drop-done")


def _type_search(visit: Visit, text: str) -> Move | None:
    """Looks for whom the text may name: one is opened, several are listed. Long words are facts, not a name."""
    if not _a_name(text):
        return None
    found = client_list.find(visit.conn, visit.person.id, text)
    if len(found) == 1:
        return Move(Place("client", f"{found[0]}"))
    return Move(Place("search", f"0.{_listed(found)}"))


def _type_twin(visit: Visit, text: str) -> Move | None:
    """The same for the card that may be of the same client."""
    client = theirs(visit, visit.place[1].partition(".")[0])
    if client is None or not _a_name(text):
        return None
    found = [one for one in client_list.find(visit.conn, visit.person.id, text) if one != client.id]
    if len(found) == 1:
        return Move(Place("merge", f"{client.id}.{found[0]}"))
    if not found:
        return Move(Place("twin", f"{client.id}.0"), "clients-found_none")
    return Move(Place("twin", f"{client.id}.0.{_listed(found)}"))


def _a_name(text: str) -> bool:
    return len(text.strip()) <= _LONGEST_TYPED and "\n" not in text.strip()


def _listed(found: Sequence[int]) -> str:
    return ",".join(map(str, found))


TYPED: Mapping[str, Callable[[Visit, str], Move | None]] = {
    "clients": _type_search,
    "archive": _type_search,
    "search": _type_search,
    "twin": _type_twin,
}
"""The places at which typed text is a part of a name; where it is none, they leave it to what text is elsewhere."""

_DEEDS: Mapping[str, Callable[[Visit, str], Move]] = {
    "clients": _page("clients"),
    "archive": _page("archive"),
    "search": _search,
    "client": _card,
    "history": _opens("history"),
    "told": _opens("told"),
    "twin": _opens("twin"),
    "shelve": _shelve,
    "unshelve": _unshelve,
    "merge": _merge,
    "merging": _asks("merging", "merge"),
    "join": _join,
    "drop": _drop,
    "dropped": _asks("dropped", "drop"),
    "gone": _gone,
}


async def on_clients(message: Message, unit: Unit, world: World) -> None:
    """`/clients`."""
    await answer_message(message, unit, world, lambda _: Move(Place("clients")))


async def on_clients_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of these screens, or one that leads to them."""
    await answer_tap(query, unit, world, lambda visit: _DEEDS[callback_data.to](visit, callback_data.arg))


def router() -> Router:
    """The router of clients."""
    made = Router(name="clients")
    made.message.register(on_clients, Command("clients"))
    made.callback_query.register(on_clients_tap, PlaceData.filter(F.to.in_(_DEEDS.keys())))
    return made
