"""Two cards that are one client, and a card that is to go: both are asked twice (protocol, section 9)."""

from bot.protocol.client import Client
from bot.screens import wording
from bot.screens.builder import Page, cut, pairs
from bot.screens.buttons import back_button, menu_button, page_row, way_row
from bot.screens.clients import listed_line
from bot.screens.wording import noticed
from bot.viewmodels.clients import TwinChoice, TwoCards
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen

_LABEL = 34


def twin_screen(scene: Scene[TwinChoice | None], voice: Voice) -> Screen:
    """Which other card is the same client: those of a similar name first; any is found by typing."""
    known = scene.model
    page = noticed(scene, voice)
    if known is None:
        return _gone(page, voice)
    page.line(cut(known.client.label, 60)).gap()
    shown = (*known.likely, *known.listed)
    page.line(voice.say("twin-q" if shown or known.page else "twin-none"), "bold").line(voice.say("twin-hint"))
    if known.likely:
        page.gap()
        for one in known.likely:
            page.line(listed_line(one, scene, voice))
    own = known.client.id
    buttons = [Button(cut(one.client, _LABEL), PlaceTap("merge", f"{own}.{one.client_id}")) for one in shown]
    every = (Button(voice.say("twin-all"), PlaceTap("twin", f"{own}.0")),) if known.searched else ()
    arrows = () if known.searched else page_row("twin", known.page, more=known.more, before=f"{own}.")
    back = way_row(arrows, back_button(voice, "edit", str(own)), menu_button(voice))
    return page.screen((*pairs(buttons), every, back), "—")


def merge_screen(scene: Scene[TwoCards | None], voice: Voice) -> Screen:
    """Asks for the first time, and which of the two stays."""
    two = scene.model
    page = noticed(scene, voice)
    if two is None:
        return _gone(page, voice)
    _pair(page, two, voice)
    page.line(voice.say("merge-q"), "bold").line(voice.say("merge-hint"))
    if two.promised is not None:
        when = wording.moment(voice.texts, two.promised, scene.drawn_at, scene.person.zone)
        page.gap().line(voice.say("merge-promised", time=when))
    kept, gone = two.kept.id, two.gone.id
    rows = (
        (
            Button(voice.say("merge-o-yes"), PlaceTap("merging", f"{kept}.{gone}")),
            Button(voice.say("merge-o-no"), PlaceTap("edit", str(kept))),
        ),
        (Button(voice.say("merge-o-swap"), PlaceTap("merge", f"{gone}.{kept}")), menu_button(voice)),
    )
    return page.screen(rows, "—")


def merging_screen(scene: Scene[TwoCards | None], voice: Voice) -> Screen:
    """Asks once more before two cards become one."""
    two = scene.model
    page = noticed(scene, voice)
    if two is None:
        return _gone(page, voice)
    _pair(page, two, voice)
    page.line(voice.say("merging-q"), "bold").line(voice.say("merging-hint"))
    kept, gone = two.kept.id, two.gone.id
    rows = (
        (
            Button(voice.say("merge-o-no"), PlaceTap("edit", str(kept))),
            Button(voice.say("merging-o-yes"), PlaceTap("join", f"{kept}.{gone}"), "danger"),
        ),
        (menu_button(voice),),
    )
    return page.screen(rows, "—")


def drop_screen(scene: Scene[Client | None], voice: Voice) -> Screen:
    """Asks for the first time whether a card is to go; the archive is one tap away."""
    client = scene.model
    page = noticed(scene, voice)
    if client is None:
        return _gone(page, voice)
    page.line(cut(client.label, 60)).gap()
    page.line(voice.say("drop-q"), "bold").line(voice.say("drop-hint"))
    own = str(client.id)
    keep = [Button(voice.say("delete-o-keep"), PlaceTap("edit", own))]
    if client.archived_at is None:
        keep.append(Button(voice.say("clients-o-archive"), PlaceTap("shelve", own)))
    rows = ((Button(voice.say("drop-o-yes"), PlaceTap("dropped", own)),), tuple(keep), (menu_button(voice),))
    return page.screen(rows, "—")


def dropped_screen(scene: Scene[Client | None], voice: Voice) -> Screen:
    """Asks once more before everything of a client goes."""
    client = scene.model
    page = noticed(scene, voice)
    if client is None:
        return _gone(page, voice)
    page.line(cut(client.label, 60)).gap()
    page.line(voice.say("dropped-q"), "bold").line(voice.say("dropped-hint"))
    own = str(client.id)
    rows = (
        (
            Button(voice.say("delete-o-keep"), PlaceTap("edit", own)),
            Button(voice.say("dropped-o-yes"), PlaceTap("gone", own), "danger"),
        ),
        (menu_button(voice),),
    )
    return page.screen(rows, "—")


def _pair(page: Page, two: TwoCards, voice: Voice) -> None:
    names = cut(two.kept.label, 60), cut(two.gone.label, 60)
    page.line(voice.say("merge-pair", client=names[0], name=names[1])).gap()


def _gone(page: Page, voice: Voice) -> Screen:
    return page.line(voice.say("clients-gone")).screen(((menu_button(voice),),), "—")
