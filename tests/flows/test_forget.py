"""Erasing for good: one client, or everything of a person; nothing of theirs is left, nothing of others is touched."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.tables.core import metadata
from tests.flows.stores import SqliteStore, Store
from tests.flows.talk import House, Talk
from tests.secrets import betrayed, bytes_in

ANNA = 112_345_678_901
"""A Telegram id that stands in no file by chance."""
HOUR = 3600
alone = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""What differs between databases is tested with the erasure itself and in tests/store."""


class Words:
    """What one person writes, speaks and adds: each a word that stands nowhere else."""

    def __init__(self, stem: str) -> None:
        self.client, self.address, self.note, self.other, self.other_note, self.facts, self.honest, self.fear = (
            f"{stem}{end}" for end in ("овище", "анович", "алка", "инский", "ыня", "ечко", "ость", "обоязнь")
        )
        self.username, self.phone = (
            f"canary_{len(stem)}_{stem.encode().hex()}"[:30],
            f"+7916{len(stem)}{ord(stem[0])}77",
        )
        self.pasted, self.followed, self.voice = f"{stem}ёнок", f"{stem}истый", f"voice-of-{stem.encode().hex()}"

    @property
    def all(self) -> list[str]:
        """Every one of them."""
        return list(vars(self).values())


def dump(house: House) -> dict[str, list[str]]:
    """All rows of all tables but those that only say what came and went."""
    names = [table.name for table in metadata.sorted_tables if table.name not in {"inbox", "erased", "playbook"}]
    return {name: sorted(map(repr, house.rows(f"SELECT * FROM {name}"))) for name in names}  # noqa: S608 - our own names


def left(places: list[Path], words: Words) -> list[str]:
    """Which of the words, and whether the Telegram id, can be found in the bytes of the files."""
    held = bytes_in(*places)
    # SQLite stores a number of that size in six bytes, and a text of it may stand in JSON.
    id_found = ["Telegram id"] if ANNA.to_bytes(6, "big") in held else []
    return betrayed([*words.all, str(ANNA)], held) + id_found


@pytest.fixture
async def erases(house: House) -> House:
    """The program, running errands."""
    await house.run_errands()
    return house


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    """A log at DEBUG, of everything that may be logged."""
    path, root = tmp_path / "okok.log", logging.getLogger()
    handler, level = logging.FileHandler(path), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield path
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


async def lives(house: House, who: Talk, words: Words) -> None:
    """Everything in which a person leaves words: typed, spoken, from a file, and sent to them as a reminder."""
    await who.says("/import")
    lines = (
        "name,address,username,phone,note",
        f"{words.client},{words.address},{words.username},{words.phone},{words.note}",
        f"{words.other},,,,{words.other_note}",
    )
    await who.me.document("c.csv", "\n".join(lines).encode())
    await who.done()
    await who.hits("import-o-yes", count="2")
    await who.begins(words.client)
    await who.taps("8")
    await who.behaves("raises_voice")
    await who.fears()
    await who.hits("btn-skip")
    await who.says(words.facts)
    await who.me.post({"voice": {"file_id": words.voice, "file_unique_id": "v", "duration": 9}})
    await who.done()
    await who.hits("summary-o-done")
    await house.later(25 * HOUR)
    assert words.client in who.notice.text
    await who.begins(f"{words.other} и партнёры")
    await who.hits("step-client-o-not_same")
    await who.taps("6")
    await who.says("/check")
    await who.says(words.pasted)


def leaves_more(house: House, who: Talk, words: Words) -> None:
    """Words that take a long way to be typed, where they would stand; the program isn't running."""
    me = "(SELECT id FROM person WHERE telegram_id = ?)"
    for column, text in (("honest", words.honest), ("fear_words", words.fear)):
        house.change(f"UPDATE outcome SET {column} = ? WHERE person_id = {me}", text, who.me.id)  # noqa: S608 - our own
    house.change(
        "INSERT INTO followup (run_id, agency_id, person_id, client_id, how, words, at, updated_at)"
        " SELECT run_id, agency_id, person_id, client_id, 'tense', ?, 1, 1 FROM outcome"
        " WHERE person_id = (SELECT id FROM person WHERE telegram_id = ?)",
        words.followed,
        who.me.id,
    )


async def forgets(house: House, who: Talk, *, times: int = 1) -> None:
    """Has everything erased: asked twice, the last tap `times` in a row."""
    await who.says("/forget")
    await who.hits("forget-o-all")
    await who.hits("forget-o-yes1", times=2)
    assert who.sees("forget-all-sure"), "a doubled tap answers one question"
    await who.me.tap(who.say("forget-o-yes2"), who.screen, times=times)
    await house.settled()


