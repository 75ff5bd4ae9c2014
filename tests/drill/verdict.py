"""What must hold after a drill, and the figures of several."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field

from bot.store.admin.backup_copy import Unsound, verify
from bot.store.tables.core import metadata
from bot.viewmodels.voices import Voices
from tests.drill.course import BUSY, CALM, CLIENTS, LEAVING, SENT, Course, label
from tests.reminders.reading import text_of

# Where people stand, what is due and what Telegram was shown are what a restore puts right.
_PUT_RIGHT = {"agency", "agenda", "chat", "erased", "inbox", "installation", "notice", "reminder", "rhythm"}
_OF_NOBODY = {"playbook", "vent", "vent_message"}


@dataclass
class Figures:
    """What was counted over all drills; `wrong` is empty when all is well."""

    drills: int = 0
    states: Counter[str] = field(default_factory=Counter)
    backups: int = 0
    rows: int = 0
    erasures: int = 0
    repeated: int = 0
    passed: int = 0
    told: int = 0
    kept: int = 0
    lags: list[float] = field(default_factory=list)
    lags_without: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The figures for a reader."""
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return [
            f"drills: {self.drills} (the database in use: {states})",
            f"backups made under load: {self.backups}, all verified, {self.rows:,} rows in them",
            f"rows of before the backup compared after the restore: {self.kept:,}",
            f"erasures: {self.erasures}, repeated by a restore: {self.repeated}, found again: 0",
            f"reminders that counted as sent: {self.passed}, sent again: 0",
            f"chats told that something was lost: {self.told}",
            f"the loop was late by (p99), with a backup under way: {_p99(self.lags):.0f} ms",
            f"  and without: {_p99(self.lags_without):.0f} ms",
            *(f"WRONG: {line}" for line in self.wrong),
        ]


def _p99(lags: list[float]) -> float:
    return 1000 * sorted(lags)[int(len(lags) * 0.99)] if lags else 0.0


def check(course: Course, voices: Voices, figures: Figures) -> None:
    """Adds what the drill showed."""
    figures.drills += 1
    figures.states[course.state] += 1
    figures.lags += course.lags
    figures.lags_without += course.lags_without
    wrong: list[str] = [f"it did not come to rest: {course.unsettled}"] if course.unsettled else []
    _backups(course, figures, wrong)
    _rows(course, figures, wrong)
    _erased(course, figures, wrong)
    _reminders(course, figures, wrong)
    _told(course, voices, figures, wrong)
    figures.wrong += [f"drill {figures.drills}, {course.state}: {line}" for line in wrong]


def _backups(course: Course, figures: Figures, wrong: list[str]) -> None:
    figures.backups += len(course.made)
    figures.rows += sum(sum(made.rows.values()) for made in course.made)
    for file in course.folder.glob("okok-*"):
        try:
            verify(file)
        except Unsound as unsound:
            wrong.append(f"a file that is no whole backup: {unsound}")


def _rows(course: Course, figures: Figures, wrong: list[str]) -> None:
    """Each row of the backup is there as it was, but for those of whom and of what was erased."""
    people = {person for person, client, _ in course.erased if client is None}
    clients = {client for _, client, _ in course.erased if client is not None}
    with closing(sqlite3.connect(course.chosen)) as conn:
        conn.execute("ATTACH ? AS restored", (str(course.after),))
        for name, table in metadata.tables.items():
            if name in _OF_NOBODY or name in _PUT_RIGHT - {"chat", "reminder", "rhythm"}:
                continue
            columns = [column.name for column in table.c]
            if name in _PUT_RIGHT:
                columns = [
                    column for column in columns if column in {"id", "person_id", "client_id", "base_at", "kind"}
                ]
            listed = ", ".join(columns)
            gone = f"SELECT {listed} FROM main.{name} EXCEPT SELECT {listed} FROM restored.{name}"  # noqa: S608 - ours
            figures.kept += conn.execute(f"SELECT count(*) FROM main.{name}").fetchone()[0]  # noqa: S608 - ours
            for row in conn.execute(gone):
                found = dict(zip(columns, row, strict=True))
                owner = found["id"] if name == "person" else found.get("person_id")
                about = found["id"] if name == "client" else found.get("client_id")
                if owner not in people and about not in clients:
                    wrong.append(f"a row of {name} is lost or another: {row}")


def _erased(course: Course, figures: Figures, wrong: list[str]) -> None:
    figures.erasures += len(course.erased)
    figures.repeated += course.done.settled.erased if course.done is not None else 0
    content = course.after.read_bytes()
    with closing(sqlite3.connect(course.path)) as conn:
        for person, client, word in course.erased:
            if word.encode() in content:
                wrong.append(f"what was erased stands in the restored file: {word}")
            table, number = ("person", person) if client is None else ("client", client)
            if conn.execute(f"SELECT 1 FROM {table} WHERE id = ?", (number,)).fetchone():  # noqa: S608 - ours
                wrong.append(f"what was erased is there again: {table} {number}")


def _reminders(course: Course, figures: Figures, wrong: list[str]) -> None:
    """By the rows of both databases, and by what the calm ones, who do nothing, were sent."""
    done = course.done.settled if course.done is not None else None
    figures.passed += done.passed if done is not None else 0
    with closing(sqlite3.connect(course.path)) as conn:
        later = conn.execute(f"{SENT} AND sent_at >= ?", (course.restored_at,)).fetchall()
    if again := course.sent & {(client, str(kind), base) for client, kind, base in later}:
        wrong.append(f"reminders were sent again: {sorted(again)}")
    erased = {word for _, _, word in course.erased}
    for person in CALM:
        texts = [text_of(call) for call in course.tg.sends() if call.chat == person]
        for number in range(CLIENTS):
            word = label(person, number)
            came = sum(word in text for text in texts)
            if came > 1:
                wrong.append(f"{word} was in {came} messages")
            if came == 0 and word not in erased and course.state == "whole":
                wrong.append(f"{word} was due, and never came")


def _told(course: Course, voices: Voices, figures: Figures, wrong: list[str]) -> None:
    """Whoever's view went on after the backup, and still is somebody there."""
    with closing(sqlite3.connect(course.chosen)) as conn:
        before: dict[int, int] = dict(conn.execute("SELECT id, revision FROM chat"))
    said = tuple(voice.say("away-restored", start="\0", end="").partition("\0")[0] for voice in voices.values())
    sends = course.tg.sends()[course.sent_before :]
    told = {call.chat for call in sends if call.chat is not None and text_of(call).startswith(said)}
    figures.told += len(told)
    lost = {chat for chat, revision in before.items() if course.revisions.get(chat, 0) > revision} - {LEAVING}
    if untold := lost - told:
        wrong.append(f"not told that something was lost: {sorted(untold)}")
    if course.state == "whole" and (needless := told - lost - set(CALM)):
        wrong.append(f"told, and nothing was lost: {sorted(needless)}")
    if not told & set(BUSY):
        wrong.append("none of those at work was told")
