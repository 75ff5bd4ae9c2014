"""Clients: the list and its search, the card with its history, what it says, the archive (protocol, 3 and 9)."""

import asyncio

import pytest

from bot.store.queries import clients
from tests.flows.talk import House, Talk
from tests.flows.test_contacts import tense

HOUR, DAY = 3600, 24 * 3600
on_sqlite = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""What no database could do otherwise is passed on one of them."""


async def note(anna: Talk, client: str, words: str) -> None:
    """Words out of the blue, kept as a note about the client."""
    await anna.says(words)
    await anna.hits("start-o-note")
    await anna.taps(client)


@on_sqlite
async def test_the_list_says_where_each_stands_and_pages(house: House, somebody: Talk) -> None:
    await somebody.says("/clients")
    assert somebody.sees("error-no_clients")
    await tense(somebody, "Ромашка")
    house.tg.advance(2 * DAY)
    later = "через 3 часа" if somebody.voice.language == "ru" else "in 3 hours"
    await tense(somebody, "Север", later)
    for name in ("Альфа", "Берёза", "Дельта", "Каскад", "Мост"):
        await somebody.begins(name)
    await somebody.says("/menu")
    await somebody.hits("menu-clients")
    lines = somebody.screen.text.splitlines()[2:]
    assert lines[0] == f"1. Мост: {somebody.say('clients-state-calm')}, {somebody.say('clients-no_contact')}"
    assert lines[5].startswith(f"6. Север: {somebody.say('clients-state-tense')}, ")
    assert "15:00" in lines[5]
    await somebody.taps("→", times=2)
    assert "7. Ромашка: " in somebody.screen.text
    assert somebody.say("span-days", n=2) in somebody.screen.text
    await somebody.taps("7. Ромашка")
    assert somebody.sees("clients-card-tense")
    await somebody.hits("btn-back")
    assert "7. Ромашка: " in somebody.screen.text
    await somebody.taps("←")
    assert "1. Мост" in somebody.screen.text


@on_sqlite
async def test_a_part_of_a_name_opens_the_one_and_lists_several(anna: Talk) -> None:
    for name in ("ООО «Ромашка»", "Ромашкин и сыновья", "Север", "Орёл"):
        await anna.begins(name)
    await anna.says("/clients")
    await anna.says("север")
    assert anna.screen.text.startswith("Север\n")
    await anna.hits("btn-back")
    await anna.says("ромаш")
    assert anna.sees("clients-found")
    assert anna.labels[:2] == ["1. Ромашкин и…", "2. ООО «Ромашка»"]
    await anna.taps("2. ООО «Ромашка»")
    await anna.hits("btn-back")  # to what was found, which need not be typed again
    assert anna.labels[0] == "1. Ромашкин и…"
    await anna.says("орел")
    assert anna.screen.text.startswith("Орёл\n")
    await anna.says("/clients")
    await anna.says("'; DROP %_")
    assert anna.sees("clients-found_none")
    assert "DROP" not in anna.place
    words = "Только что звонил Север, кричал двадцать минут подряд про отчёт"
    await anna.says(words)  # too long for a name: nothing that is typed is lost
    assert anna.place.startswith("found:")
    assert words in anna.screen.text


@on_sqlite
async def test_the_card_tells_what_happened_and_each_opens_in_full(house: House, somebody: Talk) -> None:
    await tense(somebody, "Ромашка", "завтра в 15" if somebody.voice.language == "ru" else "tomorrow at 15:00")
    house.tg.advance(DAY + 4 * HOUR)
    await note(somebody, "Ромашка", "Марина в отпуске до 20 марта")
    await somebody.me.voice(7)
    await somebody.done()
    await somebody.hits("start-o-note")
    await somebody.taps("Ромашка")
    house.tg.advance(HOUR)
    await somebody.says("/clients")
    await somebody.taps("1. Ромашка")
    await somebody.hits("reminder-o-wrote")
    await somebody.hits("sent-late-o-late")
    await somebody.hits("touch-o-how")
    await somebody.hits("step-how-o-constructive")
    await somebody.says("/clients")
    await somebody.taps("1. Ромашка")
    await somebody.hits("btn-more")
    assert somebody.sees("history-last")
    await somebody.hits("clients-o-history")
    lines = [line.partition(". ")[2].partition(" · ")[2] for line in somebody.screen.text.splitlines()[2:]]
    how = somebody.say("step-how-o-constructive").lower()
    note_line, tension = somebody.say("history-note"), somebody.say("history-tension_before", before=8)
    fear = somebody.voice.playbook.named("deceived", None)
    assert lines == [
        somebody.say("history-followup", how=how),
        f"{note_line} · {somebody.say('facts-voices', n=1)}",
        somebody.say("history-said", what=note_line, words="Марина в отпуске до 20 марта"),
        somebody.say("history-broken"),
        f"{somebody.say('history-debrief_of', fear=fear)}, {tension}",
    ]
    assert somebody.labels[:4] == ["1", "2", "3", "5"]
    await somebody.taps("2")
    await somebody.hits("notes-o-play")
    assert [one.json["voice"]["file_id"] for one in somebody.me.messages if "voice" in one.json] == ["id-voice"]
    await somebody.says("/clients")
    await somebody.taps("1. Ромашка")
    await somebody.hits("btn-more")
    await somebody.hits("clients-o-history")
    await somebody.taps("5")
    assert somebody.sees("summary-fear", fear=fear, sure=somebody.say("sure-hypothesis"))
    assert somebody.sees("told-tension_before", before=8)
    await somebody.hits("btn-back")
    assert somebody.sees("history-title", client="Ромашка")


@on_sqlite
async def test_an_unfinished_debrief_is_told_and_goes_on_from_there(anna: Talk) -> None:
    run = await anna.begins("Ромашка")
    await anna.taps("8")
    await anna.says("Сказал, что отчёт не открывается")
    await anna.says("/clients")
    await anna.taps("1. Ромашка")
    await anna.hits("btn-more")
    await anna.hits("clients-o-history")
    await anna.taps("1")
    assert anna.sees("told-open")
    assert "отчёт не открывается" in anna.screen.text
    await anna.hits("btn-resume")
    assert anna.run == run


@pytest.mark.parametrize(
    ("field", "said", "column", "kept"),
    [
        ("label", "  Северный \u200bветер ", "label", "Северный ветер"),
        ("address", "Марина", "address", "Марина"),
        ("note", "Звонить до обеда.\nЛюбит цифры.", "note", "Звонить до обеда.\nЛюбит цифры."),
        ("contact", "@masha_k", "username", "masha_k"),
        ("contact", "+7 (900) 123-45-67", "phone", "+79001234567"),
    ],
)
@on_sqlite
async def test_what_the_card_says_is_typed_and_taken_away(  # noqa: PLR0917 - the cases' columns
    house: House, anna: Talk, field: str, said: str, column: str, kept: str
) -> None:
    await anna.begins("Ромашка")
    await anna.says("/clients")
    await anna.taps("1. Ромашка")
    await anna.hits("btn-more")
    await anna.hits("clients-o-edit")
    await anna.hits(f"edit-o-{field}")
    assert anna.sees(f"field-{field}-q")
    assert anna.say("field-o-clear") not in anna.labels
    await anna.says(said)
    assert anna.sees("settings-saved")
    (value,) = house.row(f"SELECT {column} FROM client")  # noqa: S608 - one of those above
    assert value.replace("\u200b", "") == kept
    if field == "label":
        return
    await anna.hits(f"edit-o-{field}")
    await anna.hits("field-o-clear", times=2)
    assert house.row(f"SELECT {column} FROM client") == (None,)  # noqa: S608 - same
    assert anna.sees("settings-saved")


@pytest.mark.parametrize(
    ("field", "said"),
    [("label", "две\nстроки"), ("address", "ы" * 41), ("contact", "Марина")],
)
@on_sqlite
async def test_what_a_card_cannot_say_is_asked_again(house: House, anna: Talk, field: str, said: str) -> None:
    await anna.begins("Ромашка")
    client = house.row("SELECT id FROM client")[0]
    await anna.says("/clients")
    before = house.rows("SELECT label, address, note, username, phone FROM client")
    await anna.forges(f"p|field|{client}.{field}")
    await anna.says(said)
    assert anna.sees(f"field-{field}-unclear")
    assert anna.sees(f"field-{field}-q")
    assert house.rows("SELECT label, address, note, username, phone FROM client") == before


@on_sqlite
async def test_a_contact_is_picked_and_the_usual_keys_come_back(house: House, somebody: Talk) -> None:
    usual = [somebody.say(key) for key in ("menu-sos", "menu-debrief", "menu-reminders", "btn-menu")]
    await somebody.begins("Ромашка")
    await somebody.says("/clients")
    await somebody.taps("1. Ромашка")
    await somebody.hits("btn-more")
    await somebody.hits("clients-o-edit")
    await somebody.hits("edit-o-contact")
    await somebody.hits("field-o-pick")
    assert somebody.me.keys == [somebody.say("pick-key"), *usual]
    await somebody.me.pick(somebody.say("pick-key"))
    await somebody.done()
    assert somebody.sees("pick-no_username")
    await somebody.me.pick(somebody.say("pick-key"), "masha_k")
    await somebody.done()
    assert house.row("SELECT username FROM client") == ("masha_k",)
    assert somebody.sees("clients-card-contact", what="@masha_k")
    assert somebody.me.keys == usual
    await somebody.hits("edit-o-contact")
    await somebody.me.contact("79001234567")
    await somebody.done()
    assert house.row("SELECT username, phone FROM client") == ("masha_k", "+79001234567")


@pytest.mark.parametrize("way", ["btn-back", "btn-menu", "/start", "/sos", "killed"])
@on_sqlite
async def test_whichever_way_the_picker_is_left_the_usual_keys_come_back(house: House, anna: Talk, way: str) -> None:
    usual = [anna.say(key) for key in ("menu-sos", "menu-debrief", "menu-reminders", "btn-menu")]
    await anna.begins("Ромашка")
    client = house.row("SELECT id FROM client")[0]
    await anna.says("/clients")
    await anna.forges(f"p|pick|{client}")
    assert anna.me.keys[0] == anna.say("pick-key")
    key = anna.say("pick-key")
    stale = dict(anna.me.room.keyboard or {})
    if way == "killed":  # after the tap was stored, before Telegram was told of anything
        house.tg.fail(500, count=None, methods="send.*|edit.*")
        house.troubled = True
        tap = await anna.me.tap(anna.say("btn-menu"), anna.screen)
        await house.until("SELECT place = 'menu' FROM chat")
        async with asyncio.timeout(10):
            while tap is not None and not tap.answered:  # what a kill takes from a tap is another test
                await house.tg.happening(0.01)
        await house.stop(0)
        house.tg.clear_faults()
        await house.start()
        await anna.done()
    elif way.startswith("/"):
        await anna.says(way)
    else:
        await anna.hits(way, times=2)
    assert anna.me.keys == usual
    if way == "btn-menu":  # somebody is picked on another device, where the list stood open
        anna.me.room.keyboard = stale
        await anna.me.pick(key, "masha_k")
        await anna.done()
        assert anna.sees("pick-late")
        assert house.row("SELECT username FROM client") == (None,)


@on_sqlite
async def test_without_the_keys_of_ones_own_only_the_picker_comes_and_goes(house: House, anna: Talk) -> None:
    await anna.begins("Ромашка")
    client = house.row("SELECT id FROM client")[0]
    await anna.says("/settings")
    await anna.hits("settings-o-keyboard_off")
    await anna.forges(f"p|pick|{client}")
    assert anna.me.keys == [anna.say("pick-key")]
    await anna.hits("btn-back")
    assert anna.me.keys == []


@pytest.mark.both_databases
async def test_the_archive_is_silent_and_found_by_search(house: House, anna: Talk) -> None:
    await house.remind()
    await tense(anna, "Ромашка")
    await tense(anna, "Север", "завтра в 15")
    await house.later(DAY)
    assert "Ромашка" in anna.notice.text
    for name in ("Ромашка", "Север"):
        await anna.says("/clients")
        await anna.says(name)
        await anna.hits("btn-more")
        await anna.hits("clients-o-edit")
        await anna.hits("clients-o-archive", times=2)
        assert anna.sees("clients-card-archived", day="5 марта")
    assert anna.say("reminder-did-over", client="Ромашка") in anna.notice.text
    assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'") == (0,)
    assert house.row("SELECT due_at FROM agenda") == (None,)
    told = len(anna.notices)
    await house.later(20 * DAY)
    assert len(anna.notices) == told
    for command in ("/touch", "/prep", "/clients"):
        await anna.says(command)
        assert not any("Север" in label for label in anna.labels), command
    await anna.hits("menu-reminders")
    assert anna.sees("error-nothing_due")
    await anna.says("/clients")
    await anna.hits("clients-o-archive_open")
    assert anna.labels[:2] == ["1. Север", "2. Ромашка"]
    await anna.says("север")
    await anna.hits("clients-o-return", times=2)
    assert anna.sees("clients-returned")
    assert house.row("SELECT archived_at FROM client WHERE label = 'Север'") == (None,)
    await house.later(3 * DAY)
    assert len(anna.notices) > told


@on_sqlite
async def test_who_is_dealt_with_is_out_of_the_archive(house: House, anna: Talk) -> None:
    await tense(anna, "Ромашка")
    client = house.row("SELECT id FROM client")[0]
    for deed in ("debrief", "contact"):
        await anna.says("/clients")
        await anna.says("ромашка")
        await anna.forges(f"p|shelve|{client}")
        assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'") == (0,)
        if deed == "debrief":
            await anna.hits("btn-more")
            await anna.hits("menu-debrief")
        else:
            await anna.hits("reminder-o-wrote")
        assert house.row("SELECT archived_at FROM client") == (None,)
        assert house.row("SELECT count(*) FROM reminder WHERE status = 'waiting'") == (1,)


@on_sqlite
async def test_anothers_client_is_neither_shown_nor_changed(house: House, anna: Talk) -> None:
    await tense(anna, "Секретная Ромашка")
    client, run = house.row("SELECT client_id, id FROM run")
    before = house.rows("SELECT * FROM client")
    mallory = house.talk(2002, "Mallory")
    await mallory.begins("Свой")
    own = house.row("SELECT id FROM client WHERE label = 'Свой'")[0]
    await mallory.says("/clients")
    for data in ("client|{}", "history|{}.0", "edit|{}", "field|{}.note", "pick|{}", "clear|{}.note", "shelve|{}"):
        await mallory.forges(f"p|{data.format(client)}")
        assert "Секретная" not in mallory.me.chat_text()
    for data in (
        f"told|{run}.0",
        f"twin|{client}.0",
        f"merge|{own}.{client}",
        f"join|{own}.{client}",
        f"drop|{client}",
    ):
        await mallory.forges(f"p|{data}")
        assert "Секретная" not in mallory.me.chat_text()
    await mallory.forges(f"p|dropped|{client}")
    await mallory.forges(f"p|gone|{client}")
    await mallory.says("/clients")
    await mallory.says("Секретная")
    assert mallory.sees("clients-found_none")
    assert house.rows("SELECT * FROM client WHERE id = ?", client) == before


@on_sqlite
async def test_the_card_begins_with_what_one_needs_before_writing(house: House, anna: Talk) -> None:
    """The state, the fear, what helps, what is promised, and five buttons; all else is in "more"."""
    await tense(anna, "Ромашка", contact="завтра в 12")
    fear = anna.voice.playbook.fears["deceived"]
    await anna.says("/clients")
    await anna.taps("1. Ромашка")
    assert anna.sees("clients-card-tense")
    assert fear.short in anna.screen.text or fear.label in anna.screen.text
    assert any(line in anna.screen.text for line in fear.says)
    assert anna.sees("clients-card-promised", time="завтра в 12:00")
    five = ("reminder-o-wrote", "reminder-o-draft", "menu-prep", "menu-sos", "btn-more")
    assert anna.labels == [anna.say(key) for key in (*five, "btn-back", "btn-menu")]
    place = anna.place
    await anna.hits("btn-more", times=2)
    assert anna.sees("history-last")
    await anna.hits("btn-back")
    assert anna.place == place  # which still knows the list that it was opened from
    client = house.row("SELECT id FROM client")[0]
    await anna.forges(f"p|shelve|{client}")
    five = ("reminder-o-wrote", "clients-o-return", "menu-prep", "menu-sos", "btn-more")
    assert set(anna.labels) == {anna.say(key) for key in (*five, "btn-back", "btn-menu")}


@on_sqlite
async def test_more_of_anothers_client_is_not_shown(house: House, anna: Talk) -> None:
    await tense(anna, "Секретная")
    client = house.row("SELECT id FROM client")[0]
    mallory = house.talk(2002, "Mallory")
    await mallory.says("/start")
    await mallory.forges(f"p|about|{client}")
    assert "Секретная" not in mallory.me.chat_text()
    for data in ("p|about|", "p|about|x", "p|about|999999"):
        await mallory.forges(data)
        assert mallory.labels, data


@on_sqlite
async def test_a_long_text_where_a_client_is_chosen_is_words_and_compared_with_nobody(
    house: House, anna: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await anna.begins("Ромашка")
    monkeypatch.setattr(clients, "names", lambda *_: pytest.fail("all names were looked through"))
    for command in ("/touch", "/prep", "/debrief", "/clients"):
        await anna.says(command)
        await anna.says("Ромашка опять " + "о" * 4000)
    assert house.row("SELECT count(*) FROM client") == (1,)


@on_sqlite
async def test_nobody_has_more_clients_than_one_may(
    house: House, somebody: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said in one line wherever one would be added; what is there goes on as ever."""
    await somebody.begins("Ромашка")
    monkeypatch.setattr(clients, "MOST", 1)
    await somebody.says("/debrief")
    await somebody.says("Север")
    assert somebody.sees("clients-full")
    assert somebody.sees("step-client-q")
    await somebody.says("Ромашка")
    assert not somebody.sees("clients-full")
    assert not somebody.sees("step-client-q")
    await somebody.says("/menu")
    await somebody.says("Звонил кто-то новый, просил отчёт по всем каналам")
    await somebody.hits("start-o-note")
    await somebody.says("Юг")
    assert somebody.sees("clients-full")
    assert house.row("SELECT count(*) FROM client") == (1,)
