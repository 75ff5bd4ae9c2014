"""People who hold debriefs all at once: they do what their chat shows, and now and then what it doesn't."""

import asyncio
import random
from collections.abc import Callable

from tests.fake import FakeTelegram, Json, Msg, Person

_NAMES = ("Ромашка", "ООО Ромашка", "ромашка", "Север", "ИП Орлова", "Lotus", "Lotus Ltd", "Acme")
_TIMES = ("завтра в 10", "через 2 часа", "в пятницу", "tomorrow at 10", "in 3 hours", "в 7", "вчера")
_COMMANDS = ("/menu", "/debrief", "/cancel", "/start", "/help", "/settings", "Меню", "/nothing")
# "breathe" never: its minute has a message of its own beside the present view. Nor what moves on by itself: "vent", a
# picture, a file that is taken out; and the holidays' screen is drawn once more when they are known. So each update is
# one change of its chat. Nor the end of the person's own data: there would be nothing left to look at.
_RARE = {
    "breathe": 0.0,
    "vent": 0.0,
    "holidays": 0.0,
    "picture": 0.0,
    "export": 0.0,
    "forgetallnow": 0.0,
    "settings": 0.05,
    "help": 0.05,
    "language": 0.02,
    "zone": 0.02,
    "hours": 0.02,
    "days": 0.02,
    "delete": 0.05,
}
_WEIGHTS = {"back": 0.25, "skip": 0.4, "detail": 0.4, "open": 0.3, "more": 0.3}
PATIENCE = 0.6
"""Seconds that people wait for a sign of the bot at most."""
_MOST_WAITING = 3  # deeds that the bot has not taken yet; people don't write on into silence for ever


class Hand:
    """One person at their phone. `deeds` counts the updates that they made, `done` the debriefs that they saved.

    After `patience` seconds at most without a sign of the bot they tap or write once more.
    """

    def __init__(self, tg: FakeTelegram, number: int, language: str, seed: int, patience: float = PATIENCE) -> None:
        self.tg = tg
        self._patience = patience
        self.person: Person = tg.person(number, f"P{number}", language)
        self.deeds = 0
        self.done = 0
        self._chance = random.Random(seed)
        self._words = 0
        self._tapped: list[tuple[str, int]] = []
        self._written: list[Msg] = []

    async def go_on(self, stopped: Callable[[], bool]) -> None:
        """Holds debriefs until told to stop."""
        await self._say("/start")
        while not stopped():
            await asyncio.sleep(self._chance.uniform(0.02, 0.15))
            moved, patience = self.person.room.moved, self._chance.uniform(0.1, self._patience)
            while self.person.room.moved == moved and patience > 0 and not stopped():
                await asyncio.sleep(0.03)
                patience -= 0.03
            waiting = sum(update.chat == self.person.id for update in self.tg.pending)
            if not stopped() and waiting < _MOST_WAITING:
                await self._act()

    async def leave(self) -> None:
        """Goes to the menu, whatever is being asked."""
        await self._say("/menu")

    async def _act(self) -> None:
        chance = self._chance.random()
        if chance < 0.10:
            await self.write()
        elif chance < 0.13:
            await self._say(self._chance.choice(_COMMANDS))
        elif chance < 0.16 and self._tapped:
            await self.again()
        elif chance < 0.18 and self._written:
            message = self._chance.choice(self._written[-3:])
            await self.person.edit(message, self._token("правка"))
            self.deeds += 1
        else:
            await self.choose(twice=chance > 0.95)

    async def again(self) -> None:
        """Taps something that was tapped a while ago, where there is such."""
        if self._tapped:
            await self._tap(*self._chance.choice(self._tapped))
        else:
            await self.choose(twice=False)

    async def choose(self, *, twice: bool) -> None:
        """Taps one of the buttons of the newest message that has any, the ones that lead on more often."""
        message = next((one for one in reversed(self.person.messages) if _data_of(one)), None)
        if message is None:
            await self._say("/start")
            return
        options = _data_of(message)
        data = self._chance.choices(options, [_weight(one) for one in options])[0]
        if "|client|" in data and self._chance.random() < 0.3:
            await self._say(self._chance.choice(_NAMES))
            return
        self.done += data.startswith("p|done|")
        for _ in range(2 if twice else 1):
            await self._tap(data, message.id)

    async def write(self) -> None:
        """Writes an answer to what is asked, or words that are none."""
        asked = {data.split("|")[2] for one in self.person.messages[-2:] for data in _data_of(one) if data[0] == "r"}
        if "next_contact" in asked or "boss_date" in asked:
            await self._say(self._chance.choice(_TIMES))
        elif asked & {"tension_before", "tension_after"}:
            await self._say(str(self._chance.randint(1, 10)))
        elif "client" in asked:
            await self._say(self._chance.choice(_NAMES))
        else:
            await self._say(self._token("слово"))

    async def _say(self, text: str) -> None:
        self._written.append(await self.person.say(text))
        self.deeds += 1

    async def _tap(self, data: str, message: int) -> None:
        await self.person.tap_data(data, message)
        self._tapped = [*self._tapped[-9:], (data, message)]
        self.deeds += 1

    def _token(self, kind: str) -> str:
        self._words += 1
        return f"{kind} {self.person.id}-{self._words}"


def _data_of(message: Msg) -> list[str]:
    buttons: list[Json] = [button for row in message.rows for button in row]
    return [str(button["callback_data"]) for button in buttons if "callback_data" in button]


def _weight(data: str) -> float:
    parts = data.split("|")
    if parts[0] == "r":
        return _WEIGHTS.get(parts[3], 1.0)
    return _RARE.get(parts[1], 0.2 if parts[1] in {"menu", "stop"} else 1.0)
