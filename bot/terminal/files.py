"""Files in the try-out: what the bot sends is put into a folder, what the person names is sent to the bot."""

from pathlib import Path

COMMAND = "/file "
"""What a line begins with that sends a file: the rest is its path."""


class Files:
    """The files of one try-out, by the ids that Telegram would give them."""

    def __init__(self, folder: Path) -> None:
        """What the bot sends is put into `folder`."""
        self._folder = folder
        self._sent: dict[str, bytes] = {}

    def keep(self, name: str, data: bytes) -> Path:
        """Writes what the bot sent, in the place of an earlier file of that name; gives where."""
        path = self._folder / Path(name).name
        path.write_bytes(data)
        path.chmod(0o600)
        return path

    def take(self, line: str) -> tuple[str, str, int] | None:
        """The file that a typed line names, as (id, name, size); None where it can't be read."""
        path = Path(line.removeprefix(COMMAND).strip().strip("'\"")).expanduser()
        try:
            data = path.read_bytes()
        except (OSError, ValueError):
            return None
        number = f"file{len(self._sent) + 1}"
        self._sent[number] = data
        return number, path.name, len(data)

    def get(self, file_id: str) -> bytes | None:
        """The file with that id."""
        return self._sent.get(file_id)
