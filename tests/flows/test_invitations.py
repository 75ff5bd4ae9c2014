"""Who invites, who comes in by a link and who is let in no more (docs/decisions/0020-access-and-logs.md)."""

import asyncio
import re

import pytest

from bot.settings import Settings, WrongSettings, read_settings
from tests.fake import Msg, Person
from tests.flows.talk import House, Talk

OWNER, OLGA = 1001, 2002
WEEK = 7 * 86_400
LINK = re.compile(r"https://t\.me/okok_test_bot\?start=(i_[\w-]{22})")


async def with_owner(house: House, access: str | None = None) -> Talk:
    """The program anew for its owner and whom they invite, and the owner at the list of people, if there is one."""
    await house.stop()
    chosen = {} if access is None else {"access": access}
    house.settings = Settings(_env_file=None, owner_ids=frozenset({OWNER}), **chosen)  # type: ignore[arg-type]
    await house.start()
    owner = house.talk(OWNER)
    await owner.says("/people")
    return owner


sqlite_only = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""For what doesn't differ between the databases."""


def link_in(messages: list[Msg]) -> str:
    """What the newest card with a link carries."""
    return next(found[1] for message in reversed(messages) if (found := LINK.search(message.text)))


async def invites(owner: Talk) -> str:
    """A new link, made at the page of people."""
    if owner.place.partition(":")[0] != "people":
        await owner.says("/people")
    await owner.hits("people-o-invite")
    return link_in(owner.me.messages)


async def comes(house: House, payload: str, number: int = OLGA, name: str = "Ольга", language: str = "ru") -> Person:
    """Somebody opens a link."""
    person = house.tg.person(number, name, language)
    await person.say(f"/start {payload}")
    await house.settled(number)
    return person


def inside(house: House, number: int = OLGA) -> bool:
    """Whether the person is let in, by the rows."""
    query = "SELECT inside FROM member JOIN person ON person.id = person_id WHERE telegram_id = ?"
    return bool(house.rows(query, number)) and bool(house.row(query, number)[0])


@sqlite_only
async def test_a_link_lets_in_one_and_only_its_digest_is_kept(house: House) -> None:
    owner = await with_owner(house)
    assert owner.sees("people-none"), owner.me.chat_text()
    await owner.hits("people-o-invite", times=3)
    assert owner.sees("people-made")
    cards = [message for message in owner.me.messages if LINK.search(message.text)]
    assert len(cards) == 1  # three taps, one link
    payload = link_in(cards)
    assert f"https://t.me/okok_test_bot?start={payload}" == cards[0].rows[0][0]["copy_text"]["text"]
    everything = str([house.rows(f"SELECT * FROM {table}") for table in ("invitation", "member", "chat", "inbox")])  # noqa: S608
    assert payload.removeprefix("i_") not in everything

    olga = await comes(house, payload)
    assert any(house.voices["ru"].say("start-invited") in message.text for message in olga.messages)
    assert house.row("SELECT count(DISTINCT agency_id) FROM person") == (1,)
    # Again, by whoever is in: it uses up nothing and does no harm. By another: used.
    await comes(house, payload)
    assert house.voices["ru"].say("menu-title") in olga.screen
    boris = await comes(house, payload, 3003, "Boris", "en")
    assert [message.text for message in boris.messages] == [house.voices["en"].say("error-invite_used")]
    assert house.rows("SELECT * FROM person WHERE telegram_id = 3003") == []
    another = await invites(owner)
    await comes(house, another)
    await owner.says(f"/start {another}")
    assert inside(house, OLGA)
    await comes(house, another, 3003, "Boris", "en")
    assert inside(house, 3003)
    await owner.says("/people")
    assert {"Ольга", "Boris"} <= set(owner.labels)
    assert "Anna" not in owner.labels


@sqlite_only
async def test_a_link_that_expired_was_withdrawn_or_never_was(house: House) -> None:
    owner = await with_owner(house)
    used = house.voices["ru"].say("error-invite_used")
    withdrawn, expired = await invites(owner), await invites(owner)
    await owner.hits("people-o-links", n=2)
    await owner.taps(owner.labels[0])
    assert owner.sees("people-withdrawn")
    (left,) = [b["callback_data"] for b in owner.buttons if "withdraw" in b.get("callback_data", "")]
    await owner.forges("p|withdraw|1")  # the doubled tap
    assert left in [b.get("callback_data") for b in owner.buttons]
    house.tg.advance(WEEK)
    for number, payload in enumerate((withdrawn, expired, "i_", "i_" + "A" * 22, "i_ключ\ud800", "i_'; DROP"), 2002):
        stranger = await comes(house, payload, number)
        assert [message.text for message in stranger.messages] == [used], payload
    assert house.row("SELECT count(*) FROM person") == (1,)
    await owner.says("/people")
    assert not any("people-o-links" in label for label in owner.labels)


