"""Counts over what a manager recorded: no model, nothing hidden (protocol, section 10). Pure.

Moments are Unix seconds UTC. Rows come from `bot.store.loaders.insights`; what is made of them is shown as it is, small
numbers as small numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.insights.periods import Period, Unit
from bot.insights.records import Follow, Naming, Phrase, Quiet, Rows, Talk

FEWEST = 3
"""Debriefs below which nothing is concluded."""
SINGLE = 40
"""Moments up to which each is drawn by itself; of more the means of days, weeks or months are."""
LISTED = 6
"""Rows of a picture that lists: fears, phrases, clients."""
HOWS = ("constructive", "neutral", "tense", "abuse")
"""How a contact went, the best first."""
PROMISED = ("kept", "broken")
"""What became of a promise, the better first."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of `n` answers on the scale from 1 to 10; None of none."""

    n: int = 0
    sum: int = 0

    @property
    def value(self) -> float | None:
        """The mean itself."""
        return self.sum / self.n if self.n else None

    @classmethod
    def of(cls, answers: Iterable[int | None]) -> "Mean":
        """That of the answers that were given."""
        given = [answer for answer in answers if answer is not None]
        return cls(len(given), sum(given))


@dataclass(frozen=True, slots=True)
class Point:
    """Tension at a moment, or its mean in a part of the period that begins then: before and after a debrief, and at
    the next contact. None where nobody said.
    """

    at: int
    before: float | None = None
    after: float | None = None
    later: float | None = None

    @property
    def bare(self) -> bool:
        """Whether it holds nothing."""
        return self.before is None and self.after is None and self.later is None


@dataclass(frozen=True, slots=True)
class Tension:
    """How tension moved. `points` in order of time: each moment, or the parts of the period named by `unit`.

    `before` and `after` are the means of those debriefs that have both; `alone` of all before, `relieved` of all
    after, `later` of follow-ups: these three are what a picture draws.
    """

    points: tuple[Point, ...] = ()
    unit: Unit | None = None
    before: Mean = Mean()
    after: Mean = Mean()
    alone: Mean = Mean()
    relieved: Mean = Mean()
    later: Mean = Mean()


@dataclass(frozen=True, slots=True)
class Theory:
    """A fear: how often debriefs named it, and what follow-ups said of it."""

    fear: str
    named: int = 0
    right: int = 0
    wrong: int = 0
    unclear: int = 0

    @property
    def asked(self) -> int:
        """How often a follow-up said anything of it."""
        return self.right + self.wrong + self.unclear


@dataclass(frozen=True, slots=True)
class Split:
    """How often each of some kinds came, in all (`total`) and in each part of the period, by the kinds' order."""

    kinds: tuple[str, ...]
    total: tuple[int, ...]
    parts: tuple[tuple[int, ...], ...] = ()
    starts: tuple[int, ...] = ()
    unit: Unit = "week"

    @property
    def all(self) -> int:
        """How many there were."""
        return sum(self.total)

    def of(self, kind: str) -> int:
        """How many of that kind."""
        return self.total[self.kinds.index(kind)]


