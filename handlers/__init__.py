"""Thin aiogram routers: parse, ask the core, save, show. No SQL, no wording, no rules."""

from aiogram import Router

from handlers import (
    checking,
    contacts,
    debrief,
    groups,
    house,
    insights,
    pause,
    prep,
    reminders,
    settings,
    sos,
    vent,
    words,
)
from handlers.world import World


def routers(world: World) -> tuple[Router, ...]:
    """All routers in the order in which they are asked."""
    return (
        groups.router(),
        vent.router(world),
        checking.router(),
        insights.router(),
        house.router(world),
        debrief.router(),
        pause.router(),
        settings.router(),
        contacts.router(),
        prep.router(),
        sos.router(),
        reminders.router(),
        words.router(),
        house.last_router(),
    )
