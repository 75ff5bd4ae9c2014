"""What comes of a verdict: the talk about the boundary, the farewell, the checklist, what staying costs (B2, B3, X)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.protocol.parting.verdict import said_of
from bot.protocol.phrase import clause
from bot.screens import wording
from bot.screens.builder import Page, cut, pairs
from bot.screens.contacts import all_row, picked_client_rows
from bot.screens.parting import day, gone_screen, noticed
from bot.screens.summary import message_screen
from bot.timeparse.say import day_text
from bot.timeparse.schedule import local, offers
from bot.viewmodels.parting import ALL_MARKED, MARKS, Noted, PartingRecord
from bot.viewmodels.scene import Scene, Voice, hours_of
from bot.viewmodels.screen import Button, PlaceTap, Rows, Screen

_SENTENCES = 7
_QUOTE = 60
_IN_A_ROW = 5
_MINUTE = 60
_LAST_DAYS = (7, 14, 30)
"""Days until the last one, as they are offered; the contract may say otherwise, and then it is typed."""


def choose_screen(scene: Scene, voice: Voice) -> Screen:
    """Whom the check is about."""
    some = scene.contacts.owing or scene.contacts.page
    page = noticed(scene, voice).line(voice.say("parting-which" if some else "error-no_clients"), "bold")
    page.line(voice.say("touch-hint") if some else None)
    rows = (*picked_client_rows(scene, "part"), all_row(scene, voice, "part"), (_menu(voice),))
    return page.screen(rows, "B4")


def why_screen(scene: Scene, voice: Voice) -> Screen:
    """The manager sees it otherwise: what the verdict leaves out, if they like to say."""
    return _asks(scene, voice, "parting-disagree-q", (), "btn-skip")


def sure_screen(scene: Scene, voice: Voice) -> Screen:
    """Whether the parting is confirmed by whoever decides there, before anything is offered."""
    run = str(scene.run_id)
    row = (
        Button(voice.say("parting-o-sure"), PlaceTap("partyes", run), "primary"),
        Button(voice.say("parting-o-unsure"), PlaceTap("partno", run)),
    )
    return _asks(scene, voice, "parting-sure-q", (row,), "btn-back")


def talk_screen(scene: Scene, voice: Voice) -> Screen:
    """When the boundary is named."""
    zone, now = scene.person.zone, scene.drawn_at
    buttons = [
        Button(wording.short_moment(voice.texts, at, now, zone), PlaceTap("talkat", f"{scene.run_id}.{at}"))
        for at in (one.moment for one in offers(now, scene.schedule))
    ]
    return _asks(scene, voice, "parting-talk-q", pairs(buttons), "btn-skip", hint="parting-talk-hint", to="partscript")


def topic_screen(scene: Scene, voice: Voice) -> Screen:
    """What is finished until the last day, for the farewell message."""
    return _asks(scene, voice, "parting-topic-q", (), "btn-back", hint="parting-topic-hint", to="partmail")


def _asks(  # noqa: PLR0913 - what a question is made of
    scene: Scene, voice: Voice, key: str, rows: Rows, out: str, *, hint: str | None = None, to: str = "verdict"
) -> Screen:
    if scene.client is None or scene.parting.record is None:
        return gone_screen(scene, voice)
    page = noticed(scene, voice).line(cut(scene.client.label, 60)).gap().line(voice.say(key), "bold")
    page.line(voice.say(hint) if hint else None)
    back = Button(voice.say(out), PlaceTap(to, str(scene.run_id)))
    return page.screen((*rows, (back, _menu(voice))), "B4")


def script_screen(scene: Scene, voice: Voice) -> Screen:
    """What to say about the boundary, sentence by sentence; what was said is quoted only where it was written down."""
    record, held = scene.parting.record, scene.parting.held
    if scene.client is None or record is None or held is None:
        return gone_screen(scene, voice)
    page = noticed(scene, voice).line(cut(scene.client.label, 60), "bold").line(voice.say("parting-script-intro")).gap()
    for number, line in enumerate(_script(held.noted, scene, voice), start=1):
        page.line(f"{number}. {line}")
    run = str(scene.run_id)
    if record.talk_at is not None:
        when = wording.moment(voice.texts, record.talk_at, scene.drawn_at, scene.person.zone)
        page.gap().line(voice.say("parting-talk", time=when))
    rows: list[tuple[Button, ...]] = []
    if record.decision == "agree":
        label = voice.say("parting-o-when" if record.talk_at is None else "step-next_contact-o-change")
        buttons = [Button(label, PlaceTap("parttalk", run))]
        if record.talk_at is not None:
            told = scene.parting.told
            said = voice.say("summary-told_yes" if told else "summary-told_no")
            buttons.insert(0, Button(said, PlaceTap("talktold", f"{run}.{'no' if told else 'yes'}")))
        rows.extend(pairs(buttons))
    rows.append((Button(voice.say("btn-back"), PlaceTap("verdict", run)), _menu(voice)))
    return page.screen(rows, "X")


def _script(noted: Sequence[Noted], scene: Scene, voice: Voice) -> Iterator[str]:
    said = next((one for one in noted if one.words), None)
    for number in range(1, _SENTENCES + 1):
        if number != 2:
            yield voice.say(f"parting-script-{number}")
        elif said is not None:
            yield voice.say("parting-script-2", day=day(said.at, scene, voice), words=_bare(said.words or ""))


def _bare(words: str) -> str:
    """The words without quotes of their own: they come into ours."""
    return cut("".join(one for one in words if one not in '«»“”„"'), _QUOTE)


def mail_screen(scene: Scene, voice: Voice) -> Screen:
    """The farewell message: the last day first, then the message is under it."""
    record = scene.parting.record
    if scene.client is None or record is None or record.parted_at is None:
        return gone_screen(scene, voice)
    run = str(scene.run_id)
    page = noticed(scene, voice).line(cut(scene.client.label, 60), "bold")
    page.line(voice.say("parting-parted", day=day(record.parted_at, scene, voice))).gap()
    if record.last_day is None:
        page.line(voice.say("parting-last-q"), "bold").line(voice.say("parting-last-hint"))
    else:
        page.line(voice.say("parting-farewell-intro"))
        page.line(voice.say("parting-last", day=_last_day(record.last_day, voice)))
    topic = Button(voice.say("parting-o-topic"), PlaceTap("parttopic", run))
    rows = (
        *pairs(tuple(_days(scene, voice))),
        (topic,) if record.last_day is not None else (),
        (Button(voice.say("parting-o-checklist"), PlaceTap("partlist", run)),),
        (Button(voice.say("btn-back"), PlaceTap("verdict", run)), _menu(voice)),
    )
    return page.screen(rows, "B2")


def _days(scene: Scene, voice: Voice) -> Iterator[Button]:
    hours, record = hours_of(scene.person), scene.parting.record
    today = local(scene.drawn_at, scene.person.zone).date()
    for ahead in _LAST_DAYS:
        last = hours.worked_from(today + timedelta(days=ahead))
        label = wording.short_day(voice.texts, hours.on(last), scene.drawn_at, scene.person.zone)
        on = record is not None and record.last_day == last.isoformat()
        yield Button(f"✓ {label}" if on else label, PlaceTap("lastday", f"{scene.run_id}.{last.isoformat()}"))


def _last_day(text: str, voice: Voice) -> str:
    return day_text(date.fromisoformat(text), voice.language)


def farewell(scene: Scene, voice: Voice) -> Screen | None:
    """The message to the client as a message of its own, to be copied; None until its last day is known."""
    record, client = scene.parting.record, scene.client
    if record is None or record.parted_at is None or record.last_day is None or client is None:
        return None
    say, last = voice.say, _last_day(record.last_day, voice)
    name, topic = clause(client.address), clause(record.topic)
    said = [say("parting-farewell-1", client=name, day=last) if name else say("parting-farewell-1_unnamed", day=last)]
    said += [say("parting-farewell-2", topic=topic)] if topic else []
    said += [say(f"parting-farewell-{number}") for number in range(3, 7)]
    return message_screen(" ".join(said), scene, voice, "B2")


def list_screen(scene: Scene, voice: Voice) -> Screen:
    """The checklist, whose buttons remember; a last line once all is done."""
    record = scene.parting.record
    if scene.client is None or record is None or record.parted_at is None:
        return gone_screen(scene, voice)
    page = noticed(scene, voice).line(cut(scene.client.label, 60), "bold").gap()
    buttons = []
    for place in range(MARKS):
        done = bool(record.marks >> place & 1)
        page.line(f"{'✓' if done else '○'} {place + 1}. {voice.say(f'parting-checklist-{place + 1}')}")
        sign = "-" if done else "+"
        label = f"✓ {place + 1}" if done else str(place + 1)
        buttons.append(Button(label, PlaceTap("mark", f"{scene.run_id}.{sign}{place + 1}")))
    page.gap().line(voice.say("parting-checklist-done") if record.marks == ALL_MARKED else None)
    run = str(scene.run_id)
    rows = (
        tuple(buttons[:_IN_A_ROW]),
        tuple(buttons[_IN_A_ROW:]),
        (Button(voice.say("parting-o-message"), PlaceTap("partmail", run)),),
        (Button(voice.say("btn-back"), PlaceTap("verdict", run)), _menu(voice)),
    )
    return page.screen(rows, "B2")


def cost_screen(scene: Scene, voice: Voice) -> Screen:
    """What staying costs, as far as it is known (B3)."""
    held = scene.parting.held
    if scene.client is None or scene.run is None or held is None:
        return gone_screen(scene, voice)
    page = noticed(scene, voice).line(cut(scene.client.label, 60), "bold")
    page.line(voice.say("parting-cost-title"), "bold").gap()
    before = len(page.screen((), "B3").text)
    _cost(page, held, scene, voice)
    if len(page.screen((), "B3").text) == before:
        page.line(voice.say("parting-cost-none"))
    back = Button(voice.say("btn-back"), PlaceTap("verdict", str(scene.run_id)))
    return page.screen(((back, _menu(voice)),), "B3")


def _cost(page: Page, held: PartingRecord, scene: Scene, voice: Voice) -> None:
    said, say = said_of(scene.run), voice.say  # type: ignore[arg-type]  # its caller looked
    page.line(say("parting-cost-stress", n=str(said.stress)) if said.stress is not None else None)
    page.line(say(f"parting-cost-spill_{said.spill}") if said.spill else None)
    page.line(say(f"parting-cost-results_{said.results}") if said.results else None)
    if held.debriefs and held.seconds >= _MINUTE:
        page.line(say("parting-cost-debriefs_time", n=str(held.debriefs), time=wording.span(voice, held.seconds)))
    elif held.debriefs:
        page.line(say("parting-cost-debriefs", n=str(held.debriefs)))
    page.line(say("parting-cost-reminders", n=str(held.reminders)) if held.reminders else None)


def note_text(client: str, noted: Sequence[Noted], scene: Scene, voice: Voice) -> str:
    """The dated note of all abuse in the words used, the oldest first: a document to keep (X)."""
    lines = [voice.say("parting-note-title", client=client), ""]
    for one in reversed(noted):
        clock = wording.wall_clock(one.at, scene.person.zone)
        year = local(one.at, scene.person.zone).year
        date_of = day_text(local(one.at, scene.person.zone).date(), voice.language)
        lines += [f"{date_of} {year}, {clock}", one.words or voice.say("parting-note-no_words"), ""]
    lines.append(voice.say("parting-note-how"))
    return "\n".join(lines) + "\n"


def _menu(voice: Voice) -> Button:
    return Button(voice.say("btn-menu"), PlaceTap("menu"))
