"""The summary of a debrief and the draft for the client under it (P3, R1, R2). Saved before it is shown."""

from dataclasses import replace
from urllib.parse import quote

from bot.protocol.client import Client
from bot.protocol.debrief.draft import compose
from bot.protocol.debrief.result import cadence_of, honest_of, next_step_of, own_line, sure_of, told
from bot.protocol.debrief.steps import CONTACT_WAS, HIGH_TENSION, THREAT
from bot.protocol.engine.engine import SUMMARY, current, passed_over
from bot.protocol.engine.run import Run
from bot.protocol.engine.typed_answers import length
from bot.protocol.phrase import fill
from bot.protocol.playbook import News
from bot.screens import wording
from bot.screens.acknowledgements import acknowledged
from bot.screens.builder import Page, cut
from bot.screens.cards import LONGEST_COPY, fear_of
from bot.screens.wording import noticed
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, Copy, Link, PlaceTap, Rows, RunTap, Screen, Span

_LONGEST_LINK = 2000
LONGEST_MESSAGE = 4096
"""UTF-16 units that one message of Telegram holds; a draft is never cut, since a cut one could be copied."""


def summary_screen(scene: Scene[RunView], voice: Voice) -> Screen:
    """The card: who, the fear and how sure, the honest line, the next contact, the cadence, and what can be changed."""
    run = scene.model.run
    texts = voice.texts
    page = noticed(scene, voice)
    page.line(texts("summary-title", client=cut(scene.model.client.label, 60) if scene.model.client else ""), "bold")
    if THREAT in run.picks("behaviour"):
        told_lead = run.picks("safety") == ("told",)
        page.line(texts("safety-call" if told_lead else "safety-threat", emergency=voice.emergency))
        return page.screen(_threat_rows(scene, run, voice), "X")
    page.line(_fear_line(run, voice))
    honest = honest_of(run, voice.ready)
    page.line(texts("summary-honest", honest=cut(honest)) if honest else texts("summary-honest_none"))
    page.line(was_line(scene, voice) or _next_line(scene, run, voice))
    cadence = cadence_of(run, voice.playbook, scene.model.client.cadence if scene.model.client else None)
    page.line(texts("summary-cadence", cadence=texts(f"cadence-label-{cadence}")))
    if scene.model.next_at is not None:
        when = wording.moment(texts, scene.model.next_at, scene.drawn_at, scene.person.zone)
        page.line(texts("summary-reminder", time=when))
    _approach_line(page, run, voice)
    _tension_lines(page, scene, run, voice)
    long = length(draft_text(scene, voice)) > LONGEST_COPY
    page.gap().line(texts("summary-draft_below_long" if long else "summary-draft_below")).line(
        texts("honest-tick-line"), "italic"
    )
    page.line(schedule_offer(scene, run, voice))
    if own_line(run) and not run.words("draft"):
        page.gap().line(texts("draft-news-q"), "bold")
    return page.screen(_rows(scene, run, voice), "P3")


def _fear_line(run: Run, voice: Voice) -> str:
    """The fears; the evidence speaks for the first of them, another one is a hypothesis."""
    fears = [voice.playbook.fears[pick] for pick in run.picks("fear") if pick in voice.playbook.fears]
    known = [fear for fear in fears if not fear.unknown]
    if not known:
        return voice.say("summary-fear_unknown")
    words = run.words("fear_own")
    said = [cut(words, 80) if fear.own_words and words else fear.short for fear in known]
    line = voice.say("summary-fear", fear=said[0], sure=voice.say(f"sure-{sure_of(run)}"))
    guess = voice.say("sure-hypothesis")
    return "; ".join((line, *(f"{fear} ({guess})" for fear in said[1:])))


def _next_line(scene: Scene[RunView], run: Run, voice: Voice) -> str:
    moment = run.value("next_contact")
    if moment is None:
        return voice.say("summary-next_none")
    said = wording.moment(voice.texts, moment, scene.drawn_at, scene.person.zone)
    return voice.say("summary-next", time=said)


def _approach_line(page: Page, run: Run, voice: Voice) -> None:
    """The one thing to say or to ask, for the next call in ten minutes (P3)."""
    fear = fear_of(run, voice)
    name, lines = ("ask", fear.asks) if fear.unknown else ("say", fear.says)
    page.named(voice.say(f"step-approach-{name}"), fill(lines[run.turn % len(lines)]))


