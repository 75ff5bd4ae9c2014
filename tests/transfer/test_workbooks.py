"""Workbooks of Excel's that were made to harm, or are broken: refused with a reason, in bounds of time and memory."""

import io
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from bot.transfer import xlsx_reader
from bot.transfer.client_files import read
from bot.transfer.file_kinds import UnreadableSheet
from bot.transfer.table_rows import MOST, ReadFor

FOR = ReadFor({}, "RU", "ru")
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def workbook(rows: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("x")
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A workbook with that part in the place of its own."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["name"], ["A"]]))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


def why(data: bytes) -> str:
    with pytest.raises(UnreadableSheet) as refusal:
        read(data, "c.xlsx", FOR)
    return refusal.value.why


def cell(at: str, text: str) -> bytes:
    return f'<row r="{at.lstrip("ABCDEFX")}"><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>'.encode()


def test_a_bomb_is_refused_before_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    bound = 1024 * 1024
    monkeypatch.setattr(xlsx_reader, "_LARGEST_UNPACKED", bound)
    bomb = with_part(SHEET, HEAD + b" " * 20 * bound + TAIL)
    assert len(bomb) < bound
    tracemalloc.start()
    try:
        assert why(bomb) == "large"
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5 * bound


def test_a_cell_far_off_costs_nothing_and_is_left() -> None:
    sheet = read(
        with_part(SHEET, HEAD + cell("A1", "name") + cell("A2", "A") + cell("XFD1048576", "x") + TAIL), "c.xlsx", FOR
    )
    assert [row.label for row in sheet.rows] == ["A"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>', "broken"),
        (SHEET, b"no xml at all", "broken"),
        ("xl/workbook.xml", b"<workbook/>", "empty"),
        (SHEET, HEAD + TAIL, "empty"),
    ],
)
def test_what_is_broken_is_said_to_be_that(name: str, content: bytes, reason: str) -> None:
    assert why(with_part(name, content)) == reason


def test_cut_short_locked_and_other_zips() -> None:
    whole = workbook([["name"], ["A"]])
    assert why(whole[:-200]) == "broken"
    assert why(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == "locked"
    for inside, reason in (("word/document.xml", "document"), ("content.xml", "sheet"), ("Index/Tables/x.iwa", "sheet"),
                           ("xl/workbook.bin", "excel"), ("clients.csv", "archive")):  # fmt: skip
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr(inside, b"x")
        assert why(file.getvalue()) == reason


def test_as_many_lines_as_in_any_table() -> None:
    rows = [["name"], *[[f"C{number}"] for number in range(MOST)]]
    assert len(read(workbook(rows), "c.xlsx", FOR).rows) == MOST
    assert why(workbook([*rows, ["one more"]])) == "many"
