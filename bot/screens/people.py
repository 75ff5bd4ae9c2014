"""Who was invited, links that wait, and the card with a link. What people write is on none of them."""

from bot.screens.builder import cut, pairs
from bot.screens.buttons import back_button, page_row, way_row
from bot.screens.wording import noticed, past_day
from bot.timeparse.say import day_text
from bot.timeparse.schedule import local
from bot.viewmodels.access import LinkPage, Member, PeoplePage
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, Copy, PlaceTap, Rows, Screen, Span

_LABEL = 34
_LONGEST_NAME = 40


def people_screen(scene: Scene[PeoplePage], voice: Voice) -> Screen:
    """The people whom invitations let in, and the button that makes a link for one more."""
    say, found = voice.say, scene.model
    page = noticed(scene, voice).line(say("people-title"), "bold")
    page.line(say("people-some" if found.members or found.page else "people-none"))
    members = [Button(cut(one.name, _LABEL), PlaceTap("member", str(one.id))) for one in found.members]
    rows: list[tuple[Button, ...]] = [*pairs(members)]
    rows.append((Button(say("people-o-invite"), PlaceTap("newlink", str(found.newest)), "primary"),))
    if found.open_links:
        rows.append((Button(say("people-o-links", n=found.open_links), PlaceTap("links")),))
    turns = page_row("people", found.page, more=found.more)
    rows.append(way_row(turns, Button(say("btn-back"), PlaceTap("more"))))
    return page.screen(rows, "—")


def member_screen(scene: Scene[Member | None], voice: Voice) -> Screen:
    """One of them: the name that Telegram gave, since when, and the way out."""
    one = scene.model
    if one is None:
        return _nobody(scene, voice)
    page = noticed(scene, voice).line(cut(one.name, _LONGEST_NAME), "bold")
    day = past_day(voice, one.joined_at, scene.drawn_at, scene.person.zone)
    page.line(voice.say("people-since", day=day))
    rows = (
        (Button(voice.say("people-o-remove"), PlaceTap("dismiss", str(one.id))),),
        (back_button(voice, "people"),),
    )
    return page.screen(rows, "—")


def dismiss_screen(scene: Scene[Member | None], voice: Voice) -> Screen:
    """Asks twice before somebody is let in no more."""
    one = scene.model
    if one is None:
        return _nobody(scene, voice)
    sure = scene.place.arguments.endswith(".sure")
    name = cut(one.name, _LONGEST_NAME)
    page = noticed(scene, voice).line(voice.say("people-remove_sure" if sure else "people-remove", name=name), "bold")
    page.line(None if sure else voice.say("people-remove_hint"))
    onward = PlaceTap("dismissed", str(one.id)) if sure else PlaceTap("dismiss", f"{one.id}.sure")
    rows = (
        (
            Button(voice.say("people-o-keep"), PlaceTap("member", str(one.id))),
            Button(voice.say("people-o-remove"), onward, "danger"),
        ),
    )
    return page.screen(rows, "—")


def links_screen(scene: Scene[LinkPage], voice: Voice) -> Screen:
    """The links that wait; a tap on one withdraws it."""
    say, found = voice.say, scene.model
    page = noticed(scene, voice)
    page.line(say("people-links" if found.links else "people-no_links"), "bold")
    if found.links:
        page.line(say("people-links_hint"))
    links = []
    for one in found.links:
        until = _moment(one.expires_at, scene.person.zone, voice)
        links.append((Button(say("people-o-until", time=until), PlaceTap("withdraw", str(one.id))),))
    way = way_row(page_row("links", found.page, more=found.more), Button(say("btn-back"), PlaceTap("people")))
    rows = (*links, way)
    return page.screen(rows, "—")


def link_card(voice: Voice, link: str, expires_at: int, zone: str) -> Screen:
    """The message with the link, to be forwarded as it stands. It leads in until then, Unix seconds UTC."""
    before, after = voice.say("people-card"), voice.say("people-card_until", time=_moment(expires_at, zone, voice))
    text = f"{before}\n\n{link}\n\n{after}"
    rows: Rows = ((Button(voice.say("people-o-copy"), Copy(link)),),)
    return Screen(text, (Span("bold", 0, len(before)),), rows, "—")


def _nobody(scene: AnyScene, voice: Voice) -> Screen:
    rows = ((back_button(voice, "people"),),)
    return noticed(scene, voice).line(voice.say("people-gone")).screen(rows, "—")


def _moment(at: int, zone: str, voice: Voice) -> str:
    moment = local(at, zone)
    return f"{day_text(moment.date(), voice.language)}, {moment:%H:%M}"
