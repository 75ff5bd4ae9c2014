"""Backups (verified copies of the database) and restore (docs/decisions/0019-backups-and-guards.md)."""
