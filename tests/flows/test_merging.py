"""Two cards that are one client become one, and a card is deleted: both asked twice, nothing lost, nothing left."""

import pytest

from bot.store.queries.merging import MOVED
from bot.store.tables.core import metadata
from tests.flows.talk import House, Talk
from tests.flows.test_clients import note, on_sqlite
from tests.flows.test_contacts import tense
from tests.flows.test_sos import shouting

HOUR, DAY = 3600, 24 * 3600
TABLES = [table.name for table in metadata.sorted_tables if table.name != "inbox"]


def counts(house: House) -> dict[str, int]:
    """How many rows each table has."""
    return {name: int(house.row(f"SELECT count(*) FROM {name}")[0]) for name in TABLES}  # noqa: S608 - our tables


def card_of(house: House, label: str) -> int:
    """The id of the client of that name."""
    return int(house.row("SELECT id FROM client WHERE label = ?", label)[0])


async def worked(somebody: Talk, client: str) -> None:
    """A debrief from a call in which a phrase helped, up to its summary, with a promise for tomorrow."""
    await shouting(somebody)
    await somebody.hits("sos-o-debrief")
    await somebody.hits("btn-worked")
    await somebody.says(client)
    await somebody.taps("8")
    await somebody.fears("deceived")
    await somebody.picks("tomorrow")
    await somebody.hits("summary-o-done")


async def checked(somebody: Talk, client: str) -> None:
    """A parting check of the client, with its verdict."""
    await somebody.says("/parting")
    await somebody.taps(client)
    await somebody.hits("btn-next")
    await somebody.hits("step-threat-o-yes")


async def known_twice(house: House, somebody: Talk) -> tuple[int, int]:
    """One client on two cards, with something of every kind on each; gives both ids."""
    for client in ("Ромашка", "Мария К."):
        await worked(somebody, client)
        await note(somebody, client, f"Заметка: {client}")
        await somebody.says("/touch")
        await somebody.taps(client)
        await somebody.hits("touch-o-how")
        await somebody.hits("step-how-o-tense")
        await somebody.says("/touch")
        await somebody.taps(client)
        house.tg.advance(HOUR)
    await checked(somebody, "Мария К.")
    await somebody.says("/start bizChat77")
    await somebody.says("Мария К.")
    return card_of(house, "Ромашка"), card_of(house, "Мария К.")


@pytest.mark.both_databases
async def test_two_cards_become_one_and_nothing_is_lost(house: House, anna: Talk) -> None:
    await house.remind()
    kept, gone = await known_twice(house, anna)
    await house.later(DAY)
    await anna.begins("Мария К.")  # an open debrief, which goes on after it
    await anna.taps("7")
    run = anna.run
    await anna.forges(f"p|twin|{kept}.0")
    assert anna.sees("twin-q")
    await anna.says("мария")
    assert anna.sees("merge-q")
    assert anna.sees("merge-pair", client="Ромашка", name="Мария К.")
    before = counts(house)
    learned = house.rows(
        "SELECT phrase, sum(helped) FROM learned WHERE client_id IS NOT NULL GROUP BY phrase ORDER BY 1"
    )
    await anna.forges(f"p|join|{kept}.{gone}")  # the second question is not passed over
    assert counts(house) == before
    await anna.hits("merge-o-yes", times=3)
    assert anna.sees("merging-q")
    assert counts(house) == before
    await anna.hits("merging-o-yes", times=3)
    assert anna.sees("merge-done")
    after = counts(house)
    assert after["client"] == 1
    merged = {"client", "rhythm", "learned", "reminder"}
    assert {name: after[name] for name in TABLES if name not in merged} == {
        name: before[name] for name in TABLES if name not in merged
    }
    assert after["reminder"] >= before["reminder"]
    for table in MOVED:
        owners = house.rows(f"SELECT DISTINCT client_id FROM {table.name} WHERE client_id IS NOT NULL")  # noqa: S608
        assert owners == [(kept,)], table.name
    counted = "SELECT phrase, sum(helped) FROM learned WHERE client_id = ? AND scope = ? GROUP BY phrase ORDER BY 1"
    assert house.rows(counted, kept, f"client:{kept}") == learned
    assert house.row("SELECT count(*) FROM client WHERE note LIKE '%Мария К.%'") == (1,)
    assert not house.rows("SELECT id FROM run WHERE state LIKE ?", f'%"n":{gone},%')
    # One reminder to be in touch, one promise that holds, as if it had been one card all along.
    assert house.row("SELECT count(*) FROM promise WHERE status = 'open'")[0] <= 1
    kinds = [kind for (kind,) in house.rows("SELECT kind FROM reminder WHERE status = 'waiting'")]
    assert len(kinds) == len(set(kinds)) > 0
    await anna.hits("btn-more")
    await anna.hits("clients-o-history")
    told = anna.screen.text
    await anna.taps("→")
    assert all(f"заметка: Заметка: {one}" in told + anna.screen.text for one in ("Ромашка", "Мария К."))
    await anna.says("/menu")
    await anna.resumes("Ромашка")
    assert anna.run == run
    await anna.behaves()
    await anna.fears()
    assert house.row("SELECT client_id FROM outcome WHERE run_id = ?", run) == (kept,)
    assert anna.asks("next_contact")
    await anna.forges(f"p|client|{gone}")
    assert anna.sees("clients-gone")


