"""A reminder that is decided about while a message with it is on its way: what the person chose holds (R2)."""

import asyncio

import pytest
from sqlalchemy import Connection

from tests.fake import FakeTelegram
from tests.flows.talk import House
from tests.kill.seeds import Sown, admit, sow


@pytest.mark.both_databases
async def test_what_is_chosen_while_a_repeat_is_on_its_way_holds(tg: FakeTelegram, house: House) -> None:
    """The first copy came but its answer was lost; the second is under way when a button of the first is tapped."""
    house.troubled = True
    people = {"hour": house.talk(1001), "needless": house.talk(1002, "Boris")}
    now = int(tg.clock())

    def seed(conn: Connection) -> dict[str, Sown]:
        return {
            deed: sow(conn, admit(conn, talk.me.starts().id, "ru", now), "Ромашка", now, now)
            for deed, talk in people.items()
        }

    sown = await house.app.db.write(seed)
    tg.drop(count=2, when="after", methods="sendMessage")
    await house.remind()
    first = {deed: talk.me.messages[-1] for deed, talk in people.items()}
    tg.delay(0.4, count=2, methods="sendMessage")
    tg.advance(5)
    house.app.delivery.wake(0)
    async with asyncio.timeout(5):
        while len(tg.under_way()) < 2:  # noqa: ASYNC110 - asks as an onlooker would
            await asyncio.sleep(0.005)
    for deed, talk in people.items():
        await talk.me.tap_data(f"p|{deed}|{sown[deed].id}", first[deed].id)
    await house.settled()

    stands = {deed: house.row("SELECT status, done FROM reminder WHERE id = ?", sown[deed].id) for deed in people}
    assert stands == {"hour": ("waiting", "hour"), "needless": ("dropped", "not_needed")}
    due = house.row("SELECT due_at FROM reminder WHERE id = ?", sown["hour"].id)[0]
    assert due >= now + 3600
    for deed, word in (("hour", "moved"), ("needless", "not_needed")):
        copies = [one for one in people[deed].me.messages if "Ромашка" in one.text]
        assert len(copies) == 2
        said = people[deed].say(f"reminder-did-{word}", client="Ромашка", time="@").split("@")[0]
        assert said in copies[1].text, copies[1].text
        assert f"p|hour|{sown['needless'].id}" not in str(copies[1].rows)
