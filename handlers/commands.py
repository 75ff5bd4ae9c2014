"""All commands: after a slash, as a label of the reply keyboard, as a plain word; in any case and in every language.

Labels are commands whatever is being asked (protocol, section 4), and so are the words for the menu and for SOS. Any
other plain word is one where the words asked for are a name, a time or a choice: where they are free it is an answer.
"""

from collections.abc import Mapping

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.conversation import check, insights, menu, people, sos, typed_input, vent
from bot.conversation.opening import opens
from bot.conversation.pipeline import answer_message
from bot.conversation.services import Services
from bot.conversation.visit import Move, UseCase, Visit
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import command_key
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
    "word-menu": sos.menu_here,
    "word-sos": sos.begin_here,
    "word-help": opens("help"),
    "word-settings": opens("settings"),
    "word-debrief": sos.debrief_here,
    "word-clients": opens("clients"),
    "word-reminders": opens("coming"),
    "word-cancel": menu.cancel,
}
"""By the key of the text of a label or a word."""
_MAY_ANSWER = frozenset(key for key in LABELS if key.startswith("word-")) - {"word-menu", "word-sos"}
"""Those that are an answer where free words are asked for."""


async def on_start(message: Message, unit: Unit, services: Services) -> None:
    """`/start`, with the payload of a deep link, which may let somebody in."""
    payload = (message.text or "").partition(" ")[2].strip()
    await answer_message(message, unit, services, lambda visit: menu.start(visit, payload), payload=payload)


async def on_command(message: Message, command: CommandObject, unit: Unit, services: Services) -> None:
    """Any other command."""
    use_case, argument = COMMANDS[command.command.lower()], command.args or ""
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
    labels = {command_key(voice.say(key)): key for voice in services.voices.values() for key in LABELS}

    async def on_label(message: Message, unit: Unit, services: Services) -> None:
        """A label of the reply keyboard, or a plain word."""
        text = message.text or ""
        key, said = labels[command_key(text)], TypedText(message.message_id, text, int(message.date.timestamp()))

        def decide(visit: Visit) -> Move:
            if key in _MAY_ANSWER and (said_instead := vent.take(visit) or typed_input.take_free(visit, said)):
                return said_instead
            return LABELS[key](visit, "")

        await answer_message(message, unit, services, decide)

    made = Router(name="commands")
    # In a private chat a command is for this bot, whatever name it has or had.
    made.message.register(on_start, Command("start", ignore_case=True, ignore_mention=True))
    made.message.register(on_command, Command(*COMMANDS, ignore_case=True, ignore_mention=True))
    made.message.register(on_label, F.text.func(command_key).in_(labels))
    made.message.register(on_sos, F.text.func(_calls_for_help))
    made.message.register(on_unknown_command, F.text.startswith("/"))
    return made
