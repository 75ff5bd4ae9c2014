"""Files: those that the bot sends are kept to be looked at, those that people send can be fetched."""

from dataclasses import dataclass

from tests.fake.wire import ApiError, Json, Upload, bad
from tests.fake.world import World

LARGEST_SENT = 50 * 2**20  # Bot API, "Sending files"
LARGEST_FETCHED = 20 * 2**20  # Bot API, getFile

Files = dict[str, Upload]


@dataclass
class Filed:
    """A file that Telegram has; `size` is what it says of it, which a test may let differ from what there is."""

    path: str
    data: bytes
    size: int


class KeptFiles(World):
    """The Bot API's files. `files` has them by their id, `fetched` the paths that were asked for, in order.

    `missing` are paths that are refused with 404, as after an hour.
    """

    def __init__(self, token: str, username: str = "okok_test_bot") -> None:
        super().__init__(token, username)
        self.files: dict[str, Filed] = {}
        self.fetched: list[str] = []
        self.missing: set[str] = set()

    def file(self, kind: str, data: bytes, size: int | None = None) -> Json:
        """Keeps a file; gives what Telegram says of it."""
        number = f"{kind}{len(self.files) + 1}"
        size = len(data) if size is None else size
        self.files[f"id-{number}"] = Filed(f"{kind}s/file_{len(self.files) + 1}", data, size)
        return {"file_id": f"id-{number}", "file_unique_id": number, "file_size": size}

    def served(self, path: str) -> bytes | None:
        """The file of that path, None where there is none (any more)."""
        self.fetched.append(path)
        if path in self.missing:
            return None
        return next((filed.data for filed in self.files.values() if filed.path == path), None)

    def upload(self, kind: str, params: Json, files: Files) -> tuple[Upload, Json]:
        """What came with a sending call, kept. Raises ApiError for nothing, an empty file or one too large."""
        given = str(params.get(kind, ""))
        upload = files.get(given.removeprefix("attach://") if given else kind)
        if upload is None:
            raise bad("wrong file identifier/HTTP URL specified" if given else f"there is no {kind} in the request")
        if not upload.data:
            raise bad("file must be non-empty")
        if len(upload.data) > LARGEST_SENT:
            raise ApiError(413, "Request Entity Too Large")
        return upload, self.file(kind, upload.data)

    def get_file(self, params: Json) -> Json:
        """Where the file can be fetched from, for an hour."""
        file_id = str(params.get("file_id", ""))
        filed = self.files.get(file_id)
        if filed is None:
            raise bad("wrong file_id or the file is temporarily unavailable" if file_id else "file_id not specified")
        if filed.size > LARGEST_FETCHED:
            raise bad("file is too big")
        told = {"file_id": file_id, "file_unique_id": file_id.removeprefix("id-"), "file_path": filed.path}
        return {**told, "file_size": filed.size}
