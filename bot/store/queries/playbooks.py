"""The playbooks that runs began with, each stored once (protocol, section 6)."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, insert, select

from bot.store.tables.core import playbook
from bot.viewmodels.scene import Voice
from bot.viewmodels.voices import Voices

_CONTENT = select(playbook.c.content).where(playbook.c.digest == bindparam("this"))
_NEW = insert(playbook)


def keep(conn: Connection, fingerprint: str, content: str, now: int) -> None:
    """Stores a playbook unless it is there, so that runs can be told to have begun with it; `now` in Unix seconds."""
    if conn.execute(_CONTENT, {"this": fingerprint}).first() is None:
        conn.execute(_NEW, {"digest": fingerprint, "content": content, "created_at": now})


def voices_of(conn: Connection, voices: Voices, fingerprint: str | None) -> Mapping[str, Voice]:
    """The voices of the playbook with that fingerprint, looked up once.

    The present ones where nothing is known of it, or where it has a shape that this version no longer reads.
    """
    known = voices.known(fingerprint)
    if known is not None or fingerprint is None:
        return known or voices
    content = conn.execute(_CONTENT, {"this": fingerprint}).scalar_one_or_none()
    if content is None:
        return voices
    try:
        return voices.learn(fingerprint, content)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return voices
