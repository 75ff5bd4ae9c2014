"""What takes a while and is the person's own: files that are made and read, and the last traces of what was erased."""

from bot.errands.bringing import bring
from bot.errands.service import Errands

__all__ = ["Errands", "bring"]
