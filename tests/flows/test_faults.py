"""Trouble between the bot and Telegram in the middle of a debrief, restarts, and debriefs that were left open."""

import asyncio

import pytest

from bot.workers.stale_runs import close_stale
from tests.fake import FakeTelegram
from tests.flows.talk import House, Talk

HOURS = 3600


@pytest.fixture
def somebody(house: House) -> Talk:
    """One language will do: what is looked at here is no wording."""
    return house.talk()


@pytest.mark.both_databases
async def test_flood_control_and_server_errors_delay_and_lose_nothing(
    house: House, tg: FakeTelegram, somebody: Talk
) -> None:
    house.troubled = True
    await somebody.begins()
    tg.flood(retry_after=1)
    await somebody.taps("5")
    assert somebody.asks("behaviour")
    tg.fail(500)
    await somebody.behaves()
    tg.fail(502, count=1, methods="sendMessage")
    sent = len(somebody.me.sends)
    await somebody.says("он кричал")
    assert len(somebody.me.sends) == sent + 1
    tg.drop(count=1, when="before", methods="editMessageText")
    await somebody.fears()
    assert somebody.asks("next_contact")
    tg.flood(retry_after=1, methods="answerCallbackQuery")
    await somebody.picks("tomorrow", times=3)
    assert somebody.sees("summary-title", client="Ромашка")
    assert len([one for one in somebody.me.messages if one.text == getattr(somebody.draft, "text", None)]) == 1
    for table in ("client", "outcome", "promise", "touch"):
        assert house.row(f"SELECT count(*) FROM {table}") == (1,), table  # noqa: S608 - one of four words


async def test_an_answer_lost_on_its_way_repeats_one_message_at_most(
    house: House, tg: FakeTelegram, anna: Talk
) -> None:
    """Telegram took the send, but the connection broke before it said so: the only repeat that there may be."""
    house.troubled = True
    await anna.begins()
    sent = len(anna.me.sends)
    tg.drop(count=1, when="after", methods="sendMessage")
    await anna.me.say("/help")
    await house.settled(anna.me.id)
    assert len(anna.me.sends) <= sent + 2
    assert anna.sees("help-text")
    tg.drop(count=1, when="after", methods="getUpdates")
    await anna.me.tap(next(label for label in anna.labels if "Ромашка" in label))  # on either of the two
    await house.settled(anna.me.id)
    assert anna.asks("tension_before")


async def test_a_person_who_blocks_the_bot_and_comes_back(
    house: House, tg: FakeTelegram, somebody: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    house.forgiven = "bot was blocked by the user"
    await somebody.begins()
    tap = await somebody.me.tap_data(somebody.buttons[2]["callback_data"], somebody.screen.id)
    await somebody.me.block()
    await house.settled()
    assert tap.answered or len(tg.refused()) <= 2
    refused = len(tg.refused())
    assert refused <= 2
    await asyncio.sleep(0.2)
    assert len(tg.refused()) == refused  # no storm
    await house.stop()
    await house.start()
    await house.settled()
    assert len(tg.refused()) <= refused + 1
    await somebody.me.unblock()
    await somebody.says("/start")
    await somebody.resumes("Ромашка")
    assert somebody.asks("behaviour")
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]


async def test_a_second_start_offers_the_client_and_goes_on_in_the_same_screen(house: House, somebody: Talk) -> None:
    await somebody.finishes_short()
    await somebody.hits("summary-o-done")
    await somebody.hits("menu-debrief")
    sent, screen = len(somebody.me.sends), somebody.screen.id
    await house.stop()
    await house.start()
    await house.settled()
    assert len(somebody.me.sends) == sent  # nothing was owed
    await somebody.taps("Ромашка")
    assert somebody.sees("step-client-ack-known", client="Ромашка")
    assert somebody.screen.id == screen
    assert len(somebody.me.sends) == sent


