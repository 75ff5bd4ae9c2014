"""Reminders after what changed: planned anew in the same unit, and the messages that brought them put right (R2)."""

from bot.conversation.visit import Move, Visit
from bot.reminders import replan
from bot.store.queries import clients, reminder_messages, reminders
from bot.store.queries.touches import Touch
from bot.viewmodels.place import Place
from bot.viewmodels.reminders import ReminderMessage


def plan(visit: Visit, *client_ids: int) -> None:
    """Plans the reminders about these clients anew; whoever sends them is told once the unit is committed."""
    these = list(dict.fromkeys(client_ids))
    visit.wake_reminders(replan.replan_all(visit.conn, visit.person, visit.voice, visit.now, these))


def plan_all(visit: Visit) -> None:
    """The same for every client about whom something waits: working hours, days, zone or holidays changed."""
    visit.wake_reminders(replan.replan_all(visit.conn, visit.person, visit.voice, visit.now))


def dealt_with(visit: Visit, client_id: int) -> None:
    """The client is the most recent one, and out of the archive: whoever is dealt with is not put away.

    Raises Missing where the client is not the person's.
    """
    clients.seen(visit.conn, visit.person.id, client_id, visit.now)
    if clients.bring_back(visit.conn, visit.person.id, client_id):
        plan(visit, client_id)


def contacted(visit: Visit, client_id: int, seen_at: int | None = None) -> None:
    """There was a contact, noted already: the reminders about it that had come say so, the next are planned.

    `seen_at` (Unix seconds UTC) is the moment of one that was seen by itself.
    """
    brought = reminders.all_done(visit.conn, visit.person.id, client_id, "wrote", seen_at)
    brought |= {row.notice_id for row in reminders.waiting(visit.conn, visit.person.id, client_id) if row.notice_id}
    for reminder_message in brought:
        visit.redraw(reminder_message)
    plan(visit, client_id)


def taken_back(visit: Visit, contact: Touch) -> None:
    """There was no such contact: the reminders that it had answered are open again, and say so."""
    for reminder_message in reminders.reopen(visit.conn, visit.person.id, contact.client_id, contact.at):
        visit.redraw(reminder_message)
    plan(visit, contact.client_id)


def brought_by(visit: Visit) -> ReminderMessage | None:
    """The message that was tapped, where it brought reminders and is not the chat's own view."""
    return reminder_messages.of_message(visit.conn, visit.person.id, visit.tapped) if visit.tapped is not None else None


def lead(visit: Visit, place: Place) -> Move:
    """Somewhere else from the tapped message: one that brought a single reminder becomes the chat's view there.

    One that brought several stays as it is, as their list, and the view comes under it.
    """
    brought = brought_by(visit)
    if brought is None:
        return Move(place)
    if len(brought.items) == 1:
        reminder_messages.leave(visit.conn, visit.person.id, brought.id)
        return Move(place, adopt=True)
    visit.redraw(brought.id, "list:0")
    return Move(place, fresh=True, beside=True)
