"""One chat's lane: what stands in the chat, what shall stand there, what else is to be said, and what comes next."""

import asyncio
import math
from collections import deque
from dataclasses import dataclass, field, replace

from aiogram.methods import DeleteMessage, EditMessageText, SendMessage
from aiogram.types import Message

from bot.common.clock import Clock
from bot.common.waiting import event_or_timeout
from bot.telegram.errors import Meaning
from bot.telegram.lane_items import (
    Call,
    Erase,
    Mend,
    Once,
    OneTry,
    Post,
    ShownView,
    SideFrame,
    Strip,
    alike,
    editing,
    sending,
)
from bot.telegram.pace import Bucket, Overall, Pace
from bot.telegram.render import mark
from bot.viewmodels.screen import Screen, View


@dataclass(frozen=True, slots=True)
class Greet:
    """Next: the greeting, with the reply keyboard."""

    call: SendMessage


@dataclass(frozen=True, slots=True)
class Put:
    """Next: the screen or the draft (`draft`), whose fingerprint is `mark`, sent anew or edited in place."""

    call: Call
    draft: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Next: the draft of a view that was left goes; one step back from the summary it would only be in the way."""

    call: DeleteMessage


@dataclass(slots=True, eq=False)
class Target:
    """The view that shall stand in the chat. A newer one takes its place at any moment, also half-way."""

    revision: int
    view: View
    fresh: bool
    greeting: Screen | None
    screen_mark: str = ""
    draft_mark: str = ""
    version: int = 0  # raised with each renewal
    plain: bool = False  # after Telegram refused it with its spans
    former: list[Strip] = field(default_factory=list)  # what goes once the new one stands
    unhurried: bool = False  # one of many that nobody waits for, and that wakes nobody

    def __post_init__(self) -> None:
        """Takes the fingerprints, once for each view."""
        self.screen_mark = mark(self.view.screen)
        self.draft_mark = mark(self.view.draft) if self.view.draft is not None else ""

    def renew(self, revision: int, view: View, fresh: bool, unhurried: bool) -> None:
        """The newest view is what counts; that it had to come anew, and a greeting not yet sent, stay owed."""
        self.unhurried = unhurried or (self.unhurried and revision == self.revision)
        greeting = view.greeting if fresh else None
        if greeting is None and self.greeting is not None:
            view = replace(view, keys=self.view.keys)
            greeting = self.greeting
        self.revision, self.view, self.greeting = revision, view, greeting
        self.fresh = self.fresh or fresh
        self.version += 1
        self.plain = False
        self.__post_init__()

    def taken(self, lane: "Lane", step: Put, result: Message | bool | None) -> None:
        """Telegram took `step`: the message stands there now."""
        stands = lane.standing
        sent = result.message_id if isinstance(step.call, SendMessage) and isinstance(result, Message) else None
        if step.draft:
            lane.standing = replace(stands, draft_id=sent or stands.draft_id, draft_mark=step.mark)
        elif sent is None:
            lane.standing = replace(stands, message_mark=step.mark)
        else:
            if stands.message_id is not None:
                self.former.append(Strip(stands.message_id))
            if stands.draft_id is not None and self.view.draft is not None:
                self.former.append(Strip(stands.draft_id, whole=True))  # only the newest draft can be copied
            lane.standing = ShownView(sent, step.mark)  # a draft under the former message is not under this one

    def mended(self, lane: "Lane", step: Put | Greet, what: Meaning, version: int) -> bool:
        """After `step`, made for `version`, was not taken: whether another way is left to show the view.

        A message that can't be edited is sent anew; what was refused is tried once more as plain text.
        """
        if isinstance(step, Put) and isinstance(step.call, EditMessageText):
            self._lose(lane, step)
        if what is Meaning.MESSAGE_GONE or self.version != version:
            return True
        if not self.plain:
            self.plain = True
            return True
        if isinstance(step, Greet):
            self.greeting = None  # its keyboard is lost, but the screen itself may still pass
            return True
        return False

    def _lose(self, lane: "Lane", step: Put) -> None:
        stands = lane.standing
        if step.draft:
            lane.standing = replace(stands, draft_id=None, draft_mark=None)
            return
        if stands.message_id is not None:
            self.former.append(Strip(stands.message_id))
        lane.standing = ShownView()


Item = Once | Strip | SideFrame | OneTry | Mend | Target | Erase


class Lane:
    """One chat's lane: `answers` to taps first, then `work` in order, `strips` last. `task` runs while there is any."""

    __slots__ = (
        "answer_at",
        "answer_failures",
        "answers",
        "bare",
        "beside",
        "bucket",
        "chat_id",
        "known",
        "pauses",
        "quiet_until",
        "reached",
        "slot",
        "standing",
        "strips",
        "target",
        "task",
        "topic",
        "turn",
        "unsure",
        "used_at",
        "wake",
        "work",
        "work_at",
        "work_failures",
    )

    def __init__(self, chat_id: int, pace: Pace, now: float) -> None:
        self.chat_id = chat_id
        self.answers: deque[tuple[str, str | None]] = deque()
        self.work: deque[Item] = deque()
        self.strips: deque[Strip] = deque()  # what is for looks only, in a lull of all chats
        self.beside: int | None = None  # the message beside the view, while it stands
        self.bare: deque[int] = deque(maxlen=16)  # messages whose keyboard was taken off, or should have been
        self.target: Target | None = None
        self.standing = ShownView()
        self.known = False  # whether `standing` is this lane's own knowledge, newer than any row's
        self.bucket = Bucket(pace.burst, pace.chat_rate, now)
        self.quiet_until = self.answer_at = self.work_at = now
        self.slot: float | None = None  # the moment kept for its next call among all chats' calls
        self.turn: float | None = None  # the moment at which it looks for a lull
        self.pauses = 0  # of all chats together, when that was taken
        self.answer_failures = self.work_failures = 0
        self.unsure = False  # whether Telegram may have taken the last call that failed in passing
        self.topic: int | None = None  # of the chat's topics, the one in which the person did something last
        self.used_at = now
        self.reached = -1  # the revision of the last view that stood there whole
        self.wake = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def aim(self, revision: int, view: View, fresh: bool, stands: ShownView, *, unhurried: bool = False) -> None:
        """`view` shall stand in the chat. A view older than the one that waits, or stands there, changes nothing.

        `stands` counts only until this lane has shown something itself: a handler may have read its row
        before what this lane sent meanwhile was written there.
        """
        if not self.known:
            self.standing, self.known = stands, True
        if self.target is None:
            if revision < self.reached:
                return
            anew = fresh or self.standing.message_id is None
            self.target = Target(revision, view, fresh, view.greeting if anew else None, unhurried=unhurried)
        elif revision >= self.target.revision:
            self.target.renew(revision, view, fresh, unhurried)
            self.work.remove(self.target)
        else:
            self.target.fresh = self.target.fresh or fresh
            return
        self.work.append(self.target)

    def once(self, item: Once | Strip | Erase) -> None:
        """Adds `item`, unless an equal one waits: who asks a hundred times at once is told once."""
        if any(alike(one, item) for one in (*self.work, *self.strips)):
            return
        if isinstance(item, Strip) and not item.whole:
            self.strips.append(item)
        else:
            self.work.append(item)

    @property
    def next(self) -> Item | None:
        """What is done next beside answers to taps, None where there is nothing."""
        if self.work:
            return self.work[0]
        return self.strips[0] if self.strips else None

    def mend(self, item: Mend) -> None:
        """Puts `item` in the place of an older one for the same message."""
        waiting = [one for one in self.work if isinstance(one, Mend) and one.message_id == item.message_id]
        if all(one.revision <= item.revision for one in waiting):
            for one in waiting:
                self.work.remove(one)
                one.over(Meaning.UNCHANGED)
            self.work.append(item)

    def frame(self, frame: SideFrame) -> None:
        """Puts `frame` in the place of one that waits: an older frame is worth nothing."""
        for waiting in [item for item in self.work if isinstance(item, SideFrame)]:
            self.work.remove(waiting)
        self.work.append(frame)

    def first(self, item: Strip) -> bool:
        """Whether this is the first try at that message: a doubled tap on an old one finds it bare already."""
        if item.message_id in self.bare:
            return False
        self.bare.append(item.message_id)
        return True

    def finish(self, item: Item) -> None:
        """Takes `item` out; a target leaves the keyboards of former messages to be taken off in a lull."""
        if isinstance(item, Strip) and item in self.strips:
            self.strips.remove(item)
            return
        self.work.remove(item)
        if isinstance(item, Mend):
            item.over(Meaning.DONE)
        if isinstance(item, Target):
            self.target = None
            self.strips.extend(item.former)

    def clear(self, *, answers: bool = True) -> None:
        """Drops all work and what is known of the chat; who waits is told that nobody is there.

        Without `answers` those to taps stay, and so does what takes a message away: only words are dropped.
        """
        kept = [] if answers else [item for item in self.work if isinstance(item, Strip | Erase)]
        for item in self.work:
            if isinstance(item, OneTry | Post | Erase | Mend) and item not in kept:
                item.over(Meaning.CHAT_GONE)
        if answers:
            self.answers.clear()
            self.strips.clear()
        self.work.clear()
        self.work.extend(kept)
        self.target = None
        self.standing, self.known, self.reached = ShownView(), False, -1


