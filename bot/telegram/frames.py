"""A message beside the view, such as the pause's: sent, edited from frame to frame, taken away or let stand."""

from aiogram.methods import DeleteMessage

from bot.clock import Clock
from bot.telegram.calls import Calls
from bot.telegram.errors import Meaning
from bot.telegram.lane import Frame, Lane, editing, sending


async def show_frame(lane: Lane, frame: Frame, calls: Calls, clock: Clock) -> None:
    """Makes the frame's one call; `lane.beside` then says which message stands beside the view.

    A frame that was not taken is dropped. Taking the message away is tried again.
    """
    lane.finish(frame)
    stood = lane.beside
    if frame.screen is None:
        if stood is None:
            return
        _, what = await calls.send(lane, DeleteMessage(chat_id=lane.chat_id, message_id=stood))
        if what in (Meaning.WAIT, Meaning.PASSING) and not any(isinstance(item, Frame) for item in lane.work):
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
