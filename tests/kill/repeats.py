"""Messages that were said twice, by the fake's ledger and the journal, and the sends that a kill had under way."""

import json
from bisect import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from tests.fake import Call
from tests.kill.journal import Entry
from tests.kill.kills import Course, Life

_IN_FLIGHT = 0.3  # seconds that a call may have been on its way when the ledger noted it


@dataclass(frozen=True)
class Repeats:
    """How many messages came again for the same state of their chat, and how many of them had no kill as a reason.

    `under_way` counts the sends that Telegram took and that no row knew of when the bot was killed, `views` the
    views that they were part of: a view is up to three messages. `most` is how many came again in one chat at once.
    """

    said_again: int
    unexcused: int
    under_way: int
    views: int
    most: int


@dataclass(frozen=True)
class _Sent:
    at: float
    life: int
    revision: int
    sure: bool
    recorded: bool
    content: str


def count(course: Course, entries: list[Entry]) -> Repeats:
    """Counts over all chats.

    A message is said again when an earlier one of the same chat, for the same revision, had the same content. Each
    send under way at a kill excuses one.
    """
    again = unexcused = under_way = 0
    views: set[tuple[int, int]] = set()
    at_once: Counter[tuple[int | None, int]] = Counter()
    for chat in {call.chat for call in course.fake.sends()}:
        groups: dict[tuple[int, str], list[_Sent]] = defaultdict(list)
        for sent in _of_chat(course, entries, chat):
            groups[sent.revision, sent.content].append(sent)
            if not sent.recorded and course.lives[sent.life].moment:
                under_way += 1
                views.add((chat or 0, sent.life))
        for group in groups.values():
            repeated = _certain(group)
            excuses = sum(not sent.recorded for sent in group[:-1])
            again += repeated
            if repeated:
                at_once[chat, group[-1].life] += 1
            unexcused += max(0, repeated - excuses)
    return Repeats(again, unexcused, under_way, len(views), max(at_once.values(), default=0))


def _certain(group: list[_Sent]) -> int:
    """How many of the group repeat another; two of one life only where both surely belong to the revision."""
    return sum(later.life > first.life or (first.sure and later.sure) for first, later in pairwise(group))


def _of_chat(course: Course, entries: list[Entry], chat: int | None) -> list[_Sent]:
    done = [entry.at for entry in entries if entry.what == "done" and entry.chat == chat]
    shown = [entry for entry in entries if entry.what == "shown" and entry.chat == chat]
    found = []
    for call in course.fake.sends(chat):
        at = call.at + course.offset
        life = bisect([one.began for one in course.lives], at) - 1
        revision = bisect(done, at)
        # Who is asked to end notes what it sent: no reason to send it again.
        recorded = course.lives[life].took is not None or _recorded(shown, revision, at, course.lives[life])
        sure = revision == 0 or at - done[revision - 1] > _IN_FLIGHT
        found.append(_Sent(at, life, revision, sure, recorded, _content(call)))
    return found


def _recorded(shown: list[Entry], revision: int, at: float, life: Life) -> bool:
    # The journal's milliseconds are cut off.
    return any(entry.revision >= revision and at - 0.002 <= entry.at <= life.ended for entry in shown)


def _content(call: Call) -> str:
    return json.dumps([call.params.get(name) for name in ("text", "entities", "reply_markup")], sort_keys=True)
