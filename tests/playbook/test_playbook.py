"""The playbook: its words, its numbers, and what a wrong file is told."""

import contextlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.playbook.check import faults, texts
from bot.playbook.command import init
from bot.playbook.lines import holds, line_of
from bot.playbook.load import PlaybookError, _playbook, load_all, parse
from bot.playbook.overlay import laid_over
from bot.protocol.phrase import fill, slots
from bot.protocol.playbook import CadenceRule, Playbook
from tests.own_playbook import fourth_fear
from tests.wording import gendered, untidy

PLAYBOOKS = load_all().playbooks
RU = PLAYBOOKS["ru"]
LONG_TIME = {"ru": "в понедельник, 30 ноября, в 10:15", "en": "on Wednesday, 30 November, at 10:15"}
both = pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=PLAYBOOKS)


def phrases(playbook: Playbook) -> list[str]:
    """Everything that is said or sent to the client as it stands."""
    said = [
        phrase
        for behaviour in playbook.behaviours.values()
        for phrase in (*behaviour.gentle, *behaviour.firmer, *behaviour.boundary)
    ]
    for fear in playbook.fears.values():
        said.extend((*fear.asks, *fear.says, fear.test.question))
    return [*said, *playbook.reopen, *(example.message for example in playbook.examples)]


@both
def test_every_phrase_can_be_said_as_it_stands(playbook: Playbook) -> None:
    for phrase in phrases(playbook):
        for values in (
            {"time": LONG_TIME[playbook.language], "hours": "с 10 до 19"},
            {"time": "завтра в 10:00", "hours": None},
        ):
            said = fill(phrase, **values)
            assert said is not None
            assert not set("[]{}…!") & set(said), said
            assert said[0] in "«“" or said[0].isupper() or said[0].isdigit(), said
            assert said.rstrip("»”")[-1] in ".?", said


@both
def test_what_is_said_on_a_call_fits_a_copy_button(playbook: Playbook) -> None:
    for behaviour in playbook.behaviours.values():
        for phrase in (*behaviour.gentle, *behaviour.firmer, *behaviour.boundary):
            said = fill(phrase, time=LONG_TIME[playbook.language], hours="с 10 до 19")
            assert said is not None
            assert len(said) <= 256


@both
def test_texts_are_tidy(playbook: Playbook) -> None:
    assert {path: wrong for path, text in texts(playbook) if (wrong := untidy(text, playbook.language))} == {}


def test_nobody_is_given_a_gender() -> None:
    assert {path: found for path, text in texts(RU) if (found := gendered(text))} == {}


def test_both_languages_hold_as_many_texts() -> None:
    ours = [path for path, _ in texts(RU)]
    assert ours == [path for path, _ in texts(PLAYBOOKS["en"])]
    assert len(ours) > 300


def test_both_languages_have_the_same_slots() -> None:
    english = dict(texts(PLAYBOOKS["en"]))
    assert [path for path, text in texts(RU) if slots(text) != slots(english[path])] == []


def test_cadences_are_those_of_the_protocol() -> None:
    def rule(fear: str) -> tuple[str, int, str, bool, bool]:
        cadence: CadenceRule = RU.fears[fear].cadence
        return cadence.first, cadence.working_days, cadence.then, cadence.until_date, cadence.recap

    assert rule("deceived") == ("two_days", 10, "weekly", False, False)
    assert rule("boss") == ("daily", 10, "weekly", True, False)
    assert rule("ignorant")[0] == rule("ignorant")[2] == "weekly"
    assert rule("ignorant")[4]
    assert rule("other") == rule("unknown") == ("two_days", 10, "weekly", False, False)


def test_tense_are_shouting_insults_and_threats() -> None:
    assert [name for name, behaviour in RU.behaviours.items() if behaviour.tense] == [
        "raises_voice",
        "insults",
        "threatens",
    ]
    assert len(RU.behaviours) == 8


def test_only_in_silence_there_was_no_talk() -> None:
    for playbook in PLAYBOOKS.values():
        assert [name for name, behaviour in playbook.behaviours.items() if behaviour.silence] == ["silent"]


