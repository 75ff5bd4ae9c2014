"""The drawing process: a line of JSON comes in, a PNG goes out, until the input ends. Run by `bot.insights.renderer`.

Each answer is one line of JSON, `{"bytes": n}` and then so many bytes, or `{"error": "NameOfIt"}`.
"""

import gc
import json
import os
import sys

from bot.insights.charts import draw
from bot.insights.pictures import decode

_NICER = 10
"""Whoever talks to people comes first."""


def main() -> int:
    """Draws what is asked for until nobody asks any more."""
    os.nice(_NICER)
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        try:
            png = draw(decode(line))
        except Exception as error:  # noqa: BLE001 - told to whoever asked, and the next picture may be drawn
            answer: dict[str, str | int] = {"error": type(error).__name__}
            png = b""
        else:
            answer = {"bytes": len(png)}
        out.write(json.dumps(answer).encode() + b"\n" + png)
        out.flush()
        gc.collect()  # figures hold themselves: left to chance, sixty of them were 60 MB
    return 0


if __name__ == "__main__":
    sys.exit(main())
