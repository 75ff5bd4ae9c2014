"""One's own: taken out as a file, brought in from one, erased, asked twice (protocol, section 9)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Document, Message

from bot.conversation.access import may
from bot.conversation.client_import import bring
from bot.conversation.places import row_of
from bot.conversation.services import World
from bot.conversation.visit import Left, Move, Visit, answer_message, answer_tap
from bot.protocol.engine.words import number
from bot.protocol.retention import ripe_before
from bot.store.database.unit import Connection, Unit
from bot.store.queries import chats, erasure, export, file_jobs, people, retention
from bot.telegram.callback import PlaceData
from bot.transfer.csv_reader import LARGEST
from bot.viewmodels.place import Place
from handlers.debrief import stale

_TABLES = (".csv", ".tsv")
"""Names of files that are taken for clients wherever they are sent."""


def _opens(name: str) -> Callable[[Visit, str], Move]:
    def opens(_: Visit, argument: str) -> Move:
        found = number(argument)
        return Move(Place(name) if found is None else Place(name, str(found)))

    return opens


def _take_out(visit: Visit, _: str) -> Move:
    """Asks for the file; a second tap while it is being made asks for nothing more."""
    if visit.place[0] not in {"export", "exporting"}:
        return stale(visit)
    if not export.anything(visit.conn, visit.person.id):
        return Move(Place("own"), "export-empty")
    if file_jobs.get(visit.conn, visit.person.id, "export") is None:
        file_jobs.put(visit.conn, visit.person, "export", "{}", visit.now)
    visit.errand = True
    return Move(Place("exporting"))


def take(visit: Visit, document: Document) -> Move | None:
    """A file that was sent: clients, where they are asked for or its name says so; None for any other."""
    if not _at_file(visit) and not (document.file_name or "").lower().endswith(_TABLES):
        return None
    if (document.file_size or 0) > LARGEST:
        return Move(Place("import"), "import-bad-large")
    file_jobs.put(visit.conn, visit.person, "import", json.dumps({"file": document.file_id}), visit.now)
    visit.errand = True
    return Move(Place("importing"))


def _at_file(visit: Visit) -> bool:
    """Whether a file of clients is asked for, read or shown where the person stands."""
    return row_of(visit.place).holds is file_jobs.drop_import


def _bring(visit: Visit, argument: str) -> Move:
    """Adds the clients of the file on the screen, once."""
    made = bring(visit.conn, visit.person, visit.voices.digest, number(argument) or 0, visit.now)
    return stale(visit) if made is None else Move(Place("own"), f"import-done:{made}")


def _leave_file(visit: Visit, _: str) -> Move:
    return Move(Place("own"), "import-cancelled") if _at_file(visit) else stale(visit)


def _sure(visit: Visit, argument: str) -> Move:
    """Asks the second time about the client that the first question on the screen is about."""
    return Move(Place("forgetsure", f"{argument}")) if visit.place == ("forgetone", argument) else stale(visit)


def _all_sure(visit: Visit, _: str) -> Move:
    return Move(Place("forgetallsure")) if visit.place[0] == "forgetall" else stale(visit)


def _forget_client(visit: Visit, argument: str) -> Move:
    """Erases the client that was asked about twice; what had come about it is shown without it, or taken away."""
    client = number(argument)
    if client is None or visit.place != ("forgetsure", argument):
        if erasure.client_late(visit.conn, visit.person.id, client, visit.now):
            visit.left = Left()
        return stale(visit)
    gone = erasure.erase_client(visit.conn, visit.person, client, visit.now)
    if gone is None:
        return stale(visit)
    for notice in gone.brought:
        visit.redrawn.setdefault(notice, None)
    visit.left = Left(gone.bare)
    visit.due = gone.due
    return Move(Place("own"), "forget-client-done")


def _keep(visit: Visit, _: str) -> Move:
    forgets = visit.place[0].startswith("forget")
    return Move(Place("own"), "forget-kept") if forgets else stale(visit)


def _keep_archived(visit: Visit, argument: str) -> Move:
    before = ripe_before(visit.now, visit.person.zone)
    kept = retention.keep_archived(visit.conn, visit.person.id, number(argument) or 0, before, visit.now)
    return Move(visit.here, "archived-kept") if kept else stale(visit)


_DEEDS: Mapping[str, Callable[[Visit, str], Move]] = {
    **{name: _opens(name) for name in ("own", "export", "import", "forget", "forgetones", "forgetone", "forgetall")},
    "takeout": _take_out,
    "bring": _bring,
    "unbring": _leave_file,
    "forgetsure": _sure,
    "forgetallsure": _all_sure,
    "forgetnow": _forget_client,
    "unforget": _keep,
    "keepold": _keep_archived,
}


def _command(place: str) -> Callable[..., object]:
    async def handler(message: Message, unit: Unit, world: World) -> None:
        await answer_message(message, unit, world, lambda _: Move(Place(place)))

    return handler


async def on_own_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of these screens, or one that leads to them."""

    def decide(visit: Visit) -> Move:
        move = _DEEDS[callback_data.to](visit, callback_data.arg)
        # Who was invited is asked knowing that the invitation goes too.
        goes = move.place == Place("forgetall") and not world.door.admits(query.from_user.id)
        return replace(move, notice="forget-access") if goes else move

    await answer_tap(query, unit, world, decide)


async def on_forget_all(query: CallbackQuery, unit: Unit, world: World) -> None:
    """Erases everything of a person who was asked twice; a second tap finds nobody, and makes nobody."""

    tidied = False

    def instead(conn: Connection, chat_id: int) -> Left | None:
        nonlocal tidied
        found = chats.desk(conn, chat_id, query.from_user.id)
        if found is None:
            tidied = people.find(conn, query.from_user.id) is None
            if tidied:  # who may not come in again by themselves leaves no more behind than who may
                erasure.forget_late(conn, chat_id, unit.now)
            if not may(conn, world.door, query.from_user):
                return None
            return Left(says=_farewell(world, query, query.from_user.language_code), again=True)
        person, chat = found
        if chat.place != Place("forgetallsure"):
            return None
        gone = erasure.erase_person(conn, person, chat, unit.now)
        return Left(gone.messages, says=_farewell(world, query, person.language))

    await answer_tap(query, unit, world, stale, instead=instead)
    if tidied:
        world.errands.purge()


def _farewell(world: World, query: CallbackQuery, language: str | None) -> str:
    """What stands in the chat of somebody of whom nothing is left here, the invitation by which they came included."""
    key = "forget-done" if world.door.admits(query.from_user.id) else "forget-done_invited"
    return world.voices[world.defaults.speaks(language, world.voices)].say(key)


def router() -> Router:
    """The router of one's own."""
    made = Router(name="own")
    for name in ("export", "import", "forget"):
        made.message.register(_command(name), Command(name))
    made.callback_query.register(on_own_tap, PlaceData.filter(F.to.in_(_DEEDS.keys())))
    made.callback_query.register(on_forget_all, PlaceData.filter(F.to == "forgetallnow"))
    return made
