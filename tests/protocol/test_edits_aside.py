"""An edit of a message whose answer was laid aside."""

from dataclasses import replace

from bot.protocol.engine.edits import edit
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
