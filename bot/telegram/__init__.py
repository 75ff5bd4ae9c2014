"""What stands between screens and Telegram: typed callback data, rendering, and the lanes that send.

Only what others need is named here; no `parse_mode` is used anywhere, so nothing a person types can break a message.
"""

from bot.telegram.callback import PlaceData, RunData, pack
from bot.telegram.errors import Meaning, meaning
from bot.telegram.files import LARGEST_SENT, TooLarge, Unfetched, fetch
from bot.telegram.items import Delivered, Erased, OnShown, Post, Standing
from bot.telegram.lanes import Lanes
from bot.telegram.pace import Bucket, Pace, backoff
from bot.telegram.render import mark, render, request_of, safe

__all__ = [
    "LARGEST_SENT",
    "Bucket",
    "Delivered",
    "Erased",
    "Lanes",
    "Meaning",
    "OnShown",
    "Pace",
    "PlaceData",
    "Post",
    "RunData",
    "Standing",
    "TooLarge",
    "Unfetched",
    "backoff",
    "fetch",
    "mark",
    "meaning",
    "pack",
    "render",
    "request_of",
    "safe",
]
