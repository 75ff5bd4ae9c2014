"""The playbook's words as data, one file a language, and how they are read and checked."""

from bot.playbook.load import PlaybookError, load, load_all

__all__ = ["PlaybookError", "load", "load_all"]
