"""Taps of a run of the engine: any step of any table; and the ways into a debrief and out of it."""

from dataclasses import replace

from bot.conversation.old_taps import stale
from bot.conversation.runs import OpenRun, context_of, forget, held, open_runs, save, start, voice_of
from bot.conversation.visit import Move, Visit
from bot.protocol.debrief.result import begun, unanswered
from bot.protocol.debrief.steps import DEBRIEF
from bot.protocol.engine.engine import Result, current
from bot.protocol.engine.engine import stop as stopped
from bot.protocol.engine.tables import TABLES
from bot.protocol.engine.taps import tap
from bot.protocol.engine.words import number
from bot.store.queries import clients, reminders, runs
from bot.viewmodels.place import Place

_EXTRAS = "extras"
"""The place of a summary's "more"."""
_DOUBLED = 5
"""Seconds within which a second tap on the same button is no wish of its own."""


def begin(visit: Visit, _: str) -> Move:
    """Into a new debrief; another one that has something in it waits, one tap away from the menu."""
    return Move(start(visit).place)


def answer(visit: Visit, run: int, step: str, option: str) -> Move:
    """A button of a step. The engine says whether it still holds; ids are asked for by person, never trusted."""
    name, at = visit.place
    found = held(visit, run) if name in {*TABLES, _EXTRAS} and at == str(run) else None
    if found is None or visit.place not in {found.place, Place(_EXTRAS, at)}:
        return stale(visit)
    result = tap(found.run, step, option, context_of(visit, found))
    if result.stale or not _client_is_theirs(visit, found, result):
        return stale(visit)
    save(visit, found, result)
    return Move(found.place, result.notice)


def open_extras(visit: Visit, argument: str) -> Move:
    """ "More" of a summary, while that is what stands in the chat."""
    found = _named(visit, argument)
    if found is None or visit.place not in {found.place, Place(_EXTRAS, argument)}:
        return stale(visit)
    at_end = found.run.table == DEBRIEF.name and current(found.run, voice_of(visit, found).rules) is None
    return Move(Place(_EXTRAS, str(found.id))) if at_end else stale(visit)


def _client_is_theirs(visit: Visit, before: OpenRun, result: Result) -> bool:
    """A client's id in a button proves nothing: one that isn't this person's is refused like one that isn't there."""
    client = result.run.value("client")
    if client is None or client == before.run.value("client"):
        return True
    return clients.get(visit.conn, visit.person.id, client) is not None


def resume(visit: Visit, argument: str) -> Move:
    """Back to a debrief that waits; to what can be done with unasked words, and from there to a debrief of them."""
    found = _named(visit, argument)
    if found is None:
        return Move(Place("menu"), "error-closed_run")
    return Move(found.place if visit.at("found") or not unanswered(found.run) else Place("found", str(found.id)))


def stop(visit: Visit, argument: str) -> Move:
    """Stop, on every screen of a debrief: all is kept, and nothing has to be finished."""
    found = _named(visit, argument)
    return stale(visit) if found is None else break_off(visit, found)


def break_off(visit: Visit, found: OpenRun) -> Move:
    """Keeps what the run has; a debrief in which nothing was answered leaves nothing (protocol, section 4)."""
    if found.run.table == "debrief" and not begun(found.run):
        runs.delete(visit.conn, visit.person.id, found.id)
        return Move(Place("menu"), "stopped-empty")
    save(visit, found, Result(stopped(found.run)))
    return Move(Place("stopped", str(found.id)))


def ask_delete(visit: Visit, argument: str) -> Move:
    """Asks before a debrief is deleted."""
    found = _named(visit, argument)
    return stale(visit) if found is None else Move(Place("delete", str(found.id)))


def delete(visit: Visit, argument: str) -> Move:
    """Deletes a debrief with all that follows from it, and its client if nothing else is known of them."""
    found = _present(visit, argument, "delete")
    if found is None:
        return stale(visit)
    client = found.run.value("client")
    if client is not None:  # what had come about it says that it is gone
        for reminder_message in reminders.brought(visit.conn, visit.person.id, client):
            visit.redraw(reminder_message)
    runs.delete(visit.conn, visit.person.id, found.id)
    if client is not None:
        forget(visit, client, found.started_at)
    return Move(Place("menu"), "delete-unasked-done" if unanswered(found.run) else "delete-done")


def finish(visit: Visit, argument: str) -> Move:
    """The summary was read: the run is closed, its card stays in the chat, the menu comes under it."""
    named = _named(visit, argument)
    found = named if named is not None and visit.place == named.place else None
    if found is None and _just_done(visit, argument):
        return Move(visit.here, visit.chat.notice, beside=True)
    if found is None:
        return stale(visit)
    runs.close(visit.conn, visit.person.id, found.id, "closed", visit.now)
    saved = "summary-saved" if found.run.table == "debrief" else "settings-saved"
    return Move(Place("menu"), saved, fresh=True)


def add_found(visit: Visit, argument: str) -> Move:
    """Words that came unasked go to the facts of the debrief that waits."""
    found = _present(visit, argument, "found")
    if found is None:
        return stale(visit)
    debriefs = [one for one in open_runs(visit) if one.id != found.id and one.run.table == "debrief"]
    others = [one for one in debriefs if begun(one.run)]
    if not others:
        return Move(found.place)
    target = others[0]
    save(visit, target, Result(replace(target.run, facts=(*target.run.facts, *found.run.facts), at=visit.now)))
    runs.delete(visit.conn, visit.person.id, found.id)
    return Move(target.place, "start-added")


def _just_done(visit: Visit, argument: str) -> bool:
    """Whether the debrief was closed a moment ago: a doubled tap, whose menu stands under the card already."""
    run = number(argument)
    stored = runs.load(visit.conn, visit.person.id, run) if run is not None and visit.at("menu") else None
    return stored is not None and stored.status == "closed" and visit.now - stored.touched_at <= _DOUBLED


def _named(visit: Visit, argument: str) -> OpenRun | None:
    run = number(argument)
    return held(visit, run) if run is not None else None


def _present(visit: Visit, argument: str, place: str) -> OpenRun | None:
    """The debrief that the button names, if the chat stands at it in that place; else the button is old."""
    found = _named(visit, argument)
    return found if found is not None and visit.place == Place(place, str(found.id)) else None
