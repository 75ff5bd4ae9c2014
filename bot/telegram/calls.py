"""The calls that a lane makes: each counted in the pace, what its failure means, and what an item takes to be done.

Each function makes one call at most, so that a newer view may come between two of them.
"""

import asyncio
import logging
from typing import Any, Final

from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteMessages,
    EditMessageReplyMarkup,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile

from bot.common.backoff import backoff
from bot.common.clock import Clock
from bot.telegram.errors import Meaning, meaning, name, no_topic, unsure
from bot.telegram.files import Streamed
from bot.telegram.lane import Lane
from bot.telegram.lane_items import (
    Delivered,
    Erase,
    Mend,
    Once,
    OneTry,
    Picture,
    Play,
    Post,
    SendOnce,
    SideFrame,
    Strip,
    editing,
    sending,
)
from bot.telegram.pace import Overall, Pace
from bot.telegram.render import fit, safe
from bot.telegram.retry_after import RetryAfter
from bot.viewmodels.screen import Screen

log = logging.getLogger(__name__)

_REQUEST_TIMEOUT: Final = 20  # seconds; a connection that hangs longer is taken for dead and tried anew
_LONGEST_CAPTION = 1024
"""Bot API, sendPhoto: caption, in UTF-16 units."""
AGAIN = (Meaning.WAIT, Meaning.PASSING)
_POSTED_FIRST, _POSTED_A_SECOND = 30, 128 * 1024
"""Seconds that a file has to arrive, and bytes for each of which it gets another."""
_DELETED_AT_ONCE: Final = 100  # Bot API, deleteMessages: message_ids
_TO_A_TOPIC: Final = (SendMessage, SendVoice, SendPhoto, SendDocument)
_AWAY: Final = (Meaning.DONE, Meaning.MESSAGE_GONE)


class Calls:
    """Makes the lanes' calls. `overall` is the pace of all chats together."""

    def __init__(self, bot: Bot, clock: Clock, pace: Pace) -> None:
        self._bot = bot
        self._clock = clock
        self.overall = Overall(pace, clock.time())
        self._retry_after = RetryAfter(self.overall)

    async def answer(self, lane: Lane) -> None:
        """Ends the spinner of the lane's first waiting tap; where Telegram asks to wait, it goes on waiting."""
        tap = lane.answers[0]
        try:
            await self._bot(AnswerCallbackQuery(callback_query_id=tap[0], text=tap[1]), _REQUEST_TIMEOUT)
        except Exception as error:  # noqa: BLE001 — `_judge` knows what each means
            what = self._judge(lane, error)
            if what is Meaning.WAIT:
                return
            if what is Meaning.PASSING:
                lane.answer_failures += 1
                lane.answer_at = self._clock.time() + backoff(lane.answer_failures)
                return
        lane.answer_failures = 0
        if lane.answers and lane.answers[0] is tap:
            lane.answers.popleft()

    async def send(self, lane: Lane, call: TelegramMethod[Any], seconds: int = _REQUEST_TIMEOUT) -> tuple[Any, Meaning]:
        """Makes `call`, counted in the pace, within `seconds`; gives its result and what came of it."""
        lane.bucket.take(self._clock.time())
        lane.slot = None
        if lane.topic is not None and isinstance(call, _TO_A_TOPIC):
            call = call.model_copy(update={"message_thread_id": lane.topic})
        try:
            result = await self._bot(call, seconds)
        except Exception as error:  # noqa: BLE001 — `_judge` knows what each means
            if lane.topic is not None and no_topic(error):
                lane.topic = None
                return None, Meaning.WAIT  # for nothing: it goes to the chat itself at once
            what = self._judge(lane, error)
            if what is Meaning.PASSING:
                lane.unsure = unsure(error)
                lane.work_failures += 1
                lane.work_at = self._clock.time() + backoff(lane.work_failures)
            return None, what
        lane.work_failures = 0
        self._retry_after.went_through()
        return result, Meaning.DONE

    def _judge(self, lane: Lane, error: Exception) -> Meaning:
        what = meaning(error)
        if isinstance(error, TelegramRetryAfter):
            self._retry_after.told_to_wait(lane, error.retry_after, self._clock.time())
        elif what is Meaning.CHAT_GONE:
            log.info("chat %d: nothing can be sent there any more", lane.chat_id)
            lane.clear()
        elif what in (Meaning.REFUSED, Meaning.OURS):
            log.error("chat %d: a call was refused: %s", lane.chat_id, name(error))
        elif what is Meaning.PASSING:
            log.warning("chat %d: a call failed: %s", lane.chat_id, name(error))
        return what


