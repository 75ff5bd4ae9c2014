"""Databases of either kind, and the whole program against the fake Telegram."""

from tests.databases import database_url, db, new_url, postgres, postgres_db, sqlite_db, sqlite_template
from tests.flows.conftest import house, template, tg, voices

__all__ = [
    "database_url",
    "db",
    "house",
    "new_url",
    "postgres",
    "postgres_db",
    "sqlite_db",
    "sqlite_template",
    "template",
    "tg",
    "voices",
]
