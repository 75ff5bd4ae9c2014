"""The playbook: its words, its numbers, and what a wrong file is told."""

from pathlib import Path

import pytest

import bot.playbook
from bot.playbook import PlaybookError, load, load_all
from bot.playbook.check import texts
from bot.protocol.phrase import fill, slots
from bot.protocol.playbook import CadenceRule, Playbook
from tests.wording import gendered, untidy

PLAYBOOKS = load_all()
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
    theirs = load("ru", folder)
    assert theirs.behaviours["insults"].label == "Грубит"
    assert theirs.behaviours["insults"].gentle == ("Раз.", "Два.", "Три.")
    assert theirs.behaviours["insults"].firmer == RU.behaviours["insults"].firmer
    assert theirs.fears == RU.fears
    assert load_all(folder)["en"] == PLAYBOOKS["en"]
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
            "ru.toml: fears.boss.drafts.mixed.[key]: 'mixed', allowed: 'good', 'bad' or",
        ),
        (
            "[fears.boss.cadence]\nfirst = 'hourly'",
            "ru.toml: fears.boss.cadence.first: 'hourly', allowed: 'daily', 'two_d",
        ),
        ("[fears.boss.cadence]\nworking_days = -1", "ru.toml: fears.boss.cadence.working_days: -1, allowed: 0 or more"),
        ("[fears.boss.cadence]\nuntil_date = false", "ru.toml: fears.boss.cadence.until_date: allowed: true together"),
        (INSULTS + "label = 1", "ru.toml: behaviours.insults.label: input should be a valid string"),
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
            "ru.toml: behaviours.insults.fears: boss, boss, ignorant, allow",
        ),
        (
            INSULTS + 'fears = ["boss", "other", "ignorant"]',
            "ru.toml: behaviours.insults.fears: boss, other, ignorant, all",
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
    with pytest.raises(PlaybookError) as refused:
        load("ru", write(tmp_path, theirs))
    lines = str(refused.value).split("\n")
    assert any(line.startswith(told) for line in lines), lines
    assert all(line.startswith("ru.toml: ") for line in lines)


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        (
            '[fears.boss.cadence]\nfirst = "weekly"',
            "en.toml: fears.boss.cadence.first: is daily, allowed: weekly, as in ru",
        ),
        (INSULTS + "silence = true", "en.toml: behaviours.insults.silence: is false, allowed: true, as in ru.toml"),
        (INSULTS + "tense = false", "en.toml: behaviours.insults.tense: is true, allowed: false, as in ru.toml"),
        (
            INSULTS + 'fears = ["deceived", "boss", "ignorant"]',
            "en.toml: behaviours.insults.fears.1: is boss, allowed: dec",
        ),
    ],
)
def test_only_words_may_differ_between_the_languages(tmp_path: Path, theirs: str, told: str) -> None:
    with pytest.raises(PlaybookError) as refused:
        load_all(write(tmp_path, theirs))
    assert str(refused.value).startswith(told)


def test_ids_must_be_in_both_languages(tmp_path: Path) -> None:
    ours = Path(bot.playbook.__file__).with_name("ru.toml").read_text(encoding="utf-8")
    start = ours.index("[behaviours.silent]")
    silent = ours[start : ours.index("\n#", start)].replace("behaviours.silent", "behaviours.sulks")
    with pytest.raises(PlaybookError, match=r"en\.toml: behaviours: is raises_voice, .*silent, allowed: .*sulks"):
        load_all(write(tmp_path, silent))
