"""The pictures of what helps: what each shows, in the words of a language, and the one line that reads it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from babel.dates import format_date

from bot.insights.periods import Period, Unit
from bot.insights.pictures import Bars, Columns, Dots, Picture, Stems, Tick, Tone
from bot.insights.stats import LISTED, Insights, Split
from bot.screens.builder import cut
from bot.screens.insights import days, fear_named, fears_of, mean, phrase_said, who_of
from bot.timeparse.schedule import local
from bot.viewmodels.insights import KINDS
from bot.viewmodels.scene import AnyScene, Scene, Voice

_DAY = 86_400
_TICKS = 4
_LONGEST_LABEL, _LONGEST_CAPTION = 96, 200
_HOW_TONES: tuple[Tone, ...] = ("good", "plain", "poor", "bad")


@dataclass(frozen=True, slots=True)
class Charted:
    """A picture, and the one line under it."""

    picture: Picture
    caption: str


def charted(kind: str, scene: Scene[Insights | None], voice: Voice) -> Charted | None:
    """The picture of one of `KINDS`; None where there is not one point to draw, which `insights-empty-…` tells."""
    found = scene.model
    if found is None or kind not in KINDS:
        return None
    return _CHARTED[kind](found, scene, voice)


def _tension(found: Insights, _: AnyScene, voice: Voice) -> Charted | None:
    seen = found.tension
    if not seen.points:
        return None
    names = [voice.say(f"insights-legend-{name}") for name in ("before", "after", "later")]
    drawn = zip(names, (seen.alone, seen.relieved, seen.later), strict=True)
    marks = [
        voice.say("insights-caption-marks", name=name, mean=mean(one.value, voice), count=str(one.n))
        for name, one in drawn
        if one.n
    ]
    picture = Dots(
        title=voice.say("insights-head-tension"),
        subtitle=_subtitle(found, voice),
        legend=tuple(names),
        points=tuple((_place(p.at, found.period), p.before, p.after, p.later) for p in seen.points),
        joined=seen.unit is not None,
        length=_length(found.period),
        ticks=_ticks(found.period, voice),
    )
    return Charted(picture, voice.say("insights-caption-tension", marks=", ".join(marks)))


def _listed(caption: str, of: Sequence[object], voice: Voice) -> str:
    """The caption of a list; where it is longer than the picture, with how much of it is drawn."""
    if len(of) <= LISTED:
        return caption
    return f"{caption} {voice.say('insights-caption-listed', shown=str(LISTED), count=str(len(of)))}"


def _fears(found: Insights, _: AnyScene, voice: Voice) -> Charted | None:
    named = fears_of(found, voice)
    if not named:
        return None
    rows = []
    for one in named[:LISTED]:
        untested = max(0, one.named - one.asked)
        note = (
            voice.say("insights-share", kept=str(one.right), count=str(one.asked))
            if one.asked
            else voice.say("insights-legend-untested")
        )
        rows.append((cut(fear_named(one, voice), _LONGEST_LABEL), (one.right, one.wrong, one.unclear, untested), note))
    picture = Bars(
        title=voice.say("insights-head-fears"),
        subtitle=_subtitle(found, voice),
        legend=tuple(voice.say(f"insights-legend-{name}") for name in ("right", "wrong", "unclear", "untested")),
        tones=("good", "poor", "plain", "open"),
        rows=tuple(rows),
    )
    first = named[0]
    name = cut(fear_named(first, voice), _LONGEST_LABEL)
    if not first.asked:
        return Charted(picture, _listed(voice.say("insights-caption-fears_untested", fear=name), named, voice))
    said = voice.say("insights-caption-fears", fear=name, right=str(first.right), asked=str(first.asked))
    return Charted(picture, _listed(said, named, voice))


def _outcomes(found: Insights, _: AnyScene, voice: Voice) -> Charted | None:
    names = [voice.say(f"how-{how}") for how in found.outcomes.kinds]
    return _split("outcomes", found, found.outcomes, names, _HOW_TONES, voice)


def _promises(found: Insights, _: AnyScene, voice: Voice) -> Charted | None:
    names = [voice.say(f"insights-legend-{became}") for became in found.promises.kinds]
    return _split("promises", found, found.promises, names, ("good", "poor"), voice)


def _split(  # noqa: PLR0913, PLR0917 - which picture, of what, in what words
    kind: str, found: Insights, seen: Split, names: Sequence[str], tones: tuple[Tone, ...], voice: Voice
) -> Charted | None:
    if not seen.all:
        return None
    kept = [place for place, n in enumerate(seen.total) if n]
    picture = Columns(
        title=voice.say(f"insights-head-{kind}"),
        subtitle=_subtitle(found, voice),
        legend=tuple(voice.say("insights-legend", name=names[one], count=str(seen.total[one])) for one in kept),
        tones=tuple(tones[one] for one in kept),
        parts=tuple(tuple(part[one] for one in kept) for part in seen.parts),
        ticks=tuple(
            (place, _day(start, found.period, voice, seen.unit))
            for place, start in enumerate(seen.starts)
            if (len(seen.starts) - 1 - place) % (len(seen.starts) // _TICKS + 1) == 0
        ),
    )
    return Charted(picture, voice.say(f"insights-caption-{kind}", kept=str(seen.total[0]), count=str(seen.all)))


def _phrases(found: Insights, scene: AnyScene, voice: Voice) -> Charted | None:
    if not found.phrases:
        return None
    rows = tuple(
        (
            cut(phrase_said(one.text, scene, voice), _LONGEST_LABEL),
            (one.helped, one.failed),
            voice.say("insights-share", kept=str(one.helped), count=str(one.helped + one.failed)),
        )
        for one in found.phrases[:LISTED]
    )
    picture = Bars(
        title=voice.say("insights-head-phrases"),
        subtitle=voice.say("insights-ever", who=who_of(found, voice)),
        legend=tuple(voice.say(f"insights-legend-{name}") for name in ("helped", "failed")),
        tones=("good", "poor"),
        rows=rows,
    )
    best = found.phrases[0]
    phrase = cut(phrase_said(best.text, scene, voice), _LONGEST_CAPTION)
    said = {"kept": str(best.helped), "count": str(best.helped + best.failed), "phrase": phrase}
    return Charted(picture, voice.say("insights-caption-phrases", **said))


def _silence(found: Insights, _: AnyScene, voice: Voice) -> Charted | None:
    quiet = found.silence
    if quiet.clients:
        name, longest = quiet.clients[0]
        picture: Picture = Bars(
            title=voice.say("insights-head-silence_all"),
            subtitle=_subtitle(found, voice),
            legend=(),
            tones=("good",),
            rows=tuple((cut(one, _LONGEST_LABEL), (gap,), days(gap, voice)) for one, gap in quiet.clients[:LISTED]),
        )
        client = cut(name, _LONGEST_LABEL)
        return Charted(picture, voice.say("insights-caption-silence_all", client=client, days=days(longest, voice)))
    if quiet.now is None or not quiet.longest:
        return None
    picture = Stems(
        title=voice.say("insights-head-silence_one"),
        subtitle=_subtitle(found, voice),
        legend=tuple(voice.say(f"insights-legend-{name}") for name in ("gap", "lasting")),
        stems=tuple((_place(at, found.period), gap) for at, gap in quiet.gaps),
        lasting=quiet.now,
        length=_length(found.period),
        ticks=_ticks(found.period, voice),
    )
    said = {"days": days(quiet.longest, voice), "now": days(quiet.now, voice)}
    return Charted(picture, voice.say(f"insights-caption-silence_{'one' if quiet.now else 'today'}", **said))


_CHARTED: Mapping[str, Callable[[Insights, AnyScene, Voice], Charted | None]] = {
    "tension": _tension,
    "fears": _fears,
    "outcomes": _outcomes,
    "promises": _promises,
    "phrases": _phrases,
    "silence": _silence,
}


def _subtitle(found: Insights, voice: Voice) -> str:
    return voice.say("insights-of", who=who_of(found, voice), days=days(found.period.days, voice))


def _place(at: int, period: Period) -> float:
    return round((at - period.since) / _DAY, 3)


def _length(period: Period) -> float:
    return _place(period.now, period)


def _ticks(period: Period, voice: Voice) -> tuple[Tick, ...]:
    """Some days of the period, evenly apart, the last of them today."""
    step = (period.days - 1) / (_TICKS - 1)
    whole = [round(place * step) for place in range(_TICKS)]
    return tuple((day, _day(period.since + day * _DAY + _DAY // 2, period, voice, "day")) for day in whole)


def _day(at: int, period: Period, voice: Voice, unit: Unit) -> str:
    """The day of a moment, or its month, as short as it can be said."""
    return str(format_date(local(at, period.zone).date(), "LLL" if unit == "month" else "d MMM", locale=voice.language))
