"""Before the call: one card for a client, and questions to read from while it goes on (protocol, section 3)."""

from bot.protocol.phrase import fill
from bot.protocol.playbook import Fear
from bot.screens import wording
from bot.screens.builder import Page, cut
from bot.screens.buttons import menu_button, way_row
from bot.screens.contacts import all_row, picked_client_rows, picked_turns
from bot.screens.wording import noticed, phrase_slots
from bot.viewmodels.contacts import ClientChoice
from bot.viewmodels.place import Place
from bot.viewmodels.prep import Prep, Question
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen

_LONGEST_LINE = 120


def prep_screen(scene: Scene[Prep | ClientChoice], voice: Voice) -> Screen:
    """Whom the call is with; then what is known, in at most 700 characters."""
    prep = scene.model
    if isinstance(prep, ClientChoice):
        return _with_whom(prep, scene, voice)
    page = noticed(scene, voice)
    page.line(voice.say("prep-title", client=cut(prep.card.client.label, 60)), "bold")
    page.line(voice.say("prep-breath")).gap()
    fear = _fear(prep, voice)
    if fear.unknown:
        page.line(voice.say("prep-empty" if prep.outcome is None else "summary-fear_unknown"))
    else:
        page.line(_named(prep, voice))
    _worked(page, prep, scene, voice)
    if prep.card.promised_at is not None:
        when = wording.moment(voice.texts, prep.card.promised_at, scene.drawn_at, scene.person.zone)
        late = prep.card.promised_at <= scene.drawn_at
        page.line(voice.say("clients-card-overdue" if late else "prep-promised", time=when))
    if prep.owed:
        page.line(voice.say("prep-owed", honest=cut(prep.owed, _LONGEST_LINE)))
    if fear.unknown:
        page.line(voice.say("prep-ask", question=fear.asks[_turn(scene) % len(fear.asks)]))
    else:
        page.line(voice.say("prep-avoid", avoid=_low(fear.avoids[_turn(scene) % len(fear.avoids)].partition(" — ")[0])))
    page.gap().line(voice.say("reminder-start_with")).line(_opening(prep, fear, scene, voice), "bold")
    own = str(prep.card.client.id)
    rows = (
        (
            Button(voice.say("prep-o-ask"), PlaceTap("ask", f"{own}.0")),
            Button(voice.say("menu-sos"), PlaceTap("sos", own)),
        ),
        (Button(voice.say("reminder-o-wrote"), PlaceTap("touched", f"{own}.{prep.card.contact or 0}")),),
        (Button(voice.say("prep-o-card"), PlaceTap("client", own)), menu_button(voice)),
    )
    return page.screen(rows, "P3")


def _with_whom(found: ClientChoice, scene: AnyScene, voice: Voice) -> Screen:
    """Whom the call is with; for somebody who isn't known yet, what helps with anybody."""
    page = noticed(scene, voice)
    if scene.place != Place("prep", "0") and (found.clients or found.page):
        page.line(voice.say("prep-q"), "bold").line(voice.say("touch-hint"))
        new = Button(voice.say("prep-o-new"), PlaceTap("prep", "0"))
        way = way_row(picked_turns(found, "prep"), menu_button(voice))
        rows = (*picked_client_rows(found, "prep"), (*all_row(found, voice, "prep"), new), way)
        return page.screen(rows, "P3")
    page.line(voice.say("prep-title_new"), "bold").line(voice.say("prep-breath")).gap()
    page.line(voice.say("prep-empty"))
    asks = next(fear.asks for fear in voice.playbook.fears.values() if fear.unknown)
    page.line(voice.say("prep-ask", question=asks[_turn(scene) % len(asks)]))
    page.gap().line(voice.say("reminder-start_with")).line(voice.say("prep-open-3"), "bold")
    rows = (
        (Button(voice.say("menu-sos"), PlaceTap("sos")), Button(voice.say("menu-debrief"), PlaceTap("debrief"))),
        (menu_button(voice),),
    )
    return page.screen(rows, "P3")


def ask_screen(scene: Scene[Question], voice: Voice) -> Screen:
    """One question to read from, next and back; what was answered is typed here, and goes to the facts (P2b)."""
    prep = scene.model.prep
    page = noticed(scene, voice)
    if prep is None:
        return page.line(voice.say("clients-gone")).screen(((menu_button(voice),),), "P2b")
    questions = _fear(prep, voice).asks
    at = scene.model.at % len(questions)
    page.line(voice.say("ask-title", client=cut(prep.card.client.label, 60), n=str(at + 1), count=str(len(questions))))
    page.gap().line(questions[at], "bold").gap().line(voice.say("ask-hint"))
    own = prep.card.client.id
    turn = (
        Button("←", PlaceTap("ask", f"{own}.{(at - 1) % len(questions)}")),
        Button("→", PlaceTap("ask", f"{own}.{(at + 1) % len(questions)}")),
    )
    rows = (
        (
            Button(voice.say("sos-o-debrief"), PlaceTap("asked", str(own)), "primary"),
            Button(voice.say("menu-sos"), PlaceTap("sos", str(own))),
        ),
        (Button(voice.say("menu-prep"), PlaceTap("prep", str(own))),),
        way_row(turn, menu_button(voice)),
    )
    return page.screen(rows, "P2b")


def question_of(prep: Prep, at: int, voice: Voice) -> str:
    """The question at that place, as it is asked."""
    asks = _fear(prep, voice).asks
    return asks[at % len(asks)]


def _fear(prep: Prep, voice: Voice) -> Fear:
    fears = voice.playbook.fears
    found = fears.get(prep.fear or "")
    return found if found is not None else next(fear for fear in fears.values() if fear.unknown)


def _named(prep: Prep, voice: Voice) -> str:
    sure = "confirmed" if prep.confirmed else prep.outcome.sure if prep.outcome is not None else "hypothesis"
    words = voice.playbook.named(prep.fear or "", prep.fear_words)
    return voice.say("prep-fear", fear=cut(words, 80).rstrip("."), sure=voice.say(f"sure-{sure}"))


def _worked(page: Page, prep: Prep, scene: AnyScene, voice: Voice) -> None:
    phrase = fill(prep.helped, **phrase_slots(scene, voice)) if prep.helped else None
    if phrase:
        page.line(voice.say("prep-worked", phrase=phrase))


def _opening(prep: Prep, fear: Fear, scene: AnyScene, voice: Voice) -> str:
    """One sentence to open with: what was promised, what is owed, else a question."""
    if prep.owed:
        return voice.say("prep-open-2")
    if prep.card.promised_at is not None:
        return voice.say("prep-open-1")
    if not fear.unknown:
        return fill(fear.says[_turn(scene) % len(fear.says)]) or voice.say("prep-open-3")
    return voice.say("prep-open-3")


def _low(text: str) -> str:
    """As it stands after a colon: without the capital that begins a line of its own."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _turn(scene: AnyScene) -> int:
    return scene.person.debriefs
