"""An edited message replaces the text that it gave, and never changes the path (protocol, section 4)."""

from dataclasses import replace

from bot.protocol.engine.engine import RenameClient, Result
from bot.protocol.engine.run import Answer, Piece, Run
from bot.protocol.engine.table import Kind
from bot.protocol.engine.tables import table_of
from bot.protocol.engine.typed_answers import Reader, TypedText, read_time
from bot.protocol.engine.words import LONGEST_NAME, read_scale
from bot.protocol.matching import tidy


def edit(run: Run, message: TypedText, reader: Reader) -> Result | None:
    """The run after a message was edited: its new text in the place of the old. None: no text of it is here.

    Words are replaced wherever they stand; a typed number, option or time is read anew. What the new text would
    need a different path for, or what can't be read, stays as it was, and the notice says so.
    """
    for answer in (*run.answers, *run.aside):
        if answer.source == message.id or any(piece.message == message.id for piece in answer.words):
            return _edited_answer(run, answer, message, reader)
    if any(piece.message == message.id for piece in run.facts):
        return Result(replace(run, facts=replaced(run.facts, message)), notice="error-edited")
    return None


def _edited_answer(run: Run, answer: Answer, message: TypedText, reader: Reader) -> Result:
    kept = Result(run, notice="error-edit_kept")
    step = table_of(run).by_id[answer.step]
    if step.kind is Kind.CLIENT:
        name = tidy(message.text)
        if answer.value is None or not name or len(name) > LONGEST_NAME:
            return kept
        return Result(
            _swap(run, answer, replace(answer, words=(Piece(message.id, name),))),
            (RenameClient(name),),
            "error-edited",
        )
    if not answer.source:
        return Result(_swap(run, answer, replace(answer, words=replaced(answer.words, message))), notice="error-edited")
    if step.kind is Kind.SCALE:
        number = read_scale(message.text)
        return (
            kept if number is None else Result(_swap(run, answer, replace(answer, value=number)), notice="error-edited")
        )
    if step.source == "offers" and answer.value is not None:
        fresh = read_time(replace(run, opened=step.id), step, message, reader)
        moved = fresh.run.answer(step.id) if fresh else None
        if moved is None or moved == answer or moved.value is None or moved.picks != answer.picks:
            return kept  # the past, nonsense, two readings: what was understood before still stands
        return Result(_swap(run, answer, moved), notice="error-edited")
    return kept


def replaced(pieces: tuple[Piece, ...], message: TypedText) -> tuple[Piece, ...]:
    """The pieces with the message's new text in the place of what it gave."""
    return tuple(replace(piece, text=message.text) if piece.message == message.id else piece for piece in pieces)


def _swap(run: Run, before: Answer, after: Answer) -> Run:
    # By the answer, not by its step: where it was laid aside and the step then skipped, the step stays skipped.
    def swapped(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
        return tuple(after if old == before else old for old in answers)

    return replace(run, answers=swapped(run.answers), aside=swapped(run.aside))