def _tension_lines(page: Page, scene: Scene[RunView], run: Run, voice: Voice) -> None:
    before, after = run.value("tension_before"), run.value("tension_after")
    answer = run.answer("tension_after")
    if before is not None and after is not None and answer is not None:
        page.line(acknowledged(answer, scene, run, voice))
    elif before is not None and before >= HIGH_TENSION:
        page.line(voice.say("summary-hold"))


def schedule_offer(scene: Scene[RunView], run: Run, voice: Voice) -> str | None:
    """Zone and hours as they were assumed, offered for change when the first time is named (protocol, section 3)."""
    if scene.person.schedule_confirmed or run.value("next_contact") is None:
        return None
    wall = wording.now_clock(scene.drawn_at, scene.person.zone)
    return voice.say("settings-offer", clock=wall, hours=wording.hours(scene.person))


def told_button(scene: Scene[RunView], voice: Voice) -> Button:
    """Whether the client knows the time: then it is a promise (R2). A tap sets the other one, twice changes nothing."""
    known = told(scene.model.run)
    label = voice.say("summary-told_yes" if known else "summary-told_no")
    return Button(label, RunTap(scene.model.id, "told", "no" if known else "yes"))


def schedule_row(scene: Scene[RunView], run: Run, voice: Voice) -> tuple[Button, ...]:
    """The answer to the schedule's offer: right, or change it."""
    if schedule_offer(scene, run, voice) is None:
        return ()
    return (
        Button(voice.say("settings-o-right"), PlaceTap("right")),
        Button(voice.say("settings-o-change"), PlaceTap("settings")),
    )


def was_line(scene: Scene[RunView], voice: Voice) -> str | None:
    """What a time typed here replaced, said back beside the new one (protocol 4, *Times*)."""
    run = scene.model.run
    was, stands = run.value(CONTACT_WAS), run.value("next_contact")
    if was is None or stands is None or was == stands:
        return None
    said = {"time": stands, "was": was}
    texts, zone = voice.texts, scene.person.zone
    return texts(
        "summary-next_was", **{name: wording.moment(texts, at, scene.drawn_at, zone) for name, at in said.items()}
    )


def was_row(scene: Scene[RunView], voice: Voice) -> tuple[Button, ...]:
    """One tap takes it back."""
    was = scene.model.run.value(CONTACT_WAS)
    if was is None or was_line(scene, voice) is None:
        return ()
    when = wording.short_moment(voice.texts, was, scene.drawn_at, scene.person.zone)
    return (Button(voice.say("summary-o-next_back", time=when), RunTap(scene.model.id, CONTACT_WAS, "back")),)


def _opens(scene: Scene[RunView], step: str, label: str) -> Button:
    return Button(label, RunTap(scene.model.id, step, "open"))


def _end(scene: Scene[RunView], voice: Voice) -> tuple[Button, ...]:
    return (
        Button(voice.say("btn-back"), RunTap(scene.model.id, SUMMARY, "back")),
        Button(voice.say("summary-o-done"), PlaceTap("done", str(scene.model.id)), "success"),
    )


def _threat_rows(scene: Scene[RunView], run: Run, voice: Voice) -> Rows:
    """People come first: nothing is offered but to write down what was said (X)."""
    facts = () if run.facts else (_opens(scene, "facts", voice.say("step-facts-name")),)
    return (facts, _end(scene, voice))


def _rows(scene: Scene[RunView], run: Run, voice: Voice) -> Rows:
    say = voice.say
    contact = run.value("next_contact")
    time = _opens(scene, "next_contact", say("summary-o-next" if contact is None else "step-next_contact-o-change"))
    missing = len(passed_over(run, voice.rules))
    more = say("summary-o-passed", count=str(missing)) if missing else say("summary-o-add")
    return (
        _news(scene, run, voice),
        was_row(scene, voice),
        (told_button(scene, voice), time) if contact is not None else (time,),
        (_opens(scene, "draft", say("summary-o-edit")), Button(say("summary-o-check"), PlaceTap("checkdraft"))),
        (_opens(scene, "cadence", say("summary-o-cadence")), _opens(scene, "passed", more)),
        schedule_row(scene, run, voice),
        _end(scene, voice),
    )


