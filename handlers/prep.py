"""Before the call, the questions to read from, and notes about a client (protocol, section 3; P2b, P3)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.protocol.engine import Result, put
from bot.protocol.state import Answer, Piece, encode
from bot.protocol.upgrade import NewerState, read
from bot.protocol.words import number
from bot.screens.prep import question_of
from bot.screens.scene import Scene
from bot.store import clients, followups, incall, runs
from bot.store.unit import Unit
from bot.telegram import PlaceData
from handlers.debrief import stale
from handlers.planned import dealt_with, lead
from handlers.running import held, save, start
from handlers.visit import Move, Visit, answer_tap
from handlers.world import World


def _prep(visit: Visit, argument: str) -> Move:
    """The card of a client, or whom the call is with."""
    client = number(argument)
    return lead(visit, "prep" if client is None else f"prep:{client}")


def _preps(_: Visit, argument: str) -> Move:
    return Move(f"preps:{number(argument, 999) or 0}")


def _ask(visit: Visit, argument: str) -> Move:
    client, question = (number(part) for part in argument.partition(".")[::2])
    return stale(visit) if client is None else Move(f"ask:{client}.{question or 0}")


def type_answer(visit: Visit, text: str) -> Move:
    """What was answered to the question on the screen: among the facts of the client's debrief, beside the question."""
    client, at = (number(part) for part in visit.place[1].partition(".")[::2])
    scene = Scene(person=visit.person, place="", notice=None, drawn_at=visit.now)
    known = incall.prep(visit.conn, scene, visit.voice, client or 0)
    if known is None or client is None:
        return Move("menu", "clients-gone")
    fact = Piece(0, f"{question_of(known, at or 0, visit.voice)} — {text.strip()}")
    _add_fact(visit, client, fact)
    return Move(f"ask:{client}.{(at or 0) + 1}", "ask-kept")


def _add_fact(visit: Visit, client_id: int, fact: Piece) -> None:
    """Adds to the last debrief of the client, open or closed; where there is none, to a new one."""
    last = followups.rounds(visit.conn, visit.person.id, client_id, 1)
    stored = runs.load(visit.conn, visit.person.id, last[0].run) if last else None
    try:
        run = read(stored.state).run if stored is not None else None
    except NewerState:
        run = None
    if stored is None or run is None:
        begun = start(visit)
        filled = put(replace(begun.run, at=visit.now), Answer("client", value=client_id))
        save(visit, begun, Result(replace(filled, facts=(*filled.facts, fact))))
        return
    changed = replace(run, facts=(*run.facts, fact))
    runs.save(
        visit.conn,
        visit.person.id,
        stored.id,
        client_id=stored.client_id,
        version=changed.version,
        state=encode(changed),
        now=visit.now,
    )


def _note_of(visit: Visit, argument: str) -> Move:
    """Words that came unasked become a note about a client; without one, it is asked about whom."""
    made, client = (number(part) for part in argument.partition(".")[::2])
    found = held(visit, made) if made is not None else None
    if found is None or visit.place[0] not in {"found", "noteof"}:
        return stale(visit)
    known = clients.get(visit.conn, visit.person.id, client) if client is not None else None
    if known is None:
        return Move(f"noteof:{found.id}")
    run = found.run
    runs.save(
        visit.conn,
        visit.person.id,
        found.id,
        client_id=known.id,
        version=run.version,
        state=encode(run),
        now=visit.now,
    )
    runs.close(visit.conn, visit.person.id, found.id, "note", visit.now)
    dealt_with(visit, known.id)
    return Move(f"client:{known.id}", "start-noted")


def _note_page(visit: Visit, argument: str) -> Move:
    """A further page of the clients to choose from."""
    made, _ = visit.place[1].partition(".")[::2]
    return Move(f"noteof:{made}.{number(argument, 999) or 0}") if visit.place[0] == "noteof" else stale(visit)


def _found(visit: Visit, argument: str) -> Move:
    """Back to what can be done with words that came unasked."""
    found = held(visit, number(argument) or 0)
    return stale(visit) if found is None or visit.place[0] != "noteof" else Move(f"found:{found.id}")


def _notes(visit: Visit, argument: str) -> Move:
    client, page = (number(part) for part in argument.partition(".")[::2])
    return stale(visit) if client is None else Move(f"notes:{client}.{page or 0}")


TYPED: Mapping[str, Callable[[Visit, str], Move]] = {"ask": type_answer}
"""The places at which typed text is what a client answered."""

_DEEDS: Mapping[str, Callable[[Visit, str], Move]] = {
    "prep": _prep,
    "preps": _preps,
    "ask": _ask,
    "noteof": _note_of,
    "noteofs": _note_page,
    "found": _found,
    "notes": _notes,
}


async def on_prep_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of these screens, or one that leads to them."""
    await answer_tap(query, unit, world, lambda visit: _DEEDS[callback_data.to](visit, callback_data.arg))


async def on_play(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A note's voices, sent again as Telegram has them."""
    heard: list[str] = []

    def decide(visit: Visit) -> Move:
        stored = runs.load(visit.conn, visit.person.id, number(callback_data.arg) or 0)
        if stored is None or stored.client_id is None:
            return stale(visit)
        note = incall.note_of(stored.id, stored.state, stored.started_at)
        heard.extend(note.voices)
        return Move(visit.here, visit.chat.notice)

    await answer_tap(query, unit, world, decide)
    if query.message is not None:
        for voice in heard:
            world.lanes.voice(query.message.chat.id, voice)


def router() -> Router:
    """The router of what is done before a call, and of notes."""
    made = Router(name="prep")
    made.callback_query.register(on_prep_tap, PlaceData.filter(F.to.in_(_DEEDS.keys())))
    made.callback_query.register(on_play, PlaceData.filter(F.to == "play"))
    return made
