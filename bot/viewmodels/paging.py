"""How many entries a page of each list has: the loader reads as many and one more, the screen shows as many.

With what else stands on its screen none has more than eight choices (protocol, section 2).
"""

CLIENTS_ON_PAGE = 6
RECENT_ON_PAGE = 5
"""Clients where a debrief asks who it was: beside them stand the rest, what waits, and that it went well."""
REMINDERS_ON_PAGE = 6
NAMES_ON_PAGE = 7
PEOPLE_ON_PAGE = 6
DIGEST_ON_PAGE = 5
"""Reminders on a page of the one message that brings several."""
MOST_WAITING = 3
"""Of what waits, how much the menu names: the newest (protocol, section 3)."""
