"""The draft check: what a program can see in a text before it goes to the client (R1, protocol section 4). Pure."""

from bot.protocol.flags.check import check
from bot.protocol.flags.flag import KINDS, Flag, FlagKind

__all__ = ["KINDS", "Flag", "FlagKind", "check"]
