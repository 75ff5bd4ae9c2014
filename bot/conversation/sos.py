"""SOS: the client is shouting now. One phrase, another, firmer; whether it helped is asked once, afterwards (P2a).

Whoever is here is never sent away by what they write: words are read, and what can't be read is kept for the debrief
of this call (protocol, section 3).
"""

from dataclasses import dataclass, replace

from bot.conversation.old_taps import stale
from bot.conversation.runs import OpenRun, held, save, start
from bot.conversation.visit import Move, Visit
from bot.protocol import sos
from bot.protocol.behaviour_words import behaviour_in, tokens
from bot.protocol.courtesy import courtesy
from bot.protocol.debrief.steps import THREAT
from bot.protocol.engine import typed_answers as engine
from bot.protocol.engine.engine import Result
from bot.protocol.engine.run import KNOWN, Answer, Piece, Run, with_answer
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import number
from bot.protocol.matching import key
from bot.protocol.mentions import mentioned, named
from bot.protocol.sos import Call, Sos, phrases
from bot.store.loaders.sos import known_of
from bot.store.queries import clients, followups, phrase_scores
from bot.store.queries.phrase_scores import SaidPhrase
from bot.viewmodels.place import Place

_CLIENT = "client"
_SOS = "sos"
_JUST_A_NAME = 4
"""Words of a text that tell a behaviour and nothing more; of a longer one the rest is kept too."""


@dataclass(frozen=True, slots=True)
class _Screen:
    """Which screen of an SOS stands there, of which call: a phrase, what to do first in danger, or what is going on.

    `numbers` says that whom to call is shown.
    """

    call: Call
    phrase: Sos | None = None
    danger: bool = False
    numbers: bool = False

    @property
    def place(self) -> Place:
        """As a place."""
        if self.phrase is not None:
            return Place("phrase", replace(self.phrase, client=self.call.client, run=self.call.run).encode())
        if self.danger:
            return Place("danger", f"{self.call.client}.{self.call.run}{'.call' if self.numbers else ''}")
        return Place("sos", self.call.encode())


def _screen(visit: Visit) -> _Screen:
    numbers = visit.place.arguments.endswith("call")
    return _Screen(_call(visit), _here(visit, "phrase"), danger=visit.at("danger"), numbers=numbers)


def begin(visit: Visit, argument: str) -> Move:
    """What is going on; with a client where one was known before."""
    known = clients.get(visit.conn, visit.person.id, number(argument) or 0)
    return _ask(Call(known.id if known is not None else 0, _call(visit).run))


def begin_here(visit: Visit, words: str) -> Move:
    """The same from a command: with the client whose card or questions are on the screen (protocol, section 3).

    Words behind the command are read as if they were typed there.
    """
    client = _call(visit).client
    if visit.about_client:
        client = number(visit.place.arguments.partition(".")[0]) or 0
    move = begin(visit, str(client))
    if not tokens(words) or sos.calls_for_help(words):
        return move
    return _read(visit, _Screen(Call.read(move.place.arguments)), TypedText(visit.written or 0, words, visit.now))


def _ask(call: Call) -> Move:
    return Move(_Screen(call).place)


def debrief_here(visit: Visit, _: str) -> Move:
    """A debrief by a command: of this call, where an SOS is on the screen."""
    if visit.at("phrase", "danger", "helped"):
        return end_call(visit, "debrief")
    return _debrief(visit, _call(visit), None, None)


def menu_here(visit: Visit, _: str) -> Move:
    """The menu by a command; from a phrase it asks whether that helped."""
    return end_call(visit, "menu") if visit.at("phrase") else Move(Place("menu"))


def pick_behaviour(visit: Visit, argument: str) -> Move:
    """The behaviour was picked: the first phrase, a gentle one."""
    behaviour, _, who = argument.partition(".")
    call = _call(visit) if visit.at("sos") else Call(number(who) or 0)
    return _phrase(visit, behaviour, call) or stale(visit)


def _phrase(visit: Visit, behaviour: str, call: Call) -> Move | None:
    """The first phrase for the behaviour, or what to do first where people are threatened; None: there is no such."""
    known = visit.voice.playbook.behaviours.get(behaviour)
    if known is None and behaviour != THREAT:
        return None
    if call.client and clients.get(visit.conn, visit.person.id, call.client) is None:
        call = replace(call, client=0)
    if known is None:
        return Move(_Screen(call, danger=True).place)
    counts = known_of(visit.conn, visit.person.id, behaviour, call.client)
    return Move(Place("phrase", sos.first(behaviour, call, phrases(known), counts).encode()))


