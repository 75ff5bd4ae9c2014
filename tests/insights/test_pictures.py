"""The pictures and their readings: in both languages, of nothing, of one, of a few and of many."""

import struct
import sys
import warnings

import pytest

from bot import app
from bot.insights.periods import DAYS, Period
from bot.insights.pictures import Bars, Columns, Dots, Stems, decode, encode
from bot.insights.records import Follow, Rows, Talk
from bot.insights.stats import LISTED, count
from bot.screens.builder import cut
from bot.screens.charts import charted
from bot.screens.insights import insights_screen, mean
from bot.viewmodels.insights import KINDS
from tests.insights.rows import DAY, LONG, NAMES, NOW, seen
from tests.voices import VOICES
from tests.wording import gendered, untidy

LOADED = {"matplotlib", "numpy", "PIL"} & set(sys.modules)
"""What stands there once the whole program is imported, before any test has run: no test imports them at its top."""
LARGEST = 80_000
languages = pytest.mark.parametrize("language", ["ru", "en"])
sizes = pytest.mark.parametrize("n", [1, 7, 500])


def test_the_program_imports_nothing_that_draws() -> None:
    """0.6 s of CPU and 66 MB, for what is asked for once in a while."""
    assert app.__name__ in sys.modules
    assert set() == LOADED


@languages
def test_of_nothing_there_is_no_picture_but_a_kind_word(language: str) -> None:
    voice = VOICES[language]
    for client in (None, "Ромашка"):
        scene = seen(0, 90, language, client)
        assert [charted(kind, scene, voice) for kind in KINDS] == [None] * len(KINDS)
        assert voice.say("error-no_insights") in insights_screen(scene, voice).text
    assert all(20 < len(voice.say(f"insights-empty-{kind}")) < 120 for kind in KINDS)


@languages
@sizes
def test_every_picture_has_one_line_that_reads_it(language: str, n: int) -> None:
    voice = VOICES[language]
    for days in DAYS:
        for client in (None, LONG):
            scene = seen(n, days, language, client)
            for kind in KINDS:
                found = charted(kind, scene, voice)
                assert found is not None, (kind, days, client)
                assert 10 < len(found.caption) <= 240
                assert "\n" not in found.caption
                assert "%" not in found.caption, "shares are said as counts"
                if kind not in {"phrases", "silence"}:  # words of others are cut, which an ellipsis shows
                    assert untidy(found.caption, language) == []
                assert language == "en" or gendered(found.caption) == []
                assert decode(encode(found.picture)).title == found.picture.title


@languages
@pytest.mark.parametrize("n", [0, 1, 2, 7, 500])
def test_the_text_has_at_most_700_characters_and_says_when_it_is_early(language: str, n: int) -> None:
    voice = VOICES[language]
    for days in DAYS:
        for client in (None, LONG, NAMES[4]):
            text = insights_screen(seen(n, days, language, client), voice).text
            assert len(text) <= 700, text
            assert (voice.say("insights-few", count="3") in text) is (0 < n < 3)
            assert "%" not in text
            whole = [line for line in text.split("\n") if "…" not in line]  # names and phrases may be cut
            assert [wrong for line in whole if client is None for wrong in untidy(line, language)] == []
            assert language == "en" or gendered("\n".join(whole)) == []
            if client == LONG:
                assert cut(LONG, 40) in text


def test_small_numbers_stand_as_they_are() -> None:
    """Three of four is no 75 %: each count is told with what it is of."""
    text = insights_screen(seen(7, 30, "en"), VOICES["en"]).text
    assert "right 1 of 1" in text
    assert "Promises kept: 5 of 7" in text
    assert "(debriefs: " in text


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, from the head of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("n", [1, 500])
def test_every_picture_is_drawn_for_the_width_of_a_phone(n: int) -> None:
    """Light, 1080 pixels wide, small enough for a poor network; whatever names it has to show."""
    from bot.insights.charts import WIDTH, draw  # noqa: PLC0415 - not where the tests are collected, see LOADED

    drawn = set()
    for client in (None, LONG):
        for kind in KINDS if client is None else ("silence",):
            found = charted(kind, seen(n, 90, "ru", client), VOICES["ru"])
            assert found is not None
            png = draw(found.picture)
            width, height = size_of(png)
            assert width == WIDTH == 1080
            assert 250 < height < 1500
            assert len(png) < LARGEST
            drawn.add(type(found.picture))
    assert drawn == {Dots, Bars, Columns, Stems}


