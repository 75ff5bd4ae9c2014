"""What the plan for one client is made from, loaded (protocol, section 8)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, and_, bindparam, exists, func, select, true

from bot.protocol.cadence.client_state import Event, standing
from bot.protocol.cadence.due_times import rung_on
from bot.protocol.cadence.plan import Case, rhythm_of, wants
from bot.protocol.debrief.steps import THREAT
from bot.protocol.person import Person
from bot.protocol.playbook import Rung
from bot.store.database.errors import Missing
from bot.store.queries import promises
from bot.store.queries.outcomes import NO_FEARS
from bot.store.queries.sql import Upsert, owned_by
from bot.store.tables.core import business_connection, client, client_chat, followup, outcome, rhythm, touch
from bot.viewmodels.scene import Voice, hours_of

_LOOKED_BACK = 64
"""Debriefs and follow-ups that are looked at; what lies further back changes nothing any more."""

_THESE = (client.c.person_id == bindparam("owner"), client.c.id.in_(bindparam("clients", expanding=True)))


def _last(table: Table) -> Select[Any]:
    """The last runs of each of the clients in that table, in one statement that never reads further back."""
    older = table.alias("older")
    oldest = (
        select(older.c.run_id)
        .where(older.c.person_id == client.c.person_id, older.c.client_id == client.c.id)
        .order_by(older.c.run_id.desc())
        .limit(1)
        .offset(_LOOKED_BACK - 1)
        .scalar_subquery()
    )
    return (
        select(table)
        .join_from(
            client,
            table,
            and_(
                table.c.person_id == client.c.person_id,
                table.c.client_id == client.c.id,
                table.c.run_id >= func.coalesce(oldest, 0),
            ),
        )
        .where(*_THESE)
    )


_CONTACT = (
    select(func.max(touch.c.at))
    .where(touch.c.person_id == client.c.person_id, touch.c.client_id == client.c.id)
    .scalar_subquery()
)
_SEEN = exists().where(business_connection.c.person_id == client.c.person_id, business_connection.c.enabled.is_(true()))
_UNANSWERED = (
    select(func.min(client_chat.c.unanswered_since))
    .where(client_chat.c.person_id == client.c.person_id, client_chat.c.client_id == client.c.id, _SEEN)
    .scalar_subquery()
)
_CLIENTS = (
    select(
        client.c.id,
        _CONTACT.label("contact"),
        _UNANSWERED.label("unanswered"),
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
    .where(*_THESE)
)
_DEBRIEFS = _last(outcome).with_only_columns(
    outcome.c.client_id,
    outcome.c.run_id,
    outcome.c.created_at,
    outcome.c.tense,
    outcome.c.fear,
    outcome.c.fears,
    outcome.c.behaviours,
    maintain_column_froms=True,
)
_FOLLOWUPS = _last(followup).with_only_columns(
    followup.c.client_id,
    followup.c.run_id,
    followup.c.at,
    followup.c.how,
    followup.c.kept,
    followup.c.fear,
    maintain_column_froms=True,
)
_RHYTHM = Upsert(rhythm, "client_id")
_GET_RHYTHM = select(rhythm).where(rhythm.c.person_id == bindparam("owner"), rhythm.c.client_id == bindparam("client"))


def load(conn: Connection, person_id: int, client_id: int) -> Case:
    """The client's case; raises Missing where the client is not the person's."""
    (found,) = several(conn, person_id, [client_id])
    return found


def several(
    conn: Connection, person_id: int, client_ids: Sequence[int], named: Mapping[int, promises.Made] | None = None
) -> list[Case]:
    """The cases of those clients, in their order and in as many statements as for one; raises Missing as `load`.

    `named` are their last promises with what became of them, where that is known already.
    """
    these = {"owner": person_id, "clients": list(client_ids)}
    known = {row.id: row for row in conn.execute(_CLIENTS, these)}
    if not all(client_id in known for client_id in client_ids):
        raise Missing("client")
    debriefs, followups = _by_client(conn.execute(_DEBRIEFS, these)), _by_client(conn.execute(_FOLLOWUPS, these))
    named = promises.latest(conn, person_id, client_ids) if named is None else named
    return [_case(known[one], debriefs[one], followups[one], named.get(one, [])) for one in client_ids]


def _by_client(rows: Iterable[Row[Any]]) -> defaultdict[int, list[Row[Any]]]:
    """The rows of each client, the newest run first."""
    found = defaultdict[int, list[Row[Any]]](list)
    for row in rows:
        found[row.client_id].append(row)
    for runs in found.values():
        runs.sort(key=lambda row: row.run_id, reverse=True)
    return found


def _case(
    known: Row[*tuple[Any, ...]], debriefs: list[Row[Any]], followups: list[Row[Any]], named: promises.Made
) -> Case:
    # In the order of the runs: two of them may have begun in the same second.
    events = [(row.run_id, Event(row.created_at, tense=row.tense)) for row in debriefs]
    events += [(row.run_id, Event(row.at, how=row.how, kept=row.kept)) for row in followups]
    # A debrief that didn't ask for the fear leaves the one that was named before (protocol, section 4).
    fears = [(row.run_id, row.fear) for row in debriefs if row.fears != NO_FEARS][:1]
    fears += [(row.run_id, row.fear) for row in followups if row.fear is not None]
    return Case(
        client=known.id,
        events=[event for _, event in sorted(events, key=lambda one: one[0])],
        contact=known.contact,
        talk=debriefs[0].created_at if debriefs else None,
        fear=max(fears)[1] if fears else None,
        threat=bool(debriefs) and THREAT in json.loads(debriefs[0].behaviours),
        chosen=known.cadence,
        chosen_at=known.cadence_at,
        until=date.fromisoformat(known.client_date) if known.client_date else None,
        promises=tuple(one for one, status in named if status == "open"),
        told=known.told_at,
        told_base=known.told_base,
        not_now=known.look_again_at,
        unanswered=known.unanswered,
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
    values |= {"client_id": client_id, **owned_by(person)}
    if not _RHYTHM.run(conn, values | {change.column: change.value for change in changes}):
        raise Missing("client")
