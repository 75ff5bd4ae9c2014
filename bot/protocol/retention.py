"""When a client who was archived is offered for erasure (protocol, section 9)."""

from bot.timeparse.schedule import DAY_MINUTES, at_wall, local


def ripe_before(now: int, zone: str) -> int:
    """The moment before which a client must have been archived to be offered for erasure now (Unix seconds UTC).

    That is the end of the same day a year ago, by the wall of the zone: twelve months to the day. Who was archived on
    29 February is offered from 1 March of the next year on.
    """
    today = local(now, zone).date()
    last = today.replace(year=today.year - 1, day=28 if (today.month, today.day) == (2, 29) else today.day)
    return at_wall(last, DAY_MINUTES, zone)
