"""Engines, the unit of work, retry, errors, and the state of the schema."""
