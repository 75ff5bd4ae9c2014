"""All rows moved to the other kind of database, and the conversations that go on there."""

import asyncio
import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.common.file_lock import hold
from bot.settings import Settings
from bot.viewmodels.voices import Voices
from tests.fake import FakeTelegram
from tests.flows.stores import PostgresStore, SqliteStore, Store
from tests.flows.talk import House

HARD = "\u202eabc 😀' ; DROP \\ % _ \" <b>&"
_SQLITE_COUNTS = "SELECT name, seq FROM sqlite_sequence ORDER BY name"


@pytest.fixture
def file(template: Path, tmp_path: Path) -> SqliteStore:
    """An empty SQLite database."""
    shutil.copy(template, tmp_path / "okok.db")
    return SqliteStore(tmp_path / "okok.db")


@pytest.fixture
def server(postgres_store: PostgresStore) -> PostgresStore:
    """An empty PostgreSQL database, which nothing but the onlooker is connected to."""
    postgres_store.empty()
    return postgres_store


async def at_home(tg: FakeTelegram, store: Store, voices: Voices, monkeypatch: pytest.MonkeyPatch) -> House:
    """The program at work on that database."""
    monkeypatch.setattr("bot.app.voices_of", lambda *_: voices)
    made = House(tg, store, voices, Settings(_env_file=None, owner_ids=frozenset()))
    await made.start()
    return made


