"""What helps: one's own records counted, as one text; a button for each picture (protocol, section 10)."""

from babel.numbers import format_decimal

from bot.insights.periods import DAYS
from bot.insights.stats import FEWEST, Insights, Theory
from bot.protocol.phrase import fill
from bot.screens.builder import cut, pairs
from bot.screens.buttons import back_button, menu_button, page_row, way_row
from bot.screens.wording import noticed, phrase_slots
from bot.viewmodels.contacts import ClientChoice
from bot.viewmodels.insights import KINDS, Look, look_of
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Rows, Screen

_NAME, _PHRASE = 40, 120
_FEARS_SAID = 2


def insights_screen(scene: Scene[Insights | None], voice: Voice) -> Screen:
    """The counts in words, in at most 700 characters; a button for each picture."""
    look = look_of(scene.place.arguments)
    found = scene.model
    page = noticed(scene, voice).line(voice.say("insights-title"), "bold")
    if found is None:
        return page.line(voice.say("insights-busy")).screen(_rows(look, voice), "P3")
    page.line(voice.say("insights-of", who=who_of(found, voice), days=days(found.period.days, voice)))
    if found.bare:
        return page.gap().line(voice.say("error-no_insights")).screen(_rows(look, voice), "P3")
    page.gap()
    for line in (*_tension(found, voice), _fears(found, voice), _outcomes(found, voice), _promises(found, voice)):
        page.line(line)
    page.line(_phrases(found, scene, voice)).line(silence_said(found, voice))
    page.gap()
    if found.talks < FEWEST:
        page.line(voice.say("insights-few", count=str(FEWEST)))
    page.line(voice.say("insights-note")).line(voice.say("insights-hint"))
    return page.screen((*_pictures(look, voice), *_rows(look, voice)), "P3")


def who_screen(scene: Scene[ClientChoice], voice: Voice) -> Screen:
    """For which client it is counted: a page of them, the most recent first."""
    look = look_of(scene.place.arguments.partition("/")[0])
    found = scene.model
    page = noticed(scene, voice)
    page.line(voice.say("insights-who-q" if found.clients or found.page else "error-no_clients"), "bold")
    buttons = [
        Button(cut(one.client, _NAME), PlaceTap("insights", Look(one.client_id, look.days).argument))
        for one in found.clients
    ]
    turn = page_row("insightswho", found.page, more=found.more, before=f"{look.argument}/")
    back = back_button(voice, "insights", look.argument)
    return page.screen((*pairs(buttons), way_row(turn, back, menu_button(voice))), "P3")


def who_of(found: Insights, voice: Voice) -> str:
    """Whose records are counted: the client's name, or all clients."""
    return voice.say("insights-all") if found.client is None else cut(found.client, _NAME)


def days(n: int, voice: Voice) -> str:
    """So many days."""
    return voice.say("span-days", n=n)


def mean(value: float | None, voice: Voice) -> str:
    """A mean with one digit after the point, none where it is whole: "7,4", "8"."""
    return str(format_decimal(round(value or 0.0, 1), "#0.#", locale=voice.language))


def fears_of(found: Insights, voice: Voice) -> tuple[Theory, ...]:
    """The fears, without "don't know yet", which can't be right or wrong."""
    known = voice.playbook.fears
    return tuple(one for one in found.fears if one.fear not in known or not known[one.fear].unknown)


def fear_named(one: Theory, voice: Voice) -> str:
    """The fear by its label; one that the playbook no longer has is called just that."""
    fear = voice.playbook.fears.get(one.fear)
    return fear.label if fear is not None else voice.say("insights-other_fear")


def phrase_said(template: str, scene: AnyScene, voice: Voice) -> str:
    """A phrase as it would be said now; one with a slot that nobody fills any more stands as it is."""
    try:
        return fill(template, **phrase_slots(scene, voice)) or template
    except ValueError:
        return template


def silence_said(found: Insights, voice: Voice) -> str | None:
    """The longest silence, with the client or beside the one that lasts; None where nothing is known."""
    quiet = found.silence
    if quiet.clients:
        name, gap = quiet.clients[0]
        return voice.say("insights-silence_all", client=cut(name, _NAME), days=days(gap, voice))
    if quiet.now is None or not quiet.longest:
        return None
    return voice.say(
        f"insights-silence_{'one' if quiet.now else 'today'}",
        days=days(quiet.longest, voice),
        now=days(quiet.now, voice),
    )


def _tension(found: Insights, voice: Voice) -> tuple[str | None, ...]:
    seen = found.tension
    first = later = None
    if seen.before.n:
        said = {"before": mean(seen.before.value, voice), "after": mean(seen.after.value, voice)}
        first = voice.say("insights-tension", **said, count=str(seen.before.n))
    elif seen.alone.n:
        first = voice.say("insights-tension_before", before=mean(seen.alone.value, voice), count=str(seen.alone.n))
    if seen.later.n:
        later = voice.say("insights-tension_later", after=mean(seen.later.value, voice), count=str(seen.later.n))
    return first, later


def _fears(found: Insights, voice: Voice) -> str | None:
    said = [_fear(one, voice) for one in fears_of(found, voice)[:_FEARS_SAID]]
    return voice.say("insights-fears", fears="; ".join(said)) if said else None


def _fear(one: Theory, voice: Voice) -> str:
    values = {"fear": cut(fear_named(one, voice), _NAME), "count": str(one.named)}
    if not one.asked:
        return voice.say("insights-fear", **values)
    return voice.say("insights-fear_tested", **values, right=str(one.right), asked=str(one.asked))


def _outcomes(found: Insights, voice: Voice) -> str | None:
    named = zip(found.outcomes.kinds, found.outcomes.total, strict=True)
    said = [voice.say("insights-outcome", name=voice.say(f"how-{how}"), count=str(n)) for how, n in named if n]
    return voice.say("insights-outcomes", outcomes=", ".join(said)) if said else None


def _promises(found: Insights, voice: Voice) -> str | None:
    made = found.promises
    return voice.say("insights-promises", kept=str(made.of("kept")), count=str(made.all)) if made.all else None


def _phrases(found: Insights, scene: AnyScene, voice: Voice) -> str | None:
    best = found.phrases[0] if found.phrases else None
    if best is None or not best.helped:
        return None
    said = cut(phrase_said(best.text, scene, voice), _PHRASE)
    return voice.say("insights-phrases", kept=str(best.helped), count=str(best.helped + best.failed), phrase=said)


def _pictures(look: Look, voice: Voice) -> Rows:
    return pairs(
        [Button(voice.say(f"insights-o-{kind}"), PlaceTap("picture", f"{kind}.{look.argument}")) for kind in KINDS]
    )


def _rows(look: Look, voice: Voice) -> Rows:
    """Another period, the next one of them in turn; another choice of whom; and the way out."""
    other = DAYS[(DAYS.index(look.days) + 1) % len(DAYS)]
    period = Button(voice.say(f"insights-o-days_{other}"), PlaceTap("insights", Look(look.client, other).argument))
    if not look.client:
        who = Button(voice.say("insights-o-who"), PlaceTap("insightswho", look.argument))
        return ((period, who), (menu_button(voice),))
    every = Button(voice.say("insights-o-all"), PlaceTap("insights", Look(0, look.days).argument))
    return ((period, every), (back_button(voice, "client", str(look.client)), menu_button(voice)))
