"""What follows once a unit is committed: small typed effects, each of which carries itself out.

A use case decides inside the unit of work and may call nothing outside of the database; what it wants done besides, it
appends to `Visit.effects`. The pipeline carries them out, those with `before_view` before the view is shown.
"""

import asyncio
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.conversation.services import Services
from bot.protocol.person import Person
from bot.screens.reminders import reminder_message_screen
from bot.store.database.unit_of_work import Connection
from bot.store.queries import reminder_messages
from bot.telegram.lane_items import Post
from bot.telegram.render import mark
from bot.viewmodels.scene import Voice
from bot.viewmodels.screen import Screen
from bot.workers.charts import ChartRequest


class VisitEffect:
    """What all effects share. Of those with one `key` only the last counts."""

    __slots__ = ()
    before_view: ClassVar[bool] = False

    @property
    def key(self) -> object:
        """What tells it from others: two with the same key are one wish."""
        return type(self)

    def over(self, earlier: "VisitEffect") -> "VisitEffect":  # noqa: ARG002 - most replace whatever was wished before
        """What is left of the two, where this one comes after `earlier` with the same key."""
        return self

    def settle(self, conn: Connection, person: Person, voice: Voice) -> "VisitEffect | None":  # noqa: ARG002 - most need nothing
        """What is left of it to be done outside, once what the database must know is stored in the same unit."""
        return self

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Does it, for that chat."""
        raise NotImplementedError


def to_carry_out(effects: Iterable[VisitEffect], conn: Connection, person: Person, voice: Voice) -> list[VisitEffect]:
    """The effects that are left to be carried out, in the order in which they were first wished."""
    latest: dict[object, VisitEffect] = {}
    for effect in effects:
        earlier = latest.get(effect.key)
        latest[effect.key] = effect if earlier is None else effect.over(earlier)
    return [left for effect in latest.values() if (left := effect.settle(conn, person, voice)) is not None]


# Before the view


@dataclass(frozen=True, slots=True)
class ForgetChat(VisitEffect):
    """Nothing that waits is sent any more to a chat (a Telegram id) whose person is let in no more."""

    before_view: ClassVar[bool] = True
    chat: int

    async def carry_out(self, services: Services, chat_id: int) -> None:  # noqa: ARG002 - it is another chat
        """Drops the queue of that chat's lane."""
        services.lanes.forget(self.chat)


@dataclass(frozen=True, slots=True)
class SendBeside(VisitEffect):
    """A message of its own goes out once, above the view."""

    before_view: ClassVar[bool] = True
    screen: Screen

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Queues the message."""
        services.lanes.say(chat_id, self.screen)


@dataclass(frozen=True, slots=True)
class AdoptMessage(VisitEffect):
    """The tapped message becomes the chat's view in place of the message `former`."""

    before_view: ClassVar[bool] = True
    message: int
    former: int | None

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Tells the chat's lane."""
        services.lanes.adopt(chat_id, self.message, self.former)


@dataclass(frozen=True, slots=True)
class MendMessage(VisitEffect):
    """A reminder message shows another screen, as its revision in the store says."""

    before_view: ClassVar[bool] = True
    message: int
    screen: Screen
    revision: int

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Queues the edit."""
        services.lanes.mend(chat_id, self.message, self.screen, self.revision)


@dataclass(frozen=True, slots=True)
class RedrawReminders(VisitEffect):
    """A reminder message, by its row's id, shows its reminders anew: in that `view`, or with None in the one it has."""

    before_view: ClassVar[bool] = True
    reminder_message: int
    view: str | None = None

    @property
    def key(self) -> object:
        """One for each message."""
        return RedrawReminders, self.reminder_message

    def over(self, earlier: VisitEffect) -> VisitEffect:
        """A view that was asked for stays where none is asked for afterwards."""
        return earlier if self.view is None else self

    def settle(self, conn: Connection, person: Person, voice: Voice) -> VisitEffect | None:
        """Which screen is owed is stored with the unit; None where the message shows it already."""
        brought = reminder_messages.get(conn, person.id, self.reminder_message)
        if brought is None:
            return None
        view = self.view or brought.view
        screen = reminder_message_screen(replace(brought, view=view), person, voice)
        revision = reminder_messages.show(conn, person.id, self.reminder_message, view, mark(screen))
        return None if revision is None else MendMessage(brought.message_id, screen, revision)


