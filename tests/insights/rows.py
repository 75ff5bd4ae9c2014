"""Rows to count, made by rule from a number, and what a screen is drawn from them."""

import random
from dataclasses import replace

from bot.insights.periods import Period
from bot.insights.records import Follow, Phrase, PromiseRecord, Quiet, Rows, Talk
from bot.insights.stats import HOWS, Insights, count
from bot.protocol.playbook import Playbook
from bot.viewmodels.insights import Look
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene
from tests.protocol.walk import PERSON
from tests.voices import VOICES

NOW = 1_772_615_000
"""4 March 2026, 12:03 in Moscow."""
DAY = 86_400
LONG = "ООО «Производственно-коммерческое объединение „Северо-Западное“» (Мария Константиновна)"
NAMES = (LONG, "Ромашка", "Smith & Sons $100 $200", "🔥 Огонь 漢字", "\u202eабв", "_^{x}$")


def rows(n: int, days: int, playbook: Playbook) -> Rows:
    """`n` debriefs over the period with a pause in the middle of it, and all that follows on each."""
    chance = random.Random(n)
    moments = sorted(NOW - chance.randrange(1, days * DAY) for _ in range(n))
    held = [at for at in moments if n < 30 or not days * 0.4 < (NOW - at) / DAY < days * 0.7]
    fears = list(playbook.fears)
    talks = [
        Talk(2 * run, at, 1, fears[run % len(fears)], chance.randint(5, 10), chance.choice((None, 2, 3, 4)))
        for run, at in enumerate(held)
    ]
    follows = [
        Follow(talk.run + 1, min(NOW, talk.at + DAY), 1, HOWS[talk.run // 2 % 4], "confirmed", None, 3)
        for talk in talks
        if talk.run % 3 != 1
    ]
    said = [phrase for one in playbook.behaviours.values() for phrase in (*one.gentle, *one.boundary)]
    return Rows(
        talks=talks,
        follows=follows,
        promises=[PromiseRecord(at, "broken" if at % 5 == 0 else "kept") for at in held],
        phrases=[Phrase(said[at % len(said)], 1 + at % (n + 1), at % 3) for at in held[:6]],
    )


def seen(n: int, days: int, language: str, client: str | None = None) -> Scene[Insights | None]:
    """The scene in which those rows are looked at: of all clients, or of one of that name."""
    found = rows(n, days, VOICES[language].playbook)
    moments = [talk.at for talk in found.talks]
    if client is None:
        names = (NAMES[place % len(NAMES)] for place in range(min(n, 6)))
        found = replace(found, quiet=[Quiet(name, at - DAY) for name, at in zip(names, moments, strict=False)])
    else:
        found = replace(found, contacts=moments)
    return Scene(
        person=replace(PERSON, language=language),
        place=Place.read(f"insights:{Look(int(client is not None), days).argument}"),
        notice=None,
        drawn_at=NOW,
        model=count(found, Period(days, NOW, "Europe/Moscow"), client),
    )
