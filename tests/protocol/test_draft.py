"""Templates, a person's own words, and the draft that is made of both."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbook.load import load_all
from bot.protocol.debrief.draft import compose
from bot.protocol.debrief.next_step import after_a_label, fault, joined
from bot.protocol.phrase import clause, fill, required, sentence, slots
from bot.protocol.playbook import News, Playbook

PLAYBOOKS = load_all().playbooks
RU = PLAYBOOKS["ru"]
GAP = re.compile(r"[\[\]{}…]|\.\.")
NEWS: tuple[News | None, ...] = ("good", "bad", "none", None)

words = st.one_of(st.none(), st.text(max_size=60), st.text(alphabet="ab Жя.…[]{}!?,—\n", max_size=12))
plain = st.text(alphabet="abвГ 12.,:?", max_size=8)
names = st.sampled_from(["client", "time", "hours"])


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("[{client}, ]возвращаюсь.", {"client": "Марина"}, "Марина, возвращаюсь."),
        ("[{client}, ]возвращаюсь.", {"client": None}, "Возвращаюсь."),
        ("[{client}, ]возвращаюсь.", {"client": "  "}, "Возвращаюсь."),
        ("[{client}, ]«ёлка».", {}, "«Ёлка»."),
        ("[{client}, ]{time} пишу.", {"time": "завтра"}, "Завтра пишу."),
        ("Пишу[, {hours}]. Давайте.", {}, "Пишу. Давайте."),
        ("Пишу[, {hours}]. Давайте.", {"hours": "с 10 до 19"}, "Пишу, с 10 до 19. Давайте."),
        ("Пишу {time}.", {}, None),
        ("Пишу {time}.", {"time": ""}, None),
        ("Пишу[ {client} {time}].", {"client": "Анне"}, "Пишу."),
        ("Пишу {time}.", {"time": "{client} [завтра]"}, "Пишу {client} [завтра]."),
        ("", {}, ""),
    ],
)
def test_fill(template: str, values: dict[str, str | None], said: str | None) -> None:
    assert fill(template, **values) == said


@pytest.mark.parametrize("template", ["[a", "a]", "{a", "a}", "[[{a}]]", "[a]", "{}", "{a b}", "[{a}", "{[a]}"])
def test_a_template_that_cannot_be_read_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"brackets don't match|holds no slot"):
        fill(template, a="x")


@st.composite
def templates(draw: st.DrawFn) -> str:
    pieces = st.one_of(
        plain,
        names.map(lambda name: f"{{{name}}}"),
        st.tuples(plain, names, plain).map(lambda part: f"[{part[0]}{{{part[1]}}}{part[2]}]"),
    )
    return "".join(draw(st.lists(pieces, max_size=6)))


@given(templates(), st.dictionaries(names, st.one_of(st.none(), plain)))
def test_fill_leaves_no_gap_and_gives_nothing_exactly_when_a_required_value_is_missing(
    template: str, values: dict[str, str | None]
) -> None:
    said = fill(template, **values)
    given_names = {name for name, value in values.items() if value and value.strip()}
    assert (said is None) == bool(required(template) - given_names)
    assert said is None or not set("[]{}") & set(said)


@given(templates())
def test_fill_with_every_value_keeps_every_word(template: str) -> None:
    values = {name: f"<{name}>" for name in slots(template)}
    said = fill(template, **values)
    assert said == re.sub(r"\{(\w+)\}", r"<\1>", template).replace("[", "").replace("]", "")


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("макета не будет", "Макета не будет."),
        (" Макета  не\nбудет. ", "Макета не будет."),
        ("успеем?", "Успеем?"),
        ("он сказал «нет.»", "Он сказал «нет.»"),
        ("срок сорван,", "Срок сорван."),
        ("срок сорван. –", "Срок сорван."),
        ("будет… завтра", "Будет — завтра."),
        ("ждём... Завтра скажем", "Ждём. Завтра скажем."),
        ("что делать?.. Ждать", "Что делать? Ждать."),
        ("вот так…", "Вот так."),
        ("по [ссылке] и {тут}", "По (ссылке) и (тут)."),
        ("…", None),
        ("[ ]", None),
        ("  ", None),
        ("", None),
        (None, None),
    ],
)
def test_sentence(own: str | None, said: str | None) -> None:
    assert sentence(own) == said


@given(words)
def test_own_words_are_made_whole_once(own: str | None) -> None:
    said = sentence(own)
    if said is not None:
        assert sentence(said) == said
        assert re.search(r"[.?!][»”\"’)]*$", said)
        assert not GAP.search(said)
        part = clause(own)
        assert part
        assert part[-1] not in ".?!,;: "


@pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=PLAYBOOKS)
@given(data=st.data())
def test_a_draft_is_whole_whatever_is_missing(playbook: Playbook, data: st.DataObject) -> None:
    draft = compose(
        playbook,
        fear=data.draw(st.sampled_from(sorted(playbook.fears))),
        news=data.draw(st.sampled_from(NEWS)),
        honest=data.draw(words),
        next_step=data.draw(words),
        time=data.draw(words),
        client=data.draw(words),
        opener=data.draw(words),
    )
    assert not GAP.search(draft)
    assert len(re.findall(r"[.?!](?=[\s»”)\"’]|$)", draft)) >= 2
    assert "  " not in draft
    assert draft == draft.strip()


@pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=PLAYBOOKS)
@pytest.mark.parametrize("news", NEWS)
def test_a_draft_of_plain_answers_has_two_to_five_sentences_and_fits_most_times(
    playbook: Playbook, news: News | None
) -> None:
    for fear in playbook.fears:
        for part in (None, "второй дизайнер уже в работе"):
            draft = compose(
                playbook,
                fear=fear,
                news=news,
                honest=part and "Макета сегодня не будет",
                next_step=part,
                time=part and "завтра в 12:00",
                client=part and "Марина",
            )
            assert 2 <= len(re.findall(r"[.?](?=\s|$)", draft)) <= 5
            assert len(draft) <= 256


def test_a_draft_reads_as_a_message() -> None:
    given_answers = {"honest": "макета сегодня не будет", "next_step": "подключаем второго дизайнера."}
    assert compose(RU, fear="boss", news="bad", time="завтра в 12:00", client="Марина", **given_answers) == (
        "Марина, новость неприятная; пишу сразу, чтобы у вас было время подготовиться. Макета сегодня не будет. "
        "Если вас об этом спросят, помогу объяснить. Подключаем второго дизайнера. "
        "Напишу завтра в 12:00, как продвинулись."
    )
    english = compose(
        PLAYBOOKS["en"],
        fear="deceived",
        news="none",
        honest=None,
        next_step=None,
        time="tomorrow at 10:00",
        client=None,
    )
    assert english == (
        "I know waiting isn’t easy; no news yet, I’m writing so you don’t have to wonder. "
        "I can show you what we have so far. "
        "You’ll hear from me tomorrow at 10:00, news or not."
    )


@pytest.mark.parametrize("news", ["good", "bad", None])
@pytest.mark.parametrize("honest", [None, " ", "…"])
def test_without_an_honest_line_news_is_not_announced(news: News | None, honest: str | None) -> None:
    draft = compose(RU, fear="boss", news=news, honest=honest, next_step=None, time="завтра в 10:00", client="Марина")
    assert draft == (
        "Марина, понимаю, что ждать ответа непросто. Вашим вопросом занимаюсь я, собираю полный ответ. "
        "Напишу вам завтра в 10:00, с ответом или без него."
    )


@pytest.mark.parametrize("fear", RU.fears)
def test_an_honest_line_is_said_even_where_no_tone_of_news_was_picked(fear: str) -> None:
    answers = {"honest": "за месяц 38 заявок при плане 60", "next_step": "отключаем два объявления"}
    assert compose(RU, fear=fear, news=None, time="завтра в 10:00", client="Марина", **answers) == (
        "Марина, понимаю, что ситуация непростая; вот где мы сейчас. За месяц 38 заявок при плане 60. "
        "Отключаем два объявления. Напишу вам завтра в 10:00."
    )
    assert compose(RU, fear=fear, news=None, time=None, client=None, **answers).endswith(
        "К какому сроку вам нужен ответ? Скажу сразу, успеваем ли."
    )
    english = compose(
        PLAYBOOKS["en"], fear=fear, news=None, honest="no layout today", next_step=None, time=None, client="Ann"
    )
    assert english == (
        "Ann, I know this isn’t easy; here’s where we are. No layout today. "
        "When do you need an answer by? I’ll tell you straight if we can make it."
    )


@pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=PLAYBOOKS)
def test_no_news_stands_without_an_honest_line_and_promises_none_of_its_own(playbook: Playbook) -> None:
    answers = {"honest": None, "next_step": None, "time": None, "client": None}
    for fear, of_it in playbook.fears.items():
        draft = compose(playbook, fear=fear, news="none", **answers)
        assert draft != compose(playbook, fear=fear, news=None, **answers)
        assert draft.endswith(of_it.drafts["none"].no_time)


def test_no_time_asks_for_one_in_place_of_the_last_sentence() -> None:
    answers = {"honest": "счёт оплачен", "next_step": None, "client": None}
    draft = compose(RU, fear="other", news="good", time=None, **answers)
    assert draft.endswith(RU.fears["other"].drafts["good"].no_time)
    timed = compose(RU, fear="other", news="good", time="завтра в 10:00", **answers)
    assert timed.endswith("Напишу вам завтра в 10:00.")


def test_an_opener_takes_the_place_of_the_first_sentence() -> None:
    answers = {"honest": None, "next_step": None, "time": "завтра в 10:00", "client": "Марина"}
    opened = compose(RU, fear="boss", news=None, opener="Мой ответ опоздал, вот что известно", **answers)
    own = compose(RU, fear="boss", news=None, **answers)
    assert opened.split(". ")[0] == "Мой ответ опоздал, вот что известно"
    assert opened.split(". ")[1:] == own.split(". ")[1:]


def test_a_name_keeps_its_full_stop() -> None:
    answers = {"honest": None, "next_step": None, "time": None}
    assert compose(RU, fear="boss", news=None, client="Орлова М. П.", **answers).startswith("Орлова М. П., понимаю")
    assert compose(RU, fear="boss", news=None, client="Анна,", **answers).startswith("Анна, понимаю")


@pytest.mark.parametrize(
    ("do", "by", "said"),
    [
        ("I’m fixing the feed with Anna", "Friday at 15:00", "I’m fixing the feed with Anna, by Friday at 15:00"),
        (
            "We’re collecting the data by hand",
            "by Friday at 10:00",
            "We’re collecting the data by hand, by Friday at 10:00",
        ),
        ("I’ll redo it with Raj.", "Tomorrow", "I’ll redo it with Raj, tomorrow"),
        ("Маша переделывает макет.", "не знаю", "Маша переделывает макет"),
        ("Маша переделывает макет", "До среды", "Маша переделывает макет, до среды"),
        ("Собираем данные вручную", "Пятница, 10:00", "Собираем данные вручную, срок: пятница, 10:00"),
        ("Чиним фид", "17:00", "Чиним фид, срок: 17:00"),
        ("Чиним: пиксель и фид", "пятница", "Чиним: пиксель и фид. Срок — пятница"),
        ("Fixing: pixel and feed", "Friday", "Fixing: pixel and feed, by Friday"),
        (
            "Подключили дизайнера.",
            "Завтра в 12:00 покажем вариант.",
            "Подключили дизайнера. Завтра в 12:00 покажем вариант",
        ),
        ("Анна чинит", "пока не знаем, назовём в пятницу в 10", "Анна чинит. Пока не знаем, назовём в пятницу в 10"),
        ("не знаю", "пятница", None),
        (None, "пятница", None),
        *(
            ("Олег чинит фид", unknown, "Олег чинит фид")
            for unknown in (
                *(
                    "не знаю",
                    "Не знаю.",
                    "пока не знаем",
                    "Неизвестно",
                    "хз",
                    "срока нет",
                    "без понятия",
                    "пока непонятно",
                    "нет",
                ),
                *(
                    "don’t know",
                    "I don't know yet",
                    "not sure",
                    "no idea",
                    "TBD",
                    "n/a",
                    "no date yet",
                    "we’ll see",
                    "?",
                    "-",
                ),
            )
        ),
    ],
)
def test_the_next_step_keeps_its_letters_and_says_no_unknown_date(do: str | None, by: str, said: str | None) -> None:
    assert joined(do, by) == said


@pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=PLAYBOOKS)
@pytest.mark.parametrize("news", NEWS)
@pytest.mark.parametrize(
    "step", ["I’m on it with Anna, by Friday at 15:00", "Маша чинит фид, срок: пятница, 10:00", "Подключили SEO"]
)
def test_a_step_stands_in_the_draft_as_it_was_written(playbook: Playbook, news: News | None, step: str) -> None:
    for fear in playbook.fears:
        draft = compose(
            playbook, fear=fear, news=news, honest="Макета нет", next_step=step, time="завтра", client="Анна"
        )
        assert f" {step}." in draft
        assert all(part.count(":") <= 1 for part in re.split(r"[.?] ", re.sub(r"\d:\d", "", draft)))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Что делаем: {next_step}.", "Что делаем: подключаем второго дизайнера."),
        ("Next: {next_step}.", "Next: подключаем второго дизайнера."),
    ],
)
def test_after_a_label_only_a_word_that_is_no_name_gets_a_small_letter(template: str, said: str) -> None:
    assert fill(template, next_step=after_a_label("Подключаем второго дизайнера")) == said
    for own in ("Анна чинит", "I’m on it", "Маша переделывает", "SEO чинит Олег", "Friday works", "Вадим занят"):
        assert after_a_label(own) == own


@pytest.mark.parametrize(
    ("honest", "what"),
    [
        ("Макет обещали сегодня, сегодня его не будет.", "date"),
        ("Мы не успеем к пятнице", "date"),
        ("не успеваем к пятнице", "date"),
        ("We promised the layout for today and it won’t be ready.", "date"),
        ("We ran an ad with the old price.", "mistake"),
        ("Мы ошиблись в ставке", "mistake"),
        ("За месяц 38 заявок при плане 60.", None),
        ("Вы не прислали тексты, запуск сдвигается", None),
        ("Простите, мы не успели", None),
        ("Площадка перенесла старт", None),
        (None, None),
    ],
)
def test_what_we_did_wrong_is_read_in_the_honest_line(honest: str | None, what: str | None) -> None:
    assert fault(honest) == what


def test_where_the_fault_is_ours_the_draft_says_so_in_one_sentence() -> None:
    answers = {"honest": "мы не успеем к пятнице", "next_step": "Маша переделывает макет", "client": "Анна"}
    sorry = "Простите, что подвели с датой."
    draft = compose(RU, fear="boss", news="bad", time="завтра в 12:00", sorry=sorry, **answers)
    assert draft == (
        "Анна, новость неприятная; пишу сразу, чтобы у вас было время подготовиться. Мы не успеем к пятнице. "
        "Простите, что подвели с датой. Маша переделывает макет. Напишу завтра в 12:00, как продвинулись."
    )
    assert sorry in compose(RU, fear="boss", news=None, time="завтра в 12:00", sorry=sorry, **answers)
    assert sorry not in compose(RU, fear="boss", news="good", time="завтра в 12:00", sorry=sorry, **answers)


@pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=PLAYBOOKS)
@pytest.mark.parametrize("news", NEWS)
def test_every_draft_but_good_news_names_the_trouble_before_it_goes_on(playbook: Playbook, news: News | None) -> None:
    named = re.compile("непрост|неприятн|спросят|isn’t (?:easy|good)|problem|bad news|asked about")
    for fear in playbook.fears:
        for honest in ("Макета нет", None):
            draft = compose(playbook, fear=fear, news=news, honest=honest, next_step=None, time="завтра", client=None)
            assert named.search(draft.partition(".")[0]) or (news == "good" and honest)
