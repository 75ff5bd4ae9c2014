"""Thanks and greetings are told from words that say something (protocol, section 3)."""

import pytest

from bot.protocol.courtesy import courtesy


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            "thanks",
            ["спасибо", "Спасибо большое!", "спс", "благодарю вас", "ок, спасибо", "thanks a lot", "thank you", "thx"],
        ),
        ("hello", ["привет", "Здравствуйте.", "добрый день", "доброе утро!", "hi", "Hello there", "good morning"]),
        ("bye", ["пока", "до свидания", "спокойной ночи", "до завтра", "bye", "see you", "good night"]),
        ("ok", ["ок", "OK!", "хорошо", "понятно", "👍", "🙏🏻", "❤️", "okay", "got it", "great"]),
        (
            None,
            [
                "",
                "да",
                "...",
                "хорошо поговорили",
                "привет, он опять звонил",
                "спасибо не сказал",
                "Марина",
                "very good call",
                "ok but he shouted",
                "до пятницы",
                "😡",
                "7",
            ],
        ),
    ],
)
def test_a_courtesy_says_nothing_else(kind: str | None, texts: list[str]) -> None:
    assert {text: courtesy(text) for text in texts} == dict.fromkeys(texts, kind)