@pytest.mark.both_databases
async def test_updates_from_while_it_was_down_are_handled_in_order(house: House, somebody: Talk) -> None:
    await somebody.says("/start")
    await house.stop()
    await somebody.me.say(somebody.say("menu-debrief"))
    await somebody.me.say("Ромашка")
    await somebody.me.say("7")
    await house.start()
    await somebody.done()
    assert somebody.asks("behaviour")
    assert somebody.sees("opener-high-1", n="7")


async def test_an_owed_screen_is_shown_once(house: House, tg: FakeTelegram, somebody: Talk) -> None:
    house.troubled = True
    await somebody.begins()
    tg.fail(500, count=None, methods="send.*|edit.*")
    await somebody.me.say("/help")
    await house.until("SELECT shown < revision FROM chat")
    await house.stop(0)
    revision, shown = house.row("SELECT revision, shown FROM chat")
    assert shown < revision
    tg.clear_faults()
    sent = len(somebody.me.sends)
    for _ in range(2):
        await house.start()
        await somebody.done()
        assert somebody.sees("help-text")
        assert len(somebody.me.sends) == sent + 1
        await house.stop()
    await house.start()
    await somebody.resumes("Ромашка")
    assert somebody.asks("tension_before")


@pytest.mark.both_databases
async def test_after_twelve_hours_it_is_closed_with_what_it_has(house: House, tg: FakeTelegram, somebody: Talk) -> None:
    run = await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.fears()
    old = [button["callback_data"] for button in somebody.buttons]
    screen = somebody.screen.id
    tg.advance(12 * HOURS - 60)
    assert await house.app.db.write(lambda conn: close_stale(conn, house.voices, int(tg.clock()))) == 0
    tg.advance(120)
    assert await house.app.db.write(lambda conn: close_stale(conn, house.voices, int(tg.clock()))) == 1
    assert house.row("SELECT status FROM run WHERE id = ?", run) == ("closed",)
    assert house.row("SELECT fear, next_contact_at FROM outcome WHERE run_id = ?", run) == ("deceived", None)
    for data in old:
        await somebody.forges(data, screen)
        assert somebody.sees("error-closed_run") or somebody.sees("menu-title")
        assert somebody.sees("menu-title")
    assert house.row("SELECT count(*) FROM promise") == (0,)
    await somebody.says("и ещё он сказал про деньги")  # out of the blue now
    assert somebody.sees("start-out_of_blue")


async def test_one_with_nothing_in_it_leaves_no_trace(house: House, tg: FakeTelegram, somebody: Talk) -> None:
    await somebody.says("/debrief")
    tg.advance(13 * HOURS)
    await house.app.db.write(lambda conn: close_stale(conn, house.voices, int(tg.clock())))
    assert house.rows("SELECT * FROM run") == []
    await somebody.hits("btn-step_by_step")
    assert somebody.sees("menu-title")
    await somebody.hits("menu-debrief")
    assert somebody.asks("client")


async def test_a_button_with_a_time_that_has_passed(house: House, tg: FakeTelegram, somebody: Talk) -> None:
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.fears()
    tg.advance(4 * HOURS)
    await somebody.picks("two_hours")
    assert somebody.sees("step-next_contact-past")
    assert somebody.asks("next_contact")
    await somebody.picks("tomorrow")
    assert house.row("SELECT count(*) FROM promise") == (1,)


async def test_a_tap_that_is_answered_too_late(house: House, tg: FakeTelegram, somebody: Talk) -> None:
    house.forgiven = "query is too old"
    await somebody.begins()
    await house.stop()
    await somebody.me.tap("5", somebody.screen)
    tg.advance(60)
    await house.start()
    await somebody.done()
    assert somebody.asks("behaviour")


async def test_ids_of_updates_that_start_anew_after_an_idle_week(tg: FakeTelegram, anna: Talk) -> None:
    await anna.begins()
    tg.advance(8 * 24 * HOURS)
    tg.next_update_id = 500
    await anna.taps("5")
    assert anna.asks("behaviour")
