"""Before the call: whom it is with, and the card of that client (protocol, section 3; P3)."""

from bot.conversation.clients import named
from bot.conversation.replanning import lead
from bot.conversation.visit import Move, Visit
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import number
from bot.viewmodels.place import Place


def open_card(visit: Visit, argument: str) -> Move:
    """The card of a client (0: of one who isn't known yet), or whom the call is with."""
    client = number(argument)
    return lead(visit, Place("prep", "" if client is None else str(client)))


def more_clients(_: Visit, argument: str) -> Move:
    """A page of the clients to choose from."""
    return Move(Place("preps", f"{number(argument, 999) or 0}"))


def type_name(visit: Visit, said: TypedText) -> Move | None:
    """The name of whom the call is with; at a client's card, and where it is nobody's, it is words like any others."""
    if visit.at("prep") and number(visit.place[1]):
        return None
    return named(visit, said.text, lambda client_id: Move(Place("prep", f"{client_id}")))
