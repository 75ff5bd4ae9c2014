"""The reading process: a line of JSON and a file come in, lines of JSON go out. Run by `bot.workers.file_reader`.

An answer is `{"lines": n}` on the way, and at the end one of `{"sheet": "…"}`, `{"why": "…"}` and `{"stumbled": "…"}`.
"""

import json
import os
import sys

from bot.transfer import client_rows
from bot.transfer.file_kinds import UnreadableSheet
from bot.workers.file_reader import Stumbled, decode

try:
    import resource
except ImportError:  # Windows has no such bounds; there the time alone is bounded
    resource = None  # type: ignore[assignment]

_NICER = 10
"""Whoever talks to people comes first."""
_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""


def main() -> int:
    """Reads one file."""
    os.nice(_NICER)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    asked = decode(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    try:
        sheet = asked.read(data, lambda lines: _say({"lines": lines}))
    except UnreadableSheet as error:
        _say({"why": error.why})
    except Stumbled as error:
        _say({"stumbled": str(error)})
    else:
        _say({"sheet": client_rows.encode(sheet)})
    return 0


def _say(answer: dict[str, str | int]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
