"""What happened with a client, the newest first: one page of it, whatever lies behind (protocol, section 3).

A kind of event is added here: a select of when it was, what it is, and the run that tells of it, in `_SOURCES`, read in
the order of an index of its own. Its line stands in `bot.screens.timeline`.
"""

from typing import Any

from sqlalchemy import Connection, Integer, bindparam, case, cast, literal, null, select, text, union_all

from bot.protocol.engine.run import Run, joined
from bot.protocol.engine.upgrade import NewerState, read
from bot.store.queries import clients, followups, outcomes, runs
from bot.store.tables.core import followup, outcome, parting, promise, run, touch
from bot.viewmodels.clients import Happened, Told

_OWNER = bindparam("owner", type_=Integer)
_CLIENT = bindparam("client", type_=Integer)
_NO_RUN = cast(null(), run.c.id.type)
# What an index is over stands here as it does there, as a literal: else PostgreSQL's prepared plan could not take it.
_SOURCES = (
    select(
        run.c.started_at.label("at"),
        run.c.id.label("nth"),
        case((run.c.status == "note", literal("note")), else_=run.c.kind).label("what"),
        run.c.id.label("run"),
    ).where(run.c.person_id == _OWNER, run.c.client_id == _CLIENT, run.c.kind.in_(("debrief", "followup", "parting"))),
    select(touch.c.at, touch.c.id, literal("logged"), _NO_RUN).where(
        touch.c.person_id == _OWNER, touch.c.client_id == _CLIENT, text("touch.kind = 'logged'")
    ),
    select(promise.c.due_at, promise.c.id, promise.c.status, _NO_RUN).where(
        promise.c.person_id == _OWNER, promise.c.client_id == _CLIENT, text("promise.status IN ('kept', 'broken')")
    ),
)
_PAGE = (
    union_all(*_SOURCES).order_by(text("at DESC"), text("nth DESC")).limit(bindparam("most")).offset(bindparam("skip"))
)
_TOLD = (
    select(
        run.c.id,
        run.c.state,
        outcome.c.fear,
        outcome.c.fear_words,
        outcome.c.tension_before,
        outcome.c.tension_after,
        followup.c.how,
        followup.c.words,
        parting.c.verdict,
        parting.c.decision,
        parting.c.parted_at,
    )
    .join_from(run, outcome, outcome.c.run_id == run.c.id, isouter=True)
    .join(followup, followup.c.run_id == run.c.id, isouter=True)
    .join(parting, parting.c.run_id == run.c.id, isouter=True)
    .where(run.c.person_id == _OWNER, run.c.id.in_(bindparam("runs", expanding=True)))
)


def page(conn: Connection, person_id: int, client_id: int, limit: int, offset: int) -> list[Happened]:
    """A page of what happened with the client, the newest first; nothing where the client is not the person's."""
    values = {"owner": person_id, "client": client_id, "most": limit, "skip": offset}
    found = conn.execute(_PAGE, values).all()
    told = [row.run for row in found if row.run is not None]
    rows = {row.id: row for row in conn.execute(_TOLD, {"owner": person_id, "runs": told})} if told else {}
    return [_happened(row.what, row.at, rows.get(row.run)) for row in found]


def tell(conn: Connection, person_id: int, run_id: int) -> Told | None:
    """One debrief, follow-up or note in full; None where it is not the person's, or is about nobody yet."""
    stored = runs.load(conn, person_id, run_id)
    client = clients.get(conn, person_id, stored.client_id) if stored is not None and stored.client_id else None
    if stored is None or client is None:
        return None
    row = conn.execute(_TOLD, {"owner": person_id, "runs": [run_id]}).one()
    what = "note" if stored.status == "note" else stored.kind
    return Told(
        _happened(what, stored.started_at, row),
        client,
        outcomes.get(conn, person_id, run_id),
        followups.get(conn, person_id, run_id),
        open=stored.status == "open",
    )


def _happened(what: str, at: int, row: Any | None) -> Happened:  # noqa: ANN401 - a row of the statement above
    if row is None:
        return Happened(what, at)
    held = _run(row.state)
    facts = held.facts if held is not None else ()
    return Happened(
        what,
        at,
        run=row.id,
        fear=row.fear,
        fear_words=row.fear_words,
        before=row.tension_before if row.fear is not None or held is None else held.value("tension_before"),
        after=row.tension_after,
        how=row.how,
        words=row.words or joined(tuple(piece for piece in facts if piece.kind == "text")),
        voices=sum(piece.kind == "voice" for piece in facts),
        verdict=row.verdict,
        decision=row.decision,
        parted=row.parted_at is not None,
    )


def _run(state: str) -> Run | None:
    """The run that the state holds; None for one of a newer program, which is left as it is."""
    try:
        return read(state).run
    except NewerState:
        return None
