"""The person's screen: plain lines where the output is a pipe, edits in place where it is a terminal."""

import base64
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from bot.terminal.keys import Board, ShownMessage
from bot.terminal.paint import ansi, block, columns, safe, wrap

PROMPT = "› "
NOTE = "· "


class Display:
    """Prints messages as blocks of plain lines: an edited message is printed anew.

    `echo` tells whether typed lines must be printed: a terminal shows what is typed itself, a pipe does not.
    """

    def __init__(self, board: Board, stream: TextIO, *, echo: bool) -> None:
        self.gone = False
        self._board = board
        self._stream = stream
        self._echo = echo
        self._painted: dict[int, list[int] | None] = {}  # the numbers that stand under each message

    def show(self, message: ShownMessage) -> None:
        """Shows a message that is new or has changed, and those whose buttons got other numbers by it."""
        numbers = self._board.numbers()
        changed = [message]
        for other, numbered in numbers.items():
            if other != message.id and self._painted.get(other, numbered) != numbered:
                changed.append(self._board.messages[other])
        for one in changed:
            self._painted[one.id] = numbers.get(one.id)
        self._paint(changed)

    def strip(self, message: ShownMessage) -> None:
        """Notes that a message lost its buttons and changed in nothing else: no reason to print it anew."""
        self._painted[message.id] = None

    def vanish(self, message: ShownMessage, note: str) -> None:
        """Takes a deleted message away, or says so by `note` where what is printed stays printed."""
        self._painted.pop(message.id, None)
        self.note(note)

    def note(self, text: str) -> None:
        """Shows one line of the terminal's own: a toast, a copied text, an address."""
        self._write(NOTE + " ".join(safe(text).split()) + "\n\n")

    def keyboard(self, labels: Sequence[str]) -> None:
        """Shows the labels of the reply keyboard in one line."""
        self.note("⌨ " + " | ".join(labels))

    def entered(self, line: str) -> None:
        """Notes that `line` was typed, before anything is done about it."""

    def crowded(self) -> None:
        """Notes that more lines than one were typed at once."""

    def typed(self, meaning: str, *, stays: bool) -> None:
        """Notes what the person does by the line that was entered.

        `stays` tells a text, which is a message of the chat, from a tap, which leaves no trace there.
        """
        del stays
        if self._echo:
            self._write(PROMPT + safe(meaning) + "\n\n")

    def prompt(self) -> None:
        """Invites the person to type; a pipe needs no invitation."""

    def copy(self, text: str) -> None:
        """Puts a text on the person's clipboard, where the terminal can."""

    def bye(self, text: str) -> None:
        """Ends the conversation with one line; a pipe needs none."""

    def _paint(self, messages: Sequence[ShownMessage]) -> None:
        for message in messages:
            lines = block(message, self._board.numbers().get(message.id), None)
            self._write("".join(ansi(line, colour=False) + "\n" for line in lines) + "\n")

    def _write(self, text: str) -> None:
        """Writes and flushes; a reader that has gone is no error, and Python must not stumble over it at exit."""
        if self.gone:
            return
        encoding = self._stream.encoding or "utf-8"
        try:
            self._stream.write(text.encode(encoding, "replace").decode(encoding))
            self._stream.flush()
        except (OSError, ValueError):
            self.gone = True
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


@dataclass(slots=True)
class Item:
    """Something on the screen below which everything can still be painted anew: a message, a note or a typed line."""

    height: int
    message: ShownMessage | None = None
    note: str = ""
    turn: int = 0
    labels: bool = False


