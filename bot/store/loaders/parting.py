"""Loads what the screens of the parting check are drawn from: the verdict's record, and the evidence (protocol, 7)."""

from sqlalchemy import Connection

from bot.protocol.engine.upgrade import NewerState, read
from bot.protocol.engine.words import number
from bot.store.queries import clients, partings, promises, runs, touches
from bot.viewmodels.parting import Parted
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import AnyScene, Voice


def evidence(conn: Connection, person_id: int, run_id: int, client_id: int | None) -> Parted:
    """What the screens of that check are drawn from."""
    if client_id is None:
        return Parted()
    return Parted(
        record=partings.get(conn, person_id, run_id),
        held=partings.held(conn, person_id, client_id, run_id),
        last=touches.last(conn, person_id, client_id),
        told=promises.get(conn, person_id, run_id) is not None,
    )


def check(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> RunView | None:
    """A check that came to a verdict, closed or not; None where it is gone, or of a newer program."""
    person = scene.person.id
    stored = runs.load(conn, person, number(arguments) or 0)
    if stored is None or stored.kind != "parting":
        return None
    try:
        run = read(stored.state).run
    except NewerState:
        return None
    client = clients.get(conn, person, stored.client_id or 0)
    return RunView(id=stored.id, run=run, client=client, parting=evidence(conn, person, stored.id, run.value("client")))
