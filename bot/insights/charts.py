"""Draws pictures with matplotlib: PNG, light, for the width of a phone.

Nothing of the bot imports this module: matplotlib with numpy takes 0.6 s of CPU and 66 MB to import, and drawing holds
the interpreter's lock. So it lives in a process of its own
(`bot.insights.renderer_process`), where it is imported at once.

Only the object-oriented API is used, no pyplot, which would keep figures in a place that threads share.
"""

import io
import textwrap
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from anyascii import anyascii
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from PIL import Image

from bot.insights.pictures import Bars, Columns, Dots, Picture, Stems, Tick, Tone

WIDTH: Final = 1080
"""Pixels: three for each of the 360 that a phone is wide."""
_DPI, _COLOURS = 200, 128
_INK, _PALE, _GRID = "#1F2933", "#5B6770", "#DDE3E8"
# The colours of Okabe and Ito, which all kinds of colour blindness tell apart, and by lightness too.
_BLUE, _SKY, _ORANGE, _RED = "#0072B2", "#56B4E9", "#E69F00", "#D55E00"
_TONES: Mapping[Tone, tuple[str, str]] = {
    "good": (_BLUE, ""),
    "plain": ("#C3CCD4", ""),
    "poor": (_ORANGE, "//"),
    "bad": (_RED, "xx"),
    "open": ("#FFFFFF", ""),
}
_BODY, _SMALL, _HEAD = 12.5, 11.0, 15.0
_LINE, _BESIDE = 46, 17
"""Characters: of body text that fit into the width, of a name that has another beside it in the legend."""

mpl.rcParams.update({
    "font.family": "DejaVu Sans",  # it comes with matplotlib; Cyrillic, Greek, Armenian, Georgian, Hebrew, Arabic
    "text.parse_math": False,  # a "$" in a client's name is a "$"
    "axes.unicode_minus": False,
    "hatch.linewidth": 1.2,
    "hatch.color": "white",
})  # fmt: skip


def draw(picture: Picture) -> bytes:
    """The picture as PNG, `WIDTH` pixels wide and as high as it needs."""
    kind: Any = type(picture)
    return _DRAWN[kind](picture)


def _dots(picture: Dots) -> bytes:
    figure, axes = _sheet(picture, 4.3)
    axes.set_ylim(0.5, 10.5)
    axes.set_yticks(range(1, 11))
    axes.set_yticklabels([str(mark) if mark in {1, 4, 7, 10} else "" for mark in range(1, 11)])
    _time(axes, picture.length, picture.ticks)
    styles = ((_RED, "o", "-"), (_BLUE, "s", "-"), (_INK, "D", ":"))
    shown = []
    for place, (name, (colour, marker, line)) in enumerate(zip(picture.legend, styles, strict=True), start=1):
        answers = [(point[0], point[place]) for point in picture.points]
        if all(answer is None for _, answer in answers):
            continue
        hollow = marker == "D"
        size = 7.5 if picture.joined or len(picture.points) <= 12 else 6.0
        drawn = axes.plot(
            [at for at, _ in answers],
            [float("nan") if answer is None else answer for _, answer in answers],
            linestyle=line if picture.joined else "",
            linewidth=2.0,
            marker=marker,
            markersize=size,
            color=colour,
            markerfacecolor="white" if hollow else colour,
            markeredgewidth=1.8,
            clip_on=False,
            zorder=3,
        )
        shown.append((drawn[0], name))
    if not picture.joined:
        for at, before, after, _ in picture.points:
            if before is not None and after is not None:
                axes.plot([at, at], [before, after], color=_PALE, linewidth=1.6, zorder=2)
    _legend(axes, [line for line, _ in shown], [name for _, name in shown])
    return _png(figure)


