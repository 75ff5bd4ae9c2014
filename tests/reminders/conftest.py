"""Both databases, and the whole program against the fake Telegram, for the tests of what is sent."""

from tests.databases import database_url, db, empty_url, new_url, postgres, postgres_db, sqlite_db, sqlite_template
from tests.flows.conftest import house, keeping, server_keeping, template, tg, voices

__all__ = [
    "database_url",
    "db",
    "empty_url",
    "house",
    "keeping",
    "new_url",
    "postgres",
    "postgres_db",
    "server_keeping",
    "sqlite_db",
    "sqlite_template",
    "template",
    "tg",
    "voices",
]
