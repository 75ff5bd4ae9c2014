"""What a card says, changed: typed, sent as a contact, or picked in Telegram's own list of people (protocol, 9)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.conversation.services import World
from bot.conversation.visit import Move, Visit, answer_tap
from bot.protocol.client import NOTE_LONGEST, Client
from bot.protocol.engine.words import read_contact
from bot.protocol.matching import key, tidy
from bot.screens.client import FIELDS
from bot.store.database.unit import Unit
from bot.store.queries import clients
from bot.telegram.callback import PlaceData
from bot.telegram.render import request_of
from bot.viewmodels.place import Place
from handlers.clients import theirs
from handlers.debrief import stale
from handlers.vent import answer_words

_LONGEST = {"label": 60, "address": 40, "note": NOTE_LONGEST}


def _edit(visit: Visit, argument: str) -> Move:
    client = theirs(visit, argument)
    return stale(visit) if client is None else Move(Place("edit", str(client.id)))


def _field(visit: Visit, argument: str) -> Move:
    client_id, _, name = argument.partition(".")
    client = theirs(visit, client_id)
    return stale(visit) if client is None or name not in FIELDS else Move(Place("field", f"{client.id}.{name}"))


def _pick(visit: Visit, argument: str) -> Move:
    client = theirs(visit, argument)
    return stale(visit) if client is None else Move(Place("pick", str(client.id)))


def _clear(visit: Visit, argument: str) -> Move:
    """Takes away what the card says there; a name it always has."""
    client_id, _, name = argument.partition(".")
    client = theirs(visit, client_id)
    if client is None or visit.place != Place("field", f"{argument}"):
        return stale(visit)
    match name:
        case "address":
            changed = replace(client, address=None)
        case "note":
            changed = replace(client, note=None)
        case "contact":
            changed = replace(client, username=None, phone=None)
        case _:
            return stale(visit)
    clients.save(visit.conn, changed)
    return Move(Place("edit", str(client.id)), "settings-saved")


def _here(visit: Visit) -> tuple[Client | None, str]:
    """The client and the field that the chat stands at; the picker is one way to the contact."""
    name, argument = visit.place
    client_id, _, field = argument.partition(".")
    return theirs(visit, client_id), "contact" if name == "pick" else field


def _type_field(visit: Visit, text: str) -> Move:
    """What was typed is what the card says from now on."""
    client, name = _here(visit)
    if client is None:
        return Move(Place("clients"), "clients-gone")
    if name == "contact":
        return reach(visit, text)
    words = text.strip() if name == "note" else tidy(text)
    lines = "\n" in text.strip() and name != "note"
    if not words or lines or len(words) > _LONGEST.get(name, 0):
        return Move(visit.here, f"field-{name}-unclear" if name in _LONGEST else None)
    if name == "label":
        return _called(visit, client, words)
    changed = replace(client, address=words) if name == "address" else replace(client, note=words)
    clients.save(visit.conn, changed)
    return Move(Place("edit", str(client.id)), "settings-saved")


def _called(visit: Visit, client: Client, label: str) -> Move:
    """Another name; where a card has it already, it is asked whether the two are one."""
    clients.rename(visit.conn, visit.person.id, client.id, label)
    known = clients.names(visit.conn, visit.person.id)
    twin = next((one for one, other in known if one != client.id and key(other) == key(label) != ""), None)
    if twin is not None:
        return Move(Place("merge", f"{client.id}.{twin}"), "field-twin")
    return Move(Place("edit", str(client.id)), "settings-saved")


def reach(visit: Visit, text: str) -> Move:
    """A username or a number, typed or sent as a contact, where the chat stands at a client's contact."""
    client, _ = _here(visit)
    if client is None:
        return Move(Place("clients"), "clients-gone")
    match read_contact(text.strip()):
        case ("username", value):
            clients.save(visit.conn, replace(client, username=value))
        case ("phone", value):
            clients.save(visit.conn, replace(client, phone=value))
        case _:
            return Move(visit.here, "field-contact-unclear")
    return Move(Place("edit", str(client.id)), "settings-saved")


def asks_contact(visit: Visit) -> bool:
    """Whether a contact that is sent now is the client's."""
    return visit.place[0] in TYPED and _here(visit)[1] == "contact"


TYPED: Mapping[str, Callable[[Visit, str], Move]] = {"field": _type_field, "pick": _type_field}
"""The places at which typed text is what a card says."""

_DEEDS: Mapping[str, Callable[[Visit, str], Move]] = {"edit": _edit, "field": _field, "pick": _pick, "clear": _clear}


async def on_field_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of these screens, or one that leads to them."""
    await answer_tap(query, unit, world, lambda visit: _DEEDS[callback_data.to](visit, callback_data.arg))


async def on_picked(message: Message, unit: Unit, world: World) -> None:
    """Somebody was picked in Telegram's list. One that was opened for another client, or is left, changes nothing."""
    shared = message.users_shared
    if shared is None or not shared.users:
        return
    username = shared.users[0].username

    def decide(visit: Visit) -> Move:
        client, _ = _here(visit)
        if visit.place[0] != "pick" or client is None or request_of(client.id) != shared.request_id:
            return Move(visit.here, "pick-late")
        return Move(visit.here, "pick-no_username") if not username else reach(visit, f"@{username}")

    await answer_words(message, unit, world, decide)


def router() -> Router:
    """The router of what a card says."""
    made = Router(name="fields")
    made.message.register(on_picked, F.users_shared)
    made.callback_query.register(on_field_tap, PlaceData.filter(F.to.in_(_DEEDS.keys())))
    return made
