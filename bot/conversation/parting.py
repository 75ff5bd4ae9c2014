"""The parting check: opened and decided; its questions are those of any run (protocol, section 7; B4, X)."""

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.clients import named, theirs
from bot.conversation.old_taps import stale
from bot.conversation.replanning import lead, plan
from bot.conversation.runs import OpenRun, held, open_runs
from bot.conversation.visit import Move, UseCase, Visit
from bot.protocol.cadence import due_times
from bot.protocol.engine.engine import begin
from bot.protocol.engine.run import encode
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import number
from bot.protocol.parting.steps import PARTING, prefill_parting
from bot.store.queries import partings, reminder_cases, runs
from bot.viewmodels.parting import Decision, Record
from bot.viewmodels.place import Place
from bot.viewmodels.scene import hours_of

_LONGEST_REASON = 1000
_DECISIONS: Mapping[str, Decision] = {"agree": "agree", "not_now": "not_now", "disagree": "disagree"}


def open_check(visit: Visit, argument: str) -> Move:
    """The check of a client, or whom it is about."""
    if not argument:
        return lead(visit, Place("part"))
    client = theirs(visit, argument)
    return stale(visit) if client is None else lead(visit, _place_of(visit, client.id))


def begin_anew(visit: Visit, argument: str) -> Move:
    """A check of its own, whatever was decided before."""
    client = theirs(visit, argument)
    return stale(visit) if client is None else lead(visit, _begun(visit, client.id).place)


def _place_of(visit: Visit, client_id: int) -> Place:
    """The last check, as long as nothing new happened since it was decided and its date hasn't come; else a new one."""
    last = partings.decided(visit.conn, visit.person.id, client_id)
    if last is not None and last.run_id > partings.newest(visit.conn, visit.person.id, client_id):
        stands = last.look_at is None or visit.now < last.look_at or last.parted_at is not None
        if stands:
            return Place("verdict", str(last.run_id))
    return _begun(visit, client_id).place


def _begun(visit: Visit, client_id: int) -> OpenRun:
    """A check of the client: the open one serves unless something happened since, so that a doubled tap makes one."""
    conn, person = visit.conn, visit.person
    newest = partings.newest(conn, person.id, client_id)
    for waiting in open_runs(visit):
        run = waiting.run
        if run.table == "parting" and run.value("client") == client_id and waiting.id > newest:
            return waiting
    known = partings.held(conn, person.id, client_id, None)
    run = prefill_parting(
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
        playbook=visit.voices.fingerprint,
        client_id=client_id,
    )
    return OpenRun(stored.id, run, visit.now, visit.voices)


def more_clients(_: Visit, argument: str) -> Move:
    """A page of the clients to choose from."""
    return Move(Place("parts", f"{number(argument, 999) or 0}"))


def record_of(visit: Visit, argument: str) -> Record | None:
    """The check that a button names, None where it is not this person's or has no verdict."""
    return partings.get(visit.conn, visit.person.id, number(argument) or 0)


def open_verdict(visit: Visit, argument: str) -> Move:
    """A check as it stands: its questions where some wait, else its verdict and what was decided."""
    record = record_of(visit, argument)
    if record is None:
        return stale(visit)
    undecided = record.decision is None and held(visit, record.run_id) is not None
    return Move(Place("parting", str(record.run_id)) if undecided else Place("verdict", f"{record.run_id}"))


def opens(name: str) -> UseCase:
    """Opens a screen of the check that the button names."""

    def use_case(visit: Visit, argument: str) -> Move:
        record = record_of(visit, argument)
        return stale(visit) if record is None else Move(Place(name, str(record.run_id)))

    return use_case


def decide(visit: Visit, argument: str) -> Move:
    """What the manager decides to propose, once; the check is closed with it, and asked again where that was agreed."""
    run, _, what = argument.partition(".")
    record, decision = record_of(visit, run), _DECISIONS.get(what)
    if record is None or record.decision is not None or decision is None or visit.place[1] != str(record.run_id):
        return stale(visit)
    again = decision == "not_now" or (decision == "agree" and record.verdict in {"boundary", "part", "not_yet"})
    record = put_off(visit, record, visit.now if again else None)
    record = replace(record, decision=decision, decided_at=visit.now)
    partings.save(visit.conn, visit.person.id, record, visit.now)
    if held(visit, record.run_id) is not None:
        runs.close(visit.conn, visit.person.id, record.run_id, "closed", visit.now)
    if decision == "disagree":
        return Move(Place("partwhy", str(record.run_id)))
    if decision == "not_now":
        return Move(Place("verdict", str(record.run_id)), "parting-not_now")
    next_one = {"boundary": "parttalk", "part": "partsure"} if decision == "agree" else {}
    return Move(Place(next_one.get(record.verdict, "verdict"), str(record.run_id)))


def put_off(visit: Visit, record: Record, since: int | None) -> Record:
    """It is asked again two weeks after `since` (Unix seconds UTC), or with None not at all."""
    reminder_cases.put_off(visit.conn, visit.person, record.client_id, since)
    plan(visit, record.client_id)
    return replace(record, look_at=None if since is None else due_times.look_again(since, hours_of(visit.person)))


def type_reason(visit: Visit, said: TypedText) -> Move | None:
    """Why the manager disagrees with the verdict."""
    record = record_of(visit, visit.place[1])
    if record is None or record.decision != "disagree":
        return None
    partings.save(visit.conn, visit.person.id, replace(record, reason=said.text.strip()[:_LONGEST_REASON]), visit.now)
    return Move(Place("verdict", str(record.run_id)), "parting-disagree_ack")


def type_name(visit: Visit, said: TypedText) -> Move | None:
    """Whom the check is about, by name."""
    return named(visit, said.text, lambda client_id: Move(_place_of(visit, client_id)))
