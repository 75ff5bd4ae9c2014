"""The pause (P1): a minute of paced breathing as a message of its own, left at once when anything else happens.

In for 4 seconds, out for 6, six times: twelve edits. The question stays where it is, and nothing waits for the pause.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.common.clock import Clock
from bot.screens.breathing import breath_frame, breath_over
from bot.telegram.lanes import Lanes
from bot.viewmodels.scene import Voice
from bot.workers.loop import Tasks

IN, OUT, BREATHS = 4, 6, 6


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: when it begins (seconds from the start), whether it is the breath in, which breath it is, from 0."""

    at: int
    inward: bool
    breath: int


def phases() -> Iterator[Phase]:
    """The twelve phases of the minute, in order."""
    for breath in range(BREATHS):
        start = breath * (IN + OUT)
        yield Phase(start, True, breath)
        yield Phase(start + IN, False, breath)


class Breathing:
    """The pauses under way, at most one a chat; `run_until_stopped` closes them."""

    def __init__(self, lanes: Lanes, clock: Clock) -> None:
        self._lanes = lanes
        self._clock = clock
        self._tasks: Tasks[int] = Tasks()  # by chat

    def begin(self, chat_id: int, voice: Voice, turn: int) -> None:
        """Begins a pause in the chat; where one is under way it goes on, so a doubled tap changes nothing."""
        if chat_id not in self._tasks:
            self._tasks.start(chat_id, self._breathe(chat_id, voice, turn))

    def leave(self, chat_id: int) -> bool:
        """Ends the chat's pause at once and takes its message away, before whatever is shown next.

        Gives whether there was one.
        """
        left = self._tasks.cancel(chat_id)
        if left:
            self._lanes.clear_beside(chat_id)
        return left

    async def close(self) -> None:
        """Ends all pauses; their messages go with what the lanes still send."""
        chats = list(self._tasks)
        await self._tasks.drain(0)
        for chat_id in chats:
            self._lanes.clear_beside(chat_id)

    async def _breathe(self, chat_id: int, voice: Voice, turn: int) -> None:
        began = self._clock.time()
        for phase in phases():
            await self._clock.sleep(began + phase.at - self._clock.time())
            seconds = IN if phase.inward else OUT
            half = phase.breath >= BREATHS // 2
            self._lanes.frame(chat_id, breath_frame(voice, turn, inward=phase.inward, seconds=seconds, half=half))
        await self._clock.sleep(began + BREATHS * (IN + OUT) - self._clock.time())
        self._lanes.frame(chat_id, breath_over(voice, turn), last=True)
