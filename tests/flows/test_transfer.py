"""One's own: the file that is taken out, and the file of clients that is brought in."""

import csv
import io
import json
import zipfile

import pytest

from tests.fake import Msg
from tests.fake.wire import ApiError
from tests.flows.talk import House, Talk

FORMULA = '=HYPERLINK("http://x.example";"касса")'
NOTE = 'любит цифры,\nи «короче»; "да"'
alone = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""What differs between databases is tested with the export itself and in tests/store."""
Tables = dict[str, list[dict[str, str]]]


@pytest.fixture
async def sends(house: House) -> House:
    """The program, running errands."""
    await house.run_errands()
    return house


def delivered(house: House, to: Talk) -> tuple[Msg, zipfile.ZipFile]:
    """The file that came last, with its message."""
    message = [one for one in to.me.messages if "document" in one.json][-1]
    data = house.tg.files[message.json["document"]["file_id"]].data
    return message, zipfile.ZipFile(io.BytesIO(data))


def tables(made: zipfile.ZipFile, language: str) -> Tables:
    """The CSV files of it, by any CSV reader."""
    found = {}
    for name in made.namelist():
        if name.endswith(".csv"):
            text = made.read(name).decode("utf-8-sig")
            delimiter = ";" if language == "ru" else ","
            found[name.removesuffix(".csv")] = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    return found


async def takes_out(who: Talk) -> None:
    """Asks for the file by the settings."""
    await who.says("/settings")
    await who.hits("own-o-open")
    await who.hits("own-o-export")
    assert who.sees("export-q")
    await who.hits("export-o-yes", times=3)
    assert who.sees("export-sent")


async def notes(who: Talk, words: str) -> None:
    """A note about the one client."""
    await who.says(words)
    await who.hits("start-o-note")
    await who.taps(who.labels[0])


@pytest.mark.both_databases
async def test_all_that_is_theirs_comes_as_one_file_and_nothing_of_others(sends: House, somebody: Talk) -> None:
    other = sends.talk(2002, "Olga", "en")
    await other.finishes_short("Чужой")
    await somebody.finishes_short(FORMULA)
    await somebody.me.voice(7)
    await somebody.done()
    await somebody.says("/menu")
    await notes(somebody, NOTE)
    await takes_out(somebody)

    message, made = delivered(sends, somebody)
    assert message.text == somebody.say("export-ready")
    assert message.json["document"]["file_name"] == "okok-2026-03-04.zip"
    assert len([one for one in somebody.me.messages if "document" in one.json]) == 1, "a doubled tap makes one"
    assert made.testzip() is None
    found = tables(made, somebody.voice.language)
    (client,) = found["client"]
    assert client["label"] == f"'{FORMULA}", "harmless in a spreadsheet"
    assert client["notes"] == NOTE
    assert client["created_at"].startswith("2026-03-04T12:0")
    assert client["created_at"].endswith("+03:00")
    assert [one["telegram_id"] for one in found["person"]] == [str(somebody.me.id)]
    assert found["run"][-1]["words"] == NOTE
    assert [(one["seconds"], one["client_id"]) for one in found["voices"]] == [("7", client["id"])]
    assert len(found["promise"]) == len(found["outcome"]) == 1

    whole = json.loads(made.read("okok.json"))
    assert whole["format"] == 1
    assert set(whole["tables"]) == set(found)
    assert whole["tables"]["client"][0]["label"] == FORMULA
    assert whole["tables"]["run"][0]["state"]["answers"]
    assert {name: len(rows) for name, rows in whole["tables"].items()} == {
        name: len(rows) for name, rows in found.items()
    }
    readme = made.read("README.txt").decode("utf-8-sig")
    assert somebody.say("export-readme-formulas") in readme
    everything = b"".join(made.read(name) for name in made.namelist()).decode()
    assert "Чужой" not in everything
    assert str(other.me.id) not in everything
    assert sends.row("SELECT count(*) FROM errand") == (0,)


@alone
@pytest.mark.usefixtures("sends")
async def test_who_has_nothing_gets_nothing(somebody: Talk) -> None:
    await somebody.says("/export")
    await somebody.hits("export-o-yes")
    assert somebody.sees("export-empty")
    assert not [one for one in somebody.me.messages if "document" in one.json]


SHEET = """имя;контакт;заметка;частота
Ромашка;@romashka_ads;любит цифры;раз в неделю
ООО «Маяк»;8 (900) 123-45-67;"две
строки";
;@nobody;;
ромашка;;;
Север;север@почта.рф;;через день
"""


async def brings(who: Talk, data: bytes, name: str = "clients.csv") -> None:
    """Sends a file of clients where it is asked for."""
    await who.says("/import")
    assert who.sees("import-q")
    await who.me.document(name, data)
    await who.done()


@pytest.mark.both_databases
async def test_clients_of_a_file_are_shown_first_and_added_once(sends: House, anna: Talk) -> None:
    await anna.finishes_short("Маяк")
    await brings(anna, SHEET.encode("cp1251"))
    assert anna.sees("import-new", count="2")
    assert "Ромашка, ООО «Маяк»" in anna.screen.text, anna.screen.text
    assert anna.sees("import-there", count="1")
    assert anna.sees("import-fault", line="5", why=anna.say("import-why-name"))
    assert anna.sees("import-fault", line="7", why=anna.say("import-why-cadence"))
    assert sends.row("SELECT count(*) FROM client") == (1,), "nothing is written before it is confirmed"

    await anna.hits("import-o-yes", count="2", times=3)
    assert anna.sees("import-done", n=2)
    rows = sends.rows("SELECT label, username, phone, cadence FROM client ORDER BY last_at DESC, id DESC")
    assert rows == [
        ("Маяк", None, None, None),
        ("Ромашка", "romashka_ads", None, "weekly"),
        ("ООО «Маяк»", None, "+79001234567", None),
    ]
    assert sends.row("SELECT count(*) FROM errand") == (0,)
    assert sends.row("SELECT count(*) FROM run WHERE status = 'note'") == (0,)
    assert sends.row("SELECT count(*) FROM rhythm WHERE cadence_at IS NOT NULL AND told_at IS NULL") == (1,)
    await anna.says("/clients")
    await anna.taps("3. ООО «Маяк»")
    assert anna.sees("clients-card-note", words="две / строки"), anna.screen.text
    await brings(anna, b"name,notes\nSever,of another talk\n")
    await anna.hits("import-o-yes", count="1")
    (client,) = sends.row("SELECT id FROM client WHERE label = 'Sever'")
    await anna.forges(f"p|notes|{client}.0")
    assert "of another talk" in anna.screen.text
    sends.tg.advance(60)
    await anna.says("/debrief")
    await anna.says("ромашка и партнёры")
    await anna.hits("step-client-o-not_same")
    assert sends.row("SELECT count(*) FROM client WHERE label = 'Ромашка'") == (1,), "added on purpose, it stays"


@alone
async def test_what_was_taken_out_can_be_brought_in_again_and_is_the_same(sends: House, anna: Talk) -> None:
    """All clients with contact, cadence and notes; a second file of it is equal to the first."""
    awkward = [
        ("=1+1", "@first_one", "=card", "'quoted", "daily"),
        ("+7", "", "", "-\n=x", ""),
        ('\'=a;b,"c"', "+4915112345678", "@card\nof two lines", "", ""),
    ]
    lines = [["label", "contact", "note", "notes", "cadence"], *map(list, awkward)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    await brings(anna, text.getvalue().encode())
    await anna.hits("import-o-yes", count="3")
    await takes_out(anna)
    _, made = delivered(sends, anna)
    before = tables(made, anna.voice.language)["client"]
    # The last one's apostrophe was read as one of ours, as any spreadsheet would take it.
    assert {one["label"] for one in before} == {"'=1+1", "'+7", '\'=a;b,"c"'}

    other = sends.talk(2002, "Olga", "en")
    await brings(other, made.read("client.csv"), "client.csv")
    await other.hits("import-o-yes", count="3")
    await takes_out(other)
    after = tables(delivered(sends, other)[1], "en")["client"]
    same = ("label", "address", "username", "phone", "cadence", "client_date", "note", "notes")
    assert [[one[name] for name in same] for one in sorted(after, key=lambda one: one["label"])] == [
        [one[name] for name in same] for one in sorted(before, key=lambda one: one["label"])
    ]


BAD = {
    "empty": b"\xef\xbb\xbf\r\n\r\n",
    "excel": b"PK\x03\x04xlsx",
    "binary": b"%PDF-1.4",
    "large": b"name\n" + b"x" * 1024 * 1024,
    "many": b"name\n" + b"".join(b"C%d\n" % number for number in range(2001)),
}


@alone
async def test_a_file_that_cannot_be_taken_says_why_and_changes_nothing(sends: House, anna: Talk) -> None:
    await anna.says("/import")
    for why, data in BAD.items():
        await anna.me.document("c.csv", data, size=10 if why == "large" else None)
        await anna.done()
        assert anna.sees(f"import-bad-{why}")
        assert anna.sees("import-q"), "another one can be sent at once"
    assert sends.row("SELECT count(*) FROM client") == (0,)
    assert sends.row("SELECT count(*) FROM errand") == (0,)


@alone
async def test_a_download_that_fails_is_told_and_shows_nobody_the_token(
    sends: House, anna: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    sends.tg.missing.add("documents/file_1")
    await brings(anna, b"name\nX\n")
    assert anna.sees("import-bad-download")
    sends.troubled = True
    sends.tg.fail(500, methods="getFile")
    await anna.me.document("c.csv", b"name\nX\n")
    await anna.done()
    assert anna.sees("import-new", count="1")
    assert sends.tg.token not in caplog.text
    assert sends.tg.token.partition(":")[2] not in caplog.text


@alone
async def test_a_file_that_was_left_is_gone_and_its_button_adds_nothing(sends: House, anna: Talk) -> None:
    await brings(anna, b"name\nX\n")
    old = anna.screen
    data = old.rows[0][0]["callback_data"]
    await anna.hits("import-o-no")
    assert anna.sees("import-cancelled")
    await anna.forges(data, old.id)
    await brings(anna, b"name\nY\n")
    await anna.says("/menu")
    assert sends.row("SELECT count(*) FROM errand") == (0,), "leaving it is a no, too"
    await anna.forges(data)
    assert sends.row("SELECT count(*) FROM client") == (0,)


@alone
@pytest.mark.usefixtures("sends")
async def test_a_table_is_taken_wherever_it_is_sent_and_other_files_as_ever(anna: Talk) -> None:
    run = await anna.begins()
    await anna.me.document("Клиенты.CSV", b"name\nX\n")
    await anna.done()
    assert anna.sees("import-new", count="1")
    await anna.hits("import-o-no")
    await anna.says("/debrief")
    await anna.says("/menu")
    await anna.resumes("Ромашка")
    assert anna.run == run
    await anna.me.document("письмо.pdf", b"%PDF", caption="он прислал это")
    await anna.done()
    assert anna.sees("error-caption_only")
    await anna.me.document("письмо.pdf", b"%PDF")
    await anna.done()
    assert anna.sees("error-unsupported")


@alone
async def test_an_errand_is_done_after_a_restart(sends: House, anna: Talk) -> None:
    """What was asked for is a row: the file comes though the program was stopped before it ran."""
    await anna.finishes_short()
    await sends.stop()
    await sends.start()
    await anna.says("/export")
    await anna.hits("export-o-yes")
    assert anna.sees("export-making")
    await sends.stop()
    await sends.start()
    await sends.run_errands()
    await anna.done()
    assert anna.sees("export-sent")
    assert delivered(sends, anna)[1].testzip() is None


@alone
async def test_a_file_over_what_telegram_takes_is_told_kindly(
    sends: House, anna: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.workers.file_jobs.LARGEST_SENT", 1000)
    await anna.finishes_short()
    await anna.says("/export")
    await anna.hits("export-o-yes")
    assert anna.sees("export-too_large")
    assert sends.tg.made("sendDocument") == []
    assert sends.row("SELECT count(*) FROM errand") == (0,)


@alone
async def test_a_file_that_telegram_refuses_can_be_asked_for_again(sends: House, anna: Talk) -> None:
    sends.troubled = True
    sends.forgiven = "Request Entity Too Large|message is not modified"
    await anna.finishes_short()
    await anna.says("/export")
    sends.tg.before_effect = _too_large
    await anna.hits("export-o-yes")
    assert anna.sees("export-failed")
    sends.tg.before_effect = None
    await anna.hits("export-o-yes")
    assert anna.sees("export-sent")


def _too_large(method: str, _: object) -> None:
    if method == "sendDocument":
        raise ApiError(413, "Request Entity Too Large")
