"""The interface wording in every language, read once at start and looked up by key."""

from bot.texts.lookup import LANGUAGES, Texts, load_texts
from bot.texts.reading import TextsError

__all__ = ["LANGUAGES", "Texts", "TextsError", "load_texts"]
