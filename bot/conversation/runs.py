"""Runs of the engine in the store: begin, load, save with what follows from them. No rules, no SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.conversation.replanning import contacted, dealt_with, plan
from bot.conversation.visit import Visit
from bot.protocol.client import Client, with_contact
from bot.protocol.debrief.outcome import Outcome
from bot.protocol.debrief.result import begun, outcome_of, told
from bot.protocol.debrief.steps import THREAT
from bot.protocol.engine.context import Context
from bot.protocol.engine.engine import ClientChange, Effect, NewClient, RenameClient, Result, begin, put, resolve_client
from bot.protocol.engine.run import KNOWN, Answer, Run, encode
from bot.protocol.engine.upgrade import NewerState, read
from bot.protocol.followup import followup_of, sent_at
from bot.protocol.parting.steps import complete
from bot.protocol.parting.verdict import said_of, verdict
from bot.protocol.playbook import LADDER
from bot.protocol.sos import ASKED
from bot.store.queries import (
    clients,
    delivery_queue,
    followups,
    outcomes,
    partings,
    phrase_scores,
    promises,
    reminder_cases,
    runs,
    touches,
)
from bot.store.queries.phrase_scores import SaidPhrase
from bot.store.queries.playbooks import voices_of
from bot.timeparse.schedule import local
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Voice, schedule_of

_OPEN_LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run taken from the store: its id, its state, and the words and rules that it began with, by language."""

    id: int
    run: Run
    started_at: int
    voices: Mapping[str, Voice]

    @property
    def place(self) -> Place:
        """Where the chat stands while the run is on the screen."""
        return Place(self.run.table, str(self.id))


def voice_of(visit: Visit, found: OpenRun) -> Voice:
    """The words and rules of this run in the person's language."""
    return found.voices[visit.person.language]


def context_of(visit: Visit, found: OpenRun) -> Context:
    """What the engine is told of the world for this run."""
    return Context(voice_of(visit, found).rules, schedule_of(visit.person), visit.now)


def held(visit: Visit, run_id: int) -> OpenRun | None:
    """The person's open run of that id; None where there is none, whosever it may be, or it can't be read here."""
    stored = runs.load(visit.conn, visit.person.id, run_id)
    return _taken(visit, stored) if stored is not None and stored.status == "open" else None


def open_runs(visit: Visit) -> list[OpenRun]:
    """The person's open debriefs, the last touched first."""
    found = runs.open_ones(visit.conn, visit.person.id, _OPEN_LOOKED_AT)
    return [taken for stored in found if (taken := _taken(visit, stored)) is not None]


def _taken(visit: Visit, stored: runs.Stored) -> OpenRun | None:
    """The run in the present table; None for one of a newer program, which is left as it is."""
    try:
        run = read(stored.state).run
    except NewerState:
        return None
    return OpenRun(stored.id, run, stored.started_at, voices_of(visit.conn, visit.voices, stored.playbook))


def start(visit: Visit) -> OpenRun:
    """A debrief to begin with: an open one with nothing in it yet serves, so that a doubled tap makes one.

    One that nobody answered anything in is gone, with what was known beforehand (protocol, section 4).
    """
    for waiting in open_runs(visit):
        if waiting.run.table != "debrief" or begun(waiting.run):
            continue
        if not waiting.run.answers:
            return waiting
        runs.delete(visit.conn, visit.person.id, waiting.id)
    person = visit.person
    run = begin(person.debriefs, visit.now, detailed=person.detailed)
    stored = runs.start(visit.conn, person, run.version, encode(run), visit.now, playbook=visit.voices.fingerprint)
    visit.person = replace(person, debriefs=person.debriefs + 1)
    return OpenRun(stored.id, run, visit.now, visit.voices)


def begun_about(visit: Visit, client_id: int) -> OpenRun:
    """A debrief about that client of the person's: the open one in which nothing but the client is answered, or a new
    one. So a doubled tap makes one, and what was noted during the call is in the debrief of that call.
    """
    for waiting in open_runs(visit):
        run = waiting.run
        if run.table == "debrief" and run.value("client") == client_id and len(run.answers) == 1:
            return waiting
    found = start(visit)
    run = put(replace(found.run, at=visit.now), Answer("client", value=client_id, source=KNOWN))
    return replace(found, run=save(visit, found, Result(run)))


def save(visit: Visit, before: OpenRun, result: Result) -> Run:
    """Stores what became of the run, and all that follows: the client's record, outcome, promise, touch."""
    run = result.run
    for effect in result.effects:
        run = _carry_out(visit, run, effect)
    if run == before.run:
        return run
    client = run.value("client")
    runs.save(
        visit.conn,
        visit.person.id,
        before.id,
        client_id=client,
        version=run.version,
        state=encode(run),
        now=visit.now,
    )
    if client is not None and client != before.run.value("client"):
        dealt_with(visit, client)
        for former in _formerly(before.run) - {client}:  # a name that was mistyped leaves no record behind
            clients.delete_if_empty(visit.conn, visit.person.id, former, before.started_at)
    if run.table == "followup":
        _save_followup(visit, before, run)
    elif run.table == "parting":
        _save_parting(visit, before, run)
    else:
        _save_outcome(visit, before, run)
    return run


def _formerly(run: Run) -> set[int]:
    """The clients that the run named or offered before, by id."""
    answers = (run.answer("client"), run.dropped("client"))
    named = {answer.value for answer in answers if answer is not None and answer.value is not None}
    return named | {int(pick[1:]) for pick in run.picks("client")}


