"""Trouble with Telegram, over HTTP: what passes is tried again, what is permanent waits for the person."""

import asyncio
import itertools

import pytest
from sqlalchemy import Connection

from tests.fake import FakeTelegram, Person
from tests.flows.talk import House
from tests.reminders.reading import MONDAY, listed, says_late, starts_again, text_of
from tests.reminders.seeds import DAY, EVER, in_touch, manager

HOUR, MINUTE = 3600, 60


@pytest.mark.both_databases
async def test_what_passes_is_tried_again_and_only_a_lost_answer_makes_a_repeat(house: House, tg: FakeTelegram) -> None:
    house.troubled = True
    server, gateway, unsent, lost, flooded, spared = tg.crowd(range(1, 7))
    tg.fail(500, methods="sendMessage", chat=server.id)
    tg.fail(502, methods="sendMessage", chat=gateway.id, count=3)
    tg.drop(when="before", methods="sendMessage", chat=unsent.id)
    tg.drop(when="after", methods="sendMessage", chat=lost.id)
    tg.flood(methods="sendMessage", chat=flooded.id)

    def seed(conn: Connection) -> None:
        for number in range(1, 7):
            in_touch(conn, manager(conn, number, MONDAY, works=EVER), [("Ромашка", MONDAY), ("Север", MONDAY + HOUR)])

    await house.app.db.write(seed)
    await starts_again(house)
    assert len(spared.sends) == 1
    for _ in range(5):  # what Telegram asked for is waited out by a clock that never jumps
        await asyncio.sleep(1.05)
        await house.later(MINUTE)
        if gateway.sends:
            break
    sends = {person.id: len(person.sends) for person in (server, gateway, unsent, lost, flooded, spared)}
    assert sends == {1: 1, 2: 1, 3: 1, 4: 2, 5: 1, 6: 1}
    again = house.voices["ru"].say("reminder-again")
    assert [again in text_of(call) for call in lost.sends] == [False, True]
    # Nobody can tell a page of nginx's, or a connection that broke, from an answer that was lost.
    said = {person.id: again in text_of(person.sends[-1]) for person in (server, gateway, unsent, flooded, spared)}
    assert said == {1: False, 2: True, 3: True, 5: False, 6: False}
    assert house.row("SELECT count(*), count(DISTINCT notice_id) FROM reminder WHERE status = 'sent'") == (12, 6)
    await house.later(HOUR)
    assert len(tg.sends()) == 7


GONE = [
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't initiate conversation with a user",
    "bots can't send messages to bots",
    "bot was kicked from the supergroup chat",
    "bot is not a member of the channel chat",
    "the group chat was deleted",
]


async def test_who_cannot_be_written_to_is_left_alone_until_start_and_loses_nothing(
    house: House, tg: FakeTelegram
) -> None:
    """Permanent are the refusals that are listed, in Telegram's words; the others get theirs as if nothing were."""
    house.forgiven = "|".join(GONE)
    people = tg.crowd(range(1, len(GONE) + 1))
    (boris,) = tg.crowd([99])
    for person, words in zip(people, GONE, strict=True):
        person.room.refusal = words

    def seed(conn: Connection) -> None:
        for person in (*people, boris):
            in_touch(conn, manager(conn, person.id, MONDAY), [("Ромашка", MONDAY), ("Север", MONDAY + HOUR)])

    await house.app.db.write(seed)
    await starts_again(house)
    await house.later(3 * DAY)
    assert len(boris.sends) == 1
    assert [len(tg.made("sendMessage", person.id)) for person in people] == [1] * len(GONE)
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting' AND base_at < ?", MONDAY + DAY) == (
        2 * len(GONE),
    )
    assert house.row("SELECT count(*) FROM agenda WHERE gone_at IS NOT NULL") == (len(GONE),)

    back: Person = people[0]
    back.room.refusal = None
    await back.say("/start")
    await house.settled()
    brought = [call for call in back.sends if "Ромашка" in text_of(call)]
    assert len(brought) == 0  # Saturday
    await house.later(2 * DAY)
    (digest,) = [call for call in back.sends if "Ромашка" in text_of(call)]
    assert [name for _, name in listed(text_of(digest))] == ["Ромашка", "Север"]
    assert not says_late(text_of(digest), house.voices["ru"])  # it was not the bot that was away


async def test_any_other_refusal_is_tried_again_later_and_later(house: House, tg: FakeTelegram) -> None:
    house.forgiven, house.troubled = "not today", True
    (anna,) = tg.crowd([1])
    anna.room.refusal = "not today"
    await house.app.db.write(lambda conn: in_touch(conn, manager(conn, 1, MONDAY, works=EVER), [("Ромашка", MONDAY)]))
    await starts_again(house)
    await house.later(12 * HOUR)
    moments = sorted({call.when for call in tg.made("sendMessage", 1)})
    waits = [later - before for before, later in itertools.pairwise(moments) if later - before > 5]
    assert waits == sorted(waits)
    assert waits[0] < 120
    assert max(waits) <= HOUR + 2
    assert 10 < len(waits) < 25
    anna.room.refusal = None
    await house.later(HOUR + 2)
    (sent,) = anna.sends
    assert says_late(text_of(sent), house.voices["ru"])
    assert house.voices["ru"].say("reminder-again") not in text_of(sent)  # Telegram said that it didn't take it
