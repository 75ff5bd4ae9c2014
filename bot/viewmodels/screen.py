"""What the bot shows: a text with spans and rows of buttons. Knows nothing of Telegram or of a terminal."""

from dataclasses import dataclass
from typing import Literal

SpanKind = Literal["bold", "italic", "code", "pre"]


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch of a text, from `start` to `end` (exclusive), in Python's characters."""

    kind: SpanKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RunTap:
    """A tap that belongs to a run of the engine: which run, which step, which option."""

    run: int
    step: str
    option: str


@dataclass(frozen=True, slots=True)
class PlaceTap:
    """A tap that leads somewhere or sets something outside of a run: menu, settings, help."""

    to: str
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """Copies `text` (at most 256 characters) to the person's clipboard; no update reaches the bot."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Opens `url`; no update reaches the bot."""

    url: str


Action = RunTap | PlaceTap | Copy | Link
Style = Literal["primary", "success", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    """One button; `style` colours it where the client can."""

    label: str
    action: Action
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """A key under the input field that opens Telegram's list of people: one of them is sent with the number `request`.

    The other keys are texts, which are sent as they stand.
    """

    label: str
    request: int


Rows = tuple[tuple[Button, ...], ...]
Keys = tuple[tuple[str | Pick, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: `text` is plain, `spans` mark parts of it, `rows` are the buttons under it.

    `point` names the point of the protocol that the screen serves (P1, P2a, … or "—" for what keeps house). `words` are
    those for the client, where a line of ours stands under them.
    """

    text: str
    spans: tuple[Span, ...] = ()
    rows: Rows = ()
    point: str = "—"
    words: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What stands in a chat now: the present screen, and where there is one, the draft under it.

    `greeting` goes before the screen, only when that is sent anew, and carries the reply keyboard `keys`, or takes it
    away where there are none in it. A view is a
    pure function of the stored state, so that it can be owed and shown after a restart.
    """

    screen: Screen
    draft: Screen | None = None
    greeting: Screen | None = None
    keys: Keys | None = None
