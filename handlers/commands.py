"""All commands, and the labels of the reply keyboard, which are commands in every language whatever is being asked."""

from collections.abc import Mapping

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.conversation import check, insights, menu, people, sos, vent
from bot.conversation.opening import opens
from bot.conversation.pipeline import answer_message
from bot.conversation.services import Services
from bot.conversation.visit import UseCase
from bot.protocol.sos import calls_for_help
from bot.store.database.unit_of_work import Unit

COMMANDS: Mapping[str, UseCase] = {
    "menu": sos.menu_here,
    "debrief": sos.debrief_here,
    "sos": sos.begin_here,
    "vent": vent.begin_by_command,
    "check": check.begin,
    "prep": opens("prep"),
    "clients": opens("clients"),
    "touch": opens("touch"),
    "reminders": opens("coming"),
    "insights": insights.open_all,
    "parting": opens("part"),
    "people": people.open_list,
    "settings": opens("settings"),
    "export": opens("export"),
    "import": opens("import"),
    "forget": opens("forget"),
    "help": opens("help"),
    "cancel": menu.cancel,
}
"""By what is typed after the slash; `/start` has a handler of its own, for what a link carries."""

LABELS: Mapping[str, UseCase] = {
    "menu-debrief": sos.debrief_here,
    "menu-sos": sos.begin_here,
    "menu-vent": vent.begin_by_command,
    "menu-reminders": opens("owed"),
    "btn-menu": sos.menu_here,
}
"""By the key of the label's text."""


async def on_start(message: Message, unit: Unit, services: Services) -> None:
    """`/start`, with the payload of a deep link, which may let somebody in."""
    payload = (message.text or "").partition(" ")[2].strip()
    await answer_message(message, unit, services, lambda visit: menu.start(visit, payload), payload=payload)


async def on_command(message: Message, command: CommandObject, unit: Unit, services: Services) -> None:
    """Any other command."""
    use_case, argument = COMMANDS[command.command], command.args or ""
    await answer_message(message, unit, services, lambda visit: use_case(visit, argument))


async def on_sos(message: Message, unit: Unit, services: Services) -> None:
    """The word itself, in whichever letters and case: whoever writes it has no time to look for the button."""
    await answer_message(message, unit, services, lambda visit: sos.begin_here(visit, ""))


async def on_unknown_command(message: Message, unit: Unit, services: Services) -> None:
    """A command that there isn't."""
    await answer_message(message, unit, services, menu.unknown_command)


def _calls_for_help(text: str | None) -> bool:
    return text is not None and calls_for_help(text.partition("@")[0])


def router(services: Services) -> Router:
    """The router of commands."""
    labels = {voice.say(key): key for voice in services.voices.values() for key in LABELS}

    async def on_label(message: Message, unit: Unit, services: Services) -> None:
        """A label of the reply keyboard."""
        use_case = LABELS[labels[message.text or ""]]
        await answer_message(message, unit, services, lambda visit: use_case(visit, ""))

    made = Router(name="commands")
    made.message.register(on_start, Command("start"))
    made.message.register(on_command, Command(*COMMANDS))
    made.message.register(on_label, F.text.in_(labels))
    made.message.register(on_sos, F.text.func(_calls_for_help))
    made.message.register(on_unknown_command, F.text.startswith("/"))
    return made
