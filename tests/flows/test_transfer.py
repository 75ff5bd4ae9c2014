"""One's own: the file that is taken out, and the file of clients that is brought in."""

import csv
import io
import json
import threading
import zipfile

import pytest

from bot.store.queries import clients
from bot.transfer.client_files import LARGEST, read
from bot.transfer.client_rows import Sheet
from bot.transfer.import_job import MOST_WAITING
from bot.transfer.table_rows import MOST, ReadFor
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
    assert anna.sees("import-new", count="3")
    assert "Ромашка, ООО «Маяк», Север" in anna.screen.text, anna.screen.text
    assert anna.sees("import-repeat", count="1")
    assert anna.sees("import-fault", line="5", why=anna.say("import-why-name"))
    assert anna.sees("import-odd-line", line="7", what=anna.say("import-what-cadence"), words="через день")
    assert "8 (900) 123-45-67 → +7 900 123-45-67, Россия" in anna.screen.text
    assert sends.row("SELECT count(*) FROM client") == (1,), "nothing is written before it is confirmed"

    await anna.hits("import-o-yes", count="3", times=3)
    assert anna.sees("import-done", n=3)
    rows = sends.rows("SELECT label, username, phone, cadence FROM client ORDER BY last_at DESC, id DESC")
    assert rows == [
        ("Маяк", None, None, None),
        ("Ромашка", "romashka_ads", None, "weekly"),
        ("ООО «Маяк»", None, "+79001234567", None),
        ("Север", None, None, None),
    ]
    assert sends.row("SELECT count(*) FROM errand") == (0,)
    assert sends.row("SELECT count(*) FROM run WHERE status = 'note'") == (0,)
    assert sends.row("SELECT count(*) FROM rhythm WHERE cadence_at IS NOT NULL AND told_at IS NULL") == (1,)
    await anna.says("/clients")
    await anna.taps("3. ООО «Маяк»")
    await anna.hits("btn-more")
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


@alone
async def test_what_a_russian_excel_saved_of_the_export_comes_back_whole(sends: House, anna: Talk) -> None:
    """Semicolons, cp1251, its own dates; a number that is still asked about, and two people of one name."""
    rows = (
        "name;address;username;phone;cadence;client_date;note;notes\n"
        '=1+1;Анна;anna_k;+79161234567;weekly;2026-12-31;любит «цифры»;"две\nстроки"\n'
        "Олег;;;+79161234568;;;;\nОлег;;;+79161234569;;;;\n-Маяк;;;;;;; с отступом\n"
    )
    await brings(anna, rows.encode())
    await anna.hits("import-o-yes", count="4")
    (client,) = sends.row("SELECT id FROM client WHERE label = '-Маяк'")
    await anna.forges(f"p|field|{client}.contact")
    await anna.says("(916) 123-45-60")
    await takes_out(anna)
    saved = io.StringIO(newline="")
    writer = csv.writer(saved, delimiter=";", lineterminator="\r\n")
    for cells in csv.reader(
        io.StringIO(delivered(sends, anna)[1].read("client.csv").decode("utf-8-sig")), delimiter=";"
    ):
        writer.writerow("31.12.2026" if cell == "2026-12-31" else cell for cell in cells)
    before = tables(delivered(sends, anna)[1], "ru")["client"]

    other = sends.talk(2002, "Olga", "ru")
    await brings(other, saved.getvalue().encode("cp1251"), "client.csv")
    await other.hits("import-o-yes", count="4")
    await takes_out(other)
    same = ("label", "address", "username", "phone", "cadence", "client_date", "note", "notes")
    after = tables(delivered(sends, other)[1], "ru")["client"]
    assert sorted([one[name] for name in same] for one in after) == sorted(
        [one[name] for name in same] for one in before
    )
    assert [one["phone"] for one in after if one["label"] == "'-Маяк"] == ["?(916) 123-45-60"]


