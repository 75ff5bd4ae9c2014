"""From a message to lines: entities become colours, long lines are wrapped by the width that letters take."""

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from bot.terminal.keys import Json, Key, ShownMessage

Cell = tuple[str, str]  # a character, and the SGR codes that it is painted with ("1;36", or "" for none)

STYLES = {
    "bold": "1",
    "italic": "3",
    "underline": "4",
    "strikethrough": "9",
    "code": "36",
    "pre": "36",
    "text_link": "4",
    "blockquote": "2",
}
BUTTON_STYLES = {"primary": "34", "success": "32", "danger": "31"}
SIGNS = {"copy": " ⧉", "url": " ↗"}


def units(text: str) -> int:
    """Gives the length of a text in UTF-16 units, which is how Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def safe(text: str) -> str:
    """Gives the text with control characters and lone surrogates as U+FFFD: words must not steer the terminal."""
    return "".join(
        "\ufffd" if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t" else character
        for character in text
    )


def cells(text: str, entities: Sequence[Json]) -> list[Cell]:
    """Gives each character with its codes; an entity's offset and length are UTF-16 units (Bot API, MessageEntity).

    An entity that begins or ends within a surrogate pair takes the whole character; what lies outside is ignored.
    """
    starts: list[int] = []
    at = 0
    for character in text:
        starts.append(at)
        at += units(character)
    codes: list[list[str]] = [[] for _ in text]
    for entity in entities:
        code = STYLES.get(str(entity["type"]))
        begin, end = int(entity["offset"]), int(entity["offset"]) + int(entity["length"])
        for index, start in enumerate(starts):
            if code and start < end and start + units(text[index]) > begin and code not in codes[index]:
                codes[index].append(code)
    return [(character, ";".join(code)) for character, code in zip(safe(text), codes, strict=True)]


def columns(character: str) -> int:
    """Gives the columns that a character takes at most: terminals differ on emoji, too few would break redrawing."""
    if character == "\ufe0f":  # turns the sign before it into an emoji, which is one column wider
        return 1
    if "\U0001f1e6" <= character <= "\U0001f1ff":  # regional letters: flags in pairs, wide letters alone
        return 2
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def wrap(line: Sequence[Cell], width: int) -> list[list[Cell]]:
    """Cuts cells into lines of at most `width` columns, at spaces where there are any, and at line breaks."""
    result: list[list[Cell]] = []
    current: list[Cell] = []
    used = 0
    for character, code in line:
        if character == "\n":
            result.append(current)
            current, used = [], 0
            continue
        wide = columns(character)
        if used + wide > width and current and character == " ":
            result.append(current)
            current, used = [], 0
            continue
        while used + wide > width and current:
            cut = next((i for i in range(len(current), 0, -1) if current[i - 1][0] == " "), len(current))
            result.append(current[:cut])
            current = current[cut:]
            used = sum(columns(kept) for kept, _ in current)
        current.append((" " if character == "\t" else character, code))
        used += wide
    return [*result, current]


def ansi(line: Sequence[Cell], *, colour: bool) -> str:
    """Gives a line of cells as text with SGR codes, or as plain text where `colour` is off."""
    parts: list[str] = []
    for code, group in groupby(line, key=lambda cell: cell[1]):
        text = "".join(character for character, _ in group)
        parts.append(f"\x1b[{code}m{text}\x1b[0m" if code and colour else text)
    return "".join(parts).rstrip(" ")


def button_rows(message: ShownMessage, numbers: Sequence[int] | None) -> list[list[list[Cell]]]:
    """Gives rows of buttons, each as cells: "[3 Label]", "[7]" where the label is its number, "[Label]" unnumbered."""
    rest = iter(numbers or ())
    return [[_button(key, next(rest, None)) for key in row] for row in message.rows]


def _button(key: Key, number: int | None) -> list[Cell]:
    label = " ".join(safe(key.label).split()) + SIGNS.get(key.kind, "")
    result: list[Cell] = [("[", "2")]
    if number is not None and str(number) != label:
        result += [(digit, "1") for digit in f"{number}"] + [(" ", "")]
    return [*result, *((character, BUTTON_STYLES.get(key.style, "")) for character in label), ("]", "2")]


def block(message: ShownMessage, numbers: Sequence[int] | None, width: int | None) -> list[list[Cell]]:
    """Gives the lines of a message and its buttons; without a `width` they are not wrapped, and a row is a line."""
    body = wrap(cells(message.text, message.entities), width or 1 << 30)
    for row in button_rows(message, numbers):
        line: list[Cell] = []
        for button in row:
            gap: list[Cell] = [(" ", "")] if line else []
            if width and line and sum(columns(c) for c, _ in [*line, *gap, *button]) > width:
                body += wrap(line, width)
                line, gap = [], []
            line += gap + button
        body += wrap(line, width or 1 << 30)
    return body
