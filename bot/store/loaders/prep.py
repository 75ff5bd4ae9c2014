"""Loads the card before a call, and the questions to read from during it (protocol, section 3)."""

from sqlalchemy import Connection, bindparam, select

from bot.protocol.debrief.outcome import Outcome
from bot.protocol.engine.words import number
from bot.store.loaders import contacts
from bot.store.queries import followups, outcomes, phrase_scores
from bot.store.tables.core import followup
from bot.viewmodels.contacts import ClientChoice
from bot.viewmodels.prep import Prep, Question
from bot.viewmodels.scene import AnyScene, Voice

_RIGHT = (
    select(followup.c.fear_right)
    .where(
        followup.c.person_id == bindparam("owner"),
        followup.c.client_id == bindparam("client"),
        followup.c.run_id > bindparam("since"),
    )
    .order_by(followup.c.run_id.desc())
    .limit(1)
)


def prep_of(conn: Connection, scene: AnyScene, voice: Voice, client_id: int) -> Prep | None:
    """What is known of the client before a call; None where it is not the person's."""
    card = contacts.card_of(conn, scene, voice, client_id)
    if card is None:
        return None
    person = scene.person.id
    last = followups.rounds(conn, person, client_id, 1)
    outcome = outcomes.get(conn, person, last[0].run) if last else None
    fear = followups.fear(conn, person, client_id)
    right = None
    if last:
        values = {"owner": person, "client": client_id, "since": last[0].run}
        right = conn.execute(_RIGHT, values).scalar_one_or_none()
    told = card.contact is not None and bool(last) and card.contact > last[0].at
    return Prep(
        card,
        outcome,
        fear[0] if fear else None,
        fear[1] if fear else None,
        confirmed=right == "confirmed",
        owed=None if told else _honest(outcome, voice),
        helped=phrase_scores.best(conn, person, client_id),
    )


def _honest(outcome: Outcome | None, voice: Voice) -> str | None:
    """The honest line in the manager's own words: the ready ones say that there is nothing to tell."""
    line = outcome.honest if outcome is not None else None
    return line if line not in voice.ready.values() else None


def prep(conn: Connection, scene: AnyScene, voice: Voice, arguments: str) -> Prep | ClientChoice:
    """The card of the client of the place; without one, or with one who is gone, whom the call may be with."""
    client = number(arguments)
    if client is None:
        return contacts.choice(conn, scene, voice, arguments)
    found = prep_of(conn, scene, voice, client) if client else None
    return found if found is not None else contacts.choice(conn, scene, voice, "")


def question(conn: Connection, scene: AnyScene, voice: Voice, arguments: str) -> Question:
    """A question to read from, by its number among those of the client's fear."""
    client, at = (number(part) for part in arguments.partition(".")[::2])
    return Question(prep_of(conn, scene, voice, client or 0), at or 0)
