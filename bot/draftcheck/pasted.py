"""A text that is being checked before it goes to the client, as a value. Nothing of it is kept after (R1)."""

import json
from dataclasses import dataclass, replace

from bot.protocol.engine.run import Piece, joined
from bot.protocol.engine.typed_answers import SPLIT_LENGTH, SPLIT_SECONDS, TypedText, length

LONGEST = 4 * 4096
"""UTF-16 units of the longest text that is checked: four messages of Telegram, more is no message to a client."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The text that is checked, by the messages that gave it; a draft of the program's own has message 0.

    `back` is the place whose draft it is ("debrief:12"), "" where it came by itself. `sent` and `units` are the moment
    (Unix seconds UTC) and the length of the last message, in case Telegram cut the next one off it. Without pieces
    nothing is checked yet, or the text was too long.
    """

    pieces: tuple[Piece, ...] = ()
    back: str = ""
    sent: int = 0
    units: int = 0

    @property
    def text(self) -> str:
        """The text as one."""
        return joined(self.pieces).strip()

    @property
    def typed(self) -> bool:
        """Whether it is the manager's own version, and not the draft as it was put together."""
        return any(piece.message for piece in self.pieces)

    def take(self, message: TypedText) -> "Pasted":
        """With the message: the rest of the text before where Telegram cut it in two, else the next version.

        One that is too long as a whole is not taken, so nothing half is ever checked or copied.
        """
        rest = self.units >= SPLIT_LENGTH and 0 <= message.sent - self.sent <= SPLIT_SECONDS
        if rest and not self.pieces:
            return replace(self, sent=message.sent, units=length(message.text))  # the rest of one that was too long
        before = self.pieces if rest else ()
        pieces = (*before, Piece(message.id, message.text, joined=rest))
        taken = replace(self, pieces=pieces, sent=message.sent, units=length(message.text))
        return replace(taken, pieces=()) if length(taken.text) > LONGEST else taken

    def edit(self, message: TypedText) -> "Pasted | None":
        """With the message edited; None where the text has nothing of it, or would become too long."""
        if all(piece.message != message.id for piece in self.pieces):
            return None
        pieces = tuple(
            replace(piece, text=message.text) if piece.message == message.id else piece for piece in self.pieces
        )
        edited = replace(self, pieces=pieces)
        return None if length(edited.text) > LONGEST else edited


def of_draft(text: str, back: str) -> Pasted:
    """The draft that stands at a place, to be checked as it is."""
    return Pasted((Piece(0, text),), back)


def encode(pasted: Pasted) -> str:
    """The value as JSON, for the store."""
    pieces = [[piece.message, piece.text, piece.joined] for piece in pasted.pieces]
    data = {"pieces": pieces, "back": pasted.back, "sent": pasted.sent, "units": pasted.units}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Pasted:
    """The value that `encode` wrote; raises ValueError for anything else."""
    try:
        data = json.loads(text)
        pieces = tuple(Piece(message, words, joined=rest) for message, words, rest in data["pieces"])
        return Pasted(pieces, data["back"], data["sent"], data["units"])
    except (KeyError, TypeError) as error:
        raise ValueError("not a pasted text") from error
