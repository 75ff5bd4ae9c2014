"""Staying in touch (R2): when a reminder is due, what is planned for a client, and how it reaches the manager."""
