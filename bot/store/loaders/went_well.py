"""Loads a talk that was just logged as one that went well."""

from sqlalchemy import Connection

from bot.protocol.engine.words import number
from bot.store.loaders import contacts
from bot.store.queries import clients, runs
from bot.viewmodels.scene import AnyScene, Voice
from bot.viewmodels.went_well import LoggedTalk


def logged(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> LoggedTalk | None:
    """The talk by its follow-up; None where it was taken back."""
    person = scene.person.id
    stored = runs.load(conn, person, number(arguments) or 0)
    client = clients.get(conn, person, stored.client_id) if stored is not None and stored.client_id else None
    if stored is None or client is None:
        return None
    return LoggedTalk(stored.id, client, contacts.next_at(conn, scene, client.id))
