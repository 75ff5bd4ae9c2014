"""Files of clients: every delimiter, encoding and header; a line that can't be read is told, the others are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.playbook import Rung
from bot.transfer.client_rows import ClientRow, Fault, Sheet, decode, encode, sort
from bot.transfer.csv_reader import MOST, UnreadableSheet, read

CADENCES: dict[str, Rung] = {"раз в неделю": "weekly", "every working day": "daily"}


def rows(text: str | bytes) -> Sheet:
    """What is read."""
    return read(text.encode() if isinstance(text, str) else text, CADENCES)


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
    assert (one.phone, one.username, one.note) == ("+79001234567", None, "x\nivan@firm.ru")
    assert (two.username, two.phone, two.note) == ("bbbbb", "+4915112345678", None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";x", "name"),
        ("\u200b;x", "name"),
        ("x" * 121, "long"),
        ("A;;;иногда", "cadence"),
        ("A;;;;1;2;3", "width"),
        ("A;;;;31.12.2026", "date"),
        ("A;;" + "x" * 20_001, "note"),
        ('A;"x', "quote"),
        ('A;"x"y', "quote"),
    ],
)
def test_a_line_that_cannot_be_read_says_why_and_the_others_are_read(line: str, why: str) -> None:
    sheet = rows(f"имя;контакт;заметка;частота;срок\nПервый\n{line}\nПоследний\n")
    assert [row.label for row in sheet.rows] == ["Первый", "Последний"]
    assert [(fault.line, fault.why) for fault in sheet.faults] == [(3, why)]


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
        (b"PK\x03\x04", "excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "excel"),
        (b"%PDF-1.7", "binary"),
        (b"a\0b", "binary"),
        (b"\x98\xff", "binary"),
        (b"\xff\xfe\x00", "binary"),
        (b"x" * (1024 * 1024 + 1), "large"),
        (b"name\n" + b"x\n" * (MOST + 1), "many"),
    ],
)
def test_a_file_that_cannot_be_taken(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableSheet) as refusal:
        rows(data)
    assert refusal.value.why == why


def test_the_most_lines_are_taken() -> None:
    assert len(rows("name\n" + "".join(f"C{number}\n" for number in range(MOST))).rows) == MOST


@given(st.binary(max_size=60) | st.text(alphabet="имяname,;\t\"'\n\r=аA1@+ ", max_size=60).map(str.encode))
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    try:
        sheet = rows(data)
    except UnreadableSheet:
        return
    assert all(row.label and row.line > 0 for row in sheet.rows)
    assert decode(encode(sheet)) == sheet


def test_new_there_and_twice() -> None:
    some = tuple(
        ClientRow(line, label) for line, label in enumerate(("Ромашка", "ромашка", "ООО «Ёлка»", "🌼", "🌼", "Маяк"))
    )
    found = sort(some, ["ооо елка", "Маяк."])
    assert [row.label for row in found.new] == ["Ромашка", "🌼"]
    assert [row.label for row in found.there] == ["ромашка", "ООО «Ёлка»", "🌼", "Маяк"]


def test_a_sheet_is_stored_whole() -> None:
    sheet = Sheet((ClientRow(2, "A", "B", "c", "+1", "weekly", "2026-12-31", "x\ny"),), (Fault(3, "name"),))
    assert decode(encode(sheet)) == sheet
