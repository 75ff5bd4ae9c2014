"""Thin aiogram routers: parse an update, name the use case, hand over. No SQL, no wording, no rules."""

from aiogram import Router

from bot.conversation.services import Services
from handlers import business, buttons, commands, groups, messages


def routers(services: Services) -> tuple[Router, ...]:
    """All routers in the order in which they are asked: groups go nowhere, a command is none of the words."""
    known = frozenset({"start", *commands.COMMANDS})
    return groups.router(known), buttons.router(), commands.router(services), messages.router(), business.router()
