"""Who is let in no more: what stops, what stays, what comes back with a new invitation (docs/decisions, page 20)."""

import asyncio

from tests.flows.talk import House, Talk
from tests.flows.test_invitations import OLGA, comes, inside, invites, sqlite_only, with_owner


@sqlite_only
async def test_a_removed_person_is_a_stranger_until_invited_again(house: House) -> None:
    owner = await with_owner(house)
    await comes(house, await invites(owner))
    olga = Talk(house, house.tg.person(OLGA, "Ольга"), "ru")
    run = await olga.finishes_short("Секрет Ольги")
    await house.remind()
    await owner.says("/people")
    await owner.taps("Ольга")
    who = owner.place.partition(":")[2]
    await owner.forges(f"p|dismissed|{who}")  # not without being asked twice
    await owner.forges(f"p|dismiss|{who}.sure")
    assert inside(house)
    await owner.hits("people-o-remove")
    await owner.hits("people-o-remove", times=2)  # a doubled tap answers one question
    assert owner.place == f"dismiss:{who}.sure"
    assert inside(house)
    await owner.hits("people-o-remove", times=2)
    assert owner.sees("people-removed") or owner.sees("people-none")
    assert "Секрет" not in owner.me.chat_text()

    before = len(olga.me.sends)
    await house.later(4 * 86_400)
    assert len(olga.me.sends) == before  # no reminder
    refusal = house.voices["ru"].say("error-not_invited")
    for data in (f"r|{run}|news|none", "p|menu|", f"p|erase|{run}", "p|people|", "nonsense"):
        tap = await olga.me.tap_data(data, olga.screen.id)
        await house.settled(OLGA)
        assert tap.text == refusal
    await olga.me.say("/menu")
    await house.settled(OLGA)
    assert olga.me.messages[-1].text == refusal
    await olga.me.edit(await olga.me.say("слова"), "другие")
    await house.settled(OLGA)
    await house.stop()
    await house.start()  # after a restart too
    assert not inside(house)

    await comes(house, await invites(owner))
    assert any(olga.say("start-invited") in message.text for message in olga.me.messages)
    await olga.hits("menu-debrief")
    assert "Секрет Ольги" in olga.labels
    assert house.row("SELECT gone_at FROM agenda JOIN person ON person.id = person_id WHERE telegram_id = ?", OLGA) == (
        None,
    )


@sqlite_only
async def test_who_was_invited_erases_their_access_too_and_is_told_before(house: House) -> None:
    owner = await with_owner(house)
    await comes(house, await invites(owner))
    olga = Talk(house, house.tg.person(OLGA, "Ольга"), "ru")
    await olga.says("/forget")
    await olga.hits("forget-o-all")
    assert olga.sees("forget-access")
    await olga.hits("forget-o-yes1")
    assert not olga.sees("forget-access")
    await olga.me.tap(olga.say("forget-o-yes2"), olga.screen, times=2)
    await house.settled(OLGA)
    assert olga.me.screen == olga.say("forget-done_invited")
    assert house.rows("SELECT * FROM inbox WHERE chat_id = ?", OLGA) == [], "the doubled tap leaves the id behind"
    assert house.rows("SELECT 1 FROM person WHERE telegram_id = ?", OLGA) == []
    await olga.me.say("/start")
    await house.settled(OLGA)
    assert olga.me.messages[-1].text == olga.say("error-not_invited")
    await comes(house, await invites(owner))
    assert inside(house)
    await owner.says("/forget")
    await owner.hits("forget-o-all")
    assert not owner.sees("forget-access")  # who is in OWNER_IDS comes back by themselves


@sqlite_only
async def test_a_file_that_somebody_asked_for_waits_while_they_are_removed(house: House) -> None:
    """They may have been removed between the asking and the sending; it comes when they are back."""
    owner, _olga = await with_somebody(house)
    await house.stop()
    now = int(house.tg.clock())
    house.change(
        "INSERT INTO errand (person_id, agency_id, kind, state, ready, touched_at)"
        " SELECT id, agency_id, 'export', '{}', 0, ? FROM person WHERE telegram_id = ?",
        now,
        OLGA,
    )
    house.change("UPDATE member SET inside = 0, removed_at = ? WHERE joined_at IS NOT NULL", now)
    await house.start()
    await house.run_errands()
    await house.settled()
    await owner.says("/people")
    assert house.tg.made("sendDocument") == []
    await comes(house, await invites(owner))
    await house.settled()
    assert len(house.tg.made("sendDocument")) == 1


