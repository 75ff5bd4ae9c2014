"""What people write in anger: obscene words, however masked, everyday harshness, and calm lines with the same words."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.common.languages import LANGUAGES
from bot.draftcheck.check import check
from bot.draftcheck.load import insults, warm
from bot.draftcheck.rules import _pattern

_HERE = Path(__file__).parent
_LINES = tomllib.loads((_HERE / "anger.toml").read_text("utf-8"))
_WORDS = [
    word
    for line in (_HERE / "innocent_words.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
]
_CLEAR = (
    "блядь",
    "пиздец",
    "хуйня",
    "мудак",
    "ебать",
    "гандон",
    "дебил",
    "fucking",
    "bullshit",
    "asshole",
    "bitch",
    "cunt",
)
_LOOKS = str.maketrans("аеорсухкАЕОРСУХК", "aeopcyxkAEOPCYXK")
_DIGITS = str.maketrans("оабзieo", "0@63130")


def lines(language: str, name: str) -> list[str]:
    """The lines of that name."""
    return [line for line in _LINES[language][name].splitlines() if line]


def kinds(text: str) -> set[str]:
    """What is found in the text."""
    return {flag.kind for flag in check(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_insult_and_obscenity_is_the_gravest_kind(language: str) -> None:
    assert [line for line in lines(language, "insults") if "insult" not in kinds(line)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyday_harshness_is_seen_in_any_order_of_words(language: str) -> None:
    assert [line for line in lines(language, "harsh") if not check(line)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_calm_lines_with_the_same_words_are_left_alone(language: str) -> None:
    assert [(line, check(line)) for line in lines(language, "innocent") if check(line)] == []


def test_words_that_only_hold_the_letters_are_innocent() -> None:
    assert len(_WORDS) > 400
    for form in (str, str.capitalize):
        assert [word for word in _WORDS if "insult" in kinds(f"В заголовке {form(word)}, до среды исправим.")] == []


@pytest.mark.parametrize("word", _CLEAR)
@given(data=st.data())
def test_a_word_is_found_however_it_is_masked(word: str, data: st.DataObject) -> None:
    """One letter in the middle or more are starred, swapped for look-alikes, drawn out, or all are set apart."""
    at = data.draw(st.integers(1, len(word) - 2), label="at")
    masked = data.draw(
        st.sampled_from(
            [
                *(f"{word[:at]}{star}{word[at + 1 :]}" for star in "*#"),
                f"{word[:1]}{'*' * (len(word) - 2)}{word[-1]}",
                f"{word[:2]}{'*' * (len(word) - 3)}{word[-1]}" if len(word) > 3 else word,
                *(mark.join(word) for mark in (" ", ".", "-", " . ")),
                *("\u200b".join(word), "\u00ad".join(word)),
                word.translate(_LOOKS),
                word.upper().translate(_LOOKS),
                f"{word[:at]}{word[at].translate(_DIGITS)}{word[at + 1 :]}",
                *(word.replace("i", sign) for sign in "!|1"),
                f"{word[:at]}{word[at] * 4}{word[at + 1 :]}",
                word.upper(),
                word.capitalize(),
            ]
        ),
        label="masked",
    )
    assert "insult" in kinds(f"Ну и {masked}, а не отчёт.")


def test_what_is_starred_for_another_reason_is_innocent() -> None:
    for text in (
        *("Цена** 5 000 ₽.", "**важно** прочитать до среды", "Размер 10*20, файл a*b.csv", "Плотность 5*5 и 3*4*5"),
        *("Итог...завтра в 10:00", "Дата: 12..14 мая", "Рейтинг 5* в отзывах", "Ссылка: http://a.ru/x__y", "C# и F#"),
        *(
            "Отель 4* и 5*",
            "*сноска внизу",
            "т. е. и т. д. и т. п.",
            "А. Б. В. Петров",
            "U. S. A. and U. K.",
            "Q3 и B2B",
        ),
        *(
            "Пишите на anna@mail.ru",
            "Код: 4A6B8",
            "1с и 1С",
            "4мая в 10:00",
            "Заказ №6б-12",
            "Комната 3а",
            "h264 и mp3",
        ),
    ):
        assert "insult" not in kinds(text), text


def test_a_name_is_no_insult_and_the_word_is() -> None:
    for text in ("Dick Turner joins at 11.", "The call with Dick is at 11.", "Ask Mr Cock about it by noon."):
        assert check(text) == (), text
    assert "insult" in kinds("Don't be a dick.")


def test_nothing_is_left_to_compile_once_it_is_warm() -> None:
    warm()
    before = _pattern.cache_info().misses
    for language in LANGUAGES:
        for line in (*lines(language, "harsh"), *lines(language, "insults")):
            check(line)
    assert _pattern.cache_info().misses == before
    assert list(insults().found("", "", ())) == []
