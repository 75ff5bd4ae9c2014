"""Planning many clients at once: what it costs, and that it comes to the same as planning each by itself."""

from functools import partial

from sqlalchemy import Connection, event, select

from bot.protocol.person import Person
from bot.reminders.replan import replan_all
from bot.store.database.database import Database
from bot.store.queries import touches
from bot.store.tables.core import promise, reminder
from bot.viewmodels.voices import Voices
from tests.reminders.desk import WEDNESDAY
from tests.reminders.seeds import DAY, in_touch, manager, promised

HOUR = 3600


def _lived(conn: Connection, number: int, clients: int) -> tuple[Person, list[int]]:
    """Somebody with so many clients: some are promised something, some of these have heard from them since."""
    person = manager(conn, number, WEDNESDAY)
    made = in_touch(conn, person, [(f"К{n}", WEDNESDAY + n * HOUR) for n in range(clients)])
    for n, client_id in enumerate(promised(conn, person, f"О{n}", WEDNESDAY - n * HOUR) for n in range(clients)):
        made.append(client_id)
        if n % 2:
            touches.log(conn, person, client_id, WEDNESDAY - HOUR)
    return person, made


def _rows(conn: Connection, person: Person, first: int) -> list[tuple[object, ...]]:
    """What waits and what was promised, with clients and promises counted from `first`."""
    columns = (reminder.c.client_id - first, reminder.c.kind, reminder.c.base_at, reminder.c.due_at, reminder.c.status)
    found = [tuple(row) for row in conn.execute(select(*columns).where(reminder.c.person_id == person.id))]
    statuses = select(promise.c.client_id - first, promise.c.status, promise.c.due_at)
    found += [tuple(row) for row in conn.execute(statuses.where(promise.c.person_id == person.id))]
    return sorted(found, key=repr)


async def test_many_clients_are_planned_as_each_alone_would_be(db: Database, voices: Voices) -> None:
    def plan(conn: Connection, number: int, *, together: bool) -> tuple[list[tuple[object, ...]], int | None]:
        person, made = _lived(conn, number, 5)
        due = None
        for some in [made] if together else [[one] for one in made]:
            due = replan_all(conn, person, voices["ru"], WEDNESDAY + DAY, some)
        return _rows(conn, person, made[0]), due

    together = await db.write(lambda conn: plan(conn, 11, together=True))
    assert together == await db.write(lambda conn: plan(conn, 12, together=False))
    assert {row[1] for row in together[0]} >= {"kept", "broken", "open", "stay"}


async def test_more_clients_are_not_more_statements(sqlite_db: Database, voices: Voices) -> None:
    def count(conn: Connection, clients: int) -> int:
        person, made = _lived(conn, clients, clients)
        said: list[str] = []
        event.listen(conn, "before_cursor_execute", lambda *args: said.append(str(args[2])))
        replan_all(conn, person, voices["ru"], WEDNESDAY + DAY, made)
        return len(said)

    few, many = [await sqlite_db.write(partial(count, clients=number)) for number in (30, 60)]
    assert few == many
    assert many <= 15