@sqlite_only
async def test_no_client_is_named_to_somebody_removed_by_what_was_owed_to_them(house: House) -> None:
    """A message that a kill left to be put right waits until they are back."""
    owner, olga = await with_somebody(house)
    await house.remind()
    await house.later(7 * 86_400)
    (who,) = house.row("SELECT id FROM person WHERE telegram_id = ?", OLGA)
    await removes(owner, who)
    await house.stop()
    assert house.rows("SELECT 1 FROM notice WHERE person_id = ?", who)
    house.change("UPDATE notice SET revision = revision + 1, message_id = 99999")
    house.troubled, house.forgiven = True, "message to edit not found"
    before = len(olga.me.sends)
    await house.start()
    await house.remind()
    await house.settled()
    assert len(olga.me.sends) == before
    await comes(house, await invites(owner))
    await house.stop()
    await house.start()
    await house.remind()
    await house.settled()
    assert "Секрет Ольги" in olga.me.messages[-1].text


@sqlite_only
async def test_what_waits_in_the_chat_of_somebody_removed_is_dropped(house: House) -> None:
    """Telegram asked to wait meanwhile: what is on its way arrives, what isn't yet does not."""
    owner, olga = await with_somebody(house)
    (who,) = house.row("SELECT id FROM person WHERE telegram_id = ?", OLGA)
    await owner.says("/people")
    await owner.forges(f"p|dismiss|{who}")
    await owner.forges(f"p|dismiss|{who}.sure")
    house.troubled = True
    before = len(olga.me.messages)
    house.tg.flood("sendMessage", retry_after=1, chat=OLGA)
    await olga.me.say("/clients")
    await house.until("SELECT count(*) = 1 FROM chat WHERE place = 'clients'")
    await owner.forges(f"p|dismissed|{who}")
    await house.settled()
    assert not inside(house)
    assert [message.text for message in olga.me.messages[before:]] == []


@sqlite_only
async def test_a_file_on_its_way_to_somebody_removed_does_not_arrive(house: House) -> None:
    owner, olga = await with_somebody(house)
    await house.run_errands()
    (who,) = house.row("SELECT id FROM person WHERE telegram_id = ?", OLGA)
    await olga.says("/export")
    await owner.says("/people")
    await owner.forges(f"p|dismiss|{who}")
    await owner.forges(f"p|dismiss|{who}.sure")
    house.troubled = True
    house.tg.flood("sendDocument", retry_after=2, chat=OLGA)
    await olga.me.tap(olga.say("export-o-yes"), olga.screen)
    async with asyncio.timeout(5):
        while not house.tg.made("sendDocument"):  # noqa: ASYNC110 - asks as an onlooker would
            await asyncio.sleep(0.005)
    await owner.forges(f"p|dismissed|{who}")
    await house.settled()
    assert [one for one in olga.me.messages if "document" in one.json] == []
    await comes(house, await invites(owner))
    await olga.says("/export")
    await olga.hits("export-o-yes")
    await house.settled()
    assert len([one for one in olga.me.messages if "document" in one.json]) == 1


async def with_somebody(house: House) -> tuple[Talk, Talk]:
    """The owner, and somebody whom they invited and who has written."""
    owner = await with_owner(house)
    await comes(house, await invites(owner))
    olga = Talk(house, house.tg.person(OLGA, "Ольга"), "ru")
    await olga.finishes_short("Секрет Ольги")
    return owner, olga


async def removes(owner: Talk, who: int) -> None:
    """The owner lets somebody in no more, by the buttons."""
    await owner.says("/people")
    for data in (f"dismiss|{who}", f"dismiss|{who}.sure", f"dismissed|{who}"):
        await owner.forges(f"p|{data}")
