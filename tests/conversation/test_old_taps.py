"""Which tapped message is the present view: what the lane knows, else the row (docs/architecture.md, idea 3)."""

from dataclasses import replace

from bot.conversation.old_taps import on_old_message
from bot.store.queries.chats import Chat
from bot.telegram.lane_items import ShownView
from bot.viewmodels.place import Place

SCREEN, DRAFT, ELSE = 124, 125, 99
CHAT = Chat(5, 1, 1, Place("menu"), None, 7, 7, SCREEN, "m", DRAFT, "d", None, 0, 0)
NOTHING_SENT = ShownView()


def test_the_lane_knows_what_it_sent_before_the_row_does() -> None:
    lane = ShownView(130, "m", 131, "d")
    assert [on_old_message(one, lane, CHAT) for one in (130, 131, SCREEN, DRAFT)] == [False, False, True, True]


def test_where_the_lane_has_sent_nothing_the_row_decides() -> None:
    assert [on_old_message(one, NOTHING_SENT, CHAT) for one in (SCREEN, DRAFT, ELSE)] == [False, False, True]


def test_a_view_that_was_sent_and_not_recorded_before_a_kill_makes_every_message_old() -> None:
    """It stands below the one that the row knows: an edit further up would leave it as the newest."""
    owed = replace(CHAT, revision=8, anew_at=8)
    assert all(on_old_message(one, NOTHING_SENT, owed) for one in (SCREEN, DRAFT, ELSE))
    assert not on_old_message(SCREEN, NOTHING_SENT, replace(owed, shown=8))
