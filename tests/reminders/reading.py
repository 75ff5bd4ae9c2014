"""What was sent, read as a person reads it, and the program that starts after a time of nothing."""

import re
from datetime import timedelta

from sqlalchemy import Connection

from bot.protocol.person import Person
from bot.store.queries import people
from bot.viewmodels.scene import Voice
from tests.fake import Call
from tests.flows.talk import House
from tests.program import NOON

MONDAY = int((NOON - timedelta(days=2, hours=2)).timestamp())
"""Ten in the morning of the Monday before the tests' Wednesday."""
_NUMBERED = re.compile(r"^(\d+)\. (\S+?):", re.MULTILINE)


def text_of(call: Call) -> str:
    """What was sent."""
    return str(call.params["text"])


def listed(text: str) -> list[tuple[int, str]]:
    """The numbers and names of a list, as it stands."""
    return [(int(number), name) for number, name in _NUMBERED.findall(text)]


def says_late(text: str, voice: Voice) -> bool:
    """Whether the message begins by saying that it is late."""
    return text.splitlines()[0] in {voice.say(f"reminder-late-{turn}") for turn in (1, 2, 3)}


def known(conn: Connection, telegram_id: int) -> Person:
    """Somebody who wrote to the bot before."""
    person = people.find(conn, telegram_id)
    assert person is not None
    return person


async def starts_again(house: House, *, after: float = 0) -> None:
    """The program was down for so many seconds, and starts."""
    await house.stop()
    house.tg.advance(after)
    await house.start()
    await house.remind()
