"""Files of clients: every delimiter, encoding and header; a line that can't be read is told, the others are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.playbook import Rung
from bot.transfer.client_files import LARGEST, read
from bot.transfer.client_rows import ClientRow, Column, Fault, Known, Odd, Sheet, decode, encode, settled, sort
from bot.transfer.file_kinds import UnreadableSheet
from bot.transfer.table_rows import MOST, ReadFor

CADENCES: dict[str, Rung] = {"раз в неделю": "weekly", "every working day": "daily"}


def rows(text: str | bytes) -> Sheet:
    """What is read for somebody in Russia."""
    return read(text.encode() if isinstance(text, str) else text, "clients.csv", ReadFor(CADENCES, "RU", "ru"))


@pytest.mark.parametrize(
    "text",
    [
        "name,contact,note,cadence\nA,@anna_k,x,weekly\n",
        "Имя;Контакт;Заметка;Частота\r\nA;t.me/anna_k;x;Раз в неделю\r\n",
        "client\tusername\tcomment\tfrequency\nA\tanna_k\tx\tweekly",
        'sep=;\n"клиент";"ник";"комментарий";"ритм"\n"A";"@anna_k";"x";"раз в неделю"\n',
        "label,address,username,phone,cadence,created_at,note,notes\nA,,anna_k,,weekly,2026,x,\n",
        "A,@anna_k,x,weekly\n",
        "\n\n name , CONTACT ,note,cadence\n A , @anna_k ,x, weekly \n,,,\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_every_way_of_saying_the_same(text: str, encoding: str) -> None:
    sheet = rows(text.encode(encoding))
    assert sheet.faults == ()
    (row,) = sheet.rows
    assert (row.label, row.username, row.note, row.cadence) == ("A", "anna_k", "x", "weekly")


def test_the_note_of_the_card_and_the_notes_beside_it_are_two_things() -> None:
    """What is longer than a card holds goes to the notes, whole."""
    short, long = rows(f"name,note,notes\nA,x,y\nB,{'x' * 301},y\n").rows
    assert (short.note, short.notes) == ("x", "y")
    assert (long.note, long.notes) == (None, f"{'x' * 301}\n\ny")


def test_what_is_no_contact_goes_to_the_note() -> None:
    (one, two) = rows(
        "имя;контакт;телефон;заметка\nA;ivan@firm.ru;8 900 123-45-67;x\nB;@bbbbb, +49 151 12345678;;\n"
    ).rows
    assert (one.phone, one.username, one.note) == ("+79001234567~8 900 123-45-67", None, "x\nivan@firm.ru")
    assert settled(one, assume=True).phone == "+79001234567"
    assert settled(one, assume=False) == ClientRow(2, "A", note="x\nivan@firm.ru\n8 900 123-45-67")
    assert (two.username, two.phone, two.note) == ("bbbbb", "+4915112345678", None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";x", "name"),
        ("\u200b;x", "name"),
        ("x" * 121, "long"),
        ("A;;" + "x" * 20_001, "note"),
        ('A;"x', "quote"),
        ('A;"x"y', "quote"),
        ("A;" + "x" * 131_073, "cell"),
    ],
)
def test_a_line_that_cannot_be_read_says_why_and_the_others_are_read(line: str, why: str) -> None:
    sheet = rows(f"имя;контакт;заметка;частота;срок\nПервый\n{line}\nПоследний\n")
    assert [row.label for row in sheet.rows] == ["Первый", "Последний"]
    assert [(fault.line, fault.why) for fault in sheet.faults] == [(3, why)]


@pytest.mark.parametrize(
    ("line", "what", "words"),
    [
        ("A;;;иногда", "cadence", "иногда"),
        ("A;;;до пятницы", "cadence", "до пятницы"),
        ("A;;;;31.12.2026", "date", "31.12.2026"),
        ("A;;;;раз в неделю", "date", "раз в неделю"),
        ("A;;;;до пятницы", "date", "до пятницы"),
        ("A;;;;;1", "width", "1"),
        ("A;12345678", "phone", "12345678"),
        ("A;7,91612E+10", "phone", "7,91612E+10"),
        ("A;ivan@firm.ru", "contact", "ivan@firm.ru"),
        ("A;через секретаря @anna_k +7 916 123-45-67", "contact", "через секретаря"),
        ("A;84951234567", "phone", "84951234567"),
        ("A;+7 495 123-45-67 доб. 12", "extension", "+7 495 123-45-67 доб. 12"),
    ],
)
def test_one_odd_cell_refuses_nobody_goes_to_the_note_and_is_said(line: str, what: str, words: str) -> None:
    sheet = rows(f"имя;контакт;заметка;частота;срок\nПервый\n{line}\n")
    assert sheet.faults == ()
    assert [row.label for row in sheet.rows] == ["Первый", "A"]
    assert sheet.rows[1].note == words
    assert sheet.odd == (Odd(3, what, words),)  # type: ignore[arg-type]  # one of those above


@pytest.mark.parametrize("nothing", ["-", "—", "n/a", "NULL", " "])
def test_what_stands_for_nothing_is_nothing(nothing: str) -> None:
    assert rows(f"имя;телефон;частота\nA;{nothing};{nothing}\n").rows == (ClientRow(2, "A"),)


@pytest.mark.parametrize(
    "text",
    [
        "Маяк;звонить на мобильный;адрес, сайт\nСевер;x;y\n",
        "Маяк;мобильный телефон у Анны;проект\nСевер;x;y\n",
        "Маяк\nСевер\nЁлка\nЮг\nКлиент\nЗапад\n",
        "Маяк\nСевер\nКлиент\n",
        "BMW;мотоциклы\nGIF80;x\n",
    ],
)
def test_no_client_is_taken_for_headers(text: str) -> None:
    assert [row.line for row in rows(text).rows] == list(range(1, text.count("\n") + 1))


def test_a_first_cell_that_is_longer_than_any_reader_takes_is_a_line_with_a_reason() -> None:
    assert rows(b'"' + b"x" * 200_000 + b'"\nname\nA\n').faults == (Fault(1, "cell"),)
    assert [row.label for row in rows(b"x" * 200_000 + b",y\nname,note\nA,z\n").rows] == ["A"]


def test_lines_are_counted_as_the_file_has_them() -> None:
    sheet = rows('name,note\nA,"two\nlines"\n,\n\n,x\nB\n')
    assert [row.line for row in sheet.rows] == [2, 7]
    assert [fault.line for fault in sheet.faults] == [6]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\n", "empty"),
        (b"name,contact\n", "empty"),
        (b"PK\x03\x04", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "excel"),
        (b"%PDF-1.7", "pdf"),
        (b"a\0b", "binary"),
        (b"\x01\x02\x98\xff", "binary"),
        (b"\xff\xfe\x01", "binary"),
        (b"x" * (LARGEST + 1), "large"),
        (b"name\n" + b"x\n" * (MOST + 1), "many"),
    ],
)
def test_a_file_that_cannot_be_taken(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableSheet) as refusal:
        rows(data)
    assert refusal.value.why == why


def test_the_most_lines_are_taken() -> None:
    assert len(rows("name\n" + "".join(f"C{number}\n" for number in range(MOST))).rows) == MOST


_BEGINNINGS = ("", "", "BEGIN:VCARD\nVERSION:3.0\n", "имя;телефон\n", "PK\x03\x04", "\ufeff", "sep=;\n", '"')
_PIECES = st.text(alphabet="имяname,;|\t\"'\n\r=аA1@+ .:-", max_size=60) | st.sampled_from(
    ("TEL:+7", "FN:A\nEND:VCARD\n", "N;ENCODING=QUOTED-PRINTABLE:=D0=\n", "PHOTO;ENCODING=b:/9j/\n AA\n", "7,9E+10")
)


@given(
    st.binary(max_size=60)
    | st.tuples(st.sampled_from(_BEGINNINGS), st.lists(_PIECES, max_size=4)).map(
        lambda one: (one[0] + "".join(one[1])).encode()
    ),
    st.sampled_from(("a.csv", "a.vcf", "a.xlsx", "a.txt", "")),
)
def test_whatever_comes_is_read_or_refused(data: bytes, name: str) -> None:
    try:
        sheet = read(data, name, ReadFor(CADENCES, "RU", "ru"))
    except UnreadableSheet:
        return
    assert all(row.label and row.line > 0 for row in sheet.rows)
    assert decode(encode(sheet)) == sheet


def test_new_there_and_twice() -> None:
    some = tuple(
        ClientRow(line, label) for line, label in enumerate(("Ромашка", "ромашка", "ООО «Ёлка»", "🌼", "🌼", "Маяк"))
    )
    found = sort(some, [Known("ооо елка"), Known("Маяк.")])
    assert [row.label for row in found.new] == ["Ромашка", "🌼"]
    assert [row.label for row in found.there] == ["ООО «Ёлка»", "Маяк"]
    assert [row.label for row in found.repeat] == ["ромашка", "🌼"]
    assert found.namesakes == ()


def test_two_lines_are_two_people_unless_all_says_that_they_are_one() -> None:
    lines = (
        ClientRow(1, "Анна", phone="+79161234567", note="x"),
        ClientRow(2, "Анна", phone="+79161234568"),
        ClientRow(3, "анна", phone="+79161234567", note="y", cadence="weekly"),
        ClientRow(4, "Анна", username="anna_k"),
        ClientRow(5, "Анна", note="z"),
    )
    found = sort(lines, [])
    assert [row.line for row in found.new] == [1, 2, 4, 5]
    assert [row.line for row in found.repeat] == [3]
    assert (found.new[0].note, found.new[0].cadence) == ("x\ny", "weekly"), "nothing that the later one says is lost"
    assert found.namesakes == ("Анна",)


def test_a_namesake_of_somebody_known_is_somebody_else_where_phone_or_username_say_so() -> None:
    known = [Known("Анна", "anna_k", "+79161234567")]
    there = (ClientRow(1, "Анна"), ClientRow(2, "Анна", phone="+79161234567~8 916 123-45-67"))
    new = (ClientRow(3, "Анна", phone="+79161234568"), ClientRow(4, "Анна", username="anna_p"))
    found = sort((*there, *new), known)
    assert (found.there, found.new) == (there, new)


def test_a_sheet_is_stored_whole() -> None:
    sheet = Sheet(
        rows=(ClientRow(2, "A", "B", "c", "+1", "weekly", "2026-12-31", "x\ny"),),
        faults=(Fault(3, "name"),),
        odd=(Odd(2, "date", "x"),),
        columns=(Column("Имя", "name"),),
        above=("Мои клиенты",),
        apart=("Лист2",),
        encoding="cp866",
        sample="A",
        others=(("cp1251", "Ђ"),),
    )
    assert decode(encode(sheet)) == sheet
