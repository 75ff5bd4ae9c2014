"""An edited message replaces the text that it gave, and never changes the path (protocol, section 4)."""

from dataclasses import replace

from bot.protocol.engine.engine import NewClient, RenameClient, Result
from bot.protocol.engine.run import CLIENT, Answer, Piece, Run
from bot.protocol.engine.table import Kind
from bot.protocol.engine.tables import table_of
from bot.protocol.engine.typed_answers import Reader, TypedText, read_time
from bot.protocol.engine.words import LONGEST_NAME, read_scale
from bot.protocol.matching import seen, similar, tidy


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
        return _edited_name(run, answer, message, reader) or kept
    if not answer.source:
        if not seen(message.text):
            return kept
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


def names_client(run: Run, message_id: int) -> bool:
    """Whether the run's client was named by that message, so that its edit may name one who is known."""
    answer = run.answer(CLIENT) or run.dropped(CLIENT)
    return answer is not None and any(piece.message == message_id for piece in answer.words)


def _edited_name(run: Run, answer: Answer, message: TypedText, reader: Reader) -> Result | None:
    """Another name for the client that was typed. One that a known client has is asked about, as if typed anew.

    None: it is no name, or nobody was named by it.
    """
    name = tidy(message.text)
    unclear = answer.value is None and answer in run.answers and bool(answer.picks)
    if not name or len(name) > LONGEST_NAME or "\n" in message.text.strip() or (answer.value is None and not unclear):
        return None
    others = [(client, label) for client, label in reader.names if client != answer.value]
    offered = tuple(f"c{client}" for client in similar(name, others))
    fresh = replace(answer, words=(Piece(message.id, name),), picks=offered)
    after = _swap(run, answer, fresh)
    if unclear:
        return Result(after, () if offered else (NewClient(name),), "error-edited")
    if offered and answer in run.answers:
        after = replace(after, opened=None, page=0)  # the question is asked now, wherever the run has come to
    return Result(after, (RenameClient(name),), "error-edited")


def replaced(pieces: tuple[Piece, ...], message: TypedText) -> tuple[Piece, ...]:
    """The pieces with the message's new text in the place of what it gave.

    A voice note stays what it is: the text is what is written under it, now or for the first time. Where no text is
    left the words go.
    """
    mine = [piece for piece in pieces if piece.message == message.id]
    words = next((piece for piece in mine if piece.kind == "text"), Piece(message.id, ""))
    kept = [piece for piece in pieces if piece.message != message.id or piece.kind == "voice"]
    if mine and seen(message.text):
        after = max(place for place, piece in enumerate(pieces) if piece.message == message.id)
        before = sum(piece.message != message.id or piece.kind == "voice" for piece in pieces[: after + 1])
        kept.insert(before, replace(words, text=message.text))
    return tuple(kept)


def _swap(run: Run, before: Answer, after: Answer) -> Run:
    # By the answer, not by its step: where it was laid aside and the step then skipped, the step stays skipped.
    def swapped(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
        return tuple(after if old == before else old for old in answers)

    return replace(run, answers=swapped(run.answers), aside=swapped(run.aside))
