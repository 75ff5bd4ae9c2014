"""One instance, by a lease in the database beside the lock file (failures, The process)."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.common.file_lock import BOT_LOCK, AnotherInstance
from bot.conversation.places import asks
from bot.process.startup import data_folder
from bot.settings import Settings
from bot.store.database import sqlite, wal_reset
from bot.store.database.database import Database
from bot.store.queries import erasure, installation
from bot.workers.lease import Lease, claim_lease, holder_in
from bot.workers.outage import Outage
from tests.intake.scripted import HeldClock
from tests.store.samples import NOW, two_people

LEASE = installation.LEASE


async def test_it_is_one_holder_s_until_it_ends(sqlite_db: Database) -> None:
    """By the moment that is given, as SQLite takes it; a clock put back three hours blocks nobody for them."""

    async def claims(who: str, at: int) -> bool:
        return await sqlite_db.write(lambda conn: installation.claim(conn, who, at))

    assert await claims("a", NOW)
    assert await claims("a", NOW + 1)
    assert not await claims("b", NOW + LEASE)
    assert await claims("b", NOW + 1 + LEASE)
    assert await sqlite_db.write(lambda conn: installation.renew(conn, "a", NOW + 70, NOW)) is None
    assert await claims("a", NOW - 3 * 3600)
    await sqlite_db.write(lambda conn: installation.release(conn, "b"))
    assert not await claims("b", NOW - 3 * 3600)
    await sqlite_db.write(lambda conn: installation.release(conn, "a"))
    assert await claims("b", NOW - 3 * 3600)
    identity = await sqlite_db.write(installation.identity)
    assert identity == await sqlite_db.read(installation.known)


async def test_on_a_server_its_clock_counts(postgres_db: Database) -> None:
    """Two machines whose clocks are an hour apart: neither takes the other's lease, in whichever order."""

    async def claims(who: str, at: int) -> bool:
        return await postgres_db.write(lambda conn: installation.claim(conn, who, at))

    async def said(statement: str) -> None:
        await postgres_db.write(lambda conn: conn.execute(text(statement)).rowcount)

    for first, second in ((0, 3600), (3600, 0)):
        await said("DELETE FROM installation")
        assert await claims("a", NOW + first)
        assert not await claims("b", NOW + second)
        await said("UPDATE installation SET lease_until = 1")
        assert await claims("b", NOW + second)


class Told:
    """What a keeper tells the others."""

    def __init__(self, db: Database, who: str) -> None:
        self.clock = HeldClock()
        self.erased = 0
        self.last: int | None = None
        away = Outage(db, self.clock, show=self._show, idle=lambda: True, asks=asks)
        self.keeper = Lease(db, who, self.clock, heard=lambda: self.last, outage=away, on_erased=self._erased)

    async def _show(self) -> int:
        return 0

    async def _erased(self) -> bool:
        self.erased += 1
        return self.erased > 1


async def test_a_keeper_renews_notes_and_leaves_when_it_lost(sqlite_db: Database) -> None:
    one, two = Told(sqlite_db, "one"), Told(sqlite_db, "two")
    await one.keeper.claim()
    with pytest.raises(AnotherInstance, match="this one leaves"):
        await two.keeper.claim()
    one.last = 990
    await one.keeper._once()
    assert await sqlite_db.read(installation.heard) == 990
    first, client, *_ = await sqlite_db.write(two_people)
    await sqlite_db.write(lambda conn: erasure.erase_client(conn, first, client.id, NOW))
    for _ in range(3):
        await one.keeper._once()
    assert one.erased == 2, "asked once more after it failed, and no more after that"
    await one.keeper.release()
    await two.keeper.claim()
    with pytest.raises(AnotherInstance, match="took over"):
        await one.keeper.run()


