"""What a button carries: typed, at most 64 bytes, never trusted (a button is tapped for ever, and by anyone)."""

from aiogram.filters.callback_data import CallbackData

from bot.viewmodels.screen import PlaceTap, RunTap


class RunData(CallbackData, prefix="r", sep="|"):
    """A tap in a run of the engine: run, step, option. The run's id alone proves nothing: ask whose it is."""

    run: int
    step: str
    option: str


class PlaceData(CallbackData, prefix="p", sep="|"):
    """A tap that leads somewhere or sets something outside of a run."""

    to: str
    arg: str = ""


def pack(tap: RunTap | PlaceTap) -> str:
    """The callback data of `tap`. Raises ValueError over 64 bytes (Bot API) or with a `|` in a part."""
    match tap:
        case RunTap(run=run, step=step, option=option):
            return RunData(run=run, step=step, option=option).pack()
        case PlaceTap(to=to, arg=arg):
            return PlaceData(to=to, arg=arg).pack()