@languages
def test_the_caption_counts_what_the_picture_draws(language: str) -> None:
    """Three debriefs have a tension before, one has one after, two were asked later: each series with its own count."""
    voice = VOICES[language]
    talks = [Talk(run, NOW - run * DAY, 1, "boss", before, after) for run, before, after in _TALKS]
    follows = [Follow(run + 10, NOW - run * DAY, 1, "neutral", None, None, 4) for run in (1, 2)]
    scene = seen(0, 90, language)
    scene = scene.of(count(Rows(talks=talks, follows=follows), Period(90, NOW, "Europe/Moscow"), None))
    found = charted("tension", scene, voice)
    assert found is not None
    assert isinstance(found.picture, Dots)
    for place, name in enumerate(("before", "after", "later"), start=1):
        drawn = [answer for point in found.picture.points if (answer := (None, *point[1:])[place]) is not None]
        said = voice.say(
            "insights-caption-marks",
            name=voice.say(f"insights-legend-{name}"),
            mean=mean(sum(drawn) / len(drawn), voice),
            count=str(len(drawn)),
        )
        assert said in found.caption, name


_TALKS = ((1, 8, 4), (2, 7, None), (3, 9, None))
"""The run, the tension before and after."""


@languages
def test_a_list_that_is_longer_than_the_picture_says_so(language: str) -> None:
    voice = VOICES[language]
    fears = [*(name for name, fear in voice.playbook.fears.items() if not fear.unknown), "a", "b", "c", "d", "e"]
    talks = [Talk(run, NOW - run * DAY, 1, fear, 5, None) for run, fear in enumerate(fears, start=1)]
    scene = seen(0, 90, language)
    for shown in (LISTED, len(fears)):
        some = scene.of(count(Rows(talks=talks[:shown]), Period(90, NOW, "Europe/Moscow"), None))
        found = charted("fears", some, voice)
        assert found is not None
        assert isinstance(found.picture, Bars)
        assert len(found.picture.rows) == LISTED
        cut_short = voice.say("insights-caption-listed", shown=str(LISTED), count=str(shown))
        assert (cut_short in found.caption) == (shown > LISTED)


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Ромашка", "Ромашка"),
        ("Łódź Ñandú", "Łódź Ñandú"),
        ("Ελένη", "Ελένη"),
        ("Հայկ", "Հայկ"),
        ("გიორგი", "გიორგი"),
        ("שלום", "שלום"),
        ("أحمد", "أحمد"),
        ("王小明", "WangXiaoMing"),
        ("たなか", "tanaka"),
        ("김철수", "GimCheolSu"),
        ("राम", "ram"),
        ("สมชาย", "smchay"),
        ("ООО 漢字", "ООО HanZi"),
        ("🔥 Огонь", "Огонь"),
        ("🔥", "fire"),
        ("$100 _x_", "$100 _x_"),
    ],
)
def test_a_name_in_any_script_is_drawn(name: str, drawn: str) -> None:
    """Whatever the font lacks is told in Latin letters: never a box, never nothing."""
    from bot.insights import charts  # noqa: PLC0415 - not where the tests are collected, see LOADED

    assert charts._known(name) == drawn
    bars = Bars(title=name, subtitle=name, legend=(name,), tones=("good",), rows=((name, (3,), name),))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a letter that it draws as a box
        assert len(charts.draw(bars)) > 2000
