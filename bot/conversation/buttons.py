"""Every button's verb and the use case behind it, in one registry.

A button outlives its screen: it is tapped for ever, and twice. What is general about its age is decided here: one that
the registry does not know any more gets the present screen. What a verb needs beside that (does the chat still stand
where the button was drawn, is the thing it names still there, is it the person's) its use case asks, and answers with
`stale` too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation import (
    breathing,
    check,
    client_edit,
    clients,
    contacts,
    debrief,
    insights,
    notes,
    parting,
    parting_farewell,
    people,
    prep,
    prep_questions,
    reminders,
    settings,
    sos,
    transfer,
    vent,
)
from bot.conversation.opening import opens, opens_page, opens_with_number
from bot.conversation.visit import UseCase


@dataclass(frozen=True, slots=True)
class Verb:
    """What a button does; `breathing` is for the one that doesn't end the pause."""

    use_case: UseCase
    breathing: bool = False


VERBS: Mapping[str, Verb] = {
    # Menu and help
    "menu": Verb(opens("menu")),
    "more": Verb(opens("more")),
    "help": Verb(opens("help")),
    "privacy": Verb(opens("privacy")),
    # A run: into it, out of it
    "debrief": Verb(debrief.begin),
    "resume": Verb(debrief.resume),
    "stop": Verb(debrief.stop),
    "delete": Verb(debrief.ask_delete),
    "erase": Verb(debrief.delete),
    "done": Verb(debrief.finish),
    "add": Verb(debrief.add_found),
    # The pause
    "breathe": Verb(breathing.begin, breathing=True),
    "enough": Verb(breathing.stop),
    "onward": Verb(breathing.go_on),
    # Letting it out
    "vent": Verb(vent.begin),
    "vent_over": Verb(vent.stop),
    "vent_heavy": Verb(vent.too_heavy),
    # SOS
    "sos": Verb(sos.begin),
    "unsos": Verb(sos.back),
    "shout": Verb(sos.pick_behaviour),
    "phrase": Verb(sos.another_phrase),
    "over": Verb(sos.end_call),
    "helped": Verb(sos.rate_phrase),
    "why": Verb(sos.explain),
    "danger": Verb(sos.open_danger),
    # Before and during a call
    "prep": Verb(prep.open_card),
    "preps": Verb(prep.more_clients),
    "ask": Verb(prep_questions.open_question),
    "asked": Verb(prep_questions.end_call),
    # Notes
    "noteof": Verb(notes.choose_client),
    "noteofs": Verb(notes.more_clients),
    "note": Verb(notes.keep),
    "found": Verb(notes.back_to_found),
    "notes": Verb(notes.open_notes),
    "play": Verb(notes.play),
    # The draft check
    "check": Verb(check.ask_text),
    "checkdraft": Verb(check.check_draft),
    "checkfound": Verb(check.check_found),
    "uncheck": Verb(check.back),
    "use": Verb(check.use),
    # Clients: the list, a card, the archive, two made one, one deleted
    "clients": Verb(opens_page("clients")),
    "archive": Verb(opens_page("archive")),
    "search": Verb(clients.search_page),
    "client": Verb(clients.open_card),
    "history": Verb(clients.open_history),
    "told": Verb(clients.open_told),
    "twin": Verb(clients.open_twin),
    "shelve": Verb(clients.archive),
    "unshelve": Verb(clients.bring_back),
    "merge": Verb(clients.ask_merge),
    "merging": Verb(clients.ask_merge_again),
    "join": Verb(clients.merge),
    "drop": Verb(clients.ask_delete),
    "dropped": Verb(clients.ask_delete_again),
    "gone": Verb(clients.delete),
    # What a card says
    "edit": Verb(client_edit.open_edit),
    "field": Verb(client_edit.open_field),
    "pick": Verb(client_edit.open_picker),
    "clear": Verb(client_edit.clear),
    # Staying in touch
    "owed": Verb(opens_with_number("owed")),
    "coming": Verb(opens_with_number("coming")),
    "touch": Verb(opens_with_number("touch")),
    "upcoming": Verb(opens_with_number("upcoming")),
    "rhythm": Verb(opens_with_number("rhythm")),
    "pause": Verb(opens_with_number("pause")),
    "touched": Verb(contacts.log),
    "undo": Verb(contacts.undo),
    "how": Verb(contacts.ask_how_it_went),
    "moved": Verb(contacts.move),
    "round": Verb(contacts.debrief_again),
    "often": Verb(contacts.choose_cadence),
    "again": Verb(contacts.put_off_parting),
    "until": Verb(contacts.pause_until),
    # A reminder, or a list of them
    "wrote": Verb(reminders.mark_contacted),
    "give": Verb(reminders.open_draft),
    "hour": Verb(reminders.snooze_an_hour),
    "tomorrow": Verb(reminders.snooze_until_tomorrow),
    "needless": Verb(reminders.dismiss),
    "quiet": Verb(reminders.silence_client),
    "return": Verb(reminders.resume_client),
    "weeks": Verb(reminders.look_again_later),
    "item": Verb(reminders.open_item),
    "list": Verb(reminders.open_list),
    "morrow": Verb(reminders.snooze_all),
    # What helps
    "insights": Verb(insights.open_counts),
    "insightswho": Verb(insights.choose_client),
    "picture": Verb(insights.draw),
    # The parting check
    "part": Verb(parting.open_check),
    "parts": Verb(parting.more_clients),
    "partanew": Verb(parting.begin_anew),
    "verdict": Verb(parting.open_verdict),
    "decide": Verb(parting.decide),
    "partsure": Verb(parting.opens("partsure")),
    "parttalk": Verb(parting.opens("parttalk")),
    "partscript": Verb(parting.opens("partscript")),
    "partmail": Verb(parting.opens("partmail")),
    "parttopic": Verb(parting.opens("parttopic")),
    "partlist": Verb(parting.opens("partlist")),
    "partcost": Verb(parting.opens("partcost")),
    # What comes of it
    "talkat": Verb(parting_farewell.set_talk),
    "talktold": Verb(parting_farewell.tell_client),
    "partyes": Verb(parting_farewell.confirm),
    "partno": Verb(parting_farewell.decline),
    "lastday": Verb(parting_farewell.set_last_day),
    "mark": Verb(parting_farewell.mark),
    "partnote": Verb(parting_farewell.send_note),
    # Settings
    "settings": Verb(opens("settings")),
    "language": Verb(opens("language")),
    "zone": Verb(opens("zone")),
    "hours": Verb(opens("hours")),
    "days": Verb(opens("days")),
    "holidays": Verb(opens("holidays")),
    "digest": Verb(opens("digest")),
    "speak": Verb(settings.speak),
    "live": Verb(settings.set_zone),
    "work": Verb(settings.set_hours),
    "day": Verb(settings.switch_day),
    "observe": Verb(settings.observe_holidays),
    "country": Verb(settings.set_country),
    "remind": Verb(settings.set_digest),
    "bottom": Verb(settings.show_keyboard),
    "detail": Verb(settings.go_step_by_step),
    "right": Verb(settings.confirm_schedule),
    # One's own: taken out, brought in, erased (`forgetallnow` is in handlers/buttons.py: it leaves nobody to visit)
    "own": Verb(opens_with_number("own")),
    "export": Verb(opens_with_number("export")),
    "takeout": Verb(transfer.take_out),
    "import": Verb(opens_with_number("import")),
    "bring": Verb(transfer.bring_in),
    "unbring": Verb(transfer.cancel_import),
    "forget": Verb(opens_with_number("forget")),
    "forgetones": Verb(opens_with_number("forgetones")),
    "forgetone": Verb(opens_with_number("forgetone")),
    "forgetsure": Verb(transfer.ask_client_again),
    "forgetnow": Verb(transfer.erase_client),
    "forgetall": Verb(transfer.ask_all),
    "forgetallsure": Verb(transfer.ask_all_again),
    "unforget": Verb(transfer.keep),
    "keepold": Verb(transfer.keep_archived),
    # People and invitations (`newlink` is in handlers/buttons.py: it asks Telegram first)
    "people": Verb(people.open_people),
    "links": Verb(people.open_links),
    "member": Verb(people.open_person),
    "dismiss": Verb(people.ask_removal),
    "dismissed": Verb(people.remove_person),
    "withdraw": Verb(people.withdraw_link),
}