@pytest.mark.parametrize("killed", [False, True], ids=["running", "killed before the purge"])
@pytest.mark.both_databases
async def test_nothing_of_a_person_is_left_and_nothing_of_others_is_touched(
    house: House, store: Store, tmp_path: Path, logged: Path, killed: bool
) -> None:
    await house.run_errands()
    await house.remind()
    olga, anna = house.talk(2002, "Olga", "en"), house.talk(ANNA)
    hers, mine = Words("Жернов"), Words("Кулич")
    await lives(house, olga, hers)
    await olga.says("/menu")
    before = dump(house)
    await lives(house, anna, mine)
    await house.stop()
    leaves_more(house, anna, mine)
    on_file = isinstance(store, SqliteStore)
    files = [tmp_path / "okok.db", tmp_path / "okok.db-wal"] if on_file else []
    assert not on_file or left(files, mine) == [*mine.all, "Telegram id"], "the search finds what is there"

    await house.start()
    if not killed:
        await house.run_errands()
    await forgets(house, anna, times=3)
    if killed:
        assert house.rows("SELECT id FROM erased WHERE NOT purged") != []
        await house.stop()
        await house.start()
        await house.run_errands()

    assert anna.me.screen == anna.say("forget-done")
    buttons = [button for message in anna.me.messages for row in message.rows for button in row]
    assert [button for button in buttons if "callback_data" in button] == [], "no old message leads here"
    assert dump(house) == before
    # 'erased' names nobody: ids that mean nothing any more.
    listed = house.rows("SELECT person_id, client_id, purged FROM erased")
    assert {(person, client, bool(purged)) for person, client, purged in listed} == {(2, None, True)}
    assert house.rows("SELECT * FROM inbox WHERE chat_id = ?", ANNA) == []
    if on_file:
        assert left([tmp_path / "okok.db", tmp_path / "okok.db-wal", logged], mine) == []
        assert {hers.client, hers.note, hers.facts, hers.phone, hers.voice} <= set(left(files, hers)), "hers are there"

    await anna.says("/start")
    assert anna.say("start-first") in [message.text for message in anna.me.messages]
    await anna.says("/touch")
    assert anna.sees("error-no_clients")


@pytest.mark.both_databases
async def test_killed_right_after_the_last_question_its_buttons_go_at_the_next_start(
    house: House, store: Store, tmp_path: Path
) -> None:
    """The erasure is stored and Telegram never heard of it: nobody is left, and the old question says so."""
    await house.run_errands()
    anna, mine = house.talk(ANNA), Words("Кулич")
    await anna.finishes_short(mine.client)
    draft = anna.draft
    assert draft is not None
    for data in ("p|forgetall|", "p|forgetallsure|"):
        await anna.forges(data)
    house.troubled = True
    house.tg.drop(None, methods="(edit|delete|answer).*")
    question = anna.screen
    await anna.me.tap(anna.say("forget-o-yes2"), question)
    await house.until("SELECT count(*) = 0 FROM person")
    await house.stop(0.2)
    assert question.labels
    house.tg.clear_faults()
    house.tg._open_taps.clear()  # it spins on: who was to answer it is gone
    await house.start()
    await house.run_errands()
    await house.settled()
    assert anna.me.screen == anna.say("forget-done")
    assert anna.me.messages[-1].labels == []
    assert draft.deleted
    await house.stop()  # once it is shown nothing of the chat is left
    if isinstance(store, SqliteStore):
        assert left([tmp_path / "okok.db", tmp_path / "okok.db-wal"], mine) == []
    await house.start()
    await house.settled()
    assert house.rows("SELECT * FROM inbox WHERE chat_id IS NOT NULL OR payload IS NOT NULL") == []
    assert len(house.tg.made("editMessageText", ANNA, ok=True, where=lambda call: "Удалено" in str(call.params))) == 1


async def test_what_waits_for_the_chat_is_not_sent_any_more(erases: House, anna: Talk) -> None:
    """A file on its way while Telegram has asked to wait holds all that was theirs."""
    await anna.finishes_short("Ромашка")
    await anna.says("/export")
    erases.troubled = True
    erases.tg.flood("sendDocument", retry_after=2)
    screen = anna.screen
    await anna.me.tap(anna.say("export-o-yes"), screen)
    await erases.until("SELECT count(*) = 1 FROM errand")
    for data in ("p|forget|", "p|forgetall|", "p|forgetallsure|", "p|forgetallnow|", "p|forgetallnow|"):
        await anna.me.tap_data(data, screen.id)
    await erases.until("SELECT count(*) = 0 FROM person")
    await erases.settled()
    assert [one for one in anna.me.messages if "document" in one.json] == []
    assert anna.me.screen == anna.say("forget-done")
    assert erases.row("SELECT count(*) FROM person") == (0,), "a doubled tap makes nobody"


@alone
async def test_old_buttons_erase_nothing(erases: House, anna: Talk) -> None:
    await anna.finishes_short("Ромашка")
    for data in ("p|forgetallnow|", "p|forgetallsure|", "p|forgetnow|1", "p|forgetsure|1", "p|unforget|"):
        await anna.forges(data)
        assert anna.place.startswith("debrief")
    await anna.says("/forget")
    await anna.hits("forget-o-all")
    await anna.forges("p|forgetallnow|")
    assert anna.sees("forget-all-q")
    await anna.hits("forget-o-yes1")
    await anna.hits("forget-o-export")
    assert anna.sees("export-q"), "the file can be had first"
    await anna.forges("p|forgetallnow|")
    await anna.says("/forget")
    await anna.hits("forget-o-all")
    await anna.hits("forget-o-yes1")
    await anna.hits("forget-o-no")
    assert anna.sees("forget-kept")
    assert erases.row("SELECT count(*) FROM client") == (1,)
    assert erases.rows("SELECT * FROM erased") == []


