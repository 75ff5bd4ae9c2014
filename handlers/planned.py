"""Reminders after what changed: planned anew in the same unit, and the messages that brought them put right (R2)."""

from bot.reminders import planning
from bot.store import reminders
from handlers.visit import Visit


def plan(visit: Visit, client_id: int) -> None:
    """Plans the reminders about the client anew; whoever sends them is told once the unit is committed."""
    visit.due = planning.replan(visit.conn, visit.person, client_id, visit.voice, visit.now)


def plan_all(visit: Visit) -> None:
    """The same for every client about whom something waits: working hours, days, zone or holidays changed."""
    visit.due = planning.replan_all(visit.conn, visit.person, visit.voice, visit.now)


def contacted(visit: Visit, client_id: int) -> None:
    """There was a contact, noted already: the reminders about it that had come say so, the next are planned."""
    for notice in reminders.all_done(visit.conn, visit.person.id, client_id, "wrote"):
        visit.redrawn.setdefault(notice, None)
    plan(visit, client_id)
