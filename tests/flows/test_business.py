"""Contact that is seen by itself: connected, linked, written by hand, and never a word of it kept (protocol, 11)."""

import asyncio
from pathlib import Path

import pytest

from tests.fake.business import Account
from tests.flows.talk import House, Talk
from tests.flows.test_contacts import tense

RAJ = 5001
pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
async def account(house: House, somebody: Talk) -> Account:
    """The account of somebody who has a client after a tense talk, connected and linked."""
    await house.remind()
    await tense(somebody)
    made = Account(somebody.me)
    await made.connects()
    await somebody.done()
    assert somebody.sees("business-made")
    await links(somebody, RAJ)
    return made


async def links(somebody: Talk, chat: int, client: int = 1) -> None:
    """Links the chat by Telegram's list of people."""
    await somebody.says("/clients")
    await somebody.picks(str(client))
    await somebody.hits("btn-more")
    await somebody.hits("clients-o-chat")
    assert somebody.sees("business-pick_q") or somebody.sees("business-pick_other")
    await somebody.me.pick(somebody.say("pick-key"), number=chat)
    await somebody.done()
    assert somebody.sees("business-link_done")


def touches(house: House) -> list[int]:
    """The moments of contacts that were logged, by themselves or by hand."""
    return [at for (at,) in house.rows("SELECT at FROM touch WHERE kind = 'logged' ORDER BY at")]


@pytest.mark.both_databases
async def test_a_message_by_hand_keeps_the_promise_and_answers_the_reminder(
    house: House, somebody: Talk, account: Account
) -> None:
    await house.later(2 * 86_400)
    assert somebody.notices, "the reminder came"
    before = somebody.place
    await account.writes(RAJ)
    await house.settled()
    assert len(touches(house)) == 1
    when = somebody.notice.text
    assert "Ромашка" in when
    assert when.startswith("✓"), when
    assert somebody.place == before
    assert house.rows("SELECT done FROM reminder WHERE status = 'sent'") == [("wrote",)]


async def test_what_is_said_within_five_minutes_is_one_contact(house: House, account: Account) -> None:
    for pause in (0, 100, 250, 250):
        house.tg.advance(pause)
        await account.writes(RAJ)
        await house.settled()
    first, second = touches(house)
    assert second - first in range(340, 360)


async def test_echoes_away_messages_edits_and_the_clients_words_are_no_contact(house: House, account: Account) -> None:
    await account.hears(RAJ)
    await account.echoes(RAJ)
    mine = await account.writes(RAJ, automatic=True)
    await account.edits(RAJ, mine)
    await house.settled()
    assert touches(house) == []


async def test_a_message_deleted_within_a_minute_was_no_contact(house: House, somebody: Talk, account: Account) -> None:
    await house.later(2 * 86_400)
    first = await account.writes(RAJ)
    house.tg.advance(20)
    second = await account.writes(RAJ)
    await house.settled()
    await account.deletes(RAJ, first)
    await house.settled()
    assert len(touches(house)) == 1, "the second of the same talk is the contact"
    await account.deletes(RAJ, second)
    await house.settled()
    assert touches(house) == []
    assert not somebody.notice.text.startswith("✓")
    third = await account.writes(RAJ)
    await house.settled()
    house.tg.advance(61)
    await account.deletes(RAJ, third)
    await house.settled()
    assert len(touches(house)) == 1


async def test_a_chat_that_is_not_linked_leaves_nothing(house: House, account: Account) -> None:
    rows = house.rows("SELECT count(*) FROM inbox")
    for _ in range(5):
        await account.hears(777)
        await account.writes(777, "Тайна")
    await account.deletes(777, 1)
    await house.settled()
    assert house.rows("SELECT count(*) FROM inbox") == rows
    assert touches(house) == []


async def test_a_strangers_connection_leaves_nothing(house: House, anna: Talk) -> None:
    await anna.says("/start")
    stranger = Account(house.talk(4004).me)
    rows = house.rows("SELECT count(*) FROM inbox")
    await stranger.connects()
    await stranger.writes(RAJ)
    await house.settled()
    assert house.rows("SELECT count(*) FROM inbox") == rows
    assert house.rows("SELECT count(*) FROM business_connection") == [(0,)]


async def test_no_word_name_or_file_of_a_linked_chat_is_kept(house: House, account: Account) -> None:
    await account.hears(RAJ, "Пароль Кувшинка", voice={"file_id": "GEHEIM"}, caption={"a": "Ласточка"})
    await account.writes(RAJ, "Секрет Незабудка", quote={"text": "Ромашковое"})
    await house.settled()
    assert len(touches(house)) == 1
    kept = str(house.rows("SELECT payload, kind FROM inbox")) + str(house.rows("SELECT * FROM seen_message"))
    assert not any(word in kept for word in ("Кувшинка", "GEHEIM", "Ласточка", "Незабудка", "Ромашковое", "Иванович"))


async def test_connections_are_told_of_once_each(house: House, somebody: Talk, account: Account) -> None:
    await account.allows(can_reply=False)
    await somebody.done()
    assert somebody.sees("business-may_not_reply")
    await account.allows(can_reply=False)
    await somebody.says("/settings")
    await somebody.hits("settings-o-business")
    assert somebody.sees("business-on_silent")
    await account.disconnects()
    await somebody.done()
    assert somebody.sees("business-ended")
    await account.writes(RAJ)
    await house.settled()
    assert touches(house) == []
    await account.disconnects()
    await somebody.says("/menu")
    assert not somebody.sees("business-ended")


