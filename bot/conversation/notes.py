"""Notes: words that came unasked, about a client or about none, read and heard again (protocol, section 3)."""

from dataclasses import replace

from bot.conversation.clients import new_name
from bot.conversation.effects import PlayVoices
from bot.conversation.old_taps import stale
from bot.conversation.replanning import dealt_with
from bot.conversation.runs import OpenRun, held, save
from bot.conversation.visit import Move, Visit
from bot.protocol import matching
from bot.protocol.engine.engine import begin
from bot.protocol.engine.run import Piece, encode
from bot.protocol.engine.typed_answers import TypedText, to_facts
from bot.protocol.engine.words import number
from bot.store.loaders.notes import note_of
from bot.store.queries import clients, runs
from bot.viewmodels.place import Place


def choose_client(visit: Visit, argument: str) -> Move:
    """Words that came unasked become a note about a client; without one, it is asked about whom."""
    made, client = (number(part) for part in argument.partition(".")[::2])
    found = held(visit, made) if made is not None else None
    if found is None or not visit.at("found", "noteof"):
        return stale(visit)
    known = clients.get(visit.conn, visit.person.id, client) if client is not None else None
    return Move(Place("noteof", str(found.id))) if known is None else _keep_about(visit, found, known.id)


def _keep_about(visit: Visit, found: OpenRun, client_id: int) -> Move:
    run = found.run
    runs.save(
        visit.conn,
        visit.person.id,
        found.id,
        client_id=client_id,
        version=run.version,
        state=encode(run),
        now=visit.now,
    )
    runs.close(visit.conn, visit.person.id, found.id, "note", visit.now)
    dealt_with(visit, client_id)
    return Move(Place("notes", f"{client_id}.0"), "start-noted")


def keep(visit: Visit, argument: str) -> Move:
    """Words that came unasked stay as a note about nobody."""
    found = held(visit, number(argument) or 0)
    if found is None or not visit.at("found", "noteof"):
        return stale(visit)
    runs.close(visit.conn, visit.person.id, found.id, "note", visit.now)
    return Move(Place("notes", "0.0"), "start-noted")


def note_of_nobody(visit: Visit, said: TypedText) -> None:
    """Words that came beside something else stay as a note about nobody; the chat goes its way."""
    person = visit.person
    run = begin(person.debriefs, visit.now, detailed=person.detailed)
    run = replace(run, facts=(Piece(said.id, said.text),))
    kept = runs.start(visit.conn, person, run.version, encode(run), visit.now, playbook=visit.voices.fingerprint)
    visit.person = replace(person, debriefs=person.debriefs + 1)
    runs.close(visit.conn, person.id, kept.id, "note", visit.now)


def take(visit: Visit, said: TypedText) -> Move:
    """Whom the note is about, by name: a known client or a new one. What is no name goes to the words of the note."""
    found = held(visit, number(visit.place[1].partition(".")[0]) or 0)
    if found is None:
        return Move(Place("menu"), "error-closed_run")
    name = new_name(said.text)
    if name is None:
        result = to_facts(replace(found.run, at=visit.now), said, asked=False)
        save(visit, found, result)
        return Move(Place("found", str(found.id)), result.notice)
    names = clients.names(visit.conn, visit.person.id)
    same = matching.same(name, names)
    client_id = same[0] if same else clients.create(visit.conn, visit.person, name, visit.now).id
    return _keep_about(visit, found, client_id)


def more_clients(visit: Visit, argument: str) -> Move:
    """A further page of the clients to choose from."""
    made, _ = visit.place[1].partition(".")[::2]
    return Move(Place("noteof", f"{made}.{number(argument, 999) or 0}")) if visit.at("noteof") else stale(visit)


def back_to_found(visit: Visit, argument: str) -> Move:
    """Back to what can be done with words that came unasked."""
    found = held(visit, number(argument) or 0)
    return stale(visit) if found is None or not visit.at("noteof") else Move(Place("found", str(found.id)))


def open_notes(visit: Visit, argument: str) -> Move:
    """A page of notes, of a client (0: about nobody), and the part of a long one."""
    client, page, part = (number(one, 999_999_999) for one in (*argument.split("."), "0", "0")[:3])
    return stale(visit) if client is None else Move(Place("notes", f"{client}.{page or 0}.{part or 0}"))


def play(visit: Visit, argument: str) -> Move:
    """A note's voices, sent again as Telegram has them; where there are none any more, the tap is an old one."""
    stored = runs.load(visit.conn, visit.person.id, number(argument) or 0)
    if stored is None:
        return stale(visit)
    voices = note_of(stored.id, stored.kind, stored.state, stored.started_at).voices
    if not voices:
        return stale(visit)
    visit.effects.append(PlayVoices(tuple(voices), visit.voice))
    return Move(visit.here, visit.chat.notice)
