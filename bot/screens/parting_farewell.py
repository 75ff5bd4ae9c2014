"""What comes of a verdict: the talk about the boundary, the farewell, the checklist, what staying costs (B2, B3, X)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.protocol.client import Client
from bot.protocol.engine.run import Run
from bot.protocol.parting.verdict import PartingAnswers, said_of
from bot.protocol.phrase import clause
from bot.screens import wording
from bot.screens.builder import Page, cut, pairs
from bot.screens.buttons import back_button, menu_button, way_row
from bot.screens.contacts import all_row, picked_client_rows, picked_turns
from bot.screens.parting import gone_screen
from bot.screens.summary import message_screen
from bot.screens.wording import day_of, noticed
from bot.timeparse.say import day_text
from bot.timeparse.schedule import local, offers
from bot.viewmodels.contacts import ClientChoice
from bot.viewmodels.parting import ALL_MARKED, MARKS, Noted, PartingRecord, Record
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import AnyScene, Scene, Voice, hours_of
from bot.viewmodels.screen import Button, PlaceTap, Rows, Screen

_SENTENCES = 7
_QUOTE = 60
_IN_A_ROW = 5
_MINUTE = 60
_LAST_DAYS = (7, 14, 30)
"""Days until the last one, as they are offered; the contract may say otherwise, and then it is typed."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A check that came to a verdict, with its client."""

    run: Run
    client: Client
    record: Record
    held: PartingRecord | None
    told: bool


def _case(scene: Scene[RunView | None]) -> _Case | None:
    """The scene's check; None where it or its client is gone."""
    seen = scene.model
    if seen is None or seen.client is None or seen.parting.record is None:
        return None
    return _Case(seen.run, seen.client, seen.parting.record, seen.parting.held, seen.parting.told)


def _run(scene: Scene[RunView | None]) -> str:
    """The check's run, as buttons name it."""
    return scene.place.arguments


def choose_screen(scene: Scene[ClientChoice], voice: Voice) -> Screen:
    """Whom the check is about."""
    some = scene.model.clients or scene.model.page
    page = noticed(scene, voice).line(voice.say("parting-which" if some else "error-no_clients"), "bold")
    page.line(voice.say("touch-hint") if some else None)
    way = way_row(picked_turns(scene.model, "part"), menu_button(voice))
    rows = (*picked_client_rows(scene.model, "part"), all_row(scene.model, voice, "part"), way)
    return page.screen(rows, "B4")


def why_screen(scene: Scene[RunView | None], voice: Voice) -> Screen:
    """The manager sees it otherwise: what the verdict leaves out, if they like to say."""
    return _asks(scene, voice, "parting-disagree-q", (), "btn-skip")


def sure_screen(scene: Scene[RunView | None], voice: Voice) -> Screen:
    """Whether the parting is confirmed by whoever decides there, before anything is offered."""
    run = _run(scene)
    row = (
        Button(voice.say("parting-o-sure"), PlaceTap("partyes", run), "primary"),
        Button(voice.say("parting-o-unsure"), PlaceTap("partno", run)),
    )
    return _asks(scene, voice, "parting-sure-q", (row,), "btn-back")


def talk_screen(scene: Scene[RunView | None], voice: Voice) -> Screen:
    """When the boundary is named."""
    zone, now = scene.person.zone, scene.drawn_at
    buttons = [
        Button(wording.short_moment(voice.texts, at, now, zone), PlaceTap("talkat", f"{_run(scene)}.{at}"))
        for at in (one.moment for one in offers(now, scene.schedule))
    ]
    return _asks(scene, voice, "parting-talk-q", pairs(buttons), "btn-skip", hint="parting-talk-hint", to="partscript")


def topic_screen(scene: Scene[RunView | None], voice: Voice) -> Screen:
    """What is finished until the last day, for the farewell message."""
    return _asks(scene, voice, "parting-topic-q", (), "btn-back", hint="parting-topic-hint", to="partmail")


