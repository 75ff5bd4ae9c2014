"""Text where a tap is expected, what breaks other bots, edits, split texts, and everything that isn't text."""

from dataclasses import replace
from typing import Any

import pytest

from bot.protocol.engine.run import Run, decode, joined
from tests.flows.talk import House, Talk

NASTY = [
    "<b>&",
    "<a href='x'>*_`[Ромашка](x)",
    "'; DROP TABLE client; --",
    "%_%",
    "{ $client }",
    "{time}[x]",
    "\u202eекшамоР\u202c",
    "\u200fשלום\u200e",
    "Ром\u200bаш\u2060ка",
    "👩‍👩‍👧‍👦🇷🇺",
    "=1+2 null Ö̶̳͎́",
]


def state_of(house: House) -> Run:
    """The newest run as it is stored."""
    return decode(house.rows("SELECT state FROM run ORDER BY id DESC")[0][0])


def facts_of(house: House) -> str:
    """The facts of the newest run."""
    return joined(state_of(house).facts)


def visible(text: str) -> str:
    """What Telegram shows of a text: it takes out the marks that turn lines around."""
    return text.translate(dict.fromkeys(range(0x2028, 0x202F)))


@pytest.mark.both_databases
async def test_typed_answers_do_for_taps(house: House, somebody: Talk) -> None:
    voice = somebody.voice
    await somebody.begins(detailed=True)
    await somebody.says("7/10")
    await somebody.says(somebody.say("step-i_am_ok-o-calm").upper())
    await somebody.says(somebody.say("step-you_are_ok-o-result"))
    await somebody.says(voice.playbook.behaviours["insults"].label.lower())
    await somebody.says("«вы всё сорвали»")
    await somebody.says(somebody.say("step-polite-o-yes"))
    await somebody.says(voice.playbook.fears["deceived"].label)
    await somebody.says(somebody.say("step-evidence-o-said"))
    await somebody.hits("step-approach-o-next")
    await somebody.says("отчёт опоздает, пришлём в пятницу")
    await somebody.says("завтра в 15:30" if voice.language == "ru" else "tomorrow at 15:30")
    assert somebody.sees("step-next_contact-ack-understood", time=somebody.say("moment-tomorrow", clock="15:30"))
    await somebody.says("3")
    assert somebody.sees("step-tension_after-ack-down", before="7", after="3")
    assert house.row("SELECT fear, sure, polite, tension_before, tension_after, honest FROM outcome") == (
        "deceived",
        "confirmed",
        "yes",
        7,
        3,
        "отчёт опоздает, пришлём в пятницу",
    )
    assert facts_of(house) == "«вы всё сорвали»"


async def test_words_that_no_step_can_read_are_facts_and_the_question_stays(house: House, somebody: Talk) -> None:
    await somebody.begins()
    for text in ("он кричал, что мы всё сорвали", "и ещё про деньги"):
        await somebody.says(text)
        assert somebody.sees("error-tap_expected")
        assert somebody.asks("tension_before")
    await somebody.says("десять" if somebody.voice.language == "ru" else "ten")
    await somebody.says("11 раз перезванивал")
    assert somebody.asks("behaviour")
    assert facts_of(house) == "он кричал, что мы всё сорвали\nи ещё про деньги\n11 раз перезванивал"


@pytest.mark.parametrize("name", NASTY)
async def test_a_name_is_shown_literally_and_found_again(house: House, anna: Talk, name: str) -> None:
    await anna.begins(name)
    assert anna.sees("step-client-ack-new", client=visible(name))
    assert anna.screen.marked("bold") == [anna.say("step-tension_before-q")]
    await anna.says(name)  # as facts
    await anna.taps("5")
    await anna.behaves()
    await anna.fears("other")
    await anna.says(name)  # as the fear in own words
    await anna.hits("btn-skip")
    assert visible(name) in anna.screen.text
    await anna.hits("btn-more")
    await anna.hits("summary-o-honest")
    await anna.says(name)
    await anna.hits("btn-more")
    assert anna.sees("summary-honest", honest=visible(name))
    await anna.hits("summary-o-passed", count="6")
    await anna.hits("step-address-name")
    await anna.says(name)
    await anna.hits("summary-o-done")
    assert house.row("SELECT label, address FROM client") == (name, name)
    assert house.row("SELECT fear_words, honest FROM outcome") == (name, name)
    await anna.hits("menu-debrief")
    await anna.picks("c1")  # the button with that name
    assert anna.sees("step-client-ack-known", client=visible(name))
    await anna.picks("back")
    await anna.says(name)
    assert anna.sees("step-client-ack-known", client=visible(name))
    assert house.row("SELECT count(*) FROM client") == (1,)