async def test_a_database_that_takes_nothing_is_no_lost_lease(
    sqlite_template: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.02)
    (tmp_path / "okok.db").write_bytes(sqlite_template)
    db = await Database.open(f"sqlite:///{tmp_path}/okok.db")
    one = Told(db, "one")
    await one.keeper.claim()
    lock = sqlite3.connect(tmp_path / "okok.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    for _ in range(3):
        await one.keeper._once()
    lock.execute("ROLLBACK")
    lock.close()
    await one.keeper._once()
    assert caplog.text.count("can't be renewed now") == 1
    await db.close()


def test_a_holder_is_the_installation_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After kill -9 it is known again, and need not wait for its own lease."""
    assert holder_in(tmp_path) == holder_in(tmp_path)
    (tmp_path / "other").mkdir()
    assert holder_in(tmp_path / "other") != holder_in(tmp_path)
    # A folder that was copied to another machine is another one to a server that both reach.
    here = holder_in(tmp_path, server=True)
    assert here == holder_in(tmp_path, server=True) != holder_in(tmp_path)
    monkeypatch.setattr("socket.gethostname", lambda: "elsewhere")
    assert holder_in(tmp_path, server=True) != here


def test_two_data_folders_with_one_file_are_two_instances(tmp_path: Path) -> None:
    """The lock of a data folder alone would let both write: the database's folder is held too."""
    url = f"sqlite:///{tmp_path}/shared/okok.db"
    for name in ("shared", "a", "b"):
        (tmp_path / name).mkdir()
    one, two = (Settings(_env_file=None, data_dir=tmp_path / name) for name in ("a", "b"))
    with data_folder(one, BOT_LOCK, url):
        for other in (one, two):
            with pytest.raises(AnotherInstance), data_folder(other, BOT_LOCK, url):
                pass
    with data_folder(two, BOT_LOCK, url):
        pass


@pytest.mark.parametrize(
    ("version", "has"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 60, 0), False),
    ],
)
def test_which_sqlite_two_writers_can_damage_a_database_with(version: tuple[int, ...], has: bool) -> None:
    """sqlite.org/wal.html, "The WAL-reset bug": fixed in 3.51.3, and in 3.50.7 and 3.44.6 of older branches."""
    assert wal_reset.has_wal_reset_bug(version) == has


async def test_a_second_writing_connection_is_warned_of(
    sqlite_template: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "okok.db").write_bytes(sqlite_template)
    url = f"sqlite:///{tmp_path}/okok.db"
    for bug in (True, False):
        monkeypatch.setattr(sqlite, "has_wal_reset_bug", lambda bug=bug: bug)
        first = await Database.open(url)
        await first.close()
        first = await Database.open(url)
        await asyncio.gather(*(first.read(lambda _: None) for _ in range(3)))
        assert "can damage it" not in caplog.text
        second = await Database.open(url)
        assert ("can damage it" in caplog.text) == bug
        caplog.clear()
        await second.close()
        await first.close()


@pytest.mark.parametrize("mine", [True, False])
async def test_what_was_killed_and_started_again_finds_its_own_claims_free(db: Database, mine: bool) -> None:
    """On either database; those of another machine end by themselves, since it may be at work."""
    person, *_ = await db.write(two_people)

    def claimed(conn: Connection) -> None:
        conn.execute(text("UPDATE installation SET lease_until = 1"))
        conn.execute(text("DELETE FROM agenda"))
        conn.execute(
            text(
                "INSERT INTO agenda (person_id, agency_id, due_at, lease_until, claims, failures, held_until, notices)"
                " VALUES (:person, :agency, 5, :until, 1, 0, 0, 0)"
            ),
            {"person": person.id, "agency": person.agency_id, "until": NOW + 50},
        )

    clock = HeldClock()
    await claim_lease(db, "me" if mine else "other", clock)
    await db.write(claimed)
    await claim_lease(db, "me", clock)
    left = await db.read(lambda conn: tuple(conn.execute(text("SELECT lease_until, claims FROM agenda")).one()))
    assert left == ((None if mine else NOW + 50), 1), "that one may be a repeat is known still"


def test_a_data_folder_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever the umask: names of clients stand in it."""
    settings = Settings(_env_file=None, bot_token=None, data_dir=tmp_path / "new")
    with data_folder(settings, BOT_LOCK):
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
