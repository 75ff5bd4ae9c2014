"""The languages that the bot speaks; a new one is a word here, and its files in texts, playbook and draftcheck."""

from typing import Final, Literal, get_args

Language = Literal["ru", "en"]
"""A language by its code."""
LANGUAGES: Final[tuple[str, ...]] = get_args(Language)
"""All of them; the first is the one that the others are compared with."""


def language_of(code: str) -> Language:
    """The language of that code; the first one where the bot doesn't speak it."""
    return next((one for one in get_args(Language) if one == code), "ru")
