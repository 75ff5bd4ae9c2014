"""Use cases that only open a screen, with what the button carries."""

from bot.conversation.visit import Move, UseCase, Visit
from bot.protocol.engine.words import number
from bot.viewmodels.place import Place


def opens(name: str) -> UseCase:
    """Opens the screen of that place, whatever the button carries."""
    move = Move(Place(name))

    def use_case(_: Visit, __: str) -> Move:
        return move

    return use_case


def opens_with_number(name: str) -> UseCase:
    """Opens it with the number that the button carries, if it carries one: an id, or a page."""

    def use_case(_: Visit, argument: str) -> Move:
        found = number(argument)
        return Move(Place(name) if found is None else Place(name, str(found)))

    return use_case


def opens_page(name: str, last: int = 9999) -> UseCase:
    """Opens a page of a list; the first one has no number."""

    def use_case(_: Visit, argument: str) -> Move:
        at = number(argument, last)
        return Move(Place(name, str(at)) if at else Place(name))

    return use_case
