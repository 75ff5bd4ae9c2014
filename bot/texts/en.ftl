### okok: interface wording, English. The words of the playbook (phrases, fears, drafts) are in bot/playbook.
###
### A key is the id of the content with dots turned into hyphens. Numbered keys (…-1, …-2) take turns.
### $time comes with its preposition (moment-…), other dates, names and texts come ready; $n in a choice is a number.
### The manager is addressed directly and plainly; no exclamation marks.

## opener.after — right after the call, before any question; six, in turn

opener-after-1 =
    You know your job. There’s a person on the other side, and they’re all right too.
    One slow breath out. Then one short question.
opener-after-2 =
    I’m OK, you’re OK. That’s how every good talk starts, the next one included.
    Breathe in through the nose, out slowly. Shoulders down.
opener-after-3 =
    One call doesn’t undo what you’re good at, and it doesn’t make them the enemy.
    A long breath out, all the way. Then we’ll start.
opener-after-4 =
    You’re OK. So are they: someone who wants things and worries about things, like the rest of us.
    Breathe in. Breathe out twice as slowly.
opener-after-5 =
    There’s a person over there, not a company. And you’re a professional, not a target.
    Breathe out slowly and unclench your jaw.
opener-after-6 =
    We’re taking the call apart, not the people. You’re fine, and so is the person on the other side.
    Feet on the floor, breathe in, long breath out.

## opener.high — tension 7 and above

opener-high-1 = { $n } out of 10: your body is still on that call. Breathe out first, then reply.
opener-high-2 = { $n } out of 10. There’s no one to convince right now. Breathe out first, then reply.
opener-high-3 = { $n } out of 10. You know how to do this, you’re just shaken. Breathe out first, then reply.

## opener.low — tension 3 and below

opener-low-1 =
    { $n } out of 10, clear head. Straight to it, then.
    You’re OK and so are they. Let’s see what was behind it.
opener-low-2 =
    Steady, { $n } out of 10. No breathing exercise needed.
    It’s easier now to see the person behind the words.
opener-low-3 =
    { $n } out of 10, a good place to think from.
    You know your job, and there’s a person on the other side. Let’s look at the call.

## pause — in for 4, out for 6, one minute

pause-in = Breathe in
pause-out = Breathe out
pause-start-1 = One minute. In for 4, out for 6. Nothing goes to the client for now.
pause-start-2 = Breathe along with this message: in for 4, out for 6. You can stop any time.
pause-start-3 = Six breaths in, six out. No need to count, I’ll do that.
pause-middle-1 = Halfway. Make the breath out a little longer than feels natural.
pause-middle-2 = Half done. Shoulders down.
pause-middle-3 = Three more breaths out.
pause-end-1 = That’s the minute. Continue when you like.
pause-end-2 = Done. Notice what changed, even if it’s small.
pause-end-3 = That minute was yours. Now there’s room to think.
pause-o-onward = Continue
pause-skipped-1 = OK, moving on.

## stage — names on the progress line

stage-p1 = Start
stage-p2a = What happened
stage-p2b = Their worry
stage-p3 = What to say
stage-r = Next contact

## step.client

step-client-q = Who was it?
step-client-hint = Pick a recent one or type a name.
step-client-hint_first = A name or initials will do. Only you see it.
step-client-o-more = Show all
step-client-match = There’s already a “{ $client }” here. Same one?
step-client-match_several = This looks like one of these. Which one?
step-client-o-same = Yes
step-client-o-not_same = No, a new client
step-client-ack-new = Noted: { $client }.
step-client-ack-known = { $client }. Already in your list.

## step.tension_before (P1)

step-tension_before-q = How tense are you right now, 1 to 10?
step-tension_before-hint = 1 is calm, 10 is shaking. It’s about you, not about how the call went.
step-tension_before-ack-mid = { $n } out of 10. That’s workable, let’s go on.

## step.pause (P1)

step-pause-o-start = Breathe for a minute
step-pause-o-stop = Enough

## step.i_am_ok (P1)

step-i_am_ok-q = What did you do well on this call?
step-i_am_ok-hint = Pick as many as apply. One is plenty.
step-i_am_ok-o-calm = Kept my composure
step-i_am_ok-o-heard = Heard them out
step-i_am_ok-o-scope = Held the line on scope
step-i_am_ok-o-truth = Told the truth
step-i_am_ok-o-prepared = Came prepared
step-i_am_ok-o-not_in_kind = Didn’t hit back
step-i_am_ok-ack-1 = That’s yours. Nobody’s tone takes it away.
step-i_am_ok-ack-2 = You can lean on that next time.
step-i_am_ok-ack-3 = It happened, even if it feels like nothing worked.

## step.you_are_ok (P1)

step-you_are_ok-q = What does this person want for themselves?
step-you_are_ok-hint = Not for the company. A guess will do.
step-you_are_ok-o-heard = To be heard
step-you_are_ok-o-face = To look good internally
step-you_are_ok-o-result = To get the result
step-you_are_ok-o-safe = To feel safe
step-you_are_ok-o-not_fooled = Not to get burned
step-you_are_ok-ack-1 = That’s something you can work with.
step-you_are_ok-ack-2 = Easier to deal with than a tone of voice.
step-you_are_ok-ack-3 = Wanting that is fair enough. On their side too.

## step.behaviour (P2a)

step-behaviour-q = How did they act on the call?
step-behaviour-hint = Just what they did, not what they’re like. You can add another one after.
step-behaviour-o-calm = None of these
step-behaviour-o-threat_people = Threatens people

## step.facts (P2a)

step-facts-q = What was actually said and done? What did they ask for?
step-facts-hint = Text or voice. Word for word is best: “you’ve ruined it”, not “was rude”.
step-facts-ack-1 = Got it. Facts are a start.
step-facts-ack-2 = Noted. Facts in one pile, tone in another.
step-facts-ack-3 = Saved. You don’t have to keep it in your head.
step-facts-ack-voice = Voice note saved as the facts of this call.
step-facts-ack-voice_words = Voice note and the words under it saved as the facts of this call.

## step.polite (P2a)

step-polite-q = Was it civil by the end?
step-polite-hint = Civil means both of you can be heard. You can still disagree.
step-polite-o-yes = Yes
step-polite-o-not_yet = No
step-polite-o-broke_off = It was cut short
step-polite-ack-yes = Then there’s room to ask what’s behind it.
step-polite-ack-not_yet = If it happens again, say:
step-polite-ack-broke_off = Here’s a way to open it again.

## step.fear (P2b)

step-fear-q = What are they really worried about?
step-fear-hint = A guess will do. You can add another one after.
step-fear-own_prompt = Put it in your own words, as close as you can to the way they said it.
step-fear-ack-one = We’ll go with that for now.
step-fear-ack-two = Two of them. We’ll start with the first.
step-fear-ack-other = Noted in your words.
step-fear-ack-unknown = Not knowing is fine. Then the next step is to ask.

## step.evidence (P2b)

step-evidence-q = How do you know?
step-evidence-hint = If it’s a guess, we’ll check it with a question first.
step-evidence-o-said = They told me
step-evidence-o-signs = I can see signs
step-evidence-o-guess = It’s a guess
step-evidence-ack-said = Confirmed. You can build on it.
step-evidence-ack-signs = Likely. Here’s a question that will tell you:
step-evidence-ack-guess = A guess, then. Here’s a question that will tell you:
sure-confirmed = confirmed
sure-likely = likely
sure-hypothesis = a guess

## step.approach (P3)

step-approach-q = Going into the next call
step-approach-hint = Take one thing. The rest can wait.
step-approach-say = Say
step-approach-do = Do
step-approach-avoid = Avoid
step-approach-ask = Ask
step-approach-o-next = Next
step-approach-o-more = More options
step-approach-unknown = One question per call is enough.

## step.honest (R1)

step-honest-q = What do you need to tell them straight, even if they won’t like it?
step-honest-hint = Write it as it is: the fact, what it means, what we’re doing, by when.
step-honest-o-frame = Four short questions
step-honest-o-nothing = No bad news
step-honest-o-later = Still finding out
step-honest-ack-filled = Better they hear it from you than find out.
step-honest-ack-nothing = Good: no bad news right now.
step-honest-ack-later = Then we’ll say just that. It only needs a time.
step-honest-skip = OK. You can add it later in the summary.

## step.next_contact (R2)

step-next_contact-q = When will they hear from you next?
step-next_contact-hint = Only a time you can keep. You can type “Friday at 10”.
step-next_contact-o-keep = Keep it
step-next_contact-o-move = Move to work hours
step-next_contact-ack-set = Noted: { $time }.
step-next_contact-off_hours = That’s outside your working hours. Keep it anyway?
step-next_contact-unclear = Couldn’t read that time. Try “tomorrow at 10” or “in 3 hours”.
step-next_contact-past = That time has already passed.
step-next_contact-skip = OK, no date. You can add one in the summary.

## step.tension_after (P3)

step-tension_after-q = And how tense now, 1 to 10?
step-tension_after-hint = A rough number is fine.
step-tension_after-ack-down = { $before } → { $after }. Easing off.
step-tension_after-ack-same = { $before } → { $after }. That happens.
step-tension_after-ack-up = { $before } → { $after }. Going over it stirs things up. One more breath.
step-tension_after-ack-high = { $before } → { $after }. Still high. The draft is saved; send it later.

## summary — the card (P3, R1, R2)

