"""What stands beside the use cases, made once by `bot.app`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.access import Begin, Door
from bot.telegram.lanes import Lanes
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.voices import Voices
from bot.workers.breathing import Breathing
from bot.workers.charts import Charts
from bot.workers.file_jobs import FileJobs
from bot.workers.holidays import Holidays
from bot.workers.vents import Vents


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a new person begins with; `work_from` and `work_to` are minutes of the day, days a bitmask from Monday."""

    language: str
    zone: str
    work_from: int = 600
    work_to: int = 1140
    work_days: int = 0b0011111

    def speaks(self, code: str | None, known: Mapping[str, Voice]) -> str:
        """The language for someone whose Telegram speaks `code` ("en-GB"): that one if known, else the default."""
        short = (code or "").partition("-")[0].lower()
        return short if short in known else self.language

    def begin(self, code: str | None, known: Mapping[str, Voice]) -> Begin:
        """What somebody whose Telegram speaks `code` begins with."""
        return {
            "language": self.speaks(code, known),
            "zone": self.zone,
            "work_from": self.work_from,
            "work_to": self.work_to,
            "work_days": self.work_days,
        }


@dataclass(frozen=True, slots=True)
class Services:
    """The words of every language, the lanes to Telegram, the workers, who may come in, what they begin with.

    `wake` tells whoever sends reminders that one is due at that moment (Unix seconds UTC); `vents` answers and deletes
    what is let out; `file_jobs` makes and reads files, and purges what was erased; `charts` draws and sends; `counted`
    completes a scene by what is read after the commit; `name` asks for the bot's name at Telegram, for its links;
    `host_came` has Telegram list the commands of those who invite in that chat.
    """

    voices: Voices
    lanes: Lanes
    breathing: Breathing
    holidays: Holidays
    door: Door
    defaults: Defaults
    wake: Callable[[int], None]
    vents: Vents
    file_jobs: FileJobs
    charts: Charts
    counted: Callable[[Scene[Any]], Awaitable[Scene[Any]]]
    name: Callable[[], Awaitable[str]]
    host_came: Callable[[int], Awaitable[None]]

    def tells(self, code: str | None, line: str) -> str:
        """The text of that key for somebody of whom only Telegram's language `code` is known."""
        return self.voices[self.defaults.speaks(code, self.voices)].say(line)
