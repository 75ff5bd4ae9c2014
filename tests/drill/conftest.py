"""The words, read once."""

from tests.flows.conftest import voices

__all__ = ["voices"]