summary-title = Summary: { $client }
summary-fear = Worry: { $fear } ({ $sure })
summary-fear_unknown = Worry: not known yet, we’ll ask
summary-boss_date = Their boss needs it: { $day }
summary-honest = Tell them straight: { $honest }
summary-honest_none = Tell them straight: nothing written yet
summary-next = Next contact: { $time }
summary-next_was = Next contact: { $time }. It was: { $was }
summary-o-next_back = Back to { $time }
summary-next_none = Next contact: no date yet
summary-cadence = How often: { $cadence }
summary-saved = Debrief saved.
summary-o-copy = Copy
summary-o-edit = Edit the text
summary-o-anew = Start the draft over
summary-o-open = Open their chat
summary-o-cadence = How often
summary-o-done = Done
summary-edit_prompt = Send the whole new text; it replaces the draft.
summary-hold = Breathe out first, then send.

## honest.frame — four lines

honest-frame-is-label = What happened
honest-frame-is-q = 1 of 4. What’s happened? A fact, a number, a date.
honest-frame-means-label = What it means
honest-frame-means-q = 2 of 4. What does it change? What don’t we know?
honest-frame-do-label = What we’re doing
honest-frame-do-q = 3 of 4. What are we doing? Only what’s in our hands.
honest-frame-by-label = By when
honest-frame-by-q = 4 of 4. By when? If there’s no date yet, when will there be one?
honest-frame-show_examples = Show examples
honest-example-together = Together
honest-example-more = Another example

## honest.tick — four ticks before sending

honest-tick-line = Before you send: is there a fact? What you don’t know yet, and when you’ll write? No blame?

## draft.news — the tone, before the draft

draft-news-q = What kind of news is it?
draft-sorry-date = I’m sorry we let you down on the date.
draft-sorry-mistake = I’m sorry, this mistake is ours.

## safety — a threat to people (X)

safety-threat = This isn’t about the project any more. Don’t reply to them. Don’t deal with this alone: tell your manager now. If anyone is in danger, call { $emergency }.
safety-o-told = My manager knows
safety-o-call = Who to call
safety-call = If a life is at risk: { $emergency }. Otherwise whoever is near: your manager, a colleague, a friend. Don’t delete the threatening messages.

## menu

menu-title = Where do we start?
menu-debrief = Debrief a call
menu-settings = Settings

## btn — common buttons

btn-back = Back
btn-skip = Skip
btn-stop = Stop
btn-menu = Menu
btn-next = Next
btn-copy = Copy
btn-another = Another
btn-softer = Softer
btn-firmer = Firmer
btn-boundary = Boundary
btn-resume = Continue
btn-step_by_step = Step by step
btn-in_full = In full
btn-delete = Delete
btn-more = More

## command — descriptions

command-start = Menu and first aid
command-debrief = Debrief a call
command-settings = Language, time zone, working hours
command-cancel = Stop and go to the menu
command-help = What’s here and how to use it

## cadence

cadence-label-daily = every working day
cadence-label-two_days = every 2 working days
cadence-label-weekly = weekly
cadence-label-two_weeks = every two weeks
cadence-label-off = no reminders
cadence-q = { $client }: how often to be in touch?

## start

start-first =
    You’re OK, and so is the person on the other side. One slow breath out.

    This helps with hard client calls: get the tone back to civil, find out what worries them, and agree honestly on what’s next.
start-again =
    You’re OK, and there’s a person on the other side.
    One slow breath out.
start-out_of_blue = Saved. What should I do with it?
start-o-debrief = Debrief the call
start-o-note = Keep as a note

## help

help-text =
    What’s here.

    • 🆘 Client is shouting: one phrase in two taps.
    • Debrief a call: up to six taps, then a summary and a draft message.
    • Before a call: what’s known, and a line to open with.
    • Let it out: two lines back, then it’s all deleted.
    • Who’s waiting for me: promises, and the longest silence. I’ll remind you in time, then ask how it went.

    /check looks over a text before it goes out, /touch marks a client as contacted, /reminders shows what’s coming and pauses it.
    Just write or speak: it becomes the facts of a debrief, or a note.

    You can skip almost anything; Stop saves the rest. Nothing goes to the client without you. This doesn’t replace a therapist, a lawyer or your manager.

## privacy

privacy-text =
    What you write here the bot shows only to you, not to your manager. It’s kept on the server the bot runs on; whoever looks after that server could technically open the database.

    A client can be initials; phone and username are here only if you add them. Voice notes stay with Telegram.
    “Let it out” isn’t kept at all, though a trace may stay in notifications. A text in /check is kept while the check is open, 12 hours at most.

    /export gives you all of it as a file, /forget erases a client or everything for good, from backups within 30 days.

## error

error-stale_button = That button is out of date. Here’s where we are now.
error-tap_expected = Added to the facts. The question’s still open.
error-voice_too_long =
    { $n ->
        [one] Voice notes over { $n } minute won’t fit. Please split it in two.
       *[other] Voice notes over { $n } minutes won’t fit. Please split it in two.
    }
error-voice_too_long_words =
    { $n ->
        [one] Voice notes over { $n } minute won’t fit. Please split it in two; the words under it are in the facts.
       *[other] Voice notes over { $n } minutes won’t fit. Please split it in two; the words under it are in the facts.
    }
error-unsupported = Text, voice and buttons work here.
play-forbidden =
    Your Telegram settings don’t let bots send you voice notes.
    You can allow them in Settings → Privacy → Voice Messages. The recording itself is still further up in this chat.
play-lost = Telegram won’t give the bot this recording. It’s usually still further up in this chat; if you find it, forward it here again.
word-menu = menu
word-sos = sos
word-help = help
word-settings = settings
word-debrief = debrief
word-clients = clients
word-reminders = reminders
word-cancel = cancel
error-nothing_seen = There’s nothing to see in that message, so nothing was saved.
error-unknown_command = There’s no such command. Here’s the menu.
error-group = I don’t talk about clients in groups. Message me privately.
error-not_invited = This bot is by invitation only. Ask whoever runs it at your agency for a link.
error-nothing_to_cancel = Nothing to stop. Here’s the menu.

## settings

settings-title = Settings
settings-language = Language
settings-time_zone = Time zone
settings-time_zone_prompt = Type a city or a zone, like “Leeds” or “Europe/London”.
settings-hours = Working hours
settings-hours_prompt = Type them like “9–18”.
settings-days = Working days
settings-offer = I remind you in working hours, { $hours }. Your clock says { $clock }.
settings-saved = Saved.
settings-unclear = Couldn’t read that. Example: { $example }

## settings — the screen of the present values, and what content has no words for

settings-current =
    Language: { $language }
    Zone: { $zone }
    Hours: { $hours }
    Days: { $days }
    Public holidays: { $holidays }
    Reminders: at { $digest }
    Debrief: { $detail }
settings-detail-short = short
settings-detail-full = step by step
settings-detailed-on = Always step by step
settings-detailed-off = Short first
settings-zone_unknown = That city isn’t on the list. Type a bigger one nearby, an offset like “+5”, or what your clock shows now.
settings-days_prompt = Which days do you work?
settings-days_hint = A tap turns a day on or off. At least one stays on.
settings-language-ru = Русский
settings-language-en = English

## settings — public holidays; {day} comes ready (“Fri, 1 May”)

settings-holidays = Public holidays
settings-holidays_zone = Country: { $country }, going by your time zone.
settings-holidays_chosen = Country: { $country }.
settings-holidays_next = Next one on a working day: { $day }.
settings-holidays_soon = The dates will show up here shortly.
settings-holidays_none = The calendar has none on your working days.
settings-holidays_quiet = On those days you’ll only hear about promises to clients. Everything else waits for a working day.
settings-holidays_prompt = Different country? Type its name.
settings-holidays_no_country = Your time zone doesn’t say which country you’re in, so there are no holidays here yet.
settings-holidays_name = Type a country, like “Ireland”.
settings-holidays_off = They count as ordinary days: reminders come then too.
settings-holidays_ordinary = like any other day
settings-holidays_whose = no country yet
settings-o-holidays_on = No reminders on holidays
settings-o-holidays_off = Remind me on holidays too
settings-o-holidays_zone = Go by my time zone
settings-country_which = Which of these countries?
settings-country_unknown = That country isn’t on the list. Type its full name, like “Ireland”.

## settings — when the day's reminders come

settings-digest = Reminders
settings-digest_start = They come on working days when you start, at { $clock }.
settings-digest_now = They come on working days at { $clock }.
settings-digest_promises = A promise to a client gets its own reminder, closer to the time.
settings-digest_prompt = Pick a time or type your own, like “{ $example }”.
settings-digest_outside = That’s outside your working hours, { $hours }. Pick another time, or change the hours first.

## moment — when, with its preposition; {day} comes ready (“5 декабря”), {clock} too (“18:30”)

moment-today = today at { $clock }
moment-tomorrow = tomorrow at { $clock }
moment-date = on { $day } at { $clock }
moment-weekday = on { $weekday }, { $day }, at { $clock }

## weekday — the name inside moment-weekday; the number is the ISO one, Monday is 1

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## moment-short — on buttons, no preposition; {weekday} is the short name (“пт”)

moment-short-today = today { $clock }
moment-short-tomorrow = tomorrow { $clock }
moment-short-weekday = { $weekday } { $clock }
moment-short-date = { $day } { $clock }

## step-…-name — what a step is called in the list of those passed over

