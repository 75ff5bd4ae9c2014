"""The table of phrases: right, asked again, wrong. A silent wrong reading fails."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from bot.timeparse.reading import Ambiguous, Past, Reading, Unclear, Understood, read

Verdict = Literal["right", "asked", "wrong"]
LANGUAGES: tuple[Literal["ru", "en"], ...] = ("ru", "en")


@dataclass(frozen=True)
class Phrase:
    """A phrase, when and where it is typed, and what it means."""

    text: str
    now: int
    zone: str
    expected: str
    after: bool


def _moment(wall: str, zone: str) -> int:
    return int(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).timestamp())


def _phrases(language: str) -> Iterator[Phrase]:
    table = tomllib.loads((Path(__file__).parent / f"phrases_{language}.toml").read_text("utf-8"))
    for group in table["group"]:
        zone = group["zone"]
        for text, expected in group["phrases"]:
            yield Phrase(text, _moment(group["now"], zone), zone, expected, group.get("after", False))


def _judge(reading: Reading, phrase: Phrase) -> Verdict:
    """Right, asked again though it was clear, or silently wrong."""
    if phrase.expected == "ask":
        return "wrong" if isinstance(reading, Understood) else "right"
    if phrase.expected in {"past", "unclear"}:
        if isinstance(reading, Understood):
            return "wrong"
        return "right" if isinstance(reading, Past if phrase.expected == "past" else Unclear) else "asked"
    if len(phrase.expected) == len("2026-11-25"):  # a day whose hour is to be chosen
        days = {datetime.fromtimestamp(one, ZoneInfo(phrase.zone)).date() for one in _offered(reading)}
        right = {day.isoformat() for day in days} == {phrase.expected} and not isinstance(reading, Understood)
        return "right" if right else "wrong" if isinstance(reading, Understood) else "asked"
    moments = [_moment(wall.strip(), phrase.zone) for wall in phrase.expected.split("|")]
    if isinstance(reading, Understood):
        return "right" if moments == [reading.moment] else "wrong"
    if isinstance(reading, Ambiguous):
        return "right" if moments == list(reading.moments) else "asked"
    return "right" if moments == list(_offered(reading)) else "asked"


def _offered(reading: Reading) -> tuple[int, ...]:
    """The moments that a person is shown to choose from, or the one that was understood."""
    match reading:
        case Understood(moment):
            return (moment,)
        case Ambiguous():
            return reading.moments
        case Past(offer=int(offer)):
            return (offer,)
    return ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_read_wrong_in_silence(language: Literal["ru", "en"]) -> None:
    verdicts: Counter[str] = Counter()
    told: dict[str, list[str]] = {"asked": [], "wrong": []}
    phrases = list(_phrases(language))
    for phrase in phrases:
        reading = read(phrase.text, phrase.now, phrase.zone, order=language)
        verdict = _judge(reading, phrase)
        verdicts[verdict] += 1
        verdicts[f"{verdict} after"] += phrase.after
        if verdict != "right":
            told[verdict].append(f"{phrase.text!r}: {phrase.expected}, got {reading}")
    print(f"\n{language}: {len(phrases)} phrases, {dict(verdicts)}", *told["asked"], sep="\n  asked ")
    assert not told["wrong"], "\n".join(told["wrong"])
    assert verdicts["right"] >= 0.95 * len(phrases), "\n".join(told["asked"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_large_and_a_third_of_it_came_after_the_rules(language: str) -> None:
    phrases = list(_phrases(language))
    assert len({phrase.text + phrase.zone for phrase in phrases}) >= 200
    assert sum(phrase.after for phrase in phrases) >= 67