# After the view


@dataclass(frozen=True, slots=True)
class LookUpHolidays(VisitEffect):
    """The person's public holidays are to be looked up: they are new, or live elsewhere now."""

    async def carry_out(self, services: Services, chat_id: int) -> None:  # noqa: ARG002 - it is about persons
        """Wakes the worker that looks holidays up."""
        services.holidays.ask()


@dataclass(frozen=True, slots=True)
class WakeReminders(VisitEffect):
    """The person is reminded next at `due` (Unix seconds UTC), or, with None, of nothing for now."""

    due: int | None

    async def carry_out(self, services: Services, chat_id: int) -> None:  # noqa: ARG002 - the moment is enough
        """Wakes the worker that sends reminders in time."""
        if self.due is not None:
            services.wake(self.due)


@dataclass(frozen=True, slots=True)
class WakeVents(VisitEffect):
    """Something is to be answered or deleted of what the person lets out."""

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Wakes the worker that does."""
        services.vents.wake(chat_id)


@dataclass(frozen=True, slots=True)
class WakeFileJobs(VisitEffect):
    """A file was asked for, or brought in."""

    async def carry_out(self, services: Services, chat_id: int) -> None:  # noqa: ARG002 - the job is a row
        """Wakes the worker that makes and reads files."""
        services.file_jobs.wake()


@dataclass(frozen=True, slots=True)
class EraseMessages(VisitEffect):
    """Something was erased: these messages of the bot's still show it and go, and the database's pages are purged."""

    messages: tuple[int, ...] = ()

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Queues the deletions and wakes the purge."""
        for message in self.messages:
            services.lanes.strip(chat_id, message, whole=True)
        services.file_jobs.purge()


@dataclass(frozen=True, slots=True)
class DrawChart(VisitEffect):
    """A picture was asked for: it comes by itself as soon as it is drawn."""

    request: ChartRequest

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Asks the worker that draws."""
        services.charts.ask(chat_id, self.request)


@dataclass(frozen=True, slots=True)
class PlayVoices(VisitEffect):
    """Voice notes (Telegram's file ids) are sent again, in that order; `voice` says why where they can't be."""

    voices: tuple[str, ...]
    voice: Voice

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Queues them."""
        forbidden, lost = (Screen(self.voice.say(key)) for key in ("play-forbidden", "play-lost"))
        services.lanes.play(chat_id, self.voices, forbidden=forbidden, lost=lost)


@dataclass(frozen=True, slots=True)
class SendDocument(VisitEffect):
    """A small file that is made in memory."""

    name: str
    data: bytes
    caption: str

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Queues it; whether it arrived is nobody's question."""
        came = asyncio.get_running_loop().create_future()
        services.lanes.post(chat_id, Post(io.BytesIO(self.data), self.name, len(self.data), self.caption, came))


@dataclass(frozen=True, slots=True)
class BeginBreathing(VisitEffect):
    """A minute of paced breathing begins under the view; `turn` chooses among its wordings."""

    voice: Voice
    turn: int

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Begins the pause."""
        services.breathing.begin(chat_id, self.voice, self.turn)


@dataclass(frozen=True, slots=True)
class ListHostCommands(VisitEffect):
    """Somebody who invites came for the first time: Telegram shall list their commands in this chat."""

    async def carry_out(self, services: Services, chat_id: int) -> None:
        """Asks Telegram, and waits for it."""
        await services.host_came(chat_id)