class LiveDisplay(Display):
    """A terminal: colours, and edits in place as long as the message is below the person's last words.

    It wraps lines itself, one column before the edge, so that it knows how far up a message begins.
    """

    def __init__(self, board: Board, stream: TextIO, *, echo: bool, environ: Mapping[str, str]) -> None:
        super().__init__(board, stream, echo=echo)
        self._colour = not environ.get("NO_COLOR")  # no-color.org: any value but an empty one
        self._tail: list[Item] = []
        self._turn = 0
        self._prompting = self._unsaid = False
        self._size = self._measure()

    def strip(self, message: ShownMessage) -> None:
        """Paints the message without its buttons where it can still be reached."""
        self._painted[message.id] = None
        if any(item.message is message for item in self._tail):
            self._paint([message])

    def vanish(self, message: ShownMessage, note: str) -> None:
        """Takes the message off the screen where it can still be reached, and else says so."""
        self._painted.pop(message.id, None)
        index = next((i for i, item in enumerate(self._tail) if item.message is message), None)
        if index is None or not self._reachable(index):
            self.note(note)
        else:
            gone = self._tail.pop(index)
            self._redraw(index, extra=gone.height)

    def note(self, text: str) -> None:
        """Shows one line of the terminal's own under the messages; it goes when they change after the next tap."""
        self._append(Item(0, note=NOTE + " ".join(safe(text).split()), turn=self._turn))

    def keyboard(self, labels: Sequence[str]) -> None:
        """Shows the labels of the reply keyboard in one line, which stays."""
        self._append(Item(0, note=NOTE + "⌨ " + " | ".join(labels), labels=True))

    def entered(self, line: str) -> None:
        """Counts the rows that the terminal's own echo of the line takes."""
        self._unsaid = self._echo or not self._prompting
        if self._prompting:
            self._prompting = False
            across = self._measure()[0] + 1  # the terminal's own echo uses the last column too, and cuts anywhere
            used = sum(columns(character) for character in PROMPT + line)
            self._tail.append(Item(-(-used // across), turn=-1))
        elif not self._echo:
            self.crowded()

    def crowded(self) -> None:
        """Gives up editing in place what stands here: rows were echoed whose number is not known."""
        self._tail.clear()

    def typed(self, meaning: str, *, stays: bool) -> None:
        """Notes what is done: a text stays on the screen and so does all above it, a tap's line may go.

        A line is said where no echo stands under a prompt: it came from a pipe, or was typed ahead.
        """
        if self._unsaid:
            self._append(Item(0, note=PROMPT + safe(meaning), turn=-1))
        self._turn += 1
        if stays:
            self._tail.clear()

    def prompt(self) -> None:
        """Invites the person to type."""
        if not self._echo and not self._prompting:
            self._write(PROMPT)
            self._prompting = True

    def copy(self, text: str) -> None:
        """Puts a text on the clipboard by OSC 52, which terminals that don't know it pass over."""
        self._write(f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07")

    def bye(self, text: str) -> None:
        """Leaves the prompt, and says one line."""
        self._write(("\r\x1b[K" if self._prompting else "") + text + "\n")
        self._prompting = False

    def _measure(self) -> tuple[int, int]:
        try:
            size = os.get_terminal_size(self._stream.fileno())
        except (OSError, ValueError):
            size = os.terminal_size((80, 24))
        return max((size.columns or 80) - 1, 8), size.lines or 24

    def _reachable(self, index: int) -> bool:
        """Tells whether what begins at `index` is still on the screen; after a resize nobody knows."""
        if self._measure() != self._size:
            self._size = self._measure()
            self._tail.clear()
            return False
        return sum(item.height for item in self._tail[index:]) < self._size[1]

    def _paint(self, messages: Sequence[ShownMessage]) -> None:
        places = [i for i, item in enumerate(self._tail) if item.message in messages]
        if places and self._reachable(places[0]):
            below = [item.message for item in self._tail[places[0] :]]
            self._redraw(places[0])
            messages = [message for message in messages if message not in below]
        elif places:
            self._tail.clear()
        for message in messages:
            self._append(Item(0, message=message))

    def _redraw(self, index: int, *, extra: int = 0) -> None:
        """Paints everything from `index` on again; `extra` is the height of what was just taken out there."""
        items = self._tail[index:]
        up = extra + sum(item.height for item in items)
        self._tail = self._tail[:index]
        text = "\r" + (f"\x1b[{up}A" if up else "") + "\x1b[J"
        for item in items:
            if item.message or item.labels or item.turn == self._turn:
                text += self._lines(item)
                self._tail.append(item)
        self._put(text)

    def _append(self, item: Item) -> None:
        text = "\r\x1b[K" if self._prompting else ""
        text += self._lines(item)
        self._tail.append(item)
        self._put(text)

    def _put(self, text: str) -> None:
        prompting, self._prompting = self._prompting, False
        self._write(text)
        if prompting:
            self.prompt()

    def _lines(self, item: Item) -> str:
        """Gives the lines of an item and the empty one after it, and notes its height."""
        width = self._measure()[0]
        if item.message:
            lines = block(item.message, self._board.numbers().get(item.message.id), width)
        else:
            lines = wrap([(character, "2") for character in item.note], width)
        item.height = len(lines) + 1
        return "".join(ansi(line, colour=self._colour) + "\n" for line in lines) + "\n"
