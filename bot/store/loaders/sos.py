"""Loads what SOS is drawn from: the phrase and what is known of its like (protocol, sections 3, 5 and 10)."""

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.protocol import sos
from bot.store.queries import clients, followups, outcomes, phrase_scores
from bot.viewmodels.scene import AnyScene, Voice
from bot.viewmodels.sos import SosView


def behaviours(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> SosView:
    """What is going on, with whom where one was known before, and what was met most."""
    person, client = scene.person.id, sos.Call.read(arguments).client
    known = clients.get(conn, person, client) if client else None
    met_here = outcomes.met(conn, person, known.id) if known is not None else ()
    return SosView(
        client=known, with_client=known.id if known else 0, met_here=met_here, met=outcomes.met(conn, person)
    )


def phrase(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> SosView:
    """The phrase on the screen, and what was learned of its like."""
    found = sos.decode(arguments.partition(":")[0])
    if found is None:
        return SosView()
    learned = known_of(conn, scene.person.id, found.behaviour, found.client)
    return SosView(sos=found, learned=learned, with_client=found.client)


def known_of(conn: Connection, person_id: int, behaviour: str, client_id: int) -> Mapping[str, sos.Learned]:
    """What was learned of the behaviour's phrases, with this client and their fear first."""
    fear = followups.fear(conn, person_id, client_id) if client_id else None
    return phrase_scores.known(conn, person_id, behaviour, client_id or None, fear[0] if fear else None)
