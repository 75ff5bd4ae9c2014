"""Whatever comes in whatever order: the contacts are those of a plain model (protocol, section 11)."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from bot.conversation import business as use_cases
from bot.conversation.access import Door
from bot.conversation.business import ONE_TALK, TAKEN_BACK, BusinessMessage
from bot.conversation.visit import Visit
from bot.protocol.person import Person
from bot.store.database.unit_of_work import Connection
from bot.store.queries import business, chats, clients, people
from bot.store.queries.business import BusinessConnection
from bot.store.tables.core import metadata
from bot.viewmodels.place import Place
from bot.viewmodels.screen import Screen, View
from tests.store.samples import NOW
from tests.voices import READ

RAJ, ELSE = 77, 78


@dataclass
class Model:
    """What counts, in plain words: the messages that are there, and which of them began a talk."""

    messages: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)

    def writes(self, message: int, at: int) -> None:
        """Within five minutes of one that counts it belongs to that talk."""
        self.messages[message] = at
        if not any(abs(self.messages[one] - at) < ONE_TALK for one in self.begun):
            self.begun.add(message)

    def deletes(self, message: int, now: int) -> None:
        """Within a minute it was none, and the next of its talk takes its place."""
        at = self.messages.get(message)
        if at is None or now - at > TAKEN_BACK:
            return
        del self.messages[message]
        if message not in self.begun:
            return
        self.begun.remove(message)
        later = sorted((moment, one) for one, moment in self.messages.items() if 0 <= moment - at < ONE_TALK)
        if later and not any(abs(self.messages[one] - later[0][0]) < ONE_TALK for one in self.begun):
            self.begun.add(later[0][1])

    @property
    def contacts(self) -> list[int]:
        """Their moments."""
        return sorted(self.messages[one] for one in self.begun)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["writes", "writes", "deletes", "hears", "echoes", "away", "elsewhere"]),
        st.integers(0, 12),  # which message
        st.sampled_from([0, 1, 20, 59, 61, 200, 299, 300, 301, 4000, -30, -400]),  # how the clock goes on
    ),
    max_size=25,
)


class Story:
    """One person with a linked chat in an empty database."""

    def __init__(self, conn: Connection, number: int) -> None:
        self.conn, self.now = conn, NOW + 10_000
        self.person = people.admit(
            conn,
            telegram_id=number,
            language="ru",
            zone="Europe/Moscow",
            work_from=600,
            work_to=1140,
            work_days=31,
            now=NOW,
        )
        self.client = clients.create(conn, self.person, "Ромашка", NOW)
        business.save(conn, self.person, BusinessConnection(f"c{number}", True, False, NOW, NOW))
        business.link(conn, self.person, self.client.id, RAJ, NOW)
        self.chat = chats.open(conn, self.person, number)

    def visit(self) -> Visit:
        """The person at their chat now."""
        door = Door(frozenset(), "open")
        return Visit(self.conn, self.person, self.chat, READ, self.now, door, Place("menu"), lambda: View(Screen("")))

    def touches(self) -> list[int]:
        """The moments of the contacts that stand."""
        query = "SELECT at FROM touch WHERE person_id = ? ORDER BY at"
        return [at for (at,) in self.conn.exec_driver_sql(query, (self.person.id,))]


def play(story: Story, person: Person, events: list[tuple[str, int, int]]) -> list[int]:
    """Plays the events before the use cases and before the model; gives the model's contacts."""
    model, seen, connection = Model(), set[int](), f"c{person.telegram_id}"
    for what, message, seconds in events:
        story.now += seconds
        at, own = story.now, what in {"writes", "echoes", "away"}
        if what == "deletes":
            use_cases.delete(story.visit(), connection, RAJ, (message,))
            model.deletes(message, story.now)
            continue
        if what == "writes" and message in seen:
            continue  # Telegram numbers a message once
        chat = ELSE if what == "elsewhere" else RAJ
        told = BusinessMessage(chat, message, at, own or what == "elsewhere", what == "away", what == "echoes")
        use_cases.see(story.visit(), connection, told)
        if what == "writes":
            model.writes(message, at)
            seen.add(message)
    return model.contacts


@settings(max_examples=100)
@given(EVENTS)
def test_any_interleaving_gives_the_contacts_of_a_plain_model(events: list[tuple[str, int, int]]) -> None:
    with _ENGINE.connect() as conn:  # rolled back: the next example finds it empty
        story = Story(conn, 5)
        assert play(story, story.person, events) == story.touches()


_ENGINE = create_engine("sqlite://", poolclass=StaticPool)
metadata.create_all(_ENGINE)
