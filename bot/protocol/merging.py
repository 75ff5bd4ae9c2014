"""Two records of one client become one: what the record that stays, and what stored runs say afterwards. Pure."""

import json
from dataclasses import fields, replace
from typing import Any, Final

from bot.protocol import phones
from bot.protocol.client import Client
from bot.protocol.engine.tables import CLIENT_STEPS
from bot.protocol.matching import key

_RULED: Final = {"id", "person_id", "label", "client_date", "created_at", "last_at", "note", "archived_at", "phone"}
"""Fields for which `merged` has a rule of their own."""
_FILLED: Final = tuple(field.name for field in fields(Client) if field.name not in _RULED)
"""All other fields: what the kept record lacks it takes from the other. A new field is among them by itself."""
_UNSAID: Final = {"cadence"}
"""Of these, what no note has to say: a choice, of which the kept one holds."""
_SIGNS: Final = {"username": "@"}


def merged(kept: Client, gone: Client, also: str | None) -> Client:
    """The record `kept` with what only `gone` knew.

    What both know differently stays as `kept` has it; `also` is a line for the note that says the rest, the `leftover`,
    None where there is none. A day that the client's boss named is the later of both; it is in the archive only where
    both were.
    """
    both = kept.archived_at is not None and gone.archived_at is not None
    dates = [date for date in (kept.client_date, gone.client_date) if date is not None]
    return replace(
        kept,
        **{name: getattr(kept, name) or getattr(gone, name) for name in _FILLED},
        phone=phones.joined(kept.phone, gone.phone)[0],
        client_date=max(dates, default=None),
        created_at=min(kept.created_at, gone.created_at),
        last_at=max(kept.last_at, gone.last_at),
        note="\n".join(part for part in (kept.note, gone.note, also) if part) or None,
        archived_at=kept.archived_at if both else None,
    )


def leftover(kept: Client, gone: Client) -> tuple[str, ...]:
    """What of `gone` has no place of its own in `kept`: its name, and where both knew something, what it knew."""
    rest = [gone.label] if key(gone.label) != key(kept.label) or not key(gone.label) else []
    for name in _FILLED:
        mine, other = getattr(kept, name), getattr(gone, name)
        if name not in _UNSAID and mine and other and mine != other:
            rest.append(f"{_SIGNS.get(name, '')}{other}")
    return (*rest, *phones.joined(kept.phone, gone.phone)[1])


def run_merged(text: str, gone: int, kept: int) -> str:
    """The stored run with the client `kept` wherever the client `gone` was named or offered; all else as it is written.

    Raises ValueError for what is no such JSON.
    """
    try:
        data = json.loads(text)
        changed = [_answer_merged(answer, gone, kept) for name in ("answers", "aside") for answer in data.get(name, ())]
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("not the state of a run") from error
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) if any(changed) else text


def _answer_merged(answer: dict[str, Any], gone: int, kept: int) -> bool:
    """Whether the answer named the client; changed in its place."""
    if answer["s"] not in CLIENT_STEPS:
        return False
    before = answer.get("n"), answer.get("p")
    if answer.get("n") == gone:
        answer["n"] = kept
    if "p" in answer:
        answer["p"] = list(dict.fromkeys(f"c{kept}" if pick == f"c{gone}" else pick for pick in answer["p"]))
    return before != (answer.get("n"), answer.get("p"))
