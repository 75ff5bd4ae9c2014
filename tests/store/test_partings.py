"""The evidence of a parting check: what it holds, by index, in a fixed number of statements (protocol, section 7)."""

from sqlalchemy import Connection

from bot.protocol.client import Client
from bot.protocol.engine.engine import begin
from bot.protocol.engine.run import encode
from bot.protocol.followup import FOLLOWUP, FollowUp, How, prefill_followup
from bot.protocol.parting.verdict import Evidence
from bot.protocol.person import Person
from bot.store.database.database import Database
from bot.store.queries import followups, partings, runs
from bot.viewmodels.parting import FearTested, Noted, PartingRecord
from tests.store.samples import NOW
from tests.store.test_clients import busy, watched

DAY = 86_400


def contact(  # noqa: PLR0917 - what a follow-up is made of
    conn: Connection, person: Person, client: Client, how: How, at: int, right: str | None = None
) -> int:
    """A follow-up that went so; gives its run."""
    run = prefill_followup(begin(0, at, table=FOLLOWUP), client.id, "boss", None)
    stored = runs.start(conn, person, run.version, encode(run), at, kind="followup", client_id=client.id)
    words = "«Бездарности»" if how == "abuse" else None
    made = FollowUp(
        client_id=client.id,
        how=how,
        fear_right=right,
        fear=None,
        fear_words=None,
        tension=4,
        words=words,
        kept=False,
    )
    followups.save(conn, person, stored.id, made, at, at)
    return stored.id


async def test_evidence_is_what_stood_there_when_the_check_was_opened(db: Database) -> None:
    """Rounds, the last two, abuse with its words, fears tested, tension over time; nothing that came later."""

    def work(conn: Connection) -> tuple[PartingRecord, PartingRecord]:
        person, client, other = busy(conn)
        contact(conn, person, client, "tense", NOW + DAY, "unclear")
        contact(conn, person, client, "abuse", NOW + 2 * DAY)
        contact(conn, person, other, "abuse", NOW + 2 * DAY)
        contact(conn, person, client, "constructive", NOW + 3 * DAY, "refuted")
        before = contact(conn, person, client, "constructive", NOW + 4 * DAY, "confirmed")
        early = partings.held(conn, person.id, client.id, before)
        return early, partings.held(conn, person.id, client.id, None)

    early, late = await db.write(work)
    assert early.evidence == Evidence(rounds=0, turning=False, abused=False, noted=1, tested=1)
    assert late.evidence == Evidence(rounds=0, turning=True, abused=False, noted=1, tested=2)
    assert late.outcomes == ("constructive", "constructive", "abuse")
    assert late.noted == (Noted(NOW + 2 * DAY, "«Бездарности»"),)
    assert late.tested == (FearTested("boss", None, right=True), FearTested("boss", None, right=False))
    assert (late.tension, late.over) == ((8, 4), 4 * DAY - 1)
    assert late.honest
    assert not late.contact  # the promise is open yet
    assert (late.debriefs, late.seconds) == (1, 1)


async def test_it_takes_as_many_statements_whatever_lies_behind_each_by_its_index(sqlite_db: Database) -> None:
    def work(conn: Connection) -> list[int]:
        person, client, _ = busy(conn)
        counts = []
        for _ in range(2):
            seen, plans = watched(conn, lambda: partings.held(conn, person.id, client.id, None))
            scans = [(statement, plan) for statement, plan in plans if plan.startswith("SCAN")]
            assert not [one for one in scans if "CONSTANT" not in one[1]]
            counts.append(len(seen))
            for number in range(60):
                contact(conn, person, client, "abuse", NOW + number, "refuted")
        return counts

    few, many = await sqlite_db.write(work)
    assert few == many == 6