def _here(visit: Visit, place: str) -> Sos | None:
    name, argument = visit.place
    return sos.decode(argument.partition(":")[0]) if name == place else None


def _call(visit: Visit) -> Call:
    """The call that is on, as far as an SOS on the screen tells."""
    if visit.at("sos", "danger"):
        return Call.read(visit.place.arguments)
    found = _here(visit, "phrase") or _here(visit, "helped")
    if found is not None:
        return found.call
    # The call goes on though its debrief was begun: nobody has answered anything there yet.
    begun = held(visit, number(visit.place.arguments) or 0) if visit.at("debrief") else None
    if begun is None or any(answer.source != KNOWN for answer in begun.run.answers):
        return Call()
    return Call(begun.run.value(_CLIENT) or 0, begun.id)


def another_phrase(visit: Visit, argument: str) -> Move:
    """Another phrase; the button says which, so that a doubled tap changes nothing."""
    found = _here(visit, "phrase")
    index, seen = (number(part, 99) for part in argument.partition(".")[::2])
    if found is None or index is None or not seen or index >= 3 * sos.STEPS:
        return stale(visit)
    return Move(Place("phrase", f"{replace(found, index=index, seen=seen).encode()}"))


def open_danger(visit: Visit, argument: str) -> Move:
    """What to do first where people are threatened; whom to call."""
    call = _call(visit) if visit.at("danger") else Call()
    return Move(_Screen(call, danger=True, numbers=argument == "call").place)


def take(visit: Visit, said: TypedText) -> Move:
    """What is typed while the call is on: who it is, what they do, or words for its debrief; it never leads away."""
    return _read(visit, _screen(visit), said)


def _read(visit: Visit, here: _Screen, said: TypedText) -> Move:
    call = here.call
    found = held(visit, call.run) if call.run else None
    rest = engine.continued(found.run, said) if found is not None else None
    if found is not None and rest is not None:
        save(visit, found, rest)
        return Move(here.place, "sos-kept")
    labelled = _labelled(visit, here, said.text)
    if labelled is not None:
        return labelled
    known = clients.names(visit.conn, visit.person.id) if len(tokens(said.text)) else []
    who = named(said.text, known)
    if who:
        return Move(replace(here, call=replace(call, client=who[0])).place)
    does = behaviour_in(said.text, *(voice.lexicon for voice in visit.voices.values()))
    if does is None and (polite := courtesy(said.text)) is not None:
        return Move(here.place, f"courtesy-{polite}")
    if does is not None and not here.danger:
        meant = mentioned(said.text, known)
        if len(meant) == 1:
            call = replace(call, client=meant[0])
        if len(tokens(said.text)) > _JUST_A_NAME:
            call = _kept(visit, call, said)
        move = _phrase(visit, does, call)
        if move is not None:
            return move
    return Move(replace(here, call=_kept(visit, call, said)).place, "sos-kept")


def _labelled(visit: Visit, here: _Screen, text: str) -> Move | None:
    """What a typed label of the phrase's buttons does, in either language; None for any other text."""
    found = here.phrase
    behaviour = visit.voice.playbook.behaviours.get(found.behaviour) if found is not None else None
    wanted = key(text)
    if found is None or behaviour is None or not wanted:
        return None
    counts = known_of(visit.conn, visit.person.id, found.behaviour, found.client)
    ways = {f"btn-{name}": sos.firmer(found, at, phrases(behaviour), counts) for at, name in enumerate(sos.NAMES)}
    ways["btn-another"] = sos.another(found, phrases(behaviour), counts)
    for voice in visit.voices.values():
        if wanted == key(voice.say("sos-o-debrief")):
            return end_call(visit, "debrief")
        for label, to in ways.items():
            if wanted == key(voice.say(label)):
                return Move(Place("phrase", to.encode()))
    return None


def take_voice(visit: Visit, said: TypedText, seconds: int) -> Move:
    """A voice note (`said.text` is Telegram's file id) is kept for the debrief of this call; the screen stays."""
    call = _call(visit)
    found = _notes(visit, call)
    result = engine.take_voice(replace(found.run, at=visit.now), said, seconds, None)
    if result.run.facts == found.run.facts:
        return Move(visit.here, result.notice)
    save(visit, found, replace(result, run=_filled(result.run, call, None, None)))
    return Move(replace(_screen(visit), call=replace(call, run=found.id)).place, "sos-kept")


def _notes(visit: Visit, call: Call) -> OpenRun:
    """The debrief of this call, in which its words are kept: the one begun before, else a new one, which waits."""
    found = held(visit, call.run) if call.run else None
    return found if found is not None and found.run.table == "debrief" else start(visit)


