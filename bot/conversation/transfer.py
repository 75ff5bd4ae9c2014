"""One's own: taken out as a file, brought in from one, erased, asked twice (protocol, section 9)."""

from dataclasses import replace

from aiogram.types import User

from bot.conversation.access import may
from bot.conversation.effects import EraseMessages, WakeFileJobs
from bot.conversation.old_taps import stale
from bot.conversation.services import Services
from bot.conversation.visit import Farewell, Move, Visit
from bot.protocol.engine.words import number
from bot.protocol.retention import ripe_before
from bot.store.database.unit_of_work import Connection
from bot.store.queries import chats, client_import, clients, erasure, export, file_jobs, inbox, people, retention
from bot.transfer.client_files import LARGEST, TAKEN
from bot.transfer.client_rows import Known, settled, sort
from bot.transfer.import_job import ImportJob, SentFile, decode, encode
from bot.viewmodels.place import Place
from bot.viewmodels.transfer import NO_NUMBERS

_LONGEST_FILE_NAME = 100


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

    None for any other. One that comes while another is read or shown waits its turn, as the files of an album do.
    """
    at_file = _at_file(visit)
    if not at_file and not name.lower().endswith(TAKEN):
        return None
    found = file_jobs.get(visit.conn, visit.person.id, "import") if at_file else None
    job = decode(found.state) if found is not None else None
    under_way = found is not None and job is not None and visit.at("importing", "preview", "letters")
    if size > LARGEST:
        return Move(visit.here if under_way else Place("import"), "import-bad-large")
    file = SentFile(file_id, name[:_LONGEST_FILE_NAME])
    if under_way and found is not None and job is not None:
        more = job.with_one_more(file)
        if more is None:
            return Move(visit.here, "import-bad-waiting")
        file_jobs.change(visit.conn, found, encode(more))
        return Move(visit.here, "import-waits")
    # What was refused just now is said on, where its screen is only on the way.
    owed = visit.chat.shown < visit.chat.revision
    refused = job.refused if owed and job is not None and job.sheet is None else ()
    _read(visit, ImportJob(file, refused=refused))
    return Move(Place("importing"), "import-left" if job is not None and job.sheet is not None else None)


def _read(visit: Visit, job: ImportJob) -> None:
    """The file is read beside the conversation."""
    file_jobs.put(visit.conn, visit.person, "import", encode(job), visit.now)
    visit.effects.append(WakeFileJobs())


def _at_file(visit: Visit) -> bool:
    """Whether a file of clients is asked for, read or shown where the person stands."""
    return visit.holds is file_jobs.drop_import


def _shown(visit: Visit, token: int) -> ImportJob | None:
    """The import on the screen whose button was tapped; None where there is another one, or none."""
    found = file_jobs.get(visit.conn, visit.person.id, "import")
    if found is None or not found.ready or found.asked_at != token:
        return None
    job = decode(found.state)
    return job if job is not None and job.sheet is not None else None


def bring_in(visit: Visit, argument: str) -> Move:
    """Adds those clients of the file on the screen that are new by now, once: the file is gone with it.

    The button tells the file, and whether numbers without their country were confirmed as they are shown, or go to the
    notes. No reminder is planned: those count from a first contact.
    """
    conn, person = visit.conn, visit.person
    token, _, way = argument.partition(".")
    job = _shown(visit, number(token) or 0)
    if job is None or job.sheet is None:
        return stale(visit)
    known = (Known(*one) for one in clients.reached(conn, person.id))
    rows = [settled(row, assume=way != NO_NUMBERS) for row in sort(job.sheet.rows, known).new]
    made = client_import.create(conn, person, rows, visit.voices.fingerprint, visit.now)
    return _onward(visit, job, f"import-done:{len(made)}")


def cancel_import(visit: Visit, _: str) -> Move:
    """The file is let go of, and the next one is read."""
    if not _at_file(visit):
        return stale(visit)
    found = file_jobs.get(visit.conn, visit.person.id, "import")
    return _onward(visit, decode(found.state) if found is not None else None, "import-cancelled")


def _onward(visit: Visit, job: ImportJob | None, notice: str) -> Move:
    """On to the file that waits behind this one, else away from here."""
    after = job.after() if job is not None else None
    if after is None:
        file_jobs.drop(visit.conn, visit.person.id, "import")
        return Move(Place("own"), notice)
    _read(visit, after)
    return Move(Place("importing"), notice)


def look_at_letters(visit: Visit, argument: str) -> Move:
    """How the file looks in other encodings, one of which may be the right one."""
    job = _shown(visit, number(argument) or 0)
    return Move(Place("letters")) if visit.at("preview") and job is not None else stale(visit)


def back_to_preview(visit: Visit, _: str) -> Move:
    """The letters were right."""
    return Move(Place("preview")) if visit.at("letters") else stale(visit)


def read_again(visit: Visit, argument: str) -> Move:
    """Reads the file on the screen in another encoding."""
    token, _, encoding = argument.partition(".")
    job = _shown(visit, number(token) or 0)
    if job is None or job.sheet is None or encoding not in {name for name, _ in job.sheet.others}:
        return stale(visit)
    _read(visit, replace(job, encoding=encoding, sheet=None))
    return Move(Place("importing"))


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


def erase_everything(  # noqa: PLR0913, PLR0917 - the tap, and where it is carried out
    services: Services, user: User, now: int, message_id: int, conn: Connection, chat_id: int
) -> Farewell | None:
    """Erases everything of a person who was asked twice; a second tap finds nobody, and makes nobody.

    None where there is nothing of the kind to do: it is a tap like any other. `now` is Unix seconds UTC, `message_id`
    the tapped message.
    """
    found = chats.desk(conn, chat_id, user.id)
    if found is None:
        nobody = people.find(conn, user.id) is None
        if nobody:  # who may not come in again by themselves leaves no more behind than who may
            erasure.forget_late(conn, chat_id, now)
        if not may(conn, services.door, user):
            return Farewell() if nobody else None
        return Farewell(says=services.tells(user.language_code, _farewell(services, user)), again=True)
    person, chat = found
    if chat.place != Place("forgetallsure"):
        return None
    gone = erasure.erase_person(conn, person, chat, now)
    line = _farewell(services, user)
    owes = inbox.Owes(message_id, line, person.language, gone.messages)
    owed = inbox.owe_farewell(conn, chat_id, owes, now)
    return Farewell(gone.messages, says=services.tells(person.language, line), owed=owed)


def _farewell(services: Services, user: User) -> str:
    """The key of what stands in the chat of somebody of whom nothing is left here, the invitation by which they came
    included."""
    return "forget-done" if services.door.admits(user.id) else "forget-done_invited"