async def say(lane: Lane, item: Once, calls: Calls) -> None:
    """Sends what is said, shown or posted once: tried again until Telegram answers, dropped where it doesn't take it.

    What was refused with its spans is tried as plain text first; of a picture that was refused its line is said, and
    of voice notes why they don't come.
    """
    if isinstance(item, Post):
        await _post(lane, item, calls)
        return
    if isinstance(item, Play):
        await _play(lane, item, calls)
        return
    _, what = await calls.send(lane, _sending_once(lane.chat_id, item))
    if what in AGAIN or item not in lane.work:
        return
    if what is not Meaning.DONE and isinstance(item, SendOnce) and not item.plain:
        item.plain = True
        return
    lane.finish(item)
    if what is not Meaning.DONE and isinstance(item, Picture):
        lane.work.appendleft(SendOnce(Screen(item.caption)))


async def _play(lane: Lane, item: Play, calls: Calls) -> None:
    """One voice note; after the last of them, or where none may come, what there is to say of those refused."""
    _, what = await calls.send(lane, SendVoice(chat_id=lane.chat_id, voice=item.file_ids[0]))
    if what in AGAIN or item not in lane.work:
        return
    del item.file_ids[0]
    item.missed = item.missed or what is not Meaning.DONE
    if item.file_ids and what is not Meaning.NO_VOICES:
        return
    lane.finish(item)
    if item.missed:
        lane.work.appendleft(SendOnce(item.forbidden if what is Meaning.NO_VOICES else item.lost))


def _sending_once(chat_id: int, item: SendOnce | Picture) -> SendMessage | SendPhoto:
    match item:
        case SendOnce(screen=screen, plain=plain):
            return sending(chat_id, screen, plain)
        case Picture(png=png, caption=caption):
            photo = BufferedInputFile(png, "okok.png")
            return SendPhoto(chat_id=chat_id, photo=photo, caption=fit(safe(caption), _LONGEST_CAPTION))