def _asks(  # noqa: PLR0913 - what a question is made of
    scene: Scene[RunView | None],
    voice: Voice,
    key: str,
    rows: Rows,
    out: str,
    *,
    hint: str | None = None,
    to: str = "verdict",
) -> Screen:
    case = _case(scene)
    if case is None:
        return gone_screen(scene, voice)
    page = noticed(scene, voice).line(cut(case.client.label, 60)).gap().line(voice.say(key), "bold")
    page.line(voice.say(hint) if hint else None)
    back = Button(voice.say(out), PlaceTap(to, _run(scene)))
    return page.screen((*rows, (back, menu_button(voice))), "B4")


def script_screen(scene: Scene[RunView | None], voice: Voice) -> Screen:
    """What to say about the boundary, sentence by sentence; what was said is quoted only where it was written down."""
    case = _case(scene)
    if case is None or case.held is None:
        return gone_screen(scene, voice)
    record = case.record
    page = noticed(scene, voice).line(cut(case.client.label, 60), "bold").line(voice.say("parting-script-intro")).gap()
    for number, line in enumerate(_script(case.held.noted, scene, voice), start=1):
        page.line(f"{number}. {line}")
    run = _run(scene)
    if record.talk_at is not None:
        when = wording.moment(voice.texts, record.talk_at, scene.drawn_at, scene.person.zone)
        page.gap().line(voice.say("parting-talk", time=when))
    rows: list[tuple[Button, ...]] = []
    if record.decision == "agree":
        label = voice.say("parting-o-when" if record.talk_at is None else "step-next_contact-o-change")
        buttons = [Button(label, PlaceTap("parttalk", run))]
        if record.talk_at is not None:
            told = case.told
            said = voice.say("summary-told_yes" if told else "summary-told_no")
            buttons.insert(0, Button(said, PlaceTap("talktold", f"{run}.{'no' if told else 'yes'}")))
        rows.extend(pairs(buttons))
    rows.append((back_button(voice, "verdict", run), menu_button(voice)))
    return page.screen(rows, "X")


def _script(noted: Sequence[Noted], scene: AnyScene, voice: Voice) -> Iterator[str]:
    said = next((one for one in noted if one.words), None)
    for number in range(1, _SENTENCES + 1):
        if number != 2:
            yield voice.say(f"parting-script-{number}")
        elif said is not None:
            yield voice.say("parting-script-2", day=day_of(said.at, scene, voice), words=_bare(said.words or ""))


def _bare(words: str) -> str:
    """The words without quotes of their own: they come into ours."""
    return cut("".join(one for one in words if one not in '«»“”„"'), _QUOTE)


def mail_screen(scene: Scene[RunView | None], voice: Voice) -> Screen:
    """The farewell message: the last day first, then the message is under it."""
    case = _case(scene)
    if case is None or case.record.parted_at is None:
        return gone_screen(scene, voice)
    record = case.record
    run = _run(scene)
    page = noticed(scene, voice).line(cut(case.client.label, 60), "bold")
    page.line(voice.say("parting-parted", day=day_of(case.record.parted_at, scene, voice))).gap()
    if record.last_day is None:
        page.line(voice.say("parting-last-q"), "bold").line(voice.say("parting-last-hint"))
    else:
        page.line(voice.say("parting-farewell-intro"))
        page.line(voice.say("parting-last", day=_last_day(record.last_day, voice)))
    topic = Button(voice.say("parting-o-topic"), PlaceTap("parttopic", run))
    rows = (
        *pairs(tuple(_days(scene, case.record, voice))),
        (topic,) if record.last_day is not None else (),
        (Button(voice.say("parting-o-checklist"), PlaceTap("partlist", run)),),
        (back_button(voice, "verdict", run), menu_button(voice)),
    )
    return page.screen(rows, "B2")


def _days(scene: Scene[RunView | None], record: Record, voice: Voice) -> Iterator[Button]:
    hours = hours_of(scene.person)
    today = local(scene.drawn_at, scene.person.zone).date()
    for ahead in _LAST_DAYS:
        last = hours.worked_from(today + timedelta(days=ahead))
        label = wording.short_day(voice.texts, hours.on(last), scene.drawn_at, scene.person.zone)
        on = record.last_day == last.isoformat()
        yield Button(f"✓ {label}" if on else label, PlaceTap("lastday", f"{_run(scene)}.{last.isoformat()}"))


