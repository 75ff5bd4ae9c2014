"""The same four steps in python-telegram-bot over HTTP: it polls, and flushes its persistence at every update."""

import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from benchmarks.flow import STEPS
from tests.fake import TOKEN

_TEXT = "What did the client do? Only deeds, no judgement of their character. " * 3


class Flushing(Application):
    """Stores what an update changed before the next one is taken, as a bot must that is to lose nothing."""

    async def process_update(self, update: object) -> None:
        """One update, and its flush."""
        await super().process_update(update)
        await self.update_persistence()


def _keyboard(step: int) -> InlineKeyboardMarkup:
    """Eleven buttons; one of them is what the next tap is aimed at."""
    part = STEPS[step % len(STEPS)]
    first = InlineKeyboardButton("Button", callback_data=f"r|1{part}")
    rest = [InlineKeyboardButton(f"Button {n}", callback_data=f"r|{n}|no|{n}") for n in range(10)]
    return InlineKeyboardMarkup([[button] for button in (first, *rest)])


async def _greet(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(_TEXT, reply_markup=_keyboard(0))


async def _step(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    query = update.callback_query
    _, _, step, option = query.data.split("|")
    context.user_data.setdefault("answers", {})[step] = option
    place = next(number for number, part in enumerate(STEPS, 1) if step == part.split("|")[1])
    await query.answer()
    await query.edit_message_text(f"{_TEXT}{query.id}", reply_markup=_keyboard(place))
    return place if place < len(STEPS) else ConversationHandler.END


@asynccontextmanager
async def other(url: str, folder: Path) -> AsyncIterator[None]:
    """That bot at work against the server at `url`; its pickle lies in `folder`."""
    stored = PicklePersistence(folder / "polling.pickle", on_flush=False)
    builder = ApplicationBuilder().application_class(Flushing).token(TOKEN).base_url(f"{url}/bot")
    application = builder.persistence(stored).build()
    steps = [CallbackQueryHandler(_step, pattern=rf"^r\|\d+\|{part.split('|')[1]}\|") for part in STEPS]
    with warnings.catch_warnings():
        # It warns that the state is kept by chat and not by message, which is what is wanted here.
        warnings.simplefilter("ignore")
        conversation = ConversationHandler(
            entry_points=[steps[0]],
            states={place: [step] for place, step in enumerate(steps) if place},
            fallbacks=[],
            name="debrief",
            persistent=True,
        )
    application.add_handlers([conversation, MessageHandler(filters.TEXT, _greet)])
    await application.initialize()
    await application.updater.start_polling(timeout=30)
    await application.start()
    yield
    await application.updater.stop()
    await application.stop()
    await application.shutdown()
