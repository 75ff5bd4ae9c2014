"""Takes messages of both sides away: many in one call, and each by itself where Telegram doesn't let one of them go."""

from typing import Final

from aiogram.methods import DeleteMessage, DeleteMessages

from bot.telegram.calls import Calls
from bot.telegram.errors import Meaning
from bot.telegram.lane import Lane
from bot.telegram.lane_items import Erase
from bot.telegram.side_messages import AGAIN

_AT_ONCE: Final = 100  # Bot API, deleteMessages: message_ids
_AWAY: Final = (Meaning.DONE, Meaning.MESSAGE_GONE)


async def erase(lane: Lane, item: Erase, calls: Calls) -> None:
    """Makes the next one call; the last tells who waits."""
    some = item.messages[: 1 if item.singly else _AT_ONCE]
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
