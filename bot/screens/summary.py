"""The summary of a debrief and the draft for the client under it (P3, R1, R2). Saved before it is shown."""

from dataclasses import replace
from urllib.parse import quote

from bot.draftcheck.check import check
from bot.draftcheck.flag import KINDS
from bot.protocol import phones
from bot.protocol.client import Client
from bot.protocol.debrief.draft import compose
from bot.protocol.debrief.next_step import fault
from bot.protocol.debrief.result import cadence_of, honest_of, next_step_of, own_line, sure_of, told
from bot.protocol.debrief.steps import CONTACT_WAS, HIGH_TENSION, THREAT
from bot.protocol.engine.engine import SUMMARY, current, detailed_again, passed_over
from bot.protocol.engine.run import Run
from bot.protocol.engine.typed_answers import length
from bot.protocol.phrase import fill
from bot.protocol.playbook import News
from bot.screens import wording
from bot.screens.acknowledgements import acknowledged, boss_day
from bot.screens.builder import Page, cut, pairs
from bot.screens.buttons import back_button
from bot.screens.cards import LONGEST_COPY, fear_of
from bot.screens.wording import noticed
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, Copy, Link, PlaceTap, Rows, RunTap, Screen, Span

_LONGEST_LINK = 2000
_EVEN = 300
_LONGEST_SEEN = 40
LONGEST_MESSAGE = 4096
"""UTF-16 units that one message of Telegram holds; a draft is never cut, since a cut one could be copied."""


def summary_screen(scene: Scene[RunView], voice: Voice) -> Screen:
    """Read in five seconds, in at most six lines: who and by when, the reminder, the fear, the one thing to say.

    It has five buttons at most; what is wanted less often is in "more" (`extras_screen`).
    """
    run = scene.model.run
    page = noticed(scene, voice)
    if THREAT in run.picks("behaviour"):
        page.line(_title(scene, voice), "bold")
        told_lead = run.picks("safety") == ("told",)
        page.line(voice.say("safety-call" if told_lead else "safety-threat", emergency=voice.emergency))
        return page.screen(_threat_rows(scene, run, voice), "X")
    page.line(_title(scene, voice), "bold")
    page.line(was_line(scene, voice) or _next_line(scene, run, voice))
    page.line(_fear_line(scene, run, voice))
    _approach_line(page, run, voice)
    page.line(_tension_line(scene, run, voice), "italic")
    return page.screen(_rows(scene, run, voice), "P3")


def _title(scene: Scene[RunView], voice: Voice) -> str:
    return voice.say("summary-title", client=cut(scene.model.client.label, 60) if scene.model.client else "")


def _fear_line(scene: Scene[RunView], run: Run, voice: Voice) -> str:
    """The fears, and the date of the client's boss with them; the evidence speaks for the first, another is a guess."""
    fears = [voice.playbook.fears[pick] for pick in run.picks("fear") if pick in voice.playbook.fears]
    known = [fear for fear in fears if not fear.unknown]
    if not known:
        return voice.say("summary-fear_unknown")
    words = run.words("fear_own")
    said = [cut(words, 80).rstrip(".") if fear.own_words and words else fear.short for fear in known]
    line = voice.say("summary-fear", fear=said[0], sure=voice.say(f"sure-{sure_of(run)}"))
    guess = voice.say("sure-hypothesis")
    line = "; ".join((line, *(f"{fear} ({guess})" for fear in said[1:])))
    day = boss_day(scene, run, voice)
    return line if day is None else f"{line}. {day}"


def _next_line(scene: Scene[RunView], run: Run, voice: Voice) -> str:
    """When to write, and when the bot reminds of it; without a time named, when it reminds to be in touch."""
    moment, zone = run.value("next_contact"), scene.person.zone
    parts = [voice.say("summary-next_none")]
    if moment is not None:
        parts = [voice.say("summary-next", time=wording.moment(voice.texts, moment, scene.drawn_at, zone))]
    if scene.model.next_at is not None:
        when = wording.moment(voice.texts, scene.model.next_at, scene.drawn_at, zone)
        parts.append(voice.say("summary-reminder", time=when))
    return ". ".join(parts)


def _approach_line(page: Page, run: Run, voice: Voice) -> None:
    """The one thing to say or to ask, for the next call in ten minutes (P3)."""
    fear = fear_of(run, voice)
    name, lines = ("ask", fear.asks) if fear.unknown else ("say", fear.says)
    page.named(voice.say(f"step-approach-{name}"), fill(lines[run.turn % len(lines)]))


def _tension_line(scene: Scene[RunView], run: Run, voice: Voice) -> str:
    """Breathe out first where it is still tense; else what a look at the draft asks before it goes out (R1)."""
    before, after = run.value("tension_before"), run.value("tension_after")
    answer = run.answer("tension_after")
    if answer is not None and before is not None and after is not None:
        return acknowledged(answer, scene, run, voice) or ""
    if before is not None and before >= HIGH_TENSION:
        return voice.say("summary-hold")
    long = length(draft_text(scene, voice)) > LONGEST_COPY
    return voice.say("summary-draft_below_long" if long else "honest-tick-line")