async def test_conversations_go_on_where_the_rows_went_and_back_again(  # noqa: PLR0917 - fixtures are arguments
    tg: FakeTelegram,
    file: SqliteStore,
    server: PostgresStore,
    tmp_path: Path,
    voices: Voices,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    house = await at_home(tg, file, voices, monkeypatch)
    anna, boris = house.talk(), house.talk(1002, "Boris", "en")
    await anna.finishes_short("Ромашка")
    await anna.hits("summary-o-done")
    run = await anna.begins("ООО Лютик")
    await anna.says(HARD)
    await anna.says(HARD * 2)
    await boris.begins(HARD[:30])
    await boris.says("/cancel")
    await boris.hits("btn-delete")
    await boris.hits("btn-delete")  # the ids of what was deleted must not come back
    await house.stop()

    assert await moved(file.url, server.url) == 0
    told = capsys.readouterr().out.split("\n")
    assert told[-2].endswith(": the same on both sides.")
    assert {line.split()[0]: line.split()[1] for line in told[:-2]}["run"] == "2"
    house = await at_home(tg, server, voices, monkeypatch)
    anna, boris = house.talk(), house.talk(1002, "Boris", "en")
    assert HARD in house.row("SELECT state FROM run WHERE id = ?", run)[0].replace("\\\\", "\\").replace('\\"', '"')
    await anna.taps("5")
    await anna.behaves()
    await boris.begins("Vasilek")
    assert boris.run == 4
    await house.stop()

    back = SqliteStore(tmp_path / "back.db")
    assert await moved(server.url, back.url) == 0
    capsys.readouterr()
    assert ("run", 4) in back.rows(_SQLITE_COUNTS)
    house = await at_home(tg, back, voices, monkeypatch)
    anna = house.talk()
    await anna.fears()
    await anna.picks("tomorrow")
    assert anna.sees("summary-title", client="ООО Лютик")
    await house.stop()
    tg.assert_clean()


async def moved(source: str, target: str) -> int:
    """Runs the command as a person would, in a process of its own as far as the event loop goes."""
    return await asyncio.to_thread(main, ["migrate-data", source, target])


async def test_an_empty_database_moves_too(
    file: SqliteStore, server: PostgresStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await moved(file.url, server.url) == 0
    assert ", 0 rows: the same on both sides." in capsys.readouterr().out


async def test_what_can_not_be_moved_is_said_in_one_line(
    file: SqliteStore, server: PostgresStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def refused(source: str, target: str) -> str:
        assert await moved(source, target) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        return err

    assert "one address of each" in await refused(file.url, f"sqlite:///{tmp_path}/other.db")
    assert "must be sqlite:" in await refused("nonsense", server.url)
    assert "The host or port" in await refused(file.url, "postgresql://u:geheim@h:abc/n")
    assert "“?”" in await refused(file.url, f"{server.url}&sslmode=perhaps")
    assert "There is no database" in await refused(f"sqlite:///{tmp_path}/none.db", server.url)
    (tmp_path / "bare.db").touch()
    assert "start the bot on it once" in await refused(f"sqlite:///{tmp_path}/bare.db", server.url)
    closed = "postgresql://okok:geheim@127.0.0.1:1/okok"
    assert "geheim" not in await refused(file.url, closed)
    with hold(tmp_path / "okok.lock"):
        assert "runs on the folder" in await refused(file.url, server.url)
    server.change("INSERT INTO agency (created_at) VALUES (1)")
    assert "not empty" in await refused(file.url, server.url)
    assert server.rows("SELECT count(*) FROM agency") == [(1,)]


async def test_nothing_moves_while_a_bot_is_connected(  # noqa: PLR0917 - fixtures are arguments
    tg: FakeTelegram,
    file: SqliteStore,
    server: PostgresStore,
    voices: Voices,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    house = await at_home(tg, server, voices, monkeypatch)
    assert await moved(file.url, server.url) == 1
    assert capsys.readouterr().err == "A bot is connected to the target: stop it first.\n"
    await house.stop()


async def test_rows_that_do_not_arrive_as_they_were_are_taken_back(
    file: SqliteStore, server: PostgresStore, capsys: pytest.CaptureFixture[str]
) -> None:
    file.change("INSERT INTO agency (name, created_at) VALUES ('Лютик', 1)")
    server.change(
        "CREATE FUNCTION spoil() RETURNS trigger AS $$ BEGIN NEW.name := 'x'; RETURN NEW; END $$ LANGUAGE plpgsql"
    )
    server.change("CREATE TRIGGER spoil BEFORE INSERT ON agency FOR EACH ROW EXECUTE FUNCTION spoil()")
    try:
        assert await moved(file.url, server.url) == 1
        assert capsys.readouterr().err == "The rows of agency did not arrive as they were; nothing was written.\n"
        assert server.rows("SELECT count(*) FROM agency") == [(0,)]
    finally:
        server.change("DROP FUNCTION spoil CASCADE")


async def test_ids_go_on_even_where_the_source_forgot_its_count(
    file: SqliteStore, server: PostgresStore, capsys: pytest.CaptureFixture[str]
) -> None:
    file.change("INSERT INTO agency (created_at) VALUES (1)")
    file.change("DELETE FROM sqlite_sequence")
    assert await moved(file.url, server.url) == 0
    server.change("INSERT INTO agency (created_at) VALUES (2)")
    assert server.rows("SELECT id FROM agency ORDER BY id") == [(1,), (2,)]
    capsys.readouterr()


async def test_a_side_that_never_comes_to_its_work_ends_the_other(
    file: SqliteStore, server: PostgresStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.store.admin.migrate_data._PATIENCE", 0.5)
    server.change("INSERT INTO agency (created_at) SELECT n FROM generate_series(1, 4001) n")
    with contextlib.closing(sqlite3.connect(file.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await moved(server.url, file.url) == 1
    assert capsys.readouterr().err.count("\n") == 1


async def test_a_bot_is_seen_by_the_lock_of_its_data_folder(
    file: SqliteStore,
    server: PostgresStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "elsewhere"))
    with hold(tmp_path / "elsewhere" / "okok.lock"):
        assert await moved(file.url, server.url) == 1
    assert "runs on the folder" in capsys.readouterr().err
    (tmp_path / "elsewhere" / "link.db").symlink_to(tmp_path / "okok.db")
    with hold(tmp_path / "try.lock"):
        assert await moved(f"sqlite:///{tmp_path}/elsewhere/link.db", server.url) == 1
    assert "runs on the folder" in capsys.readouterr().err
