"""Which version of okok this is: said by the log at the start, and by the doctor."""

from typing import Final

VERSION: Final = "0.1.0"
"""As in `pyproject.toml`, which a container doesn't have; a test holds the two together."""