@pytest.mark.both_databases
async def test_nul_and_half_a_surrogate_pair(house: House, anna: Talk) -> None:
    await anna.begins("Ро\0машка")
    assert house.row("SELECT label FROM client") == ("Ро машка",) or house.row("SELECT label FROM client") == (
        "Ромашка",
    )
    await anna.says("факт\0ы")
    assert "факт" in facts_of(house)
    chat, sender = anna.me.room.info, anna.me.user
    message = {"message_id": 900, "date": 1, "chat": chat, "from": sender, "text": "половина \ud83d пары"}
    house.tg.push({"message": message}, anna.me.id)
    await house.settled(anna.me.id)
    assert anna.asks("tension_before")
    assert "половина" in facts_of(house)


async def test_names_of_nothing_and_names_that_are_too_long(house: House, somebody: Talk) -> None:
    await somebody.says("/start")
    await somebody.hits("menu-debrief")
    await somebody.says("Ю" * 41)
    assert somebody.sees("error-tap_expected")
    assert somebody.asks("client")
    await somebody.says("Ромашка\nвторая строка")
    assert somebody.asks("client")
    assert house.row("SELECT count(*) FROM client") == (0,)
    await somebody.says("Ю" * 40)
    assert house.row("SELECT label FROM client") == ("Ю" * 40,)


async def test_a_name_like_a_known_one_is_offered_and_never_merged(house: House, somebody: Talk) -> None:
    await somebody.finishes_short("Семёнов и партнёры")
    await somebody.hits("summary-o-done")
    await somebody.hits("menu-debrief")
    await somebody.says("семенов  и партнеры")
    assert somebody.sees("step-client-match", client="Семёнов и партнёры")
    await somebody.hits("step-client-o-not_same", times=3)
    assert house.rows("SELECT label FROM client ORDER BY id") == [("Семёнов и партнёры",), ("семенов и партнеры",)]
    await somebody.picks("back")
    await somebody.says("Семёнов и партнер")
    await somebody.picks("c1", times=2)
    assert somebody.sees("step-client-ack-known", client="Семёнов и партнёры")
    # The record that Back left behind had nothing but this debrief.
    assert house.rows("SELECT label FROM client") == [("Семёнов и партнёры",)]


async def test_a_mistyped_name_leaves_no_record_behind(house: House, somebody: Talk) -> None:
    await somebody.begins("Ромшака")
    await somebody.picks("back")
    await somebody.says("Ромашка")
    await somebody.hits("step-client-o-not_same")
    assert house.rows("SELECT label FROM client") == [("Ромашка",)]
    await somebody.picks("back")
    await somebody.says("Совсем другое")
    assert house.rows("SELECT label FROM client") == [("Совсем другое",)]


