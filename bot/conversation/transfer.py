"""One's own: taken out as a file, brought in from one, erased, asked twice (protocol, section 9)."""

import json

from aiogram.types import User

from bot.conversation.access import may
from bot.conversation.effects import EraseMessages, WakeFileJobs
from bot.conversation.old_taps import stale
from bot.conversation.services import Services
from bot.conversation.visit import Farewell, Move, Visit
from bot.protocol.engine.words import number
from bot.protocol.retention import ripe_before
from bot.store.database.unit_of_work import Connection
from bot.store.queries import chats, client_import, clients, erasure, export, file_jobs, people, retention
from bot.store.sealing.sealed_columns import LOST
from bot.transfer.client_rows import decode, sort
from bot.transfer.csv_reader import LARGEST
from bot.viewmodels.place import Place

_TABLES = (".csv", ".tsv")
"""Names of files that are taken for clients wherever they are sent."""


def take_out(visit: Visit, _: str) -> Move:
    """Asks for the file; a second tap while it is being made asks for nothing more."""
    if not visit.at("export", "exporting"):
        return stale(visit)
    if not export.anything(visit.conn, visit.person.id):
        return Move(Place("own"), "export-empty")
    if file_jobs.get(visit.conn, visit.person.id, "export") is None:
        file_jobs.put(visit.conn, visit.person, "export", "{}", visit.now)
    visit.effects.append(WakeFileJobs())
    return Move(Place("exporting"))


def take(visit: Visit, file_id: str, name: str, size: int) -> Move | None:
    """A file that was sent (Telegram's id, name, bytes): clients, where they are asked for or its name says so.

    None for any other.
    """
    if not _at_file(visit) and not name.lower().endswith(_TABLES):
        return None
    if size > LARGEST:
        return Move(Place("import"), "import-bad-large")
    file_jobs.put(visit.conn, visit.person, "import", json.dumps({"file": file_id}), visit.now)
    visit.effects.append(WakeFileJobs())
    return Move(Place("importing"))


def _at_file(visit: Visit) -> bool:
    """Whether a file of clients is asked for, read or shown where the person stands."""
    return visit.holds is file_jobs.drop_import


def bring_in(visit: Visit, argument: str) -> Move:
    """Adds those clients of the file on the screen that are new by now, once: the file is gone with it.

    The button tells the file. No reminder is planned: those count from a first contact.
    """
    conn, person, asked_at = visit.conn, visit.person, number(argument) or 0
    found = file_jobs.get(conn, person.id, "import")
    if found is None or not found.ready or found.state == LOST or found.asked_at != asked_at:
        return stale(visit)
    known = (label for _, label in clients.names(conn, person.id))
    rows = sort(decode(found.state).rows, known).new
    made = client_import.create(conn, person, rows, visit.voices.fingerprint, visit.now)
    file_jobs.drop(conn, person.id, "import")
    return Move(Place("own"), f"import-done:{len(made)}")


def cancel_import(visit: Visit, _: str) -> Move:
    """The file is let go of."""
    return Move(Place("own"), "import-cancelled") if _at_file(visit) else stale(visit)


def ask_client_again(visit: Visit, argument: str) -> Move:
    """Asks the second time about the client that the first question on the screen is about."""
    return Move(Place("forgetsure", argument)) if visit.place == Place("forgetone", argument) else stale(visit)


def ask_all_again(visit: Visit, _: str) -> Move:
    """Asks the second time whether everything of the person is to be erased."""
    return Move(Place("forgetallsure")) if visit.at("forgetall") else stale(visit)


def erase_client(visit: Visit, argument: str) -> Move:
    """Erases the client that was asked about twice; what had come about it is shown without it, or taken away."""
    client = number(argument)
    if client is None or visit.place != Place("forgetsure", argument):
        if erasure.client_late(visit.conn, visit.person.id, client, visit.now):
            visit.effects.append(EraseMessages())
        return stale(visit)
    gone = erasure.erase_client(visit.conn, visit.person, client, visit.now)
    if gone is None:
        return stale(visit)
    for reminder_message in gone.brought:
        visit.redraw(reminder_message)
    visit.effects.append(EraseMessages(gone.bare))
    visit.wake_reminders(gone.due)
    return Move(Place("own"), "forget-client-done")


def keep(visit: Visit, _: str) -> Move:
    """Nothing is erased."""
    forgets = visit.place[0].startswith("forget")
    return Move(Place("own"), "forget-kept") if forgets else stale(visit)


def keep_archived(visit: Visit, argument: str) -> Move:
    """An archived client whose time is over stays for as long again."""
    before = ripe_before(visit.now, visit.person.zone)
    kept = retention.keep_archived(visit.conn, visit.person.id, number(argument) or 0, before, visit.now)
    return Move(visit.here, "archived-kept") if kept else stale(visit)


def ask_all(visit: Visit, _: str) -> Move:
    """Asks whether everything of the person is to be erased; who was invited is told that the invitation goes too."""
    invited = not visit.door.admits(visit.person.telegram_id)
    return Move(Place("forgetall"), "forget-access" if invited else None)


def erase_everything(services: Services, user: User, now: int, conn: Connection, chat_id: int) -> Farewell | None:
    """Erases everything of a person who was asked twice; a second tap finds nobody, and makes nobody.

    None where there is nothing of the kind to do: it is a tap like any other. `now` is Unix seconds UTC.
    """
    found = chats.desk(conn, chat_id, user.id)
    if found is None:
        nobody = people.find(conn, user.id) is None
        if nobody:  # who may not come in again by themselves leaves no more behind than who may
            erasure.forget_late(conn, chat_id, now)
        if not may(conn, services.door, user):
            return Farewell() if nobody else None
        return Farewell(says=_farewell(services, user, user.language_code), again=True)
    person, chat = found
    if chat.place != Place("forgetallsure"):
        return None
    gone = erasure.erase_person(conn, person, chat, now)
    return Farewell(gone.messages, says=_farewell(services, user, person.language))


def _farewell(services: Services, user: User, language: str | None) -> str:
    """What stands in the chat of somebody of whom nothing is left here, the invitation by which they came included."""
    return services.tells(language, "forget-done" if services.door.admits(user.id) else "forget-done_invited")
