"""Taps that don't belong: old ones, doubled ones, those of other runs and other people, and forged data."""

import asyncio
import json

import pytest

from tests.flows.stores import Row
from tests.flows.talk import House, Talk

HUGE = "9" * 20
FORGED = [
    "",
    "x",
    "r|1|client",
    "r|1|client|c1|more",
    "r|one|client|c1",
    "p|menu|1|2",
    "p|nowhere|1",
    "p|erase|1",
    "p|delete|nothing",
    "p|resume|²",
    "p|work|0-99999",
    "p|work|1140-600",
    "p|work|a-b",
    "p|day|+8",
    "p|day|",
    "p|speak|xx",
    "p|live|Mars/Olympus",
    "debrief:client:1",
    "v0:boss",
    f"p|resume|{HUGE}",
    f"p|stop|{HUGE}",
    f"r|{HUGE}|client|c1",
    "r|-1|client|c1",
    "r|{run}|client|c{huge}",
    "r|{run}|client|c-1",
    "r|{run}|client|page{huge}",
    "r|{run}|client|pageone",
    "r|{run}|client|skip",
    "r|{run}|client|keep",
    "r|{run}|nothing|open",
    "r|{run}|summary|back",
    "r|{run}|told|perhaps",
    "r|{run}|news|awful",
    "r|{run}|fear|boss",
    "r|{run}|draft|open",
    "r|{run}|tension_before|11",
    "r|{run}|tension_before|٣",
]


@pytest.fixture
def somebody(house: House) -> Talk:
    """One language will do: what is looked at here is no wording."""
    return house.talk()


async def test_forged_data_changes_nothing(house: House, anna: Talk) -> None:
    """Whatever stands in a button: answered at once, with the present screen, and nothing stored."""
    await anna.says("/start")
    await anna.hits("menu-debrief")
    stale = anna.say("error-stale_button")
    before = _stored(house), anna.place
    for data in FORGED:
        forged = data.replace("{run}", str(anna.run)).replace("{huge}", HUGE)
        if not forged:
            continue
        tap = await anna.forges(forged)
        assert tap.answered, forged
        assert tap.text in {None, "", stale}, forged
        if anna.place != before[1]:  # what leads nowhere shows the menu, or the settings' unclear
            await anna.says("/debrief")  # an empty one serves again
    assert (_stored(house), anna.place) == before


def _stored(house: House) -> tuple[dict[str, object], list[Row]]:
    """What the debrief and the person's row hold, but for when an empty debrief was begun last."""
    state: dict[str, object] = json.loads(house.row("SELECT state FROM run")[0])
    return {name: value for name, value in state.items() if name != "at"}, house.rows("SELECT * FROM person")


async def test_a_button_of_an_earlier_step(house: House, somebody: Talk) -> None:
    run = await somebody.begins()
    tension = somebody.buttons[0]["callback_data"]
    await somebody.taps("5")
    state = house.row("SELECT state FROM run")
    tap = await somebody.forges(tension)
    assert tap.answered
    assert not tap.text  # on the present screen it is a doubled tap, and no mistake to be told of
    assert somebody.asks("behaviour")
    assert house.row("SELECT state FROM run") == state
    assert somebody.run == run


async def test_a_button_of_another_run_and_of_an_old_message(house: House, somebody: Talk) -> None:
    """The old run's buttons don't touch the new one, on whichever message, and the old one goes on as it was."""
    first = await somebody.begins("Первый")
    await somebody.taps("5")
    old, shouting = somebody.screen, somebody.label_of("raises_voice")
    await somebody.says("/debrief")
    second = somebody.run
    assert second != first
    data = f"r|{first}|behaviour|raises_voice"
    for message, inaccessible in ((old.id, False), (old.id, True), (999_999, True)):
        tap = await somebody.forges(data, message, inaccessible=inaccessible)
        assert tap.text == somebody.say("error-stale_button")
        assert somebody.asks("client")
        assert somebody.run == second
    assert "behaviour" not in str(house.row("SELECT state FROM run WHERE id = ?", first)[0])
    await somebody.hits("btn-menu")
    await somebody.resumes("Первый")
    assert somebody.asks("behaviour")
    assert shouting in somebody.labels


async def test_buttons_of_a_finished_debrief_lead_to_the_menu(somebody: Talk) -> None:
    run = await somebody.finishes_short()
    buttons = [button["callback_data"] for button in somebody.buttons if "callback_data" in button]
    summary = somebody.screen.id
    await somebody.hits("summary-o-done")
    rows = somebody.house.rows("SELECT state, status FROM run")
    for data in [*buttons, f"p|resume|{run}", f"p|delete|{run}", f"p|stop|{run}"]:
        await somebody.forges(data, summary)
        assert somebody.sees("menu-title"), data
    assert somebody.house.rows("SELECT state, status FROM run") == rows


