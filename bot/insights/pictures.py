"""What a picture shows, in words and numbers ready to be drawn: what `bot.insights.charts` gets. Pure.

All of it is plain data, since it goes to the drawing process as JSON. Places on the line of time are days from its
beginning, with fractions.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar, Literal

Tick = tuple[float, str]
"""A place on the line of time, and what stands under it."""
Tone = Literal["good", "plain", "poor", "bad", "open"]
"""What a part is painted as; each has a lightness and a pattern of its own, so that no colour has to be told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """Moments on the scale from 1 to 10: place, and up to three answers there, named by `legend`.

    `joined` says that they are means, one for each part of the period, to be joined by lines; a part that has none
    breaks them.
    """

    kind: ClassVar[str] = "dots"
    title: str
    subtitle: str
    legend: Sequence[str]
    points: Sequence[tuple[float, float | None, float | None, float | None]]
    joined: bool
    length: float
    ticks: Sequence[Tick]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A list, each row with its words above and a bar of parts under them, with a note after it.

    `tones` paint the parts, `legend` names them; a bar without parts that are named has an empty legend.
    """

    kind: ClassVar[str] = "bars"
    title: str
    subtitle: str
    legend: Sequence[str]
    tones: Sequence[Tone]
    rows: Sequence[tuple[str, Sequence[int], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How many of each kind came in each part of the period, the first kind at the bottom; `ticks` name the parts."""

    kind: ClassVar[str] = "columns"
    title: str
    subtitle: str
    legend: Sequence[str]
    tones: Sequence[Tone]
    parts: Sequence[Sequence[int]]
    ticks: Sequence[Tick]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stems:
    """Lengths in days at places on the line of time, and the one that lasts (`lasting`), which ends at its end."""

    kind: ClassVar[str] = "stems"
    title: str
    subtitle: str
    legend: Sequence[str]
    stems: Sequence[tuple[float, int]]
    lasting: int | None
    length: float
    ticks: Sequence[Tick]


Picture = Dots | Bars | Columns | Stems
_KINDS: dict[str, type[Picture]] = {one.kind: one for one in (Dots, Bars, Columns, Stems)}


def encode(picture: Picture) -> str:
    """The picture as one line of JSON."""
    return json.dumps({"kind": picture.kind, **asdict(picture)}, ensure_ascii=True)


def decode(line: str | bytes) -> Picture:
    """What `encode` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    fields = json.loads(line)
    return _KINDS[fields.pop("kind")](**fields)
