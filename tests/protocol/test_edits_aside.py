"""An edit of a message: whose answer was laid aside, and what becomes of a voice note."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.engine.edits import edit, replaced
from bot.protocol.engine.run import Answer, Piece
from bot.protocol.engine.typed_answers import TypedText
from tests.protocol.walk import NOW, Walker, fresh


def test_an_edit_of_words_laid_aside_leaves_the_skipped_step_skipped() -> None:
    walker = Walker()
    old = Answer("fear_own", words=(Piece(10, "уйдёт"),))
    run = replace(fresh(), answers=(Answer("fear_own", skipped=True),), aside=(old,))
    result = edit(run, TypedText(10, "уйдёт к другим", NOW), walker.reader(run))
    assert result is not None
    assert result.run.answers == run.answers
    assert result.run.aside == (replace(old, words=(Piece(10, "уйдёт к другим"),)),)


_PIECES = st.lists(
    st.builds(
        Piece,
        message=st.integers(0, 3),
        text=st.sampled_from(["слова", "id"]),
        joined=st.booleans(),
        kind=st.sampled_from(["text", "voice"]),
        seconds=st.integers(0, 9),
    ).map(lambda piece: piece if piece.message else replace(piece, kind="text")),
    max_size=6,
).map(tuple)


@given(_PIECES, st.integers(1, 4), st.sampled_from(["новое", "", "\u2800"]))
def test_an_edit_leaves_every_voice_note_and_all_other_words(
    pieces: tuple[Piece, ...], message: int, text: str
) -> None:
    after = replaced(pieces, TypedText(message, text, NOW))
    assert [piece for piece in after if piece.kind == "voice"] == [piece for piece in pieces if piece.kind == "voice"]
    assert [one for one in after if one.message != message] == [one for one in pieces if one.message != message]
    words = [piece.text for piece in after if piece.message == message and piece.kind == "text"]
    there = any(piece.message == message for piece in pieces)
    assert words == (["новое"] if text == "новое" and there else [])
