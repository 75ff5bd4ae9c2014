"""What the plan for one client is made from, loaded (protocol, section 8)."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from bot.protocol.person import Person
from bot.protocol.playbook import Rung
from bot.protocol.steps import THREAT
from bot.reminders.cadence import rung_on
from bot.reminders.plan import Case, Promised, rhythm_of, wants
from bot.reminders.standing import Event, standing
from bot.screens.scene import Voice, hours_of
from bot.store import touches
from bot.store.errors import Missing
from bot.store.models import client, followup, outcome, promise, rhythm
from bot.store.sql import OPEN, Upsert

_LOOKED_BACK = 64
"""Debriefs and follow-ups that are looked at; what lies further back changes nothing any more."""
_PROMISES = 4

_CLIENT = (
    select(
        client.c.cadence,
        client.c.client_date,
        client.c.archived_at,
        rhythm.c.cadence_at,
        rhythm.c.look_again_at,
        rhythm.c.told_at,
        rhythm.c.told_base,
        rhythm.c.quiet,
    )
    .join_from(client, rhythm, rhythm.c.client_id == client.c.id, isouter=True)
    .where(client.c.person_id == bindparam("owner"), client.c.id == bindparam("client"))
)
_DEBRIEFS = (
    select(outcome.c.run_id, outcome.c.created_at, outcome.c.tense, outcome.c.fear, outcome.c.behaviours)
    .where(outcome.c.person_id == bindparam("owner"), outcome.c.client_id == bindparam("client"))
    .order_by(outcome.c.run_id.desc())
    .limit(_LOOKED_BACK)
)
_FOLLOWUPS = (
    select(followup.c.run_id, followup.c.at, followup.c.how, followup.c.kept, followup.c.fear)
    .where(followup.c.person_id == bindparam("owner"), followup.c.client_id == bindparam("client"))
    .order_by(followup.c.run_id.desc())
    .limit(_LOOKED_BACK)
)
_PROMISED = (
    select(promise.c.id, promise.c.due_at, promise.c.updated_at)
    .where(
        promise.c.person_id == bindparam("owner"), promise.c.client_id == bindparam("client"), promise.c.status == OPEN
    )
    .order_by(promise.c.due_at.desc())
    .limit(_PROMISES)
)
_RHYTHM = Upsert(rhythm, "client_id")
_GET_RHYTHM = select(rhythm).where(rhythm.c.person_id == bindparam("owner"), rhythm.c.client_id == bindparam("client"))


def load(conn: Connection, person_id: int, client_id: int) -> Case:
    """The client's case; raises Missing where the client is not the person's."""
    this = {"owner": person_id, "client": client_id}
    known = conn.execute(_CLIENT, this).one_or_none()
    if known is None:
        raise Missing("client")
    debriefs = conn.execute(_DEBRIEFS, this).all()
    followups = conn.execute(_FOLLOWUPS, this).all()
    # In the order of the runs: two of them may have begun in the same second.
    events = [(row.run_id, Event(row.created_at, tense=row.tense)) for row in debriefs]
    events += [(row.run_id, Event(row.at, how=row.how, kept=row.kept)) for row in followups]
    fears = [(row.run_id, row.fear) for row in debriefs[:1]]
    fears += [(row.run_id, row.fear) for row in followups if row.fear is not None]
    return Case(
        client=client_id,
        events=[event for _, event in sorted(events, key=lambda one: one[0])],
        contact=touches.last(conn, person_id, client_id),
        talk=debriefs[0].created_at if debriefs else None,
        fear=max(fears)[1] if fears else None,
        threat=bool(debriefs) and THREAT in json.loads(debriefs[0].behaviours),
        chosen=known.cadence,
        chosen_at=known.cadence_at,
        until=date.fromisoformat(known.client_date) if known.client_date else None,
        promises=tuple(Promised(*row) for row in conn.execute(_PROMISED, this)),
        told=known.told_at,
        told_base=known.told_base,
        not_now=known.look_again_at,
        quiet=bool(known.quiet),
        archived=known.archived_at is not None,
    )


def fear_of(case: Case, voice: Voice) -> str:
    """The fear that the case goes by; "don't know yet" where there is none, or the playbook no longer has it."""
    fears = voice.playbook.fears
    unknown = next(name for name, fear in fears.items() if fear.unknown)
    return case.fear if case.fear is not None and case.fear in fears else unknown


def rung(case: Case, voice: Voice, person: Person, now: int) -> Rung:
    """How often the client hears from the manager as things stand at `now` (Unix seconds UTC); "off" for one who is
    calm and whose manager did not ask for reminders, or who is in the archive.
    """
    where = standing(case.events)
    if case.quiet or case.archived or not (where.reminded or wants(case, where)):
        return "off"
    hours = hours_of(person)
    rule = voice.playbook.fears[fear_of(case, voice)].cadence
    return rung_on(rhythm_of(case, rule), hours.day_of(now), hours)


@dataclass(frozen=True, slots=True)
class _Change:
    """A column of the client's rhythm and its new value."""

    column: str
    value: int | None


def chose(conn: Connection, person: Person, client_id: int, now: int) -> None:
    """Notes when the manager set the client's cadence (Unix seconds UTC); reminders are wanted again."""
    _change(conn, person, client_id, _Change("cadence_at", now), _Change("quiet", None))


def quieten(conn: Connection, person: Person, client_id: int, *, quiet: bool) -> None:
    """Notes that no reminders to be in touch with the client are wanted, or that they are again."""
    _change(conn, person, client_id, _Change("quiet", int(quiet) or None))


def put_off(conn: Connection, person: Person, client_id: int, now: int | None) -> None:
    """Notes when the parting check was put off (Unix seconds UTC), or None that it no longer is (protocol, 7)."""
    _change(conn, person, client_id, _Change("look_again_at", now))


def told(conn: Connection, person: Person, client_id: int, now: int, base: int) -> None:
    """Notes that a reminder to be in touch came `now`, whose base was `base` (Unix seconds UTC)."""
    _change(conn, person, client_id, _Change("told_at", now), _Change("told_base", base))


def told_base(conn: Connection, person: Person, client_id: int) -> int | None:
    """The base of the reminder to be in touch that came last (Unix seconds UTC), None before the first."""
    row = conn.execute(_GET_RHYTHM, {"owner": person.id, "client": client_id}).one_or_none()
    return row.told_base if row is not None else None


def _change(conn: Connection, person: Person, client_id: int, *changes: _Change) -> None:
    row = conn.execute(_GET_RHYTHM, {"owner": person.id, "client": client_id}).mappings().one_or_none()
    values: dict[str, int | None] = {column.name: None for column in rhythm.c}
    values |= dict(row) if row is not None else {}
    values |= {"client_id": client_id, "agency_id": person.agency_id, "person_id": person.id}
    if not _RHYTHM.run(conn, values | {change.column: change.value for change in changes}):
        raise Missing("client")
