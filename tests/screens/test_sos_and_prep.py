"""What is promised of the screens during a call and before it, in both languages: lengths, one phrase, no gap."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.presenter import present
from bot.protocol.debrief.outcome import Outcome
from bot.protocol.sos import Learned, Sos, Tally, phrases
from bot.screens.builder import cut
from bot.telegram.callback import pack
from bot.viewmodels.contacts import Card, ClientChoice, Owing
from bot.viewmodels.notes import Note, NotePage
from bot.viewmodels.place import Place
from bot.viewmodels.prep import Prep, Question
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Copy, PlaceTap, Screen
from bot.viewmodels.sos import SosView
from tests.protocol.walk import PERSON, client
from tests.voices import VOICES
from tests.wording import gendered, untidy

Model = TypeVar("Model")
EVENING = int(datetime(2025, 11, 28, 18, 50, tzinfo=ZoneInfo("Europe/Moscow")).timestamp())
"""A Friday: the next quarter of an hour within working time is on Monday, said in the longest words."""
LONG = client(12, "Общество с ограниченной ответственностью «Ромашка и сыновья», Казань")
both = pytest.mark.parametrize("language", ["ru", "en"])


def scene(place: str, model: Model) -> Scene[Model]:
    """A scene of the walker's person at that place, on a Friday evening."""
    return Scene(person=PERSON, place=Place.read(place), notice=None, drawn_at=EVENING, model=model)


def sos_screens(voice: Voice) -> Iterator[Screen]:
    """Every screen of an SOS, with and without a client, with what is said for once above it."""
    for notice in (None, "sos-worked", "error-unsupported"):
        for at in (scene("sos", SosView()), scene("sos:12", SosView(with_client=12, client=LONG))):
            yield present(replace(at, notice=notice), voice).screen
        for place in ("danger:0", "danger:12.call"):
            yield present(replace(scene(place, None), notice=notice), voice).screen
    for name, behaviour in voice.playbook.behaviours.items():
        helped = Learned(everybody=Tally(3, 1))
        learned = dict.fromkeys(phrases(behaviour)[::2], helped)
        for index in range(9):
            for seen in (1, 4):
                known = scene("phrase:x", SosView(sos=Sos(name, index, 12, seen), learned=learned))
                yield present(replace(known, notice="error-unsupported"), voice).screen
                yield present(replace(known, place=Place.read("helped:x")), voice).screen


@both
def test_every_screen_of_an_sos_is_at_most_350_characters(language: str) -> None:
    screens = list(sos_screens(VOICES[language]))
    assert len(screens) == 300
    for screen in screens:
        assert len(screen.text) <= 350, screen.text
        own = screen.text.replace(cut(LONG.label, 60), "")
        assert not (language == "ru" and gendered(own)), own
        assert not untidy(own.strip(), language), own
        assert screen.point in {"P2a", "X"}
        assert screen.rows[-1][-1].label in {VOICES[language].say(key) for key in ("btn-menu", "btn-back", "menu-more")}
        for button in (button for row in screen.rows for button in row):
            assert len(button.label) <= 26
            if isinstance(button.action, PlaceTap):
                assert len(pack(button.action).encode()) <= 64


@both
def test_every_phrase_stands_alone_is_at_most_160_characters_and_has_no_gap(language: str) -> None:
    voice, timed = VOICES[language], 0
    for name, behaviour in voice.playbook.behaviours.items():
        for index, template in enumerate(phrases(behaviour)):
            screen = present(scene("phrase:x", SosView(sos=Sos(name, index))), voice).screen
            (copied,) = (b.action.text for row in screen.rows for b in row if isinstance(b.action, Copy))
            assert screen.text == copied
            (span,) = screen.spans
            assert (span.kind, span.start, span.end) == ("bold", 0, len(copied))
            assert len(copied) <= 160, copied
            assert not set("{}[]<>_…") & set(copied), copied
            assert not untidy(copied, language), copied
            assert not (language == "ru" and gendered(copied)), copied
            if "{time}" in template:
                timed += 1
                assert "10:00" in copied
    assert timed > 8


def prep_of(**changes: object) -> Prep:
    """What is known of a client about whom all there can be is known, in the longest words."""
    behaviour = next(iter(VOICES["ru"].playbook.behaviours.values()))
    longest = max(phrases(behaviour), key=len)
    outcome = Outcome(
        client_id=12,
        fear="other",
        fears=("other",),
        fear_words="слово " * 30,
        sure="hypothesis",
        behaviours=(),
        tension_before=None,
        tension_after=None,
        polite=None,
        tense=True,
        honest="честно " * 60,
        next_contact_at=None,
        told=None,
        cadence="daily",
    )
    card = Card(LONG, EVENING - 9, "tense", "daily", chosen=False, promised_at=EVENING + 3 * 86_400, waiting=())
    known = Prep(card, outcome, "other", "слово " * 30, confirmed=False, owed="честно " * 60, helped=longest)
    return replace(known, **changes)  # type: ignore[arg-type]


@both
def test_the_card_before_a_call_is_at_most_700_characters_whatever_is_known(language: str) -> None:
    voice = VOICES[language]
    for fear in (*voice.playbook.fears, None):
        for owed in ("честно " * 60, None):
            for turn in range(4):
                known = prep_of(fear=fear, owed=owed, fear_words="слово " * 30 if fear == "other" else None)
                at = replace(scene("prep:12", known), person=replace(PERSON, debriefs=turn))
                screen = present(at, voice).screen
                assert len(screen.text) <= 700, screen.text
                assert not set("{}[]") & set(screen.text)
                assert voice.say("reminder-start_with") in screen.text
                asked = present(
                    replace(at.of(Question(known, 0)), place=Place.read("ask:12.0"), notice="ask-kept"), voice
                ).screen
                assert len(asked.text) <= 350, asked.text


@both
def test_before_a_call_with_somebody_new_there_is_something_to_hold_on_to(language: str) -> None:
    voice = VOICES[language]
    known = ClientChoice((Owing(12, "Ромашка", None, None),))
    for place, choice in (("prep", ClientChoice()), ("prep:0", known)):
        screen = present(scene(place, choice), voice).screen
        assert voice.say("prep-breath") in screen.text
        assert voice.say("prep-open-3") in screen.text
        assert len(screen.text) <= 700
        assert screen.rows[0][0].action == PlaceTap("sos")


@both
def test_a_long_note_is_read_in_stretches_and_none_of_it_is_lost(language: str) -> None:
    voice = VOICES[language]
    text = " ".join(f"{number}" for number in range(1500))
    found = NotePage(LONG, (Note(7, text, ("voice",), EVENING, "note"),), page=0, part=0, more=False)
    read = ""
    for part in range(9):
        screen = present(scene("notes:12.0", replace(found, part=part)), voice).screen
        assert len(screen.text) < 2100
        read += screen.text
        labels = [button.label for row in screen.rows for button in row]
        assert voice.say("notes-o-play") in labels
        if voice.say("btn-next") not in labels:
            break
    assert part == 3
    assert all(str(number) in read for number in range(0, 1500, 7))
