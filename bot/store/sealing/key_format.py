"""The key under which notes are kept: 32 bytes of chance, written in base64 or hex (docs/decisions/0021)."""

import base64
import binascii
import itertools
import secrets

NO_KEY = "none"
"""What `NOTES_KEY_NEW` says where the notes are to be under no key any more."""
LENGTH = 32
"""Bytes."""
_DIFFERENT = 16
"""So many of its bytes differ at least: of 32 that are chance some 30 do, and fewer than 20 in no life-time."""
_FORM = "must be 32 bytes of chance in base64 or hex, as ./run new-key gives"


def new_key() -> str:
    """A new key, as it is put into the settings."""
    return base64.urlsafe_b64encode(secrets.token_bytes(LENGTH)).decode()


def read_key(text: str) -> bytes:
    """The key's bytes. Raises ValueError, without the text, for what is no key or not made by chance."""
    key = _bytes(text.strip())
    if len(key) != LENGTH:
        raise ValueError(_FORM)
    steps = {(after - before) % 256 for before, after in itertools.pairwise(key)}
    if min(len(set(key)), len(steps)) < _DIFFERENT or all(32 <= one < 127 for one in key):
        raise ValueError(f"can be guessed: it {_FORM}")
    return key


def _bytes(text: str) -> bytes:
    if len(text) == 2 * LENGTH:
        try:
            return bytes.fromhex(text)
        except ValueError:
            return b""
    try:
        plain = text.replace("-", "+").replace("_", "/").rstrip("=")
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