def _columns(picture: Columns) -> bytes:
    figure, axes = _sheet(picture, 4.1)
    bottom = [0] * len(picture.parts)
    for place, tone in enumerate(picture.tones):
        heights = [part[place] for part in picture.parts]
        colour, hatch = _TONES[tone]
        axes.bar(
            range(len(heights)), heights, 0.74, bottom, color=colour, hatch=hatch, edgecolor="white", linewidth=0.8
        )
        bottom = [low + high for low, high in zip(bottom, heights, strict=True)]
    axes.set_xlim(-0.6, max(len(picture.parts), 4) - 0.4)
    axes.set_ylim(0, max(*bottom, 2) * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    _ticks(axes, picture.ticks)
    _legend(axes, [_patch(tone) for tone in picture.tones], picture.legend)
    return _png(figure)


def _patch(tone: Tone) -> Patch:
    colour, hatch = _TONES[tone]
    return Patch(facecolor=colour, hatch=hatch, edgecolor=_PALE if tone == "open" else "white", linewidth=0.8)


def _stems(picture: Stems) -> bytes:
    figure, axes = _sheet(picture, 4.0)
    _time(axes, picture.length, picture.ticks)
    shown = []
    if picture.stems:
        places, days = [at for at, _ in picture.stems], [gap for _, gap in picture.stems]
        axes.vlines(places, 0, days, color=_BLUE, linewidth=2.4 if len(places) <= 40 else 1.4, zorder=2)
        size = 8.0 if len(places) <= 12 else 6.0 if len(places) <= 60 else 4.5
        dots = axes.plot(places, days, linestyle="", marker="o", markersize=size, color=_BLUE, clip_on=False, zorder=3)
        shown.append((dots[0], picture.legend[0]))
    if picture.lasting:
        axes.vlines([picture.length], 0, [picture.lasting], color=_ORANGE, linewidth=2.4, linestyle=(0, (3, 2)))
        last = axes.plot(
            [picture.length],
            [picture.lasting],
            linestyle="",
            marker="D",
            markersize=9,
            markerfacecolor="white",
            markeredgecolor=_ORANGE,
            markeredgewidth=2.2,
            clip_on=False,
            zorder=4,
        )
        shown.append((last[0], picture.legend[1]))
    highest = max([gap for _, gap in picture.stems] + [picture.lasting or 0])
    axes.set_ylim(0, max(highest, 3) * 1.1)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    _legend(axes, [line for line, _ in shown], [name for _, name in shown])
    return _png(figure)


def _bars(picture: Bars) -> bytes:
    words = [textwrap.wrap(_known(label), _LINE, max_lines=2, placeholder="…") or [""] for label, *_ in picture.rows]
    heights = [0.235 * len(lines) + 0.36 for lines in words]
    figure, axes = _sheet(picture, sum(heights) + _head(picture) + 0.1)
    axes.set_axis_off()
    most = max(sum(parts) for _, parts, _ in picture.rows) or 1
    longest = max(len(note) for *_, note in picture.rows)
    room = 1 - min(0.5, 0.026 * longest + 0.04)
    axes.set_xlim(0, 1)
    axes.set_ylim(sum(heights), 0)
    top = 0.0
    for lines, height, (_, parts, note) in zip(words, heights, picture.rows, strict=True):
        axes.text(0, top, "\n".join(lines), fontsize=_BODY, color=_INK, va="top", linespacing=1.15)
        middle, left = top + height - 0.22, 0.0
        for tone, part in zip(picture.tones, parts, strict=True):
            colour, hatch = _TONES[tone]
            wide = part / most * room
            if part:
                rim = _PALE if tone == "open" else "white"
                axes.barh(middle, wide, 0.15, left, color=colour, hatch=hatch, edgecolor=rim, linewidth=0.8)
            left += wide
        axes.text(left + 0.015, middle, _known(note), fontsize=_SMALL, color=_PALE, va="center")
        top += height
    _legend(axes, [_patch(tone) for tone in picture.tones[: len(picture.legend)]], picture.legend)
    return _png(figure)


_DRAWN: Mapping[type[Picture], Callable[[Any], bytes]] = {Dots: _dots, Bars: _bars, Columns: _columns, Stems: _stems}


def _sheet(picture: Picture, height: float) -> tuple[Figure, Axes]:
    """An empty sheet with the title on it, `height` inches high, and the axes under the title."""
    figure = Figure(figsize=(WIDTH / _DPI, height), dpi=_DPI, facecolor="white")
    edge = 0.045
    figure.text(edge, 1 - 0.13 / height, _known(picture.title), fontsize=_HEAD, color=_INK, va="top", fontweight="bold")
    subtitle = textwrap.shorten(_known(picture.subtitle), 46, placeholder="…")
    figure.text(edge, 1 - 0.43 / height, subtitle, fontsize=_SMALL, color=_PALE, va="top")
    listed = isinstance(picture, Bars)
    foot = 0.1 if listed else 0.42
    left = edge if listed else 0.09
    head = _head(picture)
    axes = figure.add_axes((left, foot / height, 0.955 - left, (height - foot - head) / height))
    axes.tick_params(labelsize=_SMALL, labelcolor=_PALE, length=0, pad=5)
    axes.grid(axis="y", color=_GRID, linewidth=1.0)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_PALE)
    return figure, axes


def _head(picture: Picture) -> float:
    """The inches from the upper edge down to what is drawn: title, subtitle, legend."""
    rows = -(-len(picture.legend) // _abreast(picture.legend)) if picture.legend else 0
    return 0.82 + 0.215 * rows + (0.08 if rows else 0.0)


def _time(axes: Axes, length: float, ticks: Sequence[Tick]) -> None:
    axes.set_xlim(-length * 0.02, length * 1.02)
    _ticks(axes, ticks)


def _ticks(axes: Axes, ticks: Sequence[Tick]) -> None:
    axes.set_xticks([at for at, _ in ticks])
    axes.set_xticklabels([_known(name) for _, name in ticks])


def _abreast(names: Sequence[str]) -> int:
    """In how many columns the legend stands: two where there are several names and they fit beside each other."""
    return 2 if len(names) > 2 or max(map(len, names), default=0) <= _BESIDE else 1


def _legend(axes: Axes, handles: Sequence[Line2D | Patch], names: Sequence[str]) -> None:
    """The legend between the title and what is drawn."""
    if not names:
        return
    axes.legend(
        handles,
        [_known(name) for name in names],
        loc="lower left",
        bbox_to_anchor=(-0.012, 1.0),
        ncols=_abreast(names),
        frameon=False,
        fontsize=_SMALL,
        labelcolor=_INK,
        handlelength=1.3,
        handletextpad=0.5,
        columnspacing=1.2,
        borderaxespad=0.1,
        labelspacing=0.35,
    )


def _known(text: str) -> str:
    """The text as the font can draw it: a letter that it lacks (漢, ก, क) in Latin ones, instead of a box.

    Other signs that it lacks, emoji most of all, are left out, unless nothing would be left of the text.
    """
    letters = get_font(findfont(FontProperties(family="DejaVu Sans"))).get_charmap()

    def drawn(sign: str) -> str:
        if ord(sign) in letters and sign.isprintable():
            return sign
        return anyascii(sign) if unicodedata.category(sign)[0] in "LMN" else " "

    clean = " ".join("".join(map(drawn, text)).split())
    return clean or " ".join(anyascii(text).replace(":", " ").split())


def _png(figure: Figure) -> bytes:
    """The figure with its colours reduced to a palette: lines and letters lose nothing by it, and half of the size."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib's stubs say nothing of these two
    pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    image = Image.fromarray(np.asarray(pixels)).convert("RGB")
    held = io.BytesIO()
    image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        held, "PNG", optimize=True
    )
    return held.getvalue()
