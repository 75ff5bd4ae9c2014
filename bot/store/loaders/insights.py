"""What is counted of a person's records, read on the read-only connection by a fixed number of statements.

These are long reads, so no unit of work does them: they run beside the writes, over one snapshot.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, case, func, select

from bot.insights.periods import Period
from bot.insights.records import Follow, Naming, Phrase, PromiseRecord, Quiet, Rows, Talk
from bot.insights.stats import LISTED, Insights, count
from bot.protocol.person import Person
from bot.store.database.database import Database
from bot.store.database.errors import StoreError
from bot.store.loaders import contacts
from bot.store.queries import clients
from bot.store.queries.outcomes import NO_FEARS
from bot.store.tables.core import client, followup, learned, outcome, promise, touch
from bot.viewmodels.contacts import ClientChoice
from bot.viewmodels.insights import Look, look_of
from bot.viewmodels.place import Place
from bot.viewmodels.scene import AnyScene, Scene, Voice

CountedScene = Scene[Insights | None]

log = logging.getLogger(__name__)

"""The place whose screen is drawn from these."""
_Where = list[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class _Statements:
    """The statements for one client, or for all of a person's."""

    talks: Select[Any]
    follows: Select[Any]
    named: Select[Any]
    changed: Select[Any]
    promises: Select[Any]
    phrases: Select[Any]


_ASKED = outcome.c.fears != NO_FEARS
"""Whether the debrief asked for the fear: one that didn't leaves what was named before."""


@lru_cache(maxsize=2)
def _statements(one: bool) -> _Statements:
    return _Statements(
        talks=select(
            outcome.c.run_id,
            outcome.c.created_at,
            outcome.c.client_id,
            case((_ASKED, outcome.c.fear)),
            outcome.c.tension_before,
            outcome.c.tension_after,
        ).where(*_of(outcome, one), *_within(outcome.c.created_at)),
        follows=select(
            followup.c.run_id,
            followup.c.at,
            followup.c.client_id,
            followup.c.how,
            followup.c.fear_right,
            followup.c.fear,
            followup.c.tension,
        ).where(*_of(followup, one), *_within(followup.c.at)),
        named=_before(outcome, outcome.c.created_at, [*_of(outcome, one), _ASKED]),
        changed=_before(followup, followup.c.at, [*_of(followup, one), followup.c.fear.is_not(None)]),
        promises=select(promise.c.due_at, promise.c.status).where(*_of(promise, one), *_within(promise.c.due_at)),
        phrases=_best(one),
    )


def _of(table: Table, one: bool) -> _Where:
    mine: _Where = [table.c.person_id == bindparam("owner")]
    return [*mine, table.c.client_id == bindparam("client")] if one else mine


def _within(moment: ColumnElement[int]) -> _Where:
    return [moment >= bindparam("since"), moment <= bindparam("until")]


def _before(table: Table, moment: ColumnElement[int], which: _Where) -> Select[Any]:
    """Of each client the fear that was named last before the period."""
    last = select(func.max(table.c.run_id)).where(*which, moment < bindparam("since")).group_by(table.c.client_id)
    mine = table.c.person_id == bindparam("owner")
    return select(table.c.client_id, table.c.run_id, table.c.fear).where(mine, table.c.run_id.in_(last))


def _best(one: bool) -> Select[Any]:
    """The phrases that helped most; the same phrase may serve several behaviours."""
    helped, failed = func.sum(learned.c.helped), func.sum(learned.c.failed)
    whose = learned.c.client_id == bindparam("client") if one else learned.c.client_id.is_(None)
    best = (
        select(func.min(learned.c.id).label("id"), helped.label("helped"), failed.label("failed"))
        .where(learned.c.person_id == bindparam("owner"), whose, learned.c.scope == bindparam("scope"))
        .group_by(learned.c.known_by)
        .order_by((helped - failed).desc(), helped.desc(), func.min(learned.c.id))
        .limit(LISTED)
        .subquery()
    )
    return (
        select(learned.c.phrase, best.c.helped, best.c.failed)
        .join_from(best, learned, learned.c.id == best.c.id)
        .order_by((best.c.helped - best.c.failed).desc(), best.c.helped.desc(), best.c.id)
    )