def test_a_fear_of_the_managers_own_is_named_in_their_words() -> None:
    assert RU.named("other", " боится проверки ") == "боится проверки"
    assert RU.named("other", " ") == RU.named("other", None) == RU.fears["other"].short
    assert RU.named("boss", "боится проверки") == RU.fears["boss"].short
    with pytest.raises(KeyError):
        RU.named("none", None)


def write(folder: Path, text: str, language: str = "ru") -> Path:
    (folder / f"{language}.toml").write_text(text, encoding="utf-8")
    return folder


def test_an_agency_lays_its_own_words_over_ours(tmp_path: Path) -> None:
    folder = write(tmp_path, '[behaviours.insults]\nlabel = "Грубит"\ngentle = ["Раз.", "Два.", "Три."]\n')
    theirs = load_all(folder).playbooks["ru"]
    assert theirs.behaviours["insults"].label == "Грубит"
    assert theirs.behaviours["insults"].gentle == ("Раз.", "Два.", "Три.")
    assert theirs.behaviours["insults"].firmer == RU.behaviours["insults"].firmer
    assert theirs.fears == RU.fears
    assert load_all(folder).playbooks["en"] == PLAYBOOKS["en"]
    assert tuple(theirs.behaviours) == tuple(RU.behaviours)


INSULTS = "[behaviours.insults]\n"
BOSS = "[fears.boss]\n"


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        ("= 1", "ru.toml: can't be read: Invalid statement"),
        ('[behaviours.sulks]\nlabel = "Дуется"', "ru.toml: behaviours.sulks.behind: is missing"),
        (
            INSULTS + "lable = 1",
            "ru.toml: behaviours.insults.lable: is unknown, allowed: label, behind, gentle, firmer",
        ),
        ("[bare]\nx = 1", "ru.toml: bare.x: is unknown, allowed: sentences, no_time"),
        (
            "[fears.boss.drafts.good]\nx = 1",
            "ru.toml: fears.boss.drafts.good.x: is unknown, allowed: sentences, no_time",
        ),
        (
            "[fears.boss.drafts.mixed]\nx = 1",
            "ru.toml: fears.boss.drafts.mixed: 'mixed', allowed: 'good', 'bad' or",
        ),
        (
            "[fears.boss.cadence]\nfirst = 'hourly'",
            "ru.toml: fears.boss.cadence.first: 'hourly', allowed: 'daily', 'two_d",
        ),
        ("[fears.boss.cadence]\nworking_days = -1", "ru.toml: fears.boss.cadence.working_days: -1, allowed: 0 to 366"),
        ("[fears.boss.cadence]\nuntil_date = false", "ru.toml: fears.boss.cadence.until_date: allowed: true together"),
        (INSULTS + "label = 1", "ru.toml: behaviours.insults.label: is 1, allowed: text in quotes"),
        (
            INSULTS + 'label = "Очень длинная подпись кнопки"',
            "ru.toml: behaviours.insults.label: has 28 characters, allow",
        ),
        (INSULTS + 'gentle = ["Раз.", "Два."]', "ru.toml: behaviours.insults.gentle: 2 phrases, allowed: 3"),
        (
            INSULTS + 'gentle = ["Раз.", "Два.", "Три!"]',
            "ru.toml: behaviours.insults.gentle.3: holds an exclamation mark",
        ),
        (INSULTS + 'gentle = ["Раз.", "Два.", "Три"]', "ru.toml: behaviours.insults.gentle.3: doesn't end a sentence"),
        (
            INSULTS + 'gentle = ["Раз.", "Два…", "Три."]',
            "ru.toml: behaviours.insults.gentle.2: holds dots in place of wo",
        ),
        (INSULTS + 'gentle = ["Раз.", " Два.", "Три."]', "ru.toml: behaviours.insults.gentle.2: is blank or has space"),
        (INSULTS + 'gentle = ["Раз.", "", "Три."]', "ru.toml: behaviours.insults.gentle.2: is blank or has space"),
        (
            INSULTS + 'gentle = ["Раз.", "В  два.", "Три."]',
            "ru.toml: behaviours.insults.gentle.2: holds two spaces in a",
        ),
        (
            INSULTS + 'gentle = ["Раз.", "{client}, два.", "Три."]',
            "ru.toml: behaviours.insults.gentle.2: holds client, al",
        ),
        (INSULTS + 'gentle = ["Раз.", "[Два.", "Три."]', "ru.toml: behaviours.insults.gentle.2: brackets don't match"),
        (
            INSULTS + f'gentle = ["Раз.", "{"Д" * 160}.", "Три."]',
            "ru.toml: behaviours.insults.gentle.2: has 161 characters",
        ),
        (INSULTS + 'behind = "Звонит {time}."', "ru.toml: behaviours.insults.behind: holds time, allowed: none"),
        (
            INSULTS + 'fears = ["boss", "boss", "ignorant"]',
            "ru.toml: behaviours.insults.fears: boss, boss, ignorant",
        ),
        (
            INSULTS + 'fears = ["boss", "other", "ignorant"]',
            "ru.toml: behaviours.insults.fears: boss, other, ignorant",
        ),
        (BOSS + "own_words = true", "ru.toml: fears: own_words is set in boss, other, allowed: exactly one"),
        (BOSS + "says = []", "ru.toml: fears.boss.says: is empty, allowed: at least one text"),
        (BOSS + 'avoids = ["Жаргон"]', "ru.toml: fears.boss.avoids.1: has no reason, allowed: what to avoid"),
        ("reopen = []", "ru.toml: reopen: is empty, allowed: at least one phrase"),
        ('[bare]\nsentences = ["Раз."]', "ru.toml: bare.sentences: 1, allowed: 2 to 5"),
        (
            '[bare]\nsentences = ["{client}, раз.", "Пишу {time}."]',
            "ru.toml: bare.sentences.1: needs client, allowed: plac",
        ),
        ('[bare]\nsentences = ["Раз.", "Пишу."]', "ru.toml: bare.sentences.2: needs none, allowed: exactly time"),
        (
            '[bare]\nsentences = ["Раз.", "До {time}.", "Пишу {time}."]',
            "ru.toml: bare.sentences: time stands before the la",
        ),
        (
            '[bare]\nsentences = ["Раз.", "{honest}", "Пишу {time}."]',
            "ru.toml: bare.sentences: allowed: none with honest",
        ),
        ('[bare]\nno_time = "Пишу {time}."', "ru.toml: bare.no_time: needs time, allowed: none"),
        ('[plain]\nsentences = ["Раз.", "Пишу {time}."]', "ru.toml: plain.sentences: allowed: one with honest"),
        (
            '[plain]\nsentences = ["Раз {hours}.", "{honest}", "Пишу {time}."]',
            "ru.toml: plain.sentences.1: holds hours, allowed: client, honest, next_step, time",
        ),
        (
            '[plain]\nsentences = ["Раз.", "{honest}", "Пишу {time}"]',
            "ru.toml: plain.sentences.3: doesn't end a sentence",
        ),
        ('language = "en"', "ru.toml: language: is 'en', allowed: 'ru'"),
    ],
)
def test_a_wrong_file_is_told_where_and_what_is_allowed(tmp_path: Path, theirs: str, told: str) -> None:
    lines = refused(write(tmp_path, theirs))
    assert any(re.sub(r"^ru\.toml:\d+", "ru.toml", line).startswith(told) for line in lines), lines
    assert all(re.match(r"ru\.toml(:\d+)?: ", line) for line in lines), lines


