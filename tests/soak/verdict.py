"""What the load left behind: memory flat, nothing held that was not held before, every update handled."""

import os
import re
import sqlite3
import statistics
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field

from tests.kill.verdict import COMPLAINT
from tests.soak.course import Course

FLAT = 0.05
"""How much more memory there may be at the end."""
# What grows to the most that was needed at once and stays: the loop's own pool of threads, as large as Python makes it,
# and handles of the database that SQLite keeps for the next reader, since to close one would end its locks.
_POOLS = {"threads": {"asyncio": min(32, (os.cpu_count() or 1) + 4)}, "files": {"okok.db": 4}}
_EXPECTED = re.compile("message is not modified|query is too old|message to (delete|edit) not found")
_MB = 2**20


@dataclass
class Figures:
    """What was counted; `wrong` is empty when all is well."""

    told: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The figures for a reader."""
        return [*self.told, *(f"WRONG: {line}" for line in self.wrong)]


def judge(course: Course) -> Figures:
    """Holds what was sampled, sent and stored against what must be."""
    figures = Figures()
    _memory(figures, course)
    for what in ("files", "threads", "tasks"):
        _held(figures, what, Counter(course.before[what]), Counter(course.after[what]))
    _rows(figures, course)
    _around(figures, course)
    return figures


def _memory(figures: Figures, course: Course) -> None:
    """Medians of the first and last tenth of the load, and of the quiet before and after it."""
    under_load = [one["memory"] for one in course.samples if course.began <= one["at"] <= course.ended]
    tenth = max(1, len(under_load) // 10)
    first, last = statistics.median(under_load[:tenth]), statistics.median(under_load[-tenth:])
    before, after = course.before["memory"], course.after["memory"]
    for what, was, now in (("under load", first, last), ("at rest", before, after)):
        share = now / was - 1
        figures.told.append(f"memory {what}: {was / _MB:.1f} MB at first, {now / _MB:.1f} in the end ({share:+.1%})")
        if share > FLAT:
            figures.wrong.append(f"memory {what} grew by {share:.1%}")
    figures.told.append(f"most memory under load: {max(under_load) / _MB:.1f} MB, in {len(under_load)} samples")


def _held(figures: Figures, what: str, before: Counter[str], after: Counter[str]) -> None:
    figures.told.append(f"{what}: {before.total()} before, {after.total()} after")
    pools = _POOLS.get(what, {})
    if more := {name: count for name, count in (after - before).items() if after[name] > pools.get(name, 0)}:
        figures.wrong.append(f"{what} left over: {more}")


def _rows(figures: Figures, course: Course) -> None:
    with closing(sqlite3.connect(course.folder / "okok.db")) as conn:
        waiting, aside, tried = conn.execute(
            "SELECT sum(done_at IS NULL), sum(set_aside), sum(tries) FROM inbox"
        ).fetchone()
        (stored,) = conn.execute("SELECT count(*) FROM inbox").fetchone()
        (sent,) = conn.execute("SELECT count(*) FROM reminder WHERE status = 'sent'").fetchone()
        (owed,) = conn.execute("SELECT count(*) FROM chat WHERE shown < revision").fetchone()
    span = course.ended - course.began
    figures.told.append(f"{course.deeds} updates, {stored} of them stored; measured for {span:.0f} s")
    figures.told.append(
        f"reminders sent: {sent} of {course.due}; the load was at most {course.behind:.1f} s behind its time"
    )
    if stored != course.deeds:
        figures.wrong.append(f"{course.deeds - stored} updates were never stored")
    for count, words in (
        (waiting, "updates wait"),
        (aside, "were set aside"),
        (tried, "tries failed"),
        (owed, "chats are owed"),
    ):
        if count:
            figures.wrong.append(f"{count} {words}")
    if sent < course.due:
        figures.wrong.append(f"{course.due - sent} reminders were not sent")


def _around(figures: Figures, course: Course) -> None:
    wrong, fake = figures.wrong, course.fake
    if course.unsettled:
        wrong.append(f"it was still at work: {course.unsettled}")
    if course.exit_code != 0:
        wrong.append(f"SIGTERM: exit code {course.exit_code}")
    refused = Counter(call.description for call in fake.refused() if not _EXPECTED.search(call.description))
    wrong += [f"Telegram refused {times} calls: {words}" for words, times in refused.items()]
    wrong += [f"{times} times {words}" for words, times in Counter(fake.violations).items()]
    if hanging := len(fake.unanswered_taps()):
        wrong.append(f"{hanging} taps were never answered")
    complaints = [line for line in (course.folder / "log.txt").read_text().splitlines() if COMPLAINT.search(line)]
    wrong += [f"in the log: {line}" for line in complaints[:5]]
