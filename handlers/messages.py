"""What a person writes, speaks or sends: an answer, facts, a setting, words out of the blue (protocol, section 4)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from aiogram import F, Router
from aiogram.types import Message

from bot.conversation.places import row_of
from bot.conversation.runs import OpenRun, context_of, held, open_runs, save, start, voice_of
from bot.conversation.services import World
from bot.conversation.visit import Move, Visit
from bot.protocol.engine.edits import edit
from bot.protocol.engine.engine import Result, current
from bot.protocol.engine.messages import Reader, continued, take, take_voice, to_facts
from bot.protocol.engine.messages import TypedText as Said
from bot.protocol.engine.table import Kind
from bot.protocol.engine.tables import TABLES
from bot.screens.options import option_ids, option_label
from bot.store.database.unit import Unit
from bot.store.loaders import runs
from bot.store.queries import clients, draft_checks
from bot.viewmodels.place import Place
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene
from handlers import (
    check,
    client_edit,
    contacts,
    notes,
    parting,
    parting_farewell,
    prep,
    prep_questions,
    settings,
    transfer,
)
from handlers import clients as listed
from handlers.vent import answer_words


async def on_text(message: Message, unit: Unit, world: World) -> None:
    """Text, a forwarded one too; the words under a picture count, and the person is told that the picture doesn't."""
    text = message.text if message.text is not None else message.caption
    said = Said(message.message_id, text or "", int(message.date.timestamp()))
    pictured = message.text is None

    def decide(visit: Visit) -> Move:
        return _under_picture(visit, said) if pictured else _take(visit, said)

    await answer_words(message, unit, world, decide)


async def on_voice(message: Message, unit: Unit, world: World) -> None:
    """A voice note: the facts of the talk. It stays with Telegram; its file id is kept."""
    voice = message.voice
    if voice is None:
        return
    said = Said(message.message_id, voice.file_id, int(message.date.timestamp()))

    def decide(visit: Visit) -> Move:
        if visit.place[0] == "ask":
            return prep_questions.take_voice(visit, said, voice.duration)
        found, place = _run_here(visit)
        result = take_voice(found.run, said, voice.duration, current(found.run, voice_of(visit, found).rules))
        save(visit, found, result)
        if place == "found" and not (result.run.facts or result.run.answers):
            return Move(Place("menu"), result.notice)
        kept = result.run.facts != found.run.facts
        return Move(Place(place, f"{found.id}"), None if place == "found" and kept else result.notice)

    await answer_words(message, unit, world, decide)


async def on_contact(message: Message, unit: Unit, world: World) -> None:
    """A shared contact is its phone number, where one is asked for."""
    number = message.contact.phone_number if message.contact else ""
    said = Said(message.message_id, number, int(message.date.timestamp()))

    def decide(visit: Visit) -> Move:
        name, argument = visit.place
        if client_edit.asks_contact(visit):
            return client_edit.reach(visit, number)
        found = held(visit, int(argument)) if name in TABLES else None
        step = current(found.run, voice_of(visit, found).rules) if found is not None else None
        if step is None or "phone" not in step.record:
            return Move(visit.here, "error-unsupported")
        return _take(visit, said)

    await answer_words(message, unit, world, decide)


async def on_document(message: Message, unit: Unit, world: World) -> None:
    """A file: clients to be brought in; of any other only the words under it count."""
    if message.document is None:
        return
    document, caption = message.document, message.caption
    said = Said(message.message_id, caption or "", int(message.date.timestamp()))

    def decide(visit: Visit) -> Move:
        move = transfer.take(visit, document)
        if move is None and caption is not None:
            move = _under_picture(visit, said)
        return move or Move(visit.here, "error-unsupported")

    await answer_words(message, unit, world, decide)


async def on_other(message: Message, unit: Unit, world: World) -> None:
    """A photo without words, a sticker, a poll…: said plainly, and the present screen again."""
    await answer_words(message, unit, world, lambda visit: Move(visit.here, "error-unsupported"))


