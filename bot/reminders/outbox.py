"""What is due for one person as one message, and what is noted once Telegram answered (protocol, section 8).

A reminder waits, is claimed with its person, is sent, and is marked, each in a unit of work of its own; between claim
and mark the lease says that somebody is at it. Moments are Unix seconds UTC.
"""

import logging
import math
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.protocol.person import Person
from bot.reminders import cadence
from bot.reminders.plan import IN_TOUCH
from bot.reminders.planning import replan_all
from bot.screens.reminded import Noticed, Reminded
from bot.screens.reminders import notice_screen
from bot.screens.scene import Voice, hours_of
from bot.screens.screen import Screen
from bot.screens.voices import Voices
from bot.store import agendas, cases, clients, notices, people, reminded, reminders
from bot.store.agendas import Claim
from bot.telegram import Delivered, Meaning, backoff

log = logging.getLogger(__name__)

_MOST = 500
"""Reminders in one message; what is beyond comes with the next."""
_PASSING_LONGEST = 300.0
_REFUSED_FIRST, _REFUSED_LONGEST = 60.0, 3600.0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent to a person, and what it brings."""

    person: Person
    voice: Voice
    claim: Claim
    noticed: Noticed

    @property
    def screen(self) -> Screen:
        """The message as it is sent."""
        return notice_screen(self.noticed, self.person, self.voice)


@dataclass(frozen=True, slots=True)
class Mended:
    """A message that brought reminders is to show `screen`, which it does at `revision`."""

    chat_id: int
    message_id: int
    revision: int
    screen: Screen


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of asking for work: whether a person was claimed, and the message for them where one is to go out."""

    claimed: bool
    outgoing: Outgoing | None = None


def take(conn: Connection, voices: Voices, now: int) -> Taken:
    """Claims whoever has been due the longest, and puts together what comes now.

    What has to wait for working time or for the end of a pause is given back until then.
    """
    claims = agendas.claim(conn, now, 1)
    if not claims:
        return Taken(claimed=False)
    (claim,) = claims
    person = people.get(conn, claim.person_id)
    voice = voices[person.language]
    if claim.due_at == 0:  # someone from before there were reminders: everything is planned once
        known = [client_id for client_id, _ in clients.names(conn, person.id)]
        replan_all(conn, person, voice, now, known)
    return Taken(claimed=True, outgoing=_due(conn, claim, person, voice, now))


def give_up(conn: Connection, now: int) -> None:
    """Puts off whoever has been due the longest: a mistake of the program must not hold up the others."""
    for claim in agendas.claim(conn, now, 1):
        put_off(conn, claim, now, unsure=claim.again)


def put_off(  # noqa: PLR0913 - the two waits have names
    conn: Connection,
    claim: Claim,
    now: int,
    *,
    unsure: bool,
    first: float = _REFUSED_FIRST,
    longest: float = _REFUSED_LONGEST,
) -> None:
    """Gives a claim back after a failure, to be taken again later and later; `unsure`: Telegram may have taken it."""
    wait = backoff(agendas.failures(conn, claim.person_id) + 1, first, longest)
    agendas.release(conn, claim.person_id, now + max(1, math.ceil(wait)), failed=True, unsure=unsure)


def _due(conn: Connection, claim: Claim, person: Person, voice: Voice, now: int) -> Outgoing | None:
    paused = agendas.lock(conn, person.id)
    if paused is not None and paused > now:
        agendas.release(conn, person.id, paused, unsure=claim.again)
        return None
    hours = hours_of(person)
    rows = reminders.due(conn, person.id, now, _MOST)
    moments = {row.id: cadence.can_come(row.kind, row.due_at, now, hours) for row in rows}
    come = [row for row in rows if moments[row.id] <= now]
    if not come:
        if rows:
            agendas.release(conn, person.id, min(moments.values()), unsure=claim.again)
        else:
            agendas.done(conn, person.id, now, sent=False)
        return None
    late = any(cadence.is_late(row.due_at, now, claim.held_until, hours, row.kind) for row in come)
    items = reminded.several(conn, person.id, [row.id for row in come])
    fresh = tuple(replace(item, done=None, done_until=None) for item in items)  # one that was put off comes as new
    return Outgoing(person, voice, claim, Noticed(0, 0, now, "list:0", late, claim.again, claim.turn, fresh))


def record(conn: Connection, outgoing: Outgoing, came: Delivered, now: int) -> Mended | None:
    """Notes what came of the message; gives it anew where something that it brought was dropped meanwhile."""
    person, claim = outgoing.person, outgoing.claim
    match came.meaning:
        case Meaning.DONE if came.message_id is not None:
            return _sent(conn, outgoing, came.message_id, now)
        case Meaning.CHAT_GONE:
            agendas.gone(conn, person.id, now)
        case Meaning.WAIT:
            agendas.release(conn, person.id, now + max(1, math.ceil(came.wait)), unsure=claim.again)
        case Meaning.PASSING:
            put_off(conn, claim, now, unsure=came.unsure or claim.again, first=1.0, longest=_PASSING_LONGEST)
        case _:
            log.error("person %d: Telegram refuses a reminder: %s", person.id, came.meaning.name)
            put_off(conn, claim, now, unsure=claim.again)
    return None


def _sent(conn: Connection, outgoing: Outgoing, message_id: int, now: int) -> Mended | None:
    person, noticed = outgoing.person, outgoing.noticed
    agendas.lock(conn, person.id)
    notice_id = notices.add(
        conn, person, message_id, noticed.sent_at, late=noticed.late, again=noticed.again, turn=noticed.turn
    )
    dropped = False
    about: dict[int, None] = {}
    for item in noticed.items:
        if reminders.sent(conn, person.id, item.id, notice_id, now):
            about[item.client_id] = None
            if item.kind in IN_TOUCH:
                cases.told(conn, person, item.client_id, now, _base(conn, person, item))
        else:
            dropped = True
    agendas.done(conn, person.id, now)
    replan_all(conn, person, outgoing.voice, now, list(about))
    return mended(conn, person, outgoing.voice, notice_id) if dropped else None


def _base(conn: Connection, person: Person, item: Reminded) -> int:
    """The base that the next is counted from: a later one that came already counts more (it was put off)."""
    return max(item.base_at, cases.told_base(conn, person, item.client_id) or 0)


def mended(conn: Connection, person: Person, voice: Voice, notice_id: int) -> Mended | None:
    """The message as it is to stand now; None where it is gone or has become the chat's own view."""
    noticed = notices.get(conn, person.id, notice_id)
    revision = notices.show(conn, person.id, notice_id, noticed.view) if noticed is not None else None
    if noticed is None or revision is None:
        return None
    return Mended(person.telegram_id, noticed.message_id, revision, notice_screen(noticed, person, voice))


def owed(conn: Connection, voices: Voices) -> list[Mended]:
    """The messages that an earlier run of the program did not put right."""
    found = []
    for notice_id, person_id, _ in notices.owed(conn):
        person = people.get(conn, person_id)
        found.append(mended(conn, person, voices[person.language], notice_id))
    return [one for one in found if one is not None]
