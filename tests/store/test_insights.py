"""What is counted, read on both databases: of one person only, by a fixed number of statements, by index."""

from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Connection, event

from bot.conversation.scenes import counted
from bot.insights.stats import Insights, Theory
from bot.protocol.client import Client
from bot.protocol.followup import FollowUp
from bot.protocol.person import Person
from bot.store.database.database import Database
from bot.store.loaders import insights
from bot.store.queries import clients, followups, outcomes, phrase_scores, promises, runs, touches
from bot.store.queries.phrase_scores import SaidPhrase
from bot.viewmodels.insights import Look
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene
from tests.store.samples import NOW, anna, outcome_of, two_people

DAY = 86_400


def round_of(conn: Connection, person: Person, client: Client, at: int, right: str | None = "confirmed") -> None:
    """A debrief of `at`, its promise for the next day, kept, and a follow-up then."""
    debrief = runs.start(conn, person, 1, "{}", at).id
    outcomes.save(conn, person, debrief, replace(outcome_of(client), tension_after=4), at)
    touches.of_run(conn, person, client.id, debrief, at, "debrief")
    promises.keep_in_step(conn, person, client.id, debrief, at + DAY, at)
    made = promises.get(conn, person.id, debrief)
    assert made is not None
    promises.settle(conn, person.id, {made.id: "kept"})
    again = runs.start(conn, person, 1, "{}", at + DAY, kind="followup", client_id=client.id, about_id=debrief).id
    changed = "ignorant" if right == "refuted" else None
    kept = FollowUp(
        client_id=client.id,
        how="constructive",
        fear_right=right,
        fear=changed,
        fear_words=None,
        tension=3,
        words=None,
        kept=False,
    )
    followups.save(conn, person, again, kept, at + DAY, at + DAY)
    touches.of_run(conn, person, client.id, again, at + DAY, "followup")


def two_stories(conn: Connection) -> tuple[Person, Client, Client, Person]:
    """A person with two clients, long ago and lately; and somebody else with a story of their own."""
    person, first, other, theirs = two_people(conn)
    second = clients.create(conn, person, "К. В.", NOW)
    for days, right in ((200, "refuted"), (40, "confirmed"), (12, "unclear")):
        round_of(conn, person, first, NOW - days * DAY, right)
    round_of(conn, person, second, NOW - 5 * DAY, None)
    for days in (3, 2):
        round_of(conn, other, theirs, NOW - days * DAY)
    for helped in (True, True, False):
        phrase_scores.count_all(conn, person, SaidPhrase("insults", "Слышу вас.", helped))
        phrase_scores.count_with(conn, person, SaidPhrase("blames", "Слышу вас.", helped), first.id, "boss")
    phrase_scores.count_all(conn, other, SaidPhrase("insults", "Чужая.", helped=True))
    return person, first, second, other


async def test_one_persons_records_of_a_period_are_counted(db: Database) -> None:
    """With the fears that were named before it, and nothing of anybody else's."""
    person, first, second, other = await db.write(two_stories)
    found = await db.read(lambda conn: insights.load(conn, person, Look(0, 90), NOW))
    assert isinstance(found, Insights)
    assert (found.talks, found.client, found.tension.before.value, found.tension.after.value) == (3, None, 8, 4)
    assert found.tension.later.n == 3
    assert found.fears == (Theory("boss", named=3, right=1, unclear=1),)
    assert (found.outcomes.of("constructive"), found.promises.total) == (3, (3, 0))
    assert [tuple(phrase) for phrase in found.phrases] == [("Слышу вас.", 2, 1)]
    assert found.silence.clients == ((first.label, 11), (second.label, 4))

    one = await db.read(lambda conn: insights.load(conn, person, Look(first.id, 30), NOW))
    assert one is not None
    assert (one.talks, one.client, one.outcomes.all) == (1, first.label, 1)
    assert one.fears == (Theory("boss", named=1, unclear=1),)
    assert [days for _, days in one.silence.gaps] == [27, 1]
    assert (one.silence.now, [tuple(phrase) for phrase in one.phrases]) == (11, [("Слышу вас.", 2, 1)])
    assert await db.read(lambda conn: insights.load(conn, other, Look(first.id, 30), NOW)) is None


