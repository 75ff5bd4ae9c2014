"""What helps: counted in one text, and in pictures that come with the screen under them (protocol, section 10)."""

import pytest

from tests.fake import Msg
from tests.flows.talk import House, Talk

# The counts on either database are tests/store/test_insights.py; here it is what a person sees.
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


def photos(anna: Talk) -> list[Msg]:
    """The pictures in the chat, the oldest first."""
    return [message for message in anna.me.messages if "photo" in message.json]


async def test_of_nothing_it_says_kindly_what_will_be_here(house: House, somebody: Talk) -> None:
    await somebody.says("/start")
    await somebody.hits("menu-more")
    await somebody.hits("menu-insights")
    assert somebody.sees("error-no_insights")
    assert somebody.place == "insights:0.90"
    await somebody.hits("insights-o-who")
    assert somebody.sees("error-no_clients")
    await somebody.hits("btn-back")
    for kind in ("tension", "silence"):
        await somebody.forges(f"p|picture|{kind}.0.90")
        assert somebody.sees(f"insights-empty-{kind}")
    assert photos(somebody) == []
    assert house.app.charts.studio.pid is None


async def test_a_picture_comes_once_with_its_reading_and_the_screen_under_it(house: House, anna: Talk) -> None:
    await anna.finishes_short("Ромашка", tension=8)
    await anna.says("/insights")
    assert anna.sees("insights-tension_before", before="8", count="1")
    await anna.hits("insights-o-days_365")
    await anna.hits("insights-o-days_30")
    assert anna.place == "insights:0.30"
    tap = await anna.hits("insights-o-tension", times=3)
    (photo,) = photos(anna)
    assert photo.text == "Напряжение в среднем: на звонке 8 (отметок: 1)."
    assert photo.labels == []
    assert photo.json["photo"][-1]["width"] == 1080
    assert tap.text in {"", anna.say("insights-drawing")}
    assert anna.screen.id > photo.id
    assert anna.sees("insights-title")
    assert anna.place == "insights:0.30"

    # One client: from the list, and back to all.
    await anna.hits("insights-o-who")
    await anna.taps("Ромашка")
    assert anna.place == "insights:1.30"
    assert "Ромашка" in anna.screen.text
    await anna.hits("btn-back")
    await anna.hits("btn-more")
    await anna.hits("menu-insights")
    assert anna.place == "insights:1.90"
    await anna.hits("insights-o-fears")
    assert photos(anna)[-1].text.startswith("Чаще всего: Уже обманывали.")
    await anna.hits("insights-o-phrases")
    assert anna.sees("insights-empty-phrases")
    assert len(photos(anna)) == 2

    # A picture that Telegram doesn't take: its reading comes as a text.
    house.forgiven, house.troubled = "IMAGE_PROCESS_FAILED", True
    house.app.lanes.picture(anna.me.id, b"no picture", "Сдержано 3 из 4.")
    await house.settled()
    assert anna.me.screen == "Сдержано 3 из 4."
    assert len(photos(anna)) == 2


async def test_who_went_on_is_not_shown_the_picture_any_more(house: House, anna: Talk) -> None:
    """The client is shouting meanwhile, say."""
    await anna.finishes_short("Ромашка")
    await anna.says("/insights")
    studio = house.app.charts.studio
    async with studio._turn:
        await anna.me.tap(anna.say("insights-o-tension"), anna.screen)
        await house.until("SELECT count(*) FROM chat WHERE place = 'insights:0.90'")
        await anna.me.say("/sos")
        await house.until("SELECT count(*) FROM chat WHERE place = 'sos'")
    await anna.done()
    assert photos(anna) == []
    assert anna.place == "sos"


async def test_a_picture_that_cannot_be_drawn_is_told(house: House, anna: Talk) -> None:
    house.troubled = True
    await anna.finishes_short("Ромашка")
    await anna.says("/insights")
    house.app.charts.studio._most = 0
    await anna.hits("insights-o-tension")
    assert anna.sees("insights-undrawn")
    assert photos(anna) == []


async def test_nothing_is_told_of_anothers_clients(house: House, anna: Talk) -> None:
    """Nor of what there is not: the present screen stands."""
    other = house.talk(1002, "Eva")
    await anna.finishes_short("Ромашка")
    await other.finishes_short("Чужой")
    await anna.says("/insights")
    before = anna.screen.text
    for data in ("insights|2.90", "picture|tension.2.90", "insightswho|2.90/0", "picture|nonsense.0.90", "picture|"):
        await anna.forges(f"p|{data}")
        assert (anna.screen.text, anna.place) == (before, "insights:0.90"), data
    assert photos(anna) == []


async def test_after_a_restart_the_screen_that_is_owed_is_counted_again(house: House, anna: Talk) -> None:
    await anna.finishes_short("Ромашка")
    await anna.says("/insights")
    await house.stop()
    house.change("UPDATE chat SET revision = revision + 1, anew_at = revision + 1")
    await house.start()
    await anna.done()
    assert anna.sees("insights-tension_before", before="5", count="1")
