"""What came due while nothing ran: one message a person, the oldest first, when they work (protocol, section 8)."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from bot.store.queries import delivery_queue
from bot.telegram.pace import Pace
from bot.timeparse.schedule import at_wall, local
from bot.viewmodels.paging import DIGEST_ON_PAGE
from tests.fake import FakeTelegram
from tests.flows.talk import House
from tests.program import NOON
from tests.reminders.reading import MONDAY, known, listed, says_late, starts_again, text_of
from tests.reminders.seeds import DAY, EVER, MOSCOW, OFFICE, in_touch, manager, promised

HOUR, MINUTE = 3600, 60


async def test_500_of_40_people_come_as_one_message_each_the_oldest_first(
    house: House, tg: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At Telegram's own pace and limits; nobody worked on it from Monday morning to Wednesday noon."""
    monkeypatch.setattr("tests.flows.talk.QUICK", Pace())
    tg.enforce()
    people = tg.crowd(range(1, 41))
    chance = random.Random(500)
    owners = [*range(40), *(chance.randrange(40) for _ in range(460))]
    moments = chance.sample([MONDAY + day * DAY + minute * MINUTE for day in (0, 1) for minute in range(540)], k=500)
    dues = [[(f"К{n}", at) for n, at in enumerate(moments) if owners[n] == number] for number in range(40)]

    def seed(conn: Connection) -> None:
        for person, due in zip(people, dues, strict=True):
            language = "en" if person.id % 4 == 0 else "ru"
            in_touch(conn, manager(conn, person.id, MONDAY, language=language), due)

    await house.app.db.write(seed)
    began = len(tg.calls)
    await starts_again(house)

    seconds = max(call.at for call in tg.sends()) - tg.calls[began].at
    print(f"40 people had their messages within {seconds:.1f} s")
    assert seconds < 60
    assert tg.paced == []
    for person, due in zip(people, dues, strict=True):
        (sent,) = person.sends
        assert says_late(text_of(sent), house.voices["en" if person.id % 4 == 0 else "ru"]), text_of(sent)
        oldest = [name for name, _ in sorted(due, key=lambda one: one[1])]
        if len(oldest) > 1:
            assert listed(text_of(sent)) == [*enumerate(oldest[:DIGEST_ON_PAGE], start=1)]
        else:
            assert oldest[0] in text_of(sent)
    # Each in one message, each client's next one planned, nothing lost on the way.
    assert house.row("SELECT count(*), count(DISTINCT notice_id) FROM reminder WHERE status = 'sent'") == (500, 40)
    ahead = house.rows("SELECT client_id FROM reminder WHERE status = 'waiting' AND due_at > ?", int(tg.clock()))
    assert len(ahead) == len(set(ahead)) == 500
    assert house.row("SELECT count(*) FROM reminder") == (1000,)
    await house.later(HOUR)
    assert len(tg.sends()) == 40


@pytest.mark.both_databases
async def test_out_of_hours_they_wait_for_work_to_begin_and_only_what_was_missed_is_late(
    house: House, tg: FakeTelegram
) -> None:
    """Down from noon to 21:20: one was due at 15:00, one at 20:00 when nothing comes anyway, one promise at 21:15."""
    late, held, own_time, missed = tg.crowd((1, 2, 3, 4))
    noon = int(NOON.timestamp())

    def seed(conn: Connection) -> None:
        in_touch(conn, manager(conn, late.id, noon), [("Ромашка", noon + 3 * HOUR)])
        in_touch(conn, manager(conn, held.id, noon), [("Ромашка", noon + 8 * HOUR)])
        night = manager(conn, own_time.id, noon)
        promised(conn, night, "Север", noon + 9 * HOUR + 15 * MINUTE)
        in_touch(conn, night, [("Ромашка", noon + 8 * HOUR)])
        promised(conn, manager(conn, missed.id, noon), "Север", noon + 3 * HOUR)

    await house.app.db.write(seed)
    await starts_again(house, after=9 * HOUR + 20 * MINUTE)
    (at_night,) = tg.sends()
    assert at_night.chat == own_time.id
    assert "Север" in text_of(at_night)
    assert "Ромашка" not in text_of(at_night)
    assert not says_late(text_of(at_night), house.voices["ru"])
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting' AND base_at < ?", int(tg.clock())) == (4,)

    await house.later(14 * HOUR)
    morning = tg.sends()[1:]
    assert {call.chat: says_late(text_of(call), house.voices["ru"]) for call in morning} == {
        late.id: True,
        held.id: False,
        own_time.id: False,
        missed.id: True,
    }
    ten = at_wall((NOON + timedelta(days=1)).date(), 600, MOSCOW)
    assert all(0 <= call.when - ten <= 60 for call in morning)


