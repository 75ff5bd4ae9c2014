"""Who may come in, who sees what, and what the bot says where others listen."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal

import pytest

from bot.settings import Settings
from tests.fake import FakeTelegram, Person
from tests.flows.talk import House, Talk

OWNER, STRANGER = 1001, 6666


async def with_owners(house: House, access: Literal["owners"] | None = None) -> None:
    """The program anew, for its owner alone and whom they invite."""
    await house.stop()
    house.settings = Settings(_env_file=None, owner_ids=frozenset({OWNER}), access=access)
    await house.start()


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_stranger_hears_the_same_words_whatever_they_send(house: House, language: str) -> None:
    await with_owners(house)
    anna = house.talk()
    await anna.finishes_short("Секретный клиент")
    stranger: Person = house.tg.person(STRANGER, "Mallory", language)
    refusal = house.voices[language].say("error-not_invited")
    deeds: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: stranger.say("/start"),
        lambda: stranger.say("Секретный клиент"),
        lambda: stranger.voice(5),
        lambda: stranger.photo("слова"),
        stranger.sticker,
        stranger.contact,
        lambda: stranger.say("/settings"),
        lambda: stranger.say("/vent"),
        lambda: stranger.say("/vent слова"),
    )
    for deed in deeds:
        await deed()
        await house.settled(stranger.id)
        assert [message.text for message in stranger.messages] == [refusal]  # once a minute, whatever they send
    house.tg.advance(60)
    await stranger.say("/start")
    await house.settled(stranger.id)
    assert [message.text for message in stranger.messages] == [refusal] * 2
    for data in ("p|debrief|", f"r|{anna.run}|news|none", f"p|resume|{anna.run}", "p|resume|4242", "nonsense"):
        tap = await stranger.tap_data(data)
        await house.settled(stranger.id)
        assert tap.text == refusal
    assert stranger.keys == []
    assert not any(message.labels for message in stranger.messages)
    for table in ("person", "chat"):
        column = "telegram_id" if table == "person" else "id"
        assert house.rows(f"SELECT * FROM {table} WHERE {column} = ?", STRANGER) == []  # noqa: S608 - one of two
    assert house.rows("SELECT payload FROM inbox WHERE payload IS NOT NULL") == []
    assert house.rows("SELECT * FROM vent") == house.rows("SELECT * FROM vent_message") == []
    assert house.row("SELECT count(*) FROM agency") == (1,)


async def test_where_nobody_is_invited_nobody_is_sent_to_ask_for_a_link(house: House) -> None:
    await with_owners(house, "owners")
    stranger = house.tg.person(STRANGER, "Mallory", "en")
    refusal = house.voices["en"].say("error-owners_only")
    await stranger.say("/start i_" + "A" * 22)
    await house.settled(stranger.id)
    assert [message.text for message in stranger.messages] == [refusal]
    tap = await stranger.tap_data("p|menu|")
    await house.settled(stranger.id)
    assert tap.text == refusal
    assert "link" not in refusal


async def test_an_edit_and_a_block_by_a_stranger(house: House) -> None:
    await with_owners(house)
    stranger = house.tg.person(STRANGER, "Mallory", "de")
    said = await stranger.say("слова")
    await stranger.edit(said, "другие слова")
    await house.settled(stranger.id)
    assert {message.text for message in stranger.messages} == {house.voices["ru"].say("error-not_invited")}
    await stranger.block()
    await house.settled()
    assert house.rows("SELECT * FROM person") == []


@pytest.mark.both_databases
async def test_two_people_at_once_never_see_each_other(house: House) -> None:
    anna, boris = house.talk(1001, "Anna", "ru"), house.talk(2002, "Boris", "en")
    await asyncio.gather(anna.finishes_short("Клиент Анны"), boris.finishes_short("Client of Boris"))
    for talk in (anna, boris):
        await talk.hits("summary-o-done")
        await talk.hits("menu-debrief")
    assert "Клиент Анны" in anna.labels
    assert "Client of Boris" in boris.labels
    assert "Boris" not in anna.me.chat_text().replace("Anna", "")
    assert "Анны" not in boris.me.chat_text()
    await boris.says("клиент анны")
    assert boris.sees("step-client-ack-new", client="клиент анны")  # nobody else's names are matched against
    assert house.row("SELECT count(DISTINCT agency_id), count(*) FROM person") == (2, 2)
    theirs = "SELECT o.person_id, c.label FROM outcome o JOIN client c ON c.id = o.client_id ORDER BY c.label"
    assert {label for _, label in house.rows(theirs)} == {"Клиент Анны", "Client of Boris"}
    assert len({person for person, _ in house.rows(theirs)}) == 2


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_gets_one_line_that_points_to_the_private_chat(
    house: House, tg: FakeTelegram, somebody: Talk, kind: str
) -> None:
    await somebody.finishes_short("Секретный клиент")
    group = tg.group(kind=kind)
    await somebody.me.adds_bot(group)
    for command in ("/start", "/Debrief", "/start@okok_test_bot", "/START@Okok_Test_Bot", "/nothing@okok_test_bot now"):
        before = len(group.texts)
        for _ in range(3):  # whoever says it again and again is told once a minute
            await somebody.me.say(command, group=group)
        await house.settled()
        assert group.texts[before:] == [somebody.say("error-group")], command
        tg.advance(61)
    said = len(group.texts)
    for command in ("/nothing", "/weather London", "/start@another_bot", "/", "/@okok", "start", "меню", "SOS"):
        await somebody.me.say(command, group=group)
    await house.settled()
    assert len(group.texts) == said
    await somebody.me.say("Секретный клиент опять кричал", group=group)
    voice = await somebody.me.post({"voice": {"file_id": "x", "file_unique_id": "x", "duration": 3}}, group)
    tg.emit("edited_message", dict(voice.json), group.id)
    await house.settled()
    assert len(group.texts) == said
    assert group.room.keyboard is None
    assert house.row("SELECT count(*) FROM chat") == (1,)
    await somebody.me.removes_bot(group)
    await house.settled()


async def test_taps_in_a_group_on_a_forwarded_screen_or_an_inline_message(
    house: House, tg: FakeTelegram, somebody: Talk
) -> None:
    run = await somebody.finishes_short()
    state = house.rows("SELECT state, status FROM run")
    group = tg.group()
    post = tg.post(group.room, tg.bot, {"text": "что-то"})
    taps = []
    for number, message in enumerate((post.json, None)):
        tap = await somebody.me.tap_data("p|menu|")
        tg.pending.pop()
        tap.chat = group.id
        query = {"id": tap.id, "from": somebody.me.user, "chat_instance": "1", "data": f"p|erase|{run}"}
        query |= {"message": message} if message else {"inline_message_id": str(number)}
        tg.push({"callback_query": query}, group.id)
        taps.append(tap)
    await house.settled()
    assert [tap.text for tap in taps] == [somebody.say("error-group")] * 2
    assert house.rows("SELECT state, status FROM run") == state


async def test_other_bots_anonymous_admins_and_channels(house: House, tg: FakeTelegram, anna: Talk) -> None:
    await anna.says("/start")
    group, channel = tg.group(), tg.group(-2002, "News", "channel")
    robot = {"id": 77, "is_bot": True, "first_name": "Robot"}
    admin = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    said = tg.post(group.room, robot, {"text": "/start"})
    tg.push({"message": said.json}, group.id)
    await house.settled()
    assert group.texts == []  # two bots would answer each other for ever
    said = tg.post(group.room, admin, {"text": "/start", "sender_chat": group.room.info})
    tg.push({"message": said.json}, group.id)
    await house.settled()
    assert group.texts == [anna.say("error-group")]
    said = tg.post(channel.room, {"id": 5, "is_bot": False, "first_name": "x"}, {"text": "/start"})
    del said.json["from"]
    tg.push({"channel_post": said.json}, channel.id)
    tg.push({"message_reaction_count": {"chat": channel.room.info, "message_id": 1, "date": 1, "reactions": []}})
    await house.settled()
    assert channel.texts == []
    assert house.row("SELECT count(*) FROM person") == (1,)


async def test_an_update_of_an_unknown_kind_holds_up_nobody(house: House, tg: FakeTelegram, anna: Talk) -> None:
    house.troubled = True  # it is set aside, and the log says so
    await anna.begins()
    tg.push({"telepathy": {"chat": {"id": anna.me.id, "type": "private"}, "thought": "…"}})
    tg.push({"message": {"message_id": "no number", "chat": {"id": anna.me.id}}}, anna.me.id)
    await anna.taps("5")
    assert anna.asks("behaviour")
    assert house.row("SELECT count(*) FROM inbox WHERE set_aside") == (2,)