_CONTACTS = (
    select(touch.c.at)
    .where(touch.c.person_id == bindparam("owner"), touch.c.client_id == bindparam("client"), *_within(touch.c.at))
    .order_by(touch.c.at)
)
_EARLIER = select(func.max(touch.c.at)).where(
    touch.c.person_id == bindparam("owner"), touch.c.client_id == bindparam("client"), touch.c.at < bindparam("since")
)
_LAST = (
    select(
        client.c.id,
        client.c.label,
        select(func.max(touch.c.at))
        .where(touch.c.person_id == client.c.person_id, touch.c.client_id == client.c.id)
        .scalar_subquery()
        .label("last"),
    )
    .where(client.c.person_id == bindparam("owner"), client.c.archived_at.is_(None))
    .subquery()
)
_QUIET = (
    select(_LAST.c.label, _LAST.c.last)
    .where(_LAST.c.last >= bindparam("since"))
    .order_by(_LAST.c.last, _LAST.c.id)
    .limit(LISTED)
)


def load(conn: Connection, person: Person, look: Look, now: int) -> Insights | None:
    """What the person's records of the period up to `now` (Unix seconds UTC) come to; None for a client not theirs."""
    known = clients.get(conn, person.id, look.client) if look.client else None
    if look.client and known is None:
        return None
    period = Period(look.days, now, person.zone)
    values = {"owner": person.id, "client": look.client, "since": period.since, "until": now}
    return count(_rows(conn, values, one=known is not None), period, known.label if known is not None else None)


def _rows(conn: Connection, values: Mapping[str, int], *, one: bool) -> Rows:
    run = _statements(one)
    talks = [Talk(*row) for row in conn.execute(run.talks, values).all()]
    follows = [Follow(*row) for row in conn.execute(run.follows, values).all()]
    namings = [Naming(*row) for query in (run.named, run.changed) for row in conn.execute(query, values).all()]
    promises = [PromiseRecord(*row) for row in conn.execute(run.promises, values).all()]
    scope = f"client:{values['client']}" if one else "all"
    phrases = [
        Phrase(row[0], int(row[1]), int(row[2])) for row in conn.execute(run.phrases, {**values, "scope": scope})
    ]
    rows = Rows(talks=talks, follows=follows, namings=namings, promises=promises, phrases=phrases)
    if not one:
        return replace(rows, quiet=[Quiet(*row) for row in conn.execute(_QUIET, values)])
    earlier = conn.execute(_EARLIER, values).scalar_one()
    contacts = list(conn.execute(_CONTACTS, values).scalars())
    return replace(rows, contacts=contacts if earlier is None else [earlier, *contacts])


def clients_to_choose(conn: Connection, scene: AnyScene, voice: Voice, arguments: str) -> ClientChoice:
    """For which client it may be counted: a page of them, the most recent first."""
    return contacts.choice(conn, scene, voice, arguments.partition("/")[2])


async def filled(db: Database, scene: CountedScene) -> CountedScene:
    """The scene with what its screen counts, read after the commit.

    Where the database can't be read now, the screen says so; for a client that is gone it shows all of them.
    """
    look = look_of(scene.place.arguments)
    try:
        found = await db.read(lambda conn: load(conn, scene.person, look, scene.drawn_at))
        if found is None:
            look = Look(0, look.days)
            scene = replace(scene, place=Place(scene.place.name, look.argument), notice="clients-gone")
            found = await db.read(lambda conn: load(conn, scene.person, look, scene.drawn_at))
    except StoreError as error:
        log.warning("what helps could not be counted: %s", error)
        return scene
    return scene.of(found)