def refused(folder: Path) -> list[str]:
    """What is told of the playbook in the folder."""
    with pytest.raises(PlaybookError) as error:
        load_all(folder)
    return str(error.value).split("\n")


def test_every_mistake_is_told_with_the_line_on_which_it_stands(tmp_path: Path) -> None:
    theirs = """
[behaviours.insults]
gentle = [
    "Раз.",
    "Два!",
    "Три.",
]

[fears]
boss.says = ["Соберём страницу"]
boss.cadence = { first = "daily", then = "weekly", working_days = -1, until_date = true, text = "Так." }
"""
    assert {tuple(line.split(": ")[:2]) for line in refused(write(tmp_path, theirs))} == {
        ("ru.toml:5", "behaviours.insults.gentle.2"),
        ("ru.toml:10", "fears.boss.says.1"),
        ("ru.toml:11", "fears.boss.cadence.working_days"),
    }


def test_what_one_file_says_of_cadences_and_flags_holds_in_all_languages(tmp_path: Path) -> None:
    books = load_all(
        write(tmp_path, "[fears.boss.cadence]\nfirst = 'weekly'\n[behaviours.blames]\ntense = true")
    ).playbooks
    for playbook in books.values():
        assert playbook.fears["boss"].cadence.first == "weekly"
        assert playbook.behaviours["blames"].tense
    assert books["en"].fears["boss"].says == PLAYBOOKS["en"].fears["boss"].says