@pytest.mark.parametrize("as_clients_do", [False, True])
async def test_4096_emoji_as_the_facts_are_read_back_in_full(house: House, somebody: Talk, as_clients_do: bool) -> None:
    await somebody.begins(detailed=True)
    for option in ("5", "skip", "skip", "insults"):
        await somebody.picks(option)
    assert somebody.asks("facts")
    emoji = "".join(chr(0x1F600 + number % 64) for number in range(4096))
    if as_clients_do:
        assert len(await somebody.me.split(emoji)) == 2
        await somebody.done()
    else:
        await somebody.says(emoji)
    assert somebody.asks("polite")
    assert facts_of(house) == emoji
    await somebody.picks("back")
    assert somebody.asks("facts")
    assert len(somebody.screen.text) < 700  # a person's own words are cut on a card
    read = ""
    await somebody.hits("btn-in_full")
    while True:
        read += somebody.screen.text.rpartition("\n\n")[2]
        if somebody.say("btn-next") not in somebody.labels:
            break
        await somebody.hits("btn-next")
    assert read == emoji
    await somebody.hits("btn-back")
    await somebody.hits("btn-next")
    assert somebody.asks("polite")


async def test_a_split_message_is_one_text_wherever_it_lands(house: House, anna: Talk) -> None:
    """Out of the blue, at a step that is tapped, and as the honest line."""
    long = "слово за слово, " * 600
    await anna.says("/start")
    assert len(await anna.me.split(long)) == 3
    await anna.done()
    assert facts_of(house) == long
    await anna.hits("start-o-debrief")
    await anna.hits("btn-step_by_step")
    await anna.says("Ромашка")
    for option in ("5", "skip", "skip", "insults", "next", "yes", "boss", "said", "next", "unknown"):
        await anna.picks(option)
    assert anna.asks("honest")
    await anna.me.split(long)
    await anna.done()
    assert anna.sees("error-continued")
    assert state_of(house).words("honest") == long
    assert house.row("SELECT honest FROM outcome") == (long,)
    house.tg.advance(5)
    await anna.says("не продолжение, а ответ")
    assert facts_of(house) == f"{long}\nне продолжение, а ответ"


@pytest.mark.both_databases
async def test_an_edited_message_changes_what_it_gave_and_not_the_path(house: House, somebody: Talk) -> None:
    await somebody.says("/start")
    await somebody.hits("menu-debrief")
    name = await somebody.says("Ромшака")
    fact = await somebody.says("он кричал про срок")
    tension = await somebody.says("5")
    await somebody.me.edit(name, "Ромашка")
    await somebody.done()
    assert somebody.sees("error-edited")
    assert somebody.asks("behaviour")
    assert house.rows("SELECT label FROM client") == [("Ромашка",)]
    await somebody.me.edit(fact, "он кричал про сроки и <b>")
    await somebody.me.edit(tension, "8")
    await somebody.done()
    assert facts_of(house) == "он кричал про сроки и <b>"
    assert state_of(house).value("tension_before") == 8
    await somebody.me.edit(tension, "не знаю")
    await somebody.done()
    assert somebody.sees("error-edit_kept")
    assert state_of(house).value("tension_before") == 8
    await somebody.me.edit(await somebody.says("/help"), "/settings")
    await somebody.done()
    assert somebody.sees("help-text")
    assert somebody.house.row("SELECT count(*) FROM run") == (1,)


async def test_an_edit_of_the_typed_time_moves_the_promise(house: House, somebody: Talk) -> None:
    russian = somebody.voice.language == "ru"
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.fears()
    said = await somebody.says("через 2 часа" if russian else "in 2 hours")
    first = house.row("SELECT due_at FROM promise")[0]
    await somebody.me.edit(said, "через 3 часа" if russian else "in 3 hours")
    await somebody.done()
    assert house.row("SELECT due_at FROM promise") == (first + 3600,)
    assert house.row("SELECT next_contact_at FROM outcome") == (first + 3600,)


async def test_times_that_are_unclear_past_twofold_or_off_hours(house: House, somebody: Talk) -> None:
    russian = somebody.voice.language == "ru"
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.fears()
    await somebody.says("в 25:00" if russian else "at 25:00")
    assert somebody.sees("step-next_contact-unclear")
    await somebody.says("вчера в 10" if russian else "yesterday at 10")
    assert somebody.sees("step-next_contact-past")
    assert somebody.asks("next_contact")
    await somebody.says("завтра в 23:00" if russian else "tomorrow at 23:00")
    assert somebody.sees("step-next_contact-off_hours")
    await somebody.hits("step-next_contact-o-move", times=2)
    assert somebody.sees(
        "summary-next",
        time=somebody.say(
            "moment-weekday", weekday=somebody.say("weekday-5"), day="6 марта" if russian else "6 March", clock="10:00"
        ),
    )
    await somebody.hits("btn-more")
    await somebody.hits("step-next_contact-o-change")
    await somebody.says("в 3" if russian else "at 3")
    assert somebody.labels
    assert house.row("SELECT count(*) FROM promise") <= (1,)