async def test_from_the_chat_itself_to_its_card_or_the_question_whose_it_is(
    house: House, somebody: Talk, account: Account
) -> None:
    await somebody.says(f"/start bizChat{RAJ}")
    assert somebody.place == "client:1"
    await somebody.says("/start bizChat6006")
    assert somebody.sees("business-whose")
    await somebody.says("Ромашки")
    assert somebody.sees("step-client-match_several")
    assert somebody.place == "whose:6006:c1"
    await somebody.says("Вектор")
    assert somebody.sees("business-link_done")
    await account.writes(6006)
    await house.settled()
    assert house.rows("SELECT client_id FROM touch WHERE kind = 'logged'") == [(2,)]
    await somebody.says("/start bizChat6006")
    assert somebody.place == "client:2"


async def test_unlinked_it_is_as_without(house: House, somebody: Talk, account: Account) -> None:
    await somebody.says("/clients")
    await somebody.picks("1")
    await somebody.hits("btn-more")
    await somebody.hits("clients-o-chat")
    await somebody.hits("business-o-unlink")
    assert somebody.sees("business-unlinked")
    await account.writes(RAJ)
    await house.settled()
    assert touches(house) == []


async def test_a_connection_made_while_the_bot_was_away_is_asked_about(house: House, somebody: Talk) -> None:
    await tense(somebody)
    asking = asyncio.ensure_future(house.app.connections.run())
    house.tg.busy_checks.append(lambda: "" if house.app.connections.idle else "it asks about connections")
    account, stranger = Account(somebody.me), Account(house.talk(4004).me)
    await account.hears(RAJ)
    await stranger.hears(RAJ)
    await house.settled()
    assert somebody.sees("business-made")
    assert house.rows("SELECT id, enabled FROM business_connection") in ([(account.id, 1)], [(account.id, True)])
    await links(somebody, RAJ)
    await account.writes(RAJ)
    await stranger.hears(RAJ)
    await house.settled()
    assert len(touches(house)) == 1
    assert len(house.tg.made("getBusinessConnection")) == 2, "a stranger's is asked about once an hour"
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
async def test_no_byte_of_many_messages_is_in_any_file(house: House, account: Account) -> None:
    for number in range(120):
        chat = RAJ if number % 3 else 9000 + number
        deed = account.hears if number % 2 else account.writes
        await deed(chat, f"Слово{number} Жужелица", document={"file_id": f"GEHEIM{number}", "file_name": "Тайна.pdf"})
        if number % 40 == 0:
            house.tg.advance(400)
            await house.settled()
    await house.settled()
    folder = Path(house.store.url.removeprefix("sqlite:///")).parent
    files = [path.read_bytes() for path in folder.glob("okok.db*")]
    assert len(files) >= 2, "the journal is there too"
    for word in ("Жужелица", "GEHEIM", "Тайна.pdf", "client_ivanovich", "Иванович"):
        assert not any(word.encode() in data for data in files), word
    assert house.rows("SELECT count(*) FROM inbox WHERE kind = 'business_message'") == [(80,)]


def alarms(house: House) -> int:
    """How many reminders said that a client waits for an answer."""
    query = "SELECT count(*) FROM reminder WHERE kind = 'unanswered' AND status = 'sent'"
    return int(house.rows(query)[0][0])


async def next_morning(house: House) -> None:
    """Past the first reminder after the talk, to ten on the day after that."""
    await house.later(26 * 3600)


@pytest.mark.both_databases
async def test_a_client_who_waits_for_an_answer_is_told_of_once(house: House, somebody: Talk, account: Account) -> None:
    await next_morning(house)
    await account.writes(RAJ)
    await house.settled()
    await house.later(24 * 3600)
    came = len(somebody.notices)
    await account.hears(RAJ)
    await account.hears(RAJ)
    await house.settled()
    await house.later(3500)
    assert (alarms(house), len(somebody.notices)) == (0, came)
    await house.later(200)
    assert (alarms(house), len(somebody.notices)) == (1, came + 1)
    assert somebody.say("reminder-o-draft") in somebody.notice.labels
    await account.hears(RAJ)
    await house.settled()
    await house.later(3 * 3600)
    assert alarms(house) == 1
    await account.writes(RAJ)
    await house.settled()
    assert somebody.notice.text.startswith("✓")


async def test_an_answer_in_time_or_the_setting_keeps_it_away(house: House, somebody: Talk, account: Account) -> None:
    await next_morning(house)
    await account.writes(RAJ)
    await house.settled()
    await house.later(24 * 3600)
    await account.hears(RAJ)
    await house.settled()
    await house.later(3000)
    await account.writes(RAJ)
    await house.settled()
    await house.later(2 * 3600)
    assert alarms(house) == 0
    await somebody.says("/settings")
    await somebody.hits("settings-o-business")
    await somebody.hits("business-o-never")
    await house.later(20 * 3600)
    await account.hears(RAJ)
    await house.settled()
    await house.later(5 * 3600)
    assert alarms(house) == 0


async def test_it_never_comes_on_a_day_that_had_another_reminder_or_without_the_connection(
    house: House, account: Account
) -> None:
    await account.hears(RAJ)
    await house.settled()
    await house.later(26 * 3600)
    days = house.rows("SELECT kind, sent_at / 86400 FROM reminder WHERE status = 'sent'")
    assert len({day for _, day in days}) == len(days), days
    await account.writes(RAJ)
    await house.settled()
    await house.later(24 * 3600)
    before = alarms(house)
    await account.hears(RAJ)
    await account.disconnects()
    await house.settled()
    await house.later(5 * 3600)
    assert alarms(house) == before