def test_two_files_that_disagree_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "[fears.boss.cadence]\nfirst = 'weekly'")
    lines = refused(write(tmp_path, "\n[fears.boss.cadence]\nfirst = 'two_days'", "en"))
    assert lines == ["en.toml:3: fears.boss.cadence.first: is two_days, allowed: weekly, as in ru.toml"]


def test_a_fear_that_one_file_adds_is_there_in_all_languages_and_said_to_be_in_its_words(tmp_path: Path) -> None:
    book = load_all(write(tmp_path, fourth_fear("ru")))
    for playbook in book.playbooks.values():
        assert list(playbook.fears) == ["deceived", "boss", "ignorant", "budget", "other", "unknown"]
        assert all(behaviour.fears[-1] == "budget" for behaviour in playbook.behaviours.values())
        assert playbook.fears["budget"].label == "Урежут бюджет"
    assert book.remarks == ("en.toml: fears.budget: isn't there, so its words are those of ru.toml",)
    both_there = load_all(write(tmp_path, fourth_fear("en"), "en"))
    assert both_there.remarks == ()
    assert both_there.playbooks["en"].fears["budget"].label == "Budget will be cut"


def test_a_fear_or_a_behaviour_can_be_taken_away(tmp_path: Path) -> None:
    book = load_all(write(tmp_path, "fears.ignorant = false\nbehaviours.silent = false", "en"))
    for playbook in book.playbooks.values():
        assert "ignorant" not in playbook.fears
        assert "silent" not in playbook.behaviours
        assert all(sorted(behaviour.fears) == ["boss", "deceived"] for behaviour in playbook.behaviours.values())
    assert any(": unknown is set in none" in line for line in refused(write(tmp_path, "fears.unknown = false")))


def test_no_behaviour_or_no_named_fear_is_no_playbook(tmp_path: Path) -> None:
    none = "\n".join(f"behaviours.{name} = false" for name in RU.behaviours)
    assert any("behaviours: is empty" in line for line in refused(write(tmp_path, none)))
    none = "\n".join(f"fears.{name} = false" for name in ("deceived", "boss", "ignorant"))
    assert any("fears: none has a name" in line for line in refused(write(tmp_path, none)))


def test_a_folder_without_a_playbook_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path) == [f"{tmp_path}: holds no playbook, allowed: ru.toml or en.toml"]
    assert refused(tmp_path / "no") == [f"{tmp_path / 'no'}: there is no such folder"]
    (tmp_path / "ru.toml").write_bytes(b"label = '\xff'")
    assert refused(tmp_path) == ["ru.toml: can't be read: it isn't UTF-8"]


def test_what_is_stored_of_a_book_gives_the_same_playbooks(tmp_path: Path) -> None:
    book = load_all(write(tmp_path, fourth_fear("ru")))
    assert parse(book.content) == book.playbooks
    assert book.fingerprint == load_all(tmp_path).fingerprint != load_all().fingerprint


