"""The fixtures of both databases, for the tests of the store."""

from tests.databases import database_url, db, empty_url, new_url, postgres, postgres_db, sqlite_db, sqlite_template

__all__ = ["database_url", "db", "empty_url", "new_url", "postgres", "postgres_db", "sqlite_db", "sqlite_template"]
