"""THE table of places: one row for each place at which a chat can stand (docs/architecture.md, idea 2).

A new screen is a row here, its function in `bot/screens`, what it is drawn from in `bot/viewmodels`, the loader of that
in `bot/store/loaders`, and its texts. No other set or mapping lists places: whoever asks something about a place asks
its row.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.conversation.business import type_whose
from bot.conversation.check import edit as edit_draft
from bot.conversation.check import take as take_draft
from bot.conversation.client_edit import type_field
from bot.conversation.clients import type_search, type_twin
from bot.conversation.contacts import type_moment, type_pause, type_touched
from bot.conversation.notes import take as take_note
from bot.conversation.parting import type_name as type_parting_name
from bot.conversation.parting import type_reason
from bot.conversation.parting_farewell import type_last_day, type_talk, type_topic
from bot.conversation.prep import type_name as type_prep_name
from bot.conversation.prep_questions import edit as edit_answer
from bot.conversation.prep_questions import take as take_answer
from bot.conversation.prep_questions import take_voice as take_voice_answer
from bot.conversation.settings import type_country, type_days, type_digest, type_hours, type_zone
from bot.conversation.sos import take as take_in_call
from bot.conversation.sos import take_voice as take_voice_in_call
from bot.conversation.visit import Holds, Move, Visit
from bot.conversation.went_well import type_name as type_well
from bot.protocol.engine.typed_answers import TypedText
from bot.screens.business import business_screen, chat_keys, chat_screen, whose_screen
from bot.screens.check import check_screen, checked_draft, checked_screen
from bot.screens.client import (
    about_screen,
    client_screen,
    edit_screen,
    field_screen,
    number_screen,
    pick_keys,
    pick_screen,
)
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
    helped_screen,
    menu_screen,
    more_screen,
    privacy_screen,
    stopped_screen,
)
from bot.screens.merging import drop_screen, dropped_screen, merge_screen, merging_screen, twin_screen
from bot.screens.notes import note_of_screen, notes_screen
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
from bot.screens.sos import danger_screen, phrase_screen, sos_screen
from bot.screens.summary import draft_below, extras_screen
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
    letters_screen,
    own_screen,
    preview_screen,
)
from bot.screens.vent import heard_screen, heavy_screen, vent_screen, vented_screen
from bot.screens.went_well import well_screen, went_well_screen
from bot.store.database.database import Database
from bot.store.database.unit_of_work import Connection
from bot.store.loaders import (
    access,
    business,
    check,
    clients,
    contacts,
    insights,
    notes,
    parting,
    prep,
    runs,
    sos,
    transfer,
    vent,
    went_well,
)
from bot.store.loaders.reminder_draft import draft as load_reminder_draft
from bot.store.queries import draft_checks, file_jobs
from bot.viewmodels.place import Place
from bot.viewmodels.scene import AnyScene, Scene, Voice, Waiting
from bot.viewmodels.screen import Keys, Screen

Model = TypeVar("Model")

Take = Callable[[Visit, TypedText], Move | None]
"""A use case of words; None where they are words like any others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow(Generic[Model]):
    """One place. mypy ties the loader's view model to what the screen draws.

    `draft` is the message under the screen. `waiting` loads what waits, where the screen offers it. `count` completes
    the scene by what is read after the commit. `line` is a message of its own that brings the person's keyboard, `keys`
    a keyboard of the place's own. `once`: what the screen brings is shown once, and the place stands for that one then.
    `of_run`: the arguments name an open run. `asks`: something is being asked there, so that who stands there is told
    of an outage. `holds` deletes what the person left there, once the chat goes on to a place that doesn't hold it.
    `hosts_only`: for who invites others. `about_client`: the arguments begin with a client's id. `typed`, `edited` and
    `voice` (with its seconds) are the use cases of what is said there, where it is something else than an answer or
    facts; with `keeps_words` it may be facts all the same. `any_words`: those asked for are free, and no name, time or
    choice, so that a word may be an answer though it is a command elsewhere.
    """

    screen: Callable[[Scene[Model], Voice], Screen]
    load: Callable[[Connection, Scene[Any], Voice, str], Model]
    draft: Callable[[Scene[Model], Voice], Screen | None] | None = None
    waiting: Callable[[Connection, Scene[Model], Voice], tuple[Waiting, ...]] | None = None
    count: Callable[[Database, Scene[Model]], Awaitable[Scene[Model]]] | None = None
    line: Callable[[AnyScene, Voice], Screen] | None = None
    keys: Callable[[Scene[Model], Voice], Keys] | None = None
    once: Place | None = None
    of_run: bool = False
    asks: bool = False
    holds: Holds | None = None
    hosts_only: bool = False
    about_client: bool = False
    typed: Take | None = None
    edited: Take | None = None
    voice: Callable[[Visit, TypedText, int], Move] | None = None
    keeps_words: bool = False
    any_words: bool = False


