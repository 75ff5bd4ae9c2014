"""Databases to back up, of either kind."""

from tests.databases import database_url, db, empty_url, new_url, postgres, postgres_db, sqlite_db, sqlite_template

__all__ = [
    "database_url",
    "db",
    "empty_url",
    "new_url",
    "postgres",
    "postgres_db",
    "sqlite_db",
    "sqlite_template",
]