def _carry_out(visit: Visit, run: Run, effect: Effect) -> Run:
    conn, person = visit.conn, visit.person
    match effect:
        case NewClient(name=name):
            return resolve_client(run, clients.create(conn, person, name, visit.now).id)
        case RenameClient(name=name):
            named = run.answer("client") or run.dropped("client")
            if named is not None and named.value is not None:
                clients.rename(conn, person.id, named.value, name)
        case ClientChange(field=field, value=value):
            client = run.value("client")
            known = clients.get(conn, person.id, client) if client is not None else None
            if known is not None:
                clients.save(conn, _changed(visit, known, field, value))
                if field == "cadence":
                    reminder_cases.chose(conn, person, known.id, visit.now)
                if field in {"cadence", "client_date"}:
                    plan(visit, known.id)
    return run


def _changed(visit: Visit, client: Client, field: str, value: str | None) -> Client:
    match field:
        case "client_date":
            zone = visit.person.zone
            day = None if value is None else local(int(value), zone).date().isoformat()
            return replace(client, client_date=day)
        case "cadence":
            return replace(client, cadence=next((rung for rung in LADDER if rung == value), None))
        case "address":
            return replace(client, address=value)
        case _:
            return with_contact(client, field, value or "")


def _save_outcome(visit: Visit, before: OpenRun, run: Run) -> None:
    """The outcome from client and fear on, or a threat to people; the promise and the touch only when they change."""
    client = run.value("client")
    conn, person, voice = visit.conn, visit.person, voice_of(visit, before)
    known = clients.get(conn, person.id, client) if client is not None else None
    outcome = outcome_of(run, voice.playbook, voice.rules, voice.ready, known.cadence if known else None)
    former = outcome_of(before.run, voice.playbook, voice.rules, voice.ready, None)
    if client is None or outcome is None:
        # Back went behind what it stood on: left here, it would speak of another client, or of a mistaken threat.
        if former is not None:
            outcomes.drop(conn, person.id, before.id)
            promises.keep_in_step(conn, person, former.client_id, before.id, None, visit.now)
            forget(visit, former.client_id, before.started_at)
        return
    outcomes.save(conn, person, before.id, outcome, visit.now)
    promised = _promised(run) != _promised(before.run) or (former is not None and former.client_id != client)
    if promised:
        promises.keep_in_step(conn, person, client, before.id, _promised(run), visit.now)
    if former is None:
        _learn(visit, run, client, outcome.fear)
    if former is None or former.client_id != client:
        touches.of_run(conn, person, client, before.id, before.started_at, "debrief")
        contacted(visit, client)
    elif promised or _weighs(outcome) != _weighs(former):
        plan(visit, client)
    if former is not None and former.client_id != client:
        forget(visit, former.client_id, before.started_at)


def _learn(visit: Visit, run: Run, client_id: int, fear: str) -> None:
    """Whether the phrase from the call helped counts with the client and the fear, now that both are known."""
    answer, words = run.answer("sos"), run.words("sos")
    if answer is None or answer.value or not words or len(answer.picks) != 2:
        return
    how, behaviour = answer.picks
    if how == ASKED:
        return
    said = SaidPhrase(behaviour, words, how == "helped")
    phrase_scores.count_with(visit.conn, visit.person, said, client_id, fear)


def _weighs(outcome: Outcome) -> tuple[object, ...]:
    """What of an outcome the reminders depend on."""
    return outcome.fear, outcome.tense, THREAT in outcome.behaviours


def _save_followup(visit: Visit, before: OpenRun, run: Run) -> None:
    """The follow-up from "how it went" on, and the promise; what changes with them is planned anew."""
    conn, person, rules = visit.conn, visit.person, voice_of(visit, before).rules
    made, former = followup_of(run, rules), followup_of(before.run, rules)
    dated = sent_at(run) != sent_at(before.run)
    client = run.value("client")
    if client is None:
        return
    if made is not None and made != former:
        followups.save(conn, person, before.id, made, before.started_at, visit.now)
    elif made is None and former is not None:
        followups.drop(conn, person.id, before.id)
    if _promised(run) != _promised(before.run):
        promises.keep_in_step(conn, person, client, before.id, _promised(run), visit.now)
    if dated:  # whether the word went out in time is what the promise is kept by
        touches.date_of_run(conn, person.id, before.id, sent_at(run) or before.started_at)
    if made != former or dated or _promised(run) != _promised(before.run):
        plan(visit, client)


def _save_parting(visit: Visit, before: OpenRun, run: Run) -> None:
    """The verdict once every question is answered; Back takes it away again."""
    client = run.value("client")
    if client is None:
        return
    if complete(run):
        known = partings.held(visit.conn, visit.person.id, client, before.id)
        found = verdict(known.evidence, said_of(run))
        partings.reach(visit.conn, visit.person, before.id, client, found.name, visit.now)
    elif complete(before.run):
        partings.drop(visit.conn, visit.person.id, before.id)


def forget(visit: Visit, client_id: int, since: int) -> None:
    """A run that began at `since` (Unix seconds UTC) no longer speaks of the client.

    One who came with it and of whom nothing else is known goes, else it is planned anew.
    """
    if clients.delete_if_empty(visit.conn, visit.person.id, client_id, since):
        visit.wake_reminders(delivery_queue.settle(visit.conn, visit.person.id, visit.now))
    elif clients.get(visit.conn, visit.person.id, client_id) is not None:
        plan(visit, client_id)


def _promised(run: Run) -> int | None:
    return run.value("next_contact") if told(run) else None
