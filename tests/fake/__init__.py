"""A compact fake Telegram: a Bot API over HTTP that refuses what Telegram refuses, and people who use the bot."""

from tests.fake.ledger import Call
from tests.fake.limits import Paced
from tests.fake.people import Group, Person
from tests.fake.server import TOKEN, FakeTelegram
from tests.fake.thread import FakeTelegramThread, SyncPerson
from tests.fake.wire import Json
from tests.fake.world import Msg, Tap

__all__ = [
    "TOKEN",
    "Call",
    "FakeTelegram",
    "FakeTelegramThread",
    "Group",
    "Json",
    "Msg",
    "Paced",
    "Person",
    "SyncPerson",
    "Tap",
]
