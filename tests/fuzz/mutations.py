"""Valid updates of every kind, and what hypothesis makes of them."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.flows.entrances import table

Json = dict[str, Any]
Path = tuple[str | int, ...]

CHATS = (1001, 1002, 1003)
_NOW = 1_772_614_800
_USER: Json = {"id": CHATS[0], "is_bot": False, "first_name": "Anna", "language_code": "ru"}
_CHAT: Json = {"id": CHATS[0], "type": "private", "first_name": "Anna"}
_GROUP: Json = {"id": -1001, "type": "supergroup", "title": "Team"}
_BOT: Json = {"id": 42, "is_bot": True, "first_name": "okok", "username": "okok_bot"}
_FILE: Json = {"file_id": "x", "file_unique_id": "x", "file_size": 2048}
_SCREEN: Json = {"message_id": 1007, "from": _BOT, "chat": _CHAT, "date": _NOW, "text": "Кто это был?"}
_COMMANDS = tuple(name.removeprefix("/") for name in table() if name.startswith("/"))
_BUTTONS = (
    "r|1|client|c1",
    "r|1|tension_before|7",
    "r|2|behaviour|presses",
    "r|3|fear|boss",
    "r|1|next_contact|tomorrow",
    *(f"{name}|{arg}" for name in table() if name.startswith("p|") for arg in ("", "1")),
    "p|touched|1.0",
    "p|live|Europe/Moscow",
    "p|work|600-1140",
    "p|shout|presses.0.1",
    "p|list|0",
)


def _message(**content: Any) -> Json:  # noqa: ANN401 - as Telegram has it
    return {"message_id": 1008, "from": _USER, "chat": _CHAT, "date": _NOW, **content}


def _valid() -> Iterator[Json]:
    for name in _COMMANDS:
        entity = {"type": "bot_command", "offset": 0, "length": len(name) + 1}
        yield {"message": _message(text=f"/{name}", entities=[entity])}
    yield {"message": _message(text="/start i_AAAAAAAAAAAAAAAAAAAAAA")}
    for words in (
        "Ромашка",
        "7",
        "завтра в 10",
        "она <b>кричала</b> & угрожала",
        "Разобрать звонок",
        "10–19",
        "ж" * 4000,
    ):
        yield {"message": _message(text=words)}
    yield {"message": _message(text="слова", reply_to_message=_SCREEN, quote={"text": "Кто", "position": 0})}
    origin = {"type": "hidden_user", "sender_user_name": "Client", "date": _NOW}
    yield {"message": _message(text="переслано", forward_origin=origin)}
    yield {"message": _message(voice={**_FILE, "duration": 3, "mime_type": "audio/ogg"})}
    yield {"message": _message(photo=[{**_FILE, "width": 64, "height": 48}], caption="слова", media_group_id="1")}
    yield {"message": _message(contact={"phone_number": "+70000000000", "first_name": "Client"})}
    yield {"message": _message(dice={"emoji": "🎲", "value": 3})}
    yield {"edited_message": _message(text="правка", edit_date=_NOW + 5)}
    for number, data in enumerate(_BUTTONS):
        tap = {"id": "4000", "from": _USER, "chat_instance": "1", "data": data}
        gone = {"chat": _CHAT, "message_id": 5, "date": 0}
        yield {"callback_query": {**tap, "message": gone if number % 5 == 0 else _SCREEN}}
    yield {"callback_query": {"id": "4001", "from": _USER, "chat_instance": "1", "data": "p|menu|", "message": _SCREEN}}
    yield {"message": {**_message(text="/start@okok_bot"), "chat": _GROUP}}
    sides = {f"{age}_chat_member": {"user": _BOT, "status": age_status} for age, age_status in _STATUS}
    yield {"my_chat_member": {"chat": _CHAT, "from": _USER, "date": _NOW, **sides}}


_STATUS = (("old", "member"), ("new", "left"))
VALID = tuple(_valid())


def paths(value: object, here: Path = ()) -> Iterator[Path]:
    """Every place in the JSON, below the top."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield (*here, key)
        yield from paths(below, (*here, key))


_PATHS = tuple(tuple(paths(update)) for update in VALID)
_LARGE = (0, -1, 1, 2**31, -(2**31) - 1, 2**53, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**30, *CHATS, -1001)
_TEXTS = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202e\u2066",
    "\u200b",
    "'; DROP TABLE person; --",
    "%_\\",
    "<b>&</b>",
    "/",
    "/start " + "i_" + "A" * 22,
    "/" + "x" * 300,
    "🔥" * 4096,
    "я" * 20_000,
    "p|" + "9" * 62,
    "r|1|client|c" + "9" * 40,
    "p|live|../../etc/passwd",
    "private",
    "supergroup",
    "²٣",
)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(_LARGE),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(_TEXTS),
    st.text(max_size=30),
    st.just([]),
    st.just({}),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)


@st.composite
def mutated(draw: st.DrawFn) -> Json:
    """A valid update of any kind in which up to three places are something else, gone, or moved."""
    number = draw(st.integers(0, len(VALID) - 1))
    update = copy.deepcopy(VALID[number])
    update["update_id"] = 0
    if draw(st.booleans()):
        _of(update, draw(st.sampled_from(CHATS)))
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(_PATHS[number]))
        _change(update, path, draw(st.sampled_from(("odd", "odd", "odd", "gone", "twice", "renamed"))), draw(ODD))
    return update


def _of(update: Json, chat: int) -> None:
    """The update is somebody else's."""
    for path in paths(update):
        if path[-2:] in {("from", "id"), ("chat", "id")}:
            holder = _at(update, path[:-1])
            if isinstance(holder, dict) and holder["id"] == CHATS[0]:
                holder["id"] = chat


def _at(update: Json, path: Path) -> Any:  # noqa: ANN401 - any JSON
    found: Any = update
    for key in path:
        try:
            found = found[key]
        except (KeyError, IndexError, TypeError):
            return None
    return found


def _change(update: Json, path: Path, how: str, odd: object) -> None:
    """Changes that place, where the earlier changes left it."""
    holder, key = _at(update, path[:-1]), path[-1]
    if not isinstance(holder, dict | list) or (isinstance(holder, dict) and key not in holder):
        return
    if isinstance(holder, list) and not (isinstance(key, int) and key < len(holder)):
        return
    if how == "odd":
        holder[key] = odd  # type: ignore[index]  # of its kind, as was looked at
    elif how == "gone":
        del holder[key]  # type: ignore[arg-type]  # same
    elif how == "twice":
        holder[key] = [holder[key], copy.deepcopy(holder[key])]  # type: ignore[index]  # same
    elif isinstance(holder, dict):
        holder[str(odd)] = holder.pop(key)