async def test_fifty_race_for_one_link_and_one_comes_in(house: House) -> None:
    owner = await with_owner(house)
    payload = await invites(owner)
    people = [house.tg.person(5000 + number, f"P{number}") for number in range(50)]
    await asyncio.gather(*(person.say(f"/start {payload}") for person in people))
    await house.settled()
    assert house.row("SELECT count(*) FROM person") == (2,)
    refused = [p for p in people if [m.text for m in p.messages] == [house.voices["ru"].say("error-invite_used")]]
    assert len(refused) == 49
    (winner,) = [person for person in people if person not in refused]
    assert house.row("SELECT telegram_id FROM person WHERE telegram_id != ?", OWNER) == (winner.id,)
    assert house.row("SELECT count(*) FROM invitation WHERE used_by IS NOT NULL") == (1,)


@sqlite_only
async def test_guesses_are_throttled(house: House) -> None:
    """After five, even the right link is not looked at for an hour; others' are."""
    owner = await with_owner(house)
    house.troubled = True  # it is noted as a warning
    right, other = await invites(owner), await invites(owner)
    for number in range(5):
        await comes(house, f"i_{number:022}")
    await comes(house, right)
    assert not inside(house)
    await comes(house, other, 3003)
    assert inside(house, 3003)
    house.tg.advance(3600)
    await comes(house, right)
    assert inside(house)


@sqlite_only
async def test_only_who_invites_has_these_screens(house: House) -> None:
    owner = await with_owner(house)
    await comes(house, await invites(owner))
    who = house.row("SELECT id FROM person WHERE telegram_id = ?", OLGA)[0]
    olga = Talk(house, house.tg.person(OLGA, "Ольга"), "ru")
    before = house.rows("SELECT * FROM member"), house.rows("SELECT * FROM invitation")
    await olga.says("/people")
    assert olga.sees("error-unknown_command")
    await olga.hits("menu-more")
    assert olga.say("people-title") not in olga.labels
    for data in ("people|", "links|", f"member|{who}", f"dismiss|{who}", "newlink|1", "newlink|0", "withdraw|1"):
        tap = await olga.forges(f"p|{data}")
        assert olga.sees("more-title"), data
        assert tap.answered
    assert (house.rows("SELECT * FROM member"), house.rows("SELECT * FROM invitation")) == before
    for data in ("member|1", "dismiss|1", "dismissed|1", "member|99", f"dismissed|{who}"):  # hosts aren't removed
        await owner.forges(f"p|{data}")
    assert house.rows("SELECT * FROM member") == before[0]


async def test_the_settings_say_who_is_inside_from_the_next_start_on(house: House) -> None:
    """Who came while it was open is a stranger to "invited", and back with all that is theirs once it is open."""
    boris = house.talk(2002, "Boris", "en")
    await boris.finishes_short("Northwind")
    for mode, lets_in in ((None, False), ("owners", False), ("open", True)):
        owner = await with_owner(house, mode)
        assert owner.sees("people-none" if mode is None else "error-unknown_command")
        await owner.says("/menu")
        await owner.hits("menu-more")
        assert (owner.say("people-title") in owner.labels) == (mode is None)
        assert inside(house, 2002) == lets_in
    await boris.says("/debrief")
    assert "Northwind" in boris.labels


@sqlite_only
async def test_the_first_word_of_who_invites_has_people_listed(house: House) -> None:
    await house.stop()
    house.settings = Settings(_env_file=None, owner_ids=frozenset({OWNER}))
    await house.start()
    owner = house.talk(OWNER)
    await owner.says("/start")
    assert "people" in {one["command"] for one in house.tg.settings[f"commands@{OWNER}"]}
    await owner.hits("menu-more")
    await owner.hits("people-title")
    assert owner.sees("people-none")
    await comes(house, await invites(owner))
    assert [call.params["scope"] for call in house.tg.made("setMyCommands")] == [{"type": "chat", "chat_id": OWNER}] * 3


@sqlite_only
async def test_pages_of_people_and_of_links(house: House) -> None:
    owner = await with_owner(house)
    for number in range(8):
        payload = await invites(owner)
        if number < 7:
            await comes(house, payload, 3000 + number, f"Имя {number}" if number else "Имя " + "ж" * 60)
    for _ in range(6):
        await invites(owner)
    await owner.hits("people-o-links", n=7)
    assert len([label for label in owner.labels if "," in label]) == 6
    await owner.taps("→")
    await owner.taps("←")
    await owner.hits("btn-back")
    await owner.taps("→")
    assert "Имя 6" in owner.labels
    await owner.taps("Имя 6")
    assert "4 марта" in owner.screen.text


def test_access_without_owners_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESS", "invited")
    monkeypatch.setenv("OWNER_IDS", "")
    with pytest.raises(WrongSettings, match=r"^ACCESS: needs OWNER_IDS, or nobody would be let in$"):
        read_settings()
    monkeypatch.setenv("OWNER_IDS", "7")
    assert read_settings().mode == "invited"
    monkeypatch.delenv("ACCESS")
    assert read_settings().mode == "invited"
    monkeypatch.delenv("OWNER_IDS")
    assert read_settings().mode == "open"