async def test_voice_notes_are_facts_and_too_long_ones_are_refused_with_the_reason(
    house: House, somebody: Talk
) -> None:
    await somebody.begins()
    await somebody.me.voice(40)
    await somebody.done()
    assert somebody.sees("step-facts-ack-voice")
    assert somebody.asks("tension_before")
    assert [(piece.kind, piece.seconds) for piece in state_of(house).facts] == [("voice", 40)]
    await somebody.me.voice(2 * 3600)
    await somebody.done()
    assert somebody.sees("error-voice_too_long", n=20)
    assert somebody.asks("tension_before")
    assert len(state_of(house).facts) == 1


async def test_a_voice_note_out_of_the_blue(house: House, somebody: Talk) -> None:
    await somebody.says("/start")
    await somebody.me.voice(2 * 3600)
    await somebody.done()
    assert somebody.sees("error-voice_too_long", n=20)
    assert somebody.sees("menu-title")
    await somebody.me.voice(5)
    await somebody.done()
    assert somebody.sees("start-out_of_blue")
    assert somebody.sees("facts-voices", n=1)
    await somebody.hits("start-o-debrief")
    await somebody.says("Ромашка")
    assert somebody.asks("tension_before")
    assert state_of(house).facts[0].kind == "voice"


async def test_pictures_and_the_words_under_them(house: House, somebody: Talk) -> None:
    await somebody.begins()
    await somebody.me.photo()
    await somebody.done()
    assert somebody.sees("error-unsupported")
    await somebody.me.photo("на снимке его письмо")
    await somebody.done()
    assert somebody.sees("error-caption_only")
    assert facts_of(house) == "на снимке его письмо"
    for caption in ("", "второе письмо", ""):
        await somebody.me.photo(caption, album="a1")
    await somebody.done()
    assert somebody.asks("tension_before")
    assert facts_of(house) == "на снимке его письмо\nвторое письмо"


@pytest.mark.parametrize("kind", ["sticker", "poll", "location", "document", "contact"])
async def test_what_is_neither_text_nor_voice_is_said_plainly(house: House, kind: str) -> None:
    """On a question, on every place beside the debrief, and on the first contact ever."""
    somebody = house.talk(language="en" if kind in {"poll", "contact"} else "ru")
    await getattr(somebody.me, kind)()
    await somebody.done()
    assert somebody.sees("error-unsupported")
    await somebody.begins()
    state = state_of(house)
    await getattr(somebody.me, kind)()
    await somebody.done()
    assert somebody.sees("error-unsupported")
    assert somebody.asks("tension_before")
    for data in ("p|settings|", "p|language|", "p|zone|", "p|hours|", "p|days|", "p|help|", f"p|stop|{somebody.run}"):
        await somebody.forges(data)
        await getattr(somebody.me, kind)()
        await somebody.done()
        assert somebody.sees("error-unsupported"), data
    assert replace(state_of(house), stopped=False) == state


async def test_a_forward_and_a_reply_are_words_like_all_others(house: House, somebody: Talk) -> None:
    await somebody.begins()
    await somebody.me.forward("Верните деньги!!!")
    await somebody.done()
    await somebody.me.say("а это мой ответ", reply_to=somebody.screen)
    await somebody.done()
    assert facts_of(house) == "Верните деньги!!!\nа это мой ответ"


