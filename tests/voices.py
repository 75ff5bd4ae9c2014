"""The words of every language: read once, however many modules of tests need them."""

from types import MappingProxyType
from typing import Final

from bot.app import voices_of

READ: Final = voices_of("112")
"""As the program reads them at its start. It may be renewed there, so nothing that is kept may renew this one."""
VOICES: Final = MappingProxyType(dict(READ))
"""The voice of each language by its code."""