BAD = {
    "empty": ("c.csv", b"\xef\xbb\xbf\r\n\r\n"),
    "broken": ("c.xlsx", b"PK\x03\x04xlsx"),
    "excel": ("c.xls", b"\xd0\xcf\x11\xe0\xa1\xb1"),
    "locked": ("c.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1"),
    "pdf": ("c.pdf", b"%PDF-1.4"),
    "json": ("c.json", b'{"clients": [{"name": "A"}]}'),
    "html": ("c.xls", b"<html><body><table><tr><td>A</td></tr></table>"),
    "rtf": ("c.rtf", b"{\\rtf1 A}"),
    "picture": ("c.png", b"\x89PNG\r\n"),
    "document": ("c.doc", b"\xd0\xcf\x11\xe0\xa1\xb1"),
    "sheet": ("c.ods", b"x"),
    "archive": ("c.rar", b"Rar!\x1a\x07"),
    "calendar": ("c.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
    "xml": ("c.xml", b"<?xml version='1.0'?><a/>"),
    "binary": ("c.csv", b"a\0b\1c"),
    "large": ("c.csv", b"name\n" + b"x" * LARGEST),
    "many": ("c.csv", b"name\n" + b"".join(b"C%d\n" % number for number in range(MOST + 1))),
}


@alone
async def test_a_file_that_cannot_be_taken_says_why_and_changes_nothing(sends: House, anna: Talk) -> None:
    await anna.says("/import")
    for why, (name, data) in BAD.items():
        await anna.me.document(name, data, size=10 if why == "large" else None)
        await anna.done()
        assert anna.sees(f"import-bad-{why}"), (why, anna.screen.text)
        assert anna.sees("import-q"), "another one can be sent at once"
    assert sends.row("SELECT count(*) FROM client") == (0,)
    await anna.says("/menu")
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
async def test_the_files_of_an_album_are_taken_one_after_another(sends: House, anna: Talk) -> None:
    """Each is shown, or said to be what it is; a tap that was meant for one adds nothing of the next."""
    await anna.says("/import")
    for name, data in (
        ("a.csv", b"name\nA\n"),
        ("b.pdf", b"%PDF"),
        ("c.csv", b"name\nC\n"),
        ("d.csv", b"name\nD\n"),
    ):
        await anna.me.document(name, data)
    await anna.done()
    assert anna.sees("import-title_named", name="a.csv")
    assert anna.sees("import-queue", count="3")
    old = anna.screen.rows[0][0]["callback_data"]
    await anna.hits("import-o-yes", count="1", times=3)
    assert anna.sees("import-done", n=1), "that the first was added is still said"
    assert anna.sees("import-refused", name="b.pdf", why=anna.say("import-bad-pdf"))
    assert anna.sees("import-title_named", name="c.csv")
    await anna.forges(old)
    assert sends.rows("SELECT label FROM client") == [("A",)]
    await anna.hits("import-o-no")
    assert anna.sees("import-cancelled")
    assert anna.sees("import-title_named", name="d.csv")
    await anna.hits("import-o-yes", count="1")
    assert anna.sees("import-done", n=1)
    assert sends.rows("SELECT label FROM client ORDER BY id") == [("A",), ("D",)]
    assert sends.row("SELECT count(*) FROM errand") == (0,)


@alone
async def test_of_several_files_that_cannot_be_taken_each_is_said(sends: House, anna: Talk) -> None:
    await anna.says("/import")
    for name, data in (("a.pdf", b"%PDF"), ("b.rtf", b"{\\rtf1 x}"), ("c.csv", b"")):
        await anna.me.document(name, data)
    await anna.done()
    for name, why in (("a.pdf", "pdf"), ("b.rtf", "rtf"), ("c.csv", "empty")):
        said = anna.say(f"import-bad-{why}")  # with its name where several were refused together
        assert said in anna.me.chat_text(), name
    assert anna.sees("import-q")
    await anna.me.document("d.csv", b"name\nD\n")
    await anna.done()
    assert anna.sees("import-new", count="1")
    assert not anna.sees("import-left")
    await anna.says("/menu")
    assert sends.row("SELECT count(*) FROM errand") == (0,)


@alone
async def test_more_files_than_can_wait_are_said(sends: House, anna: Talk) -> None:
    await brings(anna, b"name\nA\n")
    for number in range(MOST_WAITING):
        await anna.me.document(f"{number}.csv", b"name\nB\n")
        await anna.done()
        assert anna.sees("import-waits")
    await anna.me.document("one more.csv", b"name\nB\n")
    await anna.done()
    assert anna.sees("import-bad-waiting")
    await anna.me.document("large.csv", b"name\nB\n", size=LARGEST + 1)
    await anna.done()
    assert anna.sees("import-bad-large")
    assert anna.sees("import-title_named", name="clients.csv"), "the first one is still there"
    await anna.says("/import")
    await anna.me.document("other.csv", b"name\nC\n")
    await anna.done()
    assert sends.row("SELECT count(*) FROM errand") == (1,)
    assert anna.sees("import-title_named", name="other.csv")


@alone
async def test_letters_that_look_wrong_are_read_again(sends: House, anna: Talk) -> None:
    await brings(anna, "имя\nЮлия\n".encode("koi8-r"))
    assert anna.sees("import-encoding", name="KOI8"), anna.screen.text
    await anna.hits("import-o-letters")
    assert anna.sees("letters-q")
    await anna.hits("letters-o-right")
    await anna.hits("import-o-letters")
    await anna.taps("Windows-1251")
    assert anna.sees("import-encoding", name="Windows-1251")
    await anna.hits("import-o-letters")
    await anna.taps("KOI8")
    await anna.hits("import-o-yes", count="1")
    assert sends.rows("SELECT label FROM client") == [("Юлия",)]


@alone
async def test_numbers_without_a_country_are_shown_and_may_stay_words(sends: House, anna: Talk) -> None:
    table = "имя;телефон;почта;рост\nА;8 916 123-45-67;a@x.ru;170\nБ;84951234567;;\nВ;+375 29 123-45-67;;\n".encode()
    await brings(anna, table)
    assert anna.sees("import-assumed", count="1")
    assert "8 916 123-45-67 → +7 916 123-45-67, Россия" in anna.screen.text
    assert anna.sees("import-odd-line", line="3", what=anna.say("import-what-phone"), words="84951234567")
    assert anna.sees("import-column-note", columns="почта")
    assert anna.sees("import-column-unknown", columns="рост")
    await anna.hits("import-o-note")
    rows = sends.rows("SELECT label, phone, note FROM client ORDER BY label")
    assert rows == [
        ("А", None, "a@x.ru\n8 916 123-45-67"),
        ("Б", None, "84951234567"),
        ("В", "+375291234567", None),
    ]
    await brings(anna, table.replace("А;".encode(), "Г;".encode()))
    await anna.hits("import-o-yes", count="1")
    assert sends.row("SELECT phone FROM client WHERE label = 'Г'") == ("+79161234567",)


@alone
async def test_whatever_a_reader_stumbles_over_ends_the_job_with_a_reason(
    sends: House, anna: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumbles(*_: object) -> None:
        raise RecursionError("a client's name")

    sends.troubled = True
    monkeypatch.setattr("bot.workers.file_reader.client_files.read", stumbles)
    await brings(anna, b"name\nX\n")
    assert anna.sees("import-bad-broken")
    await anna.says("/menu")
    assert sends.row("SELECT count(*) FROM errand") == (0,)
    assert "RecursionError" in caplog.text
    assert "a client's name" not in caplog.text


@alone
async def test_who_waits_longer_is_told_how_far_it_is(
    sends: House, anna: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, go_on = threading.Event(), threading.Event()

    def slowly(data: bytes, name: str, reading: ReadFor, encoding: str | None) -> Sheet:
        reading.progress(2000)
        told.set()
        go_on.wait(10)
        return read(data, name, reading, encoding)

    monkeypatch.setattr("bot.workers.file_jobs._TOLD_EVERY", 0.01)
    monkeypatch.setattr("bot.workers.file_reader.client_files.read", slowly)
    await anna.says("/import")
    await anna.me.document("clients.csv", b"name\nX\n")
    await sends.until("SELECT count(*) FROM chat WHERE notice = 'import-progress:2000'")
    go_on.set()
    await anna.done()
    assert any(anna.say("import-progress", n=2000) in one.params["text"] for one in sends.tg.made("editMessageText"))
    assert anna.sees("import-new", count="1")


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


async def test_more_clients_than_one_may_have_are_said_and_none_is_added(
    sends: House, anna: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await brings(anna, SHEET.encode("cp1251"))
    monkeypatch.setattr(clients, "MOST", 1)
    before = anna.screen.text
    await anna.taps(anna.labels[0])
    assert anna.sees("clients-full")
    assert sends.row("SELECT count(*) FROM client") == (0,)
    assert anna.screen.text.endswith(before), "the file still waits"
