"""Which versions of SQLite can damage a database that two connections write to (sqlite.org/wal.html)."""

import sqlite3

_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""The versions with which the WAL-reset bug is gone, each within its branch, the last one for all that follow."""


def has_wal_reset_bug(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether two writing connections can damage a database in this version of SQLite (sqlite.org/wal.html)."""
    if version < (3, 7, 0) or version >= _FIXED[-1]:
        return False
    return not any(fixed <= version and version[:2] == fixed[:2] for fixed in _FIXED)
