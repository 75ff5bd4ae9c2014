"""Walks the whole path space of a debrief by the buttons that its screens show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.conversation.presenter import present
from bot.protocol.client import Client
from bot.protocol.engine.context import Context
from bot.protocol.engine.engine import NewClient, begin, current, resolve_client
from bot.protocol.engine.run import Run
from bot.protocol.engine.table import Kind
from bot.protocol.engine.taps import tap
from bot.protocol.engine.typed_answers import Reader, TypedText, take
from bot.protocol.person import Person
from bot.screens.options import option_ids, option_label
from bot.viewmodels.place import Place
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene, Voice, schedule_of
from bot.viewmodels.screen import Button, RunTap, View
from tests.voices import VOICES

NOW = 1_764_234_000  # Thursday, 27 November 2025, 12:00 in Moscow
RUN = 7
PERSON = Person(
    id=1,
    agency_id=1,
    telegram_id=1001,
    language="ru",
    zone="Europe/Moscow",
    work_from=600,
    work_to=1140,
    work_days=0b0011111,
    detailed=False,
    schedule_confirmed=True,
    debriefs=0,
)
RULES = VOICES["ru"].rules


def client(number: int, label: str) -> Client:
    """A client of the walker's person."""
    return Client(
        id=number,
        person_id=1,
        label=label,
        address=None,
        username=None,
        phone=None,
        cadence=None,
        client_date=None,
        created_at=NOW,
        last_at=NOW,
    )


CLIENTS = (client(12, "Ромашка"), client(13, "ИП Орлова"))


@dataclass
class Walker:
    """Draws the present view of a run and taps its buttons, as the handlers would, without store or Telegram."""

    language: str = "ru"
    now: int = NOW
    person: Person = PERSON

    @property
    def voice(self) -> Voice:
        """The words of the walker's language."""
        return VOICES[self.language]

    def context(self) -> Context:
        """What the engine is told of the world."""
        return Context(RULES, schedule_of(self.person), self.now)

    def scene(self, run: Run, notice: str | None = None) -> Scene[RunView]:
        """The scene of the run, with the known clients."""
        known = {one.id: one for one in CLIENTS}
        picks = run.picks("client")
        return Scene(
            person=replace(self.person, language=self.language),
            place=Place.read(f"debrief:{RUN}"),
            notice=notice,
            drawn_at=self.now,
            model=RunView(
                id=RUN,
                run=run,
                client=known.get(run.value("client") or 0)
                or (client(99, run.words("client") or "Новый") if run.answer("client") else None),
                clients=CLIENTS,
                matches=tuple(one for one in CLIENTS if f"c{one.id}" in picks),
            ),
        )

    def view(self, run: Run) -> View:
        """What the chat shows."""
        return present(self.scene(run), self.voice)

    def buttons(self, run: Run) -> list[Button]:
        """All buttons of the present screen."""
        return [button for row in self.view(run).screen.rows for button in row]

    def taps(self, run: Run) -> Iterator[RunTap]:
        """The taps of the run that the present screen offers."""
        for button in self.buttons(run):
            if isinstance(button.action, RunTap):
                yield button.action

    def tapped(self, run: Run, at: RunTap) -> tuple[Run, bool]:
        """The run after the tap, and whether it was stale."""
        result = tap(run, at.step, at.option, self.context())
        after = result.run
        for effect in result.effects:
            if isinstance(effect, NewClient):
                after = resolve_client(after, 99)
        return after, result.stale

    def press(self, run: Run, step: str, option: str) -> Run:
        """The run after a tap that must not be stale."""
        after, stale = self.tapped(run, RunTap(RUN, step, option))
        assert not stale, (step, option)
        return after

    def said(self, run: Run, text: str, message: int = 500, sent: int | None = None) -> Run:
        """The run after a typed message."""
        result = take(run, TypedText(message, text, sent or self.now), self.reader(run))
        after = result.run
        for effect in result.effects:
            if isinstance(effect, NewClient):
                after = resolve_client(after, 99)
        return after

    def reader(self, run: Run) -> Reader:
        """What the core needs to read typed text at the present step."""
        step = current(run, RULES)
        labels: dict[str, tuple[str, ...]] = {}
        if step is not None and step.kind not in {Kind.CLIENT, Kind.TIME, Kind.SCALE, Kind.CARD}:
            scene = self.scene(run)
            labels = {
                option: tuple(option_label(step, option, scene, voice) for voice in VOICES.values())
                for option in option_ids(scene, self.voice, step)
            }
        return Reader(self.context(), labels, [(one.id, one.label) for one in CLIENTS], self.language)


def fresh(*, detailed: bool = False, turn: int = 0) -> Run:
    """A run that has just begun."""
    return begin(turn, NOW, detailed=detailed)


def where(run: Run) -> str:
    """The present step's id, "summary" at the end."""
    step = current(run, RULES)
    return step.id if step else "summary"
