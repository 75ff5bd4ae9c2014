"""One router for all runs of the engine: it takes any tap of any step, and leads into and out of a debrief."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.conversation.runs import OpenRun, context_of, forget, held, open_runs, save, start
from bot.conversation.services import World
from bot.conversation.visit import STALE, Move, Visit, answer_tap
from bot.protocol.engine.engine import Result, stop
from bot.protocol.engine.tables import TABLES
from bot.protocol.engine.taps import tap
from bot.protocol.engine.words import number
from bot.store.database.unit import Unit
from bot.store.queries import clients, reminders, runs
from bot.telegram.callback import PlaceData, RunData
from bot.viewmodels.place import Place

_DOUBLED = 5
"""Seconds within which a second tap on the same button is no wish of its own."""


def stale(visit: Visit) -> Move:
    """Nothing changes; the tap is told so, and the present screen stands."""
    return Move(visit.here, visit.chat.notice, toast=STALE)


def begin_debrief(visit: Visit) -> Move:
    """Into a new debrief; another one that has something in it waits, one tap away from the menu."""
    return Move(start(visit).place)


async def on_run_tap(query: CallbackQuery, callback_data: RunData, unit: Unit, world: World) -> None:
    """A button of a step. The engine says whether it still holds; ids are asked for by person, never trusted."""

    def decide(visit: Visit) -> Move:
        name, run = visit.place
        found = held(visit, int(run)) if name in TABLES and run == str(callback_data.run) else None
        if found is None or visit.chat.place != found.place:
            return stale(visit)
        result = tap(found.run, callback_data.step, callback_data.option, context_of(visit, found))
        if result.stale or not _client_is_theirs(visit, found, result):
            return stale(visit)
        save(visit, found, result)
        return Move(visit.here, result.notice)

    await answer_tap(query, unit, world, decide)


def _client_is_theirs(visit: Visit, before: OpenRun, result: Result) -> bool:
    """A client's id in a button proves nothing: one that isn't this person's is refused like one that isn't there."""
    client = result.run.value("client")
    if client is None or client == before.run.value("client"):
        return True
    return clients.get(visit.conn, visit.person.id, client) is not None


async def on_debrief(query: CallbackQuery, unit: Unit, world: World) -> None:
    """The menu's "debrief"."""
    await answer_tap(query, unit, world, begin_debrief)


async def on_resume(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """Back to a debrief that waits."""

    def decide(visit: Visit) -> Move:
        found = _named(visit, callback_data)
        return Move(Place("menu"), "error-closed_run") if found is None else Move(found.place)

    await answer_tap(query, unit, world, decide)


async def on_stop(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """Stop, on every screen of a debrief: all is kept, and nothing has to be finished."""

    def decide(visit: Visit) -> Move:
        found = _named(visit, callback_data)
        if found is None:
            return stale(visit)
        save(visit, found, Result(stop(found.run)))
        return Move(Place("stopped", str(found.id)))

    await answer_tap(query, unit, world, decide)


async def on_delete(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """Asks before a debrief is deleted."""

    def decide(visit: Visit) -> Move:
        found = _named(visit, callback_data)
        return stale(visit) if found is None else Move(Place("delete", str(found.id)))

    await answer_tap(query, unit, world, decide)


async def on_erase(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """Deletes a debrief with all that follows from it, and its client if nothing else is known of them."""

    def decide(visit: Visit) -> Move:
        found = _present(visit, callback_data, "delete")
        if found is None:
            return stale(visit)
        client = found.run.value("client")
        if client is not None:  # what had come about it says that it is gone
            for notice in reminders.brought(visit.conn, visit.person.id, client):
                visit.redrawn.setdefault(notice, None)
        runs.delete(visit.conn, visit.person.id, found.id)
        if client is not None:
            forget(visit, client, found.started_at)
        return Move(Place("menu"), "delete-done")

    await answer_tap(query, unit, world, decide)


async def on_done(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """The summary was read: the run is closed, its card stays in the chat, the menu comes under it."""

    def decide(visit: Visit) -> Move:
        named = _named(visit, callback_data)
        found = named if named is not None and visit.chat.place == named.place else None
        if found is None and _just_done(visit, callback_data):
            return Move(visit.here, visit.chat.notice, beside=True)
        if found is None:
            return stale(visit)
        runs.close(visit.conn, visit.person.id, found.id, "closed", visit.now)
        saved = "summary-saved" if found.run.table == "debrief" else "settings-saved"
        return Move(Place("menu"), saved, fresh=True)

    await answer_tap(query, unit, world, decide)


async def on_add(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """Words that came unasked go to the facts of the debrief that waits."""

    def decide(visit: Visit) -> Move:
        found = _present(visit, callback_data, "found")
        if found is None:
            return stale(visit)
        debriefs = [one for one in open_runs(visit) if one.id != found.id and one.run.table == "debrief"]
        others = [one for one in debriefs if one.run.answers or one.run.facts]
        if not others:
            return Move(found.place)
        target = others[0]
        save(visit, target, Result(replace(target.run, facts=(*target.run.facts, *found.run.facts), at=visit.now)))
        runs.delete(visit.conn, visit.person.id, found.id)
        return Move(target.place, "start-added")

    await answer_tap(query, unit, world, decide)


def _just_done(visit: Visit, data: PlaceData) -> bool:
    """Whether the debrief was closed a moment ago: a doubled tap, whose menu stands under the card already."""
    run = number(data.arg)
    stored = runs.load(visit.conn, visit.person.id, run) if run is not None and visit.place[0] == "menu" else None
    return stored is not None and stored.status == "closed" and visit.now - stored.touched_at <= _DOUBLED


def _named(visit: Visit, data: PlaceData) -> OpenRun | None:
    run = number(data.arg)
    return held(visit, run) if run is not None else None


def _present(visit: Visit, data: PlaceData, place: str) -> OpenRun | None:
    """The debrief that the button names, if the chat stands at it in that place; else the button is old."""
    found = _named(visit, data)
    return found if found is not None and visit.place == (place, str(found.id)) else None


def router() -> Router:
    """The router of runs: one for every step of every table."""
    made = Router(name="debrief")
    made.callback_query.register(on_run_tap, RunData.filter())
    for name, handler in (
        ("debrief", on_debrief),
        ("resume", on_resume),
        ("stop", on_stop),
        ("delete", on_delete),
        ("erase", on_erase),
        ("done", on_done),
        ("add", on_add),
    ):
        made.callback_query.register(handler, PlaceData.filter(F.to == name))
    return made