def next_step(lane: Lane, target: Target) -> Greet | Put | Drop | None:
    """The one call that brings the chat nearer to `target`, None when all of it stands there."""
    stands, view = lane.standing, target.view
    anew = target.fresh or stands.message_id is None
    if anew and target.greeting is not None:
        return Greet(sending(lane.chat_id, target.greeting, target.plain, view.keys, silent=target.unhurried))
    where = None if anew else stands.message_id
    if where is None or stands.message_mark != target.screen_mark:
        return _put(lane, target, view.screen, where, draft=False)
    if view.draft is not None and (stands.draft_id is None or stands.draft_mark != target.draft_mark):
        return _put(lane, target, view.draft, stands.draft_id, draft=True)
    if view.draft is None and stands.draft_id is not None:
        return Drop(DeleteMessage(chat_id=lane.chat_id, message_id=stands.draft_id))
    return None


def _put(lane: Lane, target: Target, screen: Screen, where: int | None, *, draft: bool) -> Put:
    wanted = target.draft_mark if draft else target.screen_mark
    if where is None:
        return Put(sending(lane.chat_id, screen, target.plain, silent=target.unhurried), draft, wanted)
    return Put(editing(lane.chat_id, where, screen), draft, wanted)


def waits(lane: Lane, overall: Overall, now: float) -> float | None:
    """Seconds until this lane may do its next thing, zero for at once, None when there is nothing to do."""
    item = lane.next
    if not lane.answers and item is None:
        return None
    due = lane.answer_at if lane.answers else math.inf
    if item is not None:
        strips = not lane.work
        # What is for looks only leaves the next screen of the same chat its call.
        ready = max(lane.work_at, overall.quiet_until, now + lane.bucket.wait(now, 2 if strips else 1))
        if lane.pauses != overall.pauses:  # the slot was taken before all were told to wait: it counts no more
            lane.slot, lane.pauses = None, overall.pauses
        if ready <= now and lane.slot is None:
            if strips or (isinstance(item, Target) and item.unhurried):
                ready = _in_a_lull(lane, overall, now)
            else:
                lane.slot = overall.take(now)
        due = min(due, max(ready, lane.slot or 0.0))
    return max(0.0, max(due, lane.quiet_until) - now)


def _in_a_lull(lane: Lane, overall: Overall, now: float) -> float:
    """When the lane looks for a lull; at its turn, where there is one, it has its slot."""
    if lane.turn is None or (lane.turn <= now and overall.lull(now) > 0):
        lane.turn = overall.turn(now)
    if lane.turn > now:
        return lane.turn
    lane.turn, lane.slot = None, overall.take(now)
    return now


async def rest(lane: Lane, clock: Clock, seconds: float) -> None:
    """Waits `seconds`, or until something new comes for this lane."""
    lane.wake.clear()
    await event_or_timeout(lane.wake, clock, seconds)
