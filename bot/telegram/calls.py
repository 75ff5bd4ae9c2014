"""One call of one lane, counted in the pace, and what its failure means for the lane."""

import logging
from typing import Any, Final

from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, TelegramMethod

from bot.common.backoff import backoff
from bot.common.clock import Clock
from bot.telegram.errors import Meaning, meaning, name, unsure
from bot.telegram.lane import Lane
from bot.telegram.pace import Overall, Pace

log = logging.getLogger(__name__)

_REQUEST_TIMEOUT: Final = 20  # seconds; a connection that hangs longer is taken for dead and tried anew


class Calls:
    """Makes the lanes' calls. `overall` is the pace of all chats together."""

    def __init__(self, bot: Bot, clock: Clock, pace: Pace) -> None:
        self._bot = bot
        self._clock = clock
        self.overall = Overall(pace, clock.time())

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
        try:
            result = await self._bot(call, seconds)
        except Exception as error:  # noqa: BLE001 — `_judge` knows what each means
            what = self._judge(lane, error)
            if what is Meaning.PASSING:
                lane.unsure = unsure(error)
                lane.work_failures += 1
                lane.work_at = self._clock.time() + backoff(lane.work_failures)
            return None, what
        lane.work_failures = 0
        self.overall.went_through()
        return result, Meaning.DONE

    def _judge(self, lane: Lane, error: Exception) -> Meaning:
        what = meaning(error)
        if isinstance(error, TelegramRetryAfter):
            self._quieten(lane, error.retry_after)
        elif what is Meaning.CHAT_GONE:
            log.info("chat %d: nothing can be sent there any more", lane.chat_id)
            lane.clear()
        elif what in (Meaning.REFUSED, Meaning.OURS):
            log.error("chat %d: a call was refused: %s", lane.chat_id, name(error))
        elif what is Meaning.PASSING:
            log.warning("chat %d: a call failed: %s", lane.chat_id, name(error))
        return what

    def _quieten(self, lane: Lane, seconds: float) -> None:
        now = self._clock.time()
        lane.quiet_until = now + seconds
        self.overall.told_to_wait(lane.chat_id, lane.quiet_until)
        log.warning("chat %d: told to wait %d s", lane.chat_id, seconds)
