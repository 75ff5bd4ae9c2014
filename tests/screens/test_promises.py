"""What is promised of every screen, in both languages: its length, its point, its buttons, its wording."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.conversation.places import row_of
from bot.conversation.presenter import present
from bot.protocol.engine.run import Run
from bot.protocol.engine.typed_answers import length
from bot.telegram.callback import pack
from bot.viewmodels.contacts import ClientChoice
from bot.viewmodels.place import Place
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene, Waiting
from bot.viewmodels.screen import Copy, Link, PlaceTap, RunTap, Screen, View
from tests.protocol.test_paths import walked
from tests.protocol.walk import NOW, PERSON, RULES, RUN, Walker, client, fresh, where
from tests.voices import VOICES
from tests.wording import gendered, untidy

POINTS = {"P1", "P2a", "P2b", "P3", "R1", "R2", "X", "—"}
PLACES = (
    "menu",
    "start",
    "help",
    "settings",
    "language",
    "zone",
    "hours",
    "days",
    "holidays",
    "digest",
    "insights:0.90",
    "insights:1.365",
    "insightswho:0.30/0",
    f"stopped:{RUN}",
    f"delete:{RUN}",
)
QUESTION, CARD, HELP = 350, 700, 1400


def model_of(name: str, run: Run) -> object:
    """What the screen of that place is drawn from, where little is known."""
    if row_of(Place(name)).of_run:
        return RunView(id=RUN, run=run)
    return ClientChoice() if name == "insightswho" else None


def views(language: str) -> Iterator[tuple[str, View]]:
    """Every view of the path space, and of every place beside it."""
    walker = Walker(language)
    for run in (*walked(), *walked(detailed=True)[::3]):
        yield where(run), walker.view(run)
    for person in (PERSON, replace(PERSON, detailed=True, schedule_confirmed=False, debriefs=4)):
        for waiting in ((), (Waiting(9, "Ромашка", NOW),), (Waiting(9, None, NOW),)):
            for place in (*PLACES, f"found:{RUN}"):
                run = fresh()
                at = Place.read(place)
                if place == "zone" and waiting:
                    at = Place("zone", "Europe/Moscow,Etc/GMT-5")
                scene = Scene(
                    person=replace(person, language=language),
                    place=at,
                    notice=None,
                    drawn_at=NOW,
                    model=model_of(at.name, run),
                    waiting=waiting,
                )
                yield place, present(scene, VOICES[language])


def screens(view: View) -> tuple[Screen, ...]:
    """The screens of a view."""
    return tuple(screen for screen in (view.screen, view.draft, view.greeting) if screen is not None)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_screen_keeps_what_is_promised(language: str) -> None:
    seen = set()
    for name, view in views(language):
        for screen in screens(view):
            key = (name, screen.text, tuple(button.label for row in screen.rows for button in row))
            if key in seen:
                continue
            seen.add(key)
            _check(name, screen, language)
        assert len(view.screen.text) <= (HELP if name == "help" else CARD), (name, view.screen.text)
    assert len(seen) > 120


def _check(name: str, screen: Screen, language: str) -> None:
    assert screen.point in POINTS, name
    assert screen.text.strip() == screen.text, (name, screen.text)
    assert not re.search(r"\n{3,}|\{|\}| {2}", screen.text), (name, screen.text)
    assert length(screen.text) <= 4096
    for span in screen.spans:
        assert 0 <= span.start < span.end <= len(screen.text)
    for row in screen.rows:
        assert 1 <= len(row) <= 8, name
        for button in row:
            _button(name, button.label, button.action)
    for line in screen.text.splitlines():
        assert not (language == "ru" and gendered(line)), (name, line)
        assert not untidy(line, language), (name, line)


def _button(name: str, label: str, action: object) -> None:
    assert label.strip(), name
    assert len(label) <= 45, (name, label)
    if isinstance(action, (RunTap, PlaceTap)):
        assert len(pack(action).encode()) <= 64, (name, action)
    elif isinstance(action, Copy):
        assert 0 < length(action.text) <= 256, (name, action)
        assert not re.search(r"[\[\]{}…]", action.text), (name, action)
    else:
        assert isinstance(action, Link)
        assert action.url.startswith("tg://resolve?"), (name, action)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_question_with_its_hint_fits_a_glance(language: str) -> None:
    """At most 350 characters from the dots down, acknowledgements and cards above them aside (protocol, section 2)."""
    walker = Walker(language)
    asked = set()
    for run in (*walked(), *walked(detailed=True)[::3]):
        view = walker.view(run).screen
        if "○" not in view.text and "●" not in view.text:
            continue
        question = re.split(r"●[ ●○]*", view.text)[-1]
        asked.add(where(run))
        assert len(question) <= QUESTION, (where(run), question)
    assert len(asked) > 15


def test_own_words_are_cut_on_a_card_and_whole_in_full() -> None:
    walker = Walker()
    run = walker.press(fresh(), "client", "c12")
    run = walker.said(run, "слово " * 600)
    run = replace(run, detailed_from="client")
    for step, option in (("tension_before", "5"), ("i_am_ok", "skip"), ("you_are_ok", "skip"), ("behaviour", "blames")):
        run = walker.press(run, step, option)
    assert where(run) == "facts"
    card = walker.view(run).screen
    assert "…" in card.text
    assert len(card.text) < CARD
    pages = []
    while any(tap.option == f"page{run.page + 1}" for tap in walker.taps(run)):
        run = walker.press(run, "facts", f"page{run.page + 1}")
        pages.append(walker.view(run).screen.text)
    assert sum(page.count("слово") for page in pages) == 600


def test_people_threatened_lead_at_once_to_safety_and_to_no_phrase() -> None:
    walker = Walker()
    for run in walked():
        if "threat_people" in run.picks("behaviour"):
            view = walker.view(run)
            if run.answer("safety") is None and not run.opened:
                assert where(run) == "safety"
                assert "112" in view.screen.text
            assert view.draft is None
            assert not any(isinstance(button.action, Copy) for row in view.screen.rows for button in row)


def test_above_seven_the_next_screen_begins_with_a_breath() -> None:
    walker = Walker()
    for tension, said in ((8, "opener-high"), (2, "opener-low")):
        run = walker.press(walker.press(fresh(), "client", "c12"), "tension_before", str(tension))
        opener = walker.voice.texts.turn(said, run.turn, n=str(tension))
        assert walker.view(run).screen.text.startswith(opener)


def test_the_fear_screen_orders_fears_by_the_behaviour() -> None:
    walker = Walker()
    orders = set()
    for behaviour in RULES.behaviours:
        run = walker.press(fresh(), "client", "c12")
        run = walker.press(walker.press(run, "tension_before", "5"), "behaviour", behaviour)
        shown = [tap.option for tap in walker.taps(run) if tap.step == "fear" and tap.option in RULES.fears]
        assert shown[: len(shown) - 2] == list(VOICES["ru"].playbook.behaviours[behaviour].fears)
        assert sorted(shown) == sorted(RULES.fears)
        orders.add(tuple(shown))
    assert len(orders) > 1


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_draft_is_whole_in_every_combination(language: str) -> None:
    walker = Walker(language)
    addressed = replace(client(12, "Ромашка"), address="Марина Сергеевна", username="marina_k")
    for run in walked():
        view = walker.view(run)
        if view.draft is None:
            continue
        for known in (None, addressed):
            scene = walker.scene(run)
            scene = scene.of(replace(scene.model, client=known))
            draft = present(scene, VOICES[language]).draft
            assert draft is not None
            sentences = len(re.findall(r"[.?!](?=\s|$)", draft.text))
            assert 2 <= sentences <= 8, draft.text
            links = [b.action for row in draft.rows for b in row if isinstance(b.action, Link)]
            assert bool(links) == (known is not None)
            kinds = {span.kind for span in draft.spans}
            copies = [b for row in draft.rows for b in row if isinstance(b.action, Copy)]
            assert bool(copies) != ("pre" in kinds)