def _fitting(run: Run) -> tuple[News, ...]:
    """The tones that fit what there is to say: "nothing unwelcome" is said already, and is no news."""
    if own_line(run):
        return ("good", "bad")
    return () if run.picks("honest") == ("nothing",) else ("none",)


def _news(scene: Scene[RunView], run: Run, voice: Voice) -> tuple[Button, ...]:
    """Which news the draft brings: good or unwelcome with a line in the manager's own words, none without one (R1)."""
    if run.words("draft"):
        return (Button(voice.say("summary-o-anew"), RunTap(scene.model.id, "news", "anew")),)
    chosen = run.picks("news")
    buttons = []
    for news in _fitting(run):
        label = voice.say(f"summary-news-{news}")
        mark = f"✓ {label}" if chosen == (news,) else label
        buttons.append(Button(mark, RunTap(scene.model.id, "news", news)))
    if not own_line(run):
        buttons.append(_opens(scene, "honest", voice.say("summary-o-honest")))
    return tuple(buttons)


def draft_text(scene: Scene[RunView], voice: Voice) -> str:
    """The draft for the client: the manager's own where it was changed, else put together from the answers."""
    run = scene.model.run
    own = run.words("draft")
    if own:
        return own
    contact = run.value("next_contact")
    fears = [pick for pick in run.picks("fear") if pick in voice.playbook.fears]
    picked = run.picks("news")
    news = next((name for name in _fitting(run) if picked == (name,)), None)
    time = None
    if contact is not None:  # told or not yet: this message is what tells it
        time = wording.moment(voice.texts, contact, scene.drawn_at, scene.person.zone)
    unknown = next(name for name, fear in voice.playbook.fears.items() if fear.unknown)
    return compose(
        voice.playbook,
        fear=fears[0] if fears else unknown,
        news=news,
        honest=honest_of(run, voice.ready),
        next_step=next_step_of(run),
        time=time,
        client=scene.model.client.address if scene.model.client else None,
    )


def draft_below(scene: Scene[RunView], voice: Voice) -> Screen | None:
    """The draft under the summary, and while something is opened from it; None while a question stands."""
    at_summary = current(replace(scene.model.run, opened=None), voice.rules) is None
    return draft_screen(scene, voice) if at_summary else None


def draft_screen(scene: Scene[RunView], voice: Voice) -> Screen | None:
    """The draft as a message of its own, copied by a button or, beyond 256 characters, by a tap on it (R1).

    None where people are threatened: then nothing goes to the client (X).
    """
    if THREAT in scene.model.run.picks("behaviour"):
        return None
    return message_screen(draft_text(scene, voice), scene.model.client, voice, fear_point(scene.model.run, voice))


def message_screen(text: str, client: Client | None, voice: Voice, point: str) -> Screen:
    """A message for the client: with a copy button or as a block, and a link that opens their chat with it."""
    if length(text) > LONGEST_MESSAGE:
        return Screen(voice.say("summary-draft_too_long"), point=point)
    row: list[Button] = []
    spans: tuple[Span, ...] = ()
    if length(text) <= LONGEST_COPY:
        row.append(Button(voice.say("summary-o-copy"), Copy(text)))
    else:
        spans = (Span("pre", 0, len(text)),)
    link = chat_link(client, text)
    if link is not None:
        row.append(Button(voice.say("summary-o-open"), Link(link)))
    return Screen(text, spans, (tuple(row),) if row else (), point)


def fear_point(run: Run, voice: Voice) -> str:
    """The point that the draft serves: honesty, or with an unknown fear staying in touch."""
    return "R2" if fear_of(run, voice).unknown else "R1"


def chat_link(client: Client | None, text: str) -> str | None:
    """A link that opens the client's chat with the text filled in, inside Telegram; None without username and phone.

    `https://t.me` would hand the draft to a browser, so it is `tg://` (protocol, section 4).
    """
    if client is None or not (client.username or client.phone):
        return None
    who = f"domain={client.username}" if client.username else f"phone={(client.phone or '').lstrip('+')}"
    base = f"tg://resolve?{who}"
    full = f"{base}&text={quote(text, safe='')}"
    return full if len(full) <= _LONGEST_LINK else base