_KEYS = st.text("abc", min_size=1, max_size=3)
_VALUES = st.one_of(
    st.integers(0, 9),
    st.text("xyz\n'\"[]=# я", max_size=8),
    st.lists(st.text('xyz]"#', max_size=4), max_size=4),
)
_TREES = st.recursive(
    st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=3),
    lambda inner: st.dictionaries(_KEYS, st.one_of(_VALUES, inner), min_size=1, max_size=3),
    max_leaves=8,
)


def _written(data: dict[str, Any], path: tuple[str, ...], out: list[str], lines: dict[tuple[str, ...], int]) -> None:
    """Writes the tables out, each value on lines of its own, and notes where each stands."""
    if path:
        out.append(f"[{'.'.join(path)}]")
        lines[path] = len(out)
    for key, value in data.items():
        if not isinstance(value, dict):
            lines[(*path, key)] = len(out) + 1
            if isinstance(value, list):
                out.append(f"{key} = [")
                for number, item in enumerate(value, 1):
                    out.append(f"  {json.dumps(item, ensure_ascii=False)},")
                    lines[(*path, key, str(number))] = len(out)
                out.append("]")
            else:
                out.extend(f"{key} = {json.dumps(value, ensure_ascii=False)}  # {key}".split("\n"))
    for key, value in data.items():
        if isinstance(value, dict):
            _written(value, (*path, key), out, lines)


@given(_TREES)
def test_every_key_is_found_on_its_line(tree: dict[str, Any]) -> None:
    out: list[str] = []
    lines: dict[tuple[str, ...], int] = {}
    _written(tree, (), out, lines)
    text = "\n".join(out)
    data = tomllib.loads(text)
    assert data == tree
    for path, line in lines.items():
        assert holds(data, path)
        assert line_of(text, path) == line, (path, text)


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        (fourth_fear("ru").replace("fears.budget", 'fears."bud.get"'), "fears.bud.get: allowed as a name: up to 20 of"),
        (fourth_fear("ru").replace("fears.budget", "fears." + "b" * 21), "allowed as a name: up to 20 of"),
        (fourth_fear("ru").replace("fears.budget", "fears.back"), "fears.back: the name is taken by the program"),
        (fourth_fear("ru").replace("fears.budget", "fears.page2"), "fears.page2: the name is taken by the program"),
        (
            "".join(fourth_fear("ru", label=f"Опасение {n}").replace(".budget", f".b{n}") for n in range(6)),
            "has 11 entr",
        ),
        (BOSS + 'label = "Уже обманывали"', "fears.boss.label: is that of deceived too, allowed: one of its own"),
        (BOSS + f'tell = "{"я" * 81}"', "fears.boss.tell: has 81 characters, allowed: 80"),
        (BOSS + f'inside = "{"я" * 301}"', "fears.boss.inside: has 301 characters, allowed: 300"),
        ("examples = []", "examples: is empty, allowed: at least one"),
        (INSULTS + 'fears = ["boss", ["x"]]', "behaviours.insults.fears.2: is ['x'], allowed: text in quotes"),
    ],
)
def test_what_a_screen_or_a_button_could_not_carry_is_refused(tmp_path: Path, theirs: str, told: str) -> None:
    assert any(told in line for line in refused(write(tmp_path, theirs)))


OURS = json.loads(load_all().content)
_JUNK = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text("aя{}[] …!", max_size=9), st.just(False)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("abя. ", max_size=4), inner, max_size=3)
    ),
    max_leaves=4,
)
_PATHS = st.sampled_from(
    [
        *(("fears",), ("behaviours",), ("fears", "boss"), ("fears", "new"), ("behaviours", "insults"), ("bare",)),
        *(("fears", "boss", key) for key in ("cadence", "drafts", "asks", "test", "label", "own_words", "unknown")),
        *(("behaviours", "insults", key) for key in ("fears", "gentle", "tense", "label")),
        *(("fears", "boss", "drafts", "good"), ("fears", "boss", "cadence", "first"), ("examples",), ("language",)),
    ]
)


