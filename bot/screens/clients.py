"""The list of clients, the archive, and what was found by typing (protocol, section 3)."""

from bot.screens import wording
from bot.screens.builder import cut, pairs
from bot.screens.buttons import back_button, menu_button, page_row, way_row
from bot.screens.wording import day_of, noticed
from bot.viewmodels.clients import ClientList, Listed
from bot.viewmodels.paging import CLIENTS_ON_PAGE
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Rows, Screen

_LABEL = 15
"""Letters of a name on a button whose line above says all of it: two fit beside each other."""

_DAY = 86_400


def clients_screen(scene: Scene[ClientList], voice: Voice) -> Screen:
    """All clients, the most recent first: where each stands, the last contact, the next promise."""
    known = scene.model
    title = "clients-title" if known.listed or known.page else "error-no_clients"
    more = [Button(voice.say("menu-reminders"), PlaceTap("owed"))]
    if known.archive:
        more.insert(0, Button(voice.say("clients-o-archive_open"), PlaceTap("archive")))
    return _list(
        scene,
        voice,
        title,
        (tuple(more), way_row(page_row("clients", known.page, more=known.more), menu_button(voice))),
    )


def archive_screen(scene: Scene[ClientList], voice: Voice) -> Screen:
    """Those in the archive, the last one that went there first."""
    title = "clients-archive" if scene.model.listed or scene.model.page else "clients-archive_none"
    return _list(scene, voice, title, (_back("archive", scene, voice),))


def search_screen(scene: Scene[ClientList], voice: Voice) -> Screen:
    """Those whom the typed part of a name may mean, the likeliest first."""
    title = "clients-found" if scene.model.listed else "clients-found_none"
    return _list(scene, voice, title, (_back("search", scene, voice),))


def _list(scene: Scene[ClientList], voice: Voice, title: str, rows: Rows) -> Screen:
    known = scene.model
    page = noticed(scene, voice).line(voice.say(title), "bold").gap()
    first = known.page * CLIENTS_ON_PAGE + 1
    for number, one in enumerate(known.listed, start=first):
        page.line(f"{number}. {listed_line(one, scene, voice)}")
    if known.listed:
        page.gap().line(voice.say("clients-hint"))
    buttons = [
        Button(f"{number}. {cut(one.client, _LABEL)}", PlaceTap("client", str(one.client_id)))
        for number, one in enumerate(known.listed, start=first)
    ]
    return page.screen((*pairs(buttons), *rows), "R2")


def listed_line(one: Listed, scene: AnyScene, voice: Voice) -> str:
    """A client in one line: the state, how long there was no word, the promise; or since when they are archived."""
    now, zone = scene.drawn_at, scene.person.zone
    if one.archived_at is not None:
        parts = [voice.say("clients-since_archive", day=day_of(one.archived_at, scene, voice))]
    else:
        parts = [voice.say(f"clients-state-{one.state}")]
        if one.contact is None:
            parts.append(voice.say("clients-no_contact"))
        elif now - one.contact >= _DAY:  # a talk of today is no silence
            parts.append(voice.say("clients-silent", days=wording.silence(voice, one.contact, now, zone)))
    if one.promised_at is not None:
        kind = "promised" if one.promised_at > now else "overdue"
        parts.append(voice.say(f"clients-{kind}", time=wording.moment(voice.texts, one.promised_at, now, zone)))
    return voice.say("clients-line", client=cut(one.client, 60), what=", ".join(parts))


def _back(to: str, scene: Scene[ClientList], voice: Voice) -> tuple[Button, ...]:
    turns = page_row(to, scene.model.page, more=scene.model.more)
    return way_row(turns, back_button(voice, "clients"), menu_button(voice))
