"""What the screens of clients are drawn from, each loaded by its place (protocol, sections 3 and 9)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from bot.protocol.engine.words import number
from bot.store.loaders import client_list, contacts, timeline
from bot.store.queries import clients, partings, promises
from bot.viewmodels.clients import Known
from bot.viewmodels.paging import CLIENTS_ON_PAGE
from bot.viewmodels.reminders import Contacts
from bot.viewmodels.scene import Scene, Voice

Loader = Callable[[Connection, Scene, Voice, str], Scene]

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


def _clients(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    person, at = scene.person.id, number(argument, _MOST_PAGES) or 0
    listed, more = client_list.page(conn, person, at)
    known = Known(listed=listed, page=at, more=more, archive=client_list.any_archived(conn, person))
    return replace(scene, known=known)


def _archive(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    at = number(argument, _MOST_PAGES) or 0
    listed, more = client_list.page(conn, scene.person.id, at, archived=True)
    return replace(scene, known=Known(listed=listed, page=at, more=more))


def _search(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    """A page of what was found: the place holds the ids, so that no name stands in it."""
    at, ids = argument.partition(".")[::2]
    page, found = number(at, _MOST_PAGES) or 0, ids_of(ids)
    return replace(scene, known=_found(conn, scene, found, page))


def _found(conn: Connection, scene: Scene, found: list[int], page: int) -> Known:
    shown = found[page * CLIENTS_ON_PAGE : (page + 1) * CLIENTS_ON_PAGE]
    more = len(found) > (page + 1) * CLIENTS_ON_PAGE
    return Known(listed=client_list.these(conn, scene.person.id, shown), page=page, more=more, searched=True)


def _card(conn: Connection, scene: Scene, voice: Voice, argument: str) -> Scene:
    client_id, origin = argument.partition(".")[::2]
    card = contacts.card(conn, scene, voice, number(client_id) or 0)
    if card is None:
        return scene
    events = timeline.page(conn, scene.person.id, card.client.id, _ON_CARD, 0)
    decided = partings.decided(conn, scene.person.id, card.client.id)
    known = Known(client=card.client, events=tuple(events), origin=origin, decided=decided)
    return replace(scene, contacts=Contacts(card=card), known=known)


def _history(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    client_id, at, _more = parted(argument)
    person = scene.person.id
    events = timeline.page(conn, person, client_id, CLIENTS_ON_PAGE + 1, at * CLIENTS_ON_PAGE)
    known = Known(
        client=clients.get(conn, person, client_id),
        events=tuple(events[:CLIENTS_ON_PAGE]),
        page=at,
        more=len(events) > CLIENTS_ON_PAGE,
    )
    return replace(scene, known=known)


def _told(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    run_id, at, _more = parted(argument)
    told = timeline.tell(conn, scene.person.id, run_id)
    return replace(scene, known=Known(told=told, client=told.client if told else None, page=at))


def _one(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    client_id = number(argument.partition(".")[0]) or 0
    return replace(scene, known=Known(client=clients.get(conn, scene.person.id, client_id)))


def _twin(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    """Who may be the same client: those of a similar name first, then a page of all; or those that were searched."""
    client_id, at, ids = parted(argument)
    person = scene.person.id
    client = clients.get(conn, person, client_id)
    if client is None:
        return scene
    if ids:
        found = [one for one in ids_of(ids) if one != client_id]
        return replace(scene, known=replace(_found(conn, scene, found, at), client=client))
    similar = [one for one in client_list.find(conn, person, client.label, _LIKELY + 1) if one != client_id]
    likely = client_list.these(conn, person, similar[:_LIKELY]) if at == 0 else ()
    listed, more = client_list.page(conn, person, at)
    others = tuple(one for one in listed if one.client_id not in {client_id, *similar[:_LIKELY]})
    return replace(scene, known=Known(client=client, likely=likely, listed=others, page=at, more=more))


def _merge(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    """The two that may be one, and the promise that holds where both have one open: the one that was named last."""
    kept, gone = (number(part) or 0 for part in argument.partition(".")[::2])
    person = scene.person.id
    named = promises.latest(conn, person, (kept, gone))
    open_ones = [[one for one, status in named[which][:1] if status == "open"] for which in (kept, gone)]
    both = all(open_ones)
    last = max((one for some in open_ones for one in some), key=lambda one: (one.named, one.id), default=None)
    known = Known(
        client=clients.get(conn, person, kept),
        other=clients.get(conn, person, gone),
        both_promised=last.due if both and last is not None else None,
    )
    return replace(scene, known=known)


LOADERS: Mapping[str, Loader] = {
    "clients": _clients,
    "archive": _archive,
    "search": _search,
    "client": _card,
    "history": _history,
    "told": _told,
    "edit": _one,
    "field": _one,
    "pick": _one,
    "drop": _one,
    "dropped": _one,
    "twin": _twin,
    "merge": _merge,
    "merging": _merge,
}
"""What each place of clients is drawn from."""