step-tension_before-name = Tension at the start
step-i_am_ok-name = What you did well
step-you_are_ok-name = What they want personally
step-behaviour-name = What happened
step-facts-name = Facts
step-polite-name = Was it civil by the end
step-fear_own-name = The worry in your words
step-evidence-name = How you know
step-boss_date-name = When their boss needs it
step-honest-name = What to tell them
step-next_contact-name = Next contact
step-contact_which-name = Which of the two times
step-contact_hours-name = A time outside your hours
step-tension_after-name = Tension now
step-went_out-name = Did it go out in time
step-overdue_since-name = The promised time

## step — what the program says back beyond content’s words

step-next_contact-ack-understood = Got it: { $time }.
step-next_contact-o-change = Change the time
step-next_contact-ambiguous = That could mean more than one time. Which one?
step-next_contact-hour = At what time? You can type it too: “at 11:30”.
step-next_contact-tomorrow = That time has passed today. Tomorrow, then? You can also type another one.
step-boss_date-unclear = Couldn’t read that date. Try “Friday” or “5 December”.

## stopped — after Stop; and deleting what was kept

stopped-title = Saved. It’ll wait for 12 hours.
delete-q = Delete this debrief? It can’t be brought back.
delete-o-keep = Keep it
delete-done = Debrief deleted.

## menu, summary — what waits, and what can be added

summary-o-passed = More questions: { $count }
summary-passed = What would you like to add?
summary-o-next = Set a time
summary-o-honest = What to tell them
summary-address_prompt = What do you call this person in messages? First name, or title and surname.
summary-contact_prompt = Send the client’s username or phone, and their chat will open with the draft in it. Only you see it.
summary-contact_unclear = That doesn’t look like a username or a phone. Example: @marina_k or +44 7700 900123.
summary-told_yes = They know the time: ● yes ○ no
summary-told_no = They know the time: ○ yes ● no

## error — more defined answers

error-closed_run = That debrief is no longer open.
error-facts_added = Added to the facts.
error-moved_to_facts = The questions have changed, and one is gone. What you wrote there is now with the facts.
error-newer_run = That debrief was saved by a newer version of the bot. It’s safe, and will wait for it.
error-edited = Edit noted; the new text replaces the old.
error-edit_kept = That edit changes nothing here; your answer stays. To change it, tap Back.
error-edit_twin = Edit noted. You have a client with a similar name; the debrief will ask if it’s the same one.
error-edit_nothing = That edit changes nothing: its text isn’t in an open debrief.
error-caption_only = The words are saved; the file above them isn’t. Only text and voice stay here.
error-one_moment = One moment: the answer comes by itself.
error-set_aside = One message didn’t get through. Please send it again.

## debrief — the lines between the steps

btn-keep = Keep it as it was
menu-help = What’s here
menu-privacy = Who sees this
step-was = Your answer was: { $words }
step-detailed = Step by step from here.
step-behaviour-o-more = Add what else happened
step-fear-o-more = One more worry
step-boss_date-q = When does their boss need it by?
step-boss_date-hint = You can type “3 December”.
step-boss_date-o-unknown = Don’t know
facts-voices =
    { $n ->
        [one] { $n } voice note
       *[other] { $n } voice notes
    }
fear-own_words = In your words: “{ $words }”
honest-line-nothing = Nothing new puts the project at risk right now
honest-line-later = We’re still checking some of this
error-continued = Added to the same text.
span-hours_of_day = { $start } to { $end }

## summary — what is added to it, and the news that the draft brings

summary-draft_too_long = The draft doesn’t fit into one message. Shorten what you tell them, or send a text of your own: “Edit the text”.
summary-draft_below_long = The draft is below; tap the text to copy it.
summary-o-add = More questions
summary-news-good = Good news
summary-news-bad = Bad news
summary-news-none = No news yet
step-address-name = What to call them
step-contact-name = Their username or phone

## start — what waits, and what came unasked

start-unnamed = the call, { $time }
start-o-add = Add to: { $client }
start-noted = Kept as a note.
start-added = Added to the facts of this debrief.

## settings — what is asked and said back

settings-o-change = Change the hours
settings-work_time = Working time
settings-time_zone_now = It’s { $clock } where you are, zone: { $zone }
settings-zone_which = Which of these?
settings-hours_example = 9–18
settings-days_example = Mon–Fri
settings-address_long = That’s too long for a greeting. A first name will do, or title and surname.

## about — what Telegram shows before anybody writes: 120 characters, and 512

about-short = For difficult clients: a phrase during the call, a debrief after it, and a reminder to get in touch.
about-long = The client is shouting right now: one phrase in two taps. The call is over and the next one is in ten minutes: six taps to breathe out, see what they’re really worried about, set a time and leave with a draft. Then I’ll remind you to get in touch, and ask how it went. Nothing goes to the client without you, and the bot shows what you write to nobody else.

## vent — letting it out: nothing of it is kept (P1)

vent-invite-1 =
    Say here what you’d have liked to say to the client. Any words, typed or spoken.
    You get two lines back, then it’s deleted on both sides. Nothing is kept.
vent-invite-2 =
    No need to pick your words here. Type it or say it as it is.
    Then it all goes, on both sides, and nothing stays with me.
vent-invite-3 =
    This one is for you, not for the client. Let it all out, typed or spoken.
    Two lines back, and the messages are gone. I keep none of it.
vent-note =
    Telegram may keep a trace in notifications and on your other devices.
    After ten quiet minutes this closes by itself.
vent-answer-1 =
    Heard. That’s a lot to carry around.
    You’re all right, and being angry doesn’t change that.
vent-answer-2 =
    It’s fine to be angry. This is the place for it.
    The client gets something else, and later.
vent-answer-3 =
    There, it’s out, and it didn’t land on anyone.
    One long breath out. You still know your job.
vent-answer-4 =
    Better here than in the client’s chat.
    Feet on the floor, shoulders down, long breath out.
vent-more = If there’s more, keep going right here.
vent-deleting = Deleting it on both sides.
vent-deleted-1 = Deleted on both sides; nothing left here. What next?
vent-deleted-2 = It’s gone. You can breathe, debrief the call, or put the phone away.
vent-not_deleted =
    { $n ->
        [one] Telegram wouldn’t delete { $n } message; it’s above. Please delete it on your side: press and hold, then “Delete”. It isn’t stored here.
       *[other] Telegram wouldn’t delete { $n } messages; they’re above. Please delete them on your side: press and hold, then “Delete”. They aren’t stored here.
    }
vent-not_kept = One message came while nothing was being stored here, and it didn’t reach me. If you need it, please send it again.
vent-silence = Ten quiet minutes, so this is closed now.
vent-nothing = OK. You can come back here any time.
vent-o-breathe = Breathe for a minute
vent-o-debrief = Debrief the call
vent-o-more = Not done yet
vent-o-enough = That’s enough
vent-o-heavy = It’s getting heavy
safety-self = If it gets too heavy, you need a person, not a bot: someone close, a colleague, a doctor. If you’re in danger right now, call { $emergency }.
menu-vent = Let it out
command-vent = Let it out: deleted, not stored

## followup — how the contact went (P3, B4, X)

step-how-q = How did it go?
step-how-hint = One tap is enough; the rest can be skipped.
step-how-o-constructive = Constructive
step-how-o-neutral = No change
step-how-o-tense = Still tense
step-how-o-abuse = Insults, humiliation
step-said-q = What was said, word for word?
step-said-hint = It’s kept with its date. Words and actions only, nothing about character.
step-confirmed-q = The worry “{ $fear }”: was that it?
step-confirmed-hint = “Not clear yet” is an answer too.
step-confirmed-o-confirmed = Yes
step-confirmed-o-refuted = No, something else
step-confirmed-o-unclear = Not clear yet
step-closer-q = What fits best?
step-closer-hint = A guess will do; one question will tell.
step-tension_now-q = How tense are you now, 1 to 10?
step-tension_now-hint = A rough number is fine.
how-constructive = constructive
how-neutral = no change
how-tense = still tense
how-abuse = insults
followup-say-constructive = That went well. You can write less often now: { $cadence }.
followup-say-kept = That went well. Still { $cadence }.
followup-say-calm = Two good conversations in a row. I’ll stop the stay-in-touch reminders; “How often” brings them back.
followup-say-neutral = No worse. Still { $cadence }.
followup-say-tense = Let’s try again from a different angle. Already tried: { $tried }.
followup-say-tense_first = Let’s try again. We’ll start with what was said.
followup-say-abuse = This goes beyond tone: a boundary was crossed. The date is noted.
followup-say-third_round = Third time with no change. That says something about the situation, not about you.
followup-say-confirmed = Confirmed. You can build on it from here.
followup-say-unclear = It stays a guess for now.
followup-say-refuted = Not that, then. That rules one thing out.
followup-say-not_yet_late = The time has passed. Start with that, in one sentence, no explaining.
followup-fear_now = The worry now: { $fear }.
followup-tried-fear = the approach for “{ $fear }”
followup-tried-honest = telling them straight
followup-next = I’ll remind you { $time }.
followup-next_none = No reminders about this client.
followup-again = OK. I’ll come back to this in two weeks.
followup-o-round = Debrief again
followup-o-keep_cadence = Same as before
followup-o-relax_cadence = Less often after all
followup-o-again = Come back in 2 weeks
menu-how = How it went: { $client }

## reminder — the message that brings one (R2)

