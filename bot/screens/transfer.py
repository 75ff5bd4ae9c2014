"""One's own: to be taken out as a file, added to from one, and erased, asked twice (protocol, section 9)."""

from collections.abc import Sequence
from typing import Final, get_args

from bot.protocol import phones
from bot.screens.builder import Page, cut
from bot.screens.buttons import back_button, menu_button, way_row
from bot.screens.client import number_of
from bot.screens.contacts import picked_client_rows, picked_turns
from bot.screens.wording import noticed
from bot.transfer.client_rows import ClientRow, Fate, Fault, Odd, Sheet, Sorted, assumed
from bot.transfer.text_encoding import NAMES
from bot.viewmodels.contacts import ClientChoice
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, PlaceTap, Screen
from bot.viewmodels.transfer import NO_NUMBERS, Brought, Doomed

_NAMED = 3
_FAULTS = 5
_LABEL = 60
_FILE_NAME = 40
_HEADER = 30
_LISTED = 300
"""Characters of a list of columns or sheets."""
_FATES: Final = get_args(Fate)
"""In this order the columns are told."""


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


def import_screen(scene: Scene[tuple[tuple[str, str], ...]], voice: Voice) -> Screen:
    """Which file to send; it is taken at any place of the import."""
    page = noticed(scene, voice)
    _refused(page, scene.model, voice)
    page.line(voice.say("import-q"), "bold").line(voice.say("import-hint"))
    return page.screen((_back(voice),), "—")


def _refused(page: Page, refused: Sequence[tuple[str, str]], voice: Voice) -> None:
    """The files that could not be taken, and why."""
    for name, why in refused:
        page.line(voice.say("import-refused", name=cut(name, _FILE_NAME), why=voice.say(f"import-bad-{why}")))
    if refused:
        page.gap()


def importing_screen(scene: Scene[str], voice: Voice) -> Screen:
    """The file is being read."""
    name = cut(scene.model, _FILE_NAME)
    page = noticed(scene, voice)
    page.line(voice.say("import-reading_named", name=name) if name else voice.say("import-reading"))
    return page.screen(((Button(voice.say("import-o-no"), PlaceTap("unbring")),),), "—")


def preview_screen(scene: Scene[Brought | None], voice: Voice) -> Screen:
    """What would come of the file: who is new, who is there, what becomes of each column, what went to the notes, which
    lines can't be read and why.
    """
    found, say = scene.model, voice.say
    if found is None:
        return import_screen(scene.of(()), voice)
    new = found.clients.new
    page = noticed(scene, voice)
    _refused(page, found.refused, voice)
    title = say("import-title_named", name=cut(found.name, _FILE_NAME)) if found.name else say("import-title")
    page.line(title, "bold")
    page.line(say("import-queue", count=str(found.waiting)) if found.waiting else None).gap()
    page.line(say("import-new", count=str(len(new))) if new else say("import-none"))
    page.line(_named([row.label for row in new], voice))
    _others(page, found.clients, voice)
    _columns(page, found.sheet, voice)
    guessed = _numbers(page, new, voice)
    _odd(page, found.sheet.odd, voice)
    _faults(page, found.sheet.faults, voice)
    token = str(found.token)
    rows = [
        (Button(say("import-o-yes", count=str(len(new))), PlaceTap("bring", token), "primary"),) if new else (),
        (Button(say("import-o-note"), PlaceTap("bring", f"{token}.{NO_NUMBERS}")),) if guessed else (),
        (Button(say("import-o-letters"), PlaceTap("letters", token)),) if found.sheet.others else (),
        (Button(say("import-o-no"), PlaceTap("unbring")),),
    ]
    return page.screen(rows, "—")


def _others(page: Page, clients: Sorted, voice: Voice) -> None:
    """Clients that are there already, lines that say one thing twice, and namesakes."""
    if clients.there:
        page.gap().line(voice.say("import-there", count=str(len(clients.there))))
        page.line(_named([row.label for row in clients.there], voice))
    if clients.repeat:
        page.gap().line(voice.say("import-repeat", count=str(len(clients.repeat))))
        page.line(_named([row.label for row in clients.repeat], voice))
    if clients.namesakes:
        page.gap().line(voice.say("import-namesakes", names=_named(list(clients.namesakes), voice) or ""))


