"""The draft check: a text pasted, its next versions, the draft that stands under a screen, and the way back (R1)."""

from dataclasses import replace

from bot.conversation.old_taps import stale
from bot.conversation.runs import held, save
from bot.conversation.visit import Move, Visit
from bot.draftcheck.pasted import LONGEST, Pasted, of_draft
from bot.protocol.engine.engine import Result, put
from bot.protocol.engine.run import Answer, joined
from bot.protocol.engine.typed_answers import TypedText, length
from bot.protocol.engine.words import number
from bot.store.queries import draft_checks, runs
from bot.viewmodels.place import Place

_LAST_PAGE = 99


def take(visit: Visit, said: TypedText) -> Move:
    """A text, or its next version, to be checked; one that is longer than any message is refused with the reason."""
    pasted = (draft_checks.get(visit.conn, visit.person.id) or Pasted()).take(said)
    draft_checks.keep(visit.conn, visit.person, pasted, visit.now)
    if not pasted.pieces:
        return Move(Place("check"), "check-too_long")
    return Move(Place("checked"), "error-continued" if pasted.pieces[-1].joined else None)


def edit(visit: Visit, said: TypedText) -> Move | None:
    """The message that gave the text was edited; None where it gave nothing of it."""
    pasted = draft_checks.get(visit.conn, visit.person.id)
    edited = pasted.edit(said) if pasted is not None else None
    if edited is None:
        return None
    draft_checks.keep(visit.conn, visit.person, edited, visit.now)
    return Move(Place("checked"))


def ask_text(_: Visit, __: str) -> Move:
    """What to paste; the draft that is being checked stays at hand until another text comes."""
    return Move(Place("check"))


def _at_text(visit: Visit) -> bool:
    """Whether the text that is checked is on the screen, or asked for."""
    return visit.holds is draft_checks.forget


def check_draft(visit: Visit, _: str) -> Move:
    """The draft under the present screen is checked as it stands, nothing has to be pasted."""
    view = visit.view()
    if _at_text(visit) or view.draft is None or not (view.draft.rows or view.draft.spans):
        return stale(visit)
    back = Place("debrief", visit.place.arguments) if visit.at("extras") else visit.place
    words = view.draft.words or view.draft.text
    draft_checks.keep(visit.conn, visit.person, of_draft(words, str(back)), visit.now)
    return Move(Place("checked"))


def check_found(visit: Visit, argument: str) -> Move:
    """Words that came unasked were a draft: they are checked, and stay as a note whichever way it goes on."""
    found = held(visit, number(argument) or 0)
    words = tuple(piece for piece in found.run.facts if piece.kind == "text") if found is not None else ()
    if found is None or not words or visit.place != Place("found", str(found.id)):
        return stale(visit)
    if length(joined(words)) > LONGEST:
        return Move(visit.here, "check-too_long")
    runs.close(visit.conn, visit.person.id, found.id, "note", visit.now)
    draft_checks.keep(visit.conn, visit.person, Pasted(words, str(visit.place)), visit.now)
    return Move(Place("checked"))


def back(visit: Visit, _: str) -> Move:
    """From the question to the text that was checked, from there to where its draft stands."""
    if not _at_text(visit):
        return stale(visit)
    pasted = draft_checks.get(visit.conn, visit.person.id) or Pasted()
    if visit.at("check") and pasted.pieces:
        return Move(Place("checked"))
    name, _, run = pasted.back.partition(":")
    if name == "found" and runs.load(visit.conn, visit.person.id, int(run)) is not None:
        runs.reopen(visit.conn, visit.person.id, int(run), visit.now)
    return Move(Place.read(pasted.back or "menu"))


def use(visit: Visit, _: str) -> Move:
    """The checked text becomes the draft of the debrief that it was opened from."""
    pasted = draft_checks.get(visit.conn, visit.person.id) if visit.at("checked") else None
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


def turn(visit: Visit, argument: str) -> Move:
    """Another page of what was found in the text that is checked."""
    if not _at_text(visit) or draft_checks.get(visit.conn, visit.person.id) is None:
        return stale(visit)
    page = number(argument, _LAST_PAGE)
    return Move(Place("checked", str(page)) if page else Place("checked"))


def begin(visit: Visit, _: str) -> Move:
    """Begins anew, whatever was checked before."""
    draft_checks.forget(visit.conn, visit.person.id)
    return Move(Place("check"))
