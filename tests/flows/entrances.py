"""All that a person can say or tap, read from the registered handlers themselves."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackQueryFilter
from magic_filter.operations import BaseOperation, ComparatorOperation, FunctionOperation, GetAttributeOperation

from bot.telegram.callback import PlaceData, RunData

TABLE = Path(__file__).parents[2] / "docs" / "access.md"
_ROW = re.compile(r"^\| `(?P<name>[^`]+)` \| (?:`(?P<carries>[^`]*)`)? *\|(?P<words>.+)\|$", re.MULTILINE)
ACTORS = ("owner", "manager", "another", "removed", "stranger", "group")


def entrances(routers: Iterable[Router]) -> set[str]:
    """`/start` for a command, `label btn-menu` for a label, `p|menu` for a button's verb, `r` for the steps' buttons.

    Else the handler's name.
    """
    found: set[str] = set()
    for router in routers:
        for event, observer in router.observers.items():
            for one in observer.handlers:
                found.update(_names(event, one))
        found |= entrances(router.sub_routers)
    return found


def _names(event: str, handler: HandlerObject) -> Iterator[str]:
    filters = [one.callback for one in handler.filters or ()]
    labels = [value for one in handler.filters or () if (value := _labels(one.magic)) is not None]
    command = next((one for one in filters if isinstance(one, Command)), None)
    data = next((one for one in filters if isinstance(one, CallbackQueryFilter)), None)
    if command is not None:
        yield from (f"/{name}" for name in command.commands)
    elif labels:
        yield from (f"label {key}" for key in set(labels[0].values()))
    elif data is not None and data.callback_data is RunData:
        yield "r"
    elif data is not None and data.callback_data is PlaceData:
        yield from (f"p|{to}" for to in _deeds(data.rule))
    else:
        name = f"{handler.callback.__module__.removeprefix('handlers.')}.{handler.callback.__name__}"
        yield name if event in {"message", "edited_message", "callback_query"} else f"{event}: {name}"


def _labels(magic: Any) -> Mapping[str, str] | None:  # noqa: ANN401 - a magic filter
    """The labels, with the keys of their texts, that `F.text.func(…).in_(labels)` takes; None for another filter."""
    match list(magic._operations) if magic is not None else []:
        case [GetAttributeOperation(name="text"), FunctionOperation(), FunctionOperation(args=(dict() as labels,))]:
            return labels
        case _:
            return None


def _deeds(rule: Any) -> list[str]:  # noqa: ANN401 - a magic filter
    """The names that `F.to == "x"` or `F.to.in_({…})` take. Fails for a rule of another shape."""
    operations: list[BaseOperation] = list(rule._operations) if rule is not None else []
    match operations:
        case [GetAttributeOperation(name="to"), ComparatorOperation(right=str(name))]:
            return [name]
        case [GetAttributeOperation(name="to"), FunctionOperation(args=(names,))]:
            return list(names)
        case _:
            raise AssertionError(f"what buttons does this rule take? {operations}")


def table() -> dict[str, tuple[str, dict[str, str]]]:
    """By entrance: what the button carries, and the word for each of `ACTORS`."""
    found = {}
    for row in _ROW.finditer(TABLE.read_text("utf-8")):
        words = [word.strip() for word in row["words"].split("|")]
        assert len(words) == len(ACTORS), row[0]
        assert row["name"] not in found, row[0]
        found[row["name"]] = (row["carries"] or "", dict(zip(ACTORS, words, strict=True)))
    return found
