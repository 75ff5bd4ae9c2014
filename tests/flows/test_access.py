"""Everything that can be said or tapped, by everybody who might: as `docs/access.md` says."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from aiogram import F, Router

from bot.store.tables.core import metadata
from bot.telegram.callback import PlaceData
from bot.viewmodels.voices import Voices
from handlers import routers
from tests.fake import Group, Msg, Person, Tap
from tests.fake.business import Account
from tests.flows.entrances import entrances, table
from tests.flows.stores import Row
from tests.flows.talk import House, Talk
from tests.flows.test_invitations import comes, invites, sqlite_only, with_owner
from tests.flows.test_parting import checks

OWNER, MANAGER, ANOTHER, REMOVED, STRANGER = 1001, 2002, 3003, 4004, 6666
SECRET = "Секретный клиент"  # noqa: S105 - a name
NUMBERS = {"owner": OWNER, "manager": MANAGER, "another": ANOTHER, "removed": REMOVED, "stranger": STRANGER}

Rows = dict[tuple[str, int], list[Row]]


@dataclass
class Place:
    """Where it is tried: everybody at their chats, the group, what the buttons name."""

    house: House
    ids: Mapping[str, object]
    group: Group
    people: Mapping[str, Person]
    persons: Mapping[int, int]
    """By the person's id in the rows, their Telegram id."""
    looker: sqlite3.Connection


@dataclass
class Tried:
    """What one did, and what came of it: the tap if it was one, what the bot sent after it."""

    tap: Tap | None = None
    sent: list[Msg] = field(default_factory=list)

    def heard(self, line: str) -> bool:
        """Whether it was answered with just that line."""
        if self.tap is not None:
            return self.tap.answered and self.tap.text == line and not self.sent
        return [message.text for message in self.sent] == [line]

    def says(self, line: str) -> bool:
        """Whether the one message that came begins with that line."""
        return len(self.sent) == 1 and self.sent[0].text.startswith(line)


def _words(name: str, house: House) -> Callable[[Person, Group | None], Awaitable[object]]:
    """What somebody does to reach the handler of that name."""
    say = house.voices["ru"].say
    texts = {
        "commands.on_sos": "СОС",
        "commands.on_unknown_command": "/nothing",
        "messages.on_text": "слова",
        "groups.on_group_message": "/start",
    }
    if name.startswith("label "):
        texts[name] = say(name.removeprefix("label "))
    contents: dict[str, dict[str, Any]] = {
        "messages.on_caption": {"photo": [], "caption": "слова"},
        "messages.on_voice": {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
        "messages.on_contact": {"contact": {"phone_number": "+70000000000", "first_name": "К"}},
        "messages.on_picked": {"users_shared": {"request_id": 1, "users": [{"user_id": 5}], "user_ids": [5]}},
        "messages.on_document": {"document": {"file_id": "d", "file_unique_id": "d", "file_name": "x.txt"}},
        "messages.on_other": {"dice": {"emoji": "🎲", "value": 3}},
        "messages.on_service": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}},
    }
    if ": business." in name:
        return lambda who, _: _of_account(name.partition(":")[0], who)
    if name in {"messages.on_edited", "groups.on_group_edit"}:

        async def edits(who: Person, group: Group | None) -> None:
            said = house.tg.post(group.room if group else who.room, who.user, {"text": "было"})
            body = {**said.json, "text": "стало", "edit_date": int(house.tg.clock())}
            house.tg.emit("edited_message", body, said.chat)

        return edits
    content = contents.get(name) or {"text": texts.get(name, name)}
    return lambda who, group: who.post(content, group)


async def _of_account(kind: str, who: Person) -> None:
    """What Telegram tells of the account of somebody who connected the bot just now."""
    account = Account(who)
    match kind:
        case "business_connection":
            await account.connects()
        case "business_message":
            await account.writes(77)
        case _:
            await account.deletes(77, 1)


