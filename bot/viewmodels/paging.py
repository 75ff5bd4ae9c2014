"""How many entries a page of each list has: the loader reads as many and one more, the screen shows as many."""

CLIENTS_ON_PAGE = 6
REMINDERS_ON_PAGE = 6
NAMES_ON_PAGE = 12
PEOPLE_ON_PAGE = 6
DIGEST_ON_PAGE = 8
"""Reminders on a page of the one message that brings several."""
MOST_WAITING = 3
"""Of what waits, how much the menu names: the newest (protocol, section 3)."""
