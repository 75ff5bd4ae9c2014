"""Reads a playbook from TOML; what is wrong with one is said by file, line, key and what is allowed."""

import dataclasses
import hashlib
import json
import tomllib
import typing
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from bot.common.languages import LANGUAGES
from bot.playbook.check import differences, faults
from bot.playbook.lines import holds, line_of
from bot.playbook.overlay import ENTRIES, laid_over
from bot.protocol.playbook import Playbook


class PlaybookError(ValueError):
    """A playbook that can't be used; one line for each fault: file, line, key, what is allowed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Book:
    """The playbooks of all languages, by code.

    `content` is all of it as text, for the store: `parse` makes the playbooks of it again. `remarks` are what an agency
    may want to know of its own files, though nothing is wrong.
    """

    playbooks: Mapping[str, Playbook]
    content: str
    remarks: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What tells this content from any other."""
        return hashlib.sha256(self.content.encode()).hexdigest()[:32]


class _File(BaseModel):
    """Carries its configuration to the plain dataclasses of the playbook, which take it from what holds them.

    Strict, since a flag or a number written as a text would be taken for what it looks like; read from JSON, since
    what is strict takes a list for a tuple there only.
    """

    model_config = ConfigDict(extra="forbid", strict=True)
    playbook: Playbook


@dataclasses.dataclass(frozen=True, slots=True)
class _Source:
    """A file as it was read: its name, its text, and what is in it."""

    name: str
    text: str
    data: dict[str, Any]


def load_all(directory: Path | None = None) -> Book:
    """The playbooks of all languages, each checked and compared: only words may differ.

    `directory` may hold an agency's own `ru.toml`, `en.toml` or both, which are laid over ours (see
    `bot.playbook.overlay`). Raises PlaybookError.
    """
    folder = Path(__file__).parent
    ours = {language: _read(folder / f"{language}.toml") for language in LANGUAGES}
    theirs = {} if directory is None else _theirs(directory)
    merged, remarks = laid_over(
        {language: file.data for language, file in ours.items()},
        {language: file.data for language, file in theirs.items()},
    )
    # One fault that shows in both languages is told once, where it was written.
    told = dict.fromkeys(_not_there(ours, theirs))
    playbooks = {}
    for language, data in merged.items():
        teller = _Teller(language, theirs)
        playbook = _valid(data, teller)
        told.update(dict.fromkeys(teller.lines))
        if playbook is not None:
            playbooks[language] = playbook
            told.update(dict.fromkeys(teller.tell(fault) for fault in _wrong(playbook, language)))
    if not told:
        told.update(dict.fromkeys(_compared(playbooks, theirs)))
    if told:
        raise PlaybookError("\n".join("".join(c if c.isprintable() else "\ufffd" for c in line) for line in told))
    return Book(playbooks, json.dumps(merged, ensure_ascii=False), tuple(remarks))


def parse(content: str) -> Mapping[str, Playbook]:
    """The playbooks that the content of a `Book` holds. Raises ValueError for what is no such content."""
    return {language: _playbook(data) for language, data in json.loads(content).items()}


def _playbook(data: Mapping[str, Any]) -> Playbook:
    # What JSON has no word for, a date, is null there, which is allowed nowhere.
    return _File.model_validate_json(json.dumps({"playbook": data}, default=lambda _: None)).playbook


def _theirs(directory: Path) -> dict[str, _Source]:
    found = {language: directory / f"{language}.toml" for language in LANGUAGES}
    try:
        names = {file.name for file in directory.iterdir()}
    except (FileNotFoundError, NotADirectoryError):
        raise PlaybookError(f"{directory}: there is no such folder") from None
    except OSError as error:
        raise PlaybookError(f"{directory}: can't be read: {error.strerror}") from None
    there = {language: _read(file) for language, file in found.items() if file.name in names}
    if not there:
        allowed = " or ".join(file.name for file in found.values())
        raise PlaybookError(f"{directory}: holds no playbook, allowed: {allowed}")
    return there


def _not_there(ours: Mapping[str, _Source], theirs: Mapping[str, _Source]) -> Iterator[str]:
    """What an agency takes away that isn't ours to begin with: a name mistyped."""
    known = ours[LANGUAGES[0]].data
    for language, source in theirs.items():
        for table in ENTRIES:
            entries = source.data.get(table)
            for name, entry in entries.items() if isinstance(entries, dict) else ():
                if entry is False and name not in known[table]:
                    fault = f"{table}.{name}: isn't there to be taken away, allowed: {', '.join(known[table])}"
                    yield _Teller(language, theirs).tell(fault, (table, name))