def _last_day(text: str, voice: Voice) -> str:
    return day_text(date.fromisoformat(text), voice.language)


def farewell(scene: Scene[RunView | None], voice: Voice) -> Screen | None:
    """The message to the client as a message of its own, to be copied; None until its last day is known."""
    case = _case(scene)
    if case is None or case.record.parted_at is None or case.record.last_day is None:
        return None
    record, client = case.record, case.client
    say, last = voice.say, _last_day(case.record.last_day, voice)
    name, topic = clause(client.address), clause(record.topic)
    said = [say("parting-farewell-1", client=name, day=last) if name else say("parting-farewell-1_unnamed", day=last)]
    said += [say("parting-farewell-2", topic=topic)] if topic else []
    said += [say(f"parting-farewell-{number}") for number in range(3, 7)]
    return message_screen(" ".join(said), client, voice, "B2")


def list_screen(scene: Scene[RunView | None], voice: Voice) -> Screen:
    """The checklist, whose buttons remember; a last line once all is done."""
    case = _case(scene)
    if case is None or case.record.parted_at is None:
        return gone_screen(scene, voice)
    record, run = case.record, _run(scene)
    page = noticed(scene, voice).line(cut(case.client.label, 60), "bold").gap()
    buttons = []
    for place in range(MARKS):
        done = bool(record.marks >> place & 1)
        page.line(f"{'✓' if done else '○'} {place + 1}. {voice.say(f'parting-checklist-{place + 1}')}")
        sign = "-" if done else "+"
        label = f"✓ {place + 1}" if done else str(place + 1)
        buttons.append(Button(label, PlaceTap("mark", f"{run}.{sign}{place + 1}")))
    page.gap().line(voice.say("parting-checklist-done") if record.marks == ALL_MARKED else None)
    rows = (
        tuple(buttons[:_IN_A_ROW]),
        tuple(buttons[_IN_A_ROW:]),
        (Button(voice.say("parting-o-message"), PlaceTap("partmail", run)),),
        (back_button(voice, "verdict", run), menu_button(voice)),
    )
    return page.screen(rows, "B2")


def cost_screen(scene: Scene[RunView | None], voice: Voice) -> Screen:
    """What staying costs, as far as it is known (B3)."""
    case = _case(scene)
    if case is None or case.held is None:
        return gone_screen(scene, voice)
    page = noticed(scene, voice).line(cut(case.client.label, 60), "bold")
    page.line(voice.say("parting-cost-title"), "bold").gap()
    before = len(page.screen((), "B3").text)
    _cost(page, case.held, said_of(case.run), voice)
    if len(page.screen((), "B3").text) == before:
        page.line(voice.say("parting-cost-none"))
    back = back_button(voice, "verdict", _run(scene))
    return page.screen(((back, menu_button(voice)),), "B3")


def _cost(page: Page, held: PartingRecord, said: PartingAnswers, voice: Voice) -> None:
    say = voice.say
    page.line(say("parting-cost-stress", n=str(said.stress)) if said.stress is not None else None)
    page.line(say(f"parting-cost-spill_{said.spill}") if said.spill else None)
    page.line(say(f"parting-cost-results_{said.results}") if said.results else None)
    if held.debriefs and held.seconds >= _MINUTE:
        page.line(say("parting-cost-debriefs_time", n=str(held.debriefs), time=wording.span(voice, held.seconds)))
    elif held.debriefs:
        page.line(say("parting-cost-debriefs", n=str(held.debriefs)))
    page.line(say("parting-cost-reminders", n=str(held.reminders)) if held.reminders else None)


def note_text(client: str, noted: Sequence[Noted], scene: AnyScene, voice: Voice) -> str:
    """The dated note of all abuse in the words used, the oldest first: a document to keep (X)."""
    lines = [voice.say("parting-note-title", client=client), ""]
    for one in reversed(noted):
        clock = wording.wall_clock(one.at, scene.person.zone)
        year = local(one.at, scene.person.zone).year
        date_of = day_text(local(one.at, scene.person.zone).date(), voice.language)
        lines += [f"{date_of} {year}, {clock}", one.words or voice.say("parting-note-no_words"), ""]
    lines.append(voice.say("parting-note-how"))
    return "\n".join(lines) + "\n"