def _pressed(house: House, who: Person, data: str, group: Group | None) -> Tap:
    """A tap with that data on the bot's newest message there."""
    room = group.room if group else who.room
    message = room.from_bot[-1] if room.from_bot else house.tg.post(room, house.tg.bot, {"text": "…"})
    tap = Tap(str(5_000_000_000 + len(house.tg.taps)), room.id, data, house.tg.clock())
    house.tg.tapped(tap)
    query = {"id": tap.id, "from": who.user, "chat_instance": "1", "data": data, "message": message.json}
    house.tg.push({"callback_query": query}, room.id)
    return tap


async def _tries(at: Place, name: str, carries: str, actors: list[str]) -> dict[str, Tried]:
    """Each of them does it, all at once."""
    made, before = {}, {}
    for actor in actors:
        who, group = at.people[actor], at.group if actor == "group" else None
        room = group.room if group else who.room
        tried = made[actor] = Tried()
        if name.startswith(("p|", "r")) or carries or name.endswith("_tap"):
            data = carries or name
            if name.startswith("p|") or name == "r":
                data = f"{name}|{carries}"
            tried.tap = _pressed(at.house, who, data.format(**at.ids), group)
        else:
            await _words(name, at.house)(who, group)
        before[actor] = (room, max(room.messages, default=0))
    await at.house.settled()
    for actor, (room, last) in before.items():
        made[actor].sent = [message for message in room.from_bot if message.id > last]
    return made


def _rows(at: Place) -> Rows:
    """All rows, by table and whose they are (0: nobody's); what came in apart."""
    found: Rows = {}
    for table_name, owner in _OWNED.items():
        query = f"SELECT {owner}, {table_name}.* FROM {table_name}"  # noqa: S608 - the models' names
        for row in at.looker.execute(query):
            found.setdefault((table_name, at.persons.get(row[0], 0)), []).append(row)
    return found


_OWNED = {
    table.name: "person_id" if "person_id" in table.c else "id" if table.name == "person" else "0"
    for table in metadata.sorted_tables
    if table.name not in {"inbox", "playbook"}
}
"""The column that says whose a row is, of every table that people's deeds change."""


def _changed(before: Rows, after: Rows) -> set[tuple[str, int]]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _judge(at: Place, actor: str, word: str, tried: Tried, changed: set[tuple[str, int]]) -> str | None:
    """What is wrong with what came of it; None where it is as the word says."""
    say, number = at.house.voices["ru"].say, NUMBERS.get(actor, MANAGER)
    mine = {table_name for table_name, whose in changed if whose == number}
    match word:
        case "yes" | "own":
            refused = tried.heard(say("error-not_invited")) or "chat" not in mine
            return "not served" if refused or (tried.tap and not tried.tap.answered) else None
        case "no":
            none = tried.tap.answered if tried.tap is not None else tried.says(say("error-unknown_command"))
            return None if none and mine <= {"chat"} else f"not as if it weren't there: {mine}"
        case "refused":
            return None if tried.heard(say("error-not_invited")) and not mine else f"not refused: {tried} {mine}"
        case "pointed":
            return None if tried.heard(say("error-group")) and not mine else f"not pointed away: {tried} {mine}"
        case "silent":
            return None if not tried.sent and not mine else f"not silent: {tried} {mine}"
        case "—":
            return None
        case _:
            return f"there is no such word as {word}"


