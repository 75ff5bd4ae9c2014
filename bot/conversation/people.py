"""People and invitations, for those who invite: whom a link let in, links that wait, a new one, and the way out."""

import secrets
from functools import wraps

from bot.conversation.access import CARRIED, digest
from bot.conversation.effects import ForgetChat, SendBeside
from bot.conversation.menu import unknown_command
from bot.conversation.old_taps import stale
from bot.conversation.opening import opens_page
from bot.conversation.visit import Move, UseCase, Visit
from bot.protocol.engine.words import number
from bot.screens.people import link_card
from bot.store.loaders.access import MOST_LINKS, get, newest, waiting
from bot.store.queries import people
from bot.store.queries.access import invite, remove, withdraw
from bot.viewmodels.place import Place

_BYTES = 16
"""128 bits: nobody guesses them."""
_HOLDS = 7 * 86_400
"""Seconds for which a link leads in."""
_MADE = "people-made"


def open_list(visit: Visit, _: str) -> Move:
    """The list, by a command; to who doesn't invite it is a command that there isn't."""
    hosts = visit.door.hosts(visit.person.telegram_id)
    return Move(Place("people")) if hosts else unknown_command(visit)


def _for_hosts(use_case: UseCase) -> UseCase:
    """To who doesn't invite, a button of these screens is one that isn't there."""

    @wraps(use_case)
    def guarded(visit: Visit, argument: str) -> Move:
        return use_case(visit, argument) if visit.person.hosts else stale(visit)

    return guarded


open_people = _for_hosts(opens_page("people"))
"""A page of people."""
open_links = _for_hosts(opens_page("links"))
"""A page of links that wait."""


@_for_hosts
def open_person(visit: Visit, argument: str) -> Move:
    """Somebody whom a link let in."""
    who = number(argument)
    return stale(visit) if who is None or not _known(visit, who) else Move(Place("member", f"{who}"))


@_for_hosts
def ask_removal(visit: Visit, argument: str) -> Move:
    """Asks whether somebody is to be let in no more, and then once more."""
    who, dot, sure = argument.partition(".")
    found = number(who)
    if found is None or not _known(visit, found) or (dot and (sure != "sure" or visit.place != Place("dismiss", who))):
        return stale(visit)
    return Move(Place("dismiss", argument))


@_for_hosts
def remove_person(visit: Visit, argument: str) -> Move:
    """Lets somebody in no more, once it was asked twice."""
    who = number(argument)
    if who is None or visit.place != Place("dismiss", f"{who}.sure"):
        return stale(visit)
    if not remove(visit.conn, visit.person, who, visit.now):
        return Move(Place("people"))
    visit.effects.append(ForgetChat(people.get(visit.conn, who).telegram_id))
    return Move(Place("people"), "people-removed")


@_for_hosts
def withdraw_link(visit: Visit, argument: str) -> Move:
    """A link leads nowhere from now on."""
    link = number(argument)
    if link is None or not withdraw(visit.conn, visit.person, link, visit.now):
        return stale(visit)
    return Move(Place("links"), "people-withdrawn")


def _known(visit: Visit, who: int) -> bool:
    return get(visit.conn, visit.person.agency_id, who) is not None


def make_link(visit: Visit, argument: str, bot_name: str) -> Move:
    """Makes a link to the bot of that name and shows it once: of what it carries only a digest is kept.

    The button names the newest link of its moment, so a doubled tap makes one.
    """
    if not visit.person.hosts:
        return stale(visit)
    if number(argument) != newest(visit.conn):
        if visit.chat.notice == _MADE:  # a doubled tap: the link stands there already
            return Move(visit.here, _MADE, beside=True)
        return stale(visit)
    if waiting(visit.conn, visit.person.agency_id, visit.now) >= MOST_LINKS:
        return Move(Place("people"), "people-too_many")
    carried, until = secrets.token_urlsafe(_BYTES), visit.now + _HOLDS
    invite(visit.conn, visit.person, digest(carried), visit.now, until)
    link = f"https://t.me/{bot_name}?start={CARRIED}{carried}"
    visit.effects.append(SendBeside(link_card(visit.voice, link, until, visit.person.zone)))
    return Move(Place("people"), _MADE, fresh=True)
