"""A button's age: what a tap does on a screen that isn't the present one, or on a thing that is gone.

A button outlives its screen: it is tapped for ever, and twice. Three rules, from the outside in:

- a verb that the registry (`verbs.VERBS`) does not know any more gets the present screen;
- a tap on a message that isn't the present view is carried out where its verb still holds, and the present view is
  sent anew (`on_old_message`);
- what a verb needs beside that (does the chat still stand where the button was drawn, is the thing it names still
  there, is it the person's) its use case asks, and answers with `stale`.
"""

from bot.conversation.visit import Move, Visit
from bot.store.queries.chats import Chat
from bot.telegram.lane_items import ShownView

STALE = "error-stale_button"
"""The note for a button that no longer holds."""


def stale(visit: Visit) -> Move:
    """Nothing changes; the tap is told so, and the present screen stands."""
    return Move(visit.here, visit.chat.notice, toast=STALE)


def on_old_message(tapped: int, lane: ShownView, chat: Chat) -> bool:
    """Whether the tapped message isn't the present view.

    The lane knows what it just sent before the row does; where it has sent nothing yet, the row decides.
    """
    if lane.message_id is not None:
        return tapped not in {lane.message_id, lane.draft_id}
    # A view that was to be sent anew may stand below, a kill having come before its message was recorded.
    return chat.anew or tapped not in {chat.message_id, chat.draft_id}