async def _settled_in(house: House) -> Place:
    owner = await with_owner(house)
    named = {"manager": "Ольга", "another": "Борис", "removed": "Вера"}
    people = {name: house.tg.person(number) for name, number in NUMBERS.items()}
    for actor, name in named.items():
        people[actor] = await comes(house, await invites(owner), NUMBERS[actor], name)
    for actor in ("removed", "manager"):
        talk = Talk(house, people[actor], "ru")
        await talk.finishes_short(SECRET if actor == "manager" else "Клиент Веры")
    await talk.hits("summary-o-done")
    run = house.row("SELECT max(id) FROM run")[0]
    await talk.says("/touch")
    await talk.taps(SECRET)
    await checks(talk, client=SECRET, abuse="yes", boundary="yes", after="yes")
    await talk.begins(SECRET + " второй")
    persons: dict[int, int] = dict(house.rows("SELECT id, telegram_id FROM person"))
    gone, olga = (next(one for one, number in persons.items() if number == NUMBERS[a]) for a in ("removed", "manager"))
    await owner.says("/people")
    await owner.taps("Вера")
    await owner.hits("people-o-remove")
    await owner.hits("people-o-remove")
    await owner.hits("people-o-remove")
    await invites(owner)
    assert house.row("SELECT inside FROM member WHERE person_id = ?", gone) == (0,)
    ids = {
        "run": run,
        "check": house.row("SELECT max(run_id) FROM parting")[0],
        "client": house.row("SELECT min(id) FROM client WHERE person_id = ?", olga)[0],
        "other": house.row("SELECT max(id) FROM client WHERE person_id = ?", olga)[0],
        "reminder": house.row("SELECT min(id) FROM reminder WHERE person_id = ?", olga)[0],
        "touch": house.row("SELECT max(id) FROM touch WHERE person_id = ?", olga)[0],
        "last": house.row("SELECT max(at) FROM touch WHERE person_id = ?", olga)[0],
        "member": olga,
        "link": house.row("SELECT max(id) FROM invitation")[0],
        "newest": house.row("SELECT max(id) FROM invitation")[0],
    }
    group = house.tg.group()
    looker = sqlite3.connect(house.store.url.removeprefix("sqlite:///"))
    return Place(house, ids, group, {**people, "group": people["manager"]}, persons, looker)


@sqlite_only
async def test_everything_is_as_the_table_says(house: House) -> None:
    """First all but the manager, of whom nothing changes; then the manager, and nothing of anybody else changes."""
    house.forgiven = "message to edit not found"  # a tap names a message of the group
    at, wrong = await _settled_in(house), []
    before = _rows(at)
    for name, (carries, words) in table().items():
        for actors in (["owner", "another", "removed", "stranger", "group"], ["manager"]):
            house.tg.advance(61)  # who isn't let in hears the line once a minute
            tried = await _tries(at, name, carries, [actor for actor in actors if words[actor] != "—"])
            after = _rows(at)
            changed, before = _changed(before, after), after
            served = {NUMBERS[a] for a in actors if a in NUMBERS and words[a] in {"yes", "own", "no"}}
            hosting = {"member", "invitation", "agenda"} if words["owner"] == "yes" != words["manager"] else set()
            strange = {key for key in changed if key[1] not in served | {0} and key[0] not in hosting}
            wrong += [f"{name}: {strange} changed by {actors}"] if strange else []
            for actor, one in tried.items():
                fault = _judge(at, actor, words[actor], one, changed)
                wrong += [f"{name}: {actor} ({words[actor]}): {fault}"] if fault else []
    at.looker.close()
    assert wrong == []
    for actor in ("owner", "another", "removed", "stranger"):
        shown = [version for one in at.people[actor].room.messages.values() for version in (one.json, *one.versions)]
        assert SECRET not in str(shown), actor
    assert SECRET not in str([message.json for message in at.group.room.messages.values()])


def test_every_handler_has_its_row(voices: Voices) -> None:
    services: Any = SimpleNamespace(voices=voices)
    there = entrances(routers(services))
    assert len(there) > 100
    assert set(table()) == there

    async def nobody() -> None:
        await asyncio.sleep(0)

    another = Router()
    another.callback_query.register(nobody, PlaceData.filter(F.to == "backdoor"))
    assert entrances((*routers(services), another)) - there == {"p|backdoor"}
    another.callback_query.register(nobody, PlaceData.filter(F.arg.startswith("x")))
    with pytest.raises(AssertionError, match="what buttons does this rule take"):
        entrances((another,))
    other = Router()
    other.inline_query.register(nobody)
    assert entrances((other,)) == {"inline_query: tests.flows.test_access.nobody"}
