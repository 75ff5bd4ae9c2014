"""Every query, on both databases."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, event, func, select, text

from bot.store.database.database import Database
from bot.store.database.errors import Missing, StoreError
from bot.store.queries import chats, clients, outcomes, people, promises, runs, touches
from bot.store.tables.columns import StoredText
from bot.store.tables.core import metadata
from bot.viewmodels.place import Place
from tests.store.samples import NOW, anna, full_debrief, outcome_of, two_people


async def test_a_person_is_admitted_found_and_saved(db: Database) -> None:
    """Settings come back as they were written; the count of debriefs only `start` changes."""
    person = await db.write(anna)
    assert await db.write(lambda conn: people.find(conn, 11)) == person
    assert await db.write(lambda conn: people.find(conn, 12)) is None
    changed = replace(
        person, language="en", zone="Asia/Omsk", work_from=0, work_to=1440, detailed=True, schedule_confirmed=True
    )
    await db.write(lambda conn: people.save(conn, replace(changed, debriefs=99)))
    assert await db.write(lambda conn: people.find(conn, 11)) == changed
    with pytest.raises(Missing):
        await db.write(lambda conn: people.save(conn, replace(person, id=person.id + 1)))


@pytest.mark.parametrize(
    ("start", "end", "days"), [(600, 600, 31), (-1, 60, 31), (0, 1441, 31), (0, 60, 0), (0, 60, 128)]
)
async def test_hours_and_days_that_make_no_sense_are_refused(db: Database, start: int, end: int, days: int) -> None:
    """A person without working time would never be reminded, or for ever looked for a time."""
    person = await db.write(anna)
    with pytest.raises(StoreError):
        await db.write(lambda conn: people.save(conn, replace(person, work_from=start, work_to=end, work_days=days)))


async def test_a_chat_is_opened_moved_and_marked(db: Database) -> None:
    """The revision counts changes, `shown` follows, and what is owed is what lies between."""
    person = await db.write(anna)
    assert await db.write(lambda conn: chats.desk(conn, 11, 11)) is None
    chat = await db.write(lambda conn: chats.open(conn, person, 11))
    assert (chat.place, chat.revision, chat.shown) == (Place("menu"), 0, 0)
    assert await db.write(lambda conn: chats.open(conn, person, 11)) == chat
    assert await db.write(chats.owed) == []

    moved = await db.write(lambda conn: chats.move(conn, chat, Place.read("debrief:1"), "сохранено"))
    assert (moved.place, moved.notice, moved.revision) == (Place("debrief", "1"), "сохранено", 1)
    assert await db.write(lambda conn: chats.desk(conn, 11, 11)) == (person, moved)
    assert await db.write(chats.owed) == [(11, 11)]
    # From the older value too: the row counts, not what the caller remembers.
    assert (await db.write(lambda conn: chats.move(conn, chat, Place.read("menu"), None))).revision == 2

    await db.write(lambda conn: chats.mark_shown(conn, 11, 2, 500, "a", 501, "b"))
    shown = await db.write(lambda conn: chats.desk(conn, 11, 11))
    assert shown is not None
    assert shown[1] == replace(
        moved,
        place=Place("menu"),
        notice=None,
        revision=2,
        shown=2,
        message_id=500,
        message_mark="a",
        draft_id=501,
        draft_mark="b",
    )
    assert await db.write(chats.owed) == []


async def test_shown_never_goes_down_and_never_beyond_the_revision(db: Database) -> None:
    """A late frame, or one from before the chat was erased, neither hides nor undoes what is owed."""
    person = await db.write(anna)
    chat = await db.write(lambda conn: chats.open(conn, person, 11))
    for _ in range(3):
        await db.write(lambda conn: chats.move(conn, chat, Place.read("menu"), None))

    def mark(conn: Connection, seen: int) -> None:
        chats.mark_shown(conn, 11, seen, seen, None, None, None)

    for revision in (2, 1, 57):
        await db.write(partial(mark, seen=revision))
    desk = await db.write(lambda conn: chats.desk(conn, 11, 11))
    assert desk is not None
    assert (desk[1].shown, desk[1].message_id) == (2, 2)
    assert await db.write(chats.owed) == [(11, 11)]


async def test_clients_come_most_recent_first_and_in_pages(db: Database) -> None:
    """As the step `client` shows them (protocol, section 4)."""
    person = await db.write(anna)
    made = [
        await db.write(partial(clients.create, person=person, label=f"К{number}", now=NOW + number))
        for number in range(5)
    ]
    await db.write(lambda conn: clients.seen(conn, person.id, made[0].id, NOW + 100))
    order = [made[0].id, made[4].id, made[3].id, made[2].id, made[1].id]
    assert [found.id for found in await db.write(lambda conn: clients.recent(conn, person.id, 10, 0))] == order
    assert [found.id for found in await db.write(lambda conn: clients.recent(conn, person.id, 2, 2))] == order[2:4]
    assert await db.write(lambda conn: clients.count(conn, person.id)) == 5
    names = await db.write(lambda conn: clients.names(conn, person.id))
    assert names == [(client_id, f"К{[client.id for client in made].index(client_id)}") for client_id in order]


async def test_a_client_is_saved_renamed_and_deleted_only_when_empty(db: Database) -> None:
    """What refers to a client keeps it."""
    person = await db.write(anna)
    client = await db.write(lambda conn: clients.create(conn, person, "ООО", NOW))
    full = replace(
        client,
        label="АО",
        address="Мария",
        username="masha",
        phone="+7",
        cadence="weekly",
        client_date="2027-02-28",
        last_at=NOW + 5,
    )
    await db.write(lambda conn: clients.save(conn, full))
    assert await db.write(lambda conn: clients.get(conn, person.id, client.id)) == full
    await db.write(lambda conn: clients.rename(conn, person.id, client.id, "ПАО"))
    assert await db.write(lambda conn: clients.get(conn, person.id, client.id)) == replace(full, label="ПАО")
    with pytest.raises(StoreError):
        await db.write(lambda conn: clients.save(conn, replace(full, cadence="hourly")))  # type: ignore[arg-type]  # wrong on purpose

    debrief = await db.write(lambda conn: full_debrief(conn, person, client))
    assert not await db.write(lambda conn: clients.delete_if_empty(conn, person.id, client.id, NOW))
    await db.write(lambda conn: runs.delete(conn, person.id, debrief))
    assert not await db.write(lambda conn: clients.delete_if_empty(conn, person.id, client.id, NOW + 1))
    assert await db.write(lambda conn: clients.delete_if_empty(conn, person.id, client.id, NOW))
    assert await db.write(lambda conn: clients.get(conn, person.id, client.id)) is None


async def test_the_life_of_a_debrief(db: Database) -> None:
    """Started, saved, closed, opened again; the open ones and the stale ones are found by it."""
    person = await db.write(anna)
    client = await db.write(lambda conn: clients.create(conn, person, "ООО", NOW))
    first = await db.write(lambda conn: runs.start(conn, person, 1, "{}", NOW))
    second = await db.write(lambda conn: runs.start(conn, person, 1, "{}", NOW + 1))
    found = await db.write(lambda conn: people.find(conn, 11))
    assert found is not None
    assert found.debriefs == 2
    assert await db.write(lambda conn: runs.load(conn, person.id, first.id)) == first
    assert (first.status, first.client_id, first.touched_at) == ("open", None, NOW)

    state = '{"слова":"\\u0000 и \'; DROP"}'
    await db.write(
        lambda conn: runs.save(conn, person.id, first.id, client_id=client.id, version=2, state=state, now=NOW + 9)
    )
    saved = replace(first, client_id=client.id, version=2, state=state, touched_at=NOW + 9)
    assert await db.write(lambda conn: runs.load(conn, person.id, first.id)) == saved
    assert await db.write(lambda conn: runs.open_ones(conn, person.id, 5)) == [saved, second]
    assert await db.write(lambda conn: runs.open_ones(conn, person.id, 1)) == [saved]
    assert await db.write(lambda conn: runs.stale(conn, NOW + 1, 5)) == []
    assert await db.write(lambda conn: runs.stale(conn, NOW + 10, 5)) == [second, saved]

    await db.write(lambda conn: runs.close(conn, person.id, first.id, "note", NOW + 20))
    assert await db.write(lambda conn: runs.open_ones(conn, person.id, 5)) == [second]
    closed = await db.write(lambda conn: runs.load(conn, person.id, first.id))
    assert closed == replace(saved, status="note", touched_at=NOW + 20)
    await db.write(lambda conn: runs.reopen(conn, person.id, first.id, NOW + 30))
    assert await db.write(lambda conn: runs.open_ones(conn, person.id, 1)) == [replace(saved, touched_at=NOW + 30)]


async def test_the_id_of_a_deleted_debrief_does_not_come_back(db: Database) -> None:
    """An old button names the run by it."""
    person = await db.write(anna)
    first = await db.write(lambda conn: runs.start(conn, person, 1, "{}", NOW))
    assert await db.write(lambda conn: runs.delete(conn, person.id, first.id))
    assert not await db.write(lambda conn: runs.delete(conn, person.id, first.id))
    assert (await db.write(lambda conn: runs.start(conn, person, 1, "{}", NOW))).id != first.id


def _counts(conn: Connection) -> dict[str, int]:
    names = ("client", "run", "outcome", "touch", "promise")
    return {name: conn.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one() for name in names}


async def test_deleting_a_debrief_takes_along_what_hangs_on_it(db: Database) -> None:
    """Outcome, contact and promise go with it, the client stays."""
    person, client, *_ = await db.write(two_people)
    debrief = await db.write(lambda conn: full_debrief(conn, person, client))
    assert await db.write(_counts) == {"client": 2, "run": 1, "outcome": 1, "touch": 1, "promise": 1}
    await db.write(lambda conn: runs.delete(conn, person.id, debrief))
    assert await db.write(_counts) == {"client": 2, "run": 0, "outcome": 0, "touch": 0, "promise": 0}


@pytest.mark.parametrize(("table", "left"), [("client", 0), ("person", 0), ("agency", 0)])
async def test_deleting_above_takes_along_all_below(db: Database, table: str, left: int) -> None:
    """A client, a person, an agency can be erased in one statement, without a row left behind."""
    person = await db.write(anna)
    client = await db.write(lambda conn: clients.create(conn, person, "ООО", NOW))
    await db.write(lambda conn: full_debrief(conn, person, client))
    await db.write(lambda conn: chats.open(conn, person, 11))
    await db.write(lambda conn: conn.execute(text(f"DELETE FROM {table}")).rowcount)  # noqa: S608 (a name from above)
    assert set((await db.write(_counts)).values()) == {left}


async def test_an_outcome_is_written_over_and_dropped(db: Database) -> None:
    """Every later answer updates it; it comes back as it was, words and lists included."""
    person = await db.write(anna)
    client = await db.write(lambda conn: clients.create(conn, person, "ООО", NOW))
    other = await db.write(lambda conn: clients.create(conn, person, "АО", NOW))
    stored = await db.write(lambda conn: runs.start(conn, person, 1, "{}", NOW))
    assert await db.write(lambda conn: outcomes.get(conn, person.id, stored.id)) is None
    full = outcome_of(client)
    await db.write(lambda conn: outcomes.save(conn, person, stored.id, full, NOW))
    assert await db.write(lambda conn: outcomes.get(conn, person.id, stored.id)) == full
    bare = replace(
        full,
        client_id=other.id,
        fears=("unknown",),
        fear_words=None,
        behaviours=(),
        tension_before=None,
        tension_after=3,
        polite=None,
        tense=False,
        honest=None,
        next_contact_at=None,
        told=None,
    )
    await db.write(lambda conn: outcomes.save(conn, person, stored.id, bare, NOW + 7))
    assert await db.write(lambda conn: outcomes.get(conn, person.id, stored.id)) == bare
    moments = await db.write(lambda conn: conn.execute(text("SELECT created_at, updated_at FROM outcome")).one())
    assert tuple(moments) == (NOW, NOW + 7)
    assert await db.write(lambda conn: outcomes.drop(conn, person.id, stored.id))
    assert not await db.write(lambda conn: outcomes.drop(conn, person.id, stored.id))


async def test_a_promise_keeps_in_step_with_its_debrief(db: Database) -> None:
    """Another date opens it again, the same date leaves what became of it, no date takes it away."""
    person = await db.write(anna)
    client = await db.write(lambda conn: clients.create(conn, person, "ООО", NOW))
    stored = await db.write(lambda conn: runs.start(conn, person, 1, "{}", NOW))

    async def keep(due_at: int | None) -> tuple[int, str] | None:
        await db.write(lambda conn: promises.keep_in_step(conn, person, client.id, stored.id, due_at, NOW))
        found = await db.write(lambda conn: promises.get(conn, person.id, stored.id))
        return (found.due_at, found.status) if found else None

    assert await keep(None) is None
    assert await keep(NOW + 60) == (NOW + 60, "open")
    await db.write(lambda conn: conn.execute(text("UPDATE promise SET status = 'kept'")).rowcount)
    assert await keep(NOW + 60) == (NOW + 60, "kept")
    assert await keep(NOW + 90) == (NOW + 90, "open")
    assert await keep(None) is None


async def test_a_debrief_is_one_contact(db: Database) -> None:
    """Written twice, it moves; the last contact of a client is the latest of all."""
    person = await db.write(anna)
    client = await db.write(lambda conn: clients.create(conn, person, "ООО", NOW))
    assert await db.write(lambda conn: touches.last(conn, person.id, client.id)) is None
    for at in (NOW, NOW + 8):
        stored = await db.write(lambda conn: runs.start(conn, person, 1, "{}", NOW))
        await db.write(
            partial(touches.of_run, person=person, client_id=client.id, run_id=stored.id, at=at, kind="debrief")
        )
    assert await db.write(lambda conn: touches.last(conn, person.id, client.id)) == NOW + 8
    await db.write(lambda conn: touches.of_run(conn, person, client.id, stored.id, NOW - 8, "debrief"))
    assert await db.write(lambda conn: touches.last(conn, person.id, client.id)) == NOW
    assert await db.write(lambda conn: conn.execute(text("SELECT count(*) FROM touch")).scalar_one()) == 2


HARD = ["'; DROP TABLE client; --", "%_", "<b>&", "\u202eабв", "a\u200bb", "😀" * 4096, ""]


@pytest.mark.parametrize("label", HARD)
async def test_hard_texts_come_back_literally(db: Database, label: str) -> None:
    """Whatever Telegram lets through is stored whole."""
    person = await db.write(anna)
    client = await db.write(lambda conn: clients.create(conn, person, label, NOW))
    assert await db.write(lambda conn: clients.get(conn, person.id, client.id)) == client
    assert client.label == label


async def test_what_no_database_can_hold_does_not_stop_the_rest(db: Database) -> None:
    """NUL and lone surrogates are replaced, the words around them stay."""
    person = await db.write(anna)
    client = await db.write(lambda conn: clients.create(conn, person, "а\x00б\ud83dв", NOW))
    assert client.label == "а\ufffdб\ufffdв"


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=30))
def test_words_are_always_storable_and_else_unchanged(value: str) -> None:
    """Every string can be stored after the replacement, and one that could before is the same."""
    from_outside = StoredText().process_bind_param(value, None)  # type: ignore[arg-type]  # no dialect is asked
    assert from_outside is not None
    from_outside.encode()
    assert "\x00" not in from_outside
    assert len(from_outside) == len(value)
    if "\x00" not in value and value.encode(errors="ignore").decode() == value:
        assert from_outside == value


async def test_frequent_queries_use_their_indexes(sqlite_db: Database) -> None:
    """None of them scans: flat cost as the tables grow (SQLite says which index it takes)."""

    def plans(conn: Connection) -> list[tuple[str, str]]:
        person = anna(conn)
        seen: list[tuple[str, str]] = []

        def explain(*args: object) -> None:
            cursor, statement, values = conn.connection.cursor(), str(args[2]), args[3]
            if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]  # the driver's own
                seen.extend((statement, row[3]) for row in cursor.fetchall())

        event.listen(conn, "before_cursor_execute", explain)
        chat = chats.open(conn, person, 11)
        chats.desk(conn, 11, 11)
        chats.move(conn, chat, Place.read("menu"), None)
        chats.mark_shown(conn, 11, 1, 1, None, None, None)
        chats.owed(conn)
        client = clients.create(conn, person, "ООО", NOW)
        clients.recent(conn, person.id, 5, 0)
        clients.names(conn, person.id)
        debrief = full_debrief(conn, person, client)
        runs.open_ones(conn, person.id, 5)
        runs.stale(conn, NOW, 5)
        outcomes.get(conn, person.id, debrief)
        promises.get(conn, person.id, debrief)
        touches.last(conn, person.id, client.id)
        clients.delete_if_empty(conn, person.id, client.id, NOW)
        event.remove(conn, "before_cursor_execute", explain)
        return seen

    seen = await sqlite_db.write(plans)
    assert len(seen) > 15
    for statement, plan in seen:
        # The last one, of the counts of ids, has a row for each table.
        partial = any(one in plan for one in ("ix_chat_owed", "ix_inbox_pending", "sqlite_sequence"))
        assert partial or not plan.startswith("SCAN"), (statement, plan)
        assert "TEMP B-TREE" not in plan, (statement, plan)