async def test_a_follow_up_tests_what_was_named_before_the_period(sqlite_db: Database) -> None:
    """By a follow-up that changed it, or by a debrief, whichever was later."""
    person, first, *_ = await sqlite_db.write(two_stories)

    def follow(conn: Connection) -> None:
        run = runs.start(conn, person, 1, "{}", NOW, kind="followup", client_id=first.id).id
        made = FollowUp(
            client_id=first.id,
            how="tense",
            fear_right="confirmed",
            fear=None,
            fear_words=None,
            tension=None,
            words=None,
            kept=False,
        )
        followups.save(conn, person, run, made, NOW - 100, NOW - 100)

    def forget(conn: Connection) -> None:
        for (run,) in conn.exec_driver_sql(
            f"SELECT run_id FROM outcome WHERE client_id = {first.id} AND created_at > {NOW - 100 * DAY}"  # noqa: S608 - numbers of our own
        ).all():
            runs.delete(conn, person.id, run)

    await sqlite_db.write(forget)
    await sqlite_db.write(follow)
    found = await sqlite_db.read(lambda conn: insights.load(conn, person, Look(first.id, 30), NOW))
    assert found is not None
    assert found.fears == (Theory("ignorant", named=0, right=1),)


async def test_the_statements_are_as_many_with_many_rows_and_go_by_index(sqlite_db: Database) -> None:
    person, first, *_ = await sqlite_db.write(two_stories)

    def watched(conn: Connection, look: Look) -> tuple[int, list[str]]:
        seen: list[str] = []
        made: list[str] = []

        def explain(*args: object) -> None:
            cursor = conn.connection.cursor()
            cursor.execute(f"EXPLAIN QUERY PLAN {args[2]}", args[3])  # type: ignore[arg-type]  # the driver's own
            seen.extend(row[3] for row in cursor.fetchall())
            made.append(str(args[2]))

        event.listen(conn, "before_cursor_execute", explain)
        insights.load(conn, person, look, NOW)
        event.remove(conn, "before_cursor_execute", explain)
        return len(made), seen

    few = [await sqlite_db.read(partial(watched, look=look)) for look in (Look(0, 365), Look(first.id, 365))]
    for days in range(2, 60):
        await sqlite_db.write(lambda conn, at=NOW - days * DAY: round_of(conn, person, first, at))  # type: ignore[misc]
    many = [await sqlite_db.read(partial(watched, look=look)) for look in (Look(0, 365), Look(first.id, 365))]
    assert [count for count, _ in few] == [count for count, _ in many] == [7, 9]
    tables = ("outcome", "followup", "promise", "touch", "learned", "client")
    for _, plans in many:
        assert len([plan for plan in plans if "SEARCH" in plan]) >= 8
        assert [plan for plan in plans if plan.startswith("SCAN") and any(name in plan for name in tables)] == []


async def test_a_scene_is_filled_after_the_commit(sqlite_db: Database) -> None:
    """Only that of this place; for a client that is gone all are looked at, and the person is told."""
    person, first, *_ = await sqlite_db.write(two_stories)

    async def at(place: str) -> Scene[Any]:
        scene = Scene(person=person, place=Place.read(place), notice=None, drawn_at=NOW, model=None)
        return await counted(sqlite_db, scene)

    assert (await at("menu")).model is None
    one = await at(f"insights:{first.id}.90")
    assert one.model is not None
    assert (one.model.client, one.notice) == (first.label, None)
    gone = await at("insights:999.30")
    assert gone.model is not None
    assert (gone.model.client, gone.model.period.days) == (None, 30)
    assert (gone.place, gone.notice) == (Place("insights", "0.30"), "clients-gone")
    nobody = await sqlite_db.write(lambda conn: anna(conn, 77))
    assert (await counted(sqlite_db, replace(gone, person=nobody))).model.bare
