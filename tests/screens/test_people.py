"""The screens of people and invitations: what is promised of every screen, whatever somebody is called."""

from dataclasses import replace

import pytest

from bot.conversation.presenter import present
from bot.screens.people import link_card
from bot.telegram.callback import pack
from bot.viewmodels.access import Invitation, LinkPage, Member, PeoplePage
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene
from tests.protocol.walk import NOW, PERSON
from tests.screens.test_promises import _check
from tests.voices import VOICES

NAMES = ("Ольга", "Ж" * 64, "Anna-Maria von und zu", "\u202eолеВ", "<b>&")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_screen_keeps_what_is_promised(language: str) -> None:
    voice, person = VOICES[language], replace(PERSON, language=language, hosts=True)
    for name in NAMES:
        one = Member(2**62, name, NOW)
        links = tuple(Invitation(number, NOW + number * 86_400) for number in range(1, 7))
        people = PeoplePage((one,) * 6, 1, more=True, open_links=7, newest=2**62)
        models: dict[str, tuple[object, object]] = {
            "people": (PeoplePage((), 0, more=False, open_links=0, newest=0), people),
            "links": (LinkPage((), 0, more=False), LinkPage(links, 1, more=True)),
            "more": (None, None),
        }
        for place in ("people", "member:7", "dismiss:7", "dismiss:7.sure", "links", "more"):
            for model in models.get(place, (None, one)):
                scene = Scene(person=person, place=Place.read(place), notice=None, drawn_at=NOW, model=model)
                screen = present(scene, voice).screen
                if name == NAMES[0]:
                    _check(place, screen, language)
                assert len(screen.text) <= 350, screen.text
    card = link_card(voice, "https://t.me/" + "b" * 32 + "?start=i_" + "A" * 22, NOW, "Europe/Moscow")
    assert len(card.text) <= 350
    assert not [button for row in card.rows for button in row if hasattr(button.action, "to")]


def test_the_day_somebody_came_has_its_year_where_that_is_another_one() -> None:
    for came, said in ((NOW, "Здесь с 27 ноября."), (NOW - 365 * 86_400, "Здесь с 27 ноября 2024.")):
        one = Member(7, "Ольга", came)
        scene = Scene(
            person=replace(PERSON, hosts=True), place=Place.read("member:7"), notice=None, drawn_at=NOW, model=one
        )
        assert said in present(scene, VOICES["ru"]).screen.text


def test_only_who_invites_is_offered_people() -> None:
    for hosts in (True, False):
        scene = Scene(person=replace(PERSON, hosts=hosts), place=Place("more"), notice=None, drawn_at=NOW, model=None)
        found = [pack(b.action) for row in present(scene, VOICES["ru"]).screen.rows for b in row]  # type: ignore[arg-type]
        assert ("p|people|" in found) == hosts
