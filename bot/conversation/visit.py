"""What a use case is given, a `Visit`, and what it gives, a `Move`. A use case runs inside the unit of work."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.conversation.access import Door
from bot.conversation.effects import RedrawReminders, VisitEffect, WakeReminders
from bot.protocol.person import Person
from bot.store.database.unit_of_work import Connection
from bot.store.queries.chats import Chat
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Voice
from bot.viewmodels.screen import View
from bot.viewmodels.voices import Voices

Holds = Callable[[Connection, int], None]
"""Deletes what the person of that id left at a place."""


@dataclass(slots=True)
class Visit:
    """One person at their chat, inside the unit of work. `voices` are the words of now, `now` is Unix seconds UTC.

    `here` is the place to stay at: a place that is shown once is left behind. `view` draws what stands in the chat now.
    `holds` deletes what is kept for as long as the person stands there. `about_client` says
    that the place is about one client, whose id begins its arguments. `door` knows who may invite and who may come
    in. `tapped` is the message whose button was tapped, `written` the one that the person wrote. `new` says that they
    had no chat here before, `joined` that an invitation let them in with this very update. `effects` is what is done
    once the unit is committed.
    """

    conn: Connection
    person: Person
    chat: Chat
    voices: Voices
    now: int
    door: Door
    here: Place
    view: Callable[[], View]
    holds: Holds | None = None
    about_client: bool = False
    tapped: int | None = None
    written: int | None = None
    new: bool = False
    joined: bool = False
    effects: list[VisitEffect] = field(default_factory=list)

    @property
    def voice(self) -> Voice:
        """The present words of the person's language."""
        return self.voices[self.person.language]

    @property
    def place(self) -> Place:
        """Where the person stands."""
        return self.chat.place

    def at(self, *names: str) -> bool:
        """Whether the person stands at one of these places; a button that came from there is old elsewhere."""
        return self.place.name in names

    def redraw(self, reminder_message: int, view: str | None = None) -> None:
        """A reminder message, by id, shows its reminders anew: in that view, or in the one it has."""
        self.effects.append(RedrawReminders(reminder_message, view))

    def wake_reminders(self, due: int | None) -> None:
        """The person is reminded next at `due` (Unix seconds UTC); None for nothing. The last call counts."""
        self.effects.append(WakeReminders(due))


@dataclass(frozen=True, slots=True)
class Move:
    """Where the chat goes from here: the place, a text key to say once above it, whether it is sent anew.

    `toast` is a text key for the tap's passing note; `beside` says that the tapped message is not the view's and
    needn't be, so the view stays where it is; `adopt` that the tapped message becomes the view's; `in_place` that the
    view stays where it is though the person wrote something under it.
    """

    place: Place
    notice: str | None = None
    fresh: bool = False
    toast: str | None = None
    beside: bool = False
    adopt: bool = False
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Farewell:
    """Nobody is at the chat any more: `messages` of the bot's go from it, since they still show what was erased.

    `says` is what the tapped message shows instead, "" where its sender is refused; `again` says that nobody was there
    before this tap. `owed` is the number under which a restart finds that it is to be shown.
    """

    messages: tuple[int, ...] = ()
    says: str = ""
    again: bool = False
    owed: int | None = None


Decide = Callable[[Visit], Move]
DecideEvent = Callable[[Visit], Move | None]
"""What is done where nobody tapped or wrote; nothing is shown unless it gives a move."""

UseCase = Callable[[Visit, str], Move]
"""What a button or a command leads to; the text is what the button carries, or what stands behind the command."""

Instead = Callable[[Connection, int], Farewell | None]
"""What a tap in the chat of that id does in place of all else, if it gives anything."""
