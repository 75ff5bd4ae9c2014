"""Verified copies of the database, which are kept, and the way back from one (docs/decisions/0019-backups.md)."""