def nothing(_: Connection, __: AnyScene, ___: Voice, ____: str) -> None:
    """For the screens that need nothing but the person."""


MENU = Place("menu")
_SETTINGS = Place("settings")

PLACES: Mapping[str, PlaceRow[Any]] = {
    # The menu, and what keeps house
    "menu": PlaceRow(screen=menu_screen, load=nothing, waiting=runs.anything_waiting),
    "start": PlaceRow(screen=menu_screen, load=nothing, waiting=runs.anything_waiting, line=greeting, once=MENU),
    "more": PlaceRow(screen=more_screen, load=nothing),
    "help": PlaceRow(screen=help_screen, load=nothing, waiting=runs.anything_waiting),
    "privacy": PlaceRow(screen=privacy_screen, load=nothing, waiting=runs.anything_waiting),
    # Runs of the engine: every step of every table, and what comes of stopping
    "debrief": PlaceRow(
        screen=debrief_screen, load=runs.view, of_run=True, draft=draft_below, waiting=runs.waiting_at_first
    ),
    "extras": PlaceRow(screen=extras_screen, load=runs.view, of_run=True, draft=draft_below),
    "followup": PlaceRow(screen=debrief_screen, load=runs.view, of_run=True),
    "parting": PlaceRow(screen=debrief_screen, load=runs.view, of_run=True),
    "stopped": PlaceRow(screen=stopped_screen, load=runs.view, of_run=True),
    "delete": PlaceRow(screen=delete_screen, load=runs.view, of_run=True),
    "found": PlaceRow(screen=found_screen, load=runs.unasked, of_run=True, waiting=runs.waiting_beside, asks=True),
    # Help in the moment
    "sos": PlaceRow(
        screen=sos_screen,
        load=sos.behaviours,
        about_client=True,
        asks=True,
        typed=take_in_call,
        voice=take_voice_in_call,
        keeps_words=True,
    ),
    "phrase": PlaceRow(
        screen=phrase_screen, load=sos.phrase, asks=True, typed=take_in_call, voice=take_voice_in_call, keeps_words=True
    ),
    "danger": PlaceRow(
        screen=danger_screen, load=nothing, asks=True, typed=take_in_call, voice=take_voice_in_call, keeps_words=True
    ),
    "helped": PlaceRow(screen=helped_screen, load=nothing, waiting=runs.anything_waiting),
    "prep": PlaceRow(
        screen=prep_screen, load=prep.prep, about_client=True, asks=True, typed=type_prep_name, keeps_words=True
    ),
    "preps": PlaceRow(screen=prep_screen, load=contacts.choice, typed=type_prep_name, keeps_words=True),
    "ask": PlaceRow(
        screen=ask_screen,
        load=prep.question,
        about_client=True,
        asks=True,
        typed=take_answer,
        voice=take_voice_answer,
        edited=edit_answer,
        keeps_words=True,
        any_words=True,
    ),
    "noteof": PlaceRow(screen=note_of_screen, load=notes.about, asks=True, typed=take_note, keeps_words=True),
    "notes": PlaceRow(screen=notes_screen, load=notes.page, about_client=True),
    # Letting it out
    "vent": PlaceRow(screen=vent_screen, load=vent.view, waiting=vent.under_way, asks=True),
    "heard": PlaceRow(screen=heard_screen, load=vent.view, waiting=vent.under_way, asks=True),
    "heavy": PlaceRow(screen=heavy_screen, load=vent.view, waiting=vent.under_way, asks=True),
    "vented": PlaceRow(screen=vented_screen, load=vent.view, waiting=vent.under_way),
    "held": PlaceRow(screen=heavy_screen, load=vent.view, waiting=vent.under_way),
    # The draft check
    "check": PlaceRow(
        screen=check_screen,
        load=check.pasted,
        asks=True,
        holds=draft_checks.forget,
        typed=take_draft,
        edited=edit_draft,
        any_words=True,
    ),
    "checked": PlaceRow(
        screen=checked_screen,
        load=check.pasted,
        draft=checked_draft,
        asks=True,
        holds=draft_checks.forget,
        typed=take_draft,
        edited=edit_draft,
        any_words=True,
    ),
    # Staying in touch
    "reminder": PlaceRow(screen=reminder_screen, load=load_reminder_draft, draft=reminder_draft),
    "coming": PlaceRow(screen=coming_screen, load=contacts.coming),
    "upcoming": PlaceRow(screen=upcoming_screen, load=contacts.upcoming, typed=type_moment),
    "owed": PlaceRow(screen=owed_screen, load=contacts.owed),
    "touch": PlaceRow(screen=touch_screen, load=contacts.choice, asks=True, typed=type_touched, keeps_words=True),
    "touched": PlaceRow(screen=touched_screen, load=contacts.logged),
    "well": PlaceRow(screen=well_screen, load=contacts.choice, asks=True, typed=type_well, keeps_words=True),
    "wentwell": PlaceRow(screen=went_well_screen, load=went_well.logged),
    "rhythm": PlaceRow(screen=rhythm_screen, load=contacts.card, about_client=True),
    "pause": PlaceRow(screen=pause_screen, load=contacts.pause, typed=type_pause),
    # Clients
    "clients": PlaceRow(screen=clients_screen, load=clients.every, typed=type_search),
    "archive": PlaceRow(screen=archive_screen, load=clients.archive, typed=type_search),
    "search": PlaceRow(screen=search_screen, load=clients.found, asks=True, typed=type_search),
    "client": PlaceRow(screen=client_screen, load=clients.card, about_client=True),
    "about": PlaceRow(screen=about_screen, load=clients.card, about_client=True),
    "history": PlaceRow(screen=history_screen, load=clients.history),
    "told": PlaceRow(screen=told_screen, load=clients.told),
    "edit": PlaceRow(screen=edit_screen, load=clients.one),
    "field": PlaceRow(screen=field_screen, load=clients.one, asks=True, typed=type_field, any_words=True),
    "pick": PlaceRow(screen=pick_screen, load=clients.one, keys=pick_keys, asks=True, typed=type_field),
    "chat": PlaceRow(screen=chat_screen, load=business.chat_of_client, keys=chat_keys, asks=True),
    "whose": PlaceRow(screen=whose_screen, load=business.unlinked, asks=True, typed=type_whose, keeps_words=True),
    "number": PlaceRow(screen=number_screen, load=clients.one, asks=True, typed=type_field),
    "twin": PlaceRow(screen=twin_screen, load=clients.twin, asks=True, typed=type_twin),
    "merge": PlaceRow(screen=merge_screen, load=clients.two),
    "merging": PlaceRow(screen=merging_screen, load=clients.two),
    "drop": PlaceRow(screen=drop_screen, load=clients.one),
    "dropped": PlaceRow(screen=dropped_screen, load=clients.one),
    # The parting check, once its questions are answered
    "part": PlaceRow(screen=choose_screen, load=contacts.choice, asks=True, typed=type_parting_name, keeps_words=True),
    "parts": PlaceRow(screen=choose_screen, load=contacts.choice, typed=type_parting_name, keeps_words=True),
    "verdict": PlaceRow(screen=verdict_screen, load=parting.check),
    "partwhy": PlaceRow(screen=why_screen, load=parting.check, asks=True, typed=type_reason, any_words=True),
    "partsure": PlaceRow(screen=sure_screen, load=parting.check),
    "parttalk": PlaceRow(screen=talk_screen, load=parting.check, asks=True, typed=type_talk),
    "partscript": PlaceRow(screen=script_screen, load=parting.check),
    "partmail": PlaceRow(screen=mail_screen, load=parting.check, draft=farewell, asks=True, typed=type_last_day),
    "parttopic": PlaceRow(screen=topic_screen, load=parting.check, asks=True, typed=type_topic, any_words=True),
    "partlist": PlaceRow(screen=list_screen, load=parting.check),
    "partcost": PlaceRow(screen=cost_screen, load=parting.check),
    # What helps
    "insights": PlaceRow(screen=insights_screen, load=nothing, count=insights.filled),
    "insightswho": PlaceRow(screen=who_screen, load=insights.clients_to_choose),
    # Settings
    "settings": PlaceRow(screen=settings_screen, load=nothing, waiting=runs.anything_waiting),
    "keyboard": PlaceRow(screen=settings_screen, load=nothing, line=keyboard_line, once=_SETTINGS),
    "spoken": PlaceRow(screen=settings_screen, load=nothing, line=spoken_line, once=_SETTINGS),
    "business": PlaceRow(screen=business_screen, load=business.seen_contact),
    "language": PlaceRow(screen=language_screen, load=nothing),
    "zone": PlaceRow(screen=zone_screen, load=nothing, asks=True, typed=type_zone),
    "hours": PlaceRow(screen=hours_screen, load=nothing, asks=True, typed=type_hours),
    "days": PlaceRow(screen=days_screen, load=nothing, asks=True, typed=type_days),
    "holidays": PlaceRow(screen=holidays_screen, load=nothing, typed=type_country),
    "digest": PlaceRow(screen=digest_screen, load=nothing, typed=type_digest),
    # One's own: taken out, brought in, erased
    "own": PlaceRow(screen=own_screen, load=nothing),
    "export": PlaceRow(screen=export_screen, load=nothing),
    "exporting": PlaceRow(screen=exporting_screen, load=nothing),
    "exported": PlaceRow(screen=exported_screen, load=nothing),
    "import": PlaceRow(screen=import_screen, load=transfer.refused, asks=True, holds=file_jobs.drop_import),
    "importing": PlaceRow(screen=importing_screen, load=transfer.reading, asks=True, holds=file_jobs.drop_import),
    "preview": PlaceRow(screen=preview_screen, load=transfer.preview, asks=True, holds=file_jobs.drop_import),
    "letters": PlaceRow(screen=letters_screen, load=transfer.preview, asks=True, holds=file_jobs.drop_import),
    "forget": PlaceRow(screen=forget_screen, load=nothing),
    "forgetones": PlaceRow(screen=forget_which_screen, load=contacts.choice),
    "forgetone": PlaceRow(screen=forget_client_screen, load=transfer.doomed),
    "forgetsure": PlaceRow(screen=forget_client_sure_screen, load=transfer.doomed),
    "forgetall": PlaceRow(screen=forget_all_screen, load=nothing),
    "forgetallsure": PlaceRow(screen=forget_all_sure_screen, load=nothing),
    # People and invitations
    "people": PlaceRow(screen=people_screen, load=access.people, hosts_only=True),
    "member": PlaceRow(screen=member_screen, load=access.one, hosts_only=True),
    "dismiss": PlaceRow(screen=dismiss_screen, load=access.one, hosts_only=True),
    "links": PlaceRow(screen=links_screen, load=access.links, hosts_only=True),
}


def row_of(place: Place) -> PlaceRow[Any]:
    """The place's row."""
    return PLACES[place.name]


def settled(place: Place) -> Place:
    """The place to stay at: what comes with a message of its own for once is left behind it."""
    return row_of(place).once or place


def asks(place: Place) -> bool:
    """Whether something is being asked at the place."""
    return row_of(place).asks
