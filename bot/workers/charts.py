"""Charts that somebody asked for: counted, drawn in a process of their own, sent beside the view.

Nothing of the chat waits meanwhile. Whoever went on to something else is not shown the picture any more.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.common.clock import Clock
from bot.insights.renderer import DrawingError, Studio
from bot.insights.stats import Insights
from bot.protocol.person import Person
from bot.screens.charts import charted
from bot.store.database.database import Database
from bot.store.database.errors import StoreError
from bot.store.loaders import insights
from bot.telegram.lanes import Lanes
from bot.viewmodels.insights import KINDS, Look
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene
from bot.viewmodels.voices import Voices
from bot.workers.loop import Tasks

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """A chart that somebody asks for: its kind, what it is counted over, and for whom."""

    kind: str
    look: Look
    person: Person

    @property
    def place(self) -> Place:
        """The place at which it is asked for, and is shown."""
        return Place("insights", self.look.argument)


Again = Callable[[int, Place, str | None, Insights | None, Callable[[], None] | None], Awaitable[bool]]
"""Shows the chat's view anew, if it still stands at that place: with a line for once, or under something sent."""
_MOST = len(KINDS)
"""Pictures that wait in one chat; who taps more is not served more."""


class Charts:
    """The charts under way: one after another in each chat, deduplicated. Closed by `bot.app`."""

    def __init__(self, db: Database, lanes: Lanes, voices: Voices, clock: Clock, again: Again) -> None:
        self._db = db
        self._lanes = lanes
        self._voices = voices
        self._clock = clock
        self._again = again
        self.studio = Studio()
        self._tasks: Tasks[int] = Tasks()  # by chat
        self._wishes: dict[int, list[ChartRequest]] = {}

    @property
    def idle(self) -> bool:
        """Whether none is under way."""
        return not self._tasks

    def ask(self, chat_id: int, wish: ChartRequest) -> None:
        """The picture shall be drawn and sent; one that is under way already is not drawn twice."""
        wishes = self._wishes.setdefault(chat_id, [])
        if wish not in wishes and len(wishes) < _MOST:
            wishes.append(wish)
        if chat_id not in self._tasks:
            self._tasks.start(chat_id, self._serve(chat_id))

    async def close(self) -> None:
        """Ends what is under way; a picture that was not sent is asked for again by its button."""
        await self._tasks.drain(0)
        await self.studio.close()

    async def _serve(self, chat_id: int) -> None:
        wishes = self._wishes[chat_id]
        try:
            while wishes:
                await self._fulfil(chat_id, wishes[0])
                wishes.pop(0)
        finally:
            del self._wishes[chat_id]

    async def _fulfil(self, chat_id: int, wish: ChartRequest) -> None:
        found: Insights | None = None
        above: Callable[[], None] | None = None
        notice: str | None = "insights-undrawn"
        try:
            found = await self._count(wish)
            shown = charted(wish.kind, self._scene(wish, found), self._voices[wish.person.language])
            if shown is None:
                notice = f"insights-empty-{wish.kind}"
            else:
                png = await self.studio.draw(shown.picture)
                notice, above = None, partial(self._lanes.picture, chat_id, png, shown.caption)
        except (DrawingError, StoreError) as error:
            log.warning("a picture was not drawn: %s", error)
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it, and the person waits
            log.error("a picture was not drawn: %s", type(error).__name__)  # noqa: TRY400 - it may hold words
        try:
            await self._again(chat_id, wish.place, notice, found, above)
        except StoreError as error:
            log.warning("a picture was not sent: %s", error)

    async def _count(self, wish: ChartRequest) -> Insights | None:
        now = self._clock.now()
        return await self._db.read(lambda conn: insights.load(conn, wish.person, wish.look, now))

    def _scene(self, wish: ChartRequest, found: Insights | None) -> Scene[Insights | None]:
        now = self._clock.now()
        return Scene(person=wish.person, place=wish.place, notice=None, drawn_at=now, model=found)
