"""SOS: the client is shouting now. One phrase, another, firmer; whether it helped is asked once, afterwards (P2a)."""

from dataclasses import replace

from bot.conversation import debrief
from bot.conversation.old_taps import stale
from bot.conversation.runs import save, start
from bot.conversation.visit import Move, Visit
from bot.protocol import sos
from bot.protocol.debrief.steps import THREAT
from bot.protocol.engine.engine import Result
from bot.protocol.engine.run import KNOWN, Answer, Piece, Run, with_answer
from bot.protocol.engine.words import number
from bot.protocol.sos import Sos, phrases
from bot.store.loaders.sos import known_of
from bot.store.queries import clients, followups, phrase_scores
from bot.store.queries.phrase_scores import SaidPhrase
from bot.viewmodels.place import Place


def begin(visit: Visit, argument: str) -> Move:
    """What is going on; with a client where one was known before."""
    client = number(argument) or 0
    known = clients.get(visit.conn, visit.person.id, client) if client else None
    return Move(Place("sos") if known is None else Place("sos", f"{known.id}"))


def begin_here(visit: Visit, _: str) -> Move:
    """The same from a command: with the client whose card or questions are on the screen (protocol, section 3)."""
    argument = visit.place.arguments
    if visit.about_client:
        return begin(visit, argument.partition(".")[0])
    found = sos.decode(argument.partition(":")[0]) if visit.at("phrase", "helped") else None
    return begin(visit, str(found.client) if found is not None else "")


def debrief_here(visit: Visit, _: str) -> Move:
    """A debrief by a command: of this call, where an SOS is on the screen; it asks once whether the phrase helped."""
    if visit.at("phrase", "danger"):
        return end_call(visit, "debrief")
    found = _here(visit, "helped")
    return debrief.begin(visit, "") if found is None else _debrief(visit, found, None)


def pick_behaviour(visit: Visit, argument: str) -> Move:
    """The behaviour was picked: the first phrase, a gentle one."""
    behaviour, _, who = argument.partition(".")
    known = visit.voice.playbook.behaviours.get(behaviour)
    if known is None and behaviour != THREAT:
        return stale(visit)
    client = number(who) or 0
    if client and clients.get(visit.conn, visit.person.id, client) is None:
        client = 0
    if known is None:
        return Move(Place("danger", f"{client}"))
    counts = known_of(visit.conn, visit.person.id, behaviour, client)
    return Move(Place("phrase", f"{sos.first(behaviour, client, phrases(known), counts).encode()}"))


def _here(visit: Visit, place: str) -> Sos | None:
    name, argument = visit.place
    return sos.decode(argument.partition(":")[0]) if name == place else None


def another_phrase(visit: Visit, argument: str) -> Move:
    """Another phrase; the button says which, so that a doubled tap changes nothing."""
    found = _here(visit, "phrase")
    index, seen = (number(part, 99) for part in argument.partition(".")[::2])
    if found is None or index is None or not seen or index >= 3 * sos.STEPS:
        return stale(visit)
    return Move(Place("phrase", f"{replace(found, index=index, seen=seen).encode()}"))


def open_danger(visit: Visit, argument: str) -> Move:
    """What to do first where people are threatened; whom to call."""
    client = visit.place[1].partition(".")[0] if visit.at("danger") else ""
    return Move(Place("danger", f"{client or 0}.call") if argument == "call" else Place("danger", f"{client or 0}"))


def end_call(visit: Visit, argument: str) -> Move:
    """The call is over: did the phrase help, before it goes on to the debrief or to the menu."""
    if visit.at("danger"):
        return _debrief(visit, Sos(THREAT, 0, number(visit.place[1].partition(".")[0]) or 0), None)
    found = _here(visit, "phrase")
    if found is None or argument not in {"debrief", "menu"}:
        return stale(visit)
    return Move(Place("helped", f"{found.encode()}:{argument}"))


def rate_phrase(visit: Visit, argument: str) -> Move:
    """Counted, once; then on to where it was meant to go, the debrief with the behaviour filled in.

    The button names the phrase that it was drawn for: one of an earlier call counts nothing.
    """
    found = _here(visit, "helped")
    how, _, phrase = argument.partition(".")
    if found is None or how not in {"yes", "no", "skip"} or phrase != found.phrase:
        return stale(visit)
    said = _said(visit, found, how)
    counted = said is not None and _count(visit, found, said)
    notice = None if said is None else "sos-worked" if said.helped else "sos-didnt"
    if visit.place[1].endswith(":menu"):
        return Move(Place("menu"), notice)
    return replace(_debrief(visit, found, said, counted=counted), notice=notice)


def back(visit: Visit, _: str) -> Move:
    """From the phrase to what is going on now, which may be something else; from the question to the phrase."""
    if visit.at("danger"):
        return begin(visit, visit.place[1].partition(".")[0])
    phrase, helped = _here(visit, "phrase"), _here(visit, "helped")
    if helped is not None:
        return Move(Place("phrase", f"{helped.encode()}"))
    return stale(visit) if phrase is None else begin(visit, str(phrase.client))


def _debrief(visit: Visit, found: Sos, said: SaidPhrase | None, *, counted: bool = False) -> Move:
    """The debrief of this call, with what is known of it."""
    begun = start(visit)
    save(visit, begun, Result(_filled(replace(begun.run, at=visit.now), found, said, counted=counted)))
    return Move(begun.place)


def _said(visit: Visit, found: Sos, argument: str) -> SaidPhrase | None:
    behaviour = visit.voice.playbook.behaviours.get(found.behaviour)
    if behaviour is None or argument == "skip":
        return None
    return SaidPhrase(found.behaviour, phrases(behaviour)[found.index], argument == "yes")


def _count(visit: Visit, found: Sos, said: SaidPhrase) -> bool:
    """Counts it with everybody, and with the client where one is known; gives whether one was."""
    phrase_scores.count_all(visit.conn, visit.person, said)
    if not found.client or clients.get(visit.conn, visit.person.id, found.client) is None:
        return False
    fear = followups.fear(visit.conn, visit.person.id, found.client)
    phrase_scores.count_with(visit.conn, visit.person, said, found.client, fear[0] if fear else None)
    return True


def _filled(run: Run, found: Sos, said: SaidPhrase | None, *, counted: bool) -> Run:
    """The debrief with what the call told: the behaviour, the phrase and whether it helped, the client if known."""
    if found.client:
        run = with_answer(run, Answer("client", value=found.client, source=KNOWN))
    run = with_answer(run, Answer("behaviour", picks=(found.behaviour,), source=KNOWN))
    if said is None:
        return run
    picks = ("helped" if said.helped else "failed", said.behaviour)
    # The number tells that it was counted with the client already.
    words = (Piece(0, said.phrase),)
    return with_answer(run, Answer("sos", picks=picks, value=int(counted), words=words, source=KNOWN))


def explain(visit: Visit, argument: str) -> Move:
    """Why this phrase comes first: the counts, on demand."""
    scope, _, count = argument.partition(".")
    known = number(count, 9999)
    if scope not in {"client", "fear", "everybody"} or known is None:
        return stale(visit)
    return Move(visit.here, visit.chat.notice, toast=f"sos-why-{scope}:{known}")
