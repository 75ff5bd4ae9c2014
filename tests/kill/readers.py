"""People who get reminders: most of them they answer with one of the buttons, once, the others they leave."""

import asyncio
import random
from collections.abc import Callable

from tests.fake import FakeTelegram, Json, Msg, Person

DEEDS = ("wrote", "hour", "tomorrow", "needless")
_LEFT = 0.25
"""The share of reminders that nobody answers."""
_PATIENCE = 1.0  # seconds after which one of a list is opened once more, where nothing came of it


def buttons_of(rows: object) -> list[tuple[str, str]]:
    """What the buttons of an inline keyboard lead to: pairs of name and first argument, the reminder."""
    keyboard: list[list[Json]] = rows if isinstance(rows, list) else []
    datas = [str(button.get("callback_data", "")).split("|") for row in keyboard for button in row]
    return [(parts[1], parts[2].partition(".")[0]) for parts in datas if parts[0] == "p" and len(parts) == 3]


def brought(params: Json) -> set[int]:
    """The reminders that a call's message brings, by the buttons that it has for each of them."""
    markup = params.get("reply_markup")
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    return {int(argument) for name, argument in buttons_of(rows) if name in {"wrote", "item"}}


class Reader:
    """One person at their phone. `chose` says what they did with which reminder."""

    def __init__(self, tg: FakeTelegram, number: int, language: str, seed: int) -> None:
        self.tg = tg
        self.person: Person = tg.person(number, f"P{number}", language).starts()
        self.language = language
        self.chose: dict[int, str] = {}
        self._chance = random.Random(seed)
        self._leaves: dict[int, bool] = {}
        self._opened: dict[int, float] = {}

    async def go_on(self, stopped: Callable[[], bool]) -> None:
        """Reads and answers until told to stop."""
        while not stopped():
            await asyncio.sleep(self._chance.uniform(0.02, 0.15))
            if not stopped():
                await self._act()

    async def _act(self) -> None:
        """One tap, on any message that has something to answer: after a repeat there are two of them."""
        found = [
            (message, name, int(argument))
            for message in self.person.messages
            for name, argument in buttons_of(message.rows)
            if name in {*DEEDS, "item"} and self._answers(int(argument))
        ]
        if not found:
            return
        message, name, reminder = self._chance.choice(found)
        if name != "item":
            name = self._chance.choice(DEEDS)
            self.chose[reminder] = name
            await self._tap(message, name, reminder)
        elif self._opened.get(reminder, 0.0) < asyncio.get_running_loop().time() - _PATIENCE:
            self._opened[reminder] = asyncio.get_running_loop().time()
            await self._tap(message, name, reminder)

    def _answers(self, reminder: int) -> bool:
        leaves = self._leaves.setdefault(reminder, self._chance.random() < _LEFT)
        return not leaves and reminder not in self.chose

    async def _tap(self, message: Msg, name: str, reminder: int) -> None:
        await self.person.tap_data(f"p|{name}|{reminder}", message.id)
