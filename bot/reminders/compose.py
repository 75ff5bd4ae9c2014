"""Puts what is due for one person into one message, and notes what Telegram answered (protocol, section 8).

A reminder waits, is claimed with its person, is sent, and is marked, each in a unit of work of its own; between claim
and mark the lease says that somebody is at it. Moments are Unix seconds UTC.
"""

import logging
import math
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.common.backoff import backoff
from bot.protocol.cadence import due_times
from bot.protocol.cadence.plan import IN_TOUCH
from bot.protocol.person import Person
from bot.reminders.replan import replan_all
from bot.screens.reminders import reminder_message_screen
from bot.store.database.unit_of_work import Connection
from bot.store.loaders.reminders import several
from bot.store.queries import clients, delivery_queue, people, reminder_cases, reminder_messages, reminders
from bot.store.queries.delivery_queue import Claim
from bot.store.queries.reminders import Reminder
from bot.telegram.errors import Meaning
from bot.telegram.lane_items import Delivered
from bot.telegram.render import mark
from bot.viewmodels.reminders import Reminded, ReminderMessage
from bot.viewmodels.scene import Voice, hours_of
from bot.viewmodels.screen import Screen
from bot.viewmodels.voices import Voices

log = logging.getLogger(__name__)

_MOST = 500
"""Reminders in one message; what is beyond comes with the next."""
_PASSING_LONGEST = 300.0
_REFUSED_FIRST, _REFUSED_LONGEST = 60.0, 3600.0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent to a person, what it brings, and the `screen` that shows it."""

    person: Person
    voice: Voice
    claim: Claim
    noticed: ReminderMessage
    screen: Screen


@dataclass(frozen=True, slots=True)
class Mended:
    """A message that brought reminders is to show `screen`, which it does at `revision`."""

    chat_id: int
    message_id: int
    revision: int
    screen: Screen


@dataclass(frozen=True, slots=True)
class Claimed:
    """What came of asking for work: whether a person was claimed, and the message for them where one is to go out."""

    claimed: bool
    outgoing: Outgoing | None = None


def take(
    conn: Connection, voices: Voices, now: int, claimed: list[Claim] | None = None, but: Collection[int] = ()
) -> Claimed:
    """Claims whoever has been due the longest, `but` for those people, and puts together what comes now.

    What has to wait for working time or for the end of a pause is given back until then. `claimed` then holds the
    claim, also where an exception took it back.
    """
    claims = delivery_queue.claim(conn, now, 1, but)
    if claimed is not None:
        claimed[:] = claims
    if not claims:
        return Claimed(claimed=False)
    (claim,) = claims
    person = people.get(conn, claim.person_id)
    voice = voices[person.language]
    if claim.due_at == 0:  # someone from before there were reminders: everything is planned once
        known = [client_id for client_id, _ in clients.names(conn, person.id)]
        replan_all(conn, person, voice, now, known)
    return Claimed(claimed=True, outgoing=_due(conn, claim, person, voice, now))


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
    wait = backoff(delivery_queue.failures(conn, claim.person_id) + 1, first, longest)
    delivery_queue.release(conn, claim, now + max(1, math.ceil(wait)), failed=True, unsure=unsure)


def _due(conn: Connection, claim: Claim, person: Person, voice: Voice, now: int) -> Outgoing | None:
    paused = delivery_queue.lock(conn, person.id)
    if paused is not None and paused > now:
        delivery_queue.release(conn, claim, paused, unsure=claim.again)
        return None
    hours = hours_of(person)
    rows = reminders.due(conn, person.id, now, _MOST)
    moments = {row.id: due_times.can_come(row.kind, row.due_at, now, hours) for row in rows}
    come = _once([row for row in rows if moments[row.id] <= now])
    if not come:
        if rows:
            delivery_queue.release(conn, claim, min(moments.values()), unsure=claim.again)
        else:
            delivery_queue.done(conn, claim, now, sent=False)
        return None
    late = any(due_times.is_late(row.due_at, now, claim.held_until, hours, row.kind) for row in come)
    items = several(conn, person.id, [row.id for row in come])
    fresh = tuple(replace(item, done=None, done_until=None) for item in items)  # one that was put off comes as new
    noticed = ReminderMessage(0, 0, now, "list:0", late, claim.again, claim.turn, fresh)
    return Outgoing(person, voice, claim, noticed, reminder_message_screen(noticed, person, voice))


def _once(rows: list[Reminder]) -> list[Reminder]:
    """Each promise and each client once: of two rows that come in the same moment the earlier says it all.

    The others wait for the next look, and are over by then: that a word came is noted.
    """
    seen: set[tuple[str, int]] = set()
    found = []
    for row in rows:
        about = ("promise", row.promise_id) if row.promise_id is not None else (row.kind, row.client_id)
        if about not in seen:
            seen.add(about)
            found.append(row)
    return found


def record(conn: Connection, outgoing: Outgoing, came: Delivered, now: int, *, plan: bool = True) -> tuple[Mended, ...]:
    """Notes what came of the message; gives the messages that are to show something else now.

    That is this one where something that it brought was decided about meanwhile, and those that had brought it before.
    Where it was sent, the next reminders are planned, unless `plan` says not to. Raises Missing where the person was
    erased meanwhile.
    """
    person, claim = people.get(conn, outgoing.person.id), outgoing.claim
    match came.meaning:
        case Meaning.DONE if came.message_id is not None:
            return _sent(conn, outgoing, came.message_id, now, plan=plan)
        case Meaning.CHAT_GONE:
            delivery_queue.gone(conn, person.id, now)
        case Meaning.WAIT:
            delivery_queue.release(conn, claim, now + max(1, math.ceil(came.wait)), unsure=claim.again)
        case Meaning.PASSING:
            put_off(conn, claim, now, unsure=came.unsure or claim.again, first=1.0, longest=_PASSING_LONGEST)
        case _:
            log.error("person %d: Telegram refuses a reminder: %s", person.id, came.meaning.name)
            put_off(conn, claim, now, unsure=claim.again)
    return ()


def _sent(conn: Connection, outgoing: Outgoing, message_id: int, now: int, *, plan: bool) -> tuple[Mended, ...]:
    person, noticed = outgoing.person, outgoing.noticed
    delivery_queue.lock(conn, person.id)
    reminder_message_id = reminder_messages.add(conn, person, noticed, message_id, mark(outgoing.screen))
    decided = False
    about: dict[int, None] = {}
    for item in noticed.items:
        if reminders.sent(conn, person.id, item.id, reminder_message_id, noticed.sent_at, now):
            about[item.client_id] = None
            if item.kind in IN_TOUCH:
                reminder_cases.told(conn, person, item.client_id, now, _base(conn, person, item))
        else:
            decided = True
    delivery_queue.done(conn, outgoing.claim, now)
    if plan:
        replan_all(conn, person, outgoing.voice, now, list(about))
    # A message that had brought one of them before has it no longer.
    former = {item.notice_id for item in noticed.items if item.notice_id is not None}
    if decided:
        former.add(reminder_message_id)
    found = (_anew(conn, person, outgoing.voice, one) for one in sorted(former))
    return tuple(one for one in found if one is not None)


def _base(conn: Connection, person: Person, item: Reminded) -> int:
    """The base that the next is counted from: a later one that came already counts more (it was put off)."""
    return max(item.base_at, reminder_cases.told_base(conn, person, item.client_id) or 0)


def _anew(conn: Connection, person: Person, voice: Voice, reminder_message_id: int) -> Mended | None:
    """The message as it is to stand now; None where it stands so already."""
    noticed = reminder_messages.get(conn, person.id, reminder_message_id)
    if noticed is None:
        return None
    screen = reminder_message_screen(noticed, person, voice)
    revision = reminder_messages.show(conn, person.id, reminder_message_id, noticed.view, mark(screen))
    return None if revision is None else Mended(person.telegram_id, noticed.message_id, revision, screen)


def owed(conn: Connection, voices: Voices, one: tuple[int, int, int]) -> Mended | None:
    """The edit that an earlier run of the program owes: one of `reminder_messages.owed`; None where it is gone."""
    reminder_message_id, person_id, revision = one
    person, noticed = people.get(conn, person_id), reminder_messages.get(conn, person_id, reminder_message_id)
    if noticed is None:
        return None
    return Mended(
        person.telegram_id,
        noticed.message_id,
        revision,
        reminder_message_screen(noticed, person, voices[person.language]),
    )
