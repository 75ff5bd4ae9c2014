"""Contact that is seen by itself: a connection, own messages in linked chats, whose a chat is (protocol, 11)."""

from dataclasses import dataclass, replace

from bot.conversation.clients import named, new_name, theirs
from bot.conversation.old_taps import stale
from bot.conversation.replanning import contacted, dealt_with, plan, plan_all, taken_back
from bot.conversation.visit import Move, Visit
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import number
from bot.store.queries import business, clients, touches
from bot.store.queries.business import BusinessConnection, ClientChat
from bot.telegram.render import request_of
from bot.viewmodels.place import Place

ONE_TALK = 300
"""Seconds: what the manager writes within five minutes after a contact is that contact."""
TAKEN_BACK = 60
"""Seconds within which a message that is deleted was no contact."""


@dataclass(frozen=True, slots=True)
class BusinessMessage:
    """A message in a linked chat at `at` (Unix seconds UTC). `automatic`: an away message, a greeting, a scheduled one.

    `ours`: this bot sent it in the manager's name.
    """

    chat_id: int
    message_id: int
    at: int
    own: bool
    automatic: bool
    ours: bool


def connect(visit: Visit, connection: BusinessConnection) -> Move | None:
    """Telegram tells of a connection: made, changed, or ended. Said once, above the present screen."""
    before = business.get(visit.conn, visit.person.id, connection.id)
    business.save(visit.conn, visit.person, connection)
    if before is None or before.enabled != connection.enabled:
        plan_all(visit)
    return _told(visit, before, connection)


def _told(visit: Visit, before: BusinessConnection | None, now: BusinessConnection) -> Move | None:
    if not now.enabled:
        said = "business-ended" if before is not None and before.enabled else None
    elif before is None or not before.enabled:
        said = "business-made"
    elif before.can_reply != now.can_reply:
        said = "business-may_reply" if now.can_reply else "business-may_not_reply"
    else:
        said = None
    return Move(visit.here, said, fresh=True) if said else None


def see(visit: Visit, connection_id: str, message: BusinessMessage) -> None:
    """A message in a business chat: the client's asks for an answer, the manager's own is a contact.

    Own messages within five minutes after one that counts belong to it; the bot's own and automatic ones never count.
    """
    found = _chat(visit, connection_id, message.chat_id)
    if found is None:
        return
    at, waited = min(message.at, visit.now), found.unanswered_since is not None
    if not message.own:
        business.asked(visit.conn, found, at)
        if not waited:
            plan(visit, found.client_id)  # a silence begins
        return
    if message.automatic:
        return
    if waited:
        business.answered(visit.conn, found)
    counted = not message.ours and _write(visit, found, message.message_id, at)
    if waited and not counted:
        plan(visit, found.client_id)  # the silence is over without a new contact, which would have planned anew


def _write(visit: Visit, found: ClientChat, message_id: int, at: int) -> bool:
    """Remembers an own message; gives whether it counts as a contact."""
    remembered = business.seen(visit.conn, found.id)
    if any(one.message_id == message_id for one in remembered):
        return False
    counts = not any(one.counted and abs(at - one.at) < ONE_TALK for one in remembered)
    touch_id = _contact(visit, found, at) if counts else None
    business.note(visit.conn, visit.person, found.id, message_id, at, touch_id)
    return counts


def _contact(visit: Visit, found: ClientChat, at: int) -> int:
    made = touches.log(visit.conn, visit.person, found.client_id, at)
    dealt_with(visit, found.client_id)
    contacted(visit, found.client_id, seen_at=at)
    return made


def delete(visit: Visit, connection_id: str, chat_id: int, message_ids: tuple[int, ...]) -> None:
    """Messages were deleted. An own one that counted, gone within a minute, was no contact: the next of the same talk
    is one in its place. Later on a deletion changes nothing.
    """
    found = _chat(visit, connection_id, chat_id)
    if found is None:
        return
    gone = [
        one
        for one in business.seen(visit.conn, found.id)
        if one.message_id in message_ids and visit.now - one.at <= TAKEN_BACK
    ]
    business.forget(visit.conn, found.id, [one.message_id for one in gone])
    for one in gone:
        made = touches.get(visit.conn, visit.person.id, one.touch_id) if one.touch_id is not None else None
        if made is not None and touches.undo(visit.conn, visit.person.id, made.id):
            taken_back(visit, made)
    for one in sorted(gone, key=lambda one: one.at):
        if one.counted:
            _count_next(visit, found, one.at)


