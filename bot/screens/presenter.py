"""The present view of a chat, from where the person is. The one way from state to what is shown (house, idea 4)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.protocol.engine.engine import current
from bot.screens.builder import headed
from bot.screens.check import check_screen, checked_draft, checked_screen
from bot.screens.client import client_screen, edit_screen, field_screen, pick_keys, pick_screen
from bot.screens.clients import archive_screen, clients_screen, search_screen
from bot.screens.contacts import (
    coming_screen,
    owed_screen,
    pause_screen,
    rhythm_screen,
    touch_screen,
    touched_screen,
    upcoming_screen,
)
from bot.screens.debrief import debrief_screen
from bot.screens.insights import insights_screen, who_screen
from bot.screens.menu import (
    delete_screen,
    found_screen,
    greeting,
    help_screen,
    keys,
    menu_screen,
    more_screen,
    privacy_screen,
    stopped_screen,
)
from bot.screens.merging import drop_screen, dropped_screen, merge_screen, merging_screen, twin_screen
from bot.screens.notes import note_of_screen, notes_screen
from bot.screens.outage import missed_line
from bot.screens.parting import verdict_screen
from bot.screens.parting_farewell import (
    choose_screen,
    cost_screen,
    farewell,
    list_screen,
    mail_screen,
    script_screen,
    sure_screen,
    talk_screen,
    topic_screen,
    why_screen,
)
from bot.screens.people import dismiss_screen, links_screen, member_screen, people_screen
from bot.screens.prep import ask_screen, prep_screen
from bot.screens.reminder_draft import reminder_draft
from bot.screens.reminders import reminder_screen
from bot.screens.settings import (
    days_screen,
    digest_screen,
    holidays_screen,
    hours_screen,
    keyboard_line,
    language_screen,
    settings_screen,
    spoken_line,
    zone_screen,
)
from bot.screens.sos import danger_screen, helped_screen, phrase_screen, sos_screen
from bot.screens.summary import draft_screen
from bot.screens.timeline import history_screen, told_screen
from bot.screens.transfer import (
    export_screen,
    exported_screen,
    exporting_screen,
    forget_all_screen,
    forget_all_sure_screen,
    forget_client_screen,
    forget_client_sure_screen,
    forget_screen,
    forget_which_screen,
    import_screen,
    importing_screen,
    own_screen,
    preview_screen,
)
from bot.screens.vent import heard_screen, heavy_screen, vent_screen, vented_screen
from bot.viewmodels.outage import Missed
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.screen import Screen, View

_PLACES: Mapping[str, Callable[[Scene, Voice], Screen]] = {
    "menu": menu_screen,
    "start": menu_screen,
    "help": help_screen,
    "privacy": privacy_screen,
    "debrief": debrief_screen,
    "followup": debrief_screen,
    "parting": debrief_screen,
    "part": choose_screen,
    "parts": choose_screen,
    "verdict": verdict_screen,
    "partwhy": why_screen,
    "partsure": sure_screen,
    "parttalk": talk_screen,
    "partscript": script_screen,
    "partmail": mail_screen,
    "parttopic": topic_screen,
    "partlist": list_screen,
    "partcost": cost_screen,
    "reminder": reminder_screen,
    "coming": coming_screen,
    "upcoming": upcoming_screen,
    "owed": owed_screen,
    "touch": touch_screen,
    "touched": touched_screen,
    "client": client_screen,
    "clients": clients_screen,
    "archive": archive_screen,
    "search": search_screen,
    "history": history_screen,
    "told": told_screen,
    "edit": edit_screen,
    "field": field_screen,
    "pick": pick_screen,
    "twin": twin_screen,
    "merge": merge_screen,
    "merging": merging_screen,
    "drop": drop_screen,
    "dropped": dropped_screen,
    "more": more_screen,
    "rhythm": rhythm_screen,
    "pause": pause_screen,
    "vent": vent_screen,
    "heard": heard_screen,
    "heavy": heavy_screen,
    "vented": vented_screen,
    "held": heavy_screen,
    "check": check_screen,
    "checked": checked_screen,
    "stopped": stopped_screen,
    "delete": delete_screen,
    "found": found_screen,
    "settings": settings_screen,
    "keyboard": settings_screen,
    "spoken": settings_screen,
    "sos": sos_screen,
    "phrase": phrase_screen,
    "helped": helped_screen,
    "danger": danger_screen,
    "prep": prep_screen,
    "preps": prep_screen,
    "ask": ask_screen,
    "noteof": note_of_screen,
    "notes": notes_screen,
    "insights": insights_screen,
    "insightswho": who_screen,
    "language": language_screen,
    "zone": zone_screen,
    "hours": hours_screen,
    "days": days_screen,
    "holidays": holidays_screen,
    "digest": digest_screen,
    "own": own_screen,
    "export": export_screen,
    "exporting": exporting_screen,
    "exported": exported_screen,
    "import": import_screen,
    "importing": importing_screen,
    "preview": preview_screen,
    "forget": forget_screen,
    "forgetones": forget_which_screen,
    "forgetone": forget_client_screen,
    "forgetsure": forget_client_sure_screen,
    "forgetall": forget_all_screen,
    "forgetallsure": forget_all_sure_screen,
    "people": people_screen,
    "member": member_screen,
    "dismiss": dismiss_screen,
    "links": links_screen,
}


def present(scene: Scene, voice: Voice) -> View:
    """What stands in the chat: the screen, with the draft under a summary, and the greeting where /start was said."""
    name = scene.place.name
    if (missed := Missed.read(scene.notice)) is None:
        screen = _PLACES[name](scene, voice)
    else:  # at any place, also at those that say nothing else above their question
        scene = replace(scene, notice=None)
        screen = headed(_PLACES[name](scene, voice), missed_line(missed, voice, scene.person.zone))
    draft = None
    if name == "debrief" and scene.run is not None and drafted(scene, voice):
        draft = draft_screen(scene, voice)
    if name == "reminder":
        draft = reminder_draft(scene, voice)
    if name == "partmail":
        draft = farewell(scene, voice)
    if name == "checked":
        draft = checked_draft(scene, voice)
    line = _WITH_KEYS[name](scene, voice) if name in _WITH_KEYS else None
    if line is not None:
        return with_keys(screen, line, scene, voice)
    if scene.keys and name == "pick":
        return View(screen, greeting=Screen(voice.say("pick-line")), keys=pick_keys(scene, voice))
    if scene.keys:  # the picker was left, whichever way
        return replace(with_keys(screen, Screen(voice.say("pick-over")), scene, voice), draft=draft)
    return View(screen, draft=draft)


_WITH_KEYS: Mapping[str, Callable[[Scene, Voice], Screen]] = {
    "start": greeting,
    "keyboard": keyboard_line,
    "spoken": spoken_line,
}
"""Places that bring the buttons under the input field, with a line of their own above the screen."""


def with_keys(screen: Screen, line: Screen, scene: Scene, voice: Voice) -> View:
    """The screen with the person's own buttons under the input field, or without any where they want none.

    They come with a message of their own, `line`, once, when the screen is sent anew. Whatever took their place for
    a moment (the picker of people) is followed by such a view.
    """
    return View(screen, greeting=line, keys=keys(scene, voice.texts))


def drafted(scene: Scene, voice: Voice) -> bool:
    """Whether the draft stands under the screen: at the summary, and while something is opened from it."""
    return scene.run is not None and current(replace(scene.run, opened=None), voice.rules) is None
