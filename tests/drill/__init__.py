"""Restore drills: people and reminders at work, backups meanwhile, erasures, a restore, and what must hold then."""
