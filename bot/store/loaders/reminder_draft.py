"""Loads a reminder that was opened for its draft (protocol, section 4; R2)."""

from sqlalchemy import Connection

from bot.protocol.engine.upgrade import NewerState, read
from bot.protocol.engine.words import number
from bot.store.loaders import reminders
from bot.store.queries import clients, followups, reminder_messages, runs
from bot.viewmodels.reminders import ReminderDraft
from bot.viewmodels.scene import AnyScene, Voice


def draft(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> ReminderDraft | None:
    """A reminder opened for its draft: whose turn it is among the wordings, and the client's last debrief."""
    person = scene.person.id
    item = reminders.get(conn, person, number(arguments) or 0)
    if item is None:
        return None
    message = reminder_messages.get(conn, person, item.notice_id) if item.notice_id is not None else None
    last = followups.rounds(conn, person, item.client_id, 1)
    stored = runs.load(conn, person, last[0].run) if last else None
    try:
        debrief = read(stored.state).run if stored is not None else None
    except NewerState:
        debrief = None
    turn = message.turn_of(item) if message is not None else item.id
    return ReminderDraft(item, turn, debrief, clients.get(conn, person, item.client_id))
