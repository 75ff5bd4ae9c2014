"""Builds a screen's text line by line, and its rows of buttons; keeps the spans right while it does."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.viewmodels.screen import Button, Rows, Screen, Span, SpanKind

LONGEST_OWN = 200
"""A person's own words on a card are cut here, in characters; "in full" shows the rest (protocol, section 2)."""
_PAIR_WIDTH = 19


def cut(text: str, longest: int = LONGEST_OWN) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer than `longest` characters."""
    line = " ".join(text.split())
    if len(line) > longest:
        short = line[: longest - 1]
        head, _, _ = short.rpartition(" ")
        line = f"{head if len(head) > longest // 2 else short}…"
    return _closed(line)


_OPENS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}


def _closed(line: str) -> str:
    """The line with every turn of the direction of writing ended, so that it turns nothing that comes after it."""
    ends = [_OPENS[letter] for letter in line if letter in _OPENS]
    return line + "".join(reversed(ends)) if ends else line


def closing(name: str) -> str:
    """A client's name, cut, where the sentence ends with it: a full stop of its own serves as the sentence's."""
    return cut(name, 60).removesuffix(".")


class Page:
    """The text of a screen as it grows."""

    def __init__(self) -> None:
        self._text = ""
        self._spans: list[Span] = []
        self._gap = False

    def line(self, text: str | None, kind: SpanKind | None = None) -> "Page":
        """One more line (or several, where the text has breaks); None adds nothing."""
        if text:
            apart = "\n\n" if self._gap else "\n"
            self._text += f"{apart}{text}" if self._text else text
            self._gap = False
            if kind is not None:
                self._spans.append(Span(kind, len(self._text) - len(text), len(self._text)))
        return self

    def named(self, name: str, text: str | None) -> "Page":
        """A line with its name in bold before it: **Say:** …; None adds nothing."""
        if text:
            self.line(f"{name}: {text}")
            start = len(self._text) - len(name) - len(text) - 2
            self._spans.append(Span("bold", start, start + len(name) + 1))
        return self

    def gap(self) -> "Page":
        """An empty line, where something stands above it and below it."""
        self._gap = True
        return self

    def screen(self, rows: Iterable[Sequence[Button]], point: str) -> Screen:
        """The finished screen with its buttons; empty rows are left out."""
        return Screen(self._text, tuple(self._spans), tuple(tuple(row) for row in rows if row), point)


def headed(screen: Screen, line: str | None) -> Screen:
    """The screen with one more line above it; None adds nothing."""
    if not line:
        return screen
    by = len(line) + 2
    moved = tuple(Span(span.kind, span.start + by, span.end + by) for span in screen.spans)
    return replace(screen, text=f"{line}\n\n{screen.text}", spans=moved)


def pairs(buttons: Sequence[Button]) -> Rows:
    """The buttons two in a row where both labels are short enough for a phone, else each in a row of its own."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        last = rows[-1] if rows else ()
        if len(last) == 1 and max(len(last[0].label), len(button.label)) <= _PAIR_WIDTH:
            rows[-1] = (*last, button)
        else:
            rows.append((button,))
    return tuple(rows)
