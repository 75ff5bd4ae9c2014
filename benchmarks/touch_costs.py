"""The deeds of staying in touch, for the count of what each of them costs: reminders, contacts, follow-ups."""

from sqlalchemy import Connection, text

from benchmarks.cost_counter import Walk
from bot.reminders.compose import record, take

_CLIENT = 1
"""The client with whom there is most behind."""
_WITHIN = 30.0


async def stay_in_touch(walk: Walk) -> None:
    """Goes through every kind of update that reminders and contacts know."""
    await walk.db.write(_a_day_ago)
    await _reminders(walk)
    await _lists(walk)
    await _contacts(walk)
    await _follow_up(walk)


async def _reminders(walk: Walk) -> None:
    """What each button of a reminder costs."""
    await _sent(walk, "reminder")
    await walk.taps("reminder, draft", "p|give|")
    await walk.taps("reminder, in an hour", "p|hour|")
    await _sent(walk, "another reminder")
    await walk.taps("reminder, tomorrow", "p|tomorrow|")
    await _sent(walk, "third reminder")
    await walk.taps("reminder, not needed", "p|needless|")
    await walk.taps("reminder, stop", "p|quiet|")
    await walk.taps("reminder, return", "p|return|")


async def _lists(walk: Walk) -> None:
    """Several reminders in one message."""
    await _sent(walk, "list of reminders", clients=2)
    await walk.taps("list, one opened", "p|item|")
    await walk.taps("list, back", "p|list|")
    await walk.taps("list, all tomorrow", "p|morrow|")


async def _contacts(walk: Walk) -> None:
    """What comes, whom a word is owed to, a contact logged and taken back, how often, and a pause."""
    await walk.does("command /reminders", walk.me.say("/reminders"))
    for name, part in (
        ("one to come", "p|upcoming|"),
        ("back to what comes", "p|coming|"),
        ("pause asked", "p|pause|"),
        ("paused", "p|until|2"),
        ("pause ended", "p|until|now"),
        ("whom a word is owed to", "p|owed|"),
        ("client's card", "p|client|"),
        ("more of a client", "p|about|"),
        ("cadence asked", "p|rhythm|"),
        ("cadence set", "p|often|1.weekly"),
    ):
        await walk.taps(name, part)
    # Only what is written is counted here: the counts of what helps are read beside the writes.
    await walk.does("command /insights", walk.me.say("/insights"))
    await walk.taps("insights, another period", "p|insights|0.365")
    await walk.taps("insights, for whom", "p|insightswho|")
    await walk.taps("insights, one client", "p|insights|1.365")
    await walk.does("command /touch", walk.me.say("/touch"))
    await walk.taps("contact logged", f"p|touched|{_CLIENT}.")
    await walk.taps("contact taken back", "p|undo|")


async def _follow_up(walk: Walk) -> None:
    """From a reminder's button to the end of the follow-up.

    The cadence was chosen a day before: whether the second turned since then must not decide what the talk relaxes.
    """
    await walk.db.write(_chosen_a_day_ago)
    await _sent(walk, "fourth reminder")
    for name, part in (
        ("reminder, been in touch", "p|wrote|"),
        ("it went out in time", "|went_out|in_time"),
        ("how it went", "|how|constructive"),
        ("fear confirmed", "|confirmed|confirmed"),
        ("follow-up's card", "|tension_now|4"),
        ("rhythm kept", "|rhythm|keep"),
        ("next contact asked", "|next_contact|open"),
        ("next contact", "|next_contact|"),
        ("follow-up done", "p|done|"),
    ):
        await walk.taps(name, part)


async def _sent(walk: Walk, name: str, clients: int = 1) -> None:
    """A reminder about each of so many clients comes, in one message, as `bot.workers.reminders` sends it."""
    walk.clock.step()
    now, app = walk.clock.now(), walk.app
    await walk.db.write(lambda conn: _due(conn, clients, now))
    taken = await walk.of(f"{name} taken", walk.db.write(lambda conn: take(conn, app.voices, now)))
    outgoing = taken.outgoing
    if outgoing is None:
        raise LookupError("no reminder was due")
    came = await app.lanes.deliver(outgoing.person.telegram_id, outgoing.screen, _WITHIN)
    await walk.of(f"{name} noted", walk.db.write(lambda conn: record(conn, outgoing, came, now)))
    await app.lanes.drain(_WITHIN)


def _a_day_ago(conn: Connection) -> None:
    """Reminders come at whatever hour this runs, and what was just done with the clients lies a day back.

    So no deed depends on whether it falls into the same second as the one before.
    """
    for command in (
        "UPDATE person SET work_from = 0, work_to = 1440, work_days = 127 WHERE id = 1",
        "UPDATE calendar SET holidays = 0, digest_at = 0 WHERE person_id = 1",
        "UPDATE touch SET at = at - 86400 WHERE person_id = 1",
        "UPDATE outcome SET created_at = created_at - 86400 WHERE person_id = 1",
        "UPDATE promise SET updated_at = updated_at - 86400 WHERE person_id = 1",
    ):
        conn.execute(text(command))


def _chosen_a_day_ago(conn: Connection) -> None:
    conn.execute(text("UPDATE rhythm SET cadence_at = cadence_at - 86400 WHERE person_id = 1"))


def _due(conn: Connection, clients: int, now: int) -> None:
    """Nothing of the person's waits but one reminder about each of their first clients, due now."""
    this = {"now": now, "most": clients}
    for command in (
        "UPDATE reminder SET status = 'dropped', done = 'over' WHERE person_id = 1 AND status = 'waiting'",
        (
            "INSERT INTO reminder (agency_id, person_id, client_id, kind, base_at, due_at, status, created_at)"
            " SELECT agency_id, person_id, id, 'stay', :now, :now, 'waiting', :now FROM client"
            " WHERE person_id = 1 ORDER BY id LIMIT :most"
        ),
        "UPDATE agenda SET due_at = :now WHERE person_id = 1",
    ):
        conn.execute(text(command), this)
