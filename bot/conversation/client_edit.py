"""What a card says, changed: typed, sent as a contact, or picked in Telegram's own list of people (protocol, 9)."""

from dataclasses import replace

from bot.conversation.clients import theirs
from bot.conversation.old_taps import stale
from bot.conversation.visit import Move, Visit
from bot.protocol import matching
from bot.protocol.client import NOTE_LONGEST, Client
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import read_contact
from bot.protocol.matching import tidy
from bot.screens.client import FIELDS
from bot.store.queries import clients
from bot.telegram.render import request_of
from bot.viewmodels.place import Place

_LONGEST = {"label": 60, "address": 40, "note": NOTE_LONGEST}


def open_edit(visit: Visit, argument: str) -> Move:
    """What of a card is to be changed."""
    client = theirs(visit, argument)
    return stale(visit) if client is None else Move(Place("edit", str(client.id)))


def open_field(visit: Visit, argument: str) -> Move:
    """What the card shall say there."""
    client_id, _, name = argument.partition(".")
    client = theirs(visit, client_id)
    return stale(visit) if client is None or name not in FIELDS else Move(Place("field", f"{client.id}.{name}"))


def open_picker(visit: Visit, argument: str) -> Move:
    """Telegram's own list of people, for the client's contact."""
    client = theirs(visit, argument)
    return stale(visit) if client is None else Move(Place("pick", str(client.id)))


def clear(visit: Visit, argument: str) -> Move:
    """Takes away what the card says there; a name it always has."""
    client_id, _, name = argument.partition(".")
    client = theirs(visit, client_id)
    if client is None or visit.place != Place("field", argument):
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


def type_field(visit: Visit, said: TypedText) -> Move:
    """What was typed is what the card says from now on."""
    client, name = _here(visit)
    if client is None:
        return Move(Place("clients"), "clients-gone")
    if name == "contact":
        return _reach(visit, said.text)
    words = said.text.strip() if name == "note" else tidy(said.text)
    lines = "\n" in said.text.strip() and name != "note"
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
    twin = next((one for one in matching.same(label, known) if one != client.id), None)
    if twin is not None:
        return Move(Place("merge", f"{client.id}.{twin}"), "field-twin")
    return Move(Place("edit", str(client.id)), "settings-saved")


def _reach(visit: Visit, text: str) -> Move:
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


def share_contact(visit: Visit, number: str) -> Move | None:
    """The number of a contact that was sent is the client's, where the chat stands at its contact; else None."""
    asks = visit.at("field", "pick") and _here(visit)[1] == "contact"
    return _reach(visit, number) if asks else None


def pick_contact(visit: Visit, request_id: int, username: str | None) -> Move:
    """Somebody was picked in Telegram's list. One that was opened for another client, or is left, changes nothing."""
    client, _ = _here(visit)
    if not visit.at("pick") or client is None or request_of(client.id) != request_id:
        return Move(visit.here, "pick-late")
    return Move(visit.here, "pick-no_username") if not username else _reach(visit, f"@{username}")
