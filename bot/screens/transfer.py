"""One's own: to be taken out as a file, added to from one, and erased, asked twice (protocol, section 9)."""

from bot.screens.builder import cut
from bot.screens.buttons import back_button, menu_button, way_row
from bot.screens.contacts import picked_client_rows, picked_turns
from bot.screens.wording import noticed
from bot.viewmodels.contacts import ClientChoice
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen
from bot.viewmodels.transfer import Brought, Doomed

_NAMED = 3
_FAULTS = 5
_LABEL = 60


def own_screen(scene: AnyScene, voice: Voice) -> Screen:
    """What can be done with all that is theirs."""
    say = voice.say
    page = noticed(scene, voice).line(say("own-title"), "bold").line(say("own-hint"))
    rows = (
        (Button(say("own-o-export"), PlaceTap("export")),),
        (Button(say("own-o-import"), PlaceTap("import")),),
        (Button(say("own-o-forget"), PlaceTap("forget")),),
        _back(voice, "settings"),
    )
    return page.screen(rows, "—")


def export_screen(scene: AnyScene, voice: Voice) -> Screen:
    """Whether the file is wanted, and what is in it."""
    page = noticed(scene, voice).line(voice.say("export-q"), "bold").line(voice.say("export-hint"))
    return page.screen(((Button(voice.say("export-o-yes"), PlaceTap("takeout"), "primary"),), _back(voice)), "—")


def exporting_screen(scene: AnyScene, voice: Voice) -> Screen:
    """The file is being made."""
    page = noticed(scene, voice).line(voice.say("export-making"))
    return page.screen(((Button(voice.say("export-o-again"), PlaceTap("takeout")),), _back(voice)), "—")


def exported_screen(scene: AnyScene, voice: Voice) -> Screen:
    """The file stands above."""
    page = noticed(scene, voice).line(voice.say("export-sent"))
    return page.screen(((Button(voice.say("own-o-forget"), PlaceTap("forget")),), _back(voice)), "—")


def import_screen(scene: AnyScene, voice: Voice) -> Screen:
    """Which file to send; it is taken at any place of the import."""
    page = noticed(scene, voice).line(voice.say("import-q"), "bold").line(voice.say("import-hint"))
    return page.screen((_back(voice),), "—")


def importing_screen(scene: AnyScene, voice: Voice) -> Screen:
    """The file is being read."""
    page = noticed(scene, voice).line(voice.say("import-reading"))
    return page.screen(((Button(voice.say("import-o-no"), PlaceTap("unbring")),),), "—")


def preview_screen(scene: Scene[Brought | None], voice: Voice) -> Screen:
    """What would come of the file: who is new, who is there, which lines can't be read and why."""
    found, say = scene.model, voice.say
    if found is None:
        return import_screen(scene, voice)
    new, there, faults = found.clients.new, found.clients.there, found.faults
    page = noticed(scene, voice).line(say("import-title"), "bold").gap()
    page.line(say("import-new", count=str(len(new))) if new else say("import-none"))
    page.line(_named([row.label for row in new], voice))
    if there:
        page.gap().line(say("import-there", count=str(len(there))))
        page.line(_named([row.label for row in there], voice))
    if faults:
        page.gap().line(say("import-faults", count=str(len(faults))))
        for fault in faults[:_FAULTS]:
            page.line(say("import-fault", line=str(fault.line), why=say(f"import-why-{fault.why}")))
        page.line(say("import-more", count=str(len(faults) - _FAULTS)) if len(faults) > _FAULTS else None)
    add = Button(say("import-o-yes", count=str(len(new))), PlaceTap("bring", str(found.token)), "primary")
    return page.screen(((add,) if new else (), (Button(say("import-o-no"), PlaceTap("unbring")),)), "—")


def _named(labels: list[str], voice: Voice) -> str | None:
    """The first names, and how many more there are."""
    names = ", ".join(cut(label, 30) for label in labels[:_NAMED])
    if len(labels) <= _NAMED:
        return names or None
    return voice.say("import-names", names=names, count=str(len(labels) - _NAMED))


def forget_screen(scene: AnyScene, voice: Voice) -> Screen:
    """One client, or everything."""
    page = noticed(scene, voice).line(voice.say("forget-q"), "bold")
    rows = (
        (Button(voice.say("forget-o-client"), PlaceTap("forgetones", "0")),),
        (Button(voice.say("forget-o-all"), PlaceTap("forgetall")),),
        _back(voice),
    )
    return page.screen(rows, "—")


def forget_which_screen(scene: Scene[ClientChoice], voice: Voice) -> Screen:
    """Which client is to be erased."""
    page = noticed(scene, voice)
    some = scene.model.clients or scene.model.page
    page.line(voice.say("forget-which" if some else "error-no_clients"), "bold")
    way = way_row(picked_turns(scene.model, "forgetone"), *_back(voice, "forget"))
    return page.screen((*picked_client_rows(scene.model, "forgetone"), way), "—")


def forget_client_screen(scene: Scene[Doomed | None], voice: Voice) -> Screen:
    """Asks whether the client is to be erased, with what goes with it."""
    found, say = scene.model, voice.say
    if found is None:
        return _gone(scene, voice)
    page = noticed(scene, voice).line(say("forget-client-q", client=cut(found.label, _LABEL)), "bold")
    page.line(say("forget-client-hint"))
    yes = Button(say("forget-o-yes1"), PlaceTap("forgetsure", str(found.id)))
    return page.screen(((yes, Button(say("forget-o-no"), PlaceTap("unforget"))),), "—")


def forget_client_sure_screen(scene: Scene[Doomed | None], voice: Voice) -> Screen:
    """Asks once more, in other words and with the buttons in another place: a doubled tap must not answer both."""
    found, say = scene.model, voice.say
    if found is None:
        return _gone(scene, voice)
    counts = {"debriefs": str(found.debriefs), "notes": str(found.notes)}
    page = noticed(scene, voice).line(say("forget-client-sure", client=cut(found.label, _LABEL), **counts), "bold")
    rows = (
        (Button(say("forget-o-no"), PlaceTap("unforget")),),
        (Button(say("forget-o-yes2"), PlaceTap("forgetnow", str(found.id)), "danger"),),
    )
    return page.screen(rows, "—")


def forget_all_screen(scene: AnyScene, voice: Voice) -> Screen:
    """Asks whether everything is to be erased."""
    page = noticed(scene, voice).line(voice.say("forget-all-q"), "bold").line(voice.say("forget-all-hint"))
    yes = Button(voice.say("forget-o-yes1"), PlaceTap("forgetallsure"))
    return page.screen(((yes, Button(voice.say("forget-o-no"), PlaceTap("unforget"))),), "—")


def forget_all_sure_screen(scene: AnyScene, voice: Voice) -> Screen:
    """Asks once more, and offers the file first."""
    page = noticed(scene, voice).line(voice.say("forget-all-sure"), "bold")
    rows = (
        (Button(voice.say("forget-o-export"), PlaceTap("export")),),
        (Button(voice.say("forget-o-no"), PlaceTap("unforget")),),
        (Button(voice.say("forget-o-yes2"), PlaceTap("forgetallnow"), "danger"),),
    )
    return page.screen(rows, "—")


def _gone(scene: AnyScene, voice: Voice) -> Screen:
    return noticed(scene, voice).line(voice.say("clients-gone")).screen((_back(voice, "forget"),), "—")


def _back(voice: Voice, to: str = "own") -> tuple[Button, ...]:
    return (back_button(voice, to), menu_button(voice))
