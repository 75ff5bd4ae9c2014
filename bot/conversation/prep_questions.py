"""Questions to read from during the call, and what was answered: facts of the debrief of that call (P2b)."""

from dataclasses import replace

from bot.conversation.old_taps import stale
from bot.conversation.replanning import lead
from bot.conversation.runs import OpenRun, begun_about, open_runs, save
from bot.conversation.visit import Move, Visit
from bot.protocol.engine.edits import replaced
from bot.protocol.engine.engine import Result
from bot.protocol.engine.run import Piece, Run, Tail
from bot.protocol.engine.typed_answers import LONGEST_VOICE, TypedText, continued, length, spoken, too_long
from bot.protocol.engine.words import number
from bot.screens.prep import question_of
from bot.store.loaders.prep import prep_of
from bot.store.queries import clients
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene


def open_question(visit: Visit, argument: str) -> Move:
    """A question, by its place among them; from a reminder too."""
    client, question = (number(part) for part in argument.partition(".")[::2])
    return stale(visit) if client is None else lead(visit, Place("ask", f"{client}.{question or 0}"))


def _here(visit: Visit) -> tuple[int, int]:
    client, at = (number(part) for part in visit.place[1].partition(".")[::2])
    return client or 0, at or 0


def _debrief_of(visit: Visit, client_id: int) -> OpenRun:
    """The debrief of this call: the one about the client that is open, else a new one, which waits for its end."""
    for waiting in open_runs(visit):
        if waiting.run.table == "debrief" and waiting.run.value("client") == client_id:
            return waiting
    return begun_about(visit, client_id)


def take(visit: Visit, said: TypedText) -> Move:
    """What was answered to the question on the screen, beside the question; then the next question."""
    client, at = _here(visit)
    question = _question(visit, client, at)
    if question is None:
        return Move(Place("menu"), "clients-gone")
    found = _debrief_of(visit, client)
    rest = continued(found.run, said)
    if rest is not None:
        save(visit, found, rest)
        return Move(visit.here, rest.notice)
    pieces = (Piece(0, f"{question} — "), Piece(said.id, said.text.strip(), joined=True))
    tail = Tail(said.id, length(said.text), said.sent, "")
    _add(visit, found, replace(found.run, facts=(*found.run.facts, *pieces), tail=tail))
    return Move(Place("ask", f"{client}.{at + 1}"), "ask-kept")


def take_voice(visit: Visit, said: TypedText, seconds: int) -> Move:
    """The answer as a voice note (`said.text` is Telegram's file id); one that is too long is refused."""
    client, at = _here(visit)
    question = _question(visit, client, at)
    if question is None:
        return Move(Place("menu"), "clients-gone")
    kept, short = spoken(said, seconds), seconds <= LONGEST_VOICE
    if not kept:
        return Move(visit.here, too_long(said))
    found = _debrief_of(visit, client)
    asked = f"{question} — {visit.voice.say('ask-by_voice')}" if short else f"{question} —"
    pieces = (Piece(0, asked), *kept)
    _add(visit, found, replace(found.run, facts=(*found.run.facts, *pieces), tail=None))
    return Move(Place("ask", f"{client}.{at + 1}"), "ask-kept") if short else Move(visit.here, too_long(said))


def edit(visit: Visit, said: TypedText) -> Move | None:
    """An answer was edited while the questions stand on the screen; None where it gave none of the answers."""
    client, _ = _here(visit)
    for waiting in open_runs(visit):
        if waiting.run.value("client") == client and any(piece.message == said.id for piece in waiting.run.facts):
            _add(visit, waiting, replace(waiting.run, facts=replaced(waiting.run.facts, said)))
            return Move(visit.here, "error-edited")
    return None


def _question(visit: Visit, client: int, at: int) -> str | None:
    """The question at that place, as the screen has it; None where the client is gone."""
    scene = Scene(person=visit.person, place=visit.place, notice=None, drawn_at=visit.now, model=None)
    known = prep_of(visit.conn, scene, visit.voice, client)
    return None if known is None else question_of(known, at, visit.voice)


def _add(visit: Visit, found: OpenRun, run: Run) -> None:
    save(visit, found, Result(replace(run, at=visit.now)))


def end_call(visit: Visit, argument: str) -> Move:
    """The call is over: on to its debrief, with what was answered."""
    client = number(argument)
    if client is None or clients.get(visit.conn, visit.person.id, client) is None:
        return stale(visit)
    return Move(_debrief_of(visit, client).place)
