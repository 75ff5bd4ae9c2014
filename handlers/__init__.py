"""Thin aiogram routers: parse, ask the core, save, show. No SQL, no wording, no rules."""

from aiogram import Router

from handlers import (
    asking,
    checking,
    clients,
    contacts,
    debrief,
    fields,
    groups,
    house,
    insights,
    noting,
    own,
    parting,
    parting_ways,
    pause,
    people,
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
        clients.router(),
        fields.router(),
        own.router(),
        insights.router(),
        parting.router(),
        parting_ways.router(),
        people.router(),
        house.router(world),
        debrief.router(),
        pause.router(),
        settings.router(),
        contacts.router(),
        prep.router(),
        asking.router(),
        noting.router(),
        sos.router(),
        reminders.router(),
        words.router(),
        house.last_router(),
    )