def _kept(visit: Visit, call: Call, said: TypedText) -> Call:
    found = _notes(visit, call)
    run = engine.to_facts(replace(found.run, at=visit.now), said).run
    save(visit, found, Result(_filled(run, call, None, None)))
    return replace(call, run=found.id)


def end_call(visit: Visit, argument: str) -> Move:
    """The call is over: on to its debrief, or to the menu, where it is asked whether the phrase helped."""
    if visit.at("danger"):
        return _debrief(visit, _call(visit), THREAT, None)
    found = _here(visit, "phrase") or _here(visit, "helped")
    if found is None or argument not in {"debrief", "menu"}:
        return stale(visit)
    if argument == "menu":
        return Move(Place("helped", found.encode()))
    behaviour = visit.voice.playbook.behaviours.get(found.behaviour)
    phrase = phrases(behaviour)[found.index] if behaviour is not None else None
    return _debrief(visit, found.call, found.behaviour, phrase)


def rate_phrase(visit: Visit, argument: str) -> Move:
    """Whether the phrase helped is counted, once; the screen under the question stays.

    The button names the phrase that it was drawn for, or the debrief of its call: an earlier call’s counts nothing.
    """
    how, _, of = argument.partition(".")
    if how not in {"yes", "no"}:
        return stale(visit)
    notice = "sos-worked" if how == "yes" else "sos-didnt"
    found = _here(visit, "helped")
    if found is not None and of == found.phrase:
        behaviour = visit.voice.playbook.behaviours.get(found.behaviour)
        if behaviour is not None:
            _count(visit, found.client, SaidPhrase(found.behaviour, phrases(behaviour)[found.index], how == "yes"))
        return Move(Place("menu"), notice)
    run = held(visit, number(of) or 0)
    asked = run.run.answer(_SOS) if run is not None and visit.place == run.place else None
    words = run.run.words(_SOS) if run is not None else None
    if run is None or asked is None or words is None or asked.picks[0] != sos.ASKED:
        return stale(visit)
    said = SaidPhrase(asked.picks[1], words, how == "yes")
    counted = _count(visit, run.run.value(_CLIENT) or 0, said)
    # The number tells that it was counted with the client already.
    picks = ("helped" if said.helped else "failed", said.behaviour)
    save(visit, run, Result(with_answer(run.run, replace(asked, picks=picks, value=int(counted)))))
    return Move(visit.here, notice)


def back(visit: Visit, _: str) -> Move:
    """From the phrase to what is going on now, which may be something else; so from what to do first."""
    return _ask(_call(visit)) if visit.at("danger", "phrase") else stale(visit)


def _debrief(visit: Visit, call: Call, behaviour: str | None, phrase: str | None) -> Move:
    """The debrief of this call, with what is known of it; a phrase that was said is asked about on its first screen."""
    begun = _notes(visit, call)
    save(visit, begun, Result(_filled(replace(begun.run, at=visit.now), call, behaviour, phrase)))
    return Move(begun.place)


def _count(visit: Visit, client: int, said: SaidPhrase) -> bool:
    """Counts it with everybody, and with the client where one is known; gives whether one was."""
    phrase_scores.count_all(visit.conn, visit.person, said)
    if not client or clients.get(visit.conn, visit.person.id, client) is None:
        return False
    fear = followups.fear(visit.conn, visit.person.id, client)
    phrase_scores.count_with(visit.conn, visit.person, said, client, fear[0] if fear else None)
    return True


def _filled(run: Run, call: Call, behaviour: str | None, phrase: str | None) -> Run:
    """The debrief with what the call told: the client, the behaviour, the phrase that was said; answers stay."""

    def known(answer: Answer) -> None:
        nonlocal run
        before = run.answer(answer.step)
        if before is None or before.source == KNOWN:
            run = with_answer(run, answer)

    if call.client:
        known(Answer(_CLIENT, value=call.client, source=KNOWN))
    if behaviour is not None:
        known(Answer("behaviour", picks=(behaviour,), source=KNOWN))
    if behaviour is not None and phrase is not None:
        known(Answer(_SOS, picks=(sos.ASKED, behaviour), value=0, words=(Piece(0, phrase),), source=KNOWN))
    return run


def explain(visit: Visit, argument: str) -> Move:
    """Why this phrase comes first: the counts, on demand."""
    scope, _, count = argument.partition(".")
    known = number(count, 9999)
    if scope not in {"client", "fear", "everybody"} or known is None:
        return stale(visit)
    return Move(visit.here, visit.chat.notice, toast=f"sos-why-{scope}:{known}")
