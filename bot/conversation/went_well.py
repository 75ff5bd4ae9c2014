"""It went well: a contact is logged as constructive in two taps; promise and cadence follow (protocol, section 3)."""

from dataclasses import replace

from bot.conversation.clients import named, new_name
from bot.conversation.follow_ups import follow_up
from bot.conversation.old_taps import stale
from bot.conversation.replanning import taken_back
from bot.conversation.runs import context_of, held, save
from bot.conversation.visit import Move, Visit
from bot.protocol.courtesy import courtesy
from bot.protocol.engine.engine import Result, current
from bot.protocol.engine.run import Piece
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import number
from bot.protocol.followup import went_well
from bot.store.queries import clients, runs, touches
from bot.store.queries.touches import Touch
from bot.viewmodels.place import Place


def log(visit: Visit, argument: str) -> Move:
    """Logs it with the client; the button tells which contact was the last when it was drawn, so a second tap logs
    nothing. A third number names the words that came unasked, which are noted with it.
    """
    client_id, last, run = (number(part) for part in (*argument.split("."), "", "")[:3])
    if not visit.at("well", "found"):
        return stale(visit)
    if client_id is None or clients.get(visit.conn, visit.person.id, client_id) is None:
        return stale(visit)
    if (touches.last(visit.conn, visit.person.id, client_id) or 0) != last:
        return stale(visit)
    found = held(visit, run) if run is not None and visit.place == Place("found", str(run)) else None
    if run is not None and found is None:
        return stale(visit)
    words = found.run.facts if found is not None else ()
    if found is not None:
        runs.delete(visit.conn, visit.person.id, found.id)
    return _log(visit, client_id, words)


def _log(visit: Visit, client_id: int, words: tuple[Piece, ...] = ()) -> Move:
    found = follow_up(visit, client_id)
    rules = context_of(visit, found).rules
    run = save(visit, found, Result(went_well(replace(found.run, at=visit.now, facts=words), rules)))
    if current(run, rules) is not None:
        return Move(found.place)
    runs.close(visit.conn, visit.person.id, found.id, "closed", visit.now)
    return Move(Place("wentwell", str(found.id)))


def undo(visit: Visit, argument: str) -> Move:
    """Takes it back, once: the contact, how it went, and the reminders that it had answered are open again."""
    stored = runs.load(visit.conn, visit.person.id, number(argument) or 0)
    if stored is None or stored.client_id is None or visit.place != Place("wentwell", str(stored.id)):
        return stale(visit)
    runs.delete(visit.conn, visit.person.id, stored.id)
    taken_back(visit, Touch(0, stored.client_id, stored.id, "followup", stored.started_at))
    return Move(Place("well"), "touch-undone")


def type_name(visit: Visit, said: TypedText) -> Move | None:
    """With whom it went well, by name: a known client, or a new one; a longer text is words like any others."""
    known = named(visit, said.text, lambda client_id: _log(visit, client_id))
    if known is not None:
        return known
    polite = courtesy(said.text)
    if polite is not None:
        return Move(visit.here, f"courtesy-{polite}")
    name = new_name(said.text)
    if name is None:
        return None
    return _log(visit, clients.create(visit.conn, visit.person, name, visit.now).id)
