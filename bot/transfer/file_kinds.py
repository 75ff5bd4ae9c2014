"""What kind of file somebody sent, by its first bytes and its name: a table, cards, or something else by its name."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final, Literal

Kind = Literal["text", "xlsx", "vcard"]
"""What is read: lines of a table, a workbook of Excel's, vCards."""
Reason = Literal[
    "empty",
    "large",
    "many",
    "binary",
    "broken",
    "excel",
    "locked",
    "json",
    "html",
    "rtf",
    "pdf",
    "document",
    "sheet",
    "archive",
    "picture",
    "calendar",
    "xml",
]
"""Why a file as a whole can't be taken; `import-bad-REASON` says what to do instead."""


class UnreadableSheet(Exception):
    """The file as a whole can't be taken; `why` says what is the matter with it."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why: Reason = why


_BEGINNINGS: Final[tuple[tuple[bytes, Reason], ...]] = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
_ENDINGS: Final[Mapping[Reason, str]] = {
    "json": "json jsonl ndjson",
    "html": "html htm mht mhtml xhtml",
    "rtf": "rtf",
    "pdf": "pdf",
    "document": "doc docx odt pages md",
    "sheet": "ods numbers gsheet dbf mdb",
    "excel": "xls xlsb xlt",
    "archive": "zip rar 7z gz tar",
    "picture": "png jpg jpeg gif webp heic bmp tiff svg",
    "calendar": "ics",
    "xml": "xml",
}
_NAMES: Final = {ending: reason for reason, endings in _ENDINGS.items() for ending in endings.split()}
_IN_ZIP: Final[tuple[tuple[str, Reason], ...]] = (
    ("xl/workbook.bin", "excel"),
    ("word/", "document"),
    ("ppt/", "document"),
    ("Index/", "sheet"),
    ("Index.zip", "sheet"),
    ("content.xml", "sheet"),
)
_TEXTUAL: Final = frozenset({"excel", "document", "sheet"})
"""Names under which programs also save plain text with tabs: what is in the file decides."""
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|meta|body|table|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")


def kind_of(data: bytes, name: str) -> Kind:
    """What the file is read as. Raises UnreadableSheet for what isn't read at all, by its kind."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    named = _NAMES.get(name.lower().rpartition(".")[2])
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, named)
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # Office before 2007, and any that is locked by a password
        raise UnreadableSheet("locked" if name.lower().endswith((".xlsx", ".xlsm")) else named or "excel")
    for beginning, reason in _BEGINNINGS:
        if data.startswith(beginning):
            raise UnreadableSheet(reason)
    plain = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if re.match(rb"BEGIN\s*:\s*VCARD", plain, re.IGNORECASE):
        return "vcard"
    if re.match(rb"BEGIN\s*:\s*VCALENDAR", plain, re.IGNORECASE):
        raise UnreadableSheet("calendar")
    if _HTML.match(plain):
        raise UnreadableSheet("html")
    if plain.startswith((b"<?xml", b"<svg")):
        raise UnreadableSheet("xml")
    if _JSON.match(plain) and named != "sheet":
        raise UnreadableSheet("json")
    if named is not None and not (named in _TEXTUAL and _lines_of_cells(plain)):
        raise UnreadableSheet(named)
    return "text"


def _lines_of_cells(head: bytes) -> bool:
    return any(mark in head for mark in (b"\t", b";", b","))


def _zipped(data: bytes, named: Reason | None) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableSheet("broken" if named is None else named) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    for beginning, reason in _IN_ZIP:
        if any(one.startswith(beginning) for one in names):
            raise UnreadableSheet(reason)
    raise UnreadableSheet("archive")
