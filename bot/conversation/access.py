"""Who comes in, and what those hear who don't (docs/decisions/0020-access-and-logs.md).

Who is inside is a row; settings and invitations are asked only where there is none that lets in.
"""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from aiogram.types import InaccessibleMessage, Message, User

from bot.protocol.person import Person
from bot.store.database.unit_of_work import Connection
from bot.store.queries import access, people
from bot.store.queries.access import Mode

log = logging.getLogger(__name__)

NOT_INVITED = "error-not_invited"
"""What those hear who may not come in, whatever they say or tap."""
OWNERS_ONLY = "error-owners_only"
"""The same where nobody is invited, so that nobody is sent to ask for a link."""
USED = "error-invite_used"
"""What those hear who come with a link that leads nowhere, whyever it does."""
CARRIED = "i_"
"""What the payload of an invitation's deep link begins with: `t.me/BOT?start=i_…`."""
_QUIET = 60
"""Seconds in which one who isn't let in hears the same line once."""
_GUESSES, _GUESSING = 5, 3600
"""So many links that lead nowhere may be tried in so many seconds; then none is looked at until they are over."""
_REMEMBERED = 10_000
_LONGEST_NAME = 64
_LARGEST = 2**63 - 1


class Begin(TypedDict):
    """What a new person begins with, as `people.admit` has it."""

    language: str
    zone: str
    work_from: int
    work_to: int
    work_days: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who may come in; `joined` says that an invitation let them in just now."""

    person: Person
    joined: bool = False


@dataclass(slots=True)
class _Recent:
    """When something happened last, and how often since it began; of the latest ones only."""

    times: OrderedDict[Hashable, tuple[int, int]] = field(default_factory=OrderedDict)

    def get(self, key: Hashable, now: int, within: int) -> int:
        """How often it happened in the `within` seconds since it began; a clock that was put back begins anew."""
        began, count = self.times.get(key, (0, 0))
        return count if 0 <= now - began < within else 0

    def add(self, key: Hashable, now: int, within: int) -> None:
        """It happened."""
        count = self.get(key, now, within)
        began = self.times[key][0] if count else now
        self.times[key] = (began, count + 1)
        self.times.move_to_end(key)
        if len(self.times) > _REMEMBERED:
            self.times.popitem(last=False)


class Door:
    """Whom the settings let in, and the throttles of what strangers hear and try."""

    def __init__(self, owners: frozenset[int], mode: Mode) -> None:
        """`owners` are Telegram ids."""
        self.owners = owners
        self.mode = mode
        self._said = _Recent()
        self._tried = _Recent()

    def hosts(self, telegram_id: int) -> bool:
        """Whether this person invites others."""
        return self.mode == "invited" and telegram_id in self.owners

    def admits(self, telegram_id: int) -> bool:
        """Whether this person may come in for the first time without an invitation."""
        return self.mode == "open" or telegram_id in self.owners

    @property
    def refusal(self) -> str:
        """The key of the one kind line for those who may not come in; it tells nothing else."""
        return OWNERS_ONLY if self.mode == "owners" else NOT_INVITED

    def speaks(self, chat_id: int, line: str, now: int) -> bool:
        """Whether the line is to be said there at `now` (Unix seconds UTC); noted as said, if so."""
        if self._said.get((chat_id, line), now, _QUIET):
            return False
        self._said.add((chat_id, line), now, _QUIET)
        log.info("chat %d: not let in", chat_id)
        return True

    def looks_at(self, payload: str | None, telegram_id: int, now: int) -> str | None:
        """The digest of the invitation that the payload carries; None where it carries none.

        "" where it carries one that can't be any, or after too many guesses: nothing is found by it.
        """
        if payload is None or not payload.startswith(CARRIED) or self.mode != "invited":
            return None
        if self._tried.get(telegram_id, now, _GUESSING) >= _GUESSES:
            return ""
        return digest(payload.removeprefix(CARRIED))

    def missed(self, telegram_id: int, now: int) -> None:
        """The link that this person came with leads nowhere."""
        self._tried.add(telegram_id, now, _GUESSING)
        if self._tried.get(telegram_id, now, _GUESSING) == _GUESSES:
            log.warning("chat %d: tried %d links that lead nowhere", telegram_id, _GUESSES)


def digest(carried: str) -> str:
    """What is kept of an invitation: enough to know it again, not to make it."""
    return hashlib.sha256(carried.encode("utf-8", "replace")).hexdigest()


def is_theirs(user: User, message: Message | InaccessibleMessage) -> bool:
    """A private chat has its person's id, and ids fit into a row. Telegram sends nothing else, and nobody gets into
    somebody else's chat by it.
    """
    return user.id == message.chat.id and abs(user.id) <= _LARGEST and abs(message.message_id) <= _LARGEST


def may(conn: Connection, door: Door, user: User) -> bool:
    """Whether the user is let in, without letting anybody in: for what is done to who may be gone."""
    known = people.find(conn, user.id)
    return door.admits(user.id) if known is None else access.inside(conn, known.id)


def enter(
    conn: Connection, door: Door, user: User, carried: str | None, now: int, **begin: Unpack[Begin]
) -> Entry | None:
    """Who the user is, admitted where they may come in: by the settings, or by the invitation of digest `carried`.

    None where they may not. A new person begins with `begin`.
    """
    known = people.find(conn, user.id)
    if known is not None and access.inside(conn, known.id):
        return Entry(known)
    link = access.take(conn, carried, now) if carried else None
    if link is not None:
        known = known or people.admit(conn, telegram_id=user.id, now=now, agency_id=link[1], **begin)
        return Entry(access.join(conn, known, link, user.full_name[:_LONGEST_NAME], now), joined=True)
    if known is not None or not door.admits(user.id):
        return None  # somebody who was removed is let in by a new invitation only
    hosts = door.hosts(user.id)
    agency = access.home(conn) if hosts else None
    return Entry(people.admit(conn, telegram_id=user.id, now=now, agency_id=agency, hosts=hosts, **begin))
