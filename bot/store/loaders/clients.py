"""Loads what the screens of clients are drawn from (protocol, sections 3 and 9)."""

from sqlalchemy import Connection

from bot.protocol.client import Client
from bot.protocol.engine.words import number
from bot.store.loaders import client_list, prep, timeline
from bot.store.queries import clients, partings, promises
from bot.viewmodels.clients import ClientCard, ClientHistory, ClientList, Listed, ToldPage, TwinChoice, TwoCards
from bot.viewmodels.paging import CLIENTS_ON_PAGE
from bot.viewmodels.scene import AnyScene, Voice

_ON_CARD = 3
_LIKELY = 3
_MOST_PAGES = 9999


def parted(argument: str) -> tuple[int, int, str]:
    """A place's argument "12.3.rest" as two numbers and what follows: 0 where there is none."""
    first, _, tail = argument.partition(".")
    second, _, rest = tail.partition(".")
    return number(first) or 0, number(second, _MOST_PAGES) or 0, rest


def ids_of(text: str) -> list[int]:
    """The ids in "5,6,7"; what is none is left out."""
    return [found for part in text.split(",") if (found := number(part)) is not None]


def every(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> ClientList:
    """A page of all clients outside of the archive."""
    person, at = scene.person.id, number(arguments, _MOST_PAGES) or 0
    listed, more = client_list.page(conn, person, at)
    return ClientList(listed=listed, page=at, more=more, archive=client_list.any_archived(conn, person))


def archive(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> ClientList:
    """A page of the archive."""
    at = number(arguments, _MOST_PAGES) or 0
    listed, more = client_list.page(conn, scene.person.id, at, archived=True)
    return ClientList(listed=listed, page=at, more=more)


def found(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> ClientList:
    """A page of what was searched: the place holds the ids, so that no name stands in it."""
    at, ids = arguments.partition(".")[::2]
    page = number(at, _MOST_PAGES) or 0
    listed, more = _these(conn, scene, ids_of(ids), page)
    return ClientList(listed=listed, page=page, more=more)


def _these(conn: Connection, scene: AnyScene, ids: list[int], page: int) -> tuple[tuple[Listed, ...], bool]:
    shown = ids[page * CLIENTS_ON_PAGE : (page + 1) * CLIENTS_ON_PAGE]
    return client_list.these(conn, scene.person.id, shown), len(ids) > (page + 1) * CLIENTS_ON_PAGE


def card(conn: Connection, scene: AnyScene, voice: Voice, arguments: str) -> ClientCard | None:
    """A client's card; None where it is not the person's."""
    client_id, origin = arguments.partition(".")[::2]
    known = prep.prep_of(conn, scene, voice, number(client_id) or 0)
    if known is None:
        return None
    events = timeline.page(conn, scene.person.id, known.card.client.id, _ON_CARD, 0)
    decided = partings.decided(conn, scene.person.id, known.card.client.id)
    return ClientCard(known, tuple(events), origin, decided)


def history(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> ClientHistory | None:
    """A page of what happened with a client; None where it is not the person's."""
    client_id, at, _more = parted(arguments)
    person = scene.person.id
    client = clients.get(conn, person, client_id)
    if client is None:
        return None
    events = timeline.page(conn, person, client_id, CLIENTS_ON_PAGE + 1, at * CLIENTS_ON_PAGE)
    return ClientHistory(client, tuple(events[:CLIENTS_ON_PAGE]), at, len(events) > CLIENTS_ON_PAGE)


def told(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> ToldPage | None:
    """One event in full; None where it is gone."""
    run_id, at, _more = parted(arguments)
    event = timeline.tell(conn, scene.person.id, run_id)
    return None if event is None else ToldPage(event, at)


def one(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> Client | None:
    """The client of the place; None where it is not the person's."""
    return clients.get(conn, scene.person.id, number(arguments.partition(".")[0]) or 0)


def twin(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> TwinChoice | None:
    """Who may be the same client: those of a similar name first, then a page of all; or those that were searched."""
    client_id, at, ids = parted(arguments)
    person = scene.person.id
    client = clients.get(conn, person, client_id)
    if client is None:
        return None
    if ids:
        listed, more = _these(conn, scene, [one for one in ids_of(ids) if one != client_id], at)
        return TwinChoice(client=client, listed=listed, page=at, more=more, searched=True)
    similar = [one for one in client_list.find(conn, person, client.label, _LIKELY + 1) if one != client_id]
    likely = client_list.these(conn, person, similar[:_LIKELY]) if at == 0 else ()
    listed, more = client_list.page(conn, person, at)
    others = tuple(one for one in listed if one.client_id not in {client_id, *similar[:_LIKELY]})
    return TwinChoice(client=client, likely=likely, listed=others, page=at, more=more)


def two(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> TwoCards | None:
    """The two that may be one, and the promise that holds where both have one open: the one that was named last."""
    ids = tuple(number(part) or 0 for part in arguments.partition(".")[::2])
    person = scene.person.id
    kept, gone = (clients.get(conn, person, which) for which in ids)
    if kept is None or gone is None:
        return None
    named = promises.latest(conn, person, ids)
    open_ones = [[one for one, status in named[which][:1] if status == "open"] for which in ids]
    last = max((one for some in open_ones for one in some), key=lambda one: (one.named, one.id), default=None)
    return TwoCards(kept, gone, last.due if all(open_ones) and last is not None else None)