@given(_PATHS, _JUNK)
def test_whatever_stands_in_a_file_is_told_in_lines_or_taken(path: tuple[str, ...], junk: object) -> None:
    theirs: Any = junk
    for key in reversed(path):
        theirs = {key: theirs}
    merged, _ = laid_over(OURS, {"ru": theirs})
    assert set(merged) == {"ru", "en"}
    with contextlib.suppress(ValidationError):
        list(faults(_playbook(merged["ru"])))


def test_what_both_files_add_in_part_stands_in_one_order(tmp_path: Path) -> None:
    def named(language: str, *names: str) -> str:
        words = (fourth_fear(language, label=f"Иное {name}").replace(".budget", f".{name}") for name in names)
        return "".join(words)

    write(tmp_path, named("ru", "aaa", "bbb"))
    books = load_all(write(tmp_path, named("en", "bbb", "ccc"), "en")).playbooks
    assert [list(book.fears)[3:] for book in books.values()] == [["aaa", "bbb", "ccc", "other", "unknown"]] * 2


def test_a_change_in_one_of_two_whole_files_holds_in_both(tmp_path: Path) -> None:
    assert init(tmp_path)[0] == 0
    ours = (tmp_path / "ru.toml").read_text(encoding="utf-8")
    boss = ours[ours.index("[fears.boss]") : ours.index("[fears.ignorant]")]
    (tmp_path / "ru.toml").write_text(ours.replace(boss, boss.replace('first = "daily"', 'first = "weekly"')), "utf-8")
    assert {book.fears["boss"].cadence.first for book in load_all(tmp_path).playbooks.values()} == {"weekly"}
    (tmp_path / "ru.toml").write_text("fears.boss = false\n" + ours.replace(boss, ""), "utf-8")
    assert not any("boss" in book.fears for book in load_all(tmp_path).playbooks.values())


@pytest.mark.parametrize(
    ("ru", "en"),
    [
        ("fears = 1", '[fears.newone]\nlabel="x"'),
        ("behaviours = true", '[behaviours.newone]\nlabel="x"'),
        (f"x = {'[' * 5000}{']' * 5000}", ""),
        (f"x = {'1' * 5000}", ""),
        ('behaviours.raises_voice.tense = "off"', ""),
        ("fears.other.own_words = 1", ""),
        ('fears.boss.cadence.working_days = "5"', ""),
        ('fears.deceived.label = "\\u200b"', ""),
    ],
)
def test_no_file_is_too_odd_for_plain_lines(tmp_path: Path, ru: str, en: str) -> None:
    write(tmp_path, ru)
    assert all(line.startswith(("ru.toml", "en.toml")) for line in refused(write(tmp_path, en, "en")))


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    write(tmp_path, "", "en")
    (tmp_path / "ru.toml").mkdir()
    assert refused(tmp_path) == ["ru.toml: can't be read: it is no file"]
    (tmp_path / "ru.toml").rmdir()
    (tmp_path / "ru.toml").symlink_to(tmp_path / "nowhere")
    assert refused(tmp_path) == ["ru.toml: can't be read: No such file or directory"]
    assert refused(tmp_path / ("a" * 300)) == [f"{tmp_path / ('a' * 300)}: can't be read: File name too long"]


@pytest.mark.parametrize(
    "odd",
    [
        "label = 1",
        "label = []",
        "label = {}",
        'firmer = "x"',
        "firmer = 7",
        "fears = 1",
        'fears = {a = "b"}',
        "a = 1979-05-27",
        "label = inf",
    ],
)
def test_no_library_tells_a_person_what_is_wrong(odd: str, tmp_path: Path) -> None:
    """Whatever stands in the place of what belongs there."""
    (tmp_path / "ru.toml").write_text(INSULTS + odd, "utf-8")
    with pytest.raises(PlaybookError) as wrong:
        load_all(tmp_path)
    assert not [word for word in ("input should", "valid ", "error,", "pydantic") if word in str(wrong.value).lower()]