async def on_edited(message: Message, unit: Unit, world: World) -> None:
    """An edited message replaces the text that it gave; one that gave nothing here is left alone."""
    text = message.text if message.text is not None else message.caption
    if text is None:
        return
    said = Said(message.message_id, text, int(message.date.timestamp()))

    def decide(visit: Visit) -> Move:
        checked = check.edit(visit, said) if row_of(visit.place).holds is draft_checks.forget else None
        if checked is None and visit.place[0] == "ask":
            checked = prep_questions.edit(visit, said)
        if checked is not None:
            return checked
        for found in open_runs(visit):
            result = edit(found.run, said, _reader(visit, found))
            if result is not None:
                save(visit, found, result)
                return Move(visit.here, result.notice)
        return Move(visit.here, "error-edit_nothing")

    await answer_words(message, unit, world, decide)


def _under_picture(visit: Visit, said: Said) -> Move:
    """Words under a picture or a file, which itself isn't kept: where they go to the facts that is said."""
    kept = visit.place.name not in TYPED and row_of(visit.place).holds is not draft_checks.forget
    move = _take(visit, said)
    return replace(move, notice="error-caption_only") if kept else move


def _run_here(visit: Visit) -> tuple[OpenRun, str]:
    """The run that the words belong to: the one on the screen, else a new debrief for words out of the blue."""
    name, argument = visit.place
    if name in {*TABLES, "found", "noteof"}:
        found = held(visit, int(argument.partition(".")[0]))
        if found is not None:
            return found, "found" if name == "noteof" else name
    return start(visit), "found"


def _take(visit: Visit, said: Said) -> Move:
    name, _ = visit.place
    if row_of(visit.place).holds is draft_checks.forget:
        return check.take(visit, said)
    move = TYPED[name](visit, said.text) if name in TYPED else None
    if move is not None:
        return move
    if name in _ANSWERED:
        return _ANSWERED[name](visit, said)
    if name in NAMED and (move := NAMED[name](visit, said.text)) is not None:
        return move
    found, place = _run_here(visit)
    if place == "found":
        result = _unasked(found, said, visit.now)
        save(visit, found, result)
        return Move(Place("found", str(found.id)), result.notice)
    result = take(found.run, said, _reader(visit, found))
    save(visit, found, result)
    return Move(found.place, result.notice)


def _unasked(found: OpenRun, said: Said, now: int) -> Result:
    """Words out of the blue are facts, whatever they would mean to a step; the rest of a long text goes on with it."""
    run = replace(found.run, at=now)
    result = continued(run, said) or to_facts(run, said)
    return replace(result, notice=None)


NAMED = {**contacts.NAMED, **prep.NAMED, **parting.NAMED}
"""The places at which typed text may be a client's name; else it is words like any others."""

TYPED: Mapping[str, Callable[[Visit, str], Move | None]] = {
    **settings.TYPED,
    **contacts.TYPED,
    **listed.TYPED,
    **client_edit.TYPED,
    **parting.TYPED,
    **parting_farewell.TYPED,
}
"""The places at which typed text is something else than an answer or facts."""

_ANSWERED = {"ask": prep_questions.take, "noteof": notes.take}
"""The places at which the words are kept, with the message that gave them."""

_LABELLED = frozenset({Kind.SEVERAL, Kind.ONE, Kind.ONE_AND_ON, Kind.TEXT})
"""Kinds of steps whose options can be typed by their labels; a card has none, a time and a scale are read as such."""


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


def router() -> Router:
    """The router of messages that are no command."""
    made = Router(name="words")
    made.message.register(on_text, F.text)
    made.message.register(on_voice, F.voice)
    made.message.register(on_document, F.document)
    made.message.register(on_text, F.caption)
    made.message.register(on_contact, F.contact)
    made.message.register(on_other)
    made.edited_message.register(on_edited)
    return made
