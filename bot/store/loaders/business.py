"""Loads the view models of contact that is seen by itself."""

from sqlalchemy import Connection

from bot.protocol.engine.words import number
from bot.store.loaders import contacts
from bot.store.queries import business, clients
from bot.viewmodels.business import ChatOfClient, SeenContact, UnlinkedChat
from bot.viewmodels.scene import AnyScene, Voice


def seen_contact(conn: Connection, scene: AnyScene, _: Voice, __: str) -> SeenContact:
    """How the person's account and the bot stand."""
    found = business.latest(conn, scene.person.id)
    linked = business.linked(conn, scene.person.id)
    if found is None:
        return SeenContact(linked=linked)
    return SeenContact(found.enabled, found.since, found.can_reply, linked)


def chat_of_client(conn: Connection, scene: AnyScene, voice: Voice, arguments: str) -> ChatOfClient | None:
    """The client of the place and the chat that is theirs; None where the client isn't the person's."""
    client = clients.get(conn, scene.person.id, number(arguments) or 0)
    if client is None:
        return None
    found = business.chats_of(conn, scene.person.id, client.id)
    return ChatOfClient(client, found[0].linked_at if found else None, seen_contact(conn, scene, voice, ""))


def unlinked(conn: Connection, scene: AnyScene, voice: Voice, arguments: str) -> UnlinkedChat:
    """The chat of the place, and a page of clients or those that a typed name may mean."""
    chat_id, _, which = arguments.partition(":")
    return UnlinkedChat(int(chat_id), contacts.choice(conn, scene, voice, which))
