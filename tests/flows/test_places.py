"""The table of places: chats that an earlier version left at any of them go on there."""

from bot.conversation import scenes
from bot.conversation.places import PLACES
from bot.conversation.presenter import present
from bot.store.database.unit_of_work import Connection
from bot.store.queries import chats
from bot.telegram.callback import pack
from bot.viewmodels.screen import PlaceTap, RunTap, Screen
from tests.flows.talk import House, Talk

STORED = """
menu start more help privacy settings keyboard spoken language zone zone:Europe/Moscow,Asia/Yekaterinburg hours days
holidays holidays:AT,AU digest business
debrief:{debrief} extras:{debrief} followup:{followup} parting:{parting} stopped:{debrief} delete:{debrief}
found:{debrief}
sos sos:{client} phrase:{sos} helped:{sos}:debrief helped:{sos}:menu danger:0 danger:{client}.call
prep prep:0 prep:{client} prep:c{client}.999 preps:0 ask:{client}.0 ask:{client}.2
noteof:{debrief} noteof:{debrief}.1 notes:0.0 notes:{client}.0.0
vent:7 vent:7,{debrief} heard:8 heavy:8 vented:9 held:9
check checked
reminder:{reminder} coming coming:1 upcoming:{reminder} owed owed:1 touch touch:c{client} touched:{touch}
well well:c{client} wentwell:{followup}
rhythm:{client} pause
about:{client} about:{client}.c0
clients clients:1 archive search:0.{client} client:{client} client:{client}.c0 client:{client}.s0.{client}
history:{client}.0 told:{closed}.0 edit:{client} field:{client}.note field:{client}.contact pick:{client} chat:{client}
whose:77: whose:77:c{client}
number:{client} number:{client}.{debrief}
twin:{client}.0 twin:{client}.0.{other} merge:{client}.{other} merging:{client}.{other} drop:{client} dropped:{client}
part part:c{client} parts:0 verdict:{parting} partwhy:{parting} partsure:{parting} parttalk:{parting}
partscript:{parting} partmail:{parting} parttopic:{parting} partlist:{parting} partcost:{parting}
insights:0.90 insights:{client}.30 insightswho:0.90/0
own export exporting exported import importing preview letters
forget forgetones:0 forgetone:{client} forgetsure:{client} forgetall forgetallsure
people people:1 member:5 dismiss:5 dismiss:5.sure links
"""
"""Every place as version 0.1 stored it with a chat, with each form of its arguments."""


async def story(house: House, anna: Talk) -> dict[str, object]:
    """A closed debrief, and one, a follow-up and a parting check under way; gives what the places are about."""
    for client in ("Ромашка", "Лютик"):
        await anna.begins(client)
        await anna.taps("8")
        await anna.behaves("blames")
        await anna.fears("unknown")
        await anna.hits("btn-skip")
        await anna.hits("summary-o-done")
    client, other = (row[0] for row in house.rows("SELECT id FROM client ORDER BY id"))
    closed = house.row("SELECT max(id) FROM run WHERE client_id = ?", client)[0]
    await anna.says("/touch")
    await anna.says("Ромашка")
    touch = house.row("SELECT max(id) FROM touch")[0]
    await anna.forges(pack(PlaceTap("how", str(touch))))
    await anna.forges(pack(PlaceTap("part", str(client))))
    await anna.begins("Ромашка")
    await anna.says("/sos")
    await anna.behaves("blames")
    sos = anna.place.partition(":")[2]
    kinds = {kind: run for run, kind in house.rows("SELECT id, kind FROM run WHERE status = 'open' ORDER BY id")}
    reminder = house.row("SELECT min(id) FROM reminder")[0]
    about = {"client": client, "other": other, "closed": closed, "touch": touch, "sos": sos}
    return {**kinds, **about, "reminder": reminder}


async def test_a_chat_stored_at_any_place_goes_on_there(house: House) -> None:
    """Real rows: the place's screen is drawn, it offers a way on, and no button of it is too long for Telegram."""
    anna = house.talk()
    known = await story(house, anna)
    stored = [place.format(**known) for place in STORED.split()]
    assert {place.partition(":")[0] for place in stored} == set(PLACES)

    def shown(conn: Connection, place: str) -> tuple[str, Screen]:
        conn.exec_driver_sql("UPDATE chat SET place = ?", (place,))
        desk = chats.desk(conn, anna.me.id, anna.me.id)
        assert desk is not None
        person, chat = desk
        scene, voice = scenes.load(conn, person, chat, house.app.voices, int(house.tg.clock()))
        return scene.place.name, present(scene, voice).screen

    for place in stored:
        name, screen = await house.app.db.write(lambda conn, place=place: shown(conn, place))  # type: ignore[misc]
        where = place.partition(":")[0]
        assert name == ("menu" if PLACES[where].hosts_only else where), place
        assert screen.text, place
        assert screen.rows, place
        taps = [one.action for row in screen.rows for one in row if isinstance(one.action, PlaceTap | RunTap)]
        assert all(len(pack(tap).encode()) <= 64 for tap in taps), place
