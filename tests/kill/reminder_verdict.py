"""What the kills left of the reminders, by Telegram's ledger and the rows: the figures, and a line for each wrong."""

import re
import sqlite3
from bisect import bisect
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import create_engine

from bot.app import voices_of
from bot.screens.reminders import reminder_message_screen
from bot.store.queries import reminder_messages
from bot.viewmodels.voices import Voices
from tests.fake import Call
from tests.kill.readers import Reader, brought
from tests.kill.reminder_kills import Story
from tests.kill.verdict import COMPLAINT, told

_EXPECTED = re.compile("message is not modified|query is too old")
# What the row says at the end, by what the person chose: status and what was done with it.
_STANDS: dict[str | None, set[tuple[str, str | None]]] = {
    None: {("sent", None)},
    "hour": {("waiting", "hour")},
    "tomorrow": {("waiting", "tomorrow")},
    "wrote": {("sent", "wrote"), ("dropped", "wrote")},
    "needless": {("sent", "not_needed"), ("dropped", "not_needed")},
}
_PUT_OFF = 1800
"""Seconds that a snooze moves a reminder at least."""


@dataclass
class Figures:
    """What was counted; `wrong` is empty when all is well."""

    kills: int
    moments: Counter[str]
    reminders: int
    taps: int
    messages: int = 0
    lists: int = 0
    lost: set[int] = field(default_factory=set)
    undone: set[int] = field(default_factory=set)
    under_way: int = 0
    claimed: int = 0
    repeated: int = 0
    unexcused: int = 0
    unmarked: int = 0
    marked: int = 0
    mismarked: int = 0
    spinners: int = 0
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The figures for a reader."""
        return [
            f"kills: {self.kills}",
            *(f"  {count:4} {moment}" for moment, count in sorted(self.moments.items())),
            f"reminders: {self.reminders}, in {self.messages} messages, {self.lists} of them lists; taps: {self.taps}",
            f"reminders lost: {len(self.lost)}",
            f"choices lost: {len(self.undone)}",
            f"people claimed at a kill: {self.claimed}, messages that Telegram had and no row: {self.under_way}",
            f"reminders that came again: {self.repeated}, without a send under way at a kill: {self.unexcused}",
            f"  without the line that it may be a repeat: {self.unmarked}",
            f"messages with that line: {self.marked}, without a claim that a kill left: {self.mismarked}",
            f"taps that a killed bot left spinning: {self.spinners}",
            *(f"WRONG: {line}" for line in self.wrong),
        ]


@dataclass(frozen=True)
class _Sent:
    """A message with reminders that Telegram took: `life` is which bot sent it, `noted` whether a row knows of it."""

    at: float
    life: int
    reminders: frozenset[int]
    noted: bool
    marked: bool


def judge(story: Story) -> Figures:
    """Counts and checks all that was promised."""
    figures = Figures(
        kills=sum(story.moments.values()),
        moments=story.moments,
        reminders=len(story.sown),
        taps=sum(len(reader.chose) for reader in story.readers),
        claimed=sum(len(chats) for chats in story.claimed),
        spinners=len(story.fake.unanswered_taps()),
    )
    voices = voices_of("112")
    chose = {reminder: deed for reader in story.readers for reminder, deed in reader.chose.items()}
    with closing(sqlite3.connect(story.path)) as conn:
        known = {message for (message,) in conn.execute("SELECT message_id FROM notice")}
        sent = {reader.person.id: _sent(story, reader.person.id, known, voices) for reader in story.readers}
        _count_sends(figures, story, sent, chose)
        _look_at_rows(figures, story, conn, chose)
    _look_at_messages(figures, story, voices)
    _look_around(figures, story)
    for count, what in (
        (len(figures.lost), "reminders were lost"),
        (len(figures.undone), "choices were lost"),
        (figures.unexcused, "reminders came again without a send under way at a kill"),
        (figures.unmarked, "reminders came again without a word that it may be a repeat"),
        (figures.mismarked, "messages say that they may be a repeat, and no kill had left a claim"),
    ):
        if count:
            figures.wrong.append(f"{count} {what}")
    return figures


def _sent(story: Story, chat: int, known: set[int], voices: Voices) -> list[_Sent]:
    """The messages with reminders in one chat, in order."""
    said = {voice.say("reminder-again") for voice in voices.values()}
    return [
        _Sent(
            at=(at := call.at + story.offset),
            life=bisect([life.began for life in story.lives], at) - 1,
            reminders=frozenset(brought(call.params)),
            noted=call.result["message_id"] in known,
            marked=any(line in call.params["text"] for line in said),
        )
        for call in story.fake.sends(chat)
        if brought(call.params)
    ]


def _count_sends(figures: Figures, story: Story, sent: dict[int, list[_Sent]], chose: dict[int, str]) -> None:
    came: dict[int, list[_Sent]] = defaultdict(list)
    for chat, messages in sent.items():
        figures.messages += len(messages)
        figures.lists += sum(len(one.reminders) > 1 for one in messages)
        for one in messages:
            for reminder in one.reminders:
                came[reminder].append(one)
        _count_marks(figures, story, chat, messages)
        lives = Counter(one.life for one in messages if not one.noted)
        figures.under_way += lives.total()
        if any(times > 1 for times in lives.values()):
            figures.wrong.append(f"chat {chat}: several messages of one bot that no row knows of")
        if lives[len(story.lives) - 1]:
            figures.wrong.append(f"chat {chat}: a message of the last bot that no row knows of")
    for sown in story.sown:
        copies = came[sown.id]
        if not copies:
            figures.lost.add(sown.id)
        for former, later in pairwise(copies):
            figures.repeated += 1
            # The former was under way: no row knew of it when its bot was killed.
            figures.unexcused += former.noted or former.life == later.life
            figures.unmarked += not later.marked
    if stray := came.keys() - {sown.id for sown in story.sown}:
        figures.wrong.append(f"{len(stray)} reminders came that nobody had sown")
    if stray := chose.keys() - came.keys():
        figures.wrong.append(f"{len(stray)} reminders were answered that never came")


def _count_marks(figures: Figures, story: Story, chat: int, messages: list[_Sent]) -> None:
    """Each message that says it may be a repeat needs a claim that a kill left since the message before it."""
    before = 0
    for one in messages:
        if one.marked:
            figures.marked += 1
            figures.mismarked += not any(chat in claimed for claimed in story.claimed[before : one.life])
        before = one.life


def _look_at_rows(figures: Figures, story: Story, conn: sqlite3.Connection, chose: dict[int, str]) -> None:
    wrong = figures.wrong
    rows = conn.execute("SELECT id, status, done, due_at, base_at, created_at, client_id FROM reminder").fetchall()
    stands = {row[0]: row[1:] for row in rows}
    followups = Counter(c for (c,) in conn.execute("SELECT client_id FROM run WHERE kind = 'followup'"))
    contacts = Counter(c for (c,) in conn.execute("SELECT client_id FROM touch WHERE kind != 'debrief'"))
    for sown in story.sown:
        status, done, due, base, made, client = stands[sown.id]
        deed = chose.get(sown.id)
        moved = deed in {"hour", "tomorrow"}
        if (status, done) not in _STANDS[deed] or (due > made + _PUT_OFF) != moved or base > due:
            (figures.lost if deed is None else figures.undone).add(sown.id)
            wrong.append(f"reminder {sown.id}: {deed or 'left'}, and its row says {status}, {done}, {due - base} s on")
        if not followups[client] == contacts[client] == (deed == "wrote"):
            wrong.append(f"reminder {sown.id}: {deed}, {followups[client]} follow-ups, {contacts[client]} contacts")
    agendas = conn.execute(
        "SELECT person_id, due_at, lease_until, claims, failures, (SELECT min(due_at) FROM reminder"
        " WHERE reminder.person_id = agenda.person_id AND status = 'waiting') FROM agenda"
    )
    for person, due, *at_work, earliest in agendas:
        if at_work != [None, 0, 0] or due != earliest:
            wrong.append(f"person {person}: the agenda says {due} and {at_work}, the earliest reminder {earliest}")
    if (broken := conn.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
        wrong.append(f"the database is damaged: {broken}")
    if tries := conn.execute("SELECT count(*) FROM inbox WHERE set_aside OR tries OR error IS NOT NULL").fetchone()[0]:
        wrong.append(f"{tries} updates failed or were set aside")


def _look_at_messages(figures: Figures, story: Story, voices: Voices) -> None:
    """Each message that brought reminders shows what was done with them, unless it became the chat's own view."""
    engine = create_engine(f"sqlite:///{story.path}")
    astray = 0
    with engine.connect() as conn:
        for reader in story.readers:
            person = story.people[reader.person.id]
            rows = conn.exec_driver_sql("SELECT id FROM notice WHERE person_id = ? AND view != 'left'", (person.id,))
            for (number,) in rows.all():
                noticed = reminder_messages.get(conn, person.id, number)
                message = reader.person.room.messages.get(noticed.message_id) if noticed is not None else None
                if noticed is None or message is None:
                    astray += 1
                    continue
                screen = reminder_message_screen(noticed, person, voices[person.language])
                astray += told(screen) != (message.text, message.entities, message.rows)
            view = conn.exec_driver_sql("SELECT place, message_id FROM chat WHERE id = ?", (reader.person.id,)).first()
            if view is not None and not _asks(reader, *view):
                figures.wrong.append(f"chat {reader.person.id} does not show where it stands: {view[0]}")
    engine.dispose()
    if astray:
        figures.wrong.append(f"{astray} messages do not show what was done with what they brought")


