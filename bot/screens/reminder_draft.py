"""The draft that a reminder offers: its opener, then what the last debrief holds (protocol, section 4; R1, R2)."""

from bot.protocol.cadence.due_times import PROMISED
from bot.protocol.debrief.draft import compose
from bot.protocol.debrief.result import honest_of, next_step_of, own_line
from bot.protocol.debrief.steps import THREAT
from bot.protocol.phrase import sentence
from bot.protocol.playbook import News
from bot.screens.reminders import Reading, opener
from bot.screens.summary import message_screen
from bot.viewmodels.reminders import ReminderDraft
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Screen


def reminder_draft(scene: Scene[ReminderDraft | None], voice: Voice) -> Screen | None:
    """The message to the client; None without a reminder, and where people were threatened (X).

    No time is named in it: the promise is what this message keeps. The honest line goes with a promise only, since
    days later it may no longer be so.
    """
    found = scene.model
    if found is None:
        return None
    item, debrief = found.reminder, found.debrief
    if not item.live or item.kind == "look_again" or (debrief is not None and THREAT in debrief.picks("behaviour")):
        return None
    first = opener(item, Reading(scene.person, voice, scene.drawn_at, found.turn))
    unknown = next(name for name, fear in voice.playbook.fears.items() if fear.unknown)
    if item.kind == "ask":
        asks = voice.playbook.fears[unknown].asks
        return message_screen(f"{sentence(first)} {asks[found.turn % len(asks)]}", found.client, voice, "P2b")
    owed = item.kind in PROMISED and debrief is not None and own_line(debrief)
    if item.kind in PROMISED and not owed:  # asking by when they need it would forget that it was agreed
        return message_screen(f"{sentence(first)} {voice.say('reminder-draft_none')}", found.client, voice, "R2")
    news: News | None = None if owed else "none"
    text = compose(
        voice.playbook,
        fear=item.fear if item.fear is not None and item.fear in voice.playbook.fears else unknown,
        news=news,
        honest=honest_of(debrief, voice.ready) if debrief is not None and owed else None,
        next_step=next_step_of(debrief) if debrief is not None and item.kind in PROMISED else None,
        time=None,
        client=found.client.address if found.client else None,
        opener=first,
    )
    return message_screen(text, found.client, voice, "R2")
