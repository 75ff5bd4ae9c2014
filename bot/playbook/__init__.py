"""The playbook's words as data, one file a language, and how they are read and checked."""

from bot.playbook.load import LANGUAGES, Book, PlaybookError, load_all, parse

__all__ = ["LANGUAGES", "Book", "PlaybookError", "load_all", "parse"]
