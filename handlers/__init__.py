"""Thin aiogram routers: parse, ask the core, save, show. No SQL, no wording, no rules."""

from aiogram import Router

from bot.conversation.services import World
from handlers import (
    breathing,
    check,
    client_edit,
    clients,
    contacts,
    debrief,
    groups,
    insights,
    menu,
    messages,
    notes,
    parting,
    parting_farewell,
    people,
    prep,
    prep_questions,
    reminders,
    settings,
    sos,
    transfer,
    vent,
)


def routers(world: World) -> tuple[Router, ...]:
    """All routers in the order in which they are asked."""
    return (
        groups.router(),
        vent.router(world),
        check.router(),
        clients.router(),
        client_edit.router(),
        transfer.router(),
        insights.router(),
        parting.router(),
        parting_farewell.router(),
        people.router(),
        menu.router(world),
        debrief.router(),
        breathing.router(),
        settings.router(),
        contacts.router(),
        prep.router(),
        prep_questions.router(),
        notes.router(),
        sos.router(),
        reminders.router(),
        messages.router(),
        menu.last_router(),
    )
