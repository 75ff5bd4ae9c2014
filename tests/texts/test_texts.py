"""The interface wording: same keys in both languages, nothing missing, nothing too long, nobody's gender."""

import ast
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.common.languages import LANGUAGES
from bot.protocol.engine.tables import TABLES
from bot.texts.lookup import Texts, compare, load_texts
from bot.texts.reading import TextsError
from tests.wording import gendered, untidy

TEXTS = load_texts()
RU, EN = TEXTS["ru"], TEXTS["en"]
both = pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)

SAMPLES: dict[str, str | int] = {
    "n": 4,
    "before": 8,
    "after": 4,
    "client": "Орлова Марина Петровна",
    "name": "Марина",
    "time": "в пятницу, 28 ноября, в 10:00",
    "weekday": "в пятницу",
    "day": "28 ноября",
    "clock": "10:00",
    "fear": "показать незнание",
    "sure": "вероятно",
    "honest": "Макета сегодня не будет.",
    "cadence": "каждые 2 рабочих дня",
    "count": 4,
    "team": "Север",
    "emergency": "112",
    "hours": "с 10 до 19",
    "example": "10–19",
    "language": "Русский",
    "zone": "Москва, UTC+3",
    "days": "пн–пт",
    "detail": "коротко",
    "holidays": "Объединённые Арабские Эмираты",
    "digest": "10:00",
    "country": "Объединённые Арабские Эмираты",
}


_LONGEST = {"help-text": 700, "privacy-text": 700, "about-long": 512, "about-short": 120}
"""Cards, and what Telegram itself limits; all else has at most 350 characters."""


def shown(texts: Texts, key: str) -> str:
    """The text of the key with a likely value for each of its variables."""
    return texts(key, **{name: SAMPLES.get(name, "Марина") for name in texts.variables(key)})


def test_every_language_is_there_and_compared() -> None:
    assert tuple(TEXTS) == LANGUAGES
    assert tuple(RU) == tuple(EN)
    assert len(tuple(RU)) > 300


@both
def test_every_message_formats_without_a_hole(texts: Texts) -> None:
    for key in texts:
        text = shown(texts, key)
        assert text
        assert text == text.strip()
        assert not set("{}[]$") & set(text), key


@both
def test_every_text_is_tidy(texts: Texts) -> None:
    assert {key: wrong for key in texts if (wrong := untidy(shown(texts, key), texts.language))} == {}


def test_nobody_is_given_a_gender() -> None:
    assert {key: found for key in RU if (found := gendered(shown(RU, key)))} == {}


@both
def test_a_question_with_its_hint_has_at_most_350_characters(texts: Texts) -> None:
    for key in texts:
        if key.endswith("-q") or key == "delete-q":
            hints = [hint for hint in texts if hint.startswith(f"{key.removesuffix('-q')}-hint")]
            longest = max((len(shown(texts, hint)) for hint in hints), default=0)
            assert len(shown(texts, key)) + 1 + longest <= 350, key


@both
def test_a_screen_with_what_goes_before_its_question_has_at_most_350_characters(texts: Texts) -> None:
    def longest(*starts: str) -> int:
        return max(len(shown(texts, key)) for key in texts if key.startswith(starts))

    client = longest("step-client-q") + 1 + longest("step-client-hint")
    assert longest("opener-after-") + 2 + client <= 350
    asked = max(
        len(shown(texts, key)) + 1 + longest(key.removesuffix("q"))
        for key in texts
        if key.startswith("step-") and key.endswith("-q") and key != "step-approach-q"
    )
    said = max(len(shown(texts, key)) for key in texts if "-ack-" in key)
    assert max(said, longest("opener-high-", "opener-low-")) + 2 + asked <= 350


@both
def test_cards_have_at_most_700_characters_and_all_else_at_most_350(texts: Texts) -> None:
    for key in texts:
        assert len(shown(texts, key)) <= _LONGEST.get(key, 350), key
    summary = ("title", "fear", "honest", "next", "cadence", "reminder", "hold", "boss_date", "draft_below_long")
    assert sum(len(shown(texts, f"summary-{line}")) + 1 for line in summary) <= 700


@both
def test_labels_fit_their_buttons(texts: Texts) -> None:
    for key in texts:
        if "-o-" in key or key.startswith(("btn-", "menu-")):
            # What goes into a label, a client's name say, is cut by whoever lays out the row.
            assert len(texts(key, **dict.fromkeys(texts.variables(key), "x"))) <= 26, key
        if key.startswith("command-"):
            assert 3 <= len(shown(texts, key)) <= 256


