"""The parting check: opened, decided, and what comes of it; its questions are those of any run (protocol, 7; B4, X)."""

import asyncio
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.protocol.engine import begin
from bot.protocol.parting import PARTING, opened
from bot.protocol.state import encode
from bot.protocol.times.reading import Ambiguous, Past, Understood
from bot.protocol.times.schedule import local
from bot.protocol.words import number
from bot.reminders import cadence
from bot.screens.parted import MARKS, Decision, Record
from bot.screens.parting_ways import note_text
from bot.screens.scene import Scene, hours_of
from bot.store import cases, clients, partings, promises, runs
from bot.store.unit import Unit
from bot.telegram import PlaceData, Post
from handlers.clients import shelve, theirs
from handlers.contacts import named, reading_of
from handlers.debrief import stale
from handlers.planned import lead, plan
from handlers.running import Held, held, open_runs
from handlers.visit import Move, Visit, answer_message, answer_tap
from handlers.world import World

_FURTHEST = 366
"""Days ahead that a talk or a last day may be."""
_LONGEST_REASON = 1000
_LONGEST_TOPIC = 200
_DECISIONS: Mapping[str, Decision] = {"agree": "agree", "not_now": "not_now", "disagree": "disagree"}


def _part(visit: Visit, argument: str) -> Move:
    """The check of a client, or whom it is about."""
    if not argument:
        return lead(visit, "part")
    client = theirs(visit, argument)
    return stale(visit) if client is None else lead(visit, _opens(visit, client.id))


def _anew(visit: Visit, argument: str) -> Move:
    """A check of its own, whatever was decided before."""
    client = theirs(visit, argument)
    return stale(visit) if client is None else lead(visit, _begun(visit, client.id).place)


def _opens(visit: Visit, client_id: int) -> str:
    """The last check, as long as nothing new happened since it was decided and its date hasn't come; else a new one."""
    last = partings.decided(visit.conn, visit.person.id, client_id)
    if last is not None and last.run_id > partings.newest(visit.conn, visit.person.id, client_id):
        stands = last.look_at is None or visit.now < last.look_at or last.parted_at is not None
        if stands:
            return f"verdict:{last.run_id}"
    return _begun(visit, client_id).place


def _begun(visit: Visit, client_id: int) -> Held:
    """A check of the client: the open one serves unless something happened since, so that a doubled tap makes one."""
    conn, person = visit.conn, visit.person
    newest = partings.newest(conn, person.id, client_id)
    for waiting in open_runs(visit):
        run = waiting.run
        if run.table == "parting" and run.value("client") == client_id and waiting.id > newest:
            return waiting
    known = partings.held(conn, person.id, client_id, None)
    run = opened(
        begin(person.debriefs, visit.now, table=PARTING),
        client_id,
        honest=known.honest,
        contact=known.contact,
        turning=known.evidence.turning,
    )
    stored = runs.start(
        conn,
        person,
        run.version,
        encode(run),
        visit.now,
        kind="parting",
        playbook=visit.voices.digest,
        client_id=client_id,
    )
    return Held(stored.id, run, visit.now, visit.voices)


def _page(_: Visit, argument: str) -> Move:
    return Move(f"parts:{number(argument, 999) or 0}")


def _record(visit: Visit, argument: str) -> Record | None:
    """The check that a button names, None where it is not this person's or has no verdict."""
    return partings.get(visit.conn, visit.person.id, number(argument) or 0)


def _verdict(visit: Visit, argument: str) -> Move:
    """A check as it stands: its questions where some wait, else its verdict and what was decided."""
    record = _record(visit, argument)
    if record is None:
        return stale(visit)
    undecided = record.decision is None and held(visit, record.run_id) is not None
    return Move(f"parting:{record.run_id}" if undecided else f"verdict:{record.run_id}")


def _shows(name: str) -> Callable[[Visit, str], Move]:
    """Opens a screen of the check that the button names."""

    def opens(visit: Visit, argument: str) -> Move:
        record = _record(visit, argument)
        return stale(visit) if record is None else Move(f"{name}:{record.run_id}")

    return opens