async def test_buttons_of_a_deleted_debrief(house: House, somebody: Talk) -> None:
    run = await somebody.begins()
    old = somebody.screen.id
    tension = somebody.buttons[0]["callback_data"]
    await somebody.hits("btn-stop")
    await somebody.hits("btn-delete")
    await somebody.hits("btn-delete")
    for data in (tension, f"p|resume|{run}", f"p|stop|{run}", f"p|erase|{run}", f"p|delete|{run}"):
        await somebody.forges(data, old)
        assert somebody.sees("menu-title")
    assert house.rows("SELECT * FROM run") == []
    await somebody.hits("menu-debrief")
    assert somebody.run > run  # an id never comes back, or the old buttons would name another run


@pytest.mark.both_databases
async def test_ids_of_somebody_else(house: House, anna: Talk) -> None:
    """Run and client of another person: refused as if they weren't there, and nothing of them is ever shown."""
    theirs = await anna.finishes_short("Секретный клиент")
    state = house.row("SELECT state, status FROM run WHERE id = ?", theirs)
    boris = house.talk(2002, "Boris", "ru")
    await boris.says("/start")
    await boris.hits("menu-debrief")
    mine = boris.run
    for data in (
        f"r|{theirs}|news|none",
        f"r|{theirs}|summary|back",
        f"r|{theirs}|cadence|open",
        f"p|resume|{theirs}",
        f"p|stop|{theirs}",
        f"p|delete|{theirs}",
        f"p|erase|{theirs}",
        f"p|done|{theirs}",
        f"p|note|{theirs}",
        f"p|add|{theirs}",
        f"r|{mine}|client|c1",
    ):
        await boris.forges(data)
        missing = data.replace(f"|{theirs}", "|4242").replace("c1", "c4242")
        told, shown = boris.place, boris.screen.text
        await boris.forges(missing)
        assert (boris.place, boris.screen.text) == (told, shown), data  # same words for what isn't there at all
        assert "Секретный" not in boris.me.chat_text()
        if boris.place == "menu":
            await boris.hits("menu-debrief")
    assert house.row("SELECT state, status FROM run WHERE id = ?", theirs) == state
    assert house.rows("SELECT client_id FROM run WHERE person_id = 2") == [(None,)]
    assert house.row("SELECT count(*) FROM outcome WHERE person_id = 2") == (0,)


@pytest.mark.both_databases
async def test_one_tap_from_two_devices_and_updates_that_come_twice(house: House, anna: Talk) -> None:
    await anna.begins()
    house.tg.duplicate(2)
    data = [button["callback_data"] for button in anna.buttons[:2]]
    await asyncio.gather(*(anna.me.tap_data(one, anna.screen.id) for one in data))
    await anna.done()
    assert anna.asks("behaviour")
    assert '"n":1' in str(house.row("SELECT state FROM run")[0])
    assert house.row("SELECT count(*) FROM inbox WHERE done_at IS NULL") == (0,)


async def test_a_screen_that_the_person_deleted_is_sent_anew(house: House, somebody: Talk) -> None:
    house.forgiven = "message to edit not found"
    await somebody.begins()
    gone = somebody.screen
    gone.deleted = True
    await somebody.forges(gone.rows[0][4]["callback_data"], gone.id, inaccessible=True)
    assert somebody.screen.id > gone.id
    assert somebody.asks("behaviour")
    await somebody.behaves()
    assert somebody.asks("fear")


async def test_a_screen_that_can_no_longer_be_edited_is_sent_anew(house: House, somebody: Talk) -> None:
    house.forgiven = "can't be edited"
    await somebody.begins()
    old = somebody.screen
    old.other_markup = True  # what Telegram says of it is the same as of one too old to edit
    await somebody.me.tap("5", old)
    await house.settled(somebody.me.id)
    assert somebody.screen.id > old.id
    assert somebody.asks("behaviour")
    assert old.labels  # its buttons can't be taken off either; a tap on them gets the present screen
    await somebody.me.tap("7", old)
    await house.settled(somebody.me.id)
    assert somebody.asks("behaviour")


@pytest.mark.parametrize("fresh", [False, True])
async def test_a_screen_that_already_shows_it_is_left_alone(house: House, anna: Talk, fresh: bool) -> None:
    """The same screen again is no edit at all; and where the program can't know, "not modified" is no error."""
    house.forgiven = "message is not modified"
    await anna.begins()
    if fresh:
        await house.stop()
        house.change("UPDATE chat SET message_mark = 'lost'")
        await house.start()
    edits = len(house.tg.made("editMessageText"))
    await anna.forges("p|nowhere|")
    assert len(house.tg.made("editMessageText")) - edits == int(fresh)
    assert anna.asks("tension_before")


async def test_a_doubled_tap_on_done_brings_one_menu(somebody: Talk) -> None:
    await somebody.finishes_short()
    await somebody.hits("summary-o-done", times=3)
    menus = [message for message in somebody.me.messages if somebody.say("menu-title") in message.text]
    assert len(menus) == 1
    card = next(
        message for message in somebody.me.messages if somebody.say("summary-title", client="Ромашка") in message.text
    )
    somebody.house.tg.advance(60)
    await somebody.forges("p|done|1", card.id)
    assert somebody.sees("menu-title")