@pytest.mark.parametrize(
    "text",
    [
        "Готов ответить на вопросы.",
        "Я готова помочь.",
        "Ещё не готов.",
        "Рада помочь.",
        "Ты должен написать.",
        "Уверен, что успеем.",
        "Согласна с вами.",
        "Я понял вас.",
        "Понял, записываю.",
        "Не совсем поняла, повторите.",
        "Спасибо, что сказал.",
        "Ты написал клиенту.",
        "Ты вчера не ответила.",
        "Клиент сказал, что ждёт.",
        "Человек на той стороне устал.",
        "Я был бы рад.",
        "Что ты выбрал бы?",
        "Хотела бы уточнить.",
        "Ты справилась.",
        "Я ошибся в расчёте.",
        "Я прочла ваше письмо.",
        "Ты не одна.",
        "Ты сам это знаешь.",
        "Сама выбери время.",
        "Ты понял(а)?",
        "Готов/а ли ты?",
        "Он кричал.",
        "Как ты себя вела?",
        "Обещал — сделай.",
        "Я вам уже говорил.",
        "Ты прав.",
        "Будь спокоен.",
        "Клиентка ждёт ответа.",
    ],
)
def test_the_check_for_gender_finds(text: str) -> None:
    assert gendered(text)


@pytest.mark.parametrize(
    "text",
    [
        "Отчёт готов, пришлю его завтра.",
        "Макет уже готов.",
        "Всё готово.",
        "Готовы ответить сейчас?",
        "Вы правы.",
        "Права доступа передадим.",
        "Сила чувства не сходится с поводом.",
        "Дела подождут.",
        "Прошлый подрядчик подвёл.",
        "Бот был недоступен.",
        "Telegram не дал удалить твоё сообщение.",
        "Решение подтвердил тот, кто его принимает.",
        "Разбор поднял волну.",
        "Срок прошёл, это должно было прийти вчера.",
        "Сама задача понятна, сам вопрос простой.",
        "Я в канал пришлю файл.",
        "На вопросе «кто виноват» я остановлюсь.",
        "Что записала бы камера?",
        "Человек может не знать, где она.",
        "Клиент об этом знает.",
        "Одна строка, один вопрос, свободное время.",
        "Ты знаешь своё дело.",
        "Вот фраза под то, что было.",
    ],
)
def test_the_check_for_gender_leaves_alone(text: str) -> None:
    assert gendered(text) == []


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("Готово!", "ru", ["an exclamation mark"]),
        ("Два  пробела", "ru", ["two spaces"]),
        ("Пишу… завтра", "ru", ["a gap"]),
        ("Пишу ___ завтра", "ru", ["a gap"]),
        ("Пишу - завтра", "ru", ["a hyphen in place of a dash"]),
        ("Пишу , завтра", "ru", ["a space before a mark"]),
        ("Пишу,завтра", "ru", ["no space after a mark"]),
        ("Пишу \nзавтра", "ru", ["a space at a line break"]),
        ('Пишу "завтра"', "ru", ["a straight quote"]),
        ("Пишу “завтра”", "ru", ["a quote of another language"]),
        ("Пишу «завтра", "ru", ["a quote that isn't closed"]),
        ("It's fine", "en", ["a straight quote"]),
        ("Say «now»", "en", ["a quote of another language"]),
        ("Say “now", "en", ["a quote that isn't closed"]),
        ("Say “now”, it’s 10:00, see Europe/London or /start.", "en", []),
        ("Скажи «сейчас» — уже 10:00, +7 900 123-45-67.", "ru", []),
    ],
)
def test_the_check_for_tidiness(text: str, language: str, wrong: list[str]) -> None:
    assert untidy(text, language) == wrong


@pytest.mark.parametrize(
    ("n", "ru", "en"),
    [
        (1, "1 минуту", "1 minute"),
        (3, "3 минуты", "3 minutes"),
        (5, "5 минут", "5 minutes"),
        (11, "11 минут", "11 minutes"),
        (21, "21 минуту", "21 minutes"),
        (0, "0 минут", "0 minutes"),
    ],
)
def test_numbers_bring_their_form(n: int, ru: str, en: str) -> None:
    minutes = {"one": "минуту", "few": "минуты", "many": "минут"}
    forms = "\n".join(f"  {'*' if form == 'many' else ''}[{form}] {{ $n }} {word}" for form, word in minutes.items())
    assert Texts("ru", f"a = {{ $n ->\n{forms}\n }}\n")("a", n=n) == ru
    assert Texts("en", "a = { $n ->\n  [one] { $n } minute\n *[other] { $n } minutes\n }\n")("a", n=n) == en