@on_sqlite
async def test_the_other_card_can_stay_and_two_open_promises_are_told_of(house: House, anna: Talk) -> None:
    await tense(anna, "Ромашка", "в пятницу в 10")
    house.tg.advance(HOUR)
    await tense(anna, "ООО Север", "завтра в 15")
    kept, gone = card_of(house, "ООО Север"), card_of(house, "Ромашка")
    await anna.says("/clients")
    await anna.says("ромашка")
    await anna.hits("btn-more")
    await anna.hits("clients-o-edit")
    await anna.hits("clients-o-merge")
    await anna.taps("ООО Север")
    assert anna.sees("merge-promised", time="завтра в 15:00")
    await anna.hits("merge-o-swap")
    assert anna.sees("merge-pair", client="ООО Север", name="Ромашка")
    await anna.hits("merge-o-yes")
    await anna.hits("merge-o-no")
    assert card_of(house, "Ромашка") == gone
    await anna.forges(f"p|merge|{kept}.{gone}")
    await anna.hits("merge-o-yes")
    await anna.hits("merging-o-yes")
    assert house.rows("SELECT label FROM client") == [("ООО Север",)]
    assert anna.sees("clients-card-promised", time="завтра в 15:00")
    await anna.hits("btn-more")
    assert anna.sees("clients-card-note", words="Также: Ромашка")
    due = house.rows(
        "SELECT DISTINCT p.due_at FROM reminder r JOIN promise p ON p.id = promise_id WHERE r.status = 'waiting'"
    )
    assert due == house.rows("SELECT due_at FROM promise WHERE status = 'open'")
    assert len(due) == 1


@on_sqlite
async def test_a_name_that_another_card_has_asks_whether_they_are_one(house: House, anna: Talk) -> None:
    await anna.begins("Ромашка")
    await anna.begins("Север")
    await anna.says("/clients")
    await anna.says("север")
    await anna.hits("btn-more")
    await anna.hits("clients-o-edit")
    await anna.hits("edit-o-label")
    await anna.says("«ромашка»")
    assert anna.sees("field-twin")
    assert anna.sees("merge-q")
    await anna.hits("merge-o-no")
    assert house.rows("SELECT label FROM client ORDER BY id") == [("Ромашка",), ("«ромашка»",)]


async def test_a_deleted_card_is_gone_with_everything_of_it(house: House, anna: Talk) -> None:
    await house.remind()
    other = house.talk(2002, "Boris")
    await tense(other, "Чужая")
    await known_twice(house, anna)
    await house.later(DAY)
    assert "Мария К." in anna.me.chat_text()
    gone = card_of(house, "Мария К.")
    await anna.says("/clients")
    await anna.says("мария")
    await anna.hits("btn-more")
    await anna.hits("clients-o-edit")
    before = counts(house)
    await anna.forges(f"p|gone|{gone}")
    await anna.hits("btn-delete")
    await anna.forges(f"p|gone|{gone}")
    assert counts(house) == before
    await anna.hits("drop-o-yes", times=3)
    assert anna.sees("dropped-q")
    assert counts(house) == before
    await anna.hits("dropped-o-yes", times=3)
    assert anna.sees("drop-done")
    for table in metadata.sorted_tables:
        if "client_id" in table.c:
            assert house.row(f"SELECT count(*) FROM {table.name} WHERE client_id = ?", gone) == (0,)  # noqa: S608
    assert not any("Мария К." in repr(house.rows(f"SELECT * FROM {name}")) for name in TABLES)  # noqa: S608
    assert "Мария К." not in anna.notice.text
    assert house.rows("SELECT label FROM client ORDER BY label") == [("Ромашка",), ("Чужая",)]
    assert house.row("SELECT count(*) FROM promise WHERE client_id = ?", card_of(house, "Ромашка"))[0] == 1
    due = house.row("SELECT min(due_at) FROM reminder WHERE status = 'waiting' AND person_id = 1")
    assert house.row("SELECT due_at FROM agenda WHERE person_id = 1") == due
