"""Two cards that are one client, and a card that is to go: both are asked twice (protocol, section 9)."""

from bot.screens import wording
from bot.screens.builder import Page, cut, pairs
from bot.screens.clients import listed_line
from bot.screens.menu import noticed
from bot.screens.timeline import turn
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen

_LABEL = 34


def twin_screen(scene: Scene, voice: Voice) -> Screen:
    """Which other card is the same client: those of a similar name first; any is found by typing."""
    known = scene.known
    page = noticed(scene, voice)
    if known.client is None:
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
    arrows = () if known.searched else turn(scene, "twin", f"{own}.")
    back = (Button(voice.say("btn-back"), PlaceTap("edit", str(own))), _menu(voice))
    return page.screen((*pairs(buttons), arrows, every, back), "—")


def merge_screen(scene: Scene, voice: Voice) -> Screen:
    """Asks for the first time, and which of the two stays."""
    known = scene.known
    page = noticed(scene, voice)
    if known.client is None or known.other is None:
        return _gone(page, voice)
    _pair(page, scene, voice)
    page.line(voice.say("merge-q"), "bold").line(voice.say("merge-hint"))
    if known.both_promised is not None:
        when = wording.moment(voice.texts, known.both_promised, scene.drawn_at, scene.person.zone)
        page.gap().line(voice.say("merge-promised", time=when))
    kept, gone = known.client.id, known.other.id
    rows = (
        (
            Button(voice.say("merge-o-yes"), PlaceTap("merging", f"{kept}.{gone}")),
            Button(voice.say("merge-o-no"), PlaceTap("edit", str(kept))),
        ),
        (Button(voice.say("merge-o-swap"), PlaceTap("merge", f"{gone}.{kept}")), _menu(voice)),
    )
    return page.screen(rows, "—")


def merging_screen(scene: Scene, voice: Voice) -> Screen:
    """Asks once more before two cards become one."""
    known = scene.known
    page = noticed(scene, voice)
    if known.client is None or known.other is None:
        return _gone(page, voice)
    _pair(page, scene, voice)
    page.line(voice.say("merging-q"), "bold").line(voice.say("merging-hint"))
    kept, gone = known.client.id, known.other.id
    rows = (
        (
            Button(voice.say("merge-o-no"), PlaceTap("edit", str(kept))),
            Button(voice.say("merging-o-yes"), PlaceTap("join", f"{kept}.{gone}"), "danger"),
        ),
        (_menu(voice),),
    )
    return page.screen(rows, "—")


def drop_screen(scene: Scene, voice: Voice) -> Screen:
    """Asks for the first time whether a card is to go; the archive is one tap away."""
    client = scene.known.client
    page = noticed(scene, voice)
    if client is None:
        return _gone(page, voice)
    page.line(cut(client.label, 60)).gap()
    page.line(voice.say("drop-q"), "bold").line(voice.say("drop-hint"))
    own = str(client.id)
    keep = [Button(voice.say("delete-o-keep"), PlaceTap("edit", own))]
    if client.archived_at is None:
        keep.append(Button(voice.say("clients-o-archive"), PlaceTap("shelve", own)))
    rows = ((Button(voice.say("drop-o-yes"), PlaceTap("dropped", own)),), tuple(keep), (_menu(voice),))
    return page.screen(rows, "—")


def dropped_screen(scene: Scene, voice: Voice) -> Screen:
    """Asks once more before everything of a client goes."""
    client = scene.known.client
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
        (_menu(voice),),
    )
    return page.screen(rows, "—")


def _pair(page: Page, scene: Scene, voice: Voice) -> None:
    known = scene.known
    if known.client is not None and known.other is not None:
        names = cut(known.client.label, 60), cut(known.other.label, 60)
        page.line(voice.say("merge-pair", client=names[0], name=names[1])).gap()


def _gone(page: Page, voice: Voice) -> Screen:
    return page.line(voice.say("clients-gone")).screen(((_menu(voice),),), "—")


def _menu(voice: Voice) -> Button:
    return Button(voice.say("btn-menu"), PlaceTap("menu"))
