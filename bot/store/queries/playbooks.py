"""The playbooks that runs began with, each stored once (protocol, section 6)."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, insert, select

from bot.store.tables.core import playbook
from bot.viewmodels.scene import Voice
from bot.viewmodels.voices import Voices

_CONTENT = select(playbook.c.content).where(playbook.c.digest == bindparam("this"))
_NEW = insert(playbook)


def keep(conn: Connection, digest: str, content: str, now: int) -> None:
    """Stores a playbook unless it is there, so that runs can be told to have begun with it; `now` in Unix seconds."""
    if conn.execute(_CONTENT, {"this": digest}).first() is None:
        conn.execute(_NEW, {"digest": digest, "content": content, "created_at": now})


def voices_of(conn: Connection, voices: Voices, digest: str | None) -> Mapping[str, Voice]:
    """The voices of the playbook with that digest, looked up once.

    The present ones where nothing is known of it, or where it has a shape that this version no longer reads.
    """
    known = voices.known(digest)
    if known is not None or digest is None:
        return known or voices
    content = conn.execute(_CONTENT, {"this": digest}).scalar_one_or_none()
    if content is None:
        return voices
    try:
        return voices.learn(digest, content)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return voices
