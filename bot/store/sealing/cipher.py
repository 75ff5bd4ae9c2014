"""Seals words under a key, each bound to the place that it stands at: table, column and row (docs/decisions/0021).

Imported only where there is a key: the library takes its time.
"""

import base64
import hashlib
import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.store.database.errors import Unreadable

_NONCE: Final = 12
_FORM: Final = "1:"
"""What sealed words begin with: which way they were sealed."""


class Seal:
    """One key, and what is done with it. Frozen; serves every thread."""

    __slots__ = ("_aead", "_digest", "check")

    def __init__(self, key: bytes) -> None:
        """`key` is 32 bytes of chance. `check` tells it from others, and says nothing of it."""
        self._aead = AESGCM(_derived(key, b"words"))
        self._digest = _derived(key, b"digest")
        self.check: Final = _derived(key, b"check").hex()

    def close(self, place: str, row: str, words: str) -> str:
        """The words as they are stored at that place ("client.label") of that row, and can be read nowhere else."""
        nonce = os.urandom(_NONCE)
        sealed = self._aead.encrypt(nonce, words.encode(), _bound(place, row))
        return _FORM + base64.b64encode(nonce + sealed).decode()

    def open(self, place: str, row: str, stored: str) -> str:
        """The words that were sealed for that place. Raises Unreadable for all else: changed, moved, or not sealed."""
        if not stored.startswith(_FORM):
            raise Unreadable(place, row)
        try:
            sealed = base64.b64decode(stored[len(_FORM) :], validate=True)
            return self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(place, row)).decode()
        except (InvalidTag, ValueError):
            raise Unreadable(place, row) from None

    def digest(self, place: str, words: str) -> str:
        """What stands for the words where the database compares: the same for the same words, and no way back."""
        return hashlib.blake2b(f"{place}\n{words}".encode(), key=self._digest, digest_size=16).hexdigest()


def _derived(key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose: HMAC is enough of a derivation for a key that is chance already."""
    return hmac.digest(key, b"okok notes " + purpose, "sha256")


def _bound(place: str, row: str) -> bytes:
    return f"okok\n{place}\n{row}".encode()
