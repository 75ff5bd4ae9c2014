"""A search for words in the bytes of files: as UTF-8, as UTF-16, and as JSON and PostgreSQL write them in escapes."""

from collections.abc import Iterable
from pathlib import Path


def forms(word: str) -> set[bytes]:
    """The ways in which a word may stand in a file."""
    escaped = word.encode("ascii", "backslashreplace")
    found = {word.encode(code, "surrogatepass") for code in ("utf-8", "utf-16-le", "utf-16-be")}
    return found | {escaped, escaped.upper(), repr(word.encode("utf-8", "surrogatepass"))[2:-1].encode()}


def betrayed(words: Iterable[str], held: bytes) -> list[str]:
    """Which of the words stand there."""
    return [word for word in words if any(form in held for form in forms(word))]


def bytes_in(*places: Path) -> bytes:
    """All that stands in the files, and in those of the folders and the folders below."""
    files = [one for place in places for one in ([place] if place.is_file() else sorted(place.rglob("*")))]
    return b"\n".join(file.read_bytes() for file in files if file.is_file())
