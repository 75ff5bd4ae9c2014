"""Databases to back up, of either kind, and the whole program over one."""

from tests.databases import database_url, db, empty_url, new_url, postgres, postgres_db, sqlite_db, sqlite_template
from tests.flows.conftest import house, template, tg, voices

__all__ = [
    "database_url",
    "db",
    "empty_url",
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
