"""The draft check: what it marks, where, what it leaves alone, and what it costs."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.common.languages import LANGUAGES
from bot.draftcheck.check import check
from bot.draftcheck.flag import KINDS, Flag
from bot.draftcheck.load import frame_rows, rows, rules
from bot.draftcheck.rules import compiled, index
from bot.playbook.check import texts
from bot.playbook.load import load_all
from bot.protocol.debrief.draft import compose
from bot.texts.lookup import load_texts

EXAMPLES = [
    ("Вы всегда согласовываете в последний момент.", "absolutes", True),
    ("You always approve things at the last minute.", "absolutes", True),
    ("Мы всегда присылаем отчёт по вторникам.", "absolutes", False),
    ("We always send the report on Tuesdays.", "absolutes", False),
    ("Запуск сорван, потому что вы не прислали макет.", "blame", True),
    ("The launch slipped because you didn’t send the layout.", "blame", True),
    ("Чтобы запустить кампанию в срок, нам нужен макет.", "blame", False),
    ("To launch on time we need the layout.", "blame", False),
    ("Оплатите счёт, иначе мы остановим рекламу.", "threats", True),
    ("Pay the invoice, otherwise we stop the ads.", "threats", True),
    ("Предлагаю сделать это иначе: сначала текст, потом макет.", "threats", False),
    ("I’d suggest doing it the other way round: copy first, then layout.", "threats", False),
    ("Мы ЖДЁМ ОТВЕТ с понедельника.", "capitals", True),
    ("We have been WAITING SINCE Monday.", "capitals", True),
    ("Счёт с НДС и отчёт по KPI во вложении.", "capitals", False),
    ("The VAT invoice and the KPI report are attached.", "capitals", False),
    ("Добрый день! Всё готово! Ждём вас!", "exclamations", True),
    ("Hi! All done! Can’t wait!", "exclamations", True),
    ("Добрый день! Отчёт во вложении.", "exclamations", False),
    ("Hi! The report is attached.", "exclamations", False),
    ("Приносим извинения за доставленные неудобства.", "empty_apology", True),
    ("We apologise for any inconvenience.", "empty_apology", True),
    ("Мы ошиблись в цене. Объявление уже исправлено.", "empty_apology", False),
    ("We got the price wrong. The ad is already corrected.", "empty_apology", False),
    ("В расчёте была допущена ошибка.", "passive", True),
    ("A mistake was made in the calculation.", "passive", True),
    ("Мы ошиблись в расчёте на 12 тысяч.", "passive", False),
    ("We got the calculation wrong by 1,200.", "passive", False),
    ("Пришлём правки в ближайшее время.", "no_date", True),
    ("We’ll send the changes shortly.", "no_date", True),
    ("Пришлём правки завтра до 15:00.", "no_date", False),
    ("We’ll send the changes tomorrow by 15:00.", "no_date", False),
    ("Как мы уже говорили, доступ есть в письме.", "defensive", True),
    ("As I’ve already said, the login is in the email.", "defensive", True),
    ("Доступ вот по этой ссылке.", "defensive", False),
    ("The login is at this link.", "defensive", False),
    ("Не волнуйтесь, мы всё решим.", "calm_down", True),
    ("Don’t worry, we’ll sort everything out.", "calm_down", True),
    ("Следующий шаг — сверка, она завтра в 11:00.", "calm_down", False),
    ("The next step is the check, tomorrow at 11:00.", "calm_down", False),
    ("Поверьте, результат будет отличный.", "trust_us", True),
    ("Rest assured, the results will be great.", "trust_us", True),
    ("Вот доступ к отчёту, цифры видны там.", "trust_us", False),
    ("Here’s access to the report; the numbers are in there.", "trust_us", False),
    ("Понимаю ваше беспокойство, но сроки прежние.", "yes_but", True),
    ("I understand your concern, but the date stays.", "yes_but", True),
    ("Понимаю, что ждать тяжело. Срок прежний: пятница, 15:00.", "yes_but", False),
    ("I understand that waiting is hard. The date stays: Friday, 15:00.", "yes_but", False),
    ("Это мелочь, никто не заметит.", "minimise", True),
    ("It’s just a minor glitch, nobody will notice.", "minimise", True),
    ("Ошибка в одном объявлении из сорока.", "minimise", False),
    ("The mistake is in one ad out of forty.", "minimise", False),
]
"""Those of the content files: each kind's, and what only looks like it."""


