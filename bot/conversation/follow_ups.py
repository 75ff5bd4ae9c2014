"""A contact in the store: noted, with a follow-up that asks how it went. No rules, no SQL (R2)."""

from bot.conversation.replanning import contacted, dealt_with
from bot.conversation.runs import OpenRun, open_runs
from bot.conversation.visit import Visit
from bot.protocol.engine.engine import begin
from bot.protocol.engine.run import encode
from bot.protocol.followup import FOLLOWUP, prefill_followup, told_how
from bot.store.queries import followups, promises, runs, touches

_SAME_CONTACT = 60
"""Seconds within which a second tap speaks of the same contact."""


def follow_up(visit: Visit, client_id: int, touch_id: int | None = None) -> OpenRun:
    """A follow-up on a contact of now, or on the logged one; one that waits for its first answer serves again."""
    conn, person = visit.conn, visit.person
    for waiting in open_runs(visit):
        same = waiting.run.table == "followup" and waiting.run.value("client") == client_id
        if same and not told_how(waiting.run) and visit.now - waiting.started_at < _SAME_CONTACT:
            return waiting
    known = followups.fear(conn, person.id, client_id)
    fears = visit.voice.playbook.fears
    if known is None or known[0] not in fears:
        known = next(name for name, fear in fears.items() if fear.unknown), None
    last = followups.rounds(conn, person.id, client_id, 1)
    # A contact that was logged with a tap was asked about there.
    due = promises.overdue(conn, person.id, client_id, visit.now) if touch_id is None else None
    run = prefill_followup(begin(person.debriefs, visit.now, table=FOLLOWUP), client_id, *known, due)
    stored = runs.start(
        conn,
        person,
        run.version,
        encode(run),
        visit.now,
        kind="followup",
        playbook=visit.voices.fingerprint,
        client_id=client_id,
        about_id=last[0].run if last else None,
    )
    if touch_id is None:
        touches.of_run(conn, person, client_id, stored.id, visit.now, "followup")
    else:
        touches.tell(conn, person.id, touch_id, stored.id)
    dealt_with(visit, client_id)
    contacted(visit, client_id)
    return OpenRun(stored.id, run, visit.now, visit.voices)