def _decide(visit: Visit, argument: str) -> Move:
    """What the manager decides to propose, once; the check is closed with it, and asked again where that was agreed."""
    run, _, what = argument.partition(".")
    record, decision = _record(visit, run), _DECISIONS.get(what)
    if record is None or record.decision is not None or decision is None or visit.place[1] != str(record.run_id):
        return stale(visit)
    again = decision == "not_now" or (decision == "agree" and record.verdict in {"boundary", "part", "not_yet"})
    record = _put_off(visit, record, visit.now if again else None)
    record = replace(record, decision=decision, decided_at=visit.now)
    partings.save(visit.conn, visit.person.id, record, visit.now)
    if held(visit, record.run_id) is not None:
        runs.close(visit.conn, visit.person.id, record.run_id, "closed", visit.now)
    if decision == "disagree":
        return Move(f"partwhy:{record.run_id}")
    if decision == "not_now":
        return Move(f"verdict:{record.run_id}", "parting-not_now")
    next_one = {"boundary": "parttalk", "part": "partsure"} if decision == "agree" else {}
    return Move(f"{next_one.get(record.verdict, 'verdict')}:{record.run_id}")


def _put_off(visit: Visit, record: Record, since: int | None) -> Record:
    """It is asked again two weeks after `since` (Unix seconds UTC), or with None not at all."""
    cases.put_off(visit.conn, visit.person, record.client_id, since)
    plan(visit, record.client_id)
    return replace(record, look_at=None if since is None else cadence.look_again(since, hours_of(visit.person)))


def _type_reason(visit: Visit, text: str) -> Move | None:
    record = _record(visit, visit.place[1])
    if record is None or record.decision != "disagree":
        return None
    partings.save(visit.conn, visit.person.id, replace(record, reason=text.strip()[:_LONGEST_REASON]), visit.now)
    return Move(f"verdict:{record.run_id}", "parting-disagree_ack")


# The boundary: when it is named, and that the client knows of it.


def _talk_at(visit: Visit, argument: str) -> Move:
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
    record = _put_off(visit, replace(record, talk_at=moment), moment)
    partings.save(conn, person.id, record, visit.now)
    return Move(f"partscript:{record.run_id}")


def _told(visit: Visit, argument: str) -> Move:
    """Whether the client knows of the talk: then it is a promise, and reminded of as one (R2)."""
    run, _, what = argument.partition(".")
    record = _agreed(visit, number(run), "boundary")
    if record is None or record.talk_at is None or what not in {"yes", "no"}:
        return stale(visit)
    due = record.talk_at if what == "yes" else None
    promises.keep_in_step(visit.conn, visit.person, record.client_id, record.run_id, due, visit.now)
    plan(visit, record.client_id)
    return Move(f"partscript:{record.run_id}")


def _agreed(visit: Visit, run: int | None, verdict: str) -> Record | None:
    """The check, where that was its verdict and it was agreed to."""
    record = _record(visit, str(run))
    return record if record is not None and (record.verdict, record.decision) == (verdict, "agree") else None


def _type_talk(visit: Visit, text: str) -> Move | None:
    record = _agreed(visit, number(visit.place[1]), "boundary")
    if record is None:
        return None
    match reading_of(visit, text):
        case Understood(moment):
            return _talk(visit, record, moment)
        case Past():
            return Move(visit.here, "step-next_contact-past")
        case _:
            return Move(visit.here, "step-next_contact-unclear")


# The parting: confirmed, then the message and the list.


def _yes(visit: Visit, argument: str) -> Move:
    """Whoever decides there has confirmed it: the ways part, and nothing is left to come. Nothing is erased."""
    record = _agreed(visit, number(argument), "part")
    if record is None:
        return stale(visit)
    if record.parted_at is None:
        record = replace(_put_off(visit, record, None), parted_at=visit.now)
        partings.save(visit.conn, visit.person.id, record, visit.now)
        shelve(visit, record.client_id)
    return Move(f"partmail:{record.run_id}")


def _no(visit: Visit, argument: str) -> Move:
    record = _agreed(visit, number(argument), "part")
    return stale(visit) if record is None else Move(f"verdict:{record.run_id}", "parting-unconfirmed")


def _parted(visit: Visit, run: int | None) -> Record | None:
    record = _record(visit, str(run))
    return record if record is not None and record.parted_at is not None else None


def _last_day(visit: Visit, argument: str) -> Move:
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
    return Move(f"partmail:{record.run_id}")


