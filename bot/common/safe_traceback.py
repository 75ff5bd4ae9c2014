"""What a log may say of an exception: its class and the line that raised it, never its text."""

import traceback
from pathlib import Path


def place_of(error: BaseException) -> str:
    """The class of `error` and the last places of the traceback (file and line): its text may hold words."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places}" if places else type(error).__name__
