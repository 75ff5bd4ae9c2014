"""What helps: the counts, for whom and for how long, and the pictures (protocol, section 10)."""

from bot.conversation.effects import DrawChart
from bot.conversation.old_taps import stale
from bot.conversation.visit import Move, Visit
from bot.protocol.engine.words import number
from bot.store.queries import clients
from bot.viewmodels.insights import KINDS, Look, look_of
from bot.viewmodels.place import Place
from bot.workers.charts import ChartRequest


def _seen(visit: Visit, argument: str) -> Look | None:
    """At what the button looks; None where that client is not the person's."""
    look = look_of(argument)
    return look if not look.client or clients.get(visit.conn, visit.person.id, look.client) is not None else None


def choose_client(visit: Visit, argument: str) -> Move:
    """A page of the clients to choose from."""
    looked, _, page = argument.partition("/")
    look = _seen(visit, looked)
    return stale(visit) if look is None else Move(Place("insightswho", f"{look.argument}/{number(page, 999) or 0}"))


def open_all(_: Visit, __: str) -> Move:
    """The counts: all clients, the usual period."""
    return Move(Place("insights", Look().argument))


def open_counts(visit: Visit, argument: str) -> Move:
    """The counts, for whom and for how long the button says."""
    look = _seen(visit, argument)
    return stale(visit) if look is None else Move(Place("insights", look.argument))


def draw(visit: Visit, argument: str) -> Move:
    """A picture: it comes by itself as soon as it is drawn, with the screen under it."""
    kind, _, looked = argument.partition(".")
    look = _seen(visit, looked)
    if look is None or kind not in KINDS:
        return stale(visit)
    visit.effects.append(DrawChart(ChartRequest(kind, look, visit.person)))
    return Move(Place("insights", look.argument), toast="insights-drawing")