def kinds(text: str) -> set[str]:
    """What is found in the text."""
    return {flag.kind for flag in check(text)}


def marked(text: str) -> list[str]:
    """The stretches that are marked."""
    return [text[flag.start : flag.end] for flag in check(text)]


@pytest.mark.parametrize(("text", "kind", "found"), EXAMPLES)
def test_the_examples_of_the_content_files(text: str, kind: str, found: bool) -> None:
    assert kind in kinds(text) if found else kinds(text) == set()


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("Марина, вы так и не прислали макет.", ["вы так и не прислали"]),
        ("По-нашему, это ваша ошибка.", ["ваша ошибка"]),
        ("Всё просто: ВЫ опоздали", ["ВЫ"]),
        ("Где ответ?!", ["ответ?!"]),
        ("İİİ вы никогда не пишете", ["вы никогда"]),
        ("😀 You never read it", ["You never", "You never read"]),
        ("Скоро ответим.\nЗавтра созвон.", ["Скоро"]),
    ],
)
def test_the_stretch_that_is_marked(text: str, stretches: list[str]) -> None:
    assert marked(text) == stretches


@pytest.mark.parametrize(
    "text",
    [
        "Вы писали: «Вы никогда не отвечаете, это ваша вина!!!»",
        "Вы писали: «вы всё сорвали» и «ПОЗОР».",
        'You wrote: "you never answer", and we looked it up.',
        "You wrote: “this is your fault”. Here are the dates.",
        "She said 'you always do this' on Monday.",
        "> Вы никогда не отвечаете\nОтветы за неделю: вторник и четверг.",
    ],
)
def test_what_the_client_said_is_left_alone(text: str) -> None:
    assert kinds(text) == set()


def test_a_draft_in_quotes_is_still_a_draft() -> None:
    assert "blame" in kinds("«Запуск сорван из-за вас.»")


@pytest.mark.parametrize(
    ("plain", "other"),
    [
        ("Произошёл сбой", "Произошел сбой"),
        ("You don’t listen", "You don't listen"),
        ("You dont listen", "You don't listen"),
        ("вы никогда", "ВЫ НИКОГДА"),
        ("это\u00a0ваша\u00a0вина", "это ваша вина"),
    ],
)
def test_letters_that_are_written_in_two_ways(plain: str, other: str) -> None:
    assert kinds(plain) - {"capitals"} == kinds(other) - {"capitals"} != set()


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Скоро пришлём план.", False),
        ("Скоро пришлём план: завтра.", True),
        ("Скоро пришлём план, в пятницу.", True),
        ("Скоро пришлём план. Сегодня праздник.", False),
        ("Вчера обещали, скоро пришлём.", False),
        ("Пришлём в ближайшее время, до 15:00.", True),
        ("Пришлём в ближайшее время, через два часа.", True),
        ("Пришлём в ближайшее время, 20 ноября.", True),
        ("We'll send it soon.", False),
        ("We'll send it soon, by 3 pm.", True),
        ("We'll send it soon, on Friday.", True),
        ("We'll send it soon, in two hours.", True),
        ("We'll send it soon, at the end of the week.", True),
        ("We'll send it soon, by the end of the week.", True),
        ("Please send the files as soon as possible.", True),
        ("Пришлите, пожалуйста, файлы как можно скорее.", True),
        ("Спасибо 100% всем, скоро вернёмся", False),
    ],
)
def test_a_promise_needs_a_date_in_its_sentence(text: str, dated: bool) -> None:
    assert ("no_date" not in kinds(text)) is dated


@pytest.mark.parametrize(
    "text",
    [
        "SEO, КП, ТЗ, API, ROI, CRM, НДС, ООО СЕВЕР, ERID.",
        "NORTH LLC and KPI, CTR, SMM, B2B, Q3.",
        "ВКОНТАКТЕ и WILDBERRIES",
        "Дом на ул. Ленина, 5А",
    ],
)
def test_abbreviations_are_no_shouting(text: str) -> None:
    assert kinds(text) == set()


def test_both_languages_are_looked_at() -> None:
    assert kinds("Коллеги, it's your fault. Скоро починим.") == {"blame", "no_date"}


def test_a_boundary_is_no_threat() -> None:
    for text in (
        "Если крик повторится, я закончу звонок и перезвоню завтра в 10:00.",
        "Без оплаты до 25-го ставим показы на паузу, как в пункте 4.2.",
        "If the shouting goes on, I'll end the call and ring back tomorrow at 10.",
    ):
        assert kinds(text) == set()