@pytest.mark.both_databases
async def test_one_client_goes_with_all_that_is_known_of_it(
    erases: House, somebody: Talk, store: Store, tmp_path: Path
) -> None:
    await erases.remind()
    for client in ("Жерновище", "Ромашка"):
        await somebody.begins(client)
        await somebody.taps("8")
        await somebody.behaves("raises_voice")
        await somebody.fears()
        await somebody.hits("btn-skip")
        await somebody.hits("summary-o-done")
    await erases.later(25 * HOUR)
    assert "Жерновище" in somebody.notice.text
    assert "Ромашка" in somebody.notice.text
    await somebody.says("/forget")
    await somebody.hits("forget-o-client")
    await somebody.taps("Жерновище")
    assert somebody.sees("forget-client-q", client="Жерновище")
    await somebody.hits("forget-o-yes1", times=2)
    assert somebody.sees("forget-client-sure", client="Жерновище", debriefs="1", notes="0")
    await somebody.hits("forget-o-yes2", times=2)
    await erases.settled()
    assert somebody.sees("forget-client-done")
    assert "Жерновище" not in somebody.notice.text, "what had come is shown without it"
    assert "Ромашка" in somebody.notice.text
    assert erases.rows("SELECT label FROM client") == [("Ромашка",)]
    assert [erases.row(f"SELECT count(*) FROM {name}")[0] for name in ("run", "outcome", "touch", "rhythm")] == [1] * 4  # noqa: S608 - our own names
    assert {row[:2] for row in erases.rows("SELECT person_id, client_id FROM erased WHERE purged")} == {(1, 1)}
    assert erases.rows("SELECT id FROM erased WHERE NOT purged") == [], "what the second tap left goes too"
    if isinstance(store, SqliteStore):
        held = bytes_in(tmp_path / "okok.db", tmp_path / "okok.db-wal")
        assert betrayed(["Жерновище", "Ромашка"], held) == ["Ромашка"]


@alone
async def test_the_message_that_brought_nothing_else_goes_too(erases: House, anna: Talk) -> None:
    await erases.remind()
    await anna.begins("Ромашка")
    await anna.taps("8")
    await anna.behaves("raises_voice")
    await anna.fears()
    await anna.hits("btn-skip")
    await anna.hits("summary-o-done")
    await erases.later(25 * HOUR)
    brought = anna.notice
    await anna.says("/forget")
    await anna.hits("forget-o-client")
    await anna.taps("Ромашка")
    await anna.hits("forget-o-yes1")
    await anna.hits("forget-o-yes2")
    assert brought.deleted
    assert anna.notices == []


@alone
async def test_nobody_elses_client_is_shown_or_erased(erases: House, anna: Talk) -> None:
    await anna.finishes_short("Чужой")
    thief = erases.talk(2002, "Thief", "en")
    await thief.says("/forget")
    for data in ("p|forgetone|1", "p|forgetsure|1", "p|forgetnow|1", "p|keepold|1"):
        await thief.forges(data)
        assert "Чужой" not in thief.screen.text
    await thief.forges("p|forgetone|99")
    assert thief.sees("clients-gone"), "in the same words as for one that does not exist"
    assert erases.rows("SELECT label FROM client") == [("Чужой",)]
    assert erases.rows("SELECT * FROM erased") == []


@alone
async def test_who_was_archived_for_a_year_is_offered_quietly(erases: House, anna: Talk) -> None:
    for client in ("Ромашка", "Маяк"):
        await anna.finishes_short(client)
        await anna.hits("summary-o-done")
    await erases.stop()
    year = 365 * 24 * HOUR
    erases.change("UPDATE client SET archived_at = ?", int(erases.tg.clock()) - year + 48 * HOUR)
    await erases.start()
    await erases.run_errands()
    await anna.says(anna.say("menu-reminders"))
    assert not anna.sees("archived-old", client="Ромашка")
    erases.tg.advance(48 * HOUR)
    await anna.says(anna.say("menu-reminders"))
    offered = next(name for name in ("Ромашка", "Маяк") if anna.sees("archived-old", client=name))
    await anna.hits("archived-o-keep", times=2)
    other = next(name for name in ("Ромашка", "Маяк") if anna.sees("archived-old", client=name))
    assert other != offered
    await anna.hits("archived-o-erase")
    assert anna.sees("forget-client-q", client=other)
    await anna.hits("forget-o-yes1")
    await anna.hits("forget-o-yes2")
    assert erases.rows("SELECT label FROM client") == [(offered,)]
    await anna.says(anna.say("menu-reminders"))
    assert not anna.sees("archived-old", client=offered)