def _type_last(visit: Visit, text: str) -> Move | None:
    record = _parted(visit, number(visit.place[1]))
    if record is None:
        return None
    zone = visit.person.zone
    match reading_of(visit, text):
        case Understood(moment):
            return _until(visit, record, local(moment, zone).date())
        case Ambiguous(first, second) if local(first, zone).date() == local(second, zone).date():
            return _until(visit, record, local(first, zone).date())
        case Past():
            return Move(visit.here, "step-next_contact-past")
        case _:
            return Move(visit.here, "step-boss_date-unclear")


def _type_topic(visit: Visit, text: str) -> Move | None:
    record = _parted(visit, number(visit.place[1]))
    if record is None:
        return None
    topic = " ".join(text.split())[:_LONGEST_TOPIC]
    partings.save(visit.conn, visit.person.id, replace(record, topic=topic), visit.now)
    return Move(f"partmail:{record.run_id}")


def _mark(visit: Visit, argument: str) -> Move:
    """A line of the list is done, or isn't: the button says what it will be, so a second tap changes nothing."""
    run, _, what = argument.partition(".")
    record, place = _parted(visit, number(run)), number(what[1:], MARKS)
    if record is None or not place or what[:1] not in {"+", "-"}:
        return stale(visit)
    bit = 1 << (place - 1)
    marks = record.marks | bit if what[0] == "+" else record.marks & ~bit
    partings.save(visit.conn, visit.person.id, replace(record, marks=marks), visit.now)
    return Move(f"partlist:{record.run_id}")


def _named(visit: Visit, text: str) -> Move | None:
    return named(visit, text, lambda client_id: Move(_opens(visit, client_id)))


NAMED: Mapping[str, Callable[[Visit, str], Move | None]] = {"part": _named, "parts": _named}
"""The places at which typed text may be a client's name."""

TYPED: Mapping[str, Callable[[Visit, str], Move | None]] = {
    "partwhy": _type_reason,
    "parttalk": _type_talk,
    "partmail": _type_last,
    "parttopic": _type_topic,
}
"""The places at which typed text is a reason, a moment, a day, or what is finished."""

_SCREENS = ("partsure", "parttalk", "partscript", "partmail", "parttopic", "partlist", "partcost")
_DEEDS: Mapping[str, Callable[[Visit, str], Move]] = {
    **{name: _shows(name) for name in _SCREENS},
    "part": _part,
    "parts": _page,
    "partanew": _anew,
    "verdict": _verdict,
    "decide": _decide,
    "talkat": _talk_at,
    "talktold": _told,
    "partyes": _yes,
    "partno": _no,
    "lastday": _last_day,
    "mark": _mark,
}


async def on_parting(message: Message, unit: Unit, world: World) -> None:
    """`/parting`: whom the check is about."""
    await answer_message(message, unit, world, lambda _: Move("part"))


async def on_parting_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of the check, or one that leads to it."""
    await answer_tap(query, unit, world, lambda visit: _DEEDS[callback_data.to](visit, callback_data.arg))


async def on_note(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """The dated note of abuse as a document: it alone, with nothing else of what was written."""
    made: list[tuple[str, bytes, str]] = []

    def decide(visit: Visit) -> Move:
        record = _record(visit, callback_data.arg)
        client = clients.get(visit.conn, visit.person.id, record.client_id) if record is not None else None
        noted = partings.noted(visit.conn, visit.person.id, record.client_id) if record is not None else ()
        if client is None or not noted:
            return stale(visit)
        scene = Scene(person=visit.person, place="", notice=None, drawn_at=visit.now)
        data = note_text(client.label, noted, scene, visit.voice).encode()
        name = f"note-{local(visit.now, visit.person.zone).date().isoformat()}.txt"
        made.append((name, data, visit.voice.say("parting-note-caption")))
        return Move(visit.here, visit.chat.notice, fresh=True)

    await answer_tap(query, unit, world, decide)
    if query.message is not None:
        for name, data, caption in made:
            came = asyncio.get_running_loop().create_future()
            world.lanes.post(query.message.chat.id, Post(io.BytesIO(data), name, len(data), caption, came))


def router() -> Router:
    """The router of the parting check."""
    made = Router(name="parting")
    made.message.register(on_parting, Command("parting"))
    made.callback_query.register(on_parting_tap, PlaceData.filter(F.to.in_(_DEEDS.keys())))
    made.callback_query.register(on_note, PlaceData.filter(F.to == "partnote"))
    return made