ZONES = [
    # zone, hours and days, the wall at which it comes after the start at Wednesday noon of Moscow
    (MOSCOW, OFFICE, "2026-03-04 12:00"),
    ("Asia/Kolkata", OFFICE, "2026-03-04 14:30"),
    ("Asia/Vladivostok", OFFICE, "2026-03-05 10:00"),  # work ended this very minute
    ("Europe/London", OFFICE, "2026-03-04 10:00"),
    ("America/New_York", OFFICE, "2026-03-04 10:00"),
    ("Pacific/Auckland", (540, 1020, 0b0011111), "2026-03-05 09:00"),
    (MOSCOW, (600, 1140, 0b1100000), "2026-03-07 10:00"),  # works at weekends only
    ("America/Los_Angeles", EVER, "2026-03-04 01:00"),
]


async def test_each_gets_theirs_in_their_own_working_time(house: House, tg: FakeTelegram) -> None:
    people = tg.crowd(range(1, len(ZONES) + 1))

    def seed(conn: Connection) -> None:
        for person, (zone, works, _) in zip(people, ZONES, strict=True):
            due = [(f"К{n}", MONDAY - 7 * DAY + n * HOUR) for n in range(3)]
            in_touch(conn, manager(conn, person.id, MONDAY, zone=zone, works=works), due)

    await house.app.db.write(seed)
    await starts_again(house)
    await house.later(3 * DAY)
    came = [local(call.when, zone) for person, (zone, _, _) in zip(people, ZONES, strict=True) for call in person.sends]
    assert [f"{at:%Y-%m-%d %H:%M}" for at in came] == [wall for _, _, wall in ZONES]
    assert all(says_late(text_of(call), house.voices["ru"]) for call in tg.sends())
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'sent'") == (3 * len(ZONES),)


async def test_who_paused_everything_gets_it_afterwards_and_not_as_late(house: House, tg: FakeTelegram) -> None:
    """Away until Friday, while the bot was down as well."""
    (anna,) = tg.crowd([1])
    friday = int(datetime(2026, 3, 6, 10, 0, tzinfo=ZoneInfo(MOSCOW)).timestamp())

    def seed(conn: Connection) -> None:
        person = manager(conn, anna.id, MONDAY)
        delivery_queue.pause(conn, person.id, friday, MONDAY)
        in_touch(conn, person, [(f"К{n}", MONDAY + n * HOUR) for n in range(5)])
        promised(conn, person, "Север", MONDAY + 6 * HOUR)

    await house.app.db.write(seed)
    await starts_again(house)
    await house.later(DAY)
    assert tg.sends() == []
    await house.later(DAY)
    (digest,) = tg.sends()
    assert 0 <= digest.when - friday <= 60
    assert len(listed(text_of(digest))) == DIGEST_ON_PAGE
    assert not says_late(text_of(digest), house.voices["ru"])


async def test_several_hundred_of_one_person_are_one_message_to_turn_the_pages_of(
    house: House, tg: FakeTelegram
) -> None:
    anna = house.talk()
    await anna.says("/start")
    names = [f"Клиент-с-довольно-длинным-именем-и-номером-{n:03}" for n in range(300)]
    await house.app.db.write(
        lambda conn: in_touch(
            conn, known(conn, anna.me.id), [(name, MONDAY + n * MINUTE) for n, name in enumerate(names)]
        )
    )
    sent = len(tg.sends())
    await starts_again(house)
    assert len(tg.sends()) == sent + 1
    digest = anna.me.messages[-1]
    seen = [name for _, name in listed(digest.text)]
    pages = 1
    while "→" in digest.labels:
        await anna.me.tap("→", digest)
        await house.settled()
        seen += [name for _, name in listed(digest.text)]
        pages += 1
        assert len(digest.text) < 4096
    assert seen == names
    assert pages == 60
    assert "←" in digest.labels
    await anna.me.tap("←", digest)
    await house.settled()
    first = (pages - 2) * DIGEST_ON_PAGE
    assert listed(digest.text)[0] == (first + 1, names[first])
    assert len(tg.sends()) == sent + 1
