"""Every place, drawn from real rows, is under its bar; and so few taps lead where people are in a hurry."""

from typing import Any

import pytest

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


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_place_is_under_its_bar(house: House, language: str) -> None:
    anna = house.talk(language=language)
    known = await crowded(house, anna)

    def loaded(conn: Connection, place: str) -> tuple[Scene[Any], Voice]:
        conn.exec_driver_sql("UPDATE chat SET place = ?", (place,))
        desk = chats.desk(conn, anna.me.id, anna.me.id)
        assert desk is not None
        person, chat = desk
        return scenes.load(conn, person, chat, house.app.voices, int(house.tg.clock()))

    places = [place.format(**known) for place in STORED.split()]
    found = []
    for scene, voice in await house.app.db.write(lambda conn: [loaded(conn, place) for place in places]):
        screen = present(await scenes.counted(house.app.db, scene), voice).screen
        found.append(measured(scene.place.name, screen, voice))
    print(table(worst(found)))
    assert {one.name for one in found} >= {name for name in PLACES if not PLACES[name].hosts_only}
    beyond = {said for one in found if one.name not in TABLES for said in one.beyond(kind_of(one.name))}
    assert not beyond, "\n".join(sorted(beyond))