@pytest.mark.parametrize("line", ["вы [же]", "да* нет", "a.b", "x ! y", "(вы|мы", "* вы", "вы # не"])
def test_a_rule_that_cannot_be_read_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"a rule|a bracket"):
        index((("blame", "", line),))


def test_every_rule_is_written_as_a_text_is_folded() -> None:
    tables = [row for language in LANGUAGES for row in rows(language)]
    for line in filter(None, (line for *_, lines in tables for line in lines.splitlines())):
        assert line == line.lower().replace("ё", "е"), line
        assert re.compile(compiled(line.lstrip("^~")))
    framed = [row for language in LANGUAGES for row in frame_rows(language)]
    for line in filter(None, (line for _, lines in framed for line in lines.splitlines())):
        assert line == line.lower().replace("ё", "е").replace("'", ""), line
    assert {kind for kind, *_ in (*tables, *framed)} == set(KINDS) - {"capitals", "exclamations"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_the_program_writes_to_a_client_is_marked(language: str) -> None:
    playbook = load_all().playbooks[language]
    own = {"gentle", "firmer", "boundary", "reopen", "says", "asks", "question"}
    own |= {"message", "is_so", "means", "we_do", "by_when", "bare", "plain", "drafts"}
    said = [text for path, text in texts(playbook) if own & set(path)]
    assert len(said) > 150
    interface = load_texts()[language]
    said += [interface(key) for key in ("draft-sorry-date", "draft-sorry-mistake", "reminder-draft_none")]
    for fear in playbook.fears:
        for news in ("good", "bad", "none", None):
            for step in ("Маша чинит фид, срок: пятница", "We’re fixing the feed, by Friday", None):
                line = "За месяц 38 заявок при плане 60" if step else None
                time = "завтра в 12:00" if step else None
                said.append(
                    compose(playbook, fear=fear, news=news, honest=line, next_step=step, time=time, client="Анна")
                )
    assert [(text, check(text)) for text in said if check(text)] == []


@given(st.text(max_size=300))
def test_any_text_is_checked(text: str) -> None:
    flags = check(text)
    assert list(flags) == sorted(flags)
    for flag in flags:
        assert isinstance(flag, Flag)
        assert 0 <= flag.start < flag.end <= len(text)


LONGEST = 4096
GENEROUS = 0.25
"""Seconds of the processor: fifty times what is promised, so that a busy machine fails nothing; a pattern that
backtracks without end takes minutes."""
# Words that begin rules, the letters and marks that patterns turn on, and what they must not run away on.
_NASTY = st.one_of(
    st.sampled_from([f"{key} " for key in sorted(rules())]),
    st.sampled_from(
        ["вы ", "вы, ", "you ", "не ", "ни ", "или ", "either you ", "понимаю ", "i understand ", "скоро "]
    ),
    st.sampled_from(
        ["!", "?!", "…", "... ", ". ", "\n", "«", "»", '"', "“", "'", ">", " ", "—", "-", ",", "а", "A", "БА "]
    ),
    st.text(alphabet="абвы ynоuе.,!?«»\"'-", min_size=1, max_size=6),
)


def spent(text: str) -> float:
    """Processor seconds that the check of the text takes, the better of two."""
    best = GENEROUS
    for _ in range(2):
        before = time.process_time()
        check(text)
        best = min(best, time.process_time() - before)
    return best


@settings(max_examples=60)
@given(st.lists(_NASTY, min_size=1, max_size=6))
def test_no_text_makes_it_run_away(pieces: list[str]) -> None:
    whole = "".join(pieces)
    assert spent((whole * LONGEST)[:LONGEST]) < GENEROUS


def test_what_a_long_message_costs(capsys: pytest.CaptureFixture[str]) -> None:
    check("")
    texts = {
        "ru": "Добрый день, Марина. Вы не прислали тексты, поэтому запуск завтра не получится. Скоро пришлём план. ",
        "en": "Hi Sarah, you didn't send the copy, so the launch moves. We'll send the new plan soon. ",
    }
    with capsys.disabled():
        for language, text in texts.items():
            for most in (LONGEST, 4 * LONGEST):
                cost = spent((text * 250)[:most])
                print(f"\n{most} characters in {language}: {cost * 1000:.1f} ms", end="")
                assert cost < GENEROUS