async def test_words_out_of_the_blue_become_a_debrief_a_note_or_more_facts(house: House, somebody: Talk) -> None:
    await somebody.says("7")  # before any /start, and it looks like an answer
    assert somebody.sees("start-out_of_blue")
    await somebody.hits("start-o-note", times=2)
    await somebody.hits("note-o-nobody", times=2)
    assert somebody.sees("notes-title_nobody")
    assert house.rows("SELECT status FROM run") == [("note",)]
    await somebody.begins("Первый")
    await somebody.says("/menu")
    await somebody.says("вспомнилось ещё кое-что")
    await somebody.taps(next(label for label in somebody.labels if "Первый" in label))
    assert somebody.asks("tension_before")
    assert facts_of(house) == "вспомнилось ещё кое-что"
    assert house.row("SELECT count(*) FROM run") == (2,)
    await somebody.says("/menu")
    await somebody.says("а это другой звонок")
    await somebody.hits("start-o-debrief")
    assert somebody.asks("client")
    await somebody.says("Второй")
    assert facts_of(house) == "а это другой звонок"
    await somebody.says("/menu")
    await somebody.says("лишнее")
    await somebody.hits("btn-delete")
    await somebody.hits("btn-delete")
    assert house.row("SELECT count(*) FROM run") == (3,)


async def test_no_word_of_anybody_stands_in_the_log(house: House, anna: Talk, caplog: pytest.LogCaptureFixture) -> None:
    house.troubled = True
    with caplog.at_level("DEBUG"):
        for name in ("aiogram", "aiosqlite", "asyncio", "sqlalchemy"):  # as `bot.app` sets them
            caplog.set_level("WARNING", logger=name)
        await anna.finishes_short("Секретный клиент")
        house.tg.fail(500)
        await anna.says("тайные слова")
        await anna.says("/help")
    logged = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    assert "call failed" in logged
    assert not any(word in logged for word in ("Секретный", "тайные", "Anna", house.tg.token))


async def test_a_name_with_a_full_stop_ends_its_sentence_with_one(somebody: Talk) -> None:
    await somebody.begins("Марина К.")
    assert somebody.say("step-client-ack-new", client="Марина К") in somebody.screen.text
    assert ".." not in somebody.screen.text


# -- words beside a voice note or a file


def spoken_in(house: House) -> list[tuple[str, str]]:
    """The facts of the newest run: what kind each is, and its text (a voice note's is Telegram's id of it)."""
    return [(piece.kind, piece.text) for piece in state_of(house).facts]


async def test_words_under_a_voice_note_are_kept_beside_it_and_an_edit_changes_only_them(
    house: House, somebody: Talk
) -> None:
    """Sent with it, added, changed, taken away; forwarded too. The note can be played whatever was edited."""
    await somebody.begins()
    bare = await somebody.me.voice(5)
    await somebody.done()
    note = bare.json["voice"]["file_id"]
    assert spoken_in(house) == [("voice", note)]
    for words in ("про срок", "про срок и бюджет", "", "про срок снова"):
        await somebody.me.edit(bare, words)
        await somebody.done()
        assert somebody.sees("error-edited")
        assert spoken_in(house) == [("voice", note), *([("text", words)] if words else [])]
    forwarded = await somebody.me.voice(7, "это он мне прислал", of="Клиент")
    await somebody.done()
    assert somebody.sees("step-facts-ack-voice_words")
    second = forwarded.json["voice"]["file_id"]
    assert spoken_in(house)[2:] == [("voice", second), ("text", "это он мне прислал")]
    assert somebody.asks("tension_before")
    await somebody.me.voice(2 * 3600, "слишком длинное, но слова важны")
    await somebody.done()
    assert somebody.sees("error-voice_too_long_words", n=20)
    assert spoken_in(house)[4:] == [("text", "слишком длинное, но слова важны")]
    await somebody.forges("p|notes|1.0")
    assert somebody.sees("facts-voices", n=2)
    assert all(words in somebody.screen.text for words in ("про срок снова", "это он мне прислал", "слова важны"))
    await somebody.hits("notes-o-play")
    played = [one.params["voice"] for one in house.tg.made("sendVoice", somebody.me.id, ok=True)]
    assert played == [note, second]


