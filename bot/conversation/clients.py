"""Clients: the list and its search, a card and its history, the archive, two cards made one, one deleted (R2)."""

from collections.abc import Callable, Sequence

from bot.conversation.old_taps import stale
from bot.conversation.replanning import lead, plan
from bot.conversation.visit import Move, UseCase, Visit
from bot.protocol import matching
from bot.protocol.client import Client
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import LONGEST_NAME, number
from bot.protocol.merging import leftover, merged
from bot.store.loaders import client_list
from bot.store.loaders.clients import ids_of, parted
from bot.store.queries import clients, delivery_queue, reminders
from bot.store.queries import merging as store
from bot.viewmodels.clients import ORIGINS
from bot.viewmodels.place import Place


def theirs(visit: Visit, text: str) -> Client | None:
    """The client that a button names, None where it is not this person's."""
    return clients.get(visit.conn, visit.person.id, number(text) or 0)


def search_page(visit: Visit, argument: str) -> Move:
    """Another page of what was found; from a card that was opened there, back to it."""
    here = visit.place.arguments
    ids = here.partition(".")[2] if visit.at("search") else here.partition(".s")[2].partition(".")[2]
    return Move(Place("search", f"{number(argument, 9999) or 0}.{ids}")) if ids_of(ids) else Move(Place("clients"))


def open_card(visit: Visit, argument: str) -> Move:
    """A client's card, which remembers the list that it was opened from."""
    client_id = number(argument)
    if client_id is None:
        return stale(visit)
    here, at, origin = visit.place.arguments.partition(".")
    if visit.at("about") and here == argument:  # back to the card, which still knows the list
        return Move(Place("client", f"{here}{at}{origin}"))
    letter = next((letter for letter, origin in ORIGINS.items() if visit.at(origin)), None)
    origin = "" if letter is None else f".{letter}{visit.place.arguments}"
    return lead(visit, Place("client", f"{client_id}{origin}"))


def open_about(visit: Visit, argument: str) -> Move:
    """ "More" of a client's card, which goes back to the very card that it was opened from."""
    client_id = number(argument)
    if client_id is None:
        return stale(visit)
    known = visit.at("client", "about") and visit.place.arguments.partition(".")[0] == argument
    return lead(visit, Place("about", visit.place.arguments if known else str(client_id)))


def _opens(name: str) -> UseCase:
    """Opens a screen about the client of the button, whatever follows its id there."""

    def use_case(visit: Visit, argument: str) -> Move:
        client_id, at, _ = parted(argument)
        return Move(Place(name, f"{client_id}.{at}")) if client_id else stale(visit)

    return use_case


open_history = _opens("history")
"""A client's history, by page."""
open_told = _opens("told")
"""One entry of it in full."""
open_twin = _opens("twin")
"""Which other card may be of the same client."""


def _asks_again(name: str, about: str) -> UseCase:
    """The second question, from the first one of the very same."""

    def use_case(visit: Visit, argument: str) -> Move:
        return Move(Place(name, argument)) if visit.place == Place(about, argument) else stale(visit)

    return use_case


ask_merge_again = _asks_again("merging", "merge")
"""Asks the second time whether two cards are of one client."""
ask_delete_again = _asks_again("dropped", "drop")
"""Asks the second time whether a card is to be deleted."""


def archive(visit: Visit, argument: str) -> Move:
    """Into the archive: out of the lists, and nothing is left to come; what had come says so."""
    client = theirs(visit, argument)
    if client is None:
        return stale(visit)
    put_in_archive(visit, client.id)
    return Move(Place("client", str(client.id)))


def put_in_archive(visit: Visit, client_id: int) -> None:
    """A client of the person's goes into the archive; one that is there already stays as it is."""
    if clients.archive(visit.conn, visit.person.id, client_id, visit.now):
        _redraw(visit, client_id)
        reminders.all_done(visit.conn, visit.person.id, client_id, "over")
        plan(visit, client_id)


def bring_back(visit: Visit, argument: str) -> Move:
    """Out of the archive; the reminders are planned anew."""
    client = theirs(visit, argument)
    if client is None:
        return stale(visit)
    if clients.bring_back(visit.conn, visit.person.id, client.id):
        plan(visit, client.id)
    return Move(Place("client", str(client.id)), "clients-returned")