async def _post(lane: Lane, item: Post, calls: Calls) -> None:
    file = Streamed(item.file, item.name)
    call = SendDocument(chat_id=lane.chat_id, document=file, caption=item.caption)
    sent, what = await calls.send(lane, call, _POSTED_FIRST + item.size // _POSTED_A_SECOND)
    if what in AGAIN or item not in lane.work:
        return
    lane.finish(item)
    if not item.came.done():
        item.came.set_result(Delivered(sent.message_id if what is Meaning.DONE else None, what))


async def strip(lane: Lane, item: Strip, calls: Calls, clock: Clock) -> None:
    """Takes a keyboard, or a whole message, away at the first try or never."""
    lane.finish(item)
    if not lane.first(item):
        return
    call = DeleteMessage if item.whole else EditMessageReplyMarkup
    await calls.send(lane, call(chat_id=lane.chat_id, message_id=item.message_id))
    lane.work_at = clock.time()  # it was for looks only: nothing waits longer because it failed


async def in_time(lane: Lane, item: OneTry, calls: Calls, clock: Clock) -> Delivered:
    """What comes of a message that waits in its lane. It is taken out unsent where its turn doesn't come in time.

    Cancelled, it isn't sent either, unless it is on its way already.
    """
    over = asyncio.ensure_future(clock.sleep(item.until - clock.time()))
    try:
        await asyncio.wait((item.came, over), return_when=asyncio.FIRST_COMPLETED)
    finally:
        over.cancel()
        if item in lane.work:
            lane.finish(item)
            lane.wake.set()
            _came(item, _failed(lane, Meaning.WAIT, calls, clock.time()))
    return await item.came


async def send_one_try(lane: Lane, item: OneTry, calls: Calls, clock: Clock) -> None:
    """Sends it, once, or as plain text where it was refused with its spans; `item.came` says what came of it."""
    lane.finish(item)
    what = Meaning.WAIT
    for plain in (False, True):
        if clock.time() > item.until:
            what = Meaning.WAIT
            break
        sent, what = await calls.send(lane, sending(lane.chat_id, item.screen, plain))
        if what is Meaning.DONE:
            _came(item, Delivered(sent.message_id, what))
            return
        if what is not Meaning.REFUSED:
            break
    now = lane.work_at = clock.time()  # who sent it decides when it is tried again; what else waits here goes on
    _came(item, _failed(lane, what, calls, now))


async def mend(lane: Lane, item: Mend, calls: Calls) -> int | None:
    """Puts right what was sent in one try; gives the message that shows it now, None while Telegram did not answer.

    What was refused is tried as plain text; where the message is gone or can't be edited, a new one is sent: somebody
    has just tapped it.
    """
    sent, what = await calls.send(lane, editing(lane.chat_id, item.message_id, item.screen, plain=item.plain))
    if what in AGAIN or item not in lane.work:
        return None
    if what is Meaning.REFUSED and not item.plain:
        item.plain = True
        return None
    if what in {Meaning.DONE, Meaning.UNCHANGED}:
        lane.finish(item)
        return item.message_id
    sent, what = await calls.send(lane, sending(lane.chat_id, item.screen, plain=item.plain))
    if what in AGAIN or item not in lane.work:
        return None
    lane.finish(item)
    return int(sent.message_id) if what is Meaning.DONE else item.message_id


def _failed(lane: Lane, what: Meaning, calls: Calls, now: float) -> Delivered:
    wait = max(lane.quiet_until, calls.overall.quiet_until) - now if what is Meaning.WAIT else 0.0
    unsure = what is Meaning.PASSING and lane.unsure
    return Delivered(None, what, unsure=unsure, wait=max(0.0, wait))


def _came(item: OneTry, what: Delivered) -> None:
    if not item.came.done():  # whoever waited for it may have been stopped meanwhile
        item.came.set_result(what)


async def show_frame(lane: Lane, frame: SideFrame, calls: Calls, clock: Clock) -> None:
    """Makes the frame's one call; `lane.beside` then says which message stands beside the view.

    A frame that was not taken is dropped. Taking the message away is tried again.
    """
    lane.finish(frame)
    stood = lane.beside
    if frame.screen is None:
        if stood is None:
            return
        _, what = await calls.send(lane, DeleteMessage(chat_id=lane.chat_id, message_id=stood))
        if what in (Meaning.WAIT, Meaning.PASSING) and not any(isinstance(item, SideFrame) for item in lane.work):
            lane.frame(frame)
            return
        lane.beside = None
    elif stood is None:
        sent, what = await calls.send(lane, sending(lane.chat_id, frame.screen, plain=False))
        lane.beside = sent.message_id if what is Meaning.DONE and not frame.last else None
    else:
        _, what = await calls.send(lane, editing(lane.chat_id, stood, frame.screen))
        if what is Meaning.MESSAGE_GONE or frame.last:
            lane.beside = None
    if what is Meaning.PASSING:
        lane.work_at = clock.time()  # only a frame was lost: nothing waits longer for it


async def erase(lane: Lane, item: Erase, calls: Calls) -> None:
    """Makes the next call of a deletion: many messages in one, or each by itself where one is refused."""
    some = item.messages[: 1 if item.singly else _DELETED_AT_ONCE]
    call = (
        DeleteMessage(chat_id=lane.chat_id, message_id=some[0])
        if item.singly
        else DeleteMessages(chat_id=lane.chat_id, message_ids=some)
    )
    _, what = await calls.send(lane, call)
    if what in AGAIN or item not in lane.work:
        return
    if what not in _AWAY and not item.singly:
        item.singly = len(some)  # one of them is the reason, the others may go
        return
    del item.messages[: len(some)]
    item.singly = max(0, item.singly - 1)
    if what in _AWAY:
        item.gone += some
        lane.bare.extend(some)  # they have no keyboard any more that could be taken off
    else:
        item.kept += some
    if not item.messages:
        lane.finish(item)
        item.over(what)
