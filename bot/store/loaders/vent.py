"""Loads where somebody stands who lets it out, and what of it still stands in the chat (protocol, section 3)."""

from sqlalchemy import Connection

from bot.store.loaders import runs
from bot.store.queries import vents
from bot.viewmodels.scene import AnyScene, Scene, Voice, Waiting
from bot.viewmodels.vent import VentView, vent_place


def view(conn: Connection, scene: AnyScene, _: Voice, __: str) -> VentView:
    """The place, and how many messages are still to go or can't be deleted."""
    here = vent_place(scene.place)
    if here is None:
        raise ValueError("a screen of letting it out needs its place")
    return VentView(here, vents.left(conn, scene.person.telegram_id))


def under_way(conn: Connection, scene: Scene[VentView], voice: Voice) -> tuple[Waiting, ...]:
    """What was on the screen before, if it still waits; else what waits otherwise."""
    return runs.under_way(conn, scene.person.id, voice, scene.model.place.run)
