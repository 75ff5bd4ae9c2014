"""What a card says, changed: typed, sent as a contact, or picked in Telegram's own list of people (protocol, 9)."""

from dataclasses import replace

from bot.conversation.clients import theirs
from bot.conversation.old_taps import stale
from bot.conversation.runs import OpenRun, held, save
from bot.conversation.visit import Move, Visit
from bot.protocol import matching, phones
from bot.protocol.client import NOTE_LONGEST, Client, with_contact
from bot.protocol.engine.engine import ClientChange, Result
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import number, read_contact
from bot.protocol.matching import tidy
from bot.protocol.person import country_of
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
    """The client and the field that the chat stands at; the picker and the question about a number are the contact."""
    name, argument = visit.place
    client_id, _, field = argument.partition(".")
    return theirs(visit, client_id), field if name == "field" else "contact"


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
    read = read_contact(text.strip())
    if read is None:
        return Move(visit.here, "field-contact-unclear")
    return _changed(visit, client, *read)


def _changed(visit: Visit, client: Client, name: str, value: str) -> Move:
    """The contact is the client's; a number that was written for one country is asked about first."""
    changed = with_contact(client, name, value)
    run = _run_of(visit)
    asked = phones.pending(changed.phone) if name == "phone" else None
    if asked is not None and not offered(visit, asked):
        return Move(visit.here, "number-unclear")
    clients.save(visit.conn, changed)
    if asked is not None:
        return Move(Place("number", f"{client.id}.{run.id}" if run is not None else str(client.id)))
    behind = name == "phone" and phones.taken(None, value)[1]
    return _back(visit, client, "number-behind" if behind else "settings-saved")


def _back(visit: Visit, client: Client, notice: str) -> Move:
    """Behind the contact: the debrief in which it was asked for, else the card."""
    run = _run_of(visit)
    return Move(run.place if run is not None else Place("edit", str(client.id)), notice)


def _run_of(visit: Visit) -> OpenRun | None:
    """The open debrief that the question about a number belongs to."""
    run = number(visit.place.arguments.partition(".")[2]) if visit.at("number") else None
    return held(visit, run) if run is not None else None


def offered(visit: Visit, words: str) -> tuple[str, ...]:
    """What a number that was written for one country may be, in E.164, by the person's own country."""
    return phones.candidates(words, country_of(visit.person), visit.person.language)


def ask_number(visit: Visit, argument: str) -> Move:
    """Which number a writing on the card stands for."""
    client = theirs(visit, argument)
    if client is None or phones.pending(client.phone) is None:
        return stale(visit)
    return Move(Place("number", str(client.id)))


def confirm_number(visit: Visit, argument: str) -> Move:
    """The number on the button is the client's: one that was shown with its country, for the writing on the card."""
    client_id, _, digits = argument.partition(".")
    client = theirs(visit, client_id)
    words = phones.pending(client.phone) if client is not None else None
    if client is None or words is None or not visit.at("number") or f"+{digits}" not in offered(visit, words):
        return stale(visit)
    clients.save(visit.conn, replace(client, phone=f"+{digits}"))
    return _back(visit, client, "settings-saved")


def decline_number(visit: Visit, argument: str) -> Move:
    """None of them: the writing goes, a number that was sure before stays."""
    client = theirs(visit, argument)
    if client is None or phones.pending(client.phone) is None or not visit.at("number"):
        return stale(visit)
    clients.save(visit.conn, replace(client, phone=phones.confirmed(client.phone)))
    run = _run_of(visit)
    to = Place("field", f"{client.id}.contact") if run is None else run.place
    return Move(to, "number-declined")


def asks_number(visit: Visit, found: OpenRun, result: Result) -> Move | None:
    """Where a debrief goes whose answer is a number without its country; None for any other answer.

    What can't be any number is said to be that, and not kept.
    """
    change = next((one for one in result.effects if isinstance(one, ClientChange) and one.field == "phone"), None)
    words = phones.pending(phones.taken(None, change.value)[0]) if change is not None and change.value else None
    if words is None:
        return None
    if not offered(visit, words):
        return Move(found.place, "number-unclear")
    client = found.run.value("client")
    save(visit, found, result)
    return Move(Place("number", f"{client}.{found.id}"))


def share_contact(visit: Visit, sent: str) -> Move | None:
    """The number of a contact that was sent is the client's, where the chat stands at its contact; else None.

    It is for the whole world already, as Telegram has it; one that can't be is asked about like a typed one.
    """
    client, name = _here(visit)
    if not visit.at("field", "pick", "number") or name != "contact":
        return None
    known = phones.contact_number(sent)
    return _reach(visit, sent) if known is None or client is None else _changed(visit, client, "phone", known)


def pick_contact(visit: Visit, request_id: int, username: str | None) -> Move:
    """Somebody was picked in Telegram's list. One that was opened for another client, or is left, changes nothing."""
    client, _ = _here(visit)
    if not visit.at("pick") or client is None or request_of(client.id) != request_id:
        return Move(visit.here, "pick-late")
    return Move(visit.here, "pick-no_username") if not username else _reach(visit, f"@{username}")
