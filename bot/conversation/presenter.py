"""Shows a chat its present view when no update asks for it: what is owed, set aside, or changed by itself.

What led to it is stored by then, and nobody comes back to it before the next start; so the write is retried.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.common.clock import Clock
from bot.conversation import scenes
from bot.conversation.places import row_of, settled
from bot.conversation.scenes import counted, move
from bot.insights.stats import Insights
from bot.screens.builder import headed
from bot.screens.menu import keys
from bot.screens.outage import missed_line
from bot.store.database.database import Database
from bot.store.database.errors import Unreadable
from bot.store.database.retry import retry_write
from bot.store.database.unit_of_work import Connection
from bot.store.queries import chats, reminder_messages
from bot.telegram.lane_items import ShownView
from bot.telegram.lanes import Lanes
from bot.viewmodels.outage import Missed
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Screen, View
from bot.viewmodels.voices import Voices
from bot.workers.vents import leave

log = logging.getLogger(__name__)


def present(scene: Scene[Any], voice: Voice) -> View:
    """What stands in the chat: the screen of its place, with the draft under it and the keyboard that it brings.

    The one way from state to what is shown.
    """
    row = row_of(scene.place)
    if (missed := Missed.read(scene.notice)) is None:
        screen = row.screen(scene, voice)
    else:  # at any place, also at those that say nothing else above their question
        row, scene = row_of(settled(scene.place)), replace(scene, notice=None)
        screen = headed(row.screen(scene, voice), missed_line(missed, voice, scene.person.zone))
    draft = row.draft(scene, voice) if row.draft is not None else None
    if row.line is not None:
        return View(screen, greeting=row.line(scene, voice), keys=keys(scene, voice.texts))
    if scene.keys and row.keys is not None:
        return View(screen, greeting=Screen(voice.say("pick-line")), keys=row.keys(scene, voice))
    if scene.keys:  # the keyboard of a place's own was left, whichever way
        return View(screen, draft, greeting=Screen(voice.say("pick-over")), keys=keys(scene, voice.texts))
    return View(screen, draft)


class ShownRecorder:
    """Notes what Telegram took, in the chat's or the message's row (docs/architecture.md, idea 5).

    Retried: what stands in a chat and in no row would come once more at the next start.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def _note(self, fn: Callable[[Connection], None]) -> None:
        await retry_write(self._db, self._clock, log, fn)

    async def shown(  # noqa: PLR0913, PLR0917 - what the lane knows of a shown view
        self, chat: int, revision: int, message: int, mark: str, draft: int | None, draft_mark: str | None
    ) -> None:
        """A view of the chat stands."""
        await self._note(lambda conn: chats.mark_shown(conn, chat, revision, message, mark, draft, draft_mark))

    async def beside(self, chat: int, message: int | None) -> None:
        """A message stands beside the view, or none does any more."""
        await self._note(lambda conn: chats.beside(conn, chat, message))

    async def mended(self, chat: int, message: int, stands_in: int, revision: int) -> None:
        """A message that brought reminders shows what it should."""
        await self._note(lambda conn: reminder_messages.mark_shown(conn, chat, message, stands_in, revision))


class Presenter:
    """The one way to a chat's present view beside the handlers."""

    def __init__(self, db: Database, lanes: Lanes, voices: Voices, clock: Clock) -> None:
        self._db = db
        self._lanes = lanes
        self._voices = voices
        self._clock = clock

    async def present(self, chat_id: int, telegram_id: int, *, unhurried: bool = False) -> None:
        """Shows what the chat is owed; `unhurried` where it is one of many that nobody waits for."""
        await self._show(chat_id, telegram_id, None, unhurried=unhurried)

    async def set_aside(self, chat_id: int) -> None:
        """Says that an update could not be handled, above the present view."""
        await self._show(chat_id, chat_id, "error-set_aside")

    async def renew(self, chat_id: int) -> None:
        """Shows what changed by itself: where a view is being sent anew just now, it is part of that one."""
        await self._show(chat_id, chat_id, None, here=True)

    async def _show(
        self, chat_id: int, telegram_id: int, notice: str | None, *, here: bool = False, unhurried: bool = False
    ) -> None:
        now = self._clock.now()

        def load(conn: Connection) -> tuple[chats.Chat, tuple[Scene[Any], Voice]] | None:
            found = chats.desk(conn, chat_id, telegram_id)
            if found is None:
                return None
            person, chat = found
            if notice is not None:
                leave(conn, chat, chat.place, now, anew=True)
                chat = move(conn, chat, chat.place, notice, anew=True)
            try:
                return chat, scenes.load(conn, person, chat, self._voices, now)
            except Unreadable as unreadable:  # the menu needs nothing that must be opened
                log.error("chat %d is shown the menu: %s", chat_id, unreadable)  # noqa: TRY400 - one line says it
                leave(conn, chat, chat.place, now, anew=True)
                chat = move(conn, chat, Place("menu"), "error-unreadable", anew=True)
                return chat, scenes.load(conn, person, chat, self._voices, now)

        loaded = await retry_write(self._db, self._clock, log, load)
        if loaded is None:
            return
        chat, (scene, voice) = loaded
        standing = ShownView(chat.message_id, chat.message_mark, chat.draft_id, chat.draft_mark)
        view = present(await counted(self._db, scene), voice)
        fresh = chat.anew and not here
        self._lanes.show(chat.id, chat.revision, view, fresh=fresh, stands=standing, unhurried=unhurried)

    async def again(
        self, chat_id: int, place: Place, notice: str | None, found: Insights | None, above: Callable[[], None] | None
    ) -> bool:
        """Shows the view once more, if the chat still stands at `place`, and gives whether it did.

        With `notice` above it once; where `above` sends something, as a new message under that. What the screen
        counts is given, as `found`: nothing is awaited from the commit on, so no newer view can come between.
        """
        now = self._clock.now()

        def load(conn: Connection) -> tuple[chats.Chat, tuple[Scene[Any], Voice]] | None:
            found = chats.desk(conn, chat_id, chat_id)
            if found is None or found[1].place != place:
                return None
            person, chat = found
            chat = move(conn, chat, place, notice, anew=above is not None)
            return chat, scenes.load(conn, person, chat, self._voices, now)

        loaded = await retry_write(self._db, self._clock, log, load)
        if loaded is None:
            return False
        chat, (scene, voice) = loaded
        view = present(scene.of(found), voice)
        if above is not None:
            above()
        standing = ShownView(chat.message_id, chat.message_mark, chat.draft_id, chat.draft_mark)
        self._lanes.show(chat.id, chat.revision, view, fresh=above is not None, stands=standing)
        return True
