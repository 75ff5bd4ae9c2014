"""Every place, drawn from real rows, is under its bar; and so few taps lead where people are in a hurry."""

from typing import Any

from bot.conversation import scenes
from bot.conversation.places import PLACES
from bot.conversation.presenter import present
from bot.protocol.engine.tables import TABLES
from bot.store.database.unit_of_work import Connection
from bot.store.queries import chats
from bot.viewmodels.scene import Scene, Voice
from tests.flows.talk import House, Talk
from tests.flows.test_places import STORED, story
from tests.screens.bars import measured, table, worst

MANY = (
    *("Авангард", "Берёзка", "Вектор", "Горизонт", "Дельфин", "Ельник", "Жемчуг", "Заря", "Искра", "Каскад"),
    *("Маяк", "Нептун", "Олимп", "Парус", "Радуга"),
)
"""Clients beside those of the story: more than any list has on a page."""
READ_WHILE_ASKED = frozenset({"prep", "ask", "search", "checked", "preview"})
"""Places with a card or a list to read, where something may be typed as well."""


def kind_of(name: str) -> str:
    """Which bars the place's screen has."""
    if name == "client":
        return "client"
    return "question" if PLACES[name].asks and name not in READ_WHILE_ASKED else "card"


async def crowded(house: House, anna: Talk) -> dict[str, object]:
    """The story of all places, told by somebody who has many clients, and of whom one may invite others."""
    known = await story(house, anna)
    for name in MANY:
        await anna.begins(f"ООО «{name} и сыновья», Казань")
        await anna.taps("8")
        await anna.behaves("blames")
        await anna.fears("boss")
        await anna.picks("next_week")
        await anna.picks("tomorrow")
    assert house.row("SELECT count(*) FROM client") == (len(MANY) + 2,)
    return known


async def test_every_place_is_under_its_bar(house: House, anna: Talk) -> None:
    """In both languages, of the same rows."""
    known = await crowded(house, anna)
    places = [place.format(**known) for place in STORED.split()]

    def loaded(conn: Connection, place: str, language: str) -> tuple[Scene[Any], Voice]:
        conn.exec_driver_sql("UPDATE chat SET place = ?", (place,))
        conn.exec_driver_sql("UPDATE person SET language = ?", (language,))
        desk = chats.desk(conn, anna.me.id, anna.me.id)
        assert desk is not None
        person, chat = desk
        return scenes.load(conn, person, chat, house.app.voices, int(house.tg.clock()))

    def every(conn: Connection) -> list[tuple[Scene[Any], Voice]]:
        return [loaded(conn, place, language) for place in places for language in house.voices]

    found = []
    for scene, voice in await house.app.db.write(every):
        screen = present(await scenes.counted(house.app.db, scene), voice).screen
        found.append(measured(scene.place.name, screen, voice))
    print(table(worst(found)))
    assert {one.name for one in found} >= {name for name in PLACES if not PLACES[name].hosts_only}
    beyond = {said for one in found if one.name not in TABLES for said in one.beyond(kind_of(one.name))}
    assert not beyond, "\n".join(sorted(beyond))


async def test_so_few_taps_lead_where_people_are_in_a_hurry(house: House, somebody: Talk) -> None:
    """From the first question to the saved summary 5 with a known client, a contact 2, an answer to a reminder 1."""
    await house.remind()
    await somebody.finishes_short()
    await somebody.hits("summary-o-done")
    await somebody.hits("menu-debrief")

    began = len(house.tg.taps)
    await somebody.taps("Ромашка")
    await somebody.taps("5")
    await somebody.behaves("blames")
    await somebody.fears("ignorant")
    await somebody.picks("tomorrow")
    assert somebody.sees("summary-title", client="Ромашка")
    assert house.row("SELECT count(*) FROM outcome") == (2,)
    assert len(house.tg.taps) - began == 5

    began = len(house.tg.taps)
    await somebody.says("/touch")
    await somebody.taps("Ромашка")
    assert house.row("SELECT count(*) FROM touch WHERE kind = 'logged'") == (1,)
    assert len(house.tg.taps) - began + 1 == 2  # with the command

    await house.later(24 * 3600)
    began = len(house.tg.taps)
    await somebody.presses("reminder-o-wrote")
    assert house.row("SELECT count(*) FROM touch WHERE kind = 'followup'") == (1,)
    assert len(house.tg.taps) - began == 1


async def test_more_of_a_summary_leads_to_all_that_it_no_longer_shows(anna: Talk) -> None:
    """News, the honest line, time, cadence, the check, the address, what was passed over, step by step; and back."""
    run = await anna.finishes_short()
    draft = anna.draft
    assert draft is not None
    await anna.hits("btn-more", times=2)
    assert anna.place == f"extras:{run}"
    assert anna.draft is not None
    assert anna.draft.id == draft.id  # it stays where it is, under the second view
    await anna.hits("summary-news-none")
    assert anna.place == f"debrief:{run}"
    for key, sees in (
        ("summary-o-honest", "step-honest-q"),
        ("step-next_contact-o-change", "step-next_contact-q"),
        ("step-address-name", "summary-address_prompt"),
    ):
        await anna.hits("btn-more")
        await anna.hits(key)
        assert anna.sees(sees), key
        await anna.hits("btn-back")
        assert anna.sees("summary-title", client="Ромашка"), key
    await anna.hits("btn-more")
    await anna.hits("btn-step_by_step")
    assert anna.asks("i_am_ok")  # what never came is asked in order, and what was answered isn't again
    for step in ("i_am_ok", "you_are_ok", "facts", "polite", "evidence"):
        assert anna.asks(step)
        await anna.hits("btn-skip")
    await anna.picks("next")
    assert anna.asks("honest")
    await anna.hits("btn-skip")
    assert anna.asks("tension_after")
    await anna.taps("3")
    assert anna.sees("step-tension_after-ack-down", before="5", after="3")
    await anna.hits("btn-more")
    assert anna.say("btn-step_by_step") not in anna.labels  # nothing of it is left
    await anna.hits("btn-back")
    await anna.hits("summary-o-done")
    await anna.forges(f"p|extras|{run}")
    assert anna.sees("menu-title")


async def test_words_at_more_are_read_as_at_the_summary(anna: Talk) -> None:
    run = await anna.finishes_short()
    await anna.hits("btn-more")
    await anna.says("послезавтра в 11")
    assert anna.place == f"debrief:{run}"
    assert "11:00" in anna.screen.text


async def test_more_of_a_debrief_that_isnt_at_its_end_is_an_old_button(anna: Talk) -> None:
    run = await anna.begins()
    await anna.forges(f"p|extras|{run}")
    assert anna.asks("tension_before")
    await anna.forges("p|extras|999")
    assert anna.asks("tension_before")
