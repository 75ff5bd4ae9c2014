"""Follow-ups: what each contact after a debrief came to (protocol, section 4)."""

from sqlalchemy import Connection, bindparam, delete, select

from bot.protocol.followup import FollowUp
from bot.protocol.person import Person
from bot.store.database.errors import Missing
from bot.store.queries.outcomes import NO_FEARS
from bot.store.queries.sql import Upsert, columns, owned_by, values_of
from bot.store.tables.core import followup, outcome
from bot.viewmodels.reminders import Round

_SAVE = Upsert(followup, "run_id", keep=("at",))
_THIS = (followup.c.person_id == bindparam("owner"), followup.c.run_id == bindparam("run"))
_GET = select(*columns(followup, FollowUp)).where(*_THIS)
_DROP = delete(followup).where(*_THIS)
_MINE = (followup.c.person_id == bindparam("owner"), followup.c.client_id == bindparam("client"))
_FEARS = (
    select(followup.c.fear, followup.c.fear_words, followup.c.run_id)
    .where(*_MINE, followup.c.fear.is_not(None))
    .order_by(followup.c.run_id.desc())
    .limit(1)
)
_NAMED = (
    select(outcome.c.run_id, outcome.c.fear, outcome.c.fear_words)
    .where(
        outcome.c.person_id == bindparam("owner"),
        outcome.c.client_id == bindparam("client"),
        outcome.c.fears != NO_FEARS,
    )
    .order_by(outcome.c.run_id.desc())
    .limit(1)
)
_TRIED = (
    select(outcome.c.run_id, outcome.c.fear, outcome.c.fear_words, outcome.c.honest, outcome.c.created_at)
    .where(outcome.c.person_id == bindparam("owner"), outcome.c.client_id == bindparam("client"))
    .order_by(outcome.c.run_id.desc())
    .limit(bindparam("most"))
)


def save(  # noqa: PLR0913, PLR0917 (the columns of one row)
    conn: Connection, person: Person, run_id: int, made: FollowUp, at: int, now: int
) -> None:
    """Writes the follow-up of a contact at `at`, over an earlier one of the run; moments are Unix seconds UTC.

    Raises Missing or StoreError where run or client are not the person's.
    """
    values = {
        "run_id": run_id,
        **owned_by(person),
        **values_of(made),
        "at": at,
        "updated_at": now,
    }
    if not _SAVE.run(conn, values):
        raise Missing("follow-up")


def get(conn: Connection, person_id: int, run_id: int) -> FollowUp | None:
    """What the follow-up came to; None where nothing was said yet, or it is somebody else's."""
    row = conn.execute(_GET, {"owner": person_id, "run": run_id}).one_or_none()
    return FollowUp(**row._asdict()) if row else None


def drop(conn: Connection, person_id: int, run_id: int) -> bool:
    """Takes the follow-up away, where Back dropped how it went; False where there was none of the person's."""
    return conn.execute(_DROP, {"owner": person_id, "run": run_id}).rowcount == 1


def rounds(conn: Connection, person_id: int, client_id: int, limit: int) -> list[Round]:
    """The client's last debriefs, the newest first."""
    rows = conn.execute(_TRIED, {"owner": person_id, "client": client_id, "most": limit})
    return [Round(*row) for row in rows]


def fear(conn: Connection, person_id: int, client_id: int) -> tuple[str, str | None] | None:
    """What the client is taken to be afraid of, an id of the playbook with own words; None where nothing was named.

    A debrief that didn't ask leaves what was named before.
    """
    this = {"owner": person_id, "client": client_id}
    named, changed = (conn.execute(one, this).one_or_none() for one in (_NAMED, _FEARS))
    if changed is not None and (named is None or changed.run_id > named.run_id):
        return changed.fear, changed.fear_words
    return (named.fear, named.fear_words) if named is not None else None