def _read(file: Path) -> _Source:
    if file.exists() and not file.is_file():
        raise PlaybookError(f"{file.name}: can't be read: it is no file")
    try:
        text = file.read_text(encoding="utf-8-sig")
        return _Source(file.name, text, tomllib.loads(text))
    except RecursionError:
        raise PlaybookError(f"{file.name}: can't be read: it holds lists within lists without end") from None
    except UnicodeDecodeError:
        raise PlaybookError(f"{file.name}: can't be read: it isn't UTF-8") from None
    except OSError as error:
        raise PlaybookError(f"{file.name}: can't be read: {error.strerror}") from None
    except ValueError as error:  # not TOML, or a number of more digits than Python reads
        raise PlaybookError(f"{file.name}: can't be read: {error}") from None


def _wrong(playbook: Playbook, language: str) -> Iterator[str]:
    if playbook.language != language:
        yield f"language: is {playbook.language!r}, allowed: {language!r}"
    yield from faults(playbook)


def _compared(playbooks: Mapping[str, Playbook], theirs: Mapping[str, _Source]) -> Iterator[str]:
    first = playbooks[LANGUAGES[0]]
    for language, playbook in playbooks.items():
        teller = _Teller(language, theirs)
        yield from (f"{teller.tell(one)}, as in {first.language}.toml" for one in differences(playbook, first))


class _Teller:
    """Says where a fault of one language's playbook was written: in its own file, else in the one it came from."""

    def __init__(self, language: str, theirs: Mapping[str, _Source]) -> None:
        self._own = f"{language}.toml"
        self._sources = sorted(theirs.values(), key=lambda source: source.name != self._own)
        self.lines: list[str] = []

    def tell(self, fault: str, path: Sequence[str] | None = None) -> str:
        """The fault with its file and line; its key, up to the colon, is the path unless one is given."""
        path = fault.partition(": ")[0].split(".") if path is None else path
        for depth in range(len(path), 0, -1):
            for source in self._sources:
                if holds(source.data, path[:depth]):
                    return f"{source.name}:{line_of(source.text, path[:depth])}: {fault}"
        return f"{self._own}: {fault}"


def _valid(data: Mapping[str, Any], teller: _Teller) -> Playbook | None:
    try:
        return _playbook(data)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            path = [str(step + 1 if isinstance(step, int) else step) for step in error["loc"][1:] if step != "[key]"]
            teller.lines.append(teller.tell(_told(error, path), path))
        return None


_KINDS: Final = {
    "bool_type": "true or false",
    **dict.fromkeys(("int_type", "int_from_float"), "a whole number"),
    "string_type": "text in quotes",
    **dict.fromkeys(("dict_type", "mapping_type", "dataclass_type", "dataclass_exact_type"), "a table"),
    **dict.fromkeys(("tuple_type", "list_type", "set_type", "frozen_set_type"), "a list in square brackets"),
}


def _told(error: ErrorDetails, path: list[str]) -> str:
    key = ".".join(path)
    if error["type"] == "missing":
        return f"{key}: is missing"
    if error["type"] == "unexpected_keyword_argument":
        return f"{key}: is unknown, allowed: {', '.join(_fields(error['loc'][1:-1]))}"
    if error["type"] in _KINDS:
        return f"{key}: is {error['input']!r}, allowed: {_KINDS[error['type']]}"
    if error["type"] == "literal_error":
        return f"{key}: {error['input']!r}, allowed: {error['ctx']['expected']}"
    if error["type"] == "value_error":
        return f"{key}: {error['msg'].removeprefix('Value error, ')}"
    return f"{key}: is {error['input']!r}, which can't be used there"


def _fields(path: tuple[int | str, ...]) -> Iterator[str]:
    """The names that the table at `path` may hold."""
    kind: Any = Playbook
    for step in path:
        if dataclasses.is_dataclass(kind):
            kind = typing.get_type_hints(kind)[str(step)]
        else:
            kind = next(part for part in reversed(typing.get_args(kind)) if part is not Ellipsis)
    return (field.name for field in dataclasses.fields(kind))
