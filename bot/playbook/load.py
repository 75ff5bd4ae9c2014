"""Reads a playbook from TOML; what is wrong with one is said by file, key and what is allowed."""

import dataclasses
import tomllib
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from bot.playbook.check import differences, faults
from bot.protocol.playbook import Playbook

LANGUAGES = ("ru", "en")
"""Every language that there is a playbook for; the others are compared with the first."""


class PlaybookError(ValueError):
    """A playbook that can't be used; one line for each fault: file, key, what is allowed."""


class _File(BaseModel):
    """Carries `extra="forbid"` to the plain dataclasses of the playbook, which take it from what holds them."""

    model_config = ConfigDict(extra="forbid")
    playbook: Playbook


def load(language: str, directory: Path | None = None) -> Playbook:
    """The playbook of one of `LANGUAGES`, checked by itself.

    `directory` may hold an agency's own file of the same name: its tables are laid over ours key by key, its texts,
    numbers and lists replace ours whole (protocol, section 6). Raises PlaybookError.
    """
    name = f"{language}.toml"
    files = [Path(__file__).with_name(name)]
    if directory is not None and (directory / name).is_file():
        files.append(directory / name)
    data: dict[str, Any] = {}
    for file in files:
        data = _over(data, _toml(file))
    playbook = _valid(data, files[-1].name)
    if playbook.language != language:
        msg = f"{name}: language: is {playbook.language!r}, allowed: {language!r}"
        raise PlaybookError(msg)
    if wrong := [f"{name}: {fault}" for fault in faults(playbook)]:
        raise PlaybookError("\n".join(wrong))
    return playbook


def load_all(directory: Path | None = None) -> Mapping[str, Playbook]:
    """The playbooks of all languages, by code, each checked and compared: only words may differ.

    `directory` as in `load`. Raises PlaybookError.
    """
    loaded = {language: load(language, directory) for language in LANGUAGES}
    first = loaded[LANGUAGES[0]]
    wrong = [
        f"{language}.toml: {difference}, as in {first.language}.toml"
        for language, playbook in loaded.items()
        for difference in differences(playbook, first)
    ]
    if wrong:
        raise PlaybookError("\n".join(wrong))
    return loaded


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{file.name}: can't be read: {error}"
        raise PlaybookError(msg) from None


def _over(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    laid = dict(ours)
    for key, value in theirs.items():
        under = laid.get(key)
        laid[key] = _over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return laid


def _valid(data: Mapping[str, Any], name: str) -> Playbook:
    try:
        return _File.model_validate({"playbook": data}).playbook
    except ValidationError as invalid:
        lines = [f"{name}: {_told(error)}" for error in invalid.errors(include_url=False)]
        raise PlaybookError("\n".join(lines)) from None


def _told(error: ErrorDetails) -> str:
    path = error["loc"][1:]
    key = ".".join(str(step) for step in path)
    if error["type"] == "missing":
        return f"{key}: is missing"
    if error["type"] == "unexpected_keyword_argument":
        return f"{key}: is unknown, allowed: {', '.join(_fields(path[:-1]))}"
    if error["type"] == "literal_error":
        return f"{key}: {error['input']!r}, allowed: {error['ctx']['expected']}"
    return f"{key}: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _fields(path: tuple[int | str, ...]) -> Iterator[str]:
    """The names that the table at `path` may hold."""
    kind: Any = Playbook
    for step in path:
        if dataclasses.is_dataclass(kind):
            kind = typing.get_type_hints(kind)[str(step)]
        else:
            kind = next(part for part in reversed(typing.get_args(kind)) if part is not Ellipsis)
    return (field.name for field in dataclasses.fields(kind))
