"""What a person writes, speaks or sends: an answer, facts, a setting, words out of the blue (protocol, section 4)."""

from dataclasses import replace

from bot.conversation import client_edit, transfer
from bot.conversation.places import row_of
from bot.conversation.runs import OpenRun, context_of, held, open_runs, save, start, voice_of
from bot.conversation.visit import Move, Visit
from bot.protocol.courtesy import courtesy
from bot.protocol.engine import edits
from bot.protocol.engine import typed_answers as engine
from bot.protocol.engine.engine import NewClient, Result, current
from bot.protocol.engine.table import Kind
from bot.protocol.engine.tables import TABLES
from bot.protocol.engine.typed_answers import Reader, TypedText
from bot.protocol.matching import key
from bot.screens.options import option_ids, option_label
from bot.store.loaders import runs
from bot.store.queries import clients
from bot.viewmodels.place import Place
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene

_LABELLED = frozenset({Kind.SEVERAL, Kind.ONE, Kind.ONE_AND_ON, Kind.TEXT})
"""Kinds of steps whose options can be typed by their labels; a card has none, a time and a scale are read as such."""


def take(visit: Visit, said: TypedText) -> Move:
    """Words, by where the chat stands: for that place, the run on the screen, or a new debrief's facts."""
    row = row_of(visit.place)
    move = row.typed(visit, said) if row.typed is not None and (row.asks or not _polite(visit, said)) else None
    if move is not None:
        return move
    polite = _polite(visit, said)
    if polite is not None and not visit.at(*TABLES):
        return Move(visit.here, polite)
    found, unasked = _run_here(visit, said)
    if unasked:
        result = _unasked(found, said, visit.now)
        save(visit, found, result)
        return Move(Place("found", str(found.id)), result.notice)
    result = engine.take(found.run, said, _reader(visit, found))
    unread = result.run.facts != found.run.facts or any(isinstance(one, NewClient) for one in result.effects)
    if polite is not None and unread:
        return Move(visit.here, polite)  # thanks are no facts, and nobody's name
    save(visit, found, result)
    return Move(found.place, result.notice)


def _polite(visit: Visit, said: TypedText) -> str | None:
    """What is answered to thanks and greetings, which aren't kept; None for other words, and for a client's name."""
    polite = courtesy(said.text)
    if polite is None:
        return None
    known = clients.names(visit.conn, visit.person.id)
    return None if any(key(label) == key(said.text) for _, label in known) else f"courtesy-{polite}"


def take_caption(visit: Visit, said: TypedText) -> Move:
    """Words under a picture or a file, which itself isn't kept: where they go to the facts that is said."""
    row, move = row_of(visit.place), take(visit, said)
    used_up = row.typed is not None and not row.keeps_words
    return move if used_up else replace(move, notice="error-caption_only")


def take_voice(visit: Visit, said: TypedText, seconds: int) -> Move:
    """A voice note (`said.text` is Telegram's file id): the facts of the talk, or an answer of the call."""
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
    return unsupported(visit) if step is None or "phone" not in step.record else take(visit, said)


def take_document(visit: Visit, said: TypedText | None, file_id: str, name: str, size: int) -> Move:
    """A file (Telegram's id, name, bytes): clients to be brought in; of any other only the words under it count."""
    move = transfer.take(visit, file_id, name, size)
    if move is None and said is not None:
        move = take_caption(visit, said)
    return move or unsupported(visit)


def unsupported(visit: Visit) -> Move:
    """A photo without words, a sticker, a poll…: said plainly, and the present screen again."""
    return Move(visit.here, "error-unsupported")


def edit(visit: Visit, said: TypedText) -> Move:
    """An edited message replaces the text that it gave; one that gave nothing here is left alone."""
    row = row_of(visit.place)
    move = row.edited(visit, said) if row.edited is not None else None
    if move is not None:
        return move
    for found in open_runs(visit):
        result = edits.edit(found.run, said, _reader(visit, found))
        if result is not None:
            save(visit, found, result)
            return Move(visit.here, result.notice)
    return Move(visit.here, "error-edit_nothing")


def _run_here(visit: Visit, said: TypedText) -> tuple[OpenRun, bool]:
    """The run that the words belong to: the one on the screen, else a new debrief for words out of the blue.

    And whether they are words that came unasked. Of those two texts are two things, unless Telegram split one.
    """
    asked = visit.at(*TABLES)
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


def _reader(visit: Visit, found: OpenRun) -> Reader:
    """What the core needs to read words at the present step: the labels in every language, the known clients."""
    voice = voice_of(visit, found)
    step = current(found.run, voice.rules)
    labels: dict[str, tuple[str, ...]] = {}
    names: list[tuple[int, str]] = []
    if step is not None and step.kind is Kind.CLIENT:
        names = clients.names(visit.conn, visit.person.id)
    elif step is not None and step.kind in _LABELLED:
        bare = Scene(person=visit.person, place=found.place, notice=None, drawn_at=visit.now, model=None)
        scene = bare.of(runs.listed(visit.conn, bare, RunView(id=found.id, run=found.run), step))
        for option in option_ids(scene, voice, step):
            labels[option] = tuple(option_label(step, option, scene, each) for each in found.voices.values())
    return Reader(context_of(visit, found), labels, names, visit.person.language)
