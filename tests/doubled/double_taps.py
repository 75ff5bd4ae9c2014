"""People who tap everything twice or more at once, and the count of what came of it."""

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from benchmarks.in_process_telegram import Inside, Json, Someone, feed, running
from bot.process.lifecycle import App
from bot.protocol.engine.upgrade import read

WAY = ("p|debrief|", "|client|c", "|tension_before|5", "|behaviour|", "|fear|deceived", "|next_contact|", "p|done|")
"""A short debrief, from the menu to the menu, by what is tapped; each tap has one effect."""
_MOST_PEOPLE = 40


class Answering(Inside):
    """Counts how often each tap was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.answered: Counter[str] = Counter()

    def _reply(self, method: str, fields: dict[str, str]) -> str:
        if method == "answerCallbackQuery":
            self.answered[fields["callback_query_id"]] += 1
        return super()._reply(method, fields)


@dataclass
class Figures:
    """What was tapped and what it did, by kind: they are to be the same."""

    taps: Counter[str] = field(default_factory=Counter)
    effects: Counter[str] = field(default_factory=Counter)
    updates: int = 0
    unanswered: int = 0
    pending: int = 0

    @property
    def wrong(self) -> bool:
        """Whether a tap had no effect or more than one, was not answered or is still to be handled."""
        return self.taps != self.effects or bool(self.unanswered or self.pending)

    def lines(self) -> list[str]:
        """The figures, to print."""
        return [
            f"taps: {self.taps.total()}, sent as {self.updates} updates, each two to four times at once",
            f"effects: {self.effects.total()}",
            *(f"  {kind}: {self.taps[kind]} taps, {self.effects[kind]} effects" for kind in sorted(self.taps)),
            f"taps that were not answered, or more than once: {self.unanswered}",
            f"updates still to be handled: {self.pending}",
        ]


def _times(someone: Someone, part: str, chance: random.Random) -> list[Json]:
    """One tap, as two to four updates; one of them Telegram may send again with the same number."""
    first = someone.tap(part)
    body = first["callback_query"]
    copies = [first, *(someone.tap_on(body["message"], body["data"]) for _ in range(chance.randint(1, 3)))]
    return copies if chance.random() < 0.8 else [*copies, dict(chance.choice(copies))]


async def tap(folder: Path, taps: int, seed: int) -> Figures:
    """So many taps, by people who are at it at once; gives what they did."""
    chance, telegram, figures = random.Random(seed), Answering(), Figures()
    people = [telegram.person(1000 + number) for number in range(max(1, min(_MOST_PEOPLE, taps // len(WAY))))]
    sent: set[str] = set()
    async with running(folder, telegram) as app:
        await feed(app, [someone.say("/start") for someone in people])
        await feed(app, [someone.tap("p|debrief|") for someone in people])
        await feed(app, [someone.say("Клиент") for someone in people])  # who is known from then on
        await feed(app, [someone.say("/menu") for someone in people])
        before = await _effects(app)
        while (left := taps - figures.taps.total()) > 0:
            await _round(app, people[: max(1, left // len(WAY))], chance, figures, sent, left)
        figures.effects = await _effects(app)
        figures.effects.subtract(before)
        figures.pending = await app.db.read(_pending)
    figures.unanswered = sum(telegram.answered[one] != 1 for one in sent)
    return figures


async def _round(  # noqa: PLR0917 - who taps what, and where it is counted
    app: App, people: list[Someone], chance: random.Random, figures: Figures, sent: set[str], left: int
) -> None:
    """One debrief of each of them, a step of all at a time; then a contact, logged."""
    for part in (*WAY, "p|touched|"):
        if part == "p|touched|":
            await feed(app, [someone.say("/touch") for someone in people])
        batch: list[Json] = []
        for someone in people:
            if left <= 0:
                break
            left -= 1
            copies = _times(someone, part, chance)
            sent.update(one["callback_query"]["id"] for one in copies)
            figures.taps[_KINDS[part]] += 1
            figures.updates += len(copies)
            batch += copies
        chance.shuffle(batch)
        await feed(app, batch)
    await feed(app, [someone.say("/menu") for someone in people])


_KINDS = {
    "p|debrief|": "a debrief begun",
    **dict.fromkeys(WAY[1:-1], "a step answered"),
    "p|done|": "a debrief closed",
    "p|touched|": "a contact logged",
}


async def _effects(app: App) -> Counter[str]:
    """What the rows say was done."""
    return await app.db.read(_counted)


def _counted(conn: Connection) -> Counter[str]:
    def count(query: str) -> int:
        number: int = conn.execute(text(query)).scalar_one()
        return number

    states = conn.execute(text("SELECT state FROM run")).scalars().all()
    found: dict[str, Any] = {
        "a debrief begun": len(states),
        "a step answered": sum(len(read(state).run.answers) for state in states if json.loads(state)),
        "a debrief closed": count("SELECT count(*) FROM run WHERE status = 'closed'"),
        "a contact logged": count("SELECT count(*) FROM touch WHERE kind = 'logged'"),
    }
    return Counter(found)


def _pending(conn: Connection) -> int:
    number: int = conn.execute(text("SELECT count(*) FROM inbox WHERE done_at IS NULL")).scalar_one()
    return number
