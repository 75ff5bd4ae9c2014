"""The pause's buttons: begin, enough, and on with the question when the minute is over."""

from bot.conversation.effects import BeginBreathing
from bot.conversation.visit import Move, Visit


def begin(visit: Visit, _: str) -> Move:
    """A minute of paced breathing begins under the question, which stays."""
    visit.effects.append(BeginBreathing(visit.voice, visit.person.debriefs))
    return Move(visit.here, visit.chat.notice)


def stop(visit: Visit, _: str) -> Move:
    """Enough: the pause's message goes, the question stays."""
    return Move(visit.here, visit.chat.notice, toast="pause-skipped-1", beside=True)


def go_on(visit: Visit, _: str) -> Move:
    """The minute is over: the question comes under it."""
    return Move(visit.here, visit.chat.notice)
