"""The draft check: a text pasted, its next versions, the draft that stands under a screen, and the way back (R1)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.conversation import scenes
from bot.conversation.places import row_of
from bot.conversation.presenter import present
from bot.conversation.runs import held, save
from bot.conversation.services import World
from bot.conversation.visit import Move, Visit, answer_message, answer_tap
from bot.draftcheck.pasted import LONGEST, Pasted, of_draft
from bot.protocol.engine.engine import Result, put
from bot.protocol.engine.messages import TypedText as Said
from bot.protocol.engine.messages import length
from bot.protocol.engine.run import Answer, joined
from bot.protocol.engine.words import number
from bot.store.database.unit import Unit
from bot.store.queries import draft_checks, runs
from bot.telegram.callback import PlaceData
from bot.viewmodels.place import Place
from handlers.debrief import stale


def take(visit: Visit, said: Said) -> Move:
    """A text, or its next version, to be checked; one that is longer than any message is refused with the reason."""
    pasted = (draft_checks.get(visit.conn, visit.person.id) or Pasted()).take(said)
    draft_checks.keep(visit.conn, visit.person, pasted, visit.now)
    if not pasted.pieces:
        return Move(Place("check"), "check-too_long")
    return Move(Place("checked"), "error-continued" if pasted.pieces[-1].joined else None)


def edit(visit: Visit, said: Said) -> Move | None:
    """The message that gave the text was edited; None where it gave nothing of it."""
    pasted = draft_checks.get(visit.conn, visit.person.id)
    edited = pasted.edit(said) if pasted is not None else None
    if edited is None:
        return None
    draft_checks.keep(visit.conn, visit.person, edited, visit.now)
    return Move(Place("checked"))


def _open(_: Visit) -> Move:
    """What to paste; the draft that is being checked stays at hand until another text comes."""
    return Move(Place("check"))


def _at_text(visit: Visit) -> bool:
    """Whether the text that is checked is on the screen, or asked for."""
    return row_of(visit.place).holds is draft_checks.forget


def _draft(visit: Visit) -> Move:
    """The draft under the present screen is checked as it stands, nothing has to be pasted."""
    view = present(*scenes.load(visit.conn, visit.person, visit.chat, visit.voices, visit.now))
    if _at_text(visit) or view.draft is None or not (view.draft.rows or view.draft.spans):
        return stale(visit)
    draft_checks.keep(visit.conn, visit.person, of_draft(view.draft.text, str(visit.place)), visit.now)
    return Move(Place("checked"))


def _of_found(visit: Visit, argument: str) -> Move:
    """Words that came unasked were a draft: they are checked, and stay as a note whichever way it goes on."""
    found = held(visit, number(argument) or 0)
    words = tuple(piece for piece in found.run.facts if piece.kind == "text") if found is not None else ()
    if found is None or not words or visit.place != ("found", str(found.id)):
        return stale(visit)
    if length(joined(words)) > LONGEST:
        return Move(visit.here, "check-too_long")
    runs.close(visit.conn, visit.person.id, found.id, "note", visit.now)
    draft_checks.keep(visit.conn, visit.person, Pasted(words, str(visit.place)), visit.now)
    return Move(Place("checked"))


def _back(visit: Visit) -> Move:
    """From the question to the text that was checked, from there to where its draft stands."""
    if not _at_text(visit):
        return stale(visit)
    pasted = draft_checks.get(visit.conn, visit.person.id) or Pasted()
    if visit.place[0] == "check" and pasted.pieces:
        return Move(Place("checked"))
    name, _, run = pasted.back.partition(":")
    if name == "found" and runs.load(visit.conn, visit.person.id, int(run)) is not None:
        runs.reopen(visit.conn, visit.person.id, int(run), visit.now)
    return Move(Place.read(pasted.back or "menu"))


def _use(visit: Visit) -> Move:
    """The checked text becomes the draft of the debrief that it was opened from."""
    pasted = draft_checks.get(visit.conn, visit.person.id) if visit.place[0] == "checked" else None
    name, _, run = (pasted.back if pasted is not None else "").partition(":")
    run_id = number(run)
    if pasted is None or not pasted.typed or name != "debrief" or run_id is None:
        return stale(visit)
    found = held(visit, run_id)
    if found is None:
        return Move(Place("menu"), "error-closed_run")
    words = tuple(replace(piece, joined=place > 0) for place, piece in enumerate(pasted.pieces))
    save(visit, found, Result(put(replace(found.run, at=visit.now, tail=None), Answer("draft", words=words))))
    return Move(found.place, "check-used")


_DEEDS: Mapping[str, Callable[[Visit], Move]] = {
    "check": _open,
    "checkdraft": _draft,
    "uncheck": _back,
    "use": _use,
}


async def on_check(message: Message, unit: Unit, world: World) -> None:
    """`/check`: begins anew, whatever was checked before."""

    def decide(visit: Visit) -> Move:
        draft_checks.forget(visit.conn, visit.person.id)
        return Move(Place("check"))

    await answer_message(message, unit, world, decide)


async def on_found_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """The button that takes words that came unasked for a draft."""
    await answer_tap(query, unit, world, lambda visit: _of_found(visit, callback_data.arg))


async def on_check_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of the check, or the one that leads to it from a draft."""
    await answer_tap(query, unit, world, _DEEDS[callback_data.to])


def router() -> Router:
    """The router of the draft check."""
    made = Router(name="checking")
    made.message.register(on_check, Command("check"))
    made.callback_query.register(on_found_tap, PlaceData.filter(F.to == "checkfound"))
    made.callback_query.register(on_check_tap, PlaceData.filter(F.to.in_(_DEEDS.keys())))
    return made
