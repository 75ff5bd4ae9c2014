"""A whole conversation with the notes under a key: none of its words can be read in the files."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.store.sealing.cipher import Seal
from bot.store.sealing.key_format import read_key
from bot.store.sealing.sealed_columns import sealed
from bot.store.tables.core import metadata
from tests.flows import unsealed_copy
from tests.flows.stores import SqliteStore
from tests.flows.talk import House, Talk
from tests.flows.test_forget import Words, left, lives
from tests.flows.test_merging import worked
from tests.flows.test_parting import checks, rounds
from tests.secrets import betrayed, bytes_in

REASON, FEAR, HONEST, ABUSE = "Собеседовище", "опаскивается", "честновище", "Вы все бездарности"


@pytest.fixture(params=["sqlite"])
def store(template: Path, tmp_path: Path) -> SqliteStore:
    """A file of the test's own: on a server the same words go through the same types (tests/store/test_sealing.py)."""
    (tmp_path / "okok.db").write_bytes(template.read_bytes())
    return SqliteStore(tmp_path / "okok.db")


@pytest.fixture
async def keyed(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The program, started anew with a key on its empty database."""
    await house.stop()
    house.settings = Settings(_env_file=None, owner_ids=frozenset(), notes_key=SecretStr(unsealed_copy.KEY))
    monkeypatch.setenv("NOTES_KEY", unsealed_copy.KEY)  # so that the test can look into the database, too
    await house.start()
    await house.run_errands()
    await house.remind()
    return house


async def fears(who: Talk) -> None:
    """A debrief with a fear and an honest line in own words."""
    await who.begins("Север")
    await who.taps("5")
    await who.behaves("silent")
    await who.fears("other")
    await who.says(FEAR)
    await who.hits("btn-skip")
    await who.hits("btn-more")
    passed = who.say("summary-o-passed", count="0").partition("0")[0]
    await who.taps(next(label for label in who.labels if label.startswith(passed)))
    await who.hits("step-honest-name")
    await who.says(HONEST)
    await who.hits("summary-o-done")


async def test_no_word_can_be_read_in_the_files(keyed: House, anna: Talk, tmp_path: Path) -> None:
    words = Words("Кулич")
    await lives(keyed, anna, words)
    await worked(anna, "Север")
    await fears(anna)
    await rounds(anna, "abuse", "tense", "tense", refuted=True)
    await checks(anna, boundary="no")
    await anna.hits("parting-o-disagree")
    await anna.says(REASON)
    assert REASON in anna.screen.text
    await anna.says("/check")
    await anna.says(words.pasted)

    files = [tmp_path / "okok.db", tmp_path / "okok.db-wal"]
    copy = tmp_path / "backup.db"
    with closing(sqlite3.connect(files[0])) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    id_aside = ["Telegram id"]
    assert [one for one in left([*files, copy], words) if one not in id_aside] == []
    assert betrayed([REASON, FEAR, HONEST, ABUSE], bytes_in(*files, copy)) == []
    with closing(unsealed_copy.opened(files[0], Seal(read_key(unsealed_copy.KEY)))) as opened:
        plain = "\n".join(opened.iterdump())
    said = [words.client, words.address, words.username, words.phone, words.note, words.facts, words.voice]
    said += [words.pasted, REASON, FEAR, HONEST, ABUSE]
    assert [one for one in said if one not in plain] == [], "all of it is there"
    with closing(sqlite3.connect(files[0])) as raw:
        for table in metadata.sorted_tables:
            for column in sealed(table):
                held = raw.execute(
                    f"SELECT {column.name} FROM {table.name} WHERE {column.name} IS NOT NULL"  # noqa: S608 - our own names
                ).fetchall()
                assert all(re.fullmatch(r"1:[A-Za-z0-9+/]+=*", one) for (one,) in held), (table.name, column.name)
        phrases = raw.execute("SELECT known_by FROM learned").fetchall()
        assert phrases
        assert all(re.fullmatch("[0-9a-f]{32}", one) for (one,) in phrases)


async def test_after_a_restart_all_is_there_and_without_the_key_nothing_starts(keyed: House, anna: Talk) -> None:
    run = await anna.begins("Ромашка")
    await anna.taps("8")
    await keyed.stop()
    settings, keyed.settings = keyed.settings, Settings(_env_file=None, owner_ids=frozenset(), notes_key=None)
    with pytest.raises(Exception, match="set NOTES_KEY"):
        await keyed.start()
    keyed.settings = settings
    await keyed.start()
    await anna.behaves()
    assert anna.run == run
    await anna.says("/clients")
    assert any("Ромашка" in label for label in (*anna.labels, anna.screen.text))
