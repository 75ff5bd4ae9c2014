"""Who is let in, as rows: by index, in a fixed number of statements, and nobody of another agency."""

from dataclasses import replace

from aiogram.types import User
from sqlalchemy import Connection, event, select, update

from bot.conversation.access import Begin, Door, enter
from bot.conversation.places import PLACES
from bot.protocol.person import Person
from bot.store.database.database import Database
from bot.store.loaders.access import get
from bot.store.queries import chats, clients, delivery_queue, erasure, people
from bot.store.queries.access import inside, invite, join, remove, settle, take, withdraw
from bot.store.tables.core import agenda, member, touch
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene
from tests.store.samples import NOW, anna, full_debrief
from tests.voices import VOICES

WEEK = 7 * 86_400
BEGIN = Begin(language="ru", zone="Europe/Moscow", work_from=540, work_to=1080, work_days=31)


def host(conn: Connection, telegram_id: int) -> Person:
    """Somebody who invites, in an agency of their own."""
    made = anna(conn, telegram_id)
    conn.execute(update(member).where(member.c.person_id == made.id).values(hosts=True))
    return replace(made, hosts=True)


def joins(conn: Connection, by: Person, telegram_id: int) -> Person:
    """Somebody whom that host invited, with an agency and rows of their own before."""
    known = people.find(conn, telegram_id) or anna(conn, telegram_id)
    invite(conn, by, f"digest {telegram_id}", NOW, NOW + WEEK)
    link = take(conn, f"digest {telegram_id}", NOW)
    assert link is not None
    return join(conn, known, link, f"Имя {telegram_id}", NOW)


async def test_a_host_removes_and_withdraws_only_in_their_agency(db: Database) -> None:
    def work(conn: Connection) -> None:
        one, other = host(conn, 11), host(conn, 12)
        olga = joins(conn, one, 21)
        link = invite(conn, one, "waits", NOW, NOW + WEEK)
        assert not remove(conn, other, olga.id, NOW)
        assert not withdraw(conn, other, link, NOW)
        assert get(conn, other.agency_id, olga.id) is None
        assert not remove(conn, one, one.id, NOW)  # who invites is not removed
        assert not remove(conn, replace(one, hosts=False), olga.id, NOW)
        assert inside(conn, olga.id)
        conn.execute(update(agenda).values(due_at=NOW))
        assert remove(conn, one, olga.id, NOW)
        assert not remove(conn, one, olga.id, NOW)
        assert not inside(conn, olga.id)
        assert {claim.person_id for claim in delivery_queue.claim(conn, NOW, 5)} == {one.id, other.id}
        assert withdraw(conn, one, link, NOW)
        assert take(conn, "waits", NOW) is None

    await db.write(work)


async def test_who_joins_brings_all_that_is_theirs_and_leaves_no_agency_behind(db: Database) -> None:
    def work(conn: Connection) -> None:
        one = host(conn, 11)
        before = anna(conn, 21)
        client = clients.create(conn, before, "ООО", NOW)
        full_debrief(conn, before, client)
        olga = joins(conn, one, 21)
        assert olga.agency_id == one.agency_id != before.agency_id
        whose = conn.execute(select(touch.c.agency_id).where(touch.c.person_id == olga.id)).scalars().all()
        assert set(whose) == {one.agency_id}
        assert clients.get(conn, olga.id, client.id) is not None

    await db.write(work)


async def test_people_stay_with_who_invites_after_an_owner_is_erased_or_replaced(db: Database) -> None:
    door = {number: Door(frozenset({number}), "invited") for number in (11, 12)}

    def comes(conn: Connection, number: int, at: int) -> Person:
        """The owner of that number says something, and the program starts anew."""
        user = User(id=number, is_bot=False, first_name="O")
        entry = enter(conn, door[number], user, None, at, **BEGIN)
        assert entry is not None
        settle(conn, "invited", {number}, at)
        return people.get(conn, entry.person.id)

    def work(conn: Connection) -> None:
        one = comes(conn, 11, NOW)
        olga, vera = (joins(conn, one, number) for number in (21, 22))
        erasure.erase_person(conn, one, chats.open(conn, one, 11), NOW + 1)
        again = comes(conn, 11, NOW + 2)
        assert again.agency_id == olga.agency_id
        assert get(conn, again.agency_id, olga.id) is not None
        assert remove(conn, again, olga.id, NOW + 3)
        settle(conn, "invited", {12}, NOW + 4)
        other = comes(conn, 12, NOW + 5)
        assert not inside(conn, again.id)
        assert get(conn, other.agency_id, vera.id) is not None
        assert remove(conn, other, vera.id, NOW + 6)

    await db.write(work)


async def test_people_of_another_agency_are_brought_to_who_invites_at_the_start(db: Database) -> None:
    """As it was left where an owner came back into an agency of their own."""

    def work(conn: Connection) -> None:
        former = host(conn, 11)
        olga, vera, boris = joins(conn, former, 21), joins(conn, former, 22), anna(conn, 23)
        client = clients.create(conn, olga, "ООО", NOW)
        assert remove(conn, former, vera.id, NOW)
        new = host(conn, 12)
        settle(conn, "invited", {12}, NOW + 1)
        assert get(conn, new.agency_id, olga.id) is not None
        assert people.get(conn, vera.id).agency_id == new.agency_id  # removed, and still known here
        assert clients.get(conn, olga.id, client.id) is not None
        assert {people.get(conn, one.id).agency_id for one in (former, boris)} == {former.agency_id, boris.agency_id}

    await db.write(work)


async def test_lists_of_people_and_links_go_by_index_and_cost_the_same(sqlite_db: Database) -> None:
    def work(conn: Connection) -> None:
        one = host(conn, 11)
        plans: list[tuple[str, str]] = []
        counts: list[int] = []

        def explain(*args: object) -> None:
            cursor = conn.connection.cursor()
            cursor.execute(f"EXPLAIN QUERY PLAN {args[2]}", args[3])  # type: ignore[arg-type]  # the driver's own
            plans.extend((str(args[2]), row[3]) for row in cursor.fetchall())

        for number in range(1, 12):
            olga = joins(conn, one, 20 + number)
            invite(conn, one, f"waits {number}", NOW, NOW + WEEK)
            if number not in {1, 11}:
                continue
            before = len(plans)
            event.listen(conn, "before_cursor_execute", explain)
            for place in ("people", "people:1", "links", f"member:{olga.id}"):
                name, _, argument = place.partition(":")
                scene = Scene(person=one, place=Place.read(place), notice=None, drawn_at=NOW, model=None)
                PLACES[name].load(conn, scene, VOICES["ru"], argument)
            event.remove(conn, "before_cursor_execute", explain)
            counts.append(len(plans) - before)
        assert counts[0] == counts[1] > 5
        for statement, plan in plans:
            assert not plan.startswith("SCAN member"), (statement, plan)
            assert not plan.startswith("SCAN invitation") or "max(" in statement, (statement, plan)
            assert "TEMP B-TREE" not in plan, (statement, plan)
        page = PLACES["people"].load(conn, scene, VOICES["ru"], "1")
        assert (len(page.members), page.more, page.open_links) == (5, False, 11)

    await sqlite_db.write(work)