reminder-promise_soon-1 = { $client }: you said you’d write { $time }, that’s in { $left }.
reminder-promise_soon-2 = { $client }: due soon, { $time }. Even “still finding out” beats silence.
reminder-promise_soon-3 = { $client }: { $left } left. Three sentences will do.
reminder-promise_soon-4 = Nearly due: { $client }, { $time }. If it isn’t all ready, send what is.
reminder-promise_soon-open-1 = Here’s my update, as agreed.
reminder-promise_soon-open-2 = Here’s the update I promised, main thing first.
reminder-promise_soon-open-3 = As agreed, here’s where we are.
reminder-promise_soon-open-4 = A quick note on where we are.
reminder-promise_overdue-1 = { $client }: it was due { $time }. Write now, short, no excuses.
reminder-promise_overdue-2 = Overdue: { $client }, { $time }. One honest sentence beats another hour of silence.
reminder-promise_overdue-3 = { $client }: { $late } late. Say so first thing in the message.
reminder-promise_overdue-4 = { $client }: they’re still waiting, it was due { $time }. Send what there is and name a new time.
reminder-promise_overdue-open-1 = This is late, so straight to the point.
reminder-promise_overdue-open-2 = This comes later than we agreed, so I’ll start with the main thing.
reminder-promise_overdue-open-3 = I’ve missed the time I gave you, and I’d rather say so first.
reminder-promise_overdue-open-4 = What I promised isn’t all ready; here’s where it stands.
reminder-stay-1 = { $client }: { $days } without a word. Two lines are enough.
reminder-stay-2 = { $client }: last contact { $days } ago. Time to let them know what’s happening.
reminder-stay-3 = Time to get in touch: { $client }. No news? Then say that.
reminder-stay-4 = { $client }: quiet for { $days }. People fill silence with guesses; one message clears it.
reminder-stay-open-1 = A quick line on where we are.
reminder-stay-open-2 = I wanted you to know what’s happening on the project.
reminder-stay-open-3 = No news yet. I didn’t want to leave you guessing.
reminder-stay-open-4 = I have a short update on the project.
reminder-ask-1 = { $client }: we don’t know yet what worries them. One question today: “{ $question }”
reminder-ask-2 = { $client }: there’s a question you haven’t asked yet. “{ $question }”
reminder-ask-3 = { $client }: ask one thing and wait for the answer. “{ $question }”
reminder-ask-4 = { $client }: don’t guess, ask. “{ $question }”
reminder-ask-open-1 = May I ask one thing? I’d like to understand what matters to you.
reminder-ask-open-2 = I have a question that will help me do this better.
reminder-ask-open-3 = Before we go any further I’d like to ask about one thing.
reminder-ask-open-4 = I’ll ask you straight, so I’m not guessing.
reminder-look_again-1 = { $client }: two weeks have passed. Look at the facts: is it calmer, was the boundary said out loud with its consequence, is there anything we can still change?
reminder-digest-1 = Waiting to hear from you: { $count }. Longest wait first.
reminder-digest-2 = Several at once: { $count }. Start at the top; the rest can wait.
reminder-digest-3 = Today’s list: { $count }. Two lines each, top to bottom.
reminder-digest-4 = To contact today: { $count }. The first matters most.
reminder-late-1 = This comes late: the bot was down.
reminder-late-2 = This should have reached you earlier: the bot was down.
reminder-late-3 = A late reminder: the bot wasn’t running.
reminder-again = You may have this already: the connection dropped while it was being sent.
reminder-start_with = You could start with:
reminder-fear = Worry: { $fear }.
reminder-last = Last time: { $outcome }.
reminder-line-promise_soon = { $client }: promised { $time }
reminder-line-promise_overdue = { $client }: was due { $time }
reminder-line-stay = { $client }: { $days } without a word
reminder-line-ask = { $client }: a question not asked yet
reminder-line-look_again = { $client }: look at the facts
reminder-did-wrote = ✓ { $client }: you’ve been in touch
reminder-did-moved = { $client }: again { $time }
reminder-did-not_needed = { $client }: removed
reminder-did-stop = { $client }: no more reminders
reminder-did-over = { $client }: no longer needed
reminder-all = That’s all for today.
reminder-promise_dropped = No more reminders about that time.
reminder-draft_none = We don’t have the full answer yet, we’re working on it.
reminder-rhythm_stays = The next ones come as usual.
reminder-elsewhere = This reminder isn’t here any more: it was removed, or will come again on its own.
reminder-closed = That one’s done already.
reminder-draft_below = The draft is below; edit it to fit.
reminder-o-wrote = I’ve been in touch
reminder-o-draft = Draft
reminder-o-copy = Copy the opening
reminder-o-hour = In an hour
reminder-o-tomorrow = Tomorrow
reminder-o-not_needed = Not needed
reminder-o-stop = Mute this client
reminder-o-return = Bring reminders back
reminder-o-list = Back to the list
reminder-o-all = Move all: { $when }
reminder-o-two_weeks = Another 2 weeks

## coming, owed, touch — who waits, what comes, a contact logged (R2)

coming-title = Who’s waiting to hear from you, and when
coming-none = Nothing planned so far.
coming-promise = { $client }: a promise, due { $time }
coming-stay = { $client }: stay in touch
coming-ask = { $client }: ask the question
coming-look_again = { $client }: look at the facts
coming-o-open = By day
coming-o-pause = Pause
pause-o-end = End the pause
upcoming-when = I’ll remind you { $time }.
upcoming-hint = Move it with a button or type a time: “Friday at 10”. The others stay where they are.
upcoming-hint_promise = The buttons move only the reminder. Agreed on a new time with them? Type it here.
upcoming-moved = Moved.
upcoming-dropped = Removed. The next ones come as usual.
owed-never = { $client }: no contact marked yet
clients-owed = Waiting to hear from you, longest silence first
clients-card-calm = Calm right now.
clients-card-anxious = Not settled yet.
clients-card-tense = Tense right now.
clients-card-abuse = A boundary was crossed.
clients-card-last = Last contact: { $days } ago
clients-card-last_none = No contact marked yet
clients-card-promised = Promised: { $time }
clients-card-overdue = It was due { $time }
clients-card-reminder = I’ll remind you { $time }
clients-full = There are 10,000 clients here, and no more fit. Delete some that you don’t need, then add this again.
clients-gone = This client isn’t here any more.
clients-o-cadence = How often
clients-o-move = Move it
touch-q = Who were you in touch with?
touch-ack = Noted: { $client }. I’ll remind you { $time }.
touch-ack_none = Noted: { $client }. No reminders to stay in touch so far.
touch-undo = Undo
touch-undone = Undone.
touch-o-how = How did it go?
sent-late-q = It was due { $time }. Did your message go out in time?
sent-late-o-in_time = In time
sent-late-o-late = Late
touch-o-other = Mark as contacted
cadence-hint = Counted from the last contact. I’ll remind you of promises either way.
cadence-o-rule = Based on their worry
pause_all-title = Pause all reminders
pause_all-hint = Until which day? Pick one or type a date: “15 December”. What falls due meanwhile comes as one message.
pause_all-until = All reminders are paused. Back { $time }.
pause_all-unclear = Couldn’t read that date. Try “15 December” or “Monday”.
pause_all-ended = The pause is over.
menu-reminders = Who’s waiting for me
command-touch = Mark that you’ve been in touch
command-reminders = Who’s waiting to hear from you, and when
error-no_clients = No clients yet. The first one comes with your first debrief.
error-nothing_due = Nobody is waiting to hear from you right now.
summary-reminder = I’ll remind you { $time }.
day-today = Today
day-tomorrow = Tomorrow
moment-yesterday = yesterday at { $clock }
moment-short-yesterday = yesterday { $clock }

## span — how long, in the accusative

