"""All pictures in a folder, to be looked at: `python -m tests.insights.gallery FOLDER`; with `--readme` only its two.

Each kind in both languages, of one, seven and five hundred debriefs, of all clients and of one with a long name.
"""

import argparse
from pathlib import Path

from bot.insights.charts import draw
from bot.insights.periods import Period
from bot.insights.records import Follow, Rows, Talk
from bot.insights.stats import Insights, count
from bot.screens.charts import charted
from bot.viewmodels.insights import KINDS
from bot.viewmodels.scene import Scene
from tests.insights.rows import DAY, LONG, NOW, seen
from tests.voices import VOICES

_NAMES = {"en": "Northwind", "ru": "Ромашка"}
_STORY = (
    (84, "deceived", 9, 6, None, None),
    (70, "deceived", 9, 5, "refuted", "tense"),
    (58, "boss", 8, 5, "refuted", "tense"),
    (47, "boss", 8, 4, "confirmed", "neutral"),
    (33, "boss", 6, 3, "confirmed", "constructive"),
    (21, "ignorant", 7, 4, "unclear", "neutral"),
    (14, "boss", 5, 2, "confirmed", "constructive"),
    (5, "boss", 4, 2, None, None),
)
"""Days ago, the fear, tension before and after; what the follow-up four days later said of the fear, and how it was."""


def story(language: str) -> Scene[Insights | None]:
    """Three months with one client, from very tense to calm."""
    talks, follows = [], []
    for run, (days, fear, before, after, right, how) in enumerate(_STORY):
        talks.append(Talk(2 * run, NOW - days * DAY, 1, fear, before, after))
        if right is not None and how is not None:
            follows.append(Follow(2 * run + 1, NOW - (days - 4) * DAY, 1, how, right, None, max(2, after - 1)))
    found = count(Rows(talks=talks, follows=follows), Period(90, NOW, "Europe/Moscow"), _NAMES[language])
    return seen(0, 90, language).of(found)


def main() -> None:
    """Draws them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readme", action="store_true")
    chosen = parser.parse_args()
    wanted = {f"{kind}.{language}": (kind, story(language)) for kind in ("tension", "fears") for language in VOICES}
    if not chosen.readme:
        wanted = {
            f"{kind}-{n}-{days}-{'one' if client else 'all'}.{language}": (kind, seen(n, days, language, client))
            for kind in KINDS
            for n, days in ((1, 90), (7, 30), (30, 90), (500, 365), (500, 90))
            for client in (None, LONG)
            for language in VOICES
        }
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for name, (kind, scene) in wanted.items():
        found = charted(kind, scene, VOICES[scene.person.language])
        if found is not None:
            (chosen.folder / f"{name}.png").write_bytes(draw(found.picture))
            print(f"{name}: {found.caption}")


if __name__ == "__main__":
    main()
