"""Loads the text that is being checked."""

from sqlalchemy import Connection

from bot.draftcheck.pasted import Pasted
from bot.store.queries import draft_checks
from bot.viewmodels.scene import AnyScene, Voice


def pasted(conn: Connection, scene: AnyScene, _: Voice, __: str) -> Pasted | None:
    """What the person has checked now; None where there is nothing."""
    return draft_checks.get(conn, scene.person.id)
