"""Letting it out: begin, enough, too heavy; and what is said meanwhile, which nobody reads and nothing keeps."""

from collections.abc import Mapping

from bot.conversation.effects import WakeVents
from bot.conversation.old_taps import stale
from bot.conversation.visit import Move, Visit
from bot.protocol.engine.tables import TABLES
from bot.protocol.engine.words import command_key
from bot.store.queries import vents
from bot.viewmodels.scene import Voice
from bot.viewmodels.vent import VentPlace, VentStage, lets_out, vent_place
from bot.workers.vents import after

_DAY = 86_400


def begin(visit: Visit, _: str) -> Move:
    """Into letting it out, or on with it. What was under way waits, one tap away from its end."""
    vents.begin(visit.conn, visit.chat.id, visit.now)
    visit.effects.append(WakeVents())
    here = vent_place(visit.chat.place)
    if here is not None:
        return Move((here.to(VentStage.INVITED) if here.lets_out else here.next(VentStage.INVITED)).place)
    name, run = visit.place
    # By the day too: who debriefs seldom would read the same words each time.
    turn = visit.person.debriefs + visit.now // _DAY
    return Move(VentPlace(VentStage.INVITED, turn, int(run) if name in TABLES else None).place)


def begin_by_command(visit: Visit, words: str) -> Move:
    """The same by the command or its label, which goes from the chat too. Words behind it are said already."""
    move = begin(visit, "")
    if words:
        vents.say(visit.conn, visit.chat.id, visit.written, visit.now)
    elif visit.written is not None:
        vents.note(visit.conn, visit.chat.id, visit.written, "going", visit.now)
    return move


def say(visit: Visit) -> Move:
    """Something was said: all that is known of it is its id. It is answered once there was quiet."""
    vents.say(visit.conn, visit.chat.id, visit.written, visit.now)
    visit.effects.append(WakeVents())
    return Move(visit.chat.place, visit.chat.notice, in_place=True)


def end(visit: Visit, here: VentPlace) -> Move:
    """The end of it, as the person wished; what was said since the last answer is answered now."""
    open_words = vents.said(visit.conn, visit.chat.id)
    to, said = after(visit.conn, visit.chat, here)
    if not said:
        return Move(to, "vent-nothing")
    turn = here.turn % visit.voice.texts.variants("vent-answer") + 1
    return Move(to, f"vent-answer-{turn}" if open_words else None)


def take(visit: Visit, *, edited: bool = False) -> Move | None:
    """What is no command is said, where the person lets it out; None where they don't, and it is words for others."""
    if lets_out(visit.place):
        return say(visit)
    if edited and visit.written is not None and vents.knows(visit.conn, visit.chat.id, visit.written):
        return Move(visit.here, visit.chat.notice, in_place=True)  # it was on its way when the message was deleted
    return None


def take_unkept(visit: Visit, *, begins: bool) -> Move:
    """A message whose words were not stored, and which a kill had left: it is one of those let out, where that goes on.

    Else the person is told that it was not kept. `begins` says that it was the command.
    """
    if begins:
        return begin_by_command(visit, "")
    return say(visit) if lets_out(visit.place) else Move(visit.here, "vent-not_kept")


def stop(visit: Visit, _: str) -> Move:
    """Enough: all of it goes, and a debrief is one tap away."""
    here = vent_place(visit.place)
    return stale(visit) if here is None or not here.lets_out else end(visit, here)


def too_heavy(visit: Visit, _: str) -> Move:
    """It is getting too heavy: people who help, and the number. It is a button; nothing that was said is looked at."""
    here = vent_place(visit.place)
    if here is None:
        return stale(visit)
    return Move(here.to(VentStage.HEAVY if here.lets_out else VentStage.ENDED_HEAVY).place)


def labels(voices: Mapping[str, Voice]) -> frozenset[str]:
    """Texts that mean the same as the command, in every language, as `command_key` has them."""
    return frozenset(command_key(voice.say("menu-vent")) for voice in voices.values())