def test_a_number_in_a_text_of_ours_brings_its_form() -> None:
    assert [RU("facts-voices", n=n) for n in (1, 3, 21)] == ["1 голосовое", "3 голосовых", "21 голосовое"]
    assert [EN("facts-voices", n=n) for n in (1, 3, 21)] == ["1 voice note", "3 voice notes", "21 voice notes"]


def test_a_large_number_is_written_as_the_language_writes_it() -> None:
    assert "длиннее 4\u00a0000 минут" in RU("error-voice_too_long", n=4000)
    assert "over 4,000 minutes" in EN("error-voice_too_long", n=4000)


_ROOT = Path(__file__).parents[2]
_OPTION = re.compile(r"step-(?P<step>\w+)-o-(?P<option>\w+)")


def said_in(sources: Iterable[str]) -> tuple[set[str], list[re.Pattern[str]]]:
    """All strings in the Python sources, and a pattern for each text that is put together around a slot."""
    strings: set[str] = set()
    patterns: set[str] = set()
    for source in sources:
        tree = ast.parse(source)
        joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        pieces = {id(part) for whole in joined for part in whole.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
                strings.add(node.value)
        for whole in joined:
            parts = [part.value if isinstance(part, ast.Constant) else None for part in whole.values]
            slots = (r"(\w+)" if place else r"([\w-]+)" for place in range(len(parts)))
            pattern = "".join(re.escape(str(part)) if part else slot for part, slot in zip(parts, slots, strict=True))
            # What follows a colon is the number that a notice brings; a text of slots alone would match any key.
            if re.search("[a-z]", "".join(str(part) for part in parts if part).partition(":")[0]):
                patterns.add(pattern.partition(":")[0])
    return strings, [re.compile(pattern) for pattern in patterns]


def unsaid(keys: Iterable[str], sources: Iterable[str], referred: frozenset[str] = frozenset()) -> list[str]:
    """The keys that no source says: neither whole, nor in turns, nor as a text around slots.

    What fills a slot has to be said somewhere itself: a string of the sources, an id of the table, a number.
    """
    strings, patterns = said_in(sources)
    steps = {step.id: step for table in TABLES.values() for step in table.steps}
    known = strings | set(steps) | {option for step in steps.values() for option in step.options}

    def fills(value: str) -> bool:
        return value.isdigit() or value in known or built(value)

    def built(key: str) -> bool:
        found = (pattern.fullmatch(key) for pattern in patterns)
        return any(match is not None and all(fills(value) for value in match.groups()) for match in found)

    def said(key: str) -> bool:
        if key in strings or re.sub(r"-\d+$", "", key) in strings or key in referred:
            return True
        option = _OPTION.fullmatch(key)
        if option and option["option"] != "more":
            step = steps.get(option["step"])
            return step is not None and option["option"] in step.options and built(key)
        return built(key) or built(re.sub(r"-\d+$", "", key))

    return [key for key in keys if not said(key)]


def test_every_key_is_said_somewhere() -> None:
    sources = [file.read_text("utf-8") for folder in ("bot", "handlers") for file in (_ROOT / folder).rglob("*.py")]
    wording = (_ROOT / "bot" / "texts" / "ru.ftl").read_text("utf-8")
    referred = frozenset(re.findall(r"\{ ([a-z][\w-]*) \}", wording))
    assert unsaid(RU, sources, referred) == []
    gone = [
        "menu-vip",
        "step-i_am_ok-o-own",
        "step-client-o-same_as",
        "step-no_such-ack-1",
        "btn-restarted",
        "no-such-q",
    ]
    assert unsaid(["menu-title", *gone, "btn-softer"], sources) == gone
    assert unsaid(gone, sources, frozenset(gone)) == []


@pytest.mark.parametrize(
    ("source", "key", "found"),
    [
        ('say("a-b")', "a-b", True),
        ('say("a-b")', "a-c", False),
        ('turn("a-b", 1)', "a-b-2", True),
        ('say("a-b-1")', "a-b-2", False),
        ('pick = "c"; say(f"a-{pick}")', "a-c", True),
        ('say(f"a-{pick}")', "a-c", False),
        ('pick = "c"; say(f"a-{pick}-q")', "a-c", False),
        ('notice(f"a-b:{n}")', "a-b", True),
        ('notice(f"a-b:{n}")', "a-bc", False),
        ('x = "a", "b"; say(f"{x}-{y}")', "a-b", False),
        ('key = f"a-{x}"; x = "b"; say(f"{key}-q")', "a-b-q", True),
        ('say(f"{key}-q")', "a-b-q", False),
    ],
)
def test_a_key_counts_as_said_only_where_it_is(source: str, key: str, found: bool) -> None:
    assert unsaid([key], [source]) == ([] if found else [key])


@given(st.integers(min_value=0, max_value=10**9))
def test_wordings_take_turns(n: int) -> None:
    assert RU.variants("opener-after") == 6
    assert RU.turn("opener-after", n) == RU(f"opener-after-{n % 6 + 1}")
    assert RU.turn("opener-after", n) != RU.turn("opener-after", n + 1)


def test_what_is_shown_often_has_three_wordings_and_the_opener_six() -> None:
    for prefix in ("opener-high", "opener-low", "pause-start", "pause-middle", "pause-end"):
        assert RU.variants(prefix) == EN.variants(prefix) == 3
    for step in ("i_am_ok", "you_are_ok", "facts"):
        assert RU.variants(f"step-{step}-ack") == 3


def test_a_gap_is_an_error() -> None:
    with pytest.raises(TextsError, match=r"ru\.ftl: no-such: there is no such key"):
        RU("no-such")
    with pytest.raises(TextsError, match=r"ru\.ftl: menu-how: Unknown external: client"):
        RU("menu-how")
    with pytest.raises(TextsError, match=r"ru\.ftl: facts-voices: n must be a whole number"):
        RU("facts-voices", n="3")
    with pytest.raises(TextsError, match=r"menu: no numbered wordings"):
        RU.turn("menu", 0)
    assert "step-client-skip" not in RU
    assert "step-client-q" in RU
    assert RU.variants("menu") == 0


def test_values_stand_as_they_are() -> None:
    odd = "{ $x } [a] <b> \u2068\n%s"
    for words in (odd, "ж" * 4096, ""):
        assert RU("menu-how", client=words) == f"Как прошло: {words}"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a = { $n", "ru.ftl:1: can't be read: "),
        ("a = x\nb", "ru.ftl:2: can't be read: "),
        ("a = x\na = y", "ru.ftl: a: stands here twice"),
        ("a =\n    .b = x", "ru.ftl: a: has no text"),
        ("a = { -b }", "ru.ftl: a: Unknown term: -b"),
        ("a = { b }", "ru.ftl: a: there is no b"),
        ("a = { b }{ $n }", "ru.ftl: a: there is no b"),
        ("a = { b }\nb = { a }", "ru.ftl: a: b refers to another text itself"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(source: str, told: str) -> None:
    with pytest.raises(TextsError) as refused:
        Texts("ru", source)
    assert str(refused.value).startswith(told)


FORMS = "{ $n ->\n  [one] x { $n }\n  [few] y { $n }\n *[many] z { $n }\n }\n"
ENGLISH = "{ $n ->\n  [one] x { $n }\n *[other] z { $n }\n }\n"


@pytest.mark.parametrize(
    ("ru", "en", "told"),
    [
        ("a = x\nb = y", "a = x", "en.ftl: b: missing"),
        ("a = x", "a = x\nb = y", "ru.ftl: b: missing"),
        ("a = { $n }", "a = x", "en.ftl: a: variables none, ru.ftl has n"),
        ("a = { $n }", "a = { $m }", "en.ftl: a: variables m, ru.ftl has n"),
        (f"a = {ENGLISH}", f"a = {ENGLISH}", "ru.ftl: a: plural forms one, other, this language has few, many, one"),
        (f"a = {FORMS}", f"a = {FORMS}", "en.ftl: a: plural forms few, many, one, this language has one, other"),
        ("a-1 = x\na-3 = y", "a-1 = x\na-3 = y", "ru.ftl: a: turns must be numbered from 1 to 2 without a gap"),
    ],
)
def test_languages_that_differ_are_refused(ru: str, en: str, told: str) -> None:
    with pytest.raises(TextsError) as refused:
        compare({"ru": Texts("ru", ru), "en": Texts("en", en)})
    assert told in str(refused.value).split("\n")


def test_languages_that_agree_are_taken() -> None:
    compare({"ru": Texts("ru", f"a = {FORMS}b = {{ a }}"), "en": Texts("en", f"a = {ENGLISH}b = {{ a }}")})


def test_a_reference_is_the_other_text() -> None:
    texts = Texts("ru", 'a = x { b }\nb = { $n }{ " " }.')
    assert texts("a", n=3) == "x 3 ."
    assert texts.variables("a") == {"n"}


@pytest.mark.parametrize("key", ["menu-title", "step-client-match", "moment-weekday", "settings-current"])
def test_a_text_costs_few_calls(key: str) -> None:
    """Counted, not timed: a screen is made of a dozen texts."""
    RU(key, **SAMPLES)
    calls = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        RU(key, **SAMPLES)
    finally:
        sys.setprofile(before)
    assert 0 < calls < 500, calls
