"""What a person writes, speaks or sends: an answer, facts, a setting, words out of the blue (protocol, section 4)."""

from dataclasses import replace

from bot.conversation import client_edit, transfer
from bot.conversation.effects import SendBeside
from bot.conversation.notes import note_of_nobody
from bot.conversation.places import row_of
from bot.conversation.runs import OpenRun, context_of, held, open_runs, save, start, voice_of
from bot.conversation.visit import Move, Visit
from bot.protocol import phones
from bot.protocol.courtesy import courtesy
from bot.protocol.engine import edits
from bot.protocol.engine import typed_answers as engine
from bot.protocol.engine.engine import NewClient, Result, current
from bot.protocol.engine.table import Kind
from bot.protocol.engine.tables import TABLES
from bot.protocol.engine.typed_answers import Reader, TypedText
from bot.protocol.engine.words import LONGEST_NAME
from bot.protocol.matching import key, seen
from bot.screens.options import option_ids, option_label
from bot.store.loaders import runs
from bot.store.queries import clients
from bot.viewmodels.place import Place
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene
from bot.viewmodels.screen import Screen

_KEPT = frozenset({"error-caption_only", "step-facts-ack-voice_words", "import-words_noted"})
"""What says that words were kept under a file or a voice note."""
_SAYS_LESS = frozenset({"error-unsupported", "step-facts-ack-voice", None})
"""What may be said of a piece without words."""
_LABELLED = frozenset({Kind.SEVERAL, Kind.ONE, Kind.ONE_AND_ON, Kind.TEXT})
"""Kinds of steps whose options can be typed by their labels; a card has none, a time and a scale are read as such."""


def take(visit: Visit, said: TypedText) -> Move:
    """Words, by where the chat stands: for that place, the run on the screen, or a new debrief's facts.

    A text of which nothing can be seen is nothing, and that is said; where a time or a setting is read, it is no such.
    """
    row = row_of(visit.place)
    if not seen(said.text) and (row.typed is None or row.keeps_words or row.any_words):
        return Move(visit.here, "error-nothing_seen")
    polite = _polite(visit, said)
    move = row.typed(visit, said) if row.typed is not None and (row.asks or polite is None) else None
    if move is not None:
        return move
    if polite is not None and not visit.at(*TABLES):
        return Move(visit.here, polite)
    found, unasked = _run_here(visit, said)
    if unasked:
        result = _unasked(found, said, visit.now)
        save(visit, found, result)
        return Move(Place("found", str(found.id)), result.notice)
    result = engine.take(found.run, said, _reader(visit, found, said.text))
    asked = client_edit.asks_number(visit, found, result)
    if asked is not None:
        return asked
    unread = result.run.facts != found.run.facts or any(isinstance(one, NewClient) for one in result.effects)
    if polite is not None and unread:
        return Move(visit.here, polite)  # thanks are no facts, and nobody's name
    save(visit, found, result)
    return Move(found.place, result.notice)


def take_free(visit: Visit, said: TypedText) -> Move | None:
    """Words where any are an answer: None where a name, a time or a choice is asked for, or nothing."""
    if row_of(visit.place).any_words:
        return take(visit, said)
    name, argument = visit.place
    found = held(visit, int(argument)) if name in TABLES else None
    step = current(found.run, voice_of(visit, found).rules) if found is not None else None
    if step is None or not (step.kind is Kind.TEXT or (step.kind in _LABELLED and step.typed)):
        return None
    return take(visit, said)


def _polite(visit: Visit, said: TypedText) -> str | None:
    """What is answered to thanks and greetings, which aren't kept; None for other words, and for a client's name."""
    polite = courtesy(said.text)
    if polite is None:
        return None
    known = clients.names(visit.conn, visit.person.id)
    return None if any(key(label) == key(said.text) for _, label in known) else f"courtesy-{polite}"


def take_caption(visit: Visit, said: TypedText) -> Move:
    """Words under a picture or a file, which itself isn't kept: where they go to the facts that is said."""
    if not seen(said.text):
        return unsupported(visit)
    row, move = row_of(visit.place), take(visit, said)
    used_up = row.typed is not None and not row.keeps_words
    return move if used_up else replace(move, notice="error-caption_only")


def take_voice(visit: Visit, said: TypedText, seconds: int) -> Move:
    """A voice note (`said.text` is Telegram's file id) with the words under it: the facts of the talk, or an answer of
    the call.
    """
    row = row_of(visit.place)
    if row.voice is not None:
        return row.voice(visit, said, seconds)
    found, unasked = _run_here(visit, said)
    result = engine.take_voice(found.run, said, seconds, current(found.run, voice_of(visit, found).rules))
    save(visit, found, result)
    if not unasked:
        return Move(found.place, result.notice)
    if not (result.run.facts or result.run.answers):
        return Move(Place("menu"), result.notice)
    kept = result.run.facts != found.run.facts
    return Move(Place("found", str(found.id)), None if kept else result.notice)


