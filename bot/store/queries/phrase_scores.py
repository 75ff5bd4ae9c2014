"""What was learned of phrases: counts only, in the open (protocol, section 10)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, delete, select

from bot.protocol.person import Person
from bot.protocol.sos import NOTHING, Learned, Tally
from bot.store.queries.sql import Excluded, Upsert, owned_by
from bot.store.tables.core import learned


@dataclass(frozen=True, slots=True)
class SaidPhrase:
    """A phrase that was said, and whether it helped."""

    behaviour: str
    phrase: str
    helped: bool


def _added(excluded: Excluded) -> dict[str, object]:
    return {"helped": learned.c.helped + excluded.helped, "failed": learned.c.failed + excluded.failed}


_COUNT = Upsert(learned, ("person_id", "behaviour", "scope", "known_by"), keep=("client_id", "phrase"), changed=_added)
_KNOWN = select(learned.c.scope, learned.c.phrase, learned.c.helped, learned.c.failed).where(
    learned.c.person_id == bindparam("owner"),
    learned.c.behaviour == bindparam("what"),
    learned.c.scope.in_(bindparam("scopes", expanding=True)),
)
_BEST = (
    select(learned.c.phrase)
    .where(
        learned.c.person_id == bindparam("owner"),
        learned.c.scope == bindparam("of"),
        learned.c.client_id == bindparam("client"),
        learned.c.helped > learned.c.failed,
    )
    .order_by((learned.c.helped - learned.c.failed).desc(), learned.c.id.desc())
    .limit(1)
)
_THIS = (learned.c.person_id == bindparam("owner"), learned.c.client_id == bindparam("client"))
_OF_CLIENT = select(learned.c.behaviour, learned.c.phrase, learned.c.helped, learned.c.failed).where(*_THIS)
_FORGET = delete(learned).where(*_THIS)
_FIELDS = {"all": "everybody", "fear": "fear", "client": "client"}


def count_all(conn: Connection, person: Person, said: SaidPhrase) -> None:
    """Counts that the phrase helped or didn't, with everybody."""
    _count(conn, person, said, "all", None)


def count_with(conn: Connection, person: Person, said: SaidPhrase, client_id: int, fear: str | None) -> None:
    """The same with this client, and with this fear (an id of the playbook), once it is known who it was."""
    _count(conn, person, said, f"client:{client_id}", client_id)
    if fear is not None:
        _count(conn, person, said, f"fear:{fear}", None)


def _count(conn: Connection, person: Person, said: SaidPhrase, scope: str, client_id: int | None) -> None:
    _COUNT.run(conn, _row(person, said, scope, client_id))


def _row(person: Person, said: SaidPhrase, scope: str, client_id: int | None) -> dict[str, object]:
    return {
        **owned_by(person),
        "scope": scope,
        "client_id": client_id,
        "behaviour": said.behaviour,
        "phrase": said.phrase,
        "known_by": said.phrase,
        "helped": int(said.helped),
        "failed": int(not said.helped),
    }


def move(conn: Connection, person: Person, client_id: int, to: int) -> None:
    """What was learned with one client counts with the other from now on, who is the same (docs/decisions/0016)."""
    values = {"owner": person.id, "client": client_id}
    for behaviour, phrase, helped, failed in conn.execute(_OF_CLIENT, values).all():
        row = _row(person, SaidPhrase(behaviour, phrase, helped=True), f"client:{to}", to)
        _COUNT.run(conn, {**row, "helped": helped, "failed": failed})
    conn.execute(_FORGET, values)


def known(
    conn: Connection, person_id: int, behaviour: str, client_id: int | None, fear: str | None
) -> Mapping[str, Learned]:
    """What is known of the behaviour's phrases, by their text as the playbook has it."""
    scopes = ["all"]
    if client_id:
        scopes.append(f"client:{client_id}")
    if fear is not None:
        scopes.append(f"fear:{fear}")
    found: dict[str, Learned] = {}
    for scope, phrase, helped, failed in conn.execute(
        _KNOWN, {"owner": person_id, "what": behaviour, "scopes": scopes}
    ):
        field = _FIELDS[scope.partition(":")[0]]
        found[phrase] = replace(found.get(phrase, NOTHING), **{field: Tally(helped, failed)})
    return found


def best(conn: Connection, person_id: int, client_id: int) -> str | None:
    """The phrase that helped most with the client, as the playbook has it; None where none did."""
    values = {"owner": person_id, "of": f"client:{client_id}", "client": client_id}
    phrase: str | None = conn.execute(_BEST, values).scalar_one_or_none()
    return phrase