def _columns(page: Page, sheet: Sheet, voice: Voice) -> None:
    """What becomes of each column, of lines above the headers and of other sheets; how the first line looks."""
    say = voice.say
    by_fate: dict[str, list[str]] = {}
    for header, fate in sheet.columns:
        by_fate.setdefault(fate, []).append(cut(header, _HEADER))
    page.gap()
    bare = bool(sheet.columns) and all(header.isdecimal() for header, _ in sheet.columns)
    page.line(say("import-no_headers") if bare else None)
    for fate in _FATES:
        if fate in by_fate:
            page.line(say(f"import-column-{fate}", columns=_listed(by_fate[fate], voice)))
    page.line(
        say("import-above", lines=_listed([cut(line, 60) for line in sheet.above], voice)) if sheet.above else None
    )
    page.line(say("import-apart", names=_listed([cut(one, 40) for one in sheet.apart], voice)) if sheet.apart else None)
    page.line(say("import-sample", words=cut(sheet.sample, 120)) if sheet.sample else None)
    if sheet.others:
        page.line(say("import-encoding", name=NAMES.get(sheet.encoding, sheet.encoding)))


def _listed(names: list[str], voice: Voice) -> str:
    """The names up to a length that a screen bears, and how many more there are."""
    shown: list[str] = []
    for name in names:
        if sum(map(len, shown)) + len(name) > _LISTED:
            break
        shown.append(name)
    left = len(names) - len(shown)
    joined = ", ".join(shown)
    return voice.say("import-names", names=joined, count=str(left)) if left else joined


def _numbers(page: Page, new: Sequence[ClientRow], voice: Voice) -> bool:
    """The phones that were written without a country, as they are understood; whether there are any."""
    guessed = assumed(new)
    if guessed:
        page.gap().line(voice.say("import-assumed", count=str(len(guessed))))
        countries: dict[str | None, tuple[str, str]] = {}
        for words, number in guessed:
            countries.setdefault(phones.country_of(number), (words, number))
        for words, number in list(countries.values())[:_NAMED]:
            page.line(f"{cut(words, 30)} → {number_of(number, voice)}")
    return bool(guessed)


def _odd(page: Page, odd: Sequence[Odd], voice: Voice) -> None:
    """The cells that went to the notes."""
    if not odd:
        return
    page.gap().line(voice.say("import-odd", count=str(len(odd))))
    for line, what, words in odd[:_FAULTS]:
        page.line(
            voice.say("import-odd-line", line=str(line), what=voice.say(f"import-what-{what}"), words=cut(words, 40))
        )
    page.line(voice.say("import-more", count=str(len(odd) - _FAULTS)) if len(odd) > _FAULTS else None)


def _faults(page: Page, faults: Sequence[Fault], voice: Voice) -> None:
    """The lines that can't be read."""
    if not faults:
        return
    page.gap().line(voice.say("import-faults", count=str(len(faults))))
    for fault in faults[:_FAULTS]:
        page.line(voice.say("import-fault", line=str(fault.line), why=voice.say(f"import-why-{fault.why}")))
    page.line(voice.say("import-more", count=str(len(faults) - _FAULTS)) if len(faults) > _FAULTS else None)


def letters_screen(scene: Scene[Brought | None], voice: Voice) -> Screen:
    """How the file's first telling line looks in other encodings: the one that can be read is tapped."""
    found, say = scene.model, voice.say
    if found is None:
        return import_screen(scene.of(()), voice)
    page = noticed(scene, voice).line(say("letters-q"), "bold").line(say("letters-hint")).gap()
    rows: list[tuple[Button, ...]] = []
    for encoding, look in found.sheet.others:
        name = NAMES.get(encoding, encoding)
        page.named(name, cut(look, 60))
        rows.append((Button(name, PlaceTap("reread", f"{found.token}.{encoding}")),))
    rows.append((Button(say("letters-o-right"), PlaceTap("unletters")), menu_button(voice)))
    return page.screen(rows, "—")


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
