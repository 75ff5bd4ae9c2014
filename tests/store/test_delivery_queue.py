"""Claims with a lease: one at a time, taken again when it ran out, never ended by somebody else (R2)."""

from sqlalchemy import Connection, text

from bot.protocol.cadence.plan import Planned
from bot.store.database.database import Database
from bot.store.queries import clients, delivery_queue, reminders
from tests.kill.seeds import admit, sow
from tests.store.samples import NOW, anna


def due(conn: Connection) -> int:
    """Somebody with one reminder that is due at `NOW`; gives their id."""
    person = anna(conn)
    client = clients.create(conn, person, "Ромашка", NOW)
    reminders.add(conn, person, [(client.id, Planned("stay", NOW))], NOW)
    delivery_queue.settle(conn, person.id, NOW)
    return person.id


async def test_a_claim_holds_for_its_lease_and_is_taken_again_after_it(db: Database) -> None:
    person = await db.write(due)
    (first,) = await db.write(lambda conn: delivery_queue.claim(conn, NOW, 9))
    assert (first.person_id, first.again) == (person, False)
    assert await db.write(lambda conn: delivery_queue.claim(conn, NOW + delivery_queue.LEASE - 1, 9)) == []
    (second,) = await db.write(lambda conn: delivery_queue.claim(conn, NOW + delivery_queue.LEASE, 9))
    assert second.again


async def test_who_comes_late_does_not_end_what_another_has_taken_over(db: Database) -> None:
    await db.write(due)
    later = NOW + delivery_queue.LEASE + 1
    (late,) = await db.write(lambda conn: delivery_queue.claim(conn, NOW, 9))
    (present,) = await db.write(lambda conn: delivery_queue.claim(conn, later, 9))
    await db.write(lambda conn: delivery_queue.release(conn, late, later, failed=True))
    await db.write(lambda conn: delivery_queue.done(conn, late, later))
    assert await db.write(lambda conn: delivery_queue.claim(conn, later + 1, 9)) == []
    await db.write(lambda conn: delivery_queue.release(conn, present, later + 5))
    assert await db.write(lambda conn: delivery_queue.claim(conn, later + 4, 9)) == []
    assert len(await db.write(lambda conn: delivery_queue.claim(conn, later + 5, 9))) == 1


async def test_what_was_taken_back_by_a_failure_is_put_off_all_the_same(db: Database) -> None:
    await db.write(due)
    (claim,) = await db.write(lambda conn: delivery_queue.claim(conn, NOW, 9))
    await db.write(delivery_queue.free)
    await db.write(lambda conn: delivery_queue.release(conn, claim, NOW + 60, failed=True))
    assert await db.write(lambda conn: delivery_queue.claim(conn, NOW + 59, 9)) == []
    assert await db.write(lambda conn: delivery_queue.next_at(conn, NOW)) == NOW + 60
    assert await db.write(lambda conn: delivery_queue.failures(conn, claim.person_id)) == 1


async def test_what_a_killed_claim_may_have_sent_is_no_repeat_once_it_was_put_off(db: Database) -> None:
    """Killed between Telegram's answer and the mark; the person saw it, and taps "later" before it is claimed again."""
    person = await db.write(due)
    await db.write(lambda conn: delivery_queue.claim(conn, NOW, 9))
    await db.write(delivery_queue.free)

    def put_off(conn: Connection) -> None:
        (row,) = conn.execute(text("SELECT id FROM reminder")).scalars()
        reminders.snooze(conn, person, [row], NOW + 3600, "hour")
        delivery_queue.settle(conn, person, NOW + 5)

    await db.write(put_off)
    (later,) = await db.write(lambda conn: delivery_queue.claim(conn, NOW + 3600, 9))
    assert not later.again


async def test_as_many_are_claimed_as_were_asked_for_whatever_the_plan(postgres_db: Database) -> None:
    """Also where the planner takes the table for one of a single row, and so compares row by row."""

    def work(conn: Connection) -> list[int]:
        admit(conn, 100, "ru", NOW)
        conn.execute(text("ANALYZE agenda"))
        for number in range(5):
            sow(conn, admit(conn, number + 1, "ru", NOW), "Ромашка", NOW, NOW)
        return [len(delivery_queue.claim(conn, NOW, most)) for most in (1, 3, 9)]

    assert await postgres_db.write(work) == [1, 3, 1]
