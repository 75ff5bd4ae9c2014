"""An agency's own playbook at work: a fourth fear by file alone, and what is under way when the file changes."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest

from bot.app import voices_of
from bot.process.lifecycle import listen
from bot.settings import Settings
from bot.texts.lookup import load_texts
from bot.viewmodels.voices import Voices
from tests.fake import FakeTelegram
from tests.flows.stores import Store
from tests.flows.talk import House, Talk
from tests.own_playbook import fourth_fear, write

FULL = (
    *("8", "skip", "heard", "insults", "skip", "not_yet", "next"),
    *("budget", "signs", "next", "nothing", "tomorrow", "4"),
)
"""The options of the path step by step."""
_texts = cache(load_texts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The agency's own files, in both languages."""
    for language in ("ru", "en"):
        write(tmp_path / "own", language, fourth_fear(language))
    return tmp_path / "own"


@pytest.fixture
async def house(tg: FakeTelegram, store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """The program with that playbook, read anew at each start; the interface's own words are read once for all."""
    monkeypatch.setattr("bot.app.load_texts", _texts)
    made = House(tg, store, voices_of("112", folder), Settings(_env_file=None, playbook_dir=folder))

    def read_anew(emergency: str, directory: Path | None) -> Voices:
        made.voices = voices_of(emergency, directory)
        return made.voices

    monkeypatch.setattr("bot.app.voices_of", read_anew)
    await made.start()
    yield made
    await made.settled()
    await made.stop()
    tg.assert_clean()


def label(talk: Talk, fear: str = "budget") -> str:
    """The fear's label in the playbook of now."""
    return talk.house.voices[talk.voice.language].playbook.fears[fear].label


async def test_a_fourth_fear_by_file_alone_on_the_short_path(house: House, somebody: Talk) -> None:
    run = await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    fear = house.voices[somebody.voice.language].playbook.fears["budget"]
    assert fear.tell in somebody.screen.text
    await somebody.taps(fear.label)
    assert fear.says[0] in somebody.screen.text
    await somebody.picks("tomorrow")
    assert fear.short in somebody.screen.text
    assert somebody.draft is not None
    assert house.row("SELECT fear, cadence, run_id FROM outcome") == ("budget", "two_days", run)


async def test_a_fourth_fear_by_file_alone_step_by_step(house: House, somebody: Talk) -> None:
    await somebody.begins(detailed=True)
    for option in FULL:
        await somebody.picks(option)
    fear = house.voices[somebody.voice.language].playbook.fears["budget"]
    assert somebody.sees("summary-fear", fear=fear.short, sure=somebody.say("sure-likely"))
    assert house.row("SELECT fear, sure FROM outcome") == ("budget", "likely")
    await somebody.hits("summary-o-done")


async def test_a_fear_in_one_language_is_there_for_all(house: House, folder: Path, somebody: Talk) -> None:
    (folder / "en.toml").unlink()
    await house.stop()
    await house.start()
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.taps("Урежут бюджет")
    await somebody.picks("tomorrow")
    assert house.row("SELECT fear FROM outcome") == ("budget",)


@pytest.mark.both_databases
async def test_a_debrief_keeps_what_it_began_with_and_the_next_has_the_new(
    house: House, folder: Path, somebody: Talk
) -> None:
    run = await somebody.begins()
    await somebody.taps("5")
    before, old = house.voices.fingerprint, label(somebody)
    for language, said in (("ru", "Бюджет под угрозой"), ("en", "Budget at risk")):
        write(folder, language, "fears.boss = false\n" + fourth_fear(language, label=said))
    assert await house.app.playbook_reload.renew()
    assert house.voices.fingerprint != before
    await somebody.behaves()
    assert {old, somebody.voice.playbook.fears["boss"].label} <= set(somebody.labels)
    await house.stop()  # what it began with outlives the program that knew it
    await house.start()
    await somebody.says("…")
    assert {old, somebody.voice.playbook.fears["boss"].label} <= set(somebody.labels)
    await somebody.says(old)
    await somebody.picks("tomorrow")
    assert house.row("SELECT fear FROM outcome WHERE run_id = ?", run) == ("budget",)
    await somebody.says("/debrief")
    await somebody.taps("Ромашка")
    await somebody.taps("5")
    await somebody.behaves()
    assert label(somebody) in somebody.labels
    assert old not in somebody.labels
    assert somebody.voice.playbook.fears["boss"].label not in somebody.labels
    assert house.row("SELECT count(*) FROM playbook") == (2,)


async def test_a_faulty_file_is_told_in_the_log_and_changes_nothing(
    house: House, folder: Path, anna: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    before = house.voices.fingerprint
    write(folder, "ru", "[fears.budget]\nlable = 1\n")
    assert not await house.app.playbook_reload.renew()
    assert any("ru.toml:2: fears.budget.lable: is unknown" in record.getMessage() for record in caplog.records)
    assert house.voices.fingerprint == before
    await anna.begins()


async def test_sighup_has_it_read_again(house: House, folder: Path, anna: Talk) -> None:
    before = house.voices.fingerprint
    listen(house.app, asyncio.Event())
    service = asyncio.ensure_future(house.app.playbook_reload.run())
    write(folder, "ru", fourth_fear("ru", label="Бюджет под угрозой"))
    os.kill(os.getpid(), signal.SIGHUP)
    async with asyncio.timeout(20):
        while house.voices.fingerprint == before:  # noqa: ASYNC110 - asks as an onlooker would
            await asyncio.sleep(0.01)
    service.cancel()
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().remove_signal_handler(number)
    await anna.begins()
    await anna.taps("5")
    await anna.behaves()
    assert "Бюджет под угрозой" in anna.labels


async def test_a_playbook_that_can_no_longer_be_read_gives_way_to_the_present_one(house: House, anna: Talk) -> None:
    await anna.begins()
    await house.stop()
    house.change("INSERT INTO playbook (digest, content, created_at) VALUES ('older', '{\"ru\": {}}', 1)")
    house.change("UPDATE run SET playbook = 'older'")
    await house.start()
    await anna.taps("5")
    await anna.behaves()
    await anna.fears()
    assert anna.asks("next_contact")