def take_contact(visit: Visit, said: TypedText) -> Move:
    """A shared contact is its phone number (`said.text`), where one is asked for."""
    move = client_edit.share_contact(visit, said.text)
    if move is not None:
        return move
    name, argument = visit.place
    found = held(visit, int(argument)) if name in TABLES else None
    step = current(found.run, voice_of(visit, found).rules) if found is not None else None
    if step is None or "phone" not in step.record:
        return unsupported(visit)
    return take(visit, replace(said, text=phones.contact_number(said.text) or said.text))


def take_document(visit: Visit, said: TypedText | None, file_id: str, name: str, size: int) -> Move:
    """A file (Telegram's id, name, bytes): clients to be brought in; of any other only the words under it count.

    The words under a file of clients become a note about nobody, and that is said.
    """
    move = transfer.take(visit, file_id, name, size)
    if said is None or not seen(said.text):
        return move or unsupported(visit)
    if move is None:
        return take_caption(visit, said)
    note_of_nobody(visit, said)
    if move.notice is None:
        return replace(move, notice="import-words_noted")
    visit.effects.append(SendBeside(Screen(visit.voice.say("import-words_noted"))))
    return move


def beside(visit: Visit, move: Move) -> Move:
    """A further piece of an album: what was kept of the pieces before it is still said, where this one says less."""
    said = visit.chat.notice
    return replace(move, notice=said) if move.notice in _SAYS_LESS and said in _KEPT else move


def unsupported(visit: Visit) -> Move:
    """A photo without words, a sticker, a poll…: said plainly, and the present screen again."""
    return Move(visit.here, "error-unsupported")


def edit(visit: Visit, said: TypedText) -> Move:
    """An edited message replaces the text that it gave; one that gave nothing here is left alone.

    A new name that a known client has is asked about at once where its debrief is on the screen, else with the debrief.
    """
    row = row_of(visit.place)
    move = row.edited(visit, said) if row.edited is not None and seen(said.text) else None
    if move is not None:
        return move
    for found in open_runs(visit):
        result = edits.edit(found.run, said, _reader(visit, found, said.text, named_by=said.id))
        if result is not None:
            asked = bool(save(visit, found, result).picks("client")) and visit.here != found.place
            return Move(visit.here, "error-edit_twin" if asked else result.notice)
    if not said.text:  # a picture was changed, say, and there were no words under it
        return Move(visit.here, visit.chat.notice, in_place=True)
    return Move(visit.here, "error-edit_nothing")


def _run_here(visit: Visit, said: TypedText) -> tuple[OpenRun, bool]:
    """The run that the words belong to: the one on the screen, else a new debrief for words out of the blue.

    And whether they are words that came unasked. Of those two texts are two things, unless Telegram split one.
    """
    asked = visit.at(*TABLES, "extras")
    if asked or visit.at("found", "noteof"):
        found = held(visit, int(visit.place.arguments.partition(".")[0]))
        if found is not None and (asked or visit.at("noteof") or engine.continued(found.run, said) is not None):
            return found, not asked
    return start(visit), True


def _unasked(found: OpenRun, said: TypedText, now: int) -> Result:
    """Words out of the blue are facts, whatever they would mean to a step; the rest of a long text goes on with it."""
    run = replace(found.run, at=now)
    result = engine.continued(run, said) or engine.to_facts(run, said)
    return replace(result, notice=None)


def _reader(visit: Visit, found: OpenRun, text: str, named_by: int = 0) -> Reader:
    """What the core needs to read words at the present step: the labels in every language, the known clients.

    Those also where the edited message `named_by` had named the run's client.
    """
    voice = voice_of(visit, found)
    step = current(found.run, voice.rules)
    labels: dict[str, tuple[str, ...]] = {}
    names: list[tuple[int, str]] = []
    asked = step is not None and step.kind is Kind.CLIENT and len(text.strip()) <= LONGEST_NAME
    if asked or edits.names_client(found.run, named_by):
        names = clients.names(visit.conn, visit.person.id)
    elif step is not None and step.kind in _LABELLED:
        bare = Scene(person=visit.person, place=found.place, notice=None, drawn_at=visit.now, model=None)
        scene = bare.of(runs.listed(visit.conn, bare, RunView(id=found.id, run=found.run), step))
        for option in option_ids(scene, voice, step):
            labels[option] = tuple(option_label(step, option, scene, each) for each in found.voices.values())
    return Reader(context_of(visit, found), labels, names, visit.person.language)