def _count_next(visit: Visit, found: ClientChat, since: int) -> None:
    remembered = business.seen(visit.conn, found.id)
    talk = sorted((one.at, one.id) for one in remembered if 0 <= one.at - since < ONE_TALK)
    if not talk or any(one.counted and abs(one.at - talk[0][0]) < ONE_TALK for one in remembered):
        return
    at, seen_id = talk[0]
    business.count(visit.conn, seen_id, _contact(visit, found, at))


def _chat(visit: Visit, connection_id: str, chat_id: int) -> ClientChat | None:
    connection = business.get(visit.conn, visit.person.id, connection_id)
    enabled = connection is not None and connection.enabled
    return business.chat(visit.conn, visit.person.id, chat_id) if enabled else None


def link(visit: Visit, client_id: int, chat_id: int) -> bool:
    """The chat is this client's from now on; False where the client isn't the person's."""
    if clients.get(visit.conn, visit.person.id, client_id) is None:
        return False
    business.unlink(visit.conn, visit.person.id, client_id)
    business.link(visit.conn, visit.person, client_id, chat_id, visit.now)
    plan(visit, client_id)
    return True


def open_chat(visit: Visit, argument: str) -> Move:
    """Which Telegram chat is the client's."""
    client = theirs(visit, argument)
    return stale(visit) if client is None else Move(Place("chat", str(client.id)))


def unlink(visit: Visit, argument: str) -> Move:
    """No chat is the client's any more."""
    client = theirs(visit, argument)
    if client is None or not business.unlink(visit.conn, visit.person.id, client.id):
        return stale(visit)
    plan(visit, client.id)
    return Move(Place("chat", str(client.id)), "business-unlinked")


def pick_chat(visit: Visit, request_id: int, user_id: int) -> Move | None:
    """Somebody was picked in Telegram's list where the chat of a client is asked for; None anywhere else."""
    if not visit.at("chat"):
        return None
    client = theirs(visit, visit.place.arguments)
    if client is None or request_of(client.id) != request_id or not link(visit, client.id, user_id):
        return Move(visit.here, "business-late")
    return Move(Place("client", str(client.id)), "business-link_done")


def open_from_chat(visit: Visit, chat_id: int) -> Move:
    """The manager came from one of their account's chats: to its client's card, or to the question whose it is."""
    found = business.chat(visit.conn, visit.person.id, chat_id)
    return Move(Place("whose", f"{chat_id}:") if found is None else Place("client", str(found.client_id)))


def link_to(visit: Visit, argument: str) -> Move:
    """The chat is that client's."""
    chat_id, client_id = (number(part) for part in argument.partition(".")[::2])
    if chat_id is None or client_id is None or not link(visit, client_id, chat_id):
        return stale(visit)
    return Move(Place("client", str(client_id)), "business-link_done")


def type_whose(visit: Visit, said: TypedText) -> Move | None:
    """Whose the chat is, by a client's name, which may be a new one's."""
    chat_id = int(visit.place.arguments.partition(":")[0])

    def linked(client_id: int) -> Move:
        return link_to(visit, f"{chat_id}.{client_id}")

    known = named(visit, said.text, linked, before=f"{chat_id}:")
    name = new_name(said.text)
    if known is not None or name is None:
        return known
    return linked(clients.create(visit.conn, visit.person, name, visit.now).id)


def refreshed(visit: Visit, connection: BusinessConnection) -> Move | None:
    """What Telegram said when it was asked: as if it had told by itself, with the moment that is known already."""
    before = business.get(visit.conn, visit.person.id, connection.id)
    if before is not None and before.enabled == connection.enabled and before.can_reply == connection.can_reply:
        return None
    return connect(visit, connection if before is None else replace(connection, since=before.since))