def _redraw(visit: Visit, client_id: int) -> None:
    """The messages that brought reminders about the client show what became of them."""
    for reminder_message in reminders.brought(visit.conn, visit.person.id, client_id):
        visit.redraw(reminder_message)


def _two(visit: Visit, argument: str) -> tuple[Client, Client] | None:
    """The two clients that a button names, both this person's."""
    kept, gone = (theirs(visit, part) for part in argument.partition(".")[::2])
    return None if kept is None or gone is None or kept.id == gone.id else (kept, gone)


def ask_merge(visit: Visit, argument: str) -> Move:
    """Asks whether two cards are of one client."""
    two = _two(visit, argument)
    return stale(visit) if two is None else Move(Place("merge", f"{two[0].id}.{two[1].id}"))


def merge(visit: Visit, argument: str) -> Move:
    """Both questions were answered: everything of the second goes to the first."""
    two = _two(visit, argument)
    if two is None or visit.place != Place("merging", f"{argument}"):
        return stale(visit)
    kept, gone = two
    for client in two:
        _redraw(visit, client.id)
    rest = leftover(kept, gone)
    also = visit.voice.say("merge-also", what=", ".join(rest)) if rest else None
    store.merge(visit.conn, visit.person, merged(kept, gone, also), gone.id)
    plan(visit, kept.id)
    return Move(Place("client", str(kept.id)), "merge-done")


def ask_delete(visit: Visit, argument: str) -> Move:
    """Asks whether the card is to be deleted."""
    client = theirs(visit, argument)
    return stale(visit) if client is None else Move(Place("drop", str(client.id)))


def delete(visit: Visit, argument: str) -> Move:
    """Both questions were answered: the card goes with everything of it."""
    client = theirs(visit, argument)
    if client is None or visit.place != Place("dropped", str(client.id)):
        return stale(visit)
    _redraw(visit, client.id)
    clients.delete(visit.conn, visit.person.id, client.id)
    visit.wake_reminders(delivery_queue.settle(visit.conn, visit.person.id, visit.now))
    return Move(Place("clients"), "drop-done")


def type_search(visit: Visit, said: TypedText) -> Move | None:
    """Looks for whom the text may name: one is opened, several are listed. Long words are facts, not a name."""
    if not _a_name(said.text):
        return None
    found = client_list.find(visit.conn, visit.person.id, said.text)
    if len(found) == 1:
        return Move(Place("client", f"{found[0]}"))
    return Move(Place("search", f"0.{_listed(found)}"))


def type_twin(visit: Visit, said: TypedText) -> Move | None:
    """The same for the card that may be of the same client."""
    client = theirs(visit, visit.place[1].partition(".")[0])
    if client is None or not _a_name(said.text):
        return None
    found = [one for one in client_list.find(visit.conn, visit.person.id, said.text) if one != client.id]
    if len(found) == 1:
        return Move(Place("merge", f"{client.id}.{found[0]}"))
    if not found:
        return Move(Place("twin", f"{client.id}.0"), "clients-found_none")
    return Move(Place("twin", f"{client.id}.0.{_listed(found)}"))


def _a_name(text: str) -> bool:
    """Longer words on a list are facts, as at the debrief's first question."""
    return len(text.strip()) <= LONGEST_NAME and "\n" not in text.strip()


def _listed(found: Sequence[int]) -> str:
    return ",".join(map(str, found))


def new_name(text: str) -> str | None:
    """The name that the text gives a new client; None for what is no name: nothing to see, several lines, too long."""
    name = matching.tidy(text)
    return None if not name or len(text.strip()) > LONGEST_NAME or "\n" in text.strip() else name


def named(visit: Visit, text: str, then: Callable[[int], Move], before: str = "") -> Move | None:
    """What a typed name leads to where clients are chosen: `then` for just that one, else those that it may mean.

    `before` stands before these in the arguments of the place.

    None where it is nobody's name, or too long for one: then it is words like any others.
    """
    plain = text.strip()
    if len(plain) > matching.LONGEST or "\n" in plain:
        return None
    known = clients.names(visit.conn, visit.person.id)
    same = matching.same(text, known)
    if len(same) == 1:
        return then(same[0])
    may = same or matching.similar(text, known)
    return (
        Move(Place(visit.place.name, f"{before}c{'.'.join(map(str, may))}"), "step-client-match_several")
        if may
        else None
    )
