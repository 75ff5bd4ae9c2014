"""The line that says from when to when something was missing."""

from bot.screens.wording import wall_clock
from bot.timeparse.say import day_text
from bot.timeparse.schedule import local
from bot.viewmodels.outage import Missed
from bot.viewmodels.scene import Voice


def missed_line(missed: Missed, voice: Voice, zone: str) -> str:
    """In words, by the clocks of `zone` (IANA)."""
    return voice.say(missed.key, start=_moment(missed.start, voice, zone), end=_moment(missed.end, voice, zone))


def _moment(at: int, voice: Voice, zone: str) -> str:
    # With its day, since nobody knows when it is read, and without a preposition, since the text has one.
    day = day_text(local(at, zone).date(), voice.language)
    return voice.say("moment-short-date", day=day, clock=wall_clock(at, zone))