def _asks(reader: Reader, place: str, message_id: int) -> bool:
    """Whether the present view of a follow-up has that follow-up's first buttons: how it went, or before that, for a
    promise that was over, whether the word went out in time.
    """
    name, _, run = place.partition(":")
    message = reader.person.room.messages.get(message_id)
    datas = [str(button.get("callback_data")) for row in message.rows for button in row] if message else []
    return name != "followup" or any(data.startswith((f"r|{run}|how|", f"r|{run}|went_out|")) for data in datas)


def _look_around(figures: Figures, story: Story) -> None:
    wrong, fake = figures.wrong, story.fake
    if story.unsettled:
        wrong.append(f"the bot was still at work at the end: {story.unsettled}")
    if story.exit_code != 0:
        wrong.append(f"SIGTERM: exit code {story.exit_code} instead of 0 within 8 s")
    refused: list[Call] = [call for call in fake.refused() if not _EXPECTED.search(call.description)]
    wrong += [f"Telegram refused {n} calls: {words}" for words, n in Counter(c.description for c in refused).items()]
    wrong += [f"{times} times {words}" for words, times in Counter(fake.violations).items()]
    complaints = [line for line in story.log.read_text().splitlines() if COMPLAINT.search(line)]
    wrong += [f"in the log: {line}" for line in complaints[:5]]
