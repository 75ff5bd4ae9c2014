"""What stands in the chat, which number names which button, and what a typed line means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
KeyKind = Literal["tap", "copy", "url", "other"]
SCALE = tuple(str(number) for number in range(1, 11))


@dataclass(frozen=True, slots=True)
class Key:
    """An inline button: `value` is its callback data, the text that it copies, or its address."""

    label: str
    kind: KeyKind
    value: str
    style: str = ""


@dataclass(slots=True, eq=False)
class ShownMessage:
    """A message of the chat; `entities` and `markup` are as the Bot API writes them, `date` is Unix seconds, UTC."""

    id: int
    date: int
    by_bot: bool
    text: str
    entities: list[Json] = field(default_factory=list)
    markup: Json | None = None

    @property
    def rows(self) -> list[list[Key]]:
        """Gives the inline buttons, row by row."""
        return [[_key(button) for button in row] for row in (self.markup or {}).get("inline_keyboard", [])]

    @property
    def keys(self) -> list[Key]:
        """Gives the inline buttons in reading order."""
        return [key for row in self.rows for key in row]


def _key(button: Json) -> Key:
    label, style = str(button["text"]), str(button.get("style") or "")
    if "callback_data" in button:
        return Key(label, "tap", button["callback_data"], style)
    if "copy_text" in button:
        return Key(label, "copy", button["copy_text"]["text"], style)
    if "url" in button:
        return Key(label, "url", button["url"], style)
    return Key(label, "other", "", style)


@dataclass(frozen=True, slots=True)
class SendText:
    """The line is sent as this text."""

    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """The line presses this inline button of this message."""

    message: ShownMessage
    key: Key


@dataclass(frozen=True, slots=True)
class UnclearLabel:
    """No button, or more than one (`several`), answers to the label."""

    label: str
    several: tuple[str, ...] = ()


class Board:
    """The messages of the chat, and the numbers of the buttons that stand before the person now.

    Numbered are the buttons of the messages that the bot sent or edited together, since the person's last line:
    the card, and the draft under it. Until it does, the numbers of before stay.
    """

    def __init__(self) -> None:
        self.messages: dict[int, ShownMessage] = {}
        self.labels: tuple[str, ...] = ()
        self._present: set[int] = set()
        self._turn = 0
        self._touched = -1

    def turn(self) -> None:
        """Notes that the person did something: what the bot puts next replaces the numbered buttons."""
        self._turn += 1

    def put(self, message: ShownMessage) -> None:
        """Takes a message that is new or has changed."""
        self.messages[message.id] = message
        if not message.rows:
            self._present.discard(message.id)
            return
        if self._touched != self._turn and message.id not in self._present:
            self._present.clear()
        self._touched = self._turn
        self._present.add(message.id)

    def drop(self, message: ShownMessage) -> None:
        """Forgets a deleted message."""
        del self.messages[message.id]
        self._present.discard(message.id)

    def numbers(self) -> dict[int, list[int]]:
        """Gives, for each message whose buttons are numbered, a number for each button in reading order.

        A scale (the labels 1 to 10, each once) keeps its own numbers, and the others go on from 11.
        """
        present = [self.messages[key] for key in sorted(self._present)]
        scale = next((m for m in reversed(present) if is_scale(m.keys)), None)
        after = 10 if scale else 0
        result: dict[int, list[int]] = {}
        for message in present:
            numbers: list[int] = []
            for key in message.keys:
                if message is scale and key.label in SCALE:
                    numbers.append(int(key.label))
                else:
                    after += 1
                    numbers.append(after)
            result[message.id] = numbers
        return result

    def read(self, line: str) -> SendText | Press | UnclearLabel:
        """Gives what a typed line means: a button by number or by `>label`, `=text` or else the text as it is."""
        if line.startswith("=") and line[1:].strip():
            return SendText(line[1:].strip())
        if line.startswith(">"):
            return self._by_label(line[1:].strip())
        if re.fullmatch(r"[1-9][0-9]{0,2}", line):
            for number_of, numbers in self.numbers().items():
                if int(line) in numbers:
                    message = self.messages[number_of]
                    return Press(message, message.keys[numbers.index(int(line))])
        return SendText(line)

    def _by_label(self, label: str) -> SendText | Press | UnclearLabel:
        wanted = _plain(label)
        newest_first = [m for _, m in sorted(self.messages.items(), reverse=True) if m.rows]
        if not wanted:
            return UnclearLabel(label)
        for form in (_plain, _bare):
            for message in newest_first:
                for key in message.keys:
                    if form(key.label) == wanted:
                        return Press(message, key)
            for text in self.labels:
                if form(text) == wanted:
                    return SendText(text)
        for message in newest_first:
            found = {key.label: key for key in message.keys if _begins(key.label, wanted)}
            if found:
                one = len(found) == 1
                return Press(message, *found.values()) if one else UnclearLabel(label, tuple(found))
        texts = tuple(text for text in self.labels if _begins(text, wanted))
        return SendText(texts[0]) if len(texts) == 1 else UnclearLabel(label, texts)


def is_scale(keys: Iterable[Key]) -> bool:
    """Tells whether the labels 1 to 10 stand among the buttons, each exactly once; Back and Skip may stand beside."""
    return sorted(key.label for key in keys if key.label in SCALE) == sorted(SCALE)


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())


def _bare(label: str) -> str:
    """A label without the signs before its words: nobody types "✅ " to tap "✅ Yes"."""
    return re.sub(r"^[\W_]+", "", _plain(label))


def _begins(label: str, wanted: str) -> bool:
    return _plain(label).startswith(wanted) or _bare(label).startswith(wanted)