span-minutes =
    { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
span-hours =
    { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }
span-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
span-weeks =
    { $n ->
        [one] { $n } week
       *[other] { $n } weeks
    }
span-months =
    { $n ->
        [one] { $n } month
       *[other] { $n } months
    }

## sos, prep, ask — help in the moment: during the call and before it (P2a, P2b, P3)

menu-sos = 🆘 Client is shouting
menu-prep = Before a call
command-sos = Client is shouting now: one phrase
command-prep = A client’s card before a call
btn-worked = It worked
btn-didnt = It didn’t
sos-q = What’s happening right now?
sos-exhausted-gentle = That’s all the gentle ones. Next is firmer, or the boundary.
sos-exhausted-firmer = That’s all the firm ones. Next is the boundary.
sos-exhausted-boundary = No more boundary phrases. You can end the call calmly.
sos-o-debrief = Debrief this call
sos-o-why = Why this one?
sos-ask_worked = Did the phrase help?
sos-worked = Noted: this phrase worked.
sos-didnt = It happens. That’s noted too.
sos-why-client =
    { $n ->
        [one] It worked { $n } time with this client.
       *[other] It worked { $n } times with this client.
    }
sos-why-fear =
    { $n ->
        [one] It worked { $n } time with a worry like theirs.
       *[other] It worked { $n } times with a worry like theirs.
    }
sos-why-everybody =
    { $n ->
        [one] It has worked { $n } time before.
       *[other] It has worked { $n } times before.
    }
prep-q = Who’s the call with?
prep-title = Before the call: { $client }
prep-breath = One slow breath out before you dial.
prep-fear = Worry: { $fear } ({ $sure })
prep-worked = What has worked: “{ $phrase }”
prep-promised = Promised: { $time }
prep-owed = Still to tell them: { $honest }
prep-avoid = Avoid: { $avoid }
prep-ask = Ask today: { $question }
prep-empty = Not much known about this client yet.
prep-open-1 = I’ll start with what I promised you, then what’s next.
prep-open-2 = I’ll start with the main thing, and it isn’t good news.
prep-open-3 = Where would you like us to start?
prep-o-ask = Questions
prep-o-card = The client
ask-title = { $client }: question { $n } of { $count }
ask-hint = Ask, then stay quiet. You can type the answer here; it stays with the facts.
ask-kept = Added to the facts. The next question:
note-q = Who is the note about?
notes-title = Notes: { $client }
notes-none = No notes about this client yet.
notes-o-play = Play
clients-o-notes = Notes
settings-o-keyboard_on = Show the buttons below
settings-o-keyboard_off = Hide the buttons below
keyboard-on = The buttons below are back.
keyboard-off = The buttons below are gone. The menu has everything.

## check — the draft check (R1)

command-check = Check a text before it goes out
summary-o-check = Check the text
check-q = Paste the text you’re about to send.
check-hint = I’ll mark the words worth rereading. The text is kept while the check is open, 12 hours at most.
check-title = Your text:
check-places = Spots worth rereading:
check-none = I don’t see any harsh wording.
check-more = And { $n } more, marked in the text.
check-seen = Worth rereading: “{ $words }”, { $what }.
check-seen_more = Worth rereading: “{ $words }”, { $what }. And { $n } more.
check-too_long = That’s longer than four Telegram messages. Send only what the client will see.
check-used = This text is the draft now.
check-o-again = Another version
check-o-use = Use as the draft
flag-insult = Insult
flag-insult-better = Take the word out; the point still stands.
flag-threats = Threat
flag-threats-better = Say what happens and when: “Without an answer we stop on Friday.”
flag-blame = Blame
flag-blame-better = Leave “you” out; say what happened and what’s needed: “The text changed on the 14th, it takes a day to redo.”
flag-sarcasm = Sarcasm
flag-sarcasm-better = Say it straight, what happened and what’s needed: “The answer is here, thank you. We start today.”
flag-brush_off = Turning them away
flag-brush_off-better = Say what you can do, or who decides and when: “The bank decides; I’ll call them at 15:00.”
flag-absolutes = “Always” and “never”
flag-absolutes-better = Name one case with a date: “The layout waited six days, from 12 May.”
flag-capitals = Capitals
flag-capitals-better = Write it in lower case. What matters gets noticed anyway.
flag-calm_down = “Calm down”
flag-calm_down-better = Name the next step and its time. That calms better.
flag-repeating = “As I said”
flag-repeating-better = Just say it again, briefly: “Here’s the login.”
flag-defensive = Getting defensive
flag-defensive-better = Instead of “not us”, say what you’ll do: “I’ll ask the printer and write by 15:00.”
flag-yes_but = “I understand, but”
flag-yes_but-better = End the sentence before “but”. Start the second thought afresh.
flag-minimise = Playing it down
flag-minimise-better = Give its size: how much, where, for how long.
flag-no_date = Promise without a date
flag-no_date-better = Give a day and an hour. If you can’t, say when you’ll know.
flag-empty_apology = Empty apology
flag-empty_apology-better = Say exactly what you’re sorry for, and what’s been fixed.
flag-passive = Unclear who did it
flag-passive-better = Say who: “We set the bid wrong.”
flag-trust_us = “Trust me”
flag-trust_us-better = Give something they can check: a number, a date, access.
flag-exclamations = Too many marks
flag-exclamations-better = One is enough. A calm sentence sounds surer.

## later, choosing by name — putting a reminder off, a client's name typed where one is chosen (R2)

reminder-o-minutes = In { $count } minutes
reminder-o-all_tomorrow = Move all to tomorrow
reminder-came_again = This one has come again further down, or isn’t needed any more.
touch-hint = You can also type the name.

## sos, prep, ask, note — during the call, before it, and words that came unasked

sos-o-other = Another client
prep-o-new = New client
prep-title_new = Before the call
ask-by_voice = answered by voice
note-hint = Pick one or type a name.
note-hint_first = Type a name, or keep it without a client.
note-o-nobody = No client
notes-o-nobody = Notes without a client
notes-title_nobody = Notes without a client
notes-kind-note = note
notes-kind-debrief = debrief
notes-kind-followup = how it went
notes-kind-parting = stay or part ways
settings-spoken = English from here on.

## clients — the list, the card, what happened, two that are one (protocol, sections 3 and 9)

menu-clients = Clients
menu-more = More
more-title = What else there is
command-clients = Clients and what you know of them
clients-title = Clients
clients-hint = Type a name or a part of it. The archive is searched too.
clients-found = Here’s who I found
clients-found_none = Nobody like that. Try a part of the name.
clients-archive = In the archive
clients-archive_none = Nobody is in the archive.
clients-o-archive_open = Archive
clients-line = { $client }: { $what }
clients-state-calm = calm
clients-state-anxious = not settled yet
clients-state-tense = tense
clients-state-abuse = boundary crossed
clients-silent = { $days } without a word
clients-no_contact = no contact marked
clients-promised = promised { $time }
clients-overdue = was due { $time }
clients-since_archive = archived since { $day }
clients-card-contact = Username or phone: { $what }
clients-card-address = You call them: { $name }
clients-card-note = To keep in mind: { $words }
clients-card-archived = In the archive since { $day }. Reminders are off; the records stay.
clients-returned = The card is back in the list.
clients-o-history = History
clients-o-edit = Change
clients-o-return = Take out of the archive
clients-o-archive = Archive
clients-o-merge = Merge with another
history-title = History: { $client }
history-last = Latest
history-none = Nothing has been noted yet.
history-line = { $day } · { $what }
history-debrief = debrief
history-debrief_of = debrief, { $fear }
history-followup = how it went: { $how }
history-followup_open = how it went: not answered
history-note = note
history-logged = you were in touch
history-kept = promise kept
history-broken = promise not kept
history-tension = tension { $before } → { $after }
history-tension_before = tension { $before }
history-said = { $what }: { $words }
told-debrief = Debrief, { $day }
told-followup = How it went, { $day }
told-note = Note, { $day }
told-parting = Stay or part ways, { $day }
told-behaviour = What happened: { $what }
told-tension = Tension: { $before } → { $after }
told-tension_before = Tension: { $before }
told-how = How it went: { $how }
told-right-confirmed = The worry was confirmed.
told-right-refuted = The worry was not confirmed.
told-right-unclear = Whether the worry was right isn’t clear yet.
told-open = This one isn’t finished yet.
told-open_parting = Not everything is answered here yet.
told-gone = This record isn’t here any more.
edit-o-label = Name
edit-o-address = What to call them
edit-o-contact = Username or phone
edit-o-note = To keep in mind
field-label-q = What should the card be called?
field-label-hint = A name or initials are enough; only you see them.
field-address-q = What do you call this person?
field-address-hint = The name goes to the beginning of drafts.
field-note-q = What matters to remember about this client?
field-note-hint = A line or two, up to 300 characters. It shows on the card.
field-contact-q = The client’s username or phone?
field-contact-hint = Type the username with its @ or a number, send a contact, or choose the person in Telegram. Drafts then open right in their chat.
field-now = Now: { $what }
field-label-unclear = It needs a short name on one line, up to 60 characters.
field-address-unclear = It needs a name on one line, up to 40 characters.
field-note-unclear = That’s over 300 characters. The details can be kept as a note about the client.
field-contact-unclear = That looks like neither a username nor a phone number.
number-q = { $number }?
number-which = The number fits more than one country. Which one is right?
number-hint = Written without a country code: { $words }
number-pending = { $words } (country not confirmed)
number-o-yes = Yes, that’s it
number-o-no = No, another one
number-o-none = Neither
number-o-ask = Check the number
number-declined = The number isn’t saved. Send it with + and the country code.
number-unclear = I can’t tell which country this number is from. Send it with + and the country code.
number-behind = Saved. The extension is in the note.
field-o-clear = Remove
field-o-pick = Choose in Telegram
field-twin = There’s already a card with that name.
pick-q = Choose the person with the button below.
pick-hint = I’ll keep the username. If there is none, send the contact with the paperclip, and I’ll take the number.
pick-line = A button with a list of people has come up below.
pick-key = Choose a person
pick-no_username = This person has no username. Send the contact with the paperclip, or type the number.
pick-late = That list was not for this client any more. Nothing has changed.
pick-over = The list of people is closed.
twin-q = Which card is the same client?
twin-hint = You can type the name. I’ll ask twice before merging them.
twin-none = There are no other cards.
twin-all = All cards
merge-pair = { $client } and { $name }
merge-q = Is this one client?
merge-hint = Everything goes to the first card: debriefs, contacts, promises, notes. The second card will be gone.
merge-promised = Two promises are open. The one named last stays: { $time }.
merge-o-yes = Yes, one
merge-o-swap = Keep the second
merge-o-no = No, two
merging-q = Merge them for good?
merging-hint = You can’t split them again.
merging-o-yes = Merge
merge-also = Also: { $what }
merge-done = It’s one card now. Reminders are worked out anew.
drop-q = Delete this card altogether?
drop-hint = Debriefs, promises, notes and reminders go with it. You can archive it instead.
drop-o-yes = Yes, delete
dropped-q = Really delete?
dropped-hint = It can’t be brought back.
dropped-o-yes = Delete for good
drop-done = The card and all that belonged to it are gone.

## own — what is one's own: export, import, erase

command-export = Get everything you’ve written
command-import = Add clients from a file
command-forget = Erase a client, or everything you’ve written, for good
own-title = My records
own-hint = Get them as a file, add clients from a file, or erase them for good.
own-o-open = My records
own-o-export = Get the file
own-o-import = Clients from a file
own-o-forget = Erase records
export-q = Put everything of yours into one file?
export-hint = Spreadsheet tables and a JSON inside. Voice notes stay in Telegram, the file lists them.
export-o-yes = Make the file
export-making = Making the file. It’ll arrive here, usually within a minute.
export-o-again = Make it again
export-ready = Here’s everything of yours. It has client names in it; keep it safe.
export-sent = The file with your records is above.
export-empty = Nothing recorded yet, so nothing to export.
export-too_large = Your records come to over 50 MB, more than Telegram takes from a bot. Whoever runs the bot can make you a copy.
export-failed = The file didn’t go through. Your records are all here, try again.
export-readme-what = Everything you’ve written in okok as of { $time }.
export-readme-tables = Each table is a CSV file of its own (UTF-8, delimiter “{ $delimiter }”). Columns are named as in the database. The file { $file } has the same in one piece.
export-readme-times = Times are ISO 8601, time zone { $zone }.
export-readme-formulas = Where a text begins like a formula, an apostrophe stands before it, so that no spreadsheet runs it. It goes away when the file is read back.
export-readme-voices = Voice notes stay in Telegram, in the chat with the bot. They’re listed in { $file }.
export-readme-back = The clients in { $file } can be read back with /import.
import-q = Send a file with your clients.
import-hint = A CSV or Excel (XLSX) table, or vCards (VCF). Only the name is needed; phone, username, note and cadence are found by their headings. Up to 5 MB and 5,000 lines. You’ll see the result before anything is saved.
import-reading = Reading the file.
import-reading_named = Reading { $name }.
import-progress = Lines read: { $n }.
import-waits = Got the file. Its turn comes after this one.
import-left = The file before this one wasn’t added.
import-title = Here’s what the file has. Nothing’s been added yet.
import-title_named = { $name }. Nothing’s been added yet.
import-queue = More files waiting: { $count }
import-new = New clients: { $count }
import-names = { $names } and { $count } more
import-there = Already here: { $count }. They stay as they are.
import-repeat = Lines about the same people: { $count }. Each of them will be one client.
import-namesakes = Different people with the same name: { $names }
import-no_headers = No headings found, so the columns by number:
import-column-name = { $columns } → name
import-column-address = { $columns } → how to address them
import-column-contact = { $columns } → username or phone
import-column-username = { $columns } → username
import-column-phone = { $columns } → phone
import-column-note = { $columns } → note on the card
import-column-notes = { $columns } → notes
import-column-cadence = { $columns } → how often
import-column-client_date = { $columns } → their date
import-column-skipped = { $columns } → not taken
import-column-unknown = { $columns } → not taken, I don’t know such columns
import-above = Lines above the headings, not taken: { $lines }
import-apart = Other sheets, not taken: { $names }
import-sample = First line: { $words }
import-encoding = Encoding: { $name }
import-assumed = Numbers without a country code: { $count }. This is how I read them:
import-odd = Cells that go to the note: { $count }
import-odd-line = Line { $line }, { $what }: { $words }
import-what-cadence = no such cadence
import-what-date = not a clear date
import-what-phone = country not clear
import-what-contact = neither a username nor a phone
import-what-width = one cell too many
import-what-address = too long to address them by
import-what-extension = has an extension
import-faults = Lines that can’t be read: { $count }
import-fault = Line { $line }: { $why }
import-why-name = no name
import-why-long = name over 120 characters
import-why-quote = a quote isn’t closed
import-why-note = the note is too long
import-why-cell = a cell is too long
import-why-card = the card can’t be read
import-more = More lines: { $count }
import-none = There are no new clients in the file.
import-o-yes = Add: { $count }
import-o-note = Add, numbers to the note
import-o-letters = Letters look wrong
import-o-no = Add nothing
import-done =
    { $n ->
        [one] { $n } client added.
       *[other] { $n } clients added.
    }
import-cancelled = Nothing was added.
import-bad-empty = There’s not a single line in the file. Send another one.
import-bad-excel = That’s an old Excel file. Open it, save it as XLSX or CSV and send it again.
import-bad-binary = That file is neither text nor a table. Send a CSV, XLSX or VCF.
import-bad-large = The file’s over 5 MB. Split it and send the parts.
import-bad-many = The file has over 5,000 lines. Split it and send the parts.
import-words_noted = The words under the file are saved as a note.
import-bad-download = The file didn’t come through. Please send it again.
import-refused = { $name }: { $why }
import-bad-broken = The file can’t be read, it seems damaged. Save it again as CSV or XLSX and send it.
import-bad-waiting = That’s more files than I can hold at once. Send this one again when its turn comes.
import-bad-locked = The file has a password. Take it off and send the file again.
import-bad-json = I don’t read JSON. The clients of your own export are in its table client.
import-bad-html = That’s a web page (HTML), as some CRMs save tables. Open it in Excel, save it as XLSX or CSV and send that.
import-bad-rtf = I don’t read RTF. Move the list to a table, save it as XLSX or CSV and send that.
import-bad-pdf = I don’t read PDF. Send the table it was made from, as CSV or XLSX.
import-bad-document = I don’t read text documents. Move the list to a table, save it as XLSX or CSV and send that.
import-bad-sheet = I don’t read this kind of table. Save it as XLSX or CSV and send that.
import-bad-archive = That’s an archive. Unpack it and send the CSV, XLSX or VCF file.
import-bad-picture = That’s a picture. Send a table, as CSV or XLSX.
import-bad-calendar = That’s a calendar, with no clients in it. Send a CSV, XLSX or VCF.
import-bad-xml = I don’t read XML. Open it in Excel, save it as XLSX or CSV and send that.
letters-q = Which line reads right?
letters-hint = Pick its encoding, and the file is read again.
letters-o-right = It’s all right
forget-q = What should be erased for good?
forget-o-client = One client
forget-o-all = All my records
forget-which = Which client should go?
forget-client-q = Erase for good: { $client }?
forget-client-hint = Debriefs, notes, promises and reminders go too. They can’t be brought back.
forget-client-sure = { $client }: debriefs { $debriefs }, notes { $notes }. Really erase?
forget-client-done = Erased for good, from backups within 30 days.
forget-all-q = Erase everything of yours?
forget-all-hint = Clients, debriefs, reminders, settings. It can’t be brought back.
forget-all-sure = Really erase it all? If you want a copy, get the file first.
forget-o-yes1 = Yes, erase
forget-o-yes2 = Erase for good
forget-o-export = Get the file first
forget-o-no = Keep it
forget-kept = Everything stays as it was.
forget-done = Erased; it’s gone from backups within 30 days. The conversation itself is still in Telegram; you can clear it in this chat. You can start again with /start.
archived-old = { $client }: archived for a year. Erase this card for good?
archived-o-erase = Erase the card
archived-o-keep = Keep for another year
archived-kept = The card stays in the archive.

## insights — what helps, counted from one's own records (protocol, section 10)

command-insights = What helps, and how often
menu-insights = What helps
insights-title = What helps
insights-all = All clients
insights-of = { $who }, { $days }
insights-ever = { $who }, all time
insights-tension = Where both are marked: { $before } → { $after } (debriefs: { $count })
insights-tension_before = Tension on calls: { $before } (debriefs: { $count })
insights-tension_later = At the next contact: { $after } (answers: { $count })
insights-fears = Worries: { $fears }
insights-fear = { $fear }, { $count }
insights-fear_tested = { $fear }, { $count } (right { $right } of { $asked })
insights-other_fear = An earlier worry
insights-outcomes = How it ended: { $outcomes }
insights-outcome = { $name } { $count }
insights-promises = Promises kept: { $kept } of { $count }
insights-phrases = Helped most often ({ $kept } of { $count }): { $phrase }
insights-silence_all = Longest without a word: { $client }, { $days }
insights-silence_one = Longest silence: { $days }, now { $now }
insights-silence_today = Longest silence: { $days }, in touch today
error-no_insights = Nothing to count yet. The picture comes after a few debriefs.
insights-few = Not much recorded yet, so no conclusions. It takes at least { $count }.
insights-note = This counts your notes. It doesn’t rate people.
insights-hint = The buttons below send pictures.
insights-busy = Can’t count just now. Try again in a moment.
insights-drawing = One moment.
insights-undrawn = Couldn’t draw the picture. The numbers are in the text.
insights-who-q = Which client?
insights-o-days_30 = Last 30 days
insights-o-days_90 = Last 90 days
insights-o-days_365 = Last 365 days
insights-o-who = One client
insights-o-all = All clients
insights-o-tension = Tension
insights-o-fears = Worries
insights-o-outcomes = How it ended
insights-o-promises = Promises
insights-o-phrases = Phrases
insights-o-silence = Silence
insights-empty-tension = Your tension over time will be here. It takes a debrief with an answer from 1 to 10.
insights-empty-fears = Worries and how often you were right will be here. The first comes after a debrief.
insights-empty-outcomes = How contacts end will be here. After a contact, note how it went.
insights-empty-promises = Promises, and which were kept in time, will be here. The first comes when its date does.
insights-empty-phrases = The phrases that helped will be here. After SOS, note whether it worked.
insights-empty-silence = Days without a word will be here once there are some.
insights-head-tension = Tension from 1 to 10
insights-head-fears = Worries: how often right
insights-head-outcomes = How it ended
insights-head-promises = Promises
insights-head-phrases = Which phrases helped
insights-head-silence_all = Days without a word now
insights-head-silence_one = Days from contact to contact
insights-legend = { $name }: { $count }
insights-legend-before = on the call
insights-legend-after = after the debrief
insights-legend-later = at the next contact
insights-legend-right = right
insights-legend-wrong = not it
insights-legend-unclear = unclear
insights-legend-untested = not tested
insights-legend-kept = in time
insights-legend-broken = not in time
insights-legend-helped = helped
insights-legend-failed = didn’t help
insights-legend-gap = contact to contact
insights-legend-lasting = silence now
insights-share = { $kept } of { $count }
insights-caption-tension = Tension on average: { $marks }.
insights-caption-marks = { $name } { $mean } (marks: { $count })
insights-caption-listed = The first { $shown } of { $count } are shown.
insights-caption-fears = Most often: { $fear }. Right { $right } of { $asked }.
insights-caption-fears_untested = Most often: { $fear }. Not tested yet.
insights-caption-outcomes = Constructive { $kept } of { $count }.
insights-caption-promises = In time { $kept } of { $count }.
insights-caption-phrases = Helped { $kept } of { $count }: { $phrase }
insights-caption-silence_all = Longest without a word: { $client }, { $days }.
insights-caption-silence_one = Longest silence: { $days }. Now: { $now }.
insights-caption-silence_today = Longest silence: { $days }. In touch today.

## parting — whether to stay or to part ways (protocol, section 7; B2, B3, B4, X)

command-parting = Stay or part ways: the facts
menu-parting_on = Stay or part: { $client }
clients-o-parting = Stay or part ways
clients-card-parting = Stay or part ways, { $day }: { $verdict }, { $what }.
followup-o-parting = Stay or part ways
history-parting = stay or part ways: { $verdict }
history-parting_open = stay or part ways: not finished
history-parting_parted = parted ways
history-parting_agree = agreed
history-parting_not_now = put off
history-parting_disagree = seen differently
parting-which = Who is this about?
parting-intro = Facts first, not mood. Here’s what we know, and a few questions about the rest. You decide, together with whoever has the say at the agency.
parting-facts-title = What we know
parting-facts-rounds = Conversations with no improvement: { $n }. How it went: { $outcomes }
parting-facts-tension = Tension: { $before } → { $after } over { $days }
parting-facts-fears = Worries checked: { $fears }
parting-facts-abuse = Insults on record: { $count }, the latest { $day }
parting-facts-based = Based on: { $facts }.
parting-facts-none = Not much on record yet, so the verdict will be a careful one.
parting-fear_right = { $fear } (confirmed)
parting-fear_wrong = { $fear } (not it)
step-threat-q = Is there a threat to people: you, the team, anyone close?
step-threat-hint = If so, the other questions can wait.
step-threat-o-no = No
step-threat-o-yes = Yes
step-abuse-q = Is any of this going on: insults, humiliation?
step-abuse-hint = Tough criticism of the work isn’t part of it.
step-abuse-o-no = No
step-abuse-o-past = It was, but it stopped
step-abuse-o-yes = Yes, still going on
step-boundary-q = Have you said out loud where the boundary is and what happens if it’s crossed?
step-boundary-hint = “If it happens again, we end the call” is one. “Let’s be polite” isn’t yet.
step-boundary-o-no = No
step-boundary-o-half = Only the boundary
step-boundary-o-yes = Yes, both
step-after-q = Was it crossed after that?
step-after-hint = Only what came after those words counts.
step-after-o-no = No
step-after-o-yes = Yes
step-after-o-soon = Too soon to tell
step-stress-q = How hard is this client on the team, 1 to 10?
step-stress-hint = Better to ask the team than to guess.
step-spill-q = Does it spill over into other projects?
step-spill-hint = Dates, energy, attention.
step-spill-o-no = No
step-spill-o-some = Sometimes
step-spill-o-yes = Yes
step-results-q = Do the client’s own results suffer from it?
step-results-hint = What they came to you for.
step-results-o-no = No
step-results-o-some = Partly
step-results-o-yes = Yes
step-power-q = Is there anything we can still change?
step-power-hint = The team, the channel, how things get approved, who talks to whom.
step-power-o-yes = Yes, I’ll say what
step-power-o-no = No
step-power-o-unsure = Don’t know
step-power_what-q = What is it?
step-power_what-hint = One thing, the strongest. That’s what we’ll try.
step-honesty-q = Did we tell the client the truth, including the bad news?
step-honesty-hint = Dates, mistakes, what won’t happen.
step-honesty-o-no = No
step-honesty-o-part = Not all of it
step-honesty-o-yes = Yes
step-in_touch-q = Were we in touch without long gaps?
step-in_touch-hint = Silence reads as an answer too.
step-in_touch-o-no = No
step-in_touch-o-yes = Yes
parting-title-stop = Break off contact
parting-title-early = Too early
parting-title-boundary = Name the boundary
parting-title-part = Part ways
parting-title-stay = Stay: it’s getting better
parting-title-not_yet = Not parting yet
parting-text-stop = There’s a threat to people. No waiting for a third time, no boundary talk. Safety first: don’t answer, don’t meet, tell your manager now. Keep the threatening messages. If anyone is in danger, call { $emergency }. This changes once { $change }.
parting-text-early = It’s too early to part ways. Still to do: { $missing }. That’s a to-do list, not a reproach: this is often where things turn. If insults or threats go on, don’t wait for any of it; mark them.
parting-missing-rounds = more debriefs ({ $n })
parting-missing-rounds_anew = see whether the change holds
parting-missing-fear = check a worry with a question
parting-missing-honest = tell them straight
parting-missing-contact = keep in touch without gaps
parting-text-boundary = You’ve tried a lot, little has changed, and the boundary hasn’t been said out loud. They may not know where it is. Say it once, calmly, and what happens if it’s crossed. Based on: { $facts }. We look again { $time }.
parting-abuse_text-boundary = Insults don’t wait for a third conversation. But the boundary hasn’t been said out loud, and they may not know where it is. Say it once, calmly, and what happens if it’s crossed. Based on: { $facts }. We look again { $time }, or at once if it’s crossed.
parting-text-part = We’ve done what we could. Based on: { $facts }. Staying costs more: the team, other projects, the client’s own goals. What would change this: { $change }. People decide, not the bot.
parting-abuse_text-part = The boundary was named and crossed again. Based on: { $facts }. Putting up with this isn’t part of the job. What would change this: { $change }. People decide, not the bot.
parting-text-stay = The latest conversations were constructive: { $facts }. You’ve found what works. Keep writing as often for now. This would change if { $change }.
parting-text-not_yet = There’s one thing we can still do: { $power }. Let’s do it and look again { $time }. Based on: { $facts }. If the boundary is crossed before that, don’t wait for the date.
parting-abuse_text-not_yet = The boundary is named; now hold it. If it’s crossed, end the call and come back here at once, without waiting for the date. If it holds, we look again { $time }. Based on: { $facts }.
parting-power_unknown = finding it together with the team
parting-ground-threat = a threat to people
parting-ground-abuse = the insults go on
parting-ground-crossed = it was crossed after that
parting-ground-unnamed = no boundary with a consequence was named
parting-ground-named = the boundary was named with its consequence
parting-ground-turning = two in a row
parting-ground-rounds = conversations with no improvement: { $n }
parting-ground-fears = worries checked: { $n }
parting-ground-noted = insults on record: { $n }
parting-ground-stress = hard on the team: { $n } of 10
parting-ground-spill = other projects suffer
parting-ground-spill_some = other projects suffer at times
parting-ground-results = the client’s results suffer
parting-ground-results_some = the client’s results partly suffer
parting-ground-powerless = there’s nothing more we can change
parting-or = { $first } or { $second }
parting-change-people_safe = everyone is safe and your manager says so
parting-change-boundary_held = the boundary starts to hold
parting-change-new_person = someone else takes over on their side
parting-change-in_our_power = what we can still change works
parting-change-tense_again = two conversations in a row turn tense again
parting-change-abuse_again = the boundary is crossed again
parting-o-agree = That’s what we’ll do
parting-o-not_now = Not now
parting-o-disagree = I see it differently
parting-o-script = What to say
parting-o-message = Message to the client
parting-o-checklist = Checklist
parting-o-note = Record of what was said
parting-o-cost = What staying costs
parting-o-again = Go through it again
parting-o-confirmed = It’s confirmed
parting-o-when = Set a time for it
parting-o-topic = What we’ll finish
parting-o-sure = Yes, confirmed
parting-o-unsure = Not yet
parting-decided-agree = { $day }: agreed.
parting-decided-not_now = { $day }: put off.
parting-not_now = OK. If the boundary is crossed before that, come back to this right away.
parting-decided-disagree = { $day }: you see it differently.
parting-reason = What it leaves out: { $words }
parting-parted = Parted ways, { $day }. The records stay.
parting-look = I’ll ask again { $time }.
parting-talk = The conversation is { $time }.
parting-disagree-q = If you like, say what this leaves out. The line stays next to the verdict.
parting-disagree_ack = Noted. It’s your decision; I won’t bring the verdict up again until there are new facts.
parting-sure-q = Has whoever has the say at the agency confirmed the decision?
parting-unconfirmed = OK, that comes first. The card waits here.
parting-script-intro = Clear the consequence with whoever decides. Then say it out loud, evenly, one to one. After the question, stop and wait.
parting-script-1 = I’d like to be open about how our calls go.
parting-script-2 = On our call on { $day }, this was said: “{ $words }”.
parting-script-3 = Neither I nor the team will work in that tone.
parting-script-4 = You can be as tough as you like about the work, and we’ll listen.
parting-script-5 = If it happens again, I’ll end the call, and after that we’d offer to part ways under the contract.
parting-script-6 = What do you need from us for our calls to go differently?
parting-script-7 = I’ll write down what we agree and send it to you the same day.
parting-talk-q = When will you have that conversation?
parting-talk-hint = Two weeks after it we look at what’s changed. You can type it: “Friday at 10”.
parting-last-q = Which day is the last?
parting-last-hint = Check the notice period in the contract. You can type it: “30 April”.
parting-last = The last day: { $day }
parting-topic-q = What will you finish before the last day?
parting-topic-hint = Briefly; the line goes into the message: “the March report and the handover of the ads”.
parting-farewell-intro = The message is below. Send it after a talk, where one is possible.
parting-farewell-1 = { $client }, we’ve decided to end our work together; the last day is { $day }.
parting-farewell-1_unnamed = We’ve decided to end our work together; the last day is { $day }.
parting-farewell-2 = Until then we’ll finish: { $topic }.
parting-farewell-3 = We’ll hand over access, files and materials, with a list you’ll get beforehand.
parting-farewell-4 = We’ll settle the invoices along with the handover.
parting-farewell-5 = If your new team has questions about the handover, we’ll answer them until the last day.
parting-farewell-6 = We wish the project well.
parting-checklist-1 = Whoever decides has confirmed the decision
parting-checklist-2 = Contract reread: notice period, exit terms
parting-checklist-3 = Invoices checked: paid, owed, to be refunded
parting-checklist-4 = Settled what we finish and what we stop
parting-checklist-5 = Message sent, receipt confirmed
parting-checklist-6 = Files, reports and source files handed over by list
parting-checklist-7 = Client’s logins handed over, ours revoked
parting-checklist-8 = Team told what was decided and why, no labels
parting-checklist-9 = Written down: what we learned, what we’d do differently
parting-checklist-10 = You get a break before the next hard project
parting-checklist-done = Checklist complete. Reminders for this client are off; the records stay.
parting-cost-title = What it has cost so far
parting-cost-stress = How hard on the team: { $n } of 10
parting-cost-spill_no = Other projects don’t suffer
parting-cost-spill_some = Other projects suffer at times
parting-cost-spill_yes = Other projects suffer
parting-cost-results_no = The client’s results don’t suffer
parting-cost-results_some = The client’s results partly suffer
parting-cost-results_yes = The client’s results suffer
parting-cost-debriefs = Debriefs: { $n }
parting-cost-debriefs_time = Debriefs: { $n }, which took { $time }
parting-cost-reminders = Reminders that came: { $n }
parting-cost-none = Nothing is known of that yet.
parting-note-title = What was said: { $client }
parting-note-no_words = (the words weren’t written down)
parting-note-how = The words stand as they were written down.
parting-note_sent = The note is here as a file.
parting-note-caption = Only what was said is in it, nothing else from the debriefs. Only you can see it until you choose to share it.

## There was a gap
away-taps = The bot was down from {$start} to {$end}, and taps from then are lost. Here’s where we were.
away-since = The bot was down from {$start} to {$end}. If you wrote something then and got no answer, please send it again.
away-restored = I’m sorry: the data had to be taken from a backup, and what you recorded from {$start} to {$end} is lost. Reminders from that time won’t come again; look at “{menu-reminders}”.

## people — who may use the bot

error-owners_only = This bot works only for the people who run it.
error-invite_used = That link has been used or has expired. Ask for a new one.
start-invited = Invitation accepted. Only you see what you write; whoever invited you sees just your Telegram name and the day you joined.
people-title = People
people-none = Nobody has joined yet. A link lets in one person.
people-some = These people joined by invitation. What they write isn’t visible here.
people-since = Here since { $day }.
people-gone = This person isn’t here any more.
people-made = The link is above. Forward or copy it: it can’t be shown again.
people-too_many = There are too many unused links. Revoke the ones you don’t need.
people-remove = Remove access: { $name }?
people-remove_hint = The bot stops answering and reminding. What they wrote stays, and comes back with a new invitation.
people-remove_sure = Really remove access: { $name }?
people-removed = Access removed.
people-links = Unused links
people-links_hint = Tap a link to revoke it.
people-no_links = There are no unused links.
people-withdrawn = That link no longer works.
people-card = An invitation to a bot that helps after a tense call with a client
people-card_until = A link for one person, valid until { $time }.
people-o-invite = Invite
people-o-links = Links: { $n }
people-o-until = Until { $time }
people-o-remove = Remove access
people-o-keep = Keep
people-o-copy = Copy the link
command-people = People and invitations
forget-access = Erasing also ends your access: to come back you’d need a new invitation.
forget-done_invited = Erased, and your access with it: to come back you’d need a new invitation. The conversation itself is still in Telegram; you can clear it in this chat.

## notes that can't be opened

error-unreadable = One of your notes can’t be opened: it was changed somewhere else. The rest is in place.

## business — contact that is seen by itself

settings-o-business = Automatic contacts
business-title = Automatic contacts
business-what =
    When you write to a client in Telegram, the bot can see it by itself: promise kept, reminder gone.
    It sees only who wrote and when, and only in chats linked to a client. Words, files and names are neither read nor kept.
business-off = It’s off at the moment.
business-how = To switch it on: Telegram → Settings → Chat Automation (formerly Telegram Business → Chatbots), this bot’s username, and the chats it may see. Not every version of Telegram has it yet.
business-on = On since { $day }. Linked chats: { $count }.
business-on_reply = Telegram lets the bot write for you, too. It never does by itself.
business-on_silent = The bot can’t write for you, and won’t.
business-link_how = To link a chat: the client’s card → More → Telegram chat. To switch it off: in the same Telegram settings.
business-made = Connected. Now link your chats: the client’s card → More → Telegram chat.
business-ended = The connection to your account is off. You log contacts yourself again; the links stay.
business-may_reply = Telegram now lets the bot write for you. It never does by itself.
business-may_not_reply = The bot can’t write for you any more. Everything else works.
clients-o-chat = Telegram chat
business-linked = Chat linked on { $day }: contacts are logged by themselves.
business-pick_q = Pick whose chat it is with the button below: Telegram shows a list of people.
business-pick_other = You can pick another chat with the button below.
business-link_done = Chat linked. As soon as you write there, the contact is logged.
business-unlinked = The chat isn’t linked any more.
business-o-unlink = Unlink
business-whose = Whose chat is this?
business-whose_hint = Pick a client, or type the name of a new one.
business-late = That list was for another client. Nothing has changed.
reminder-did-seen = ✓ { $client }: your message went out, { $time }
business-answer_q = After how much working time shall I say that a client waits for an answer after a hard talk?
business-o-half_hour = 30 minutes
business-o-hour = An hour
business-o-two_hours = 2 hours
business-o-never = Never
reminder-unanswered-1 = { $client }: waiting for an answer in the chat. One line is enough.
reminder-unanswered-2 = { $client }: the last message has had no answer. A short one beats silence.
reminder-unanswered-3 = { $client }: they asked, and the chat’s been quiet since. Let them know you’ve seen it.
reminder-unanswered-4 = { $client }: no answer yet. One honest line takes the worry away.
reminder-unanswered-open-1 = I’ve seen your message and I’m looking into it.
reminder-unanswered-open-2 = Got your message. I’m checking so I can give you a proper answer.
reminder-unanswered-open-3 = Thanks for writing. I’m looking at what we can do.
reminder-unanswered-open-4 = I’ve seen your question and I’m working on it.
reminder-line-unanswered = { $client }: needs an answer
reminder-chat_quiet = The chat’s been quiet so far.
coming-unanswered = { $client }: answer in the chat

## menu, sos — what waits by its name, words of a call, it went well, courtesies

menu-call = Call: { $client }, { $time }
menu-call_unnamed = Call, { $time }
menu-words = “{ $words }”
menu-well = It went well
sos-kept = Kept for the debrief of this call.
well-q = Who did it go well with?
well-hint = Pick a name, or type one.
well-o-log = Log it: { $client }, it went well
well-ack = Noted: { $client }, it went well. I’ll remind you { $time }.
well-ack_none = Noted: { $client }, it went well. No reminders about this client.
courtesy-thanks = Any time. I’m here.
courtesy-hello = Hello.
courtesy-bye = Talk soon.
courtesy-ok = OK.
stopped-empty = Nothing’s been recorded here yet.
delete-unasked-q = Delete this message? It can’t be brought back.
delete-unasked-done = Message deleted.
parting-half_text-boundary = They’ve heard the boundary, but not what follows if it’s crossed. Say both once, calmly. Based on: { $facts }. We look again { $time }, or at once if it’s crossed.
parting-ground-half = the boundary was said without what follows