def told_button(scene: Scene[RunView], voice: Voice) -> Button:
    """Whether the client knows the time: then it is a promise (R2). A tap sets the other one, twice changes nothing."""
    known = told(scene.model.run)
    label = voice.say("summary-told_yes" if known else "summary-told_no")
    return Button(label, RunTap(scene.model.id, "told", "no" if known else "yes"))


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
    """Five: change the text, whether the client knows the time, more, back, done."""
    named = run.value("next_contact") is not None
    time = told_button(scene, voice) if named else _opens(scene, "next_contact", voice.say("summary-o-next"))
    more = Button(voice.say("btn-more"), PlaceTap("extras", str(scene.model.id)))
    first = was_row(scene, voice) or (time,)
    return (first, (_opens(scene, "draft", voice.say("summary-o-edit")), more), _end(scene, voice))


def extras_screen(scene: Scene[RunView], voice: Voice) -> Screen:
    """ "More" of the summary: the news, the honest line, time and cadence, the text, what was passed over."""
    run, say = scene.model.run, voice.say
    page = noticed(scene, voice).line(_title(scene, voice), "bold")
    honest = honest_of(run, voice.ready)
    page.line(say("summary-honest", honest=cut(honest)) if honest else say("summary-honest_none"))
    cadence = cadence_of(run, voice.playbook, scene.model.client.cadence if scene.model.client else None)
    page.line(say("summary-cadence", cadence=say(f"cadence-label-{cadence}")))
    if own_line(run) and not run.words("draft"):
        page.gap().line(say("draft-news-q"), "bold")
    missing = len(passed_over(run, voice.rules))
    buttons = [_opens(scene, "honest", say("summary-o-honest"))]
    if run.value("next_contact") is not None:
        buttons.append(_opens(scene, "next_contact", say("step-next_contact-o-change")))
    buttons.append(_opens(scene, "cadence", say("summary-o-cadence")))
    buttons.append(_opens(scene, "address", say("step-address-name")))
    buttons.append(Button(say("summary-o-check"), PlaceTap("checkdraft")))
    buttons.append(
        _opens(scene, "passed", say("summary-o-passed", count=str(missing)) if missing else say("summary-o-add"))
    )
    way = [back_button(voice, "resume", str(scene.model.id))]
    if current(detailed_again(run), voice.rules) is not None:
        way.append(Button(say("btn-step_by_step"), RunTap(scene.model.id, SUMMARY, "detail")))
    return page.screen((*pairs([*_news(scene, run, voice), *buttons]), tuple(way)), "R1")


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
        time = wording.moment(voice.texts, _even(contact), scene.drawn_at, scene.person.zone)
    unknown = next(name for name, fear in voice.playbook.fears.items() if fear.unknown)
    return compose(
        voice.playbook,
        fear=fears[0] if fears else unknown,
        news=news,
        honest=honest_of(run, voice.ready),
        next_step=next_step_of(run),
        time=time,
        client=scene.model.client.address if scene.model.client else None,
        sorry=voice.say(f"draft-sorry-{ours}") if (ours := fault(honest_of(run, voice.ready))) else None,
    )


def _even(moment: int) -> int:
    """The moment as it is told to a client: nobody promises 18:59."""
    return -(-moment // _EVEN) * _EVEN


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


def message_screen(text: str, client: Client | None, voice: Voice, point: str, *, looked_at: bool = True) -> Screen:
    """A message for the client: with a copy button or as a block, and a link that opens their chat with it.

    What the check sees in it stands in one line under it (R1), and is not copied; not where it is being checked.
    """
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
    line = _seen(text, voice) if looked_at else None
    whole = f"{text}\n\n{line}" if line else text
    if line is None or length(whole) > LONGEST_MESSAGE:
        return Screen(text, spans, (tuple(row),) if row else (), point)
    spans = (*spans, Span("italic", len(whole) - len(line), len(whole)))
    return Screen(whole, spans, (tuple(row),) if row else (), point, words=text)


def _seen(text: str, voice: Voice) -> str | None:
    """The gravest that the check sees in a draft, with its words, and how much else; None where it sees nothing."""
    flags = sorted(check(text), key=lambda flag: (KINDS.index(flag.kind), flag.start))
    if not flags:
        return None
    what = voice.say(f"flag-{flags[0].kind}")
    words = cut(text[flags[0].start : flags[0].end], _LONGEST_SEEN)
    values = {"words": words, "what": f"{what[0].lower()}{what[1:]}"}
    more = len({flag.kind for flag in flags}) - 1
    return voice.say("check-seen_more", n=str(more), **values) if more else voice.say("check-seen", **values)


def fear_point(run: Run, voice: Voice) -> str:
    """The point that the draft serves: honesty, or with an unknown fear staying in touch."""
    return "R2" if fear_of(run, voice).unknown else "R1"


def chat_link(client: Client | None, text: str) -> str | None:
    """A link that opens the client's chat with the text filled in, inside Telegram; None without username and phone.

    It leads to no number that is still to be asked about (protocol, section 9). `https://t.me` would hand the draft to
    a browser, so it is `tg://` (protocol, section 4).
    """
    phone = phones.links(client.phone) if client is not None else None
    if client is None or not (client.username or phone):
        return None
    who = f"domain={client.username}" if client.username else f"phone={(phone or '').lstrip('+')}"
    base = f"tg://resolve?{who}"
    full = f"{base}&text={quote(text, safe='')}"
    return full if len(full) <= _LONGEST_LINK else base