async def test_a_voice_note_with_words_out_of_the_blue_shows_both(house: House, somebody: Talk) -> None:
    await somebody.says("/start")
    said = await somebody.me.voice(5, "Олег снова звонил")
    await somebody.done()
    assert somebody.sees("start-out_of_blue")
    assert somebody.sees("facts-voices", n=1)
    assert "Олег снова звонил" in somebody.screen.text
    await somebody.me.edit(said, "Олег звонил дважды")
    await somebody.done()
    assert spoken_in(house) == [("voice", said.json["voice"]["file_id"]), ("text", "Олег звонил дважды")]


async def test_a_spoken_answer_to_a_question_of_the_call_keeps_its_words_too(house: House, anna: Talk) -> None:
    await anna.begins()
    await anna.forges("p|ask|1.0")
    said = await anna.me.voice(5, "говорит, что да")
    await anna.done()
    assert anna.sees("ask-kept")
    assert anna.place == "ask:1.1"
    note = ("voice", said.json["voice"]["file_id"])
    assert spoken_in(house)[1:] == [note, ("text", "говорит, что да")]
    await anna.me.edit(said, "говорит, что нет")
    await anna.done()
    assert anna.sees("error-edited")
    assert spoken_in(house)[1:] == [note, ("text", "говорит, что нет")]
    await anna.me.voice(2 * 3600, "длинно, но по делу")
    await anna.done()
    assert anna.sees("error-voice_too_long_words", n=20)
    assert anna.place == "ask:1.1"
    assert facts_of(house).endswith("длинно, но по делу")


async def test_a_voice_note_that_can_not_be_sent_says_why(house: House, somebody: Talk) -> None:
    """By the person's own privacy; or since Telegram doesn't know it, as of another bot."""
    house.forgiven = "VOICE_MESSAGES_FORBIDDEN|wrong file identifier"
    house.troubled = True
    await somebody.begins()
    for _ in range(2):
        await somebody.me.voice(5)
        await somebody.done()
    await somebody.forges("p|notes|1.0")
    somebody.me.room.no_voices = True
    await somebody.hits("notes-o-play")
    assert somebody.me.screen == somebody.say("play-forbidden")
    assert len(house.tg.made("sendVoice")) == 1
    somebody.me.room.no_voices = False
    for message in somebody.me.room.messages.values():
        message.json.pop("voice", None)
    await somebody.hits("notes-o-play")
    assert somebody.me.screen == somebody.say("play-lost")
    assert [one.text for one in somebody.me.messages].count(somebody.say("play-lost")) == 1
    assert len(house.tg.made("sendVoice")) == 3


async def test_words_under_files_are_kept_and_that_is_said(house: House, somebody: Talk) -> None:
    await somebody.begins()
    await somebody.me.document("contract.pdf", caption="тут договор, он его не читал")
    await somebody.done()
    assert somebody.sees("error-caption_only")
    await somebody.me.post({"audio": {"file_id": "a", "file_unique_id": "a", "duration": 9}, "caption": "запись"})
    await somebody.done()
    assert somebody.sees("error-caption_only")
    assert facts_of(house) == "тут договор, он его не читал\nзапись"
    await somebody.says("/menu")
    await somebody.me.document("clients.csv", "Имя\nБриз\n".encode(), caption="список от Анны")
    await somebody.done()
    assert somebody.sees("import-words_noted")
    assert somebody.place == "importing"
    await somebody.me.document("clients.csv", b"x", size=2**30, caption="слишком большой")
    await somebody.done()
    assert somebody.sees("import-bad-large")
    assert somebody.say("import-words_noted") in [one.text for one in somebody.me.messages]
    await somebody.forges("p|notes|0.0")
    assert "слишком большой" in somebody.screen.text
    await somebody.forges("p|notes|0.1")
    assert "список от Анны" in somebody.screen.text
    assert house.row("SELECT count(*) FROM client") == (1,)