@dataclass(frozen=True, slots=True)
class Silence:
    """Days without a word. For one client the gaps that ended in the period, by the moment of the contact that ended
    each, and the days since the last one (`now`); for all clients the longest silences that last.
    """

    gaps: tuple[tuple[int, int], ...] = ()
    now: int | None = None
    clients: tuple[tuple[str, int], ...] = ()

    @property
    def longest(self) -> int | None:
        """The longest silence in days, one that lasts included; None where nothing is known."""
        days = [*(gap for _, gap in self.gaps), *(gap for _, gap in self.clients)]
        return max([*days, self.now] if self.now is not None else days, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Insights:
    """What the records of a period come to; `client` is the label of the one looked at, None for all."""

    period: Period
    client: str | None
    talks: int = 0
    tension: Tension = field(default_factory=Tension)
    fears: tuple[Theory, ...] = ()
    outcomes: Split = Split(HOWS, (0,) * len(HOWS))
    promises: Split = Split(PROMISED, (0,) * len(PROMISED))
    phrases: tuple[Phrase, ...] = ()
    silence: Silence = field(default_factory=Silence)

    @property
    def bare(self) -> bool:
        """Whether there is nothing at all to count."""
        counted = (self.talks, self.outcomes.all, self.promises.all, self.phrases, self.tension.points)
        return not any(counted) and self.silence.longest is None


def count(rows: Rows, period: Period, client: str | None) -> Insights:
    """Counts the rows."""
    return Insights(
        period=period,
        client=client,
        talks=len(rows.talks),
        tension=tension(rows.talks, rows.follows, period),
        fears=fears(rows.talks, rows.follows, rows.namings),
        outcomes=split(HOWS, ((row.at, row.how) for row in rows.follows), period),
        promises=split(PROMISED, rows.promises, period),
        phrases=tuple(rows.phrases),
        silence=silence(rows.contacts, rows.quiet, period),
    )


def tension(talks: Sequence[Talk], follows: Sequence[Follow], period: Period) -> Tension:
    """How tension moved over the period."""
    both = [talk for talk in talks if talk.before is not None and talk.after is not None]
    means = (
        Mean.of(talk.before for talk in both),
        Mean.of(talk.after for talk in both),
        Mean.of(talk.before for talk in talks),
        Mean.of(talk.after for talk in talks),
        Mean.of(follow.tension for follow in follows),
    )
    said = [
        *((one.at, one.before, one.after, None) for one in talks if one.before is not None or one.after is not None),
        *((one.at, None, None, one.tension) for one in follows if one.tension is not None),
    ]
    if len(said) <= SINGLE:
        return Tension(tuple(Point(*one) for one in sorted(said, key=lambda one: one[0])), None, *means)
    unit = _unit(period, finest="day")
    return Tension(_means(said, period, unit), unit, *means)


_Said = tuple[int, int | None, int | None, int | None]
"""When, and the answers before and after a debrief, and at the next contact."""


def _means(said: Iterable[_Said], period: Period, unit: Unit) -> tuple[Point, ...]:
    """The means of the parts of the period; a part without any is a point that holds nothing: a gap, seen as one."""
    parts = period.parts(unit)
    held: list[tuple[list[int], list[int], list[int]]] = [([], [], []) for _ in parts.starts]
    for at, *answers in said:
        for answered, answer in zip(held[parts.of(at)], answers, strict=True):
            if answer is not None:
                answered.append(answer)
    means = ((Mean.of(answered).value for answered in three) for three in held)
    return tuple(Point(start, *three) for start, three in zip(parts.starts, means, strict=True))


def fears(talks: Sequence[Talk], follows: Sequence[Follow], namings: Sequence[Naming]) -> tuple[Theory, ...]:
    """The fears, the one named most often first, each with what follow-ups said of it while it was assumed (P2b)."""
    named = Counter(talk.fear for talk in talks if talk.fear is not None)
    said: dict[str, Counter[str]] = defaultdict(Counter)
    assumed: dict[int, str] = {}
    told: list[Naming | Talk | Follow] = [*namings, *talks, *follows]
    for row in sorted(told, key=lambda one: one.run):
        if isinstance(row, Follow) and row.right is not None and row.client in assumed:
            said[assumed[row.client]][row.right] += 1
        if row.fear is not None:
            assumed[row.client] = row.fear
    found = [
        Theory(fear, named[fear], said[fear]["confirmed"], said[fear]["refuted"], said[fear]["unclear"])
        for fear in {**named, **said}
    ]
    return tuple(sorted(found, key=lambda one: (-one.named, -one.asked, one.fear)))


def split(kinds: tuple[str, ...], events: Iterable[tuple[int, str]], period: Period) -> Split:
    """How often each kind came, in all and by weeks or months; what is of no such kind is left out."""
    parts = period.parts(unit := _unit(period, finest="week"))
    places: Mapping[str, int] = {kind: place for place, kind in enumerate(kinds)}
    cells = [[0] * len(kinds) for _ in parts.starts]
    for at, kind in events:
        if kind in places:
            cells[parts.of(at)][places[kind]] += 1
    total = tuple(sum(cell[place] for cell in cells) for place in places.values())
    return Split(kinds, total, tuple(tuple(cell) for cell in cells), parts.starts, unit)


def silence(contacts: Sequence[int], quiet: Sequence[Quiet], period: Period) -> Silence:
    """The days without a word: between the contacts of one client, or since the last one of each."""
    gaps = tuple(
        (later, days)
        for earlier, later in pairwise(contacts)
        if later >= period.since and (days := (period.day_of(later) - period.day_of(earlier)).days) > 0
    )
    today = period.day_of(period.now)
    now = max(0, (today - period.day_of(contacts[-1])).days) if contacts else None
    ages = ((one.client, (today - period.day_of(one.last)).days) for one in quiet)
    return Silence(gaps, now, tuple((name, days) for name, days in ages if days > 0))


def _unit(period: Period, finest: Unit) -> Unit:
    """In what a period is cut so that a phone shows it: 30 days in days or weeks, 90 in weeks, a year in months."""
    if period.days > 100:
        return "month"
    return finest if period.days <= 31 else "week"
