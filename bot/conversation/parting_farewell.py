"""What comes of a parting check: the talk about the boundary, the parting, its message, list and note (B2, X)."""

from dataclasses import replace
from datetime import date

from bot.conversation.clients import put_in_archive
from bot.conversation.effects import SendDocument
from bot.conversation.old_taps import stale
from bot.conversation.parting import put_off, record_of
from bot.conversation.replanning import plan
from bot.conversation.typed_times import day_of, reading_of
from bot.conversation.visit import Move, Visit
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import number
from bot.screens.parting_farewell import note_text
from bot.store.queries import clients, partings, promises
from bot.timeparse.reading import Past, Understood
from bot.timeparse.schedule import local
from bot.viewmodels.parting import MARKS, Record
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene

_FURTHEST = 366
"""Days ahead that a talk or a last day may be."""
_LONGEST_TOPIC = 200
_SENT = "parting-note_sent"

# The boundary: when it is named, and that the client knows of it.


def set_talk(visit: Visit, argument: str) -> Move:
    """When the boundary is named: a moment that a button offered."""
    run, moment = (number(part) for part in argument.partition(".")[::2])
    record = _agreed(visit, run, "boundary")
    if record is None or moment is None:
        return stale(visit)
    return _talk(visit, record, moment)


def _talk(visit: Visit, record: Record, moment: int) -> Move:
    """The talk is at that moment, and the client knows; two weeks after it it is looked at again."""
    if not 0 < moment - visit.now < _FURTHEST * 86_400:
        return Move(visit.here, "step-next_contact-past")
    conn, person = visit.conn, visit.person
    promises.keep_in_step(conn, person, record.client_id, record.run_id, moment, visit.now)
    record = put_off(visit, replace(record, talk_at=moment), moment)
    partings.save(conn, person.id, record, visit.now)
    return Move(Place("partscript", str(record.run_id)))


def tell_client(visit: Visit, argument: str) -> Move:
    """Whether the client knows of the talk: then it is a promise, and reminded of as one (R2)."""
    run, _, what = argument.partition(".")
    record = _agreed(visit, number(run), "boundary")
    if record is None or record.talk_at is None or what not in {"yes", "no"}:
        return stale(visit)
    due = record.talk_at if what == "yes" else None
    promises.keep_in_step(visit.conn, visit.person, record.client_id, record.run_id, due, visit.now)
    plan(visit, record.client_id)
    return Move(Place("partscript", str(record.run_id)))


def _agreed(visit: Visit, run: int | None, verdict: str) -> Record | None:
    """The check, where that was its verdict and it was agreed to."""
    record = record_of(visit, str(run))
    return record if record is not None and (record.verdict, record.decision) == (verdict, "agree") else None


def type_talk(visit: Visit, said: TypedText) -> Move | None:
    """The same in the manager's own words."""
    record = _agreed(visit, number(visit.place[1]), "boundary")
    if record is None:
        return None
    match reading_of(visit, said.text):
        case Understood(moment):
            return _talk(visit, record, moment)
        case Past():
            return Move(visit.here, "step-next_contact-past")
        case _:
            return Move(visit.here, "step-next_contact-unclear")


# The parting: confirmed, then the message and the list.


def confirm(visit: Visit, argument: str) -> Move:
    """Whoever decides there has confirmed it: the ways part, and nothing is left to come. Nothing is erased."""
    record = _agreed(visit, number(argument), "part")
    if record is None:
        return stale(visit)
    if record.parted_at is None:
        record = replace(put_off(visit, record, None), parted_at=visit.now)
        partings.save(visit.conn, visit.person.id, record, visit.now)
        put_in_archive(visit, record.client_id)
    return Move(Place("partmail", str(record.run_id)))


def decline(visit: Visit, argument: str) -> Move:
    """Whoever decides there has not confirmed it: nothing changes."""
    record = _agreed(visit, number(argument), "part")
    return stale(visit) if record is None else Move(Place("verdict", str(record.run_id)), "parting-unconfirmed")


def _parted(visit: Visit, run: int | None) -> Record | None:
    record = record_of(visit, str(run))
    return record if record is not None and record.parted_at is not None else None


def set_last_day(visit: Visit, argument: str) -> Move:
    """The last day of work for the client: one that a button offered."""
    run, _, day = argument.partition(".")
    record = _parted(visit, number(run))
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return stale(visit)
    return stale(visit) if record is None else _until(visit, record, last)


def _until(visit: Visit, record: Record, last: date) -> Move:
    if not 0 <= (last - local(visit.now, visit.person.zone).date()).days <= _FURTHEST:
        return Move(visit.here, "step-next_contact-past")
    partings.save(visit.conn, visit.person.id, replace(record, last_day=last.isoformat()), visit.now)
    return Move(Place("partmail", str(record.run_id)))


def type_last_day(visit: Visit, said: TypedText) -> Move | None:
    """The same in the manager's own words."""
    record = _parted(visit, number(visit.place[1]))
    if record is None:
        return None
    match day_of(visit, said.text):
        case date() as day:
            return _until(visit, record, day)
        case Past():
            return Move(visit.here, "step-next_contact-past")
        case _:
            return Move(visit.here, "step-boss_date-unclear")


def type_topic(visit: Visit, said: TypedText) -> Move | None:
    """What is finished until then, for the message."""
    record = _parted(visit, number(visit.place[1]))
    if record is None:
        return None
    topic = " ".join(said.text.split())[:_LONGEST_TOPIC]
    partings.save(visit.conn, visit.person.id, replace(record, topic=topic), visit.now)
    return Move(Place("partmail", str(record.run_id)))


def mark(visit: Visit, argument: str) -> Move:
    """A line of the list is done, or isn't: the button says what it will be, so a second tap changes nothing."""
    run, _, what = argument.partition(".")
    record, place = _parted(visit, number(run)), number(what[1:], MARKS)
    if record is None or not place or what[:1] not in {"+", "-"}:
        return stale(visit)
    bit = 1 << (place - 1)
    marks = record.marks | bit if what[0] == "+" else record.marks & ~bit
    partings.save(visit.conn, visit.person.id, replace(record, marks=marks), visit.now)
    return Move(Place("partlist", str(record.run_id)))


def send_note(visit: Visit, argument: str) -> Move:
    """The dated note of abuse as a document: it alone, with nothing else of what was written."""
    record = record_of(visit, argument)
    client = clients.get(visit.conn, visit.person.id, record.client_id) if record is not None else None
    noted = partings.noted(visit.conn, visit.person.id, record.client_id) if record is not None else ()
    if client is None or not noted or visit.place.arguments != argument:
        return stale(visit)
    if visit.chat.notice == _SENT:  # a doubled tap: the file is in the chat already
        return Move(visit.here, _SENT, beside=True)
    scene = Scene(person=visit.person, place=visit.place, notice=None, drawn_at=visit.now, model=None)
    data = note_text(client.label, noted, scene, visit.voice).encode()
    name = f"note-{local(visit.now, visit.person.zone).date().isoformat()}.txt"
    visit.effects.append(SendDocument(name, data, visit.voice.say("parting-note-caption")))
    return Move(visit.here, _SENT, fresh=True)