async def test_an_album_is_taken_piece_by_piece_and_its_words_once(house: House, somebody: Talk) -> None:
    await somebody.begins()
    first = await somebody.me.voice(3, "два голосовых сразу", album="v")
    second = await somebody.me.voice(4, album="v")
    for caption in ("", "смета", ""):
        await somebody.me.document("budget.pdf", caption=caption, album="d")
    await somebody.done()
    assert somebody.sees("error-caption_only")
    notes = [one.json["voice"]["file_id"] for one in (first, second)]
    kept = [("voice", notes[0]), ("text", "два голосовых сразу"), ("voice", notes[1]), ("text", "смета")]
    assert spoken_in(house) == kept
    assert somebody.asks("tension_before")


# -- names and words of which nothing can be seen

UNSEEN = [
    "\u2800",
    "\u3164",
    "\u200d\u200b",
    "\u0301\u0308",
    "\U000e0041\U000e007f",
    "\ufe0f",
    "\u00ad\u2060",
    "\u00a0\u3000",
]


async def test_what_can_not_be_seen_is_no_name_and_no_words(house: House, anna: Talk) -> None:
    await anna.says("/debrief")
    for unseen in UNSEEN:
        await anna.says(unseen * 3)
        assert anna.sees("error-nothing_seen"), repr(unseen)
        assert anna.asks("client")
    unseen = UNSEEN[0]
    assert house.rows("SELECT * FROM client") == []
    name = await anna.says(f"Ро{unseen}машка")
    await anna.says(unseen)
    assert anna.sees("error-nothing_seen")
    await anna.me.edit(name, unseen)
    await anna.done()
    assert anna.sees("error-edit_kept")
    await anna.me.photo(unseen)
    await anna.done()
    assert anna.sees("error-unsupported")
    for data in ("p|menu|", "p|check|", "p|field|1.label", "p|field|1.note", "p|touch|", "p|notes|0.0"):
        await anna.forges(data)
        await anna.says(unseen)
        assert anna.sees("error-nothing_seen"), data
    await anna.forges("p|clients|")
    await anna.says(unseen)
    assert anna.sees("clients-found_none")
    await anna.forges("p|zone|")
    await anna.says(unseen)
    assert anna.sees("settings-zone_unknown")
    assert state_of(house).facts == ()
    assert house.row("SELECT count(*) FROM client") == (1,)


# -- an edit of the name


async def test_an_edit_to_a_known_name_asks_what_typing_it_asks(house: House, somebody: Talk) -> None:
    """In the middle, at the end with a promise, and from elsewhere; either answer leaves no record too many."""
    await somebody.finishes_short("Ромашка")
    await somebody.hits("summary-o-done")
    for known, same in (("ромашка", True), ("Ромашка", False)):
        await somebody.hits("menu-debrief")
        name = await somebody.says("Северный ветер" if same else "Дельта")
        await somebody.taps("5")
        await somebody.me.edit(name, known)
        await somebody.done()
        assert somebody.sees("step-client-match", client="Ромашка")
        await (somebody.picks("c1", times=2) if same else somebody.hits("step-client-o-not_same", times=2))
        assert somebody.asks("behaviour")
        assert state_of(house).value("tension_before") == 5
        await somebody.says("/menu")
    assert house.rows("SELECT label FROM client ORDER BY id") == [("Ромашка",), ("Ромашка",)]
    name = await somebody.says("/debrief")
    name = await somebody.says("Эхо")
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.fears()
    await somebody.picks("tomorrow")
    assert house.row("SELECT count(*) FROM promise WHERE client_id = (SELECT max(id) FROM client)") == (1,)
    await somebody.says("/menu")
    await somebody.me.edit(name, "Ромашк")
    await somebody.done()
    assert somebody.sees("error-edit_twin")
    run = house.row("SELECT max(id) FROM run")[0]
    await somebody.forges(f"p|resume|{run}")
    await somebody.picks("c1")
    assert house.row("SELECT client_id FROM outcome WHERE run_id = ?", run) == (1,)
    assert house.row("SELECT client_id FROM promise WHERE run_id = ?", run) == (1,)
    assert house.row("SELECT client_id FROM touch WHERE run_id = ?", run) == (1,)
    assert house.row("SELECT count(*) FROM client") == (2,)


