"""Coming in, by `/start` or a deep link; what is cancelled; commands that there aren't."""

from bot.conversation import business, debrief, vent
from bot.conversation.contacts import debrief_about
from bot.conversation.effects import ListHostCommands, WakeFileJobs
from bot.conversation.runs import held
from bot.conversation.visit import Move, Visit
from bot.protocol.engine.tables import TABLES
from bot.protocol.engine.words import number
from bot.store.queries import clients, delivery_queue
from bot.viewmodels.place import Place
from bot.viewmodels.vent import vent_place

_FROM_CHAT = "bizChat"
"""What the payload begins with where the manager taps "manage bot" in a chat of their account (Bot API)."""


def start(visit: Visit, payload: str) -> Move:
    """`/start` asks nothing: two lines that help, and the menu. Reminders that a block had stopped go on.

    `payload` is that of a deep link.
    """
    if visit.new and visit.person.hosts:
        visit.effects.append(ListHostCommands())
    if delivery_queue.back(visit.conn, visit.person.id, visit.now):
        visit.wake_reminders(delivery_queue.settle(visit.conn, visit.person.id, visit.now))
    if visit.joined:
        visit.effects.append(WakeFileJobs())  # what somebody who is back had asked for goes on
        return Move(Place("start"), "start-invited")
    return _lead_in(visit, payload)


def _lead_in(visit: Visit, payload: str) -> Move:
    """Where a deep link leads, `t.me/BOT?start=sos` say; without one it is the greeting (protocol, section 3)."""
    if payload.startswith(_FROM_CHAT) and (chat_id := number(payload.removeprefix(_FROM_CHAT))) is not None:
        return business.open_from_chat(visit, chat_id)
    name, _, argument = payload.partition("_")
    client = number(argument)
    if client is not None and clients.get(visit.conn, visit.person.id, client) is None:
        client = None
    match name:
        case "sos":
            return Move(Place("sos") if client is None else Place("sos", f"{client}"))
        case "prep":
            return Move(Place("prep") if client is None else Place("prep", f"{client}"))
        case "debrief":
            return debrief.begin(visit, "") if client is None else debrief_about(visit, client)
        case _:
            return Move(Place("start"))


def cancel(visit: Visit, _: str) -> Move:
    """Stops what runs and keeps it; says so where there is nothing to stop."""
    name, argument = visit.place
    here = vent_place(visit.place)
    if here is not None and here.lets_out:
        return vent.end(visit, here)
    if name in {*TABLES, "found"}:
        found = held(visit, int(argument))
        if found is not None:
            return debrief.break_off(visit, found)
    return Move(Place("menu"), "error-nothing_to_cancel")


def unknown_command(visit: Visit) -> Move:
    """A command that there isn't: said plainly, with the menu; to somebody who lets it out it is a word like others."""
    return vent.take(visit) or Move(Place("menu"), "error-unknown_command")
