"""What is typed during a call: the behaviour, a name, or neither (protocol, section 3)."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.behaviour_words import behaviour_in, lexicon, tokens
from bot.protocol.mentions import mentioned, named
from bot.protocol.sos import calls_for_help
from tests.voices import VOICES

TABLES = Path(__file__).parent / "sos_words"
LEXICONS = [voice.lexicon for voice in VOICES.values()]
KNOWN = list(enumerate(("Марина", "Мария", "Олег", "Maria", "Raj", "Tom"), start=1))
RIGHT = 0.85
"""The part of a table that has to be read right."""


def read(text: str, known: Sequence[tuple[int, str]] = KNOWN) -> str:
    """What the text is taken for, as SOS takes it: a name first, then what the client does."""
    return "name" if named(text, known) else behaviour_in(text, *LEXICONS) or "neither"


def rows(name: str) -> list[tuple[str, str]]:
    """Texts of a table, each with what is expected."""
    with (TABLES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["expected"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize("name", sorted(path.stem for path in TABLES.glob("*.tsv")))
def test_most_of_what_is_typed_is_read(name: str) -> None:
    table = rows(name)
    wrong = [(text, expected, found) for text, expected in table if (found := read(text)) != expected]
    print(f"{name}: {len(table) - len(wrong)} of {len(table)} right")
    assert len(table) >= 100
    assert len(table) - len(wrong) >= RIGHT * len(table), wrong


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_label_is_read_whatever_its_words_are(language: str) -> None:
    playbook = VOICES[language].playbook
    for name, behaviour in playbook.behaviours.items():
        assert read(behaviour.label) == name
    assert read(VOICES[language].say("step-behaviour-o-threat_people")) == "threat_people"


@pytest.mark.parametrize("text", ["не кричит", "перестал орать", "stopped shouting", "я кричу", "", "…", "слово " * 60])
def test_what_is_denied_ones_own_or_a_story_is_no_behaviour(text: str) -> None:
    assert behaviour_in(text, *LEXICONS) is None


def test_a_threat_to_people_goes_before_all_else() -> None:
    assert read("орёт, матерится и грозит убить") == "threat_people"
    assert read("screams, swears and says he will kill me") == "threat_people"


def test_an_agencys_own_behaviour_is_told_by_its_own_words() -> None:
    own = lexicon({"haggles": "Жмётся"}, {"haggles": ("жметс*|жмот*", "экономит каждую копейку")})
    assert behaviour_in("жмётся", own) == behaviour_in("жмоты!", own) == "haggles"
    assert behaviour_in("экономит буквально каждую копейку", own) == "haggles"
    assert behaviour_in("экономит время", own) is None


@given(st.text(max_size=400))
def test_anything_may_be_typed(text: str) -> None:
    behaviour_in(text, *LEXICONS)
    named(text, KNOWN)
    mentioned(text, KNOWN)
    calls_for_help(text)
    assert all(word == word.casefold() for word in tokens(text))


@pytest.mark.parametrize(
    "text", ["SOS", "sos", "СОС", "Сос", "сос", "S.O.S.", "с.о.с.", "sos!", "/SOS", "/сос", "🆘", "cос", "SOSSOS"]
)
def test_the_word_itself_in_whichever_letters(text: str) -> None:
    assert calls_for_help(text)


@pytest.mark.parametrize("text", ["соска", "SO", "sos2", "сосиски", "нет", "🙏", "sos Марина"])
def test_no_other_word_is_taken_for_it(text: str) -> None:
    assert not calls_for_help(text)


@pytest.mark.parametrize(
    ("text", "expected", "holds"),
    [
        ("Марина", (1,), (1,)),
        ("мариной", (1,), (1,)),
        ("это Мария", (2,), (2,)),
        ("Мариона", (1,), ()),
        ("Марина просит отчёт", (), (1,)),
        ("ромашка", (7,), (7,)),
        ("Павлом", (8,), (8,)),
        ("Иванова", (8,), (8,)),
        ("позвонил Олегу, всё хорошо", (), (3,)),
        ("Raj's on the line", (5,), (5,)),
        ("разговор о марках", (), ()),
        ("с Олей", (9,), (9,)),
        ("М. К.", (10,), ()),
    ],
)
def test_names_are_declined_and_mistyped(text: str, expected: tuple[int, ...], holds: tuple[int, ...]) -> None:
    known = [*KNOWN, (7, "ООО «Ромашка»"), (8, "Павел Иванов"), (9, "Оля"), (10, "М. К.")]
    assert (named(text, known), mentioned(text, known)) == (expected, holds)


def test_of_two_with_one_name_the_better_named_is_meant() -> None:
    two = [(1, "Анна Петрова"), (2, "Анна Сидорова")]
    assert named("Анна", two) == (1, 2)
    assert named("Анна Сидорова", two) == (2,)
    assert mentioned("Анне Петровой всё понравилось", two) == (1,)