async def test_an_edit_while_it_is_asked_whether_two_are_one(house: House, somebody: Talk) -> None:
    await somebody.finishes_short("Ромашка")
    await somebody.hits("summary-o-done")
    await somebody.hits("menu-debrief")
    name = await somebody.says("ромашка")
    assert somebody.sees("step-client-match", client="Ромашка")
    await somebody.me.edit(name, "Совсем другое")
    await somebody.done()
    assert somebody.asks("tension_before")
    assert house.rows("SELECT label FROM client ORDER BY id") == [("Ромашка",), ("Совсем другое",)]


# -- what is nobody's word

SERVICE: list[dict[str, Any]] = [
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1001, "type": "private"}}},
    {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}}},
    {"video_chat_started": {}},
    {"video_chat_ended": {"duration": 5}},
    {"write_access_allowed": {"from_request": True}},
    {"boost_added": {"boost_count": 1}},
    {"forum_topic_created": {"name": "x", "icon_color": 7322096}},
    {"connected_website": "example.org"},
    {"general_forum_topic_hidden": {}},
]


async def test_what_telegram_tells_of_a_chat_and_what_bots_write_is_let_be(house: House, anna: Talk) -> None:
    await anna.begins()
    await anna.forges("p|vent|")
    for place in ("vent", "debrief"):
        shown, before = len(house.tg.calls), house.rows("SELECT place, revision FROM chat")
        for content in SERVICE:
            await anna.me.post(content)
        robot = {**anna.me.user, "is_bot": True}
        said = house.tg.post(anna.me.room, robot, {"text": "/start"})
        house.tg.emit("message", dict(said.json), anna.me.id)
        house.tg.emit("edited_message", {**said.json, "edit_date": 1}, anna.me.id)
        await house.settled()
        assert house.rows("SELECT place, revision FROM chat") == before, place
        assert not [one for one in house.tg.calls[shown:] if one.method != "getUpdates"]
        assert house.row("SELECT count(*) FROM inbox WHERE done_at IS NULL") == (0,)
        await anna.says("/debrief")
    via = {"id": 55, "is_bot": True, "first_name": "gif"}
    await anna.me.post({"text": "Ромашка", "via_bot": via})
    await anna.done()
    assert anna.asks("tension_before")


async def test_who_writes_in_a_topic_is_answered_there(house: House, anna: Talk) -> None:
    """The greeting, the screen, the draft; a tap leads to its own topic, one that is gone is left."""
    anna.me.topic = 7
    await anna.finishes_short("Ромашка")
    sent = anna.me.sends
    assert len(sent) > 3
    assert {call.params.get("message_thread_id") for call in sent} == {7}
    assert anna.draft is not None
    in_seven = anna.screen
    anna.me.topic = 8
    await anna.says("/menu")
    assert anna.screen.json["message_thread_id"] == 8
    assert in_seven.labels == []
    await anna.forges("p|help|", in_seven.id)  # an old message in the other topic
    assert anna.screen.json["message_thread_id"] == 7
    anna.me.topic = None
    await anna.says("/menu")
    assert "message_thread_id" not in anna.screen.json
    anna.me.topic = 7
    await anna.says("/help")
    anna.me.topic = None
    anna.me.room.topics.clear()
    house.forgiven = "message thread not found"
    await anna.me.tap(anna.say("menu-privacy"), anna.screen)
    await anna.done()
    await anna.me.tap_data("p|menu|", in_seven.id)
    await anna.done()
    assert anna.sees("menu-title")
    assert "message_thread_id" not in anna.screen.json
    group = house.tg.group()
    anna.me.topic = 3
    await anna.me.say("/start@okok_test_bot", group=group)
    await house.settled()
    assert [message.json["message_thread_id"] for message in group.room.from_bot] == [3]
